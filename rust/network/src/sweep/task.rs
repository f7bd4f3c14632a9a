//! The work of a sweep, shared among threads: chunks of rows, each row solved from the one before.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use entropyk_components::Report;
use entropyk_core::ThermoError;
use entropyk_solver::Status;

use super::rows::Found;
use super::{CHUNK, Column, Input, SweepSettings, TICK};
use crate::path::Place;
use crate::performance::Performance;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solve::{Attempt, Budget, circuit_of};

/// The work of a sweep.
pub(super) struct Task<'a> {
    pub(super) plan: &'a Plan,
    pub(super) inputs: &'a [Input],
    pub(super) columns: &'a [(String, Column)],
    pub(super) settings: &'a SweepSettings,
    /// The variables at the solution of the model as it is.
    pub(super) base: Option<&'a [f64]>,
    /// The rows, in the order in which they are solved.
    pub(super) order: &'a [usize],
}

impl Task<'_> {
    /// The rows of every chunk. The calling thread watches.
    pub(super) fn run(
        &self,
        workers: usize,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Vec<Found>, ThermoError> {
        let chunks: Vec<&[usize]> = self.order.chunks(CHUNK).collect();
        let (next, done, is_cancelled) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let work = || {
            let mut problem = Problem::new(self.plan);
            let mut found = vec![];
            while let Some((number, chunk)) = take(&next, &chunks) {
                if is_cancelled.load(Ordering::Relaxed) {
                    break;
                }
                found.push((number, self.chunk(&mut problem, chunk, &is_cancelled, &done)));
            }
            found
        };
        let mut results: Vec<Found> = chunks.iter().map(|_| Found::new(0, self.columns.len())).collect();
        let count = workers.min(chunks.len()).max(1);
        let finished = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let spawn = |_| {
                let watcher = std::thread::current();
                let finished = &finished;
                scope.spawn(move || {
                    let _last = Signal { finished, watcher };
                    work()
                })
            };
            let threads: Vec<_> = (0..count).map(spawn).collect();
            while finished.load(Ordering::Acquire) < count {
                std::thread::park_timeout(TICK);
                if !progress(done.load(Ordering::Relaxed)) {
                    is_cancelled.store(true, Ordering::Relaxed);
                }
            }
            for thread in threads {
                let found = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                for (number, rows) in found {
                    results[number] = rows;
                }
            }
        });
        if is_cancelled.load(Ordering::Relaxed) {
            return Err(ThermoError::Interrupted);
        }
        progress(done.load(Ordering::Relaxed));
        Ok(results)
    }

    fn chunk(&self, problem: &mut Problem, rows: &[usize], is_cancelled: &AtomicBool, done: &AtomicUsize) -> Found {
        // States and start values of another chunk would leave their traces in the last digits.
        problem.forget();
        let mut is_near = false;
        let mut found = Found::new(rows.len(), self.columns.len());
        for row in rows {
            if is_cancelled.load(Ordering::Relaxed) {
                break;
            }
            is_near = self.row(problem, *row, is_near, is_cancelled, &mut found);
            done.fetch_add(1, Ordering::Relaxed);
        }
        found
    }

    /// Solves a row; where `is_near`, the variables hold the solution of the row before. True if they now hold that of this one.
    fn row(
        &self,
        problem: &mut Problem,
        row: usize,
        is_near: bool,
        is_cancelled: &AtomicBool,
        found: &mut Found,
    ) -> bool {
        let mut fail = |status, iterations, residual| {
            found.push(status, iterations, residual, []);
            false
        };
        if !self.give(problem, row) {
            return fail("InvalidInput", 0, f64::NAN);
        }
        let is_interrupted = || is_cancelled.load(Ordering::Relaxed);
        let budget = Budget::new(self.settings.timeout, &is_interrupted).unrecorded();
        let Ok(attempt) = self.solve(problem, is_near, &budget) else {
            return fail("InvalidState", 0, f64::NAN);
        };
        let Attempt { status, iterations, residual, .. } = attempt;
        if status != Status::Converged {
            return fail(name(&status), iterations, residual);
        }
        if problem.exceeded().is_some() {
            return fail("ControlSaturated", iterations, residual);
        }
        let Ok(reports) = problem.reports() else {
            return fail("InvalidState", iterations, residual);
        };
        found.push(CONVERGED, iterations, residual, self.outputs(problem, &reports));
        true
    }

    /// Gives the values of a row; false where one cannot be.
    fn give(&self, problem: &mut Problem, row: usize) -> bool {
        for input in self.inputs {
            let Place { object, parameter } = input.place;
            let declared = &self.plan.objects[object].declaration().parameters[parameter];
            let value = input.values[row];
            if value.is_nan() || declared.strict && !(declared.min..=declared.max).contains(&value) {
                return false;
            }
            problem.numbers[self.plan.numbers[object] + parameter] = value;
        }
        problem.apply_numbers();
        true
    }

    /// Iterates from the row before, from the solution of the model, and from other start values, until one leads to a solution.
    fn solve(&self, problem: &mut Problem, is_near: bool, budget: &Budget) -> Result<Attempt, ThermoError> {
        let method = &self.settings.method;
        if is_near {
            let attempt = problem.iterate(method, budget);
            if attempt.is_converged() {
                return Ok(attempt);
            }
        }
        if let Some(base) = self.base {
            problem.resume(base);
            let attempt = problem.iterate(method, budget);
            if attempt.is_converged() {
                return Ok(attempt);
            }
        }
        problem.try_starts(method, budget)
    }

    fn outputs<'r>(&'r self, problem: &'r Problem, reports: &'r [Report]) -> impl Iterator<Item = f64> + use<'r> {
        let wants_totals = self.columns.iter().any(|(_, column)| !matches!(column, Column::Parameter(_)));
        let totals = wants_totals.then(|| {
            Performance::new(reports.iter().enumerate().map(|(object, report)| (report, circuit_of(self.plan, object))))
        });
        self.columns.iter().map(move |(_, column)| {
            let total = |get: fn(&Performance) -> f64| totals.as_ref().map_or(f64::NAN, get);
            match column {
                Column::Parameter(Place { object, parameter }) => match reports.get(*object) {
                    Some(report) => found(report, *parameter).unwrap_or(problem.number(*object, *parameter)),
                    None => problem.of_connection(*object, *parameter),
                },
                Column::HeatIn => total(|totals| totals.heat_in),
                Column::HeatOut => total(|totals| totals.heat_out),
                Column::Power => total(|totals| totals.power),
                Column::CopCooling => total(Performance::cop_cooling),
                Column::CopHeating => total(Performance::cop_heating),
            }
        })
    }
}

