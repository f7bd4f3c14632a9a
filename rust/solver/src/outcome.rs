//! How a solve ended, and what happened on the way.

/// One iteration, as an observer sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iteration {
    /// Counted from 0, the start.
    pub number: usize,
    /// Greatest scaled residual.
    pub residual: f64,
    /// Equation that holds it.
    pub worst: usize,
    /// Greatest scaled change of an unknown in the step that led here; 0 at the start.
    pub step: f64,
    /// Fraction of the Newton step taken; 0 at the start.
    pub damping: f64,
}

/// Sees every iteration; may stop the solve.
pub trait Observer {
    /// Returns false to stop.
    fn observe(&mut self, iteration: &Iteration) -> bool;
}

impl<F: FnMut(&Iteration) -> bool> Observer for F {
    fn observe(&mut self, iteration: &Iteration) -> bool {
        self(iteration)
    }
}

/// Why a solve ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// The scaled residual is within the tolerance.
    Converged,
    /// The iterations were used up.
    MaxIterations,
    /// No step along the Newton direction reduces the residual.
    Stagnated,
    /// The Jacobian has no inverse; the equation and the unknown with the smallest pivot.
    SingularJacobian {
        /// Row.
        equation: usize,
        /// Column.
        unknown: usize,
    },
    /// The residual has no value at the start.
    OutOfDomain(String),
    /// The observer stopped the solve.
    Stopped,
}

/// The end of a solve.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Why it ended.
    pub status: Status,
    /// Iterations made.
    pub iterations: usize,
    /// Greatest scaled residual at the returned point.
    pub residual: f64,
    /// Equation that holds it.
    pub worst: usize,
}
