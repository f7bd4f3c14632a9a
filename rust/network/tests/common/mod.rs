//! Models written as lists of components and connections.
#![allow(dead_code)]

pub(crate) mod models;

use std::sync::Arc;

use entropyk_components::declaration::{Kind, Type};
use entropyk_components::library;
use entropyk_components::slots::Value;
use entropyk_core::{ThermoError, Units};
use entropyk_fluids::Fluid;
use entropyk_network::{Model, Object, Settings, Solution};

/// Parameters by name.
pub(crate) type Values<'a> = &'a [(&'a str, f64)];

/// Gives parameters to an object; a whole number where the parameter is one.
pub(crate) fn give(object: &Object, values: Values) {
    for (name, value) in values {
        set(object, name, *value).unwrap_or_else(|error| panic!("{name} = {value}: {error}"));
    }
}

/// Gives one parameter.
pub(crate) fn set(object: &Object, name: &str, value: f64) -> Result<(), ThermoError> {
    let index = object.slots.read().index(name)?;
    let value = match object.declaration().parameters[index].kind {
        Type::Integer => Value::Integer(value as i64),
        _ => Value::Number(value),
    };
    object.set(index, value)
}

/// Makes a parameter an unknown.
pub(crate) fn free(object: &Object, name: &str) {
    let index = object.slots.read().index(name).expect("a parameter");
    object.slots.write().free(index);
}

/// Value of a parameter, given or found.
pub(crate) fn value(object: &Object, name: &str) -> f64 {
    let slots = object.slots.read();
    slots.number(slots.index(name).expect("a parameter"))
}

/// A model under construction.
pub(crate) struct Net {
    /// The model.
    pub(crate) model: Model,
}

impl Net {
    /// A model in which circuits without another fluid carry this one.
    pub(crate) fn new(fluid: &str) -> Self {
        Self { model: Model::new(Units::si(), Some(Fluid::new(fluid).expect("a fluid")), true) }
    }

    /// Adds a component.
    pub(crate) fn part(mut self, label: &str, class: &str, values: Values) -> Self {
        let object = Object::new(library::find(class).expect("a class").clone(), None);
        give(&object, values);
        self.model.add(object, Some(label.to_owned())).expect("a new component");
        self
    }

    /// Connects `a` or `a.out1` with `b` or `b.in1`; the connection is labelled with its number.
    pub(crate) fn edge(self, from: &str, to: &str, specs: Values) -> Self {
        self.edge_of(None, from, to, specs)
    }

    /// As `edge`, with the fluid of its circuit.
    pub(crate) fn edge_of(mut self, fluid: Option<&str>, from: &str, to: &str, specs: Values) -> Self {
        let model = &mut self.model;
        let end = |path: &str| {
            let (label, port) =
                path.split_once('.').map_or((path, None), |(label, port)| (label, Some(port.to_owned())));
            (model.index(model.component(label).expect("a component")).expect("of this model"), port)
        };
        let (a, b) = (end(from), end(to));
        let (from, to, kind) = model.route_of((a.0, a.1.as_deref()), (b.0, b.1.as_deref())).expect("ports");
        let connection = Object::connection(kind).expect("a kind");
        give(&connection, specs);
        let fluid = fluid.map(|name| Fluid::new(name).expect("a fluid"));
        model.connect(connection, from, to, fluid.filter(|_| kind == Kind::Fluid), None).expect("open ports");
        self
    }

    /// Makes a parameter of a component an unknown.
    pub(crate) fn free(self, label: &str, parameter: &str) -> Self {
        free(self.model.component(label).expect("a component"), parameter);
        self
    }

    /// The model, finalized.
    pub(crate) fn finish(mut self) -> Model {
        self.model.finalize().unwrap_or_else(|error| panic!("{error}"));
        self.model
    }

    /// What `finalize` says is wrong.
    pub(crate) fn refusal(mut self) -> String {
        self.model.finalize().expect_err("a refusal").to_string()
    }
}

/// Solves a model.
pub(crate) fn solve(model: &Model) -> Solution {
    model.solve(&Settings::default(), &|| false).unwrap_or_else(|error| panic!("{error}\n{}", model.describe()))
}

/// A component or connection by label.
pub(crate) fn object(model: &Model, label: &str) -> Arc<Object> {
    let found = model.objects().find(|object| object.label() == label);
    found.unwrap_or_else(|| panic!("nothing has the label {label}")).clone()
}

/// Value of a parameter by `label.parameter`, such as `e1.T`.
pub(crate) fn at(model: &Model, path: &str) -> f64 {
    let (label, parameter) = path.split_once('.').expect("label.parameter");
    value(&object(model, label), parameter)
}

/// Asserts two numbers equal within a relative difference.
#[track_caller]
pub(crate) fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1e-300), "{a} {b}");
}
