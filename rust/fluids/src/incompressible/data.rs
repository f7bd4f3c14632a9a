//! The shipped incompressible liquids (`data/incompressible.json`, written by `data/convert_incompressible.py`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::FluidError;

const TEXT: &str = include_str!("../../data/incompressible.json");

/// Coefficients of (T − T_base)ⁱ (x − x_base)ʲ in row i and column j.
pub(super) type Matrix = Vec<Vec<f64>>;

/// What the concentration x of a liquid is a fraction of.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Basis {
    /// One substance, or a product of fixed composition: no concentration.
    Pure,
    /// Mass of the solute per mass of solution.
    Mass,
    /// Volume of the solute per volume of solution.
    Volume,
}

/// A property as a function of temperature and concentration. P is the polynomial of the coefficients.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "form", content = "coefficients", rename_all = "snake_case")]
pub(super) enum Function {
    /// P.
    Polynomial(Matrix),
    /// exp(P).
    ExpPolynomial(Matrix),
    /// exp(c₀/(T + c₁) − c₂).
    Exponential([f64; 3]),
    /// exp(c₁ ln(1/(T + c₀) + 1/(T + c₀)²) + c₂).
    LogExponential([f64; 3]),
    /// Σᵢ cᵢ₊₁ (x − c₀)ⁱ.
    PolyOffset(Vec<f64>),
}

/// One liquid. Temperatures in K, density in kg/m³, heat capacity in J/(kg K), viscosity in Pa s, conductivity in W/(m K),
/// vapour pressure in Pa.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    pub(super) description: String,
    pub(super) reference: String,
    pub(super) basis: Basis,
    pub(super) t_min: f64,
    pub(super) t_max: f64,
    /// The vapour pressure is valid above this temperature.
    pub(super) t_min_vapour_pressure: f64,
    pub(super) x_min: f64,
    pub(super) x_max: f64,
    pub(super) t_base: f64,
    pub(super) x_base: f64,
    pub(super) density: Matrix,
    pub(super) heat_capacity: Matrix,
    pub(super) viscosity: Option<Function>,
    pub(super) conductivity: Option<Function>,
    pub(super) vapour_pressure: Option<Function>,
    /// Freezing temperature; its polynomials have no powers of T.
    pub(super) freezing: Option<Function>,
}

/// All liquids by name, parsed at first use.
pub(super) fn records() -> Result<&'static BTreeMap<String, Record>, FluidError> {
    #[derive(Deserialize)]
    struct File {
        fluids: BTreeMap<String, Record>,
    }
    static RECORDS: OnceLock<Result<BTreeMap<String, Record>, FluidError>> = OnceLock::new();
    let parse = || serde_json::from_str::<File>(TEXT).map(|file| file.fluids);
    let records = RECORDS.get_or_init(|| parse().map_err(|e| FluidError::Data(e.to_string())));
    records.as_ref().map_err(Clone::clone)
}
