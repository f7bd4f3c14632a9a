//! The model behind `System`.
//!
//! Locks of a model are only waited for with the interpreter detached, so that a solve in one thread and a
//! change in another cannot block each other.

use std::cell::Cell;
use std::time::{Duration, Instant};

use entropyk::components::declaration::Kind;
use entropyk::fluids::Fluid;
use entropyk::network::{self, Input, Outputs, PortRef, Settings, SweepSettings};
use entropyk_core::ThermoError;
use numpy::PyReadonlyArray1;
use parking_lot::RwLock;
use pyo3::prelude::*;

use crate::errors::{OrRaise, guard};
use crate::objects::Object;
use crate::results::{ConvergedState, Table};
use crate::solvers::Config;
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

    /// What a connection between two components would carry: `"Connection"`, `"PowerConnection"` or `"HeatConnection"`.
    #[pyo3(signature = (source, outlet, target, inlet))]
    fn connection_class(
        &self,
        py: Python<'_>,
        source: &Bound<'_, Object>,
        outlet: Option<&str>,
        target: &Bound<'_, Object>,
        inlet: Option<&str>,
    ) -> PyResult<&'static str> {
        let (source, target) = (source.get().0.clone(), target.get().0.clone());
        let kind = self.read(py, |model| {
            model.route_of((model.index(&source)?, outlet), (model.index(&target)?, inlet)).map(|(_, _, kind)| kind)
        });
        Ok(match kind.or_raise()? {
            Kind::Power => "PowerConnection",
            Kind::Heat => "HeatConnection",
            Kind::Fluid | Kind::HumidAir => "Connection",
        })
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
            let (from, to, _) = model.route_of((model.index(&source)?, outlet), (model.index(&target)?, inlet))?;
            model.connect(connection, from, to, fluid, label)?;
            let name =
                |object: &network::Object, port: PortRef| object.declaration().ports[port.port].name(port.instance);
            Ok::<_, ThermoError>((name(&source, from), name(&target, to)))
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

    /// Solves once for every row; see `System.sweep`.
    #[pyo3(signature = (columns, outputs, config, workers, progress = None))]
    fn sweep(
        &self,
        py: Python<'_>,
        columns: Vec<Column<'_>>,
        outputs: Option<Wanted>,
        config: Config<'_>,
        workers: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        let outputs = outputs.map_or(Ok(Outputs::Components), Wanted::outputs)?;
        let columns = columns.iter().map(|(path, values)| Ok((path.clone(), values.as_slice()?)));
        let columns: Vec<(String, &[f64])> = columns.collect::<PyResult<_>>()?;
        let Settings { method, timeout, .. } = config.settings();
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let settings = SweepSettings { method, timeout, workers: workers.unwrap_or_else(cores) };
        let mut failure = None;
        let swept = guard(|| {
            self.read(py, |model| {
                let units = model.units.read().clone();
                let input = |(path, values): &(String, &[f64])| {
                    let place = model.place(path)?;
                    let unit = units.unit(model.quantity(place));
                    let values = values.iter().map(|value| unit.to_si(*value)).collect();
                    Ok(Input { place, name: path.clone(), values })
                };
                let inputs: Vec<Input> = columns.iter().map(input).collect::<Result<_, ThermoError>>()?;
                model.sweep(&inputs, &outputs, &settings, &mut |done| {
                    let told = Python::attach(|py| {
                        py.check_signals()?;
                        progress.as_ref().map_or(Ok(()), |progress| progress.call1(py, (done,)).map(drop))
                    });
                    told.map_err(|error| failure = Some(error)).is_ok()
                })
            })
            .or_raise()
        });
        match failure {
            Some(error) => Err(error),
            None => swept.map(Table),
        }
    }

    /// Solves with the settings of a solver configuration.
    #[pyo3(signature = (config, initial = None))]
    fn solve(&self, py: Python<'_>, config: Config<'_>, initial: Option<Vec<f64>>) -> PyResult<ConvergedState> {
        let settings = Settings { initial, ..config.settings() };
        guard(|| {
            let solution = self.read(py, |model| {
                let signals = Signals::new();
                model.solve(&settings, &|| signals.arrived())
            });
            Ok(ConvergedState::new(solution.or_raise()?))
        })
    }
}

/// A column of values as Python gives it: path and numbers, in the units of the model.
type Column<'py> = (String, PyReadonlyArray1<'py, f64>);

/// What to report of a sweep: None, `"all"`, or paths.
#[derive(FromPyObject)]
enum Wanted {
    Word(String),
    Paths(Vec<String>),
}

impl Wanted {
    fn outputs(self) -> PyResult<Outputs> {
        match self {
            Wanted::Paths(paths) => Ok(Outputs::Paths(paths)),
            Wanted::Word(word) if word == "all" => Ok(Outputs::All),
            Wanted::Word(word) => {
                let message = format!("outputs is \"all\" or a list of paths, not {word:?}");
                Err(ThermoError::Validation(message)).or_raise()
            }
        }
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
