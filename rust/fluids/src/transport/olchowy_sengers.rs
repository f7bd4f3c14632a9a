//! Critical enhancement of the thermal conductivity, simplified crossover.
//!
//! Δλ_c = ρ c_p R₀ k T/(6π η ξ) (Ω − Ω₀),   ξ = ξ₀ (Δχ/Γ)^{ν/γ}
//!
//! Δχ = p_r ρ/ρ_r² (1/(∂p/∂ρ)_T − T_ref/T · 1/(∂p/∂ρ)_{T_ref})
//!
//! Ω = 2/π ((1 − c_v/c_p) atan(q_D ξ) + c_v/c_p q_D ξ),   Ω₀ = 2/π (1 − exp(−1/(1/(q_D ξ) + (q_D ξ ρ_r/ρ)²/3)))
//!
//! Olchowy, Sengers (1989), doi:10.1007/BF01133538.

use std::f64::consts::PI;

use serde::Deserialize;

use super::local::{BOLTZMANN, Local};

/// The parameters; the defaults are those of a fluid without own ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub(super) struct OlchowySengers {
    #[serde(rename = "R0")]
    r_0: f64,
    gamma: f64,
    nu: f64,
    /// Γ.
    #[serde(rename = "GAMMA")]
    amplitude: f64,
    /// ξ₀, m.
    #[serde(rename = "zeta0")]
    xi_0: f64,
    /// 1/m.
    #[serde(rename = "qD")]
    q_d: f64,
    /// Temperature without enhancement, K; 1.5 T_r if absent.
    #[serde(rename = "T_ref")]
    t_ref: Option<f64>,
}

impl Default for OlchowySengers {
    fn default() -> Self {
        OlchowySengers { r_0: 1.03, gamma: 1.239, nu: 0.63, amplitude: 0.0496, xi_0: 1.94e-10, q_d: 2e9, t_ref: None }
    }
}

impl OlchowySengers {
    /// Enhancement, W/(m K), given the viscosity, Pa s.
    pub(super) fn conductivity(&self, at: &Local, viscosity: impl Fn() -> f64) -> f64 {
        let chi = self.chi(at);
        if chi < 10.0 * f64::EPSILON {
            return 0.0;
        }
        let xi = self.xi_0 * (chi / self.amplitude).powf(self.nu / self.gamma);
        let (cp, cv, y) = (at.cp(), at.cv(), xi * self.q_d);
        let omega = (cp - cv) / cp * y.atan() + cv / cp * y;
        let background = 1.0 - (-1.0 / (1.0 / y + (y / at.delta()).powi(2) / 3.0)).exp();
        let scale = at.rho * cp * self.r_0 * BOLTZMANN * at.t / (6.0 * PI * viscosity() * xi);
        scale * 2.0 / PI * (omega - background)
    }

    /// Δχ, reduced susceptibility above that at the reference temperature.
    fn chi(&self, at: &Local) -> f64 {
        let substance = at.substance;
        let t_ref = self.t_ref.unwrap_or(1.5 * substance.t_reducing());
        let scale = substance.p_reducing * at.rho / substance.rho_reducing().powi(2);
        scale * (1.0 / at.dp_drho() - t_ref / at.t / at.dp_drho_at(t_ref))
    }
}
