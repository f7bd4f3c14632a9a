//! Start values, collected from what is given and what components know.

use entropyk_fluids::{Fluid, FluidInfo};

use crate::declaration::Variable;
use crate::{ComponentError, CompressorMap, Slots, slots::Value};

/// What is known of the stream at a port before the iteration.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Fluid; a mixture with the composition that is known or guessed.
    pub fluid: Fluid,
    /// A mixture, and its mass fractions where all are known.
    pub mixture: Option<(Fluid, Vec<f64>)>,
    /// Mass flow, kg/s.
    pub m: Option<f64>,
    /// Pressure, Pa.
    pub p: Option<f64>,
    /// Specific enthalpy, J/kg.
    pub h: Option<f64>,
}

impl Guess {
    /// What is known of a variable.
    pub fn known(&self, variable: Variable) -> Option<f64> {
        match variable {
            Variable::M => self.m,
            Variable::P => self.p,
            Variable::H => self.h,
            Variable::W | Variable::E | Variable::Fraction => None,
        }
    }
}

/// A component's view while start values are collected.
#[derive(Debug)]
pub struct Start<'a> {
    /// The guess at each port, None where no fluid flows; where a declared port stands for several, at all of them in order.
    pub guesses: &'a [Option<Guess>],
    /// Where the ports that a declared one stands for begin in `guesses`, and the end.
    pub starts: &'a [usize],
    /// Parameters.
    pub slots: &'a Slots,
    /// Values of the parameters in SI, NaN where unset.
    pub numbers: &'a [f64],
    /// Factor on temperature differences that are guessed: 1 at first, others when a start leads nowhere.
    pub spread: f64,
    /// (position among all ports, variable, value) offered.
    pub offers: Vec<(usize, Variable, f64)>,
}

impl Start<'_> {
    /// Guess at a port; at the first of those it stands for.
    pub fn at(&self, port: usize) -> Option<&Guess> {
        self.each(port).first()?.as_ref()
    }

    /// Guesses at the ports that a declared one stands for.
    pub fn each(&self, port: usize) -> &[Option<Guess>] {
        &self.guesses[self.starts[port]..self.starts[port + 1]]
    }

    /// Value of a parameter, None where unset.
    pub fn value(&self, parameter: usize) -> Option<f64> {
        Some(self.numbers[parameter]).filter(|v| v.is_finite())
    }

    /// Temperature at a port, where pressure and enthalpy are known.
    pub fn t(&self, port: usize) -> Option<f64> {
        let guess = self.at(port)?;
        Some(guess.fluid.ph(guess.p?, guess.h?, &[], None).ok()?.t.value)
    }

    /// Offers the enthalpy at a temperature, where the pressure is known.
    pub fn offer_temperature(&mut self, port: usize, t: f64) {
        let known = self.at(port).and_then(|guess| guess.fluid.pt(guess.p?, t, &[], None).ok());
        if let Some(state) = known {
            self.offer(port, Variable::H, state.h);
        }
    }

    /// Offers to each of two ports the value known at the other.
    pub fn share(&mut self, variable: Variable, one: usize, other: usize) {
        for (from, to) in [(one, other), (other, one)] {
            if let Some(value) = self.at(from).and_then(|guess| guess.known(variable)) {
                self.offer(to, variable, value);
            }
        }
    }

    /// The numbers in a slot.
    pub fn list(&self, parameter: usize) -> Option<&[f64]> {
        match &self.slots.slot(parameter).value {
            Value::Numbers(list) => Some(list),
            _ => None,
        }
    }

    /// The compressor map in a slot.
    pub fn map(&self, parameter: usize) -> Option<&CompressorMap> {
        match &self.slots.slot(parameter).value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// Offers a value at a port, unless one is known; at each of those it stands for.
    pub fn offer(&mut self, port: usize, variable: Variable, value: f64) {
        for position in self.starts[port]..self.starts[port + 1] {
            let known = self.guesses[position].as_ref().and_then(|guess| guess.known(variable));
            if known.is_none() && value.is_finite() {
                self.offers.push((position, variable, value));
            }
        }
    }

    /// Offers the enthalpy at a temperature at all that a port stands for, where the pressure is known there.
    pub fn offer_temperature_at_each(&mut self, port: usize, t: f64) {
        for position in self.starts[port]..self.starts[port + 1] {
            let Some(guess) = self.guesses[position].as_ref().filter(|guess| guess.h.is_none()) else { continue };
            if let Some(state) = guess.p.and_then(|p| guess.fluid.pt(p, t, &[], None).ok()) {
                self.offers.push((position, Variable::H, state.h));
            }
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
    Err(ComponentError::State(format!(
        "{name}={t} is {t} K ({:.0} °C) in this model, below the lowest temperature of {} ({:.1} K): \
         write ek.Temperature(celsius={t}) or System(units=\"engineering\")",
        t - 273.15,
        info.name,
        info.t_min
    )))
}
