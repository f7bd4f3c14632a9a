//! Numbers of a model by path: `"condenser.UA"`, `"e1.T"`; a variable of the user is a path by its label alone.

use std::sync::Arc;

use entropyk_components::composition::FLUID;
use entropyk_components::{Role, VARIABLE};
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{Quantity, ThermoError};

use crate::model::Model;
use crate::object::Object;
use crate::performance::Total;
use crate::problem::Problem;
use crate::rest::Standing;
use crate::solution::Solution;
use crate::watch::Target;

/// A parameter of an object of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Position among all objects: components, then connections.
    pub object: usize,
    /// Position in the declaration.
    pub parameter: usize,
}

/// A number of a model, of one of its objects or of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A parameter of an object.
    At(Place),
    /// An energy flow of the whole model, or a ratio of them.
    Total(Total),
}

/// The path of a parameter of an object.
pub(crate) fn path(object: &Object, parameter: usize) -> String {
    let declaration = object.declaration();
    match declaration.class {
        VARIABLE => object.label(),
        _ => format!("{}.{}", object.label(), object.parameter(parameter).name),
    }
}

/// The parameter at a path, label and name separated by a dot; the longest label that fits counts. `labelled` gives the objects of a
/// label with their positions, `labels` all labels.
fn find(
    path: &str,
    labelled: impl Fn(&str) -> Vec<(usize, Arc<Object>)>,
    labels: impl FnOnce() -> Vec<String>,
) -> Result<Place, ThermoError> {
    if let [(object, of)] = &labelled(path)[..]
        && of.declaration().class == VARIABLE
    {
        return Ok(Place { object: *object, parameter: 0 });
    }
    let splits = path.rmatch_indices('.').map(|(at, _)| (&path[..at], &path[at + 1..]));
    for (label, name) in splits {
        let objects = labelled(label);
        let Some((position, object)) = objects.first() else { continue };
        if objects.len() > 1 {
            return Err(ThermoError::Validation(format!(
                "{path:?}: several things have the label {label:?}: give one of them another"
            )));
        }
        let slots = object.slots.read();
        let declaration = slots.declaration();
        let parameter = declaration.parameter(name).ok_or_else(|| {
            let names = declaration.parameters.iter().map(|parameter| parameter.name);
            let mut hint = did_you_mean(name, names.clone());
            if hint.is_empty() {
                hint = format!("; it has {}", names.collect::<Vec<_>>().join(", "));
            }
            ThermoError::Validation(format!("{path:?}: {label} has no parameter {name:?}{hint}"))
        })?;
        return Ok(Place { object: *position, parameter });
    }
    let labels = labels();
    let hint = did_you_mean(path.split('.').next().unwrap_or(path), labels.iter().map(String::as_str));
    Err(ThermoError::Validation(format!("{path:?} is no path: write \"label.parameter\"{hint}")))
}

impl Model {
    /// The parameter at a path, label and name separated by a dot; the longest label that fits counts.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] if nothing, or more than one thing, is there, with the nearest names.
    pub fn place(&self, path: &str) -> Result<Place, ThermoError> {
        if path.contains(FLUID) {
            // Connections get their mass fractions with it; a fault in their fluids is told of elsewhere.
            let _ = self.media();
        }
        let labelled = |label: &str| -> Vec<(usize, Arc<Object>)> {
            let component =
                self.component(label).ok().and_then(|object| Some((self.index(object).ok()?, object.clone())));
            let edge = self.edge(label).map(|edge| (self.first_edge() + edge, self.edges[edge].object.clone()));
            let variable = self.variable(label).map(|(at, object)| (at, object.clone()));
            component.into_iter().chain(edge).chain(variable).collect()
        };
        find(path, labelled, || self.objects().map(|object| object.label()).collect())
    }

    /// What a path stands for in a constraint: a parameter, or a total such as `cop_cooling`.
    ///
    /// # Errors
    /// As [`Model::place`].
    pub fn target(&self, path: &str) -> Result<Target, ThermoError> {
        if let Some(total) = Total::find(path) {
            return Ok(Target::Total(total));
        }
        let place = self.place(path)?;
        let object = self.objects().nth(place.object).expect("a place of this model");
        Ok(Target::Parameter((object.clone(), place.parameter)))
    }

