//! The viscosity of a fluid: a sum of dilute, initial-density and residual terms, or a model of its own kind.

use serde::Deserialize;
use serde_json::Value;

use super::batschinski::BatschinskiHildebrand;
use super::carbon_dioxide::CarbonDioxide;
use super::chung::Chung;
use super::dilute::Dilute;
use super::ecs::EcsViscosity;
use super::friction::FrictionTheory;
use super::friend::FriendResidual;
use super::heavy_water::HeavyWaterViscosity;
use super::helium::HeliumViscosity;
use super::initial_density::InitialDensity;
use super::local::{Local, Molecule};
use super::methanol::Methanol;
use super::r23::R23Viscosity;
use super::residual_entropy::{DiluteGas, EntropyViscosity};
use super::rho_sr::RhoSr;
use super::symbolic::{self, Hydrogen, Symbolic};
use super::tables::{Named, Tables, parse};
use super::water::WaterViscosity;
use super::xylene::Xylene;
use crate::FluidError;

/// A model of the viscosity.
#[derive(Debug)]
pub(super) enum Viscosity {
    Sum(Sum),
    Ecs(EcsViscosity, Molecule),
    RhoSr(RhoSr, Molecule),
    Entropy(EntropyViscosity),
    Chung(Chung),
    Water(WaterViscosity),
    HeavyWater(HeavyWaterViscosity),
    Helium(HeliumViscosity),
    Methanol(Methanol),
    R23(R23Viscosity),
    Xylene(Xylene),
}

/// η = η₀ + η₁ + Δη.
#[derive(Debug)]
pub(super) struct Sum {
    molecule: Molecule,
    dilute: Dilute,
    initial: Option<InitialDensity>,
    residual: Residual,
}

/// A model of the residual viscosity.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Residual {
    #[serde(rename = "modified_Batschinski_Hildebrand")]
    BatschinskiHildebrand(BatschinskiHildebrand),
    FrictionTheory(FrictionTheory),
    Hydrogen(Hydrogen),
    Toluene(Symbolic),
    Benzene(Symbolic),
    Hexane(Symbolic),
    Heptane(Symbolic),
    CarbonDioxide(CarbonDioxide),
    Friend(FriendResidual),
}

impl Residual {
    fn viscosity(&self, at: &Local) -> f64 {
        match self {
            Residual::BatschinskiHildebrand(model) => model.viscosity(at),
            Residual::FrictionTheory(model) => model.viscosity(at),
            Residual::Hydrogen(model) => model.viscosity(at),
            Residual::Toluene(model) => symbolic::toluene(model, at),
            Residual::Benzene(model) => symbolic::benzene(model, at),
            Residual::Hexane(model) => symbolic::hexane(model, at),
            Residual::Heptane(model) => symbolic::heptane(model, at),
            Residual::CarbonDioxide(model) => model.viscosity(at),
            Residual::Friend(model) => 1e-6 * model.micro(at),
        }
    }
}

impl Sum {
    /// The terms of a record.
    pub(super) fn new(record: &Value, molecule: Molecule, tables: &Tables) -> Result<Self, FluidError> {
        let initial = record.get("initial_density").map(|record| parse(record.clone())).transpose()?;
        Ok(Sum {
            molecule,
            dilute: parse(tables.resolve(&record["dilute"], Named::DiluteViscosity)?)?,
            initial,
            residual: parse(tables.resolve(&record["higher_order"], Named::ResidualViscosity)?)?,
        })
    }

    /// Viscosity at zero density, Pa s.
    pub(super) fn dilute(&self, at: &Local) -> f64 {
        self.dilute.viscosity(at, self.molecule)
    }

    /// Viscosity above that at zero density, Pa s.
    pub(super) fn background(&self, at: &Local) -> f64 {
        let initial = self.initial.as_ref().map_or(0.0, |model| model.viscosity(at, self.molecule, self.dilute(at)));
        initial + self.residual.viscosity(at)
    }
}

impl Viscosity {
    /// The model of a record, with the dilute gas of the same record.
    pub(super) fn new(record: &Value, gas: DiluteGas, tables: &Tables) -> Result<Self, FluidError> {
        let record = tables.resolve(record, Named::Viscosity)?;
        let molecule = gas.molecule;
        Ok(match record["type"].as_str() {
            None => Viscosity::Sum(Sum::new(&record, molecule, tables)?),
            Some("ECS") => Viscosity::Ecs(
                EcsViscosity { reference: Box::new(tables.reference(&record)?), psi: parse(record["psi"].clone())? },
                molecule,
            ),
            Some("rhosr-CS") => Viscosity::RhoSr(parse(record)?, molecule),
            Some("entropy_scaling") => Viscosity::Entropy(EntropyViscosity::new(parse(record)?, gas)),
            Some("Chung") => Viscosity::Chung(parse(record)?),
            Some("water") => Viscosity::Water(parse(record)?),
            Some("heavy_water") => Viscosity::HeavyWater(parse(record)?),
            Some("helium") => Viscosity::Helium(parse(record)?),
            Some("methanol") => Viscosity::Methanol(parse(record)?),
            Some("r23") => Viscosity::R23(parse(record)?),
            Some("xylene") => Viscosity::Xylene(parse(record)?),
            Some(other) => return Err(FluidError::Data(format!("unknown viscosity model {other}"))),
        })
    }

    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        match self {
            Viscosity::Sum(model) => model.dilute(at) + model.background(at),
            Viscosity::Ecs(model, molecule) => model.viscosity(at, *molecule),
            Viscosity::RhoSr(model, molecule) => model.viscosity(at, *molecule),
            Viscosity::Entropy(model) => model.viscosity(at),
            Viscosity::Chung(model) => model.viscosity(at),
            Viscosity::Water(model) => model.viscosity(at),
            Viscosity::HeavyWater(model) => model.viscosity(at),
            Viscosity::Helium(model) => model.viscosity(at),
            Viscosity::Methanol(model) => model.viscosity(at),
            Viscosity::R23(model) => model.viscosity(at),
            Viscosity::Xylene(model) => model.viscosity(at),
        }
    }

    /// ∂η/∂T and ∂η/∂ρ where the model tells them, Pa s/K and Pa s m³/kg.
    pub(super) fn slopes(&self, at: &Local) -> Option<(f64, f64)> {
        match self {
            Viscosity::Water(model) => model.slopes(at),
            _ => None,
        }
    }

    /// Viscosity at zero density where it is a term of its own, Pa s.
    pub(super) fn dilute(&self, at: &Local) -> Option<f64> {
        match self {
            Viscosity::Sum(model) => Some(model.dilute(at)),
            _ => None,
        }
    }
}

/// Molecular parameters of a viscosity record, if it has them.
pub(super) fn molecule(record: &Value) -> Option<Molecule> {
    let record = record.get(0).unwrap_or(record);
    Some(Molecule { sigma: record["sigma_eta"].as_f64()?, epsilon: record["epsilon_over_k"].as_f64()? })
}
