//! Turbine: expands a gas or vapour and gives power.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! P     : P = m (h_out − h_in)                        (negative)
//! eta_s : h_out − h_in = eta_s (h(p_out, s_in) − h_in)
//! power : E = −m (h_out − h_in) at a connected port
//! ```
//! Reference: M. J. Moran, H. N. Shapiro, Fundamentals of Engineering Thermodynamics, Wiley 2014, section 6.12.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Direction, Form, Variable};
use crate::declare::{
    at as variables, equation, fluid_in, fluid_out, heat_flow, mass_balance, number, power, pressure_change, states,
};
use crate::properties::h_ps;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const POWER: usize = 2;

const P: usize = 0;
const PR: usize = 1;
const DP: usize = 2;
const ETA_S: usize = 3;

const EQ_P: usize = 3;
const EQ_ETA_S: usize = 4;
const EQ_POWER: usize = 5;

/// Turbine with isentropic efficiency.
pub struct Turbine;

impl Component for Turbine {
    fn declaration() -> Declaration {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let driving = heat_flow(IN, OUT, &[]).into_iter().chain(variables(POWER, &[Variable::E]));
        Declaration {
            class: "Turbine",
            summary: "Turbine with isentropic efficiency.",
            details: "`eta_s` relates the enthalpy drop to the isentropic one. `P` = m (h_out − h_in) is negative; at the port `power` \
                      the power leaves as a positive number.",
            ports: vec![fluid_in("in1"), fluid_out("out1"), power("power", Direction::Out)],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("P", Quantity::Power, "power that the fluid takes in, m (h_out − h_in), negative")
                    .within(-1e12, 0.0),
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(0.0, 1.0),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e12),
                number("eta_s", Quantity::Efficiency, "isentropic efficiency").strictly(0.0, 1.0),
            ],
            equations: vec![
                mass_balance(IN, OUT),
                pr,
                dp,
                equation("P", "m (h_out − h_in) = P", Activation::Given(P), Form::General(heat_flow(IN, OUT, &[P]))),
                equation(
                    "eta_s",
                    "h_out − h_in = eta_s (h(p_out, s_in) − h_in)",
                    Activation::Given(ETA_S),
                    Form::General(states(&[IN, OUT], &[ETA_S])),
                ),
                equation(
                    "power",
                    "m (h_out − h_in) = −E",
                    Activation::Connected(POWER),
                    Form::General(driving.collect()),
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
            EQ_ETA_S => Ok(rise - at.value(ETA_S) * (h_ps(inlet.fluid, outlet.p, inlet.s()?)? - inlet.h)),
            EQ_POWER => Ok(inlet.m * rise + at.energy(POWER).unwrap_or_else(S::zero)),
            _ => unreachable!("the other equations are affine"),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let (Some(inlet), Some(outlet)) = (start.at(IN).cloned(), start.at(OUT).cloned()) else { return Ok(()) };
        let (Some(p_in), Some(h_in), Some(p_out)) = (inlet.p, inlet.h, outlet.p) else { return Ok(()) };
        let Ok(state) = inlet.fluid.ph(p_in, h_in, &[], None) else { return Ok(()) };
        let Ok(end) = inlet.fluid.ps(p_out, state.s.value, &[], None) else { return Ok(()) };
        let rise = (end.h - h_in) * start.value(ETA_S).unwrap_or(0.85);
        start.offer(OUT, Variable::H, h_in + rise);
        if let Some(power) = start.value(P).filter(|power| power / rise > 0.0) {
            start.offer(IN, Variable::M, power / rise);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let rise = outlet.h - inlet.h;
        let mut report = Report::default();
        if !at.is_connected(POWER) {
            report.power = inlet.m * rise;
        }
        report.set(P, inlet.m * rise);
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        report.set(ETA_S, rise / (h_ps(inlet.fluid, outlet.p, inlet.s()?)? - inlet.h));
        Ok(report)
    }
}
