//! Where a transport property comes from: a correlation fitted to the fluid, or an estimate.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::SurfaceTensionData;
use super::tables::tables;
use crate::FluidError;

/// How well a property is founded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Not available.
    #[default]
    None,
    /// A correlation fitted to data of the fluid.
    Model,
    /// A general method, or a model of a related fluid: right to some per cent, worse in the liquid near the triple point.
    Estimate,
}

impl Source {
    /// The word used in tables: `model`, `estimate`, or nothing.
    pub fn name(self) -> &'static str {
        match self {
            Source::None => "",
            Source::Model => "model",
            Source::Estimate => "estimate",
        }
    }
}

/// Source of one property of a fluid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Model or estimate.
    pub source: Source,
    /// Literature: the key of CoolProp's bibliography for models, author and DOI otherwise.
    pub reference: String,
}

/// Sources of the transport properties and the surface tension of a fluid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransportOrigins {
    /// Viscosity.
    pub viscosity: Origin,
    /// Thermal conductivity.
    pub conductivity: Origin,
    /// Surface tension.
    pub surface_tension: Origin,
}

/// The source of each property of a fluid, read without building its models.
pub(crate) fn origins(
    fluid: &str,
    transport: Option<&RawValue>,
    surface_tension: Option<&SurfaceTensionData>,
) -> Result<TransportOrigins, FluidError> {
    let data = |e: serde_json::Error| FluidError::Data(format!("{fluid}: {e}"));
    let records: Records =
        transport.map_or(Ok(Records::default()), |text| serde_json::from_str(text.get())).map_err(data)?;
    let tables = tables()?;
    let origin = |record: Option<&RawValue>, property: &str| match record {
        Some(record) => Ok(Origin { source: Source::Model, reference: reference(record).map_err(data)? }),
        None => Ok(Origin { source: Source::Estimate, reference: tables.estimate_reference(fluid, property) }),
    };
    let surface_tension = surface_tension.map_or_else(
        || Origin { source: Source::Estimate, reference: tables.estimate_reference(fluid, "surface_tension") },
        |model| Origin { source: Source::Model, reference: model.reference.clone() },
    );
    Ok(TransportOrigins {
        viscosity: origin(records.viscosity, "viscosity")?,
        conductivity: origin(records.conductivity, "conductivity")?,
        surface_tension,
    })
}

/// The records of a fluid, unread.
#[derive(Default, Deserialize)]
struct Records<'a> {
    #[serde(borrow)]
    viscosity: Option<&'a RawValue>,
    #[serde(borrow)]
    conductivity: Option<&'a RawValue>,
}

/// The reference of a record, or of the first of a list.
fn reference(record: &RawValue) -> Result<String, serde_json::Error> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "BibTeX", default)]
        reference: String,
    }
    let text = record.get();
    let head = if text.starts_with('[') {
        serde_json::from_str::<Vec<Head>>(text)?.into_iter().next()
    } else {
        Some(serde_json::from_str::<Head>(text)?)
    };
    Ok(head.map_or_else(String::new, |head| head.reference))
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn every_fluid_has_three_origins() {
        for info in crate::fluids().expect("the shipped data are sound") {
            let origins = &info.transport;
            for origin in [&origins.viscosity, &origins.conductivity, &origins.surface_tension] {
                assert!(origin.source != Source::None && !origin.reference.is_empty(), "{}: {origin:?}", info.name);
            }
        }
    }
}
