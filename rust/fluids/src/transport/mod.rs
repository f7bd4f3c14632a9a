//! Viscosity, thermal conductivity and surface tension.

mod origin;

pub use origin::{Origin, Source, TransportOrigins};

/// Transport properties of a single-phase or saturated state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transport {
    /// Dynamic viscosity, Pa s.
    pub viscosity: f64,
    /// Thermal conductivity, W/(m K).
    pub conductivity: f64,
    /// Whether the viscosity is a model or an estimate.
    pub viscosity_source: Source,
    /// Whether the conductivity is a model or an estimate.
    pub conductivity_source: Source,
}

/// Tension of the interface between saturated liquid and vapour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurfaceTension {
    /// Surface tension, N/m.
    pub value: f64,
    /// Whether it is a model or an estimate.
    pub source: Source,
}
