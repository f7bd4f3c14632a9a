//! Power source: where power from outside enters the model. It has no equations.

use crate::declaration::{Declaration, Direction};
use crate::declare::{power, required};
use crate::{At, Component, ComponentError, Report, Scalar};

const PORT: usize = 0;

/// Where power from outside enters the model.
pub struct PowerSource;

impl Component for PowerSource {
    fn declaration() -> Declaration {
        Declaration {
            class: "PowerSource",
            summary: "Where power from outside enters the model.",
            details: "No equations: E is specified at its connection, or follows from the rest of the model.",
            ports: vec![required(power("power", Direction::Out))],
            main: None,
            passes: vec![],
            parameters: vec![],
            equations: vec![],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a power source has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let energy = at.energy(PORT).unwrap_or_else(S::zero);
        Ok(Report { power: energy, ..Report::default() })
    }
}
