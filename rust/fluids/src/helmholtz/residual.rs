//! The residual part of the reduced Helmholtz energy: a sum of separable terms, and a few that are not.
//!
//! n δ^d τ^t exp(u(δ) + w(τ)) with
//!
//! | kind | u | w |
//! |---|---|---|
//! | power, exponential | −g δ^l | 0 |
//! | Gaussian | −η (δ − ε)² | −β (τ − γ)² |
//! | double exponential (also Lemmon and Jacobsen 2005, R125) | −g δ^l | −k τ^m |
//! | Gao 2020 (ammonia) | η (δ − ε)² | 1/(β (τ − γ)² + b) |

use super::nonanalytic::NonAnalytic;
use super::sums::{Factor, Sums};
use crate::FluidError;
use crate::data::ResidualData;

/// The highest power l of δ in an exponential.
const MAX_L: usize = 16;

/// Terms n δ^d τ^t exp(−g δ^l).
#[derive(Clone, Debug, Default)]
struct Power {
    n: Vec<f64>,
    d: Vec<f64>,
    t: Vec<f64>,
    g: Vec<f64>,
    l: Vec<usize>,
}

/// Terms n δ^d τ^t exp(−η (δ − ε)² − β (τ − γ)²).
#[derive(Clone, Debug, Default)]
struct Gaussian {
    n: Vec<f64>,
    d: Vec<f64>,
    t: Vec<f64>,
    eta: Vec<f64>,
    epsilon: Vec<f64>,
    beta: Vec<f64>,
    gamma: Vec<f64>,
}

/// A separable term of a rare kind.
#[derive(Clone, Copy, Debug)]
enum Rare {
    /// −g δ^l and −k τ^m.
    DoubleExponential { n: f64, d: f64, t: f64, g: f64, l: f64, k: f64, m: f64 },
    /// η (δ − ε)² and 1/(β (τ − γ)² + b).
    Gao { n: f64, d: f64, t: f64, eta: f64, epsilon: f64, beta: f64, gamma: f64, b: f64 },
}

/// Residual terms of one fluid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Residual {
    power: Power,
    gaussian: Gaussian,
    rare: Vec<Rare>,
    nonanalytic: Vec<NonAnalytic>,
}

impl Residual {
    /// Whether there are no non-analytic terms.
    pub(crate) fn is_analytic(&self) -> bool {
        self.nonanalytic.is_empty()
    }

    /// Sums of all terms.
    pub(crate) fn sums(&self, delta: f64, ln_delta: f64, tau: f64, ln_tau: f64) -> Sums {
        let mut sums = Sums::default();
        self.power.add_to(&mut sums, delta, ln_delta, ln_tau);
        self.gaussian.add_to(&mut sums, delta, ln_delta, tau, ln_tau);
        for term in &self.rare {
            term.add_to(&mut sums, delta, ln_delta, tau, ln_tau);
        }
        for term in self.nonanalytic.iter().filter_map(|term| term.sums(delta, tau)) {
            sums.merge(&term);
        }
        sums
    }
}

/// D u of u = −η (δ − ε)², thrice.
#[inline(always)]
fn gaussian_log(eta: f64, epsilon: f64, delta: f64) -> (f64, f64, f64) {
    let k = -2.0 * eta * delta;
    (k * (delta - epsilon), k * (2.0 * delta - epsilon), k * (4.0 * delta - epsilon))
}

impl Power {
    fn add_to(&self, sums: &mut Sums, delta: f64, ln_delta: f64, ln_tau: f64) {
        let mut powers = [1.0; MAX_L];
        for l in 1..MAX_L {
            powers[l] = powers[l - 1] * delta;
        }
        for i in 0..self.n.len() {
            let (d, t, l) = (self.d[i], self.t[i], self.l[i] as f64);
            let u = -self.g[i] * powers[self.l[i]];
            let v = self.n[i] * (d * ln_delta + t * ln_tau + u).exp();
            sums.add(v, Factor::from_log(d + l * u, l * l * u, l * l * l * u), Factor(t, t * t, t * t * t));
        }
    }
}

impl Gaussian {
    fn add_to(&self, sums: &mut Sums, delta: f64, ln_delta: f64, tau: f64, ln_tau: f64) {
        for i in 0..self.n.len() {
            let (d, t) = (self.d[i], self.t[i]);
            let (from_epsilon, from_gamma) = (delta - self.epsilon[i], tau - self.gamma[i]);
            let u = -self.eta[i] * from_epsilon * from_epsilon - self.beta[i] * from_gamma * from_gamma;
            let v = self.n[i] * (d * ln_delta + t * ln_tau + u).exp();
            let (e1, e2, e3) = gaussian_log(self.eta[i], self.epsilon[i], delta);
            let (g1, g2, g3) = gaussian_log(self.beta[i], self.gamma[i], tau);
            sums.add(v, Factor::from_log(d + e1, e2, e3), Factor::from_log(t + g1, g2, g3));
        }
    }
}

