//! A uniform quintic B-spline for several functions at once.
//!
//! The functions are even about x = 0; at the far end the fifth derivative is continuous over the last knots ("not a knot").
//! Interpolation: (c₋₂ + 26 c₋₁ + 66 c₀ + 26 c₁ + c₂)/120 = y at every node.

use crate::simd::{Arithmetic, Plain};

/// The spline of `L` functions; four times continuously differentiable.
#[derive(Clone, Debug)]
pub(crate) struct Spline<const L: usize> {
    cells_per_x: f64,
    cells: usize,
    /// Coefficients from index −2 on.
    coefficients: Vec<[f64; L]>,
}

/// What the basis polynomials of [`weights`] are scaled with.
const SCALE: f64 = 1.0 / 120.0;
/// Half width of the band of the interpolation matrix.
const HALF: usize = 6;
/// ∓ binomial coefficients of the sixth difference, by which the outermost coefficients follow from the inner ones.
const SIXTH: [f64; 6] = [6.0, -15.0, 20.0, -15.0, 6.0, -1.0];

impl<const L: usize> Spline<L> {
    /// Interpolates values at equidistant nodes from 0 to `x_max`.
    pub(crate) fn interpolate(x_max: f64, values: &[[f64; L]]) -> Self {
        let n = values.len();
        let mut inner = values.to_vec();
        solve_band(interpolation_matrix(n), &mut inner);
        let mut coefficients = vec![inner[2], inner[1]];
        coefficients.extend(inner);
        for _ in 0..2 {
            let end = coefficients.len();
            let next = std::array::from_fn(|lane| (0..6).map(|k| SIXTH[k] * coefficients[end - 1 - k][lane]).sum());
            coefficients.push(next);
        }
        let cells = n - 1;
        Spline { cells_per_x: cells as f64 / x_max, cells, coefficients }
    }

    /// Values and derivatives with respect to x, inside a computation; past the end the last cell is continued.
    #[inline(always)]
    pub(crate) fn evaluate<A: Arithmetic>(&self, a: A, x: f64) -> ([f64; L], [f64; L]) {
        let (coefficients, u) = self.cell(x);
        let (w, dw) = weights(a, u);
        let mut value = [0.0; L];
        let mut slope = [0.0; L];
        for (k, c) in coefficients.iter().enumerate() {
            let (w, dw) = (w[k] * SCALE, dw[k] * (SCALE * self.cells_per_x));
            for lane in 0..L {
                value[lane] = a.mul_add(w, c[lane], value[lane]);
                slope[lane] = a.mul_add(dw, c[lane], slope[lane]);
            }
        }
        (value, slope)
    }

    /// Value and derivative of one function.
    pub(crate) fn lane(&self, lane: usize, x: f64) -> (f64, f64) {
        let (coefficients, u) = self.cell(x);
        let (w, dw) = weights(Plain, u);
        let sum = |w: &[f64; 6]| SCALE * w.iter().zip(coefficients).map(|(w, c)| w * c[lane]).sum::<f64>();
        (sum(&w), sum(&dw) * self.cells_per_x)
    }

    /// The six coefficients that count at x, and the place in the cell, 0 ≤ u ≤ 1.
    #[inline(always)]
    fn cell(&self, x: f64) -> (&[[f64; L]], f64) {
        let scaled = x * self.cells_per_x;
        let cell = (scaled as usize).min(self.cells - 1);
        (&self.coefficients[cell..cell + 6], scaled - cell as f64)
    }
}

