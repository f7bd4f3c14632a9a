//! The model behind `System`.
//!
//! Locks of a model are only waited for with the interpreter detached, so that a solve in one thread and a
//! change in another cannot block each other.

use std::cell::Cell;
use std::time::{Duration, Instant};

use entropyk::components::declaration::Direction;
use entropyk::fluids::Fluid;
use entropyk::network::{self, Settings};
use entropyk::solver::{LineSearch, Newton};
use entropyk_core::ThermoError;
use parking_lot::RwLock;
use pyo3::prelude::*;

use crate::errors::{OrRaise, guard};
use crate::objects::Object;
use crate::results::ConvergedState;
use crate::units::{Units, named_or_given};

/// Components, connections and the plan made of them.
#[pyclass(frozen, module = "entropyk._core")]
pub(crate) struct Model(RwLock<network::Model>);

impl Model {
    fn read<T: Send>(&self, py: Python<'_>, f: impl FnOnce(&network::Model) -> T + Send) -> T {
        py.detach(|| f(&self.0.read()))
    }

    fn write<T: Send>(&self, py: Python<'_>, f: impl FnOnce(&mut network::Model) -> T + Send) -> T {
        py.detach(|| f(&mut self.0.write()))
    }
}

#[pymethods]
impl Model {
    #[new]
    #[pyo3(signature = (fluid = None, units = None, defaults = true))]
    fn new(fluid: Option<&str>, units: Option<&Bound<'_, PyAny>>, defaults: bool) -> PyResult<Self> {
        let units = units.map_or_else(|| Ok(entropyk_core::Units::si()), named_or_given)?;
        let fluid = fluid.map(Fluid::new).transpose().or_raise()?;
        Ok(Self(RwLock::new(network::Model::new(units, fluid, defaults))))
    }

    /// Units of plain numbers.
    #[getter]
    fn units(&self, py: Python<'_>) -> Units {
        Units::of(self.read(py, |model| model.units.clone()))
    }

    #[pyo3(signature = (object, label = None))]
    fn add(&self, py: Python<'_>, object: &Bound<'_, Object>, label: Option<String>) -> PyResult<()> {
        let object = object.get().0.clone();
        self.write(py, |model| model.add(object, label)).or_raise()?;
        Ok(())
    }

    /// Connects two components and gives the new connection its slots.
    #[pyo3(signature = (source, outlet, target, inlet, connection, fluid = None, label = None))]
    #[allow(clippy::too_many_arguments)]
    fn connect(
        &self,
        py: Python<'_>,
        source: &Bound<'_, Object>,
        outlet: Option<&str>,
        target: &Bound<'_, Object>,
        inlet: Option<&str>,
        connection: &Bound<'_, Object>,
        fluid: Option<&str>,
        label: Option<String>,
    ) -> PyResult<(String, String)> {
        let (source, target) = (source.get().0.clone(), target.get().0.clone());
        let connection = connection.get().0.clone();
        let fluid = fluid.map(Fluid::new).transpose().or_raise()?;
        let connected = self.write(py, |model| {
            let from = model.port(model.index(&source)?, outlet, Direction::Out)?;
            let to = model.port(model.index(&target)?, inlet, Direction::In)?;
            model.connect(connection, from, to, fluid, label)?;
            let name = |object: &network::Object, port: usize| object.declaration().ports[port].name.to_owned();
            Ok::<_, ThermoError>((name(&source, from.port), name(&target, to.port)))
        });
        connected.or_raise()
    }

    /// Takes the last connection back: one whose specifications turned out impossible.
    fn disconnect(&self, py: Python<'_>, connection: &Bound<'_, Object>) {
        let connection = connection.get().0.clone();
        self.write(py, |model| model.disconnect(&connection));
    }

    /// Compiles the model; returns what is assumed.
    fn finalize(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        guard(|| self.write(py, |model| model.finalize().map(|plan| plan.defaults().to_vec())).or_raise())
    }

    #[getter]
    fn is_finalized(&self, py: Python<'_>) -> bool {
        self.read(py, network::Model::is_finalized)
    }

    /// (components, connections).
    fn counts(&self, py: Python<'_>) -> (usize, usize) {
        self.read(py, |model| (model.components.len(), model.edges.len()))
    }

    fn state_names(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        guard(|| self.read(py, |model| model.plan().map(|plan| plan.state_names())).or_raise())
    }

    fn describe(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| Ok(self.read(py, network::Model::describe)))
    }

    /// Solves with the settings of a `NewtonConfig`.
    #[pyo3(signature = (config, initial = None))]
    fn solve(&self, py: Python<'_>, config: &NewtonConfig, initial: Option<Vec<f64>>) -> PyResult<ConvergedState> {
        let settings = Settings { newton: config.newton.clone(), initial };
        guard(|| {
            let solution = self.read(py, |model| {
                let signals = Signals::new();
                model.solve(&settings, &|| signals.arrived())
            });
            Ok(ConvergedState::new(solution.or_raise()?))
        })
    }
}

/// Asks the interpreter for signals, not more often than every 50 ms.
struct Signals(Cell<Instant>);

impl Signals {
    fn new() -> Self {
        Self(Cell::new(Instant::now()))
    }

    /// True if a handler raised, as the one of Ctrl-C does.
    fn arrived(&self) -> bool {
        if self.0.get().elapsed() < Duration::from_millis(50) {
            return false;
        }
        self.0.set(Instant::now());
        Python::attach(|py| py.check_signals().is_err())
    }
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
        let refuse = |what: String| Err(ThermoError::Validation(format!("NewtonConfig: {what}"))).or_raise();
        if max_iterations < 1 {
            return refuse(format!("max_iterations = {max_iterations} must be at least 1"));
        }
        if !(tolerance > 0.0 && tolerance < 1.0) {
            return refuse(format!("tolerance = {tolerance} must lie between 0 and 1"));
        }
        if jacobian_freeze < 1 {
            return refuse(format!("jacobian_freeze = {jacobian_freeze} must be at least 1"));
        }
        let timeout = match timeout_ms {
            None => None,
            Some(ms) if ms > 0.0 && ms.is_finite() => Some(Duration::from_secs_f64(ms / 1e3)),
            Some(ms) => return refuse(format!("timeout_ms = {ms} must be greater than 0")),
        };
        let line_search = if line_search { LineSearch::Backtracking } else { LineSearch::None };
        let jacobian_freeze = jacobian_freeze.unsigned_abs() as usize;
        let max_iterations = max_iterations.unsigned_abs() as usize;
        Ok(Self { newton: Newton { max_iterations, tolerance, timeout, line_search, jacobian_freeze } })
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
        self.newton.timeout.map(|limit| limit.as_secs_f64() * 1e3)
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

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, pyo3::types::PyDict>)> {
        let dict = pyo3::types::PyDict::new(py);
        dict.set_item("max_iterations", self.max_iterations())?;
        dict.set_item("tolerance", self.tolerance())?;
        dict.set_item("timeout_ms", self.timeout_ms())?;
        dict.set_item("line_search", self.line_search())?;
        dict.set_item("jacobian_freeze", self.jacobian_freeze())?;
        Ok(((), dict))
    }
}
