//! What components that join streams share: the balances of mass, of species and of energy over all their ports, one pressure.
//!
//! ```text
//! Σ m_in = Σ m_out        Σ m_in w_in = Σ m_out w_out of every species        Σ m_in h_in = Σ m_out h_out
//! ```

use crate::declaration::{Activation, Direction, Equation, Form, Mixture, Port, Term, Variable};
use crate::declare::equation;
use crate::{At, Scalar, Start, Stream};

fn sign(port: &Port) -> f64 {
    if port.direction == Direction::In { 1.0 } else { -1.0 }
}

/// Mass balance over all ports.
pub(super) fn mass(ports: &[Port]) -> Equation {
    let terms = ports.iter().enumerate().map(|(index, port)| (Term::Each(index, Variable::M), sign(port)));
    equation("mass balance", "Σ m_in = Σ m_out", Activation::Always, Form::Balance(terms.collect()))
}

/// Energy balance over all ports.
pub(super) fn energy(ports: &[Port]) -> Equation {
    let of = |index| [Term::Each(index, Variable::M), Term::Each(index, Variable::H)];
    let terms = (0..ports.len()).flat_map(of).collect();
    equation("energy balance", "Σ m_in h_in = Σ m_out h_out", Activation::Always, Form::General(terms))
}

/// Balance of every species of a mixture, from inlets to an outlet.
pub(super) fn species(inlets: &[usize], outlet: usize) -> Equation {
    let form = Form::Mixing { inlets: inlets.to_vec(), outlet, way: Mixture::Uniform };
    equation("species balance", "Σ m_in w_in = Σ m_out w_out", Activation::Always, form)
}

/// What comes in less what goes out of a quantity per kilogram.
fn difference<S: Scalar>(at: &At<S>, inlets: &[usize], outlets: &[usize], of: impl Fn(&Stream<S>) -> S) -> S {
    let flow = |ports: &[usize]| {
        let streams = ports.iter().flat_map(|port| at.streams(*port));
        streams.fold(S::zero(), |sum, stream| sum + stream.m * of(&stream))
    };
    flow(inlets) - flow(outlets)
}

/// Residual of the energy balance.
pub(super) fn imbalance<S: Scalar>(at: &At<S>, inlets: &[usize], outlets: &[usize]) -> S {
    difference(at, inlets, outlets, |stream| stream.h)
}

/// Residual of the balance of the species at hand.
pub(super) fn species_imbalance<S: Scalar>(at: &At<S>, inlets: &[usize], outlets: &[usize]) -> S {
    difference(at, inlets, outlets, |stream| stream.fluid.z[at.index])
}

/// Offers the mean enthalpy of the inlets, weighted with their flows where these are known, at an outlet.
pub(super) fn offer_mixture(start: &mut Start, inlet: usize, outlet: usize) {
    let known = start.each(inlet).iter().flatten();
    let pairs: Vec<(f64, f64)> = known.filter_map(|guess| Some((guess.m.unwrap_or(1.0), guess.h?))).collect();
    let m: f64 = pairs.iter().map(|(m, _)| m).sum();
    if m > 0.0 {
        start.offer(outlet, Variable::H, pairs.iter().map(|(m, h)| m * h).sum::<f64>() / m);
    }
}

/// Offers what is missing among one flow and the several that it is the sum of; unknown ones share equally.
pub(super) fn offer_flows(start: &mut Start, one: usize, several: usize) {
    let flows: Vec<Option<f64>> = start.each(several).iter().flatten().map(|guess| guess.m).collect();
    let known: f64 = flows.iter().flatten().sum();
    let missing = flows.iter().filter(|m| m.is_none()).count();
    match start.at(one).and_then(|guess| guess.m) {
        _ if missing == 0 => start.offer(one, Variable::M, known),
        Some(m) if m > known => start.offer(several, Variable::M, (m - known) / missing as f64),
        _ => {}
    }
}
