//! A fluid connection: its unknowns m, p, h, and the specifications that fix its state.
//!
//! `m`, `p` and `h` fix the unknowns themselves. The others are equations:
//! ```text
//! T         : T(p, h) = T; with x, td_dew or td_bubble given too, the one of p below
//! x         : h = h' + x (h'' − h')
//! v         : m / ρ = v
//! td_dew    : h = h(p, T_dew(p) + td_dew)         T_dew    : p = p_dew(T_dew)
//! td_bubble : h = h(p, T_bubble(p) − td_bubble)   T_bubble : p = p_bubble(T_bubble)
//! T, x      : T(p, h'(p) + x (h''(p) − h'(p))) = T
//! T, td_dew : T_dew(p) + td_dew = T              T, td_bubble : T_bubble(p) − td_bubble = T
//! ```
//! Where the pressure is known, the enthalpy follows by a property call, and by `state` where T is the saturation temperature; else T
//! is met along the isotherm, through the two-phase region. It is declared like a component with one port, so that one compiler reads both.

use entropyk_core::{Quantity, compact};
use entropyk_fluids::Fluid;

use crate::declaration::{Activation, Declaration, Equation, Form, Kind, Port, Term, Type, Variable};
use crate::declare::{equation, fluid_in, number};
use crate::properties::{Saturated, at_pt, h_subcooled, h_superheated, saturation, t_px};
use crate::start::check_temperature;
use crate::{At, Component, ComponentError, Medium, Report, Scalar, Start, Stream};

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
const STATE: usize = 10;
const VOL: usize = 11;
const ENTROPY: usize = 12;
const FLUID_BALANCE: usize = 13;

/// Words of `state`.
const STATES: [&str; 3] = ["any", "l", "g"];
const LIQUID: usize = 1;
const GAS: usize = 2;

/// A temperature this near to saturation, relative to itself, does not tell the vapour fraction.
const AT_SATURATION: f64 = 1e-9;
/// Distance from the saturation line at which a phase that is asked for is begun with, J/kg.
const BESIDE: f64 = 1e4;

/// Equations, in the order of the declaration.
const EQ_T: usize = 0;
const EQ_X: usize = 1;
const EQ_V: usize = 2;
const EQ_TD_DEW: usize = 3;
const EQ_TD_BUBBLE: usize = 4;
const EQ_T_DEW: usize = 5;
const EQ_T_BUBBLE: usize = 6;
const EQ_T_AT_X: usize = 7;
const EQ_T_AT_TD_DEW: usize = 8;
const EQ_T_AT_TD_BUBBLE: usize = 9;
const EQ_WHOLE: usize = 10;

/// Specifications of a fluid connection.
pub struct FluidConnection;

/// A connection that carries power.
pub struct PowerConnection;

/// A connection that carries heat.
pub struct HeatConnection;

fn energy(class: &'static str, summary: &'static str, kind: Kind) -> Declaration {
    let stream = Port { kind, ..fluid_in("stream") };
    Declaration {
        class,
        summary,
        details: "Its only unknown is the energy flow E.",
        ports: vec![stream],
        main: None,
        passes: vec![],
        parameters: vec![number("E", Quantity::Power, "energy flow")],
        equations: vec![],
        defaults: vec![],
    }
}

fn report_energy<S: Scalar>(at: &At<S>) -> Report<S> {
    let mut report = Report::default();
    if let Some(energy) = at.energy(STREAM) {
        report.set(0, energy);
    }
    report
}

impl Component for PowerConnection {
    const HAS_STATES: bool = false;

    fn declaration() -> Declaration {
        energy("PowerConnection", "Mechanical or electric power from one component to another.", Kind::Power)
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("it has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(report_energy(at))
    }
}

impl Component for HeatConnection {
    const HAS_STATES: bool = false;

    fn declaration() -> Declaration {
        energy("HeatConnection", "Heat from one component to another.", Kind::Heat)
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("it has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(report_energy(at))
    }
}

fn specification(name: &'static str, formula: &'static str, parameter: usize, variables: &[Variable]) -> Equation {
    let terms = variables.iter().map(|v| Term::Port(STREAM, *v)).chain([Term::Parameter(parameter)]);
    equation(name, formula, Activation::Given(parameter), Form::General(terms.collect()))
}

impl Component for FluidConnection {
    const HAS_STATES: bool = false;

