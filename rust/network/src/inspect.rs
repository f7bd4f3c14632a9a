//! What a model is made of, as tables and in words: variables, equations, what is eliminated, blocks, what is missing or too much.
//!
//! The same report stands before a solve, where a model cannot be solved, and behind a solution; there it shows values, residuals
//! and iterations too. Values are SI, as in a state vector.

use entropyk_core::ThermoError;
use entropyk_solver::System;

use crate::block_system::BlockSystem;
use crate::explain::Findings;
use crate::graph::Graph;
use crate::layout::Layout;
use crate::model::Model;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solution::Solution;
use crate::table::Table;
use crate::view::{Numbers, View};

/// As many equations are named where a solve has failed.
const WORST: usize = 20;

/// What a model is made of.
#[derive(Clone, Debug)]
pub struct Report {
    /// In words.
    pub text: String,
    /// True if every unknown has its equation.
    pub is_solvable: bool,
    /// What the system assumes because nothing is given.
    pub defaults: Vec<String>,
    /// A row for every variable: what it is, and what it follows from.
    pub variables: Table,
    /// A row for every equation: what it is, and what it is solved for.
    pub equations: Table,
    /// A row for every variable in an equation that is solved.
    pub incidence: Table,
    /// A row for every block of equations that are solved together.
    pub blocks: Table,
    /// A row for every unknown that is not determined.
    pub missing: Table,
    /// A row for every equation of which some are too many, and for every given value behind them.
    pub superfluous: Table,
    /// A row for every parameter that could be given for what is missing.
    pub helpful: Table,
}

impl Model {
    /// What the model is made of, and whether it can be solved: what is missing, and what is too much. Values are those from which
    /// a solve would start.
    pub fn report(&self) -> Report {
        if self.is_finalized()
            && let Ok(plan) = self.plan()
        {
            return Report::of_plan(&plan);
        }
        let report = self.report_as_it_stands();
        self.forget_assumptions();
        report.unwrap_or_else(|error| Report::refusal(&error))
    }

    /// The equations that are worst met at a state vector, the worst first: scaled residual and equation, a line each.
    ///
    /// # Errors
    /// As [`Model::plan`]; [`ThermoError::Validation`] for a vector of another length.
    pub fn worst_at(&self, state: &[f64]) -> Result<String, ThermoError> {
        let plan = self.plan()?;
        let mut problem = Problem::new(&plan);
        problem.begin_at(state)?;
        let mut lines: Vec<(f64, String)> = vec![];
        for (number, block) in plan.blocks.iter().enumerate() {
            let mut system = BlockSystem { problem: &mut problem, block };
            let (x, mut residual) = (system.unknowns(), vec![f64::NAN; block.len()]);
            let reason = system.linearize(&x, &mut residual, &mut vec![0.0; block.pattern.entries()]).err();
            for (row, value) in block.rows.iter().zip(residual) {
                let scale = Some(problem.row_scales[*row]).filter(|scale| *scale > 0.0).unwrap_or(1.0);
                let scaled = if reason.is_some() { f64::INFINITY } else { value.abs() / scale };
                let why = reason.as_ref().map_or(String::new(), |reason| format!("; {}", reason.0));
                lines.push((scaled, format!("{scaled:.1e}  block {number}: {}{why}", plan.row_name(*row))));
            }
        }
        lines.sort_by(|a, b| b.0.total_cmp(&a.0));
        Ok(lines.into_iter().take(WORST).map(|(_, line)| line).collect::<Vec<_>>().join("\n"))
    }

    fn report_as_it_stands(&self) -> Result<Report, ThermoError> {
        self.check_ports()?;
        let graph = Graph::new(self)?;
        let assumed = if self.use_defaults { self.assume(&graph)? } else { vec![] };
        let structure = graph.structure()?;
        Ok(View::of_structure(&graph, &structure, &assumed).report(&Numbers::none(&structure)))
    }
}

impl Plan {
    pub(crate) fn graph(&self) -> Graph {
        Graph {
            objects: self.objects.clone(),
            ports: self.ports.clone(),
            layout: self.layout.clone(),
            rest: self.rest.clone(),
            arguments: self.arguments.clone(),
            watches: self.watches.clone(),
            fluids: self.fluids.clone(),
            circuits: self.circuits.clone(),
            closed: self.closed.clone(),
        }
    }
}

impl Report {
    fn of_plan(plan: &Plan) -> Self {
        let mut problem = Problem::new(plan);
        // Impossible values are told of by a solve.
        let _ = problem.start(true, 1.0);
        let residuals = vec![f64::NAN; plan.rows.len()];
        View::of_plan(plan).report(&Numbers { values: problem.variables, residuals, blocks: vec![] })
    }

    /// Of a model that has no structure.
    fn refusal(error: &ThermoError) -> Self {
        let empty = View {
            objects: &[],
            layout: &Layout::default(),
            free: &[],
            fixed: &[],
            links: &[],
            rows: &[],
            dropped: &[],
            implied: vec![],
            unknowns: &[],
            unknown_of: &[],
            blocks: vec![],
            is_extra: vec![],
            is_open: vec![],
            findings: Findings::default(),
            defaults: &[],
        };
        let numbers = Numbers { values: vec![], residuals: vec![], blocks: vec![] };
        Self { text: format!("not solvable: {error}"), is_solvable: false, ..empty.report(&numbers) }
    }
}

impl Solution {
    /// What the model was made of, with values, residuals and iterations.
    pub fn report(&self) -> Report {
        let plan = &*self.plan;
        let mut problem = self.problem();
        let whole = plan.whole();
        let mut system = BlockSystem { problem: &mut problem, block: whole };
        let (x, mut residual) = (system.unknowns(), vec![f64::NAN; whole.len()]);
        // What fails here would have failed the solve.
        let _ = system.linearize(&x, &mut residual, &mut vec![0.0; whole.pattern.entries()]);
        let mut residuals = vec![f64::NAN; plan.rows.len()];
        for (row, value) in whole.rows.iter().zip(residual) {
            residuals[*row] = value.abs() / problem.row_scales[*row];
        }
        let mut blocks = vec![(0.0, f64::NAN); plan.blocks.len() + 1];
        for step in &self.history {
            blocks[step.block] = (step.iteration.number as f64, step.iteration.residual);
        }
        let numbers = Numbers { values: self.states.variables().to_vec(), residuals, blocks };
        let mut report = View::of_plan(plan).report(&numbers);
        report.text = format!("{}\n{}", self.summary(), report.text);
        report
    }

    /// How the solve went, in words.
    fn summary(&self) -> String {
        let mut lines = vec![format!(
            "converged in {} iterations, greatest scaled residual {:.1e}",
            self.iterations, self.residual
        )];
        let longest = self.history.iter().max_by_key(|step| step.iteration.number);
        if let Some(step) = longest.filter(|step| step.iteration.number > 0) {
            let (number, row) = (step.iteration.number, self.plan.row_name(step.iteration.worst));
            lines.push(match step.block == self.plan.blocks.len() {
                true => format!("all equations were solved together, in {number} iterations"),
                false => format!("most iterations: {number} in block {}, with {row}", step.block),
            });
        }
        lines.extend(self.warnings.iter().map(|warning| format!("warning: {warning}")));
        lines.join("\n")
    }
}