/// The status of a row with a solution.
const CONVERGED: &str = "Converged";

fn name(status: &Status) -> &'static str {
    match status {
        Status::Converged => CONVERGED,
        Status::MaxIterations => "MaxIterations",
        Status::Stagnated => "Stagnated",
        Status::SingularJacobian { .. } => "SingularJacobian",
        Status::OutOfDomain(_) => "OutOfDomain",
        Status::Stopped => "TimedOut",
    }
}

fn found(report: &Report, parameter: usize) -> Option<f64> {
    report.results.iter().find(|(index, _)| *index == parameter).map(|(_, value)| *value)
}

impl Problem<'_> {
    /// Takes the unknowns from a state vector.
    fn resume(&mut self, variables: &[f64]) {
        for unknown in 0..self.plan.unknowns.len() {
            self.set(unknown, variables[self.plan.unknowns[unknown]]);
        }
    }

    /// A parameter of a connection: one of its variables, or what it reports.
    fn of_connection(&self, object: usize, parameter: usize) -> f64 {
        let edge = object + self.plan.edge_count() - self.plan.objects.len();
        let name = self.plan.objects[object].declaration().parameters[parameter].name;
        let variable = self.plan.layout.of_edge(edge).find(|(variable, _)| variable.symbol() == name);
        match variable {
            Some((_, position)) => self.variables[position],
            None => self.report(object).ok().and_then(|report| found(&report, parameter)).unwrap_or(f64::NAN),
        }
    }
}

fn take<'c, 'r>(next: &AtomicUsize, chunks: &'c [&'r [usize]]) -> Option<(usize, &'c &'r [usize])> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    chunks.get(number).map(|chunk| (number, chunk))
}

/// Wakes the watching thread when a worker ends, by a panic too.
struct Signal<'a> {
    finished: &'a AtomicUsize,
    watcher: std::thread::Thread,
}

impl Drop for Signal<'_> {
    fn drop(&mut self) {
        self.finished.fetch_add(1, Ordering::Release);
        self.watcher.unpark();
    }
}
