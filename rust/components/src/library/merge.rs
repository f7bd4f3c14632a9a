//! Merge: joins streams of one fluid, or of different composition.
//!
//! ```text
//! Σ m_in = m_out        p_in,j = p_out        Σ m_in h_in = m_out h_out
//! Σ m_in w_in = m_out w_out        for every species of a mixture
//! ```

use super::junction::{energy, imbalance, mass, offer_flows, offer_mixture, species, species_imbalance};
use crate::declaration::{Activation, Declaration, Variable};
use crate::declare::{each_equal, equation, fluid_in, fluid_out, how_many, several};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const NUM_IN: usize = 0;

const EQ_SPECIES: usize = 3;

/// Joins streams.
pub struct Merge;

impl Component for Merge {
    fn declaration() -> Declaration {
        let ports = vec![several(fluid_in("in"), NUM_IN), fluid_out("out1")];
        let pressure = each_equal(Variable::P, IN, OUT);
        Declaration {
            class: "Merge",
            summary: "Joins several streams.",
            details: "The inlets `in1`, `in2`, … are as many as `num_in` says. Streams of mixtures may differ in their composition.",
            main: None,
            passes: vec![(IN, OUT)],
            parameters: vec![how_many("num_in", "number of inlets", 2.0, 1.0)],
            equations: vec![
                mass(&ports),
                equation("pressure", "p_in = p_out", Activation::Always, pressure),
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
        offer_flows(start, OUT, IN);
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
