//! From a model to its equations: what is unknown, what is eliminated, which residuals remain.
//!
//! Variables are numbered as in a state vector (module `layout`). Affine rows with two terms join variables into classes, of
//! which one member, the root, stays an unknown (union–find); a class with a given member has none. Factors and offsets are
//! evaluated at every solve, so that changing values keeps the structure.
//!
//! A mass balance that follows from the others is dropped: one in every closed circuit, a part of the graph of mass balances in
//! which every flow leaves one of them and enters another, since the balances there add up to nothing. Any other loop of affine rows
//! is a conflict of the specifications in it, even when their numbers agree.

mod equations;
mod terms;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use entropyk_components::Role;
use entropyk_components::declaration::{Activation, Coefficient, Form, Kind, Term, Variable};
use entropyk_core::{FEW, ThermoError, few_lines};
use entropyk_fluids::Fluid;
use petgraph::unionfind::UnionFind;

use self::equations::Equations;
pub(crate) use self::terms::Terms;
use crate::composition::Media;
use crate::layout::Layout;
use crate::matching::Matching;
use crate::model::{Model, Ports};
use crate::object::Object;
use crate::path::{self, Place};
use crate::rest::{Rest, Standing};
use crate::watch::Watch;

/// Lists longer than this are searched by hash.
const MANY: usize = 32;

/// An affine relation that expresses one variable by another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) target: usize,
    pub(crate) source: usize,
    /// Where the coefficients are: object and equation.
    pub(crate) object: usize,
    pub(crate) equation: usize,
    /// The equation is solved for its source.
    pub(crate) reversed: bool,
}

/// A residual that stays in the system.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) object: usize,
    pub(crate) equation: usize,
    /// The variables in it, each once; given parameters are left out.
    pub(crate) variables: Vec<usize>,
    /// Coefficients of the variables where it is linear.
    pub(crate) coefficients: Option<Vec<f64>>,
    /// Target and source of an affine equation with a coefficient that is unknown.
    pub(crate) affine: Option<[usize; 2]>,
    /// The species, or the instance of a port, that it is about, of an equation for each.
    pub(crate) index: usize,
}

/// A variable with a given value: the object and the parameter that gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    pub(crate) variable: usize,
    pub(crate) object: usize,
    pub(crate) parameter: usize,
}

/// A parameter that is an unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Free {
    pub(crate) object: usize,
    pub(crate) parameter: usize,
}

/// Everything that decides whether a model is solvable.
pub(crate) struct Structure {
    pub(crate) free: Vec<Free>,
    pub(crate) fixed: Vec<Fixed>,
    /// In the order of evaluation.
    pub(crate) links: Vec<Link>,
    pub(crate) rows: Vec<Row>,
    /// Mass balances that follow from the others.
    pub(crate) dropped: Vec<Row>,
    /// Variables that are iterated.
    pub(crate) unknowns: Vec<usize>,
    /// Position in `unknowns` of the root of every variable; None where its value is given.
    pub(crate) unknown_of: Vec<Option<usize>>,
    pub(crate) matching: Matching,
}

/// The graph a structure is made from.
pub(crate) struct Graph {
    pub(crate) objects: Vec<Arc<Object>>,
    /// Edges at the ports of every object; a connection sees itself.
    pub(crate) ports: Vec<Ports>,
    pub(crate) layout: Layout,
    pub(crate) rest: Rest,
    /// What the equation of every object depends on beside its ports and parameters.
    pub(crate) arguments: Vec<Vec<Place>>,
    /// What equations about results look at, by object.
    pub(crate) watches: HashMap<usize, Watch>,
    /// None where energy flows.
    pub(crate) fluids: Vec<Option<Fluid>>,
    pub(crate) circuits: Vec<usize>,
    /// Circuits that nothing enters or leaves.
    pub(crate) closed: HashSet<usize>,
}

