//! What a mixture answers. Where it is one species alone, that species answers.

use super::point::Point;
use super::solve::Given;
use super::{Mixture, Rule, Species};
use crate::root::{ITERATIONS, rising};
use crate::transport::differences;
use crate::{
    ByFraction, Caloric, FluidBackend, FluidError, FluidInfo, Guess, Phase, Saturation, Sloped, Source, State,
    Transport,
};

/// Relative change of pressure, and change of temperature, K, of differences.
const STEP_P: f64 = 1e-4;
const STEP_T: f64 = 0.02;
/// What does not exist.
const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };

impl Mixture {
    fn no_saturation(&self) -> FluidError {
        let rule = self.rule.name();
        self.undefined(&format!("a mixture by the rule {rule:?} has no saturation line: give T or h with the pressure"))
    }

    /// cp, cv and w by the slopes of a state.
    fn capacities([cp, cv, w]: [f64; 3], differences: impl Fn(usize) -> (f64, f64)) -> Caloric {
        let of = |k: usize, value: f64| {
            let (dp, dh) = differences(k);
            Sloped { value, dp, dh }
        };
        Caloric { cp: of(0, cp), cv: of(1, cv), w: of(2, w) }
    }
}

/// cp, cv and w of a state: w² = (∂p/∂ρ)_s, cv = T (∂s/∂T)_v.
fn capacities(state: &State) -> [f64; 3] {
    let (t, rho, s) = (state.t, state.rho, state.s);
    let along = |y: Sloped, c: Sloped| y.dp - y.dh * c.dp / c.dh;
    let cv = t.value * (s.dp * rho.dh - s.dh * rho.dp) / (t.dp * rho.dh - t.dh * rho.dp);
    [1.0 / t.dh, cv, (1.0 / along(rho, s)).sqrt()]
}

impl FluidBackend for Mixture {
    fn info(&self) -> &FluidInfo {
        &self.info
    }

