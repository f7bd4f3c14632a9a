//! The work of a sweep, shared among threads: chunks of rows, each row solved from the one before.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use entropyk_components::Report;
use entropyk_core::{Raised, Reach, ThermoError};
use entropyk_solver::Status;

use super::rows::Found;
use super::{CHUNK, Columns, Input, SweepSettings, TICK, Watch};
use crate::path::{Figure, Place};
use crate::performance::Performance;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solve::{Attempt, Budget, Method};

/// The work of a sweep.
pub(super) struct Task<'a> {
    pub(super) plan: &'a Plan,
    pub(super) inputs: &'a [Input],
    pub(super) columns: &'a Columns,
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
        if self.plan.is_serial {
            return self.run_here(&chunks, progress);
        }
        let (next, done, is_cancelled) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let work = || {
            let mut problem = Problem::new(self.plan);
            let mut found = vec![];
            while let Some((number, chunk)) = take(&next, &chunks) {
                if is_cancelled.load(Ordering::Relaxed) {
                    break;
                }
                let is_interrupted = || is_cancelled.load(Ordering::Relaxed);
                found.push((number, self.chunk(&mut problem, chunk, &is_interrupted, &done)));
            }
            found
        };
        let mut results: Vec<Found> = chunks.iter().map(|_| Found::new(0, self.columns.width())).collect();
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

    /// One row after the other in the calling thread, which is the one that code outside the engine knows.
    fn run_here(
        &self,
        chunks: &[&[usize]],
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Vec<Found>, ThermoError> {
        let done = AtomicUsize::new(0);
        let watch = Watch::new(progress);
        let is_interrupted = || watch.is_cancelled(done.load(Ordering::Relaxed));
        let mut problem = Problem::new(self.plan);
        let mut results = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            let found = self.chunk(&mut problem, chunk, &is_interrupted, &done);
            if let Some(raised) = found.end() {
                return Err(ThermoError::Raised(raised.clone()));
            }
            if is_interrupted() {
                return Err(ThermoError::Interrupted);
            }
            results.push(found);
        }
        progress(done.load(Ordering::Relaxed));
        Ok(results)
    }

    fn chunk(
        &self,
        problem: &mut Problem,
        rows: &[usize],
        is_interrupted: &dyn Fn() -> bool,
        done: &AtomicUsize,
    ) -> Found {
        // States and start values of another chunk would leave their traces in the last digits.
        problem.forget();
        let mut is_near = false;
        let mut found = Found::new(rows.len(), self.columns.width());
        for row in rows {
            if is_interrupted() || found.end().is_some() {
                break;
            }
            is_near = self.row(problem, *row, is_near, is_interrupted, &mut found);
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
        is_interrupted: &dyn Fn() -> bool,
        found: &mut Found,
    ) -> bool {
        let mut fail = |status, iterations, residual, raised: Option<Raised>| {
            let status = if raised.as_ref().is_some_and(Raised::is_final) { RAISED } else { status };
            found.raised.extend(raised.map(|raised| (row, raised)));
            found.push(status, iterations, residual, []);
            false
        };
        let raised_in = |error: ThermoError| match error {
            ThermoError::Raised(raised) => Some(Raised { reach: raised.reach.max(Reach::Solve), ..raised }),
            _ => None,
        };
        if !self.give(problem, row) {
            return fail("InvalidInput", 0, f64::NAN, None);
        }
        let budget = Budget::new(self.settings.timeout, is_interrupted).unrecorded();
        let attempt = match self.solve(problem, row, is_near, &budget) {
            Ok(attempt) => attempt,
            Err(error) => return fail("InvalidState", 0, f64::NAN, raised_in(error)),
        };
        let Attempt { status, iterations, residual, raised, .. } = attempt;
        if status != Status::Converged {
            return fail(name(&status), iterations, residual, raised);
        }
        if problem.exceeded().is_some() {
            return fail("ControlSaturated", iterations, residual, None);
        }
        let reports = match problem.reports() {
            Ok(reports) => reports,
            Err(error) => return fail("InvalidState", iterations, residual, raised_in(error)),
        };
        let mut outputs: Vec<f64> = self.values(problem, &reports).collect();
        outputs.extend(self.slopes(problem));
        found.push(CONVERGED, iterations, residual, outputs);
        true
    }

    /// Gives the values of a row; false where one cannot be.
    fn give(&self, problem: &mut Problem, row: usize) -> bool {
        for input in self.inputs {
            let Place { object, parameter } = input.place;
            let declared = self.plan.parameter(object, parameter);
            let value = input.values[row];
            if value.is_nan() || declared.strict && !(declared.min..=declared.max).contains(&value) {
                return false;
            }
        }
        self.put(problem, self.inputs.iter().map(|input| input.values[row]));
        true
    }

    /// Iterates from the row before, from the solution of the model, towards the row from there, and from other start values, until
    /// one leads to a solution.
    fn solve(&self, problem: &mut Problem, row: usize, is_near: bool, budget: &Budget) -> Result<Attempt, ThermoError> {
        let (method, warm) = (&self.settings.method, &self.settings.method.near());
        if is_near {
            let attempt = problem.iterate(warm, budget);
            if !attempt.may_be_repeated() {
                return Ok(attempt);
            }
        }
        if let Some(base) = self.base {
            problem.resume(base);
            let attempt = problem.iterate(warm, budget);
            if !attempt.may_be_repeated() {
                return Ok(attempt);
            }
            if let Some(attempt) = self.approach(problem, row, base, warm, budget) {
                return Ok(attempt);
            }
        }
        problem.try_starts(method, budget)
    }

    /// Follows the solution from that of the model to a row, in steps of the inputs; None where it is lost on the way.
    fn approach(
        &self,
        problem: &mut Problem,
        row: usize,
        base: &[f64],
        method: &Method,
        budget: &Budget,
    ) -> Option<Attempt> {
        let ways: Vec<(f64, f64)> = self.inputs.iter().map(|input| (self.given(input), input.values[row])).collect();
        let (mut share, mut step, mut iterations) = (0.0, FIRST_STEP, 0);
        let mut reached = base.to_vec();
        while share < 1.0 && ways.iter().all(|(from, to)| from.is_finite() && to.is_finite()) {
            let next = f64::min(share + step, 1.0);
            self.put(problem, ways.iter().map(|(from, to)| if next < 1.0 { from + next * (to - from) } else { *to }));
            problem.resume(&reached);
            let mut attempt = problem.iterate(method, budget);
            iterations += attempt.iterations;
            if attempt.is_converged() {
                (share, reached) = (next, problem.variables.clone());
            } else {
                step *= 0.5;
            }
            if share >= 1.0 {
                attempt.iterations = iterations;
                return Some(attempt);
            }
            if step < LAST_STEP || !attempt.is_converged() && !attempt.may_be_repeated() {
                break;
            }
        }
        self.put(problem, ways.iter().map(|(_, to)| *to));
        None
    }

    /// The value that an input has in the model.
    fn given(&self, input: &Input) -> f64 {
        self.plan.slots[input.place.object].number(input.place.parameter)
    }

    /// Gives values to the inputs.
    fn put(&self, problem: &mut Problem, values: impl Iterator<Item = f64>) {
        for (Input { place, .. }, value) in self.inputs.iter().zip(values) {
            problem.numbers[self.plan.numbers[place.object] + place.parameter] = value;
        }
        problem.apply_numbers();
    }

    fn values<'r>(&'r self, problem: &'r Problem, reports: &'r [Report]) -> impl Iterator<Item = f64> + use<'r> {
        let columns = &self.columns.values;
        let wants_totals = columns.iter().any(|(_, figure)| matches!(figure, Figure::Total(_)));
        let totals = wants_totals.then(|| Performance::totals(reports.iter()));
        columns.iter().map(move |(_, figure)| match figure {
            Figure::At(place) => match (self.plan.variable_at(*place), reports.get(place.object)) {
                (Some(variable), _) => problem.variables[variable],
                (None, Some(report)) => {
                    found(report, place.parameter).unwrap_or(problem.number(place.object, place.parameter))
                }
                (None, None) => problem.of_connection(*place),
            },
            Figure::Total(total) => totals.as_ref().map_or(f64::NAN, |totals| totals.total(*total)),
        })
    }

    /// Derivatives at a solution; none where the equations do not determine it.
    fn slopes(&self, problem: &mut Problem) -> Vec<f64> {
        let Columns { of, wrt, .. } = self.columns;
        if of.is_empty() || wrt.is_empty() {
            return vec![];
        }
        let of: Vec<Figure> = of.iter().map(|(_, figure)| *figure).collect();
        let wrt: Vec<Place> = wrt.iter().map(|(_, place)| *place).collect();
        let found = problem.directions(&wrt).and_then(|directions| problem.slopes(&of, &wrt, &directions));
        found.map(|rows| rows.concat()).unwrap_or_default()
    }
}

/// Share of the way to a row that is tried at once, and the one below which it is given up.
const FIRST_STEP: f64 = 0.25;
const LAST_STEP: f64 = 0.06;

/// The status of a row with a solution.
const CONVERGED: &str = "Converged";
/// The status of a row in which code outside the engine failed.
const RAISED: &str = "Raised";

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

    /// A parameter that a connection reports.
    fn of_connection(&self, Place { object, parameter }: Place) -> f64 {
        self.report(object).ok().and_then(|report| found(&report, parameter)).unwrap_or(f64::NAN)
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
