//! Density at given pressure and temperature.
//!
//! Newton in ln ρ inside a bracket that shrinks with every evaluation. On the liquid side an unstable point (∂p/∂ρ ≤ 0) counts
//! as too light, on the gas side as too dense, so that the iteration leaves the van der Waals loop on the proper side.

use super::equation::Equation;

/// Which root of p(ρ) = p is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Branch {
    /// The dense root.
    Liquid,
    /// The light root.
    Gas,
}

pub(super) const MAX_ITERATIONS: usize = 100;
/// Largest step of ln ρ.
const MAX_STEP: f64 = 0.4;
/// A step of ln ρ below this is the last one: the error left is its square.
const LAST_STEP: f64 = 1e-9;

/// The root in (low, high) nearest to the branch's side, from a guess; `None` if there is none.
pub(crate) fn solve(
    equation: &Equation,
    (p, t): (f64, f64),
    branch: Branch,
    (mut low, mut high): (f64, f64),
    guess: f64,
) -> Option<f64> {
    let mut rho = guess.clamp(low, high);
    let mut previous = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let (value, slope) = equation.pressure(t, rho);
        let is_stable = slope > 0.0;
        let is_light = if is_stable { value < p } else { branch == Branch::Liquid };
        if is_light {
            low = low.max(rho)
        } else {
            high = high.min(rho)
        }
        let step = (p - value) / slope;
        if is_stable && (step.abs() < LAST_STEP || value == p) {
            return Some(rho * (1.0 + step));
        }
        let next = rho * step.clamp(-MAX_STEP, MAX_STEP).exp();
        let is_slow = step.abs() > 0.7 * previous && high.is_finite() && low > 0.0;
        previous = step.abs();
        rho = if is_stable && next > low && next < high && !is_slow {
            next
        } else if high.is_finite() {
            (low.max(1e-3 * high) * high).sqrt()
        } else {
            low * MAX_STEP.exp()
        };
        if high.is_finite() && high - low <= 4.0 * f64::EPSILON * high {
            return is_stable.then_some(rho);
        }
    }
    None
}

/// Plain Newton from a guess that is nearly right.
pub(crate) fn newton(equation: &Equation, p: f64, t: f64, guess: f64) -> Option<f64> {
    let mut rho = guess;
    for _ in 0..30 {
        let (value, slope) = equation.pressure(t, rho);
        let step = (p - value) / slope;
        if slope <= 0.0 || !step.is_finite() {
            return None;
        }
        rho *= step.clamp(-MAX_STEP, MAX_STEP).exp();
        if step.abs() < LAST_STEP {
            return Some(rho);
        }
    }
    None
}
