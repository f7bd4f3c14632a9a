//! Viscosity of methanol.
//!
//! η = η₀ (f η_g + (1 − f) η_E),   f = 1/(1 + e^{5(ρ_r − 1)})
//!
//! η_g = 1 + B ρ + C ρ²,   η_E = 1/g + 0.8 bρ + 0.761 g (bρ)²,   g = (1 − ζ/2)/(1 − ζ)³,   ζ = bρ/4,   b = ⅔π N_A σ_HS³
//!
//! σ_HS/σ_c = Σ d_i T_r^{−i} + Σ e_j ρ_r^j
//!
//! Xiang, Laesecke, Huber (2006), doi:10.1063/1.2360605.

use std::f64::consts::PI;

use serde::Deserialize;

use super::local::{AVOGADRO, Local, polynomial, series};

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct Methanol {
    /// g/mol.
    molar_mass: f64,
    epsilon: f64,
    sigma_0: f64,
    delta: f64,
    t_c: f64,
    rho_c: f64,
    sigma_c: f64,
    lennard_jones: [f64; 6],
    stockmayer: [f64; 7],
    b: Vec<f64>,
    b_t: Vec<f64>,
    c: [f64; 2],
    d: Vec<f64>,
    e: Vec<f64>,
}

impl Methanol {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let r = at.rho / self.rho_c;
        let f = 1.0 / (1.0 + (5.0 * (r - 1.0)).exp());
        self.dilute(at.t) * (f * self.gas(at) + (1.0 - f) * self.enskog(at, r))
    }

    fn dilute(&self, t: f64) -> f64 {
        let [a, b, c, d, e, f] = self.lennard_jones;
        let x = t / self.epsilon;
        let spherical = a * x.powf(b) + c * (d * x).exp() + e * (f * x).exp();
        let [a, b, c, d, e, f, g] = self.stockmayer;
        let polar = b * x.powf(c) + d * (e * x).exp() + f * (g * x).exp();
        let omega = spherical * (1.0 + self.delta.powi(2) / (1.0 + a * self.delta.powi(6)) * polar);
        2.66957e-26 * (self.molar_mass * t).sqrt() / (self.sigma_0.powi(2) * omega)
    }

    /// Gas of moderate density, relative to the dilute gas.
    fn gas(&self, at: &Local) -> f64 {
        let (x, volume) = (at.t / self.epsilon, AVOGADRO * self.sigma_0.powi(3));
        let b = volume * series(&self.b, &self.b_t, x);
        let c = volume.powi(2) * self.c[0] * x.powi(3) * (self.c[1] / x.sqrt()).exp();
        let rho = at.rho_molar();
        1.0 + b * rho + c * rho * rho
    }

    /// Dense fluid of hard spheres, relative to the dilute gas.
    fn enskog(&self, at: &Local, r: f64) -> f64 {
        let sigma = self.sigma_c * (polynomial(&self.d, self.t_c / at.t) + r * polynomial(&self.e, r));
        let b_rho = 2.0 / 3.0 * PI * AVOGADRO * sigma.powi(3) * at.rho_molar();
        let zeta = 0.25 * b_rho;
        let g = (1.0 - 0.5 * zeta) / (1.0 - zeta).powi(3);
        1.0 / g + 0.8 * b_rho + 0.761 * g * b_rho * b_rho
    }
}
