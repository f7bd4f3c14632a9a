//! The design point: the solution that characteristics of part load are relative to.

use std::sync::Arc;

use entropyk_core::ThermoError;

use crate::model::Model;
use crate::problem::Problem;
use crate::solution::Solution;

impl Model {
    /// Keeps the values of a solution as those of the design point, in the slots of components and connections.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for a solution of another model.
    pub fn set_design(&self, solution: &Solution) -> Result<(), ThermoError> {
        let plan = &*solution.plan;
        let is_ours = |object| self.objects().any(|ours| Arc::ptr_eq(ours, object));
        if let Some(stranger) = plan.objects.iter().find(|object| !is_ours(object)) {
            return Err(ThermoError::Validation(format!(
                "{} is not part of this model: give a solution of this one as design point",
                stranger.label()
            )));
        }
        let mut problem = Problem::new(plan);
        problem.restore(&solution.numbers, solution.states.variables());
        for (index, object) in plan.objects.iter().enumerate() {
            let mut values = problem.numbers_of(index).to_vec();
            for (parameter, value) in problem.report(index)?.results {
                if !plan.slots[index].is_given(parameter) || values[parameter].is_nan() {
                    values[parameter] = value;
                }
            }
            for (k, free) in plan.free.iter().enumerate().filter(|(_, free)| free.object == index) {
                values[free.parameter] = solution.states.variables()[plan.layout.len() + k];
            }
            object.slots.write().set_design(&values);
        }
        Ok(())
    }
}
