//! Many solves of one model with other values: a row per point, on all cores.
//!
//! Rows are ordered by a curve through the space of the inputs (Morton 1966) and cut into chunks of fixed size. Each chunk starts
//! at the solution of the model as it is, and every row at the solution of the row before; a row that fails starts again from the
//! model's solution, then from fresh start values. What a row gives depends on the inputs alone, not on the number of
//! workers.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use arrow::buffer::ScalarBuffer;
use entropyk_components::{Report, Role};
use entropyk_core::{Quantity, ThermoError, Units};
use entropyk_solver::Status;

use crate::model::Model;
use crate::path::Place;
use crate::performance::Performance;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::rest::Standing;
use crate::solve::{Budget, Method, circuit_of};
use crate::table::{Table, TableBuilder};

/// Rows that one worker solves one after the other.
const CHUNK: usize = 128;
/// How often progress is told and interruption asked for.
const TICK: Duration = Duration::from_millis(20);

/// A column of values, SI.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where they go.
    pub place: Place,
    /// Name of the column.
    pub name: String,
    /// One value per row.
    pub values: Vec<f64>,
}

/// What to report of every row, besides inputs, status, iterations and residual.
#[derive(Clone, Debug, PartialEq)]
pub enum Outputs {
    /// Energy flows, coefficients of performance and the results of all components.
    Components,
    /// These, and the states of all connections.
    All,
    /// Parameters by path.
    Paths(Vec<String>),
}

/// How to sweep.
#[derive(Clone, Debug)]
pub struct SweepSettings {
    /// The iteration.
    pub method: Method,
    /// Time at most for one row.
    pub timeout: Option<Duration>,
    /// Threads.
    pub workers: usize,
}

/// A column of a sweep.
#[derive(Clone, Debug)]
enum Column {
    Parameter(Place),
    HeatIn,
    HeatOut,
    Power,
    CopCooling,
    CopHeating,
}

/// A row of a sweep.
struct Row {
    status: &'static str,
    iterations: usize,
    residual: f64,
    outputs: Vec<f64>,
}

