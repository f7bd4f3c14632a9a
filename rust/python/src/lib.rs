//! The extension module `entropyk._core`. It converts and forwards; what it exposes is named `entropyk.…` to users.

mod arrays;
mod errors;
mod fluids;
mod maps;
mod model;
mod objects;
mod pool;
mod properties;
mod quantities;
mod results;
mod states;
mod units;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    errors::register(m)?;
    quantities::register(m)?;
    units::register(m)?;
    fluids::register(m)?;
    maps::register(m)?;
    objects::register(m)?;
    model::register(m)?;
    results::register(m)
}
