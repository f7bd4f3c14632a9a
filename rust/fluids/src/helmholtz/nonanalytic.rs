//! The non-analytic terms of IAPWS-95 and of Span and Wagner's CO₂ equation, active around the critical point only.
//!
//! n Δ^b δ ψ,  Δ = θ² + B |δ − 1|^{2a},  θ = 1 − τ + A |δ − 1|^{1/β},  ψ = exp(−C (δ − 1)² − D (τ − 1)²)
//!
//! Derivatives are taken of the logarithm Q = ln δ + b ln Δ + ln ψ, in x = ln δ and y = ln τ.
//!
//! Span and Wagner, J. Phys. Chem. Ref. Data 25 (1996) 1509, doi:10.1063/1.555991;
//! Wagner and Pruß, J. Phys. Chem. Ref. Data 31 (2002) 387, doi:10.1063/1.1461829.

use super::residual::{Arguments, square_log};
use super::sums::Sums;

/// Below e^−38 of its scale a term is less than the rounding of the others.
const NEGLIGIBLE: f64 = 38.0;
/// Keeps |δ − 1| and Δ from zero, where the second derivatives of the term do not exist.
const SMALLEST: f64 = 1e-30;

/// One non-analytic term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NonAnalytic {
    pub(super) n: f64,
    /// A of θ.
    pub(super) a_theta: f64,
    /// B of Δ.
    pub(super) b_delta: f64,
    /// C of ψ.
    pub(super) c_psi: f64,
    /// D of ψ.
    pub(super) d_psi: f64,
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) beta: f64,
}

impl NonAnalytic {
    /// Adds the term where it counts.
    pub(super) fn add_to(&self, sums: &mut Sums, at: &Arguments) {
        let (from_1, tau_1) = (at.delta - 1.0, at.tau - 1.0);
        let decay = self.c_psi * from_1 * from_1 + self.d_psi * tau_1 * tau_1;
        if decay > NEGLIGIBLE {
            return;
        }
        let mut log = self.ln_distance(at);
        log.scale(self.b);
        log.a00 += at.ln_delta - decay;
        let (x1, x2, x3) = square_log(-self.c_psi, 1.0, at.delta);
        let (y1, y2, y3) = square_log(-self.d_psi, 1.0, at.tau);
        log.a10 += 1.0 + x1;
        log.a20 += x2;
        log.a30 += x3;
        log.a01 += y1;
        log.a02 += y2;
        log.a03 += y3;
        sums.add_exponential(self.n, &log);
    }

    /// ln Δ.
    fn ln_distance(&self, at: &Arguments) -> Sums {
        let tau = at.tau;
        let away = at.delta - 1.0;
        let away = if away.abs() < SMALLEST { SMALLEST } else { away };
        let ln_away = away.abs().ln();
        let [p, p1, p2, p3] = power(self.a_theta, 1.0 / self.beta, away, ln_away, at.delta);
        let [q, q1, q2, q3] = power(self.b_delta, 2.0 * self.a, away, ln_away, at.delta);
        let theta = 1.0 - tau + p;
        let distance = (theta * theta + q).max(SMALLEST * SMALLEST);
        let scale = 1.0 / distance;
        let d10 = scale * (2.0 * theta * p1 + q1);
        let d01 = scale * -2.0 * theta * tau;
        let d20 = scale * (2.0 * (p1 * p1 + theta * p2) + q2);
        let d11 = scale * -2.0 * tau * p1;
        let d02 = scale * 2.0 * tau * (tau - theta);
        let d30 = scale * (2.0 * (3.0 * p1 * p2 + theta * p3) + q3);
        let d21 = scale * -2.0 * tau * p2;
        let d03 = scale * 2.0 * tau * (3.0 * tau - theta);
        Sums {
            a00: distance.ln(),
            a10: d10,
            a01: d01,
            a20: d20 - d10 * d10,
            a11: d11 - d10 * d01,
            a02: d02 - d01 * d01,
            a30: d30 - 3.0 * d20 * d10 + 2.0 * d10 * d10 * d10,
            a21: d21 - d20 * d01 - 2.0 * d11 * d10 + 2.0 * d10 * d10 * d01,
            a12: d11 - d02 * d10 - 2.0 * d11 * d01 + 2.0 * d10 * d01 * d01,
            a03: d03 - 3.0 * d02 * d01 + 2.0 * d01 * d01 * d01,
        }
    }
}

/// c |w|^k of w = δ − 1 and its Euler derivatives δ∂, (δ∂)², (δ∂)³.
fn power(c: f64, k: f64, w: f64, ln_w: f64, delta: f64) -> [f64; 4] {
    let value = c * (k * ln_w).exp();
    let ratio = delta / w;
    let d1 = k * value * ratio;
    let d2 = (k - 1.0) * d1 * ratio;
    let d3 = (k - 2.0) * d2 * ratio;
    [value, d1, d1 + d2, d1 + 3.0 * d2 + d3]
}
