//! Separable residual terms of kinds that few fluids have.

use super::residual::{Arguments, square_log};
use super::sums::{Factor, Sums};
use crate::simd::Plain;

/// A term n δ^d τ^t exp(u(δ) + w(τ)).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rare {
    pub(super) n: f64,
    pub(super) d: f64,
    pub(super) t: f64,
    pub(super) kind: Kind,
}

/// The functions u and w.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// −g δ^l and −k τ^m.
    DoubleExponential { g: f64, l: f64, k: f64, m: f64 },
    /// η (δ − ε)² and 1/(β (τ − γ)² + b); Gao, Wu, Bell, Harvey and Lemmon (2020), doi:10.1063/1.5128269.
    Gao { eta: f64, epsilon: f64, beta: f64, gamma: f64, b: f64 },
}

/// A function of one variable with its first three Euler derivatives.
type Log = (f64, (f64, f64, f64));

impl Rare {
    /// Adds the term.
    pub(super) fn add_to(&self, sums: &mut Sums, at: &Arguments) {
        let ((u, (u1, u2, u3)), (w, (w1, w2, w3))) = self.kind.logs(at);
        let v = self.n * (self.d * at.ln_delta + self.t * at.ln_tau + u + w).exp();
        let e = Factor::from_log(Plain, self.d + u1, u2, u3);
        sums.add(v, e, Factor::from_log(Plain, self.t + w1, w2, w3));
    }
}

impl Kind {
    fn logs(&self, at: &Arguments) -> (Log, Log) {
        match *self {
            Kind::DoubleExponential { g, l, k, m } => (power(-g, l, at.ln_delta), power(-k, m, at.ln_tau)),
            Kind::Gao { eta, epsilon, beta, gamma, b } => {
                let u = eta * (at.delta - epsilon) * (at.delta - epsilon);
                ((u, square_log(eta, epsilon, at.delta)), inverse_square(beta, gamma, b, at.tau))
            }
        }
    }
}

/// k x^l.
fn power(k: f64, l: f64, ln_x: f64) -> Log {
    let value = k * (l * ln_x).exp();
    (value, (l * value, l * l * value, l * l * l * value))
}

/// 1/(β (x − γ)² + b); the Euler derivatives from the ordinary ones: D = x∂, D² = x∂ + x²∂², D³ = x∂ + 3x²∂² + x³∂³.
fn inverse_square(beta: f64, gamma: f64, b: f64, x: f64) -> Log {
    let q = beta * (x - gamma) * (x - gamma) + b;
    let (q1, q2) = (2.0 * beta * (x - gamma), 2.0 * beta);
    let d1 = -q1 / (q * q) * x;
    let d2 = (2.0 * q1 * q1 / q - q2) / (q * q) * x * x;
    let d3 = 6.0 * q1 * (q2 - q1 * q1 / q) / (q * q * q) * x * x * x;
    (1.0 / q, (d1, d1 + d2, d1 + 3.0 * d2 + d3))
}
