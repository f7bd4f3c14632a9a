//! Which variables the terms of equations stand for.

use std::collections::{HashMap, HashSet};

use entropyk_components::declaration::{Coefficient, Form, Term, Variable};

use super::{Free, Graph, MANY};
use crate::path::Place;

/// Which variables the terms of equations stand for.
pub(crate) struct Terms<'a> {
    pub(crate) graph: &'a Graph,
    /// Variables of free parameters.
    pub(super) parameters: HashMap<Free, usize>,
}

impl<'a> Terms<'a> {
    /// With these parameters as unknowns.
    pub(crate) fn new(graph: &'a Graph, free: &[Free]) -> Self {
        let parameters = free.iter().enumerate().map(|(k, free)| (*free, graph.layout.len() + k)).collect();
        Self { graph, parameters }
    }

    /// The variables among coefficients.
    pub(super) fn unknown_coefficients(&self, object: usize, coefficients: [Coefficient; 2]) -> Vec<usize> {
        let variable = |coefficient| match coefficient {
            Coefficient::Parameter(parameter) | Coefficient::Minus(parameter) => {
                self.parameters.get(&Free { object, parameter }).copied()
            }
            Coefficient::Fixed(_) => None,
        };
        coefficients.into_iter().filter_map(variable).collect()
    }

    /// Variables of the free parameters of an object.
    pub(super) fn free_of(&self, object: usize) -> Vec<usize> {
        let mut own: Vec<usize> =
            self.parameters.iter().filter(|(free, _)| free.object == object).map(|(_, variable)| *variable).collect();
        own.sort_unstable();
        own
    }

    /// How many equations an affine one stands for.
    pub(crate) fn instances(&self, object: usize, terms: &[Term]) -> usize {
        let each = terms.iter().find_map(|term| if let Term::Each(port, _) = term { Some(*port) } else { None });
        each.map_or(1, |port| self.graph.ports[object].each(port).len())
    }

    /// The variable of a term, None for a given parameter and an open port.
    pub(crate) fn variable(&self, object: usize, term: Term, instance: usize) -> Option<usize> {
        let at = |port: usize, instance: usize, variable: Variable| {
            self.graph.layout.position(self.graph.ports[object].at(port, instance)?, variable)
        };
        match term {
            Term::Port(port, variable) => at(port, 0, variable),
            Term::Each(port, variable) => at(port, instance, variable),
            Term::Parameter(parameter) => self.parameters.get(&Free { object, parameter }).copied(),
        }
    }

    /// The variables that a term stands for, where something flows.
    pub(super) fn each(&self, object: usize, term: Term) -> impl Iterator<Item = usize> + '_ {
        let variables = (0..self.instances(object, &[term])).filter_map(move |at| self.variable(object, term, at));
        variables.filter(|variable| {
            self.graph.layout.place(*variable).is_none_or(|(edge, _)| !self.graph.rest.is_still(edge))
        })
    }

    /// The mass fractions that an equation in these terms may depend on: of streams whose p and h it reads.
    pub(super) fn fractions(&self, object: usize, terms: &[Term]) -> Vec<usize> {
        let layout = &self.graph.layout;
        let mut fractions = vec![];
        if !layout.has_fractions() {
            return fractions;
        }
        let ports = &self.graph.ports[object];
        for term in terms {
            let edges = match *term {
                Term::Port(port, Variable::H) if terms.contains(&Term::Port(port, Variable::P)) => {
                    ports.at(port, 0).into_iter().collect()
                }
                Term::Each(port, Variable::H) if terms.contains(&Term::Each(port, Variable::P)) => {
                    ports.edges_at(&[port])
                }
                _ => vec![],
            };
            fractions.extend(edges.into_iter().flat_map(|edge| layout.fractions(edge)));
        }
        fractions
    }

    /// The variables in these terms, each once.
    pub(crate) fn all(&self, object: usize, terms: &[Term]) -> Vec<usize> {
        let mut variables: Vec<usize> = Vec::with_capacity(terms.len());
        let fractions = self.fractions(object, terms);
        for variable in terms.iter().flat_map(|term| self.each(object, *term)).chain(fractions) {
            if variables.len() > MANY || !variables.contains(&variable) {
                variables.push(variable);
            }
        }
        if variables.len() > MANY {
            let mut seen = HashSet::with_capacity(variables.len());
            variables.retain(|variable| seen.insert(*variable));
        }
        variables
    }

    /// The variables in these terms at one of those that ports stand for.
    pub(super) fn of_instance(&self, object: usize, terms: &[Term], instance: usize) -> Vec<usize> {
        let layout = &self.graph.layout;
        let ports = &self.graph.ports[object];
        let mut variables: Vec<usize> =
            terms.iter().filter_map(|term| self.variable(object, *term, instance)).collect();
        for term in terms {
            let edge = match *term {
                Term::Port(port, Variable::H) => ports.at(port, 0),
                Term::Each(port, Variable::H) => ports.at(port, instance),
                _ => None,
            };
            variables.extend(edge.into_iter().flat_map(|edge| layout.fractions(edge)));
        }
        variables
    }

    /// The variables that numbers of the model depend on, each once.
    pub(super) fn of_arguments(&self, arguments: &[Place]) -> Vec<usize> {
        let mut seen = HashSet::new();
        let all = arguments.iter().flat_map(|argument| self.of_argument(*argument));
        all.filter(|variable| seen.insert(*variable)).collect()
    }

    /// A number is a variable, is given, or follows from what its object sees.
    fn of_argument(&self, Place { object, parameter }: Place) -> Vec<usize> {
        let graph = self.graph;
        let free = self.parameters.get(&Free { object, parameter }).copied();
        if let Some(variable) = graph.variable_of(object, parameter).or(free) {
            return vec![variable];
        }
        let of = &graph.objects[object];
        let declaration = of.declaration();
        if object + graph.layout.edges() < graph.objects.len() {
            if of.slots.read().is_given(parameter) {
                return vec![];
            }
            let edges = graph.ports[object].edges.iter().flatten();
            let of_edge = |edge: &usize| graph.layout.of_edge(*edge).map(|(_, position)| position);
            let seen = edges.flat_map(|edge| of_edge(edge).chain(graph.layout.fractions(*edge)));
            let own = graph.free_of(object).into_iter().filter_map(|free| self.parameters.get(&free).copied());
            return seen.chain(own).collect();
        }
        // What a connection is specified by, and what that depends on, is the same.
        let name = declaration.parameters[parameter].name;
        let equation = declaration.equations.iter().find(|equation| equation.name == name);
        match equation.map(|equation| &equation.form) {
            Some(Form::General(terms)) => {
                let ports: Vec<Term> =
                    terms.iter().copied().filter(|term| !matches!(term, Term::Parameter(_))).collect();
                self.all(object, &ports)
            }
            _ => vec![],
        }
    }
}
