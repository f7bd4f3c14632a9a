//! Residual terms from the data of a fluid.

use super::nonanalytic::NonAnalytic;
use super::rare::{Kind, Rare};
use super::residual::{GaussianBlock, POWERS, PowerBlock, Residual};
use crate::FluidError;
use crate::data::ResidualData;
use crate::simd::LANES;

impl TryFrom<&[ResidualData]> for Residual {
    type Error = FluidError;

    fn try_from(groups: &[ResidualData]) -> Result<Self, FluidError> {
        let mut out = Residual::default();
        let (mut powers, mut gaussians) = (Vec::new(), Vec::new());
        for group in groups {
            match group {
                ResidualData::Power { n, d, t, l } => {
                    powers.extend((0..n.len()).map(|i| [n[i], d[i], t[i], f64::from(l[i] > 0), f64::from(l[i])]));
                }
                ResidualData::Exponential { n, d, t, g, l } => {
                    powers.extend((0..n.len()).map(|i| [n[i], d[i], t[i], g[i], f64::from(l[i])]));
                }
                ResidualData::Gaussian { n, d, t, eta, epsilon, beta, gamma } => {
                    gaussians.extend((0..n.len()).map(|i| [n[i], d[i], t[i], eta[i], epsilon[i], beta[i], gamma[i]]));
                }
                ResidualData::Lemmon2005 { n, d, t, l, m } => {
                    let on = |power: f64| f64::from(power != 0.0);
                    let kind = |i: usize| Kind::DoubleExponential { g: on(l[i]), l: l[i], k: on(m[i]), m: m[i] };
                    out.rare.extend((0..n.len()).map(|i| Rare { n: n[i], d: d[i], t: t[i], kind: kind(i) }));
                }
                ResidualData::DoubleExponential { n, d, t, gd, ld, gt, lt } => {
                    let kind = |i: usize| Kind::DoubleExponential { g: gd[i], l: ld[i], k: gt[i], m: lt[i] };
                    out.rare.extend((0..n.len()).map(|i| Rare { n: n[i], d: d[i], t: t[i], kind: kind(i) }));
                }
                ResidualData::GaoB { n, d, t, eta, epsilon, beta, gamma, b } => {
                    let kind = |i: usize| Kind::Gao {
                        eta: eta[i],
                        epsilon: epsilon[i],
                        beta: beta[i],
                        gamma: gamma[i],
                        b: b[i],
                    };
                    out.rare.extend((0..n.len()).map(|i| Rare { n: n[i], d: d[i], t: t[i], kind: kind(i) }));
                }
                ResidualData::NonAnalytic { n, a_theta, b_delta, c_psi, d_psi, a, b, beta } => {
                    out.nonanalytic.extend((0..n.len()).map(|i| NonAnalytic {
                        n: n[i],
                        a_theta: a_theta[i],
                        b_delta: b_delta[i],
                        c_psi: c_psi[i],
                        d_psi: d_psi[i],
                        a: a[i],
                        b: b[i],
                        beta: beta[i],
                    }));
                }
            }
        }
        if powers.iter().any(|term| term[4] >= POWERS as f64) {
            return Err(FluidError::Data(format!("an exponent l of δ is above {}", POWERS - 1)));
        }
        out.power = powers.chunks(LANES).map(power_block).collect();
        out.gaussian = gaussians.chunks(LANES).map(gaussian_block).collect();
        Ok(out)
    }
}

/// A block of up to [`LANES`] terms; the rest has coefficient zero.
fn power_block(terms: &[[f64; 5]]) -> PowerBlock {
    let mut block = PowerBlock::default();
    for (i, &[n, d, t, g, l]) in terms.iter().enumerate() {
        (block.n[i], block.d[i], block.t[i], block.g[i], block.l[i]) = (n, d, t, g, l);
        block.power[i] = l as u8;
    }
    block
}

fn gaussian_block(terms: &[[f64; 7]]) -> GaussianBlock {
    let mut block = GaussianBlock::default();
    for (i, &[n, d, t, eta, epsilon, beta, gamma]) in terms.iter().enumerate() {
        (block.n[i], block.d[i], block.t[i]) = (n, d, t);
        (block.eta[i], block.epsilon[i], block.beta[i], block.gamma[i]) = (eta, epsilon, beta, gamma);
    }
    block
}
