//! References between connections, and the equations and unknowns that users add.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use entropyk_components::declaration::Type;
use entropyk_components::slots::Value;
use entropyk_components::{Equation, Function, Reference, VARIABLE, variable};
use entropyk_core::{Quantity, ThermoError};

use crate::control::Handle;
use crate::model::{Model, Ports};
use crate::object::Object;
use crate::path::Place;
use crate::watch::{Target, VALUE, Watch, Watching};

/// An equation that no component brings along, or an unknown.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) object: Arc<Object>,
    /// Connections at its ports.
    pub(crate) edges: Vec<Arc<Object>>,
    /// The parameter of the first that it gives, if it is a reference.
    pub(crate) gives: Option<usize>,
    /// What it watches, if it is about a result.
    pub(crate) watches: Option<Target>,
    /// What the equation of a user depends on.
    pub(crate) arguments: Vec<Handle>,
}

impl Relation {
    /// True if it cannot be without this connection.
    pub(crate) fn needs(&self, edge: &Arc<Object>) -> bool {
        let arguments = self.arguments.iter().map(|(object, _)| object);
        self.edges.iter().chain(arguments).any(|object| Arc::ptr_eq(object, edge))
    }

    fn is_variable(&self) -> bool {
        self.object.declaration().class == VARIABLE
    }
}

/// An unknown that a user adds, SI.
#[derive(Clone, Copy, Debug)]
pub struct Unknown {
    /// What it is.
    pub quantity: Quantity,
    /// Where the search begins.
    pub start: f64,
    /// Where it is looked for.
    pub min: f64,
    /// Where it is looked for.
    pub max: f64,
}

impl Unknown {
    /// An object that may be added to a model.
    pub fn object(self) -> Arc<Object> {
        let object = Object::new(variable(self.quantity, self.start, self.min, self.max), None);
        object.slots.write().free(0);
        object
    }
}

impl Model {
    /// Lets a parameter of a connection follow from the same one of another: y = factor x + delta, `delta` in SI. It takes the
    /// place of a value or reference given before.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] for connections of other models, and for a reference to itself.
    pub fn refer(
        &mut self,
        target: &Arc<Object>,
        parameter: usize,
        source: &Arc<Object>,
        factor: f64,
        delta: f64,
    ) -> Result<(), ThermoError> {
        for edge in [target, source] {
            if edge.owner.load(Ordering::Acquire) != self.id {
                return Err(ThermoError::Topology(
                    "a reference joins two connections of one system: add both first".into(),
                ));
            }
        }
        let Some(declared) = target.declaration().parameters.get(parameter) else {
            let name = target.parameter(parameter).name;
            return Err(ThermoError::Topology(format!(
                "{}.{name}: a mass fraction cannot refer to another connection: components pass compositions on",
                target.label()
            )));
        };
        let name = declared.name;
        if Arc::ptr_eq(target, source) {
            return Err(ThermoError::Topology(format!("{}.{name} refers to itself", target.label())));
        }
        let label = format!("{}.{name}", target.label());
        let object = Object::new(Reference::class(parameter), Some(label));
        for (index, value) in [factor, delta].into_iter().enumerate() {
            object.slots.write().set(index, Value::Number(value))?;
        }
        self.unrefer(target, parameter);
        target.slots.write().unset(parameter);
        let edges = vec![target.clone(), source.clone()];
        self.relations.push(Relation { object, edges, gives: Some(parameter), arguments: vec![], watches: None });
        self.change();
        Ok(())
    }

    /// Takes the reference of a parameter back, if there is one.
    pub fn unrefer(&mut self, target: &Arc<Object>, parameter: usize) {
        let count = self.relations.len();
        self.relations
            .retain(|relation| !(relation.gives == Some(parameter) && Arc::ptr_eq(&relation.edges[0], target)));
        if self.relations.len() < count {
            self.change();
        }
    }

    /// Adds an equation f = 0 of numbers of the model.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] for objects of other models, or a label that is taken; [`ThermoError::Validation`] for arguments that
    /// are no numbers.
    pub fn add_equation(
        &mut self,
        label: &str,
        arguments: &[Handle],
        function: Arc<Function>,
    ) -> Result<(), ThermoError> {
        if self.relations.iter().any(|relation| relation.object.label() == label) {
            return Err(ThermoError::Topology(format!("the label {label:?} is taken: labels of equations are unique")));
        }
        for (object, parameter) in arguments {
            let declared = object.parameter(*parameter);
            if object.owner.load(Ordering::Acquire) != self.id {
                let of = object.label();
                return Err(ThermoError::Topology(format!("{label}: {of} is not part of this system: add it first")));
            }
            if !matches!(declared.kind, Type::Number | Type::NumberOrFlag | Type::Integer) {
                let (of, name) = (object.label(), declared.name);
                return Err(ThermoError::Validation(format!("{label}: {of}.{name} is no number: name one")));
            }
        }
        let object = Object::new(Equation::class(arguments.len(), function), Some(label.to_owned()));
        self.relations.push(Relation {
            object,
            edges: vec![],
            gives: None,
            arguments: arguments.to_vec(),
            watches: None,
        });
        self.change();
        Ok(())
    }

