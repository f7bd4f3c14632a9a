//! Residual viscosity of the reference correlations for methane and ethane.
//!
//! Δη = C Σ_{i≤9} g δ^r τ^s / (1 + Σ_{i>9} g δ^r τ^s),   δ = ρ/ρ_c (molar), τ = T_c/T, µPa s
//!
//! Friend, Ely, Ingham (1989), doi:10.1063/1.555828; Friend, Ingham, Ely (1991), doi:10.1063/1.555881.

use serde::Deserialize;

use super::local::Local;

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct FriendResidual {
    t_c: f64,
    rho_c: f64,
    scale: f64,
    g: Vec<f64>,
    r: Vec<f64>,
    s: Vec<f64>,
}

/// Terms of the numerator.
const NUMERATOR: usize = 9;

impl FriendResidual {
    /// Residual viscosity, µPa s.
    pub(super) fn micro(&self, at: &Local) -> f64 {
        let (delta, tau) = (at.rho_molar() / self.rho_c, self.t_c / at.t);
        let term = |i: usize| self.g[i] * delta.powf(self.r[i]) * tau.powf(self.s[i]);
        let (numerator, denominator): (f64, f64) =
            ((0..NUMERATOR).map(term).sum(), (NUMERATOR..self.g.len()).map(term).sum());
        self.scale * numerator / (1.0 + denominator)
    }
}
