//! What combustion chambers share: complete combustion of the fuels that oxygen suffices for, and its balances.
//!
//! ```text
//! C_c H_h O_o + ν O₂ → c CO₂ + h/2 H₂O        ν = c + h/4 − o/2
//! λ = n_O₂/Σ ν n_f                            β = min(1, λ) of every fuel burns
//! Σ m_in w_in + Δm = m_out w_out              Δm_f = −β M_f n_f, Δm_CO₂ = β M_CO₂ Σ c n_f, Δm_H₂O = β M_H₂O Σ h/2 n_f; Δm_O₂ the rest
//! ti = Σ_f LHV_f (Σ m_in w_in,f − m_out w_out,f)
//! Σ m_in (h_in − h_ref) + η ti = m_out (h_out − h_ref)
//! ```
//! n are moles per second in all inlets. h_ref is the enthalpy of a stream at 25 °C and 1 bar as an ideal mixture with all its water as
//! vapour, because the heating value is the lower one:
//!
//! ```text
//! h_ref = Σ wᵢ hᵢ(yᵢ p, T)        ∂h_ref/∂w_k = h_k + p/(M_k n) (w_k h'_k − Σ wᵢ yᵢ h'ᵢ),   h' = ∂h/∂p at T, n = Σ wᵢ/Mᵢ
//! ```
//! LHV from enthalpies of formation: J. D. Cox, D. D. Wagman, V. A. Medvedev, CODATA Key Values for Thermodynamics, Hemisphere 1989
//! (CO₂, H₂O); CRC Handbook of Chemistry and Physics, Standard Thermodynamic Properties of Chemical Substances (fuels).

use std::cell::RefCell;
use std::rc::Rc;

use entropyk_core::Quantity;
use entropyk_fluids::{Fluid, Pair, Species};
use smallvec::SmallVec;

use super::junction::mass;
use crate::declaration::{Activation, Declaration, Equation, Form, Mixture, Parameter, Port, Term, Variable};
use crate::declare::{at as variables, equation, fluid_in, fluid_out, number};
use crate::{At, ComponentError, Medium, Report, Scalar, Start, Stream, memo};

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

/// State in which heating values hold, K and Pa.
const T_REF: f64 = 298.15;
const P_REF: f64 = 1e5;
/// A species is treated as if it were there with this mole fraction at least, where its partial pressure is needed.
const LEAST_SHARE: f64 = 1e-9;
/// Air ratio of start values, and temperature of the flue gas, K, where nothing tells them.
const USUAL_LAMB: f64 = 2.0;
const USUAL_T: f64 = 1300.0;

/// Enthalpies of formation, kJ/mol.
const CARBON_DIOXIDE: f64 = -393.51;
const STEAM: f64 = -241.826;

/// Name, atoms of C, H and O, enthalpy of formation of the gas, kJ/mol.
const FUELS: [(&str, [f64; 3], f64); 11] = [
    ("Hydrogen", [0.0, 2.0, 0.0], 0.0),
    ("CarbonMonoxide", [1.0, 0.0, 1.0], -110.5),
    ("Methane", [1.0, 4.0, 0.0], -74.6),
    ("Ethane", [2.0, 6.0, 0.0], -84.0),
    ("Ethylene", [2.0, 4.0, 0.0], 52.4),
    ("n-Propane", [3.0, 8.0, 0.0], -103.8),
    ("n-Butane", [4.0, 10.0, 0.0], -125.7),
    ("IsoButane", [4.0, 10.0, 0.0], -134.2),
    ("n-Pentane", [5.0, 12.0, 0.0], -146.9),
    ("n-Hexane", [6.0, 14.0, 0.0], -166.9),
    ("n-Dodecane", [12.0, 26.0, 0.0], -289.4),
];

/// A fuel of a mixture.
struct Fuel {
    /// Position among the species.
    at: usize,
    /// Moles of oxygen that burn a mole.
    oxygen: f64,
    /// Masses of oxygen that burn a kilogram, and of what becomes of it.
    burning: f64,
    carbon_dioxide: f64,
    steam: f64,
    /// Lower heating value, J/kg.
    lhv: f64,
}

/// What can react in a mixture.
struct Chemistry {
    fuels: Vec<Fuel>,
    oxygen: Option<usize>,
    carbon_dioxide: Option<usize>,
    water: Option<usize>,
    /// kg/mol.
    molar_masses: Vec<f64>,
}

