//! Heat source: where heat from outside enters the model. It has no equations.

use super::energy;
use crate::declaration::{Declaration, Direction};
use crate::declare::heat;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Where heat from outside enters the model.
pub struct HeatSource;

impl Component for HeatSource {
    fn declaration() -> Declaration {
        energy::end("HeatSource", "Where heat from outside enters the model.", heat("heat", Direction::Out))
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a heat source has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report { heat: energy::through(at), ..Report::default() })
    }
}
