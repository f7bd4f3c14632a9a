//! Mixtures of fluids whose composition may be unknown: mass fractions w of pure species, mixed by a rule.
//!
//! ```text
//! yᵢ = (wᵢ/Mᵢ) / Σ (wⱼ/Mⱼ)        pᵢ = yᵢ p
//! ideal          : h = Σ wᵢ hᵢ(pᵢ, T)   s = Σ wᵢ sᵢ(pᵢ, T)   ρ = Σ ρᵢ(pᵢ, T)        (gases, Dalton)
//! ideal-cond     : the same, with water condensing where its partial pressure would exceed p_sat(T)
//! incompressible : h = Σ wᵢ hᵢ(p, T)    s = Σ wᵢ sᵢ(p, T)    v = Σ wᵢ vᵢ(p, T)       (liquids)
//! ```
//! Species keep their own equations and reference states. At one species alone the mixture is that fluid, saturation
//! included. The species of an ideal mixture are real gases, so that dh = T ds + v dp holds as well as they are ideal.
//! Left out: heat and volume of mixing, phase equilibria other than water in gas, dissolved gases.
//!
//! References: M. J. Moran, H. N. Shapiro, Fundamentals of Engineering Thermodynamics, Wiley 2014, sections 12.1–12.6; the rules are those
//! of TESPy (F. Witte, I. Tuschy, Journal of Open Source Software 5 (2020) 2178, doi:10.21105/joss.02178).

mod backend;
mod condensing;
mod fixed;
mod name;
mod point;
mod solve;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::{Fluid, FluidError, FluidInfo};
pub(crate) use name::named;

/// How the properties of species make those of their mixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Gases at their partial pressures.
    Ideal,
    /// Gases at their partial pressures, of which water may condense.
    IdealCond,
    /// Liquids at the pressure of the mixture.
    Incompressible,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 3] = [Rule::Ideal, Rule::IdealCond, Rule::Incompressible];

    /// The name: `"ideal"`, `"ideal-cond"`, `"incompressible"`.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Ideal => "ideal",
            Rule::IdealCond => "ideal-cond",
            Rule::Incompressible => "incompressible",
        }
    }

    /// The rule of a name.
    ///
    /// # Errors
    /// [`FluidError::Unknown`] with the names there are.
    pub fn named(name: &str) -> Result<Self, FluidError> {
        Rule::ALL.into_iter().find(|rule| rule.name().eq_ignore_ascii_case(name)).ok_or_else(|| {
            let known = Rule::ALL.map(Rule::name).join(", ");
            FluidError::Unknown { name: name.to_owned(), hint: format!("; mixing rules are {known}") }
        })
    }
}

/// A pure fluid in a mixture.
#[derive(Clone, Debug, PartialEq)]
pub struct Species {
    /// Name by which it was given.
    pub name: String,
    /// Fluid.
    pub fluid: Fluid,
}

impl Species {
    /// The species of a name.
    ///
    /// # Errors
    /// Those of [`Fluid::new`]; [`FluidError::Undefined`] for a mixture.
    pub fn new(name: &str) -> Result<Self, FluidError> {
        let fluid = Fluid::new(name)?;
        match fluid.formulation() {
            "mixture" => Err(fluid.undefined("a mixture is not a species of another: name its species")),
            _ => Ok(Self { name: name.trim().to_owned(), fluid }),
        }
    }
}

/// Slopes of a state by the mass fraction of one species, at constant p, h and other fractions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ByFraction {
    /// ∂T/∂w, K.
    pub t: f64,
    /// ∂ρ/∂w, kg/m³.
    pub rho: f64,
    /// ∂s/∂w, J/(kg K).
    pub s: f64,
}

/// A mixture of given species; its mass fractions are arguments.
#[derive(Debug)]
pub(crate) struct Mixture {
    info: FluidInfo,
    rule: Rule,
    species: Vec<Species>,
    /// Position of water, where it may condense.
    water: Option<usize>,
}

/// Other species are traces below this, and the mixture is one pure fluid.
const TRACE: f64 = 1e-9;

