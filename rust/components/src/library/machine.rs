//! What machines share that one stream passes and a shaft drives, or that drive one.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp
//! P          : P = m (h_out − h_in)
//! eta_s      : (h_out − h_in) eta_s = h(p_out, s_in) − h_in                                    raising the pressure
//!              h_out − h_in = eta_s (h(p_out, s_in) − h_in)                                    lowering it
//! power      : E = ±m (h_out − h_in) at a connected port
//! eta_s_char : the equation of eta_s with eta_s,design C(X),  X = m/m_design or what the line is over
//! ```
//! Reference: M. J. Moran, H. N. Shapiro, Fundamentals of Engineering Thermodynamics, Wiley 2014, section 6.12.

use entropyk_core::Quantity;

use crate::characteristic::{Expression, no_design};
use crate::declaration::{Activation, Direction, Equation, Form, Parameter, Port, Type, Variable};
use crate::declare::{
    all_given, at as variables, equation, fluid_in, fluid_out, heat_flow, mass_balance, number, power, pressure_change,
    states, stream,
};
use crate::{At, ComponentError, Report, Scalar, Start};

pub(super) const IN: usize = 0;
pub(super) const OUT: usize = 1;
pub(super) const POWER: usize = 2;

pub(super) const P: usize = 0;
pub(super) const PR: usize = 1;
pub(super) const DP: usize = 2;
pub(super) const ETA_S: usize = 3;
/// Parameters of every machine.
pub(super) const PARAMETERS: usize = 4;

const EQ_P: usize = 3;
const EQ_ETA_S: usize = 4;
const EQ_POWER: usize = 5;
/// Equations of every machine.
pub(super) const EQUATIONS: usize = 6;

/// Which way the pressure goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// Up, by power taken in.
    Up,
    /// Down, giving power.
    Down,
}

pub(super) fn ports(sense: Sense) -> Vec<Port> {
    let shaft = if sense == Sense::Up { Direction::In } else { Direction::Out };
    vec![fluid_in("in1"), fluid_out("out1"), power("power", shaft)]
}

pub(super) fn parameters(sense: Sense) -> Vec<Parameter> {
    let of_power = match sense {
        Sense::Up => number("P", Quantity::Power, "power that reaches the fluid, m (h_out − h_in)").within(0.0, 1e12),
        Sense::Down => {
            number("P", Quantity::Power, "power that the fluid takes in, m (h_out − h_in), negative").within(-1e12, 0.0)
        }
    };
    let pr = number("pr", Quantity::Ratio, "outlet to inlet pressure ratio");
    let dp = |meaning| number("dp", Quantity::PressureDifference, meaning);
    let eta_s = number("eta_s", Quantity::Efficiency, "isentropic efficiency");
    match sense {
        Sense::Up => vec![
            of_power,
            pr.within(1.0, 1e12),
            dp("pressure drop from inlet to outlet, negative").within(-1e12, 0.0),
            eta_s.strictly(1e-3, 1.0),
        ],
        Sense::Down => vec![
            of_power,
            pr.within(0.0, 1.0),
            dp("pressure drop from inlet to outlet").within(0.0, 1e12),
            eta_s.strictly(0.0, 1.0),
        ],
    }
}

/// The line of the isentropic efficiency relative to its design value.
pub(super) fn eta_s_char(of: Expression) -> Parameter {
    let meaning = "isentropic efficiency over its design value, as a line over flow relative to the design point";
    number("eta_s_char", Quantity::Dimensionless, meaning).of_kind(Type::Line(of))
}

const EFFICIENCY: [&str; 2] =
    ["(h_out − h_in) eta_s = h(p_out, s_in) − h_in", "h_out − h_in = eta_s (h(p_out, s_in) − h_in)"];
const CHARACTERISTIC: [&str; 2] = [
    "(h_out − h_in) eta_s,design C(X) = h(p_out, s_in) − h_in",
    "h_out − h_in = eta_s,design C(X) (h(p_out, s_in) − h_in)",
];

pub(super) fn equations(sense: Sense) -> Vec<Equation> {
    let [pr, dp] = pressure_change(IN, OUT, PR, DP);
    let driven = heat_flow(IN, OUT, &[]).into_iter().chain(variables(POWER, &[Variable::E]));
    let shaft = ["m (h_out − h_in) = E", "m (h_out − h_in) = −E"][sense as usize];
    let efficiency = Form::General(states(&[IN, OUT], &[ETA_S]));
    vec![
        mass_balance(IN, OUT),
        pr,
        dp,
        equation("P", "m (h_out − h_in) = P", Activation::Given(P), Form::General(heat_flow(IN, OUT, &[P]))),
        equation("eta_s", EFFICIENCY[sense as usize], Activation::Given(ETA_S), efficiency),
        equation("power", shaft, Activation::Connected(POWER), Form::General(driven.collect())),
    ]
}

