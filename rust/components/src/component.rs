//! The trait every component implements, and its object-safe form.

use std::marker::PhantomData;
use std::sync::Arc;

use entropyk_fluids::Phase;

use crate::declaration::{Declaration, Variable};
use crate::operation::with_states;
use crate::{At, ComponentError, Dual, Scalar, Slope, Slots, Start};

/// What a component tells after a solve. Energy that comes or goes through a connected port for power or heat stays in the
/// model and is not counted; where it enters or leaves, a source or sink counts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report<S = f64> {
    /// (parameter, value in SI) of what was found.
    pub results: Vec<(usize, S)>,
    /// Heat taken across the boundary of the model, W.
    pub heat: S,
    /// Shaft or electric power taken from outside the model, W.
    pub power: S,
    /// Heat lost to the surroundings, W.
    pub loss: S,
    /// Relative distances from points where the slope of a curve jumps.
    pub kinks: Vec<S>,
    /// What the user should know about this solution.
    pub warnings: Vec<String>,
    /// Results that mean nothing wrong beyond the limits of their parameters here.
    pub unlimited: Vec<usize>,
}

impl<S: Scalar> Default for Report<S> {
    fn default() -> Self {
        Self {
            // Most components report more than a few, none many.
            results: Vec::with_capacity(16),
            heat: S::zero(),
            power: S::zero(),
            loss: S::zero(),
            kinks: vec![],
            warnings: vec![],
            unlimited: vec![],
        }
    }
}

impl<S: Scalar> Report<S> {
    /// Adds a result.
    pub fn set(&mut self, parameter: usize, value: S) {
        self.results.push((parameter, value));
    }
}

/// What is known along an exchanger, from where the hot side enters: at the ends of its sections, SI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sections {
    /// Heat that the hot side has given off so far.
    pub q: Vec<f64>,
    /// Temperature of the hot side.
    pub t_hot: Vec<f64>,
    /// Temperature of the cold side.
    pub t_cold: Vec<f64>,
    /// Conductance of the section that begins here; NaN at the last end, and where temperatures cross.
    pub ua: Vec<f64>,
    /// Phase of the hot side in the middle of the section that begins here, at the last end there; none of a boundary.
    pub hot: Vec<Option<Phase>>,
    /// Phase of the cold side likewise.
    pub cold: Vec<Option<Phase>>,
}

/// A class of components. Values live in the slots of an object, so a class has no fields.
pub trait Component: Send + Sync + 'static {
    /// Whether it can be switched off or bypassed; connections cannot.
    const HAS_STATES: bool = true;

    /// Ports, parameters, equations.
    fn declaration() -> Declaration;

    /// Refuses parameters that cannot be given together, before anything is compiled.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`], which names them and what to give.
    fn check(slots: &Slots) -> Result<(), ComponentError> {
        let _ = slots;
        Ok(())
    }

    /// Residual of one of the declared equations that are not affine.
    fn residual<S: Scalar>(equation: usize, at: &At<S>) -> Result<S, ComponentError>;

    /// The value of a variable at the first port that solves an equation while all else stays, where a formula gives it.
    ///
    /// # Errors
    /// Values for which there is more than one.
    fn direct(equation: usize, unknown: Variable, at: &At<f64>) -> Option<Result<f64, ComponentError>> {
        let _ = (equation, unknown, at);
        None
    }

    /// Offers start values from what is known so far; called until nothing new comes.
    ///
    /// # Errors
    /// Values with which no solution can exist.
    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let _ = start;
        Ok(())
    }

    /// The mass fractions of what leaves at the outlet of a reacting mixture, as far as those of the inlets tell.
    fn react(start: &Start) -> Option<Vec<f64>> {
        let _ = start;
        None
    }

    /// What is known along an exchanger; none of other classes.
    ///
    /// # Errors
    /// Property errors.
    fn sections(at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        let _ = at;
        Ok(None)
    }

    /// Results at a solution, or why it cannot be one.
    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError>;
}

