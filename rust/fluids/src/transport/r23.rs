//! Viscosity and thermal conductivity of R23.
//!
//! X = ((ρ_L − ρ)/ρ_L)^C₁ X_dg + (ρ/ρ_L)^C₁ X_L + ΔX_c,   X_L = C₂ ρ_L²/(ρ_L − ρ) √T exp(ρ/(ρ_L − ρ) ΔG*/(R T))
//!
//! ΔX_c = 4 ΔX_max/((e^χ + e^{−χ})(e^τ + e^{−τ})),   χ = ρ − ρ_c,  τ = T − T_c   (mol/L, K, µPa s or mW/(m K))
//!
//! Shan, Penoncello, Jacobsen (2000), ASHRAE Transactions 106, 757.

use serde::Deserialize;

use super::local::{Local, polynomial};

/// The terms both properties have.
#[derive(Debug, Deserialize)]
struct Common {
    c1: f64,
    c2: f64,
    g_star: f64,
    rho_l: f64,
    rho_c: f64,
    t_c: f64,
    delta_max: f64,
    r_gas: f64,
}

/// The coefficients of the viscosity.
#[derive(Debug, Deserialize)]
pub(super) struct R23Viscosity {
    molar_mass: f64,
    epsilon: f64,
    sigma: f64,
    omega: Vec<f64>,
    #[serde(flatten)]
    common: Common,
}

/// The coefficients of the conductivity.
#[derive(Debug, Deserialize)]
pub(super) struct R23Conductivity {
    b: [f64; 2],
    #[serde(flatten)]
    common: Common,
}

impl Common {
    fn value(&self, at: &Local, dilute: f64) -> f64 {
        let rho = 1e-3 * at.rho_molar();
        let free = self.rho_l - rho;
        let activation = (rho / free * self.g_star / (self.r_gas * at.t)).exp();
        let liquid = self.c2 * self.rho_l * self.rho_l / free * at.t.sqrt() * activation;
        let critical = self.delta_max / ((rho - self.rho_c).cosh() * (at.t - self.t_c).cosh());
        (free / self.rho_l).powf(self.c1) * dilute + (rho / self.rho_l).powf(self.c1) * liquid + critical
    }
}

impl R23Viscosity {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let omega = polynomial(&self.omega, (at.t / self.epsilon).ln()).exp();
        let dilute = 1.25 * 0.021357 * (self.molar_mass * at.t).sqrt() / (self.sigma.powi(2) * omega);
        1e-6 * self.common.value(at, dilute)
    }
}

impl R23Conductivity {
    /// Thermal conductivity, W/(m K).
    pub(super) fn conductivity(&self, at: &Local) -> f64 {
        1e-3 * self.common.value(at, polynomial(&self.b, at.t))
    }
}
