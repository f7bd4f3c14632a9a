//! Solving a model: snapshot, start, iterate, judge, commit.

use std::sync::Arc;
use std::time::Instant;

use entropyk_components::Report;
use entropyk_components::declaration::Variable;
use entropyk_core::{ThermoError, Units, compact};
use entropyk_solver::{Iteration, Newton, Outcome, Solver, Status, System};

use crate::Performance;
use crate::model::{Model, named};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solution::{Lazy, Solution};
use crate::table::StateTable;

/// How to solve, and from where.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The iteration.
    pub newton: Newton,
    /// A state vector to start from.
    pub initial: Option<Vec<f64>>,
}

/// Factors on guessed temperature differences, tried in this order.
const SPREADS: [f64; 4] = [1.0, 2.0, 0.5, 4.0];

struct Attempt {
    outcome: Outcome,
    history: Vec<Iteration>,
}

impl Model {
    /// Solves the model and stores what was found in its objects.
    ///
    /// `is_interrupted` is asked at every iteration. The model keeps its last good state when the solve fails.
    ///
    /// # Errors
    /// As [`Model::plan`]; [`ThermoError::NonConvergence`], [`ThermoError::Timeout`], [`ThermoError::Interrupted`];
    /// [`ThermoError::InvalidState`] for a solution that cannot be, as with crossing temperatures.
    pub fn solve(&self, settings: &Settings, is_interrupted: &dyn Fn() -> bool) -> Result<Solution, ThermoError> {
        let started = Instant::now();
        let plan = self.plan()?;
        let (problem, attempt) = match &settings.initial {
            Some(initial) => {
                let mut problem = Problem::new(&plan);
                problem.begin_at(initial)?;
                let attempt = iterate(&mut problem, settings, is_interrupted);
                (problem, attempt)
            }
            None => try_starts(&plan, settings, is_interrupted)?,
        };
        let elapsed_ms = started.elapsed().as_secs_f64() * 1e3;
        if attempt.outcome.status != Status::Converged {
            return Err(failure(&plan, &problem, &attempt.outcome, elapsed_ms));
        }
        let reports = problem.reports()?;
        self.commit(&problem, &reports);
        Ok(conclude(&plan, problem, reports, attempt, self.units.read().clone(), started))
    }

