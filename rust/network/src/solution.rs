//! What a solve found. A solution belongs to nobody: later solves do not change it.

use std::sync::{Arc, OnceLock};

use arrow::buffer::ScalarBuffer;
use entropyk_components::declaration::{Kind, Variable};
use entropyk_components::{RELATION, Report};
use entropyk_core::{Quantity, ThermoError, Units};
use entropyk_fluids::{Fluid, Phase, State};
use entropyk_solver::Iteration;

use crate::Performance;
use crate::path::Place;
use crate::plan::Plan;
use crate::rest::Standing;
use crate::table::{StateTable, Table, TableBuilder};

/// A connection at a solution.
#[derive(Clone, Debug)]
pub struct EdgeResult {
    /// Label.
    pub label: String,
    /// Label of the component it leaves, and of the one it enters.
    pub route: (String, String),
    /// Fluid; a mixture at its composition.
    pub fluid: Fluid,
    /// Name of the fluid of its circuit.
    pub fluid_name: String,
    /// Mass fractions by parameter, `fluid.N2`; empty for a fluid of fixed composition.
    pub fractions: Vec<(&'static str, f64)>,
    /// State.
    pub state: State,
    /// Nothing flows: a component it belongs to is off.
    pub is_off: bool,
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
    /// `off` or `bypassed` where it does not work.
    pub remark: Option<&'static str>,
    /// (name, quantity, value in SI) of given and found parameters.
    pub values: Vec<(&'static str, Quantity, f64)>,
    /// (inlet, outlet) edges joined by the component.
    pub passes: Vec<(usize, usize)>,
}

/// A connection in which power or heat flows.
#[derive(Clone, Debug)]
pub(crate) struct EnergyFlow {
    pub(crate) label: String,
    pub(crate) route: (String, String),
    pub(crate) kind: Kind,
    /// W.
    pub(crate) value: f64,
}

/// An iteration, and the block of equations it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Position of the block in the order of solution; the number of blocks for all equations together.
    pub block: usize,
    /// What happened; `worst` is a row of the plan.
    pub iteration: Iteration,
}

/// A converged state of a model.
pub struct Solution {
    /// Iterations made.
    pub iterations: usize,
    /// Greatest scaled residual.
    pub residual: f64,
    /// Time taken, ms.
    pub elapsed_ms: f64,
    /// m, p, h and further unknowns.
    pub states: StateTable,
    /// Energy flows.
    pub performance: Performance,
    /// What the user should know.
    pub warnings: Vec<String>,
    /// Those of the warnings that tell of results outside their limits.
    pub violations: Vec<String>,
    /// The iterations.
    pub history: Vec<Step>,
    /// Units of the tables.
    pub units: Units,
    pub(crate) plan: Arc<Plan>,
    /// None where energy flows.
    pub(crate) edge_states: Vec<Option<State>>,
    pub(crate) reports: Vec<Report>,
    /// Values of the parameters at the time of the solve, of all objects, SI.
    pub(crate) numbers: Vec<f64>,
    pub(crate) residual_history: ScalarBuffer<f64>,
    pub(crate) lazy: Lazy,
}

/// What is made of a solution when it is first asked for.
#[derive(Default)]
pub(crate) struct Lazy {
    edges: OnceLock<Vec<EdgeResult>>,
    components: OnceLock<Vec<ComponentResult>>,
    tables: [OnceLock<Table>; 3],
}

impl std::fmt::Debug for Solution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Solution of {} iterations, residual {:.1e}", self.iterations, self.residual)
    }
}

impl Solution {
    /// Residual after every iteration, beginning with the start.
    pub fn residual_history(&self) -> &ScalarBuffer<f64> {
        &self.residual_history
    }

    /// Paths of the elements of the state vector.
    pub fn names(&self) -> Vec<String> {
        self.plan.state_names()
    }

    /// What the system assumed because nothing was given.
    pub fn defaults(&self) -> &[String] {
        &self.plan.defaults
    }

