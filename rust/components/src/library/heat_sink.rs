//! Heat sink: where heat leaves the model. It has no equations.

use super::energy;
use crate::declaration::{Declaration, Direction};
use crate::declare::heat;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Where heat leaves the model.
pub struct HeatSink;

impl Component for HeatSink {
    fn declaration() -> Declaration {
        energy::end("HeatSink", "Where heat leaves the model.", heat("heat", Direction::In))
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a heat sink has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report { heat: -energy::through(at), ..Report::default() })
    }
}
