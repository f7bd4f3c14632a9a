//! Finalizing a model: checks, and the values a system may assume.

use std::sync::Arc;

use entropyk_components::Role;
use entropyk_components::declaration::{Default, Form, Stage, Term};
use entropyk_core::{FEW, Quantity, ThermoError, few_lines};

use crate::coverage::{Before, Coverage};
use crate::explain::Findings;
use crate::graph::Graph;
use crate::model::Model;
use crate::object::{Object, named};
use crate::plan::{Plan, key};
use crate::rest::Standing;

impl Model {
    /// Checks the graph, assumes what is missing and may be assumed, and compiles the equations.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] for open ports, contradicting, missing or superfluous specifications;
    /// [`ThermoError::InvalidState`] for impossible values.
    pub fn finalize(&mut self) -> Result<Arc<Plan>, ThermoError> {
        self.touch();
        self.prepare()
    }

    /// The plan, compiled again where a role has changed since.
    ///
    /// # Errors
    /// As [`Model::finalize`]; [`ThermoError::Topology`] if the graph has changed since then.
    pub fn plan(&self) -> Result<Arc<Plan>, ThermoError> {
        let known = self.plan.lock().clone();
        match known {
            None => Err(ThermoError::Topology(
                "the system is not finalized: call finalize() after the last component and edge".into(),
            )),
            Some(plan) if plan.key == key(self) => Ok(plan),
            Some(_) => self.prepare(),
        }
    }

    fn prepare(&self) -> Result<Arc<Plan>, ThermoError> {
        self.check_ports()?;
        self.forget_assumptions();
        for object in self.objects() {
            let checked = object.class.check(&object.slots.read());
            checked.map_err(|error| named(object, error.into()))?;
        }
        let graph = Graph::new(self)?;
        let assumed = self.assume(&graph)?;
        if !self.use_defaults && !assumed.is_empty() {
            self.forget_assumptions();
            return Err(ThermoError::Topology(format!(
                "defaults are switched off, so these have to be given:\n{}",
                few_lines(&assumed, FEW)
            )));
        }
        let structure = graph.structure()?;
        Findings::new(&graph, &structure).check()?;
        let plan = Arc::new(Plan::new(self, graph, structure, assumed)?);
        *self.plan.lock() = Some(plan.clone());
        Ok(plan)
    }

    /// Takes back what was assumed.
    pub(crate) fn forget_assumptions(&self) {
        for object in &self.components {
            object.slots.write().forget_assumptions();
        }
    }

    /// Tries the defaults of all components in the order of their stages.
    pub(crate) fn assume(&self, graph: &Graph) -> Result<Vec<String>, ThermoError> {
        let mut candidates: Vec<(usize, &Default)> = vec![];
        for (index, object) in self.components.iter().enumerate() {
            candidates.extend(object.declaration().defaults.iter().map(|default| (index, default)));
        }
        candidates.sort_by_key(|(_, default)| default.stage);
        let mut assumed = vec![];
        let mut coverage = Coverage::new(graph)?;
        for (index, default) in candidates {
            let object = &self.components[index];
            let standing = graph.rest.of(index);
            if matches!(standing, Standing::Rests | Standing::Bypassed) {
                continue;
            }
            let connected = |port: usize| graph.ports[index].is_connected(port);
            let is_given = matches!(object.slots.read().slot(default.parameter).role, Role::Set | Role::Free);
            if is_given || !object.slots.read().holds(&default.when, &connected) {
                continue;
            }
            let wanted = standing == Standing::Works && is_read(object, default.parameter, &connected);
            if !wanted && coverage.is_complete() {
                continue;
            }
            let before = Before::new(graph, index);
            object.slots.write().assume(default.parameter, default.value);
            // An assumption that contradicts something given is no help.
            if !coverage.improves(&before) && !wanted {
                object.slots.write().unset(default.parameter);
                continue;
            }
            assumed.push(phrase(object, default));
        }
        Ok(assumed)
    }
}

/// True if an active equation reads the parameter without being activated by it.
fn is_read(object: &Object, parameter: usize, connected: &dyn Fn(usize) -> bool) -> bool {
    let slots = object.slots.read();
    object.declaration().equations.iter().any(|equation| {
        let Form::General(terms) = &equation.form else { return false };
        terms.contains(&Term::Parameter(parameter)) && slots.holds(&equation.active, connected)
    })
}

fn phrase(object: &Object, default: &Default) -> String {
    let parameter = &object.declaration().parameters[default.parameter];
    let (label, name) = (object.label(), parameter.name);
    match default.stage {
        Stage::PressureDrop => format!("{label}.{name} = 0 (no pressure drop)"),
        Stage::CapacityRate => format!("{label}.{name} = inf (constant boundary temperature)"),
        Stage::SaturatedLiquid => format!("{label}.{name} = 0 K (saturated liquid leaves)"),
        _ if parameter.quantity == Quantity::Temperature => {
            format!("{label}.{name} = {:.2} °C", default.value - 273.15)
        }
        _ => format!("{label}.{name} = {} {}", default.value, parameter.quantity.si_symbol()),
    }
}
