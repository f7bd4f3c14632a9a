//! Relaxed nonlinear Gauss–Seidel iteration.
//!
//! ```text
//! for every unknown xⱼ and its equation i:   xⱼ ← xⱼ − ω Fᵢ(x) / (∂Fᵢ/∂xⱼ)
//! ```
//! It makes iterates from which Newton's method may go on where it fails from the start; it need not converge itself.
//! Reference: Ortega & Rheinboldt, Iterative Solution of Nonlinear Equations in Several Variables, 1970, section 7.4.

use crate::newton::{Norms, SETTLED};
use crate::{Iteration, Observer, Outcome, Solver, Status, System};

/// Relaxed nonlinear Gauss–Seidel iteration.
#[derive(Clone, Debug, PartialEq)]
pub struct Picard {
    /// Sweeps over all unknowns at most.
    pub max_iterations: usize,
    /// Greatest scaled residual of a solution.
    pub tolerance: f64,
    /// Fraction of a step taken, above 0 and up to 1.
    pub relaxation: f64,
}

impl Default for Picard {
    fn default() -> Self {
        Self { max_iterations: 200, tolerance: 1e-9, relaxation: 0.5 }
    }
}

impl Solver for Picard {
    fn solve(&self, system: &mut dyn System, x: &mut [f64], observer: &mut dyn Observer) -> Outcome {
        let mut norms = Norms::new(system);
        let mut best = (x.to_vec(), f64::INFINITY, 0);
        let mut step = 0.0;
        for number in 0..=self.max_iterations {
            let (residual, worst) = match norms.of(system, x) {
                Ok(norm) => norm,
                Err(rejection) if number == 0 => {
                    let status = Status::OutOfDomain(rejection.0);
                    return Outcome { status, iterations: 0, residual: f64::INFINITY, worst: 0 };
                }
                Err(_) => break,
            };
            if residual < best.1 {
                best = (x.to_vec(), residual, worst);
            }
            let iteration = Iteration { number, residual, worst, step, damping: self.relaxation };
            let status = match () {
                () if !observer.observe(&iteration) => Some(Status::Stopped),
                () if residual <= self.tolerance && step <= SETTLED => Some(Status::Converged),
                () if number == self.max_iterations => Some(Status::MaxIterations),
                () => None,
            };
            if let Some(status) = status {
                x.copy_from_slice(&best.0);
                return Outcome { status, iterations: number, residual: best.1, worst: best.2 };
            }
            step = self.sweep(system, x);
        }
        x.copy_from_slice(&best.0);
        Outcome { status: Status::Stagnated, iterations: self.max_iterations, residual: best.1, worst: best.2 }
    }
}

impl Picard {
    /// Changes every unknown once; gives the greatest change relative to its scale.
    fn sweep(&self, system: &mut dyn System, x: &mut [f64]) -> f64 {
        let mut scales = vec![1.0; x.len()];
        system.scales(x, &mut scales);
        let mut greatest = 0.0_f64;
        for unknown in 0..x.len() {
            let row = system.assignment()[unknown];
            let Ok((value, slope)) = system.equation(x, row, unknown) else { continue };
            let mut change = vec![0.0; x.len()];
            change[unknown] = -self.relaxation * value / slope;
            if !change[unknown].is_finite() {
                continue;
            }
            let before = x[unknown];
            let mut fraction = system.admissible(x, &change).min(1.0);
            // Where the equation has no value, go less far.
            for _ in 0..8 {
                x[unknown] = before + fraction * change[unknown];
                if system.equation(x, row, unknown).is_ok() {
                    break;
                }
                fraction *= 0.5;
                x[unknown] = before;
            }
            greatest = greatest.max(((x[unknown] - before) / scales[unknown]).abs());
        }
        greatest
    }
}
