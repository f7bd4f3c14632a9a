//! Displacement machine: changes the pressure of a stream by power, without saying how.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! P : P = m (h_out − h_in)
//! ```

use entropyk_core::Quantity;

use super::machine::{IN, OUT};
use crate::declaration::{Activation, Declaration, Form, Variable};
use crate::declare::{equation, fluid_in, fluid_out, heat_flow, mass_balance, number, pressure_change};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const P: usize = 0;
const PR: usize = 1;
const DP: usize = 2;

/// Displacement machine.
pub struct DisplacementMachine;

impl Component for DisplacementMachine {
    fn declaration() -> Declaration {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        Declaration {
            class: "DisplacementMachine",
            summary: "Machine that changes the pressure of a stream by power.",
            details: "What displacement machines have in common; `PolynomialCompressor`, `Compressor` and `Expander` say how the power follows.",
            ports: vec![fluid_in("in1"), fluid_out("out1")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("P", Quantity::Power, "power that reaches the fluid, m (h_out − h_in)"),
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio"),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet"),
            ],
            equations: vec![
                mass_balance(IN, OUT),
                pr,
                dp,
                equation("P", "m (h_out − h_in) = P", Activation::Given(P), Form::General(heat_flow(IN, OUT, &[P]))),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        Ok(inlet.m * (outlet.h - inlet.h) - at.value(P))
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let power = start.value(P).unwrap_or(0.0);
        let Some((m, h)) = start.at(IN).and_then(|inlet| Some((inlet.m.unwrap_or(1.0), inlet.h?))) else {
            return Ok(());
        };
        start.offer(OUT, Variable::H, h + power / m);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let power = inlet.m * (outlet.h - inlet.h);
        let mut report = Report { power, ..Report::default() };
        report.set(P, power);
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        Ok(report)
    }
}
