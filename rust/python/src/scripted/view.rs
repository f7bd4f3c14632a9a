//! What functions of components see: streams and parameters by name, all in SI.

use std::sync::{Arc, OnceLock};

use entropyk::components::declaration::{Term, Type, Variable};
use entropyk::components::difference::Argument;
use entropyk::components::slots::Value;
use entropyk::components::{At, Flow, Guess, Scalar, Slots, Start};
use entropyk::fluids::{self, State};
use entropyk_core::suggest::did_you_mean;
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;

use crate::errors::OrRaise;
use crate::fluids::Fluid;
use crate::objects::plain;
use crate::scripted::blueprint::Script;
use crate::states;

/// Sizes below which changes of m, p, h, E and parameters are measured absolutely.
const SIZES: [f64; 5] = [1e-6, 1.0, 1e4, 1.0, 1e-3];

/// What stays while the values move.
pub(crate) struct Frame {
    script: Arc<Script>,
    /// The equation that looks, which may read what it names; None where everything may be read.
    equation: Option<usize>,
    starts: Vec<usize>,
    /// What flows at every port, and where its values begin.
    flows: Vec<Seen>,
    /// Parameters that are unknowns, and where their values are.
    free: Vec<(usize, usize)>,
    /// Values of the other parameters, NaN where there is none.
    numbers: Vec<f64>,
    /// Switches, words, maps.
    others: Vec<(usize, Value)>,
    design: Vec<f64>,
}

enum Seen {
    Open,
    Fluid(fluids::Fluid, usize),
    Energy(usize),
}

impl Frame {
    /// The frame of what an equation sees, and the values in it.
    pub(crate) fn of<S: Scalar>(
        script: &Arc<Script>,
        equation: Option<usize>,
        at: &At<S>,
    ) -> (Arc<Self>, Vec<Argument<S>>) {
        let mut arguments = vec![];
        let mut put = |values: &[(S, f64)]| {
            arguments.extend(values.iter().map(|(value, size)| Argument { value: *value, size: *size }));
            arguments.len() - values.len()
        };
        let flow = |flow: &Flow<S>| match flow {
            Flow::Open => Seen::Open,
            Flow::Energy(energy) => Seen::Energy(put(&[(*energy, SIZES[3])])),
            Flow::Fluid(stream) => {
                let first = put(&[(stream.m, SIZES[0]), (stream.p, SIZES[1]), (stream.h, SIZES[2])]);
                Seen::Fluid(stream.fluid.clone(), first)
            }
        };
        let flows = at.flows.iter().map(flow).collect();
        let free = at.free.iter().map(|(parameter, value)| (*parameter, put(&[(*value, SIZES[4])]))).collect();
        let frame = Self::new(script, equation, at.slots, at.numbers, at.starts);
        (Arc::new(Self { flows, free, ..frame }), arguments)
    }

    fn new(script: &Arc<Script>, equation: Option<usize>, slots: &Slots, numbers: &[f64], starts: &[usize]) -> Self {
        let parameters = || script.declaration.parameters.iter().enumerate();
        let number = |(at, declared): (usize, &entropyk::components::declaration::Parameter)| match declared.kind {
            // A result of the last solve is no value to compute with.
            Type::Number | Type::NumberOrFlag if !slots.is_given(at) => declared.default.unwrap_or(f64::NAN),
            _ => numbers[at],
        };
        let others = parameters().filter(|(_, declared)| !matches!(declared.kind, Type::Number | Type::Integer));
        Self {
            script: script.clone(),
            equation,
            starts: starts.to_vec(),
            flows: vec![],
            free: vec![],
            numbers: parameters().map(number).collect(),
            others: others.map(|(at, _)| (at, slots.slot(at).value.clone())).collect(),
            design: parameters().map(|(at, _)| slots.slot(at).design.unwrap_or(f64::NAN)).collect(),
        }
    }

