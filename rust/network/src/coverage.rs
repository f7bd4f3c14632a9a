//! Which assumptions help: whether one more equation covers one more unknown.
//!
//! All variables and all equations are matched here, those that are eliminated before an iteration included, so that an
//! assumption adds an equation and changes nothing else.

use entropyk_components::declaration::Form;
use entropyk_core::ThermoError;
use petgraph::unionfind::UnionFind;

use crate::graph::{Free, Graph, Terms};
use crate::matching::Matching;

/// What an object's structure was before an assumption.
pub(crate) struct Before {
    object: usize,
    active: Vec<usize>,
    free: Vec<Free>,
}

impl Before {
    pub(crate) fn new(graph: &Graph, object: usize) -> Self {
        Self { object, active: graph.active(object), free: graph.free_of(object) }
    }
}

/// How the equations of a graph cover its unknowns.
pub(crate) struct Coverage<'a> {
    terms: Terms<'a>,
    /// Variables that follow from each other.
    sets: UnionFind<usize>,
    /// Whether the value of a set, by its root, is given.
    is_given: Vec<bool>,
    matching: Matching,
    /// Unknowns without an equation, and equations without an unknown.
    open: usize,
    extra: usize,
}

impl<'a> Coverage<'a> {
    pub(crate) fn new(graph: &'a Graph) -> Result<Self, ThermoError> {
        let structure = graph.structure()?;
        let count = graph.layout.len() + structure.free.len();
        let mut sets = UnionFind::new(count);
        let mut matching = Matching::new(count);
        for link in &structure.links {
            sets.union(link.target, link.source);
        }
        let mut is_given = vec![false; count];
        for fixed in &structure.fixed {
            is_given[sets.find_mut(fixed.variable)] = true;
            matching.add(vec![fixed.variable]);
        }
        for link in &structure.links {
            matching.add(vec![link.target, link.source]);
        }
        for row in &structure.rows {
            matching.add(row.variables.clone());
        }
        let (open, extra) = (matching.uncovered().len(), matching.superfluous().len());
        Ok(Self { terms: Terms::new(graph, &structure.free), sets, is_given, matching, open, extra })
    }

    /// True if every unknown has an equation.
    pub(crate) fn is_complete(&self) -> bool {
        self.open == 0
    }

    /// True, and taken over, if the assumption made since covers an unknown and contradicts nothing given.
    pub(crate) fn improves(&mut self, before: &Before) -> bool {
        let graph = self.terms.graph;
        let after = Before::new(graph, before.object);
        let is_kept = before.active.iter().all(|equation| after.active.contains(equation));
        let new: Vec<usize> = after.active.iter().copied().filter(|new| !before.active.contains(new)).collect();
        if is_kept && before.free == after.free {
            match new[..] {
                [] => return false,
                [equation] => {
                    if let Some(improves) = self.try_equation(before.object, equation) {
                        return improves;
                    }
                }
                _ => {}
            }
        }
        match Coverage::new(graph) {
            Ok(reached) if reached.open < self.open && reached.extra <= self.extra => {
                *self = reached;
                true
            }
            _ => false,
        }
    }

    /// Takes an equation that covers one more unknown; None for one that changes more than that.
    fn try_equation(&mut self, object: usize, equation: usize) -> Option<bool> {
        let improves = match &self.terms.graph.objects[object].declaration().equations[equation].form {
            Form::General(terms) => {
                let variables = self.terms.all(object, terms);
                self.covers(variables)
            }
            Form::Affine { target, source, .. } => {
                if self.terms.instances(object, &[*target, *source]) != 1 {
                    return None;
                }
                let variable = |term| self.terms.variable(object, term, 0);
                match (variable(*target), variable(*source)) {
                    (Some(target), Some(source)) => self.joins(target, source),
                    _ => false,
                }
            }
            Form::Balance(_) | Form::Mixing { .. } | Form::Each { .. } | Form::Whole(_) => return None,
        };
        self.open -= usize::from(improves);
        Some(improves)
    }

    fn covers(&mut self, variables: Vec<usize>) -> bool {
        let covers = self.matching.add(variables);
        if !covers {
            self.matching.forget_last();
        }
        covers
    }

    fn joins(&mut self, target: usize, source: usize) -> bool {
        let roots = [target, source].map(|variable| self.sets.find_mut(variable));
        let is_given = roots.map(|root| self.is_given[root]);
        if roots[0] == roots[1] || is_given == [true, true] || !self.covers(vec![target, source]) {
            return false;
        }
        self.sets.union(target, source);
        let root = self.sets.find_mut(target);
        self.is_given[root] = is_given.contains(&true);
        true
    }
}
