//! Inverse control: a parameter or result shall have a value, and another parameter, within bounds, is found for it.
//!
//! A parameter with an equation of its own is given the value. For what is only reported, such as a pinch, an equation about the
//! result is added (module `watch`).

use std::sync::Arc;

use entropyk_components::declaration::{Coefficient, Equation, Form, Port, Term};
use entropyk_components::slots::Value;
use entropyk_components::{RELATION, Slot};
use entropyk_core::{ThermoError, compact};

use crate::explain::Findings;
use crate::graph::Graph;
use crate::model::Model;
use crate::object::Object;
use crate::plan::Plan;
use crate::problem::Problem;
use crate::solve::{Budget, Settings};
use crate::watch::{Target, VALUE};

/// A parameter of an object.
pub type Handle = (Arc<Object>, usize);

/// What shall have a value, and the control that is found for it.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    pub(crate) of: Target,
    /// The object that holds the value, and where: the target itself, or the equation about it.
    pub(crate) holder: Handle,
    pub(crate) control: Handle,
    pub(crate) bounds: (f64, f64),
    /// What both held before.
    pub(crate) before: [Slot; 2],
}

impl Constraint {
    /// True if an equation was added for it.
    fn is_watched(&self) -> bool {
        self.holder.0.declaration().class == RELATION
    }
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
    let unit = units.unit(object.parameter(*parameter).quantity);
    format!("{} {}", compact(unit.from_si(si)), unit.label()).trim_end().to_owned()
}

impl Model {
    /// Asks for the value of a parameter or result, in SI, and makes a parameter, within bounds, an unknown for it.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for bounds that are none; [`ThermoError::Topology`] if a parameter is constrained already or a
    /// control of another; as [`Object::set`] for the value.
    pub fn constrain(
        &mut self,
        of: Target,
        value: f64,
        control: Handle,
        bounds: (f64, f64),
    ) -> Result<(), ThermoError> {
        self.check_constraint(&of, &control, bounds)?;
        let slot = |(object, parameter): &Handle| object.slots.read().slot(*parameter).clone();
        let mut before = [Slot::default(), slot(&control)];
        let holder = match &of {
            Target::Parameter(handle) if self.is_given_by_itself(handle, value) => {
                before[0] = slot(handle);
                handle.0.set(handle.1, Value::Number(value))?;
                handle.clone()
            }
            _ if !value.is_finite() => {
                return Err(ThermoError::Validation(format!("{} cannot have the value {value}", of.path())));
            }
            _ => (self.watch(of.clone(), value)?, VALUE),
        };
        let known = control.0.slots.read().number(control.1);
        let start = if known.is_finite() { known.clamp(bounds.0, bounds.1) } else { 0.5 * (bounds.0 + bounds.1) };
        let mut slots = control.0.slots.write();
        slots.free(control.1);
        slots.set_start(control.1, Some(start));
        drop(slots);
        self.constraints.push(Constraint { of, holder, control, bounds, before });
        self.change();
        Ok(())
    }

    fn check_constraint(&self, of: &Target, control: &Handle, bounds: (f64, f64)) -> Result<(), ThermoError> {
        let of_control = Target::Parameter(control.clone());
        if bounds.0 >= bounds.1 || !bounds.0.is_finite() || !bounds.1.is_finite() {
            let message =
                format!("{}: the bounds {} and {} hold nothing between them", path(control), bounds.0, bounds.1);
            return Err(ThermoError::Validation(message));
        }
        if of.is_same(&of_control) {
            return Err(ThermoError::Topology(format!("{} cannot control itself", of.path())));
        }
        for constraint in &self.constraints {
            let known = Target::Parameter(constraint.control.clone());
            for (target, role) in [(of, "constrained"), (&of_control, "a control")] {
                if constraint.of.is_same(target) || known.is_same(target) {
                    return Err(ThermoError::Topology(format!(
                        "{} cannot be {role}: it is part of the constraint of {} by {} already",
                        target.path(),
                        constraint.of.path(),
                        known.path()
                    )));
                }
            }
        }
        if control.0.parameter(control.1).is_result {
            return Err(ThermoError::Validation(format!(
                "{} is a result: a control is a parameter that can be given",
                path(control)
            )));
        }
        Ok(())
    }

    /// True for a variable of a connection, and for a parameter that makes an equation hold when it is given.
    fn is_given_by_itself(&self, (object, parameter): &Handle, value: f64) -> bool {
        let declaration = object.declaration();
        let declared = &declaration.parameters[*parameter];
        let is_variable = |port: &Port| port.kind.variables().iter().any(|variable| variable.symbol() == declared.name);
        if declared.is_result {
            return false;
        }
        let is_edge = self.edge(&object.label()).is_some_and(|at| Arc::ptr_eq(&self.edges[at].object, object));
        if is_edge && is_variable(&declaration.ports[0]) {
            return true;
        }
        let mut slots = object.slots.read().clone();
        // A value that it cannot take is refused where it is given.
        let is_refused = slots.set(*parameter, Value::Number(value)).is_err();
        let active = |equation: &&Equation| slots.holds(&equation.active, &|_| true);
        is_refused || declaration.equations.iter().filter(active).any(|equation| reads(equation, *parameter))
    }

