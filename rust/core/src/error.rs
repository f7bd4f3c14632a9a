//! The error on top of the crates' own.

use std::any::Any;
use std::sync::Arc;

/// What code outside the engine raised, kept for whoever called it. Two are equal if they are the same.
#[derive(Clone, Debug)]
pub struct Cause(Arc<dyn Any + Send + Sync>);

impl Cause {
    /// Keeps it.
    pub fn new(raised: impl Any + Send + Sync) -> Self {
        Self(Arc::new(raised))
    }

    /// What was raised, if it is of that type.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A failure of code outside the engine, such as an equation in Python.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// Where, and what it said.
    pub message: String,
    /// What it raised.
    pub cause: Option<Cause>,
    /// What ends with it.
    pub reach: Reach,
}

/// What a failure of code outside the engine ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The point: it has no value here, as a logarithm of a negative number.
    Point,
    /// The solve: it is wrong everywhere.
    Solve,
    /// Everything that runs: the user interrupted.
    All,
}

impl Raised {
    /// True if no other point is worth a try.
    pub fn is_final(&self) -> bool {
        self.reach >= Reach::Solve
    }
}

/// Everything that can go wrong, in the classes a user distinguishes. The crates' own errors convert into it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ThermoError {
    /// A value that is no number, has no unit, or cannot be.
    #[error("{0}")]
    Validation(String),
    /// A fluid or state without an answer.
    #[error("{0}")]
    FluidProperty(String),
    /// A pair of properties that several states have.
    #[error("{message}")]
    AmbiguousState {
        /// Which pair, and of which states.
        message: String,
        /// Temperature in K and density in kg/m³ of each.
        candidates: Vec<(f64, f64)>,
    },
    /// A component with impossible parameters.
    #[error("{0}")]
    InvalidState(String),
    /// Specifications that lead to a state that cannot be.
    #[error("{0}")]
    ImpossibleState(String),
    /// A parameter name that a component does not have.
    #[error("{0}")]
    UnknownParameter(String),
    /// Components and connections that do not form a network, or too many or too few specifications.
    #[error("{0}")]
    Topology(String),
    /// The iteration did not converge.
    #[error("{message}")]
    NonConvergence {
        /// What did not converge, and what to try.
        message: String,
        /// Iterations made.
        iterations: usize,
        /// Scaled residual left.
        residual: f64,
        /// The last iterate, in the layout of a state vector.
        state: Vec<f64>,
        /// What code outside the engine raised on the way.
        cause: Option<Cause>,
        /// True if the equations do not determine all unknowns there.
        is_singular: bool,
    },
    /// Code outside the engine, such as an equation in Python, failed.
    #[error("{}", .0.message)]
    Raised(Raised),
    /// The time budget was used up.
    #[error("{message}")]
    Timeout {
        /// What was reached.
        message: String,
        /// Time used, ms.
        elapsed_ms: f64,
        /// Iterations made.
        iterations: usize,
        /// Scaled residual of the best iterate.
        residual: f64,
        /// The best iterate, in the layout of a state vector.
        state: Vec<f64>,
    },
    /// A bounded control ended on its bound.
    #[error("{message}")]
    ControlSaturation {
        /// Which control, which bound.
        message: String,
        /// The control variable.
        variable: String,
        /// Name of the bound, `"lower"` or `"upper"`.
        bound: String,
        /// Value of the bound.
        value: f64,
        /// The state reached.
        state: Vec<f64>,
    },
    /// The user interrupted the solve.
    #[error("interrupted")]
    Interrupted,
}

impl ThermoError {
    /// The same error with a message made from its own; those about a solve stay as they are.
    pub fn reworded(self, reword: impl FnOnce(&str) -> String) -> Self {
        match self {
            ThermoError::Validation(message) => ThermoError::Validation(reword(&message)),
            ThermoError::FluidProperty(message) => ThermoError::FluidProperty(reword(&message)),
            ThermoError::AmbiguousState { message, candidates } => {
                ThermoError::AmbiguousState { message: reword(&message), candidates }
            }
            ThermoError::InvalidState(message) => ThermoError::InvalidState(reword(&message)),
            ThermoError::ImpossibleState(message) => ThermoError::ImpossibleState(reword(&message)),
            ThermoError::UnknownParameter(message) => ThermoError::UnknownParameter(reword(&message)),
            ThermoError::Topology(message) => ThermoError::Topology(reword(&message)),
            ThermoError::Raised(raised) => ThermoError::Raised(Raised { message: reword(&raised.message), ..raised }),
            error => error,
        }
    }
}
