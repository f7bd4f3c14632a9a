//! Heat exchanger of two streams in counterflow: hot from in1 to out1, cold from in2 to out2.
//!
//! ```text
//! m_out1 = m_in1        m_out2 = m_in2        p_out = pr p_in, p_out = p_in − dp on both sides
//! energy  : m1 (h_out1 − h_in1) + m2 (h_out2 − h_in2) = 0
//! Q       : m1 (h_out1 − h_in1) = Q                                     (negative: the hot side gives heat)
//! UA      : −Q = UA ΔT_log, ΔT_a = T_in1 − T_out2, ΔT_b = T_out1 − T_in2   (form: module `zones`)
//! ttd_u   : T_in1 − T_out2 = ttd_u        ttd_l : T_out1 − T_in2 = ttd_l
//! ttd_min : min(T_in1 − T_out2, T_out1 − T_in2) = ttd_min
//! eff_hot  : h_out1 − h_in1 = eff_hot (h(p_out1, T_in2) − h_in1)
//! eff_cold : h_out2 − h_in2 = eff_cold (h(p_out2, T_in1) − h_in2)
//! eff_max  : max(eff_hot, eff_cold) = eff_max
//! zeta1_d4, zeta2_d4 : module `friction`
//! ```
//! The temperature differences are taken at the two ends only: where a stream changes phase, the pinch lies between.
//!
//! Reference: R. K. Shah, D. P. Sekulić, Fundamentals of Heat Exchanger Design, Wiley 2003, chapter 3.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Equation, Form, Parameter, Term, Variable};
use crate::declare::{
    at as variables, equation, fluid_in, fluid_out, heat_flow, mass_balance, number, pressure_change, states, stream,
};
use crate::friction::{zeta, zeta_of};
use crate::properties::at_pt;
use crate::zones::{Zone, conductance, residual as zone_residual};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: [usize; 2] = [0, 1];
const OUT: [usize; 2] = [2, 3];
const HOT: usize = 0;
const COLD: usize = 1;

const Q: usize = 0;
const UA: usize = 1;
const LMTD: usize = 2;
const TTD_U: usize = 3;
const TTD_L: usize = 4;
const TTD_MIN: usize = 5;
const PR: [usize; 2] = [6, 7];
const DP: [usize; 2] = [8, 9];
const ZETA: [usize; 2] = [10, 11];
/// Effectiveness of the hot and of the cold side.
const EFF: [usize; 2] = [12, 13];
const EFF_MAX: usize = 14;

const EQ_ENERGY: usize = 6;
const EQ_Q: usize = 7;
const EQ_UA: usize = 8;
const EQ_TTD_U: usize = 9;
const EQ_TTD_L: usize = 10;
const EQ_TTD_MIN: usize = 11;
const EQ_ZETA_HOT: usize = 12;
const EQ_ZETA_COLD: usize = 13;
const EQ_EFF_HOT: usize = 14;
const EQ_EFF_COLD: usize = 15;
const EQ_EFF_MAX: usize = 16;

/// Share of the temperature difference between the inlets that each stream takes at the start.
const START_SHARE: f64 = 0.45;

/// Difference of the inlets, K, that is assumed at least: without heat the equation of `UA` does not see the outlets.
const LEAST_DIFFERENCE: f64 = 5.0;

/// Heat exchanger of two streams in counterflow.
pub struct HeatExchanger;

