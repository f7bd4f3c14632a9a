//! Solving a model: snapshot, start, block after block, check, commit.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use entropyk_components::Report;
use entropyk_components::declaration::Variable;
use entropyk_core::{Raised, ThermoError, Units, compact};
use entropyk_solver::{Fallback, Iteration, Newton, Outcome, Picard, Scalar, Solver, Status, System};

use crate::Performance;
use crate::block_system::BlockSystem;
use crate::graph::{Free, Link, Row};
use crate::model::Model;
use crate::object::Object;
use crate::plan::{Block, Plan};
use crate::problem::Problem;
use crate::solution::{Lazy, Solution, Step};
use crate::start::Origin;
use crate::table::StateTable;

/// The iteration.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// Damped Newton iteration.
    Newton(Newton),
    /// Relaxed Gauss–Seidel iteration.
    Picard(Picard),
    /// Newton, and Picard where it fails.
    Fallback(Fallback),
}

impl Default for Method {
    fn default() -> Self {
        Method::Fallback(Fallback::default())
    }
}

impl Method {
    fn solver(&self) -> &dyn Solver {
        match self {
            Method::Newton(newton) => newton,
            Method::Picard(picard) => picard,
            Method::Fallback(fallback) => fallback,
        }
    }

    /// For one equation in one unknown.
    /// What is worth trying where a solution is likely to be near: one that takes over where Newton fails is for elsewhere.
    pub(crate) fn near(&self) -> Self {
        match self {
            Method::Fallback(fallback) => Method::Newton(fallback.newton.clone()),
            other => other.clone(),
        }
    }

    fn scalar(&self) -> Scalar {
        let (max_iterations, tolerance) = match self {
            Method::Newton(newton) => (newton.max_iterations, newton.tolerance),
            Method::Picard(picard) => (picard.max_iterations, picard.tolerance),
            Method::Fallback(fallback) => (fallback.newton.max_iterations, fallback.newton.tolerance),
        };
        Scalar { max_iterations, tolerance }
    }
}

/// How to solve, and from where.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The iteration.
    pub method: Method,
    /// Time at most.
    pub timeout: Option<Duration>,
    /// A state vector to start from.
    pub initial: Option<Vec<f64>>,
}

/// Where an iteration begins.
struct Beginning {
    /// From the last solution.
    warm: bool,
    /// Factor on guessed temperature differences.
    spread: f64,
    /// With all equations together, not block after block.
    together: bool,
}

/// What is tried, in this order.
const BEGINNINGS: [Beginning; 6] = [
    Beginning { warm: true, spread: 1.0, together: false },
    Beginning { warm: false, spread: 1.0, together: false },
    Beginning { warm: false, spread: 1.0, together: true },
    Beginning { warm: false, spread: 2.0, together: false },
    Beginning { warm: false, spread: 0.5, together: false },
    Beginning { warm: false, spread: 4.0, together: false },
];
/// Relative difference of variables that are the same.
const SAME: f64 = 1e-6;
/// A residual of the original equations may exceed the tolerance of the iteration by this factor.
const CHECK_SLACK: f64 = 10.0;

/// What may end a solve early.
pub(crate) struct Budget<'a> {
    started: Instant,
    timeout: Option<Duration>,
    is_interrupted: &'a dyn Fn() -> bool,
    /// Whether the iterations are kept.
    is_recorded: bool,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(timeout: Option<Duration>, is_interrupted: &'a dyn Fn() -> bool) -> Self {
        Self { started: Instant::now(), timeout, is_interrupted, is_recorded: true }
    }

    /// For a solve whose iterations nobody looks at.
    pub(crate) fn unrecorded(self) -> Self {
        Self { is_recorded: false, ..self }
    }

    fn is_spent(&self) -> bool {
        self.timeout.is_some_and(|limit| self.started.elapsed() > limit)
    }
}

/// How an iteration over the blocks ended.
pub(crate) struct Attempt {
    pub(crate) status: Status,
    pub(crate) iterations: usize,
    pub(crate) residual: f64,
    /// Row with the greatest residual, and unknown that is not determined, of the plan.
    worst: (usize, usize),
    /// The given values leave several solutions.
    is_ambiguous: bool,
    pub(crate) history: Vec<Step>,
    /// What code outside the engine raised.
    pub(crate) raised: Option<Raised>,
}

impl Attempt {
    pub(crate) fn is_converged(&self) -> bool {
        self.status == Status::Converged
    }

