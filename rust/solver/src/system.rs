//! What a solver needs to know of a system of equations.

use std::sync::OnceLock;

use faer::sparse::SymbolicSparseColMatRef;
use faer::sparse::linalg::solvers::SymbolicLu;
use sprs::{CsMat, TriMat};

/// Why the residual has no value at a point, in the words of the system.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection(pub String);

/// The entries of a square Jacobian matrix that may differ from zero, by columns, and what its factorizations share.
#[derive(Debug)]
pub struct Pattern {
    matrix: CsMat<f64>,
    /// Where the entries of every column begin, and the end.
    starts: Vec<usize>,
    symbolic: OnceLock<Option<SymbolicLu<usize>>>,
}

impl Pattern {
    /// Of a matrix with n rows and these (row, column) entries, of which some may come several times.
    pub fn new(n: usize, entries: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut triplets = TriMat::new((n, n));
        for (row, column) in entries {
            triplets.add_triplet(row, column, 0.0);
        }
        let matrix: CsMat<f64> = triplets.to_csc();
        let starts = matrix.proper_indptr().into_owned();
        Self { matrix, starts, symbolic: OnceLock::new() }
    }

    /// A matrix without zeros.
    pub fn full(n: usize) -> Self {
        Self::new(n, (0..n).flat_map(|column| (0..n).map(move |row| (row, column))))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.matrix.rows()
    }

    /// True for a matrix without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of entries.
    pub fn entries(&self) -> usize {
        self.matrix.nnz()
    }

    /// Where an entry stands among the values of the matrix.
    ///
    /// # Panics
    /// If the pattern has no such entry.
    pub fn position(&self, row: usize, column: usize) -> usize {
        self.matrix.nnz_index(row, column).expect("an entry of the pattern").0
    }

    /// Row and column of every entry, in order.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.matrix.iter().map(|(_, place)| place)
    }

    /// Its structure as faer sees it.
    pub(crate) fn structure(&self) -> SymbolicSparseColMatRef<'_, usize> {
        SymbolicSparseColMatRef::new_checked(self.len(), self.len(), &self.starts, None, self.matrix.indices())
    }

    /// The symbolic factorization, made when it is first asked for; `None` if there is none.
    pub(crate) fn symbolic(&self) -> Option<&SymbolicLu<usize>> {
        self.symbolic.get_or_init(|| SymbolicLu::try_new(self.structure()).ok()).as_ref()
    }
}

/// A square system F(x) = 0 with an analytic Jacobian.
pub trait System {
    /// Number of unknowns, and of equations.
    fn len(&self) -> usize {
        self.pattern().len()
    }

    /// True for a system without unknowns.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries of the Jacobian.
    fn pattern(&self) -> &Pattern;

    /// Writes F(x) to `residual`.
    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), Rejection>;

    /// Writes F(x) and its Jacobian ∂Fᵢ/∂xⱼ, as values in the order of the pattern.
    fn linearize(&mut self, x: &[f64], residual: &mut [f64], jacobian: &mut [f64]) -> Result<(), Rejection>;

    /// Writes the magnitude by which each unknown is measured, greater than zero.
    fn scales(&self, x: &[f64], scales: &mut [f64]);

    /// The greatest fraction, at most 1, of the step `dx` from `x` that stays where F is defined.
    fn admissible(&self, x: &[f64], dx: &[f64]) -> f64;

    /// Where a solution for an unknown may lie, if that is known.
    fn range(&self, _unknown: usize) -> Option<(f64, f64)> {
        None
    }

    /// An equation that determines each unknown: the row for every column.
    fn assignment(&self) -> &[usize];

    /// One equation and its derivative with respect to one unknown.
    fn equation(&mut self, x: &[f64], row: usize, unknown: usize) -> Result<(f64, f64), Rejection>;
}
