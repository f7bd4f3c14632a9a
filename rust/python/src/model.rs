//! The model behind `System`.
//!
//! Locks of a model are only waited for with the interpreter detached, so that a solve in one thread and a
//! change in another cannot block each other.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use entropyk::components::declaration::Kind;
use entropyk::fluids::Rule;
use entropyk::network::{self, CHUNK, Handle, Input, Lead, Outputs, PortRef, Settings, SweepSettings, Swept};
use entropyk_core::{Quantity, ThermoError};
use numpy::{PyArray1, PyReadonlyArray1};
use parking_lot::RwLock;
use pyo3::prelude::*;

use crate::callback::Host;
use crate::equations;
use crate::errors::{OrRaise, exception, guard};
use crate::fluids::FluidOrName;
use crate::objects::Object;
use crate::parameter::Parameter;
use crate::report::Report;
use crate::results::{ConvergedState, Table};
use crate::solvers::Config;
use crate::units::{Units, named_or_given};

/// Components, connections and the plan made of them.
#[pyclass(frozen, module = "entropyk._core")]
pub(crate) struct Model(RwLock<network::Model>);

impl Model {
    /// Also from within a callback, while another thread waits for a change.
    fn read<T: Send>(&self, py: Python<'_>, f: impl FnOnce(&network::Model) -> T + Send) -> T {
        py.detach(|| f(&self.0.read_recursive()))
    }

    /// # Errors
    /// `TopologyError` from within a callback of this model's solve.
    fn write<T: Send>(&self, py: Python<'_>, f: impl FnOnce(&mut network::Model) -> T + Send) -> PyResult<T> {
        self.refuse_while_solving("changed")?;
        Ok(py.detach(|| f(&mut self.0.write())))
    }

    /// Reads for a solve, in which callbacks may come back here.
    fn read_to_solve<T: Send>(&self, py: Python<'_>, f: impl FnOnce(&network::Model) -> T + Send) -> PyResult<T> {
        self.refuse_while_solving("solved")?;
        SOLVING.with_borrow_mut(|models| models.push(self.address()));
        let _end = Solving;
        Ok(self.read(py, f))
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn refuse_while_solving(&self, what: &str) -> PyResult<()> {
        if !SOLVING.with_borrow(|models| models.contains(&self.address())) {
            return Ok(());
        }
        let message =
            format!("a system cannot be {what} by its own equations while it is solved: use what they are given");
        Err(ThermoError::Topology(message)).or_raise()
    }
}

thread_local! {
    /// Addresses of the models that this thread solves, one inside the other.
    static SOLVING: RefCell<Vec<usize>> = const { RefCell::new(vec![]) };
}

/// Ends the last solve of this thread.
struct Solving;

impl Drop for Solving {
    fn drop(&mut self) {
        SOLVING.with_borrow_mut(Vec::pop);
    }
}

#[pymethods]
impl Model {
    #[new]
    #[pyo3(signature = (fluid = None, units = None, defaults = true))]
    fn new(fluid: Option<FluidOrName<'_>>, units: Option<&Bound<'_, PyAny>>, defaults: bool) -> PyResult<Self> {
        let units = units.map_or_else(|| Ok(entropyk_core::Units::si()), named_or_given)?;
        let fluid = fluid.map(|fluid| fluid.species()).transpose().or_raise()?;
        Ok(Self(RwLock::new(network::Model::new(units, fluid.map(|named| named.fluid), defaults))))
    }

    /// The model of a JSON text; `brought` holds the components of classes written in Python by label.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str, brought: HashMap<String, Py<Object>>) -> PyResult<Self> {
        brought.values().try_for_each(|object| Object::bind(object.bind(py)))?;
        let find = |label: &str| Some(brought.get(label)?.get().0.clone());
        guard(|| Ok(Self(RwLock::new(network::Model::from_json(text, &find).or_raise()?))))
    }

    /// The model as JSON; `brought` are the labels of what is written in Python and comes back another way.
    fn to_json(&self, py: Python<'_>, brought: Vec<String>) -> PyResult<String> {
        let is_brought = |label: &str| brought.iter().any(|known| known == label);
        guard(|| self.read(py, |model| model.to_json(&is_brought)).or_raise())
    }

    /// Components, and connections with the positions and ports of the components they leave and enter.
    fn handles(&self, py: Python<'_>) -> (Vec<Object>, Vec<Ends>) {
        self.read(py, |model| {
            let end = |port: PortRef| {
                let declared = &model.components[port.component].declaration().ports[port.port];
                (port.component, declared.name(port.instance))
            };
            let line = |edge: &network::Edge| {
                let ((source, outlet), (target, inlet)) = (end(edge.from), end(edge.to));
                (Object::around(&edge.object), source, outlet, target, inlet)
            };
            let components = model.components.iter().map(Object::around).collect();
            (components, model.edges.iter().map(line).collect())
        })
    }

