//! The single-phase states at one pressure.
//!
//! Below the critical pressure the saturation line separates liquid from gas; below the lowest saturation pressure there is gas
//! only. From the critical pressure on there is one region, dense below the critical temperature.

use super::density::{self, Branch};
use super::equation::{Place, Point};
use super::limits::SLACK;
use super::{Helmholtz, slopes};
use crate::{FluidError, Phase, Saturation, State};

/// Relative distance from the saturation temperature inside which p and T do not fix the state.
pub(crate) const ON_LINE: f64 = 1e-9;
/// Relative margin of densities at the saturation line.
const MARGIN: f64 = 1e-6;
/// Margin for liquids that get lighter on cooling, as water below 4 °C.
const MARGIN_OF_MAXIMUM: f64 = 1e-3;

/// Temperatures of a liquid, as parts of that of saturation, down to which it is about as dense as saturated.
const NEAR_LINE: f64 = 0.95;

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

    /// Densities between which the stable root at T lies.
    pub(super) fn densities(&self, region: Region, t: f64) -> (f64, f64) {
        let dome = &self.fluid.dome;
        match (region, &self.line) {
            (Region::Gas, Some(line)) => (0.0, (1.0 + MARGIN) * line.dew.rho.value),
            (Region::Gas, None) => (0.0, dome.rho_vapour),
            (Region::Liquid, Some(line)) if t > NEAR_LINE * line.bubble.t.value && t < 0.8 * dome.t_critical => {
                ((1.0 - MARGIN_OF_MAXIMUM) * line.bubble.rho.value, f64::INFINITY)
            }
            _ if t < dome.t_critical => ((1.0 - MARGIN) * self.fluid.saturated_liquid(t), f64::INFINITY),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// Whether a point is stable and on its side of the saturation line.
    pub(super) fn accepts(&self, region: Region, at: &Point) -> bool {
        let is_beside_line = match (region, &self.line) {
            (Region::Liquid, Some(line)) => at.t <= line.bubble.t.value * (1.0 + MARGIN),
            (Region::Gas, Some(line)) => at.t >= line.dew.t.value * (1.0 - MARGIN),
            _ => true,
        };
        let (low, high) = self.densities(region, at.t);
        is_beside_line && at.is_stable() && at.rho >= low && at.rho <= high
    }

    /// The point at T in a region.
    pub(super) fn point(&self, region: Region, t: f64, guess: Option<f64>) -> Result<Point, FluidError> {
        let range = self.densities(region, t);
        let solve = |rho, end| self.density(region, (t, range), rho, end);
        let near = |rho| solve(rho, density::NEAR);
        let failed = || self.fluid.no_convergence(format!("p = {} Pa, T = {t} K", self.p), density::MAX_ITERATIONS);
        let place = guess.and_then(near).or_else(|| near(self.density_start(region, t, range))).ok_or_else(failed)?;
        if let Some(at) = self.closed(&place, density::NEAR) {
            return Ok(at);
        }
        // Next to the critical point more is left than the steps suggest.
        let place = solve(place.rho, 0.0).ok_or_else(failed)?;
        self.closed(&place, f64::INFINITY).ok_or_else(failed)
    }

    /// The point next to a place at which p is met, if it is at most `end` away, counted as in [`density::solve`].
    fn closed(&self, place: &Place, end: f64) -> Option<Point> {
        let (mut at, curvature) = self.fluid.equation.point_and_curvature_at(place);
        let bend = curvature.p_rr / at.p_r;
        let dr = density::halley((self.p - at.p) / at.p_r, bend);
        at.compress(&curvature, dr);
        (dr.abs() * (1.0 + bend.abs()) <= end).then_some(at)
    }

    /// The place at T in a region.
    fn density(&self, region: Region, (t, range): (f64, (f64, f64)), start: f64, end: f64) -> Option<Place> {
        let equation = &self.fluid.equation;
        let middle = self.fluid.dome.rho_critical;
        let (branch, range) = match region {
            Region::Liquid => (Branch::Liquid, range),
            Region::Gas => (Branch::Gas, range),
            Region::AboveCritical if t < self.fluid.dome.t_critical => (Branch::Liquid, range),
            Region::AboveCritical if equation.pressure(t, middle).0 < self.p => {
                (Branch::Liquid, (middle, f64::INFINITY))
            }
            Region::AboveCritical => (Branch::Gas, (0.0, middle)),
        };
        density::solve(equation, (self.p, t), branch, range, (start, end))
    }

    /// A density to start from at T.
    fn density_start(&self, region: Region, t: f64, range: (f64, f64)) -> f64 {
        let ideal = self.p / (self.fluid.equation.r_gas * t);
        match (region, &self.line) {
            (Region::Gas, Some(line)) => {
                // 1 − Z falls about as T^−3.5, as the second virial coefficient.
                let side = &line.dew;
                let ratio = side.t.value / t;
                let lack = 1.0 - self.p / (side.rho.value * self.fluid.equation.r_gas * side.t.value);
                ideal / (1.0 - lack * ratio * ratio * ratio * ratio.sqrt())
            }
            (Region::Liquid, Some(line)) if t > NEAR_LINE * line.bubble.t.value => {
                let side = &line.bubble;
                (side.rho.value + (t - side.t.value) * side.rho.dp / side.t.dp).min(self.fluid.dome.rho_liquid)
            }
            _ if t < self.fluid.dome.t_critical && region != Region::Gas => range.0,
            (Region::AboveCritical, _) => ideal.min(1.2 * self.fluid.dome.rho_critical),
            _ => ideal,
        }
        .max(range.0)
    }
}

impl Helmholtz {
    /// Density of the saturated liquid at a temperature; below the lowest temperature somewhat less than at the lowest.
    fn saturated_liquid(&self, t: f64) -> f64 {
        if t <= self.info.t_min {
            return 0.9 * self.dome.rho_liquid;
        }
        self.dome.liquid_density(t)
    }
}
