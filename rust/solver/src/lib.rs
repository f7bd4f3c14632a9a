//! Solvers for systems of nonlinear equations F(x) = 0.
//!
//! A [`System`] gives residuals, the Jacobian matrix, scales and the largest step it can stand; a
//! [`Solver`] changes x until the scaled residual is small. What happened is an [`Outcome`], watched by an
//! [`Observer`]. Nothing here knows what the equations describe.

mod newton;
mod outcome;
mod system;

pub use nalgebra::DMatrix;
pub use newton::{LineSearch, Newton};
pub use outcome::{Iteration, Observer, Outcome, Status};
pub use system::{Rejection, System};

/// Changes x until F(x) = 0.
pub trait Solver: Send + Sync {
    /// Starts at `x`, which holds the best iterate when the call returns.
    fn solve(&self, system: &mut dyn System, x: &mut [f64], observer: &mut dyn Observer) -> Outcome;
}
