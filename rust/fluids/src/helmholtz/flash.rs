//! States from pairs of properties.
//!
//! Below p_c the saturation line at p decides the phase; a single-phase state is then found by Newton in (ln T, ln ρ) on
//!
//! p(T, ρ) = p,  y(T, ρ) = y  with y = h or s,
//!
//! and accepted if it is stable and on its side of the line. If not, T is bracketed on the isobar, where h and s rise with T, with
//! the density root of the proper side inside.

use super::density::{self, Branch};
use super::dome::lane;
use super::equation::Point;
use super::limits::SLACK;
use super::{Helmholtz, slopes};
use crate::{FluidError, Guess, Phase, Saturation, SaturationSide, State};

/// The property given beside p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Enthalpy,
    Entropy,
}

/// Where on an isobar a single-phase state lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub(super) branch: Option<Branch>,
    /// Temperatures between which the state lies, K; lower end NaN: the lowest temperature at the pressure.
    pub(super) t: (f64, f64),
}

const MAX_NEWTON: usize = 15;
/// Relative error of slopes with which a Newton iteration may end.
const SLOPE_ERROR: f64 = 1e-7;
/// Steps that are rounding.
const ROUNDING: f64 = 1e-12;
/// Relative distance from the saturation temperature inside which p and T do not fix the state.
pub(super) const ON_LINE: f64 = 1e-9;

impl Given {
    /// Value and slopes in ln ρ and ln T of the property, divided by R T or R, at a point.
    fn of(self, at: &Point) -> (f64, f64, f64) {
        match self {
            Given::Enthalpy => (at.h, at.h_r, at.h_t),
            Given::Entropy => (at.s, at.s_r, at.s_t),
        }
    }

    fn on(self, side: &SaturationSide) -> f64 {
        match self {
            Given::Enthalpy => side.h.value,
            Given::Entropy => side.s.value,
        }
    }

    fn symbol(self) -> &'static str {
        match self {
            Given::Enthalpy => "h",
            Given::Entropy => "s",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Given::Enthalpy => "J/kg",
            Given::Entropy => "J/(kg K)",
        }
    }

    /// A change of the property that is rounding.
    fn scale(self, r_gas: f64, t: f64) -> f64 {
        match self {
            Given::Enthalpy => r_gas * t,
            Given::Entropy => r_gas,
        }
    }
}

impl Helmholtz {
    /// The saturation line at p, if p is below the critical and not below the lowest pressure.
    pub(super) fn line(&self, p: f64) -> Option<Saturation> {
        (p < self.dome.p_critical && p >= self.dome.p_min * (1.0 - SLACK)).then(|| self.dome.saturation(p))
    }

    /// State from p and h or s.
    pub(super) fn flash(&self, p: f64, y: f64, given: Given, guess: Guess) -> Result<State, FluidError> {
        self.check_p(p)?;
        self.finite(given.symbol(), y)?;
        let line = self.line(p);
        let region = match &line {
            Some(line) if y > given.on(&line.bubble) && y < given.on(&line.dew) => {
                return Ok(self.two_phase(y, given, line));
            }
            Some(line) if y <= given.on(&line.bubble) => {
                Region { branch: Some(Branch::Liquid), t: (f64::NAN, line.bubble.t.value) }
            }
            Some(line) => Region { branch: Some(Branch::Gas), t: (line.dew.t.value, self.t_high()) },
            None if p < self.dome.p_min => Region { branch: Some(Branch::Gas), t: (self.info.t_min, self.t_high()) },
            None => Region { branch: None, t: (f64::NAN, self.t_high()) },
        };
        let newton = |start| self.newton(p, y, given, region, line.as_ref(), start);
        let at = match guess.and_then(newton).or_else(|| self.start(region, line.as_ref()).and_then(newton)) {
            Some(at) => at,
            None => self.bracketed(p, y, given, region, line.as_ref())?,
        };
        self.check_t(at.t, p)?;
        let h = if given == Given::Enthalpy { y } else { at.h + (p - at.p) / at.rho + at.t * (y - at.s) };
        Ok(slopes::single_phase(self.phase(p, region.branch, at.t), p, h, &at, line.as_ref()))
    }

