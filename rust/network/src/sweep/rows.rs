//! What the rows of a sweep give: chunk by chunk as they are solved, then column by column in the order of the inputs.

use entropyk_core::{Raised, Reach};

/// The rows of a chunk, one after the other.
pub(super) struct Found {
    statuses: Vec<&'static str>,
    iterations: Vec<f64>,
    residuals: Vec<f64>,
    /// A row of outputs after the other.
    outputs: Vec<f64>,
    width: usize,
    /// What code outside the engine raised, and in which row.
    pub(super) raised: Vec<(usize, Raised)>,
}

impl Found {
    /// Room for so many rows with so many outputs.
    pub(super) fn new(rows: usize, width: usize) -> Self {
        let numbers = || Vec::with_capacity(rows);
        let outputs = Vec::with_capacity(rows * width);
        let (statuses, raised) = (Vec::with_capacity(rows), vec![]);
        Self { statuses, iterations: numbers(), residuals: numbers(), outputs, width, raised }
    }

    /// What ends the sweep.
    pub(super) fn end(&self) -> Option<&Raised> {
        self.raised.last().map(|(_, raised)| raised).filter(|raised| raised.reach == Reach::All)
    }

    /// Adds a row; outputs that are not given are missing.
    pub(super) fn push(
        &mut self,
        status: &'static str,
        iterations: usize,
        residual: f64,
        outputs: impl IntoIterator<Item = f64>,
    ) {
        self.statuses.push(status);
        self.iterations.push(iterations as f64);
        self.residuals.push(residual);
        self.outputs.extend(outputs);
        self.outputs.resize(self.statuses.len() * self.width, f64::NAN);
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, f64, f64, &[f64])> {
        (0..self.statuses.len()).map(|row| {
            let outputs = &self.outputs[row * self.width..(row + 1) * self.width];
            (self.statuses[row], self.iterations[row], self.residuals[row], outputs)
        })
    }
}

/// The columns of all rows.
pub(super) struct Rows {
    pub(super) statuses: Vec<&'static str>,
    pub(super) iterations: Vec<f64>,
    pub(super) residuals: Vec<f64>,
    pub(super) outputs: Vec<Vec<f64>>,
    /// In the order of the inputs.
    pub(super) raised: Vec<(usize, Raised)>,
}

impl Rows {
    /// Of chunks that hold the rows in this order.
    pub(super) fn gather(width: usize, order: &[usize], chunks: Vec<Found>) -> Self {
        let numbers = || vec![f64::NAN; order.len()];
        let outputs = (0..width).map(|_| numbers()).collect();
        let mut raised: Vec<_> = chunks.iter().flat_map(|chunk| chunk.raised.iter().cloned()).collect();
        raised.sort_by_key(|(row, _)| *row);
        let statuses = vec![""; order.len()];
        let mut all = Self { statuses, iterations: numbers(), residuals: numbers(), outputs, raised };
        for (place, (status, iterations, residual, outputs)) in order.iter().zip(chunks.iter().flat_map(Found::rows)) {
            all.statuses[*place] = status;
            all.iterations[*place] = iterations;
            all.residuals[*place] = residual;
            for (column, value) in all.outputs.iter_mut().zip(outputs) {
                column[*place] = *value;
            }
        }
        all
    }
}
