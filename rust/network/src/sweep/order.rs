//! The order in which rows are solved: along a curve through the space of the inputs that keeps neighbours together.
//!
//! Every varying input is cut into cells, and the bits of the cells are interleaved (Morton 1966).

use smallvec::SmallVec;

use super::Input;

/// Bits of a key, shared by the inputs.
const KEY: usize = 64;
/// Bits of a cell at most: what is nearer is solved in the order given.
const CELL: usize = 32;

/// The rows along the curve.
pub(super) fn along_curve(inputs: &[Input], rows: usize) -> Vec<usize> {
    let varying: Vec<Axis> = inputs.iter().filter_map(Axis::new).take(KEY).collect();
    let bits = (KEY / varying.len().max(1)).min(CELL);
    let key = |row: usize| {
        let cells: SmallVec<[u64; 8]> = varying.iter().map(|axis| axis.cell(row, bits)).collect();
        match cells.as_slice() {
            [cell] => *cell,
            cells => {
                (0..bits).rev().fold(0, |key, bit| cells.iter().fold(key, |key, cell| key << 1 | (cell >> bit & 1)))
            }
        }
    };
    let mut order: Vec<(u64, usize)> = (0..rows).map(|row| (key(row), row)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, row)| row).collect()
}

/// The range of an input that varies.
struct Axis<'a> {
    values: &'a [f64],
    low: f64,
    span: f64,
}

impl<'a> Axis<'a> {
    fn new(input: &'a Input) -> Option<Self> {
        let finite = || input.values.iter().copied().filter(|value| value.is_finite());
        let low = finite().fold(f64::INFINITY, f64::min);
        let span = finite().fold(f64::NEG_INFINITY, f64::max) - low;
        (span > 0.0).then_some(Self { values: &input.values, low, span })
    }

    /// Number of the cell that holds the value of a row; NaN is in the first.
    fn cell(&self, row: usize, bits: usize) -> u64 {
        let cells = ((1_u64 << bits) - 1) as f64;
        ((self.values[row] - self.low) / self.span * cells) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Place;

    fn order(columns: &[&[f64]]) -> Vec<usize> {
        let place = Place { object: 0, parameter: 0 };
        let input = |values: &&[f64]| Input { place, name: String::new(), values: values.to_vec() };
        along_curve(&columns.iter().map(input).collect::<Vec<_>>(), columns[0].len())
    }

    #[test]
    fn one_input_is_followed_upwards() {
        assert_eq!(order(&[&[3.0, f64::NAN, 1.0, 2.0, 1.0]]), [1, 2, 4, 3, 0]);
        assert_eq!(order(&[&[5.0, 5.0, 5.0]]), [0, 1, 2]);
    }

    #[test]
    fn two_inputs_are_followed_in_the_shape_of_a_z() {
        let (x, y) = ([0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(order(&[&y, &x]), [0, 1, 2, 3]);
        let grid: Vec<(f64, f64)> = (0..16).map(|k| (f64::from(k / 4), f64::from(k % 4))).collect();
        let (y, x): (Vec<f64>, Vec<f64>) = grid.into_iter().unzip();
        assert_eq!(order(&[&y, &x]), [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]);
    }
}
