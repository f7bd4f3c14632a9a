//! What is missing in a model or too much, and what would help: found by matching, said in words.

use std::collections::{HashMap, HashSet};

use entropyk_components::declaration::{Activation, Form};
use entropyk_core::{ThermoError, few, few_lines};

use crate::graph::{Graph, Structure, Terms};

/// As many undetermined unknowns, competing equations and helpful parameters are named in a message.
const UNKNOWNS: usize = 10;
const RIVALS: usize = 30;
const HELPFUL: usize = 24;
/// As many given values, and as many unknowns that would do instead.
const GIVEN: usize = 10;
const INSTEAD: usize = 6;

/// An unknown that is not determined.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) name: String,
    /// Unknowns that could be given in its place.
    pub(crate) instead: Vec<String>,
}

/// What is too much and what is missing; complete, where a message is cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) missing: Vec<Missing>,
    /// Parameters that could be given, as paths.
    pub(crate) helpful: Vec<String>,
    /// How many equations are too many.
    pub(crate) extra: usize,
    /// The equations of which they are.
    pub(crate) rivals: Vec<String>,
    /// Given values that these follow from.
    pub(crate) given: Vec<String>,
}

impl Findings {
    pub(crate) fn new(graph: &Graph, structure: &Structure) -> Self {
        let matching = &structure.matching;
        let (open, extra) = (matching.uncovered(), matching.superfluous());
        let name = |unknown: usize| graph.variable_name(structure.unknowns[unknown], &structure.free);
        let mut rivals: Vec<usize> = extra.iter().flat_map(|row| matching.rivals(*row)).collect();
        rivals.sort_unstable();
        rivals.dedup();
        let mut wanted: HashSet<usize> = HashSet::new();
        let mut missing = vec![];
        for (unknown, others) in open.iter().zip(matching.alternatives(&open)) {
            let instead = others.iter().filter(|other| *other != unknown).map(|other| name(*other)).collect();
            missing.push(Missing { name: name(*unknown), instead });
            wanted.extend(others);
        }
        Self {
            missing,
            helpful: would_help(graph, structure, &wanted),
            extra: extra.len(),
            given: given_in(graph, structure, &rivals),
            rivals: rivals.iter().map(|row| row_name(graph, structure, *row)).collect(),
        }
    }

    /// True if nothing is missing or too much.
    pub(crate) fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.extra == 0
    }

    /// The error of a model with these findings.
    pub(crate) fn check(&self) -> Result<(), ThermoError> {
        if self.is_empty() { Ok(()) } else { Err(ThermoError::Topology(self.message())) }
    }

    /// In words, long lists cut.
    pub(crate) fn message(&self) -> String {
        let mut lines = vec![];
        let count = |n: usize, verb: &str| match n {
            1 => format!("1 specification is {verb}"),
            n => format!("{n} specifications are {verb}"),
        };
        if self.extra > 0 {
            lines.push(format!("{}; remove one of:", count(self.extra, "too many")));
            lines.push(few_lines(&self.rivals, RIVALS));
            if !self.given.is_empty() {
                lines.push(format!("  or of the values given for {}", few(&self.given, GIVEN)));
            }
        }
        if !self.missing.is_empty() {
            lines.push(format!("{}; what is not determined:", count(self.missing.len(), "missing")));
            let unknown = |missing: &Missing| match missing.instead.is_empty() {
                true => missing.name.clone(),
                false => format!("{} (or one of {})", missing.name, few(&missing.instead, INSTEAD)),
            };
            lines.push(few_lines(&self.missing.iter().map(unknown).collect::<Vec<_>>(), UNKNOWNS));
            let such_as =
                if self.helpful.is_empty() { String::new() } else { format!(" ({})", few(&self.helpful, HELPFUL)) };
            lines.push(format!(
                "give it at a connection (m, p, h, T, x, td_dew, td_bubble, …) or by a parameter of a component{such_as}"
            ));
        }
        if self.missing.len() > UNKNOWNS || self.rivals.len() > RIVALS || self.helpful.len() > HELPFUL {
            lines.push("report() of the system lists all of them".into());
        }
        lines.join("\n")
    }
}

fn row_name(graph: &Graph, structure: &Structure, row: usize) -> String {
    let row = &structure.rows[row];
    graph.equation_name(row.object, row.equation)
}

/// Given values of connections that the variables of these rows follow from.
fn given_in(graph: &Graph, structure: &Structure, rows: &[usize]) -> Vec<String> {
    let sources: HashMap<usize, usize> = structure.links.iter().map(|link| (link.target, link.source)).collect();
    let fixed: HashSet<usize> = structure.fixed.iter().map(|fixed| fixed.variable).collect();
    let (mut seen, mut names) = (HashSet::new(), vec![]);
    for variable in rows.iter().flat_map(|row| &structure.rows[*row].variables) {
        let mut root = *variable;
        while let Some(source) = sources.get(&root) {
            root = *source;
        }
        if fixed.contains(&root) && seen.insert(root) {
            names.push(graph.variable_name(root, &structure.free));
        }
    }
    names
}

/// Parameters of components, not given yet, whose equation contains one of the unknowns.
fn would_help(graph: &Graph, structure: &Structure, wanted: &HashSet<usize>) -> Vec<String> {
    let terms = Terms::new(graph, &structure.free);
    let mut names: Vec<String> = vec![];
    for (object, of) in graph.objects.iter().enumerate().take(graph.objects.len() - graph.layout.edges()) {
        for equation in &of.declaration().equations {
            let (Some(parameter), Form::General(variables)) = (wakes(&equation.active), &equation.form) else {
                continue;
            };
            let declared = &of.declaration().parameters[parameter];
            let is_open = !declared.is_result && !of.slots.read().is_given(parameter);
            let helps =
                |variable: &usize| structure.unknown_of[*variable].is_some_and(|unknown| wanted.contains(&unknown));
            if is_open && terms.all(object, variables).iter().any(helps) {
                let name = format!("{}.{}", of.label(), declared.name);
                // Several equations of one object may have one parameter.
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    names
}

/// The parameter that makes an equation hold when it is given.
fn wakes(activation: &Activation) -> Option<usize> {
    match activation {
        Activation::Given(parameter) => Some(*parameter),
        Activation::All(all) => all.first().and_then(wakes),
        _ => None,
    }
}