    /// Adds the equation that a result has a value, in SI, and gives its object.
    pub(crate) fn watch(&mut self, target: Target, value: f64) -> Result<Arc<Object>, ThermoError> {
        let object = Object::new(Watching::class(target.quantity()), Some(target.path()));
        object.slots.write().set(VALUE, Value::Number(value))?;
        self.relations.push(Relation {
            object: object.clone(),
            edges: vec![],
            gives: None,
            arguments: vec![],
            watches: Some(target),
        });
        self.change();
        Ok(object)
    }

    /// Takes the equation of that object out.
    pub(crate) fn unwatch(&mut self, object: &Arc<Object>) {
        self.relations.retain(|relation| !Arc::ptr_eq(&relation.object, object));
        self.change();
    }

    /// What objects of a plan watch, by position.
    pub(crate) fn watches(&self, objects: &[Arc<Object>]) -> HashMap<usize, Watch> {
        let first = self.components.len();
        let watch = |(at, relation): (usize, &Relation)| {
            Some((first + at, Watch::new(relation.watches.as_ref()?, objects, first)?))
        };
        self.relations.iter().enumerate().filter_map(watch).collect()
    }

    /// Takes an equation out; false if there is none of that label.
    pub fn remove_equation(&mut self, label: &str) -> bool {
        let count = self.relations.len();
        let is_it =
            |relation: &Relation| relation.gives.is_none() && relation.watches.is_none() && !relation.is_variable();
        self.relations.retain(|relation| !is_it(relation) || relation.object.label() != label);
        self.change();
        self.relations.len() < count
    }

    /// Adds an unknown, made by [`Unknown::object`].
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if something has the label, or it belongs to a model already.
    pub fn add_variable(&mut self, object: Arc<Object>, label: &str) -> Result<(), ThermoError> {
        if self.objects().any(|other| other.label() == label) {
            return Err(ThermoError::Topology(format!("the label {label:?} is taken: labels of variables are unique")));
        }
        object.claim(self.id)?;
        *object.label.write() = Some(label.to_owned());
        if let Err(error) = object.join(&self.units) {
            object.owner.store(0, Ordering::Release);
            return Err(error);
        }
        self.relations.push(Relation { object, edges: vec![], gives: None, arguments: vec![], watches: None });
        self.change();
        Ok(())
    }

    /// Takes an unknown out; false if there is none of that label.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if an equation depends on it.
    pub fn remove_variable(&mut self, label: &str) -> Result<bool, ThermoError> {
        let Some((_, object)) = self.variable(label) else { return Ok(false) };
        let object = object.clone();
        let reads = |relation: &&Relation| relation.arguments.iter().any(|(of, _)| Arc::ptr_eq(of, &object));
        if let Some(reader) = self.relations.iter().find(reads) {
            let reader = reader.object.label();
            return Err(ThermoError::Topology(format!("the equation {reader} depends on {label}: remove it first")));
        }
        self.relations.retain(|relation| !Arc::ptr_eq(&relation.object, &object));
        object.owner.store(0, Ordering::Release);
        self.change();
        Ok(true)
    }

    /// The unknown of a label, and its position among all objects.
    pub(crate) fn variable(&self, label: &str) -> Option<(usize, &Arc<Object>)> {
        let mut all = self.relations.iter().enumerate();
        let found = all.find(|(_, relation)| relation.is_variable() && relation.object.label() == label);
        found.map(|(at, relation)| (self.components.len() + at, &relation.object))
    }

    /// For every object what its equation depends on beside its ports and parameters.
    pub(crate) fn arguments(&self, objects: &[Arc<Object>]) -> Vec<Vec<Place>> {
        let mut arguments = vec![vec![]; objects.len()];
        let place = |(object, parameter): &Handle| {
            let position = objects.iter().position(|other| Arc::ptr_eq(other, object))?;
            Some(Place { object: position, parameter: *parameter })
        };
        for (at, relation) in self.relations.iter().enumerate() {
            arguments[self.components.len() + at] = relation.arguments.iter().filter_map(place).collect();
        }
        arguments
    }

    /// The edges at the ports of every relation.
    pub(crate) fn relation_ports(&self) -> impl Iterator<Item = Ports> + '_ {
        let position = |edge: &Arc<Object>| self.edge(&edge.label());
        self.relations.iter().map(move |relation| Ports {
            starts: (0..=relation.edges.len()).collect(),
            edges: relation.edges.iter().map(position).collect(),
        })
    }
}
