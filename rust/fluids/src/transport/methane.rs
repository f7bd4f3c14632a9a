//! Thermal conductivity of methane.
//!
//! λ = λ₀ + λ_r + λ_c   (mW/(m K)), δ = ρ/ρ_c, τ = T_c/T, viscosity by the correlation of the same paper:
//!
//! λ₀ = 0.51828 η₀ (3.75 − f_int (τ² ∂²α⁰/∂τ² + 1.5)),   f_int = f₀ + f₁/T*
//!
//! λ_r = 6.29638 (Σ j δ^r τ^s + j_σ δ²/δ_σ),   δ_σ = ρ''/ρ_c below the critical point, 1 elsewhere
//!
//! λ_c = 91.855/(η τ²) (1 + δ α_δ − δτ α_δτ)² χ^0.4681 F(T, ρ)
//!
//! Friend, Ely, Ingham (1989), doi:10.1063/1.555828, with δ_σ = 1 where the paper prints 11.

use serde::Deserialize;

use super::dilute::Friend;
use super::friend::FriendResidual;
use super::local::{Local, polynomial};

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct Methane {
    t_c: f64,
    rho_c: f64,
    dilute_viscosity: Friend,
    residual_viscosity: FriendResidual,
    f_int: [f64; 2],
    dilute: f64,
    residual: f64,
    j: Vec<f64>,
    r: Vec<f64>,
    s: Vec<f64>,
    j_sigma: f64,
    critical: Critical,
}

/// The coefficients of the critical enhancement.
#[derive(Debug, Deserialize)]
struct Critical {
    scale: f64,
    exponent: f64,
    f_t: f64,
    f_rho: f64,
    f_a: f64,
    chi: f64,
    near: f64,
    lambda: f64,
    gamma: f64,
    beta: f64,
    w: f64,
    s: f64,
    e: f64,
    a: f64,
    b: f64,
    r: f64,
    q: f64,
}

/// λ₀/(k η₀) = 3.75 − f_int (τ² ∂²α⁰/∂τ² + 1.5) of a gas with internal degrees of freedom; τ is `own_tau` times that of the
/// equation of state.
pub(super) fn eucken(at: &Local, f_int: f64, own_tau: f64) -> f64 {
    let cv_ideal = at.cp_ideal() / at.substance.r_gas() - 1.0;
    3.75 - f_int * (1.5 - own_tau * own_tau * cv_ideal)
}

impl Methane {
    /// Thermal conductivity, W/(m K).
    pub(super) fn conductivity(&self, at: &Local) -> f64 {
        let eta_0 = self.dilute_viscosity.micro(at.t);
        let f_int = polynomial(&self.f_int, 1.0 / self.dilute_viscosity.t_star(at.t));
        let dilute = self.dilute * eta_0 * eucken(at, f_int, 1.0);
        let eta = eta_0 + self.residual_viscosity.micro(at);
        1e-3 * (dilute + self.residual(at) + self.critical(at, eta))
    }

    fn residual(&self, at: &Local) -> f64 {
        let (delta, tau) = (at.rho_molar() / self.rho_c, self.t_c / at.t);
        let sum: f64 = (0..self.j.len()).map(|i| self.j[i] * delta.powf(self.r[i]) * tau.powf(self.s[i])).sum();
        self.residual * (sum + self.j_sigma * delta * delta / saturated(at))
    }

    fn critical(&self, at: &Local, eta: f64) -> f64 {
        let c = &self.critical;
        let (delta, tau) = (at.rho_molar() / self.rho_c, self.t_c / at.t);
        let (t_star, rho_star) = (1.0 - 1.0 / tau, 1.0 - delta);
        let damping = (-c.f_t * t_star.abs().sqrt() - c.f_rho * rho_star * rho_star - c.f_a * rho_star).exp();
        // δ and τ of the correlation with derivatives in those of the equation of state, as in use; they differ by 1e-5.
        let (own_delta, own_tau) = (delta / at.delta(), tau / at.tau());
        let a = at.residual();
        let (first, second, mixed) =
            (own_delta * a.a10, own_delta.powi(2) * (a.a20 - a.a10), own_delta * own_tau * a.a11);
        let regular = || c.chi * delta * tau / (1.0 + 2.0 * first + second);
        let chi = c.scaled(t_star, rho_star.abs()).unwrap_or_else(regular);
        let slope = 1.0 + first - mixed;
        c.scale / (eta * tau * tau) * slope * slope * chi.powf(c.exponent) * damping
    }
}

/// δ_σ, the reduced density of the saturated vapour.
fn saturated(at: &Local) -> f64 {
    let substance = at.substance;
    let is_below = at.t < substance.t_critical && at.rho < substance.rho_critical;
    let vapour = if is_below { substance.saturated_vapour(at.t) } else { None };
    vapour.map_or(1.0, |rho| rho / substance.rho_critical)
}

impl Critical {
    /// The reduced compressibility of the scaled equation of state next to the critical point, eqs. 23 to 26.
    fn scaled(&self, t: f64, rho: f64) -> Option<f64> {
        if t.abs() >= self.near || rho >= self.near {
            return None;
        }
        if rho < 1e-16 {
            return Some(self.lambda * t.abs().powf(-self.gamma));
        }
        let x = rho.powf(-1.0 / self.beta);
        let omega = self.w * t * x;
        let theta = if t < -x / self.s { 1.0 + self.e * (1.0 + self.s * t * x).powf(2.0 * self.beta) } else { 1.0 };
        Some(self.q * rho.powf(-self.a) * theta.powf(self.b) / (theta + omega * (theta + self.r)))
    }
}
