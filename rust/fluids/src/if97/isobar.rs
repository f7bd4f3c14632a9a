//! An isobar cut into the regions it passes through, and the search for an enthalpy or entropy on it.
//!
//! The regions' equations disagree a little on their borders (by up to 0.2 kJ/kg): a border belongs half to each.

use super::If97;
use super::limits::SLACK;
use super::point::{Point, Side};
use super::region::{P_C, Properties, RHO_C, Region, T_C};
use crate::root::{ITERATIONS, rising};
use crate::{FluidError, Saturation};

/// Border of regions 1 and 3, K.
pub(super) const T_13: f64 = 623.15;
/// Border of regions 2 and 5, K.
pub(super) const T_25: f64 = 1073.15;
/// Lowest temperature, K.
pub(super) const T_MIN: f64 = 273.15;
/// Highest temperature, K.
pub(super) const T_MAX: f64 = 2273.15;
/// Highest pressure of region 5, Pa.
pub(super) const P_5: f64 = 50e6;
/// How far beyond a border an equation may be followed, K.
const MARGIN: f64 = 1.0;

/// Part of an isobar on one equation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) region: Region,
    pub(super) side: Side,
    /// Lowest and highest temperature, K.
    pub(super) t: (f64, f64),
}

/// Enthalpy or entropy with its slope in T at constant p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// J/kg.
    Enthalpy,
    /// J/(kg K).
    Entropy,
}

impl Given {
    pub(super) fn of(self, at: &Properties<f64>) -> (f64, f64) {
        match self {
            Given::Enthalpy => (at.h, at.cp),
            Given::Entropy => (at.s, at.cp / at.t),
        }
    }

    /// The values on the saturation line.
    pub(super) fn ends(self, line: &Saturation) -> (f64, f64) {
        match self {
            Given::Enthalpy => (line.bubble.h.value, line.dew.h.value),
            Given::Entropy => (line.bubble.s.value, line.dew.s.value),
        }
    }

    pub(super) fn name(self) -> (&'static str, &'static str) {
        match self {
            Given::Enthalpy => ("h", "J/kg"),
            Given::Entropy => ("s", "J/(kg K)"),
        }
    }
}

impl If97 {
    /// The segments of an isobar by rising temperature.
    pub(super) fn isobar(&self, p: f64) -> Vec<Segment> {
        use Region::{Five, One, Three, Two};
        use Side::{Gas, Liquid};
        let segment = |region, side, low, high| Segment { region, side, t: (low, high) };
        let mut segments = Vec::with_capacity(5);
        if p < self.p_min {
            segments.push(segment(Two, Gas, T_MIN, T_25));
        } else if p <= self.p_13 {
            let t = self.data.t_saturation(p);
            segments.extend([segment(One, Liquid, T_MIN, t), segment(Two, Gas, t, T_25)]);
        } else {
            let t_23 = self.data.t_boundary(p);
            segments.push(segment(One, Liquid, T_MIN, T_13));
            if p < P_C {
                let t = self.data.t_saturation(p);
                segments.extend([segment(Three, Liquid, T_13, t), segment(Three, Gas, t, t_23)]);
            } else {
                segments.push(segment(Three, Gas, T_13, t_23));
            }
            segments.push(segment(Two, Gas, t_23, T_25));
        }
        if p <= P_5 * (1.0 + SLACK) {
            segments.push(segment(Five, Gas, T_25, T_MAX));
        }
        segments
    }

    /// The point of a value on segments that follow each other without a saturation line between.
    pub(super) fn on_segments(
        &self,
        p: f64,
        segments: &[Segment],
        given: Given,
        value: f64,
    ) -> Result<(Point, Side), FluidError> {
        let at = |segment: &Segment, t: f64| -> Result<f64, FluidError> {
            Ok(given.of(&self.data.values(self.point(segment, p, t)?)).0)
        };
        for (k, segment) in segments.iter().enumerate() {
            let border = match segments.get(k + 1) {
                Some(next) => 0.5 * (at(segment, segment.t.1)? + at(next, next.t.0)?),
                None => f64::INFINITY,
            };
            if value <= border {
                let margin = |inner: bool| if inner { MARGIN } else { 0.0 };
                let t = (segment.t.0 - margin(k > 0), segment.t.1 + margin(k + 1 < segments.len()));
                return Ok((self.search(p, &Segment { t, ..*segment }, given, value)?, segment.side));
            }
        }
        Err(self.no_convergence(format!("p = {p} Pa, {} = {value}", given.name().0), 0, f64::NAN))
    }

    /// The point of a value within a segment, where the value rises with T.
    fn search(&self, p: f64, segment: &Segment, given: Given, value: f64) -> Result<Point, FluidError> {
        let distance = |t: f64| {
            let (y, slope) = given.of(&self.data.values(self.point(segment, p, t)?));
            Ok((y - value, slope))
        };
        match rising(distance, segment.t, 0.5 * (segment.t.0 + segment.t.1))? {
            Some(t) => self.point(segment, p, t),
            None => Err(self.no_convergence(format!("p = {p} Pa, {} = {value}", given.name().0), ITERATIONS, f64::NAN)),
        }
    }

    /// The point at p and T on the equation of a segment.
    pub(super) fn point(&self, segment: &Segment, p: f64, t: f64) -> Result<Point, FluidError> {
        match segment.region {
            Region::Three => Ok(Point::Dense(self.density(p, t, segment.side)?, t)),
            region => Ok(Point::Gibbs(region, p, t)),
        }
    }

    /// Density in region 3, kg/m³: Newton's method from the dense or the light end, whence p(ρ) at constant T is convex or
    /// concave up to the root, so that it does not overshoot below the critical temperature.
    pub(super) fn density(&self, p: f64, t: f64, side: Side) -> Result<f64, FluidError> {
        const LIGHT: f64 = 50.0;
        const DENSE: f64 = 850.0;
        let has_one_root = t >= T_C || p >= P_C;
        let from_dense = if has_one_root { p > self.data.pressure(RHO_C, t).0 } else { side == Side::Liquid };
        let (mut low, mut high) = if from_dense { (RHO_C, DENSE) } else { (LIGHT, RHO_C) };
        let mut rho = if from_dense { high } else { low };
        let mut last = f64::INFINITY;
        for _ in 0..ITERATIONS {
            let (p_here, slope) = self.data.pressure(rho, t);
            if p_here < p {
                low = rho;
            } else {
                high = rho;
            }
            let newton = rho + (p - p_here) / slope;
            let next = if newton >= low && newton <= high { newton } else { 0.5 * (low + high) };
            let step = (next - rho).abs();
            // Next to the critical point rounding in p keeps the steps from shrinking further.
            if step <= 1e-14 * rho || (step < 1e-6 * rho && step >= last) {
                return Ok(next);
            }
            (rho, last) = (next, step);
        }
        Err(self.no_convergence(format!("p = {p} Pa, T = {t} K"), ITERATIONS, last))
    }
}