    fn two_phase(&self, y: f64, given: Given, line: &Saturation) -> State {
        let (liquid, vapour) = (given.on(&line.bubble), given.on(&line.dew));
        let x = (y - liquid) / (vapour - liquid);
        let h = match given {
            Given::Enthalpy => y,
            Given::Entropy => line.bubble.h.value + x * (line.dew.h.value - line.bubble.h.value),
        };
        slopes::two_phase(h, slopes::quality(h, line), line)
    }

    /// The phase of a single-phase state.
    pub(super) fn phase(&self, p: f64, branch: Option<Branch>, t: f64) -> Phase {
        match branch {
            Some(Branch::Liquid) => Phase::Liquid,
            Some(Branch::Gas) => Phase::Gas,
            None if p >= self.dome.p_critical && t >= self.dome.t_critical => Phase::Supercritical,
            None => Phase::Liquid,
        }
    }

    /// A start on the saturation line.
    fn start(&self, region: Region, line: Option<&Saturation>) -> Guess {
        let side = match (region.branch?, line?) {
            (Branch::Liquid, line) => line.bubble,
            (Branch::Gas, line) => line.dew,
        };
        Some((side.t.value, side.rho.value))
    }

    /// Newton in (ln T, ln ρ); `None` if it does not end in a stable state of the region.
    fn newton(
        &self,
        p: f64,
        y: f64,
        given: Given,
        region: Region,
        line: Option<&Saturation>,
        start: (f64, f64),
    ) -> Option<Point> {
        let (mut t, mut rho) = start;
        let mut last = f64::INFINITY;
        for _ in 0..MAX_NEWTON {
            let mut at = self.equation.point(t, rho);
            let (value, y_r, y_t) = given.of(&at);
            let det = at.p_r * y_t - at.p_t * y_r;
            let (miss_p, miss_y) = (p - at.p, y - value);
            let dr = (miss_p * y_t - miss_y * at.p_t) / det;
            let dt = (miss_y * at.p_r - miss_p * y_r) / det;
            let size = dr.abs().max(dt.abs());
            if !size.is_finite() {
                return None;
            }
            t *= dt.clamp(-0.25, 0.25).exp();
            rho *= dr.clamp(-0.5, 0.5).exp();
            // Newton leaves `ratio` · size², and slopes taken before the step are off by `ratio` · size.
            let ratio = (size / (last * last)).max(1.0);
            if size < 1e-7 && ratio * size < SLOPE_ERROR || size < ROUNDING {
                at.move_to(t, rho, dr, dt);
                return self.accept(&at, region, line).then_some(at);
            }
            last = size;
        }
        None
    }

    /// Whether a point is stable and on its side of the saturation line.
    fn accept(&self, at: &Point, region: Region, line: Option<&Saturation>) -> bool {
        // A temperature below the lowest is reported after the iteration.
        let in_range = !(at.t < region.t.0 * (1.0 - 1e-6)) && at.t <= region.t.1 * (1.0 + 1e-6);
        in_range && at.is_stable() && {
            let (low, high) = self.density_range(region.branch, at.t, line);
            at.rho >= low && at.rho <= high
        }
    }

