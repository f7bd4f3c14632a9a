//! What the formulation answers.

use super::If97;
use super::isobar::{Given, T_13};
use super::point::{NONE, Side};
use super::region::{P_C, Region};
use crate::further::Further;
use crate::transport::T_HIGH;
use crate::{
    Caloric, FluidBackend, FluidError, FluidInfo, Guess, Pair, Phase, Saturation, State, SurfaceTension, Transport,
};

/// Relative distance from the saturation temperature within which p and T do not fix a state.
const ON_LINE: f64 = 1e-9;

impl FluidBackend for If97 {
    fn info(&self) -> &FluidInfo {
        &self.info
    }

    fn formulation(&self) -> &'static str {
        "if97"
    }

    fn ph(&self, p: f64, h: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.flash(p, h, Given::Enthalpy)
    }

    fn ps(&self, p: f64, s: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.flash(p, s, Given::Entropy)
    }

    fn pt(&self, p: f64, t: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.check(p, t)?;
        let line = self.line(p)?;
        let side = match &line {
            Some(line) if (t / line.bubble.t.value - 1.0).abs() < ON_LINE => {
                return Err(FluidError::TwoPhase { fluid: self.info.name.clone(), t, p });
            }
            Some(line) if t < line.bubble.t.value => Side::Liquid,
            _ => Side::Gas,
        };
        let isobar = self.isobar(p);
        let segment = isobar.iter().find(|segment| t <= segment.t.1).or(isobar.last());
        let segment = segment.ok_or_else(|| self.no_convergence(format!("p = {p} Pa, T = {t} K"), 0, f64::NAN))?;
        let point = self.point(segment, p, t)?;
        Ok(self.data.state(point, (p, self.data.values(point).h), line.as_ref(), side))
    }

    fn px(&self, p: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.finite("x", x)?;
        if !(0.0..=1.0).contains(&x) {
            return Err(self.outside(("x", "kg/kg"), x, (0.0, 1.0)));
        }
        let line = self.saturation(p, &[])?;
        let (side, of) = match x {
            0.0 => (Side::Liquid, line.bubble),
            1.0 => (Side::Gas, line.dew),
            _ => return Ok(line.mixture(line.bubble.h.value + x * (line.dew.h.value - line.bubble.h.value))),
        };
        let point = self.point_at(p, of.rho.value, of.t.value);
        Ok(self.data.state(point, (p, of.h.value), Some(&line), side))
    }

    fn tx(&self, t: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        let p = self.p_bubble(t, &[])?;
        self.px(p, x, &[])
    }

    fn rho_t(&self, rho: f64, t: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.at_density(rho, t)
    }

    fn pair(&self, pair: Pair, a: f64, b: f64, _z: &[f64]) -> Result<State, FluidError> {
        let ranges = ((1e-3 * self.p_min, self.info.p_max), (self.info.t_min, self.info.t_max));
        Further { fluid: self, p: ranges.0, t: ranges.1, t_jump: Some(T_13) }.state(pair, a, b)
    }

    fn saturation(&self, p: f64, _z: &[f64]) -> Result<Saturation, FluidError> {
        self.check_p_saturation(p)?;
        let line = self.line(p.max(self.p_min))?;
        line.ok_or_else(|| self.undefined("there is no saturation at this pressure"))
    }

    fn p_bubble(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.check_t_saturation(t)?;
        Ok(self.data.p_saturation(t))
    }

    fn p_dew(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.p_bubble(t, z)
    }

    fn caloric(&self, state: &State, _z: &[f64]) -> Result<Caloric, FluidError> {
        if state.phase == Phase::TwoPhase {
            return Ok(Caloric { cp: NONE, cv: NONE, w: NONE });
        }
        Ok(self.data.caloric(self.point_at(state.p, state.rho.value, state.t.value)))
    }

    fn transport(&self, state: &State, z: &[f64]) -> Result<Transport, FluidError> {
        if state.phase == Phase::TwoPhase {
            return Err(self.undefined("viscosity and conductivity are not defined between the saturation lines"));
        }
        if state.t.value > T_HIGH {
            return Err(self.outside(
                ("T of viscosity and conductivity", "K"),
                state.t.value,
                (self.info.t_min, T_HIGH),
            ));
        }
        Ok(self.transport.at(state, &self.caloric(state, z)?))
    }

    fn surface_tension(&self, t: f64, _z: &[f64]) -> Result<SurfaceTension, FluidError> {
        self.check_t_saturation(t)?;
        Ok(self.transport.surface_tension(t))
    }
}

impl If97 {
    /// Saturation at a pressure, if there is one.
    pub(super) fn line(&self, p: f64) -> Result<Option<Saturation>, FluidError> {
        if p < self.p_min || p >= P_C {
            return Ok(None);
        }
        let (bubble, dew) = if p <= self.p_13 {
            (self.data.side(p, Region::One, f64::NAN), self.data.side(p, Region::Two, f64::NAN))
        } else {
            let t = self.data.t_saturation(p);
            let side = |side| Ok(self.data.side(p, Region::Three, self.density(p, t, side)?));
            (side(Side::Liquid)?, side(Side::Gas)?)
        };
        Ok(Some(Saturation { p, bubble, dew }))
    }

    /// The state of a pressure and an enthalpy or entropy.
    fn flash(&self, p: f64, value: f64, given: Given) -> Result<State, FluidError> {
        self.check_p(p)?;
        self.finite(given.name().0, value)?;
        let line = self.line(p)?;
        let mut isobar = self.isobar(p);
        self.check_on_isobar(p, &isobar, given, value)?;
        if let Some(line) = &line {
            let (low, high) = given.ends(line);
            if value > low && value < high {
                let (liquid, vapour) = (line.bubble.h.value, line.dew.h.value);
                return Ok(line.mixture(liquid + (value - low) / (high - low) * (vapour - liquid)));
            }
            let side = if value <= low { Side::Liquid } else { Side::Gas };
            isobar.retain(|segment| segment.side == side);
        }
        let (point, side) = self.on_segments(p, &isobar, given, value)?;
        let h = if given == Given::Enthalpy { value } else { self.data.values(point).h };
        Ok(self.data.state(point, (p, h), line.as_ref(), side))
    }
}
