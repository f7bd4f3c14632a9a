//! Pump: raises the pressure of a liquid.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! P     : P = m (h_out − h_in)
//! eta   : (h_out − h_in) eta = v_in (p_out − p_in)
//! eta_s : (h_out − h_in) eta_s = h(p_out, s_in) − h_in
//! head  : (p_out − p_in) v_in = g head
//! power : E = m (h_out − h_in) at a connected port
//! ```
//! Reference: J. F. Gülich, Centrifugal Pumps, Springer 2020, chapter 2.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Direction, Form, Term, Variable};
use crate::declare::{
    at as variables, equation, fluid_in, fluid_out, heat_flow, mass_balance, number, power, pressure_change, states,
};
use crate::friction::GRAVITY;
use crate::properties::h_ps;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const POWER: usize = 2;

const P: usize = 0;
const PR: usize = 1;
const DP: usize = 2;
const ETA: usize = 3;
const ETA_S: usize = 4;
const HEAD: usize = 5;

const EQ_P: usize = 3;
const EQ_ETA: usize = 4;
const EQ_ETA_S: usize = 5;
const EQ_HEAD: usize = 6;
const EQ_POWER: usize = 7;

/// Pump.
pub struct Pump;

impl Component for Pump {
    fn declaration() -> Declaration {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let with = |parameter| Form::General(states(&[IN, OUT], &[parameter]));
        let head = variables(IN, &[Variable::P, Variable::H]).chain(variables(OUT, &[Variable::P]));
        let driven = heat_flow(IN, OUT, &[]).into_iter().chain(variables(POWER, &[Variable::E]));
        Declaration {
            class: "Pump",
            summary: "Pump with an efficiency against incompressible flow work or against isentropic compression.",
            details: "`eta` relates the flow work v (p_out − p_in) of an incompressible liquid to the enthalpy rise, `eta_s` the \
                      isentropic enthalpy rise. `P` = m (h_out − h_in) is the power that reaches the fluid.",
            ports: vec![fluid_in("in1"), fluid_out("out1"), power("power", Direction::In)],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("P", Quantity::Power, "power that reaches the fluid, m (h_out − h_in)").within(0.0, 1e12),
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1.0, 1e12),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet, negative")
                    .within(-1e12, 0.0),
                number("eta", Quantity::Efficiency, "flow work of an incompressible liquid over enthalpy rise")
                    .strictly(1e-3, 1.01),
                number("eta_s", Quantity::Efficiency, "isentropic efficiency").strictly(1e-3, 1.0),
                number("head", Quantity::Length, "hydraulic head, (p_out − p_in) v_in/g").within(0.0, 1e4),
            ],
            equations: vec![
                mass_balance(IN, OUT),
                pr,
                dp,
                equation("P", "m (h_out − h_in) = P", Activation::Given(P), Form::General(heat_flow(IN, OUT, &[P]))),
                equation("eta", "(h_out − h_in) eta = v_in (p_out − p_in)", Activation::Given(ETA), with(ETA)),
                equation(
                    "eta_s",
                    "(h_out − h_in) eta_s = h(p_out, s_in) − h_in",
                    Activation::Given(ETA_S),
                    with(ETA_S),
                ),
                equation(
                    "head",
                    "(p_out − p_in) v_in = g head",
                    Activation::Given(HEAD),
                    Form::General(head.chain([Term::Parameter(HEAD)]).collect()),
                ),
                equation(
                    "power",
                    "m (h_out − h_in) = E",
                    Activation::Connected(POWER),
                    Form::General(driven.collect()),
                ),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let rise = outlet.h - inlet.h;
        match number {
            EQ_P => Ok(inlet.m * rise - at.value(P)),
            EQ_ETA => Ok(rise * at.value(ETA) - inlet.v()? * (outlet.p - inlet.p)),
            EQ_ETA_S => Ok(rise * at.value(ETA_S) - (h_ps(inlet.fluid, outlet.p, inlet.s()?)? - inlet.h)),
            EQ_HEAD => Ok((outlet.p - inlet.p) * inlet.v()? - at.value(HEAD) * GRAVITY),
            EQ_POWER => Ok(inlet.m * rise - at.energy(POWER).unwrap_or_else(S::zero)),
            _ => unreachable!("the other equations are affine"),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let (Some(inlet), Some(outlet)) = (start.at(IN).cloned(), start.at(OUT).cloned()) else { return Ok(()) };
        let (Some(p_in), Some(h_in)) = (inlet.p, inlet.h) else { return Ok(()) };
        let Ok(state) = inlet.fluid.ph(p_in, h_in, &[], None) else { return Ok(()) };
        let density = state.rho.value;
        if let Some(head) = start.value(HEAD) {
            start.offer(OUT, Variable::P, p_in + head * GRAVITY * density);
        }
        let Some(p_out) = outlet.p else { return Ok(()) };
        let eta = start.value(ETA).or(start.value(ETA_S)).unwrap_or(0.8);
        let rise = (p_out - p_in) / density / eta;
        start.offer(OUT, Variable::H, h_in + rise);
        if let Some(power) = start.value(P).filter(|power| power / rise > 0.0) {
            start.offer(IN, Variable::M, power / rise);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let rise = outlet.h - inlet.h;
        let work = inlet.v()? * (outlet.p - inlet.p);
        let mut report = Report::default();
        if !at.is_connected(POWER) {
            report.power = inlet.m * rise;
        }
        report.set(P, inlet.m * rise);
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        report.set(ETA, work / rise);
        report.set(ETA_S, (h_ps(inlet.fluid, outlet.p, inlet.s()?)? - inlet.h) / rise);
        report.set(HEAD, work / GRAVITY);
        Ok(report)
    }
}