    /// Writes results and start values of the next solve to the objects.
    fn commit(&self, problem: &Problem, reports: &[Report]) {
        let plan = problem.plan;
        let n = plan.edge_count();
        let components = plan.objects.len() - n;
        for (object, report) in plan.objects.iter().zip(reports) {
            let mut slots = object.slots.write();
            for (index, value) in &report.results {
                slots.store(*index, *value);
            }
        }
        for (edge, object) in plan.objects[components..].iter().enumerate() {
            let report = problem.with_streams(components + edge, |_, value: f64| value, |at| object.class.report(at));
            let mut slots = object.slots.write();
            for (index, value) in report.map(|r| r.results).unwrap_or_default() {
                slots.store(index, value);
            }
            for (variable, position) in plan.layout.of_edge(edge) {
                if let Some(parameter) = object.declaration().parameter(variable.symbol()) {
                    slots.set_start(parameter, Some(problem.variables[position]));
                }
            }
        }
        for (k, (object, parameter)) in plan.free.iter().enumerate() {
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
    started: Instant,
) -> Solution {
    let circuit = |object: usize| {
        let edge = plan.ports[object].iter().flatten().next()?;
        Some((plan.circuits[*edge], plan.fluids[*edge].clone()))
    };
    let performance = Performance::new(reports.iter().enumerate().map(|(object, report)| (report, circuit(object))));
    let warnings = warnings(plan, &problem, &reports);
    Solution {
        iterations: attempt.outcome.iterations,
        residual: attempt.outcome.residual,
        performance,
        warnings,
        residual_history: attempt.history.iter().map(|i| i.residual).collect(),
        history: attempt.history,
        units,
        plan: plan.clone(),
        edge_states: problem.states.into_iter().flatten().collect(),
        reports,
        slots: problem.slots,
        states: StateTable::new(plan.edge_count(), problem.variables),
        lazy: Lazy::default(),
        elapsed_ms: started.elapsed().as_secs_f64() * 1e3,
    }
}

/// What components tell, results outside their limits, and streams that run backwards.
fn warnings(plan: &Plan, problem: &Problem, reports: &[Report]) -> Vec<String> {
    let mut warnings = vec![];
    for (object, report) in plan.objects.iter().zip(reports) {
        warnings.extend(report.warnings.iter().map(|warning| format!("{}: {warning}", object.label())));
        for (index, value) in &report.results {
            let parameter = &object.declaration().parameters[*index];
            let slack = LIMIT_SLACK * value.abs().max(1.0);
            let (name, si) = (parameter.name, parameter.quantity.si_symbol());
            let unit = if si == "1" { String::new() } else { format!(" {si}") };
            let (found, label) = (compact(*value), object.label());
            if *value < parameter.min - slack {
                warnings.push(format!(
                    "{label}: {name} = {found}{unit} is below its limit {}{unit}",
                    compact(parameter.min)
                ));
            } else if *value > parameter.max + slack {
                warnings.push(format!(
                    "{label}: {name} = {found}{unit} is above its limit {}{unit}",
                    compact(parameter.max)
                ));
            }
        }
    }
    let edges = plan.objects[plan.objects.len() - plan.edge_count()..].iter().enumerate();
    for (edge, object) in edges {
        let flow = plan.layout.position(edge, Variable::M).map(|position| problem.variables[position]);
        if let Some(m) = flow.filter(|m| *m < 0.0) {
            warnings.push(format!("{}: m = {} kg/s, the flow runs backwards", object.label(), compact(m)));
        }
    }
    warnings
}

/// Relative distance by which rounding may take a result over its limit.
const LIMIT_SLACK: f64 = 1e-6;

impl Problem<'_> {
    /// True if a solve has left start values behind.
    fn has_memory(&self) -> bool {
        let n = self.plan.edge_count();
        self.slots[self.slots.len() - n..].iter().all(|slots| slots.slot(0).start.is_some())
    }

    fn begin_at(&mut self, initial: &[f64]) -> Result<(), ThermoError> {
        if initial.len() != self.variables.len() {
            return Err(ThermoError::Validation(format!(
                "initial has {} values, but the state vector of this system has {} (see state_names)",
                initial.len(),
                self.variables.len()
            )));
        }
        self.variables.copy_from_slice(initial);
        Ok(())
    }

    /// Reports of all components, connections left out.
    fn reports(&self) -> Result<Vec<Report>, ThermoError> {
        let components = self.plan.objects.len() - self.plan.edge_count();
        let report = |index: usize| {
            let object = &self.plan.objects[index];
            let report = self.with_streams(index, |_, value: f64| value, |at| object.class.report(at));
            report.map_err(|error| named(object, error.into()))
        };
        (0..components).map(report).collect()
    }
}

/// Iterates from the last solution, then from fresh start values, until one leads to a solution; else the first failure.
fn try_starts<'a>(
    plan: &'a Plan,
    settings: &Settings,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<(Problem<'a>, Attempt), ThermoError> {
    let is_warm = Problem::new(plan).has_memory();
    let starts = is_warm.then_some((true, 1.0)).into_iter().chain(SPREADS.map(|spread| (false, spread)));
    let mut first = None;
    for (warm, spread) in starts {
        let mut problem = Problem::new(plan);
        problem.start(warm, spread)?;
        let attempt = iterate(&mut problem, settings, is_interrupted);
        if matches!(attempt.outcome.status, Status::Converged | Status::Stopped | Status::TimedOut) {
            return Ok((problem, attempt));
        }
        first.get_or_insert((problem, attempt));
    }
    Ok(first.expect("there is at least one start"))
}

fn iterate(problem: &mut Problem, settings: &Settings, is_interrupted: &dyn Fn() -> bool) -> Attempt {
    let mut x = problem.unknowns();
    let mut history = Vec::with_capacity(16);
    let mut observer = |iteration: &Iteration| {
        history.push(*iteration);
        !is_interrupted()
    };
    let outcome = settings.newton.solve(problem, &mut x, &mut observer);
    // The last trial may have been rejected: leave the problem at the point returned.
    if problem.update(&x).is_err() && outcome.status == Status::Converged {
        unreachable!("the residual was evaluated at the solution");
    }
    Attempt { outcome, history }
}

/// Says what stood in the way, and what to try.
fn failure(plan: &Plan, problem: &Problem, outcome: &Outcome, elapsed_ms: f64) -> ThermoError {
    let Outcome { status, iterations, residual, worst } = outcome;
    let state = problem.variables.clone();
    let reached = if problem.len() == 0 {
        String::new()
    } else {
        format!("; the largest residual ({residual:.1e}) is in {}", plan.row_name(*worst))
    };
    let message = match status {
        Status::MaxIterations => format!(
            "not converged after {iterations} iterations{reached}: raise max_iterations, or start closer (initial=)"
        ),
        Status::Stagnated => format!(
            "no step reduces the residual after {iterations} iterations{reached}: check whether the specifications can be met together, or start closer (initial=)"
        ),
        Status::SingularJacobian { equation, unknown } => format!(
            "the equations do not determine {} at this point (singular Jacobian in {}): give another specification for it, or start closer (initial=)",
            plan.unknown_name(*unknown),
            plan.row_name(*equation)
        ),
        Status::OutOfDomain(reason) => format!("no property at the start: {reason}"),
        Status::TimedOut => {
            let message = format!("the time budget ended after {iterations} iterations{reached}");
            return ThermoError::Timeout { message, elapsed_ms, iterations: *iterations, residual: *residual, state };
        }
        Status::Stopped | Status::Converged => return ThermoError::Interrupted,
    };
    ThermoError::NonConvergence { message, iterations: *iterations, residual: *residual, state }
}
