//! What is known of a fluid besides its equations.

use crate::TransportOrigins;

/// Names, limits and key points of a fluid.
#[derive(Clone, Debug, PartialEq)]
pub struct FluidInfo {
    /// Name, as CoolProp spells it.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// CAS registry number.
    pub cas: String,
    /// Chemical formula.
    pub formula: String,
    /// Molar mass, kg/mol.
    pub molar_mass: f64,
    /// Critical temperature (of the equation of state, ∂p/∂ρ = ∂²p/∂ρ² = 0), K.
    pub t_critical: f64,
    /// Critical pressure, Pa.
    pub p_critical: f64,
    /// Critical density, kg/m³.
    pub rho_critical: f64,
    /// Triple-point temperature, K.
    pub t_triple: f64,
    /// Triple-point pressure, Pa.
    pub p_triple: f64,
    /// Lowest temperature of the equation of state, K.
    pub t_min: f64,
    /// Highest temperature, K.
    pub t_max: f64,
    /// Highest pressure, Pa.
    pub p_max: f64,
    /// Acentric factor.
    pub acentric: f64,
    /// True for a mixture described as one substance (bubble and dew temperatures differ).
    pub is_pseudo_pure: bool,
    /// Global warming potential over 100 years; NaN where unknown.
    pub gwp100: f64,
    /// Ozone depletion potential; NaN where unknown.
    pub odp: f64,
    /// ASHRAE 34 safety class; empty where unknown.
    pub safety_class: String,
    /// Source of the equation of state.
    pub source: String,
    /// Sources of viscosity, conductivity and surface tension.
    pub transport: TransportOrigins,
}
