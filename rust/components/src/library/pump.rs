//! Pump: raises the pressure of a liquid.
//!
//! Equations: modules `machine` and `flow_curves`, and
//! ```text
//! eta           : (h_out − h_in) eta = v_in (p_out − p_in)
//! head          : (p_out − p_in) v_in = g head
//! flow_char     : p_out − p_in = C(V)                                     at speed n: n² C(V/n)
//! head_char     : (p_out − p_in) v_in = g C(V)                            at speed n: n² C(V/n)
//! eta_char      : (h_out − h_in) C(V) = v_in (p_out − p_in)               at speed n: C(V/n)
//! head_flow_map : (p_out − p_in) v_in = g Z(frequency, V)
//! eta_flow_map  : (h_out − h_in) Z(frequency, V) = v_in (p_out − p_in)
//! ```
//! Reference: J. F. Gülich, Centrifugal Pumps, 4th ed., Springer 2020, chapter 2.

use entropyk_core::Quantity;

use super::flow_curves::{self, at_speed, curve, volume_flow};
use super::machine::{self, EQUATIONS, IN, OUT, P, PARAMETERS, Sense};
use crate::characteristic::Expression;
use crate::declaration::{Activation, Declaration, Equation, Form, Parameter, Term, Type, Variable};
use crate::declare::{all_given, at as variables, equation, number, states, stream};
use crate::friction::GRAVITY;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const ETA_S_CHAR: usize = PARAMETERS;
const ETA: usize = PARAMETERS + 1;
const HEAD: usize = PARAMETERS + 2;
const SPEED: usize = PARAMETERS + 3;
const FLOW_CHAR: usize = PARAMETERS + 4;
const HEAD_CHAR: usize = PARAMETERS + 5;
const ETA_CHAR: usize = PARAMETERS + 6;
const FREQUENCY: usize = PARAMETERS + 7;
const HEAD_MAP: usize = PARAMETERS + 8;
const ETA_MAP: usize = PARAMETERS + 9;

const EQ_ETA_S_CHAR: usize = EQUATIONS;
const EQ_ETA: usize = EQUATIONS + 1;
const EQ_HEAD: usize = EQUATIONS + 2;
const EQ_FLOW_CHAR: usize = EQUATIONS + 3;
const EQ_HEAD_CHAR: usize = EQUATIONS + 4;
const EQ_ETA_CHAR: usize = EQUATIONS + 5;
const EQ_HEAD_MAP: usize = EQUATIONS + 6;
const EQ_ETA_MAP: usize = EQUATIONS + 7;

/// Pump.
pub struct Pump;

fn parameters() -> Vec<Parameter> {
    let map = |name, meaning| number(name, Quantity::Dimensionless, meaning).of_kind(Type::CharMap);
    let mut all = machine::parameters(Sense::Up);
    all.extend([
        machine::eta_s_char(Expression::V),
        number("eta", Quantity::Efficiency, "flow work of an incompressible liquid over enthalpy rise")
            .strictly(1e-3, 1.01),
        number("head", Quantity::Length, "hydraulic head, (p_out − p_in) v_in/g").within(0.0, 1e4),
        flow_curves::speed(),
        curve("flow_char", "pressure rise in Pa over volumetric flow in m³/s"),
        curve("head_char", "head in m over volumetric flow in m³/s"),
        curve("eta_char", "efficiency `eta` over volumetric flow in m³/s"),
        number("frequency", Quantity::Frequency, "frequency of the maps").within(0.0, 1e4),
        map("head_flow_map", "head in m over frequency in Hz and volumetric flow in m³/s"),
        map("eta_flow_map", "efficiency `eta` over frequency in Hz and volumetric flow in m³/s"),
    ]);
    all
}

fn equations() -> Vec<Equation> {
    let at_ends = |parameter| Form::General(states(&[IN, OUT], &[parameter]));
    let pressures = |m: &[Variable], parameter: usize| {
        let inlet = variables(IN, m).chain(variables(IN, &[Variable::P, Variable::H]));
        let ends = inlet.chain(variables(OUT, &[Variable::P]));
        Form::General(ends.chain([Term::Parameter(parameter)]).collect())
    };
    let flow = &[Variable::M];
    let whole = |parameter| Form::General(stream(IN, OUT, &[parameter]));
    let given = Activation::Given;
    let mut all = machine::equations(Sense::Up);
    all.extend([
        machine::eta_s_char_equation(Sense::Up, ETA_S_CHAR),
        equation("eta", "(h_out − h_in) eta = v_in (p_out − p_in)", given(ETA), at_ends(ETA)),
        equation("head", "(p_out − p_in) v_in = g head", given(HEAD), pressures(&[], HEAD)),
        equation("flow_char", "p_out − p_in = n² C(V/n)", given(FLOW_CHAR), pressures(flow, SPEED)),
        equation("head_char", "(p_out − p_in) v_in = g n² C(V/n)", given(HEAD_CHAR), pressures(flow, SPEED)),
        equation("eta_char", "(h_out − h_in) C(V/n) = v_in (p_out − p_in)", given(ETA_CHAR), whole(SPEED)),
        equation(
            "head_flow_map",
            "(p_out − p_in) v_in = g Z(frequency, V)",
            all_given(&[HEAD_MAP, FREQUENCY]),
            pressures(flow, FREQUENCY),
        ),
        equation(
            "eta_flow_map",
            "(h_out − h_in) Z(frequency, V) = v_in (p_out − p_in)",
            all_given(&[ETA_MAP, FREQUENCY]),
            whole(FREQUENCY),
        ),
    ]);
    all
}

