//! Residual viscosity of carbon dioxide.
//!
//! Δη = η_tL (c₁ T_r ρ_r³ + (ρ_r² + ρ_r^γ)/(T_r − c₂)),   T_r = T/T_t,   ρ_r = ρ/ρ_tL
//!
//! η_tL = ρ_tL^⅔ √(R T_t)/(M^⅙ s)
//!
//! Laesecke, Muzny (2017), eqs. 8 and 9, doi:10.1063/1.4977429.

use serde::Deserialize;

use super::local::Local;

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct CarbonDioxide {
    t_triple: f64,
    rho_triple: f64,
    c1: f64,
    c2: f64,
    gamma: f64,
    scale: f64,
}

impl CarbonDioxide {
    /// Residual viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let (t, r) = (at.t / self.t_triple, at.rho / self.rho_triple);
        let m = at.substance.molar_mass;
        let r_gas = at.substance.r_gas() * m;
        let eta = self.rho_triple.cbrt().powi(2) * (r_gas * self.t_triple).sqrt() / (m.powf(1.0 / 6.0) * self.scale);
        eta * (self.c1 * t * r.powi(3) + (r * r + r.powf(self.gamma)) / (t - self.c2))
    }
}