impl Graph {
    pub(crate) fn new(model: &Model) -> Result<Self, ThermoError> {
        let mut ports = model.ports()?;
        ports.extend(model.relation_ports());
        ports.extend((0..model.edges.len()).map(|edge| Ports { starts: vec![0, 1], edges: vec![Some(edge)] }));
        let kinds: Vec<Kind> = model.edges.iter().map(|edge| model.kind(edge.from)).collect();
        let objects: Vec<Arc<Object>> = model.objects().cloned().collect();
        let rest = Rest::new(&objects, &ports, &kinds);
        let Media { fluids, fractions } = model.media()?;
        let circuits = model.circuits()?;
        let closed = model.closed_circuits(&circuits);
        let layout = Layout::new(&kinds, &fractions);
        let (watches, arguments) = (model.watches(&objects), model.arguments(&objects));
        Ok(Self { objects, ports, layout, rest, arguments, watches, fluids, circuits, closed })
    }

    /// The variable that a parameter of a connection is, if it is one.
    pub(crate) fn variable_of(&self, object: usize, parameter: usize) -> Option<usize> {
        let edge = (object + self.layout.edges()).checked_sub(self.objects.len())?;
        let Some(declared) = self.objects[object].declaration().parameters.get(parameter) else {
            return self.layout.position_of(edge, parameter);
        };
        let name = declared.name;
        self.layout.of_edge(edge).find(|(variable, _)| variable.symbol() == name).map(|(_, position)| position)
    }

    fn free(&self) -> Vec<Free> {
        (0..self.objects.len()).flat_map(|object| self.free_of(object)).collect()
    }

    /// Parameters of an object that are unknowns.
    pub(crate) fn free_of(&self, object: usize) -> Vec<Free> {
        let of = &self.objects[object];
        let slots = of.slots.read();
        let connected = |port: usize| self.ports[object].is_connected(port);
        let is_free = |parameter: usize, declared: &Activation| {
            slots.slot(parameter).role == Role::Free || slots.holds(declared, &connected)
        };
        let parameters = of.declaration().parameters.iter().enumerate();
        // Variables of connections are unknown by themselves.
        let free = parameters.filter(|(parameter, declared)| {
            self.variable_of(object, *parameter).is_none() && is_free(*parameter, &declared.free)
        });
        let free = free.map(|(parameter, _)| Free { object, parameter });
        match self.rest.of(object) {
            Standing::Works => free.collect(),
            Standing::Rests | Standing::Bypassed => vec![],
            Standing::Partly => {
                let forms =
                    || self.active(object).into_iter().map(|equation| &of.declaration().equations[equation].form);
                let is_read = |parameter: usize| forms().any(|form| reads(form, parameter));
                free.filter(|free| is_read(free.parameter)).collect()
            }
        }
    }

    /// Equations of an object that hold, those of compositions left out.
    pub(crate) fn active(&self, object: usize) -> Vec<usize> {
        let of = &self.objects[object];
        let slots = of.slots.read();
        let connected = |port: usize| self.ports[object].is_connected(port);
        let equations = of.declaration().equations.iter().enumerate();
        let equations = equations.filter(|(_, declared)| !declared.is_of_composition());
        let holding = equations.filter(|(_, declared)| slots.holds(&declared.active, &connected));
        let mut active = holding.map(|(equation, _)| equation).collect();
        if !self.rest.is_empty() {
            self.rest.keep(object, of.declaration(), &self.ports[object], &mut active);
        }
        active
    }

    /// `condenser: UA (Σ UAⱼ = UA)`.
    pub(crate) fn equation_name(&self, object: usize, equation: usize) -> String {
        equation_name(&self.objects, object, equation)
    }

    /// See [`variable_name`].
    pub(crate) fn variable_name(&self, variable: usize, free: &[Free]) -> String {
        variable_name(&self.objects, &self.layout, variable, free)
    }

