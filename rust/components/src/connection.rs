//! A fluid connection: its unknowns m, p, h, and the specifications that fix its state.
//!
//! `m`, `p` and `h` fix the unknowns themselves. The others are equations:
//! ```text
//! T         : T(p, h) = T
//! x         : h = h' + x (h'' − h')
//! v         : m / ρ = v
//! td_dew    : h = h(p, T_dew(p) + td_dew)         T_dew    : p = p_dew(T_dew)
//! td_bubble : h = h(p, T_bubble(p) − td_bubble)   T_bubble : p = p_bubble(T_bubble)
//! ```
//! It is declared like a component with one port, so that one compiler reads both.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Equation, Form, Term, Variable};
use crate::declare::{equation, fluid_in, number};
use crate::properties::{h_subcooled, h_superheated, saturation};
use crate::start::check_temperature;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const STREAM: usize = 0;
const M: usize = 0;
const P: usize = 1;
const H: usize = 2;
const T: usize = 3;
const X: usize = 4;
const V: usize = 5;
const TD_DEW: usize = 6;
const TD_BUBBLE: usize = 7;
const T_DEW: usize = 8;
const T_BUBBLE: usize = 9;

/// Specifications of a fluid connection.
pub struct FluidConnection;

fn specification(name: &'static str, formula: &'static str, parameter: usize, variables: &[Variable]) -> Equation {
    let terms = variables.iter().map(|v| Term::Port(STREAM, *v)).chain([Term::Parameter(parameter)]);
    equation(name, formula, Activation::Given(parameter), Form::General(terms.collect()))
}

impl Component for FluidConnection {
    fn declaration() -> Declaration {
        let unknown = |name, quantity, meaning| number(name, quantity, meaning);
        Declaration {
            class: "Connection",
            summary: "A fluid stream from one component to another.",
            details: "m, p and h are its unknowns; T, x, v, td_dew, td_bubble, T_dew and T_bubble fix its state as well.",
            ports: vec![fluid_in("stream")],
            main: None,
            passes: vec![],
            parameters: vec![
                unknown("m", Quantity::MassFlow, "mass flow"),
                unknown("p", Quantity::Pressure, "pressure").positive(),
                unknown("h", Quantity::Enthalpy, "specific enthalpy"),
                number("T", Quantity::Temperature, "temperature").strictly(0.0, f64::INFINITY),
                number("x", Quantity::Quality, "vapour mass fraction").strictly(0.0, 1.0),
                number("v", Quantity::VolumetricFlow, "volumetric flow"),
                number("td_dew", Quantity::TemperatureDifference, "superheat above the dew temperature"),
                number("td_bubble", Quantity::TemperatureDifference, "subcooling below the bubble temperature"),
                number("T_dew", Quantity::Temperature, "dew temperature of the pressure").strictly(0.0, f64::INFINITY),
                number("T_bubble", Quantity::Temperature, "bubble temperature of the pressure")
                    .strictly(0.0, f64::INFINITY),
            ],
            equations: vec![
                specification("T", "T(p, h) = T", T, &[Variable::P, Variable::H]),
                specification("x", "h = h' + x (h'' − h')", X, &[Variable::P, Variable::H]),
                specification("v", "m / ρ(p, h) = v", V, &[Variable::M, Variable::P, Variable::H]),
                specification("td_dew", "h = h(p, T_dew + td_dew)", TD_DEW, &[Variable::P, Variable::H]),
                specification("td_bubble", "h = h(p, T_bubble − td_bubble)", TD_BUBBLE, &[Variable::P, Variable::H]),
                specification("T_dew", "T_dew(p) = T_dew", T_DEW, &[Variable::P]),
                specification("T_bubble", "T_bubble(p) = T_bubble", T_BUBBLE, &[Variable::P]),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let stream = at.stream(STREAM);
        let (fluid, p, h) = (stream.fluid, stream.p, stream.h);
        let value = at.value(T + number);
        match T + number {
            T => Ok(stream.t() - value),
            X => {
                let (bubble, dew) = saturation(fluid, p)?;
                Ok(h - bubble.h - value * (dew.h - bubble.h))
            }
            V => Ok(stream.m - value * stream.rho()),
            TD_DEW => Ok(h - h_superheated(fluid, p, value)?),
            TD_BUBBLE => Ok(h - h_subcooled(fluid, p, value)?),
            T_DEW => Ok(saturation(fluid, p)?.1.t - value),
            _ => Ok(saturation(fluid, p)?.0.t - value),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let Some(guess) = start.at(STREAM).cloned() else { return Ok(()) };
        let (fluid, info) = (&guess.fluid, guess.fluid.info());
        for parameter in [T, T_DEW, T_BUBBLE] {
            let Some(t) = start.value(parameter).filter(|_| start.slots.is_given(parameter)) else { continue };
            let name = start.slots.declaration().parameters[parameter].name;
            check_temperature(name, t, info)?;
            if parameter != T && t >= info.t_critical {
                return Err(ComponentError::Parameter(format!(
                    "{name} = {t:.2} K is not below the critical temperature of {} ({:.2} K): no saturation there",
                    info.name, info.t_critical
                )));
            }
        }
        let given = |parameter: usize| start.value(parameter).filter(|_| start.slots.is_given(parameter));
        let (t, x) = (given(T), given(X));
        let (td_dew, td_bubble) = (given(TD_DEW), given(TD_BUBBLE));
        let mut pressure = given(T_DEW).and_then(|t| fluid.p_dew(t, &[]).ok());
        pressure = pressure.or_else(|| given(T_BUBBLE).and_then(|t| fluid.p_bubble(t, &[]).ok()));
        if let (Some(t), None) = (t, guess.p) {
            let saturated = |t: f64| fluid.p_dew(t.clamp(info.t_triple + 1.0, 0.97 * info.t_critical), &[]).ok();
            let difference = td_dew.or(td_bubble.map(|d| -d)).or(x.map(|_| 0.0));
            pressure = pressure.or_else(|| difference.and_then(|d| saturated(t - d)));
        }
        let p = guess.p.or(pressure);
        let mut enthalpy = None;
        if let Some(p) = p {
            enthalpy = x.and_then(|x| fluid.px(p, x, &[]).ok()).map(|s| s.h);
            enthalpy = enthalpy.or_else(|| td_dew.and_then(|d| h_superheated(fluid, p, d).ok()));
            enthalpy = enthalpy.or_else(|| td_bubble.and_then(|d| h_subcooled(fluid, p, d).ok()));
            enthalpy = enthalpy.or_else(|| t.and_then(|t| fluid.pt(p, t, &[], None).ok()).map(|s| s.h));
        }
        if let Some(p) = pressure {
            start.offer(STREAM, Variable::P, p);
        }
        if let Some(h) = enthalpy {
            start.offer(STREAM, Variable::H, h);
        }
        Ok(())
    }

    fn report(at: &At<f64>) -> Result<Report, ComponentError> {
        let stream = at.stream(STREAM);
        let mut report = Report::default();
        report.set(M, stream.m);
        report.set(P, stream.p);
        report.set(H, stream.h);
        report.set(T, stream.t());
        report.set(X, stream.x());
        report.set(V, stream.m / stream.rho());
        if let Ok(line) = stream.fluid.saturation(stream.p, &[]) {
            report.set(TD_DEW, stream.t() - line.dew.t.value);
            report.set(TD_BUBBLE, line.bubble.t.value - stream.t());
            report.set(T_DEW, line.dew.t.value);
            report.set(T_BUBBLE, line.bubble.t.value);
        }
        Ok(report)
    }
}