    /// Densities between which the root of the branch lies at T on an isobar; `line` is the saturation on it.
    fn density_range(&self, branch: Option<Branch>, t: f64, line: Option<&Saturation>) -> (f64, f64) {
        match (branch, line) {
            (Some(Branch::Gas), Some(line)) => (0.0, (1.0 + 1e-6) * line.dew.rho.value),
            (Some(Branch::Gas), None) => (0.0, self.dome.saturation(self.dome.p_min).dew.rho.value),
            // Liquid gets denser on cooling at constant p, but for the small maxima of water.
            (Some(Branch::Liquid), Some(line)) if t > 0.95 * line.bubble.t.value && t < 0.8 * self.dome.t_critical => {
                ((1.0 - 1e-3) * line.bubble.rho.value, f64::INFINITY)
            }
            _ if t < self.dome.t_critical => ((1.0 - 1e-6) * self.saturated_liquid(t), f64::INFINITY),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// Density of the saturated liquid at a temperature; below the lowest temperature that at the lowest.
    fn saturated_liquid(&self, t: f64) -> f64 {
        let p = self.dome.pressure_of(lane::T_BUBBLE, t.max(self.info.t_min));
        self.dome.saturation(p).bubble.rho.value * if t < self.info.t_min { 0.9 } else { 1.0 }
    }

    /// The state on the isobar, T bracketed.
    fn bracketed(
        &self,
        p: f64,
        y: f64,
        given: Given,
        region: Region,
        line: Option<&Saturation>,
    ) -> Result<Point, FluidError> {
        let (mut low, mut high) = region.t;
        if low.is_nan() {
            low = self.t_low(p);
        }
        let at_low = self.isobar(p, low, region, line)?;
        let at_high = self.isobar(p, high, region, line)?;
        let (bottom, top) = (given.of(&at_low).0, given.of(&at_high).0);
        let rounding = 1e-9 * given.scale(self.equation.r_gas, low);
        if y < bottom - rounding || y > top + rounding {
            return Err(self.outside(given.symbol(), given.unit(), y, (bottom, top)));
        }
        let mut t = low + (high - low) * ((y - bottom) / (top - bottom)).clamp(0.0, 1.0);
        let mut previous = f64::INFINITY;
        for _ in 0..200 {
            let at = self.isobar(p, t, region, line)?;
            let (value, y_r, y_t) = given.of(&at);
            let slope = y_t - y_r * at.p_t / at.p_r;
            let step = (y - value) / slope;
            if step.abs() < 1e-12 || high - low < 4.0 * f64::EPSILON * t {
                return Ok(at);
            }
            if value < y {
                low = t
            } else {
                high = t
            }
            let next = t * step.clamp(-0.5, 0.5).exp();
            let is_slow = step.abs() > 0.5 * previous;
            previous = step.abs();
            t = if next > low && next < high && !is_slow { next } else { 0.5 * (low + high) };
        }
        Err(self.no_convergence(format!("p = {p} Pa, {} = {y} {}", given.symbol(), given.unit()), 200, f64::NAN))
    }

    /// The single-phase point at p and T on the region's branch.
    pub(super) fn isobar(
        &self,
        p: f64,
        t: f64,
        region: Region,
        line: Option<&Saturation>,
    ) -> Result<Point, FluidError> {
        let rho = self.density(p, t, region.branch, line);
        let rho = rho.ok_or_else(|| self.no_convergence(format!("p = {p} Pa, T = {t} K"), 100, f64::NAN))?;
        Ok(self.equation.point(t, rho))
    }

    /// The density root at p and T.
    pub(super) fn density(&self, p: f64, t: f64, branch: Option<Branch>, line: Option<&Saturation>) -> Option<f64> {
        let rho_c = self.dome.rho_critical;
        let ideal = p / (self.equation.r_gas * t);
        let range = self.density_range(branch, t, line);
        let solve = |branch, range, guess| density::solve(&self.equation, (p, t), branch, range, guess);
        match branch {
            Some(Branch::Liquid) => solve(Branch::Liquid, range, range.0),
            Some(Branch::Gas) => solve(Branch::Gas, range, ideal),
            None if t < self.dome.t_critical => solve(Branch::Liquid, range, range.0),
            None if self.equation.pressure(t, rho_c).0 >= p => solve(Branch::Gas, (0.0, rho_c), ideal),
            None => solve(Branch::Liquid, (rho_c, f64::INFINITY), 1.2 * rho_c),
        }
    }
}
