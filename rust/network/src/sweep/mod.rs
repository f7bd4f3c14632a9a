//! Many solves of one model with other values: a row per point, on all cores.
//!
//! Rows are ordered by a curve through the space of the inputs (Morton 1966) and cut into chunks of fixed size. Each chunk starts
//! at the solution of the model as it is, and every row at the solution of the row before; a row that fails starts again from the
//! model's solution, then follows it from the model's inputs to its own, then starts from fresh values. What a row gives depends
//! on the inputs alone, not on the number of workers; [`Model::lead`] and [`Model::sweep_along`] are the two halves for who has
//! workers elsewhere.

mod order;
mod rows;
mod task;

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use arrow::buffer::ScalarBuffer;
use entropyk_components::Role;
use entropyk_core::{Raised, Reach, ThermoError, Units};

use crate::model::Model;
use crate::path::{Figure, Place};
use crate::performance::Total;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::rest::Standing;
use crate::sensitivity;
use crate::solve::{Attempt, Budget, Method};
use crate::table::{Table, TableBuilder};
use rows::Rows;
use task::Task;

/// Rows that one worker solves one after the other.
pub const CHUNK: usize = 128;
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

/// What to report of every row: numbers, and derivatives of numbers with respect to given values.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Numbers.
    pub outputs: Outputs,
    /// Numbers by path, whose derivatives are wanted.
    pub of: Vec<String>,
    /// Given values by path, with respect to which.
    pub wrt: Vec<String>,
}

/// Where a sweep begins, and the order of its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The variables at the solution of the model as it is, if it has one.
    pub base: Option<Vec<f64>>,
    /// The rows along the curve; every [`CHUNK`] of them are solved one after the other.
    pub order: Vec<usize>,
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

/// What a sweep gives.
#[derive(Clone, Debug)]
pub struct Swept {
    /// Row i answers row i of the inputs.
    pub table: Table,
    /// Rows in which code outside the engine failed.
    pub raised: Vec<(usize, Raised)>,
}

/// The columns of a sweep, besides inputs, status, iterations and residual.
struct Columns {
    values: Vec<(String, Figure)>,
    of: Vec<(String, Figure)>,
    wrt: Vec<(String, Place)>,
}

impl Columns {
    fn width(&self) -> usize {
        self.values.len() + self.of.len() * self.wrt.len()
    }
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
        wanted: &Wanted,
        settings: &SweepSettings,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Swept, ThermoError> {
        let lead = self.lead(inputs, settings, progress)?;
        self.sweep_along(inputs, wanted, settings, &lead, progress)
    }

    /// Where a sweep over the inputs begins, and the order of its rows.
    ///
    /// # Errors
    /// As [`Model::sweep`].
    pub fn lead(
        &self,
        inputs: &[Input],
        settings: &SweepSettings,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Lead, ThermoError> {
        let plan = self.plan()?;
        let rows = check(&plan, inputs)?;
        let base = base(&plan, settings, progress)?;
        Ok(Lead { base, order: order::along_curve(inputs, rows) })
    }

    /// Solves the rows of the inputs that `lead` names, in its order. Whole chunks of a lead give the same bits as the whole.
    ///
    /// # Errors
    /// As [`Model::sweep`]; [`ThermoError::Validation`] for a lead of another model.
    pub fn sweep_along(
        &self,
        inputs: &[Input],
        wanted: &Wanted,
        settings: &SweepSettings,
        lead: &Lead,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Swept, ThermoError> {
        let plan = self.plan()?;
        let rows = check(&plan, inputs)?;
        let base = lead.base.as_deref();
        if base.is_some_and(|base| base.len() != Problem::new(&plan).variables.len()) || lead.order.len() != rows {
            return Err(ThermoError::Validation("this sweep began with another model or other rows".into()));
        }
        let units = self.units.read().clone();
        let columns = self.columns(&plan, wanted, base)?;
        let task = Task { plan: &plan, inputs, columns: &columns, settings, base, order: &lead.order };
        let mut found = Rows::gather(columns.width(), &lead.order, task.run(settings.workers.max(1), progress)?);
        let raised = std::mem::take(&mut found.raised);
        Ok(Swept { table: self.table(inputs, &columns, found, &units), raised })
    }

    /// The columns to report.
    fn columns(&self, plan: &Plan, wanted: &Wanted, base: Option<&[f64]>) -> Result<Columns, ThermoError> {
        let wrt = wanted.wrt.iter().map(|path| {
            let place = self.given_place(path)?;
            sensitivity::check(plan, place)?;
            Ok((path.clone(), place))
        });
        Ok(Columns {
            values: self.reported(plan, &wanted.outputs, base)?,
            of: self.figures(&wanted.of)?,
            wrt: wrt.collect::<Result<_, ThermoError>>()?,
        })
    }

    fn figures(&self, paths: &[String]) -> Result<Vec<(String, Figure)>, ThermoError> {
        paths.iter().map(|path| Ok((path.clone(), self.figure(path)?))).collect()
    }

    /// The numbers to report.
    fn reported(
        &self,
        plan: &Plan,
        outputs: &Outputs,
        base: Option<&[f64]>,
    ) -> Result<Vec<(String, Figure)>, ThermoError> {
        if let Outputs::Paths(paths) = outputs {
            return self.figures(paths);
        }
        let totals = Total::ALL.into_iter().map(|total| (total.name().to_owned(), Figure::Total(total)));
        let mut columns: Vec<(String, Figure)> = totals.collect();
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
                let place = Place { object, parameter };
                columns.push((plan.path(place), Figure::At(place)));
            }
            let edge = object.checked_sub(components);
            for variable in edge.map_or(0..0, |edge| plan.layout.fractions(edge)) {
                let Some(parameter) = plan.layout.parameter(variable) else { continue };
                columns.push((plan.variable_name(variable), Figure::At(Place { object, parameter })));
            }
        }
        Ok(columns)
    }

