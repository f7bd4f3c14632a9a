//! Density at given pressure and temperature.
//!
//! Halley's method in r = ln ρ inside a bracket that shrinks with every evaluation,
//!
//! Δr = n/(1 + n p_rr/(2 p_r)),  n = (p − p(r))/p_r.
//!
//! On the liquid side an unstable point (∂p/∂ρ ≤ 0) counts as too light, on the gas side as too dense, so that the iteration leaves
//! the van der Waals loop on the proper side.

use super::equation::{Equation, Place};
use crate::simd::Arithmetic;

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
/// An error of ln ρ, times 1 + |p_rr/p_r|, that slopes may have; the square of it is left in values that are corrected for it.
pub(super) const NEAR: f64 = 1e-10;

/// The root in (low, high) nearest to the branch's side, from a guess, and p_rr/p_r beside it; `None` if there is none.
///
/// The iteration ends when about `end` is left in ln ρ, times 1 + |p_rr/p_r|; with 0 only rounding is.
#[inline(always)]
pub(super) fn solve<A: Arithmetic>(
    a: A,
    equation: &Equation,
    (p, t): (f64, f64),
    branch: Branch,
    (mut low, mut high): (f64, f64),
    (guess, end): (f64, f64),
) -> Option<(Place, f64)> {
    let mut at = equation.place(a, t, guess.clamp(low, high));
    let mut previous = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let (value, slope, curvature) = equation.pressure_curve(a, &at);
        let is_stable = slope > 0.0;
        let is_light = if is_stable { value < p } else { branch == Branch::Liquid };
        if is_light {
            low = low.max(at.rho)
        } else {
            high = high.min(at.rho)
        }
        let bend = curvature / slope;
        let step = halley((p - value) / slope, bend).clamp(-MAX_STEP, MAX_STEP);
        let next = at.denser(a, step);
        let is_inside = is_stable && next.rho > low && next.rho < high;
        // What is left is `ratio` times the cube of the step.
        let ratio = (step.abs() / previous.powi(3)).max(0.25 * (1.0 + bend * bend));
        let left = ratio * step.abs().powi(3);
        if (is_inside && left * (1.0 + bend.abs()) < end) || (is_stable && step.abs() < LAST_STEP) {
            return Some((next, bend));
        }
        let is_slow = step.abs() > 0.7 * previous && high.is_finite() && low > 0.0;
        previous = step.abs();
        at = if is_inside && !is_slow {
            next
        } else if high.is_finite() {
            equation.place(a, t, (low.max(1e-3 * high) * high).sqrt())
        } else {
            equation.place(a, t, low * MAX_STEP.exp())
        };
        if high.is_finite() && high - low <= 4.0 * f64::EPSILON * high {
            return is_stable.then_some((at, bend));
        }
    }
    None
}

/// The step of Halley's method from that of Newton's and p_rr/p_r.
#[inline(always)]
fn halley(newton: f64, bend: f64) -> f64 {
    newton / (1.0 + 0.5 * newton * bend).max(0.5)
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
