//! Where equations are evaluated: what flows through the ports, the values of the parameters.

use std::cell::{Cell, RefCell};
use std::ops::Deref;

use entropyk_fluids::{ByFraction, Fluid, Guess, Phase, Sloped, State};
use smallvec::SmallVec;

use crate::characteristic::Curve;
use crate::properties::h_ps;
use crate::{CharMap, Characteristic, ComponentError, CompressorMap, Scalar, Slots, slots::Value};

/// Mass fractions as numbers.
pub(crate) type Fractions = SmallVec<[f64; 8]>;

/// A fluid with the mass fractions of its species; a fluid of fixed composition has none.
#[derive(Clone, Copy, Debug)]
pub struct Medium<'a, S> {
    /// Fluid.
    pub fluid: &'a Fluid,
    /// Mass fractions, in the order of the species.
    pub z: &'a [S],
}

impl<'a, S> From<&'a Fluid> for Medium<'a, S> {
    fn from(fluid: &'a Fluid) -> Self {
        Self { fluid, z: &[] }
    }
}

impl<S> Deref for Medium<'_, S> {
    type Target = Fluid;

    fn deref(&self) -> &Fluid {
        self.fluid
    }
}

impl<S: Scalar> Medium<'_, S> {
    /// The mass fractions as numbers.
    pub(crate) fn values(&self) -> Fractions {
        self.z.iter().map(|w| w.re()).collect()
    }

    /// The fluid at this composition, as one of fixed composition.
    pub fn at_composition(&self) -> Fluid {
        self.fluid.at_fractions(&self.values()).unwrap_or_else(|_| self.fluid.clone())
    }

    /// True if the composition carries derivatives.
    pub(crate) fn varies(&self) -> bool {
        self.z.iter().any(Scalar::varies)
    }
}

/// The state of a connection: computed when it is first asked for, and kept while p, h and the mass fractions stay.
#[derive(Clone, Debug, Default)]
pub struct StateCell {
    state: Cell<Option<State>>,
    /// Of `state`.
    viscosity: Cell<Option<Sloped>>,
    /// The state that an isentropic change from here has led to.
    isentropic: Cell<Option<State>>,
    /// Of a mixture.
    mixed: RefCell<Option<Box<Mixed>>>,
}

/// The mass fractions of a state, and its slopes by them once asked for.
#[derive(Clone, Debug)]
struct Mixed {
    z: Fractions,
    slopes: Vec<ByFraction>,
}