    /// True if another start may do better.
    pub(crate) fn may_be_repeated(&self) -> bool {
        !self.is_ambiguous && !matches!(self.status, Status::Converged | Status::Stopped)
    }
}

impl Model {
    /// Solves the model and stores what was found in its objects.
    ///
    /// `is_interrupted` is asked at every iteration. The model keeps its last good state when the solve fails.
    ///
    /// # Errors
    /// As [`Model::plan`]; [`ThermoError::NonConvergence`], [`ThermoError::Timeout`], [`ThermoError::Interrupted`];
    /// [`ThermoError::ImpossibleState`] for a solution that cannot be, as with crossing temperatures.
    pub fn solve(&self, settings: &Settings, is_interrupted: &dyn Fn() -> bool) -> Result<Solution, ThermoError> {
        let plan = self.plan()?;
        let budget = Budget::new(settings.timeout, is_interrupted);
        let mut problem = Problem::new(&plan);
        let attempt = match &settings.initial {
            Some(initial) => {
                problem.begin_at(initial)?;
                problem.iterate(&settings.method, &budget)
            }
            None => problem.try_starts(&settings.method, &budget)?,
        };
        if let Some(error) = problem.starved().filter(|_| attempt.status != Status::Stopped) {
            return Err(error);
        }
        if !attempt.is_converged() {
            return Err(problem.failure(&attempt, &budget));
        }
        self.saturate(&problem, settings, is_interrupted)?;
        let reports = problem.reports()?;
        self.commit(&problem, &reports);
        plan.is_proven.store(true, Ordering::Relaxed);
        Ok(conclude(&plan, problem, reports, attempt, self.units.read().clone(), &budget))
    }

    /// Writes results and start values of the next solve to the objects.
    fn commit(&self, problem: &Problem, reports: &[Report]) {
        let plan = problem.plan;
        for (object, report) in plan.objects.iter().zip(reports) {
            let mut slots = object.slots.write();
            slots.forget_results();
            for (index, value) in &report.results {
                slots.store(*index, *value);
            }
        }
        for edge in 0..plan.edge_count() {
            let object = plan.object_of_edge(edge);
            let report = problem.report(object);
            let object = &plan.objects[object];
            object.is_off.store(plan.rest.is_still(edge), Ordering::Relaxed);
            let mut slots = object.slots.write();
            for (index, value) in report.map(|r| r.results).unwrap_or_default() {
                slots.store(index, value);
            }
            for position in plan.layout.fractions(edge) {
                if let Some(parameter) = plan.layout.parameter(position) {
                    slots.store(parameter, problem.variables[position]);
                    slots.set_start(parameter, Some(problem.variables[position]));
                }
            }
            // What stands still begins, when it is switched on, where it was.
            for (variable, position) in plan.layout.of_edge(edge).filter(|_| !plan.rest.is_still(edge)) {
                if let Some(parameter) = object.declaration().parameter(variable.symbol()) {
                    slots.set_start(parameter, Some(problem.variables[position]));
                }
            }
        }
        for (k, Free { object, parameter }) in plan.free.iter().enumerate() {
            plan.objects[*object].slots.write().store(*parameter, problem.variables[plan.layout.len() + k]);
        }
    }
}

/// The solution that a converged problem holds.
fn conclude(
    plan: &Arc<Plan>,
    problem: Problem,
    reports: Vec<Report>,
    attempt: Attempt,
    units: Units,
    budget: &Budget,
) -> Solution {
    let performance = Performance::new(&problem, &reports);
    let violations = violations(plan, &reports);
    let warnings = warnings(plan, &problem, &reports, &violations);
    let state = |edge: usize| problem.state(edge).and_then(Result::ok);
    let edge_states = (0..plan.edge_count()).map(state).collect();
    *plan.states.lock() = problem.cells;
    Solution {
        iterations: attempt.iterations,
        residual: attempt.residual,
        performance,
        violations,
        warnings,
        residual_history: attempt.history.iter().map(|step| step.iteration.residual).collect(),
        history: attempt.history,
        units,
        plan: plan.clone(),
        edge_states,
        reports,
        numbers: problem.numbers,
        states: StateTable::new(plan.fluids.iter().flatten().count(), problem.variables),
        lazy: Lazy::default(),
        elapsed_ms: budget.started.elapsed().as_secs_f64() * 1e3,
    }
}

