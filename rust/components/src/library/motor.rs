//! Motor: turns electric power into mechanical power.
//!
//! Equations: module `converter`.

use super::converter;
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Turns electric power into mechanical power.
pub struct Motor;

impl Component for Motor {
    fn declaration() -> Declaration {
        converter::declaration("Motor", "Turns electric power into mechanical power.")
    }

    fn residual<S: Scalar>(_: usize, at: &At<S>) -> Result<S, ComponentError> {
        converter::residual(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        converter::report(at)
    }
}
