//! What the package makes its classes from.

use entropyk::components::declaration::{Activation, Equation, Parameter as Declared, Type};
use entropyk::components::{Declaration, library};
use entropyk_core::Quantity;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::guard;

/// What the package needs to make its classes: for every class a dict of name, documentation, ports and parameters, a class
/// before the kinds of it.
#[pyfunction]
pub(crate) fn _declarations(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    guard(|| library::in_order_of_kinds().iter().map(|class| describe(py, class.declaration())).collect())
}

/// The equations of a class, those once that depend on other unknowns where a port is open.
pub(crate) fn distinct(declaration: &Declaration) -> impl Iterator<Item = &Equation> {
    let all = &declaration.equations;
    let is_first = |number: usize| {
        let of = |equation: &Equation| (equation.name, equation.formula);
        all[..number].iter().all(|before| of(before) != of(&all[number]) || before.active == all[number].active)
    };
    let holds = |number: usize| all[number].active != Activation::Never;
    (0..all.len()).filter(move |number| holds(*number) && is_first(*number)).map(|number| &all[number])
}

/// Name, documentation, ports, parameters and equations of a class.
pub(crate) fn describe<'py>(py: Python<'py>, declaration: &Declaration) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("name", declaration.class)?;
    dict.set_item("summary", declaration.summary)?;
    dict.set_item("details", declaration.details)?;
    dict.set_item("ports", declaration.ports.iter().map(|port| port.name).collect::<Vec<_>>())?;
    let parameters = declaration.parameters.iter().filter(|p| !p.is_result);
    let rows = |p: &Declared| (p.name, type_name(p.kind), unit_name(p), p.meaning, p.aliases.to_vec());
    dict.set_item("parameters", parameters.map(rows).collect::<Vec<_>>())?;
    let results = declaration.parameters.iter().filter(|p| p.is_result);
    dict.set_item("results", results.map(rows).collect::<Vec<_>>())?;
    let own = distinct(declaration).filter(|e| e.active != Activation::Bypassed);
    let equations = own.map(|e| (e.name, e.formula));
    dict.set_item("equations", equations.collect::<Vec<_>>())?;
    let synonyms = library::SYNONYMS.iter().filter(|(_, class)| *class == declaration.class).map(|(name, _)| *name);
    dict.set_item("synonyms", synonyms.collect::<Vec<_>>())?;
    let kind_of = library::KINDS.iter().find(|(class, _)| *class == declaration.class).map(|(_, of)| *of);
    dict.set_item("kind_of", kind_of)?;
    Ok(dict)
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Number => "float",
        Type::NumberOrFlag => "float or bool",
        Type::Flag => "bool",
        Type::Integer => "int",
        Type::Choice(_) => "str",
        Type::Numbers(_) => "list of float",
        Type::Record(_) => "dict",
        Type::Map => "Ahri540",
        Type::Line(_) => "CharLine or str",
        Type::CharMap => "CharMap or str",
        Type::Function => "callable or dict",
    }
}

fn unit_name(parameter: &Declared) -> &'static str {
    match parameter.quantity {
        Quantity::Dimensionless => "",
        quantity => quantity.si_symbol(),
    }
}
