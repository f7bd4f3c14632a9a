//! The equations of a graph while they are collected: what they join, and what is left as rows.

use std::collections::HashSet;

use entropyk_components::declaration::{Form, Mixture, Term, Variable};
use entropyk_core::ThermoError;
use petgraph::unionfind::UnionFind;

use super::{Fixed, Free, Graph, Link, Row, Terms};

/// The equations of a graph while they are collected.
pub(super) struct Equations<'a> {
    graph: &'a Graph,
    terms: Terms<'a>,
    pub(super) sets: UnionFind<usize>,
    /// Of variables that are equal, whatever the values given.
    pub(super) identical: UnionFind<usize>,
    pub(super) joined: Vec<Link>,
    pub(super) rows: Vec<Row>,
    mixing: Vec<Mixing>,
    parting: Vec<Mixing>,
    /// Connections whose mass fractions add up to one by an equation of an object.
    wholes: Vec<(usize, usize, usize)>,
    /// Connections whose mass fractions balances of species give.
    balanced: Vec<usize>,
}

/// Streams that mix.
struct Mixing {
    object: usize,
    equation: usize,
    /// Edges.
    inlets: Vec<usize>,
    outlets: Vec<usize>,
}

impl<'a> Equations<'a> {
    pub(super) fn new(graph: &'a Graph, free: &[Free], count: usize) -> Self {
        let sets = UnionFind::new(count);
        let terms = Terms::new(graph, free);
        Self {
            graph,
            terms,
            identical: sets.clone(),
            sets,
            joined: vec![],
            rows: vec![],
            mixing: vec![],
            parting: vec![],
            wholes: vec![],
            balanced: vec![],
        }
    }

    /// The active equations of an object.
    pub(super) fn collect(&mut self, object: usize) -> Result<(), ThermoError> {
        let graph = self.graph;
        for equation in graph.active(object) {
            match &graph.objects[object].declaration().equations[equation].form {
                Form::Affine { target, source, factor, offset } => {
                    let unknowns = self.terms.unknown_coefficients(object, [*factor, *offset]);
                    for instance in 0..self.terms.instances(object, &[*target, *source]) {
                        match &unknowns[..] {
                            [] => self.join(object, equation, [*target, *source], instance)?,
                            unknowns => self.keep(object, equation, [*target, *source], instance, unknowns),
                        }
                    }
                }
                Form::General(terms) => {
                    let variables = match (graph.watches.get(&object), &graph.arguments[object][..]) {
                        (Some(watch), _) => watch.variables(graph, |object| self.terms.free_of(object)),
                        (None, []) => self.terms.all(object, terms),
                        (None, arguments) => self.terms.of_arguments(arguments),
                    };
                    self.rows.push(Row { object, equation, variables, coefficients: None, affine: None, index: 0 });
                }
                Form::Mixing { .. } => {}
                Form::Each { port, terms } => {
                    for instance in 0..graph.ports[object].each(*port).len() {
                        let variables = self.terms.of_instance(object, terms, instance);
                        let row =
                            Row { object, equation, variables, coefficients: None, affine: None, index: instance };
                        self.rows.push(row);
                    }
                }
                Form::Whole(port) => {
                    let edge = graph.ports[object].at(*port, 0);
                    self.wholes.extend(edge.map(|edge| (object, equation, edge)));
                }
                Form::Balance(terms) => {
                    let of = |(term, coefficient): &(Term, f64)| {
                        self.terms.each(object, *term).map(|variable| (variable, *coefficient)).collect()
                    };
                    let terms: Vec<(usize, f64)> =
                        terms.iter().flat_map(|term| -> Vec<(usize, f64)> { of(term) }).collect();
                    if terms.is_empty() {
                        continue;
                    }
                    let (variables, coefficients) = terms.into_iter().unzip();
                    let coefficients = Some(coefficients);
                    self.rows.push(Row { object, equation, variables, coefficients, affine: None, index: 0 });
                }
            }
        }
        Ok(())
    }