impl Model {
    /// Solves the model once for every row of the inputs, and leaves it as it is.
    ///
    /// `progress` is told the number of rows done, at intervals; where it returns false the sweep ends with
    /// [`ThermoError::Interrupted`].
    ///
    /// # Errors
    /// As [`Model::plan`]; [`ThermoError::Validation`] for columns of different length and for parameters that are not set. A row
    /// that fails is no error: its status says so, and its results are missing.
    pub fn sweep(
        &self,
        inputs: &[Input],
        outputs: &Outputs,
        settings: &SweepSettings,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Table, ThermoError> {
        let plan = self.plan()?;
        let rows = check(&plan, inputs)?;
        let units = self.units.read().clone();
        let base = base(&plan, settings);
        let columns = self.columns(&plan, outputs, base.as_deref())?;
        let order = morton_order(inputs, rows);
        let task = Task { plan: &plan, inputs, columns: &columns, settings, base: base.as_deref(), order: &order };
        let chunks = task.run(settings.workers.max(1), progress)?;
        let mut found: Vec<Option<Row>> = (0..rows).map(|_| None).collect();
        for (place, row) in order.iter().zip(chunks.into_iter().flatten()) {
            found[*place] = Some(row);
        }
        let found: Vec<Row> = found.into_iter().flatten().collect();
        Ok(self.table(inputs, &columns, &found, &units))
    }

    /// The columns to report.
    fn columns(
        &self,
        plan: &Plan,
        outputs: &Outputs,
        base: Option<&[f64]>,
    ) -> Result<Vec<(String, Column)>, ThermoError> {
        if let Outputs::Paths(paths) = outputs {
            return paths.iter().map(|path| Ok((path.clone(), self.column(path)?))).collect();
        }
        let totals = ["heat_in", "heat_out", "power", "cop_cooling", "cop_heating"];
        let mut columns: Vec<(String, Column)> = totals
            .iter()
            .map(|name| Ok(((*name).to_owned(), self.column(name)?)))
            .collect::<Result<_, ThermoError>>()?;
        // What an object reports is known from the solution of the model as it is.
        let mut problem = Problem::new(plan);
        if let Some(base) = base {
            problem.variables.copy_from_slice(base);
        }
        let components = plan.objects.len() - plan.edge_count();
        let last = if *outputs == Outputs::All { plan.objects.len() } else { components };
        for object in 0..last {
            let Ok(report) = problem.report(object) else { continue };
            for (parameter, _) in report.results {
                let label = plan.objects[object].label();
                let name = plan.objects[object].declaration().parameters[parameter].name;
                columns.push((format!("{label}.{name}"), Column::Parameter(Place { object, parameter })));
            }
        }
        Ok(columns)
    }

    fn column(&self, path: &str) -> Result<Column, ThermoError> {
        Ok(match path {
            "heat_in" => Column::HeatIn,
            "heat_out" => Column::HeatOut,
            "power" => Column::Power,
            "cop_cooling" => Column::CopCooling,
            "cop_heating" => Column::CopHeating,
            _ => Column::Parameter(self.place(path)?),
        })
    }

    fn table(&self, inputs: &[Input], columns: &[(String, Column)], rows: &[Row], units: &Units) -> Table {
        let mut table = TableBuilder::default();
        for input in inputs {
            let values = ScalarBuffer::from(input.values.clone());
            table = table.quantity(&input.name, self.quantity(input.place), units, values);
        }
        let number = |get: &dyn Fn(&Row) -> f64| rows.iter().map(get).collect::<ScalarBuffer<f64>>();
        table = table
            .category("status", rows.iter().map(|row| row.status))
            .buffer("iterations", "", number(&|row| row.iterations as f64))
            .buffer("residual", "", number(&|row| row.residual));
        for (k, (name, column)) in columns.iter().enumerate() {
            if inputs.iter().any(|input| input.name == *name) {
                continue;
            }
            let quantity = match column {
                Column::Parameter(place) => self.quantity(*place),
                Column::HeatIn | Column::HeatOut => Quantity::Heat,
                Column::Power => Quantity::Power,
                Column::CopCooling | Column::CopHeating => Quantity::Dimensionless,
            };
            table = table.quantity(name, quantity, units, number(&|row| row.outputs[k]));
        }
        table.build()
    }
}

/// Number of rows.
fn check(plan: &Plan, inputs: &[Input]) -> Result<usize, ThermoError> {
    let Some(first) = inputs.first() else {
        return Err(ThermoError::Validation("a sweep needs at least one column of values".into()));
    };
    for input in inputs {
        if input.values.len() != first.values.len() {
            return Err(ThermoError::Validation(format!(
                "{} has {} values and {} has {}: give columns of one length (ek.grid makes them of a grid)",
                first.name,
                first.values.len(),
                input.name,
                input.values.len()
            )));
        }
        let Place { object, parameter } = input.place;
        if matches!(plan.rest.of(object), Standing::Rests | Standing::Bypassed) {
            return Err(ThermoError::Validation(format!(
                "{} has no effect, because {} is off or bypassed, or nothing flows there: switch it on",
                input.name,
                plan.objects[object].label()
            )));
        }
        let slot = plan.slots[object].slot(parameter);
        if slot.role != Role::Set || plan.slots[object].number(parameter).is_nan() {
            return Err(ThermoError::Validation(format!(
                "{} is not set in the model, so there is nothing to vary: give it a value first",
                input.name
            )));
        }
    }
    Ok(first.values.len())
}

/// The variables at the solution of the model as it is, if it has one.
fn base(plan: &Plan, settings: &SweepSettings) -> Option<Vec<f64>> {
    let mut problem = Problem::new(plan);
    let attempt = problem.try_starts(&settings.method, &Budget::new(settings.timeout, &|| false)).ok()?;
    attempt.is_converged().then_some(problem.variables)
}

/// Rows in the order of a curve that keeps neighbours together.
fn morton_order(inputs: &[Input], rows: usize) -> Vec<usize> {
    /// Bits for every input, so that the key of all fits in 128.
    const BITS: usize = 16;
    let ranges: Vec<(f64, f64)> = inputs
        .iter()
        .map(|input| {
            let finite = || input.values.iter().copied().filter(|value| value.is_finite());
            (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max))
        })
        .collect();
    let varying: Vec<usize> = (0..inputs.len()).filter(|k| ranges[*k].1 > ranges[*k].0).take(128 / BITS).collect();
    let key = |row: usize| {
        let mut key = 0_u128;
        let cell = |k: usize| {
            let (low, high) = ranges[k];
            // NaN becomes 0.
            ((inputs[k].values[row] - low) / (high - low) * ((1 << BITS) - 1) as f64) as u128
        };
        let cells: Vec<u128> = varying.iter().map(|k| cell(*k)).collect();
        for bit in (0..BITS).rev() {
            for cell in &cells {
                key = key << 1 | (cell >> bit & 1);
            }
        }
        key
    };
    let mut order: Vec<(u128, usize)> = (0..rows).map(|row| (key(row), row)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, row)| row).collect()
}