impl Chemistry {
    fn new(species: &[Species]) -> Self {
        let name = |k: usize| species[k].fluid.info().name.as_str();
        let find = |wanted: &str| (0..species.len()).find(|k| name(*k) == wanted);
        let molar_masses: Vec<f64> = species.iter().map(|one| one.fluid.info().molar_mass).collect();
        let fuels = FUELS.iter().filter_map(|(fuel, [c, h, o], formation)| {
            let at = find(fuel)?;
            let heat = formation - h / 2.0 * STEAM - c * CARBON_DIOXIDE;
            let oxygen = c + h / 4.0 - o / 2.0;
            let mass =
                |of: &str, moles: f64| find(of).map_or(0.0, |product| moles * molar_masses[product] / molar_masses[at]);
            let burning = mass("Oxygen", oxygen);
            let [carbon_dioxide, steam] = [mass("CarbonDioxide", *c), mass("Water", h / 2.0)];
            // Molar masses of the equations of state do not add up beyond 1e-6: what comes out is what went in.
            let share = (1.0 + burning) / (carbon_dioxide + steam);
            let (carbon_dioxide, steam) = (share * carbon_dioxide, share * steam);
            Some(Fuel { at, oxygen, burning, carbon_dioxide, steam, lhv: heat * 1e3 / molar_masses[at] })
        });
        Self {
            fuels: fuels.collect(),
            oxygen: find("Oxygen"),
            carbon_dioxide: find("CarbonDioxide"),
            water: find("Water"),
            molar_masses,
        }
    }

    /// That of a fluid; found once for the fluid at hand.
    fn of(fluid: &Fluid) -> Rc<Self> {
        thread_local! {
            static LAST: RefCell<Option<(Fluid, Rc<Chemistry>)>> = const { RefCell::new(None) };
        }
        LAST.with_borrow_mut(|last| match last {
            Some((known, chemistry)) if known == fluid => chemistry.clone(),
            _ => {
                let chemistry = Rc::new(Self::new(fluid.species()));
                *last = Some((fluid.clone(), chemistry.clone()));
                chemistry
            }
        })
    }

    /// Moles per kilogram.
    fn moles<S: Scalar>(&self, at: usize, z: &[S]) -> S {
        z.get(at).map_or(S::zero(), |w| *w * (1.0 / self.molar_masses[at]))
    }

    /// Moles of oxygen that a kilogram brings, and that it needs.
    fn oxygen<S: Scalar>(&self, z: &[S]) -> (S, S) {
        let need = self.fuels.iter().fold(S::zero(), |sum, fuel| sum + self.moles(fuel.at, z) * fuel.oxygen);
        (self.oxygen.map_or(S::zero(), |at| self.moles(at, z)), need)
    }

    /// What becomes of a species, kg per kilogram of a mixture of which a share of the fuels burns.
    fn change<S: Scalar>(&self, species: usize, z: &[S], share: S) -> S {
        let of_fuels = |of: &dyn Fn(&Fuel) -> f64| -> S {
            let burned = |fuel: &Fuel| z.get(fuel.at).map_or(S::zero(), |w| *w * share) * of(fuel);
            self.fuels.iter().fold(S::zero(), |sum, fuel| sum + burned(fuel))
        };
        match species {
            at if Some(at) == self.carbon_dioxide => of_fuels(&|fuel| fuel.carbon_dioxide),
            at if Some(at) == self.water => of_fuels(&|fuel| fuel.steam),
            at if Some(at) == self.oxygen => -of_fuels(&|fuel| fuel.burning),
            at => -of_fuels(&|fuel| f64::from(u8::from(fuel.at == at))),
        }
    }
}

/// The products of the fuels among some species.
pub fn products(species: &[Species]) -> Vec<&'static str> {
    let is_there = |name: &str| species.iter().any(|one| one.fluid.info().name == name);
    let burn = |atom: usize| FUELS.iter().any(|(name, atoms, _)| atoms[atom] > 0.0 && is_there(name));
    let carbon = burn(0).then_some("CO2");
    let hydrogen = burn(1).then_some("H2O");
    carbon.into_iter().chain(hydrogen).collect()
}