impl Fluid {
    /// A mixture whose mass fractions are arguments of its properties, in the order of the species.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] without species, with one twice, and for a species of unknown molar mass in a gas.
    ///
    /// # Examples
    /// ```
    /// use entropyk_fluids::{Fluid, Rule, Species};
    /// let species = ["N2", "O2"].map(Species::new).into_iter().collect::<Result<Vec<_>, _>>()?;
    /// let gas = Fluid::mixture(&species, Rule::Ideal)?;
    /// let h = gas.pt(1e5, 300.0, &[0.77, 0.23], None)?.h;
    /// assert!((gas.ph(1e5, h, &[0.77, 0.23], None)?.t.value - 300.0).abs() < 1e-9);
    /// # Ok::<(), entropyk_fluids::FluidError>(())
    /// ```
    pub fn mixture(species: &[Species], rule: Rule) -> Result<Self, FluidError> {
        static MADE: Mutex<Vec<Weak<Mixture>>> = Mutex::new(Vec::new());
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.retain(|mixture| mixture.strong_count() > 0);
        let is_same = |mixture: &Arc<Mixture>| mixture.rule == rule && mixture.species == species;
        if let Some(known) = made.iter().filter_map(Weak::upgrade).find(is_same) {
            return Ok(Fluid::from_backend(known));
        }
        let mixture = Arc::new(Mixture::new(species.to_vec(), rule)?);
        made.push(Arc::downgrade(&mixture));
        Ok(Fluid::from_backend(mixture))
    }

    /// This mixture at constant mass fractions, or its only species; a fluid of fixed composition as it is.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] for another number of fractions than species, and for fractions that are not finite.
    pub fn at_fractions(&self, z: &[f64]) -> Result<Self, FluidError> {
        let species = self.species();
        if species.is_empty() {
            return Ok(self.clone());
        }
        match only(z).filter(|_| z.len() == species.len()) {
            Some(k) => Ok(species[k].fluid.clone()),
            None => fixed::fixed(self, z).map(Fluid::from_backend),
        }
    }

    /// Position of a species by any of its names.
    pub fn species_of(&self, name: &str) -> Option<usize> {
        let species = self.species();
        species.iter().position(|species| species.name == name).or_else(|| {
            let wanted = Fluid::new(name).ok()?;
            species.iter().position(|species| species.fluid.is_same_substance(&wanted))
        })
    }
}

/// The species that a mixture consists of but for traces, if it is one.
fn only(z: &[f64]) -> Option<usize> {
    let mut present = z.iter().enumerate().filter(|(_, w)| w.abs() > TRACE);
    match (present.next(), present.next()) {
        (Some((k, _)), None) => Some(k),
        _ => None,
    }
}

impl Mixture {
    fn new(species: Vec<Species>, rule: Rule) -> Result<Self, FluidError> {
        let names = species.iter().map(|species| species.name.as_str()).collect::<Vec<_>>().join(" + ");
        let refuse = |what: String| Err(FluidError::Undefined { fluid: names.clone(), what });
        if species.is_empty() {
            return refuse("a mixture needs at least one species".into());
        }
        for (k, one) in species.iter().enumerate() {
            if let Some(other) = species[..k].iter().find(|other| other.fluid.is_same_substance(&one.fluid)) {
                return refuse(format!("{} and {} are the same species: give it once", other.name, one.name));
            }
            if rule != Rule::Incompressible && !one.fluid.info().molar_mass.is_finite() {
                let rule = rule.name();
                return refuse(format!("{} has no molar mass, which the rule {rule:?} needs", one.name));
            }
        }
        let is_water = |species: &Species| Fluid::new("Water").is_ok_and(|w| w.is_same_substance(&species.fluid));
        let water = if rule == Rule::IdealCond { species.iter().position(is_water) } else { None };
        let info = info(names, rule, species.iter().map(|species| species.fluid.info()));
        Ok(Self { info, rule, species, water })
    }
}

/// What is known of a mixture: the limits that its species share.
fn info<'a>(name: String, rule: Rule, species: impl Iterator<Item = &'a FluidInfo> + Clone) -> FluidInfo {
    let highest = |f: fn(&FluidInfo) -> f64| species.clone().map(f).fold(0.0, f64::max);
    let lowest = |f: fn(&FluidInfo) -> f64| species.clone().map(f).fold(f64::INFINITY, f64::min);
    let t_min = highest(|info| info.t_min);
    FluidInfo {
        t_triple: t_min,
        t_min,
        t_max: lowest(|info| info.t_max),
        p_max: lowest(|info| info.p_max),
        source: format!("mixing rule {:?} on the equations of the species", rule.name()),
        ..FluidInfo::unknown(name)
    }
}

#[cfg(test)]
mod tests;
