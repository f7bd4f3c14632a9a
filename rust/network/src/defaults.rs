//! Finalizing a model: checks, the values a system may assume, and the explanation of what is missing or too much.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use entropyk_components::Role;
use entropyk_components::declaration::{Activation, Default, Form, Stage, Term};
use entropyk_core::{Quantity, ThermoError};

use crate::coverage::{Before, Coverage};
use crate::graph::{Graph, Structure, Terms};
use crate::model::Model;
use crate::object::Object;
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
        self.fluids()?;
        for object in &self.components {
            object.slots.write().forget_assumptions();
        }
        let graph = Graph::new(self)?;
        let assumed = self.assume(&graph)?;
        if !self.use_defaults && !assumed.is_empty() {
            for object in &self.components {
                object.slots.write().forget_assumptions();
            }
            return Err(ThermoError::Topology(format!(
                "defaults are switched off, so these have to be given:\n  {}",
                assumed.join("\n  ")
            )));
        }
        let structure = graph.structure()?;
        explain(&graph, &structure)?;
        let plan = Arc::new(Plan::new(self, graph, structure, assumed)?);
        *self.plan.lock() = Some(plan.clone());
        Ok(plan)
    }

    /// Tries the defaults of all components in the order of their stages.
    fn assume(&self, graph: &Graph) -> Result<Vec<String>, ThermoError> {
        let mut candidates: Vec<(usize, Default)> = vec![];
        for (index, object) in self.components.iter().enumerate() {
            candidates.extend(object.declaration().defaults.iter().map(|default| (index, *default)));
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
            if matches!(object.slots.read().slot(default.parameter).role, Role::Set | Role::Free) {
                continue;
            }
            let wanted = standing == Standing::Works && is_read(object, default.parameter);
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
fn is_read(object: &Object, parameter: usize) -> bool {
    let slots = object.slots.read();
    object.declaration().equations.iter().any(|equation| {
        let Form::General(terms) = &equation.form else { return false };
        terms.contains(&Term::Parameter(parameter)) && slots.holds(&equation.active, &|_| true)
    })
}

fn phrase(object: &Object, default: Default) -> String {
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

/// As many undetermined unknowns, and as many competing equations, are listed.
const LISTED: usize = 10;
const RIVALS: usize = 30;
/// As many parameters that would help are named.
const CANDIDATES: usize = 24;

/// Names what is too much or missing.
fn explain(graph: &Graph, structure: &Structure) -> Result<(), ThermoError> {
    let matching = &structure.matching;
    let (open, extra) = (matching.uncovered(), matching.superfluous());
    if open.is_empty() && extra.is_empty() {
        return Ok(());
    }
    let mut lines = vec![];
    if !extra.is_empty() {
        let count =
            if extra.len() == 1 { "1 specification is" } else { &format!("{} specifications are", extra.len()) };
        lines.push(format!("{count} too many; remove one of:"));
        let mut rivals: Vec<usize> = extra.iter().flat_map(|row| matching.rivals(*row)).collect();
        rivals.sort_unstable();
        rivals.dedup();
        let rest = rivals.len().saturating_sub(RIVALS);
        lines.extend(rivals.iter().take(RIVALS).map(|row| {
            let row = &structure.rows[*row];
            format!("  {}", graph.equation_name(row.object, row.equation))
        }));
        if rest > 0 {
            lines.push(format!("  and {rest} more"));
        }
        let given = given_in(graph, structure, &rivals);
        if !given.is_empty() {
            lines.push(format!("  or of the values given for {}", given.join(", ")));
        }
    }
    if !open.is_empty() {
        let count = if open.len() == 1 { "1 specification is" } else { &format!("{} specifications are", open.len()) };
        lines.push(format!("{count} missing; what is not determined:"));
        for unknown in open.iter().take(LISTED) {
            let variable = structure.unknowns[*unknown];
            let name = graph.variable_name(variable, &structure.free);
            let mut others: Vec<String> = matching
                .alternatives(*unknown)
                .into_iter()
                .filter(|other| other != unknown)
                .map(|other| graph.variable_name(structure.unknowns[other], &structure.free))
                .collect();
            others.truncate(6);
            let others = if others.is_empty() { String::new() } else { format!(" (or one of {})", others.join(", ")) };
            lines.push(format!("  {name}{others}"));
        }
        if open.len() > LISTED {
            lines.push(format!("  and {} more", open.len() - LISTED));
        }
        let candidates = would_help(graph, structure, &open);
        let such_as = if candidates.is_empty() { String::new() } else { format!(" ({})", candidates.join(", ")) };
        lines.push(format!(
            "give it at a connection (m, p, h, T, x, td_dew, td_bubble, …) or by a parameter of a component{such_as}"
        ));
    }
    Err(ThermoError::Topology(lines.join("\n")))
}

/// Given values of connections that the variables of these rows follow from.
fn given_in(graph: &Graph, structure: &Structure, rows: &[usize]) -> Vec<String> {
    let sources: HashMap<usize, usize> = structure.links.iter().map(|link| (link.target, link.source)).collect();
    let fixed: HashSet<usize> = structure.fixed.iter().map(|fixed| fixed.variable).collect();
    let mut names = vec![];
    for variable in rows.iter().flat_map(|row| &structure.rows[*row].variables) {
        let mut root = *variable;
        while let Some(source) = sources.get(&root) {
            root = *source;
        }
        let name = graph.variable_name(root, &structure.free);
        if fixed.contains(&root) && !names.contains(&name) && names.len() < LISTED {
            names.push(name);
        }
    }
    names
}

/// Parameters of components, not given yet, whose equation contains something that is not determined.
fn would_help(graph: &Graph, structure: &Structure, open: &[usize]) -> Vec<String> {
    let wanted: HashSet<usize> =
        open.iter().take(LISTED).flat_map(|unknown| structure.matching.alternatives(*unknown)).collect();
    let terms = Terms::new(graph, &structure.free);
    let mut names: Vec<String> = vec![];
    for (object, of) in graph.objects.iter().enumerate().take(graph.objects.len() - graph.layout.edges()) {
        for equation in &of.declaration().equations {
            let (Activation::Given(parameter), Form::General(variables)) = (&equation.active, &equation.form) else {
                continue;
            };
            let declared = &of.declaration().parameters[*parameter];
            let is_open = !declared.is_result && !of.slots.read().is_given(*parameter);
            let helps =
                |variable: &usize| structure.unknown_of[*variable].is_some_and(|unknown| wanted.contains(&unknown));
            if is_open && terms.all(object, variables).iter().any(helps) {
                names.push(format!("{}.{}", of.label(), declared.name));
            }
            if names.len() == CANDIDATES {
                return names;
            }
        }
    }
    names
}
