//! Power sink: where power leaves the model. It has no equations.

use crate::declaration::{Declaration, Direction};
use crate::declare::{power, required};
use crate::{At, Component, ComponentError, Report, Scalar};

const PORT: usize = 0;

/// Where power leaves the model.
pub struct PowerSink;

impl Component for PowerSink {
    fn declaration() -> Declaration {
        Declaration {
            class: "PowerSink",
            summary: "Where power leaves the model.",
            details: "No equations: E is specified at its connection, or follows from the rest of the model.",
            ports: vec![required(power("power", Direction::In))],
            main: None,
            passes: vec![],
            parameters: vec![],
            equations: vec![],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a power sink has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let energy = at.energy(PORT).unwrap_or_else(S::zero);
        Ok(Report { power: -energy, ..Report::default() })
    }
}