/// [`Component`] as an object.
pub trait Class: Send + Sync {
    /// Ports, parameters, equations.
    fn declaration(&self) -> &Arc<Declaration>;
    /// See [`Component::check`].
    fn check(&self, slots: &Slots) -> Result<(), ComponentError> {
        let _ = slots;
        Ok(())
    }
    /// Residual as a value.
    fn residual(&self, equation: usize, at: &At<f64>) -> Result<f64, ComponentError>;
    /// Residual with derivatives.
    fn residual_dual(&self, equation: usize, at: &At<Dual>) -> Result<Dual, ComponentError>;
    /// Residual with its derivative along one direction.
    fn residual_slope(&self, equation: usize, at: &At<Slope>) -> Result<Slope, ComponentError>;
    /// See [`Component::direct`].
    fn direct(&self, _equation: usize, _unknown: Variable, _at: &At<f64>) -> Option<Result<f64, ComponentError>> {
        None
    }
    /// See [`Component::start`].
    fn start(&self, start: &mut Start) -> Result<(), ComponentError>;
    /// See [`Component::react`].
    fn react(&self, _start: &Start) -> Option<Vec<f64>> {
        None
    }
    /// See [`Component::report`].
    fn report(&self, at: &At<f64>) -> Result<Report, ComponentError>;
    /// Results with derivatives.
    fn report_dual(&self, at: &At<Dual>) -> Result<Report<Dual>, ComponentError>;
    /// See [`Component::sections`].
    fn sections(&self, _at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        Ok(None)
    }
    /// True if it calls code that runs one thread at a time, as Python's.
    fn is_serial(&self) -> bool {
        false
    }
}

/// The scalars that a [`Class`] is evaluated with.
pub trait Instance: Scalar {
    /// Residual of an equation of a class.
    ///
    /// # Errors
    /// Those of the class.
    fn residual(class: &dyn Class, equation: usize, at: &At<Self>) -> Result<Self, ComponentError>;
    /// What a class reports.
    ///
    /// # Errors
    /// Those of the class.
    fn report(class: &dyn Class, at: &At<Self>) -> Result<Report<Self>, ComponentError>;
}

impl Instance for f64 {
    fn residual(class: &dyn Class, equation: usize, at: &At<f64>) -> Result<f64, ComponentError> {
        class.residual(equation, at)
    }
    fn report(class: &dyn Class, at: &At<f64>) -> Result<Report, ComponentError> {
        class.report(at)
    }
}

impl Instance for Dual {
    fn residual(class: &dyn Class, equation: usize, at: &At<Dual>) -> Result<Dual, ComponentError> {
        class.residual_dual(equation, at)
    }
    fn report(class: &dyn Class, at: &At<Dual>) -> Result<Report<Dual>, ComponentError> {
        class.report_dual(at)
    }
}

struct Native<C> {
    declaration: Arc<Declaration>,
    class: PhantomData<C>,
}

impl<C: Component> Class for Native<C> {
    fn declaration(&self) -> &Arc<Declaration> {
        &self.declaration
    }
    fn check(&self, slots: &Slots) -> Result<(), ComponentError> {
        C::check(slots)
    }
    fn residual(&self, equation: usize, at: &At<f64>) -> Result<f64, ComponentError> {
        C::residual(equation, at)
    }
    fn residual_dual(&self, equation: usize, at: &At<Dual>) -> Result<Dual, ComponentError> {
        C::residual(equation, at)
    }
    fn residual_slope(&self, equation: usize, at: &At<Slope>) -> Result<Slope, ComponentError> {
        C::residual(equation, at)
    }
    fn direct(&self, equation: usize, unknown: Variable, at: &At<f64>) -> Option<Result<f64, ComponentError>> {
        C::direct(equation, unknown, at)
    }
    fn start(&self, start: &mut Start) -> Result<(), ComponentError> {
        C::start(start)
    }
    fn react(&self, start: &Start) -> Option<Vec<f64>> {
        C::react(start)
    }
    fn report(&self, at: &At<f64>) -> Result<Report, ComponentError> {
        C::report(at)
    }
    fn report_dual(&self, at: &At<Dual>) -> Result<Report<Dual>, ComponentError> {
        C::report(at)
    }
    fn sections(&self, at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        C::sections(at)
    }
}

/// The object of a class.
pub fn class<C: Component>() -> Arc<dyn Class> {
    class_of::<C>(if C::HAS_STATES { with_states(C::declaration()) } else { C::declaration() })
}

/// The object of a class with a declaration of its own.
pub(crate) fn class_of<C: Component>(declaration: Declaration) -> Arc<dyn Class> {
    Arc::new(Native::<C> { declaration: Arc::new(declaration.completed()), class: PhantomData })
}
