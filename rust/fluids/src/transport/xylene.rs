//! Viscosity of the xylenes.
//!
//! η = C √T/exp(s₀ + s₁/T + s₂/T²) + (b₀ + b₁/T + b₂/T²) ρ + ρ_r^⅔ T_r^root Σ n ρ_r^d T_r^t   (µPa s, ρ in mol/L)
//!
//! Cao et al. (2016), doi:10.1063/1.4945663 (ortho), doi:10.1063/1.4941241 (meta); Balogun et al. (2015),
//! doi:10.1063/1.4908048 (para).

use serde::Deserialize;

use super::local::{Local, polynomial};

/// The coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct Xylene {
    t_c: f64,
    rho_c: f64,
    dilute: f64,
    s: [f64; 3],
    b: [f64; 3],
    n: Vec<f64>,
    d: Vec<f64>,
    t: Vec<f64>,
    root: f64,
}

impl Xylene {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let rho = 1e-3 * at.rho_molar();
        let (t, r) = (at.t / self.t_c, rho / self.rho_c);
        let dilute = self.dilute * at.t.sqrt() / polynomial(&self.s, 1.0 / at.t).exp();
        let initial = polynomial(&self.b, 1.0 / at.t) * rho;
        let sum: f64 = (0..self.n.len()).map(|i| self.n[i] * r.powf(self.d[i]) * t.powf(self.t[i])).sum();
        1e-6 * (dilute + initial + r.cbrt().powi(2) * t.powf(self.root) * sum)
    }
}
