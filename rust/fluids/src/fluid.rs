//! Fluids by name, each built once per process.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use entropyk_core::suggest::did_you_mean;

use crate::data::{self, Index};
use crate::helmholtz::Helmholtz;
use crate::{FluidBackend, FluidError, FluidInfo};

/// A fluid. Cloning is cheap and shares the model; two handles are equal when they share it.
#[derive(Clone, Debug)]
pub struct Fluid(Arc<dyn FluidBackend>);

type Slot = OnceLock<Result<Arc<Helmholtz>, FluidError>>;

impl Fluid {
    /// The fluid of a name, alias or CAS number; case does not count, and a prefix `HEOS::` is allowed.
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
        static BUILT: OnceLock<Vec<Slot>> = OnceLock::new();
        let index = data::index()?;
        let position = index.position(bare(name)).ok_or_else(|| unknown(index, name))?;
        let slots = BUILT.get_or_init(|| index.entries.iter().map(|_| OnceLock::new()).collect());
        let built = slots[position].get_or_init(|| Helmholtz::new(&index.entries[position]).map(Arc::new));
        built.clone().map(|model| Fluid(model))
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

/// The name without the prefix of the formulation.
fn bare(name: &str) -> &str {
    let name = name.trim();
    match name.split_once("::") {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("HEOS") => rest,
        _ => name,
    }
}

fn unknown(index: &Index, name: &str) -> FluidError {
    let names = index.entries.iter().flat_map(|entry| {
        let info = &entry.info;
        std::iter::once(&info.name).chain(&info.aliases).map(String::as_str)
    });
    FluidError::Unknown { name: name.to_owned(), hint: did_you_mean(bare(name), names) }
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
