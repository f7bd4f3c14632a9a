//! Pairs of properties that fix a state.

/// A pair of properties, in the order in which [`FluidBackend::pair`](crate::FluidBackend::pair) takes their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names of two properties each")]
pub enum Pair {
    PressureEnthalpy,
    PressureTemperature,
    PressureEntropy,
    PressureDensity,
    PressureEnergy,
    PressureQuality,
    TemperatureQuality,
    DensityTemperature,
    TemperatureEnthalpy,
    TemperatureEntropy,
    TemperatureEnergy,
    DensityEnthalpy,
    DensityEntropy,
    DensityEnergy,
    EnthalpyEntropy,
    EnergyEntropy,
    EnthalpyQuality,
    EntropyQuality,
    DensityQuality,
}

impl Pair {
    /// The symbols, in order: `"p, h"`.
    pub fn symbols(self) -> &'static str {
        match self {
            Pair::PressureEnthalpy => "p, h",
            Pair::PressureTemperature => "p, T",
            Pair::PressureEntropy => "p, s",
            Pair::PressureDensity => "p, rho",
            Pair::PressureEnergy => "p, u",
            Pair::PressureQuality => "p, x",
            Pair::TemperatureQuality => "T, x",
            Pair::DensityTemperature => "rho, T",
            Pair::TemperatureEnthalpy => "T, h",
            Pair::TemperatureEntropy => "T, s",
            Pair::TemperatureEnergy => "T, u",
            Pair::DensityEnthalpy => "rho, h",
            Pair::DensityEntropy => "rho, s",
            Pair::DensityEnergy => "rho, u",
            Pair::EnthalpyEntropy => "h, s",
            Pair::EnergyEntropy => "u, s",
            Pair::EnthalpyQuality => "h, x",
            Pair::EntropyQuality => "s, x",
            Pair::DensityQuality => "rho, x",
        }
    }
}
