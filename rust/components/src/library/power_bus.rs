//! Power bus: sums power flows and distributes the sum.
//!
//! Equations: module `energy`.

use super::energy;
use crate::declaration::Declaration;
use crate::declare::power;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Sums power flows and distributes the sum.
pub struct PowerBus;

impl Component for PowerBus {
    fn declaration() -> Declaration {
        let names = ["power_in", "power_out"];
        energy::bus("PowerBus", "Sums power flows and distributes the sum.", power, names)
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("the equation of a bus is linear")
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
