//! The Jacobian matrix of a block as a table.

use entropyk_core::ThermoError;
use entropyk_solver::System;

use crate::block_system::BlockSystem;
use crate::problem::Problem;
use crate::solution::Solution;
use crate::table::{Table, TableBuilder};

impl Solution {
    /// The derivatives of the equations of a block, or of all, with respect to its unknowns: a row for each that may differ from
    /// zero, in SI, and scaled as the iteration sees it.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for a block that does not exist; [`ThermoError::InvalidState`] without a derivative.
    pub fn jacobian(&self, block: Option<usize>) -> Result<Table, ThermoError> {
        self.problem().jacobian(block)
    }
}

impl Problem<'_> {
    /// See [`Solution::jacobian`].
    pub(crate) fn jacobian(&mut self, number: Option<usize>) -> Result<Table, ThermoError> {
        let plan = self.plan;
        let block = match number {
            None => plan.whole(),
            Some(number) => plan.blocks.get(number).ok_or_else(|| {
                ThermoError::Validation(format!("there is no block {number}; there are {}", plan.blocks.len()))
            })?,
        };
        let mut system = BlockSystem { problem: self, block };
        let x = system.unknowns();
        let (mut residual, mut values, mut scales) =
            (vec![0.0; x.len()], vec![0.0; block.pattern.entries()], vec![1.0; x.len()]);
        let linearized = system.linearize(&x, &mut residual, &mut values);
        linearized.map_err(|rejection| ThermoError::InvalidState(rejection.0))?;
        system.scales(&x, &mut scales);
        let places: Vec<(usize, usize)> = block.pattern.places().collect();
        let scaled = |((row, column), value): (&(usize, usize), &f64)| {
            value * scales[*column] / self.row_scales[block.rows[*row]]
        };
        let scaled = places.iter().zip(&values).map(scaled).collect();
        Ok(TableBuilder::default()
            .text("equation", places.iter().map(|(row, _)| plan.row_name(block.rows[*row])))
            .text("unknown", places.iter().map(|(_, column)| plan.unknown_name(block.unknowns[*column])))
            .buffer("derivative", "", values.into())
            .buffer("scaled", "", scaled)
            .build())
    }
}
