//! What functions of components see: streams and parameters by name, all in SI.

use std::sync::{Arc, OnceLock};

use entropyk::components::declaration::Term;
use entropyk::fluids::{self, State};
use pyo3::prelude::*;

use super::frame::{ALL, Frame, Seen};
use crate::errors::OrRaise;
use crate::fluids::Fluid;
use crate::states;

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
