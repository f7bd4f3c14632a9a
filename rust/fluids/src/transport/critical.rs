//! Critical enhancement of the thermal conductivity of ammonia and R123.
//!
//! Ammonia, t = |T/T_c − 1|: on the critical isochore
//!
//! Δλ_i = Λ k T²/(6π η ξ) (∂p/∂T)² χ,   ξ = ξ₀ t^{−ν} (1 + a_ξ t^Δ),   χ = Γ₀ t^{−γ} (1 + a_χ t^Δ)
//!
//! Δλ = Δλ_i e^{−36 t²} X²/(X² + (ρ − 0.96 ρ_c)²),   X = 0.61 ρ_c + 16.5 ln t,   below 0.6 ρ_c scaled by (ρ/0.6ρ_c)² from there
//!
//! Tufeu et al. (1984), doi:10.1002/bbpc.19840880421.
//!
//! R123: Δλ = a₁ exp(a₂ (τ − 1)⁴ + a₃ (δ − 1)²). Laesecke, Perkins, Howley (1996), doi:10.1016/0140-7007(96)00019-9.

use std::f64::consts::PI;

use serde::Deserialize;

use super::local::Local;

/// The coefficients for ammonia.
#[derive(Debug, Deserialize)]
pub(super) struct AmmoniaCritical {
    t_c: f64,
    rho_c: f64,
    lambda: f64,
    nu: f64,
    gamma: f64,
    delta: f64,
    xi_0: f64,
    a_xi: f64,
    a_chi: f64,
    chi_0: f64,
    eta: [f64; 2],
    dp_dt: [f64; 3],
    x_t: [f64; 2],
    damping: f64,
    rho_low: f64,
    rho_max: f64,
}

/// The coefficients for R123.
#[derive(Debug, Deserialize)]
pub(super) struct R123Critical {
    a: [f64; 3],
}

impl AmmoniaCritical {
    /// Enhancement, W/(m K).
    pub(super) fn conductivity(&self, at: &Local) -> f64 {
        let t = (at.t / self.t_c - 1.0).abs();
        let isochore = self.on_critical_isochore(at.t, t) * (self.damping * t * t).exp();
        let width = (self.x_t[0] * self.rho_c + self.x_t[1] * t.ln()).powi(2);
        let low = self.rho_low * self.rho_c;
        let rho = at.rho.max(low);
        let shape = width / (width + (rho - self.rho_max * self.rho_c).powi(2));
        isochore * shape * (at.rho.min(low) / low).powi(2)
    }

    fn on_critical_isochore(&self, temperature: f64, t: f64) -> f64 {
        const BOLTZMANN: f64 = 1.3806504e-23; // CODATA 2006, as in use
        let eta = self.eta[0] + self.eta[1] * t;
        let dp_dt = self.dp_dt[0] + self.dp_dt[1] * (self.dp_dt[2] * t).exp();
        let xi = self.xi_0 * t.powf(-self.nu) * (1.0 + self.a_xi * t.powf(self.delta));
        let chi = self.chi_0 * t.powf(-self.gamma) * (1.0 + self.a_chi * t.powf(self.delta));
        self.lambda * BOLTZMANN * temperature * temperature / (6.0 * PI * eta * xi) * dp_dt * dp_dt * chi
    }
}

impl R123Critical {
    /// Enhancement, W/(m K).
    pub(super) fn conductivity(&self, at: &Local) -> f64 {
        let [scale, by_tau, by_delta] = self.a;
        scale * (by_tau * (at.tau() - 1.0).powi(4) + by_delta * (at.delta() - 1.0).powi(2)).exp()
    }
}
