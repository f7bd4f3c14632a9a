//! Expansion valve: isenthalpic throttling.
//!
//! ```text
//! m_out = m_in        h_out = h_in        p_out = pr p_in        p_out = p_in − dp
//! zeta_d4 : p_in − p_out = zeta_d4 8 m|m| v/π²                        (module `friction`)
//! Kv      : Kv² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000             (Kv in m³/h of water at 1 bar)
//! ```
//! Reference: IEC 60534-2-1, flow of incompressible fluids.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Form, Term, Variable};
use crate::declare::{
    at as variables, equal, equation, fluid_in, fluid_out, mass_balance, number, pressure_change, stream,
};
use crate::friction::{zeta, zeta_of};
use crate::{At, Component, ComponentError, Report, Scalar, Start, Stream};

const IN: usize = 0;
const OUT: usize = 1;

const PR: usize = 0;
const DP: usize = 1;
const ZETA: usize = 2;
const KV: usize = 3;

const EQ_ZETA: usize = 4;

/// Isenthalpic expansion valve.
pub struct Valve;

impl Component for Valve {
    fn declaration() -> Declaration {
        let [pr, dp] = pressure_change(IN, OUT, PR, DP);
        let inlet = variables(IN, &[Variable::M, Variable::P, Variable::H]);
        let sized = inlet.chain(variables(OUT, &[Variable::P])).chain([Term::Parameter(KV)]);
        Declaration {
            class: "Valve",
            summary: "Expansion valve: isenthalpic throttling.",
            details: "m_out = m_in, h_out = h_in. The pressure drop follows from the rest of the model, or from `pr`, `dp`, `zeta_d4` \
                      or the flow coefficient `Kv`.",
            ports: vec![fluid_in("in1"), fluid_out("out1")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("pr", Quantity::Ratio, "outlet to inlet pressure ratio").within(1e-4, 1.0),
                number("dp", Quantity::PressureDifference, "pressure drop from inlet to outlet").within(0.0, 1e12),
                number(
                    "zeta_d4",
                    Quantity::Dimensionless,
                    "friction coefficient over the fourth power of the diameter, 1/m⁴",
                )
                .aliases(&["zeta"])
                .within(0.0, 1e15),
                number("Kv", Quantity::Dimensionless, "flow coefficient in m³/h").within(0.0, 1e15),
            ],
            equations: vec![
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
                    "Kv² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000",
                    Activation::Given(KV),
                    Form::General(sized.collect()),
                ),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        match number {
            EQ_ZETA => zeta(&inlet, &outlet, at.value(ZETA)),
            _ => Ok(at.value(KV).powi(2) * (inlet.p - outlet.p) - kv_squared_dp(&inlet)?),
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
            report.set(KV, (kv_squared_dp(&inlet)?.abs() / (inlet.p - outlet.p)).sqrt());
        }
        Ok(report)
    }
}

/// Kv² (p_in − p_out) of a flow, m⁶/h² Pa, with its sign.
fn kv_squared_dp<S: Scalar>(inlet: &Stream<S>) -> Result<S, ComponentError> {
    Ok(inlet.m * inlet.m.abs() * inlet.v()? * (3600.0 * 3600.0 * 100.0))
}
