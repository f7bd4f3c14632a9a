//! Four properties over the rectangle 0 ≤ x ≤ x_max, 0 ≤ η ≤ 1 as one tensor product of quintic B-splines.
//!
//! f(x, η) = Σᵢⱼ Bᵢ(x) Bⱼ(η) c_ij. The coefficients of the four properties stand side by side, so that the same 36
//! multiplications of vectors give all of them, and 12 more the derivatives in η.

use super::fit::{Fit, OUTSIDE};
use crate::helmholtz::spline::weights;
use crate::simd::Arithmetic;

/// Temperature, logarithm of the density, entropy and speed of sound.
pub(super) const LANES: usize = 4;

/// Values of the four properties, or coefficients.
pub(super) type Lanes = [f64; LANES];

/// Coefficients at a node, aligned as a vector.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Node(Lanes);

/// [`weights`] are 120 times the basis functions, in both directions.
const SCALE: f64 = 1.0 / (120.0 * 120.0);

/// The six rows of coefficients that count at an x, and their weights.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) cell: usize,
    pub(super) weights: [f64; 6],
}

/// The cell of a place given in cells, and the place in it; past the ends the outermost cells are continued.
#[inline(always)]
fn cell(cells: u32, scaled: f64) -> (usize, f64) {
    let cell = (scaled as u32).min(cells - 1);
    (cell as usize, scaled - f64::from(cell))
}

impl Row {
    /// At x, given in cells.
    #[inline(always)]
    pub(super) fn at<A: Arithmetic>(a: A, cells: u32, x: f64) -> Self {
        let (cell, u) = cell(cells, x);
        Row { cell, weights: weights(a, u).0 }
    }
}

/// The coefficients, row by row.
#[derive(Debug)]
pub(super) struct Surface {
    /// Cells in η.
    cells: u32,
    coefficients: Vec<Node>,
}

impl Surface {
    /// Interpolates values on nodes equidistant in x and η; `values` go along η first.
    pub(super) fn interpolate(in_x: &Fit, in_eta: &Fit, values: &[Lanes]) -> Self {
        let (rows, columns) = (in_x.nodes() + 2 * OUTSIDE, in_eta.nodes());
        let along_x = in_x.coefficients(values.as_flattened());
        let along_eta = in_eta.coefficients(&transposed(&along_x, rows, columns));
        let flat = transposed(&along_eta, columns + 2 * OUTSIDE, rows);
        let node = |c: &[f64]| Node(std::array::from_fn(|lane| SCALE * c[lane]));
        Surface { cells: columns as u32 - 1, coefficients: flat.chunks_exact(LANES).map(node).collect() }
    }

    /// Values, and derivatives in η.
    #[inline(always)]
    pub(super) fn at<A: Arithmetic>(&self, a: A, row: &Row, eta: f64) -> (Lanes, Lanes) {
        self.piece(a, row, eta).at(a, eta)
    }

    /// The polynomials in η about a place.
    #[inline(always)]
    pub(super) fn piece<A: Arithmetic>(&self, a: A, row: &Row, eta: f64) -> Piece {
        let cells = f64::from(self.cells);
        let (cell, _) = cell(self.cells, eta * cells);
        let stride = self.cells as usize + 1 + 2 * OUTSIDE;
        let mut sums = [[0.0; LANES]; 6];
        for (i, weight) in row.weights.iter().enumerate() {
            let start = (row.cell + i) * stride + cell;
            for (sum, node) in sums.iter_mut().zip(&self.coefficients[start..start + 6]) {
                for (sum, c) in sum.iter_mut().zip(&node.0) {
                    *sum = a.mul_add(*weight, *c, *sum);
                }
            }
        }
        Piece { cells, cell: cell as f64, sums }
    }

    /// The width of a cell in η.
    #[inline(always)]
    pub(super) fn cell(&self) -> f64 {
        1.0 / f64::from(self.cells)
    }

    /// Memory, bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.coefficients.as_slice())
    }
}

/// The four properties along η in one cell.
pub(super) struct Piece {
    cells: f64,
    cell: f64,
    sums: [Lanes; 6],
}

impl Piece {
    /// Values, and derivatives in η.
    #[inline(always)]
    pub(super) fn at<A: Arithmetic>(&self, a: A, eta: f64) -> (Lanes, Lanes) {
        let (w, dw) = weights(a, eta * self.cells - self.cell);
        let (mut value, mut slope) = ([0.0; LANES], [0.0; LANES]);
        for (j, sum) in self.sums.iter().enumerate() {
            for lane in 0..LANES {
                value[lane] = a.mul_add(w[j], sum[lane], value[lane]);
                slope[lane] = a.mul_add(dw[j], sum[lane], slope[lane]);
            }
        }
        (value, slope.map(|s| s * self.cells))
    }

    /// Whether a place is in the cell.
    #[inline(always)]
    pub(super) fn holds(&self, eta: f64) -> bool {
        let u = eta * self.cells - self.cell;
        (0.0..=1.0).contains(&u)
    }
}

/// Exchanges rows and columns of groups of [`LANES`] numbers.
fn transposed(values: &[f64], rows: usize, columns: usize) -> Vec<f64> {
    let mut out = Vec::with_capacity(values.len());
    for column in 0..columns {
        for row in 0..rows {
            let start = (row * columns + column) * LANES;
            out.extend_from_slice(&values[start..start + LANES]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::fit::Start;
    use super::*;
    use crate::simd::Plain;

    #[test]
    fn interpolates_four_functions_and_their_slopes() {
        const CELLS: usize = 40;
        let f = |x: f64, y: f64| [(x * x + y).cos(), (y - x * x).exp(), 1.0 + y, x * x * y];
        let df = |x: f64, y: f64| [-(x * x + y).sin(), (y - x * x).exp(), 1.0, x * x];
        let at = |i: usize| i as f64 / CELLS as f64;
        let values: Vec<Lanes> = (0..=CELLS).flat_map(|i| (0..=CELLS).map(move |j| f(at(i), at(j)))).collect();
        let (even, free) = (Fit::new(CELLS + 1, Start::Even), Fit::new(CELLS + 1, Start::Free));
        let surface = Surface::interpolate(&even, &free, &values);
        for k in 0..=500 {
            let (x, y) = (f64::from(k) / 500.0, (f64::from(k) * 0.37).fract());
            let (value, slope) = surface.at(Plain, &Row::at(Plain, CELLS as u32, x * CELLS as f64), y);
            for lane in 0..LANES {
                assert!((value[lane] - f(x, y)[lane]).abs() < 1e-8, "value {lane} at {x}, {y}");
                assert!((slope[lane] - df(x, y)[lane]).abs() < 1e-6, "slope {lane} at {x}, {y}");
            }
        }
    }
}
