//! Two-phase states at given quality or temperature.
//!
//! A pure fluid has one pressure at T. A pseudo-pure fluid has a glide: at constant T the pressure falls from the bubble to the dew
//! pressure while x = (T − T'(p))/(T''(p) − T'(p)) rises from 0 to 1.

use super::dome::lane;
use super::equation::Point;
use super::{Helmholtz, slopes};
use crate::{FluidBackend, FluidError, Phase, Saturation, State};

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

    /// Dew and bubble pressure at T; above the end of the bubble line the critical pressure ends the isotherm.
    pub(super) fn isotherm_ends(&self, t: f64) -> Result<(f64, f64), FluidError> {
        if !self.info.is_pseudo_pure {
            let p = self.p_bubble(t, &[])?;
            return Ok((p, p));
        }
        let critical = self.dome.p_critical * (1.0 - 1e-12);
        let (dew, bubble) = (self.p_dew(t, &[])?, self.p_bubble(t, &[]).unwrap_or(critical));
        let has_glide = (bubble - dew).abs() > SPLINE_ERROR * bubble;
        Ok(if has_glide { (dew, bubble) } else { (bubble, bubble) })
    }

    /// The saturation at T at which a condition that holds at the dew pressure ceases to hold on the way to the bubble pressure.
    pub(super) fn on_isotherm(
        &self,
        t: f64,
        is_near_dew: impl Fn(&Saturation) -> bool,
    ) -> Result<Saturation, FluidError> {
        let (mut dew, mut bubble) = self.isotherm_ends(t)?;
        while (bubble - dew).abs() > 4.0 * f64::EPSILON * bubble {
            let middle = 0.5 * (dew + bubble);
            if is_near_dew(&self.dome.saturation(middle)) { dew = middle } else { bubble = middle }
        }
        Ok(self.dome.saturation(0.5 * (dew + bubble)))
    }

    /// The two-phase state of a density and a temperature; `None` if they give a single phase.
    pub(super) fn two_phase_rho_t(&self, rho: f64, t: f64) -> Result<Option<State>, FluidError> {
        if self.check_t_saturation(lane::T_DEW, t).is_err() {
            return Ok(None);
        }
        let (dew, bubble) = self.isotherm_ends(t)?;
        let (dew, bubble) = (self.dome.saturation(dew), self.dome.saturation(bubble));
        if rho <= dew.dew.rho.value || rho >= bubble.bubble.rho.value * (1.0 - ROUNDING) {
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

/// Specific volume at a quality, m³/kg.
fn volume(line: &Saturation, x: f64) -> f64 {
    let (liquid, vapour) = (1.0 / line.bubble.rho.value, 1.0 / line.dew.rho.value);
    liquid + x * (vapour - liquid)
}