impl StateCell {
    /// The state of a fluid at (p, h) and mass fractions.
    pub fn at(&self, fluid: &Fluid, p: f64, h: f64, z: &[f64]) -> Result<State, ComponentError> {
        let known = self.state.get();
        let is_here = |state: &State| state.p == p && state.h == h && (z.is_empty() || self.is_mixed_of(z));
        if let Some(state) = known.filter(is_here) {
            return Ok(state);
        }
        let near = known.and_then(|known| beside(&known, p - known.p, h - known.h));
        let state = State { p, h, ..fluid.ph(p, h, z, near)? };
        if !z.is_empty() {
            *self.mixed.borrow_mut() = Some(Box::new(Mixed { z: z.into(), slopes: vec![] }));
        }
        self.state.set(Some(state));
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

    /// Runs `f` on the slopes of the state there by the mass fractions.
    fn by_fractions<R>(
        &self,
        fluid: &Fluid,
        state: &State,
        f: impl FnOnce(&[ByFraction]) -> R,
    ) -> Result<R, ComponentError> {
        let mut mixed = self.mixed.borrow_mut();
        let mixed = mixed.as_mut().expect("a state of a mixture is known with its composition");
        if mixed.slopes.is_empty() {
            mixed.slopes = fluid.by_fractions(state, &mixed.z)?;
        }
        Ok(f(&mixed.slopes))
    }

    fn is_mixed_of(&self, z: &[f64]) -> bool {
        self.mixed.borrow().as_ref().is_some_and(|mixed| *mixed.z == *z)
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
    /// Fluid and mass fractions.
    pub fluid: Medium<'a, S>,
    /// State at (p, h), shared by all equations that see the stream.
    pub cell: &'a StateCell,
}

impl<S: Scalar> Stream<'_, S> {
    /// State at (p, h).
    ///
    /// # Errors
    /// Those of the fluid, where it has no such state; also of all properties below.
    pub fn state(&self) -> Result<State, ComponentError> {
        let (p, h) = (self.p.re(), self.h.re());
        if self.fluid.z.is_empty() {
            return self.cell.at(self.fluid.fluid, p, h, &[]);
        }
        self.cell.at(self.fluid.fluid, p, h, &self.fluid.values())
    }

    /// Enthalpy after an isentropic change to a pressure, h(p, s); dh = v dp + T ds.
    pub fn h_isentropic(&self, p: S) -> Result<S, ComponentError> {
        let s = self.s()?;
        if !self.fluid.z.is_empty() {
            return h_ps(self.fluid, p, s);
        }
        let state = self.cell.at_entropy(self.fluid.fluid, p.re(), s.re())?;
        Ok(S::lift(state.h, &[(p, 1.0 / state.rho.value), (s, state.t.value)]))
    }

    fn lifted(&self, of: fn(&State) -> Sloped, by_fraction: fn(&ByFraction) -> f64) -> Result<S, ComponentError> {
        let state = self.state()?;
        let property = of(&state);
        let here = [(self.p, property.dp), (self.h, property.dh)];
        if !self.fluid.varies() {
            return Ok(S::lift(property.value, &here));
        }
        self.cell.by_fractions(self.fluid.fluid, &state, |slopes| {
            let fractions = self.fluid.z.iter().zip(slopes).map(|(w, slope)| (*w, by_fraction(slope)));
            let arguments: SmallVec<[(S, f64); 8]> = here.into_iter().chain(fractions).collect();
            S::lift(property.value, &arguments)
        })
    }

    /// Temperature, K.
    pub fn t(&self) -> Result<S, ComponentError> {
        self.lifted(|state| state.t, |by| by.t)
    }

    /// Density, kg/m³.
    pub fn rho(&self) -> Result<S, ComponentError> {
        self.lifted(|state| state.rho, |by| by.rho)
    }

    /// Specific volume, m³/kg.
    pub fn v(&self) -> Result<S, ComponentError> {
        Ok(self.rho()?.recip())
    }

    /// Specific entropy, J/(kg K).
    pub fn s(&self) -> Result<S, ComponentError> {
        self.lifted(|state| state.s, |by| by.s)
    }

    /// Vapour mass fraction, continued linearly in h outside the two-phase region; NaN for a mixture.
    pub fn x(&self) -> Result<S, ComponentError> {
        let x = self.state()?.x;
        Ok(S::lift(x.value, &[(self.p, x.dp), (self.h, x.dh)]))
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
#[derive(Clone, Copy, Debug)]
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
    /// The species, or the instance of a port, that an equation for each of them is about.
    pub index: usize,
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
    /// The same, for the equation about a species or an instance of a port.
    pub fn about(&self, index: usize) -> Self {
        Self { index, ..*self }
    }

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

    /// Value at the design point of a quantity of the connection at a port, such as `"m"`: that of the object itself
    /// if it has a design point of its own; None where it is not known.
    pub fn design_at(&self, port: usize, name: &str) -> Option<f64> {
        if let Some(own) = self.slots.design_at_port(self.starts[port], name) {
            return Some(own);
        }
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

    /// The function in a slot.
    pub fn function(&self, parameter: usize) -> Option<&'a Curve> {
        match &self.slots.slot(parameter).value {
            Value::Function(curve) => Some(curve),
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
                    (cell.at(&fluid, p, h, &[]).expect("a state"), fluid.ph(p, h, &[], None).expect("a state"));
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
