//! The ideal-gas part of the reduced Helmholtz energy.
//!
//! α⁰ = ln δ + a₁ + a₂ τ + (b + c τ) ln τ + Σ n τ^t + Σ n ln(c + d e^{θτ}),  θ < 0
//!
//! All ideal-gas forms of the literature used here fold into this one; `data/convert.py` does so.

use super::sums::Sums;
use crate::data::IdealData;

/// n ln(c + d e^{θτ}).
#[derive(Clone, Copy, Debug)]
struct PlanckEinstein {
    n: f64,
    theta: f64,
    c: f64,
    d: f64,
}

/// Ideal-gas terms of one fluid.
#[derive(Clone, Debug)]
pub(crate) struct Ideal {
    a1: f64,
    a2: f64,
    log_tau: f64,
    tau_log_tau: f64,
    powers: Vec<(f64, f64)>,
    planck_einstein: Vec<PlanckEinstein>,
}

impl From<&IdealData> for Ideal {
    fn from(data: &IdealData) -> Self {
        let count = data.pe_n.len();
        Ideal {
            a1: data.a1,
            a2: data.a2,
            log_tau: data.log_tau,
            tau_log_tau: data.tau_log_tau,
            powers: data.n.iter().copied().zip(data.t.iter().copied()).collect(),
            planck_einstein: (0..count)
                .map(|i| PlanckEinstein { n: data.pe_n[i], theta: data.pe_theta[i], c: data.pe_c[i], d: data.pe_d[i] })
                .collect(),
        }
    }
}

impl Ideal {
    /// Adds the ideal part to the residual sums.
    pub(crate) fn add_to(&self, sums: &mut Sums, ln_delta: f64, tau: f64, ln_tau: f64) {
        let linear = self.a2 * tau;
        let product = self.tau_log_tau * tau;
        let mut a = [
            ln_delta + self.a1 + linear + self.log_tau * ln_tau + product * ln_tau,
            linear + self.log_tau + product * (ln_tau + 1.0),
            linear + product * (ln_tau + 2.0),
            linear + product * (ln_tau + 3.0),
        ];
        for &(n, t) in &self.powers {
            let v = n * (t * ln_tau).exp();
            a[0] += v;
            a[1] += v * t;
            a[2] += v * t * t;
            a[3] += v * t * t * t;
        }
        for term in &self.planck_einstein {
            let e = term.d * (term.theta * tau).exp();
            let sum = term.c + e;
            let q = e / sum;
            let z = term.theta * tau;
            let (first, second) = (z * q, z * z * q * (1.0 - q));
            a[0] += term.n * sum.ln();
            a[1] += term.n * first;
            a[2] += term.n * (first + second);
            a[3] += term.n * (first + second * (3.0 + z * (1.0 - 2.0 * q)));
        }
        sums.a00 += a[0];
        sums.a10 += 1.0;
        sums.a01 += a[1];
        sums.a02 += a[2];
        sums.a03 += a[3];
    }
}
