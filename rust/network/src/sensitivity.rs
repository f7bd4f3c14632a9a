//! Derivatives of results with respect to given values, at a solution.
//!
//! ```text
//! F(x, θ) = 0    ⇒    ∂F/∂x dx/dθ = −∂F/∂θ         y(x, θ):   dy/dθ = ∂y/∂x dx/dθ + ∂y/∂θ
//! ```
//! Given values enter where they are read, through the coefficients of eliminated relations, and as given variables. The
//! Jacobian of all equations is factorized once; the derivatives of results are exact.
//! Reference: Griewank & Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, section 15.

use std::collections::BTreeSet;

use entropyk_components::declaration::{Coefficient, Form, Variable};
use entropyk_components::slots::Value;
use entropyk_components::{ComponentError, Dual, Report, WIDTH, moving, seed, slopes};
use entropyk_core::ThermoError;
use entropyk_solver::{Linear, System};

use crate::block_system::BlockSystem;
use crate::graph::Link;
use crate::object::named;
use crate::path::{Figure, Place};
use crate::performance::Total;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solution::Solution;

/// Derivatives, SI.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivities {
    /// d of / d wrt: a row for every result, a column for every given value.
    pub values: Vec<Vec<f64>>,
    /// For every given value the connections that are about to change their phase, and the components that pass a corner of a curve:
    /// derivatives hold on one side only.
    pub kinks: Vec<Vec<String>>,
}

/// Quality this near to 0 or 1 is on the saturation line; a curve this near to a corner, relative to its span, is on it.
const ON_LINE: f64 = 1e-9;
/// A quality that changes by less than this per relative change of the given value stays on the line.
const STAYS: f64 = 1e-7;

impl Solution {
    /// The problem at this solution.
    pub(crate) fn problem(&self) -> Problem<'_> {
        let mut problem = Problem::new(&self.plan);
        problem.restore(&self.numbers, self.states.variables());
        problem
    }

    /// Derivatives of parameters, variables and totals with respect to given values.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for `wrt` that is not given or no number; [`ThermoError::NonConvergence`] where the equations do
    /// not determine the solution.
    pub fn sensitivities(&self, of: &[Figure], wrt: &[Place]) -> Result<Sensitivities, ThermoError> {
        wrt.iter().try_for_each(|place| check(&self.plan, *place))?;
        let mut problem = self.problem();
        let directions = problem.directions(wrt)?;
        let kinks = wrt.iter().zip(&directions).map(|(place, direction)| problem.kinks(*place, direction)).collect();
        Ok(Sensitivities { values: problem.slopes(of, wrt, &directions)?, kinks })
    }
}

pub(crate) fn check(plan: &Plan, place: Place) -> Result<(), ThermoError> {
    let slots = &plan.slots[place.object];
    let slot = slots.slot(place.parameter);
    let is_read = matches!(slot.value, Value::Number(_)) || !slots.number(place.parameter).is_nan();
    if slots.is_given(place.parameter) && is_read || slots.declaration().parameters[place.parameter].default.is_some() {
        return Ok(());
    }
    let (label, name) = (plan.objects[place.object].label(), slots.declaration().parameters[place.parameter].name);
    Err(ThermoError::Validation(format!("{label}.{name} is not given, so nothing follows from it: name a given value")))
}

/// How much a variable moves along directions.
fn moved(variable: usize, directions: &[Vec<f64>]) -> [f64; WIDTH] {
    let mut slopes = [0.0; WIDTH];
    for (slope, direction) in slopes.iter_mut().zip(directions) {
        *slope = direction[variable];
    }
    slopes
}

/// The factorized Jacobian of all equations, scaled.
struct Factors {
    linear: Linear,
    rows: Vec<f64>,
    unknowns: Vec<f64>,
}

impl Factors {
    fn new(problem: &mut Problem) -> Result<Self, ThermoError> {
        let plan = problem.plan;
        let block = plan.whole();
        let mut system = BlockSystem { problem, block };
        let x = system.unknowns();
        let n = x.len();
        let (mut residual, mut values, mut unknowns) = (vec![0.0; n], vec![0.0; block.pattern.entries()], vec![1.0; n]);
        let linearized = system.linearize(&x, &mut residual, &mut values);
        linearized.map_err(|rejection| ThermoError::InvalidState(rejection.0))?;
        system.scales(&x, &mut unknowns);
        let rows: Vec<f64> = block.rows.iter().map(|row| problem.row_scales[*row]).collect();
        for ((row, column), value) in block.pattern.places().zip(&mut values) {
            *value *= unknowns[column] / rows[row];
        }
        let linear = Linear::new(&block.pattern, &values).map_err(|(row, unknown)| {
            let message = format!(
                "the equations do not determine {} here (singular Jacobian in {}), so there are no derivatives",
                plan.unknown_name(block.unknowns[unknown]),
                plan.row_name(block.rows[row])
            );
            let state = problem.variables.clone();
            ThermoError::NonConvergence { message, iterations: 0, residual: 0.0, state, cause: None, is_singular: true }
        })?;
        Ok(Self { linear, rows, unknowns })
    }
}

