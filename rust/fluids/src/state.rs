//! Property values with their slopes.

/// Phase of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Compressed or saturated liquid, T < Tc.
    Liquid,
    /// Superheated or saturated vapour, p < pc.
    Gas,
    /// Liquid and vapour in equilibrium.
    TwoPhase,
    /// p ≥ pc and T ≥ Tc.
    Supercritical,
}

impl Phase {
    /// The short name used in tables: `l`, `g`, `tp`, `sc`.
    pub fn symbol(self) -> &'static str {
        match self {
            Phase::Liquid => "l",
            Phase::Gas => "g",
            Phase::TwoPhase => "tp",
            Phase::Supercritical => "sc",
        }
    }
}

/// A property at (p, h) with its partial derivatives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sloped {
    /// Value, SI.
    pub value: f64,
    /// ∂value/∂p at constant h.
    pub dp: f64,
    /// ∂value/∂h at constant p.
    pub dh: f64,
}

/// A state with slopes in (p, h). Saturated and two-phase states lie between the bubble and the dew line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Phase.
    pub phase: Phase,
    /// Pressure, Pa.
    pub p: f64,
    /// Specific enthalpy, J/kg.
    pub h: f64,
    /// Temperature, K.
    pub t: Sloped,
    /// Density, kg/m³.
    pub rho: Sloped,
    /// Specific entropy, J/(kg K).
    pub s: Sloped,
    /// Vapour mass fraction by enthalpy, (h − h')/(h'' − h'): below 0 or above 1 outside the dome, NaN where there is no
    /// saturation at p (from the critical pressure on, and below that of the triple point).
    pub x: Sloped,
}

/// Properties that need second derivatives of the Helmholtz energy, with slopes in (p, h).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caloric {
    /// Isobaric heat capacity, J/(kg K); NaN in the two-phase region.
    pub cp: Sloped,
    /// Isochoric heat capacity, J/(kg K); NaN in the two-phase region.
    pub cv: Sloped,
    /// Speed of sound, m/s; NaN in the two-phase region.
    pub w: Sloped,
}

/// A saturation property with its slope along the saturation line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Along {
    /// Value, SI.
    pub value: f64,
    /// d(value)/dp along the saturation line.
    pub dp: f64,
}

/// One side of the saturation line at a pressure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SaturationSide {
    /// Temperature, K.
    pub t: Along,
    /// Specific enthalpy, J/kg.
    pub h: Along,
    /// Specific entropy, J/(kg K).
    pub s: Along,
    /// Density, kg/m³.
    pub rho: Along,
}

/// Saturation at one pressure. A pure fluid has one temperature; a mixture or pseudo-pure fluid a glide.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Saturation {
    /// Pressure, Pa.
    pub p: f64,
    /// Saturated liquid.
    pub bubble: SaturationSide,
    /// Saturated vapour.
    pub dew: SaturationSide,
}
