//! Fluids by name, each built once per process.

use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use entropyk_core::suggest::did_you_mean;

use crate::data::{self, Index};
use crate::fallback::foreign;
use crate::helmholtz::Helmholtz;
use crate::if97::if97;
use crate::incompressible::{self, incompressible};
use crate::mixture;
use crate::table::{self, Grid};
use crate::{FluidBackend, FluidError, FluidInfo, Rule};

/// A fluid. Cloning is cheap and shares the model; two handles are equal when they share it.
#[derive(Clone, Debug)]
pub struct Fluid(Arc<dyn FluidBackend>);

type Slot = OnceLock<Result<Arc<Helmholtz>, FluidError>>;

impl Fluid {
    /// The fluid of a name, alias or CAS number; case does not count.
    ///
    /// A prefix chooses the formulation: `HEOS::` an equation of state, the default, and `INCOMP::` an incompressible
    /// liquid, whose concentration follows its name, `INCOMP::MEG[0.3]` or `INCOMP::MEG-30%`. A mixing rule makes a mixture of
    /// mass fractions, `ideal::N2[0.77]&O2[0.23]` (see [`Rule`]). Everything else, as
    /// `REFPROP::R134a` or `R32[0.5]&R125[0.5]`, goes to the library set by [`set_fallback`](crate::set_fallback).
    ///
    /// # Errors
    /// [`FluidError::Unknown`] with the nearest names.
    ///
    /// # Examples
    /// ```
    /// use entropyk_fluids::Fluid;
    /// let fluid = Fluid::new("propane")?;
    /// assert_eq!(fluid.info().name, "n-Propane");
    /// assert_eq!(fluid, Fluid::new("R290")?);
    /// # Ok::<(), entropyk_fluids::FluidError>(())
    /// ```
    pub fn new(name: &str) -> Result<Self, FluidError> {
        let (formulation, rest) = formulation(name);
        match formulation.as_str() {
            "IF97" => if97(rest).map(Fluid),
            "INCOMP" => incompressible(rest).map(Fluid),
            "IDEAL" => mixture::named(Rule::Ideal, rest).map(Fluid),
            "IDEAL-COND" => mixture::named(Rule::IdealCond, rest).map(Fluid),
            "INCOMPRESSIBLE" => mixture::named(Rule::Incompressible, rest).map(Fluid),
            "" | "HEOS" => helmholtz(rest).unwrap_or_else(|| foreign(name.trim())).map(Fluid),
            _ => foreign(name.trim()).map(Fluid),
        }
        .map_err(|error| with_suggestions(name, error))
    }

    /// A fluid by name, tabulated over pressure and enthalpy: a state takes a tenth of a microsecond.
    ///
    /// Building a table takes up to a tenth of a second; this process keeps the tables it used last, up to 64 MB.
    ///
    /// # Errors
    /// Those of [`Fluid::new`], and [`FluidError::Undefined`] for a fluid that is not described by an equation of state.
    ///
    /// # Examples
    /// ```
    /// use entropyk_fluids::Fluid;
    /// let (exact, table) = (Fluid::new("R32")?, Fluid::tabular("R32")?);
    /// let [a, b] = [exact, table].map(|fluid| fluid.ph(10e5, 500e3, &[], None).map(|state| state.t.value));
    /// assert!((a? / b? - 1.0).abs() < 1e-9);
    /// # Ok::<(), entropyk_fluids::FluidError>(())
    /// ```
    pub fn tabular(name: &str) -> Result<Self, FluidError> {
        Fluid::new(name)?.tabulated(Grid::Standard)
    }

    /// This fluid, tabulated on a grid; see [`Fluid::tabular`].
    ///
    /// # Errors
    /// [`FluidError::Undefined`] for a fluid that is not described by an equation of state.
    pub fn tabulated(&self, grid: Grid) -> Result<Self, FluidError> {
        if let Some((base, reference)) = self.base() {
            return base.tabulated(grid)?.with_reference(reference);
        }
        if self.table().is_some_and(|table| table.grid() == grid) {
            return Ok(self.clone());
        }
        match equation_of_state(&self.info().name).transpose()? {
            Some(exact) if self.table().is_some() || std::ptr::addr_eq(Arc::as_ptr(&exact), Arc::as_ptr(&self.0)) => {
                table::table(&exact, grid).map(|table| Fluid(table))
            }
            _ => Err(self.undefined("there are tables for equations of state only")),
        }
    }

    /// Whether both are the same substance, whatever their models and reference states.
    ///
    /// # Examples
    /// ```
    /// use entropyk_fluids::Fluid;
    /// assert!(Fluid::tabular("propane")?.is_same_substance(&Fluid::new("R290")?));
    /// # Ok::<(), entropyk_fluids::FluidError>(())
    /// ```
    pub fn is_same_substance(&self, other: &Fluid) -> bool {
        self == other || substance(&self.info().name).eq_ignore_ascii_case(substance(&other.info().name))
    }

    /// A fluid of any model.
    pub fn from_backend(backend: Arc<dyn FluidBackend>) -> Self {
        Fluid(backend)
    }

    /// The names of all fluids, in alphabetical order.
    pub fn names() -> Result<Vec<&'static str>, FluidError> {
        Ok(fluids()?.map(|info| info.name.as_str()).collect())
    }
}