    /// References: label and parameter of the connection that follows, label of the other, factor, and delta in the model's units.
    fn references(&self, py: Python<'_>) -> Vec<(String, String, String, f64, f64)> {
        self.read(py, |model| {
            let units = model.units.read().clone();
            let shown = |(of, parameter, to, factor, delta): (Arc<network::Object>, usize, String, f64, f64)| {
                let declared = &of.declaration().parameters[parameter];
                let unit = units.unit(difference_of(declared.quantity));
                (of.label(), declared.name.to_owned(), to, factor, unit.from_si(delta))
            };
            model.references().map(shown).collect()
        })
    }

    /// Units of plain numbers.
    #[getter]
    fn units(&self, py: Python<'_>) -> Units {
        Units::of(self.read(py, |model| model.units.clone()))
    }

    #[pyo3(signature = (object, label = None))]
    fn add(&self, py: Python<'_>, object: &Bound<'_, Object>, label: Option<String>) -> PyResult<()> {
        Object::bind(object)?;
        let object = object.get().0.clone();
        self.write(py, |model| model.add(object, label))?.or_raise()?;
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
    #[pyo3(signature = (source, outlet, target, inlet, connection, label = None))]
    #[allow(clippy::too_many_arguments)]
    fn connect(
        &self,
        py: Python<'_>,
        source: &Bound<'_, Object>,
        outlet: Option<&str>,
        target: &Bound<'_, Object>,
        inlet: Option<&str>,
        connection: &Bound<'_, Object>,
        label: Option<String>,
    ) -> PyResult<(String, String)> {
        let (source, target) = (source.get().0.clone(), target.get().0.clone());
        let connection = connection.get().0.clone();
        let connected = self.write(py, |model| {
            let (from, to, _) = model.route_of((model.index(&source)?, outlet), (model.index(&target)?, inlet))?;
            model.connect(connection, from, to, None, label)?;
            let name =
                |object: &network::Object, port: PortRef| object.declaration().ports[port.port].name(port.instance);
            Ok::<_, ThermoError>((name(&source, from), name(&target, to)))
        })?;
        connected.or_raise()
    }

    /// Gives a connection a fluid, by name too, or takes it back; see `Connection.set_attr`.
    #[pyo3(signature = (connection, fluid = None))]
    fn set_fluid(
        &self,
        py: Python<'_>,
        connection: &Bound<'_, Object>,
        fluid: Option<FluidOrName<'_>>,
    ) -> PyResult<()> {
        let connection = connection.get().0.clone();
        let fluid = fluid.map(|fluid| fluid.species()).transpose().or_raise()?;
        self.write(py, |model| model.set_fluid(&connection, fluid))?.or_raise()
    }

    /// Name of the fluid that flows through a connection; None for a mixture.
    fn fluid_of(&self, py: Python<'_>, connection: &Bound<'_, Object>) -> PyResult<Option<String>> {
        let connection = connection.get().0.clone();
        self.read(py, |model| model.fluid_of(&connection)).or_raise()
    }

    /// Gives a connection mass fractions by the names of species.
    fn compose(
        &self,
        py: Python<'_>,
        connection: &Bound<'_, Object>,
        fractions: Vec<(String, Option<f64>)>,
    ) -> PyResult<()> {
        let connection = connection.get().0.clone();
        self.write(py, |model| model.compose(&connection, &fractions))?.or_raise()
    }

    /// Says how species mix in the circuit of a connection.
    #[pyo3(signature = (connection, rule = None))]
    fn set_mixing_rule(&self, py: Python<'_>, connection: &Bound<'_, Object>, rule: Option<&str>) -> PyResult<()> {
        let connection = connection.get().0.clone();
        let rule = rule.map(Rule::named).transpose().or_raise()?;
        self.write(py, |model| model.set_mixing_rule(&connection, rule))?.or_raise()
    }

    /// Takes the last connection back: one whose specifications turned out impossible.
    fn disconnect(&self, py: Python<'_>, connection: &Bound<'_, Object>) -> PyResult<()> {
        let connection = connection.get().0.clone();
        self.write(py, |model| model.disconnect(&connection))
    }

    /// Takes everything out; the units stay.
    fn clear(&self, py: Python<'_>) -> PyResult<()> {
        self.write(py, network::Model::clear)
    }

    /// Compiles the model; returns what is assumed.
    fn finalize(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        guard(|| self.write(py, |model| model.finalize().map(|plan| plan.defaults().to_vec()))?.or_raise())
    }

    /// Compiles again if what is given has changed since.
    fn prepare(&self, py: Python<'_>) -> PyResult<()> {
        guard(|| self.read(py, |model| model.plan().map(drop)).or_raise())
    }

    /// Refuses a graph with open ports.
    fn check_ports(&self, py: Python<'_>) -> PyResult<()> {
        guard(|| self.read(py, network::Model::check_ports).or_raise())
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

    /// The equations that are worst met at a state vector, a line each.
    fn worst_at(&self, py: Python<'_>, state: Vec<f64>) -> PyResult<String> {
        guard(|| self.read(py, |model| model.worst_at(&state)).or_raise())
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
            let quantity = difference_of(target.parameter(parameter).quantity);
            let delta = model.units.read().unit(quantity).to_si(delta);
            model.refer(&target, parameter, &source, factor, delta)
        })?
        .or_raise()
    }

