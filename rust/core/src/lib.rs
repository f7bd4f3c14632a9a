//! Quantities with units and the errors of the entropyk engine.

mod error;

pub use error::ThermoError;
