//! What functions see that offer start values.

use std::sync::Arc;

use entropyk::components::declaration::Variable;
use entropyk::components::{Guess, Start};
use pyo3::prelude::*;

use super::blueprint::Script;
use super::frame::Frame;
use crate::fluids::Fluid;

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