    /// The connections in which a fluid flows.
    pub fn edges(&self) -> &[EdgeResult] {
        self.lazy.edges.get_or_init(|| {
            let plan = &self.plan;
            let label = |object: usize| plan.objects[object].label();
            let first = plan.objects.len() - plan.edge_count();
            let edge = |(index, state): (usize, &Option<State>)| {
                let fluid = plan.fluids[index].as_ref()?;
                let fractions = plan.layout.fractions(index);
                let name = |position| plan.layout.parameter(position).map(|at| plan.parameter(first + index, at).name);
                let value = |position: usize| Some((name(position)?, self.states.variables()[position]));
                Some(EdgeResult {
                    label: label(first + index),
                    route: (label(plan.routes[index].0), label(plan.routes[index].1)),
                    fluid: fluid.at_fractions(&self.states.variables()[fractions.clone()]).ok()?,
                    fluid_name: fluid.info().name.clone(),
                    fractions: fractions.filter_map(value).collect(),
                    state: (*state)?,
                    is_off: plan.rest.is_still(index),
                })
            };
            self.edge_states.iter().enumerate().filter_map(edge).collect()
        })
    }

    /// The connections in which power or heat flows.
    pub(crate) fn energy_flows(&self) -> impl Iterator<Item = EnergyFlow> + '_ {
        let plan = &self.plan;
        (0..plan.edge_count()).filter_map(|index| {
            let label = |object: usize| plan.objects[object].label();
            let at = plan.layout.position(index, Variable::E)?;
            Some(EnergyFlow {
                label: label(plan.object_of_edge(index)),
                route: (label(plan.routes[index].0), label(plan.routes[index].1)),
                kind: plan.layout.kind(index),
                value: self.states.variables()[at],
            })
        })
    }

    /// The components.
    pub fn components(&self) -> &[ComponentResult] {
        let is_component = |index: &usize| self.plan.objects[*index].declaration().class != RELATION;
        let all = || {
            let components = (0..self.reports.len()).filter(is_component);
            components.map(|index| self.component(index, &self.reports[index])).collect()
        };
        self.lazy.components.get_or_init(all)
    }

    fn component(&self, index: usize, report: &Report) -> ComponentResult {
        let (object, slots) = (&self.plan.objects[index], &self.plan.slots[index]);
        let numbers = &self.numbers[self.plan.numbers[index]..];
        let found = |parameter: usize| report.results.iter().find(|(at, _)| *at == parameter).map(|(_, value)| *value);
        let given = |parameter: usize| Some(numbers[parameter]).filter(|value| !value.is_nan());
        // What does not work transfers nothing, whatever is given.
        let works = self.plan.rest.of(index) == Standing::Works;
        let variables = self.states.variables();
        let free = |parameter: usize| self.plan.variable_at(Place { object: index, parameter });
        let value = |parameter: usize| match slots.is_given(parameter) {
            true if free(parameter).is_some() => free(parameter).map(|variable| variables[variable]),
            true if works => given(parameter).or_else(|| found(parameter)),
            false if !works => found(parameter),
            _ => found(parameter).or_else(|| given(parameter)),
        };
        let parameters = object.declaration().parameters.iter().enumerate();
        let passes = object.declaration().passes.iter();
        let ports = &self.plan.ports[index];
        let edges = |(a, b): &(usize, usize)| Some((ports.at(*a, 0)?, ports.at(*b, 0)?));
        ComponentResult {
            label: object.label(),
            class: object.declaration().class,
            remark: self.plan.rest.of(index).remark(),
            values: parameters.filter_map(|(at, p)| Some((p.name, p.quantity, value(at)?))).collect(),
            passes: passes.filter_map(edges).collect(),
        }
    }

    /// The connections: one row each.
    pub fn states_table(&self) -> &Table {
        self.lazy.tables[0].get_or_init(|| {
            let state = |f: fn(&EdgeResult) -> f64| self.edges().iter().map(f).collect::<ScalarBuffer<f64>>();
            let units = &self.units;
            let table = TableBuilder::default()
                .text("connection", self.edges().iter().map(|e| &e.label))
                .text("source", self.edges().iter().map(|e| &e.route.0))
                .text("target", self.edges().iter().map(|e| &e.route.1))
                .category("fluid", self.edges().iter().map(|e| e.fluid_name.as_str()))
                .quantity("m", Quantity::MassFlow, units, self.states.part(0))
                .quantity("p", Quantity::Pressure, units, self.states.part(1))
                .quantity("h", Quantity::Enthalpy, units, self.states.part(2))
                .quantity("T", Quantity::Temperature, units, state(|e| e.state.t.value))
                .quantity("s", Quantity::Entropy, units, state(|e| e.state.s.value))
                .quantity("rho", Quantity::Density, units, state(|e| e.state.rho.value))
                .quantity("x", Quantity::Quality, units, state(|e| e.state.x.value.clamp(0.0, 1.0)))
                .category("phase", self.edges().iter().map(|e| e.phase().symbol()))
                .category("status", self.edges().iter().map(|e| if e.is_off { "off" } else { "on" }));
            self.with_fractions(table).build()
        })
    }

    /// A column for every species of a mixture.
    fn with_fractions(&self, table: TableBuilder) -> TableBuilder {
        let mut names: Vec<&'static str> = vec![];
        for (name, _) in self.edges().iter().flat_map(|edge| &edge.fractions) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names.into_iter().fold(table, |table, name| {
            let of = |edge: &EdgeResult| edge.fractions.iter().find(|(known, _)| *known == name).map(|(_, w)| *w);
            let column = self.edges().iter().map(|edge| of(edge).unwrap_or(f64::NAN)).collect();
            table.quantity(name, Quantity::Dimensionless, &self.units, column)
        })
    }

    /// The components: one row each, one column for every number that one of them has.
    pub fn components_table(&self) -> &Table {
        self.lazy.tables[1].get_or_init(|| {
            let mut columns: Vec<(&'static str, Quantity)> = vec![];
            for (name, quantity, _) in self.components().iter().flat_map(|c| &c.values) {
                if !columns.iter().any(|(known, _)| known == name) {
                    columns.push((name, *quantity));
                }
            }
            let builder = TableBuilder::default()
                .text("component", self.components().iter().map(|c| &c.label))
                .category("class", self.components().iter().map(|c| c.class));
            let value = |component: &ComponentResult, name: &str| {
                component.values.iter().find(|(known, _, _)| *known == name).map_or(f64::NAN, |(_, _, value)| *value)
            };
            let add = |builder: TableBuilder, (name, quantity): (&'static str, Quantity)| {
                let column = self.components().iter().map(|c| value(c, name)).collect();
                builder.quantity(name, quantity, &self.units, column)
            };
            columns.into_iter().fold(builder, add).build()
        })
    }

    /// Heat, temperatures and conductances along an exchanger: one row for every end of a section, from where the hot side enters.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for a component that is no exchanger, or whose other side is not known.
    pub fn sections(&self, label: &str) -> Result<Table, ThermoError> {
        let known = (0..self.reports.len()).find(|index| self.plan.objects[*index].label() == label);
        let object = known.ok_or_else(|| ThermoError::Validation(format!("no component has the label {label:?}")))?;
        let refusal = || {
            ThermoError::Validation(format!(
                "{label}: sections are those of an exchanger in counterflow that works, with both sides known"
            ))
        };
        if self.plan.rest.of(object) != Standing::Works {
            return Err(refusal());
        }
        let found = self.problem().sections(object)?.ok_or_else(refusal)?;
        let lmtd = found.q.windows(2).map(|ends| ends[1] - ends[0]).zip(&found.ua).map(|(q, ua)| q / ua);
        let units = &self.units;
        let symbols =
            |phases: &[Option<Phase>]| phases.iter().map(|phase| phase.map_or("", Phase::symbol)).collect::<Vec<_>>();
        Ok(TableBuilder::default()
            .quantity("Q", Quantity::Heat, units, found.q.iter().copied().collect())
            .quantity("T_hot", Quantity::Temperature, units, found.t_hot.into())
            .quantity("T_cold", Quantity::Temperature, units, found.t_cold.into())
            .quantity("lmtd", Quantity::TemperatureDifference, units, lmtd.chain([f64::NAN]).collect())
            .quantity("UA", Quantity::HeatTransferCoefficient, units, found.ua.into())
            .category("phase_hot", symbols(&found.hot))
            .category("phase_cold", symbols(&found.cold))
            .build())
    }

    /// The iterations: one row each.
    pub fn history_table(&self) -> &Table {
        self.lazy.tables[2].get_or_init(|| {
            let column = |f: fn(&Step) -> f64| self.history.iter().map(f).collect::<ScalarBuffer<f64>>();
            let row = |step: &Step| self.plan.row_name(step.iteration.worst);
            TableBuilder::default()
                .buffer("block", "", column(|step| step.block as f64))
                .buffer("iteration", "", column(|step| step.iteration.number as f64))
                .buffer("residual", "", self.residual_history.clone())
                .buffer("step", "", column(|step| step.iteration.step))
                .buffer("damping", "", column(|step| step.iteration.damping))
                .text("worst", self.history.iter().map(row))
                .build()
        })
    }
}