    /// Takes a constraint back: what was given and its control hold again what they held before. False if there is none.
    pub fn release(&mut self, of: &Target) -> bool {
        let place = self.constraints.iter().position(|constraint| constraint.of.is_same(of));
        let Some(place) = place else { return false };
        let constraint = self.constraints.remove(place);
        if constraint.is_watched() {
            self.unwatch(&constraint.holder.0);
        }
        let Constraint { holder, control, before: [of_before, control_before], .. } = constraint;
        holder.0.slots.write().restore(holder.1, of_before);
        control.0.slots.write().restore(control.1, control_before);
        self.change();
        true
    }

    /// Where the wanted value of a constraint is held, if there is one of that target.
    pub(crate) fn holder(&self, of: &Target) -> Option<&Handle> {
        self.constraints.iter().find(|constraint| constraint.of.is_same(of)).map(|constraint| &constraint.holder)
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
        let constraint = &self.constraints[control.constraint];
        let (handle, holder) = (&constraint.control, &constraint.holder);
        let wanted = shown(holder, holder.0.slots.read().number(holder.1));
        let found = shown(handle, problem.variables[control.variable]);
        let state = self.at_bound(problem, &control, bound, settings, is_interrupted);
        Err(ThermoError::ControlSaturation {
            message: format!(
                "{} ends on its {side} bound {}: {} = {wanted} would take {found}; widen the bounds, or ask for another value",
                path(handle),
                shown(handle, bound),
                constraint.of.path(),
            ),
            variable: path(handle),
            bound: side.to_owned(),
            value: bound,
            state: state.unwrap_or_else(|| problem.variables.clone()),
        })
    }

    /// The state vector with a control on its bound and its constraint given up, from a plan of its own: nobody else sees it.
    fn at_bound(
        &self,
        problem: &Problem,
        control: &Control,
        bound: f64,
        settings: &Settings,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Option<Vec<f64>> {
        let Constraint { holder, control: handle, .. } = &self.constraints[control.constraint];
        let mut graph = Graph::new(self).ok()?;
        let place = |graph: &Graph, of: &Handle| graph.objects.iter().position(|other| Arc::ptr_eq(other, &of.0));
        let places = [place(&graph, holder)?, place(&graph, handle)?];
        for at in places {
            graph.objects[at] = graph.objects[at].copy();
        }
        graph.objects[places[0]].slots.write().unset(holder.1);
        graph.objects[places[1]].slots.write().set(handle.1, Value::Number(bound)).ok()?;
        let structure = graph.structure().ok()?;
        Findings::new(&graph, &structure).check().ok()?;
        let plan = Plan::new(self, graph, structure, vec![]).ok()?;
        let mut saturated = Problem::new(&plan);
        let budget = Budget::new(settings.timeout, is_interrupted);
        saturated.take(problem);
        let mut attempt = saturated.iterate(&settings.method, &budget);
        if !attempt.is_converged() {
            attempt = saturated.try_starts(&settings.method, &budget).ok()?;
        }
        attempt.is_converged().then(|| {
            let mut state = problem.variables.clone();
            state[..plan.layout.len()].copy_from_slice(&saturated.variables[..plan.layout.len()]);
            for (k, free) in problem.plan.free.iter().enumerate() {
                let place = plan.free.iter().position(|other| other == free);
                let at = plan.layout.len() + k;
                state[at] = place.map_or(bound, |place| saturated.variables[plan.layout.len() + place]);
            }
            state
        })
    }
}

/// True if an equation contains a parameter.
fn reads(equation: &Equation, parameter: usize) -> bool {
    let is = |coefficient: &Coefficient| matches!(coefficient, Coefficient::Parameter(other) | Coefficient::Minus(other) if *other == parameter);
    match &equation.form {
        Form::Affine { factor, offset, .. } => is(factor) || is(offset),
        Form::General(terms) | Form::Each { terms, .. } => terms.contains(&Term::Parameter(parameter)),
        Form::Balance(_) | Form::Mixing { .. } | Form::Whole(_) => false,
    }
}

impl Problem<'_> {
    /// Starts from another problem with the same connections.
    fn take(&mut self, other: &Problem) {
        for (unknown, variable) in self.plan.unknowns.iter().enumerate() {
            let value = match variable.checked_sub(self.plan.layout.len()) {
                None => Some(other.variables[*variable]),
                Some(k) => {
                    let place = other.plan.free.iter().position(|free| *free == self.plan.free[k]);
                    place.map(|place| other.variables[other.plan.layout.len() + place])
                }
            };
            self.set(unknown, value.unwrap_or(1.0));
        }
    }

    /// The first control beyond its bound, and that bound.
    pub(crate) fn exceeded(&self) -> Option<(Control, (&'static str, f64))> {
        let beyond = |control: &Control| Some((*control, control.exceeded(self.variables[control.variable])?));
        self.plan.controls.iter().find_map(beyond)
    }
}
