//! Droplet separator: divides wet vapour into saturated liquid and saturated vapour.
//!
//! Equations: module `phase_separator`.

use super::phase_separator;
use crate::declaration::Declaration;
use crate::declare::{fluid_in, fluid_out};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const LIQUID: usize = 1;
const VAPOUR: usize = 2;

/// Divides wet vapour into its phases.
pub struct DropletSeparator;

impl Component for DropletSeparator {
    fn declaration() -> Declaration {
        let ports = vec![fluid_in("in1"), fluid_out("out1"), fluid_out("out2")];
        Declaration {
            class: "DropletSeparator",
            summary: "Divides wet vapour into saturated liquid and saturated vapour.",
            details: "Saturated liquid leaves at `out1`, saturated vapour at `out2`, both at the pressure of the inlet.",
            main: None,
            passes: vec![(IN, LIQUID), (IN, VAPOUR)],
            parameters: vec![],
            equations: phase_separator::equations(&ports),
            defaults: vec![],
            ports,
        }
    }

    fn residual<S: Scalar>(equation: usize, at: &At<S>) -> Result<S, ComponentError> {
        phase_separator::residual(equation, at, &[IN])
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        phase_separator::start(start, &[IN]);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
