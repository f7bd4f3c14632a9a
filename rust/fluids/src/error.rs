//! What can go wrong when a property is asked for.

use entropyk_core::ThermoError;

/// A property call that has no answer, with the numbers that say why.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FluidError {
    /// No fluid of that name; `hint` holds the nearest names, or how to get the fluid.
    #[error("unknown fluid {name:?}{hint}")]
    Unknown {
        /// The name as given.
        name: String,
        /// The end of the message: suggestions.
        hint: String,
    },
    /// A value outside the range of the equation of state.
    #[error("{fluid}: {quantity} = {value} {unit} is outside the range {min} to {max} {unit} of its equation of state")]
    OutOfRange {
        /// Fluid.
        fluid: String,
        /// Symbol of the quantity.
        quantity: &'static str,
        /// SI unit of the quantity.
        unit: &'static str,
        /// The value given.
        value: f64,
        /// Lower limit.
        min: f64,
        /// Upper limit.
        max: f64,
    },
    /// A state below the melting line.
    #[error("{fluid}: T = {t} K at p = {p} Pa is below the melting line ({t_melt} K)")]
    BelowMelting {
        /// Fluid.
        fluid: String,
        /// Temperature, K.
        t: f64,
        /// Pressure, Pa.
        p: f64,
        /// Melting temperature at that pressure, K.
        t_melt: f64,
    },
    /// The pair lies on the saturation line, where it does not fix the state.
    #[error(
        "{fluid}: T = {t} K and p = {p} Pa lie on the saturation line and do not fix the state: give the quality x with one of them"
    )]
    TwoPhase {
        /// Fluid.
        fluid: String,
        /// Temperature, K.
        t: f64,
        /// Pressure, Pa.
        p: f64,
    },
    /// Several states have the given pair of properties.
    #[error("{fluid}: {} states have the given ({pair}): {}; give another pair", candidates.len(), listed(candidates))]
    MultipleSolutions {
        /// Fluid.
        fluid: String,
        /// The pair given, for example `"rho, h"`.
        pair: &'static str,
        /// (T in K, ρ in kg/m³) of each.
        candidates: Vec<(f64, f64)>,
    },
    /// The quantity does not exist in this state.
    #[error("{fluid}: {what}")]
    Undefined {
        /// Fluid.
        fluid: String,
        /// What is not defined, and where.
        what: String,
    },
    /// The pair of inputs is not one this fluid answers.
    #[error("{fluid}: a state from {pair} is not available; use one of {available}")]
    Pair {
        /// Fluid.
        fluid: String,
        /// The pair given.
        pair: String,
        /// The pairs that work.
        available: String,
    },
    /// NaN or infinite input.
    #[error("{fluid}: {quantity} is {value}; give a finite number")]
    NotFinite {
        /// Fluid.
        fluid: String,
        /// Symbol of the quantity.
        quantity: &'static str,
        /// The value given.
        value: f64,
    },
    /// The iteration did not end.
    #[error("{fluid}: no state found for {what} after {iterations} iterations (residual {residual:.2e})")]
    NonConvergence {
        /// Fluid.
        fluid: String,
        /// The inputs, with numbers.
        what: String,
        /// Iterations made.
        iterations: usize,
        /// Residual left.
        residual: f64,
    },
    /// Another library that computes the fluid did not answer.
    #[error("{fluid}: {message}")]
    Foreign {
        /// Fluid.
        fluid: String,
        /// What the library says.
        message: String,
    },
    /// The shipped data are damaged or of another version.
    #[error("fluid data: {0}")]
    Data(String),
}

/// States by T and ρ.
fn listed(candidates: &[(f64, f64)]) -> String {
    let each = candidates.iter().map(|(t, rho)| format!("T = {t:.6} K with rho = {rho:.6} kg/m3"));
    each.collect::<Vec<_>>().join(", or ")
}

impl From<FluidError> for ThermoError {
    fn from(error: FluidError) -> Self {
        let message = error.to_string();
        match error {
            FluidError::MultipleSolutions { candidates, .. } => ThermoError::AmbiguousState { message, candidates },
            _ => ThermoError::FluidProperty(message),
        }
    }
}
