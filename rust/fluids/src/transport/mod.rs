//! Viscosity, thermal conductivity and surface tension.
//!
//! A [`model::TransportModel`] is built from the record of a fluid and evaluated at (T, ρ). One family of models per file.

mod batschinski;
mod carbon_dioxide;
mod chung;
mod chung_conductivity;
mod collision;
mod conductivity;
mod conformal;
mod critical;
mod dilute;
mod ecs;
mod friction;
mod friend;
mod heavy_water;
mod helium;
mod industrial;
mod initial_density;
mod local;
mod methane;
mod methanol;
mod model;
mod olchowy_sengers;
mod origin;
#[cfg(test)]
mod published;
mod r23;
mod residual_entropy;
mod rho_sr;
mod surface_tension;
mod symbolic;
mod tables;
mod viscosity;
mod water;
mod xylene;

pub(crate) use industrial::{Industrial, T_HIGH};
pub(crate) use model::{LazyTransport, TransportModel, differences};
pub(crate) use origin::origins;
pub use origin::{Origin, Source, TransportOrigins};
pub(crate) use surface_tension::SurfaceTensionData;

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

#[cfg(test)]
pub(crate) mod tests {
    use super::model::TransportModel;
    use crate::data::index;

    /// The transport model of a fluid, for the tests of this module.
    pub(crate) fn model(name: &str) -> TransportModel {
        let index = index().expect("the shipped data are sound");
        let position = index.position(name).expect("a known fluid");
        TransportModel::new(&index.entries[position]).expect("the model builds")
    }
}
