//! What compressors share whose efficiencies are polynomials of EN 12900 in the evaporating and condensing temperatures.
//!
//! ```text
//! m_out = m_in        p_out = pr p_in        p_out = p_in − dp        Pₗ = m (h_out − h_in)/(1 − dissipation_ratio)
//! P            : P = Pₗ
//! eta_s        : eta_s (h_out − h_in)/(1 − dissipation_ratio) = h(p_out, s_in) − h_in
//! eta_s_poly   : the same with eta_s = X(t_dew(p_in), t_bubble(p_out))
//! eta_vol      : m = eta_vol V_swept f/v_in           f = frequency or rpm/60
//! eta_vol_poly : the same with eta_vol = X(t_dew(p_in), t_bubble(p_out))
//! power        : E = Pₗ at a connected port
//! ```
//! X is the polynomial of module `ahri540` in °C; Pₗ is the power taken in, of which the share `dissipation_ratio` is lost as heat.
//!
//! References: EN 12900:2013; L. Cecchinato, Part load efficiency of packaged air-cooled water chillers with inverter driven scroll
//! compressors, Energy Convers. Manag. 51 (2010) 1500–1509, doi:10.1016/j.enconman.2010.02.008.

use entropyk_core::Quantity;

use super::machine::{IN, OUT, POWER, ideal_rise};
use crate::ahri540::polynomial;
use crate::declaration::{Activation, Equation, Form, Parameter, Term, Type, Variable};
use crate::declare::{all_given, at as variables, equation, heat_flow, mass_balance, number, pressure_change, states};
use crate::properties::saturation;
use crate::{At, ComponentError, Report, Scalar, Start};

const P: usize = 0;
const PR: usize = 1;
const DP: usize = 2;
const Q_DISS: usize = 3;
const ETA_VOL: usize = 4;
const ETA_S: usize = 5;
pub(super) const DISSIPATION: usize = 6;
const FREQUENCY: usize = 7;
const RPM: usize = 8;
const REFERENCE: usize = 9;
const ETA_S_POLY: usize = 10;
const ETA_VOL_POLY: usize = 11;
/// Parameters of every such compressor.
pub(super) const PARAMETERS: usize = 12;

const EQ_P: usize = 3;
const EQ_ETA_S: usize = 4;
const EQ_ETA_S_POLY: usize = 5;
const EQ_ETA_VOL: usize = 6;
const EQ_ETA_VOL_RPM: usize = 7;
const EQ_ETA_VOL_POLY: usize = 8;
const EQ_ETA_VOL_POLY_RPM: usize = 9;
const EQ_POWER: usize = 10;
/// Equations of every such compressor.
pub(super) const EQUATIONS: usize = 11;

/// What a reference state tells: superheat and subcooling in K, frequencies in Hz, displacement in m³/h or swept volume in m³.
const REFERENCE_KEYS: [&str; 6] =
    ["T_sh", "T_sc", "frequency_poly", "displacement", "frequency_displacement", "swept_volume"];
const DISPLACEMENT: usize = 3;
const FREQUENCY_DISPLACEMENT: usize = 4;
const SWEPT_VOLUME: usize = 5;

pub(super) fn parameters() -> Vec<Parameter> {
    let poly = |name, meaning| number(name, Quantity::Dimensionless, meaning).of_kind(Type::Numbers(10));
    vec![
        number("P", Quantity::Power, "power taken in").within(0.0, 1e12),
        number("pr", Quantity::Ratio, "outlet to inlet pressure ratio"),
        number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet, negative"),
        number("Q_diss", Quantity::Heat, "heat dissipated, negative").result().within(-1e12, 0.0),
        number("eta_vol", Quantity::Efficiency, "volumetric efficiency").within(0.0, 1.0),
        number("eta_s", Quantity::Efficiency, "isentropic efficiency of the power taken in").within(0.0, 1.0),
        number("dissipation_ratio", Quantity::Ratio, "share of the power that is dissipated as heat").strictly(0.0, 0.999),
        number("frequency", Quantity::Frequency, "turns per second").within(0.0, 1e4),
        number("rpm", Quantity::Dimensionless, "turns per minute, instead of the frequency").within(0.0, 1e12),
        number(
            "reference_state",
            Quantity::Dimensionless,
            "what the polynomials are for: T_sh and T_sc in K, frequency_poly in Hz, and swept_volume in m³ or displacement in m³/h at \
             frequency_displacement in Hz",
        )
        .of_kind(Type::Record(&REFERENCE_KEYS)),
        poly("eta_s_poly", "coefficients of the isentropic efficiency, °C"),
        poly("eta_vol_poly", "coefficients of the volumetric efficiency, °C"),
    ]
}

