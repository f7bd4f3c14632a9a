//! What a solve found. A solution belongs to nobody: later solves do not change it.

use std::sync::OnceLock;

use arrow::buffer::ScalarBuffer;
use entropyk_core::{Quantity, Units};
use entropyk_fluids::{Fluid, Phase, State};
use entropyk_solver::Iteration;

use crate::Performance;
use crate::table::{StateTable, Table, TableBuilder};

/// A connection at a solution.
#[derive(Clone, Debug)]
pub struct EdgeResult {
    /// Label.
    pub label: String,
    /// Label of the component it leaves, and of the one it enters.
    pub route: (String, String),
    /// Fluid.
    pub fluid: Fluid,
    /// State.
    pub state: State,
}

impl EdgeResult {
    /// Phase by quality: a state on the bubble line is liquid, one on the dew line vapour, whatever rounding says.
    pub fn phase(&self) -> Phase {
        match (self.state.phase, self.state.x.value) {
            (Phase::TwoPhase, x) if x <= ON_THE_LINE => Phase::Liquid,
            (Phase::TwoPhase, x) if x >= 1.0 - ON_THE_LINE => Phase::Gas,
            (phase, _) => phase,
        }
    }
}

const ON_THE_LINE: f64 = 1e-9;

/// A component at a solution.
#[derive(Clone, Debug)]
pub struct ComponentResult {
    /// Label.
    pub label: String,
    /// Class.
    pub class: &'static str,
    /// (name, quantity, value in SI) of given and found parameters.
    pub values: Vec<(&'static str, Quantity, f64)>,
    /// (inlet, outlet) edges joined by the component.
    pub passes: Vec<(usize, usize)>,
}

/// A converged state of a model.
#[derive(Debug)]
pub struct Solution {
    /// Iterations made.
    pub iterations: usize,
    /// Greatest scaled residual.
    pub residual: f64,
    /// Time taken, ms.
    pub elapsed_ms: f64,
    /// m, p, h and further unknowns.
    pub states: StateTable,
    /// Paths of the elements of the state vector.
    pub names: Vec<String>,
    /// Connections.
    pub edges: Vec<EdgeResult>,
    /// Components.
    pub components: Vec<ComponentResult>,
    /// Energy flows.
    pub performance: Performance,
    /// What the system assumed.
    pub defaults: Vec<String>,
    /// What the user should know.
    pub warnings: Vec<String>,
    /// The iterations.
    pub history: Vec<Iteration>,
    /// Units of the tables.
    pub units: Units,
    pub(crate) residual_history: ScalarBuffer<f64>,
    pub(crate) tables: [OnceLock<Table>; 3],
}

impl Solution {
    /// Residual after every iteration, beginning with the start.
    pub fn residual_history(&self) -> &ScalarBuffer<f64> {
        &self.residual_history
    }

    /// The connections: one row each.
    pub fn states_table(&self) -> &Table {
        self.tables[0].get_or_init(|| {
            let state = |f: fn(&EdgeResult) -> f64| self.edges.iter().map(f).collect::<ScalarBuffer<f64>>();
            let units = &self.units;
            TableBuilder::default()
                .text("connection", self.edges.iter().map(|e| &e.label))
                .text("source", self.edges.iter().map(|e| &e.route.0))
                .text("target", self.edges.iter().map(|e| &e.route.1))
                .category("fluid", self.edges.iter().map(|e| e.fluid.info().name.as_str()))
                .quantity("m", Quantity::MassFlow, units, self.states.part(0))
                .quantity("p", Quantity::Pressure, units, self.states.part(1))
                .quantity("h", Quantity::Enthalpy, units, self.states.part(2))
                .quantity("T", Quantity::Temperature, units, state(|e| e.state.t.value))
                .quantity("s", Quantity::Entropy, units, state(|e| e.state.s.value))
                .quantity("rho", Quantity::Density, units, state(|e| e.state.rho.value))
                .quantity("x", Quantity::Quality, units, state(|e| e.state.x.value.clamp(0.0, 1.0)))
                .category("phase", self.edges.iter().map(|e| e.phase().symbol()))
                .build()
        })
    }

    /// The components: one row each, one column for every number that one of them has.
    pub fn components_table(&self) -> &Table {
        self.tables[1].get_or_init(|| {
            let mut columns: Vec<(&'static str, Quantity)> = vec![];
            for (name, quantity, _) in self.components.iter().flat_map(|c| &c.values) {
                if !columns.iter().any(|(known, _)| known == name) {
                    columns.push((name, *quantity));
                }
            }
            let builder = TableBuilder::default()
                .text("component", self.components.iter().map(|c| &c.label))
                .category("class", self.components.iter().map(|c| c.class));
            let value = |component: &ComponentResult, name: &str| {
                component.values.iter().find(|(known, _, _)| *known == name).map_or(f64::NAN, |(_, _, value)| *value)
            };
            let add = |builder: TableBuilder, (name, quantity): (&'static str, Quantity)| {
                let column = self.components.iter().map(|c| value(c, name)).collect();
                builder.quantity(name, quantity, &self.units, column)
            };
            columns.into_iter().fold(builder, add).build()
        })
    }

    /// The iterations: one row each.
    pub fn history_table(&self) -> &Table {
        self.tables[2].get_or_init(|| {
            let column = |f: fn(&Iteration) -> f64| self.history.iter().map(f).collect::<ScalarBuffer<f64>>();
            TableBuilder::default()
                .buffer("iteration", "", column(|i| i.number as f64))
                .buffer("residual", "", self.residual_history.clone())
                .buffer("step", "", column(|i| i.step))
                .buffer("damping", "", column(|i| i.damping))
                .build()
        })
    }
}