/// What is known of all fluids, without building them.
pub fn fluids() -> Result<impl Iterator<Item = &'static FluidInfo>, FluidError> {
    Ok(data::index()?.entries.iter().map(|entry| &entry.info))
}

/// The formulation that a prefix names, in capitals, empty without one, and the rest of the name.
fn formulation(name: &str) -> (String, &str) {
    let name = name.trim();
    name.split_once("::").map_or((String::new(), name), |(prefix, rest)| (prefix.to_uppercase(), rest))
}

/// The name without what it says of the model, as CoolProp spells it.
fn substance(name: &str) -> &str {
    let rest = name.rsplit_once("::").map_or(name, |(_, rest)| rest);
    let known = data::index().ok().and_then(|index| Some(&*index.entries[index.position(rest)?].info.name));
    known.unwrap_or(rest)
}

/// The equation of state of a fluid as a model, if there is one of that name.
fn helmholtz(name: &str) -> Option<Result<Arc<dyn FluidBackend>, FluidError>> {
    equation_of_state(name).map(|model| model.map(|model| model as Arc<dyn FluidBackend>))
}

/// The equation of state of a fluid, if there is one of that name.
fn equation_of_state(name: &str) -> Option<Result<Arc<Helmholtz>, FluidError>> {
    static BUILT: OnceLock<Vec<Slot>> = OnceLock::new();
    let index = match data::index() {
        Ok(index) => index,
        Err(error) => return Some(Err(error)),
    };
    let position = index.position(name)?;
    let slots = BUILT.get_or_init(|| index.entries.iter().map(|_| OnceLock::new()).collect());
    let built = slots[position].get_or_init(|| Helmholtz::new(&index.entries[position]).map(Arc::new));
    Some(built.clone())
}

/// The equation of state of a fluid, used up to a higher temperature; built once.
///
/// # Errors
/// [`FluidError::Undefined`] for a fluid that is not described by an equation of state.
pub(crate) fn extrapolated(fluid: &Fluid, t_max: f64) -> Result<Fluid, FluidError> {
    static BUILT: Mutex<Vec<(String, u64, Fluid)>> = Mutex::new(Vec::new());
    let info = fluid.info();
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., known)) = built.iter().find(|(name, of, _)| *name == info.name && *of == t_max.to_bits()) {
        return Ok(known.clone());
    }
    let entry = data::index()?.entries.iter().find(|entry| entry.info.name == info.name);
    let entry = entry.ok_or_else(|| fluid.undefined("it has no equation of state to extrapolate"))?;
    let made = Fluid::from_backend(Arc::new(Helmholtz::up_to(entry, t_max)?));
    built.push((info.name.clone(), t_max.to_bits(), made.clone()));
    Ok(made)
}

/// An unknown name with the names nearest to it before the hint of whoever did not know it.
fn with_suggestions(name: &str, error: FluidError) -> FluidError {
    let (FluidError::Unknown { hint, .. }, (formulation, rest)) = (&error, formulation(name)) else {
        return error;
    };
    if !matches!(formulation.as_str(), "" | "HEOS") {
        return error;
    }
    let names = data::index().map_or_else(|_| vec![], names);
    let nearest = did_you_mean(rest, names) + &incompressible::hint(rest);
    FluidError::Unknown { name: name.to_owned(), hint: nearest + hint }
}

/// All names and aliases.
fn names(index: &Index) -> Vec<&str> {
    let names = index.entries.iter().flat_map(|entry| std::iter::once(&entry.info.name).chain(&entry.info.aliases));
    names.map(String::as_str).collect()
}

impl Deref for Fluid {
    type Target = dyn FluidBackend;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl PartialEq for Fluid {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Arc::as_ptr(&self.0), Arc::as_ptr(&other.0))
    }
}

impl Eq for Fluid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_fluids_by_what_people_call_them() {
        for (given, name) in [
            ("R134a", "R134a"),
            ("HEOS::R134A", "R134a"),
            ("propane", "n-Propane"),
            ("R290", "n-Propane"),
            ("water", "Water"),
            ("H2O", "Water"),
            ("R718", "Water"),
            ("NH3", "Ammonia"),
            ("r717", "Ammonia"),
            ("co2", "CarbonDioxide"),
            ("R744", "CarbonDioxide"),
            ("124-38-9", "CarbonDioxide"),
            ("air", "Air"),
            ("R1234yf", "R1234yf"),
            ("R410A", "R410A"),
        ] {
            let fluid = Fluid::new(given).expect(given);
            assert_eq!(fluid.info().name, name);
            assert_eq!(fluid, Fluid::new(name).expect(name));
        }
    }

    #[test]
    fn suggests_names() {
        let message = Fluid::new("R134").expect_err("no such fluid").to_string();
        assert!(message.starts_with("unknown fluid \"R134\"; did you mean") && message.contains("R134a"), "{message}");
        let message = Fluid::new("Xyz::R134a").expect_err("no such formulation").to_string();
        assert!(message.starts_with("unknown fluid \"Xyz::R134a\""), "{message}");
    }

    #[test]
    fn lists_all_fluids() {
        let names = Fluid::names().expect("data");
        assert_eq!(names.len(), 136);
        assert!(fluids().expect("data").all(|info| info.t_min < info.t_critical && info.p_critical > 0.0));
    }
}
