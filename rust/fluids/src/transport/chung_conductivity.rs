//! Estimate of the thermal conductivity by the generalised correlation of Chung et al., for large molecules.
//!
//! With V_c in cm³/mol, y = ρ V_c/6, A_i = a_i + b_i ω (no polarity, no association), η₀ as in [`super::chung`]:
//!
//! λ = λ₀ + f (λ₀ (1/H₂ + A₆ y − 1) + q A₇ y² √T_r H₂) + Δλ_c,   λ₀ = 31.2 η₀ Ψ/M,   q = 3.586e-3 √(T_c/M)/V_c^⅔
//!
//! Ψ = 1 + α (0.215 + 0.28288 α − 1.061 β + 0.26665 Z)/(0.6366 + β Z + 1.061 α β)
//!
//! α = c_v⁰/R − 3/2,   β = 0.7862 − 0.7109 ω + 1.3168 ω²,   Z = 2 + 10.5 T_r²
//!
//! H₂ = (A₁ (1 − e^{−A₄ y})/y + A₂ G₁ e^{A₅ y} + A₃ G₁)/(A₁A₄ + A₂ + A₃),   G₁ = (1 − y/2)/(1 − y)³
//!
//! Chung, Ajlan, Lee, Starling (1988), doi:10.1021/ie00076a024; coefficients of Poling, Prausnitz, O'Connell, The Properties of
//! Gases and Liquids (2001), table 10-3. The factor f brings the liquid to one known value.

use serde::Deserialize;

use super::chung::dilute;
use super::local::Local;
use super::olchowy_sengers::OlchowySengers;

const A: [f64; 7] = [2.4166, -0.50924, 6.6107, 14.543, 0.79274, -5.8634, 91.089];
const B: [f64; 7] = [0.74824, -1.5094, 5.6207, -8.9139, 0.82019, 12.801, 128.11];

/// The factor of a fluid.
#[derive(Debug, Deserialize)]
pub(super) struct ChungConductivity {
    factor: f64,
    #[serde(default)]
    critical: OlchowySengers,
}

impl ChungConductivity {
    /// Thermal conductivity, W/(m K), given the viscosity, Pa s.
    pub(super) fn conductivity(&self, at: &Local, viscosity: impl Fn() -> f64) -> f64 {
        let substance = at.substance;
        let v = 1e6 * substance.molar_mass / substance.rho_reducing();
        let a: [f64; 7] = std::array::from_fn(|i| A[i] + B[i] * substance.acentric);
        let y = 1e-6 * at.rho_molar() * v / 6.0;
        let h2 = h2(&a, y);
        let q = 3.586e-3 * (substance.t_reducing() / substance.molar_mass).sqrt() / v.cbrt().powi(2);
        let dilute = dilute_gas(at, v);
        let dense = q * a[6] * y * y / at.tau().sqrt() * h2;
        let excess = dilute * (1.0 / h2 + a[5] * y - 1.0) + dense;
        dilute + self.factor * excess + self.critical.conductivity(at, viscosity)
    }
}

/// λ₀, W/(m K); `v` in cm³/mol.
#[allow(clippy::approx_constant, reason = "0.6366 is not 2/π")]
fn dilute_gas(at: &Local, v: f64) -> f64 {
    const PASCAL_SECOND: f64 = 0.1;
    let (substance, omega) = (at.substance, at.substance.acentric);
    let shape = 1.0 - 0.2756 * omega;
    let eta = PASCAL_SECOND * shape * dilute(1e3 * substance.molar_mass, v, at.t, 1.2593 / at.tau());
    let alpha = at.cp_ideal() / substance.r_gas() - 2.5;
    let beta = 0.7862 - 0.7109 * omega + 1.3168 * omega * omega;
    let z = 2.0 + 10.5 / at.tau().powi(2);
    let numerator = 0.215 + 0.28288 * alpha - 1.061 * beta + 0.26665 * z;
    let psi = 1.0 + alpha * numerator / (0.6366 + beta * z + 1.061 * alpha * beta);
    31.2 * eta * psi / substance.molar_mass
}

fn h2(a: &[f64; 7], y: f64) -> f64 {
    let g1 = (1.0 - 0.5 * y) / (1.0 - y).powi(3);
    let sum = -a[0] * (-a[3] * y).exp_m1() / y + a[1] * g1 * (a[4] * y).exp() + a[2] * g1;
    sum / (a[0] * a[3] + a[1] + a[2])
}
