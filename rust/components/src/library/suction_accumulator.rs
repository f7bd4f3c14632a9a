//! Suction accumulator: saturated vapour leaves.
//!
//! Equations: module `vessel`.

use super::vessel::{self, Outlet};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

/// Suction accumulator: saturated vapour leaves.
pub struct SuctionAccumulator;

impl Component for SuctionAccumulator {
    fn declaration() -> Declaration {
        vessel::declaration(
            "SuctionAccumulator",
            "Suction accumulator: saturated vapour leaves.",
            "It stands before a compressor and fixes the outlet of the evaporator: what enters is saturated vapour too, so \
             that the evaporator needs no `superheat`. Mass flow, pressure and enthalpy pass unchanged.",
            Outlet::Vapour,
        )
    }

    fn residual<S: Scalar>(_: usize, at: &At<S>) -> Result<S, ComponentError> {
        vessel::residual(at, Outlet::Vapour)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        vessel::start(start, Outlet::Vapour);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
