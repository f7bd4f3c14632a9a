//! Viscosity by the generalised correlation of Chung et al., for weakly polar fluids.
//!
//! With V_c in cm³/mol, y = ρ V_c/6, T* = 1.2593 T/T_c, µ_r = 131.3 µ/√(V_c T_c), A_i = a_i + b_i ω + c_i µ_r⁴ (no association):
//!
//! η₀ = 4.0785e-5 √(M T)/(V_c^⅔ Ω) F_c,   F_c = 1 − 0.2756 ω + 0.059035 µ_r⁴   (poise)
//!
//! η = η₀ (1/G₂ + A₆ y) + 3.6344e-5 √(M T_c)/V_c^⅔ A₇ y² G₂ exp(A₈ + A₉/T* + A₁₀/T*²)
//!
//! G₁ = (1 − y/2)/(1 − y)³,   G₂ = (A₁ (1 − e^{−A₄ y})/y + A₂ G₁ e^{A₅ y} + A₃ G₁)/(A₁A₄ + A₂ + A₃)
//!
//! Chung, Ajlan, Lee, Starling (1988), doi:10.1021/ie00076a024.

use serde::Deserialize;

use super::collision::neufeld;
use super::local::Local;

const A: [f64; 10] =
    [6.32402, 0.12102e-2, 5.28346, 6.62263, 19.74540, -1.89992, 24.27450, 0.79716, -0.23816, 0.68629e-1];
const B: [f64; 10] =
    [50.41190, -0.11536e-2, 254.20900, 38.09570, 7.63034, -12.53670, 3.44945, 1.11764, 0.67695e-1, 0.34793];
const C: [f64; 10] =
    [-51.68010, -0.62571e-2, -168.48100, -8.46414, -14.35440, 4.98529, -11.29130, 0.12348e-1, -0.81630, 0.59256];

/// Molecular parameters of a fluid.
#[derive(Debug, Deserialize)]
pub(super) struct Chung {
    #[serde(rename = "T_critical")]
    t_critical: f64,
    rhomolar_critical: f64,
    molar_mass: f64,
    acentric: f64,
    #[serde(rename = "dipole_moment_D")]
    dipole: f64,
}

impl Chung {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        const PASCAL_SECOND: f64 = 0.1;
        let (v, m, t) = (1e6 / self.rhomolar_critical, 1e3 * self.molar_mass, at.t);
        let polar = (131.3 * self.dipole / (v * self.t_critical).sqrt()).powi(4);
        let a: [f64; 10] = std::array::from_fn(|i| A[i] + B[i] * self.acentric + C[i] * polar);
        let t_star = 1.2593 * t / self.t_critical;
        let shape = 1.0 - 0.2756 * self.acentric + 0.059035 * polar;
        let dilute = dilute(m, v, t, t_star) * shape;
        let y = 1e-6 * at.rho_molar() * v / 6.0;
        let g2 = g2(&a, y);
        let kinetic = dilute * (1.0 / g2 + a[5] * y);
        let dense = a[6] * y * y * g2 * (a[7] + a[8] / t_star + a[9] / (t_star * t_star)).exp();
        PASCAL_SECOND * (kinetic + 36.344e-6 * (m * self.t_critical).sqrt() / v.cbrt().powi(2) * dense)
    }
}

/// Viscosity of a dilute gas of spherical molecules, poise; g/mol, cm³/mol.
pub(super) fn dilute(m: f64, v: f64, t: f64, t_star: f64) -> f64 {
    4.0785e-5 * (m * t).sqrt() / (v.cbrt().powi(2) * omega(t_star))
}

/// Ω*(2,2) with the wiggle Chung et al. keep.
fn omega(t_star: f64) -> f64 {
    neufeld(t_star) - 6.435e-4 * t_star.powf(0.14874) * (18.0323 * t_star.powf(-0.76830) - 7.27371).sin()
}

fn g2(a: &[f64; 10], y: f64) -> f64 {
    let g1 = (1.0 - 0.5 * y) / (1.0 - y).powi(3);
    let sum = -a[0] * (-a[3] * y).exp_m1() / y + a[1] * g1 * (a[4] * y).exp() + a[2] * g1;
    sum / (a[0] * a[3] + a[1] + a[2])
}
