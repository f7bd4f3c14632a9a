//! Settings of the solvers, which are also the ways to start them.

use std::time::Duration;

use entropyk::network::{Method, Settings};
use entropyk::solver::{Fallback, LineSearch, Newton, Picard};
use entropyk_core::ThermoError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::OrRaise;

/// Any of the configurations.
#[derive(FromPyObject)]
pub(crate) enum Config<'py> {
    Newton(PyRef<'py, NewtonConfig>),
    Picard(PyRef<'py, PicardConfig>),
    Fallback(PyRef<'py, FallbackConfig>),
}

impl Config<'_> {
    /// Without start values.
    pub(crate) fn settings(&self) -> Settings {
        let (method, timeout) = match self {
            Config::Newton(config) => (Method::Newton(config.newton.clone()), config.timeout),
            Config::Picard(config) => (Method::Picard(config.picard.clone()), config.timeout),
            Config::Fallback(config) => (Method::Fallback(config.fallback.clone()), config.timeout),
        };
        Settings { method, timeout, initial: None }
    }
}

fn refuse<T>(class: &str, what: &str) -> PyResult<T> {
    Err(ThermoError::Validation(format!("{class}: {what}"))).or_raise()
}

fn count(class: &str, name: &str, value: i64) -> PyResult<usize> {
    match usize::try_from(value) {
        Ok(count) if count > 0 => Ok(count),
        _ => refuse(class, &format!("{name} = {value} must be at least 1")),
    }
}

fn tolerance_of(class: &str, tolerance: f64) -> PyResult<f64> {
    if tolerance > 0.0 && tolerance < 1.0 {
        return Ok(tolerance);
    }
    refuse(class, &format!("tolerance = {tolerance} must lie between 0 and 1"))
}

fn timeout_of(class: &str, timeout_ms: Option<f64>) -> PyResult<Option<Duration>> {
    let Some(ms) = timeout_ms else { return Ok(None) };
    match Duration::try_from_secs_f64(ms / 1e3) {
        Ok(limit) if ms > 0.0 => Ok(Some(limit)),
        _ if ms > 0.0 => refuse(class, &format!("timeout_ms = {ms} is longer than anything: leave it out")),
        _ => refuse(class, &format!("timeout_ms = {ms} must be greater than 0")),
    }
}

fn milliseconds(timeout: Option<Duration>) -> Option<f64> {
    timeout.map(|limit| limit.as_secs_f64() * 1e3)
}

/// Settings of the damped Newton iteration.
///
/// Parameters
/// ----------
/// max_iterations : int, default 100
///     Steps at most.
/// tolerance : float, default 1e-9
///     Greatest scaled residual of a solution. The iteration goes on to rounding where that costs a step or two.
/// timeout_ms : float, optional
///     Time budget; what was reached by then comes with the `TimeoutError`.
/// line_search : bool, default True
///     Shorten steps that do not reduce the residual.
/// jacobian_freeze : int, default 1
///     Steps for which a Jacobian is kept.
///
/// Raises
/// ------
/// ValidationError
///     For settings with which nothing can converge.
#[pyclass(frozen, eq, module = "entropyk")]
#[derive(PartialEq)]
pub(crate) struct NewtonConfig {
    newton: Newton,
    timeout: Option<Duration>,
}

#[pymethods]
impl NewtonConfig {
    #[new]
    #[pyo3(signature = (max_iterations = 100, tolerance = 1e-9, *, timeout_ms = None, line_search = true, jacobian_freeze = 1))]
    fn new(
        max_iterations: i64,
        tolerance: f64,
        timeout_ms: Option<f64>,
        line_search: bool,
        jacobian_freeze: i64,
    ) -> PyResult<Self> {
        const CLASS: &str = "NewtonConfig";
        let newton = Newton {
            max_iterations: count(CLASS, "max_iterations", max_iterations)?,
            tolerance: tolerance_of(CLASS, tolerance)?,
            line_search: if line_search { LineSearch::Backtracking } else { LineSearch::None },
            jacobian_freeze: count(CLASS, "jacobian_freeze", jacobian_freeze)?,
        };
        Ok(Self { newton, timeout: timeout_of(CLASS, timeout_ms)? })
    }

    /// Steps at most.
    #[getter]
    fn max_iterations(&self) -> usize {
        self.newton.max_iterations
    }

    /// Greatest scaled residual of a solution.
    #[getter]
    fn tolerance(&self) -> f64 {
        self.newton.tolerance
    }

    /// Time budget in ms, or None.
    #[getter]
    fn timeout_ms(&self) -> Option<f64> {
        milliseconds(self.timeout)
    }

    /// Whether steps are shortened.
    #[getter]
    fn line_search(&self) -> bool {
        self.newton.line_search == LineSearch::Backtracking
    }

    /// Steps for which a Jacobian is kept.
    #[getter]
    fn jacobian_freeze(&self) -> usize {
        self.newton.jacobian_freeze
    }

    /// Solves a system.
    ///
    /// Parameters
    /// ----------
    /// system : System
    ///     A finalized system.
    /// initial : array of floats or ConvergedState, optional
    ///     A state vector (SI) to start from; otherwise the last solution, or start values from the specifications.
    ///
    /// Returns
    /// -------
    /// ConvergedState
    ///
    /// Raises
    /// ------
    /// SolverError
    ///     If the iteration does not converge; the system keeps its last good state.
    /// TimeoutError
    ///     If the time budget ends before.
    /// TopologyError
    ///     If the system is not finalized, or specifications are missing or too many.
    #[pyo3(signature = (system, initial = None))]
    fn solve<'py>(
        slf: &Bound<'py, Self>,
        system: &Bound<'py, PyAny>,
        initial: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        system.call_method1("_solve", (slf, initial))
    }

    fn __repr__(&self) -> String {
        format!("NewtonConfig(max_iterations={}, tolerance={:e})", self.newton.max_iterations, self.newton.tolerance)
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        let dict = PyDict::new(py);
        dict.set_item("max_iterations", self.max_iterations())?;
        dict.set_item("tolerance", self.tolerance())?;
        dict.set_item("timeout_ms", self.timeout_ms())?;
        dict.set_item("line_search", self.line_search())?;
        dict.set_item("jacobian_freeze", self.jacobian_freeze())?;
        Ok(((), dict))
    }
}

