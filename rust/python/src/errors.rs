//! The border for what goes wrong: [`ThermoError`] becomes one of the exceptions declared in `entropyk/errors.py`, and a
//! panic becomes an ordinary exception.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use entropyk_core::{Cause, Raised, ThermoError};
use numpy::{PyArray1, PyArrayMethods};
use parking_lot::Mutex;
use pyo3::exceptions::{PyException, PyKeyboardInterrupt};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyDict};

/// Results of the engine, for Python.
pub(crate) trait OrRaise<T> {
    /// The value, or the exception of the error.
    fn or_raise(self) -> PyResult<T>;
}

impl<T, E: Into<ThermoError>> OrRaise<T> for Result<T, E> {
    fn or_raise(self) -> PyResult<T> {
        self.map_err(|error| Python::attach(|py| exception(py, &error.into())))
    }
}

/// The exception of an error.
pub(crate) fn exception(py: Python<'_>, error: &ThermoError) -> PyErr {
    let message = error.to_string();
    let made = match error {
        ThermoError::Validation(_) => make(py, "ValidationError", &message, None),
        ThermoError::FluidProperty(_) => make(py, "FluidError", &message, None),
        ThermoError::AmbiguousState { .. } => make(py, "FluidError", &message, Some(error)),
        ThermoError::InvalidState(_) => make(py, "ComponentError", &message, None),
        ThermoError::ImpossibleState(_) => make(py, "StateError", &message, None),
        ThermoError::UnknownParameter(_) => make(py, "UnknownParameterError", &message, None),
        ThermoError::Topology(_) => make(py, "TopologyError", &message, None),
        ThermoError::NonConvergence { .. } => make(py, "SolverError", &message, Some(error)),
        ThermoError::Timeout { .. } => make(py, "TimeoutError", &message, Some(error)),
        ThermoError::ControlSaturation { .. } => make(py, "ControlSaturationError", &message, Some(error)),
        ThermoError::Raised(Raised { cause, .. }) => {
            // An interrupt, or the end of the program, is no error of a component.
            match raised(cause.as_ref()).filter(|error| !error.is_instance_of::<PyException>(py)) {
                Some(error) => return error.clone_ref(py),
                None => make(py, "ComponentError", &message, None),
            }
        }
        ThermoError::Interrupted => return PyKeyboardInterrupt::new_err(message),
    };
    let made = made.unwrap_or_else(|failure| failure);
    if let ThermoError::NonConvergence { cause, .. } | ThermoError::Raised(Raised { cause, .. }) = error
        && let Some(error) = raised(cause.as_ref())
    {
        made.set_cause(py, Some(error.clone_ref(py)));
    }
    made
}

/// What Python code has raised.
fn raised(cause: Option<&Cause>) -> Option<&PyErr> {
    cause.and_then(Cause::get)
}

/// An instance of the class with that name, with the attributes of a solver's error.
fn make(py: Python<'_>, class: &str, message: &str, error: Option<&ThermoError>) -> PyResult<PyErr> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || py.import("entropyk.errors").map(Bound::unbind))?;
    let attributes = error.map(|error| attributes(py, error)).transpose()?;
    let instance = module.bind(py).getattr(class)?.call((message,), attributes.as_ref())?;
    Ok(PyErr::from_value(instance))
}

fn attributes<'py>(py: Python<'py>, error: &ThermoError) -> PyResult<Bound<'py, PyDict>> {
    match error {
        ThermoError::NonConvergence { iterations, residual, state, is_singular, .. } => {
            let dict = [("residual", residual)].into_py_dict(py)?;
            dict.set_item("is_singular", is_singular)?;
            dict.set_item("iterations", iterations)?;
            dict.set_item("state", read_only(py, state)?)?;
            Ok(dict)
        }
        ThermoError::Timeout { elapsed_ms, iterations, residual, state, .. } => {
            let dict = [("elapsed_ms", elapsed_ms), ("residual", residual)].into_py_dict(py)?;
            dict.set_item("iterations", iterations)?;
            dict.set_item("state", read_only(py, state)?)?;
            Ok(dict)
        }
        ThermoError::AmbiguousState { candidates, .. } => {
            let dict = PyDict::new(py);
            dict.set_item("candidates", candidates)?;
            Ok(dict)
        }
        ThermoError::ControlSaturation { variable, bound, value, state, .. } => {
            let dict = [("variable", variable), ("bound", bound)].into_py_dict(py)?;
            dict.set_item("value", value)?;
            dict.set_item("state", read_only(py, state)?)?;
            Ok(dict)
        }
        _ => Ok(PyDict::new(py)),
    }
}

fn read_only<'py>(py: Python<'py>, state: &[f64]) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let array = PyArray1::from_slice(py, state);
    drop(array.readwrite().make_nonwriteable());
    Ok(array)
}

/// Where the last panic happened.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work`; a panic inside becomes an `EntropykError` that asks for a report.
///
/// Everything that solves or calls into components is run through this, on the thread that Python called on. A panic of
/// a worker thread arrives here when it is joined.
pub(crate) fn guard<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    quiet_panics();
    // What a panic leaves half-written is dropped with it: models change in one step, after the work.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let place = PLACE.lock().take().map_or_else(String::new, |place| format!(" ({place})"));
        let message = format!(
            "internal error: {}{place}. This is a fault of entropyk and not of your input: please report it, with \
             the model that leads to it, at {}/issues",
            text(&*payload),
            env!("CARGO_PKG_REPOSITORY"),
        );
        Err(Python::attach(|py| make(py, "EntropykError", &message, None).unwrap_or_else(|failure| failure)))
    })
}

fn text(payload: &(dyn Any + Send)) -> &str {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic")
}

/// Panics say nothing on stderr, since the exception says it, unless `RUST_BACKTRACE` asks for more.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            *PLACE.lock() = info.location().map(ToString::to_string);
            if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
                loud(info);
            }
        }));
    });
}

/// Panics, here or in a worker thread, to show that it arrives as an ordinary exception.
#[pyfunction]
#[pyo3(signature = (message = "a panic on purpose", *, worker = false))]
pub(crate) fn _panic(py: Python<'_>, message: &str, worker: bool) -> PyResult<()> {
    guard(|| {
        py.detach(|| {
            if worker {
                std::thread::scope(|scope| {
                    let joined = scope.spawn(|| panic!("{message}")).join();
                    joined.unwrap_or_else(|payload| panic::resume_unwind(payload))
                })
            } else {
                panic!("{message}")
            }
        })
    })
}
