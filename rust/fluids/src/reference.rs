//! Where enthalpy and entropy are zero, or have their conventional value.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::{
    Caloric, Fluid, FluidBackend, FluidError, FluidInfo, Guess, Jets, Pair, Reduced, Saturation, Sloped, State,
    SurfaceTension, Transport,
};

/// The state at which enthalpy and entropy have a conventional value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reference {
    /// As the equation of the fluid has it.
    #[default]
    Default,
    /// International Institute of Refrigeration: saturated liquid at 0 °C has h = 200 kJ/kg and s = 1 kJ/(kg K).
    Iir,
    /// ASHRAE: saturated liquid at −40 °C has h = 0 and s = 0.
    Ashrae,
    /// Normal boiling point: saturated liquid at 101325 Pa has h = 0 and s = 0.
    Nbp,
}

impl Reference {
    /// All of them.
    pub const ALL: [Reference; 4] = [Reference::Default, Reference::Iir, Reference::Ashrae, Reference::Nbp];

    /// The name: `"default"`, `"IIR"`, `"ASHRAE"`, `"NBP"`.
    pub fn name(self) -> &'static str {
        match self {
            Reference::Default => "default",
            Reference::Iir => "IIR",
            Reference::Ashrae => "ASHRAE",
            Reference::Nbp => "NBP",
        }
    }

    /// The reference state of a name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Reference::ALL.into_iter().find(|reference| reference.name().eq_ignore_ascii_case(name))
    }

    /// What has to be added to h, in J/kg, and s, in J/(kg K), of a fluid.
    fn shift(self, fluid: &Fluid) -> Result<(f64, f64), FluidError> {
        let (liquid, h, s) = match self {
            Reference::Default => return Ok((0.0, 0.0)),
            Reference::Iir => (fluid.tx(273.15, 0.0, &[])?, 200e3, 1e3),
            Reference::Ashrae => (fluid.tx(233.15, 0.0, &[])?, 0.0, 0.0),
            Reference::Nbp => (fluid.px(101_325.0, 0.0, &[])?, 0.0, 0.0),
        };
        Ok((h - liquid.h, s - liquid.s.value))
    }
}

/// A fluid whose enthalpy and entropy are counted from another state.
#[derive(Debug)]
struct Shifted {
    base: Fluid,
    reference: Reference,
    /// Added to h and u, J/kg.
    h: f64,
    /// Added to s, J/(kg K).
    s: f64,
}

impl Fluid {
    /// This fluid with enthalpy and entropy counted from a reference state.
    ///
    /// # Errors
    /// Those of the reference state, where the fluid has no saturated liquid there.
    ///
    /// # Examples
    /// ```
    /// use entropyk_fluids::{Fluid, Reference};
    /// let fluid = Fluid::new("R32")?.with_reference(Reference::Ashrae)?;
    /// assert!(fluid.tx(233.15, 0.0, &[])?.h.abs() < 1e-6);
    /// # Ok::<(), entropyk_fluids::FluidError>(())
    /// ```
    pub fn with_reference(&self, reference: Reference) -> Result<Self, FluidError> {
        static MADE: Mutex<Vec<(Reference, Weak<dyn FluidBackend>)>> = Mutex::new(Vec::new());
        let base = self.base().map_or(self, |(base, _)| base);
        if reference == Reference::Default {
            return Ok(base.clone());
        }
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.retain(|(_, fluid)| fluid.strong_count() > 0);
        let known = made.iter().filter(|(of, _)| *of == reference).filter_map(|(_, fluid)| fluid.upgrade());
        if let Some(fluid) = known.map(Fluid::from_backend).find(|fluid| fluid.base().is_some_and(|of| of.0 == base)) {
            return Ok(fluid);
        }
        let (h, s) = reference.shift(base)?;
        let fluid: Arc<dyn FluidBackend> = Arc::new(Shifted { base: base.clone(), reference, h, s });
        made.push((reference, Arc::downgrade(&fluid)));
        Ok(Fluid::from_backend(fluid))
    }

