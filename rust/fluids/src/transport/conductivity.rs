//! The thermal conductivity of a fluid: a sum of dilute, residual and critical terms, or a model of its own kind.
//!
//! | term | equation |
//! |---|---|
//! | dilute | Σ A T_r^n/Σ B T_r^m,   A₀ η₀ + Σ_{i>0} A τ^t (η₀ in µPa s),   those of ethane and carbon dioxide |
//! | residual | Σ B τ^t δ^d,   Σ A τ^t δ^d e^{−γ δ^l} |
//! | critical | [`OlchowySengers`], those of ammonia and R123, none |
//!
//! Carbon dioxide: λ₀ = τ^{−½}/Σ l_k τ^k, mW/(m K); Huber et al. (2016), doi:10.1063/1.4940892.

use serde::Deserialize;
use serde_json::Value;

use super::chung_conductivity::ChungConductivity;
use super::critical::{AmmoniaCritical, R123Critical};
use super::ecs::EcsConductivity;
use super::heavy_water::HeavyWaterConductivity;
use super::helium::HeliumConductivity;
use super::local::{Local, Molecule, polynomial, series};
use super::methane::{Methane, eucken};
use super::olchowy_sengers::OlchowySengers;
use super::r23::R23Conductivity;
use super::residual_entropy::{DiluteGas, EntropyConductivity};
use super::tables::{Named, Tables, parse};
use super::viscosity::Viscosity;
use super::water::WaterConductivity;
use crate::FluidError;

/// A model of the thermal conductivity.
#[derive(Debug)]
pub(super) enum Conductivity {
    Sum { dilute: Dilute, residual: Residual, critical: Critical },
    Ecs(EcsConductivity, Molecule),
    Entropy(EntropyConductivity),
    Chung(ChungConductivity),
    Water(WaterConductivity),
    HeavyWater(HeavyWaterConductivity),
    Helium(HeliumConductivity),
    Methane(Methane),
    R23(R23Conductivity),
}

/// A model of the conductivity at zero density.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Dilute {
    #[serde(rename = "ratio_of_polynomials")]
    Ratio(Ratio),
    #[serde(rename = "eta0_and_poly")]
    Viscosity(ByViscosity),
    Friend(Ethane),
    Huber(Huber),
}

/// Σ A T_r^n/Σ B T_r^m.
#[derive(Debug, Deserialize)]
pub(super) struct Ratio {
    #[serde(rename = "T_reducing")]
    t_reducing: f64,
    #[serde(rename = "A")]
    a: Vec<f64>,
    n: Vec<f64>,
    #[serde(rename = "B")]
    b: Vec<f64>,
    m: Vec<f64>,
}

/// A₀ η₀ + Σ_{i>0} A τ^t.
#[derive(Debug, Deserialize)]
pub(super) struct ByViscosity {
    #[serde(rename = "A")]
    a: Vec<f64>,
    t: Vec<f64>,
}

/// scale η₀ (3.75 − f_int (τ² ∂²α⁰/∂τ² + 1.5)), f_int = f₀ + f₁/T*, τ = T_c/T of the correlation.
#[derive(Debug, Deserialize)]
pub(super) struct Ethane {
    t_c: f64,
    epsilon: f64,
    scale: f64,
    f_int: [f64; 2],
}

/// τ^{−½}/Σ l_k τ^k.
#[derive(Debug, Deserialize)]
pub(super) struct Huber {
    l: Vec<f64>,
}

/// A model of the residual conductivity.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Residual {
    Polynomial(Powers),
    PolynomialAndExponential(Damped),
}

/// Σ B τ^t δ^d with own reducing point.
#[derive(Debug, Deserialize)]
pub(super) struct Powers {
    #[serde(rename = "T_reducing")]
    t_reducing: f64,
    rhomass_reducing: f64,
    #[serde(rename = "B")]
    b: Vec<f64>,
    t: Vec<f64>,
    d: Vec<f64>,
}

/// Σ A τ^t δ^d e^{−γ δ^l} with the reducing point of the equation of state.
#[derive(Debug, Deserialize)]
pub(super) struct Damped {
    #[serde(rename = "A")]
    a: Vec<f64>,
    t: Vec<f64>,
    d: Vec<f64>,
    gamma: Vec<f64>,
    l: Vec<f64>,
}

/// A model of the critical enhancement.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Critical {
    #[serde(rename = "simplified_Olchowy_Sengers")]
    OlchowySengers(OlchowySengers),
    Ammonia(AmmoniaCritical),
    R123(R123Critical),
    None,
}

