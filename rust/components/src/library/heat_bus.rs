//! Heat bus: sums heat flows and distributes the sum.
//!
//! Equations: module `energy`.

use super::energy;
use crate::declaration::Declaration;
use crate::declare::heat;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Sums heat flows and distributes the sum.
pub struct HeatBus;

impl Component for HeatBus {
    fn declaration() -> Declaration {
        let names = ["heat_in", "heat_out"];
        energy::bus("HeatBus", "Sums heat flows and distributes the sum.", heat, names)
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("the equation of a bus is linear")
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
