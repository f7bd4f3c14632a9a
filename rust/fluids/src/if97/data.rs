//! Coefficients of the release (`data/if97.json`).

use std::sync::OnceLock;

use serde::Deserialize;

use crate::FluidError;

const TEXT: &str = include_str!("../../data/if97.json");

/// Σ n xⁱ yʲ.
#[derive(Debug, Deserialize)]
pub(super) struct Terms {
    pub(super) i: Vec<i32>,
    pub(super) j: Vec<i32>,
    pub(super) n: Vec<f64>,
}

/// Ideal-gas part ln π + Σ n τʲ.
#[derive(Debug, Deserialize)]
pub(super) struct Ideal {
    pub(super) j: Vec<i32>,
    pub(super) n: Vec<f64>,
}

/// Region 3: n₁ ln δ + Σ n δⁱ τʲ.
#[derive(Debug, Deserialize)]
pub(super) struct Dense {
    pub(super) log: f64,
    #[serde(flatten)]
    pub(super) terms: Terms,
}

/// All coefficients, by region.
#[derive(Debug, Deserialize)]
pub(super) struct Data {
    /// Boundary between regions 2 and 3, table 1.
    pub(super) boundary_2_3: [f64; 5],
    /// Table 2.
    pub(super) region_1: Terms,
    /// Table 10.
    pub(super) region_2_ideal: Ideal,
    /// Table 11.
    pub(super) region_2: Terms,
    /// Table 30.
    pub(super) region_3: Dense,
    /// Saturation line, table 34.
    pub(super) region_4: [f64; 10],
    /// Table 37.
    pub(super) region_5_ideal: Ideal,
    /// Table 38.
    pub(super) region_5: Terms,
}

/// The coefficients, parsed at first use.
pub(super) fn data() -> Result<&'static Data, FluidError> {
    static DATA: OnceLock<Result<Data, FluidError>> = OnceLock::new();
    let data = DATA.get_or_init(|| serde_json::from_str(TEXT).map_err(|e| FluidError::Data(e.to_string())));
    data.as_ref().map_err(Clone::clone)
}
