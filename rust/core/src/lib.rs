//! Quantities with units and the errors of the entropyk engine.

mod error;
mod list;
mod quantity;
pub mod suggest;
mod unit;
mod units;

pub use error::{Cause, Raised, Reach, ThermoError};
pub use list::{FEW, few, few_lines};
pub use quantity::{Enthalpy, MassFlow, Measure, NamedUnit, Pressure, Temperature, TemperatureDifference, compact};
pub use unit::Unit;
pub use units::{Quantity, Units};