    /// Takes a reference back.
    fn unrefer(&self, py: Python<'_>, target: &Bound<'_, Object>, name: &str) -> PyResult<()> {
        let target = target.get().0.clone();
        let parameter = target.slots.read().index(name).or_raise()?;
        self.write(py, |model| model.unrefer(&target, parameter))
    }

    /// Gives the parameter at a path a value and makes another, within bounds, an unknown for it; see `System.add_constraint`.
    fn constrain(&self, py: Python<'_>, of: &str, value: f64, control: &str, bounds: (f64, f64)) -> PyResult<()> {
        let constrained = self.write(py, |model| {
            let (of, control) = (model.target(of)?, handle(model, control)?);
            let units = model.units.read().clone();
            let of_control = units.unit(control.0.declaration().parameters[control.1].quantity);
            let value = units.unit(of.quantity()).to_si(value);
            let bounds = (of_control.to_si(bounds.0), of_control.to_si(bounds.1));
            model.constrain(of, value, control, bounds)
        })?;
        constrained.or_raise()
    }

    /// Takes a constraint back; false if there is none.
    fn release(&self, py: Python<'_>, of: &str) -> PyResult<bool> {
        self.write(py, |model| Ok::<_, ThermoError>(model.release(&model.target(of)?)))?.or_raise()
    }

    /// Adds an equation of arguments, by path or as parameters, with the `function` of a host; see `System.add_equation`.
    fn add_equation(
        &self,
        py: Python<'_>,
        label: &str,
        arguments: Vec<Argument<'_>>,
        host: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let host = Host::new(host)?;
        let named = |argument| match argument {
            Argument::Path(path) => Err(path),
            Argument::Parameter(parameter) => Ok(parameter.handle()),
        };
        let arguments: Vec<Result<Handle, String>> = arguments.into_iter().map(named).collect();
        let added = self.write(py, |model| {
            let place = |argument: &Result<Handle, String>| match argument {
                Ok(of) => Ok(of.clone()),
                Err(path) => handle(model, path),
            };
            let places = arguments.iter().map(place).collect::<Result<Vec<Handle>, _>>()?;
            let quantity = |(object, parameter): &Handle| object.parameter(*parameter).quantity;
            let units = places.iter().map(|place| model.units.read().unit(quantity(place)).clone()).collect();
            model.add_equation(label, &places, equations::function(host, units))
        })?;
        added.or_raise()
    }

    /// Adds an unknown.
    fn add_variable(&self, py: Python<'_>, object: &Bound<'_, Object>, label: &str) -> PyResult<()> {
        let object = object.get().0.clone();
        self.write(py, |model| model.add_variable(object, label))?.or_raise()
    }

    /// Takes an unknown out; false if there is none.
    fn remove_variable(&self, py: Python<'_>, label: &str) -> PyResult<bool> {
        self.write(py, |model| model.remove_variable(label))?.or_raise()
    }

    /// Takes an equation out.
    fn remove_equation(&self, py: Python<'_>, label: &str) -> PyResult<bool> {
        self.write(py, |model| model.remove_equation(label))
    }

    /// Solves once for every row; see `System.sweep`. Gives the exceptions of rows in which Python code failed too.
    ///
    /// `slopes` are paths of results and of given values, whose derivatives are columns too. With `base`, which `lead` gave, rows are
    /// solved in the order in which they come.
    #[pyo3(signature = (columns, outputs, config, workers, progress = None, slopes = None, base = None))]
    #[expect(clippy::too_many_arguments, reason = "called from one place, entropyk/sweep.py")]
    fn sweep(
        &self,
        py: Python<'_>,
        columns: Vec<Column<'_>>,
        outputs: Option<Wanted>,
        config: Config<'_>,
        workers: Option<usize>,
        progress: Option<Py<PyAny>>,
        slopes: Option<(Vec<String>, Vec<String>)>,
        base: Option<Base>,
    ) -> PyResult<(Table, BTreeMap<usize, PyErr>)> {
        let outputs = outputs.map_or(Ok(Outputs::Components), Wanted::outputs)?;
        let (of, wrt) = slopes.unwrap_or_default();
        let wanted = network::Wanted { outputs, of, wrt };
        let Settings { method, timeout, .. } = config.settings();
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let settings = SweepSettings { method, timeout, workers: workers.unwrap_or_else(cores) };
        let swept = self.follow(py, &columns, progress, |model, inputs, progress| match base {
            None => model.sweep(&inputs, &wanted, &settings, progress),
            Some((base,)) => {
                let order = (0..inputs.first().map_or(0, |input| input.values.len())).collect();
                model.sweep_along(&inputs, &wanted, &settings, &Lead { base, order }, progress)
            }
        });
        swept.map(|Swept { table, raised }| {
            let exception = |raised| exception(py, &ThermoError::Raised(raised));
            (Table(table), raised.into_iter().map(|(row, raised)| (row, exception(raised))).collect())
        })
    }

