//! Expansion valve: isenthalpic throttling.
//!
//! ```text
//! m_out = m_in        h_out = h_in        p_out = pr p_in        p_out = p_in − dp        p_in − p_out = dp_char(m)
//! zeta_d4 : p_in − p_out = zeta_d4 8 m|m| v/π²                        (module `friction`)
//! Kv      : (Φ Kv)² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000         (Kv in m³/h of water at 1 bar)
//! Kv_char : the same with Kv_char(opening), or the function Kv_analytical(opening), in the place of Φ Kv
//! orifice : (Φ C_d π D²/4)² 2 (p_in − p_out) = m|m| v_in
//!
//! Φ = 1 without an opening        Φ = opening (linear)        Φ = R^(opening − 1) (equal percentage, R the rangeability)
//! ```
//! References: IEC 60534-2-1, flow of incompressible fluids; IEC 60534-2-4, inherent flow characteristics; F. M. White, Fluid
//! Mechanics, McGraw-Hill, section 6.12 (C_d = 0.61 of a sharp edge).

use std::f64::consts::PI;

use entropyk_core::Quantity;

use crate::characteristic::Expression;
use crate::declaration::{Activation, Declaration, Equation, Form, Parameter, Term, Type, Variable};
use crate::declare::{
    all_given, at as variables, equal, equation, fluid_in, fluid_out, mass_balance, number, pressure_change, stream,
};
use crate::friction::{zeta, zeta_of};
use crate::{At, Component, ComponentError, Report, Role, Scalar, Slots, Start, Stream};

const IN: usize = 0;
const OUT: usize = 1;

const PR: usize = 0;
const DP: usize = 1;
const ZETA: usize = 2;
const KV: usize = 3;
const OPENING: usize = 4;
const CHARACTERISTIC: usize = 5;
const RANGEABILITY: usize = 6;
const DP_CHAR: usize = 7;
const KV_CHAR: usize = 8;
const D: usize = 9;
const C_D: usize = 10;
const KV_ANALYTICAL: usize = 11;

const EQ_ZETA: usize = 4;
const EQ_KV: usize = 5;
const EQ_KV_CHAR: usize = 6;
const EQ_DP_CHAR: usize = 7;
const EQ_KV_ANALYTICAL: usize = 9;

const CHARACTERISTICS: [&str; 2] = ["linear", "equal percentage"];
const EQUAL_PERCENTAGE: usize = 1;

/// Isenthalpic expansion valve.
pub struct Valve;

fn parameters() -> Vec<Parameter> {
    let line = |name, meaning| number(name, Quantity::Dimensionless, meaning).of_kind(Type::Line(Expression::M));
    vec![
        number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1e-4, 1.0),
        number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e12),
        number("zeta_d4", Quantity::Dimensionless, "friction coefficient over the fourth power of the diameter, 1/m⁴")
            .aliases(&["zeta"])
            .within(0.0, 1e15),
        number("Kv", Quantity::Dimensionless, "flow coefficient in m³/h, of the open valve where an opening is given")
            .within(0.0, 1e15),
        number("opening", Quantity::Ratio, "share of the full travel, 1 fully open").within(0.0, 1.1),
        number("characteristic", Quantity::Dimensionless, "how the flow coefficient follows the opening")
            .of_kind(Type::Choice(&CHARACTERISTICS)),
        number(
            "rangeability",
            Quantity::Ratio,
            "ratio of the greatest to the least flow coefficient, for equal percentage",
        )
        .strictly(1.0 + 1e-9, f64::INFINITY)
        .default(50.0),
        line("dp_char", "pressure drop in Pa over the mass flow in kg/s"),
        line("Kv_char", "flow coefficient in m³/h over the opening"),
        number("D", Quantity::Length, "diameter of the orifice").within(1e-5, 2.0),
        number("C_d", Quantity::Ratio, "discharge coefficient of the orifice").within(0.0, 1.0).default(0.61),
        number(
            "Kv_analytical",
            Quantity::Dimensionless,
            "function of the opening that gives the flow coefficient in m³/h",
        )
        .of_kind(Type::Function),
    ]
}

fn equations() -> Vec<Equation> {
    let [pr, dp] = pressure_change(IN, OUT, PR, DP);
    let sized = |given: &[usize]| {
        let inlet = variables(IN, &[Variable::M, Variable::P, Variable::H]);
        let parameters = given.iter().map(|parameter| Term::Parameter(*parameter));
        Form::General(inlet.chain(variables(OUT, &[Variable::P])).chain(parameters).collect())
    };
    let drop = variables(IN, &[Variable::M, Variable::P]).chain(variables(OUT, &[Variable::P])).collect();
    vec![
        mass_balance(IN, OUT),
        equation("enthalpy", "h_out = h_in", Activation::Always, equal(Variable::H, IN, OUT)),
        pr,
        dp,
        equation(
            "zeta_d4",
            "p_in − p_out = zeta_d4 8 m|m| v/π²",
            Activation::Given(ZETA),
            Form::General(stream(IN, OUT, &[ZETA])),
        ),
        equation(
            "Kv",
            "(Φ Kv)² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000",
            Activation::Given(KV),
            sized(&[KV, OPENING, RANGEABILITY]),
        ),
        equation(
            "Kv_char",
            "Kv_char(opening)² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000",
            all_given(&[KV_CHAR, OPENING]),
            sized(&[OPENING]),
        ),
        equation("dp_char", "p_in − p_out = dp_char(m)", Activation::Given(DP_CHAR), Form::General(drop)),
        equation(
            "orifice",
            "(Φ C_d π D²/4)² 2 (p_in − p_out) = m|m| v_in",
            Activation::Given(D),
            sized(&[D, C_D, OPENING, RANGEABILITY]),
        ),
        equation(
            "Kv_analytical",
            "Kv_analytical(opening)² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000",
            all_given(&[KV_ANALYTICAL, OPENING]),
            sized(&[OPENING]),
        ),
    ]
}

