//! Newton's method; where it fails, Picard sweeps, and Newton's method from there.

use crate::{Newton, Observer, Outcome, Picard, Solver, Status, System};

/// Newton's method with a way out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fallback {
    /// First and last.
    pub newton: Newton,
    /// In between.
    pub picard: Picard,
}

impl Solver for Fallback {
    fn solve(&self, system: &mut dyn System, x: &mut [f64], observer: &mut dyn Observer) -> Outcome {
        let start = x.to_vec();
        let first = self.newton.solve(system, x, observer);
        if !is_failure(&first.status) {
            return first;
        }
        let reached = x.to_vec();
        x.copy_from_slice(&start);
        let swept = self.picard.solve(system, x, observer);
        if !is_failure(&swept.status) {
            return Outcome { iterations: first.iterations + swept.iterations, ..swept };
        }
        let last = self.newton.solve(system, x, observer);
        if is_failure(&last.status) && first.residual < last.residual {
            x.copy_from_slice(&reached);
            return Outcome { iterations: first.iterations + swept.iterations + last.iterations, ..first };
        }
        Outcome { iterations: first.iterations + swept.iterations + last.iterations, ..last }
    }
}

fn is_failure(status: &Status) -> bool {
    !matches!(status, Status::Converged | Status::Stopped)
}
