//! The single-phase states at one pressure.
//!
//! Below the critical pressure the saturation line separates liquid from gas; below the lowest saturation pressure there is gas
//! only. From the critical pressure on there is one region, dense below the critical temperature.

use super::density::{self, Branch};
use super::equation::Point;
use super::limits::SLACK;
use super::{Helmholtz, slopes};
use crate::simd::{Arithmetic, Compute, dispatch};
use crate::{FluidError, Phase, Saturation, State};

/// Relative distance from the saturation temperature inside which p and T do not fix the state.
pub(crate) const ON_LINE: f64 = 1e-9;
/// Relative margin of densities at the saturation line.
const MARGIN: f64 = 1e-6;
/// A part of an isobar without a phase change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    Liquid,
    Gas,
    /// p ≥ p_c.
    AboveCritical,
}

/// A pressure, with the saturation at it if there is one.
pub(super) struct Isobar<'a> {
    pub(super) fluid: &'a Helmholtz,
    pub(super) p: f64,
    pub(super) line: Option<Saturation>,
}

impl Helmholtz {
    /// The isobar of a valid pressure.
    pub(super) fn isobar(&self, p: f64) -> Result<Isobar<'_>, FluidError> {
        self.check_p(p)?;
        let has_line = p < self.dome.p_critical && p >= self.dome.p_min * (1.0 - SLACK);
        Ok(Isobar { fluid: self, p, line: has_line.then(|| self.dome.saturation(p)) })
    }
}

impl Isobar<'_> {
    /// The region where there is no saturation line.
    pub(super) fn only_region(&self) -> Region {
        if self.p < self.fluid.dome.p_critical { Region::Gas } else { Region::AboveCritical }
    }

    /// The region of a temperature.
    pub(super) fn region_at(&self, t: f64) -> Result<Region, FluidError> {
        match &self.line {
            None => Ok(self.only_region()),
            Some(line) if t <= line.bubble.t.value * (1.0 - ON_LINE) => Ok(Region::Liquid),
            Some(line) if t >= line.dew.t.value * (1.0 + ON_LINE) => Ok(Region::Gas),
            Some(_) => Err(FluidError::TwoPhase { fluid: self.fluid.info.name.clone(), t, p: self.p }),
        }
    }

    /// The lowest and highest temperature of a region, K.
    pub(super) fn temperatures(&self, region: Region) -> (f64, f64) {
        let (low, high) = (self.fluid.t_low(self.p), self.fluid.t_high());
        match (region, &self.line) {
            (Region::Liquid, Some(line)) => (low, line.bubble.t.value),
            (Region::Gas, Some(line)) => (line.dew.t.value, high),
            _ => (low, high),
        }
    }

    /// The phase of a state.
    fn phase(&self, region: Region, t: f64) -> Phase {
        match region {
            Region::Liquid => Phase::Liquid,
            Region::Gas => Phase::Gas,
            Region::AboveCritical if t >= self.fluid.dome.t_critical => Phase::Supercritical,
            Region::AboveCritical => Phase::Liquid,
        }
    }

    /// The state at a point of a region with enthalpy h.
    pub(super) fn state(&self, region: Region, h: f64, at: &Point) -> State {
        slopes::single_phase(self.phase(region, at.t), self.p, h, at, self.line.as_ref())
    }

    /// An error if the enthalpy is on the other side of the saturation line than the region. This happens to pseudo-pure fluids
    /// next to the critical point, where the lines given for them and their equation disagree.
    pub(super) fn check_side(&self, region: Region, t: f64, h: f64) -> Result<(), FluidError> {
        let slack = ON_LINE * self.fluid.equation.r_gas * t;
        let is_beside = match (region, &self.line) {
            (Region::Liquid, Some(line)) => h <= line.bubble.h.value + slack,
            (Region::Gas, Some(line)) => h >= line.dew.h.value - slack,
            _ => true,
        };
        if is_beside || !self.fluid.info.is_pseudo_pure {
            return Ok(());
        }
        Err(FluidError::TwoPhase { fluid: self.fluid.info.name.clone(), t, p: self.p })
    }

    /// Densities between which the stable root at T lies, and one near it if that comes with them.
    #[inline(always)]
    fn densities<A: Arithmetic>(&self, a: A, region: Region, t: f64) -> Range {
        let dome = &self.fluid.dome;
        let gas = |high| Range { low: 0.0, high, start: None };
        match (region, &self.line) {
            (Region::Gas, Some(line)) => gas((1.0 + MARGIN) * line.dew.rho.value),
            (Region::Gas, None) => gas(dome.rho_vapour),
            _ if t < dome.t_critical => {
                let line = self.fluid.liquid_line.at(a, t);
                Range { low: line.lowest, high: f64::INFINITY, start: Some(line.compressed(a, self.p)) }
            }
            _ => gas(f64::INFINITY),
        }
    }

    /// Whether a point is stable and on its side of the saturation line.
    #[inline(always)]
    pub(super) fn accepts<A: Arithmetic>(&self, a: A, region: Region, at: &Point) -> bool {
        let is_beside_line = match (region, &self.line) {
            (Region::Liquid, Some(line)) => at.t <= line.bubble.t.value * (1.0 + MARGIN),
            (Region::Gas, Some(line)) => at.t >= line.dew.t.value * (1.0 - MARGIN),
            _ => true,
        };
        let range = self.densities(a, region, at.t);
        is_beside_line && at.is_stable() && at.rho >= range.low && at.rho <= range.high
    }

    /// The point at T in a region.
    pub(super) fn point(&self, region: Region, t: f64, guess: Option<f64>) -> Result<Point, FluidError> {
        let failed = || self.fluid.no_convergence(format!("p = {} Pa, T = {t} K", self.p), density::MAX_ITERATIONS);
        dispatch(PointAt { isobar: self, region, t, guess }).ok_or_else(failed)
    }

    /// The same in the form for any processor.
    #[cfg(test)]
    pub(super) fn portable_point(&self, region: Region, t: f64) -> Option<Point> {
        PointAt { isobar: self, region, t, guess: None }.run(crate::simd::Plain)
    }
}