    /// What the equation is called.
    fn equation_name(&self) -> &'static str {
        self.equation.map_or("", |equation| self.script.declaration.equations[equation].name)
    }

    /// Positions and names of the arguments of an equation that may vary: unknowns at ports, free parameters.
    pub(crate) fn arguments(&self, equation: usize) -> Vec<(usize, String)> {
        let declaration = &self.script.declaration;
        let terms = self.script.calls[equation].iter().flat_map(|call| &call.terms);
        let mut names = vec![];
        for term in terms {
            match *term {
                Term::Port(port, variable) | Term::Each(port, variable) => {
                    for position in self.starts[port]..self.starts[port + 1] {
                        let at = match (&self.flows[position], variable) {
                            (Seen::Fluid(_, first), variable) => {
                                ALL.iter().position(|other| *other == variable).map(|k| first + k)
                            }
                            (Seen::Energy(at), _) => Some(*at),
                            (Seen::Open, _) => None,
                        };
                        let name = declaration.ports[port].name(position - self.starts[port]);
                        names.extend(at.map(|at| (at, format!("{name}.{}", variable.symbol()))));
                    }
                }
                Term::Parameter(parameter) => {
                    let free = self.free.iter().find(|(other, _)| *other == parameter);
                    names.extend(free.map(|(_, at)| (*at, declaration.parameters[parameter].name.to_owned())));
                }
            }
        }
        names
    }

    pub(crate) fn is_parameter(&self, name: &str) -> bool {
        self.script.declaration.parameter(name).is_some()
    }

    /// Refuses to read what the equation does not name: its derivatives would be wrong.
    fn check(&self, is_named: impl Fn(&Term) -> bool, name: impl FnOnce() -> String) -> PyResult<()> {
        let call = self.equation.and_then(|equation| self.script.calls[equation].as_ref());
        if call.is_none_or(|call| call.terms.iter().any(is_named)) {
            return Ok(());
        }
        let (equation, name) = (self.equation_name(), name());
        Err(PyAttributeError::new_err(format!(
            "{equation} reads {name} without naming it: write @equation(…, \"{name}\")"
        )))
    }

    fn unknown(&self, name: &str) -> PyErr {
        let declaration = &self.script.declaration;
        let names = || {
            let parameters = declaration.parameters.iter().map(|parameter| parameter.name);
            declaration.ports.iter().map(|port| port.name).chain(parameters)
        };
        let mut hint = did_you_mean(name, names());
        if hint.is_empty() {
            hint = format!("; there are {}", names().collect::<Vec<_>>().join(", "));
        }
        PyAttributeError::new_err(format!("{} has no port or parameter {name:?}{hint}", declaration.class))
    }

    /// The declared port of a name, and its position among all ports.
    fn port(&self, name: &str) -> Option<(usize, usize)> {
        let (port, instance) = self.script.declaration.port(name)?;
        let position = self.starts[port] + instance;
        (position < self.starts[port + 1]).then_some((port, position))
    }

    fn parameter(&self, py: Python<'_>, name: &str, x: &[f64]) -> PyResult<Py<PyAny>> {
        let declared = &self.script.declaration.parameters;
        let Some(at) = self.script.declaration.parameter(name) else { return Err(self.unknown(name)) };
        if let Some((_, value)) = self.others.iter().find(|(other, value)| *other == at && !is_number(value)) {
            return plain(py, value, &declared[at]);
        }
        if let Type::Choice(words) = declared[at].kind {
            return Ok(words[0].into_pyobject(py)?.into_any().unbind());
        }
        if declared[at].kind != Type::Integer {
            self.check(|term| *term == Term::Parameter(at), || declared[at].name.to_owned())?;
        }
        let free = self.free.iter().find(|(parameter, _)| *parameter == at).map(|(_, offset)| x[*offset]);
        let value = free.unwrap_or(self.numbers[at]);
        match (declared[at].kind, value.is_nan()) {
            (_, true) => Ok(py.None()),
            (Type::Integer, _) => Ok((value as i64).into_pyobject(py)?.into_any().unbind()),
            _ => Ok(value.into_pyobject(py)?.into_any().unbind()),
        }
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::None | Value::Number(_) | Value::Pending(_) | Value::Integer(_))
}

/// What a function of a component sees: ports and parameters as attributes, in SI.
///
/// `at.in1` is a stream with `m p h T s rho v x fluid state`, a flow of energy with `E`, or None where the port is open;
/// `at.eta_s` is the value of a parameter, its default, or None.
#[pyclass(frozen, name = "At", module = "entropyk")]
pub(crate) struct View {
    pub(crate) frame: Arc<Frame>,
    pub(crate) x: Vec<f64>,
}

