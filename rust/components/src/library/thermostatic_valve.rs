//! Thermostatic expansion valve: opens with the superheat that its bulb senses in the suction line.
//!
//! Liquid from in1 is throttled to out1; the suction line passes the bulb from in2 to out2, where the pressure is sensed too (external
//! equalization).
//! ```text
//! m_out1 = m_in1        h_out1 = h_in1        m_out2 = m_in2        p_out2 = p_in2        h_out2 = h_in2
//! superheat : T_in2 − T_dew(p_in2) = superheat
//! Kv        : (φ Kv)² (p_in1 − p_out1)/1e5 = 3600² m|m| v_in1/1000
//! φ = (T_in2 − T_dew(p_in2) − static_superheat)/opening_superheat,  1 at most
//! ```
//! Reference: ASHRAE Handbook Refrigeration 2018, chapter 11 (static, opening and operating superheat).

use entropyk_core::Quantity;

use super::valve::kv_squared_dp;
use crate::declaration::{Activation, Declaration, Form, Term, Variable};
use crate::declare::{
    at as variables, equal, equation, fluid_in, fluid_out, mass_balance, number, pressure_change, states,
};
use crate::properties::{h_superheated, saturation};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
/// Ports of the suction line at the bulb.
const BULB_IN: usize = 2;
const BULB_OUT: usize = 3;

const PR: usize = 0;
const DP: usize = 1;
const KV: usize = 2;
const STATIC: usize = 3;
const OPENING_SUPERHEAT: usize = 4;
const SUPERHEAT: usize = 5;
const OPENING: usize = 6;

const EQ_SUPERHEAT: usize = 7;
const EQ_KV: usize = 8;

/// Opening at the start, where no superheat is given.
const USUAL_OPENING: f64 = 0.7;

/// Expansion valve controlled by superheat.
pub struct ThermostaticValve;

impl Component for ThermostaticValve {
    fn declaration() -> Declaration {
        let difference = |name, meaning| number(name, Quantity::TemperatureDifference, meaning);
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let inlet = variables(IN, &[Variable::M, Variable::P, Variable::H]);
        let flow = inlet.chain(variables(OUT, &[Variable::P])).chain(states(&[BULB_IN], &[]));
        let flow = flow.chain([KV, STATIC, OPENING_SUPERHEAT].map(Term::Parameter)).collect();
        let same =
            |name, formula, variable| equation(name, formula, Activation::Always, equal(variable, BULB_IN, BULB_OUT));
        Declaration {
            class: "ThermostaticValve",
            summary: "Thermostatic expansion valve: opens with the superheat in the suction line.",
            details: "Liquid is throttled from `in1` to `out1`, and the suction line passes the bulb from `in2` to `out2` unchanged. From \
                      `static_superheat` on, at which the spring lets go, the valve opens in proportion to the superheat at the bulb, and is \
                      fully open `opening_superheat` above it, with the flow coefficient `Kv`. With `superheat` given instead, `Kv` is the \
                      size of the valve that holds it.",
            ports: vec![fluid_in("in1"), fluid_out("out1"), fluid_in("in2"), fluid_out("out2")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT), (BULB_IN, BULB_OUT)],
            parameters: vec![
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1e-4, 1.0),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e12),
                number("Kv", Quantity::Dimensionless, "flow coefficient of the fully open valve in m³/h")
                    .within(0.0, 1e15),
                difference("static_superheat", "superheat at which the valve begins to open")
                    .strictly(0.0, 50.0)
                    .default(4.0),
                difference("opening_superheat", "further superheat that opens it fully")
                    .strictly(1e-3, 50.0)
                    .default(4.0),
                difference("superheat", "superheat at the bulb").within(0.0, 1e3),
                number("opening", Quantity::Ratio, "share of the full travel").within(0.0, 1.0).result(),
            ],
            equations: vec![
                mass_balance(IN, OUT),
                equation("enthalpy", "h_out1 = h_in1", Activation::Always, equal(Variable::H, IN, OUT)),
                pr,
                dp,
                same("suction mass balance", "m_out2 = m_in2", Variable::M),
                same("suction pressure", "p_out2 = p_in2", Variable::P),
                same("suction enthalpy", "h_out2 = h_in2", Variable::H),
                equation(
                    "superheat",
                    "T_in2 − T_dew(p_in2) = superheat",
                    Activation::Given(SUPERHEAT),
                    Form::General(states(&[BULB_IN], &[SUPERHEAT])),
                ),
                equation(
                    "Kv",
                    "(φ Kv)² (p_in1 − p_out1)/1e5 = 3600² m|m| v_in1/1000, φ = (superheat − static_superheat)/opening_superheat",
                    Activation::Given(KV),
                    Form::General(flow),
                ),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_SUPERHEAT => Ok(superheat(at)? - at.value(SUPERHEAT)),
            EQ_KV => {
                let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
                let phi = opening(at)?.lesser(S::one());
                // A valve that is closed already would let through what flows backwards, so that the flow falls on.
                Ok((at.value(KV).powi(2)) * phi * phi.abs() * (inlet.p - outlet.p) - kv_squared_dp(&inlet)?)
            }
            _ => unreachable!("the other equations are affine"),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        start.share(Variable::H, IN, OUT);
        for variable in [Variable::M, Variable::P, Variable::H] {
            start.share(variable, BULB_IN, BULB_OUT);
        }
        let parts = [STATIC, OPENING_SUPERHEAT].map(|parameter| start.value(parameter).unwrap_or(4.0));
        let usual = parts[0] + USUAL_OPENING * parts[1];
        let given = start.value(SUPERHEAT).unwrap_or(usual);
        let suction = start.at(BULB_IN).and_then(|bulb| Some((bulb.fluid.clone(), bulb.p?)));
        if let Some((fluid, p)) = suction
            && let Ok(h) = h_superheated(&fluid, p, given)
        {
            start.offer(BULB_IN, Variable::H, h);
        }
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let mut report = Report::default();
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        report.set(SUPERHEAT, superheat(at)?);
        let phi = opening(at)?;
        if at.is_given(KV) && phi.re() > 1.0 {
            let message = "fully open, and the superheat is more than that takes: choose a greater Kv";
            report.warnings.push(message.into());
        }
        let phi = phi.lesser(S::one());
        report.set(OPENING, phi);
        if inlet.p.re() > outlet.p.re() && phi.re() > 0.0 {
            report.set(KV, (kv_squared_dp(&inlet)?.abs() / (inlet.p - outlet.p)).sqrt() / phi);
        }
        Ok(report)
    }
}

/// Superheat at the bulb, K.
fn superheat<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let bulb = at.stream(BULB_IN);
    Ok(bulb.t()? - saturation(bulb.fluid, bulb.p)?.1.t)
}

/// φ, before it is limited.
fn opening<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    Ok((superheat(at)? - at.value(STATIC)) / at.value(OPENING_SUPERHEAT))
}
