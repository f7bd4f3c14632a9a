//! Estimates by residual-entropy scaling: transport properties reduced to a few numbers per fluid by s⁺ = −s_r/R.
//!
//! With x = s⁺/ξ, the number density N and the mass m of a molecule:
//!
//! η = η₀ + (exp(n₁ x^1.8 + n₂ x^2.4 + n₃ x^2.8) − 1) N^⅔ √(m k T)/s⁺^⅔
//!
//! Martinek et al. (2025), doi:10.1021/acs.jced.4c00451.
//!
//! λ = 15/4 R η₀/M + 1.32 η₀ (c_p⁰ − 5/2 R)/M + (n₁ x + n₂ x^1.5 + n₃ x² + n₄ x^2.5) N^⅔ k √(k T/m)/s⁺^⅔ + Δλ_c
//!
//! Yang et al. (2021), doi:10.1021/acs.iecr.1c02154.
//!
//! η₀ is the viscosity of the dilute gas by kinetic theory. Where the sources have no molecule for a fluid, it comes from the
//! critical point with the shape factor 1 − 0.2756 ω of Chung et al. (1988), doi:10.1021/ie00076a024. The viscosity has
//! coefficients of each fluid or of its group; the conductivity those of refrigerants and hydrocarbons in general, unless the fluid
//! has its own. Against the models of 63 fluids the general conductivity is off by 5 % in the liquid and 8 % in the vapour
//! (median; a tenth of the fluids by more than 14 %), and by a factor of 1.9 for alcohols.

use serde::Deserialize;
use serde_json::Value;

use super::collision::kinetic_theory;
use super::local::{AVOGADRO, BOLTZMANN, Local, Molecule, Substance};
use super::olchowy_sengers::OlchowySengers;
use super::viscosity::molecule;

/// Exponents of x for the viscosity.
const VISCOSITY_POWERS: [f64; 3] = [1.8, 2.4, 2.8];
/// Exponents of x for the conductivity.
const CONDUCTIVITY_POWERS: [f64; 4] = [1.0, 1.5, 2.0, 2.5];
/// Share of the internal degrees of freedom in the conductivity of the dilute gas.
const F_INT: f64 = 1.32;

/// The dilute gas.
#[derive(Clone, Copy, Debug)]
pub(super) struct DiluteGas {
    pub(super) molecule: Molecule,
    shape: f64,
}

/// Coefficients of the viscosity.
#[derive(Debug, Deserialize)]
pub(super) struct ViscosityData {
    xi: f64,
    n: [f64; 3],
}

/// Coefficients of the conductivity.
#[derive(Debug, Deserialize)]
pub(super) struct ConductivityData {
    xi: f64,
    n: [f64; 4],
    #[serde(default)]
    critical: OlchowySengers,
}

/// Viscosity by entropy scaling.
#[derive(Debug)]
pub(super) struct EntropyViscosity {
    gas: DiluteGas,
    data: ViscosityData,
}

/// Conductivity by entropy scaling.
#[derive(Debug)]
pub(super) struct EntropyConductivity {
    gas: DiluteGas,
    data: ConductivityData,
}

impl DiluteGas {
    /// The gas of the molecule of a viscosity record, or else of the critical point.
    pub(super) fn new(record: &Value, substance: &Substance) -> Self {
        let of_critical_point =
            || DiluteGas { molecule: substance.molecule(), shape: 1.0 - 0.2756 * substance.acentric };
        molecule(record).map_or_else(of_critical_point, |molecule| DiluteGas { molecule, shape: 1.0 })
    }

    /// Pa s.
    fn viscosity(&self, at: &Local) -> f64 {
        self.shape * kinetic_theory(self.molecule, at.substance.molar_mass, at.t)
    }
}

/// (N/s⁺)^⅔, and x; `None` where the fluid is as good as an ideal gas.
fn scale(at: &Local, xi: f64) -> Option<(f64, f64)> {
    let s = at.s_plus();
    (s > 0.0).then(|| ((at.rho_molar() * AVOGADRO / s).cbrt().powi(2), s / xi))
}

/// Σ n x^power.
fn sum<const N: usize>(n: &[f64; N], powers: &[f64; N], x: f64) -> f64 {
    n.iter().zip(powers).map(|(n, power)| n * x.powf(*power)).sum()
}

/// Mass of a molecule, kg.
fn mass(at: &Local) -> f64 {
    at.substance.molar_mass / AVOGADRO
}

impl EntropyViscosity {
    /// The model of a gas and coefficients.
    pub(super) fn new(data: ViscosityData, gas: DiluteGas) -> Self {
        EntropyViscosity { gas, data }
    }

    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let residual = scale(at, self.data.xi).map_or(0.0, |(scale, x)| {
            sum(&self.data.n, &VISCOSITY_POWERS, x).exp_m1() * scale * (mass(at) * BOLTZMANN * at.t).sqrt()
        });
        self.gas.viscosity(at) + residual
    }
}

impl EntropyConductivity {
    /// The model of a gas and coefficients.
    pub(super) fn new(data: ConductivityData, gas: DiluteGas) -> Self {
        EntropyConductivity { gas, data }
    }

    /// Thermal conductivity, W/(m K), given the viscosity, Pa s.
    pub(super) fn conductivity(&self, at: &Local, viscosity: impl Fn() -> f64) -> f64 {
        let residual = scale(at, self.data.xi).map_or(0.0, |(scale, x)| {
            let reduced = sum(&self.data.n, &CONDUCTIVITY_POWERS, x);
            reduced * scale * BOLTZMANN * (BOLTZMANN * at.t / mass(at)).sqrt()
        });
        let r = at.substance.r_gas();
        let dilute = self.gas.viscosity(at) * (15.0 / 4.0 * r + F_INT * (at.cp_ideal() - 2.5 * r));
        dilute + residual + self.data.critical.conductivity(at, viscosity)
    }
}