/// Enthalpy of a stream in the reference state.
fn reference<S: Scalar>(medium: &Medium<S>) -> Result<S, ComponentError> {
    let at = |fluid: &Fluid, p: f64| -> Result<(f64, f64), ComponentError> {
        let is_wet = fluid.info().name == "Water" && fluid.p_dew(T_REF, &[])? <= p;
        if is_wet {
            return Ok((memo::state(fluid, Pair::TemperatureQuality, T_REF, 1.0)?.h, 0.0));
        }
        let state = memo::state(fluid, Pair::PressureTemperature, p, T_REF)?;
        Ok((state.h, -state.t.dp / state.t.dh))
    };
    let species = medium.species();
    if medium.z.is_empty() {
        return Ok(at(medium.fluid, P_REF)?.0.into());
    }
    let w: SmallVec<[f64; 8]> = medium.z.iter().map(|w| w.re().max(0.0)).collect();
    let molar_mass = |k: usize| species[k].fluid.info().molar_mass;
    let n: f64 = w.iter().enumerate().map(|(k, w)| w / molar_mass(k)).sum();
    let mut parts: SmallVec<[(f64, f64); 8]> = SmallVec::new();
    let (mut h, mut crowd) = (0.0, 0.0);
    for (k, one) in species.iter().enumerate() {
        let y = (w[k] / molar_mass(k) / n).max(LEAST_SHARE);
        let part = at(&one.fluid, y * P_REF)?;
        h += w[k] * part.0;
        crowd += w[k] * y * part.1;
        parts.push(part);
    }
    if !medium.varies() {
        return Ok(h.into());
    }
    let slope = |k: usize| parts[k].0 + P_REF / (molar_mass(k) * n) * (w[k] * parts[k].1 - crowd);
    let slopes: SmallVec<[(S, f64); 8]> = medium.z.iter().enumerate().map(|(k, w)| (*w, slope(k))).collect();
    Ok(S::lift(h, &slopes))
}

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

/// Refuses a mixture in which nothing can burn.
pub(super) fn check_species(fluid: &Fluid) -> Result<(), ComponentError> {
    let chemistry = Chemistry::new(fluid.species());
    let names = || fluid.species().iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let known = || FUELS.map(|(name, ..)| name).join(", ");
    let what = match (chemistry.fuels.is_empty(), chemistry.oxygen) {
        (false, Some(_)) => return Ok(()),
        _ if fluid.species().is_empty() => format!(
            "{} alone flows in, so nothing can burn: give air and fuel as compositions, fluid={{\"N2\": 0.77, \"O2\": 0.23}}",
            fluid.info().name
        ),
        (true, _) => format!("there is no fuel among {}: fuels are {}", names(), known()),
        (_, None) => format!("there is no oxygen among {}: give it in the composition of the air", names()),
    };
    Err(ComponentError::Parameter(what))
}

/// Compositions and flows of what burns as far as they are known.
struct Known {
    chemistry: Chemistry,
    /// Moles of oxygen that a kilogram of each inlet brings, and that it needs.
    oxygen: [(f64, f64); 2],
    m: [Option<f64>; 2],
    z: [Vec<f64>; 2],
    lamb: f64,
}

impl Known {
    fn of(start: &Start) -> Option<Self> {
        let guesses = [start.at(IN[0])?, start.at(IN[1])?];
        let (mixture, _) = guesses[0].mixture.as_ref()?;
        let chemistry = Chemistry::new(mixture.species());
        let z = [guesses[0].mixture.as_ref()?.1.clone(), guesses[1].mixture.as_ref()?.1.clone()];
        let oxygen = [chemistry.oxygen(&z[0]), chemistry.oxygen(&z[1])];
        let lamb = start.value(LAMB).filter(|_| start.slots.is_given(LAMB)).unwrap_or(USUAL_LAMB);
        let mut m = [guesses[0].m, guesses[1].m];
        let fuel = usize::from(oxygen[1].1 > oxygen[0].1);
        if let Some(ti) = start.value(TI).filter(|_| start.slots.is_given(TI) && m[fuel].is_none()) {
            let heat: f64 = chemistry.fuels.iter().map(|burned| z[fuel][burned.at] * burned.lhv).sum();
            m[fuel] = Some(ti / heat).filter(|m| m.is_finite());
        }
        let mut known = Self { chemistry, oxygen, m, z, lamb };
        let ratio = known.ratio();
        match known.m {
            [Some(m), None] => known.m[1] = ratio.map(|ratio| m * ratio),
            [None, Some(m)] => known.m[0] = ratio.map(|ratio| m / ratio),
            _ => {}
        }
        Some(known)
    }

    /// Flow in the second inlet to that in the first, at the air ratio that is given or usual.
    fn ratio(&self) -> Option<f64> {
        let [(supply_1, need_1), (supply_2, need_2)] = self.oxygen;
        let ratio = (supply_1 - self.lamb * need_1) / (self.lamb * need_2 - supply_2);
        (ratio.is_finite() && ratio > 0.0).then_some(ratio)
    }

