//! Compressor with polynomials of its efficiencies, cooled by a stream that takes up part of its heat.
//!
//! Equations: module `polynomial`, and
//! ```text
//! m_out2 = m_in2        p_out2 = pr_cooling p_in2        p_out2 = p_in2 − dp_cooling
//! m_in2 (h_out2 − h_in2) = −eta_recovery Q_diss
//! td_minimal = T(p_out1, h_in1 + P/m_in1) − T_out2
//! ```

use entropyk_core::Quantity;

use super::machine::{self, IN, OUT, Sense};
use super::polynomial::{self, DISSIPATION, EQUATIONS, PARAMETERS, dissipated, h_compressed};
use crate::declaration::{Activation, Declaration, Form, Term, Variable};
use crate::declare::{equation, fluid_in, fluid_out, heat_flow, mass_balance, number, pressure_change};
use crate::{At, Component, ComponentError, Report, Scalar, Start, StateCell, Stream};

const COOLING_IN: usize = 3;
const COOLING_OUT: usize = 4;

const ETA_RECOVERY: usize = PARAMETERS;
const TD_MINIMAL: usize = PARAMETERS + 1;
const DP_COOLING: usize = PARAMETERS + 2;
const PR_COOLING: usize = PARAMETERS + 3;

const EQ_COOLING: usize = EQUATIONS + 3;

/// Cooled compressor with polynomials of its efficiencies.
pub struct PolynomialCompressorWithCooling;

impl Component for PolynomialCompressorWithCooling {
    fn declaration() -> Declaration {
        let mut ports = machine::ports(Sense::Up);
        ports.extend([fluid_in("in2"), fluid_out("out2")]);
        let mut parameters = polynomial::parameters();
        parameters.extend([
            number("eta_recovery", Quantity::Efficiency, "share of the dissipated heat that the cooling takes up")
                .strictly(0.0, 1.0),
            number(
                "td_minimal",
                Quantity::TemperatureDifference,
                "temperature at the end of the compression over that of the cooling outlet",
            )
            .result()
            .within(0.0, 1e12),
            number("dp_cooling", Quantity::PressureDifference, "pressure drop of the cooling").within(0.0, 1e12),
            number("pr_cooling", Quantity::Ratio, "outlet to inlet pressure ratio of the cooling").within(0.0, 1e12),
        ]);
        let mut equations = polynomial::equations();
        let [mut pr, mut dp] = pressure_change(COOLING_IN, COOLING_OUT, PR_COOLING, DP_COOLING);
        (pr.name, pr.formula) = ("pr_cooling", "p_out2 = pr_cooling p_in2");
        (dp.name, dp.formula) = ("dp_cooling", "p_out2 = p_in2 − dp_cooling");
        let mut mass = mass_balance(COOLING_IN, COOLING_OUT);
        (mass.name, mass.formula) = ("mass balance of the cooling", "m_out2 = m_in2");
        let heat =
            heat_flow(IN, OUT, &[DISSIPATION]).into_iter().chain(heat_flow(COOLING_IN, COOLING_OUT, &[ETA_RECOVERY]));
        equations.extend([
            mass,
            pr,
            dp,
            equation(
                "cooling",
                "m_in2 (h_out2 − h_in2) = −eta_recovery Q_diss",
                Activation::Always,
                Form::General(heat.collect::<Vec<Term>>()),
            ),
        ]);
        Declaration {
            class: "PolynomialCompressorWithCooling",
            summary: "Displacement compressor with polynomials of its efficiencies, and a stream that takes up part of its heat.",
            details: "As a `PolynomialCompressor`; the stream from `in2` to `out2` takes up the share `eta_recovery` of the dissipated heat.",
            ports,
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT), (COOLING_IN, COOLING_OUT)],
            parameters,
            equations,
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        if number != EQ_COOLING {
            return polynomial::residual(number, at);
        }
        let (inlet, outlet) = (at.stream(COOLING_IN), at.stream(COOLING_OUT));
        Ok(inlet.m * (outlet.h - inlet.h) + dissipated(at) * at.value(ETA_RECOVERY))
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        if !start.slots.is_given(ETA_RECOVERY) {
            return Err(ComponentError::Parameter(
                "eta_recovery is not given: set the share of the dissipated heat that the cooling takes up".into(),
            ));
        }
        start.share(Variable::P, COOLING_IN, COOLING_OUT);
        start.share(Variable::H, COOLING_IN, COOLING_OUT);
        polynomial::start(start)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = polynomial::report(at)?;
        let (inlet, outlet) = (at.stream(COOLING_IN), at.stream(COOLING_OUT));
        report.loss -= inlet.m * (outlet.h - inlet.h);
        report.set(DP_COOLING, inlet.p - outlet.p);
        report.set(PR_COOLING, outlet.p / inlet.p);
        let (cell, end) = (StateCell::default(), at.stream(OUT));
        let compressed = Stream { h: h_compressed(at), cell: &cell, ..end };
        report.set(TD_MINIMAL, compressed.t()? - outlet.t()?);
        Ok(report)
    }
}
