//! What sources, sinks and buses of power and of heat share.
//!
//! ```text
//! bus : Σ E_in = Σ E_out
//! ```
//! Sources and sinks have no equations: E is given at their connection, or follows from the rest of the model.

use crate::declaration::{Activation, Declaration, Direction, Form, Port, Term, Variable};
use crate::declare::{equation, how_many, required, several};
use crate::{At, Scalar};

const IN: usize = 0;
const OUT: usize = 1;
const NUM_IN: usize = 0;
const NUM_OUT: usize = 1;

/// A source or sink with that port.
pub(super) fn end(class: &'static str, summary: &'static str, port: Port) -> Declaration {
    Declaration {
        class,
        summary,
        details: "No equations: E is specified at its connection, or follows from the rest of the model.",
        ports: vec![required(port)],
        main: None,
        passes: vec![],
        parameters: vec![],
        equations: vec![],
        defaults: vec![],
    }
}

/// Energy through the port of a source or sink, W.
pub(super) fn through<S: Scalar>(at: &At<S>) -> S {
    at.energy(0).unwrap_or_else(S::zero)
}

/// A bus of ports of that kind, with the stems of their names.
pub(super) fn bus(
    class: &'static str,
    summary: &'static str,
    port: fn(&'static str, Direction) -> Port,
    [inlet, outlet]: [&'static str; 2],
) -> Declaration {
    let terms = vec![(Term::Each(IN, Variable::E), 1.0), (Term::Each(OUT, Variable::E), -1.0)];
    let bar = |name, direction, count| several(required(port(name, direction)), count);
    Declaration {
        class,
        summary,
        details: "Its inlets, numbered from 1, are as many as `num_in` says, its outlets as many as `num_out`.",
        ports: vec![bar(inlet, Direction::In, NUM_IN), bar(outlet, Direction::Out, NUM_OUT)],
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
