//! What stays while the values that a function sees move: which ports and parameters there are, and what it may read.

use std::sync::Arc;

use entropyk::components::declaration::{Term, Type, Variable};
use entropyk::components::difference::Argument;
use entropyk::components::slots::Value;
use entropyk::components::{At, Flow, Scalar, Slots};
use entropyk::fluids;
use entropyk_core::suggest::did_you_mean;
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;

use super::blueprint::Script;
use crate::values::plain;

/// The unknowns of a stream, in the order of its values.
pub(super) const ALL: [Variable; 3] = [Variable::M, Variable::P, Variable::H];
/// Sizes below which changes of m, p, h, E and parameters are measured absolutely.
const SIZES: [f64; 5] = [1e-6, 1.0, 1e4, 1.0, 1e-3];

/// What stays while the values move.
pub(crate) struct Frame {
    pub(super) script: Arc<Script>,
    /// The equation that looks, which may read what it names; None where everything may be read.
    pub(super) equation: Option<usize>,
    pub(super) starts: Vec<usize>,
    /// What flows at every port, and where its values begin.
    pub(super) flows: Vec<Seen>,
    /// Parameters that are unknowns, and where their values are.
    pub(super) free: Vec<(usize, usize)>,
    /// Values of the other parameters, NaN where there is none.
    pub(super) numbers: Vec<f64>,
    /// Switches, words, maps.
    pub(super) others: Vec<(usize, Value)>,
    pub(super) design: Vec<f64>,
}

pub(super) enum Seen {
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
                Seen::Fluid(stream.fluid.at_composition(), first)
            }
        };
        let flows = at.flows.iter().map(flow).collect();
        let free = at.free.iter().map(|(parameter, value)| (*parameter, put(&[(*value, SIZES[4])]))).collect();
        let frame = Self::new(script, equation, at.slots, at.numbers, at.starts);
        (Arc::new(Self { flows, free, ..frame }), arguments)
    }

    pub(super) fn new(
        script: &Arc<Script>,
        equation: Option<usize>,
        slots: &Slots,
        numbers: &[f64],
        starts: &[usize],
    ) -> Self {
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
    pub(super) fn check(&self, is_named: impl Fn(&Term) -> bool, name: impl FnOnce() -> String) -> PyResult<()> {
        let call = self.equation.and_then(|equation| self.script.calls[equation].as_ref());
        if call.is_none_or(|call| call.terms.iter().any(is_named)) {
            return Ok(());
        }
        let (equation, name) = (self.equation_name(), name());
        Err(PyAttributeError::new_err(format!(
            "{equation} reads {name} without naming it: write @equation(…, \"{name}\")"
        )))
    }

    pub(super) fn unknown(&self, name: &str) -> PyErr {
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
    pub(super) fn port(&self, name: &str) -> Option<(usize, usize)> {
        let (port, instance) = self.script.declaration.port(name)?;
        let position = self.starts[port] + instance;
        (position < self.starts[port + 1]).then_some((port, position))
    }

    pub(super) fn parameter(&self, py: Python<'_>, name: &str, x: &[f64]) -> PyResult<Py<PyAny>> {
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
