//! The ideal-gas part of the reduced Helmholtz energy.
//!
//! α⁰ = ln δ + a₁ + a₂ τ + (b + c τ) ln τ + Σ n τ^t + Σ n ln(c + d e^{θτ}),  θ < 0
//!
//! All ideal-gas forms of the literature used here fold into this one; `data/convert.py` does so.

use super::residual::Arguments;
use super::sums::{LaneSums, Sums};
use crate::data::IdealData;
use crate::simd::{Arithmetic, LANES, Lanes};

/// Terms n τ^t.
#[derive(Clone, Copy, Debug, Default)]
struct PowerBlock {
    n: Lanes,
    t: Lanes,
}

/// Terms n ln(c + d e^{θτ}).
#[derive(Clone, Copy, Debug)]
struct PlanckEinsteinBlock {
    n: Lanes,
    theta: Lanes,
    c: Lanes,
    d: Lanes,
}

/// Ideal-gas terms of one fluid.
#[derive(Clone, Debug)]
pub(crate) struct Ideal {
    a1: f64,
    a2: f64,
    log_tau: f64,
    tau_log_tau: f64,
    powers: Vec<PowerBlock>,
    planck_einstein: Vec<PlanckEinsteinBlock>,
}

/// Up to [`LANES`] values, then a filler.
fn lanes(values: &[f64], filler: f64) -> Lanes {
    std::array::from_fn(|i| values.get(i).copied().unwrap_or(filler))
}

impl From<&IdealData> for Ideal {
    fn from(data: &IdealData) -> Self {
        let starts = |count: usize| (0..count).step_by(LANES);
        let power = |i: usize| PowerBlock { n: lanes(&data.n[i..], 0.0), t: lanes(&data.t[i..], 0.0) };
        let planck_einstein = |i: usize| PlanckEinsteinBlock {
            n: lanes(&data.pe_n[i..], 0.0),
            theta: lanes(&data.pe_theta[i..], -1.0),
            c: lanes(&data.pe_c[i..], 1.0),
            d: lanes(&data.pe_d[i..], -1.0),
        };
        Ideal {
            a1: data.a1,
            a2: data.a2,
            log_tau: data.log_tau,
            tau_log_tau: data.tau_log_tau,
            powers: starts(data.n.len()).map(power).collect(),
            planck_einstein: starts(data.pe_n.len()).map(planck_einstein).collect(),
        }
    }
}

impl Ideal {
    /// Adds ln δ + a₁ + a₂ τ + (b + c τ) ln τ.
    #[inline(always)]
    pub(super) fn add_simple_terms(&self, sums: &mut Sums, at: &Arguments) {
        let linear = self.a2 * at.tau;
        let product = self.tau_log_tau * at.tau;
        sums.a00 += at.ln_delta + self.a1 + linear + (self.log_tau + product) * at.ln_tau;
        sums.a10 += 1.0;
        sums.a01 += linear + self.log_tau + product * (at.ln_tau + 1.0);
        sums.a02 += linear + product * (at.ln_tau + 2.0);
        sums.a03 += linear + product * (at.ln_tau + 3.0);
    }

    /// Adds the powers and Planck–Einstein terms.
    #[inline(always)]
    pub(super) fn add_to<A: Arithmetic>(&self, a: A, sums: &mut LaneSums, at: &Arguments) {
        for block in &self.powers {
            let mut x = [0.0; LANES];
            for i in 0..LANES {
                x[i] = block.t[i] * at.ln_tau;
            }
            let v = a.exp(x);
            for i in 0..LANES {
                let t = block.t[i];
                let v = block.n[i] * v[i];
                add(sums, i, v, (v * t, v * t * t, v * t * t * t));
            }
        }
        for block in &self.planck_einstein {
            block.add_to(a, sums, at.tau);
        }
    }
}

impl PlanckEinsteinBlock {
    /// With q = d e^z/(c + d e^z) and z = θτ: D = z q, D² = z q + z² q (1 − q), D³ = z q + 3 z² q (1 − q) + z³ q (1 − q)(1 − 2q).
    #[inline(always)]
    fn add_to<A: Arithmetic>(&self, a: A, sums: &mut LaneSums, tau: f64) {
        let mut z = [0.0; LANES];
        for i in 0..LANES {
            z[i] = self.theta[i] * tau;
        }
        let mut e = a.exp(z);
        let mut sum = [0.0; LANES];
        for i in 0..LANES {
            e[i] *= self.d[i];
            sum[i] = self.c[i] + e[i];
        }
        let ln = a.ln(sum);
        for i in 0..LANES {
            let n = self.n[i];
            let z = z[i];
            let q = e[i] / sum[i];
            let first = n * z * q;
            let second = first * z * (1.0 - q);
            let third = second * a.mul_add(z, a.mul_add(-2.0, q, 1.0), 3.0);
            add(sums, i, n * ln[i], (first, first + second, first + third));
        }
    }
}

/// Adds a function of τ, D, D² and D³ to lane `i`.
#[inline(always)]
fn add(sums: &mut LaneSums, i: usize, v: f64, d: (f64, f64, f64)) {
    sums.a00[i] += v;
    sums.a01[i] += d.0;
    sums.a02[i] += d.1;
    sums.a03[i] += d.2;
}
