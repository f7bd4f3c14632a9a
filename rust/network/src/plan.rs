//! What a model compiles to, kept while its structure stays: equations, their order of solution, and where their numbers are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use entropyk_components::declaration::Parameter;
use entropyk_components::{Slots, StateCell};
use entropyk_core::ThermoError;
use entropyk_fluids::Fluid;
use entropyk_solver::Pattern;
use parking_lot::Mutex;

use crate::control::Control;
use crate::graph::{Fixed, Free, Graph, Link, Row, Structure, equation_name, variable_name};
use crate::layout::Layout;
use crate::model::{Model, Ports};
use crate::object::Object;
use crate::path::{Place, path};
use crate::rest::Rest;
use crate::watch::Watch;

/// Everything that follows from the structure of a model.
#[derive(Debug)]
pub struct Plan {
    pub(crate) key: Vec<u64>,
    pub(crate) objects: Vec<Arc<Object>>,
    /// Roles, options and maps of all objects.
    pub(crate) slots: Vec<Slots>,
    /// Edges at the ports of every object; a connection sees itself.
    pub(crate) ports: Vec<Ports>,
    pub(crate) layout: Layout,
    /// What stands still.
    pub(crate) rest: Rest,
    /// What the equation of every object depends on beside its ports and parameters.
    pub(crate) arguments: Vec<Vec<Place>>,
    /// Some of its code runs in one thread at a time.
    pub(crate) is_serial: bool,
    /// What equations about results look at, by object.
    pub(crate) watches: HashMap<usize, Watch>,
    /// None where energy flows.
    pub(crate) fluids: Vec<Option<Fluid>>,
    pub(crate) circuits: Vec<usize>,
    /// Circuits that nothing enters or leaves.
    pub(crate) closed: HashSet<usize>,
    /// Components that every edge leaves and enters.
    pub(crate) routes: Vec<(usize, usize)>,
    pub(crate) free: Vec<Free>,
    /// Free parameters of every object, with their variables.
    pub(crate) free_of: Vec<Vec<(usize, usize)>>,
    /// Where the numbers of every object begin among all numbers, and the end.
    pub(crate) numbers: Vec<usize>,
    pub(crate) fixed: Vec<Fixed>,
    /// In the order of evaluation: those of given variables, then those of every unknown.
    pub(crate) links: Vec<Link>,
    /// Links by the unknown they follow from; those of given variables come first of all.
    pub(crate) links_of: Vec<Range<usize>>,
    pub(crate) rows: Vec<Row>,
    pub(crate) dropped: Vec<Row>,
    /// Variables that are iterated.
    pub(crate) unknowns: Vec<usize>,
    /// Position in `unknowns` of the root of every variable; None where its value is given.
    pub(crate) unknown_of: Vec<Option<usize>>,
    /// Free parameters with bounds.
    pub(crate) controls: Vec<Control>,
    /// In the order of solution.
    pub(crate) blocks: Vec<Block>,
    whole: OnceLock<Block>,
    pub(crate) defaults: Vec<String>,
    /// A solve with this plan has succeeded.
    pub(crate) is_proven: AtomicBool,
    /// States of the edges at the last solution, where the next solve looks for its own.
    pub(crate) states: Mutex<Vec<StateCell>>,
}

/// Equations that are solved together.
#[derive(Debug)]
pub(crate) struct Block {
    /// Rows of the plan.
    pub(crate) rows: Vec<usize>,
    /// Positions among the unknowns of the plan.
    pub(crate) unknowns: Vec<usize>,
    /// A row for every unknown, as positions here.
    pub(crate) assignment: Vec<usize>,
    pub(crate) pattern: Pattern,
    /// For every row the variables that move with an unknown of the block, and where their derivatives go.
    pub(crate) entries: Vec<Vec<Entry>>,
}

/// A derivative.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) variable: usize,
    /// Position of the unknown in the block.
    pub(crate) unknown: usize,
    /// Position among the values of the Jacobian.
    pub(crate) position: usize,
}

