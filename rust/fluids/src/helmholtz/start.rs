//! Starts for states above the critical pressure: a coarse grid of (T, ρ) over pressure and enthalpy or entropy.
//!
//! Rows are isobars, equidistant in u = (ln(p/p_c)/ln(p_top/p_c))^½; on a row the points gather at the critical temperature.
//! Between points and between rows T and ln ρ are interpolated linearly. Built when first needed, in a fraction of a millisecond.

use super::flash::Given;
use super::isobar::Region;
use super::{Helmholtz, equation::Point};
use crate::Guess;

const ROWS: usize = 12;
/// Points on each side of the critical temperature.
const HALF_ROW: usize = 14;
/// The highest pressure of the grid, in critical pressures.
const TOP: f64 = 30.0;
/// The highest temperature of the grid, in critical temperatures.
const HOT: f64 = 2.5;

/// The grid of one fluid.
#[derive(Debug)]
pub(super) struct StartGrid {
    p_critical: f64,
    ln_top: f64,
    rows: Vec<Vec<Point>>,
}

impl StartGrid {
    pub(super) fn new(fluid: &Helmholtz) -> Self {
        let p_critical = fluid.dome.p_critical;
        let ln_top = (fluid.info.p_max / p_critical).ln().clamp(1e-3, TOP.ln());
        let row = |i: usize| {
            let u = i as f64 / (ROWS - 1) as f64;
            points(fluid, p_critical * (ln_top * u * u).exp())
        };
        StartGrid { p_critical, ln_top, rows: (0..ROWS).map(row).collect() }
    }

    /// (T, ρ) near the state; outside the grid the continuation of its edge.
    pub(super) fn at(&self, p: f64, y: f64, given: Given) -> Guess {
        let u = ((p / self.p_critical).ln().max(0.0) / self.ln_top).sqrt() * (ROWS - 1) as f64;
        let i = (u as usize).min(ROWS - 2);
        let (low, high) = (along_row(&self.rows[i], y, given)?, along_row(&self.rows[i + 1], y, given)?);
        let mix = |a: f64, b: f64| a + (u - i as f64) * (b - a);
        Some((mix(low.0, high.0), mix(low.1, high.1).exp()))
    }
}

/// Points of an isobar in order of temperature; those outside the range of the equation are left out.
fn points(fluid: &Helmholtz, p: f64) -> Vec<Point> {
    let Ok(isobar) = fluid.isobar(p) else { return Vec::new() };
    let critical = fluid.dome.t_critical;
    let (low, high) = (fluid.t_low(p).min(0.99 * critical), fluid.t_high().min(HOT * critical));
    let mut rho = None;
    (0..=2 * HALF_ROW)
        .filter_map(|j| {
            let v = j as f64 / HALF_ROW as f64 - 1.0;
            let end = if v < 0.0 { critical - low } else { high - critical };
            let t = critical + end * v * v.abs().sqrt();
            let point = isobar.point(Region::AboveCritical, t, rho).ok()?;
            rho = Some(point.rho);
            Some(point)
        })
        .collect()
}

/// T and ln ρ on an isobar.
fn along_row(row: &[Point], y: f64, given: Given) -> Option<(f64, f64)> {
    let above = row.partition_point(|point| given.of(point).0 < y).clamp(1, row.len().checked_sub(1)?.max(1));
    let (a, b) = (row.get(above - 1)?, row.get(above)?);
    let (ya, yb) = (given.of(a).0, given.of(b).0);
    let part = ((y - ya) / (yb - ya)).clamp(-1.0, 2.0);
    let (ln_a, ln_b) = (a.rho.ln(), b.rho.ln());
    Some((a.t + part * (b.t - a.t), ln_a + part * (ln_b - ln_a)))
}
