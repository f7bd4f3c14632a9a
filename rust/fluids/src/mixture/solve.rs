//! The temperature of a mixture from its pressure and enthalpy or entropy.

use super::point::{HOT, Point, Sum};
use super::{Mixture, Rule, TRACE, only};
use crate::root::{ITERATIONS, rising};
use crate::{FluidError, Guess};

/// Where a search begins without a guess, K.
const T_START: f64 = 400.0;
/// A property may miss its value by this part of what T times its slope is; more is a gap between liquid and vapour.
const GAP: f64 = 1e-7;

/// What is given with the pressure.
pub(super) struct Given {
    pub(super) symbol: &'static str,
    pub(super) unit: &'static str,
    pub(super) value: f64,
    pub(super) of: fn(&Point) -> Sum,
}

impl Mixture {
    /// Lowest and highest temperature that the species which are there share, K.
    pub(super) fn t_range(&self, z: &[f64]) -> (f64, f64) {
        let is_present = |w: f64| w.abs() > TRACE;
        let present =
            self.species.iter().zip(z).filter(|(_, w)| is_present(**w)).map(|(species, _)| species.fluid.info());
        let beyond = if self.rule == Rule::Incompressible { 0.0 } else { HOT };
        present.fold((0.0, f64::INFINITY), |(low, high), info| (info.t_min.max(low), info.t_max.max(beyond).min(high)))
    }

    /// The fluid that the mixture consists of, if it is one.
    pub(super) fn pure(&self, z: &[f64]) -> Option<&crate::Fluid> {
        only(z).map(|k| &self.species[k].fluid)
    }

    /// Refuses pressures and fractions that mean nothing.
    pub(super) fn check(&self, p: f64, z: &[f64]) -> Result<(), FluidError> {
        let fluid = || self.info.name.clone();
        if z.len() != self.species.len() {
            let what = format!("its state needs {} mass fractions, not {}", self.species.len(), z.len());
            return Err(FluidError::Undefined { fluid: fluid(), what });
        }
        for (quantity, value) in std::iter::once(("p", p)).chain(z.iter().map(|w| ("mass fraction", *w))) {
            if !value.is_finite() {
                return Err(FluidError::NotFinite { fluid: fluid(), quantity, value });
            }
        }
        if p <= 0.0 || p > self.info.p_max {
            let (min, max) = (0.0, self.info.p_max);
            return Err(FluidError::OutOfRange { fluid: fluid(), quantity: "p", unit: "Pa", value: p, min, max });
        }
        if z.iter().all(|w| *w <= 0.0) {
            let what = "no mass fraction is greater than 0".to_owned();
            return Err(FluidError::Undefined { fluid: fluid(), what });
        }
        Ok(())
    }

    /// The point at which a property that rises with T has a value.
    pub(super) fn solve(&self, p: f64, z: &[f64], given: &Given, guess: Guess) -> Result<Point, FluidError> {
        let fluid = || self.info.name.clone();
        let Given { symbol, unit, value, of } = *given;
        if !value.is_finite() {
            return Err(FluidError::NotFinite { fluid: fluid(), quantity: symbol, value });
        }
        let range = self.t_range(z);
        let distance = |t: f64| self.point(p, t, z).map(|at| (of(&at).value - value, of(&at).dt));
        let start = guess.map_or(T_START, |(t, _)| t);
        let t = rising(distance, range, start)?.ok_or_else(|| FluidError::NonConvergence {
            fluid: fluid(),
            what: format!("p = {p} Pa, {symbol} = {value} {unit}"),
            iterations: ITERATIONS,
            residual: f64::NAN,
        })?;
        let at = self.point(p, t, z)?;
        if (of(&at).value - value).abs() <= GAP * t * of(&at).dt {
            return Ok(at);
        }
        let [min, max] = [range.0, range.1].map(|t| self.point(p, t, z).map_or(f64::NAN, |at| of(&at).value));
        if value >= min && value <= max {
            let what = format!("{symbol} = {value} {unit} lies between liquid and vapour of a species at T = {t} K");
            return Err(FluidError::Undefined { fluid: fluid(), what });
        }
        Err(FluidError::OutOfRange { fluid: fluid(), quantity: symbol, unit, value, min, max })
    }
}