impl View {
    fn flow(&self, py: Python<'_>, port: usize, position: usize) -> PyResult<Py<PyAny>> {
        Ok(match &self.frame.flows[position] {
            Seen::Open => py.None(),
            Seen::Energy(at) => {
                let flow = EnergyFlow { frame: self.frame.clone(), port, energy: self.x[*at] };
                Py::new(py, flow)?.into_any()
            }
            Seen::Fluid(fluid, at) => {
                let values = [self.x[*at], self.x[*at + 1], self.x[*at + 2]];
                let (frame, fluid, state) = (self.frame.clone(), fluid.clone(), OnceLock::new());
                Py::new(py, PortStream { frame, port, values, fluid, state })?.into_any()
            }
        })
    }
}

#[pymethods]
impl View {
    fn __getattr__(&self, py: Python<'_>, name: &str) -> PyResult<Py<PyAny>> {
        match self.frame.port(name) {
            Some((port, position)) => self.flow(py, port, position),
            None => self.frame.parameter(py, name, &self.x),
        }
    }

    /// The streams at all ports that a declared one stands for.
    fn each(&self, py: Python<'_>, port: &str) -> PyResult<Vec<Py<PyAny>>> {
        let ports = &self.frame.script.declaration.ports;
        let Some(at) = ports.iter().position(|declared| declared.name == port) else {
            return Err(self.frame.unknown(port));
        };
        (self.frame.starts[at]..self.frame.starts[at + 1]).map(|position| self.flow(py, at, position)).collect()
    }

    /// True if the port is connected.
    fn is_connected(&self, port: &str) -> PyResult<bool> {
        let (_, position) = self.frame.port(port).ok_or_else(|| self.frame.unknown(port))?;
        Ok(!matches!(self.frame.flows[position], Seen::Open))
    }

    /// Value of a parameter at the design point, None where it is not known.
    fn design(&self, parameter: &str) -> PyResult<Option<f64>> {
        let at = self.frame.script.declaration.parameter(parameter).ok_or_else(|| self.frame.unknown(parameter))?;
        Ok(Some(self.frame.design[at]).filter(|value| value.is_finite()))
    }

    fn __dir__(&self) -> Vec<&'static str> {
        let declaration = &self.frame.script.declaration;
        let parameters = declaration.parameters.iter().map(|parameter| parameter.name);
        let ports = declaration.ports.iter().map(|port| port.name);
        ports.chain(parameters).chain(["design", "each", "is_connected"]).collect()
    }
}

/// A stream at a port, in SI.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct PortStream {
    frame: Arc<Frame>,
    port: usize,
    values: [f64; 3],
    fluid: fluids::Fluid,
    state: OnceLock<State>,
}

const ALL: [Variable; 3] = [Variable::M, Variable::P, Variable::H];

impl PortStream {
    fn read(&self, k: usize) -> PyResult<f64> {
        let is_named = |term: &Term| matches!(term, Term::Port(port, variable) | Term::Each(port, variable) if *port == self.port && *variable == ALL[k]);
        let name = || format!("{}.{}", self.frame.script.declaration.ports[self.port].name, ALL[k].symbol());
        self.frame.check(is_named, name)?;
        Ok(self.values[k])
    }

    fn known(&self) -> PyResult<&State> {
        let (p, h) = (self.read(1)?, self.read(2)?);
        if let Some(state) = self.state.get() {
            return Ok(state);
        }
        let state = self.fluid.ph(p, h, &[], None).or_raise()?;
        Ok(self.state.get_or_init(|| state))
    }
}

#[pymethods]
impl PortStream {
    /// Mass flow, kg/s.
    #[getter]
    fn m(&self) -> PyResult<f64> {
        self.read(0)
    }

    /// Pressure, Pa.
    #[getter]
    fn p(&self) -> PyResult<f64> {
        self.read(1)
    }

    /// Specific enthalpy, J/kg.
    #[getter]
    fn h(&self) -> PyResult<f64> {
        self.read(2)
    }

    /// Temperature, K.
    #[getter(T)]
    fn t(&self) -> PyResult<f64> {
        Ok(self.known()?.t.value)
    }

    /// Specific entropy, J/(kg K).
    #[getter]
    fn s(&self) -> PyResult<f64> {
        Ok(self.known()?.s.value)
    }