/// The six basis polynomials in a cell, 0 ≤ u ≤ 1, and their derivatives, times 120.
#[inline(always)]
pub(crate) fn weights<A: Arithmetic>(a: A, u: f64) -> ([f64; 6], [f64; 6]) {
    let f = |x: f64, y: f64, z: f64| a.mul_add(x, y, z);
    let v = 1.0 - u;
    let (u2, v2) = (u * u, v * v);
    let (u4, v4) = (u2 * u2, v2 * v2);
    let w = [
        v4 * v,
        f(u, f(u, f(u, f(u, f(u, 5.0, -20.0), 20.0), 20.0), -50.0), 26.0),
        f(u2, f(u2, f(u, -10.0, 30.0), -60.0), 66.0),
        f(u, f(u, f(u, f(u, f(u, 10.0, -20.0), -20.0), 20.0), 50.0), 26.0),
        f(u, f(u, f(u, f(u, f(u, -5.0, 5.0), 10.0), 10.0), 5.0), 1.0),
        u4 * u,
    ];
    let dw = [
        -5.0 * v4,
        f(u, f(u, f(u, f(u, 25.0, -80.0), 60.0), 40.0), -50.0),
        u * f(u2, f(u, -50.0, 120.0), -120.0),
        f(u, f(u, f(u, f(u, 50.0, -80.0), -60.0), 40.0), 50.0),
        f(u, f(u, f(u, f(u, -25.0, 20.0), 30.0), 20.0), 5.0),
        5.0 * u4,
    ];
    (w, dw)
}

/// Rows of the interpolation conditions; entry `HALF` of a row is its diagonal.
fn interpolation_matrix(n: usize) -> Vec<[f64; 2 * HALF + 1]> {
    const STENCIL: [f64; 5] = [1.0, 26.0, 66.0, 26.0, 1.0];
    // The two coefficients past the end in terms of the last ones, nearest first.
    let mut second = [0.0; 6];
    for k in 0..6 {
        second[k] = SIXTH[0] * SIXTH[k] + if k < 5 { SIXTH[k + 1] } else { 0.0 };
    }
    let mut rows = vec![[0.0; 2 * HALF + 1]; n];
    for (i, row) in rows.iter_mut().enumerate() {
        for (k, weight) in STENCIL.iter().map(|w| w / 120.0).enumerate() {
            let column = (i + k) as isize - 2;
            let mut put = |column: usize, weight: f64| row[column + HALF - i] += weight;
            match column - n as isize {
                0 => (0..6).for_each(|m| put(n - 1 - m, weight * SIXTH[m])),
                1 => (0..6).for_each(|m| put(n - 1 - m, weight * second[m])),
                _ => put(column.unsigned_abs(), weight),
            }
        }
    }
    rows
}

/// Gaussian elimination in the band, without pivoting (the diagonal dominates but for the last rows).
fn solve_band<const L: usize>(mut rows: Vec<[f64; 2 * HALF + 1]>, values: &mut [[f64; L]]) {
    let n = rows.len();
    for i in 0..n {
        for below in i + 1..n.min(i + HALF + 1) {
            let factor = rows[below][HALF + i - below] / rows[i][HALF];
            if factor != 0.0 {
                for column in i..n.min(i + HALF + 1) {
                    rows[below][HALF + column - below] -= factor * rows[i][HALF + column - i];
                }
                values[below] = combine(&values[below], -factor, &values[i]);
            }
        }
    }
    for i in (0..n).rev() {
        for k in i + 1..n.min(i + HALF + 1) {
            values[i] = combine(&values[i], -rows[i][HALF + k - i], &values[k]);
        }
        values[i] = values[i].map(|value| value / rows[i][HALF]);
    }
}

/// a + factor · b.
fn combine<const L: usize>(a: &[f64; L], factor: f64, b: &[f64; L]) -> [f64; L] {
    std::array::from_fn(|lane| a[lane] + factor * b[lane])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reproduces_even_functions_and_their_slopes() {
        let f = |x: f64| [1.0, x * x, x.powi(4), (x * x).cos(), (-x * x).exp(), 0.0, 0.0, 0.0];
        let df = |x: f64| {
            [0.0, 2.0 * x, 4.0 * x.powi(3), -2.0 * x * (x * x).sin(), -2.0 * x * (-x * x).exp(), 0.0, 0.0, 0.0]
        };
        let nodes: Vec<[f64; 8]> = (0..=400).map(|i| f(2.0 * f64::from(i) / 400.0)).collect();
        let spline = Spline::interpolate(2.0, &nodes);
        for i in 0..=1000 {
            let x = 2.0 * f64::from(i) / 1000.0;
            let (value, slope) = spline.evaluate(Plain, x);
            for lane in 0..8 {
                assert!((value[lane] - f(x)[lane]).abs() < 1e-11, "value {lane} at {x}");
                assert!((slope[lane] - df(x)[lane]).abs() < 2e-9, "slope {lane} at {x}");
            }
        }
    }
}
