//! The one interface through which everything asks for properties.

use std::fmt::Debug;

use crate::transport::differences;
use crate::{
    ByFraction, Caloric, Fluid, FluidError, FluidInfo, Jets, Pair, Reduced, Reference, Rule, Saturation, Sloped,
    Species, State, SurfaceTension, Table, Transport,
};

/// Where an iteration may start: the (T, ρ) of a nearby single-phase state.
pub type Guess = Option<(f64, f64)>;

/// A model of a fluid. Immutable and shared; all quantities SI, specific ones per kilogram.
///
/// `z` holds the mass fractions of its species and has length zero for a fluid of fixed composition.
pub trait FluidBackend: Send + Sync + Debug {
    /// Names, limits, critical and triple point.
    fn info(&self) -> &FluidInfo;

    /// The name of the model: `"helmholtz"`, `"tabular"`, `"incompressible"`, `"if97"`, `"mixture"`, `"coolprop"`.
    fn formulation(&self) -> &'static str;

    /// The species whose mass fractions are arguments; none for a fluid of fixed composition.
    fn species(&self) -> &[Species] {
        &[]
    }

    /// How the species mix, if it is a mixture of them.
    fn rule(&self) -> Option<Rule> {
        None
    }

    /// The mixture and the mass fractions behind one of fixed composition.
    fn fractions(&self) -> Option<(&Fluid, &[f64])> {
        None
    }

    /// Slopes of a state this backend returned by the mass fraction of every species.
    ///
    /// # Errors
    /// Those of the state.
    fn by_fractions(&self, _state: &State, _z: &[f64]) -> Result<Vec<ByFraction>, FluidError> {
        Ok(vec![])
    }

    /// State from pressure and enthalpy.
    fn ph(&self, p: f64, h: f64, z: &[f64], guess: Guess) -> Result<State, FluidError>;

    /// State from pressure and temperature (single phase; on the saturation line: `FluidError::TwoPhase`).
    fn pt(&self, p: f64, t: f64, z: &[f64], guess: Guess) -> Result<State, FluidError>;

    /// State from pressure and entropy.
    fn ps(&self, p: f64, s: f64, z: &[f64], guess: Guess) -> Result<State, FluidError>;

    /// State from pressure and vapour mass fraction, 0 ≤ x ≤ 1; at 0 and 1 the saturated liquid and vapour, with the slopes of the
    /// single phase.
    fn px(&self, p: f64, x: f64, z: &[f64]) -> Result<State, FluidError>;

    /// State from temperature and vapour mass fraction, 0 ≤ x ≤ 1.
    fn tx(&self, t: f64, x: f64, z: &[f64]) -> Result<State, FluidError>;

    /// State from density and temperature, two-phase included.
    fn rho_t(&self, rho: f64, t: f64, z: &[f64]) -> Result<State, FluidError>;

    /// State from any pair of properties.
    ///
    /// # Errors
    /// [`FluidError::Pair`] if this backend does not answer the pair, [`FluidError::MultipleSolutions`] if several states have
    /// it.
    fn pair(&self, pair: Pair, a: f64, b: f64, z: &[f64]) -> Result<State, FluidError> {
        match pair {
            Pair::PressureEnthalpy => self.ph(a, b, z, None),
            Pair::PressureTemperature => self.pt(a, b, z, None),
            Pair::PressureEntropy => self.ps(a, b, z, None),
            Pair::PressureQuality => self.px(a, b, z),
            Pair::TemperatureQuality => self.tx(a, b, z),
            Pair::DensityTemperature => self.rho_t(a, b, z),
            _ => Err(FluidError::Pair {
                fluid: self.info().name.clone(),
                pair: format!("({})", pair.symbols()),
                available: "(p, h) (p, T) (p, s) (p, x) (T, x) (rho, T)".to_owned(),
            }),
        }
    }

    /// Both sides of the saturation line at a pressure below the critical.
    fn saturation(&self, p: f64, z: &[f64]) -> Result<Saturation, FluidError>;

    /// Pressure of the bubble point at a temperature, Pa.
    fn p_bubble(&self, t: f64, z: &[f64]) -> Result<f64, FluidError>;

    /// Pressure of the dew point at a temperature, Pa.
    fn p_dew(&self, t: f64, z: &[f64]) -> Result<f64, FluidError>;

    /// Heat capacities and speed of sound of a state this backend returned.
    fn caloric(&self, state: &State, z: &[f64]) -> Result<Caloric, FluidError>;

    /// Second derivatives of the properties of a single-phase state this backend returned.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] between the saturation lines, and where the model is no equation of state.
    fn jets(&self, _state: &State, _z: &[f64]) -> Result<Jets, FluidError> {
        Err(self.undefined("second derivatives are not available"))
    }

    /// The reduced Helmholtz energy at the temperature and density of a state this backend returned; its residual part is NaN
    /// between the saturation lines.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] where the model is no equation of state of the Helmholtz energy.
    fn reduced(&self, _state: &State, _z: &[f64]) -> Result<Reduced, FluidError> {
        Err(self.undefined("there is no equation of state of the Helmholtz energy"))
    }

    /// Viscosity and thermal conductivity of a state this backend returned.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] between the saturation lines, and where the model has no transport properties.
    fn transport(&self, _state: &State, _z: &[f64]) -> Result<Transport, FluidError> {
        Err(self.undefined("viscosity and conductivity are not available"))
    }

    /// Viscosity of a state this backend returned, Pa s.
    ///
    /// # Errors
    /// Those of [`FluidBackend::transport`].
    fn viscosity(&self, state: &State, z: &[f64]) -> Result<f64, FluidError> {
        Ok(self.transport(state, z)?.viscosity)
    }

    /// Viscosity of a state this backend returned, Pa s, with its slopes in (p, h): unless a backend knows better, central
    /// differences of η(T, ρ).
    ///
    /// # Errors
    /// Those of [`FluidBackend::transport`].
    fn viscosity_slopes(&self, state: &State, z: &[f64]) -> Result<Sloped, FluidError> {
        let value = self.viscosity(state, z)?;
        let (t, rho) = (state.t, state.rho);
        let (dt, drho) = differences(value, t.value, rho.value, |t_value, rho_value| {
            let near = State { t: Sloped { value: t_value, ..t }, rho: Sloped { value: rho_value, ..rho }, ..*state };
            self.viscosity(&near, z)
        })?;
        Ok(Sloped { value, dp: dt * t.dp + drho * rho.dp, dh: dt * t.dh + drho * rho.dh })
    }

    /// Surface tension of liquid and vapour in equilibrium at a temperature.
    ///
    /// # Errors
    /// [`FluidError::Undefined`] where the model has none, [`FluidError::OutOfRange`] outside triple and critical point.
    fn surface_tension(&self, _t: f64, _z: &[f64]) -> Result<SurfaceTension, FluidError> {
        Err(self.undefined("the surface tension is not available"))
    }

    /// The table behind this fluid, if it is one.
    fn table(&self) -> Option<&Table> {
        None
    }

    /// The fluid behind one whose enthalpy and entropy are counted from another state, and that state.
    fn base(&self) -> Option<(&Fluid, Reference)> {
        None
    }

    /// The error that says what this fluid does not have.
    fn undefined(&self, what: &str) -> FluidError {
        FluidError::Undefined { fluid: self.info().name.clone(), what: what.to_owned() }
    }
}
