//! References between connections, and equations that users write.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use entropyk_components::Function;
use entropyk_components::slots::Value;
use entropyk_core::ThermoError;

use crate::model::{Model, Ports};
use crate::object::Object;

/// An equation between connections.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) object: Arc<Object>,
    /// Connections at its ports.
    pub(crate) edges: Vec<Arc<Object>>,
    /// The parameter of the first that it gives, if it is a reference.
    gives: Option<usize>,
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
        let name = target.declaration().parameters[parameter].name;
        if Arc::ptr_eq(target, source) {
            return Err(ThermoError::Topology(format!("{}.{name} refers to itself", target.label())));
        }
        let label = format!("{}.{name}", target.label());
        let object = Object::new(entropyk_components::Relation::reference(parameter), Some(label));
        for (index, value) in [factor, delta].into_iter().enumerate() {
            object.slots.write().set(index, Value::Number(value))?;
        }
        self.unrefer(target, parameter);
        target.slots.write().unset(parameter);
        let edges = vec![target.clone(), source.clone()];
        self.relations.push(Relation { object, edges, gives: Some(parameter) });
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

    /// Adds an equation f = 0 of parameters of connections, each given by its connection and position.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] for connections of other models, or a label that is taken.
    pub fn add_equation(
        &mut self,
        label: &str,
        arguments: &[(Arc<Object>, usize)],
        function: Arc<Function>,
    ) -> Result<(), ThermoError> {
        if self.relations.iter().any(|relation| relation.object.label() == label) {
            return Err(ThermoError::Topology(format!("the label {label:?} is taken: labels of equations are unique")));
        }
        let mut edges: Vec<Arc<Object>> = vec![];
        let mut places = vec![];
        for (edge, parameter) in arguments {
            if edge.owner.load(Ordering::Acquire) != self.id || edge.declaration().class != "Connection" {
                return Err(ThermoError::Topology(format!(
                    "{label}: its arguments are quantities of fluid connections"
                )));
            }
            let port = edges.iter().position(|known| Arc::ptr_eq(known, edge)).unwrap_or_else(|| {
                edges.push(edge.clone());
                edges.len() - 1
            });
            places.push((port, *parameter));
        }
        let class = entropyk_components::Relation::function(edges.len(), places, function);
        let object = Object::new(class, Some(label.to_owned()));
        self.relations.push(Relation { object, edges, gives: None });
        self.change();
        Ok(())
    }

    /// Takes an equation out; false if there is none of that label.
    pub fn remove_equation(&mut self, label: &str) -> bool {
        let count = self.relations.len();
        self.relations.retain(|relation| relation.gives.is_some() || relation.object.label() != label);
        self.change();
        self.relations.len() < count
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
