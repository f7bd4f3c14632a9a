//! Residual viscosity of the modified Batschinski–Hildebrand form.
//!
//! Δη = Σ a δ^d₁ τ^t₁ e^{γ δ^l} + Σ f δ^d₂ τ^t₂ · (1/(δ₀ − δ) − 1/δ₀),   δ₀ = Σ g τ^h / Σ p τ^q
//!
//! Vogel et al. (1998), doi:10.1063/1.556025; coefficients and their sources in the records of the fluids.

use serde::Deserialize;

use super::local::{Local, series};

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct BatschinskiHildebrand {
    #[serde(rename = "T_reduce")]
    t_reduce: f64,
    #[serde(rename = "rhomolar_reduce")]
    rho_reduce: f64,
    a: Vec<f64>,
    d1: Vec<f64>,
    t1: Vec<f64>,
    gamma: Vec<f64>,
    l: Vec<f64>,
    f: Vec<f64>,
    d2: Vec<f64>,
    t2: Vec<f64>,
    g: Vec<f64>,
    h: Vec<f64>,
    p: Vec<f64>,
    q: Vec<f64>,
}

impl BatschinskiHildebrand {
    /// Residual viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let (delta, tau) = (at.rho_molar() / self.rho_reduce, self.t_reduce / at.t);
        let factor = self.free_volume_factor(delta, tau);
        let sum = self.powers(delta, tau);
        if factor == 0.0 {
            return sum;
        }
        let delta_0 = series(&self.g, &self.h, tau) / series(&self.p, &self.q, tau);
        sum + factor * (1.0 / (delta_0 - delta) - 1.0 / delta_0)
    }

    fn powers(&self, delta: f64, tau: f64) -> f64 {
        let term = |i: usize| {
            let damping = if self.gamma[i] == 0.0 { 1.0 } else { (self.gamma[i] * delta.powf(self.l[i])).exp() };
            self.a[i] * delta.powf(self.d1[i]) * tau.powf(self.t1[i]) * damping
        };
        (0..self.a.len()).map(term).sum()
    }

    fn free_volume_factor(&self, delta: f64, tau: f64) -> f64 {
        (0..self.f.len()).map(|i| self.f[i] * delta.powf(self.d2[i]) * tau.powf(self.t2[i])).sum()
    }
}