/// Densities of a part of an isotherm.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
    /// Where to look for the root first.
    start: Option<f64>,
}

/// The point at T in a region, or `None` if the search does not end.
struct PointAt<'a> {
    isobar: &'a Isobar<'a>,
    region: Region,
    t: f64,
    guess: Option<f64>,
}

impl Compute for PointAt<'_> {
    type Output = Option<Point>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Option<Point> {
        let range = self.isobar.densities(a, self.region, self.t);
        let start = match (self.guess, range.start) {
            (Some(rho), _) | (None, Some(rho)) => rho,
            (None, None) => self.first_density(),
        };
        let branch = self.branch(range);
        if let Some(at) = self.search(a, branch, start, density::NEAR) {
            return Some(at);
        }
        self.search_again(a, branch, range.start.unwrap_or_else(|| self.first_density()))
    }
}

impl PointAt<'_> {
    /// The point found from a density, if after the search at most `end` is left, counted as in [`density::solve`].
    #[inline(always)]
    fn search<A: Arithmetic>(&self, a: A, (branch, range): (Branch, Range), start: f64, end: f64) -> Option<Point> {
        let (equation, p) = (&self.isobar.fluid.equation, self.isobar.p);
        let (place, bend) = density::solve(a, equation, (p, self.t), branch, (range.low, range.high), (start, end))?;
        let mut at = equation.point_at(a, &place);
        let dr = (p - at.p) / at.p_r;
        at.move_to(place.t, place.rho * (1.0 + dr), dr, 0.0);
        (end == 0.0 || dr.abs() * (1.0 + bend.abs()) <= end).then_some(at)
    }

    /// The search where it is harder: next to the critical point more is left than the steps suggest, and a guess may be a bad one.
    #[cold]
    #[inline(never)]
    fn search_again<A: Arithmetic>(&self, a: A, branch: (Branch, Range), start: f64) -> Option<Point> {
        self.search(a, branch, start, 0.0)
    }

    /// Where the root lies: above the critical pressure it is on one side of the critical density or on the other.
    #[inline(always)]
    fn branch(&self, range: Range) -> (Branch, Range) {
        let fluid = self.isobar.fluid;
        match self.region {
            Region::Gas => (Branch::Gas, range),
            Region::AboveCritical if self.t >= fluid.dome.t_critical => {
                let middle = fluid.dome.rho_critical;
                if fluid.equation.pressure(self.t, middle).0 < self.isobar.p {
                    (Branch::Liquid, Range { low: middle, ..range })
                } else {
                    (Branch::Gas, Range { high: middle, ..range })
                }
            }
            _ => (Branch::Liquid, range),
        }
    }

    /// A density of a gas to start from.
    #[inline(always)]
    fn first_density(&self) -> f64 {
        let (isobar, r_gas) = (self.isobar, self.isobar.fluid.equation.r_gas);
        let ideal = isobar.p / (r_gas * self.t);
        match (self.region, &isobar.line) {
            (Region::Gas, Some(line)) => {
                // 1 − Z falls about as T^−3.5, as the second virial coefficient.
                let side = &line.dew;
                let ratio = side.t.value / self.t;
                let lack = 1.0 - isobar.p / (side.rho.value * r_gas * side.t.value);
                ideal / (1.0 - lack * ratio * ratio * ratio * ratio.sqrt())
            }
            (Region::AboveCritical, _) => ideal.min(1.2 * isobar.fluid.dome.rho_critical),
            _ => ideal,
        }
    }
}
