//! States, saturation and heat capacities from what CoolProp returns.

use entropyk::fluids::{Along, Caloric, FluidError, Phase, Saturation, SaturationSide, Sloped, State};

use super::handle::{Handle, Input, Parameter, Values};

/// What does not exist.
pub(super) const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };

/// Slopes in p and h.
type Slopes = (f64, f64);

/// Relative step of differences where CoolProp gives no slope.
const STEP: f64 = 1e-5;

impl Handle<'_, '_> {
    /// Saturated liquid and vapour at a pressure, with slopes along the line.
    pub(super) fn saturation(&self, p: f64) -> Result<Saturation, FluidError> {
        let line = Saturation { p, bubble: self.side(p, 0.0)?, dew: self.side(p, 1.0)? };
        let (bubble, dew) = (line.bubble, line.dew);
        if bubble.rho.value > dew.rho.value && bubble.t.value <= dew.t.value * (1.0 + 1e-9) {
            return Ok(line);
        }
        // CoolProp's search ends there above the critical pressure of a blend.
        let message = format!("CoolProp: no bubble and dew point found at p = {p} Pa");
        Err(FluidError::Foreign { fluid: self.fluid().to_owned(), message })
    }

    fn side(&self, p: f64, q: f64) -> Result<SaturationSide, FluidError> {
        let at = self.values_at(Input::PQ, p, q)?;
        let slopes = [Parameter::T, Parameter::H, Parameter::S, Parameter::Rho].map(|of| self.along(of));
        let slopes = match slopes {
            [Ok(t), Ok(h), Ok(s), Ok(rho)] => [t, h, s, rho],
            _ => {
                let (more, less) = (p * (1.0 + STEP), p * (1.0 - STEP));
                let (more, less) = (self.values_at(Input::PQ, more, q)?, self.values_at(Input::PQ, less, q)?);
                let span = more.p - less.p;
                [more.t - less.t, more.h - less.h, more.s - less.s, more.rho - less.rho].map(|d| d / span)
            }
        };
        let along = |value, k: usize| Along { value, dp: slopes[k] };
        Ok(SaturationSide { t: along(at.t, 0), h: along(at.h, 1), s: along(at.s, 2), rho: along(at.rho, 3) })
    }

    /// The state last set, which is a single phase; `p` and `h` are those asked for, or those found.
    pub(super) fn single(&self, line: Option<&Saturation>, phase: Phase) -> Result<State, FluidError> {
        let Values { p, t, h, s, rho } = self.values()?;
        use Parameter::{H, P, Rho, T};
        let slopes = [self.slope(T, P, H), self.slope(T, H, P), self.slope(Rho, P, H), self.slope(Rho, H, P)];
        let (slope_t, slope_rho) = match slopes {
            [Ok(t_p), Ok(t_h), Ok(rho_p), Ok(rho_h)] => ((t_p, t_h), (rho_p, rho_h)),
            _ => self.differences(p, h, t)?,
        };
        let sloped = |value, (dp, dh)| Sloped { value, dp, dh };
        Ok(State {
            phase,
            p,
            h,
            t: sloped(t, slope_t),
            rho: sloped(rho, slope_rho),
            s: Sloped { value: s, dp: -1.0 / (rho * t), dh: 1.0 / t },
            x: line.map_or(NONE, |line| line.quality(h)),
        })
    }

    /// Slopes of T and ρ in (p, h) from CoolProp's own p-h flash.
    fn differences(&self, p: f64, h: f64, t: f64) -> Result<(Slopes, Slopes), FluidError> {
        let dp = STEP * p;
        let dh = STEP * t * self.number("cpmass").unwrap_or(1e3);
        let (more, less) = (self.values_at(Input::HP, h, p + dp)?, self.values_at(Input::HP, h, p - dp)?);
        let in_p = ((more.t - less.t) / (2.0 * dp), (more.rho - less.rho) / (2.0 * dp));
        let (more, less) = (self.values_at(Input::HP, h + dh, p)?, self.values_at(Input::HP, h - dh, p)?);
        let in_h = ((more.t - less.t) / (2.0 * dh), (more.rho - less.rho) / (2.0 * dh));
        Ok(((in_p.0, in_h.0), (in_p.1, in_h.1)))
    }

    /// A saturated phase with the slopes of the single phase.
    pub(super) fn saturated(&self, line: &Saturation, phase: Phase) -> Result<State, FluidError> {
        let side = if phase == Phase::Liquid { line.bubble } else { line.dew };
        self.impose(phase);
        let set = self.update(Input::DT, side.rho.value, side.t.value);
        let state = match set {
            Ok(()) => self.single(Some(line), phase),
            Err(_) => {
                self.release();
                self.update(Input::PQ, line.p, if phase == Phase::Liquid { 0.0 } else { 1.0 })?;
                self.single(Some(line), phase)
            }
        };
        self.release();
        Ok(State { p: line.p, h: side.h.value, x: line.quality(side.h.value), ..state? })
    }

    /// Heat capacities and speed of sound at a single-phase state; their slopes by differences in ρ and T.
    pub(super) fn caloric(&self, state: &State) -> Result<Caloric, FluidError> {
        let (rho, t) = (state.rho.value, state.t.value);
        self.impose(state.phase);
        let at = |rho, t| {
            self.update(Input::DT, rho, t)?;
            Ok([self.number("cpmass")?, self.number("cvmass")?, self.number("speed_sound")?])
        };
        let all = || -> Result<_, FluidError> {
            let (d_rho, d_t) = (STEP * rho, STEP * t);
            let (dense, light) = (at(rho + d_rho, t)?, at(rho - d_rho, t)?);
            let (hot, cold) = (at(rho, t + d_t)?, at(rho, t - d_t)?);
            let values = at(rho, t)?;
            Ok([0, 1, 2].map(|k| {
                let in_rho = (dense[k] - light[k]) / (2.0 * d_rho);
                let in_t = (hot[k] - cold[k]) / (2.0 * d_t);
                Sloped {
                    value: values[k],
                    dp: in_rho * state.rho.dp + in_t * state.t.dp,
                    dh: in_rho * state.rho.dh + in_t * state.t.dh,
                }
            }))
        };
        let found = all();
        self.release();
        let [cp, cv, w] = found.or_else(|_| self.caloric_without_slopes(state))?;
        Ok(Caloric { cp, cv, w })
    }

    /// For backends that do not take ρ and T.
    fn caloric_without_slopes(&self, state: &State) -> Result<[Sloped; 3], FluidError> {
        self.update(Input::HP, state.h, state.p)?;
        let value = |method| self.number(method).map_or(NONE, |value| Sloped { value, ..NONE });
        Ok([value("cpmass"), value("cvmass"), value("speed_sound")])
    }
}
