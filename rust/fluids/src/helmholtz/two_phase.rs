//! Two-phase states at given quality or temperature.
//!
//! A pure fluid has one pressure at T. A pseudo-pure fluid has a glide: at constant T the pressure falls from the bubble to the dew
//! pressure while x = (T − T'(p))/(T''(p) − T'(p)) rises from 0 to 1. Along a line of constant x next to the critical point T rises to
//! a largest value and falls again: between that and the temperature of the critical point two states have (T, x).

use super::dome::{BESIDE, highest, lane};
use super::equation::Point;
use super::limits::SLACK;
use super::search::SAME;
use super::{Helmholtz, slopes};
use crate::{FluidBackend, FluidError, Pair, Phase, Saturation, SaturationSide, State};

/// Largest relative error of densities on the saturation line.
const SPLINE_ERROR: f64 = 1e-9;
/// Relative rounding of saturated densities.
const ROUNDING: f64 = 1e-11;

impl Helmholtz {
    /// The state of a quality; at 0 and 1 the saturated liquid and vapour with the slopes of the single phase.
    pub(super) fn at_quality(&self, line: &Saturation, x: f64) -> State {
        let (side, phase) = match x {
            0.0 => (line.bubble, Phase::Liquid),
            1.0 => (line.dew, Phase::Gas),
            _ => {
                let h = line.bubble.h.value + x * (line.dew.h.value - line.bubble.h.value);
                return line.mixture(h);
            }
        };
        let mut at = self.equation.point(side.t.value, side.rho.value);
        // The line is off the equation by the error of its spline, which a liquid that hardly expands with T would feel.
        let dr = (line.p - at.p) / at.p_r;
        if dr.abs() < SPLINE_ERROR {
            at.move_to(at.t, at.rho * (1.0 + dr), dr, 0.0);
        }
        let mut state = slopes::single_phase(phase, line.p, side.h.value, &at, Some(line));
        state.s.value = side.s.value;
        state
    }

    /// The state of a temperature and a quality.
    pub(super) fn at_temperature(&self, t: f64, x: f64) -> Result<State, FluidError> {
        let is_colder = |line: &Saturation| temperature(line, x) < t;
        let end = self.dome.saturation(self.p_top());
        if !self.info.is_pseudo_pure || t <= temperature(&end, x) {
            return Ok(self.at_quality(&self.on_isotherm(t, is_colder)?, x));
        }
        let (p_hottest, hottest) = self.hottest(x);
        if t > hottest * (1.0 + SLACK) {
            return Err(self.outside("T", "K", t, (self.info.t_min, hottest)));
        }
        let below = self.divided(self.dome.pressure(BESIDE), p_hottest, is_colder);
        let above = self.divided(self.p_top(), p_hottest, is_colder);
        let states = [below, above].map(|line| self.at_quality(&line, x));
        let [low, high] = states.map(|state| (t, state.rho.value));
        if (low.1 / high.1 - 1.0).abs() < SAME {
            return Ok(states[0]);
        }
        let fluid = self.info.name.clone();
        Err(FluidError::MultipleSolutions {
            fluid,
            pair: Pair::TemperatureQuality.symbols(),
            candidates: vec![low, high],
        })
    }

    /// The highest pressure of the lines, short of the critical point.
    fn p_top(&self) -> f64 {
        self.dome.p_critical * (1.0 - 1e-12)
    }

    /// Pressure and temperature of the hottest state of a quality.
    fn hottest(&self, x: f64) -> (f64, f64) {
        let line = |at: f64| self.dome.saturation(self.dome.pressure(at).min(self.p_top()));
        let line = line(highest(|at| temperature(&line(at), x)));
        (line.p, temperature(&line, x))
    }

    /// The saturation between two pressures at which a condition that holds at the first ceases to hold.
    fn divided(&self, mut first: f64, mut second: f64, holds: impl Fn(&Saturation) -> bool) -> Saturation {
        while (second - first).abs() > 4.0 * f64::EPSILON * second {
            let middle = 0.5 * (first + second);
            if holds(&self.dome.saturation(middle)) { first = middle } else { second = middle }
        }
        self.dome.saturation(0.5 * (first + second))
    }

