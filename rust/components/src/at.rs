//! Where equations are evaluated: what flows through the ports, the values of the parameters.

use std::cell::Cell;

use entropyk_fluids::{Fluid, Guess, Phase, Sloped, State};

use crate::{CharMap, Characteristic, ComponentError, CompressorMap, Scalar, Slots, slots::Value};

/// The state of a connection: computed when it is first asked for, and kept while p and h stay.
#[derive(Clone, Debug, Default)]
pub struct StateCell {
    state: Cell<Option<State>>,
    /// Of `state`.
    viscosity: Cell<Option<Sloped>>,
    /// The state that an isentropic change from here has led to.
    isentropic: Cell<Option<State>>,
}

impl StateCell {
    /// The state of a fluid at (p, h).
    pub fn at(&self, fluid: &Fluid, p: f64, h: f64) -> Result<State, ComponentError> {
        let known = self.state.get();
        if let Some(state) = known.filter(|state| state.p == p && state.h == h) {
            return Ok(state);
        }
        let state = fluid.ph(p, h, &[], known.and_then(|known| beside(&known, p - known.p, h - known.h)))?;
        self.state.set(Some(State { p, h, ..state }));
        self.viscosity.set(None);
        Ok(state)
    }

    /// The state of a fluid at (p, s), which an isentropic change leads to; dh = v dp + T ds.
    fn at_entropy(&self, fluid: &Fluid, p: f64, s: f64) -> Result<State, ComponentError> {
        let known = self.isentropic.get();
        if let Some(state) = known.filter(|state| state.p == p && state.s.value == s) {
            return Ok(state);
        }
        let near = known.and_then(|known| {
            let (dp, ds) = (p - known.p, s - known.s.value);
            beside(&known, dp, dp / known.rho.value + ds * known.t.value)
        });
        let state = fluid.ps(p, s, &[], near)?;
        self.isentropic.set(Some(State { p, s: Sloped { value: s, ..state.s }, ..state }));
        Ok(state)
    }

    /// What `find` gives for the viscosity of the state that is kept, with its slopes; found once.
    pub(crate) fn viscosity(
        &self,
        find: impl FnOnce() -> Result<Sloped, ComponentError>,
    ) -> Result<Sloped, ComponentError> {
        if let Some(viscosity) = self.viscosity.get() {
            return Ok(viscosity);
        }
        let found = find()?;
        self.viscosity.set(Some(found));
        Ok(found)
    }

    /// Forgets the states.
    pub fn clear(&self) {
        self.state.set(None);
        self.isentropic.set(None);
    }
}

/// Largest relative change over which slopes tell where a state is.
const NEAR: f64 = 0.1;

/// (T, ρ) of a single-phase state beside another one, to first order where it is near.
fn beside(known: &State, dp: f64, dh: f64) -> Guess {
    let (t, rho) = (known.t, known.rho);
    let (dt, drho) = (t.dp * dp + t.dh * dh, rho.dp * dp + rho.dh * dh);
    let is_near = dt.abs() < NEAR * t.value && drho.abs() < NEAR * rho.value;
    match known.phase {
        Phase::TwoPhase => None,
        _ if is_near => Some((t.value + dt, rho.value + drho)),
        _ => Some((t.value, rho.value)),
    }
}

/// A fluid stream at a port.
#[derive(Clone, Copy, Debug)]
pub struct Stream<'a, S> {
    /// Mass flow, kg/s.
    pub m: S,
    /// Pressure, Pa.
    pub p: S,
    /// Specific enthalpy, J/kg.
    pub h: S,
    /// Fluid.
    pub fluid: &'a Fluid,
    /// State at (p, h), shared by all equations that see the stream.
    pub cell: &'a StateCell,
}

impl<S: Scalar> Stream<'_, S> {
    /// State at (p, h).
    ///
    /// # Errors
    /// Those of the fluid, where it has no such state; also of all properties below.
    pub fn state(&self) -> Result<State, ComponentError> {
        self.cell.at(self.fluid, self.p.re(), self.h.re())
    }

    /// Enthalpy after an isentropic change to a pressure, h(p, s); dh = v dp + T ds.
    pub fn h_isentropic(&self, p: S) -> Result<S, ComponentError> {
        let s = self.s()?;
        let state = self.cell.at_entropy(self.fluid, p.re(), s.re())?;
        Ok(S::lift(state.h, &[(p, 1.0 / state.rho.value), (s, state.t.value)]))
    }

    pub(crate) fn lifted(&self, property: Sloped) -> S {
        S::lift(property.value, &[(self.p, property.dp), (self.h, property.dh)])
    }

    /// Temperature, K.
    pub fn t(&self) -> Result<S, ComponentError> {
        Ok(self.lifted(self.state()?.t))
    }

    /// Density, kg/m³.
    pub fn rho(&self) -> Result<S, ComponentError> {
        Ok(self.lifted(self.state()?.rho))
    }

    /// Specific volume, m³/kg.
    pub fn v(&self) -> Result<S, ComponentError> {
        Ok(self.rho()?.recip())
    }

    /// Specific entropy, J/(kg K).
    pub fn s(&self) -> Result<S, ComponentError> {
        Ok(self.lifted(self.state()?.s))
    }

    /// Vapour mass fraction, continued linearly in h outside the two-phase region.
    pub fn x(&self) -> Result<S, ComponentError> {
        Ok(self.lifted(self.state()?.x))
    }
}

/// What flows through a port.
#[derive(Clone, Copy, Debug)]
pub enum Flow<'a, S> {
    /// Nothing: it is not connected.
    Open,
    /// A fluid.
    Fluid(Stream<'a, S>),
    /// Power or heat, W.
    Energy(S),
}