/// Settings of the relaxed Gauss–Seidel (Picard) iteration.
///
/// Every equation is solved for one unknown, and a fraction of the change is taken. It is slow, and need not converge; Newton's
/// method may go on from what it reaches, as `FallbackConfig` does.
///
/// Parameters
/// ----------
/// max_iterations : int, default 200
///     Sweeps over all unknowns at most.
/// tolerance : float, default 1e-9
///     Greatest scaled residual of a solution.
/// relaxation : float, default 0.5
///     Fraction of a change that is taken, above 0 and up to 1.
/// timeout_ms : float, optional
///     Time budget.
///
/// Raises
/// ------
/// ValidationError
///     For settings with which nothing can converge.
#[pyclass(frozen, eq, module = "entropyk")]
#[derive(PartialEq)]
pub(crate) struct PicardConfig {
    picard: Picard,
    timeout: Option<Duration>,
}

#[pymethods]
impl PicardConfig {
    #[new]
    #[pyo3(signature = (max_iterations = 200, tolerance = 1e-9, relaxation = 0.5, *, timeout_ms = None))]
    fn new(max_iterations: i64, tolerance: f64, relaxation: f64, timeout_ms: Option<f64>) -> PyResult<Self> {
        const CLASS: &str = "PicardConfig";
        if !(relaxation > 0.0 && relaxation <= 1.0) {
            return refuse(CLASS, &format!("relaxation = {relaxation} must lie above 0 and not above 1"));
        }
        let picard = Picard {
            max_iterations: count(CLASS, "max_iterations", max_iterations)?,
            tolerance: tolerance_of(CLASS, tolerance)?,
            relaxation,
        };
        Ok(Self { picard, timeout: timeout_of(CLASS, timeout_ms)? })
    }

