//! A block of equations as a solver sees it.

use entropyk_components::ComponentError;
use entropyk_components::declaration::Variable;
use entropyk_solver::{Pattern, Rejection, System};
use smallvec::SmallVec;

use crate::graph::Row;
use crate::plan::Block;
use crate::problem::Problem;

/// Largest relative change of a pressure in one step.
const PRESSURE_STEP: f64 = 0.5;
/// Largest change of an enthalpy in one step, J/kg.
const ENTHALPY_STEP: f64 = 2e5;

/// The equations of a block, in its unknowns; the other variables of the problem stay.
pub(crate) struct BlockSystem<'p, 'a> {
    pub(crate) problem: &'p mut Problem<'a>,
    pub(crate) block: &'p Block,
}

impl BlockSystem<'_, '_> {
    /// The unknowns.
    pub(crate) fn unknowns(&self) -> SmallVec<[f64; 8]> {
        self.block.unknowns.iter().map(|unknown| self.problem.unknown(*unknown)).collect()
    }

    pub(crate) fn set(&mut self, x: &[f64]) {
        for (unknown, x) in self.block.unknowns.iter().zip(x) {
            self.problem.set(*unknown, *x);
        }
    }

    fn reject(&self, row: &Row, error: ComponentError) -> Rejection {
        Rejection(self.problem.refuse(row, error))
    }

    /// Goes to a point, unless code outside the engine has ended the solve.
    fn visit(&mut self, x: &[f64]) -> Result<(), Rejection> {
        self.set(x);
        self.problem.end().map_or(Ok(()), |message| Err(Rejection(message)))
    }

    /// Value of a row and its derivative with respect to one unknown of the block.
    fn slope(&self, local: usize, unknown: usize) -> Result<(f64, f64), Rejection> {
        let row = &self.problem.plan.rows[self.block.rows[local]];
        let entries = &self.block.entries[local];
        let is_moved = |variable: usize| entries.iter().any(|e| e.variable == variable && e.unknown == unknown);
        let along = |variable: usize| is_moved(variable).then(|| self.problem.gains[variable]);
        self.problem.slope(row, along).map_err(|error| self.reject(row, error))
    }

    /// Value of a row and its derivatives with respect to the unknowns of the block.
    fn derive(&mut self, local: usize, mut put: impl FnMut(usize, f64)) -> Result<f64, Rejection> {
        let row = &self.problem.plan.rows[self.block.rows[local]];
        let entries = &self.block.entries[local];
        let problem = &*self.problem;
        let value = problem.derive(row, entries.iter().map(|entry| entry.variable), |k, slope| {
            let entry = entries[k];
            put(entry.position, slope * problem.gains[entry.variable]);
        });
        value.map_err(|error| self.reject(row, error))
    }
}

impl System for BlockSystem<'_, '_> {
    fn pattern(&self) -> &Pattern {
        &self.block.pattern
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), Rejection> {
        self.visit(x)?;
        for (row, out) in self.block.rows.iter().zip(residual) {
            let row = &self.problem.plan.rows[*row];
            *out = self.problem.value(row).map_err(|error| self.reject(row, error))?;
        }
        Ok(())
    }

    fn linearize(&mut self, x: &[f64], residual: &mut [f64], jacobian: &mut [f64]) -> Result<(), Rejection> {
        self.visit(x)?;
        if self.block.len() == 1 {
            (residual[0], jacobian[0]) = self.slope(0, 0)?;
            let scale = self.problem.scale(self.problem.plan.unknowns[self.block.unknowns[0]], x[0]);
            self.problem.row_scales[self.block.rows[0]] = (jacobian[0] * scale).abs();
            return Ok(());
        }
        jacobian.fill(0.0);
        for (local, out) in residual.iter_mut().enumerate() {
            *out = self.derive(local, |position, slope| jacobian[position] += slope)?;
        }
        let mut scales: SmallVec<[f64; 8]> = SmallVec::from_elem(1.0, x.len());
        self.scales(x, &mut scales);
        for row in &self.block.rows {
            self.problem.row_scales[*row] = 0.0;
        }
        for ((row, column), value) in self.block.pattern.places().zip(&*jacobian) {
            self.problem.row_scales[self.block.rows[row]] += (value * scales[column]).abs();
        }
        Ok(())
    }

    fn scales(&self, x: &[f64], scales: &mut [f64]) {
        for ((unknown, x), scale) in self.block.unknowns.iter().zip(x).zip(scales) {
            *scale = self.problem.scale(self.problem.plan.unknowns[*unknown], *x);
        }
    }

    fn admissible(&self, x: &[f64], dx: &[f64]) -> f64 {
        let mut fraction: f64 = 1.0;
        for ((unknown, x), dx) in self.block.unknowns.iter().zip(x).zip(dx) {
            let limit = match self.problem.plan.layout.place(self.problem.plan.unknowns[*unknown]) {
                Some((_, Variable::P)) => PRESSURE_STEP * x.abs(),
                Some((_, Variable::H)) => ENTHALPY_STEP,
                _ => continue,
            };
            if dx.abs() > limit {
                fraction = fraction.min(limit / dx.abs());
            }
        }
        fraction
    }

    fn range(&self, unknown: usize) -> Option<(f64, f64)> {
        let plan = self.problem.plan;
        let variable = plan.unknowns[self.block.unknowns[unknown]];
        match plan.layout.place(variable) {
            Some((edge, Variable::P)) => {
                let info = plan.fluids[edge].as_ref()?.info();
                Some((info.p_triple.max(1.0), info.p_max))
            }
            Some(_) => None,
            None => {
                let free = plan.free[variable - plan.layout.len()];
                let declared = &plan.objects[free.object].declaration().parameters[free.parameter];
                Some((declared.min, declared.max))
            }
        }
    }

    fn assignment(&self) -> &[usize] {
        &self.block.assignment
    }

    fn equation(&mut self, x: &[f64], row: usize, unknown: usize) -> Result<(f64, f64), Rejection> {
        self.visit(x)?;
        self.slope(row, unknown)
    }
}
