//! Enthalpy on an isobar at given temperature or entropy, by Newton on the surfaces themselves.
//!
//! T and s rise with h. Along a region they run from the value at the outer bound, η = 0, to that at the inner one, η = 1; the
//! start is the cubic through both ends with their slopes, inverted, and every step stays in a bracket that shrinks.

use super::cut::Cut;
use super::plane::Side;
use super::surface::Lanes;
use crate::State;
use crate::helmholtz::dome::lane;
use crate::simd::{Arithmetic, Compute, dispatch};

/// Places of the given properties among the four.
pub(super) mod given {
    pub(crate) const T: usize = 0;
    pub(crate) const S: usize = 2;
}

/// How far beyond the saturation line, as a part of h'' − h', a state may be found.
const BEYOND: f64 = 1e-5;
const MAX_ITERATIONS: usize = 50;
/// A step in η after which what is left is the square of it.
const LAST_STEP: f64 = 1e-9;

/// The search for a property on a side of a cut.
struct Search<'a> {
    cut: &'a Cut<'a>,
    side: Side,
    lane: usize,
    value: f64,
}

impl Compute for Search<'_> {
    type Output = Option<Found>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Option<Found> {
        let Cut { row, plane, .. } = self.cut;
        let surface = &plane.region(self.side).surface;
        let of = |(value, slope): (Lanes, Lanes)| (value[self.lane], slope[self.lane]);
        let (outer, inner) = (of(surface.at(a, row, 0.0)), of(surface.at(a, row, 1.0)));
        let mut bracket = (0.0, 1.0 + surface.cell());
        let mut eta = start(outer, inner, self.value);
        let mut piece = surface.piece(a, row, eta);
        for _ in 0..MAX_ITERATIONS {
            if !piece.holds(eta) {
                piece = surface.piece(a, row, eta);
            }
            let (values, slopes) = piece.at(a, eta);
            let (value, slope) = of((values, slopes));
            let miss = self.value - value;
            let step = miss / slope;
            if step.abs() < LAST_STEP {
                let values = std::array::from_fn(|lane| a.mul_add(step, slopes[lane], values[lane]));
                return Some(Found { eta: eta + step, values, slopes });
            }
            // By the direction from end to end: next to the critical point T is flat, and the sign of its slope not sure.
            if (miss > 0.0) == (inner.0 > outer.0) {
                bracket.0 = eta;
            } else {
                bracket.1 = eta;
            }
            let next = eta + step;
            let is_inside = next > bracket.0 && next < bracket.1;
            eta = if is_inside { next } else { 0.5 * (bracket.0 + bracket.1) };
        }
        None
    }
}

/// A place on a cut, with the properties there and their derivatives in η.
pub(super) struct Found {
    pub(super) eta: f64,
    pub(super) values: Lanes,
    pub(super) slopes: Lanes,
}

/// η near a value between the ends, each given with value and slope.
#[inline(always)]
fn start(outer: (f64, f64), inner: (f64, f64), value: f64) -> f64 {
    let span = inner.0 - outer.0;
    let u = ((value - outer.0) / span).clamp(0.0, 1.0);
    // dη/du at the ends, bounded so that the cubic rises.
    let (d0, d1) = ((span / outer.1).clamp(0.0, 3.0), (span / inner.1).clamp(0.0, 3.0));
    let v = 1.0 - u;
    u * u * (3.0 - 2.0 * u) + u * v * (v * d0 - u * d1)
}

impl Cut<'_> {
    /// The state of a region in which a property ([`given`]) has a value; `None` outside the region, and beyond the saturation line.
    ///
    /// Where the line and its spline differ, the state found may be on the wrong side, by the error of the surface; then it is the
    /// saturated one.
    pub(super) fn find(&self, side: Side, lane: usize, value: f64) -> Option<State> {
        let Found { eta, mut values, slopes } = dispatch(Search { cut: self, side, lane, value })?;
        let stretch = self.plane.region(side).stretch;
        let m = stretch.m(eta);
        let h = self.bounds.h(side, m);
        let dh = stretch.eta(m).1 * self.bounds.m(side, h).1;
        values[lane] = value;
        match self.beside_line(side, h)? {
            beside if beside == h => Some(self.assemble(side, h, values, slopes.map(|s| s * dh), values[1].exp())),
            beside => self.single_phase(side, beside),
        }
        .filter(|_| eta >= 0.0)
    }

    /// An enthalpy moved to its side of the saturation line; `None` if it is far beyond.
    fn beside_line(&self, side: Side, h: f64) -> Option<f64> {
        let Some(line) = &self.line else { return Some(h) };
        let (liquid, vapour) = (line.value(lane::H_LIQUID), line.value(lane::H_VAPOUR));
        let (beside, beyond) = match side {
            Side::Cold => (h.min(liquid), h - liquid),
            Side::Hot => (h.max(vapour), vapour - h),
        };
        (beyond <= BEYOND * (vapour - liquid)).then_some(beside)
    }

    /// A property ([`given`]) where the two regions above the critical pressure meet.
    pub(super) fn between(&self, lane: usize) -> f64 {
        dispatch(AtInner(self))[lane]
    }
}

/// The properties at the inner bound of the cold side.
struct AtInner<'a>(&'a Cut<'a>);

impl Compute for AtInner<'_> {
    type Output = Lanes;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Lanes {
        self.0.plane.region(Side::Cold).surface.at(a, &self.0.row, 1.0).0
    }
}