    fn declaration() -> Declaration {
        let unknown = |name, quantity, meaning| number(name, quantity, meaning);
        let no = |parameter| Activation::Not(Box::new(Activation::Given(parameter)));
        let alone = vec![Activation::Given(T), no(X), no(TD_DEW), no(TD_BUBBLE)];
        // With T, one of these fixes the pressure, and with it the enthalpy.
        let with = |name, formula, parameter| {
            let active = Activation::All(vec![Activation::Given(T), Activation::Given(parameter)]);
            let terms = vec![Term::Port(STREAM, Variable::P), Term::Parameter(T), Term::Parameter(parameter)];
            equation(name, formula, active, Form::General(terms))
        };
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
                number("state", Quantity::Dimensionless, "phase to begin with, and at saturation: liquid or gas")
                    .of_kind(Type::Choice(&STATES)),
                number("vol", Quantity::SpecificVolume, "specific volume").result(),
                number("s", Quantity::Entropy, "specific entropy").result(),
                number(
                    "fluid_balance",
                    Quantity::Dimensionless,
                    "mass fractions that are open add up to one with the others",
                )
                .of_kind(Type::Flag),
            ],
            equations: vec![
                Equation {
                    active: Activation::All(alone),
                    ..specification("T", "T(p, h) = T", T, &[Variable::P, Variable::H])
                },
                specification("x", "h = h' + x (h'' − h')", X, &[Variable::P, Variable::H]),
                specification("v", "m / ρ(p, h) = v", V, &[Variable::M, Variable::P, Variable::H]),
                specification("td_dew", "h = h(p, T_dew + td_dew)", TD_DEW, &[Variable::P, Variable::H]),
                specification("td_bubble", "h = h(p, T_bubble − td_bubble)", TD_BUBBLE, &[Variable::P, Variable::H]),
                specification("T_dew", "T_dew(p) = T_dew", T_DEW, &[Variable::P]),
                specification("T_bubble", "T_bubble(p) = T_bubble", T_BUBBLE, &[Variable::P]),
                with("T, x", "T(p, x) = T", X),
                with("T, td_dew", "T_dew(p) + td_dew = T", TD_DEW),
                with("T, td_bubble", "T_bubble(p) − td_bubble = T", TD_BUBBLE),
                equation("fluid_balance", "Σ w = 1", Activation::Flag(FLUID_BALANCE, true), Form::Whole(STREAM)),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let stream = at.stream(STREAM);
        let (fluid, p, h) = (stream.fluid, stream.p, stream.h);
        let of = |parameter| at.value(parameter);
        match number {
            EQ_T => Ok(stream.t()? - of(T)),
            EQ_X => {
                let (bubble, dew) = saturation(fluid, p)?;
                Ok(h - bubble.h - of(X) * (dew.h - bubble.h))
            }
            EQ_V => Ok(stream.m - of(V) * stream.rho()?),
            EQ_TD_DEW => Ok(h - h_superheated(fluid, p, of(TD_DEW))?),
            EQ_TD_BUBBLE => Ok(h - h_subcooled(fluid, p, of(TD_BUBBLE))?),
            EQ_T_DEW => Ok(saturation(fluid, p)?.1.t - of(T_DEW)),
            EQ_T_BUBBLE => Ok(saturation(fluid, p)?.0.t - of(T_BUBBLE)),
            EQ_T_AT_X => Ok(t_px(fluid, p, of(X))? - of(T)),
            EQ_WHOLE => Ok(fluid.z.iter().fold(S::from(-1.0), |sum, w| sum + *w)),
            EQ_T_AT_TD_DEW => Ok(saturation(fluid, p)?.1.t + of(TD_DEW) - of(T)),
            _ => Ok(saturation(fluid, p)?.0.t - of(TD_BUBBLE) - of(T)),
        }
    }

