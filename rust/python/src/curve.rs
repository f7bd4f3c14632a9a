//! Functions of one number that users give for a parameter: a callable, or a dict of it (`method`) and its further arguments
//! (`params`).

use std::any::Any;
use std::sync::Arc;

use entropyk::components::ComponentError;
use entropyk::components::characteristic::{Curve, OutsideFunction};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyTuple};

use crate::callback::{number, raised};

/// A function, and what it was given as.
struct Called {
    name: &'static str,
    given: Py<PyAny>,
    function: Py<PyAny>,
    further: Vec<Py<PyAny>>,
}

impl OutsideFunction for Called {
    fn value(&self, x: f64) -> Result<f64, ComponentError> {
        Python::attach(|py| {
            let further = self.further.iter().map(|each| each.bind(py).clone());
            let arguments = std::iter::once(PyFloat::new(py, x).into_any()).chain(further).collect::<Vec<_>>();
            let answer = PyTuple::new(py, arguments).and_then(|arguments| self.function.bind(py).call1(arguments));
            number(self.name, &answer.map_err(|error| raised(py, self.name, error))?)
        })
    }
}

/// The function of a parameter; None for what is none.
///
/// # Errors
/// `TypeError` for keys that are not known and parameters that are no list.
pub(crate) fn read(name: &'static str, object: &Bound<'_, PyAny>) -> PyResult<Option<Curve>> {
    let (function, further) = match object.cast::<PyDict>() {
        Ok(dict) => match dict.get_item("method")? {
            Some(method) => (method, dict.get_item("params")?),
            None => return Ok(None),
        },
        Err(_) => (object.clone(), None),
    };
    if !function.is_callable() {
        return Ok(None);
    }
    let further = further.map(|list| list.try_iter()?.map(|each| Ok(each?.unbind())).collect::<PyResult<_>>());
    let further = further.transpose()?.unwrap_or_default();
    let called = Called { name, given: object.clone().unbind(), function: function.unbind(), further };
    Ok(Some(Curve(Arc::new(called))))
}

/// What the function was given as.
pub(crate) fn given(py: Python<'_>, curve: &Curve) -> Py<PyAny> {
    called(curve).map_or_else(|| py.None(), |called| called.given.clone_ref(py))
}

/// Shows the collector of garbage what the function holds.
pub(crate) fn traverse(curve: &Curve, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
    let Some(called) = called(curve) else { return Ok(()) };
    visit.call(&called.given)?;
    visit.call(&called.function)?;
    called.further.iter().try_for_each(|each| visit.call(each))
}

fn called(curve: &Curve) -> Option<&Called> {
    let any: &dyn Any = &*curve.0;
    any.downcast_ref()
}
