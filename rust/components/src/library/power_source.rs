//! Power source: where power from outside enters the model. It has no equations.

use super::energy;
use crate::declaration::{Declaration, Direction};
use crate::declare::power;
use crate::{At, Component, ComponentError, Report, Scalar};

/// Where power from outside enters the model.
pub struct PowerSource;

impl Component for PowerSource {
    fn declaration() -> Declaration {
        energy::end("PowerSource", "Where power from outside enters the model.", power("power", Direction::Out))
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("a power source has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report { power: energy::through(at), ..Report::default() })
    }
}
