//! Viscosity of the dilute gas.
//!
//! | type | equation |
//! |---|---|
//! | kinetic theory | η₀ = 26.692e-9 √(M T)/(σ² Ω(T*)) |
//! | collision integral | η₀ = C √(M T)/(σ² exp Σ a (ln T*)^t) |
//! | powers of T, T/T_r | η₀ = Σ a T^t |
//! | powers of T* | η₀ = C √T/Σ a (T/T_r)^t |
//! | Friend et al. | η₀ = C √T* Σ c_i T*^{(i−1)/3 − 1} |
//! | reciprocal | η₀ = C √T/exp(s₀ + s₁/T + s₂/T²) |
//! | Laesecke | η₀ = C √T/(a₀ + a₁ T^⅙ + a₂ e^{a₃ T^⅓} + (a₄ + a₅ T^⅓) e^{−T^⅓} + a₆ √T) |
//!
//! T* = T/(ε/k), M in g/mol, σ in nm. Sources: `data/transport.json` and the records of the fluids.

use serde::Deserialize;

use super::collision::kinetic_theory;
use super::local::{Local, Molecule, polynomial, series};

/// A model of the viscosity of the dilute gas.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Dilute {
    KineticTheory,
    CollisionIntegral(CollisionIntegral),
    #[serde(rename = "powers_of_T")]
    PowersOfT(Powers),
    #[serde(rename = "powers_of_Tr")]
    PowersOfTr(Powers),
    #[serde(rename = "collision_integral_powers_of_Tstar")]
    PowersOfTstar(PowersOfTstar),
    Friend(Friend),
    Reciprocal(Reciprocal),
    Laesecke(Laesecke),
}

/// C √(M T)/(σ² exp Σ a (ln T*)^t); M in kg/mol.
#[derive(Debug, Deserialize)]
pub(super) struct CollisionIntegral {
    #[serde(rename = "C")]
    scale: f64,
    molar_mass: f64,
    a: Vec<f64>,
    t: Vec<i32>,
}

/// Σ a (T/T_r)^t.
#[derive(Debug, Deserialize)]
pub(super) struct Powers {
    #[serde(rename = "T_reducing", default = "one")]
    t_reducing: f64,
    a: Vec<f64>,
    t: Vec<f64>,
}

/// C √T/Σ a (T/T_r)^t.
#[derive(Debug, Deserialize)]
pub(super) struct PowersOfTstar {
    #[serde(rename = "C")]
    scale: f64,
    #[serde(flatten)]
    powers: Powers,
}

/// C √T* Σ c_i T*^{(i−1)/3 − 1}, µPa s.
#[derive(Debug, Deserialize)]
pub(super) struct Friend {
    epsilon: f64,
    scale: f64,
    c: Vec<f64>,
}

/// C √T/exp(s₀ + s₁/T + s₂/T²), µPa s.
#[derive(Debug, Deserialize)]
pub(super) struct Reciprocal {
    scale: f64,
    s: [f64; 3],
}

/// The correlation for carbon dioxide.
#[derive(Debug, Deserialize)]
pub(super) struct Laesecke {
    scale: f64,
    a: [f64; 7],
}

fn one() -> f64 {
    1.0
}

impl Dilute {
    /// Viscosity at zero density, Pa s.
    pub(super) fn viscosity(&self, at: &Local, molecule: Molecule) -> f64 {
        match self {
            Dilute::KineticTheory => kinetic_theory(molecule, at.substance.molar_mass, at.t),
            Dilute::CollisionIntegral(model) => model.viscosity(at.t, molecule),
            Dilute::PowersOfT(model) | Dilute::PowersOfTr(model) => model.sum(at.t),
            Dilute::PowersOfTstar(model) => model.scale * at.t.sqrt() / model.powers.sum(at.t),
            Dilute::Friend(model) => 1e-6 * model.micro(at.t),
            Dilute::Reciprocal(model) => 1e-6 * model.micro(at.t),
            Dilute::Laesecke(model) => model.viscosity(at.t),
        }
    }
}

impl CollisionIntegral {
    fn viscosity(&self, t: f64, molecule: Molecule) -> f64 {
        let (sigma, ln_t) = (1e9 * molecule.sigma, (t / molecule.epsilon).ln());
        let exponent: f64 = self.a.iter().zip(&self.t).map(|(a, t)| a * ln_t.powi(*t)).sum();
        self.scale * (1e3 * self.molar_mass * t).sqrt() / (sigma * sigma * exponent.exp())
    }
}

impl Powers {
    fn sum(&self, t: f64) -> f64 {
        series(&self.a, &self.t, t / self.t_reducing)
    }
}

impl Friend {
    /// µPa s.
    pub(super) fn micro(&self, t: f64) -> f64 {
        let t_star = t / self.epsilon;
        self.scale * t_star.sqrt() / t_star * polynomial(&self.c, t_star.cbrt())
    }

    /// T* at a temperature.
    pub(super) fn t_star(&self, t: f64) -> f64 {
        t / self.epsilon
    }
}

impl Reciprocal {
    /// µPa s.
    pub(super) fn micro(&self, t: f64) -> f64 {
        self.scale * t.sqrt() / polynomial(&self.s, 1.0 / t).exp()
    }
}

impl Laesecke {
    fn viscosity(&self, t: f64) -> f64 {
        let (a, root) = (&self.a, t.cbrt());
        let sum = a[0] + a[1] * root.sqrt() + a[2] * (a[3] * root).exp();
        self.scale * t.sqrt() / (sum + (a[4] + a[5] * root) * (-root).exp() + a[6] * t.sqrt())
    }
}
