//! Heat sink: where heat leaves the model. It has no equations.

use crate::declaration::{Declaration, Direction};
use crate::declare::{heat, required};
use crate::{At, Component, ComponentError, Report, Scalar};

const PORT: usize = 0;

/// Where heat leaves the model.
pub struct HeatSink;

impl Component for HeatSink {
    fn declaration() -> Declaration {
        Declaration {
            class: "HeatSink",
            summary: "Where heat leaves the model.",
            details: "No equations: E is specified at its connection, or follows from the rest of the model.",
            ports: vec![required(heat("heat", Direction::In))],
            main: None,
            passes: vec![],
            parameters: vec![],
            equations: vec![],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a heat sink has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let energy = at.energy(PORT).unwrap_or_else(S::zero);
        Ok(Report { heat: -energy, ..Report::default() })
    }
}
