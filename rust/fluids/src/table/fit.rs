//! Interpolation by uniform quintic B-splines, many functions at once.
//!
//! (c₋₂ + 26 c₋₁ + 66 c₀ + 26 c₁ + c₂)/120 = y at every node. The two coefficients past an end follow from the inner ones: of an
//! even function they are their mirror images; otherwise the fifth derivative is continuous over the two knots next to the end
//! ("not a knot"), so that the sixth differences of the coefficients are zero there.

/// Coefficients outside the nodes on either side.
pub(super) const OUTSIDE: usize = 2;
/// Half width of the band of the matrix.
const HALF: usize = 6;
/// One coefficient in terms of the six next to it, where the sixth difference is zero.
const SIXTH: [f64; 6] = [6.0, -15.0, 20.0, -15.0, 6.0, -1.0];

/// How the first end is closed; the last is always "not a knot".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The functions are even about the first node.
    Even,
    /// Not a knot.
    Free,
}

/// The factored interpolation matrix of a number of nodes.
pub(super) struct Fit {
    start: Start,
    /// Upper triangle and, below the diagonal (entry `HALF`), the factors of the elimination.
    rows: Vec<[f64; 2 * HALF + 1]>,
}

impl Fit {
    /// The matrix of `n` nodes, factored without pivoting: its diagonal dominates but next to the ends.
    pub(super) fn new(n: usize, start: Start) -> Self {
        let mut rows: Vec<[f64; 2 * HALF + 1]> = (0..n).map(|i| condition(i, n, start)).collect();
        for i in 0..n {
            for below in i + 1..n.min(i + HALF + 1) {
                let factor = rows[below][HALF + i - below] / rows[i][HALF];
                for column in i + 1..n.min(i + HALF + 1) {
                    rows[below][HALF + column - below] -= factor * rows[i][HALF + column - i];
                }
                rows[below][HALF + i - below] = factor;
            }
        }
        Fit { start, rows }
    }

    /// The number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.rows.len()
    }

    /// The coefficients of functions, from the first outside the nodes to the last; `values` holds, node by node, the values of all
    /// functions.
    pub(super) fn coefficients(&self, values: &[f64]) -> Vec<f64> {
        let n = self.rows.len();
        let width = values.len() / n;
        let mut all = vec![0.0; (n + 2 * OUTSIDE) * width];
        let inner = &mut all[OUTSIDE * width..(OUTSIDE + n) * width];
        inner.copy_from_slice(values);
        self.solve(inner, width);
        self.extend(&mut all, width);
        all
    }

    fn solve(&self, values: &mut [f64], width: usize) {
        let n = self.rows.len();
        for i in 0..n {
            let (done, rest) = values.split_at_mut((i + 1) * width);
            let row = &done[i * width..];
            for (k, below) in rest.chunks_exact_mut(width).take(HALF).enumerate() {
                subtract(below, self.rows[i + k + 1][HALF - k - 1], row);
            }
        }
        for i in (0..n).rev() {
            let (before, after) = values.split_at_mut((i + 1) * width);
            let row = &mut before[i * width..];
            for (k, known) in after.chunks_exact(width).take(HALF).enumerate() {
                subtract(row, self.rows[i][HALF + k + 1], known);
            }
            row.iter_mut().for_each(|value| *value /= self.rows[i][HALF]);
        }
    }

    /// Fills in the coefficients outside the nodes.
    fn extend(&self, all: &mut [f64], width: usize) {
        let n = all.len() / width;
        for k in 0..OUTSIDE {
            let (first, last) = (OUTSIDE - 1 - k, n - OUTSIDE + k);
            for lane in 0..width {
                let at = |index: usize| all[index * width + lane];
                let before = match self.start {
                    Start::Even => at(OUTSIDE + 1 + k),
                    Start::Free => (0..6).map(|m| SIXTH[m] * at(first + 1 + m)).sum(),
                };
                let after = (0..6).map(|m| SIXTH[m] * at(last - 1 - m)).sum();
                all[first * width + lane] = before;
                all[last * width + lane] = after;
            }
        }
    }
}

fn subtract(from: &mut [f64], factor: f64, what: &[f64]) {
    from.iter_mut().zip(what).for_each(|(f, w)| *f -= factor * w);
}

/// The interpolation condition at node `i` in terms of the inner coefficients; entry `HALF` is the diagonal.
fn condition(i: usize, n: usize, start: Start) -> [f64; 2 * HALF + 1] {
    const STENCIL: [f64; 5] = [1.0, 26.0, 66.0, 26.0, 1.0];
    // The second coefficient past a free end in terms of the last ones, nearest first.
    let second: [f64; 6] = std::array::from_fn(|k| SIXTH[0] * SIXTH[k] + SIXTH.get(k + 1).copied().unwrap_or(0.0));
    let past_end = |beyond: usize| if beyond == 1 { SIXTH } else { second };
    let mut row = [0.0; 2 * HALF + 1];
    for (k, weight) in STENCIL.iter().map(|w| w / 120.0).enumerate() {
        let mut put = |column: usize, weight: f64| row[column + HALF - i] += weight;
        match (i + k).checked_sub(2) {
            None if start == Start::Even => put(2 - i - k, weight),
            None => past_end(2 - i - k).iter().enumerate().for_each(|(m, c)| put(m, weight * c)),
            Some(column) if column < n => put(column, weight),
            Some(column) => past_end(column - n + 1).iter().enumerate().for_each(|(m, c)| put(n - 1 - m, weight * c)),
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helmholtz::spline::weights;
    use crate::simd::Plain;

    fn error(start: Start, f: impl Fn(f64) -> f64) -> f64 {
        const CELLS: usize = 60;
        let values: Vec<f64> = (0..=CELLS).map(|i| f(i as f64 / CELLS as f64)).collect();
        let c = Fit::new(CELLS + 1, start).coefficients(&values);
        let at = |x: f64| {
            let cell = ((x * CELLS as f64) as usize).min(CELLS - 1);
            let (w, _) = weights(Plain, x * CELLS as f64 - cell as f64);

            (0..6).map(|k| w[k] * c[cell + k]).sum::<f64>() / 120.0
        };
        (0..=997).map(|k| f64::from(k) / 997.0).map(|x| (at(x) - f(x)).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn interpolates_smooth_functions() {
        assert!(error(Start::Free, |x| (3.0 * x + 0.4).sin()) < 1e-9);
        assert!(error(Start::Even, |x| (3.0 * x).cos()) < 1e-9);
    }

    #[test]
    fn reproduces_polynomials_of_fifth_degree() {
        assert!(error(Start::Free, |x| 1.0 - x + 2.0 * x.powi(3) - x.powi(4) + 3.0 * x.powi(5)) < 1e-13);
    }
}
