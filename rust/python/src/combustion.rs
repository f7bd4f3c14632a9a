//! What burns.

use entropyk::components::library::fuels;
use entropyk::fluids::Species;
use pyo3::prelude::*;

use crate::errors::OrRaise;

/// The fuels among species: name, atoms of C, H and O, lower heating value in J/kg.
#[pyfunction]
pub(crate) fn _fuels(names: Vec<String>) -> PyResult<Vec<(String, [f64; 3], f64)>> {
    let species: Vec<Species> = names.iter().map(|name| Species::new(name)).collect::<Result<_, _>>().or_raise()?;
    Ok(fuels(&species))
}
