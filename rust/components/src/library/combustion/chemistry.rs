//! What burns in a mixture, and what becomes of it; enthalpies in the reference state of heating values.
//!
//! ```text
//! h_ref = Σ wᵢ hᵢ(yᵢ p, T)        ∂h_ref/∂w_k = h_k + p/(M_k n) (w_k h'_k − Σ wᵢ yᵢ h'ᵢ),   h' = ∂h/∂p at T, n = Σ wᵢ/Mᵢ
//! ```
//! LHV from enthalpies of formation: J. D. Cox, D. D. Wagman, V. A. Medvedev, CODATA Key Values for Thermodynamics, Hemisphere 1989
//! (CO₂, H₂O); CRC Handbook of Chemistry and Physics, Standard Thermodynamic Properties of Chemical Substances (fuels).

use std::cell::RefCell;
use std::rc::Rc;

use entropyk_fluids::{Fluid, Pair, Species};
use smallvec::SmallVec;

use crate::{ComponentError, Medium, Scalar, memo};

/// State in which heating values hold, K and Pa.
const T_REF: f64 = 298.15;
const P_REF: f64 = 1e5;
/// A species is treated as if it were there with this mole fraction at least, where its partial pressure is needed.
const LEAST_SHARE: f64 = 1e-9;

/// Enthalpies of formation, kJ/mol.
const CARBON_DIOXIDE: f64 = -393.51;
const STEAM: f64 = -241.826;

/// Name, atoms of C, H and O, enthalpy of formation of the gas, kJ/mol.
pub(super) const FUELS: [(&str, [f64; 3], f64); 11] = [
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
pub(super) struct Fuel {
    /// Position among the species.
    pub(super) at: usize,
    /// Moles of oxygen that burn a mole.
    oxygen: f64,
    /// Masses of oxygen that burn a kilogram, and of what becomes of it.
    burning: f64,
    carbon_dioxide: f64,
    steam: f64,
    /// Lower heating value, J/kg.
    pub(super) lhv: f64,
}

/// What can react in a mixture.
pub(super) struct Chemistry {
    pub(super) fuels: Vec<Fuel>,
    pub(super) oxygen: Option<usize>,
    carbon_dioxide: Option<usize>,
    water: Option<usize>,
    /// kg/mol.
    molar_masses: Vec<f64>,
}

impl Chemistry {
    pub(super) fn new(species: &[Species]) -> Self {
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
    pub(super) fn of(fluid: &Fluid) -> Rc<Self> {
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
    pub(super) fn oxygen<S: Scalar>(&self, z: &[S]) -> (S, S) {
        let need = self.fuels.iter().fold(S::zero(), |sum, fuel| sum + self.moles(fuel.at, z) * fuel.oxygen);
        (self.oxygen.map_or(S::zero(), |at| self.moles(at, z)), need)
    }

    /// What becomes of a species, kg per kilogram of a mixture of which a share of the fuels burns.
    pub(super) fn change<S: Scalar>(&self, species: usize, z: &[S], share: S) -> S {
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

/// The fuels among some species: name, atoms of C, H and O, lower heating value in J/kg.
pub fn fuels(species: &[Species]) -> Vec<(String, [f64; 3], f64)> {
    let burned = Chemistry::new(species).fuels;
    let atoms = |fuel: &Fuel| {
        let name = &species[fuel.at].fluid.info().name;
        FUELS.iter().find(|(known, ..)| known == name).map_or([0.0; 3], |(_, atoms, _)| *atoms)
    };
    burned.iter().map(|fuel| (species[fuel.at].name.clone(), atoms(fuel), fuel.lhv)).collect()
}

/// Weights and partial values of a composition.
type Parts = SmallVec<[f64; 8]>;

/// Enthalpy of a composition in the reference state, and its slopes in the mass fractions.
#[derive(Clone)]
struct Reference {
    fluid: Fluid,
    w: Parts,
    h: f64,
    slopes: Parts,
}

/// Compositions that are kept: those of a few chambers.
const KEPT: usize = 16;

thread_local! {
    /// The last compositions, and where the next one goes.
    static REFERENCES: RefCell<(Vec<Reference>, usize)> = const { RefCell::new((vec![], 0)) };
}

/// Enthalpy of a stream in the reference state.
pub(super) fn reference<S: Scalar>(medium: &Medium<S>) -> Result<S, ComponentError> {
    if medium.z.is_empty() {
        return Ok(pure(medium.fluid, P_REF)?.0.into());
    }
    let w: Parts = medium.z.iter().map(|w| w.re().max(0.0)).collect();
    let lifted = |known: &Reference| {
        if !medium.varies() {
            return S::from(known.h);
        }
        let slopes: SmallVec<[(S, f64); 8]> = medium.z.iter().copied().zip(known.slopes.iter().copied()).collect();
        S::lift(known.h, &slopes)
    };
    let known = REFERENCES
        .with_borrow(|(known, _)| known.iter().find(|each| each.w == w && each.fluid == *medium.fluid).map(&lifted));
    if let Some(h) = known {
        return Ok(h);
    }
    let found = Reference::new(medium.fluid, w)?;
    let h = lifted(&found);
    REFERENCES.with_borrow_mut(|(known, next)| {
        if known.len() < KEPT {
            known.push(found);
        } else {
            known[*next] = found;
        }
        *next = (*next + 1) % KEPT;
    });
    Ok(h)
}

/// Enthalpy of a species at the reference temperature and a pressure, water as vapour, and its slope in pressure.
fn pure(fluid: &Fluid, p: f64) -> Result<(f64, f64), ComponentError> {
    if fluid.info().name == "Water" && fluid.p_dew(T_REF, &[])? <= p {
        return Ok((memo::state(fluid, Pair::TemperatureQuality, T_REF, 1.0)?.h, 0.0));
    }
    let state = memo::state(fluid, Pair::PressureTemperature, p, T_REF)?;
    Ok((state.h, -state.t.dp / state.t.dh))
}

impl Reference {
    fn new(fluid: &Fluid, w: Parts) -> Result<Self, ComponentError> {
        let species = fluid.species();
        let molar_mass = |k: usize| species[k].fluid.info().molar_mass;
        let n: f64 = w.iter().enumerate().map(|(k, w)| w / molar_mass(k)).sum();
        let mut parts: SmallVec<[(f64, f64); 8]> = SmallVec::new();
        let (mut h, mut crowd) = (0.0, 0.0);
        for (k, one) in species.iter().enumerate() {
            let y = (w[k] / molar_mass(k) / n).max(LEAST_SHARE);
            let part = pure(&one.fluid, y * P_REF)?;
            h += w[k] * part.0;
            crowd += w[k] * y * part.1;
            parts.push(part);
        }
        let slope = |k: usize| parts[k].0 + P_REF / (molar_mass(k) * n) * (w[k] * parts[k].1 - crowd);
        let slopes = (0..species.len()).map(slope).collect();
        Ok(Self { fluid: fluid.clone(), w, h, slopes })
    }
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