/// What an equation sees.
#[derive(Debug)]
pub struct At<'a, S> {
    /// Through each port; where a declared port stands for several, through all of them in order.
    pub flows: &'a [Flow<'a, S>],
    /// Where the ports that a declared one stands for begin in `flows`, and the end.
    pub starts: &'a [usize],
    /// Structure: roles, options, maps.
    pub slots: &'a Slots,
    /// Values of the parameters in SI, NaN where unset.
    pub numbers: &'a [f64],
    /// Parameters that are unknowns, with the value they have now.
    pub free: &'a [(usize, S)],
    /// What is known of the connections at the ports besides their flows.
    pub connections: Connections<'a>,
}

/// The connections at the ports of an object: empty where nobody asks for them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Connections<'a> {
    /// Position in `slots` of the connection at each port, in the order of [`At::flows`].
    pub at: &'a [Option<usize>],
    /// The slots of all connections of the model.
    pub slots: &'a [Slots],
}

impl<'a, S: Scalar> At<'a, S> {
    /// The stream at a connected port.
    ///
    /// # Panics
    /// If the port is open: equations are only activated when the ports in their terms are connected.
    pub fn stream(&self, port: usize) -> Stream<'a, S> {
        self.streams(port).next().expect("an active equation has its ports connected")
    }

    /// The streams at the connected ports that a declared one stands for.
    pub fn streams(&self, port: usize) -> impl Iterator<Item = Stream<'a, S>> + use<'a, S> {
        self.each(port).iter().filter_map(|flow| match flow {
            Flow::Fluid(stream) => Some(*stream),
            _ => None,
        })
    }

    /// Power or heat at the connected ports that a declared one stands for, W.
    pub fn energies(&self, port: usize) -> impl Iterator<Item = S> + use<'a, S> {
        self.each(port).iter().filter_map(|flow| match flow {
            Flow::Energy(energy) => Some(*energy),
            _ => None,
        })
    }

    /// Power or heat at a connected port, W; `None` where it is open.
    pub fn energy(&self, port: usize) -> Option<S> {
        self.energies(port).next()
    }

    /// True if the port is connected.
    pub fn is_connected(&self, port: usize) -> bool {
        self.each(port).iter().any(|flow| !matches!(flow, Flow::Open))
    }

    fn each(&self, port: usize) -> &'a [Flow<'a, S>] {
        &self.flows[self.starts[port]..self.starts[port + 1]]
    }

    /// Value of a parameter.
    pub fn value(&self, parameter: usize) -> S {
        match self.free.iter().find(|(index, _)| *index == parameter) {
            Some((_, value)) => *value,
            None => S::from(self.numbers[parameter]),
        }
    }

    /// True if the parameter is given or free.
    pub fn is_given(&self, parameter: usize) -> bool {
        self.slots.is_given(parameter)
    }

    /// Value of a parameter at the design point, None where it is not known.
    pub fn design(&self, parameter: usize) -> Option<f64> {
        self.slots.slot(parameter).design
    }

    /// Value at the design point of a quantity of the connection at a port, such as `"m"`; None where it is not known.
    pub fn design_at(&self, port: usize, name: &str) -> Option<f64> {
        let position = (*self.connections.at.get(self.starts[port])?)?;
        let slots = self.connections.slots.get(position)?;
        slots.slot(slots.declaration().parameter(name)?).design
    }

    /// The characteristic line in a slot.
    pub fn line(&self, parameter: usize) -> Option<&'a Characteristic> {
        match &self.slots.slot(parameter).value {
            Value::Line(line) => Some(line),
            _ => None,
        }
    }

    /// The characteristic map in a slot.
    pub fn char_map(&self, parameter: usize) -> Option<&'a CharMap> {
        match &self.slots.slot(parameter).value {
            Value::CharMap(map) => Some(map),
            _ => None,
        }
    }

    /// The numbers in a slot.
    pub fn list(&self, parameter: usize) -> Option<&'a [f64]> {
        match &self.slots.slot(parameter).value {
            Value::Numbers(list) => Some(list),
            _ => None,
        }
    }

    /// The compressor map in a slot.
    pub fn map(&self, parameter: usize) -> Option<&'a CompressorMap> {
        match &self.slots.slot(parameter).value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps from rounding to half of the range, through all phases.
    #[test]
    fn a_state_is_the_same_wherever_it_is_looked_for() {
        let fluid = Fluid::new("R134a").expect("R134a");
        let cell = StateCell::default();
        for step in [1e-9, 1e-4, 0.01, 0.1, 0.5] {
            let mut share: f64 = 0.3;
            for _ in 0..40 {
                share = (share + step) % 1.0;
                let (p, h) = (2e5 * 15f64.powf(share), 2.2e5 + 2.4e5 * share);
                let (beside, alone) =
                    (cell.at(&fluid, p, h).expect("a state"), fluid.ph(p, h, &[], None).expect("a state"));
                let after = cell.at_entropy(&fluid, p, alone.s.value).expect("a state");
                assert_eq!(beside.phase, alone.phase);
                for (found, wanted) in [
                    (beside.t.value, alone.t.value),
                    (beside.rho.value, alone.rho.value),
                    (beside.s.value, alone.s.value),
                    (after.t.value, alone.t.value),
                    (after.h, h),
                ] {
                    assert!((found / wanted - 1.0).abs() < 1e-11, "{step} p = {p} h = {h}: {found} {wanted}");
                }
            }
        }
    }
}
