//! Heat bus: sums heat flows and distributes the sum.
//!
//! ```text
//! Σ E_in = Σ E_out
//! ```

use crate::declaration::{Activation, Declaration, Direction, Form, Term, Variable};
use crate::declare::{equation, heat, how_many, required, several};
use crate::{At, Component, ComponentError, Report, Scalar};

const IN: usize = 0;
const OUT: usize = 1;
const NUM_IN: usize = 0;
const NUM_OUT: usize = 1;

/// Sums heat flows and distributes the sum.
pub struct HeatBus;

impl Component for HeatBus {
    fn declaration() -> Declaration {
        let terms = vec![(Term::Each(IN, Variable::E), 1.0), (Term::Each(OUT, Variable::E), -1.0)];
        let bar = |name, direction, count| several(required(heat(name, direction)), count);
        Declaration {
            class: "HeatBus",
            summary: "Sums heat flows and distributes the sum.",
            details: "The ports `heat_in1`, `heat_in2`, … and `heat_out1`, … are as many as `num_in` and `num_out` say.",
            ports: vec![bar("heat_in", Direction::In, NUM_IN), bar("heat_out", Direction::Out, NUM_OUT)],
            main: None,
            passes: vec![],
            parameters: vec![
                how_many("num_in", "number of inlets", 0.0, 0.0),
                how_many("num_out", "number of outlets", 0.0, 0.0),
            ],
            equations: vec![equation("energy balance", "Σ E_in = Σ E_out", Activation::Always, Form::Balance(terms))],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("the equation of a bus is linear")
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