    /// The reference state.
    pub fn reference(&self) -> Reference {
        self.base().map_or(Reference::Default, |(_, reference)| reference)
    }
}

impl Shifted {
    /// What is added to a property.
    fn of(&self, symbol: &str) -> f64 {
        match symbol {
            "h" | "u" => self.h,
            "s" => self.s,
            _ => 0.0,
        }
    }

    /// A state of the base as one of this fluid.
    fn state(&self, state: Result<State, FluidError>) -> Result<State, FluidError> {
        let mut state = state.map_err(|error| self.error(error))?;
        state.h += self.h;
        state.s.value += self.s;
        Ok(state)
    }

    /// A state of this fluid as one of the base.
    fn back(&self, state: &State) -> State {
        let mut state = *state;
        state.h -= self.h;
        state.s.value -= self.s;
        state
    }

    /// An error of the base, in the numbers of this fluid.
    fn error(&self, error: FluidError) -> FluidError {
        match error {
            FluidError::OutOfRange { fluid, quantity, unit, value, min, max } => {
                let by = self.of(quantity);
                FluidError::OutOfRange { fluid, quantity, unit, value: value + by, min: min + by, max: max + by }
            }
            error => error,
        }
    }
}

impl FluidBackend for Shifted {
    fn info(&self) -> &FluidInfo {
        self.base.info()
    }

