//! Viscosity of refrigerants by residual-entropy scaling against a common reference.
//!
//! η = η₀ (1 + C (η*_ref(x) − 1)),   x = ρ s_r/(ρ s_r)_c
//!
//! ln η*_ref = w f_l + (1 − w) f_v,   w = 1/(1 + e^{−100 (x − x₀)}),   f = c₀ + c₁ x + c₂ x² + c₃ x³
//!
//! Bell, Laesecke (2016), Viscosity of refrigerants and other working fluids from residual entropy scaling, 16th International
//! Refrigeration and Air Conditioning Conference at Purdue.

use serde::Deserialize;

use super::collision::kinetic_theory;
use super::local::{Local, Molecule, polynomial};

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct RhoSr {
    #[serde(rename = "C")]
    factor: f64,
    c_liq: Vec<f64>,
    c_vap: Vec<f64>,
    /// J/(m³ K).
    rhosr_critical: f64,
    x_crossover: f64,
}

impl RhoSr {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local, molecule: Molecule) -> f64 {
        let rho_r = at.rho * at.substance.r_gas();
        let x = -rho_r * at.s_plus() / self.rhosr_critical;
        let liquid = 1.0 / (1.0 + (-100.0 * (x - self.x_crossover)).exp());
        let ln_reference = liquid * polynomial(&self.c_liq, x) + (1.0 - liquid) * polynomial(&self.c_vap, x);
        let dilute = kinetic_theory(molecule, at.substance.molar_mass, at.t);
        dilute * (1.0 + self.factor * (ln_reference.exp() - 1.0))
    }
}
