//! The model behind `System`.
//!
//! Locks of a model are only waited for with the interpreter detached, so that a solve in one thread and a
//! change in another cannot block each other.

use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use entropyk::components::declaration::Kind;
use entropyk::fluids::Fluid;
use entropyk::network::{self, Handle, Input, Outputs, PortRef, Settings, SweepSettings};
use entropyk_core::{Quantity, ThermoError};
use numpy::PyReadonlyArray1;
use parking_lot::RwLock;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::errors::{OrRaise, guard};
use crate::objects::Object;
use crate::report::Report;
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

    /// Takes everything out; the units stay.
    fn clear(&self, py: Python<'_>) {
        self.write(py, network::Model::clear);
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

    /// What the model is made of; see `System.report`.
    fn report(&self, py: Python<'_>) -> PyResult<Report> {
        guard(|| Ok(Report(self.read(py, network::Model::report))))
    }

    /// Lets a parameter of a connection follow from that of another; `delta` is in the units of the model.
    fn refer(
        &self,
        py: Python<'_>,
        target: &Bound<'_, Object>,
        name: &str,
        source: &Bound<'_, Object>,
        factor: f64,
        delta: f64,
    ) -> PyResult<()> {
        let (target, source) = (target.get().0.clone(), source.get().0.clone());
        self.write(py, |model| {
            let parameter = target.slots.read().index(name)?;
            let quantity = difference_of(target.declaration().parameters[parameter].quantity);
            let delta = model.units.read().unit(quantity).to_si(delta);
            model.refer(&target, parameter, &source, factor, delta)
        })
        .or_raise()
    }

    /// Takes a reference back.
    fn unrefer(&self, py: Python<'_>, target: &Bound<'_, Object>, name: &str) -> PyResult<()> {
        let target = target.get().0.clone();
        let parameter = target.slots.read().index(name).or_raise()?;
        self.write(py, |model| model.unrefer(&target, parameter));
        Ok(())
    }

    /// Gives the parameter at a path a value and makes another, within bounds, an unknown for it; see `System.add_constraint`.
    fn constrain(&self, py: Python<'_>, of: &str, value: f64, control: &str, bounds: (f64, f64)) -> PyResult<()> {
        let constrained = self.write(py, |model| {
            let (of, control) = (handle(model, of)?, handle(model, control)?);
            let units = model.units.read().clone();
            let unit = |(object, parameter): &Handle| units.unit(object.declaration().parameters[*parameter].quantity);
            let (value, of_control) = (unit(&of).to_si(value), unit(&control));
            let bounds = (of_control.to_si(bounds.0), of_control.to_si(bounds.1));
            model.constrain(of, value, control, bounds)
        });
        constrained.or_raise()
    }

    /// Takes a constraint back; false if there is none.
    fn release(&self, py: Python<'_>, of: &str) -> PyResult<bool> {
        self.write(py, |model| Ok::<_, ThermoError>(model.release(&handle(model, of)?))).or_raise()
    }

    /// Adds an equation of arguments by path; see `System.add_equation`.
    fn add_equation(&self, py: Python<'_>, label: &str, arguments: Vec<String>, function: Py<PyAny>) -> PyResult<()> {
        let added = self.write(py, |model| {
            let mut places = vec![];
            let mut units = vec![];
            for path in &arguments {
                let (object, parameter) = handle(model, path)?;
                let quantity = object.declaration().parameters[parameter].quantity;
                units.push(model.units.read().unit(quantity).clone());
                places.push((object, parameter));
            }
            let call = move |values: &[f64]| {
                let shown: Vec<f64> = values.iter().zip(&units).map(|(value, unit)| unit.from_si(*value)).collect();
                let answer = Python::attach(|py| {
                    let answer = function.call1(py, PyTuple::new(py, &shown)?)?;
                    match answer.extract::<(f64, Vec<f64>)>(py) {
                        Ok((value, slopes)) => Ok((value, Some(slopes))),
                        Err(_) => Ok((answer.extract::<f64>(py)?, None)),
                    }
                });
                let (value, slopes) = answer.map_err(|error: PyErr| format!("the function raised {error}"))?;
                let si =
                    |slopes: Vec<f64>| slopes.iter().zip(&units).map(|(slope, unit)| slope / unit.factor).collect();
                Ok((value, slopes.map(si)))
            };
            model.add_equation(label, &places, Arc::new(call))
        });
        added.or_raise()
    }

    /// Takes an equation out.
    fn remove_equation(&self, py: Python<'_>, label: &str) -> bool {
        self.write(py, |model| model.remove_equation(label))
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

    /// Keeps the values of a result as those of the design point.
    fn set_design(&self, py: Python<'_>, result: &Bound<'_, ConvergedState>) -> PyResult<()> {
        let solution = result.get().solution();
        guard(|| self.read(py, |model| model.set_design(solution)).or_raise())
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

/// The object and parameter at a path.
fn handle(model: &network::Model, path: &str) -> Result<Handle, ThermoError> {
    let place = model.place(path)?;
    match model.objects().nth(place.object) {
        Some(object) => Ok((object.clone(), place.parameter)),
        None => Err(ThermoError::Validation(format!("{path:?} is no path"))),
    }
}

/// What is added to a quantity: a difference has no zero of its own.
fn difference_of(quantity: Quantity) -> Quantity {
    match quantity {
        Quantity::Temperature => Quantity::TemperatureDifference,
        Quantity::Pressure => Quantity::PressureDifference,
        other => other,
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
