//! From structure to equations: what is unknown, what is eliminated, which residuals remain.
//!
//! Variables are numbered as in a state vector (module `layout`).
//! Affine rows with two terms join variables into classes, of which one member, the root, stays an unknown
//! (weighted union–find); a class with a given member has none. Factors and offsets are evaluated at every
//! solve, so that changing values keeps the plan.
//!
//! A row that closes a loop is dropped if the loop is a chain of m_out = m_in, whose last member is implied
//! by the others; otherwise it is a conflict of the specifications in the loop, even when their numbers agree.

use std::sync::Arc;

use entropyk_components::declaration::{Coefficient, Form, Kind, Term, Variable};
use entropyk_components::{Role, Slots};
use entropyk_core::ThermoError;
use entropyk_fluids::Fluid;
use petgraph::unionfind::UnionFind;

use crate::layout::Layout;
use crate::matching::Matching;
use crate::model::{Model, Object};

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
    /// Every term with its variable number; given parameters are left out.
    pub(crate) terms: Vec<(Term, usize)>,
}

/// A variable with a given value: the object and the parameter that gives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    pub(crate) variable: usize,
    pub(crate) object: usize,
    pub(crate) parameter: usize,
}

/// Everything that follows from the structure of a model and is kept while only values change.
#[derive(Debug)]
pub struct Plan {
    pub(crate) key: Vec<u64>,
    pub(crate) objects: Vec<Arc<Object>>,
    /// Edge at every port of every object; a connection sees itself.
    pub(crate) ports: Vec<Vec<Option<usize>>>,
    pub(crate) layout: Layout,
    pub(crate) fluids: Vec<Fluid>,
    pub(crate) circuits: Vec<usize>,
    /// Components that every edge leaves and enters.
    pub(crate) routes: Vec<(usize, usize)>,
    /// (object, parameter) of every free parameter.
    pub(crate) free: Vec<(usize, usize)>,
    pub(crate) fixed: Vec<Fixed>,
    /// In the order of evaluation.
    pub(crate) links: Vec<Link>,
    pub(crate) rows: Vec<Row>,
    /// Variables that are iterated.
    pub(crate) unknowns: Vec<usize>,
    /// Position in `unknowns` of the root of every variable; None where its value is given.
    pub(crate) unknown_of: Vec<Option<usize>>,
    pub(crate) defaults: Vec<String>,
}

/// The part of a plan that decides whether a model is solvable.
pub(crate) struct Structure {
    pub(crate) free: Vec<(usize, usize)>,
    pub(crate) fixed: Vec<Fixed>,
    pub(crate) links: Vec<Link>,
    pub(crate) rows: Vec<Row>,
    pub(crate) unknowns: Vec<usize>,
    pub(crate) unknown_of: Vec<Option<usize>>,
    pub(crate) matching: Matching,
}

/// The graph a structure is made from.
pub(crate) struct Graph {
    pub(crate) objects: Vec<Arc<Object>>,
    pub(crate) ports: Vec<Vec<Option<usize>>>,
    pub(crate) layout: Layout,
}

impl Graph {
    pub(crate) fn new(model: &Model) -> Self {
        let mut ports = model.ports();
        ports.extend((0..model.edges.len()).map(|edge| vec![Some(edge)]));
        let kinds: Vec<Kind> = model.edges.iter().map(|edge| model.kind(edge.from)).collect();
        Self { objects: model.objects().cloned().collect(), ports, layout: Layout::new(&kinds) }
    }

    fn free(&self) -> Vec<(usize, usize)> {
        let mut free = vec![];
        for (index, object) in self.objects.iter().enumerate() {
            let slots = object.slots.read();
            let connected = |port: usize| self.ports[index][port].is_some();
            for (parameter, declared) in object.declaration().parameters.iter().enumerate() {
                if slots.slot(parameter).role == Role::Free || slots.holds(&declared.free, &connected) {
                    free.push((index, parameter));
                }
            }
        }
        free
    }

    /// The variable of a term, None for a given parameter.
    fn resolve(&self, object: usize, term: Term, free: &[(usize, usize)]) -> Option<usize> {
        match term {
            Term::Port(port, variable) => self.layout.position(self.ports[object][port]?, variable),
            Term::Parameter(parameter) => {
                free.iter().position(|f| *f == (object, parameter)).map(|position| self.layout.len() + position)
            }
        }
    }

