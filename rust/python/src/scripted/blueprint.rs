//! Declarations of components that are written in Python, from the helpers of `entropyk.declare`.
//!
//! A class is declared once, when it is made. Its names live as long as the program, as those of classes in Rust do.

use std::sync::Arc;

use entropyk::components::declaration::{Activation, Declaration, Equation, Form, Term};
use entropyk::components::{Class, library, with_states};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::draft::{Draft, intern};
use crate::declarations::describe;
use crate::errors::OrRaise;

/// What the engine knows of a class of components that is written in Python.
#[pyclass(frozen, module = "entropyk._core")]
pub(crate) struct Blueprint(pub(crate) Arc<Script>);

/// A declaration, and which of its equations are functions in Python.
pub(crate) struct Script {
    pub(crate) declaration: Arc<Declaration>,
    /// The class in Rust that it extends.
    pub(crate) native: Option<Arc<dyn Class>>,
    /// For every equation what its function may read; None where it is none.
    pub(crate) calls: Vec<Option<Call>>,
    /// It has a function that tells results, and one that offers start values.
    pub(crate) reports: bool,
    pub(crate) starts: bool,
}

/// A function in Python.
pub(crate) struct Call {
    pub(crate) terms: Vec<Term>,
    /// It knows its derivatives.
    pub(crate) is_differentiated: bool,
}

#[derive(FromPyObject)]
pub(super) struct PortSpec {
    pub(super) name: String,
    pub(super) direction: String,
    pub(super) kind: String,
    pub(super) optional: bool,
    pub(super) several: Option<String>,
}

#[derive(FromPyObject)]
pub(super) struct ParameterSpec {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) quantity: String,
    pub(super) meaning: String,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) strict: bool,
    pub(super) default: Option<f64>,
    pub(super) is_result: bool,
    pub(super) is_free: bool,
    pub(super) words: Vec<String>,
    pub(super) aliases: Vec<String>,
}

#[derive(FromPyObject)]
pub(super) struct EquationSpec<'py> {
    pub(super) name: String,
    pub(super) formula: String,
    pub(super) form: Bound<'py, PyAny>,
    pub(super) when: Option<Bound<'py, PyAny>>,
}

#[derive(FromPyObject)]
pub(super) enum CoefficientSpec {
    Number(f64),
    Name(String),
}

/// `target = factor · source + offset`.
#[derive(FromPyObject)]
pub(super) struct AffineSpec {
    pub(super) target: String,
    pub(super) source: String,
    pub(super) factor: CoefficientSpec,
    pub(super) offset: CoefficientSpec,
}

/// Σ coefficient · term = 0.
#[derive(FromPyObject)]
pub(super) struct BalanceSpec {
    pub(super) terms: Vec<(String, f64)>,
}

/// A function of terms; of everything at the ports where none are named.
#[derive(FromPyObject)]
pub(super) struct GeneralSpec {
    pub(super) of: Vec<String>,
    pub(super) is_differentiated: bool,
}

#[pymethods]
impl Blueprint {
    /// Ports, parameters and equations are added to those of the native class `base`, if there is one; of the same name they take
    /// their place.
    #[new]
    #[pyo3(signature = (name, summary, details, base, ports, main, passes, parameters, equations, reports, starts))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        name: &str,
        summary: &str,
        details: &str,
        base: Option<&str>,
        ports: Vec<PortSpec>,
        main: Option<(String, String)>,
        passes: Option<Vec<(String, String)>>,
        parameters: Vec<ParameterSpec>,
        equations: Vec<EquationSpec<'_>>,
        reports: bool,
        starts: bool,
    ) -> PyResult<Self> {
        let native = base.and_then(library::find).cloned();
        let known = native.as_ref().map_or_else(empty, |class| without_states((**class.declaration()).clone()));
        let mut draft = Draft {
            declaration: Declaration {
                class: intern(name),
                summary: intern(summary),
                details: intern(details),
                ..known
            },
            calls: vec![],
        };
        draft.calls.resize_with(draft.declaration.equations.len(), || None);
        for parameter in parameters {
            draft.add_parameter(parameter).or_raise()?;
        }
        for port in ports {
            draft.add_port(&port).or_raise()?;
        }
        draft.route(main, passes).or_raise()?;
        for equation in equations {
            draft.add_equation(&equation)?;
        }
        let Draft { declaration, mut calls } = draft;
        let declaration = with_states(declaration).completed();
        calls.resize_with(declaration.equations.len(), || None);
        Ok(Self(Arc::new(Script { declaration: Arc::new(declaration), native, calls, reports, starts })))
    }

    /// Names of the equations.
    #[getter]
    fn equations(&self) -> Vec<&'static str> {
        self.0.declaration.equations.iter().map(|equation| equation.name).collect()
    }

    /// What documentation is made from, as for native classes.
    fn describe<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        describe(py, &self.0.declaration)
    }
}

/// Without what [`with_states`] and [`Declaration::completed`] add at the end, so that it can be added for more ports.
fn without_states(mut declaration: Declaration) -> Declaration {
    declaration.parameters.retain(|parameter| !matches!(parameter.name, "state" | "bypass"));
    let is_own = |equation: &Equation| match &equation.form {
        Form::Mixing { .. } => true,
        _ => equation.active != Activation::Bypassed && !equation.is_of_composition(),
    };
    declaration.equations.retain(is_own);
    declaration
}

fn empty() -> Declaration {
    Declaration {
        class: "",
        summary: "",
        details: "",
        ports: vec![],
        main: None,
        passes: vec![],
        parameters: vec![],
        equations: vec![],
        defaults: vec![],
    }
}