impl Block {
    /// Of (row, unknown) pairs.
    fn new(pairs: &[(usize, usize)], rows: &[Row], unknown_of: &[Option<usize>], local: &mut [usize]) -> Self {
        let n = pairs.len();
        let unknowns: Vec<usize> = pairs.iter().map(|(_, unknown)| *unknown).collect();
        for (k, unknown) in unknowns.iter().enumerate() {
            local[*unknown] = k;
        }
        let mut entries: Vec<Vec<Entry>> = Vec::with_capacity(n);
        for (row, _) in pairs {
            let of = |variable: &usize| {
                let unknown = local[unknown_of[*variable]?];
                (unknown != usize::MAX).then_some(Entry { variable: *variable, unknown, position: 0 })
            };
            entries.push(rows[*row].variables.iter().filter_map(of).collect());
        }
        let places =
            entries.iter().enumerate().flat_map(|(row, entries)| entries.iter().map(move |e| (row, e.unknown)));
        let pattern = Pattern::new(n, places);
        for (row, entries) in entries.iter_mut().enumerate() {
            for entry in entries {
                entry.position = pattern.position(row, entry.unknown);
            }
        }
        for unknown in &unknowns {
            local[*unknown] = usize::MAX;
        }
        let rows = pairs.iter().map(|(row, _)| *row).collect();
        Self { rows, unknowns, assignment: (0..n).collect(), pattern, entries }
    }

    /// Number of unknowns.
    pub(crate) fn len(&self) -> usize {
        self.unknowns.len()
    }
}

impl Plan {
    /// Compiles a model whose structure is square.
    pub(crate) fn new(
        model: &Model,
        graph: Graph,
        structure: Structure,
        defaults: Vec<String>,
    ) -> Result<Self, ThermoError> {
        let Structure { free, fixed, links, rows, dropped, unknowns, unknown_of, matching } = structure;
        let variable_of = |object: usize, parameter: usize| {
            let place = || free.iter().position(|free| *free == Free { object, parameter });
            graph.variable_of(object, parameter).or_else(|| Some(graph.layout.len() + place()?))
        };
        let controls = model.controls(&graph.objects, variable_of);
        let Graph { objects, ports, layout, rest, arguments, watches, fluids, circuits, closed } = graph;
        let key = key(model);
        let slots: Vec<Slots> = objects.iter().map(|object| object.slots.read().clone()).collect();
        let is_serial = objects
            .iter()
            .zip(&slots)
            .any(|(object, slots)| object.class.is_serial() || slots.functions().next().is_some());
        let mut numbers = vec![0];
        numbers.extend(slots.iter().scan(0, |end, slots| {
            *end += slots.declaration().parameters.len();
            Some(*end)
        }));
        let mut free_of = vec![vec![]; objects.len()];
        for (k, free) in free.iter().enumerate() {
            free_of[free.object].push((free.parameter, layout.len() + k));
        }
        let (links, links_of) = by_unknown(links, &unknown_of, unknowns.len());
        let mut local = vec![usize::MAX; unknowns.len()];
        let block = |pairs: Vec<(usize, usize)>| Block::new(&pairs, &rows, &unknown_of, &mut local);
        let blocks: Vec<Block> = matching.blocks().into_iter().map(block).collect();
        Ok(Self {
            key,
            slots,
            numbers,
            layout,
            rest,
            watches,
            ports,
            arguments,
            is_serial,
            fluids,
            circuits,
            closed,
            routes: model.edges.iter().map(|edge| (edge.from.component, edge.to.component)).collect(),
            objects,
            free,
            free_of,
            fixed,
            links,
            links_of,
            rows,
            dropped,
            unknowns,
            unknown_of,
            controls,
            blocks,
            whole: OnceLock::new(),
            defaults,
            is_proven: AtomicBool::new(false),
            states: Mutex::default(),
        })
    }