    /// Values of variables given at connections.
    fn fixed(&self) -> Vec<Fixed> {
        let mut fixed = vec![];
        for edge in 0..self.layout.edges() {
            let object = self.objects.len() - self.layout.edges() + edge;
            let slots = self.objects[object].slots.read();
            let moves = !self.rest.is_still(edge);
            for (variable, position) in self.layout.of_edge(edge).filter(|_| moves) {
                let parameter = slots.declaration().parameter(variable.symbol());
                if let Some(parameter) = parameter.filter(|parameter| slots.slot(*parameter).role == Role::Set) {
                    fixed.push(Fixed { variable: position, object, parameter });
                }
            }
            for variable in self.layout.fractions(edge) {
                let parameter = self.layout.parameter(variable);
                if let Some(parameter) = parameter.filter(|parameter| slots.slot(*parameter).role == Role::Set) {
                    fixed.push(Fixed { variable, object, parameter });
                }
            }
        }
        fixed
    }

    /// Joins classes and collects residual rows.
    pub(crate) fn structure(&self) -> Result<Structure, ThermoError> {
        let free = self.free();
        let mut fixed = self.fixed();
        let count = self.layout.len() + free.len();
        let mut equations = Equations::new(self, &free, count);
        for object in 0..self.objects.len() {
            equations.collect(object)?;
            equations.compose(object);
        }
        equations.mix(&fixed);
        if !self.rest.is_empty() {
            fixed.extend(equations.settle(&fixed)?);
        }
        equations.complete(&fixed);
        let Equations { mut sets, mut identical, joined, mut rows, .. } = equations;
        self.check_fixed(&mut sets, &fixed, &joined)?;
        let mut dropped = self.drop_implied_balances(&joined, &mut rows);
        dropped.extend(cancel(&mut rows, &mut identical));
        let links = orient(count, &joined, &fixed);
        let (unknowns, unknown_of) = roots(count, &links, &fixed);
        let mut matching = Matching::new(unknowns.len());
        for row in &rows {
            let mut positions: Vec<usize> = row.variables.iter().filter_map(|variable| unknown_of[*variable]).collect();
            positions.sort_unstable();
            positions.dedup();
            matching.add(positions);
        }
        Ok(Structure { free, fixed, links, rows, dropped, unknowns, unknown_of, matching })
    }

    /// True for `target = source`.
    fn is_identity(&self, link: &Link) -> bool {
        let form = &self.objects[link.object].declaration().equations[link.equation].form;
        let is_equality =
            matches!(form, Form::Affine { factor: Coefficient::Fixed(1.0), offset: Coefficient::Fixed(0.0), .. });
        is_equality || matches!(form, Form::Mixing { .. })
    }

    /// True for `m_out = m_in`.
    fn is_mass_identity(&self, link: &Link) -> bool {
        self.is_identity(link) && matches!(self.layout.place(link.target), Some((_, Variable::M)))
    }

    /// Takes one balance of every closed circuit that has a node with several flows out of the rows.
    fn drop_implied_balances(&self, joined: &[Link], rows: &mut Vec<Row>) -> Vec<Row> {
        let is_mass = |variable: &usize| matches!(self.layout.place(*variable), Some((_, Variable::M)));
        let is_balance = |row: &Row| row.coefficients.is_some() && row.variables.iter().all(is_mass);
        // The balances as nodes: of single streams, then of nodes with several.
        let chains: Vec<[usize; 2]> =
            joined.iter().filter(|link| self.is_mass_identity(link)).map(|link| [link.target, link.source]).collect();
        let nodes: Vec<usize> = (0..rows.len()).filter(|row| is_balance(&rows[*row])).collect();
        let mut balances_of: HashMap<usize, Vec<usize>> = HashMap::new();
        let flows = chains.iter().map(|chain| &chain[..]).chain(nodes.iter().map(|row| &rows[*row].variables[..]));
        let mut sets = UnionFind::<usize>::new(chains.len() + nodes.len());
        for (balance, variables) in flows.enumerate() {
            for variable in variables {
                let others = balances_of.entry(*variable).or_default();
                others.push(balance);
                sets.union(others[0], balance);
            }
        }
        let mut is_closed: HashMap<usize, bool> = HashMap::new();
        for balances in balances_of.values() {
            *is_closed.entry(sets.find(balances[0])).or_insert(true) &= balances.len() == 2;
        }
        let mut implied = vec![];
        for (k, row) in nodes.iter().enumerate() {
            let circuit = sets.find(chains.len() + k);
            if is_closed.insert(circuit, false) == Some(true) {
                implied.push(*row);
            }
        }
        let mut dropped = vec![];
        let mut implied = implied.into_iter().peekable();
        let all = std::mem::take(rows);
        for (index, row) in all.into_iter().enumerate() {
            if implied.next_if_eq(&index).is_some() { dropped.push(row) } else { rows.push(row) }
        }
        dropped
    }

