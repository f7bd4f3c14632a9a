//! Calls of Python code by the engine.
//!
//! What the code raises travels through the engine beside the message, and arrives as the cause of the exception that the user
//! sees. Errors of arithmetic and of values, such as the logarithm of a negative number, refuse the point and not the solve.

use entropyk::components::ComponentError;
use entropyk_core::{Cause, Raised, Reach};
use pyo3::exceptions::{PyArithmeticError, PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyComplex, PyWeakrefReference};

/// An object of Python that the engine calls, and that others keep alive: a model does not own the code in it.
pub(crate) struct Host(Py<PyWeakrefReference>);

impl Host {
    pub(crate) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(PyWeakrefReference::new(object)?.unbind()))
    }

    /// The object.
    ///
    /// # Errors
    /// [`ComponentError::Raised`] if nobody has kept it.
    pub(crate) fn get<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyAny>, ComponentError> {
        let alive = self.0.bind(py).upgrade();
        alive.ok_or_else(|| refused("its Python code is gone: keep the system it belongs to".into(), Reach::Solve))
    }
}

/// The failure of a call; `what` has been called.
pub(crate) fn raised(py: Python<'_>, what: &str, error: PyErr) -> ComponentError {
    let reach = if !error.is_instance_of::<PyException>(py) {
        Reach::All
    } else if error.is_instance_of::<PyArithmeticError>(py) || error.is_instance_of::<PyValueError>(py) {
        Reach::Point
    } else {
        Reach::Solve
    };
    ComponentError::Raised(Raised { message: format!("{what} raised {error}"), cause: Some(Cause::new(error)), reach })
}

/// An answer that is none.
pub(crate) fn refused(message: String, reach: Reach) -> ComponentError {
    ComponentError::Raised(Raised { message, cause: None, reach })
}

/// The number that `what` has returned.
///
/// # Errors
/// [`ComponentError::Raised`] for anything else: at once for what is no number, for NaN and complex numbers at this point.
pub(crate) fn number(what: &str, answer: &Bound<'_, PyAny>) -> Result<f64, ComponentError> {
    let is_single =
        !answer.is_instance_of::<PyBool>() && !answer.hasattr("__len__").unwrap_or(true) || is_scalar_array(answer);
    match answer.extract::<f64>() {
        Ok(number) if is_single && number.is_finite() => Ok(number),
        Ok(number) if is_single => Err(refused(format!("{what} returned {number}"), Reach::Point)),
        _ => {
            let reach = if answer.is_instance_of::<PyComplex>() { Reach::Point } else { Reach::Solve };
            let shown = answer.repr().map_or_else(|_| "an object".to_owned(), |text| text.to_string());
            let shown = match shown.char_indices().nth(60) {
                Some((end, _)) => format!("{}…", &shown[..end]),
                None => shown,
            };
            Err(refused(format!("{what} returned {shown}, which is not a number"), reach))
        }
    }
}

/// An array without dimensions has a length by name only.
fn is_scalar_array(answer: &Bound<'_, PyAny>) -> bool {
    answer.getattr("ndim").and_then(|ndim| ndim.extract::<usize>()).is_ok_and(|ndim| ndim == 0)
        && answer.hasattr("__float__").unwrap_or(false)
}
