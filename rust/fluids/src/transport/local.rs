//! What the transport models see: a substance, and its state at (T, ρ) with the thermodynamic properties they use.

use std::cell::OnceCell;

use crate::data::Entry;
use crate::helmholtz::ancillary::Ancillary;
use crate::helmholtz::equation::{Equation, Point};
use crate::helmholtz::sums::Sums;
use crate::{FluidError, State};

/// Boltzmann constant, J/K (CODATA 2010, as in the sources).
pub(super) const BOLTZMANN: f64 = 1.3806488e-23;
/// Avogadro constant, 1/mol (CODATA 2010).
pub(super) const AVOGADRO: f64 = 6.02214129e23;

/// The Lennard-Jones parameters of a molecule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Molecule {
    /// Diameter σ, m.
    pub(super) sigma: f64,
    /// Depth of the potential, ε/k_B, K.
    pub(super) epsilon: f64,
}

/// What is known of a fluid besides its transport data.
#[derive(Debug)]
pub(super) struct Substance {
    pub(super) name: String,
    equation: Equation,
    /// Molar mass, kg/mol.
    pub(super) molar_mass: f64,
    /// Critical temperature, K.
    pub(super) t_critical: f64,
    /// Critical density, kg/m³.
    pub(super) rho_critical: f64,
    /// Acentric factor.
    pub(super) acentric: f64,
    /// Reducing pressure of the critical enhancement, Pa.
    pub(super) p_reducing: f64,
    /// Density of the saturated vapour by its ancillary, mol/m³.
    saturated_vapour: Option<Ancillary>,
}

/// A substance at (T, ρ). What the equation of state tells is found when a model first asks for it: many do not.
#[derive(Clone, Debug)]
pub(super) struct Local<'a> {
    pub(super) substance: &'a Substance,
    /// Temperature, K.
    pub(super) t: f64,
    /// Density, kg/m³.
    pub(super) rho: f64,
    /// (∂p/∂ρ) at constant T, J/kg, where it is known already.
    stiffness: Option<f64>,
    point: OnceCell<Point>,
}

impl Substance {
    /// The substance of an entry.
    pub(super) fn new(entry: &Entry) -> Result<Self, FluidError> {
        let (data, info) = (entry.eos()?, &entry.info);
        Ok(Substance {
            name: info.name.clone(),
            equation: Equation::new(&data, info)?,
            molar_mass: info.molar_mass,
            t_critical: info.t_critical,
            rho_critical: info.rho_critical,
            acentric: info.acentric,
            p_reducing: info.p_reducing,
            saturated_vapour: data.ancillaries.get("rhoV").map(Ancillary::try_from).transpose()?,
        })
    }

    /// The state at (T, ρ), ρ in kg/m³.
    pub(super) fn at(&self, t: f64, rho: f64) -> Local<'_> {
        Local { substance: self, t, rho, stiffness: None, point: OnceCell::new() }
    }

    /// A single-phase state: 1/(∂p/∂ρ)_T = ρ_p − ρ_h T_p/T_h.
    pub(super) fn at_state(&self, state: &State) -> Local<'_> {
        let compliance = state.rho.dp - state.rho.dh * state.t.dp / state.t.dh;
        let stiffness = Some(1.0 / compliance).filter(|stiffness| stiffness.is_finite() && *stiffness > 0.0);
        Local { stiffness, ..self.at(state.t.value, state.rho.value) }
    }

    /// (∂p/∂ρ) at constant T, J/kg.
    pub(super) fn dp_drho(&self, t: f64, rho: f64) -> f64 {
        self.equation.pressure(t, rho).1 / rho
    }

    /// Reducing temperature of the equation of state, K.
    pub(super) fn t_reducing(&self) -> f64 {
        self.equation.t_reducing
    }

    /// Reducing density of the equation of state, kg/m³.
    pub(super) fn rho_reducing(&self) -> f64 {
        self.equation.rho_reducing
    }

    /// Specific gas constant, J/(kg K).
    pub(super) fn r_gas(&self) -> f64 {
        self.equation.r_gas
    }

    /// Reduced residual Helmholtz energy and its derivatives at (T, ρ).
    pub(super) fn residual(&self, t: f64, rho: f64) -> Sums {
        self.equation.residual_sums(t, rho)
    }

    /// Density of the saturated vapour by its ancillary equation, kg/m³.
    pub(super) fn saturated_vapour(&self, t: f64) -> Option<f64> {
        self.saturated_vapour.as_ref().map(|ancillary| ancillary.at(t) * self.molar_mass)
    }

    /// Molecular parameters from the reducing point: σ = 0.809 V_c^⅓ (Å, cm³/mol), ε/k = T_c/1.2593.
    ///
    /// Chung et al. (1988), doi:10.1021/ie00076a024.
    pub(super) fn molecule(&self) -> Molecule {
        let per_litre = 1e-3 * self.rho_reducing() / self.molar_mass;
        Molecule { sigma: 0.809e-9 / per_litre.cbrt(), epsilon: self.t_reducing() / 1.2593 }
    }
}

