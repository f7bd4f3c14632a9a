//! Liquid receiver: saturated liquid leaves.
//!
//! Equations: module `vessel`.

use super::vessel::{self, Outlet};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

/// Liquid receiver: saturated liquid leaves.
pub struct Receiver;

impl Component for Receiver {
    fn declaration() -> Declaration {
        vessel::declaration(
            "Receiver",
            "Liquid receiver: saturated liquid leaves.",
            "It stands behind a condenser and fixes its outlet: what enters is saturated liquid too, so that the \
             condenser needs no `subcooling`. Mass flow, pressure and enthalpy pass unchanged.",
            Outlet::Liquid,
        )
    }

    fn residual<S: Scalar>(_: usize, at: &At<S>) -> Result<S, ComponentError> {
        vessel::residual(at, Outlet::Liquid)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        vessel::start(start, Outlet::Liquid);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