    fn formulation(&self) -> &'static str {
        self.base.formulation()
    }

    fn ph(&self, p: f64, h: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.state(self.base.ph(p, h - self.h, z, guess)).map(|state| State { h, ..state })
    }

    fn pt(&self, p: f64, t: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.state(self.base.pt(p, t, z, guess))
    }

    fn ps(&self, p: f64, s: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.state(self.base.ps(p, s - self.s, z, guess))
    }

    fn px(&self, p: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        self.state(self.base.px(p, x, z))
    }

    fn tx(&self, t: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        self.state(self.base.tx(t, x, z))
    }

    fn rho_t(&self, rho: f64, t: f64, z: &[f64]) -> Result<State, FluidError> {
        self.state(self.base.rho_t(rho, t, z))
    }

    fn pair(&self, pair: Pair, a: f64, b: f64, z: &[f64]) -> Result<State, FluidError> {
        let (first, second) = pair.symbols().split_once(", ").unwrap_or_default();
        self.state(self.base.pair(pair, a - self.of(first), b - self.of(second), z))
    }

    fn saturation(&self, p: f64, z: &[f64]) -> Result<Saturation, FluidError> {
        let mut line = self.base.saturation(p, z)?;
        for side in [&mut line.bubble, &mut line.dew] {
            side.h.value += self.h;
            side.s.value += self.s;
        }
        Ok(line)
    }

    fn p_bubble(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.base.p_bubble(t, z)
    }

    fn p_dew(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.base.p_dew(t, z)
    }

    fn caloric(&self, state: &State, z: &[f64]) -> Result<Caloric, FluidError> {
        self.base.caloric(&self.back(state), z)
    }

    fn jets(&self, state: &State, z: &[f64]) -> Result<Jets, FluidError> {
        let mut jets = self.base.jets(&self.back(state), z)?;
        jets.h.value += self.h;
        jets.s.value += self.s;
        Ok(jets)
    }

    fn reduced(&self, state: &State, z: &[f64]) -> Result<Reduced, FluidError> {
        // h = R T τ α_τ + …, s = R (τ α_τ − α): a shift is a₁ + a₂ τ in α⁰.
        let mut reduced = self.base.reduced(&self.back(state), z)?;
        let FluidInfo { gas_constant, molar_mass, t_reducing, .. } = self.info();
        let r_gas = gas_constant / molar_mass;
        let (a1, a2) = (-self.s / r_gas, self.h / (r_gas * t_reducing));
        reduced.ideal.value += a1 + a2 * t_reducing / state.t.value;
        reduced.ideal.t += a2;
        Ok(reduced)
    }

    fn transport(&self, state: &State, z: &[f64]) -> Result<Transport, FluidError> {
        self.base.transport(&self.back(state), z)
    }

    fn viscosity(&self, state: &State, z: &[f64]) -> Result<f64, FluidError> {
        self.base.viscosity(&self.back(state), z)
    }

    fn viscosity_slopes(&self, state: &State, z: &[f64]) -> Result<Sloped, FluidError> {
        self.base.viscosity_slopes(&self.back(state), z)
    }

    fn surface_tension(&self, t: f64, z: &[f64]) -> Result<SurfaceTension, FluidError> {
        self.base.surface_tension(t, z)
    }

    fn base(&self) -> Option<(&Fluid, Reference)> {
        Some((&self.base, self.reference))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fluid(name: &str, reference: Reference) -> Fluid {
        Fluid::new(name).and_then(|fluid| fluid.with_reference(reference)).expect(name)
    }

    #[test]
    fn shifts_what_is_counted_from_a_state_and_nothing_else() {
        let base = fluid("R134a", Reference::Default);
        for reference in [Reference::Iir, Reference::Ashrae, Reference::Nbp] {
            let other = fluid("R134a", reference);
            let (a, b) = (base.pt(5e5, 330.0, &[], None).expect("gas"), other.pt(5e5, 330.0, &[], None).expect("gas"));
            assert_eq!((a.t, a.rho, a.s.dp, a.s.dh, a.x.value), (b.t, b.rho, b.s.dp, b.s.dh, b.x.value));
            assert_eq!(base.caloric(&a, &[]), other.caloric(&b, &[]));
            let again = [
                other.ph(5e5, b.h, &[], None),
                other.ps(5e5, b.s.value, &[], None),
                other.pair(Pair::EnthalpyEntropy, b.h, b.s.value, &[]),
                other.pair(Pair::DensityEnergy, b.rho.value, b.h - b.p / b.rho.value, &[]),
            ];
            for state in again {
                assert!((state.expect("the state").t.value / 330.0 - 1.0).abs() < 1e-9);
            }
            let line = other.saturation(5e5, &[]).expect("a line");
            assert_eq!(line.dew.h.value, other.px(5e5, 1.0, &[]).expect("vapour").h);
        }
    }

    #[test]
    fn holds_at_its_state() {
        let iir = fluid("R22", Reference::Iir).tx(273.15, 0.0, &[]).expect("a liquid");
        assert!((iir.h - 200e3).abs() < 1e-6 && (iir.s.value - 1e3).abs() < 1e-9);
        let nbp = fluid("Water", Reference::Nbp).px(101_325.0, 0.0, &[]).expect("a liquid");
        assert!(nbp.h.abs() < 1e-6 && nbp.s.value.abs() < 1e-9);
    }

    #[test]
    fn is_shared_and_undone() {
        let fluid = fluid("R32", Reference::Nbp);
        assert_eq!(fluid, super::tests::fluid("R32", Reference::Nbp));
        assert_eq!(fluid.reference(), Reference::Nbp);
        assert_eq!(fluid.with_reference(Reference::Default), Fluid::new("R32"));
        let table = fluid.tabulated(crate::Grid::Fast).expect("a table");
        assert_eq!((table.reference(), table.formulation()), (Reference::Nbp, "tabular"));
        let (a, b) = (fluid.pt(1e5, 300.0, &[], None), table.pt(1e5, 300.0, &[], None));
        assert!((a.expect("gas").h / b.expect("gas").h - 1.0).abs() < 1e-6);
    }

    #[test]
    fn errors_are_in_the_numbers_of_the_fluid() {
        let error = fluid("R134a", Reference::Ashrae).ph(1e5, 1e7, &[], None).expect_err("far too hot");
        let FluidError::OutOfRange { value, .. } = error else { panic!("{error}") };
        assert!((value - 1e7).abs() < 1e-6);
        assert!(Fluid::new("Water").expect("water").with_reference(Reference::Ashrae).is_err());
    }
}
