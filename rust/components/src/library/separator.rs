//! Separator: parts a mixture into streams of different composition.
//!
//! ```text
//! m_in = Σ m_out        m_in w_in = Σ m_out w_out of every species        p_out,j = p_in        T_out,j = T_in
//! ```
//! What parting takes in work and heat is not part of it: the compositions of all outlets but one are given.

use super::junction::{offer_flows, species_imbalance};
use crate::declaration::{Activation, Declaration, Form, Mixture, Term, Variable};
use crate::declare::{each_equal, equation, fluid_in, fluid_out, how_many, several};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const NUM_OUT: usize = 0;

const EQ_SPECIES: usize = 1;

/// Parts species.
pub struct Separator;

impl Component for Separator {
    const HAS_STATES: bool = false;

    fn declaration() -> Declaration {
        let mass = vec![(Term::Port(IN, Variable::M), 1.0), (Term::Each(OUT, Variable::M), -1.0)];
        let species = Form::Mixing { inlets: vec![IN], outlet: OUT, way: Mixture::Parted };
        let ends = [Variable::P, Variable::H].into_iter();
        let terms = ends.flat_map(|variable| [Term::Port(IN, variable), Term::Each(OUT, variable)]).collect();
        Declaration {
            class: "Separator",
            summary: "Parts a mixture into streams of different composition, of one pressure and temperature.",
            details: "The outlets `out1`, `out2`, … are as many as `num_out` says. Give the compositions of all but one, and a flow of each \
             of these.",
            ports: vec![fluid_in("in1"), several(fluid_out("out"), NUM_OUT)],
            main: None,
            passes: vec![(IN, OUT)],
            parameters: vec![how_many("num_out", "number of outlets", 2.0, 1.0)],
            equations: vec![
                equation("mass balance", "m_in = Σ m_out", Activation::Always, Form::Balance(mass)),
                equation("species balance", "m_in w_in = Σ m_out w_out", Activation::Always, species),
                equation("pressure", "p_out = p_in", Activation::Always, each_equal(Variable::P, OUT, IN)),
                equation("temperature", "T_out = T_in", Activation::Always, Form::Each { port: OUT, terms }),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_SPECIES => Ok(species_imbalance(at, &[IN], &[OUT])),
            _ => {
                let outlet = at.streams(OUT).nth(at.index).expect("an equation for every outlet");
                Ok(outlet.t()? - at.stream(IN).t()?)
            }
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        offer_flows(start, IN, OUT);
        if let Some(t) = start.t(IN) {
            start.offer_temperature_at_each(OUT, t);
        }
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
