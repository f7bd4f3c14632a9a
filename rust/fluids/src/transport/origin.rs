//! Where a transport property comes from: a correlation fitted to the fluid, or an estimate.

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
