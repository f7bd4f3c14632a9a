//! Factorized matrices: dense with full pivoting where small, sparse otherwise.

use faer::MatMut;
use faer::linalg::solvers::Solve;
use faer::sparse::SparseColMatRef;
use faer::sparse::linalg::solvers::Lu;
use nalgebra::{DMatrix, DVector, Dyn, FullPivLU, RowDVector};

use crate::Pattern;

/// Up to this size a matrix is dense.
const DENSE: usize = 32;
/// Up to this size a singular sparse matrix is factorized again with full pivoting, to find out where it is singular.
const EXPLAINED: usize = 1000;
/// Pivots of a scaled matrix below this are zero.
const ZERO_PIVOT: f64 = 1e-14;

/// Row and column of a pivot that vanishes.
type Singular = (usize, usize);

/// A factorized matrix.
#[derive(Debug)]
pub struct Linear(Factors);

#[derive(Debug)]
enum Factors {
    Scalar(f64),
    Dense(Box<FullPivLU<f64, Dyn, Dyn>>),
    Sparse(Box<Lu<usize, f64>>),
}

impl Linear {
    /// Factorizes the matrix with these values in the order of the pattern.
    ///
    /// # Errors
    /// Row and column of a pivot that vanishes.
    pub fn new(pattern: &Pattern, values: &[f64]) -> Result<Self, (usize, usize)> {
        let factors = match pattern.len() {
            0 => Factors::Scalar(1.0),
            1 => values.first().copied().filter(|a| a.abs() > ZERO_PIVOT).map(Factors::Scalar).ok_or((0, 0))?,
            n if n <= DENSE => dense(pattern, values)?,
            _ => sparse(pattern, values)?,
        };
        Ok(Self(factors))
    }

    /// Replaces b by the solution x of A x = b; false if it is not finite.
    pub fn solve(&self, x: &mut [f64]) -> bool {
        match &self.0 {
            Factors::Scalar(a) => x.iter_mut().for_each(|x| *x /= a),
            Factors::Dense(lu) => {
                let mut solution = DVector::from_column_slice(x);
                if !lu.solve_mut(&mut solution) {
                    return false;
                }
                x.copy_from_slice(solution.as_slice());
            }
            Factors::Sparse(lu) => {
                let n = x.len();
                lu.solve_in_place(MatMut::from_column_major_slice_mut(x, n, 1));
            }
        }
        x.iter().all(|value| value.is_finite())
    }
}

fn dense(pattern: &Pattern, values: &[f64]) -> Result<Factors, Singular> {
    let n = pattern.len();
    let mut matrix = DMatrix::zeros(n, n);
    for ((row, column), value) in pattern.places().zip(values) {
        matrix[(row, column)] = *value;
    }
    let lu = matrix.full_piv_lu();
    let last = n - 1;
    // With full pivoting the last pivot is the smallest.
    let pivot = lu.lu_internal()[(last, last)];
    if pivot.abs() >= ZERO_PIVOT {
        return Ok(Factors::Dense(Box::new(lu)));
    }
    let mut rows = DVector::from_fn(n, |i, _| i as f64);
    lu.p().permute_rows(&mut rows);
    let mut columns = RowDVector::from_fn(n, |_, j| j as f64);
    lu.q().permute_columns(&mut columns);
    Err((rows[last] as usize, columns[last] as usize))
}

fn sparse(pattern: &Pattern, values: &[f64]) -> Result<Factors, Singular> {
    let factorized = || {
        let view = SparseColMatRef::new(pattern.structure(), values);
        let lu = Lu::try_new_with_symbolic(pattern.symbolic()?.clone(), view).ok()?;
        let mut trial = vec![1.0; pattern.len()];
        lu.solve_in_place(MatMut::from_column_major_slice_mut(&mut trial, pattern.len(), 1));
        trial.iter().all(|value| value.is_finite()).then_some(lu)
    };
    match factorized() {
        Some(lu) => Ok(Factors::Sparse(Box::new(lu))),
        None if pattern.len() <= EXPLAINED => dense(pattern, values),
        None => Err(empty(pattern, values)),
    }
}

/// A row without entries that differ from zero, if there is one, else the first.
fn empty(pattern: &Pattern, values: &[f64]) -> Singular {
    let mut sums = vec![0.0; pattern.len()];
    for ((row, _), value) in pattern.places().zip(values) {
        sums[row] += value.abs();
    }
    let row = sums.iter().position(|sum| *sum <= ZERO_PIVOT).unwrap_or(0);
    (row, row)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// −1, 2.5, −1 on three diagonals and in two corners.
    fn laplace(n: usize) -> (Pattern, Vec<f64>) {
        let pattern = Pattern::new(n, (0..n).flat_map(|i| [(i, i), (i, (i + 1) % n), ((i + 1) % n, i)]));
        let values = pattern.places().map(|(row, column)| if row == column { 2.5 } else { -1.0 }).collect();
        (pattern, values)
    }

    #[test]
    fn dense_and_sparse_agree() {
        for n in [3, 10, DENSE + 1, 500] {
            let (pattern, values) = laplace(n);
            let expected: Vec<f64> = (0..n).map(|i| (i as f64).sin()).collect();
            let mut x = vec![0.0; n];
            for ((row, column), value) in pattern.places().zip(&values) {
                x[row] += value * expected[column];
            }
            assert!(Linear::new(&pattern, &values).expect("regular").solve(&mut x));
            assert!(x.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-12));
        }
    }

    #[test]
    fn the_place_where_a_matrix_is_singular_is_found() {
        for n in [10, 100, EXPLAINED + 100] {
            let (pattern, mut values) = laplace(n);
            for ((row, _), value) in pattern.places().zip(&mut values) {
                if row == 7 {
                    *value = 0.0;
                }
            }
            assert_eq!(Linear::new(&pattern, &values).expect_err("a row of zeros").0, 7);
        }
    }
}
