//! What can be wrong with a component.

use entropyk_core::{Raised, ThermoError};
use entropyk_fluids::FluidError;

/// A component that cannot be, or cannot be evaluated. Messages do not name the component: whoever holds it does.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ComponentError {
    /// A property call failed.
    #[error(transparent)]
    Fluid(#[from] FluidError),
    /// A parameter has a value it cannot have.
    #[error("{0}")]
    Parameter(String),
    /// No such parameter.
    #[error("{0}")]
    UnknownParameter(String),
    /// The state reached is impossible.
    #[error("{0}")]
    State(String),
    /// Code outside the engine, such as an equation in Python, failed.
    #[error("{}", .0.message)]
    Raised(Raised),
}

impl From<ComponentError> for ThermoError {
    fn from(error: ComponentError) -> Self {
        match error {
            ComponentError::Fluid(error) => error.into(),
            ComponentError::UnknownParameter(message) => ThermoError::UnknownParameter(message),
            ComponentError::Parameter(message) => ThermoError::InvalidState(message),
            ComponentError::State(message) => ThermoError::ImpossibleState(message),
            ComponentError::Raised(raised) => ThermoError::Raised(raised),
        }
    }
}
