//! Where density is given: regions 1, 2 and 5, whose equations have p and T, are searched in p.

use num_dual::{Dual64, DualNum};

use super::If97;
use super::isobar::{P_5, T_13, T_25};
use super::point::{Point, Side, side_of};
use super::region::{Region, T_C};
use crate::root::{ITERATIONS, rising};
use crate::{FluidBackend, FluidError, State};

/// Highest temperature of region 3, K.
const T_3: f64 = 863.15;

impl If97 {
    /// The point of a state of which p, ρ and T are known.
    pub(super) fn point_at(&self, p: f64, rho: f64, t: f64) -> Point {
        match self.region(rho, t) {
            Region::Two if t > T_13 && p > self.data.p_boundary(t) => Point::Dense(rho, t),
            Region::Three if p <= self.data.p_boundary(t) => Point::Gibbs(Region::Two, p, t),
            Region::Three => Point::Dense(rho, t),
            region => Point::Gibbs(region, p, t),
        }
    }

    /// The region of a density and a temperature.
    fn region(&self, rho: f64, t: f64) -> Region {
        if t > T_25 {
            Region::Five
        } else if t > T_3 {
            Region::Two
        } else if t > T_13 {
            let border = self.data.gibbs(Region::Two, self.data.p_boundary(t), t);
            if rho * border.v <= 1.0 { Region::Two } else { Region::Three }
        } else if side_of(rho) == Side::Liquid {
            Region::One
        } else {
            Region::Two
        }
    }

    /// The state of a density and a temperature, two-phase included.
    pub(super) fn at_density(&self, rho: f64, t: f64) -> Result<State, FluidError> {
        self.finite("rho", rho)?;
        self.check_t(t)?;
        if rho <= 0.0 {
            return Err(self.outside(("rho", "kg/m3"), rho, (0.0, f64::INFINITY)));
        }
        let line = if t < T_C { Some(self.saturation(self.data.p_saturation(t), &[])?) } else { None };
        if let Some(line) = line {
            let (liquid, vapour) = (1.0 / line.bubble.rho.value, 1.0 / line.dew.rho.value);
            if rho * liquid < 1.0 && rho * vapour > 1.0 {
                return self.px(line.p, (1.0 / rho - liquid) / (vapour - liquid), &[]);
            }
        }
        let (p, point) = match self.region(rho, t) {
            Region::Three => (self.data.pressure(rho, t).0, Point::Dense(rho, t)),
            region => {
                let p = self.pressure(region, rho, t)?;
                (p, Point::Gibbs(region, p, t))
            }
        };
        self.check(p, t)?;
        let side = if t < T_C { side_of(rho) } else { Side::Gas };
        Ok(self.data.state(point, (p, self.data.values(point).h), self.line(p)?.as_ref(), side))
    }

    /// The pressure at which an isotherm leaves a region, with a little to spare for the vapour.
    fn highest(&self, region: Region, t: f64) -> f64 {
        const SPARE: f64 = 1.001;
        match region {
            Region::Two if t <= T_13 => self.data.p_saturation(t) * SPARE,
            Region::Two if t <= T_3 => (self.data.p_boundary(t) * SPARE).min(self.info.p_max),
            Region::Five => P_5,
            _ => self.info.p_max,
        }
    }

    /// The pressure of a density; ρ(p) is nearly straight.
    fn pressure(&self, region: Region, rho: f64, t: f64) -> Result<f64, FluidError> {
        let density = |p: f64| {
            let rho = self.data.gibbs(region, Dual64::from(p).derivative(), Dual64::from(t)).v.recip();
            (rho.re, rho.eps)
        };
        let high = self.highest(region, t);
        let densest = density(high).0;
        if rho > densest * (1.0 + 1e-9) {
            return Err(self.outside(("rho", "kg/m3"), rho, (0.0, densest)));
        }
        let distance = |p: f64| {
            let (y, slope) = density(p);
            Ok((y - rho, slope))
        };
        rising(distance, (0.0, high), 0.5 * high)?
            .ok_or_else(|| self.no_convergence(format!("rho = {rho} kg/m3, T = {t} K"), ITERATIONS, f64::NAN))
    }
}