impl Component for Pump {
    fn declaration() -> Declaration {
        Declaration {
            class: "Pump",
            summary: "Pump with efficiencies, curves of head and efficiency over flow, and affinity laws.",
            details: "`eta` relates the flow work v (p_out − p_in) of an incompressible liquid to the enthalpy rise, `eta_s` the \
                      isentropic enthalpy rise. `P` = m (h_out − h_in) is the power that reaches the fluid. The curves hold at `speed` = 1 and \
                      follow the affinity laws at others; the maps hold curves at several frequencies.",
            ports: machine::ports(Sense::Up),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: parameters(),
            equations: equations(),
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let (rise, gain) = (outlet.h - inlet.h, outlet.p - inlet.p);
        let map = |parameter| map_at(at, parameter);
        match number {
            EQ_ETA_S_CHAR => machine::eta_s_char_residual(at, Sense::Up, ETA_S_CHAR),
            EQ_ETA => Ok(rise * at.value(ETA) - inlet.v()? * gain),
            EQ_HEAD => Ok(gain * inlet.v()? - at.value(HEAD) * GRAVITY),
            EQ_FLOW_CHAR => Ok(gain - at_speed(at, FLOW_CHAR, SPEED, 2)?),
            EQ_HEAD_CHAR => Ok(gain * inlet.v()? - at_speed(at, HEAD_CHAR, SPEED, 2)? * GRAVITY),
            EQ_ETA_CHAR => Ok(rise * at_speed(at, ETA_CHAR, SPEED, 0)? - inlet.v()? * gain),
            EQ_HEAD_MAP => Ok(gain * inlet.v()? - map(HEAD_MAP)? * GRAVITY),
            EQ_ETA_MAP => Ok(rise * map(ETA_MAP)? - inlet.v()? * gain),
            _ => machine::residual(number, at, Sense::Up),
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
        for (curve, unit) in [(FLOW_CHAR, 1.0), (HEAD_CHAR, GRAVITY * density)] {
            if let Some((flow, rise)) = flow_curves::middle(start, curve, SPEED, 2) {
                start.offer(IN, Variable::M, flow * density);
                start.offer(OUT, Variable::P, p_in + rise * unit);
            }
        }
        let Some(p_out) = outlet.p else { return Ok(()) };
        let eta = start.value(ETA).or(start.value(machine::ETA_S)).unwrap_or(0.8);
        let rise = (p_out - p_in) / density / eta;
        start.offer(OUT, Variable::H, h_in + rise);
        if let Some(power) = start.value(P).filter(|power| power / rise > 0.0) {
            start.offer(IN, Variable::M, power / rise);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let work = inlet.v()? * (outlet.p - inlet.p);
        let mut report = machine::report(at, Sense::Up)?;
        report.set(ETA, work / (outlet.h - inlet.h));
        report.set(HEAD, work / GRAVITY);
        at.judge(ETA_S_CHAR, (IN, OUT), &mut report)?;
        flow_curves::judge(at, &[FLOW_CHAR, HEAD_CHAR, ETA_CHAR], SPEED, &mut report)?;
        for parameter in [HEAD_MAP, ETA_MAP].into_iter().filter(|_| at.is_given(FREQUENCY)) {
            judge_map(at, parameter, &mut report)?;
        }
        Ok(report)
    }
}

fn map_at<S: Scalar>(at: &At<S>, parameter: usize) -> Result<S, ComponentError> {
    let name = at.slots.declaration().parameters[parameter].name;
    let Some(map) = at.char_map(parameter) else {
        return Err(ComponentError::Parameter(format!("{name} holds no map")));
    };
    map.evaluate(at.value(FREQUENCY), volume_flow(at)?)
}

fn judge_map<S: Scalar>(at: &At<S>, parameter: usize, report: &mut Report<S>) -> Result<(), ComponentError> {
    let Some(map) = at.char_map(parameter) else { return Ok(()) };
    let name = at.slots.declaration().parameters[parameter].name;
    let (frequency, flow) = (at.value(FREQUENCY), volume_flow(at)?);
    report.kinks.extend(map.kink(frequency, flow));
    let [of_frequency, of_flow] = map.outside(frequency.re(), flow.re());
    report.warnings.extend(of_frequency.map(|outside| outside.explain(name, "frequency")));
    report.warnings.extend(of_flow.map(|outside| outside.explain(name, "V")));
    Ok(())
}