/// Results outside their limits.
fn violations(plan: &Plan, reports: &[Report]) -> Vec<String> {
    let mut violations = vec![];
    for (object, report) in plan.objects.iter().zip(reports) {
        for (index, value) in &report.results {
            let parameter = &object.declaration().parameters[*index];
            let slack = LIMIT_SLACK * value.abs().max(1.0);
            let is_within = *value >= parameter.min - slack && *value <= parameter.max + slack;
            if is_within || value.is_nan() || report.unlimited.contains(index) {
                continue;
            }
            let (name, si) = (parameter.name, parameter.quantity.si_symbol());
            let unit = if si == "1" { String::new() } else { format!(" {si}") };
            let (found, label) = (compact(*value), object.label());
            let (side, limit) =
                if *value < parameter.min { ("below", parameter.min) } else { ("above", parameter.max) };
            violations.push(format!("{label}: {name} = {found}{unit} is {side} its limit {}{unit}", compact(limit)));
        }
    }
    violations
}

/// What components tell, results outside their limits, and streams that run backwards.
fn warnings(plan: &Plan, problem: &Problem, reports: &[Report], violations: &[String]) -> Vec<String> {
    let told = |(object, report): (&Arc<Object>, &Report)| {
        let label = object.label();
        report.warnings.iter().map(|warning| format!("{label}: {warning}")).collect::<Vec<String>>()
    };
    let mut warnings: Vec<String> = plan.objects.iter().zip(reports).flat_map(told).collect();
    warnings.extend_from_slice(violations);
    warnings.extend(plan.suspended_flows());
    for edge in 0..plan.edge_count() {
        let flow = plan.layout.position(edge, Variable::M).map(|position| problem.variables[position]);
        if let Some(m) = flow.filter(|m| *m < 0.0) {
            let label = plan.objects[plan.object_of_edge(edge)].label();
            warnings.push(format!("{label}: m = {} kg/s, the flow runs backwards", compact(m)));
        }
    }
    warnings
}

/// Relative distance by which rounding may take a result over its limit.
const LIMIT_SLACK: f64 = 1e-6;

