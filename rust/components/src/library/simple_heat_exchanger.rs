//! Simple heat exchanger: one stream that is heated or cooled, the other side not modelled.
//!
//! Equations: module `channel`.

use super::channel::{self, IN, OUT};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

/// A stream that is heated or cooled.
pub struct SimpleHeatExchanger;

impl Component for SimpleHeatExchanger {
    fn declaration() -> Declaration {
        Declaration {
            class: "SimpleHeatExchanger",
            summary: "A stream that is heated or cooled; the other side is not modelled.",
            details: "`Q` is positive into the fluid. `UA` and `Tamb` together give the heat to surroundings of constant temperature, off the \
                      design point `UA_char` and `Tamb`, \
                      `L`, `D` and `ks` the pressure drop by Darcy and Weisbach, `L`, `D` and `ks_HW` the one by Hazen and Williams. \
                      A connection for heat or power at `heat` carries `Q`. With `dissipative=True` heat given off is a loss.",
            ports: channel::ports(),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: channel::conducting_parameters(),
            equations: channel::conducting_equations(),
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(equation: usize, at: &At<S>) -> Result<S, ComponentError> {
        channel::conducting_residual(equation, at)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        channel::conducting_start(start);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        channel::conducting_report(at)
    }
}
