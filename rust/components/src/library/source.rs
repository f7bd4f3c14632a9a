//! Source: where a fluid enters the model. It has no equations; its connection is specified.

use crate::declaration::Declaration;
use crate::declare::fluid_out;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Where a fluid enters the model.
pub struct Source;

impl Component for Source {
    fn declaration() -> Declaration {
        Declaration {
            class: "Source",
            summary: "Where a fluid enters the model.",
            details: "No equations: mass flow and state are specified at its connection, or follow from the rest of the model.",
            ports: vec![fluid_out("out1")],
            main: None,
            passes: vec![],
            parameters: vec![],
            equations: vec![],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a source has no equations")
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
