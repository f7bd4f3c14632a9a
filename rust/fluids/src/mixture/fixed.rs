//! A mixture at constant mass fractions: a fluid like any other.

use std::sync::Arc;

use super::{Rule, info};
use crate::further::Further;
use crate::{Caloric, Fluid, FluidBackend, FluidError, FluidInfo, Guess, Pair, Saturation, Sloped, State, Transport};

/// Lowest pressure of a search, Pa.
const P_LOW: f64 = 10.0;
/// Highest pressure of a search, Pa.
const P_HIGH: f64 = 1e8;

#[derive(Debug)]
struct Fixed {
    mixture: Fluid,
    z: Vec<f64>,
    info: FluidInfo,
}

/// A mixture at these mass fractions.
pub(super) fn fixed(mixture: &Fluid, z: &[f64]) -> Result<Arc<dyn FluidBackend>, FluidError> {
    let species = mixture.species();
    if z.len() != species.len() || !z.iter().all(|w| w.is_finite()) {
        return Err(mixture.undefined(&format!("it takes {} finite mass fractions, not {z:?}", species.len())));
    }
    let present = || species.iter().zip(z).filter(|(_, w)| **w != 0.0);
    let rule = mixture.rule().unwrap_or(Rule::Ideal);
    let names: Vec<String> = present().map(|(species, w)| format!("{}[{w}]", species.name)).collect();
    let name = format!("{}::{}", rule.name(), names.join("&"));
    let mut info = info(name, rule, present().map(|(species, _)| species.fluid.info()));
    let total: f64 = z.iter().sum();
    info.molar_mass = total / present().map(|(species, w)| w / species.fluid.info().molar_mass).sum::<f64>();
    Ok(Arc::new(Fixed { mixture: mixture.clone(), z: z.to_vec(), info }))
}

impl FluidBackend for Fixed {
    fn info(&self) -> &FluidInfo {
        &self.info
    }

    fn formulation(&self) -> &'static str {
        "mixture"
    }

    fn rule(&self) -> Option<Rule> {
        self.mixture.rule()
    }

    fn fractions(&self) -> Option<(&Fluid, &[f64])> {
        Some((&self.mixture, &self.z))
    }

    fn ph(&self, p: f64, h: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.mixture.ph(p, h, &self.z, guess)
    }

    fn pt(&self, p: f64, t: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.mixture.pt(p, t, &self.z, guess)
    }

    fn ps(&self, p: f64, s: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.mixture.ps(p, s, &self.z, guess)
    }

    fn px(&self, p: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.mixture.px(p, x, &self.z)
    }

    fn tx(&self, t: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.mixture.tx(t, x, &self.z)
    }

    fn rho_t(&self, rho: f64, t: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.mixture.rho_t(rho, t, &self.z)
    }

    fn pair(&self, pair: Pair, a: f64, b: f64, _z: &[f64]) -> Result<State, FluidError> {
        let p = (P_LOW, self.info.p_max.min(P_HIGH));
        Further { fluid: self, p, t: (self.info.t_min, self.info.t_max), t_jump: None }.state(pair, a, b)
    }

    fn saturation(&self, p: f64, _z: &[f64]) -> Result<Saturation, FluidError> {
        self.mixture.saturation(p, &self.z)
    }

    fn p_bubble(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.mixture.p_bubble(t, &self.z)
    }

    fn p_dew(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.mixture.p_dew(t, &self.z)
    }

    fn caloric(&self, state: &State, _z: &[f64]) -> Result<Caloric, FluidError> {
        self.mixture.caloric(state, &self.z)
    }

    fn transport(&self, state: &State, _z: &[f64]) -> Result<Transport, FluidError> {
        self.mixture.transport(state, &self.z)
    }

    fn viscosity(&self, state: &State, _z: &[f64]) -> Result<f64, FluidError> {
        self.mixture.viscosity(state, &self.z)
    }

    fn viscosity_slopes(&self, state: &State, _z: &[f64]) -> Result<Sloped, FluidError> {
        self.mixture.viscosity_slopes(state, &self.z)
    }
}
