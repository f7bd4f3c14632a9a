//! The non-analytic terms of IAPWS-95 and of Span and Wagner's CO₂ equation, active around the critical point only.
//!
//! n Δ^b δ ψ,  Δ = θ² + B |δ − 1|^{2a},  θ = 1 − τ + A |δ − 1|^{1/β},  ψ = exp(−C (δ − 1)² − D (τ − 1)²)
//!
//! Span and Wagner, J. Phys. Chem. Ref. Data 25 (1996) 1509, doi:10.1063/1.555991;
//! Wagner and Pruß, J. Phys. Chem. Ref. Data 31 (2002) 387, doi:10.1063/1.1461829.

use super::jet::Jet;
use super::sums::Sums;

/// Below e^{−42} of its scale a term is less than the rounding of the others.
const NEGLIGIBLE: f64 = 42.0;
/// Δ is zero at the critical point itself, where the second derivatives of the term do not exist.
const SMALLEST_DELTA: f64 = 1e-30;

/// One non-analytic term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NonAnalytic {
    pub(crate) n: f64,
    /// A of θ.
    pub(crate) a_theta: f64,
    /// B of Δ.
    pub(crate) b_delta: f64,
    /// C of ψ.
    pub(crate) c_psi: f64,
    /// D of ψ.
    pub(crate) d_psi: f64,
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) beta: f64,
}

impl NonAnalytic {
    /// The term and its derivatives; `None` where it is negligible.
    pub(crate) fn sums(&self, delta: f64, tau: f64) -> Option<Sums> {
        let decay = self.c_psi * (delta - 1.0).powi(2) + self.d_psi * (tau - 1.0).powi(2);
        if decay > NEGLIGIBLE {
            return None;
        }
        let density = Jet::delta(delta, -1.0);
        let temperature = Jet::tau(tau, -1.0);
        let theta = temperature * -1.0 + density.abs_pow(1.0 / self.beta) * self.a_theta;
        let mut distance = theta * theta + density.abs_pow(2.0 * self.a) * self.b_delta;
        distance.0.a00 = distance.0.a00.max(SMALLEST_DELTA);
        let psi = (density * density * -self.c_psi + temperature * temperature * -self.d_psi).exp();
        let term = distance.abs_pow(self.b) * Jet::delta(delta, 0.0) * psi * self.n;
        Some(term.0)
    }
}