    fn formulation(&self) -> &'static str {
        "mixture"
    }

    fn species(&self) -> &[Species] {
        &self.species
    }

    fn rule(&self) -> Option<Rule> {
        Some(self.rule)
    }

    fn ph(&self, p: f64, h: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.check(p, z)?;
        if let Some(pure) = self.pure(z) {
            return pure.ph(p, h, &[], guess);
        }
        let given = Given { symbol: "h", unit: "J/kg", value: h, of: |at: &Point| at.h };
        // The value given, not that of T with its rounding.
        Ok(State { h, ..self.solve(p, z, &given, guess)?.state() })
    }

    fn pt(&self, p: f64, t: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.check(p, z)?;
        if let Some(pure) = self.pure(z) {
            return pure.pt(p, t, &[], guess);
        }
        Ok(self.point(p, t, z)?.state())
    }

    fn ps(&self, p: f64, s: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.check(p, z)?;
        if let Some(pure) = self.pure(z) {
            return pure.ps(p, s, &[], guess);
        }
        let given = Given { symbol: "s", unit: "J/(kg K)", value: s, of: |at: &Point| at.s };
        Ok(self.solve(p, z, &given, guess)?.state())
    }

    fn px(&self, p: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        self.check(p, z)?;
        self.pure(z).ok_or_else(|| self.no_saturation())?.px(p, x, &[])
    }

    fn tx(&self, t: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        self.check(1.0, z)?;
        self.pure(z).ok_or_else(|| self.no_saturation())?.tx(t, x, &[])
    }

    fn rho_t(&self, rho: f64, t: f64, z: &[f64]) -> Result<State, FluidError> {
        self.check(1.0, z)?;
        if let Some(pure) = self.pure(z) {
            return pure.rho_t(rho, t, &[]);
        }
        let distance = |p: f64| {
            let at = self.point(p, t, z)?.v.reciprocal();
            Ok((at.value - rho, at.dp))
        };
        let (low, high) = (1e-6, self.info.p_max.min(1e9));
        let found = rising(distance, (low, high), 1e5)?.ok_or_else(|| FluidError::NonConvergence {
            fluid: self.info.name.clone(),
            what: format!("rho = {rho} kg/m3, T = {t} K"),
            iterations: ITERATIONS,
            residual: f64::NAN,
        })?;
        let state = self.point(found, t, z)?.state();
        if (state.rho.value / rho - 1.0).abs() < 1e-9 {
            return Ok(state);
        }
        let [min, max] = [low, high].map(|p| self.point(p, t, z).map_or(f64::NAN, |at| 1.0 / at.v.value));
        let fluid = self.info.name.clone();
        Err(FluidError::OutOfRange { fluid, quantity: "rho", unit: "kg/m3", value: rho, min, max })
    }

    fn saturation(&self, p: f64, z: &[f64]) -> Result<Saturation, FluidError> {
        self.check(p, z)?;
        self.pure(z).ok_or_else(|| self.no_saturation())?.saturation(p, &[])
    }

    fn p_bubble(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.check(1.0, z)?;
        self.pure(z).ok_or_else(|| self.no_saturation())?.p_bubble(t, &[])
    }

    fn p_dew(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.check(1.0, z)?;
        self.pure(z).ok_or_else(|| self.no_saturation())?.p_dew(t, &[])
    }

    /// The slopes of capacities and of the speed of sound are differences of those of neighbouring states.
    fn caloric(&self, state: &State, z: &[f64]) -> Result<Caloric, FluidError> {
        if let Some(pure) = self.pure(z) {
            return pure.caloric(state, &[]);
        }
        if state.phase == Phase::TwoPhase {
            return Ok(Caloric { cp: NONE, cv: NONE, w: NONE });
        }
        let (p, t) = (state.p, state.t.value);
        let at = |p: f64, t: f64| self.point(p, t, z).map(|at| capacities(&at.state())).unwrap_or([f64::NAN; 3]);
        let dp = STEP_P * p;
        let (low, high, cold, hot) = (at(p - dp, t), at(p + dp, t), at(p, t - STEP_T), at(p, t + STEP_T));
        let differences = |k: usize| {
            let (by_p, by_t) = ((high[k] - low[k]) / (2.0 * dp), (hot[k] - cold[k]) / (2.0 * STEP_T));
            (by_p + by_t * state.t.dp, by_t * state.t.dh)
        };
        Ok(Mixture::capacities(capacities(state), differences))
    }

    /// Viscosity η = Σ bᵢ ηᵢ(p, T) / Σ bᵢ with bᵢ = yᵢ √Mᵢ of gases, Σ wᵢ ηᵢ(p, T) of liquids.
    ///
    /// Reference: F. Herning, L. Zipperer, Gas- und Wasserfach 79 (1936) 49–54.
    fn viscosity(&self, state: &State, z: &[f64]) -> Result<f64, FluidError> {
        if let Some(pure) = self.pure(z) {
            return pure.viscosity(state, &[]);
        }
        let (y, _) = self.moles(z);
        let (mut sum, mut weights) = (0.0, 0.0);
        for ((species, w), y) in self.species.iter().zip(z).zip(y).filter(|((_, w), _)| **w > 0.0) {
            let fluid = &species.fluid;
            let weight = match self.rule {
                Rule::Incompressible => *w,
                Rule::Ideal | Rule::IdealCond => y * fluid.info().molar_mass.sqrt(),
            };
            let at = match fluid.pt(state.p, state.t.value, &[], None) {
                Err(FluidError::TwoPhase { .. }) => fluid.px(state.p, 1.0, &[])?,
                at => at?,
            };
            sum += weight * fluid.viscosity(&at, &[])?;
            weights += weight;
        }
        Ok(sum / weights)
    }

    /// Through η(T, p), of which density is no argument.
    fn viscosity_slopes(&self, state: &State, z: &[f64]) -> Result<Sloped, FluidError> {
        if let Some(pure) = self.pure(z) {
            return pure.viscosity_slopes(state, &[]);
        }
        let value = self.viscosity(state, z)?;
        let t = state.t;
        let (dt, dp) = differences(value, t.value, state.p, |t_value, p| {
            self.viscosity(&State { p, t: Sloped { value: t_value, ..t }, ..*state }, z)
        })?;
        Ok(Sloped { value, dp: dp + dt * t.dp, dh: dt * t.dh })
    }

    fn transport(&self, state: &State, z: &[f64]) -> Result<Transport, FluidError> {
        if let Some(pure) = self.pure(z) {
            return pure.transport(state, &[]);
        }
        let viscosity = self.viscosity(state, z)?;
        let (viscosity_source, conductivity_source) = (Source::Estimate, Source::None);
        Ok(Transport { viscosity, conductivity: f64::NAN, viscosity_source, conductivity_source })
    }

    fn by_fractions(&self, state: &State, z: &[f64]) -> Result<Vec<ByFraction>, FluidError> {
        self.check(state.p, z)?;
        if self.pure(z).is_some() && state.phase == Phase::TwoPhase {
            return Ok(vec![ByFraction::default(); z.len()]);
        }
        let at = self.point(state.p, state.t.value, z)?;
        Ok(self.slopes(&at, z)?.into_iter().map(|slopes| at.by_fraction(slopes)).collect())
    }
}
