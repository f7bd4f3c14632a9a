//! What combustion chambers share: complete combustion of the fuels that oxygen suffices for, and its balances.
//!
//! ```text
//! C_c H_h O_o + ν O₂ → c CO₂ + h/2 H₂O        ν = c + h/4 − o/2
//! λ = n_O₂/Σ ν n_f                            β = min(1, λ) of every fuel burns
//! Σ m_in w_in + Δm = m_out w_out              Δm_f = −β M_f n_f, Δm_O₂ = −β M_O₂ Σ ν n_f, Δm_CO₂ : Δm_H₂O = M_CO₂ Σ c n_f : M_H₂O Σ h/2 n_f
//! ti = Σ_f LHV_f (Σ m_in w_in,f − m_out w_out,f)
//! Σ m_in (h_in − h_ref) + η ti = m_out (h_out − h_ref)
//! ```
//! n are moles per second in all inlets; the products have the mass of what they come from. h_ref is the enthalpy of a stream at 25 °C
//! and 1 bar as an ideal mixture with all its water as vapour, because the heating value is the lower one (module `chemistry`).

mod chemistry;
mod start;

use std::rc::Rc;

use entropyk_core::Quantity;
use entropyk_fluids::Species;

use self::chemistry::{Chemistry, Fuel, reference};
use super::junction::mass;
use crate::declaration::{Activation, Declaration, Equation, Form, Mixture, Parameter, Port, Term, Variable};
use crate::declare::{at as variables, equation, fluid_in, fluid_out, number};
use crate::{At, ComponentError, Report, Scalar, Stream};

pub use self::chemistry::{fuels, products};
pub(super) use self::start::{react, start};

pub(super) const IN: [usize; 2] = [0, 1];
pub(super) const OUT: usize = 2;
pub(super) const LAMB: usize = 0;
pub(super) const TI: usize = 1;
/// Parameters of every chamber.
pub(super) const PARAMETERS: usize = 2;

const EQ_SPECIES: usize = 1;
const EQ_LAMB: usize = 2;
const EQ_TI: usize = 3;
/// Equations of every chamber.
pub(super) const EQUATIONS: usize = 4;

/// A chamber with what flows in and out.
struct Chamber<'a, S> {
    chemistry: Rc<Chemistry>,
    inlets: [Stream<'a, S>; 2],
    outlet: Stream<'a, S>,
}

impl<'a, S: Scalar> Chamber<'a, S> {
    fn new(at: &At<'a, S>) -> Self {
        let (inlets, outlet) = (IN.map(|port| at.stream(port)), at.stream(OUT));
        Self { chemistry: Chemistry::of(outlet.fluid.fluid), inlets, outlet }
    }