    /// The conflict of a link that closes a loop.
    fn conflict(&self, joined: &[Link], link: Link) -> ThermoError {
        let chain = path(joined, link.source, link.target);
        let all: Vec<Link> = chain.into_iter().chain([link]).collect();
        let name = |link: &Link| self.equation_name(link.object, link.equation);
        let mut names: Vec<String> = all.iter().filter(|link| !self.is_identity(link)).map(name).collect();
        if names.is_empty() {
            names = all.iter().map(name).collect();
        }
        ThermoError::Topology(format!(
            "these specifications close a loop and contradict or repeat each other; remove one:\n{}",
            few_lines(&names, FEW)
        ))
    }

    /// Refuses two given values in one class.
    fn check_fixed(&self, sets: &mut UnionFind<usize>, fixed: &[Fixed], joined: &[Link]) -> Result<(), ThermoError> {
        let mut given: HashMap<usize, &Fixed> = HashMap::new();
        for b in fixed {
            let Some(a) = given.insert(sets.find_mut(b.variable), b) else { continue };
            let name = |f: &Fixed| self.variable_name(f.variable, &[]);
            let chain = path(joined, b.variable, a.variable);
            let through: Vec<String> =
                chain.iter().map(|link| self.equation_name(link.object, link.equation)).collect();
            let through =
                if through.is_empty() { String::new() } else { format!(", through\n{}", few_lines(&through, FEW)) };
            return Err(ThermoError::Topology(format!(
                "{} and {} are both given, but one follows from the other{through}\nremove one of them",
                name(a),
                name(b)
            )));
        }
        Ok(())
    }
}

/// True if an equation contains a parameter.
fn reads(form: &Form, parameter: usize) -> bool {
    match form {
        Form::Affine { target, source, .. } => [target, source].contains(&&Term::Parameter(parameter)),
        Form::Balance(_) | Form::Mixing { .. } | Form::Whole(_) => false,
        Form::General(terms) | Form::Each { terms, .. } => terms.contains(&Term::Parameter(parameter)),
    }
}

/// Takes flows that enter and leave a balance again, as the circulation of a drum, out of it; balances in which nothing is left
/// are dropped.
fn cancel(rows: &mut Vec<Row>, identical: &mut UnionFind<usize>) -> Vec<Row> {
    let mut dropped = vec![];
    rows.retain_mut(|row| {
        let Some(coefficients) = &row.coefficients else { return true };
        let terms: Vec<(usize, f64)> = row.variables.iter().copied().zip(coefficients.iter().copied()).collect();
        let roots: Vec<usize> = row.variables.iter().map(|variable| identical.find_mut(*variable)).collect();
        let sum = |root: usize| -> f64 {
            terms.iter().zip(&roots).filter(|(_, other)| **other == root).map(|((_, coefficient), _)| coefficient).sum()
        };
        let kept: Vec<(usize, f64)> =
            terms.iter().zip(&roots).filter(|(_, root)| sum(**root) != 0.0).map(|(term, _)| *term).collect();
        if kept.is_empty() {
            dropped.push(row.clone());
            return false;
        }
        let (variables, coefficients) = kept.into_iter().unzip();
        (row.variables, row.coefficients) = (variables, Some(coefficients));
        true
    });
    dropped
}

