//! Drum of an evaporator: feed and steam from the evaporator come in, saturated liquid goes to the evaporator, steam leaves.
//!
//! Equations: module `phase_separator`.

use super::phase_separator;
use crate::declaration::{Declaration, Variable};
use crate::declare::{fluid_in, fluid_out};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const FEED: usize = 0;
const RISER: usize = 1;
const LIQUID: usize = 2;
const VAPOUR: usize = 3;

/// Vapour mass fraction at the start of what the evaporator returns.
const RISER_QUALITY: f64 = 0.5;

/// Drum of an evaporator.
pub struct Drum;

impl Component for Drum {
    fn declaration() -> Declaration {
        let ports = vec![fluid_in("in1"), fluid_in("in2"), fluid_out("out1"), fluid_out("out2")];
        Declaration {
            class: "Drum",
            summary: "Drum of an evaporator: saturated liquid and saturated vapour leave at one pressure.",
            details: "Feed enters at `in1` and wet vapour from the evaporator at `in2`; saturated liquid leaves to the evaporator at \
                      `out1` and saturated vapour at `out2`.",
            main: Some((VAPOUR, FEED)),
            passes: vec![(FEED, LIQUID), (FEED, VAPOUR), (RISER, LIQUID), (RISER, VAPOUR)],
            parameters: vec![],
            equations: phase_separator::equations(&ports),
            defaults: vec![],
            ports,
        }
    }

    fn residual<S: Scalar>(equation: usize, at: &At<S>) -> Result<S, ComponentError> {
        phase_separator::residual(equation, at, &[FEED, RISER])
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        phase_separator::start(start, &[FEED, RISER]);
        let riser = start.at(RISER).and_then(|guess| guess.fluid.px(guess.p?, RISER_QUALITY, &[]).ok());
        if let Some(state) = riser {
            start.offer(RISER, Variable::H, state.h);
        }
        start.share(Variable::M, FEED, VAPOUR);
        if let Some(m) = start.at(FEED).and_then(|guess| guess.m) {
            start.offer(LIQUID, Variable::M, m / RISER_QUALITY);
            start.offer(RISER, Variable::M, m / RISER_QUALITY);
        }
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
