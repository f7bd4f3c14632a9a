//! Residual viscosity by the friction theory.
//!
//! With the attractive pressure p_a = p − p_r, the repulsive p_r = T (∂p/∂T)_ρ, the ideal p_id = ρ R T, Δp_r = p_r − p_id (bar):
//!
//! Δη = κ_i p_id + κ_r Δp_r + κ_a p_a + κ_ii p_id² + κ_rr p_r² + κ_drdr Δp_r² + κ_aa p_a² + κ_rrr p_r³ + κ_aaa p_a³
//!
//! κ = (A₀ + A₁ ψ₁ + A₂ ψ₂) τ^N,   ψ₁ = e^τ − c₁,   ψ₂ = e^{τ²} − c₂
//!
//! Quiñones-Cisneros, Deiters (2006), doi:10.1021/jp0618577.

use serde::Deserialize;

use super::local::Local;

/// The coefficients; those a fluid has not are zero.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct FrictionTheory {
    #[serde(rename = "T_reduce")]
    t_reduce: f64,
    #[serde(rename = "c1")]
    c1: f64,
    #[serde(rename = "c2")]
    c2: f64,
    ai: [f64; 3],
    aa: [f64; 3],
    ar: [f64; 3],
    aaa: [f64; 3],
    #[serde(default)]
    aii: [f64; 3],
    #[serde(default)]
    arr: [f64; 3],
    #[serde(default)]
    adrdr: [f64; 3],
    #[serde(default)]
    arrr: [f64; 3],
    #[serde(default)]
    aaaa: [f64; 3],
    na: i32,
    nr: i32,
    naa: i32,
    nrr: i32,
    #[serde(default)]
    nii: i32,
    #[serde(default)]
    nrrr: i32,
    #[serde(default)]
    naaa: i32,
}

impl FrictionTheory {
    /// Residual viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        const BAR: f64 = 1e5;
        let tau = self.t_reduce / at.t;
        let psi = [1.0, tau.exp() - self.c1, (tau * tau).exp() - self.c2];
        let kappa = |a: &[f64; 3], n: i32| (a[0] + a[1] * psi[1] + a[2] * psi[2]) * tau.powi(n);
        let p_r = at.t * at.dp_dt() / BAR;
        let p_a = at.p() / BAR - p_r;
        let p_id = at.rho * at.substance.r_gas() * at.t / BAR;
        let dp_r = p_r - p_id;
        kappa(&self.ai, 1) * p_id
            + kappa(&self.ar, self.nr) * dp_r
            + kappa(&self.aa, self.na) * p_a
            + kappa(&self.aii, self.nii) * p_id * p_id
            + kappa(&self.arr, self.nrr) * p_r * p_r
            + kappa(&self.adrdr, self.nrr) * dp_r * dp_r
            + kappa(&self.aaa, self.naa) * p_a * p_a
            + kappa(&self.arrr, self.nrrr) * p_r.powi(3)
            + kappa(&self.aaaa, self.naaa) * p_a.powi(3)
    }
}
