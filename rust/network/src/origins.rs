//! Which given values an equation depends on: what to look at where it cannot be met.

use std::collections::{HashMap, HashSet, VecDeque};

use entropyk_components::declaration::{Coefficient, Form, Term};

use crate::graph::Link;
use crate::path::path;
use crate::plan::Plan;

/// As many given values are named, the nearest first.
const NAMED: usize = 8;

impl Plan {
    /// Given values that a row depends on, such as `e1.m`, the nearest first.
    pub(crate) fn origins(&self, row: usize) -> Vec<String> {
        Search::new(self).run(row)
    }

    /// Given values that a variable depends on, the nearest first.
    pub(crate) fn origins_of_variable(&self, variable: usize) -> Vec<String> {
        let mut search = Search::new(self);
        search.follow(variable);
        search.finish()
    }
}

struct Search<'a> {
    plan: &'a Plan,
    /// Link that leads to each variable, and row that determines each unknown.
    links: HashMap<usize, Link>,
    rows: HashMap<usize, usize>,
    fixed: HashMap<usize, (usize, usize)>,
    seen: HashSet<usize>,
    queue: VecDeque<usize>,
    names: Vec<String>,
}

impl<'a> Search<'a> {
    fn new(plan: &'a Plan) -> Self {
        let pairs = plan.blocks.iter().flat_map(|block| block.unknowns.iter().copied().zip(block.rows.iter().copied()));
        Self {
            plan,
            links: plan.links.iter().map(|link| (link.target, *link)).collect(),
            rows: pairs.collect(),
            fixed: plan.fixed.iter().map(|fixed| (fixed.variable, (fixed.object, fixed.parameter))).collect(),
            seen: HashSet::new(),
            queue: VecDeque::new(),
            names: vec![],
        }
    }

    fn run(mut self, row: usize) -> Vec<String> {
        self.seen.insert(row);
        self.queue.push_back(row);
        self.finish()
    }

    fn finish(mut self) -> Vec<String> {
        while let Some(row) = self.queue.pop_front() {
            if self.names.len() >= NAMED {
                break;
            }
            let row = &self.plan.rows[row];
            if let Form::General(terms) = &self.plan.objects[row.object].declaration().equations[row.equation].form {
                let parameters = terms.iter().filter_map(|term| match term {
                    Term::Parameter(parameter) => Some(*parameter),
                    _ => None,
                });
                parameters.for_each(|parameter| self.name(row.object, parameter));
            }
            let arguments = &self.plan.arguments[row.object];
            arguments.iter().for_each(|argument| self.name(argument.object, argument.parameter));
            row.variables.iter().for_each(|variable| self.follow(*variable));
        }
        self.names.truncate(NAMED);
        self.names
    }

    /// Names a parameter if it is given.
    fn name(&mut self, object: usize, parameter: usize) {
        let (of, slots) = (&self.plan.objects[object], &self.plan.slots[object]);
        let name = path(of, parameter);
        let is_value =
            slots.is_given(parameter) && !self.plan.free_of[object].iter().any(|(free, _)| *free == parameter);
        if is_value && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Goes from a variable to the value or the row that determines it.
    fn follow(&mut self, variable: usize) {
        let mut variable = variable;
        while let Some(link) = self.links.get(&variable).copied() {
            let form = &self.plan.objects[link.object].declaration().equations[link.equation].form;
            if let Form::Affine { factor, offset, .. } = form {
                for coefficient in [factor, offset] {
                    if let Coefficient::Parameter(parameter) | Coefficient::Minus(parameter) = coefficient {
                        self.name(link.object, *parameter);
                    }
                }
            }
            variable = link.source;
        }
        if let Some((object, parameter)) = self.fixed.get(&variable).copied() {
            self.name(object, parameter);
        } else if let Some(row) = self.plan.unknown_of[variable].and_then(|unknown| self.rows.get(&unknown).copied())
            && self.seen.insert(row)
        {
            self.queue.push_back(row);
        }
    }
}