    /// Active equations of an object.
    fn active<'a>(&'a self, object: usize, slots: &'a Slots) -> impl Iterator<Item = usize> + 'a {
        let connected = move |port: usize| self.ports[object][port].is_some();
        let equations = &self.objects[object].declaration().equations;
        (0..equations.len()).filter(move |equation| slots.holds(&equations[*equation].active, &connected))
    }

    /// `condenser: UA (Σ UAⱼ = UA)`.
    pub(crate) fn equation_name(&self, object: usize, equation: usize) -> String {
        let object = &self.objects[object];
        let equation = &object.declaration().equations[equation];
        format!("{}: {} ({})", object.label(), equation.name, equation.formula)
    }

    /// See [`variable_name`].
    pub(crate) fn variable_name(&self, variable: usize, free: &[(usize, usize)]) -> String {
        variable_name(&self.objects, &self.layout, variable, free)
    }

    /// Values of variables given at connections.
    fn fixed(&self) -> Vec<Fixed> {
        let mut fixed = vec![];
        for edge in 0..self.layout.edges() {
            let object = self.objects.len() - self.layout.edges() + edge;
            let slots = self.objects[object].slots.read();
            for (variable, position) in self.layout.of_edge(edge) {
                let parameter = slots.declaration().parameter(variable.symbol());
                if let Some(parameter) = parameter.filter(|parameter| slots.slot(*parameter).role == Role::Set) {
                    fixed.push(Fixed { variable: position, object, parameter });
                }
            }
        }
        fixed
    }

    /// Joins classes and collects residual rows.
    pub(crate) fn structure(&self) -> Result<Structure, ThermoError> {
        let free = self.free();
        let fixed = self.fixed();
        let count = self.layout.len() + free.len();
        let mut sets = UnionFind::<usize>::new(count);
        let mut joined: Vec<Link> = vec![];
        let mut rows = vec![];
        for index in 0..self.objects.len() {
            let slots = self.objects[index].slots.read();
            for equation in self.active(index, &slots) {
                match &self.objects[index].declaration().equations[equation].form {
                    Form::Affine { target, source, .. } => {
                        let (Some(a), Some(b)) =
                            (self.resolve(index, *target, &free), self.resolve(index, *source, &free))
                        else {
                            continue;
                        };
                        let link = Link { target: a, source: b, object: index, equation, reversed: false };
                        if sets.union(a, b) {
                            joined.push(link);
                        } else {
                            self.close(&joined, link)?;
                        }
                    }
                    Form::General(terms) => {
                        let terms =
                            terms.iter().filter_map(|term| Some((*term, self.resolve(index, *term, &free)?))).collect();
                        rows.push(Row { object: index, equation, terms });
                    }
                }
            }
        }
        self.check_fixed(&sets, &fixed, &joined)?;
        let links = orient(count, &joined, &fixed);
        let (unknowns, unknown_of) = roots(count, &links, &fixed);
        let mut matching = Matching::new(unknowns.len());
        for row in &rows {
            let mut positions: Vec<usize> =
                row.terms.iter().filter_map(|(_, variable)| unknown_of[*variable]).collect();
            positions.sort_unstable();
            positions.dedup();
            matching.add(positions);
        }
        Ok(Structure { free, fixed, links, rows, unknowns, unknown_of, matching })
    }

    /// A link that closes a loop: dropped if it repeats a mass balance, a conflict otherwise.
    fn close(&self, joined: &[Link], link: Link) -> Result<(), ThermoError> {
        let chain = path(joined, link.source, link.target);
        let is_identity = |link: &Link| {
            let form = &self.objects[link.object].declaration().equations[link.equation].form;
            matches!(form, Form::Affine { factor: Coefficient::Fixed(1.0), offset: Coefficient::Fixed(0.0), .. })
        };
        let all: Vec<Link> = chain.into_iter().chain([link]).collect();
        let is_flow = self.layout.place(link.target).is_some_and(|(_, variable)| variable == Variable::M);
        if is_flow && all.iter().all(is_identity) {
            return Ok(());
        }
        let names =
            all.iter().filter(|link| !is_identity(link)).map(|link| self.equation_name(link.object, link.equation));
        let mut names: Vec<String> = names.collect();
        if names.is_empty() {
            names = all.iter().map(|link| self.equation_name(link.object, link.equation)).collect();
        }
        Err(ThermoError::Topology(format!(
            "these specifications close a loop and contradict or repeat each other; remove one:\n  {}",
            names.join("\n  ")
        )))
    }

