//! Generator: turns mechanical power into electric power.
//!
//! Equations: module `converter`.

use super::converter;
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Turns mechanical power into electric power.
pub struct Generator;

impl Component for Generator {
    fn declaration() -> Declaration {
        converter::declaration("Generator", "Turns mechanical power into electric power.")
    }

    fn residual<S: Scalar>(_: usize, at: &At<S>) -> Result<S, ComponentError> {
        converter::residual(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        converter::report(at)
    }
}
