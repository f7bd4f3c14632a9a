//! States of the exact equation at the nodes of a table.
//!
//! A column of constant p is marched from its inner bound outwards. Each state starts from the polynomial through those before it
//! and is finished by Newton in (ln T, ln ρ) on p(T, ρ) = p and h(T, ρ) = h.

use super::surface::Lanes;
use crate::helmholtz::equation::{Equation, Point};

/// ln T and ln ρ.
pub(super) type Logs = [f64; 2];

/// The property given beside p.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    Enthalpy(f64),
    Entropy(f64),
}

const MAX_ITERATIONS: usize = 30;
/// Largest step of a logarithm.
const MAX_STEP: f64 = 0.3;
/// A step after which values and slopes are good without another evaluation.
const LAST_STEP: f64 = 1e-9;

/// The state at p and h or s, from a start nearby.
pub(super) fn solve(equation: &Equation, p: f64, given: Given, start: Logs) -> Option<Point> {
    let [mut t, mut r] = start;
    let mut last = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let mut at = equation.point(t.exp(), r.exp());
        let (miss_y, y_r, y_t) = match given {
            Given::Enthalpy(h) => (h - at.h, at.h_r, at.h_t),
            Given::Entropy(s) => (s - at.s, at.s_r, at.s_t),
        };
        let miss_p = p - at.p;
        let det = at.p_r * y_t - at.p_t * y_r;
        let dr = (miss_p * y_t - miss_y * at.p_t) / det;
        let dt = (miss_y * at.p_r - miss_p * y_r) / det;
        let size = dr.abs().max(dt.abs());
        if !size.is_finite() {
            return None;
        }
        let damping = (MAX_STEP / size).min(1.0);
        t += damping * dt;
        r += damping * dr;
        // Converged, or at the level of rounding, where steps stop shrinking.
        if size < LAST_STEP || (size < 1e-7 && size > 0.25 * last) {
            at.move_to(t.exp(), r.exp(), dr, dt);
            return Some(at);
        }
        last = size;
    }
    None
}

/// The states at p and a row of enthalpies, the first of them close to `start`.
pub(super) fn column(
    equation: &Equation,
    p: f64,
    enthalpies: impl Iterator<Item = f64>,
    start: Logs,
) -> Option<Vec<Point>> {
    let mut logs: Vec<Logs> = Vec::new();
    let solve = |h| {
        let guess = if logs.is_empty() { start } else { next(&logs) };
        let at = solve(equation, p, Given::Enthalpy(h), guess)?;
        logs.push([at.t.ln(), at.rho.ln()]);
        Some(at)
    };
    enthalpies.map(solve).collect()
}

/// The polynomial through the last values, at the place after them.
pub(super) fn next(values: &[Logs]) -> Logs {
    const WEIGHTS: [&[f64]; 5] =
        [&[1.0], &[2.0, -1.0], &[3.0, -3.0, 1.0], &[4.0, -6.0, 4.0, -1.0], &[5.0, -10.0, 10.0, -5.0, 1.0]];
    let weights = WEIGHTS[values.len().min(WEIGHTS.len()) - 1];
    std::array::from_fn(|k| weights.iter().zip(values.iter().rev()).map(|(w, v)| w * v[k]).sum())
}

/// What is tabulated of a state: T, ln(ρ/unit), s and w, with w² = (p_r − p_t s_r/s_t)/ρ.
///
/// At the critical point of an equation with terms that are not analytic there, s_t is infinite and w² = p_r/ρ = 0.
pub(super) fn lanes(at: &Point, unit: f64) -> Lanes {
    let w2 = (at.p_r - at.p_t * at.s_r / at.s_t) / at.rho;
    let w = if w2 > 0.0 { w2.sqrt() } else { 0.0 };
    [at.t, (at.rho / unit).ln(), at.s, w]
}