    /// Mass fractions that leave.
    fn burned(&self) -> Option<Vec<f64>> {
        let m = match self.m {
            [Some(one), Some(two)] => [one, two],
            _ => [1.0, self.ratio()?],
        };
        let total: f64 = m.iter().sum();
        let mixed: Vec<f64> =
            (0..self.z[0].len()).map(|k| (m[0] * self.z[0][k] + m[1] * self.z[1][k]) / total).collect();
        let (supply, need) = self.chemistry.oxygen(&mixed);
        let share = if need > supply { supply / need } else { 1.0 };
        Some((0..mixed.len()).map(|k| mixed[k] + self.chemistry.change(k, &mixed, share)).collect())
    }
}

/// The composition that leaves, by what is known of those that come in.
pub(super) fn react(start: &Start) -> Option<Vec<f64>> {
    Known::of(start)?.burned()
}

pub(super) fn start(start: &mut Start, eta: f64) -> Result<(), ComponentError> {
    if let Some(guess) = start.at(OUT) {
        check_species(guess.mixture.as_ref().map_or(&guess.fluid, |(mixture, _)| mixture))?;
    }
    let Some(known) = Known::of(start) else { return Ok(()) };
    for (port, m) in IN.into_iter().zip(known.m) {
        if let Some(m) = m.filter(|m| *m > 0.0) {
            start.offer(port, Variable::M, m);
        }
    }
    let [Some(one), Some(two)] = known.m else { return Ok(()) };
    start.offer(OUT, Variable::M, one + two);
    // The enthalpy by the energy balance where the inlets are known, else that of a usual temperature.
    let balance = || -> Option<f64> {
        let above = |port: usize| -> Option<f64> {
            let guess = start.at(port)?;
            let (mixture, z) = guess.mixture.as_ref()?;
            Some(guess.h? - reference(&Medium { fluid: mixture, z: &z[..] }).ok()?)
        };
        let (mixture, z) = start.at(OUT)?.mixture.as_ref()?;
        let leaving = reference(&Medium { fluid: mixture, z: &z[..] }).ok()?;
        let burned = |fuel: &Fuel| one * known.z[0][fuel.at] + two * known.z[1][fuel.at] - (one + two) * z[fuel.at];
        let ti: f64 = known.chemistry.fuels.iter().map(|fuel| burned(fuel) * fuel.lhv).sum();
        Some(leaving + (one * above(IN[0])? + two * above(IN[1])? + eta * ti) / (one + two))
    };
    match balance().filter(|_| known.lamb_is_known(start)) {
        Some(h) => start.offer(OUT, Variable::H, h),
        None => start.offer_temperature(OUT, USUAL_T),
    }
    Ok(())
}

impl Known {
    /// Whether the flows are more than a guess.
    fn lamb_is_known(&self, start: &Start) -> bool {
        start.slots.is_given(LAMB) || IN.into_iter().all(|port| start.at(port).is_some_and(|guess| guess.m.is_some()))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mixture(names: &[&str]) -> Vec<Species> {
        names.iter().map(|name| Species::new(name).expect("a species")).collect()
    }

    /// Lower heating values, MJ/kg: ISO 6976:2016 table 4, at 25 °C.
    #[test]
    fn heating_values_are_those_of_the_standard() {
        let species = mixture(&["H2", "CO", "CH4", "Ethane", "Propane", "Butane", "IsoButane", "Pentane", "Hexane"]);
        let chemistry = Chemistry::new(&species);
        let wanted = [119.95, 10.10, 50.03, 47.51, 46.33, 45.72, 45.57, 45.35, 45.10];
        for (k, wanted) in wanted.into_iter().enumerate() {
            let fuel = chemistry.fuels.iter().find(|fuel| fuel.at == k).expect("a fuel");
            assert!((fuel.lhv / 1e6 / wanted - 1.0).abs() < 2e-3, "{}: {}", species[k].name, fuel.lhv);
        }
    }

    #[test]
    fn no_mass_is_lost_whatever_burns() {
        let species = mixture(&["O2", "N2", "CH4", "CO", "H2", "CO2", "H2O"]);
        let chemistry = Chemistry::new(&species);
        let z = [0.2, 0.6, 0.05, 0.05, 0.02, 0.05, 0.03];
        for share in [1.0, 0.4] {
            let sum: f64 = (0..z.len()).map(|k| chemistry.change(k, &z, share)).sum();
            assert!(sum.abs() < 1e-15);
        }
        assert!((z[2] + chemistry.change(2, &z, 1.0)).abs() < 1e-15);
        assert_eq!(chemistry.change(1, &z, 1.0), 0.0);
        assert_eq!(products(&species[..4]), ["CO2", "H2O"]);
        assert_eq!(products(&mixture(&["O2", "H2"])), ["H2O"]);
    }
}
