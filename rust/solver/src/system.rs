//! What a solver needs to know of a system of equations.

use nalgebra::DMatrix;

/// Why the residual has no value at a point, in the words of the system.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection(pub String);

/// A square system F(x) = 0 with an analytic Jacobian.
pub trait System {
    /// Number of unknowns, and of equations.
    fn len(&self) -> usize;

    /// True for a system without unknowns.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes F(x) to `residual`.
    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), Rejection>;

    /// Writes F(x) and its Jacobian ∂Fᵢ/∂xⱼ.
    fn linearize(&mut self, x: &[f64], residual: &mut [f64], jacobian: &mut DMatrix<f64>) -> Result<(), Rejection>;

    /// Writes the magnitude by which each unknown is measured, greater than zero.
    fn scales(&self, x: &[f64], scales: &mut [f64]);

    /// The greatest fraction, at most 1, of the step `dx` from `x` that stays where F is defined.
    fn admissible(&self, x: &[f64], dx: &[f64]) -> f64;
}