/// The work of a sweep.
struct Task<'a> {
    plan: &'a Plan,
    inputs: &'a [Input],
    columns: &'a [(String, Column)],
    settings: &'a SweepSettings,
    base: Option<&'a [f64]>,
    order: &'a [usize],
}

impl Task<'_> {
    /// The rows of every chunk. The calling thread watches.
    fn run(&self, workers: usize, progress: &mut dyn FnMut(usize) -> bool) -> Result<Vec<Vec<Row>>, ThermoError> {
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
        let mut results: Vec<Vec<Row>> = chunks.iter().map(|_| vec![]).collect();
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

    fn chunk(&self, problem: &mut Problem, rows: &[usize], is_cancelled: &AtomicBool, done: &AtomicUsize) -> Vec<Row> {
        // States and start values of another chunk would leave their traces in the last digits.
        problem.forget();
        let mut is_near = false;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            if is_cancelled.load(Ordering::Relaxed) {
                break;
            }
            let row = self.row(problem, *row, is_near, is_cancelled);
            is_near = row.status == CONVERGED;
            found.push(row);
            done.fetch_add(1, Ordering::Relaxed);
        }
        found
    }

    /// Solves a row; where `is_near`, the variables hold the solution of the row before.
    fn row(&self, problem: &mut Problem, row: usize, is_near: bool, is_cancelled: &AtomicBool) -> Row {
        let failed = |status, iterations, residual| Row {
            status,
            iterations,
            residual,
            outputs: vec![f64::NAN; self.columns.len()],
        };
        for input in self.inputs {
            let Place { object, parameter } = input.place;
            let declared = &self.plan.objects[object].declaration().parameters[parameter];
            let value = input.values[row];
            if value.is_nan() || declared.strict && !(declared.min..=declared.max).contains(&value) {
                return failed("InvalidInput", 0, f64::NAN);
            }
            problem.numbers[self.plan.numbers[object] + parameter] = value;
        }
        problem.apply_numbers();
        let is_interrupted = || is_cancelled.load(Ordering::Relaxed);
        let budget = Budget::new(self.settings.timeout, &is_interrupted);
        let method = &self.settings.method;
        let mut attempt = None;
        if is_near {
            attempt = Some(problem.iterate(method, &budget)).filter(|attempt| attempt.is_converged());
        }
        if let (None, Some(base)) = (&attempt, self.base) {
            problem.resume(base);
            attempt = Some(problem.iterate(method, &budget)).filter(|attempt| attempt.is_converged());
        }
        let attempt = match attempt {
            Some(attempt) => attempt,
            None => match problem.try_starts(method, &budget) {
                Ok(attempt) => attempt,
                Err(_) => return failed("InvalidState", 0, f64::NAN),
            },
        };
        if !attempt.is_converged() {
            return failed(name(&attempt.status), attempt.iterations, attempt.residual);
        }
        if problem.exceeded().is_some() {
            return failed("ControlSaturated", attempt.iterations, attempt.residual);
        }
        let Ok(reports) = problem.reports() else {
            return failed("InvalidState", attempt.iterations, attempt.residual);
        };
        let outputs = self.outputs(problem, &reports);
        Row { status: CONVERGED, iterations: attempt.iterations, residual: attempt.residual, outputs }
    }

    fn outputs(&self, problem: &Problem, reports: &[Report]) -> Vec<f64> {
        let wants_totals = self.columns.iter().any(|(_, column)| !matches!(column, Column::Parameter(_)));
        let totals = wants_totals.then(|| {
            Performance::new(reports.iter().enumerate().map(|(object, report)| (report, circuit_of(self.plan, object))))
        });
        let total = |get: fn(&Performance) -> f64| totals.as_ref().map_or(f64::NAN, get);
        let value = |(_, column): &(String, Column)| match column {
            Column::Parameter(Place { object, parameter }) => match reports.get(*object) {
                Some(report) => found(report, *parameter).unwrap_or(problem.number(*object, *parameter)),
                None => problem.of_connection(*object, *parameter),
            },
            Column::HeatIn => total(|totals| totals.heat_in),
            Column::HeatOut => total(|totals| totals.heat_out),
            Column::Power => total(|totals| totals.power),
            Column::CopCooling => total(Performance::cop_cooling),
            Column::CopHeating => total(Performance::cop_heating),
        };
        self.columns.iter().map(value).collect()
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
