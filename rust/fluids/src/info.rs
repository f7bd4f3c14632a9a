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
    /// Gas constant of the equation of state, J/(mol K); NaN without one.
    pub gas_constant: f64,
    /// Temperature by which the equation of state is reduced, K; NaN without one.
    pub t_reducing: f64,
    /// Density by which it is reduced, kg/m³.
    pub rho_reducing: f64,
    /// Pressure that its authors give for that point, Pa.
    pub p_reducing: f64,
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
    /// Freezing temperature of an incompressible solution, K; NaN otherwise.
    pub t_freeze: f64,
    /// Acentric factor.
    pub acentric: f64,
    /// True for a mixture described as one substance (bubble and dew temperatures differ).
    pub is_pseudo_pure: bool,
    /// Global warming potential over 20 years; NaN where unknown.
    pub gwp20: f64,
    /// Global warming potential over 100 years; NaN where unknown.
    pub gwp100: f64,
    /// Global warming potential over 500 years; NaN where unknown.
    pub gwp500: f64,
    /// Ozone depletion potential; NaN where unknown.
    pub odp: f64,
    /// ASHRAE 34 safety class; empty where unknown.
    pub safety_class: String,
    /// Source of the equation of state.
    pub source: String,
    /// Sources of viscosity, conductivity and surface tension.
    pub transport: TransportOrigins,
}

impl FluidInfo {
    /// A fluid of which nothing is known but its name: numbers are NaN, ranges open.
    pub fn unknown(name: String) -> Self {
        FluidInfo {
            name,
            aliases: vec![],
            cas: String::new(),
            formula: String::new(),
            molar_mass: f64::NAN,
            gas_constant: f64::NAN,
            t_reducing: f64::NAN,
            rho_reducing: f64::NAN,
            p_reducing: f64::NAN,
            t_critical: f64::INFINITY,
            p_critical: f64::INFINITY,
            rho_critical: f64::NAN,
            t_triple: 0.0,
            p_triple: 0.0,
            t_min: 0.0,
            t_max: f64::INFINITY,
            p_max: f64::INFINITY,
            t_freeze: f64::NAN,
            acentric: f64::NAN,
            is_pseudo_pure: false,
            gwp20: f64::NAN,
            gwp100: f64::NAN,
            gwp500: f64::NAN,
            odp: f64::NAN,
            safety_class: String::new(),
            source: String::new(),
            transport: TransportOrigins::default(),
        }
    }
}
