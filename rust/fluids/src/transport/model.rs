//! The transport model of one fluid.

use std::sync::OnceLock;

use serde_json::Value;

use super::conductivity::Conductivity;
use super::local::{Local, Substance};
use super::residual_entropy::DiluteGas;
use super::tables::{Tables, tables};
use super::viscosity::Viscosity;
use super::{Source, SurfaceTension, SurfaceTensionData, Transport, surface_tension};
use crate::data::Entry;
use crate::{FluidError, Sloped, State};

/// Viscosity, conductivity and surface tension of a fluid.
#[derive(Debug)]
pub(crate) struct TransportModel {
    pub(super) substance: Substance,
    pub(super) viscosity: (Source, Viscosity),
    conductivity: (Source, Conductivity),
    surface_tension: Option<SurfaceTensionData>,
}

/// The record of a property: the fluid's own, or that of an estimate.
fn record(own: &Value, fluid: &str, property: &str, tables: &Tables) -> Result<(Source, Value), FluidError> {
    match own.get(property) {
        Some(record) => Ok((Source::Model, record.clone())),
        None => Ok((Source::Estimate, tables.estimate(fluid, property)?)),
    }
}

impl TransportModel {
    /// The model of an entry.
    pub(crate) fn new(entry: &Entry) -> Result<Self, FluidError> {
        let (tables, own) = (tables()?, entry.transport()?);
        let name = &entry.info.name;
        let (viscosity_source, viscosity) = record(&own, name, "viscosity", tables)?;
        let (conductivity_source, conductivity) = record(&own, name, "conductivity", tables)?;
        let substance = Substance::new(entry)?;
        let gas = DiluteGas::new(&viscosity, &substance);
        Ok(TransportModel {
            viscosity: (viscosity_source, Viscosity::new(&viscosity, gas, tables)?),
            conductivity: (conductivity_source, Conductivity::new(&conductivity, gas, tables)?),
            surface_tension: entry.surface_tension.clone(),
            substance,
        })
    }

    /// Viscosity and conductivity at (T, ρ), K and kg/m³.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] where the equations leave their range so far that they give no positive number.
    pub(crate) fn at(&self, t: f64, rho: f64) -> Result<Transport, FluidError> {
        let at = self.substance.at(t, rho);
        let viscosity = self.viscosity.1.viscosity(&at);
        let conductivity = self.conductivity.1.conductivity(&at, &self.viscosity.1);
        if !(viscosity > 0.0 && conductivity > 0.0 && viscosity.is_finite() && conductivity.is_finite()) {
            let values = format!("viscosity {viscosity} Pa s, conductivity {conductivity} W/(m K)");
            return Err(FluidError::Undefined {
                fluid: self.substance.name.clone(),
                what: format!("T = {t} K, rho = {rho} kg/m³ is outside the range of the transport models ({values})"),
            });
        }
        let (viscosity_source, conductivity_source) = (self.viscosity.0, self.conductivity.0);
        Ok(Transport { viscosity, conductivity, viscosity_source, conductivity_source })
    }

    /// Viscosity of a single-phase state, Pa s.
    ///
    /// # Errors
    /// As for [`TransportModel::at`].
    pub(crate) fn viscosity(&self, state: &State) -> Result<f64, FluidError> {
        self.viscosity_of(&self.substance.at_state(state))
    }

    /// The same with its slopes in (p, h), through η(T, ρ).
    ///
    /// # Errors
    /// As for [`TransportModel::at`].
    pub(crate) fn viscosity_slopes(&self, state: &State) -> Result<Sloped, FluidError> {
        let here = self.substance.at_state(state);
        let value = self.viscosity_of(&here)?;
        let (dt, drho) = match self.viscosity.1.slopes(&here) {
            Some(slopes) => slopes,
            None => differences(value, here.t, here.rho, |t, rho| self.viscosity_of(&self.substance.at(t, rho)))?,
        };
        let (t, rho) = (state.t, state.rho);
        Ok(Sloped { value, dp: dt * t.dp + drho * rho.dp, dh: dt * t.dh + drho * rho.dh })
    }

    fn viscosity_of(&self, at: &Local) -> Result<f64, FluidError> {
        let viscosity = self.viscosity.1.viscosity(at);
        if viscosity > 0.0 && viscosity.is_finite() {
            return Ok(viscosity);
        }
        let (t, rho) = (at.t, at.rho);
        Err(FluidError::Undefined {
            fluid: self.substance.name.clone(),
            what: format!(
                "T = {t} K, rho = {rho} kg/m³ is outside the range of the viscosity model ({viscosity} Pa s)"
            ),
        })
    }

    /// Surface tension at a saturation temperature, K.
    pub(crate) fn surface_tension(&self, t: f64) -> SurfaceTension {
        match &self.surface_tension {
            Some(model) => SurfaceTension { value: model.at(t), source: Source::Model },
            None => SurfaceTension { value: surface_tension::estimate(&self.substance, t), source: Source::Estimate },
        }
    }
}

/// Change of temperature, K, and relative change of density of differences.
const STEP_T: f64 = 0.05;
const STEP_RHO: f64 = 1e-4;

/// ∂η/∂T and ∂η/∂ρ by central differences, one-sided at the end of a range.
pub(crate) fn differences(
    value: f64,
    t: f64,
    rho: f64,
    viscosity: impl Fn(f64, f64) -> Result<f64, FluidError>,
) -> Result<(f64, f64), FluidError> {
    let slope = |below: Result<f64, FluidError>, above: Result<f64, FluidError>, step: f64| match (below, above) {
        (Ok(below), Ok(above)) => Ok((above - below) / (2.0 * step)),
        (Ok(below), Err(_)) => Ok((value - below) / step),
        (Err(_), above) => Ok((above? - value) / step),
    };
    let step = STEP_RHO * rho;
    let dt = slope(viscosity(t - STEP_T, rho), viscosity(t + STEP_T, rho), STEP_T)?;
    Ok((dt, slope(viscosity(t, rho - step), viscosity(t, rho + step), step)?))
}

/// A transport model built when first asked for.
#[derive(Debug)]
pub(crate) struct LazyTransport {
    entry: &'static Entry,
    model: OnceLock<Result<TransportModel, FluidError>>,
}

impl LazyTransport {
    /// The model of an entry, to be built later.
    pub(crate) fn new(entry: &'static Entry) -> Self {
        LazyTransport { entry, model: OnceLock::new() }
    }

    /// The model.
    pub(crate) fn get(&self) -> Result<&TransportModel, FluidError> {
        self.model.get_or_init(|| TransportModel::new(self.entry)).as_ref().map_err(Clone::clone)
    }
}