    /// The number at a path: a total such as `cop_cooling`, or a parameter.
    ///
    /// # Errors
    /// As [`Model::place`].
    pub fn figure(&self, path: &str) -> Result<Figure, ThermoError> {
        Total::find(path).map_or_else(|| self.place(path).map(Figure::At), |total| Ok(Figure::Total(total)))
    }

    /// Where the given value of a path is: at the parameter itself, or in the constraint of a result.
    ///
    /// # Errors
    /// As [`Model::place`].
    pub fn given_place(&self, path: &str) -> Result<Place, ThermoError> {
        if let Some((object, parameter)) = self.holder(&self.target(path)?)
            && let Some(at) = self.objects().position(|other| Arc::ptr_eq(other, object))
        {
            return Ok(Place { object: at, parameter: *parameter });
        }
        self.place(path)
    }

    /// The number given at a path, SI; None for what is free or a result.
    ///
    /// # Errors
    /// As [`Model::place`].
    pub fn given(&self, path: &str) -> Result<Option<(f64, Quantity)>, ThermoError> {
        let place = match self.figure(path)? {
            Figure::Total(total) if self.holder(&Target::Total(total)).is_none() => return Ok(None),
            _ => self.given_place(path)?,
        };
        let given = self.objects().nth(place.object).and_then(|object| {
            let slots = object.slots.read();
            let number = slots.number(place.parameter);
            (slots.slot(place.parameter).role == Role::Set && !number.is_nan()).then_some(number)
        });
        Ok(given.map(|number| (number, self.quantity(place))))
    }

    /// Physical quantity of the parameter at a place.
    pub fn quantity(&self, place: Place) -> Quantity {
        let of = |object: &Arc<Object>| object.parameter(place.parameter).quantity;
        self.objects().nth(place.object).map_or(Quantity::Dimensionless, of)
    }
}

impl Solution {
    /// See [`Model::place`].
    ///
    /// # Errors
    /// As there.
    pub fn place(&self, path: &str) -> Result<Place, ThermoError> {
        let objects = &self.plan.objects;
        let labelled = |label: &str| {
            let all = objects.iter().enumerate().filter(|(_, object)| object.label() == label);
            all.map(|(position, object)| (position, object.clone())).collect()
        };
        find(path, labelled, || objects.iter().map(|object| object.label()).collect())
    }

    /// See [`Model::figure`].
    ///
    /// # Errors
    /// As [`Model::place`].
    pub fn figure(&self, path: &str) -> Result<Figure, ThermoError> {
        Total::find(path).map_or_else(|| self.place(path).map(Figure::At), |total| Ok(Figure::Total(total)))
    }

    /// Its value, SI; NaN for what has none in this solution.
    pub fn value(&self, of: Figure) -> f64 {
        match of {
            Figure::At(place) => self.value_at(place),
            Figure::Total(total) => self.performance.total(total),
        }
    }

    fn value_at(&self, Place { object, parameter }: Place) -> f64 {
        let plan = &self.plan;
        let free = plan.free.iter().position(|free| (free.object, free.parameter) == (object, parameter));
        if let Some(free) = free {
            return self.states.variables()[plan.layout.len() + free];
        }
        let found = |results: &[(usize, f64)]| results.iter().find(|(at, _)| *at == parameter).map(|(_, value)| *value);
        let given = self.numbers[plan.numbers[object] + parameter];
        if plan.rest.of(object) == Standing::Works && plan.slots[object].is_given(parameter) && !given.is_nan() {
            return given;
        }
        if let Some(report) = self.reports.get(object) {
            return found(&report.results).unwrap_or(given);
        }
        let mut problem = Problem::new(plan);
        problem.restore(&self.numbers, self.states.variables());
        let report = problem.report(object).map(|report| report.results);
        report.ok().and_then(|results| found(&results)).unwrap_or(given)
    }

    /// Its physical quantity.
    pub fn quantity(&self, of: Figure) -> Quantity {
        match of {
            Figure::At(place) => self.plan.parameter(place.object, place.parameter).quantity,
            Figure::Total(total) => total.quantity(),
        }
    }
}