    /// Density, kg/m³.
    #[getter]
    fn rho(&self) -> PyResult<f64> {
        Ok(self.known()?.rho.value)
    }

    /// Specific volume, m³/kg.
    #[getter]
    fn v(&self) -> PyResult<f64> {
        Ok(1.0 / self.known()?.rho.value)
    }

    /// Vapour mass fraction, continued linearly in h outside the two-phase region.
    #[getter]
    fn x(&self) -> PyResult<f64> {
        Ok(self.known()?.x.value)
    }

    /// Fluid, for further states: `stream.fluid.state(p=…, s=…)`.
    #[getter]
    fn fluid(&self) -> Fluid {
        Fluid::of(self.fluid.clone())
    }

    /// All properties: `stream.state.viscosity`.
    #[getter]
    fn state(&self) -> PyResult<states::State> {
        let state = *self.known()?;
        states::State::new(&self.fluid(), || Ok(state))
    }

    fn __repr__(&self) -> String {
        let [m, p, h] = self.values;
        format!("<stream of {}: m = {m} kg/s, p = {p} Pa, h = {h} J/kg>", self.fluid.info().name)
    }
}

/// A flow of power or heat at a port.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct EnergyFlow {
    frame: Arc<Frame>,
    port: usize,
    energy: f64,
}

#[pymethods]
impl EnergyFlow {
    /// Power or heat, W.
    #[getter(E)]
    fn energy(&self) -> PyResult<f64> {
        let is_named = |term: &Term| matches!(term, Term::Port(port, _) | Term::Each(port, _) if *port == self.port);
        self.frame.check(is_named, || format!("{}.E", self.frame.script.declaration.ports[self.port].name))?;
        Ok(self.energy)
    }

    fn __repr__(&self) -> String {
        format!("<flow of energy: E = {} W>", self.energy)
    }
}

/// What a function sees that offers start values: as `At`, with None for what is not known yet.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct Known {
    pub(crate) frame: Arc<Frame>,
    guesses: Vec<Option<Guess>>,
    /// Factor on temperature differences that are guessed.
    #[pyo3(get)]
    spread: f64,
}

impl Known {
    pub(crate) fn of(script: &Arc<Script>, start: &Start) -> Self {
        let frame = Frame::new(script, None, start.slots, start.numbers, start.starts);
        Self { frame: Arc::new(frame), guesses: start.guesses.to_vec(), spread: start.spread }
    }

    /// Position and variable of `"out1.p"`.
    pub(crate) fn place(&self, text: &str) -> Option<(usize, Variable)> {
        let (port, symbol) = text.rsplit_once('.')?;
        let (declared, position) = self.frame.port(port)?;
        let variables = self.frame.script.declaration.ports[declared].kind.variables();
        Some((position, *variables.iter().find(|variable| variable.symbol() == symbol)?))
    }

    /// What is known at a position.
    pub(crate) fn value(&self, position: usize, variable: Variable) -> Option<f64> {
        self.guesses[position].as_ref()?.known(variable)
    }
}

#[pymethods]
impl Known {
    fn __getattr__(&self, py: Python<'_>, name: &str) -> PyResult<Py<PyAny>> {
        match self.frame.port(name) {
            Some((_, position)) => match &self.guesses[position] {
                Some(guess) => Ok(Py::new(py, KnownStream(guess.clone()))?.into_any()),
                None => Ok(py.None()),
            },
            None => self.frame.parameter(py, name, &[]),
        }
    }
}

/// What is known of a stream before an iteration, in SI; None for what is not.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct KnownStream(Guess);

#[pymethods]
impl KnownStream {
    /// Mass flow, kg/s.
    #[getter]
    fn m(&self) -> Option<f64> {
        self.0.m
    }

    /// Pressure, Pa.
    #[getter]
    fn p(&self) -> Option<f64> {
        self.0.p
    }

    /// Specific enthalpy, J/kg.
    #[getter]
    fn h(&self) -> Option<f64> {
        self.0.h
    }

    /// Temperature, K.
    #[getter(T)]
    fn t(&self) -> Option<f64> {
        Some(self.0.fluid.ph(self.0.p?, self.0.h?, &[], None).ok()?.t.value)
    }

    /// Fluid.
    #[getter]
    fn fluid(&self) -> Fluid {
        Fluid::of(self.0.fluid.clone())
    }
}
