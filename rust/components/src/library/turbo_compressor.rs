//! Turbo compressor: pressure ratio and efficiency from maps over speed line and flow, with inlet guide vanes.
//!
//! Equations: module `machine`, and with X = √(T_d/T_in) and Y = (m p_d)/(m_d p_in X) of the inlet, d at the design point,
//! ```text
//! char_map_pr    : p_out/p_in = pr_d Z(X, Y/(1 − igva/100)) (1 − igva/100)
//! char_map_eta_s : (h_out − h_in) eta_s,d Z(X, Y/(1 − igva/100)) (1 − igva²/10⁴) = h(p_out, s_in) − h_in
//! ```
//! Reference: J. Kurzke, GasTurb 13: Design and Off-Design Performance of Gas Turbines, 2018 (guide vanes).

use entropyk_core::Quantity;

use super::machine::{self, EQUATIONS, ETA_S, IN, OUT, PARAMETERS, PR, Sense};
use crate::characteristic::no_design;
use crate::declaration::{Activation, Declaration, Form, Type, Variable};
use crate::declare::{at as variables, equation, number, stream};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IGVA: usize = PARAMETERS;
const MAP_ETA_S: usize = PARAMETERS + 1;
const MAP_PR: usize = PARAMETERS + 2;

const EQ_MAP_ETA_S: usize = EQUATIONS;
const EQ_MAP_PR: usize = EQUATIONS + 1;

/// Compressor with maps over speed line and flow.
pub struct TurboCompressor;

impl Component for TurboCompressor {
    fn declaration() -> Declaration {
        let map = |name, meaning| number(name, Quantity::Dimensionless, meaning).of_kind(Type::CharMap);
        let mut parameters = machine::parameters(Sense::Up);
        parameters.extend([
            number("igva", Quantity::Angle, "angle of the inlet guide vanes").within(-90.0, 90.0).default(0.0),
            map("char_map_eta_s", "isentropic efficiency over its design value, over speed line and reduced flow"),
            map("char_map_pr", "pressure ratio over its design value, over speed line and reduced flow"),
        ]);
        let ends = variables(IN, &[Variable::M, Variable::P, Variable::H]).chain(variables(OUT, &[Variable::P]));
        let of_pr = ends.chain([crate::declaration::Term::Parameter(IGVA)]).collect();
        let mut equations = machine::equations(Sense::Up);
        equations.extend([
            equation(
                "char_map_eta_s",
                "(h_out − h_in) eta_s,d Z(X, Y/(1 − igva/100)) (1 − igva²/10⁴) = h(p_out, s_in) − h_in",
                Activation::Given(MAP_ETA_S),
                Form::General(stream(IN, OUT, &[IGVA])),
            ),
            equation(
                "char_map_pr",
                "p_out/p_in = pr_d Z(X, Y/(1 − igva/100)) (1 − igva/100)",
                Activation::Given(MAP_PR),
                Form::General(of_pr),
            ),
        ]);
        Declaration {
            class: "TurboCompressor",
            summary: "Compressor with maps of pressure ratio and efficiency over speed line and flow.",
            details: "At the design point as a `Compressor`. Off it the maps give pressure ratio and isentropic efficiency relative to their \
                      design values, over X = √(T_d/T_in) and Y = (m p_d)/(m_d p_in X); `igva` turns the inlet guide vanes.",
            ports: machine::ports(Sense::Up),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters,
            equations,
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let igva = at.value(IGVA);
        match number {
            EQ_MAP_ETA_S => {
                let design = at.design(ETA_S).ok_or_else(|| no_design("char_map_eta_s"))?;
                let eta_s = look_up(at, MAP_ETA_S)? * (-igva * igva * 1e-4 + 1.0) * design;
                machine::efficiency(at, Sense::Up, eta_s)
            }
            EQ_MAP_PR => {
                let design = at.design(PR).ok_or_else(|| no_design("char_map_pr"))?;
                let pr = look_up(at, MAP_PR)? * (-igva * 0.01 + 1.0) * design;
                Ok(at.stream(OUT).p / at.stream(IN).p - pr)
            }
            _ => machine::residual(number, at, Sense::Up),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        machine::start(start, Sense::Up, 0.8);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = machine::report(at, Sense::Up)?;
        report.set(IGVA, at.value(IGVA));
        for parameter in [MAP_PR, MAP_ETA_S] {
            let Some(map) = at.char_map(parameter) else { continue };
            let name = at.slots.declaration().parameters[parameter].name;
            let (x, y) = place(at, name)?;
            report.kinks.extend(map.kink(x, y));
            let [of_x, of_y] = map.outside(x.re(), y.re());
            report.warnings.extend(of_x.map(|outside| outside.explain(name, "X")));
            report.warnings.extend(of_y.map(|outside| outside.explain(name, "Y/(1 − igva/100)")));
        }
        Ok(report)
    }
}

/// X and Y/(1 − igva/100).
fn place<S: Scalar>(at: &At<S>, name: &str) -> Result<(S, S), ComponentError> {
    let design = |quantity| at.design_at(IN, quantity).ok_or_else(|| no_design(name));
    let (m, p, t) = (design("m")?, design("p")?, design("T")?);
    let inlet = at.stream(IN);
    let x = (inlet.t()?.recip() * t).sqrt();
    let y = inlet.m * (p / m) / (inlet.p * x);
    Ok((x, y / (-at.value(IGVA) * 0.01 + 1.0)))
}

fn look_up<S: Scalar>(at: &At<S>, parameter: usize) -> Result<S, ComponentError> {
    let name = at.slots.declaration().parameters[parameter].name;
    let Some(map) = at.char_map(parameter) else {
        return Err(ComponentError::Parameter(format!("{name} holds no map")));
    };
    let (x, y) = place(at, name)?;
    map.evaluate(x, y)
}