    fn direct(equation: usize, unknown: Variable, at: &At<f64>) -> Option<Result<f64, ComponentError>> {
        let Stream { fluid, p, .. } = at.stream(STREAM);
        let of = |parameter| at.value(parameter);
        let found = match (equation, unknown) {
            (EQ_T, Variable::H) => match at_saturation(fluid, p, of(T)) {
                Some(line) => return Some(on_side(at.slots.choice(STATE), &line, p, of(T))),
                None => at_pt(fluid, p, of(T)).ok()?.h,
            },
            (EQ_X, Variable::H) => {
                let (bubble, dew) = saturation(fluid, p).ok()?;
                bubble.h + of(X) * (dew.h - bubble.h)
            }
            (EQ_TD_DEW, Variable::H) => h_superheated(fluid, p, of(TD_DEW)).ok()?,
            (EQ_TD_BUBBLE, Variable::H) => h_subcooled(fluid, p, of(TD_BUBBLE)).ok()?,
            (EQ_T_DEW, Variable::P) => fluid.p_dew(of(T_DEW), &[]).ok()?,
            (EQ_T_BUBBLE, Variable::P) => fluid.p_bubble(of(T_BUBBLE), &[]).ok()?,
            (EQ_T_AT_TD_DEW, Variable::P) => fluid.p_dew(of(T) - of(TD_DEW), &[]).ok()?,
            (EQ_T_AT_TD_BUBBLE, Variable::P) => fluid.p_bubble(of(T) + of(TD_BUBBLE), &[]).ok()?,
            _ => return None,
        };
        Some(Ok(found))
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
            enthalpy = in_phase(start.slots.choice(STATE), fluid, p, enthalpy);
        }
        if let Some(p) = pressure {
            start.offer(STREAM, Variable::P, p);
        }
        if let Some(h) = enthalpy {
            start.offer(STREAM, Variable::H, h);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let stream = at.stream(STREAM);
        let mut report = Report::default();
        report.set(M, stream.m);
        report.set(P, stream.p);
        report.set(H, stream.h);
        let t = stream.t()?;
        report.set(T, t);
        report.set(X, stream.x()?);
        let v = stream.v()?;
        report.set(V, stream.m * v);
        report.set(VOL, v);
        report.set(ENTROPY, stream.s()?);
        if let Ok((bubble, dew)) = saturation(stream.fluid, stream.p) {
            report.set(TD_DEW, t - dew.t);
            report.set(TD_BUBBLE, bubble.t - t);
            report.set(T_DEW, dew.t);
            report.set(T_BUBBLE, bubble.t);
        }
        Ok(report)
    }
}

/// Saturated liquid and vapour, where the temperature is theirs.
fn at_saturation(medium: Medium<f64>, p: f64, t: f64) -> Option<[Saturated<f64>; 2]> {
    let (bubble, dew) = saturation(medium, p).ok()?;
    let is_near = |line: &Saturated<f64>| (line.t - t).abs() <= AT_SATURATION * t;
    (is_near(&bubble) && is_near(&dew)).then_some([bubble, dew])
}

/// Enthalpy on the side of the saturation line that is asked for.
fn on_side(state: usize, [bubble, dew]: &[Saturated<f64>; 2], p: f64, t: f64) -> Result<f64, ComponentError> {
    match state {
        LIQUID => Ok(bubble.h),
        GAS => Ok(dew.h),
        _ => Err(ComponentError::State(format!(
            "T = {} K is the saturation temperature at p = {} Pa, so every vapour fraction has it: give x, td_dew or td_bubble \
             instead of T, or state=\"l\" or \"g\"",
            compact(t),
            compact(p)
        ))),
    }
}

/// An enthalpy to begin with, in the phase that is asked for.
fn in_phase(state: usize, fluid: &Fluid, p: f64, h: Option<f64>) -> Option<f64> {
    let Ok((bubble, dew)) = saturation(fluid, p) else { return h };
    match state {
        LIQUID => Some(h.unwrap_or(f64::INFINITY).min(bubble.h - if h.is_none() { BESIDE } else { 0.0 })),
        GAS => Some(h.unwrap_or(f64::NEG_INFINITY).max(dew.h + if h.is_none() { BESIDE } else { 0.0 })),
        _ => h,
    }
}