    /// Two given values in one class.
    fn check_fixed(&self, sets: &UnionFind<usize>, fixed: &[Fixed], joined: &[Link]) -> Result<(), ThermoError> {
        for (i, a) in fixed.iter().enumerate() {
            let Some(b) = fixed[..i].iter().find(|b| sets.equiv(a.variable, b.variable)) else { continue };
            let name = |f: &Fixed| self.variable_name(f.variable, &[]);
            let chain = path(joined, a.variable, b.variable);
            let through: Vec<String> =
                chain.iter().map(|link| self.equation_name(link.object, link.equation)).collect();
            let through =
                if through.is_empty() { String::new() } else { format!(", through\n  {}", through.join("\n  ")) };
            return Err(ThermoError::Topology(format!(
                "{} and {} are both given, but one follows from the other{through}\nremove one of them",
                name(b),
                name(a)
            )));
        }
        Ok(())
    }
}

/// `e1.p`, `condenser.UA`.
fn variable_name(objects: &[Arc<Object>], layout: &Layout, variable: usize, free: &[(usize, usize)]) -> String {
    if let Some((edge, variable)) = layout.place(variable) {
        return format!("{}.{}", objects[objects.len() - layout.edges() + edge].label(), variable.symbol());
    }
    let (object, parameter) = free[variable - layout.len()];
    format!("{}.{}", objects[object].label(), objects[object].declaration().parameters[parameter].name)
}

/// The links on the way from one variable to another of the same class.
fn path(links: &[Link], from: usize, to: usize) -> Vec<Link> {
    let mut came: Vec<(usize, Option<(usize, Link)>)> = vec![(from, None)];
    let mut next = 0;
    while next < came.len() {
        let variable = came[next].0;
        if variable == to {
            let mut chain = vec![];
            let mut at = next;
            while let Some((previous, link)) = came[at].1 {
                chain.push(link);
                at = previous;
            }
            return chain;
        }
        for link in links.iter().filter(|link| link.target == variable || link.source == variable) {
            let other = if link.target == variable { link.source } else { link.target };
            if came.iter().all(|(seen, _)| *seen != other) {
                came.push((other, Some((next, *link))));
            }
        }
        next += 1;
    }
    vec![]
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

impl Plan {
    /// Compiles a model whose structure is square.
    pub(crate) fn new(
        model: &Model,
        graph: Graph,
        structure: Structure,
        defaults: Vec<String>,
    ) -> Result<Self, ThermoError> {
        let Structure { free, fixed, links, rows, unknowns, unknown_of, .. } = structure;
        let fluids = model.fluids()?;
        let circuits = model.circuits();
        let routes = model.edges.iter().map(|edge| (edge.from.component, edge.to.component)).collect();
        let Graph { objects, ports, layout } = graph;
        let key = key(model);
        Ok(Self {
            key,
            objects,
            layout,
            ports,
            fluids,
            circuits,
            routes,
            free,
            fixed,
            links,
            rows,
            unknowns,
            unknown_of,
            defaults,
        })
    }

    /// What the system assumes because nothing is given.
    pub fn defaults(&self) -> &[String] {
        &self.defaults
    }

    /// Number of connections.
    pub fn edge_count(&self) -> usize {
        self.layout.edges()
    }

    /// Length of a state vector.
    pub fn state_len(&self) -> usize {
        self.layout.len() + self.free.len()
    }

    /// Names of the elements of a state vector, as paths.
    pub fn state_names(&self) -> Vec<String> {
        let name = |variable| variable_name(&self.objects, &self.layout, variable, &self.free);
        (0..self.state_len()).map(name).collect()
    }

    /// What a residual row says.
    pub(crate) fn row_name(&self, row: usize) -> String {
        let Row { object, equation, .. } = self.rows[row];
        let object = &self.objects[object];
        let equation = &object.declaration().equations[equation];
        format!("{}: {} ({})", object.label(), equation.name, equation.formula)
    }

    /// Name of an iterated unknown.
    pub(crate) fn unknown_name(&self, unknown: usize) -> String {
        self.state_names().swap_remove(self.unknowns[unknown])
    }
}

/// The structure of all objects; a plan holds while it is the same.
pub(crate) fn key(model: &Model) -> Vec<u64> {
    model.objects().map(|object| object.slots.read().structure()).collect()
}