    /// Sweeps at most.
    #[getter]
    fn max_iterations(&self) -> usize {
        self.picard.max_iterations
    }

    /// Greatest scaled residual of a solution.
    #[getter]
    fn tolerance(&self) -> f64 {
        self.picard.tolerance
    }

    /// Fraction of a change that is taken.
    #[getter]
    fn relaxation(&self) -> f64 {
        self.picard.relaxation
    }

    /// Time budget in ms, or None.
    #[getter]
    fn timeout_ms(&self) -> Option<f64> {
        milliseconds(self.timeout)
    }

    /// Solves a system; see `NewtonConfig.solve`.
    #[pyo3(signature = (system, initial = None))]
    fn solve<'py>(
        slf: &Bound<'py, Self>,
        system: &Bound<'py, PyAny>,
        initial: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        system.call_method1("_solve", (slf, initial))
    }

    fn __repr__(&self) -> String {
        let Picard { max_iterations, tolerance, relaxation } = self.picard;
        format!("PicardConfig(max_iterations={max_iterations}, tolerance={tolerance:e}, relaxation={relaxation})")
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((usize, f64, f64), Bound<'py, PyDict>)> {
        let dict = PyDict::new(py);
        dict.set_item("timeout_ms", self.timeout_ms())?;
        Ok(((self.max_iterations(), self.tolerance(), self.relaxation()), dict))
    }
}

/// Settings of Newton's method with a way out: Picard sweeps where it fails, and Newton's method from there.
///
/// Parameters
/// ----------
/// newton : NewtonConfig, optional
///     Settings of the first and the last part.
/// picard : PicardConfig, optional
///     Settings of the sweeps in between.
/// timeout_ms : float, optional
///     Time budget of all parts.
#[pyclass(frozen, eq, module = "entropyk")]
#[derive(PartialEq)]
pub(crate) struct FallbackConfig {
    fallback: Fallback,
    timeout: Option<Duration>,
}

#[pymethods]
impl FallbackConfig {
    #[new]
    #[pyo3(signature = (*, newton = None, picard = None, timeout_ms = None))]
    fn new(newton: Option<&NewtonConfig>, picard: Option<&PicardConfig>, timeout_ms: Option<f64>) -> PyResult<Self> {
        let fallback = Fallback {
            newton: newton.map_or_else(Newton::default, |config| config.newton.clone()),
            picard: picard.map_or_else(Picard::default, |config| config.picard.clone()),
        };
        Ok(Self { fallback, timeout: timeout_of("FallbackConfig", timeout_ms)? })
    }

    /// Settings of the first and the last part.
    #[getter]
    fn newton(&self) -> NewtonConfig {
        NewtonConfig { newton: self.fallback.newton.clone(), timeout: None }
    }

    /// Settings of the sweeps in between.
    #[getter]
    fn picard(&self) -> PicardConfig {
        PicardConfig { picard: self.fallback.picard.clone(), timeout: None }
    }

    /// Time budget in ms, or None.
    #[getter]
    fn timeout_ms(&self) -> Option<f64> {
        milliseconds(self.timeout)
    }

    /// Solves a system; see `NewtonConfig.solve`.
    #[pyo3(signature = (system, initial = None))]
    fn solve<'py>(
        slf: &Bound<'py, Self>,
        system: &Bound<'py, PyAny>,
        initial: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        system.call_method1("_solve", (slf, initial))
    }

    fn __repr__(&self) -> String {
        format!("FallbackConfig(newton={}, picard={})", self.newton().__repr__(), self.picard().__repr__())
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        let dict = PyDict::new(py);
        dict.set_item("newton", self.newton())?;
        dict.set_item("picard", self.picard())?;
        dict.set_item("timeout_ms", self.timeout_ms())?;
        Ok(((), dict))
    }
}
