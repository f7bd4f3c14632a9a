//! Sink: where a fluid leaves the model. It has no equations; its connection is specified.

use crate::declaration::Declaration;
use crate::declare::fluid_in;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Where a fluid leaves the model.
pub struct Sink;

impl Component for Sink {
    fn declaration() -> Declaration {
        Declaration {
            class: "Sink",
            summary: "Where a fluid leaves the model.",
            details: "No equations: mass flow and state are specified at its connection, or follow from the rest of the model.",
            ports: vec![fluid_in("in1")],
            main: None,
            passes: vec![],
            parameters: vec![],
            equations: vec![],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a sink has no equations")
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
