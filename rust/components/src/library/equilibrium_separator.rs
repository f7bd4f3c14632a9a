//! Equilibrium separator: divides a stream of any phase into its liquid and its vapour.
//!
//! ```text
//! m_in = m_out1 + m_out2        m_in h_in = m_out1 h_out1 + m_out2 h_out2        one pressure at all ports
//! h_out1 = min(h_in, h'(p))        h_out2 = max(h_in, h''(p))
//! ```
//! Where liquid enters it leaves unchanged at `out1`, and the balances leave nothing for `out2`; where vapour enters, the other way
//! round.

use super::junction::{energy, imbalance, mass};
use super::phase_separator;
use crate::declaration::{Activation, Declaration, Equation, Form, Variable};
use crate::declare::{equal, equation, fluid_in, fluid_out, states};
use crate::properties::saturation;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const LIQUID: usize = 1;
const VAPOUR: usize = 2;

const EQ_LIQUID: usize = 2;
const EQ_VAPOUR: usize = 3;

/// Divides a stream of any phase into liquid and vapour.
pub struct EquilibriumSeparator;

fn equations(ports: &[crate::declaration::Port]) -> Vec<Equation> {
    let leaves =
        |name, formula, port| equation(name, formula, Activation::Always, Form::General(states(&[IN, port], &[])));
    let one = |port| equation("pressure", "p = p_in1", Activation::Always, equal(Variable::P, IN, port));
    vec![
        mass(ports),
        energy(ports),
        leaves("liquid", "h_out1 = min(h_in, h'(p))", LIQUID),
        leaves("vapour", "h_out2 = max(h_in, h''(p))", VAPOUR),
        one(LIQUID),
        one(VAPOUR),
    ]
}

impl Component for EquilibriumSeparator {
    fn declaration() -> Declaration {
        let ports = vec![fluid_in("in1"), fluid_out("out1"), fluid_out("out2")];
        Declaration {
            class: "EquilibriumSeparator",
            summary: "Divides a stream of any phase into its liquid and its vapour.",
            details: "Liquid leaves at `out1`, vapour at `out2`. Wet vapour is divided into saturated liquid and saturated vapour; \
                      liquid and superheated vapour leave as they enter, and nothing leaves at the other outlet.",
            main: None,
            passes: vec![(IN, LIQUID), (IN, VAPOUR)],
            parameters: vec![],
            equations: equations(&ports),
            defaults: vec![],
            ports,
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let inlet = at.stream(IN);
        let saturated = |stream: crate::Stream<S>| saturation(stream.fluid, stream.p);
        match number {
            EQ_LIQUID => {
                let outlet = at.stream(LIQUID);
                Ok(outlet.h - saturated(outlet)?.0.h.lesser(inlet.h))
            }
            EQ_VAPOUR => {
                let outlet = at.stream(VAPOUR);
                Ok(outlet.h - saturated(outlet)?.1.h.greater(inlet.h))
            }
            _ => Ok(imbalance(at, &[IN], &[LIQUID, VAPOUR])),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        phase_separator::start(start, &[IN]);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