impl Rare {
    fn add_to(&self, sums: &mut Sums, delta: f64, ln_delta: f64, tau: f64, ln_tau: f64) {
        match *self {
            Rare::DoubleExponential { n, d, t, g, l, k, m } => {
                let (u, w) = (-g * (l * ln_delta).exp(), -k * (m * ln_tau).exp());
                let v = n * (d * ln_delta + t * ln_tau + u + w).exp();
                let e = Factor::from_log(d + l * u, l * l * u, l * l * l * u);
                sums.add(v, e, Factor::from_log(t + m * w, m * m * w, m * m * m * w));
            }
            Rare::Gao { n, d, t, eta, epsilon, beta, gamma, b } => {
                let u = eta * (delta - epsilon) * (delta - epsilon);
                let (q, q1, q2) = (beta * (tau - gamma).powi(2) + b, 2.0 * beta * (tau - gamma), 2.0 * beta);
                let v = n * (d * ln_delta + t * ln_tau + u + 1.0 / q).exp();
                let w1 = -q1 / (q * q) * tau;
                let w2 = (2.0 * q1 * q1 / q - q2) / (q * q) * tau * tau;
                let w3 = 6.0 * q1 * (q2 - q1 * q1 / q) / (q * q * q) * tau.powi(3);
                let (e1, e2, e3) = gaussian_log(-eta, epsilon, delta);
                let g = Factor::from_log(t + w1, w1 + w2, w1 + 3.0 * w2 + w3);
                sums.add(v, Factor::from_log(d + e1, e2, e3), g);
            }
        }
    }
}

impl TryFrom<&[ResidualData]> for Residual {
    type Error = FluidError;

    fn try_from(data: &[ResidualData]) -> Result<Self, FluidError> {
        let mut out = Residual::default();
        for group in data {
            match group {
                ResidualData::Power { n, d, t, l } => {
                    let g: Vec<f64> = l.iter().map(|&l| if l == 0 { 0.0 } else { 1.0 }).collect();
                    out.power.extend(n, d, t, &g, l)?;
                }
                ResidualData::Exponential { n, d, t, g, l } => out.power.extend(n, d, t, g, l)?,
                ResidualData::Gaussian { n, d, t, eta, epsilon, beta, gamma } => {
                    out.gaussian.n.extend(n);
                    out.gaussian.d.extend(d);
                    out.gaussian.t.extend(t);
                    out.gaussian.eta.extend(eta);
                    out.gaussian.epsilon.extend(epsilon);
                    out.gaussian.beta.extend(beta);
                    out.gaussian.gamma.extend(gamma);
                }
                ResidualData::Lemmon2005 { n, d, t, l, m } => {
                    let on = |power: f64| if power == 0.0 { 0.0 } else { 1.0 };
                    out.rare.extend((0..n.len()).map(|i| Rare::DoubleExponential {
                        n: n[i],
                        d: d[i],
                        t: t[i],
                        g: on(l[i]),
                        l: l[i],
                        k: on(m[i]),
                        m: m[i],
                    }));
                }
                ResidualData::DoubleExponential { n, d, t, gd, ld, gt, lt } => {
                    out.rare.extend((0..n.len()).map(|i| Rare::DoubleExponential {
                        n: n[i],
                        d: d[i],
                        t: t[i],
                        g: gd[i],
                        l: ld[i],
                        k: gt[i],
                        m: lt[i],
                    }));
                }
                ResidualData::GaoB { n, d, t, eta, epsilon, beta, gamma, b } => {
                    out.rare.extend((0..n.len()).map(|i| Rare::Gao {
                        n: n[i],
                        d: d[i],
                        t: t[i],
                        eta: eta[i],
                        epsilon: epsilon[i],
                        beta: beta[i],
                        gamma: gamma[i],
                        b: b[i],
                    }));
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
        Ok(out)
    }
}

impl Power {
    fn extend(&mut self, n: &[f64], d: &[f64], t: &[f64], g: &[f64], l: &[usize]) -> Result<(), FluidError> {
        if l.iter().any(|&l| l >= MAX_L) {
            return Err(FluidError::Data(format!("an exponent l of δ is above {}", MAX_L - 1)));
        }
        self.n.extend(n);
        self.d.extend(d);
        self.t.extend(t);
        self.g.extend(g);
        self.l.extend(l);
        Ok(())
    }
}
