//! The last digits of a single-phase state found from a pair of properties: Newton in (ln ρ, ln T) on both of them.
//!
//! A search along a line meets its pair as well as its variable fixes the state, next to the critical point to half the digits.

use super::equation::{Equation, Point};

/// A property with its value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    P(f64),
    H(f64),
    S(f64),
    U(f64),
    Rho(f64),
}

const MAX_ITERATIONS: usize = 20;
/// A state is not moved further than this from where it was found, in ln ρ and in ln T.
const REACH: (f64, f64) = (0.1, 1e-3);

impl Wanted {
    /// What is missing to the value, and the slopes in ln ρ and ln T.
    fn miss(self, at: &Point) -> [f64; 3] {
        match self {
            Wanted::P(p) => [p - at.p, at.p_r, at.p_t],
            Wanted::H(h) => [h - at.h, at.h_r, at.h_t],
            Wanted::S(s) => [s - at.s, at.s_r, at.s_t],
            Wanted::U(u) => {
                let v = 1.0 / at.rho;
                [u - (at.h - at.p * v), at.h_r - (at.p_r - at.p) * v, at.h_t - at.p_t * v]
            }
            Wanted::Rho(rho) => [(rho / at.rho).ln(), 1.0, 0.0],
        }
    }
}

/// The point that has both properties, from one nearby; that one if there is none.
pub(super) fn polished(equation: &Equation, wanted: [Wanted; 2], start: Point) -> Point {
    let mut at = start;
    let mut last = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let [[a, a_r, a_t], [b, b_r, b_t]] = wanted.map(|wanted| wanted.miss(&at));
        let det = a_r * b_t - a_t * b_r;
        let (dr, dt) = ((a * b_t - b * a_t) / det, (b * a_r - a * b_r) / det);
        let size = dr.abs().max(dt.abs());
        if size == 0.0 || size >= last {
            return at;
        }
        let (rho, t) = (at.rho * dr.exp(), at.t * dt.exp());
        let is_near = (rho / start.rho).ln().abs() < REACH.0 && (t / start.t).ln().abs() < REACH.1;
        if !is_near {
            return start;
        }
        at = equation.point(t, rho);
        last = size;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helmholtz::tests::helmholtz;

    #[test]
    fn finds_the_last_digits_beside_the_critical_point() {
        let water = helmholtz("Water");
        let state = water.equation.point(647.2, 330.0);
        let start = water.equation.point(647.2 * (1.0 + 1e-7), 330.0 * (1.0 - 1e-5));
        let u = state.h - state.p / state.rho;
        for wanted in [
            [Wanted::P(state.p), Wanted::Rho(state.rho)],
            [Wanted::P(state.p), Wanted::U(u)],
            [Wanted::H(state.h), Wanted::S(state.s)],
        ] {
            let found = polished(&water.equation, wanted, start);
            assert!((found.t / state.t - 1.0).abs() < 1e-14, "{wanted:?}");
            assert!((found.rho / state.rho - 1.0).abs() < 1e-11, "{wanted:?}");
        }
    }
}
