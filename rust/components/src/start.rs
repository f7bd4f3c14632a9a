//! Start values, collected from what is given and what components know.

use entropyk_fluids::{Fluid, FluidInfo};

use crate::declaration::Variable;
use crate::{Ahri540, ComponentError, Slots, slots::Value};

/// What is known of the stream at a port before the iteration.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Fluid.
    pub fluid: Fluid,
    /// Mass flow, kg/s.
    pub m: Option<f64>,
    /// Pressure, Pa.
    pub p: Option<f64>,
    /// Specific enthalpy, J/kg.
    pub h: Option<f64>,
}

/// A component's view while start values are collected.
#[derive(Debug)]
pub struct Start<'a> {
    /// The guess at each port, None where it is open.
    pub guesses: &'a [Option<Guess>],
    /// Parameters.
    pub slots: &'a Slots,
    /// Values of the parameters in SI, NaN where unset.
    pub numbers: &'a [f64],
    /// Factor on temperature differences that are guessed: 1 at first, others when a start leads nowhere.
    pub spread: f64,
    /// (port, variable, value) offered.
    pub offers: Vec<(usize, Variable, f64)>,
}

impl Start<'_> {
    /// Guess at a port.
    pub fn at(&self, port: usize) -> Option<&Guess> {
        self.guesses[port].as_ref()
    }

    /// Value of a parameter, None where unset.
    pub fn value(&self, parameter: usize) -> Option<f64> {
        Some(self.numbers[parameter]).filter(|v| v.is_finite())
    }

    /// The compressor map in a slot.
    pub fn map(&self, parameter: usize) -> Option<&Ahri540> {
        match &self.slots.slot(parameter).value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Offers a value, unless one is known.
    pub fn offer(&mut self, port: usize, variable: Variable, value: f64) {
        let Some(guess) = self.at(port) else { return };
        let known = match variable {
            Variable::M => guess.m,
            Variable::P => guess.p,
            _ => guess.h,
        };
        if known.is_none() && value.is_finite() {
            self.offers.push((port, variable, value));
        }
    }

    /// Offers the saturation pressure at a temperature kept below 97 % of the critical one.
    pub fn offer_saturation(&mut self, port: usize, t: f64) {
        let Some(guess) = self.at(port) else { return };
        let info = guess.fluid.info();
        let t = t.clamp(info.t_triple + 1.0, 0.97 * info.t_critical);
        if let Ok(p) = guess.fluid.p_dew(t, &[]) {
            self.offer(port, Variable::P, p);
        }
    }
}

/// Refuses a temperature below the range of the fluid, which is most often degrees Celsius read as kelvin.
pub(crate) fn check_temperature(name: &str, t: f64, info: &FluidInfo) -> Result<(), ComponentError> {
    if t >= info.t_min {
        return Ok(());
    }
    Err(ComponentError::Parameter(format!(
        "{name}={t} is {t} K ({:.0} °C) in this model, below the lowest temperature of {} ({:.1} K): \
         write ek.Temperature(celsius={t}) or System(units=\"engineering\")",
        t - 273.15,
        info.name,
        info.t_min
    )))
}