fn parameters() -> Vec<Parameter> {
    let end = |name, meaning| number(name, Quantity::TemperatureDifference, meaning).within(0.0, 1e12);
    let ratio = |name, meaning| number(name, Quantity::Ratio, meaning).within(1e-4, 1.0);
    let drop = |name, meaning| number(name, Quantity::PressureDifference, meaning).within(0.0, 1e15);
    let friction =
        |name, aliases, meaning| number(name, Quantity::Dimensionless, meaning).aliases(aliases).within(0.0, 1e15);
    let effectiveness = |name, meaning| number(name, Quantity::Efficiency, meaning).within(0.0, 1.0);
    vec![
        number("Q", Quantity::Heat, "heat transferred to the hot side, m1 (h_out1 − h_in1), negative")
            .within(-1e12, 0.0),
        number("UA", Quantity::HeatTransferCoefficient, "conductance, −Q over the logarithmic mean difference")
            .aliases(&["kA", "ua"])
            .within(0.0, 1e12),
        end("lmtd", "logarithmic mean temperature difference").aliases(&["td_log"]).result(),
        end("ttd_u", "temperature difference of hot inlet and cold outlet"),
        end("ttd_l", "temperature difference of hot outlet and cold inlet"),
        end("ttd_min", "smaller one of ttd_u and ttd_l"),
        ratio("pr1", "outlet to inlet pressure ratio of the hot side"),
        ratio("pr2", "outlet to inlet pressure ratio of the cold side"),
        drop("dp1", "pressure drop of the hot side"),
        drop("dp2", "pressure drop of the cold side"),
        friction("zeta1_d4", &["zeta1"], "friction coefficient of the hot side over D⁴, 1/m⁴"),
        friction("zeta2_d4", &["zeta2"], "friction coefficient of the cold side over D⁴, 1/m⁴"),
        effectiveness("eff_hot", "heat over the one that would cool the hot side to the cold inlet"),
        effectiveness("eff_cold", "heat over the one that would warm the cold side to the hot inlet"),
        effectiveness("eff_max", "greater one of eff_hot and eff_cold"),
    ]
}

