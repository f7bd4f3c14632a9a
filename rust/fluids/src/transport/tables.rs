//! Coefficients of the models that the fluid records name but do not hold (`data/transport.json`).

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ecs::Reference;
use super::local::Substance;
use super::viscosity::{Sum, molecule};
use crate::FluidError;
use crate::data::{Entry, index};

const TEXT: &str = include_str!("../../data/transport.json");

/// The parsed file.
#[derive(Debug)]
pub(super) struct Tables(Value);

/// A kind of model that records name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named {
    Viscosity,
    DiluteViscosity,
    ResidualViscosity,
    Conductivity,
    DiluteConductivity,
    CriticalConductivity,
}

impl Named {
    fn section(self) -> &'static str {
        match self {
            Named::Viscosity => "viscosity",
            Named::DiluteViscosity => "dilute_viscosity",
            Named::ResidualViscosity => "residual_viscosity",
            Named::Conductivity => "conductivity",
            Named::DiluteConductivity => "dilute_conductivity",
            Named::CriticalConductivity => "critical_conductivity",
        }
    }
}

/// A record as a model's coefficients.
pub(super) fn parse<T: DeserializeOwned>(record: Value) -> Result<T, FluidError> {
    serde_json::from_value(record).map_err(|e| FluidError::Data(format!("transport: {e}")))
}

/// The file, parsed at first use.
pub(super) fn tables() -> Result<&'static Tables, FluidError> {
    static TABLES: OnceLock<Result<Tables, FluidError>> = OnceLock::new();
    let read = || serde_json::from_str(TEXT).map(Tables).map_err(|e| FluidError::Data(format!("transport.json: {e}")));
    TABLES.get_or_init(read).as_ref().map_err(Clone::clone)
}

/// The entry of a fluid that another one refers to.
fn entry(name: &str) -> Result<&'static Entry, FluidError> {
    let index = index()?;
    let position = index.position(name).ok_or_else(|| FluidError::Data(format!("no reference fluid {name:?}")))?;
    Ok(&index.entries[position])
}

impl Tables {
    /// The record itself, or that of the model it names; of a list the first.
    pub(super) fn resolve(&self, record: &Value, kind: Named) -> Result<Value, FluidError> {
        let record = record.get(0).unwrap_or(record);
        let Some(name) = record["hardcoded"].as_str() else { return Ok(record.clone()) };
        let found = self.0[kind.section()].get(name).cloned();
        found.ok_or_else(|| FluidError::Data(format!("no {} {name}", kind.section())))
    }

    /// Coefficients of water for industrial use.
    pub(super) fn industrial(&self) -> Value {
        self.0["industrial"].clone()
    }

    /// How a property of a fluid without a model is estimated: the record of a fluid alike, or coefficients of a
    /// general method, entropy scaling unless it says otherwise.
    pub(super) fn estimate(&self, fluid: &str, property: &str) -> Result<Value, FluidError> {
        if let Some(other) = self.alike(fluid) {
            return Ok(entry(other)?.transport()?[property].clone());
        }
        let mut record = self
            .scaling(fluid, property)
            .cloned()
            .ok_or_else(|| FluidError::Data(format!("no {property} of {fluid}")))?;
        if record.get("type").is_none() {
            record["type"] = "entropy_scaling".into();
        }
        Ok(record)
    }

    /// Source of an estimate.
    pub(super) fn estimate_reference(&self, fluid: &str, property: &str) -> String {
        if let (Some(other), true) = (self.alike(fluid), property != "surface_tension") {
            return format!("as {other}");
        }
        let reference = self.0["estimate"][property]["reference"].as_str().unwrap_or_default();
        let record = self.scaling(fluid, property);
        match record.and_then(|record| record["note"].as_str()) {
            Some(note) if record.is_some_and(|record| record.get("type").is_some()) => note.to_owned(),
            Some(note) => format!("{reference}; {note}"),
            None => reference.to_owned(),
        }
    }

    /// The fluid whose models a fluid borrows.
    fn alike(&self, fluid: &str) -> Option<&str> {
        self.0["estimate"]["like"][fluid].as_str()
    }

    /// Coefficients of entropy scaling.
    fn scaling(&self, fluid: &str, property: &str) -> Option<&Value> {
        let method = &self.0["estimate"][property];
        method["fluids"].get(fluid).or_else(|| method.get("general"))
    }

    /// The reference fluid a record names.
    pub(super) fn reference(&self, record: &Value) -> Result<Reference, FluidError> {
        let entry = entry(record["reference_fluid"].as_str().unwrap_or_default())?;
        let substance = Substance::new(entry)?;
        let record = entry.transport()?;
        let molecule = molecule(&record["viscosity"]).unwrap_or_else(|| substance.molecule());
        Ok(Reference {
            viscosity: Sum::new(&record["viscosity"], molecule, self)?,
            conductivity: parse(record["conductivity"]["residual"].clone())?,
            substance,
        })
    }
}