/// `condenser: UA (Σ UAⱼ = UA)`.
pub(crate) fn equation_name(objects: &[Arc<Object>], object: usize, equation: usize) -> String {
    let object = &objects[object];
    let equation = &object.declaration().equations[equation];
    format!("{}: {} ({})", object.label(), equation.name, equation.formula)
}

/// `e1.p`, `condenser.UA`; the label alone of a user's unknown.
pub(crate) fn variable_name(objects: &[Arc<Object>], layout: &Layout, variable: usize, free: &[Free]) -> String {
    if let Some((edge, kind)) = layout.place(variable) {
        let connection = &objects[objects.len() - layout.edges() + edge];
        let name = layout.parameter(variable).map_or(kind.symbol(), |parameter| connection.parameter(parameter).name);
        return format!("{}.{name}", connection.label());
    }
    let Free { object, parameter } = free[variable - layout.len()];
    path::path(&objects[object], parameter)
}

/// The links on the way from one variable to another of the same class.
fn path(links: &[Link], from: usize, to: usize) -> Vec<Link> {
    let mut at: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, link) in links.iter().enumerate() {
        at.entry(link.target).or_default().push(index);
        at.entry(link.source).or_default().push(index);
    }
    // The link by which each variable was reached.
    let mut reached: HashMap<usize, Option<usize>> = HashMap::from([(from, None)]);
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(variable) = queue.pop_front() {
        if variable == to {
            break;
        }
        for index in at.get(&variable).into_iter().flatten() {
            let Link { target, source, .. } = links[*index];
            let other = if target == variable { source } else { target };
            reached.entry(other).or_insert_with(|| {
                queue.push_back(other);
                Some(*index)
            });
        }
    }
    let mut chain = vec![];
    let mut variable = to;
    while let Some(index) = reached.get(&variable).copied().flatten() {
        let link = links[index];
        chain.push(link);
        variable = if link.target == variable { link.source } else { link.target };
    }
    chain.reverse();
    chain
}

/// Orders the links from given variables, or else the first of a class, outwards.
fn orient(count: usize, joined: &[Link], fixed: &[Fixed]) -> Vec<Link> {
    let mut neighbours: Vec<Vec<usize>> = vec![vec![]; count];
    for (index, link) in joined.iter().enumerate() {
        neighbours[link.target].push(index);
        neighbours[link.source].push(index);
    }
    let mut seen = vec![false; count];
    let mut links = vec![];
    for root in fixed.iter().map(|f| f.variable).chain(0..count) {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut queue = vec![root];
        while let Some(variable) = queue.pop() {
            for index in &neighbours[variable] {
                let link = joined[*index];
                let reversed = link.target == variable;
                let other = if reversed { link.source } else { link.target };
                if !std::mem::replace(&mut seen[other], true) {
                    links.push(Link { target: other, source: variable, reversed, ..link });
                    queue.push(other);
                }
            }
        }
    }
    links
}

/// The variables that are iterated, and for every variable the position of its root among them.
fn roots(count: usize, links: &[Link], fixed: &[Fixed]) -> (Vec<usize>, Vec<Option<usize>>) {
    let mut is_root = vec![true; count];
    for link in links {
        is_root[link.target] = false;
    }
    for f in fixed {
        is_root[f.variable] = false;
    }
    let unknowns: Vec<usize> = (0..count).filter(|v| is_root[*v]).collect();
    let mut unknown_of = vec![None; count];
    for (position, variable) in unknowns.iter().enumerate() {
        unknown_of[*variable] = Some(position);
    }
    for link in links {
        unknown_of[link.target] = unknown_of[link.source];
    }
    (unknowns, unknown_of)
}
