//! Viscosity and conductivity by extended corresponding states.
//!
//! The conformal state (T₀, ρ₀) of a reference fluid has the same α^r and Z. With f = T/T₀, h = ρ₀/ρ (molar), M the molar mass:
//!
//! η = η₀(T) + Δη_ref(T₀, ρ₀ ψ(ρ)) f^½ h^{−⅔} (M/M_ref)^½
//!
//! λ = 15/4 R η₀/M + f_int(T) η₀ (c_p⁰ − 5/2 R)/M + Δλ_ref(T₀, ρ₀ χ(ρ)) f^½ h^{−⅔} (M_ref/M)^½ + Δλ_c
//!
//! η₀ is the viscosity of the dilute gas by kinetic theory, Δ the part that vanishes at zero density; ψ, χ = Σ a (ρ/ρ_r)^t and
//! f_int = Σ a T^t are fitted to the fluid.
//!
//! Klein, McLinden, Laesecke (1997), doi:10.1016/S0140-7007(96)00073-4; McLinden, Klein, Perkins (2000),
//! doi:10.1016/S0140-7007(99)00024-9; Huber, Laesecke, Perkins (2003), doi:10.1021/ie0300880.

use serde::Deserialize;

use super::collision::kinetic_theory;
use super::conductivity::Residual;
use super::conformal::{Conformal, conformal_state};
use super::local::{Local, Molecule, Substance, series};
use super::olchowy_sengers::OlchowySengers;
use super::viscosity::Sum;

/// A fitted polynomial in density.
#[derive(Debug, Deserialize)]
pub(super) struct Shape {
    rhomolar_reducing: f64,
    a: Vec<f64>,
    t: Vec<f64>,
}

/// A fitted polynomial in temperature.
#[derive(Debug, Deserialize)]
pub(super) struct Internal {
    #[serde(rename = "T_reducing")]
    t_reducing: f64,
    a: Vec<f64>,
    t: Vec<f64>,
}

/// A reference fluid.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) substance: Substance,
    /// Model of the viscosity of the reference fluid.
    pub(super) viscosity: Sum,
    /// Model of the residual conductivity of the reference fluid.
    pub(super) conductivity: Residual,
}

/// Viscosity by extended corresponding states.
#[derive(Debug)]
pub(super) struct EcsViscosity {
    pub(super) reference: Box<Reference>,
    pub(super) psi: Shape,
}

/// Conductivity by extended corresponding states.
#[derive(Debug)]
pub(super) struct EcsConductivity {
    pub(super) reference: Box<Reference>,
    pub(super) chi: Shape,
    pub(super) f_int: Internal,
    pub(super) critical: OlchowySengers,
}

impl Shape {
    fn at(&self, at: &Local) -> f64 {
        series(&self.a, &self.t, at.rho_molar() / self.rhomolar_reducing)
    }
}

impl Conformal {
    /// f^½ h^{−⅔} (M/M_ref)^½; for the conductivity with the inverse ratio of molar masses.
    fn factor(&self, mass_ratio: f64) -> f64 {
        (self.f * mass_ratio).sqrt() / self.h.cbrt().powi(2)
    }
}

impl EcsViscosity {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local, molecule: Molecule) -> f64 {
        let reference = &self.reference;
        let conformal = conformal_state(at, &reference.substance);
        let there = reference.substance.at(conformal.t, conformal.rho * self.psi.at(at));
        let mass_ratio = at.substance.molar_mass / reference.substance.molar_mass;
        let dilute = kinetic_theory(molecule, at.substance.molar_mass, at.t);
        dilute + reference.viscosity.background(&there) * conformal.factor(mass_ratio)
    }
}

impl EcsConductivity {
    /// Conductivity, W/(m K), given the viscosity, Pa s.
    pub(super) fn conductivity(&self, at: &Local, molecule: Molecule, viscosity: impl Fn() -> f64) -> f64 {
        let reference = &self.reference;
        let conformal = conformal_state(at, &reference.substance);
        let there = reference.substance.at(conformal.t, conformal.rho * self.chi.at(at));
        let mass_ratio = reference.substance.molar_mass / at.substance.molar_mass;
        let residual = reference.conductivity.conductivity(&there) * conformal.factor(mass_ratio);
        self.dilute(at, molecule) + residual + self.critical.conductivity(at, viscosity)
    }

    /// Conductivity of the dilute gas, W/(m K).
    fn dilute(&self, at: &Local, molecule: Molecule) -> f64 {
        let eta = kinetic_theory(molecule, at.substance.molar_mass, at.t);
        let r = at.substance.r_gas();
        let f_int = 1e3 * series(&self.f_int.a, &self.f_int.t, at.t / self.f_int.t_reducing);
        eta * (15.0 / 4.0 * r + f_int * (at.cp_ideal() - 2.5 * r))
    }
}