    /// A sum over both inlets.
    fn sum(&self, of: impl Fn(&Stream<'a, S>) -> S) -> S {
        self.inlets.iter().fold(S::zero(), |sum, stream| sum + of(stream))
    }

    /// Moles of oxygen per second that come in, and that burn all fuel.
    fn oxygen(&self) -> (S, S) {
        let supply = self.sum(|stream| stream.m * self.chemistry.oxygen(stream.fluid.z).0);
        (supply, self.sum(|stream| stream.m * self.chemistry.oxygen(stream.fluid.z).1))
    }

    /// The share of the fuels that burns.
    fn share(&self, lamb: Option<S>) -> S {
        let (supply, need) = self.oxygen();
        match lamb {
            Some(lamb) if lamb.re() >= 1.0 => S::from(1.0),
            Some(lamb) => lamb,
            None if supply.re() >= need.re() => S::from(1.0),
            None => supply / need,
        }
    }

    fn species_balance(&self, species: usize, lamb: Option<S>) -> S {
        let share = self.share(lamb);
        let of = |stream: &Stream<S>| {
            let z = stream.fluid.z;
            stream.m * (z[species] + self.chemistry.change(species, z, share))
        };
        self.sum(of) - self.outlet.m * self.outlet.fluid.z[species]
    }

    /// Heat that the fuels set free.
    fn thermal_input(&self) -> S {
        let mass = |stream: &Stream<S>, at: usize| stream.fluid.z.get(at).map_or(S::zero(), |w| stream.m * *w);
        let of = |fuel: &Fuel| (self.sum(|stream| mass(stream, fuel.at)) - mass(&self.outlet, fuel.at)) * fuel.lhv;
        self.chemistry.fuels.iter().fold(S::zero(), |sum, fuel| sum + of(fuel))
    }

    /// What the streams take up, as heat that the fuels have to set free.
    fn heating(&self) -> Result<S, ComponentError> {
        let above =
            |stream: &Stream<S>| -> Result<S, ComponentError> { Ok(stream.m * (stream.h - reference(&stream.fluid)?)) };
        Ok(above(&self.outlet)? - above(&self.inlets[0])? - above(&self.inlets[1])?)
    }
}

pub(super) fn ports() -> Vec<Port> {
    vec![fluid_in("in1"), fluid_in("in2"), fluid_out("out1")]
}

pub(super) fn parameters() -> Vec<Parameter> {
    vec![
        number("lamb", Quantity::Ratio, "oxygen that comes in to oxygen that burns all fuel").within(1.0, 1e12),
        number("ti", Quantity::Heat, "thermal input: lower heating value of what burns").within(0.0, 1e12),
    ]
}

pub(super) fn equations() -> Vec<Equation> {
    let all = |ports: &[usize]| -> Vec<Term> {
        ports.iter().flat_map(|port| variables(*port, &[Variable::M, Variable::P, Variable::H])).collect()
    };
    let with = |mut terms: Vec<Term>, parameter: usize| {
        terms.push(Term::Parameter(parameter));
        Form::General(terms)
    };
    let species = Form::Mixing { inlets: IN.to_vec(), outlet: OUT, way: Mixture::Reacting };
    vec![
        mass(&ports()),
        equation("species balance", "Σ m_in w_in + Δm = m_out w_out", Activation::Always, species),
        equation("lamb", "n_O₂ = λ Σ ν n_f", Activation::Given(LAMB), with(all(&IN), LAMB)),
        equation(
            "ti",
            "Σ LHV (Σ m_in w_in − m_out w_out) = ti",
            Activation::Given(TI),
            with(all(&[IN[0], IN[1], OUT]), TI),
        ),
    ]
}

/// The energy balance; `eta` is the parameter that says which part of the thermal input the streams take up.
pub(super) fn energy_balance(name: &'static str, active: Activation, eta: Option<usize>) -> Equation {
    let ends = [IN[0], IN[1], OUT].into_iter();
    let terms = ends.flat_map(|port| variables(port, &[Variable::M, Variable::P, Variable::H]));
    let terms = terms.chain(eta.map(Term::Parameter)).collect();
    let formula = match eta {
        Some(_) => "Σ m_in (h_in − h_ref) + η ti = m_out (h_out − h_ref)",
        None => "Σ m_in (h_in − h_ref) + ti = m_out (h_out − h_ref)",
    };
    equation(name, formula, active, Form::General(terms))
}

pub(super) fn declaration(class: &'static str, summary: &'static str, details: &'static str) -> Declaration {
    Declaration {
        class,
        summary,
        details,
        main: Some((OUT, IN[0])),
        passes: IN.map(|inlet| (inlet, OUT)).to_vec(),
        parameters: parameters(),
        equations: equations(),
        defaults: vec![],
        ports: ports(),
    }
}

/// The excess air that is given.
fn given_lamb<S: Scalar>(at: &At<S>) -> Option<S> {
    at.is_given(LAMB).then(|| at.value(LAMB))
}

pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
    let chamber = Chamber::new(at);
    match number {
        EQ_SPECIES => Ok(chamber.species_balance(at.index, given_lamb(at))),
        EQ_LAMB => {
            let (supply, need) = chamber.oxygen();
            Ok(supply - at.value(LAMB) * need)
        }
        EQ_TI => Ok(chamber.thermal_input() - at.value(TI)),
        _ => unreachable!("the others are affine or balances"),
    }
}

/// Residual of the energy balance.
pub(super) fn imbalance<S: Scalar>(at: &At<S>, eta: Option<S>) -> Result<S, ComponentError> {
    let chamber = Chamber::new(at);
    let ti = chamber.thermal_input();
    Ok(chamber.heating()? - eta.map_or(ti, |eta| eta * ti))
}

/// The results that all chambers have.
pub(super) fn report<S: Scalar>(at: &At<S>) -> Result<(Report<S>, S), ComponentError> {
    let chamber = Chamber::new(at);
    let mut report = Report::default();
    let ti = chamber.thermal_input();
    let (supply, need) = chamber.oxygen();
    let lamb = supply / need;
    report.set(LAMB, lamb);
    report.set(TI, ti);
    report.heat = ti;
    report.kinks.push(lamb - 1.0);
    report.warnings.extend(too_hot(&chamber.outlet)?);
    Ok((report, ti))
}

/// A warning where the flue gas is hotter than the equations of its species hold.
fn too_hot<S: Scalar>(outlet: &Stream<S>) -> Result<Option<String>, ComponentError> {
    let t = outlet.t()?.re();
    let present = outlet.fluid.species().iter().zip(outlet.fluid.z).filter(|(_, w)| w.re() > 1e-6);
    let lowest = present.map(|(one, _)| one).min_by(|a, b| a.fluid.info().t_max.total_cmp(&b.fluid.info().t_max));
    let told = |one: &Species| {
        let (name, t_max) = (&one.name, one.fluid.info().t_max);
        let text = format!(
            "the flue gas has {t:.0} K, and the equation of {name} holds up to {t_max:.0} K: it is extrapolated"
        );
        (t > t_max).then_some(text)
    };
    Ok(lowest.and_then(told))
}

/// Heat that the streams take up.
pub(super) fn heating<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    Chamber::new(at).heating()
}