    /// All equations in one block.
    pub(crate) fn whole(&self) -> &Block {
        self.whole.get_or_init(|| {
            let pairs =
                self.blocks.iter().flat_map(|block| block.rows.iter().copied().zip(block.unknowns.iter().copied()));
            let pairs: Vec<(usize, usize)> = pairs.collect();
            Block::new(&pairs, &self.rows, &self.unknown_of, &mut vec![usize::MAX; self.unknowns.len()])
        })
    }

    /// What an object looks at whose equation is about a result.
    pub(crate) fn watch(&self, object: usize) -> Option<&Watch> {
        if self.watches.is_empty() { None } else { self.watches.get(&object) }
    }

    /// What the system assumes because nothing is given.
    pub fn defaults(&self) -> &[String] {
        &self.defaults
    }

    /// Number of connections.
    pub fn edge_count(&self) -> usize {
        self.layout.edges()
    }

    /// Position of the object of an edge.
    pub(crate) fn object_of_edge(&self, edge: usize) -> usize {
        self.objects.len() - self.layout.edges() + edge
    }

    /// The path of a number of the model.
    pub(crate) fn path(&self, Place { object, parameter }: Place) -> String {
        path(&self.objects[object], parameter)
    }

    /// The variable that a number of the model is, if it is one.
    pub(crate) fn variable_at(&self, Place { object, parameter }: Place) -> Option<usize> {
        let free = self.free_of[object].iter().find(|(free, _)| *free == parameter);
        free.map(|(_, variable)| *variable).or_else(|| {
            let edge = object.checked_sub(self.object_of_edge(0))?;
            let name = self.parameter(object, parameter).name;
            let mut variables = self.layout.of_edge(edge);
            let variable = variables.find(|(variable, _)| variable.symbol() == name).map(|(_, position)| position);
            variable.or_else(|| self.layout.position_of(edge, parameter))
        })
    }

    /// Length of a state vector.
    pub fn state_len(&self) -> usize {
        self.layout.len() + self.free.len()
    }

    /// Sizes of the blocks in which the equations are solved, in order.
    pub fn block_sizes(&self) -> Vec<usize> {
        self.blocks.iter().map(Block::len).collect()
    }

    /// A parameter of an object, those beside the declared ones of its class included.
    pub(crate) fn parameter(&self, object: usize, parameter: usize) -> &Parameter {
        &self.slots[object].declaration().parameters[parameter]
    }

    /// Names of the elements of a state vector, as paths.
    pub fn state_names(&self) -> Vec<String> {
        (0..self.state_len()).map(|variable| self.variable_name(variable)).collect()
    }

    /// Name of a variable, as a path.
    pub(crate) fn variable_name(&self, variable: usize) -> String {
        variable_name(&self.objects, &self.layout, variable, &self.free)
    }

    /// What a residual row says.
    pub(crate) fn row_name(&self, row: usize) -> String {
        equation_name(&self.objects, self.rows[row].object, self.rows[row].equation)
    }

    /// Name of an iterated unknown.
    pub(crate) fn unknown_name(&self, unknown: usize) -> String {
        self.variable_name(self.unknowns[unknown])
    }
}

/// Sorts links by the unknown they follow from, keeping their order; gives the range of every unknown.
fn by_unknown(mut links: Vec<Link>, unknown_of: &[Option<usize>], unknowns: usize) -> (Vec<Link>, Vec<Range<usize>>) {
    links.sort_by_key(|link| unknown_of[link.target]);
    let begin = |unknown: usize| links.partition_point(|link| unknown_of[link.target] < Some(unknown));
    let ranges = (0..unknowns).map(|unknown| begin(unknown)..begin(unknown + 1)).collect();
    (links, ranges)
}

/// The structure of all objects; a plan holds while it is the same.
pub(crate) fn key(model: &Model) -> Vec<u64> {
    let structures = model.objects().map(|object| object.slots.read().structure());
    std::iter::once(model.generation).chain(structures).collect()
}
