//! Initial density dependence of the viscosity.
//!
//! Rainwater–Friend: η₁ = η₀ B_η ρ with B_η = N_A σ³ Σ b T*^t, ρ in mol/m³
//! (Vogel et al. (1998), doi:10.1063/1.556025).
//!
//! Empirical: η₁ = Σ n δ^d τ^t (Tariq et al. (2014), doi:10.1063/1.4891103).

use serde::Deserialize;

use super::local::{AVOGADRO, Local, Molecule, series};

/// A model of the term linear in density.
#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
pub(super) enum InitialDensity {
    #[serde(rename = "Rainwater-Friend")]
    RainwaterFriend(RainwaterFriend),
    #[serde(rename = "empirical")]
    Empirical(Empirical),
}

/// Coefficients of the reduced second viscosity virial coefficient.
#[derive(Debug, Deserialize)]
pub(super) struct RainwaterFriend {
    b: Vec<f64>,
    t: Vec<f64>,
}

/// Σ n δ^d τ^t.
#[derive(Debug, Deserialize)]
pub(super) struct Empirical {
    #[serde(rename = "T_reducing")]
    t_reducing: f64,
    #[serde(rename = "rhomolar_reducing")]
    rho_reducing: f64,
    n: Vec<f64>,
    d: Vec<f64>,
    t: Vec<f64>,
}

impl InitialDensity {
    /// The term, Pa s, given the viscosity of the dilute gas.
    pub(super) fn viscosity(&self, at: &Local, molecule: Molecule, dilute: f64) -> f64 {
        match self {
            InitialDensity::RainwaterFriend(model) => dilute * model.virial(at.t, molecule) * at.rho_molar(),
            InitialDensity::Empirical(model) => model.sum(at),
        }
    }
}

impl RainwaterFriend {
    /// Second viscosity virial coefficient, m³/mol.
    fn virial(&self, t: f64, molecule: Molecule) -> f64 {
        AVOGADRO * molecule.sigma.powi(3) * series(&self.b, &self.t, t / molecule.epsilon)
    }
}

impl Empirical {
    fn sum(&self, at: &Local) -> f64 {
        let (delta, tau) = (at.rho_molar() / self.rho_reducing, self.t_reducing / at.t);
        self.n.iter().zip(&self.d).zip(&self.t).map(|((n, d), t)| n * delta.powf(*d) * tau.powf(*t)).sum()
    }
}
