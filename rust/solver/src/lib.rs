//! Solvers for systems of nonlinear equations F(x) = 0.
//!
//! A [`System`] gives residuals, the Jacobian matrix, scales and the largest step it can stand; a
//! [`Solver`] changes x until the scaled residual is small. What happened is an [`Outcome`], watched by an
//! [`Observer`]. Nothing here knows what the equations describe.

mod fallback;
mod linear;
mod newton;
mod outcome;
mod picard;
mod scalar;
mod system;

pub use fallback::Fallback;
pub use linear::Linear;
pub use newton::{LineSearch, Newton};
pub use outcome::{Iteration, Observer, Outcome, Status};
pub use picard::Picard;
pub use scalar::Scalar;
pub use system::{Pattern, Rejection, System};

/// Changes x until F(x) = 0.
pub trait Solver: Send + Sync {
    /// Starts at `x`, which holds the best iterate when the call returns.
    fn solve(&self, system: &mut dyn System, x: &mut [f64], observer: &mut dyn Observer) -> Outcome;
}
