//! States from further pairs: p and u, h and s, h and T, and ρ, which tells T, with p or h.
//!
//! At constant T enthalpy and entropy are linear in p, h = h(0, T) + p (v − T v') and s = s(0, T) − p v', so that h and T give p, and h
//! and s an equation in T alone. Left out are pairs that leave p to the thermal expansion, such as T and s.

use super::{Incompressible, Point};
use crate::root;
use crate::{FluidBackend, FluidError, Pair, State};

/// Parts into which the range of temperatures is divided.
const NODES: usize = 40;
/// What is rounding at an end of the range, relative.
const SLACK: f64 = 1e-12;

impl Incompressible {
    /// State from p and u.
    pub(super) fn state_of_energy(&self, p: f64, u: f64) -> Result<State, FluidError> {
        self.check_p(p)?;
        let energy = |t: f64| {
            let Point { v: [v, v_t, v_tt], c } = self.point(t);
            (self.h(p, t) - p * v, c - p * (t * v_tt + v_t))
        };
        let t = self.only_temperature(Pair::PressureEnergy, ("u", "J/kg"), u, energy)?;
        self.pt(p, t, &[], None)
    }

    /// State from h and s.
    pub(super) fn state_of_enthalpy_and_entropy(&self, h: f64, s: f64) -> Result<State, FluidError> {
        self.finite("h", h)?;
        let entropy = |t: f64| {
            let p = self.pressure_of(h, t);
            let Point { v: [v, v_t, v_tt], c } = self.point(t);
            (self.s(p, t), v * (c - p * t * v_tt) / (t * (v - t * v_t)))
        };
        let t = self.only_temperature(Pair::EnthalpyEntropy, ("s", "J/(kg K)"), s, entropy)?;
        self.state_of_enthalpy(t, h)
    }

    /// State from T and h.
    pub(super) fn state_of_enthalpy(&self, t: f64, h: f64) -> Result<State, FluidError> {
        self.finite("T", t)?;
        self.finite("h", h)?;
        Ok(State { h, ..self.pt(self.pressure_of(h, t), t, &[], None)? })
    }

    /// The pressure of an enthalpy and a temperature, Pa.
    fn pressure_of(&self, h: f64, t: f64) -> f64 {
        let Point { v: [v, v_t, _], .. } = self.point(t);
        (h - self.h(0.0, t)) / (v - t * v_t)
    }

    /// The temperature of a density, for a pair that has it.
    pub(super) fn temperature_of_density(&self, pair: Pair, rho: f64) -> Result<f64, FluidError> {
        let density = |t: f64| {
            let [rho, rho_t, _] = self.density.derivatives(t);
            (rho, rho_t)
        };
        self.only_temperature(pair, ("rho", "kg/m3"), rho, density)
    }

    /// The only temperature at which a property, given with its slope, has a value.
    fn only_temperature(
        &self,
        pair: Pair,
        symbol: (&'static str, &'static str),
        y: f64,
        property: impl Fn(f64) -> (f64, f64),
    ) -> Result<f64, FluidError> {
        self.finite(symbol.0, y)?;
        let (low, high) = (self.info.t_min, self.info.t_max);
        let places = (0..=NODES).map(|i| low + (high - low) * i as f64 / NODES as f64);
        let (found, range) = root::all(|t| Some(property(t)), y, places, SLACK * y.abs());
        match found.as_slice() {
            [t] => Ok(*t),
            [] => Err(self.outside(symbol, y, range)),
            several => Err(FluidError::MultipleSolutions {
                fluid: self.info.name.clone(),
                pair: pair.symbols(),
                candidates: several.iter().map(|&t| (t, self.density.value(t))).collect(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incompressible::incompressible;

    #[test]
    fn states_come_back() {
        for name in ["MEG[0.3]", "T66", "LiBr[0.5]", "PNF"] {
            let liquid = incompressible(name).unwrap();
            let (low, high) = (liquid.info().t_min, liquid.info().t_max);
            for part in [0.1, 0.4, 0.8] {
                let state = liquid.pt(2e6, low + part * (high - low), &[], None).unwrap();
                let (p, h, t, rho) = (state.p, state.h, state.t.value, state.rho.value);
                for (pair, a, b) in [
                    (Pair::PressureEnergy, p, h - p / rho),
                    (Pair::PressureDensity, p, rho),
                    (Pair::TemperatureEnthalpy, t, h),
                    (Pair::DensityEnthalpy, rho, h),
                    (Pair::EnthalpyEntropy, h, state.s.value),
                ] {
                    let back = liquid.pair(pair, a, b, &[]).unwrap_or_else(|e| panic!("{name} {pair:?}: {e}"));
                    assert!((back.t.value / t - 1.0).abs() < 1e-11, "{name} {pair:?}: {back:?}");
                    assert!((back.p / p - 1.0).abs() < 1e-6, "{name} {pair:?}: {back:?}");
                }
            }
            let refused = liquid.pair(Pair::TemperatureEntropy, 300.0, 100.0, &[]);
            assert!(matches!(refused, Err(FluidError::Pair { .. })), "{refused:?}");
            let refused = liquid.pair(Pair::PressureDensity, 1e5, 3e4, &[]);
            assert!(matches!(refused, Err(FluidError::OutOfRange { quantity: "rho", .. })), "{refused:?}");
        }
    }
}