impl Component for HeatExchanger {
    fn declaration() -> Declaration {
        let [pr1, dp1] = pressure_change(IN[HOT], OUT[HOT], PR[HOT], DP[HOT]);
        let [pr2, dp2] = pressure_change(IN[COLD], OUT[COLD], PR[COLD], DP[COLD]);
        let all = [IN[HOT], IN[COLD], OUT[HOT], OUT[COLD]];
        let balance = [heat_flow(IN[HOT], OUT[HOT], &[]), heat_flow(IN[COLD], OUT[COLD], &[])].concat();
        let transfer = variables(IN[HOT], &[Variable::M]).chain(states(&all, &[UA]));
        let given = |name, formula, parameter, terms: Vec<Term>| {
            equation(name, formula, Activation::Given(parameter), Form::General(terms))
        };
        let ends = |a, b, parameter| states(&[a, b], &[parameter]);
        // h at the outlet's pressure and the other inlet's temperature
        let limit = |side: usize| {
            let own = variables(IN[side], &[Variable::H]).chain(variables(OUT[side], &[Variable::P, Variable::H]));
            own.chain(states(&[IN[1 - side]], &[EFF[side]])).collect()
        };
        let both =
            variables(OUT[HOT], &[Variable::P, Variable::H]).chain(variables(OUT[COLD], &[Variable::P, Variable::H]));
        let zeta = "p_in − p_out = zeta_d4 8 m|m| v/π²";
        Declaration {
            class: "HeatExchanger",
            summary: "Heat exchanger of two streams in counterflow.",
            details: "The hot stream passes from `in1` to `out1`, the cold one from `in2` to `out2`. `Q` counts heat into the hot side, \
                      so it is negative. `UA` and the terminal temperature differences `ttd_u` and `ttd_l` look at the two ends only.",
            ports: vec![fluid_in("in1"), fluid_in("in2"), fluid_out("out1"), fluid_out("out2")],
            main: None,
            passes: vec![(IN[HOT], OUT[HOT]), (IN[COLD], OUT[COLD])],
            parameters: parameters(),
            equations: vec![
                mass_balance(IN[HOT], OUT[HOT]),
                mass_balance(IN[COLD], OUT[COLD]),
                Equation { name: "pr1", ..pr1 },
                Equation { name: "dp1", ..dp1 },
                Equation { name: "pr2", ..pr2 },
                Equation { name: "dp2", ..dp2 },
                equation(
                    "energy balance",
                    "m1 (h_out1 − h_in1) + m2 (h_out2 − h_in2) = 0",
                    Activation::Always,
                    Form::General(balance),
                ),
                given("Q", "m1 (h_out1 − h_in1) = Q", Q, heat_flow(IN[HOT], OUT[HOT], &[Q])),
                given("UA", "−m1 (h_out1 − h_in1) = UA ΔT_log", UA, transfer.collect()),
                given("ttd_u", "T_in1 − T_out2 = ttd_u", TTD_U, ends(IN[HOT], OUT[COLD], TTD_U)),
                given("ttd_l", "T_out1 − T_in2 = ttd_l", TTD_L, ends(OUT[HOT], IN[COLD], TTD_L)),
                given("ttd_min", "min(T_in1 − T_out2, T_out1 − T_in2) = ttd_min", TTD_MIN, states(&all, &[TTD_MIN])),
                given("zeta1_d4", zeta, ZETA[HOT], stream(IN[HOT], OUT[HOT], &[ZETA[HOT]])),
                given("zeta2_d4", zeta, ZETA[COLD], stream(IN[COLD], OUT[COLD], &[ZETA[COLD]])),
                given("eff_hot", "h_out1 − h_in1 = eff_hot (h(p_out1, T_in2) − h_in1)", EFF[HOT], limit(HOT)),
                given("eff_cold", "h_out2 − h_in2 = eff_cold (h(p_out2, T_in1) − h_in2)", EFF[COLD], limit(COLD)),
                given(
                    "eff_max",
                    "max(eff_hot, eff_cold) = eff_max",
                    EFF_MAX,
                    both.chain(states(&IN, &[EFF_MAX])).collect(),
                ),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_ENERGY => Ok(heat(at, HOT) + heat(at, COLD)),
            EQ_Q => Ok(heat(at, HOT) - at.value(Q)),
            EQ_UA => {
                let zone = zone(at)?;
                Ok(zone_residual(&zone, at.value(UA), zone.q.re()))
            }
            EQ_TTD_U => Ok(zone(at)?.dt_a - at.value(TTD_U)),
            EQ_TTD_L => Ok(zone(at)?.dt_b - at.value(TTD_L)),
            EQ_TTD_MIN => {
                let zone = zone(at)?;
                Ok(zone.dt_a.lesser(zone.dt_b) - at.value(TTD_MIN))
            }
            EQ_ZETA_HOT | EQ_ZETA_COLD => {
                let side = number - EQ_ZETA_HOT;
                zeta(&at.stream(IN[side]), &at.stream(OUT[side]), at.value(ZETA[side]))
            }
            EQ_EFF_HOT | EQ_EFF_COLD => {
                let side = number - EQ_EFF_HOT;
                let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
                Ok(at.value(EFF[side]) * greatest_rise(at, side)? - (outlet.h - inlet.h))
            }
            EQ_EFF_MAX => Ok(at.value(EFF_MAX) - effectiveness(at, HOT)?.greater(effectiveness(at, COLD)?)),
            _ => unreachable!("the other equations are affine"),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        for side in [HOT, COLD] {
            start.share(Variable::P, IN[side], OUT[side]);
        }
        if let Some(q) = start.value(Q) {
            offer_heat(start, HOT, q);
            offer_heat(start, COLD, -q);
        }
        for (hot, cold, parameter) in [(IN[HOT], OUT[COLD], TTD_U), (OUT[HOT], IN[COLD], TTD_L)] {
            let Some(difference) = start.value(parameter) else { continue };
            match (start.t(hot), start.t(cold)) {
                (Some(t), None) => start.offer_temperature(cold, t - difference),
                (None, Some(t)) => start.offer_temperature(hot, t + difference),
                _ => {}
            }
        }
        balance(start);
        if let (Some(hot), Some(cold)) = (start.t(IN[HOT]), start.t(IN[COLD])) {
            let change = START_SHARE * (hot - cold).max(LEAST_DIFFERENCE);
            if start.offers.is_empty() {
                start.offer_temperature(OUT[HOT], hot - change);
                start.offer_temperature(OUT[COLD], cold + change);
            }
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = Report::default();
        let zone = zone(at)?;
        report.set(Q, -zone.q);
        let ua = conductance(&zone, zone.q.re()).unwrap_or_else(|| S::from(f64::NAN));
        report.set(UA, ua);
        report.set(LMTD, zone.q / ua);
        report.set(TTD_U, zone.dt_a);
        report.set(TTD_L, zone.dt_b);
        report.set(TTD_MIN, zone.dt_a.lesser(zone.dt_b));
        for side in [HOT, COLD] {
            let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
            report.set(PR[side], outlet.p / inlet.p);
            report.set(DP[side], inlet.p - outlet.p);
            if inlet.m.re() != 0.0 {
                report.set(ZETA[side], zeta_of(&inlet, &outlet)?);
            }
        }
        // Beyond the range of a fluid there is no effectiveness against the other side's inlet temperature.
        let [hot, cold] = [HOT, COLD].map(|side| effectiveness(at, side).unwrap_or_else(|_| S::from(f64::NAN)));
        report.set(EFF[HOT], hot);
        report.set(EFF[COLD], cold);
        report.set(EFF_MAX, hot.greater(cold));
        Ok(report)
    }
}

/// m (h_out − h_in) of a side.
fn heat<S: Scalar>(at: &At<S>, side: usize) -> S {
    let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
    inlet.m * (outlet.h - inlet.h)
}

/// The exchanger as one zone.
fn zone<S: Scalar>(at: &At<S>) -> Result<Zone<S>, ComponentError> {
    let t = |port| at.stream(port).t();
    Ok(Zone { q: -heat(at, HOT), dt_a: t(IN[HOT])? - t(OUT[COLD])?, dt_b: t(OUT[HOT])? - t(IN[COLD])? })
}

/// Change of enthalpy of a side that leaves with the temperature at which the other enters.
fn greatest_rise<S: Scalar>(at: &At<S>, side: usize) -> Result<S, ComponentError> {
    let (inlet, outlet) = (at.stream(IN[side]), at.stream(OUT[side]));
    Ok(at_pt(inlet.fluid, outlet.p, at.stream(IN[1 - side]).t()?)?.h - inlet.h)
}

fn effectiveness<S: Scalar>(at: &At<S>, side: usize) -> Result<S, ComponentError> {
    Ok((at.stream(OUT[side]).h - at.stream(IN[side]).h) / greatest_rise(at, side)?)
}

/// Offers what follows from the heat that a side takes.
fn offer_heat(start: &mut Start, side: usize, q: f64) {
    let (Some(inlet), Some(outlet)) = (start.at(IN[side]).cloned(), start.at(OUT[side]).cloned()) else { return };
    match (inlet.m, inlet.h, outlet.h) {
        (Some(m), Some(h), None) if m > 0.0 => start.offer(OUT[side], Variable::H, h + q / m),
        (Some(m), None, Some(h)) if m > 0.0 => start.offer(IN[side], Variable::H, h - q / m),
        (None, Some(h_in), Some(h_out)) if q / (h_out - h_in) > 0.0 => {
            start.offer(IN[side], Variable::M, q / (h_out - h_in));
        }
        _ => {}
    }
}

/// Where all of one side is known, so is the heat of the other.
fn balance(start: &mut Start) {
    for side in [HOT, COLD] {
        let known = start.at(IN[side]).and_then(|inlet| Some(inlet.m? * (start.at(OUT[side])?.h? - inlet.h?)));
        if let Some(q) = known {
            offer_heat(start, 1 - side, -q);
        }
    }
}