    /// Gives the variables of what stands still their values: no flow and no energy; pressure and enthalpy of a neighbour that
    /// moves, where that contradicts nothing, else those it had.
    pub(super) fn settle(&mut self, given: &[Fixed]) -> Result<Vec<Fixed>, ThermoError> {
        let graph = self.graph;
        let place = |variable: usize| graph.layout.place(variable);
        // What stands still has its composition all the same.
        let is_still = |variable: usize| {
            place(variable).is_some_and(|(edge, of)| of != Variable::Fraction && graph.rest.is_still(edge))
        };
        let mut is_told = vec![false; self.sets.len()];
        for variable in (0..self.sets.len()).filter(|variable| !is_still(*variable)) {
            is_told[self.sets.find_mut(variable)] = true;
        }
        let mut equalities = vec![];
        for (object, equation, terms) in graph.equalities_at_rest() {
            if let [Some(target), Some(source)] = terms.map(|term| self.terms.variable(object, term, 0)) {
                equalities.push(Link { target, source, object, equation, reversed: false });
            }
        }
        // From what moves inwards, until nothing is told any more.
        let mut told_of = |sets: &mut UnionFind<usize>, link: &Link| {
            let roots = [link.target, link.source].map(|variable| sets.find_mut(variable));
            let is_news = is_told[roots[0]] != is_told[roots[1]];
            roots.iter().for_each(|root| is_told[*root] |= is_news);
            is_news
        };
        while let Some(next) = equalities.iter().position(|link| told_of(&mut self.sets, link)) {
            let link = equalities.swap_remove(next);
            self.sets.union(link.target, link.source);
            self.joined.push(link);
        }
        let mut fixed = vec![];
        for variable in (0..graph.layout.len()).filter(|variable| is_still(*variable)) {
            let root = self.sets.find_mut(variable);
            if !std::mem::replace(&mut is_told[root], true) {
                fixed.extend(graph.fixed_at(variable));
            }
        }
        fixed.extend(graph.idle_energies(given)?);
        Ok(fixed)
    }

    /// An affine equation with unknown coefficients is a residual like others.
    fn keep(&mut self, object: usize, equation: usize, terms: [Term; 2], instance: usize, unknowns: &[usize]) {
        let [Some(target), Some(source)] = terms.map(|term| self.terms.variable(object, term, instance)) else {
            return;
        };
        let mut variables = vec![target, source];
        variables.extend(unknowns);
        let affine = Some([target, source]);
        self.rows.push(Row { object, equation, variables, coefficients: None, affine, index: 0 });
    }

    /// The equations of an object about compositions.
    pub(super) fn compose(&mut self, object: usize) {
        let graph = self.graph;
        if !graph.layout.has_fractions() {
            return;
        }
        let edges = |ports: &[usize]| {
            let mut edges = graph.ports[object].edges_at(ports);
            edges.retain(|edge| !graph.layout.fractions(*edge).is_empty());
            edges
        };
        for (equation, declared) in graph.objects[object].declaration().equations.iter().enumerate() {
            match &declared.form {
                Form::Affine {
                    target: Term::Each(outlet, Variable::Fraction),
                    source: Term::Port(inlet, Variable::Fraction),
                    ..
                } => {
                    for source in edges(&[*inlet]) {
                        edges(&[*outlet]).into_iter().for_each(|target| self.pass(object, equation, target, source));
                    }
                }
                Form::Mixing { inlets, outlet, way: Mixture::Reacting } => {
                    let (inlets, outlets) = (edges(inlets), edges(&[*outlet]));
                    if let [outlet] = outlets[..] {
                        self.react(object, equation, &inlets, outlet);
                    }
                }
                Form::Mixing { inlets, outlet, way: Mixture::Parted } => {
                    let (inlets, outlets) = (edges(inlets), edges(&[*outlet]));
                    if !inlets.is_empty() && !outlets.is_empty() {
                        self.parting.push(Mixing { object, equation, inlets, outlets });
                    }
                }
                Form::Mixing { inlets, outlet, way: Mixture::Uniform } => {
                    let (inlets, outlets) = (edges(inlets), edges(&[*outlet]));
                    if !inlets.is_empty() && !outlets.is_empty() {
                        self.mixing.push(Mixing { object, equation, inlets, outlets });
                    }
                }
                _ => {}
            }
        }
    }

    /// Two edges have one composition.
    fn pass(&mut self, object: usize, equation: usize, target: usize, source: usize) {
        let layout = &self.graph.layout;
        for (target, source) in layout.fractions(target).zip(layout.fractions(source)) {
            // Round a ring one repeats the others.
            if self.sets.union(target, source) {
                self.identical.union(target, source);
                self.joined.push(Link { target, source, object, equation, reversed: false });
            }
        }
    }