impl Local<'_> {
    /// Molar density, mol/m³.
    pub(super) fn rho_molar(&self) -> f64 {
        self.rho / self.substance.molar_mass
    }

    /// τ = T_r/T of the equation of state.
    pub(super) fn tau(&self) -> f64 {
        self.substance.t_reducing() / self.t
    }

    /// δ = ρ/ρ_r of the equation of state.
    pub(super) fn delta(&self) -> f64 {
        self.rho / self.substance.rho_reducing()
    }

    fn point(&self) -> &Point {
        self.point.get_or_init(|| self.substance.equation.point(self.t, self.rho))
    }

    /// Pressure, Pa.
    pub(super) fn p(&self) -> f64 {
        self.point().p
    }

    /// (∂p/∂T) at constant ρ, Pa/K.
    pub(super) fn dp_dt(&self) -> f64 {
        self.point().p_t / self.t
    }

    /// (∂p/∂ρ) at constant T, J/kg.
    pub(super) fn dp_drho(&self) -> f64 {
        self.stiffness.unwrap_or_else(|| self.point().p_r / self.rho)
    }

    /// (∂p/∂ρ) at another temperature and the same density, J/kg.
    pub(super) fn dp_drho_at(&self, t: f64) -> f64 {
        self.substance.dp_drho(t, self.rho)
    }

    /// Isobaric heat capacity, J/(kg K).
    pub(super) fn cp(&self) -> f64 {
        let at = self.point();
        (at.h_t - at.h_r * at.p_t / at.p_r) / self.t
    }

    /// Isochoric heat capacity, J/(kg K).
    pub(super) fn cv(&self) -> f64 {
        self.point().s_t
    }

    /// Reduced residual Helmholtz energy and its derivatives.
    pub(super) fn residual(&self) -> Sums {
        self.substance.residual(self.t, self.rho)
    }

    /// Isobaric heat capacity of the ideal gas, J/(kg K).
    pub(super) fn cp_ideal(&self) -> f64 {
        let r = self.residual();
        self.cv() + self.substance.r_gas() * (1.0 + r.a02 - r.a01)
    }

    /// Residual entropy −s_r/R, non-negative but for rounding.
    pub(super) fn s_plus(&self) -> f64 {
        let r = self.residual();
        r.a00 - r.a01
    }
}

/// Σ a x^t.
pub(super) fn series(a: &[f64], t: &[f64], x: f64) -> f64 {
    a.iter().zip(t).map(|(a, t)| a * x.powf(*t)).sum()
}

/// a₀ + a₁ x + a₂ x² + …
pub(super) fn polynomial(a: &[f64], x: f64) -> f64 {
    a.iter().rev().fold(0.0, |sum, a| sum * x + a)
}

/// The same and its derivative a₁ + 2 a₂ x + …
pub(super) fn polynomial_and_slope(a: &[f64], x: f64) -> (f64, f64) {
    a.iter().rev().fold((0.0, 0.0), |(sum, slope), a| (sum * x + a, slope * x + sum))
}
