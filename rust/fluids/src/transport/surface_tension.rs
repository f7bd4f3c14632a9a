//! Surface tension of liquid and vapour in equilibrium.
//!
//! Model: σ = Σ a θ^n with θ = 1 − T/T_c; coefficients and their sources in the records of the fluids, most of them from Mulero et
//! al. (2012), doi:10.1063/1.4768782.
//!
//! Estimate: σ = k T_c (N_A ρ_c)^⅔ (4.35 + 4.14 ω) θ^1.26 (1 + 0.19 √θ − 0.25 θ), ρ_c molar; Miqueu et al. (2000),
//! doi:10.1016/S0378-3812(00)00384-8. Against the 108 fluids with a model it is off by 4 % (median; a tenth of the fluids by more
//! than 16 %), and low by a factor of two for alcohols.

use serde::Deserialize;

use super::local::{AVOGADRO, BOLTZMANN, Substance, series};

/// The coefficients of a model.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SurfaceTensionData {
    tc: f64,
    a: Vec<f64>,
    n: Vec<f64>,
    pub(super) reference: String,
}

impl SurfaceTensionData {
    /// Surface tension, N/m; 0 from T_c on, and where the sum is negative (sulfur dioxide above 0.97 T_c).
    pub(super) fn at(&self, t: f64) -> f64 {
        series(&self.a, &self.n, (1.0 - t / self.tc).max(0.0)).max(0.0)
    }
}

/// Surface tension by corresponding states, N/m; 0 from T_c on.
pub(super) fn estimate(substance: &Substance, t: f64) -> f64 {
    let theta = (1.0 - t / substance.t_critical).max(0.0);
    let density = (AVOGADRO * substance.rho_critical / substance.molar_mass).cbrt().powi(2);
    let shape = 4.35 + 4.14 * substance.acentric;
    let rise = theta.powf(1.26) * (1.0 + 0.19 * theta.sqrt() - 0.25 * theta);
    BOLTZMANN * substance.t_critical * density * shape * rise
}
