//! What an incompressible liquid answers.

use super::curve::Curve;
use super::{Incompressible, NONE, Point};
use crate::{
    Caloric, FluidBackend, FluidError, FluidInfo, Guess, Pair, Saturation, Sloped, Source, State, Transport,
    TransportOrigins,
};

impl FluidBackend for Incompressible {
    fn info(&self) -> &FluidInfo {
        &self.info
    }

    fn formulation(&self) -> &'static str {
        "incompressible"
    }

    fn ph(&self, p: f64, h: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        let t = self.temperature(p, "h", h, guess, |t| {
            let Point { v: [_, _, v_tt], c } = self.point(t);
            (self.h(p, t), c - p * t * v_tt)
        })?;
        // The value given, not that of T with its rounding.
        Ok(State { h, ..self.state(p, t) })
    }

    fn pt(&self, p: f64, t: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.check(p, t)?;
        Ok(self.state(p, t))
    }

    fn ps(&self, p: f64, s: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        let t = self.temperature(p, "s", s, guess, |t| {
            let Point { v: [_, _, v_tt], c } = self.point(t);
            (self.s(p, t), c / t - p * v_tt)
        })?;
        Ok(self.state(p, t))
    }

    fn px(&self, _p: f64, _x: f64, _z: &[f64]) -> Result<State, FluidError> {
        Err(self.undefined("an incompressible liquid has no vapour: give T, h or s with the pressure"))
    }

    fn tx(&self, t: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        if x != 0.0 {
            return Err(self.undefined("an incompressible liquid has no vapour: give p and T, or x = 0"));
        }
        self.pt(self.boiling(t)?, t, &[], None)
    }

    fn rho_t(&self, _rho: f64, _t: f64, _z: &[f64]) -> Result<State, FluidError> {
        let pair = "rho and T, since rho depends on T alone".to_owned();
        Err(FluidError::Pair { fluid: self.info.name.clone(), pair, available: "(p, T) (p, h) (p, s)".to_owned() })
    }

    fn pair(&self, pair: Pair, a: f64, b: f64, z: &[f64]) -> Result<State, FluidError> {
        match pair {
            Pair::PressureEnthalpy => self.ph(a, b, z, None),
            Pair::PressureTemperature => self.pt(a, b, z, None),
            Pair::PressureEntropy => self.ps(a, b, z, None),
            Pair::PressureEnergy => self.state_of_energy(a, b),
            Pair::PressureDensity => self.pt(a, self.temperature_of_density(pair, b)?, z, None),
            Pair::TemperatureEnthalpy => self.state_of_enthalpy(a, b),
            Pair::DensityEnthalpy => self.state_of_enthalpy(self.temperature_of_density(pair, a)?, b),
            Pair::EnthalpyEntropy => self.state_of_enthalpy_and_entropy(a, b),
            Pair::TemperatureQuality => self.tx(a, b, z),
            Pair::PressureQuality => self.px(a, b, z),
            _ => Err(FluidError::Pair {
                fluid: self.info.name.clone(),
                pair: format!("({})", pair.symbols()),
                available: "(p, T) (p, h) (p, s) (p, u) (p, rho) (T, h) (rho, h) (h, s)".to_owned(),
            }),
        }
    }

    fn saturation(&self, _p: f64, _z: &[f64]) -> Result<Saturation, FluidError> {
        Err(self.undefined("an incompressible liquid has no saturation line"))
    }

    fn p_bubble(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.boiling(t)
    }

    fn p_dew(&self, _t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        Err(self.undefined("an incompressible liquid has no dew line"))
    }

    fn caloric(&self, state: &State, _z: &[f64]) -> Result<Caloric, FluidError> {
        let [c, c_t, _] = self.heat_capacity.derivatives(state.t.value);
        let c = Sloped { value: c, dp: c_t * state.t.dp, dh: c_t * state.t.dh };
        Ok(Caloric { cp: c, cv: c, w: NONE })
    }

    fn transport(&self, state: &State, _z: &[f64]) -> Result<Transport, FluidError> {
        let value = |curve: &Option<Curve>| curve.as_ref().map_or(f64::NAN, |curve| curve.value(state.t.value));
        let TransportOrigins { viscosity, conductivity, .. } = &self.info.transport;
        if (viscosity.source, conductivity.source) == (Source::None, Source::None) {
            return Err(self.undefined("there are no data for its viscosity and conductivity"));
        }
        Ok(Transport {
            viscosity: value(&self.viscosity),
            conductivity: value(&self.conductivity),
            viscosity_source: viscosity.source,
            conductivity_source: conductivity.source,
        })
    }
}
