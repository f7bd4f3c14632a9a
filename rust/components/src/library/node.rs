//! Node: joins streams and divides the mixture.
//!
//! ```text
//! Σ m_in = Σ m_out        Σ m_in h_in = Σ m_out h_out
//! p_in,j = p_out,1        p_out,j = p_out,1        h_out,j = h_out,1
//! Σ m_in w_in = Σ m_out w_out        w_out,j = w_out,1        for every species of a mixture
//! ```

use super::junction::{energy, imbalance, mass, offer_mixture, species, species_imbalance};
use crate::declaration::{Activation, Declaration, Variable};
use crate::declare::{each_equal, equation, fluid_in, fluid_out, how_many, several};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const NUM_IN: usize = 0;
const NUM_OUT: usize = 1;

const EQ_SPECIES: usize = 5;

/// Joins streams and divides the mixture.
pub struct Node;

impl Component for Node {
    fn declaration() -> Declaration {
        let ports = vec![several(fluid_in("in"), NUM_IN), several(fluid_out("out"), NUM_OUT)];
        let same = |name, formula, variable, target| {
            equation(name, formula, Activation::Always, each_equal(variable, target, OUT))
        };
        Declaration {
            class: "Node",
            summary: "Joins several streams and divides the mixture.",
            details: "A merge and a splitter in one: `num_in` inlets, `num_out` outlets.",
            main: None,
            passes: vec![(IN, OUT)],
            parameters: vec![
                how_many("num_in", "number of inlets", 2.0, 1.0),
                how_many("num_out", "number of outlets", 2.0, 1.0),
            ],
            equations: vec![
                mass(&ports),
                same("inlet pressure", "p_in = p_out1", Variable::P, IN),
                same("outlet pressure", "p_out = p_out1", Variable::P, OUT),
                same("outlet enthalpy", "h_out = h_out1", Variable::H, OUT),
                energy(&ports),
                species(&[IN], OUT),
            ],
            defaults: vec![],
            ports,
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_SPECIES => Ok(species_imbalance(at, &[IN], &[OUT])),
            _ => Ok(imbalance(at, &[IN], &[OUT])),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        offer_mixture(start, IN, OUT);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