/// The equation of the line of the isentropic efficiency.
pub(super) fn eta_s_char_equation(sense: Sense, parameter: usize) -> Equation {
    let form = Form::General(stream(IN, OUT, &[]));
    equation("eta_s_char", CHARACTERISTIC[sense as usize], Activation::Given(parameter), form)
}

/// The equation of a map of the isentropic efficiency of a machine that gives power, with its parameter and that of the frequency.
pub(super) fn eta_s_map_equation(map: usize, frequency: usize) -> Equation {
    let formula = "h_out − h_in = Z(f, p_in/p_out) (h(p_out, s_in) − h_in)";
    equation("eta_s_map", formula, all_given(&[frequency, map]), Form::General(states(&[IN, OUT], &[frequency])))
}

/// Enthalpy change of an isentropic change of pressure.
pub(super) fn ideal_rise<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    Ok(inlet.h_isentropic(outlet.p)? - inlet.h)
}

/// Residual of an isentropic efficiency.
pub(super) fn efficiency<S: Scalar>(at: &At<S>, sense: Sense, eta_s: S) -> Result<S, ComponentError> {
    let (rise, ideal) = (at.stream(OUT).h - at.stream(IN).h, ideal_rise(at)?);
    Ok(match sense {
        Sense::Up => rise * eta_s - ideal,
        Sense::Down => rise - eta_s * ideal,
    })
}

/// Isentropic efficiency of the line in a slot.
pub(super) fn eta_s_of_line<S: Scalar>(at: &At<S>, parameter: usize) -> Result<S, ComponentError> {
    let design = at.design(ETA_S).ok_or_else(|| no_design("eta_s_char"))?;
    Ok(at.characteristic(parameter, IN, OUT)? * design)
}

/// Residual of the equation of the line of the isentropic efficiency.
pub(super) fn eta_s_char_residual<S: Scalar>(at: &At<S>, sense: Sense, parameter: usize) -> Result<S, ComponentError> {
    efficiency(at, sense, eta_s_of_line(at, parameter)?)
}

pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>, sense: Sense) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let power = inlet.m * (outlet.h - inlet.h);
    match number {
        EQ_P => Ok(power - at.value(P)),
        EQ_ETA_S => efficiency(at, sense, at.value(ETA_S)),
        EQ_POWER => {
            let energy = at.energy(POWER).unwrap_or_else(S::zero);
            Ok(if sense == Sense::Up { power - energy } else { power + energy })
        }
        _ => unreachable!("the other equations are affine"),
    }
}

/// Offers the outlet enthalpy of an isentropic efficiency, and the flow that the power drives.
pub(super) fn start(start: &mut Start, sense: Sense, eta_s: f64) {
    let (Some(inlet), Some(outlet)) = (start.at(IN).cloned(), start.at(OUT).cloned()) else { return };
    let (Some(p_in), Some(h_in), Some(p_out)) = (inlet.p, inlet.h, outlet.p) else { return };
    let Ok(state) = inlet.fluid.ph(p_in, h_in, &[], None) else { return };
    let Ok(end) = inlet.fluid.ps(p_out, state.s.value, &[], None) else { return };
    let eta_s = start.value(ETA_S).unwrap_or(eta_s);
    let rise = if sense == Sense::Up { (end.h - h_in) / eta_s } else { (end.h - h_in) * eta_s };
    start.offer(OUT, Variable::H, h_in + rise);
    if let Some(power) = start.value(P).filter(|power| power / rise > 0.0) {
        start.offer(IN, Variable::M, power / rise);
    }
}

pub(super) fn report<S: Scalar>(at: &At<S>, sense: Sense) -> Result<Report<S>, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let rise = outlet.h - inlet.h;
    let mut report = Report::default();
    if !at.is_connected(POWER) {
        report.power = inlet.m * rise;
    }
    report.set(P, inlet.m * rise);
    report.set(PR, outlet.p / inlet.p);
    report.set(DP, inlet.p - outlet.p);
    let ideal = ideal_rise(at)?;
    report.set(ETA_S, if sense == Sense::Up { ideal / rise } else { rise / ideal });
    Ok(report)
}