impl Dilute {
    /// W/(m K).
    fn conductivity(&self, at: &Local, viscosity: &Viscosity) -> f64 {
        let eta_0 = || 1e6 * viscosity.dilute(at).unwrap_or(f64::NAN);
        match self {
            Dilute::Ratio(model) => {
                let t = at.t / model.t_reducing;
                series(&model.a, &model.n, t) / series(&model.b, &model.m, t)
            }
            Dilute::Viscosity(model) => model.a[0] * eta_0() + series(&model.a[1..], &model.t[1..], at.tau()),
            Dilute::Friend(model) => {
                let own_tau = model.t_c / at.substance.t_reducing();
                1e-3 * model.scale * eta_0() * eucken(at, polynomial(&model.f_int, model.epsilon / at.t), own_tau)
            }
            Dilute::Huber(model) => 1e-3 / (at.tau().sqrt() * polynomial(&model.l, at.tau())),
        }
    }
}

impl Residual {
    /// W/(m K).
    pub(super) fn conductivity(&self, at: &Local) -> f64 {
        match self {
            Residual::Polynomial(model) => {
                let (delta, tau) = (at.rho / model.rhomass_reducing, model.t_reducing / at.t);
                (0..model.b.len()).map(|i| model.b[i] * tau.powf(model.t[i]) * delta.powf(model.d[i])).sum()
            }
            Residual::PolynomialAndExponential(model) => {
                let (delta, tau) = (at.delta(), at.tau());
                let power = |i: usize| model.a[i] * tau.powf(model.t[i]) * delta.powf(model.d[i]);
                (0..model.a.len()).map(|i| power(i) * (-model.gamma[i] * delta.powf(model.l[i])).exp()).sum()
            }
        }
    }
}

impl Critical {
    /// W/(m K).
    fn conductivity(&self, at: &Local, viscosity: impl Fn() -> f64) -> f64 {
        match self {
            Critical::OlchowySengers(model) => model.conductivity(at, viscosity),
            Critical::Ammonia(model) => model.conductivity(at),
            Critical::R123(model) => model.conductivity(at),
            Critical::None => 0.0,
        }
    }
}

impl Conductivity {
    /// The model of a record; the dilute gas is that of the viscosity.
    pub(super) fn new(record: &Value, gas: DiluteGas, tables: &Tables) -> Result<Self, FluidError> {
        let record = tables.resolve(record, Named::Conductivity)?;
        Ok(match record["type"].as_str() {
            None => Conductivity::Sum {
                dilute: parse(tables.resolve(&record["dilute"], Named::DiluteConductivity)?)?,
                residual: parse(record["residual"].clone())?,
                critical: parse(tables.resolve(&record["critical"], Named::CriticalConductivity)?)?,
            },
            Some("ECS") => Conductivity::Ecs(
                EcsConductivity {
                    reference: Box::new(tables.reference(&record)?),
                    chi: parse(record["psi"].clone())?,
                    f_int: parse(record["f_int"].clone())?,
                    critical: OlchowySengers::default(),
                },
                gas.molecule,
            ),
            Some("entropy_scaling") => Conductivity::Entropy(EntropyConductivity::new(parse(record)?, gas)),
            Some("Chung") => Conductivity::Chung(parse(record)?),
            Some("water") => Conductivity::Water(parse(record)?),
            Some("heavy_water") => Conductivity::HeavyWater(parse(record)?),
            Some("helium") => Conductivity::Helium(parse(record)?),
            Some("methane") => Conductivity::Methane(parse(record)?),
            Some("r23") => Conductivity::R23(parse(record)?),
            Some(other) => return Err(FluidError::Data(format!("unknown conductivity model {other}"))),
        })
    }

    /// Thermal conductivity, W/(m K).
    pub(super) fn conductivity(&self, at: &Local, viscosity: &Viscosity) -> f64 {
        let eta = || viscosity.viscosity(at);
        match self {
            Conductivity::Sum { dilute, residual, critical } => {
                dilute.conductivity(at, viscosity) + residual.conductivity(at) + critical.conductivity(at, eta)
            }
            Conductivity::Ecs(model, molecule) => model.conductivity(at, *molecule, eta),
            Conductivity::Entropy(model) => model.conductivity(at, eta),
            Conductivity::Chung(model) => model.conductivity(at, eta),
            Conductivity::Water(model) => model.conductivity(at, eta()),
            Conductivity::HeavyWater(model) => model.conductivity(at),
            Conductivity::Helium(model) => model.conductivity(at, eta),
            Conductivity::Methane(model) => model.conductivity(at),
            Conductivity::R23(model) => model.conductivity(at),
        }
    }
}
