//! Splitter: divides a stream.
//!
//! ```text
//! m_in = Σ m_out        p_out,j = p_in        h_out,j = h_in
//! ```

use super::junction::offer_flows;
use crate::declaration::{Activation, Declaration, Form, Term, Variable};
use crate::declare::{each_equal, equation, fluid_in, fluid_out, how_many, several};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const NUM_OUT: usize = 0;

/// Divides a stream.
pub struct Splitter;

impl Component for Splitter {
    fn declaration() -> Declaration {
        let mass = vec![(Term::Port(IN, Variable::M), 1.0), (Term::Each(OUT, Variable::M), -1.0)];
        let same = |name, formula, variable| equation(name, formula, Activation::Always, each_equal(variable, OUT, IN));
        Declaration {
            class: "Splitter",
            summary: "Divides a stream into several of the same state.",
            details: "The outlets `out1`, `out2`, … are as many as `num_out` says.",
            ports: vec![fluid_in("in1"), several(fluid_out("out"), NUM_OUT)],
            main: None,
            passes: vec![(IN, OUT)],
            parameters: vec![how_many("num_out", "number of outlets", 2.0, 1.0)],
            equations: vec![
                equation("mass balance", "m_in = Σ m_out", Activation::Always, Form::Balance(mass)),
                same("pressure", "p_out = p_in", Variable::P),
                same("enthalpy", "h_out = h_in", Variable::H),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("all equations of a splitter are linear")
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        offer_flows(start, IN, OUT);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
