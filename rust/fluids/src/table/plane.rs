//! The two halves of a table, below and above the critical pressure, each with a cold and a hot region.
//!
//! | | outer bound | inner bound |
//! |---|---|---|
//! | below, cold: liquid | h at 98 % of the lowest temperature | h' |
//! | below, hot: gas | h above the highest temperature | h'' |
//! | above, cold | h below the melting line | h on the critical isentrope |
//! | above, hot | h above the highest temperature | h on the critical isentrope |
//!
//! The bounds are splines on the nodes of the table itself. A roughness of the saturation line then bends the grid, and the
//! surfaces with it, by the same amount, and drops out but for its square. Which phase a state is in is not decided here but on
//! the saturation line that the exact equation uses.

use super::axis::{Half, Stretch};
use super::fit::OUTSIDE;
use super::surface::{Lanes, Row, Surface};
use crate::simd::Arithmetic;

/// The regions of a half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Cold,
    Hot,
}

/// Enthalpies of the bounds of both regions at one pressure, J/kg.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) inner: [f64; 2],
    pub(super) outer: [f64; 2],
}

/// A region.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) surface: Surface,
    pub(super) stretch: Stretch,
}

/// Half of the plane.
#[derive(Debug)]
pub(super) struct Plane {
    pub(super) half: Half,
    cells: u32,
    cells_per_x: f64,
    /// Spline coefficients of the bounds.
    bounds: Vec<[f64; 4]>,
    pub(super) regions: [Region; 2],
    /// For every cell in x a temperature above which nothing is frozen, K.
    t_safe: Vec<f64>,
}

impl Plane {
    /// Joins regions and bounds; `coefficients` are those of the numbers of [`Bounds`].
    pub(super) fn new(half: Half, x_max: f64, coefficients: &[f64], regions: [Region; 2], t_safe: Vec<f64>) -> Self {
        let bounds: Vec<[f64; 4]> =
            coefficients.chunks_exact(4).map(|c| std::array::from_fn(|k| c[k] / 120.0)).collect();
        let cells = (bounds.len() - 2 * OUTSIDE - 1) as u32;
        Plane { half, cells, cells_per_x: f64::from(cells) / x_max, bounds, regions, t_safe }
    }

    /// The row at l = |ln(p/p_c)|.
    #[inline(always)]
    pub(super) fn row<A: Arithmetic>(&self, a: A, l: f64) -> Row {
        Row::at(a, self.cells, self.half.x(l) * self.cells_per_x)
    }

    /// The bounds in a row.
    #[inline(always)]
    pub(super) fn bounds<A: Arithmetic>(&self, a: A, row: &Row) -> Bounds {
        let mut sum = [0.0; 4];
        for (weight, c) in row.weights.iter().zip(&self.bounds[row.cell..row.cell + 6]) {
            for k in 0..4 {
                sum[k] = a.mul_add(*weight, c[k], sum[k]);
            }
        }
        Bounds { inner: [sum[0], sum[1]], outer: [sum[2], sum[3]] }
    }

    /// The region of a side.
    #[inline(always)]
    pub(super) fn region(&self, side: Side) -> &Region {
        &self.regions[side as usize]
    }

    /// The temperature above which nothing is frozen in a row, K.
    #[inline(always)]
    pub(super) fn t_safe(&self, row: &Row) -> f64 {
        self.t_safe[row.cell]
    }

    /// Memory, bytes.
    pub(super) fn bytes(&self) -> usize {
        let bounds = size_of_val(self.bounds.as_slice()) + size_of_val(self.t_safe.as_slice());
        self.regions.iter().map(|region| region.surface.bytes()).sum::<usize>() + bounds
    }
}

impl Bounds {
    /// m of an enthalpy, and dm/dh.
    #[inline(always)]
    pub(super) fn m(&self, side: Side, h: f64) -> (f64, f64) {
        let inner = self.inner[side as usize];
        let dm = 1.0 / (self.outer[side as usize] - inner);
        ((h - inner) * dm, dm)
    }

    /// The enthalpy at m.
    #[inline(always)]
    pub(super) fn h(&self, side: Side, m: f64) -> f64 {
        let inner = self.inner[side as usize];
        inner + m * (self.outer[side as usize] - inner)
    }
}

impl Region {
    /// The four properties at an enthalpy, and their derivatives in h; `None` outside the region.
    ///
    /// A cell past the inner bound is admitted: the saturation line may lie that far from its spline.
    #[inline(always)]
    pub(super) fn at<A: Arithmetic>(
        &self,
        a: A,
        row: &Row,
        bounds: &Bounds,
        side: Side,
        h: f64,
    ) -> Option<(Lanes, Lanes)> {
        let (m, dm) = bounds.m(side, h);
        let (eta, d_eta) = self.stretch.eta(m);
        // No closures: they are compiled apart, without vectors.
        if eta >= 0.0 && eta <= 1.0 + self.surface.cell() {
            let (value, slope) = self.surface.at(a, row, eta);
            return Some((value, slope.map(|s| s * (d_eta * dm))));
        }
        None
    }
}
