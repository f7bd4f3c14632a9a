//! Expansion valve: isenthalpic throttling.
//!
//! ```text
//! m_out = m_in        h_out = h_in        p_out = pr p_in        p_out = p_in − dp
//! ```

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Variable};
use crate::declare::{equal, equation, fluid_in, fluid_out, mass_balance, number, pressure_change};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const PR: usize = 0;
const DP: usize = 1;

/// Isenthalpic expansion valve.
pub struct Valve;

impl Component for Valve {
    fn declaration() -> Declaration {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let throttling = equation("enthalpy", "h_out = h_in", Activation::Always, equal(Variable::H, IN, OUT));
        Declaration {
            class: "Valve",
            summary: "Expansion valve: isenthalpic throttling.",
            details: "m_out = m_in, h_out = h_in. The pressure drop follows from the rest of the model, or from `pr` or `dp`.",
            ports: vec![fluid_in("in1"), fluid_out("out1")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1e-4, 1.0),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e12),
            ],
            equations: vec![mass_balance(IN, OUT), throttling, pr, dp],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("all equations of a valve are affine")
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        if let Some(h) = start.at(IN).and_then(|inlet| inlet.h) {
            start.offer(OUT, Variable::H, h);
        }
        Ok(())
    }

    fn report(at: &At<f64>) -> Result<Report, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let mut report = Report::default();
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        Ok(report)
    }
}
