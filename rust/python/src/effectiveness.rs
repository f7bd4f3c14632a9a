//! Effectiveness and number of transfer units of heat exchangers.

use entropyk::components::effectiveness::{effectiveness_of, transfer_units_of};
use pyo3::prelude::*;

use crate::errors::OrRaise;

/// ε(NTU, C_r) of a flow arrangement.
#[pyfunction]
pub(crate) fn _effectiveness(ntu: f64, c_r: f64, arrangement: &str, passes: usize) -> PyResult<f64> {
    effectiveness_of(ntu, c_r, arrangement, passes).or_raise()
}

/// NTU(ε, C_r) of a flow arrangement; NaN where it cannot reach ε.
#[pyfunction]
pub(crate) fn _transfer_units(eps: f64, c_r: f64, arrangement: &str, passes: usize) -> PyResult<f64> {
    transfer_units_of(eps, c_r, arrangement, passes).or_raise()
}
