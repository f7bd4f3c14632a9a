//! Inverse control: a parameter is given the value it shall have, and another one, within bounds, is found for it.

use std::sync::Arc;

use entropyk_components::Slot;
use entropyk_components::slots::Value;
use entropyk_core::{ThermoError, compact};

use crate::model::Model;
use crate::object::Object;
use crate::problem::Problem;
use crate::solve::Settings;

/// A parameter of an object.
pub type Handle = (Arc<Object>, usize);

/// A parameter that shall have its given value, and the control that is found for it.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    of: Handle,
    control: Handle,
    bounds: (f64, f64),
    /// What both held before.
    before: [Slot; 2],
}

/// A free parameter with bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Control {
    /// Its variable.
    pub(crate) variable: usize,
    pub(crate) bounds: (f64, f64),
    /// The constraint it belongs to.
    constraint: usize,
}

/// Relative distance by which rounding may take a control over its bound.
const SLACK: f64 = 1e-9;

impl Control {
    /// The bound that a value lies beyond.
    fn exceeded(&self, value: f64) -> Option<(&'static str, f64)> {
        let (min, max) = self.bounds;
        let slack = SLACK * (max - min);
        match value {
            _ if value < min - slack => Some(("lower", min)),
            _ if value > max + slack => Some(("upper", max)),
            _ => None,
        }
    }
}

fn path((object, parameter): &Handle) -> String {
    crate::path::path(object, *parameter)
}

/// A value of a parameter in the units of its model.
fn shown((object, parameter): &Handle, si: f64) -> String {
    let units = object.units();
    let unit = units.unit(object.declaration().parameters[*parameter].quantity);
    format!("{} {}", compact(unit.from_si(si)), unit.label()).trim_end().to_owned()
}

impl Model {
    /// Gives a parameter a value, in SI, and makes another one, within bounds, an unknown for it.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for bounds that are none; [`ThermoError::Topology`] if a parameter is constrained already or a
    /// control of another; as [`Object::set`] for the value.
    pub fn constrain(
        &mut self,
        of: Handle,
        value: f64,
        control: Handle,
        bounds: (f64, f64),
    ) -> Result<(), ThermoError> {
        if bounds.0 >= bounds.1 || !bounds.0.is_finite() || !bounds.1.is_finite() {
            let message =
                format!("{}: the bounds {} and {} hold nothing between them", path(&control), bounds.0, bounds.1);
            return Err(ThermoError::Validation(message));
        }
        let is_same = |a: &Handle, b: &Handle| Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1;
        if is_same(&of, &control) {
            return Err(ThermoError::Topology(format!("{} cannot control itself", path(&of))));
        }
        for constraint in &self.constraints {
            for (handle, role) in [(&of, "constrained"), (&control, "a control")] {
                if is_same(&constraint.of, handle) || is_same(&constraint.control, handle) {
                    return Err(ThermoError::Topology(format!(
                        "{} cannot be {role}: it is part of the constraint of {} by {} already",
                        path(handle),
                        path(&constraint.of),
                        path(&constraint.control)
                    )));
                }
            }
        }
        if control.0.declaration().parameters[control.1].is_result {
            return Err(ThermoError::Validation(format!(
                "{} is a result: a control is a parameter that can be given",
                path(&control)
            )));
        }
        let before = [&of, &control].map(|(object, parameter)| object.slots.read().slot(*parameter).clone());
        of.0.set(of.1, Value::Number(value))?;
        let known = control.0.slots.read().number(control.1);
        let start = if known.is_finite() { known.clamp(bounds.0, bounds.1) } else { 0.5 * (bounds.0 + bounds.1) };
        let mut slots = control.0.slots.write();
        slots.free(control.1);
        slots.set_start(control.1, Some(start));
        drop(slots);
        self.constraints.push(Constraint { of, control, bounds, before });
        self.change();
        Ok(())
    }

    /// Takes the constraint of a parameter back: both hold again what they held before. False if there is none.
    pub fn release(&mut self, of: &Handle) -> bool {
        let place = self
            .constraints
            .iter()
            .position(|constraint| Arc::ptr_eq(&constraint.of.0, &of.0) && constraint.of.1 == of.1);
        let Some(place) = place else { return false };
        let Constraint { of, control, before: [of_before, control_before], .. } = self.constraints.remove(place);
        of.0.slots.write().restore(of.1, of_before);
        control.0.slots.write().restore(control.1, control_before);
        self.change();
        true
    }

    /// The controls of a plan.
    pub(crate) fn controls(
        &self,
        objects: &[Arc<Object>],
        free: impl Fn(usize, usize) -> Option<usize>,
    ) -> Vec<Control> {
        let all = self.constraints.iter().enumerate();
        all.filter_map(|(constraint, Constraint { control: (object, parameter), bounds, .. })| {
            let position = objects.iter().position(|other| Arc::ptr_eq(other, object))?;
            Some(Control { variable: free(position, *parameter)?, bounds: *bounds, constraint })
        })
        .collect()
    }

    /// Refuses a solution with a control beyond its bound: solves with the control on the bound, which is the state of the error.
    pub(crate) fn saturate(
        &self,
        problem: &Problem,
        settings: &Settings,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Result<(), ThermoError> {
        let Some((control, (side, bound))) = problem.exceeded() else { return Ok(()) };
        let Constraint { of, control: handle, .. } = &self.constraints[control.constraint];
        let wanted = shown(of, of.0.slots.read().number(of.1));
        let found = shown(handle, problem.variables[control.variable]);
        let state = self.at_bound(control.constraint, bound, settings, is_interrupted);
        Err(ThermoError::ControlSaturation {
            message: format!(
                "{} ends on its {side} bound {}: {} = {wanted} would take {found}; widen the bounds, or ask for another value",
                path(handle),
                shown(handle, bound),
                path(of),
            ),
            variable: path(handle),
            bound: side.to_owned(),
            value: bound,
            state: state.unwrap_or_else(|| problem.variables.clone()),
        })
    }

    /// The state vector with a control on its bound and its constraint given up.
    fn at_bound(
        &self,
        constraint: usize,
        bound: f64,
        settings: &Settings,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Option<Vec<f64>> {
        let Constraint { of, control, .. } = &self.constraints[constraint];
        let take = |(object, parameter): &Handle| object.slots.read().slot(*parameter).clone();
        let (of_slot, control_slot) = (take(of), take(control));
        of.0.slots.write().unset(of.1);
        let is_set = control.0.slots.write().set(control.1, Value::Number(bound)).is_ok();
        let state = if is_set { self.state_of_a_solve(settings, is_interrupted) } else { None };
        of.0.slots.write().restore(of.1, of_slot);
        control.0.slots.write().restore(control.1, control_slot);
        state
    }
}

impl Problem<'_> {
    /// The first control beyond its bound, and that bound.
    pub(crate) fn exceeded(&self) -> Option<(Control, (&'static str, f64))> {
        let beyond = |control: &Control| Some((*control, control.exceeded(self.variables[control.variable])?));
        self.plan.controls.iter().find_map(beyond)
    }
}
