//! Fan: moves a gas against a small pressure.
//!
//! Equations: modules `machine` and `flow_curves`, and
//! ```text
//! eta       : P eta = V (p_out − p_in),   P = m (h_out − h_in)
//! flow_char : p_out − p_in = (ρ_in/rho_rated) C(V)                       at speed n: n² C(V/n)
//! eta_char  : m (h_out − h_in) C(V) = V (p_out − p_in)                   at speed n: C(V/n)
//! ```
//! Without `rho_rated` a curve holds at the density of the inlet.
//!
//! Reference: ISO 5801:2017, Fans — Performance testing using standardized airways; affinity laws as in F. P. Bleier, Fan Handbook,
//! McGraw-Hill 1998.

use entropyk_core::Quantity;

use super::flow_curves::{self, at_speed, curve};
use super::machine::{self, EQUATIONS, IN, OUT, PARAMETERS, Sense};
use crate::declaration::{Activation, Declaration, Form, Term, Variable};
use crate::declare::{at as variables, equation, number, states, stream};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const ETA: usize = PARAMETERS;
const SPEED: usize = PARAMETERS + 1;
const FLOW_CHAR: usize = PARAMETERS + 2;
const ETA_CHAR: usize = PARAMETERS + 3;
const RHO_RATED: usize = PARAMETERS + 4;

const EQ_ETA: usize = EQUATIONS;
const EQ_FLOW_CHAR: usize = EQUATIONS + 1;
const EQ_ETA_CHAR: usize = EQUATIONS + 2;

/// Fan.
pub struct Fan;

impl Component for Fan {
    fn declaration() -> Declaration {
        let mut parameters = machine::parameters(Sense::Up);
        parameters.extend([
            number("eta", Quantity::Efficiency, "flow work V (p_out − p_in) over power").strictly(1e-3, 1.01),
            flow_curves::speed(),
            curve("flow_char", "pressure rise in Pa over volumetric flow in m³/s"),
            curve("eta_char", "efficiency `eta` over volumetric flow in m³/s"),
            number("rho_rated", Quantity::Density, "density of the gas that the pressure rise was measured with")
                .positive(),
        ]);
        let ends = variables(IN, &[Variable::M, Variable::P, Variable::H]).chain(variables(OUT, &[Variable::P]));
        let lift = ends.chain([SPEED, RHO_RATED].map(Term::Parameter)).collect();
        let mut equations = machine::equations(Sense::Up);
        equations.extend([
            equation(
                "eta",
                "(h_out − h_in) eta = v_in (p_out − p_in)",
                Activation::Given(ETA),
                Form::General(states(&[IN, OUT], &[ETA])),
            ),
            equation(
                "flow_char",
                "p_out − p_in = (ρ_in/rho_rated) n² C(V/n)",
                Activation::Given(FLOW_CHAR),
                Form::General(lift),
            ),
            equation(
                "eta_char",
                "(h_out − h_in) C(V/n) = v_in (p_out − p_in)",
                Activation::Given(ETA_CHAR),
                Form::General(stream(IN, OUT, &[SPEED])),
            ),
        ]);
        Declaration {
            class: "Fan",
            summary: "Fan with efficiencies, curves of pressure rise and efficiency over flow, and affinity laws.",
            details: "`eta` relates the flow work V (p_out − p_in) to the power, `eta_s` the isentropic one. The curves hold at `speed` = 1 and \
                      follow the affinity laws at others; with `rho_rated` the pressure rise is proportional to the density at the inlet.",
            ports: machine::ports(Sense::Up),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters,
            equations,
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let (rise, gain) = (outlet.h - inlet.h, outlet.p - inlet.p);
        match number {
            EQ_ETA => Ok(rise * at.value(ETA) - inlet.v()? * gain),
            EQ_FLOW_CHAR => {
                let rated = at.value(RHO_RATED);
                let density = if rated.re().is_nan() { S::one() } else { inlet.rho()? / rated };
                Ok(gain - at_speed(at, FLOW_CHAR, SPEED, 2)? * density)
            }
            EQ_ETA_CHAR => Ok(rise * at_speed(at, ETA_CHAR, SPEED, 0)? - inlet.v()? * gain),
            _ => machine::residual(number, at, Sense::Up),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let eta = start.value(ETA).unwrap_or(0.6);
        machine::start(start, Sense::Up, eta);
        start.share(Variable::P, IN, OUT);
        start.share(Variable::H, IN, OUT);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let mut report = machine::report(at, Sense::Up)?;
        report.set(ETA, inlet.v()? * (outlet.p - inlet.p) / (outlet.h - inlet.h));
        flow_curves::judge(at, &[FLOW_CHAR, ETA_CHAR], SPEED, &mut report)?;
        Ok(report)
    }
}