impl Problem<'_> {
    pub(crate) fn begin_at(&mut self, initial: &[f64]) -> Result<(), ThermoError> {
        if initial.len() != self.variables.len() {
            return Err(ThermoError::Validation(format!(
                "initial has {} values, but the state vector of this system has {} (see state_names)",
                initial.len(),
                self.variables.len()
            )));
        }
        for unknown in 0..self.plan.unknowns.len() {
            self.set(unknown, initial[self.plan.unknowns[unknown]]);
        }
        Ok(())
    }

    /// Reports of all components, connections left out.
    pub(crate) fn reports(&self) -> Result<Vec<Report>, ThermoError> {
        self.check_states()?;
        let components = self.plan.objects.len() - self.plan.edge_count();
        (0..components).map(|object| self.report(object)).collect()
    }

    /// Iterates from the last solution, then from fresh start values, until one leads to a solution; else the first failure.
    ///
    /// Several states may solve the equations, of which some cannot be: a solution from fresh start values with results beyond their
    /// limits is taken only where other starts lead to the same one, or to none within.
    pub(crate) fn try_starts(&mut self, method: &Method, budget: &Budget) -> Result<Attempt, ThermoError> {
        let mut failed: Option<(Vec<f64>, Attempt)> = None;
        let mut beyond: Option<(Vec<f64>, Attempt)> = None;
        let mut is_fresh = false;
        for (number, begin) in BEGINNINGS.iter().enumerate() {
            if number == 1 && is_fresh {
                // That was the start before.
                continue;
            }
            let origin = self.start(begin.warm, begin.spread)?;
            is_fresh |= origin == Origin::Nothing;
            let attempt =
                if begin.together { self.iterate_together(method, budget) } else { self.iterate(method, budget) };
            if attempt.is_converged() && origin != Origin::Solution && self.is_beyond_limits() {
                let is_same = beyond.as_ref().is_some_and(|(found, _)| self.is_at(found));
                if is_same {
                    break;
                }
                beyond.get_or_insert_with(|| (self.variables.clone(), attempt));
            } else if !attempt.may_be_repeated() {
                return Ok(attempt);
            } else {
                failed.get_or_insert_with(|| (self.variables.clone(), attempt));
            }
        }
        if let Some((found, attempt)) = beyond {
            self.begin_at(&found)?;
            return Ok(attempt);
        }
        let (variables, attempt) = failed.expect("there is at least one start");
        self.variables = variables;
        Ok(attempt)
    }

    /// True if results are beyond their limits, or streams run backwards.
    fn is_beyond_limits(&self) -> bool {
        let layout = &self.plan.layout;
        let mut flows = (0..layout.edges()).filter_map(|edge| layout.position(edge, Variable::M));
        flows.any(|m| self.variables[m] < 0.0)
            || self.reports().is_ok_and(|reports| !violations(self.plan, &reports).is_empty())
    }

    /// True if these are the variables, but for rounding.
    fn is_at(&self, found: &[f64]) -> bool {
        let size = |a: f64, b: f64| a.abs().max(b.abs()).max(1e-6);
        self.variables.iter().zip(found).all(|(a, b)| (a - b).abs() <= SAME * size(*a, *b) || a.is_nan() && b.is_nan())
    }

    /// Solves block after block; where that fails, all equations together.
    pub(crate) fn iterate(&mut self, method: &Method, budget: &Budget) -> Attempt {
        let plan = self.plan;
        let mut attempt = self.begin();
        for (number, block) in plan.blocks.iter().enumerate() {
            self.solve_block(number, block, method, budget, &mut attempt);
            if !attempt.is_converged() {
                break;
            }
        }
        if attempt.may_be_repeated() && plan.blocks.len() > 1 {
            let failed = (self.variables.clone(), std::mem::replace(&mut attempt.status, Status::Converged));
            let (residual, worst) = (attempt.residual, attempt.worst);
            attempt.residual = 0.0;
            self.variables.copy_from_slice(&self.origin);
            self.solve_block(plan.blocks.len(), plan.whole(), method, budget, &mut attempt);
            if attempt.may_be_repeated() {
                // The block says more precisely what is wrong.
                (self.variables, attempt.status) = failed;
                (attempt.residual, attempt.worst) = (residual, worst);
            }
        }
        self.finish(attempt, method)
    }

    /// Solves all equations together.
    fn iterate_together(&mut self, method: &Method, budget: &Budget) -> Attempt {
        let plan = self.plan;
        let mut attempt = self.begin();
        self.solve_block(plan.blocks.len(), plan.whole(), method, budget, &mut attempt);
        self.finish(attempt, method)
    }

    fn begin(&mut self) -> Attempt {
        self.origin.clone_from(&self.variables);
        self.take_raised();
        Attempt {
            status: Status::Converged,
            iterations: 0,
            residual: 0.0,
            worst: (0, 0),
            is_ambiguous: false,
            history: vec![],
            raised: None,
        }
    }

    /// Confirms that all equations hold.
    fn finish(&mut self, mut attempt: Attempt, method: &Method) -> Attempt {
        if attempt.is_converged() && !self.holds(CHECK_SLACK * method.scalar().tolerance.max(1e-9)) {
            attempt.status = if self.end().is_some() { Status::Stopped } else { Status::Stagnated };
        }
        attempt.raised = self.take_raised();
        attempt
    }

    /// Takes the solution of a single equation from its formula; false where there is none, or it does not meet the tolerance.
    fn solve_directly(
        &mut self,
        number: usize,
        block: &Block,
        method: &Method,
        budget: &Budget,
        attempt: &mut Attempt,
    ) -> bool {
        let ([row], [unknown]) = (&block.rows[..], &block.unknowns[..]) else { return false };
        let value = match self.direct(&self.plan.rows[*row], &block.entries[0], *unknown) {
            Some(Ok(value)) if value.is_finite() => value,
            Some(Err(error)) => {
                let label = self.plan.objects[self.plan.rows[*row].object].label();
                attempt.status = Status::OutOfDomain(format!("{label}: {error}"));
                (attempt.worst, attempt.is_ambiguous) = ((*row, *unknown), true);
                return true;
            }
            _ => return false,
        };
        let before = self.unknown(*unknown);
        let (mut residual, mut slope) = ([0.0], [0.0]);
        let linearized = BlockSystem { problem: self, block }.linearize(&[value], &mut residual, &mut slope);
        let scale = &mut self.row_scales[*row];
        if *scale == 0.0 {
            *scale = 1.0;
        }
        let residual = residual[0].abs() / *scale;
        if linearized.is_err() || residual.is_nan() || residual > method.scalar().tolerance {
            self.set(*unknown, before);
            return false;
        }
        let iteration = Iteration { number: 0, residual, worst: *row, step: 0.0, damping: 1.0 };
        if budget.is_recorded {
            attempt.history.push(Step { block: number, iteration });
        }
        attempt.residual = attempt.residual.max(residual);
        if budget.is_spent() || (budget.is_interrupted)() {
            attempt.status = Status::Stopped;
        }
        true
    }

    fn solve_block(&mut self, number: usize, block: &Block, method: &Method, budget: &Budget, attempt: &mut Attempt) {
        if self.solve_directly(number, block, method, budget, attempt) {
            return;
        }
        let scalar = method.scalar();
        let solver = if block.len() == 1 { &scalar } else { method.solver() };
        let mut system = BlockSystem { problem: self, block };
        let mut x = system.unknowns();
        let history = &mut attempt.history;
        let mut observer = |iteration: &Iteration| {
            let worst = block.rows.get(iteration.worst).copied().unwrap_or(0);
            if budget.is_recorded {
                history.push(Step { block: number, iteration: Iteration { worst, ..*iteration } });
            }
            !(budget.is_spent() || (budget.is_interrupted)())
        };
        let Outcome { status, iterations, residual, worst } = solver.solve(&mut system, &mut x, &mut observer);
        system.set(&x);
        attempt.iterations += iterations;
        if residual >= attempt.residual || status != Status::Converged {
            attempt.residual = residual;
            let unknown = match status {
                Status::SingularJacobian { unknown, .. } => block.unknowns[unknown],
                _ => 0,
            };
            let row = match status {
                Status::SingularJacobian { equation, .. } => equation,
                _ => worst,
            };
            attempt.worst = (block.rows.get(row).copied().unwrap_or(0), unknown);
        }
        attempt.status = if self.end().is_some() { Status::Stopped } else { status };
    }

    /// Whether every equation of the model holds, those that were eliminated or implied included.
    fn holds(&self, tolerance: f64) -> bool {
        let is_met = |value: f64, terms: f64| value.abs() <= tolerance * terms;
        let value = |row: &Row| {
            self.value(row).unwrap_or_else(|error| {
                self.refuse(row, error);
                f64::INFINITY
            })
        };
        let size = |row: &Row| row.variables.iter().map(|variable| self.variables[*variable].abs()).sum::<f64>();
        let is_identity = |(index, link): (usize, &Link)| {
            let (factor, offset) = self.coefficients(index);
            let (target, source) = (self.variables[link.target], factor * self.variables[link.source]);
            is_met(target - source - offset, target.abs() + source.abs() + offset.abs())
        };
        self.plan.rows.iter().zip(&self.row_scales).all(|(row, scale)| is_met(value(row), *scale))
            && self.plan.dropped.iter().all(|row| is_met(value(row), size(row).max(1e-12)))
            && self.plan.links.iter().enumerate().all(is_identity)
    }

    /// Says what stood in the way, and what to try.
    pub(crate) fn failure(&self, attempt: &Attempt, budget: &Budget) -> ThermoError {
        let Attempt { status, iterations, residual, worst: (row, unknown), .. } = attempt;
        let plan = self.plan;
        if let Some(raised) = attempt.raised.clone().filter(Raised::is_final) {
            return ThermoError::Raised(raised);
        }
        let state = self.variables.clone();
        let origins = if plan.rows.is_empty() { vec![] } else { plan.origins(*row) };
        let given =
            if origins.is_empty() { String::new() } else { format!(", which depends on {}", origins.join(", ")) };
        let reached = if plan.rows.is_empty() {
            String::new()
        } else {
            format!("; the largest residual ({residual:.1e}) is in {}{given}", plan.row_name(*row))
        };
        let message = match status {
            Status::MaxIterations => format!(
                "not converged after {iterations} iterations{reached}: raise max_iterations, or start closer (initial=)"
            ),
            Status::Stagnated | Status::Converged => format!(
                "no step reduces the residual after {iterations} iterations{reached}: check whether these can be met together, or start closer (initial=)"
            ),
            Status::SingularJacobian { .. } => format!(
                "the equations do not determine {} at this point (singular Jacobian in {}{given}): give another specification for it, or start closer (initial=)",
                plan.unknown_name(*unknown),
                plan.row_name(*row)
            ),
            Status::OutOfDomain(reason) => {
                format!("{reason}; in {}{given}: check these values", plan.row_name(*row))
            }
            Status::Stopped if budget.is_spent() => {
                let elapsed_ms = budget.started.elapsed().as_secs_f64() * 1e3;
                let message = format!("the time budget ended after {iterations} iterations{reached}");
                let (iterations, residual) = (*iterations, *residual);
                return ThermoError::Timeout { message, elapsed_ms, iterations, residual, state };
            }
            Status::Stopped => return ThermoError::Interrupted,
        };
        let cause = attempt.raised.as_ref().and_then(|raised| raised.cause.clone());
        let is_singular = matches!(status, Status::SingularJacobian { .. });
        ThermoError::NonConvergence { message, iterations: *iterations, residual: *residual, state, cause, is_singular }
    }
}
