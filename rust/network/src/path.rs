//! Numbers of a model by path: `"condenser.UA"`, `"e1.T"`.

use entropyk_core::suggest::did_you_mean;
use entropyk_core::{Quantity, ThermoError};

use crate::model::Model;

/// A parameter of an object of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Position among all objects: components, then connections.
    pub object: usize,
    /// Position in the declaration.
    pub parameter: usize,
}

impl Model {
    /// The parameter at a path, label and name separated by a dot; the longest label that fits counts.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] if nothing, or more than one thing, is there, with the nearest names.
    pub fn place(&self, path: &str) -> Result<Place, ThermoError> {
        let splits = path.rmatch_indices('.').map(|(at, _)| (&path[..at], &path[at + 1..]));
        for (label, name) in splits {
            let objects = self.labelled(label);
            let Some((object, _)) = objects.first() else { continue };
            if objects.len() > 1 {
                return Err(ThermoError::Validation(format!(
                    "{path:?}: a component and a connection have the label {label:?}: give one of them another"
                )));
            }
            let declaration = objects[0].1.declaration();
            let parameter = declaration.parameter(name).ok_or_else(|| {
                let names = declaration.parameters.iter().map(|parameter| parameter.name);
                let mut hint = did_you_mean(name, names.clone());
                if hint.is_empty() {
                    hint = format!("; it has {}", names.collect::<Vec<_>>().join(", "));
                }
                ThermoError::Validation(format!("{path:?}: {label} has no parameter {name:?}{hint}"))
            })?;
            return Ok(Place { object: *object, parameter });
        }
        let labels: Vec<String> = self.objects().map(|object| object.label()).collect();
        let hint = did_you_mean(path.split('.').next().unwrap_or(path), labels.iter().map(String::as_str));
        Err(ThermoError::Validation(format!("{path:?} is no path: write \"label.parameter\"{hint}")))
    }

    /// Components and connections of a label, with their positions among all objects.
    fn labelled(&self, label: &str) -> Vec<(usize, &std::sync::Arc<crate::Object>)> {
        let component = self.component(label).ok().and_then(|object| Some((self.index(object).ok()?, object)));
        let edge = self.edge(label).map(|edge| (self.components.len() + edge, &self.edges[edge].object));
        component.into_iter().chain(edge).collect()
    }

    /// Physical quantity of the parameter at a place.
    pub fn quantity(&self, place: Place) -> Quantity {
        let object = self.objects().nth(place.object);
        object.map_or(Quantity::Dimensionless, |object| object.declaration().parameters[place.parameter].quantity)
    }
}
