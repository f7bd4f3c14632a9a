//! Turbine: expands a gas or vapour and gives power.
//!
//! Equations: module `machine`, with a negative P, and
//! ```text
//! eta_s_map : h_out − h_in = Z(f, p_in/p_out) (h(p_out, s_in) − h_in)
//! cone      : (m/m_d)² = (p_in v_in,d)/(p_in,d v_in) (1 − (p_out/p_in)²)/(1 − pr_d²)         d: at the design point
//! ```
//! The cone law is written with m|m|, so that a flow that runs backwards belongs to a pressure that rises.
//!
//! Reference: A. Stodola, Dampf- und Gasturbinen, 5th ed., Springer 1922; D. H. Cooke, On prediction of off-design multistage turbine
//! pressures by Stodola's ellipse, J. Eng. Gas Turbines Power 107 (1985) 596–606, doi:10.1115/1.3239778.

use entropyk_core::Quantity;

use super::displacement::{self, look_up};
use super::machine::{self, EQUATIONS, IN, OUT, PARAMETERS, PR, Sense};
use crate::characteristic::{Expression, no_design};
use crate::declaration::{Activation, Declaration, Equation, Form, Parameter, Type, Variable};
use crate::declare::{at as variables, equation, number};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const ETA_S_CHAR: usize = PARAMETERS;
const CONE: usize = PARAMETERS + 1;
const FREQUENCY: usize = PARAMETERS + 2;
const ETA_S_MAP: usize = PARAMETERS + 3;
/// Parameters of every turbine.
pub(super) const TURBINE_PARAMETERS: usize = PARAMETERS + 4;

const EQ_CHAR: usize = EQUATIONS;
const EQ_CONE: usize = EQUATIONS + 1;
const EQ_MAP: usize = EQUATIONS + 2;
/// Equations of every turbine.
pub(super) const TURBINE_EQUATIONS: usize = EQUATIONS + 3;

/// Turbine with isentropic efficiency and cone law.
pub struct Turbine;

pub(super) fn parameters() -> Vec<Parameter> {
    let mut all = machine::parameters(Sense::Down);
    all.push(machine::eta_s_char(Expression::M));
    all.push(
        number("cone", Quantity::Dimensionless, "flow and pressures follow the cone law from the design point")
            .of_kind(Type::Flag),
    );
    all.push(displacement::frequency("turns per second, for eta_s_map"));
    all.push(displacement::map("eta_s_map", "isentropic efficiency over frequency in Hz and p_in/p_out"));
    all
}

pub(super) fn equations() -> Vec<Equation> {
    let ends = variables(IN, &[Variable::M, Variable::P, Variable::H]).chain(variables(OUT, &[Variable::P]));
    let mut all = machine::equations(Sense::Down);
    all.push(machine::eta_s_char_equation(Sense::Down, ETA_S_CHAR));
    all.push(equation(
        "cone",
        "(m/m_d)² = (p_in v_in,d)/(p_in,d v_in) (1 − (p_out/p_in)²)/(1 − pr_d²)",
        Activation::Flag(CONE, true),
        Form::General(ends.collect()),
    ));
    all.push(machine::eta_s_map_equation(ETA_S_MAP, FREQUENCY));
    all
}

pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
    match number {
        EQ_CHAR => machine::eta_s_char_residual(at, Sense::Down, ETA_S_CHAR),
        EQ_CONE => cone(at),
        EQ_MAP => machine::efficiency(at, Sense::Down, look_up(at, ETA_S_MAP, FREQUENCY)?),
        _ => machine::residual(number, at, Sense::Down),
    }
}

fn cone<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let design = |port, name| at.design_at(port, name).ok_or_else(|| no_design("cone"));
    let (m_d, p_d, v_d) = (design(IN, "m")?, design(IN, "p")?, design(IN, "v")?);
    let pr_d = at.design(PR).ok_or_else(|| no_design("cone"))?;
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let swallowed = inlet.p * inlet.rho()? * (v_d * m_d / p_d / (1.0 - pr_d * pr_d));
    Ok(inlet.m * inlet.m.abs() - swallowed * (-(outlet.p / inlet.p).powi(2) + 1.0))
}

pub(super) fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
    let mut report = machine::report(at, Sense::Down)?;
    at.judge(ETA_S_CHAR, (IN, OUT), &mut report)?;
    displacement::judge(at, ETA_S_MAP, FREQUENCY, &mut report);
    Ok(report)
}

/// Isentropic efficiency of a start without one.
pub(super) const USUAL_EFFICIENCY: f64 = 0.85;

impl Component for Turbine {
    fn declaration() -> Declaration {
        Declaration {
            class: "Turbine",
            summary: "Turbine with isentropic efficiency.",
            details: "`eta_s` relates the enthalpy drop to the isentropic one. `P` = m (h_out − h_in) is negative; at the port `power` \
                      the power leaves as a positive number. Off the design point `eta_s_char`, or `eta_s_map` \
                      with the `frequency`, gives the efficiency and `cone` the flow.",
            ports: machine::ports(Sense::Down),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: parameters(),
            equations: equations(),
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        residual(number, at)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        machine::start(start, Sense::Down, USUAL_EFFICIENCY);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        report(at)
    }
}
