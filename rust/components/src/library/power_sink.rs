//! Power sink: where power leaves the model. It has no equations.

use super::energy;
use crate::declaration::{Declaration, Direction};
use crate::declare::power;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Where power leaves the model.
pub struct PowerSink;

impl Component for PowerSink {
    fn declaration() -> Declaration {
        energy::end("PowerSink", "Where power leaves the model.", power("power", Direction::In))
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a power sink has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report { power: -energy::through(at), ..Report::default() })
    }
}