    /// Balances of species where streams mix. Streams of one composition mix to the same, and so do all in a closed circuit, since
    /// no mixture has more or less of a species than every stream it is made of.
    pub(super) fn mix(&mut self, fixed: &[Fixed]) {
        let mut open = std::mem::take(&mut self.mixing);
        let graph = self.graph;
        for Mixing { object, equation, inlets, outlets } in &mut open {
            outlets[1..].iter().for_each(|other| self.pass(*object, *equation, *other, outlets[0]));
            // What stands still adds nothing.
            let moving: Vec<usize> = inlets.iter().copied().filter(|edge| !graph.rest.is_still(*edge)).collect();
            if moving.is_empty() { inlets.truncate(1) } else { *inlets = moving }
        }
        let first = |edge: usize| graph.layout.fractions(edge).start;
        let mut count = usize::MAX;
        while open.len() < count {
            count = open.len();
            open.retain(|Mixing { object, equation, inlets, outlets }| {
                let is_closed = graph.closed.contains(&graph.circuits[outlets[0]]);
                let is_one = inlets[1..].iter().all(|edge| self.identical.equiv(first(*edge), first(inlets[0])));
                if is_closed || is_one {
                    inlets.iter().for_each(|inlet| self.pass(*object, *equation, outlets[0], *inlet));
                }
                !is_closed && !is_one
            });
        }
        for mixing in &open {
            self.balanced.extend(&mixing.outlets);
        }
        // Where all fractions are given, the mass balance and the balances of the others imply the last.
        let given: HashSet<usize> = fixed.iter().map(|each| self.sets.find_mut(each.variable)).collect();
        for mixing in open.into_iter().chain(std::mem::take(&mut self.parting)) {
            let fractions: Vec<usize> = mixing.outlets.iter().flat_map(|edge| graph.layout.fractions(*edge)).collect();
            let is_told = fractions.into_iter().all(|position| given.contains(&self.sets.find_mut(position)));
            self.balance_species(&mixing, usize::from(is_told));
        }
    }

    /// Rows for mass fractions that add up to one, where some are neither given nor follow from balances, which all mass balances imply.
    pub(super) fn complete(&mut self, fixed: &[Fixed]) {
        let graph = self.graph;
        let fractions = |edge: usize| graph.layout.fractions(edge);
        let mut told: HashSet<usize> = fixed.iter().map(|given| self.sets.find_mut(given.variable)).collect();
        let balanced: Vec<usize> = self.balanced.iter().flat_map(|edge| fractions(*edge)).collect();
        told.extend(balanced.into_iter().map(|position| self.sets.find_mut(position)));
        for (object, equation, edge) in std::mem::take(&mut self.wholes) {
            let roots: Vec<usize> = fractions(edge).map(|position| self.sets.find_mut(position)).collect();
            if roots.iter().all(|root| told.contains(root)) {
                continue;
            }
            told.extend(roots);
            let variables = fractions(edge).collect();
            self.rows.push(Row { object, equation, variables, coefficients: None, affine: None, index: 0 });
        }
    }

    /// Balances of species that become others: each depends on all that comes in.
    fn react(&mut self, object: usize, equation: usize, inlets: &[usize], outlet: usize) {
        let layout = &self.graph.layout;
        let flow = |edge: usize| layout.position(edge, Variable::M);
        let coming: Vec<usize> =
            inlets.iter().flat_map(|edge| flow(*edge).into_iter().chain(layout.fractions(*edge))).collect();
        for (species, fraction) in layout.fractions(outlet).enumerate() {
            let variables = coming.iter().copied().chain(flow(outlet)).chain([fraction]).collect();
            self.rows.push(Row { object, equation, variables, coefficients: None, affine: None, index: species });
        }
        self.balanced.push(outlet);
    }

    /// Balances of all species but so many.
    fn balance_species(&mut self, mixing: &Mixing, implied: usize) {
        let layout = &self.graph.layout;
        let edges = || mixing.inlets.iter().chain(&mixing.outlets).copied();
        for species in 0..layout.fractions(mixing.outlets[0]).len().saturating_sub(implied) {
            let of = |edge: usize| [layout.position(edge, Variable::M), layout.fractions(edge).nth(species)];
            let variables = edges().flat_map(of).flatten().collect();
            let Mixing { object, equation, .. } = *mixing;
            self.rows.push(Row { object, equation, variables, coefficients: None, affine: None, index: species });
        }
    }

    fn join(&mut self, object: usize, equation: usize, terms: [Term; 2], instance: usize) -> Result<(), ThermoError> {
        let [Some(target), Some(source)] = terms.map(|term| self.terms.variable(object, term, instance)) else {
            return Ok(());
        };
        // The first of several ports may be the source of all.
        if target == source {
            return Ok(());
        }
        let link = Link { target, source, object, equation, reversed: false };
        if self.sets.union(target, source) {
            if self.graph.is_identity(&link) {
                self.identical.union(target, source);
            }
            self.joined.push(link);
            return Ok(());
        }
        // The mass balances round a ring: one repeats the others.
        match self.graph.is_mass_identity(&link) && self.identical.equiv(target, source) {
            true => Ok(()),
            false => Err(self.graph.conflict(&self.joined, link)),
        }
    }
}