    fn table(&self, inputs: &[Input], columns: &Columns, rows: Rows, units: &Units) -> Table {
        let mut table = TableBuilder::default();
        for input in inputs {
            let values = ScalarBuffer::from(input.values.clone());
            table = table.quantity(&input.name, self.quantity(input.place), units, values);
        }
        table = table.category("status", rows.statuses).buffer("iterations", "", rows.iterations.into()).buffer(
            "residual",
            "",
            rows.residuals.into(),
        );
        let quantity = |figure: &Figure| match figure {
            Figure::At(place) => self.quantity(*place),
            Figure::Total(total) => total.quantity(),
        };
        let mut outputs = rows.outputs.into_iter();
        for ((name, figure), values) in columns.values.iter().zip(&mut outputs) {
            if inputs.iter().any(|input| input.name == *name) {
                continue;
            }
            table = table.quantity(name, quantity(figure), units, values.into());
        }
        for (of, figure) in &columns.of {
            for ((wrt, place), values) in columns.wrt.iter().zip(&mut outputs) {
                let factor = units.unit(self.quantity(*place)).factor / units.unit(quantity(figure)).factor;
                let values: Vec<f64> = values.iter().map(|value| value * factor).collect();
                table = table.buffer(&format!("d {of} / d {wrt}"), "", values.into());
            }
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
///
/// # Errors
/// [`ThermoError::Interrupted`].
fn base(
    plan: &Plan,
    settings: &SweepSettings,
    progress: &mut dyn FnMut(usize) -> bool,
) -> Result<Option<Vec<f64>>, ThermoError> {
    let watch = Watch::new(progress);
    let is_interrupted = || watch.is_cancelled(0);
    let mut problem = Problem::new(plan);
    let attempt = problem.try_starts(&settings.method, &Budget::new(settings.timeout, &is_interrupted));
    match attempt {
        _ if watch.is_cancelled.get() => Err(ThermoError::Interrupted),
        Ok(Attempt { raised: Some(raised), .. }) | Err(ThermoError::Raised(raised)) if raised.reach == Reach::All => {
            Err(ThermoError::Raised(raised))
        }
        Ok(attempt) if attempt.is_converged() => Ok(Some(problem.variables)),
        _ => Ok(None),
    }
}

/// Tells progress at intervals from the calling thread, and whether the user wants to go on.
struct Watch<'a> {
    progress: RefCell<&'a mut dyn FnMut(usize) -> bool>,
    told: Cell<Instant>,
    is_cancelled: Cell<bool>,
}

impl<'a> Watch<'a> {
    fn new(progress: &'a mut dyn FnMut(usize) -> bool) -> Self {
        Self { progress: RefCell::new(progress), told: Cell::new(Instant::now()), is_cancelled: Cell::new(false) }
    }

    /// With so many rows done.
    fn is_cancelled(&self, done: usize) -> bool {
        if self.told.get().elapsed() >= TICK {
            self.is_cancelled.set(self.is_cancelled.get() || !(self.progress.borrow_mut())(done));
            self.told.set(Instant::now());
        }
        self.is_cancelled.get()
    }
}
