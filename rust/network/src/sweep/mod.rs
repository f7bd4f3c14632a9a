//! Many solves of one model with other values: a row per point, on all cores.
//!
//! Rows are ordered by a curve through the space of the inputs (Morton 1966) and cut into chunks of fixed size. Each chunk starts
//! at the solution of the model as it is, and every row at the solution of the row before; a row that fails starts again from the
//! model's solution, then from fresh start values. What a row gives depends on the inputs alone, not on the number of
//! workers.

mod order;
mod rows;
mod task;

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use arrow::buffer::ScalarBuffer;
use entropyk_components::Role;
use entropyk_core::{Quantity, ThermoError, Units};

use crate::model::Model;
use crate::path::Place;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::rest::Standing;
use crate::solve::{Budget, Method};
use crate::table::{Table, TableBuilder};
use rows::Rows;
use task::Task;

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
        let base = base(&plan, settings, progress)?;
        let columns = self.columns(&plan, outputs, base.as_deref())?;
        let order = order::along_curve(inputs, rows);
        let task = Task { plan: &plan, inputs, columns: &columns, settings, base: base.as_deref(), order: &order };
        let found = Rows::gather(columns.len(), &order, task.run(settings.workers.max(1), progress)?);
        Ok(self.table(inputs, &columns, found, &units))
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

    fn table(&self, inputs: &[Input], columns: &[(String, Column)], rows: Rows, units: &Units) -> Table {
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
        for ((name, column), values) in columns.iter().zip(rows.outputs) {
            if inputs.iter().any(|input| input.name == *name) {
                continue;
            }
            let quantity = match column {
                Column::Parameter(place) => self.quantity(*place),
                Column::HeatIn | Column::HeatOut => Quantity::Heat,
                Column::Power => Quantity::Power,
                Column::CopCooling | Column::CopHeating => Quantity::Dimensionless,
            };
            table = table.quantity(name, quantity, units, values.into());
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
    let (progress, told, is_cancelled) = (RefCell::new(progress), Cell::new(Instant::now()), Cell::new(false));
    let is_interrupted = || {
        if told.get().elapsed() >= TICK {
            is_cancelled.set(is_cancelled.get() || !(progress.borrow_mut())(0));
            told.set(Instant::now());
        }
        is_cancelled.get()
    };
    let mut problem = Problem::new(plan);
    let attempt = problem.try_starts(&settings.method, &Budget::new(settings.timeout, &is_interrupted));
    if is_cancelled.get() {
        return Err(ThermoError::Interrupted);
    }
    Ok(attempt.is_ok_and(|attempt| attempt.is_converged()).then_some(problem.variables))
}