pub(super) fn equations() -> Vec<Equation> {
    let [pr, dp] = pressure_change(IN, OUT, PR, DP);
    let driven = heat_flow(IN, OUT, &[DISSIPATION]).into_iter().chain(variables(POWER, &[Variable::E]));
    let work = |parameters: &[usize]| Form::General(states(&[IN, OUT], parameters));
    let inlet = |parameters: &[usize]| {
        let stream = variables(IN, &[Variable::M, Variable::P, Variable::H]);
        Form::General(stream.chain(parameters.iter().map(|parameter| Term::Parameter(*parameter))).collect())
    };
    let both = |parameter| {
        let ends = variables(IN, &[Variable::M, Variable::P, Variable::H]).chain(variables(OUT, &[Variable::P]));
        Form::General(ends.chain([Term::Parameter(parameter)]).collect())
    };
    let given = |parameters: &[usize]| all_given(parameters);
    let (flow, flow_poly) = ("m = eta_vol V_swept f/v_in", "m = X(t_dew,in, t_bubble,out) V_swept f/v_in");
    let power = Form::General(heat_flow(IN, OUT, &[P, DISSIPATION]));
    vec![
        mass_balance(IN, OUT),
        pr,
        dp,
        equation("P", "m (h_out − h_in) = P (1 − dissipation_ratio)", Activation::Given(P), power),
        equation(
            "eta_s",
            "eta_s (h_out − h_in) = (h(p_out, s_in) − h_in) (1 − dissipation_ratio)",
            Activation::Given(ETA_S),
            work(&[ETA_S, DISSIPATION]),
        ),
        equation(
            "eta_s_poly",
            "X(t_dew,in, t_bubble,out) (h_out − h_in) = (h(p_out, s_in) − h_in) (1 − dissipation_ratio)",
            Activation::Given(ETA_S_POLY),
            work(&[DISSIPATION]),
        ),
        equation("eta_vol", flow, given(&[REFERENCE, ETA_VOL, FREQUENCY]), inlet(&[ETA_VOL, FREQUENCY])),
        equation("eta_vol, rpm", flow, given(&[REFERENCE, ETA_VOL, RPM]), inlet(&[ETA_VOL, RPM])),
        equation("eta_vol_poly", flow_poly, given(&[REFERENCE, ETA_VOL_POLY, FREQUENCY]), both(FREQUENCY)),
        equation("eta_vol_poly, rpm", flow_poly, given(&[REFERENCE, ETA_VOL_POLY, RPM]), both(RPM)),
        equation(
            "power",
            "m (h_out − h_in) = E (1 − dissipation_ratio)",
            Activation::Connected(POWER),
            Form::General(driven.collect()),
        ),
    ]
}

/// 1 − dissipation_ratio.
fn kept<S: Scalar>(at: &At<S>) -> S {
    let ratio = at.value(DISSIPATION);
    if ratio.re().is_nan() { S::one() } else { -ratio + 1.0 }
}

/// A polynomial at the dew temperature of suction and the bubble temperature of discharge.
fn evaluate<S: Scalar>(at: &At<S>, parameter: usize) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let ((_, low), (high, _)) = (saturation(inlet.fluid, inlet.p)?, saturation(outlet.fluid, outlet.p)?);
    let coefficients = at.list(parameter).and_then(|list| list.first_chunk::<10>());
    let zero = &[0.0; 10];
    Ok(polynomial(coefficients.unwrap_or(zero), low.t - 273.15, high.t - 273.15))
}

/// Volume enclosed at every turn, m³.
fn swept_volume<S: Scalar>(at: &At<S>) -> Option<f64> {
    let of = at.list(REFERENCE)?;
    let volume = of[SWEPT_VOLUME];
    Some(if volume.is_nan() { of[DISPLACEMENT] / 3600.0 / of[FREQUENCY_DISPLACEMENT] } else { volume })
}

/// Mass flow that fills the swept volume, kg/s.
fn swept_flow<S: Scalar>(at: &At<S>, turns: S) -> Result<S, ComponentError> {
    let volume = swept_volume(at).unwrap_or(f64::NAN);
    Ok(turns * at.stream(IN).rho()? * volume)
}

pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let rise = outlet.h - inlet.h;
    let per_minute = || at.value(RPM) / 60.0;
    let flow = |eta: S, turns: S| -> Result<S, ComponentError> { Ok(inlet.m - eta * swept_flow(at, turns)?) };
    match number {
        EQ_P => Ok(inlet.m * rise - at.value(P) * kept(at)),
        EQ_ETA_S => Ok(at.value(ETA_S) * rise - ideal_rise(at)? * kept(at)),
        EQ_ETA_S_POLY => Ok(evaluate(at, ETA_S_POLY)? * rise - ideal_rise(at)? * kept(at)),
        EQ_ETA_VOL => flow(at.value(ETA_VOL), at.value(FREQUENCY)),
        EQ_ETA_VOL_RPM => flow(at.value(ETA_VOL), per_minute()),
        EQ_ETA_VOL_POLY => flow(evaluate(at, ETA_VOL_POLY)?, at.value(FREQUENCY)),
        EQ_ETA_VOL_POLY_RPM => flow(evaluate(at, ETA_VOL_POLY)?, per_minute()),
        EQ_POWER => Ok(inlet.m * rise - at.energy(POWER).unwrap_or_else(S::zero) * kept(at)),
        _ => unreachable!("the other equations are affine"),
    }
}

pub(super) fn start(start: &mut Start) -> Result<(), ComponentError> {
    check(start)?;
    let (Some(inlet), Some(outlet)) = (start.at(IN).cloned(), start.at(OUT).cloned()) else { return Ok(()) };
    let (Some(p_in), Some(h_in), Some(p_out)) = (inlet.p, inlet.h, outlet.p) else { return Ok(()) };
    let Ok(state) = inlet.fluid.ph(p_in, h_in, &[], None) else { return Ok(()) };
    let Ok(end) = inlet.fluid.ps(p_out, state.s.value, &[], None) else { return Ok(()) };
    let eta_s = start.value(ETA_S).filter(|eta| *eta > 0.0).unwrap_or(0.65);
    start.offer(OUT, Variable::H, h_in + (end.h - h_in) / eta_s);
    let turns = start.value(FREQUENCY).or(start.value(RPM).map(|rpm| rpm / 60.0));
    let volume = start.list(REFERENCE).map(|of| match of[SWEPT_VOLUME] {
        volume if volume.is_nan() => of[DISPLACEMENT] / 3600.0 / of[FREQUENCY_DISPLACEMENT],
        volume => volume,
    });
    if let (Some(turns), Some(volume)) = (turns, volume) {
        start.offer(IN, Variable::M, 0.8 * volume * turns * state.rho.value);
    }
    Ok(())
}

/// Refuses what leaves the power or the flow open.
fn check(start: &Start) -> Result<(), ComponentError> {
    if !start.slots.is_given(DISSIPATION) {
        return Err(ComponentError::Parameter(
            "dissipation_ratio is not given: set the share of the power that is lost as heat, 0 if none is".into(),
        ));
    }
    let Some(of) = start.list(REFERENCE) else { return Ok(()) };
    if of[SWEPT_VOLUME] > 0.0 || of[DISPLACEMENT] > 0.0 && of[FREQUENCY_DISPLACEMENT] > 0.0 {
        return Ok(());
    }
    Err(ComponentError::Parameter(
        "reference_state tells no swept volume: give swept_volume in m³, or displacement in m³/h and frequency_displacement in Hz".into(),
    ))
}

/// Power taken in, W.
pub(super) fn power<S: Scalar>(at: &At<S>) -> S {
    at.stream(IN).m * (at.stream(OUT).h - at.stream(IN).h) / kept(at)
}

/// Heat dissipated, W, negative.
pub(super) fn dissipated<S: Scalar>(at: &At<S>) -> S {
    power(at) * (kept(at) - 1.0)
}

/// Enthalpy at the end of the compression, before heat is given off.
pub(super) fn h_compressed<S: Scalar>(at: &At<S>) -> S {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    inlet.h + (outlet.h - inlet.h) / kept(at)
}

pub(super) fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
    let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
    let power = power(at);
    let mut report = Report { loss: -dissipated(at), ..Report::default() };
    if !at.is_connected(POWER) {
        report.power = power;
    }
    report.set(P, power);
    report.set(PR, outlet.p / inlet.p);
    report.set(DP, inlet.p - outlet.p);
    report.set(Q_DISS, dissipated(at));
    report.set(ETA_S, ideal_rise(at)? / (h_compressed(at) - inlet.h));
    let turns = if at.value(FREQUENCY).re().is_finite() { at.value(FREQUENCY) } else { at.value(RPM) / 60.0 };
    if swept_volume(at).is_some() && turns.re() > 0.0 {
        report.set(ETA_VOL, inlet.m / swept_flow(at, turns)?);
    }
    Ok(report)
}