impl Component for Valve {
    fn declaration() -> Declaration {
        Declaration {
            class: "Valve",
            summary: "Expansion valve: isenthalpic throttling.",
            details: "m_out = m_in, h_out = h_in. The pressure drop follows from the rest of the model, or from `pr`, `dp`, `zeta_d4`, \
                      the line `dp_char`, the flow coefficient `Kv` after IEC 60534, or an orifice of diameter `D`. With an `opening`, \
                      `Kv` and `D` are those of the open valve, and its `characteristic` says what is left of them; or `Kv_char`, \
                      a line, or `Kv_analytical`, a function, gives the flow coefficient over the opening.",
            ports: vec![fluid_in("in1"), fluid_out("out1")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: parameters(),
            equations: equations(),
            defaults: vec![],
        }
    }

    fn check(slots: &Slots) -> Result<(), ComponentError> {
        let has_size = [KV, KV_CHAR, KV_ANALYTICAL, D].into_iter().any(|size| slots.is_given(size));
        match slots.slot(OPENING).role == Role::Free && !has_size {
            true => Err(ComponentError::Parameter(
                "opening is an unknown, but without a Kv nothing depends on it: give Kv (of the open valve), Kv_char, \
                 Kv_analytical or the diameter D of the orifice"
                    .into(),
            )),
            false => Ok(()),
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let drop = inlet.p - outlet.p;
        match number {
            EQ_ZETA => zeta(&inlet, &outlet, at.value(ZETA)),
            EQ_KV => Ok((at.value(KV) * share(at)).powi(2) * drop - kv_squared_dp(&inlet)?),
            EQ_KV_CHAR => match at.line(KV_CHAR) {
                Some(curve) => Ok(curve.line.evaluate(at.value(OPENING))?.powi(2) * drop - kv_squared_dp(&inlet)?),
                None => unreachable!("the equation is active with its line"),
            },
            EQ_KV_ANALYTICAL => match at.function(KV_ANALYTICAL) {
                Some(curve) => Ok(curve.evaluate(at.value(OPENING))?.powi(2) * drop - kv_squared_dp(&inlet)?),
                None => unreachable!("the equation is active with its function"),
            },
            EQ_DP_CHAR => match at.line(DP_CHAR) {
                Some(curve) => Ok(drop - curve.line.evaluate(inlet.m)?),
                None => unreachable!("the equation is active with its line"),
            },
            _ => {
                let area = at.value(C_D) * at.value(D).powi(2) * share(at) * (PI / 4.0);
                Ok(area * area * drop * 2.0 - inlet.m * inlet.m.abs() * inlet.v()?)
            }
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        start.share(Variable::H, IN, OUT);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let mut report = Report::default();
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        if inlet.m.re() != 0.0 {
            report.set(ZETA, zeta_of(&inlet, &outlet)?);
        }
        if inlet.p.re() > outlet.p.re() {
            report.set(KV, (kv_squared_dp(&inlet)?.abs() / (inlet.p - outlet.p)).sqrt() / share(at));
        }
        Ok(report)
    }
}

/// Φ: what an opening leaves of the flow coefficient.
fn share<S: Scalar>(at: &At<S>) -> S {
    if !at.is_given(OPENING) || at.is_given(KV_CHAR) || at.is_given(KV_ANALYTICAL) {
        return S::one();
    }
    let opening = at.value(OPENING);
    match at.slots.choice(CHARACTERISTIC) {
        EQUAL_PERCENTAGE => ((opening - 1.0) * at.value(RANGEABILITY).ln()).exp(),
        _ => opening,
    }
}

/// Kv² (p_in − p_out) of a flow, m⁶/h² Pa, with its sign.
pub(super) fn kv_squared_dp<S: Scalar>(inlet: &Stream<S>) -> Result<S, ComponentError> {
    Ok(inlet.m * inlet.m.abs() * inlet.v()? * (3600.0 * 3600.0 * 100.0))
}

#[cfg(test)]
mod tests {
    use entropyk_fluids::Fluid;

    use super::*;
    use crate::StateCell;

    /// IEC 60534-2-1, annex E, example 1: 360 m³/h of water at 363 K from 6.8 to 2.2 bar, 965.4 kg/m³, take Kv = 165 m³/h.
    #[test]
    fn a_control_valve_has_the_flow_coefficient_of_the_standard() {
        let (fluid, cell) = (Fluid::new("Water").expect("water"), StateCell::default());
        let state = fluid.pt(6.8e5, 363.0, &[], None).expect("liquid");
        let inlet = Stream { m: 0.1 * state.rho.value, p: 6.8e5, h: state.h, fluid: (&fluid).into(), cell: &cell };
        let kv = (kv_squared_dp(&inlet).expect("a state") / 4.6e5).sqrt();
        // The standard prints three digits.
        assert!((kv - 165.0).abs() < 0.5, "{kv}");
    }
}