impl Problem<'_> {
    /// Takes values and variables of a solution.
    pub(crate) fn restore(&mut self, numbers: &[f64], variables: &[f64]) {
        self.numbers.copy_from_slice(numbers);
        self.apply_numbers();
        self.variables.copy_from_slice(variables);
    }

    /// d variables / d θ of given values, at a solution.
    ///
    /// # Errors
    /// [`ThermoError::NonConvergence`] where the equations do not determine the solution.
    pub(crate) fn directions(&mut self, wrt: &[Place]) -> Result<Vec<Vec<f64>>, ThermoError> {
        let factors = Factors::new(self)?;
        wrt.iter().map(|place| self.direction(&factors, *place)).collect()
    }

    /// d of / d θ along these: a row for every number.
    pub(crate) fn slopes(
        &self,
        of: &[Figure],
        wrt: &[Place],
        directions: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, ThermoError> {
        let mut values = vec![Vec::with_capacity(wrt.len()); of.len()];
        for (some, directions) in wrt.chunks(WIDTH).zip(directions.chunks(WIDTH)) {
            for (figure, values) in of.iter().zip(&mut values) {
                let slopes = match figure {
                    Figure::At(place) => self.along(*place, some, directions)?,
                    Figure::Total(total) => self.total_along(*total, some, directions)?,
                };
                values.extend(&slopes[..some.len()]);
            }
        }
        Ok(values)
    }

    /// d variables / d θ of a given value.
    fn direction(&self, factors: &Factors, place: Place) -> Result<Vec<f64>, ThermoError> {
        let plan = self.plan;
        let block = plan.whole();
        let explicit = self.explicit(place);
        let mut right = vec![0.0; block.len()];
        for (local, row) in block.rows.iter().enumerate() {
            let row = &plan.rows[*row];
            let moved: Vec<usize> =
                row.variables.iter().copied().filter(|variable| explicit[*variable] != 0.0).collect();
            let names = plan.arguments[row.object].iter().any(|argument| argument.object == place.object);
            let reads = (row.object == place.object || names) && row.coefficients.is_none();
            let mut sum = 0.0;
            let report = |error: ComponentError| named(&plan.objects[row.object], error.into());
            if !moved.is_empty() {
                let put = |k: usize, slope: f64| sum += slope * explicit[moved[k]];
                self.derive(row, moved.iter().copied(), put).map_err(report)?;
            }
            if let Some(watch) = plan.watch(row.object) {
                sum += self.watched_by(row.object, watch, place).map_err(report)?;
            } else if reads {
                let given = [(place, seed(self.number(place.object, place.parameter), 0))];
                let residual = self.residual(row, |_, value| Dual::from(value), &given);
                sum += slopes(&residual.map_err(report)?)[0];
            }
            right[local] = -sum / factors.rows[local];
        }
        factors.linear.solve(&mut right);
        let mut direction = explicit;
        for (local, unknown) in block.unknowns.iter().enumerate() {
            right[local] *= factors.unknowns[local];
            let variable = plan.unknowns[*unknown];
            direction[variable] += right[local];
            for link in &plan.links[plan.links_of[*unknown].clone()] {
                direction[link.target] += right[local] * self.gains[link.target];
            }
        }
        Ok(direction)
    }

    /// d variables / d θ while the unknowns stay.
    fn explicit(&self, place: Place) -> Vec<f64> {
        let mut moved = vec![0.0; self.variables.len()];
        for fixed in &self.plan.fixed {
            if (fixed.object, fixed.parameter) == (place.object, place.parameter) {
                moved[fixed.variable] = 1.0;
            }
        }
        for (index, link) in self.plan.links.iter().enumerate() {
            let (factor, _) = self.coefficients(index);
            moved[link.target] = factor * moved[link.source] + self.by_coefficients(link, place);
        }
        moved
    }

    /// d target / d θ of a link through its coefficients.
    fn by_coefficients(&self, link: &Link, place: Place) -> f64 {
        let form = &self.plan.objects[link.object].declaration().equations[link.equation].form;
        let Form::Affine { factor, offset, .. } = form else { return 0.0 };
        if link.object != place.object {
            return 0.0;
        }
        let slope = |coefficient: &Coefficient| match coefficient {
            Coefficient::Parameter(parameter) if *parameter == place.parameter => 1.0,
            Coefficient::Minus(parameter) if *parameter == place.parameter => -1.0,
            _ => 0.0,
        };
        let (factor_slope, offset_slope) = (slope(factor), slope(offset));
        let (target, source) = (self.variables[link.target], self.variables[link.source]);
        if !link.reversed {
            return factor_slope * source + offset_slope;
        }
        // source = factor · target + offset, as it is written.
        let written = match factor {
            Coefficient::Fixed(value) => *value,
            Coefficient::Parameter(parameter) => self.number(link.object, *parameter),
            Coefficient::Minus(parameter) => -self.number(link.object, *parameter),
        };
        -(factor_slope * target + offset_slope) / written
    }

    /// Derivatives of a parameter or variable along directions.
    fn along(&self, of: Place, wrt: &[Place], directions: &[Vec<f64>]) -> Result<[f64; WIDTH], ThermoError> {
        if let Some(variable) = self.plan.variable_at(of) {
            return Ok(moved(variable, directions));
        }
        let report = self.report_along(of.object, wrt, directions)?;
        match report.results.iter().find(|(parameter, _)| *parameter == of.parameter) {
            Some((_, value)) => Ok(slopes(value)),
            None => {
                let (object, name) = (&self.plan.objects[of.object], self.plan.parameter(of.object, of.parameter).name);
                let message = format!("{}.{name} is not a result of this solution", object.label());
                Err(ThermoError::Validation(message))
            }
        }
    }

    /// Derivatives of a total along directions.
    fn total_along(&self, of: Total, wrt: &[Place], directions: &[Vec<f64>]) -> Result<[f64; WIDTH], ThermoError> {
        let components = 0..self.plan.objects.len() - self.plan.edge_count();
        let reports = components.map(|object| self.report_along(object, wrt, directions));
        let reports: Vec<Report<Dual>> = reports.collect::<Result<_, ThermoError>>()?;
        let sum =
            |part: fn(&Report<Dual>) -> Dual| reports.iter().map(part).fold(Dual::from(0.0), |sum, part| sum + part);
        let [heat_in, heat_out, power] = [
            sum(|report| if report.heat.re > 0.0 { report.heat } else { Dual::from(0.0) }),
            sum(|report| if report.heat.re < 0.0 { -report.heat } else { Dual::from(0.0) }),
            sum(|report| report.power),
        ];
        let by = of.slopes(heat_in.re, heat_out.re, power.re);
        let parts = [slopes(&heat_in), slopes(&heat_out), slopes(&power)];
        Ok(std::array::from_fn(|k| by.iter().zip(&parts).map(|(by, part)| by * part[k]).sum()))
    }

    /// What an object reports, along directions.
    fn report_along(&self, of: usize, wrt: &[Place], directions: &[Vec<f64>]) -> Result<Report<Dual>, ThermoError> {
        let object = &self.plan.objects[of];
        if let Some(report) = self.plan.rest.report(of, object.declaration()) {
            return Ok(report);
        }
        let given: Vec<(usize, Dual)> = (wrt.iter().enumerate())
            .filter(|(_, place)| place.object == of)
            .map(|(k, place)| (place.parameter, seed(self.number(place.object, place.parameter), k)))
            .collect();
        let lift = |variable: usize, value: f64| moving(value, moved(variable, directions));
        let report = self.see(of, lift, &given, |at| object.class.report_dual(at));
        report.map_err(|error| named(object, error.into()))
    }

    /// Connections on the saturation line that leave it along a direction, and components at a corner of a curve.
    fn kinks(&self, place: Place, direction: &[f64]) -> Vec<String> {
        let plan = self.plan;
        let size = self.number(place.object, place.parameter).abs().max(1e-6);
        let mut labels = BTreeSet::new();
        for edge in 0..plan.edge_count() {
            let Some(Ok(state)) = self.state(edge) else { continue };
            let x = state.x;
            if x.value.abs() > ON_LINE && (x.value - 1.0).abs() > ON_LINE || x.value.is_nan() {
                continue;
            }
            let moved = |variable| plan.layout.position(edge, variable).map_or(0.0, |position| direction[position]);
            let change = x.dp * moved(Variable::P) + x.dh * moved(Variable::H);
            if (change * size).abs() > STAYS {
                labels.insert(plan.objects[plan.object_of_edge(edge)].label());
            }
        }
        for object in 0..plan.objects.len() - plan.edge_count() {
            if self.is_at_corner(object, direction, size) {
                labels.insert(plan.objects[object].label());
            }
        }
        labels.into_iter().collect()
    }

    /// Whether an object is at a corner of one of its curves, and leaves it along a direction.
    fn is_at_corner(&self, object: usize, direction: &[f64], size: f64) -> bool {
        let slots = &self.plan.slots[object];
        let is_curve = |index| matches!(slots.slot(index).value, Value::Line(_) | Value::CharMap(_));
        if !(0..slots.declaration().parameters.len()).any(is_curve) {
            return false;
        }
        let lift = |variable: usize, value: f64| {
            let mut along = [0.0; WIDTH];
            along[0] = direction[variable];
            moving(value, along)
        };
        let report = self.see(object, lift, &[], |at| self.plan.objects[object].class.report_dual(at));
        let leaves = |kink: &Dual| kink.re.abs() < ON_LINE && (slopes(kink)[0] * size).abs() > STAYS;
        report.is_ok_and(|report| report.kinks.iter().any(leaves))
    }
}