    /// The number given at a path, in the units of the model; None for what is free or a result.
    fn given(&self, py: Python<'_>, path: &str) -> PyResult<Option<f64>> {
        guard(|| {
            let found = self.read(py, |model| {
                let in_units = |(number, quantity)| model.units.read().unit(quantity).from_si(number);
                model.given(path).map(|given| given.map(in_units))
            });
            found.or_raise()
        })
    }

    /// Where a sweep begins, the order of its rows, and how many of them are solved one after the other.
    fn lead<'py>(&self, py: Python<'py>, columns: Vec<Column<'py>>, config: Config<'py>) -> PyResult<Start<'py>> {
        let Settings { method, timeout, .. } = config.settings();
        let settings = SweepSettings { method, timeout, workers: 1 };
        let lead =
            self.follow(py, &columns, None, |model, inputs, progress| model.lead(&inputs, &settings, progress))?;
        let order = lead.order.into_iter().map(|row| row as i64).collect();
        Ok(((lead.base,), PyArray1::from_vec(py, order), CHUNK))
    }

    /// Keeps the values of a result as those of the design point.
    fn set_design(&self, py: Python<'_>, result: &Bound<'_, ConvergedState>) -> PyResult<()> {
        let solution = result.get().solution();
        guard(|| self.read(py, |model| model.set_design(solution)).or_raise())
    }

    /// Solves with the settings of a solver configuration.
    ///
    /// The result keeps `code`, the objects whose Python code the equations call.
    #[pyo3(signature = (config, initial = None, code = None))]
    fn solve(
        &self,
        py: Python<'_>,
        config: Config<'_>,
        initial: Option<Vec<f64>>,
        code: Option<Py<PyAny>>,
    ) -> PyResult<ConvergedState> {
        let settings = Settings { initial, ..config.settings() };
        guard(|| {
            let solution = self.read_to_solve(py, |model| {
                let signals = Signals::new();
                model.solve(&settings, &|| signals.arrived())
            })?;
            Ok(ConvergedState::new(solution.or_raise()?, code))
        })
    }
}

impl Model {
    /// Works on columns of values with the interpreter released, and tells progress.
    fn follow<T: Send>(
        &self,
        py: Python<'_>,
        columns: &[Column<'_>],
        progress: Option<Py<PyAny>>,
        work: impl FnOnce(&network::Model, Vec<Input>, &mut dyn FnMut(usize) -> bool) -> Result<T, ThermoError> + Send,
    ) -> PyResult<T> {
        let columns = columns.iter().map(|(path, values)| Ok((path.clone(), values.as_slice()?)));
        let columns: Vec<(String, &[f64])> = columns.collect::<PyResult<_>>()?;
        let mut failure = None;
        let found = guard(|| {
            self.read_to_solve(py, |model| {
                let units = model.units.read().clone();
                let input = |(path, values): &(String, &[f64])| {
                    let place = model.given_place(path)?;
                    let unit = units.unit(model.quantity(place));
                    let values = values.iter().map(|value| unit.to_si(*value)).collect();
                    Ok(Input { place, name: path.clone(), values })
                };
                let inputs: Vec<Input> = columns.iter().map(input).collect::<Result<_, ThermoError>>()?;
                work(model, inputs, &mut |done| {
                    let told = Python::attach(|py| {
                        py.check_signals()?;
                        progress.as_ref().map_or(Ok(()), |progress| progress.call1(py, (done,)).map(drop))
                    });
                    told.map_err(|error| failure = Some(error)).is_ok()
                })
            })?
            .or_raise()
        });
        failure.map_or(found, Err)
    }
}

/// The variables at the solution of a model as it is, where it has one.
type Base = (Option<Vec<f64>>,);

/// See `Model::lead`.
type Start<'py> = (Base, Bound<'py, PyArray1<i64>>, usize);

/// A connection, and the positions and ports of the components it leaves and enters.
type Ends = (Object, usize, String, usize, String);

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

/// A number that an equation of a user depends on.
#[derive(FromPyObject)]
enum Argument<'py> {
    Path(String),
    Parameter(PyRef<'py, Parameter>),
}

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
