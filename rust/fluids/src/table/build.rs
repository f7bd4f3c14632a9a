//! Construction of a table: the columns of all regions are solved on all cores, then interpolated.
//!
//! Threads are started for it, instead of taken from a pool: who waits for a table in a pool's thread must not be handed the work
//! of another one who waits for the same table.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::axis::Half;
use super::fit::{Fit, Start};
use super::frame::Frame;
use super::nodes::{column, lanes};
use super::plane::{Plane, Region, Side};
use super::surface::{Lanes, Surface};
use crate::helmholtz::Helmholtz;
use crate::helmholtz::equation::Equation;

/// Both halves of a table with the given number of nodes along each coordinate, or what could not be found.
pub(super) fn planes(exact: &Helmholtz, nodes: usize) -> Result<[Plane; 2], &'static str> {
    let frames = [Frame::below(exact, nodes)?, Frame::above(exact, nodes)?];
    let column = |job: usize| {
        let side = [Side::Cold, Side::Hot][(job / nodes) % 2];
        values(&frames[job / (2 * nodes)], exact.equation(), side, job % nodes)
    };
    let columns: Option<Vec<Vec<Lanes>>> = on_all_cores(4 * nodes, column).into_iter().collect();
    let columns = columns.ok_or("states at the nodes")?;
    let (in_x, in_eta) = (Fit::new(nodes, Start::Even), Fit::new(nodes, Start::Free));
    let surface = |region: usize| Surface::interpolate(&in_x, &in_eta, &columns[region * nodes..][..nodes].concat());
    let mut surfaces = on_all_cores(4, surface).into_iter();
    let mut region = |frame: &Frame, side: usize| {
        let surface = surfaces.next().ok_or("surfaces")?;
        Ok(Region { surface, stretch: frame.stretch[side] })
    };
    let mut plane = |frame: &Frame| {
        let bounds: Vec<f64> = frame.bounds.iter().flat_map(|b| b.inner.into_iter().chain(b.outer)).collect();
        let regions = [region(frame, 0)?, region(frame, 1)?];
        Ok(Plane::new(frame.half, frame.x_max, &in_x.coefficients(&bounds), regions, frame.t_safe.clone()))
    };
    Ok([plane(&frames[Half::Below as usize])?, plane(&frames[Half::Above as usize])?])
}

/// The tabulated values of a column, from the outer to the inner bound.
fn values(frame: &Frame, equation: &Equation, side: Side, node: usize) -> Option<Vec<Lanes>> {
    let nodes = frame.p.len();
    let (bounds, stretch, unit) = (&frame.bounds[node], frame.stretch[side as usize], frame.unit(side, node));
    let eta = |j: usize| 1.0 - j as f64 / (nodes - 1) as f64;
    let enthalpies = (0..nodes).map(|j| bounds.h(side, stretch.m(eta(j))));
    let points = column(equation, frame.p[node], enthalpies, frame.inner[node][side as usize])?;
    Some(points.iter().rev().map(|at| lanes(at, unit)).collect())
}

/// The results of jobs by number, computed by as many threads as there are cores.
fn on_all_cores<T: Send>(jobs: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&number| number < jobs);
        std::iter::from_fn(take).map(|number| (number, job(number))).collect::<Vec<_>>()
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(jobs);
    let mut results: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        for worker in workers {
            results.extend(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