    /// The saturation at a pressure with the values of the equation itself, from which those of the spline differ by 1e-12.
    pub(super) fn refined_saturation(&self, p: f64) -> Saturation {
        let mut line = self.dome.saturation(p);
        for side in [&mut line.bubble, &mut line.dew] {
            let at = self.equation.point(side.t.value, side.rho.value);
            let dr = (p - at.p) / at.p_r;
            if dr.abs() < SPLINE_ERROR {
                side.rho.value = at.rho * (1.0 + dr);
                side.h.value = at.h + at.h_r * dr;
                side.s.value = at.s + at.s_r * dr;
            }
        }
        line
    }

    /// The ends of the two-phase part of an isotherm: above the end of the bubble line it ends at the critical pressure, above that of
    /// the dew line at a saturated vapour again.
    pub(super) fn isotherm_ends(&self, t: f64) -> Result<Ends, FluidError> {
        if !self.info.is_pseudo_pure {
            let p = self.p_bubble(t, &[])?;
            return Ok(Ends { dew: p, other: p, x: 0.0 });
        }
        if let Some((dew, other)) = self.dome.both_dew_pressures(t) {
            return Ok(Ends { dew, other, x: 1.0 });
        }
        let (dew, bubble) = (self.p_dew(t, &[])?, self.p_bubble(t, &[]).unwrap_or(self.p_top()));
        let has_glide = (bubble - dew).abs() > SPLINE_ERROR * bubble;
        Ok(Ends { dew: if has_glide { dew } else { bubble }, other: bubble, x: 0.0 })
    }

    /// The saturation at T at which a condition that holds at the dew pressure ceases to hold on the way to the bubble pressure.
    pub(super) fn on_isotherm(
        &self,
        t: f64,
        is_near_dew: impl Fn(&Saturation) -> bool,
    ) -> Result<Saturation, FluidError> {
        let Ends { dew, other, .. } = self.isotherm_ends(t)?;
        Ok(self.divided(dew, other, is_near_dew))
    }

    /// The two-phase state of a density and a temperature; `None` if they give a single phase.
    pub(super) fn two_phase_rho_t(&self, rho: f64, t: f64) -> Result<Option<State>, FluidError> {
        let Ok(ends) = self.isotherm_ends(t) else { return Ok(None) };
        let (dew, other) = (self.dome.saturation(ends.dew), self.dome.saturation(ends.other));
        if rho <= dew.dew.rho.value || rho >= ends.other_side(&other).rho.value * (1.0 - ROUNDING) {
            return Ok(None);
        }
        let line = self.on_isotherm(t, |line| {
            let glide = line.dew.t.value - line.bubble.t.value;
            volume(line, ((t - line.bubble.t.value) / glide).clamp(0.0, 1.0)) * rho > 1.0
        })?;
        let x = (1.0 / rho - volume(&line, 0.0)) / (volume(&line, 1.0) - volume(&line, 0.0));
        let h = line.bubble.h.value + x * (line.dew.h.value - line.bubble.h.value);
        Ok(Some(line.mixture(h)))
    }
}

impl Helmholtz {
    /// The saturated liquid instead of a liquid whose pressure is, by rounding, below that of saturation: in a liquid near the
    /// triple point p is the difference of numbers 10⁹ times as large.
    pub(super) fn saturated_if_below_line(&self, at: &Point) -> Result<Option<State>, FluidError> {
        if at.rho < self.dome.rho_critical || self.check_t_saturation(lane::T_BUBBLE, at.t).is_err() {
            return Ok(None);
        }
        let p = self.p_bubble(at.t, &[])?;
        Ok((at.p < p).then(|| self.at_quality(&self.dome.saturation(p), 0.0)))
    }
}

/// Where the two-phase part of an isotherm begins and ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// The lowest pressure, that of a saturated vapour, Pa.
    pub(super) dew: f64,
    /// The highest pressure, Pa,
    pub(super) other: f64,
    /// and the quality there.
    pub(super) x: f64,
}

impl Ends {
    /// What is saturated at the highest pressure.
    pub(super) fn other_side<'a>(&self, line: &'a Saturation) -> &'a SaturationSide {
        if self.x == 0.0 { &line.bubble } else { &line.dew }
    }
}

/// Temperature at a quality, K.
fn temperature(line: &Saturation, x: f64) -> f64 {
    line.bubble.t.value + x * (line.dew.t.value - line.bubble.t.value)
}

/// Specific volume at a quality, m³/kg.
fn volume(line: &Saturation, x: f64) -> f64 {
    let (liquid, vapour) = (1.0 / line.bubble.rho.value, 1.0 / line.dew.rho.value);
    liquid + x * (vapour - liquid)
}
