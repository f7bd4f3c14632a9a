//! The shipped fluid data (`data/helmholtz.json`, written by `data/convert.py`).
//!
//! The index is parsed once; the record of a fluid when the fluid is first asked for. Values are molar, as published.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::transport::{self, SurfaceTensionData};
use crate::{FluidError, FluidInfo};

const TEXT: &str = include_str!("../data/helmholtz.json");

/// Temperature, density and pressure of a point; K, mol/m³, Pa.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct PointData {
    pub(crate) t: f64,
    pub(crate) rho: f64,
    pub(crate) p: f64,
}

/// Temperature and pressure.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct TripleData {
    pub(crate) t: f64,
    pub(crate) p: f64,
}

/// Record of one fluid; the equation of state stays text until needed.
#[derive(Deserialize)]
struct Record<'a> {
    aliases: Vec<String>,
    cas: String,
    formula: String,
    molar_mass: f64,
    gas_constant: f64,
    reducing: PointData,
    acentric: f64,
    pseudo_pure: bool,
    critical: PointData,
    triple: TripleData,
    t_min: f64,
    t_max: f64,
    p_max: f64,
    environment: HashMap<String, f64>,
    safety_class: String,
    reference: String,
    #[serde(borrow)]
    eos: &'a RawValue,
    #[serde(borrow)]
    transport: Option<&'a RawValue>,
    surface_tension: Option<SurfaceTensionData>,
}

/// An equation of state.
#[derive(Debug, Deserialize)]
pub(crate) struct EosData {
    pub(crate) ideal: IdealData,
    pub(crate) residual: Vec<ResidualData>,
    pub(crate) ancillaries: HashMap<String, AncillaryData>,
    pub(crate) melting: Option<MeltingData>,
}

/// Folded ideal-gas terms.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct IdealData {
    pub(crate) a1: f64,
    pub(crate) a2: f64,
    pub(crate) log_tau: f64,
    pub(crate) tau_log_tau: f64,
    pub(crate) n: Vec<f64>,
    pub(crate) t: Vec<f64>,
    pub(crate) pe_n: Vec<f64>,
    pub(crate) pe_theta: Vec<f64>,
    pub(crate) pe_c: Vec<f64>,
    pub(crate) pe_d: Vec<f64>,
}

/// A group of residual terms; the fields are the symbols of the literature.
#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
#[allow(missing_docs)]
pub(crate) enum ResidualData {
    Power {
        n: Vec<f64>,
        d: Vec<f64>,
        t: Vec<f64>,
        l: Vec<u8>,
    },
    Exponential {
        n: Vec<f64>,
        d: Vec<f64>,
        t: Vec<f64>,
        g: Vec<f64>,
        l: Vec<u8>,
    },
    Gaussian {
        n: Vec<f64>,
        d: Vec<f64>,
        t: Vec<f64>,
        eta: Vec<f64>,
        epsilon: Vec<f64>,
        beta: Vec<f64>,
        gamma: Vec<f64>,
    },
    GaoB {
        n: Vec<f64>,
        d: Vec<f64>,
        t: Vec<f64>,
        eta: Vec<f64>,
        epsilon: Vec<f64>,
        beta: Vec<f64>,
        gamma: Vec<f64>,
        b: Vec<f64>,
    },
    Lemmon2005 {
        n: Vec<f64>,
        d: Vec<f64>,
        t: Vec<f64>,
        l: Vec<f64>,
        m: Vec<f64>,
    },
    DoubleExponential {
        n: Vec<f64>,
        d: Vec<f64>,
        t: Vec<f64>,
        gd: Vec<f64>,
        ld: Vec<f64>,
        gt: Vec<f64>,
        lt: Vec<f64>,
    },
    NonAnalytic {
        n: Vec<f64>,
        #[serde(rename = "A")]
        a_theta: Vec<f64>,
        #[serde(rename = "B")]
        b_delta: Vec<f64>,
        #[serde(rename = "C")]
        c_psi: Vec<f64>,
        #[serde(rename = "D")]
        d_psi: Vec<f64>,
        a: Vec<f64>,
        b: Vec<f64>,
        beta: Vec<f64>,
    },
}

/// A saturation ancillary: `scale` times a function of Σ nᵢ θ^tᵢ, θ = 1 − T/T_r.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct AncillaryData {
    pub(crate) form: String,
    pub(crate) t_r: f64,
    pub(crate) scale: f64,
    pub(crate) n: Vec<f64>,
    pub(crate) t: Vec<f64>,
}

/// A melting line in pieces.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct MeltingData {
    pub(crate) form: MeltingForm,
    pub(crate) parts: Vec<MeltingPart>,
}

/// The equation of a melting line.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MeltingForm {
    /// p = p₀ + a ((T/T₀)^c − 1).
    Simon,
    /// p = p₀ (1 + Σ a ((T/T₀)^t − 1)).
    TRatio,
    /// p = p₀ (1 + Σ a (T/T₀ − 1)^t).
    Theta,
}

/// One piece of a melting line.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct MeltingPart {
    pub(crate) t0: f64,
    pub(crate) t_min: f64,
    pub(crate) t_max: f64,
    pub(crate) p0: f64,
    pub(crate) a: OneOrMany,
    #[serde(default)]
    pub(crate) c: f64,
    #[serde(default)]
    pub(crate) t: Vec<f64>,
}

/// A number, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    /// One coefficient.
    One(f64),
    /// Several.
    Many(Vec<f64>),
}

impl OneOrMany {
    /// The coefficients.
    pub(crate) fn as_slice(&self) -> &[f64] {
        match self {
            OneOrMany::One(value) => std::slice::from_ref(value),
            OneOrMany::Many(values) => values,
        }
    }
}

/// One fluid of the index.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) info: FluidInfo,
    /// Coefficients of the surface tension.
    pub(crate) surface_tension: Option<SurfaceTensionData>,
    eos: &'static RawValue,
    transport: Option<&'static RawValue>,
}

impl Entry {
    /// Parses the equation of state.
    pub(crate) fn eos(&self) -> Result<EosData, FluidError> {
        self.parse(self.eos)
    }

    /// Parses the transport record; null if there is none.
    pub(crate) fn transport(&self) -> Result<serde_json::Value, FluidError> {
        self.transport.map_or(Ok(serde_json::Value::Null), |text| self.parse(text))
    }

    fn parse<T: serde::de::DeserializeOwned>(&self, text: &RawValue) -> Result<T, FluidError> {
        serde_json::from_str(text.get()).map_err(|e| FluidError::Data(format!("{}: {e}", self.info.name)))
    }
}

/// All fluids and the names they are found by.
pub(crate) struct Index {
    pub(crate) entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
}

impl Index {
    /// Position of a fluid by name, alias or CAS number, whatever the case.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name.to_lowercase()).copied()
    }
}

/// The index, parsed at first use.
pub(crate) fn index() -> Result<&'static Index, FluidError> {
    static INDEX: OnceLock<Result<Index, FluidError>> = OnceLock::new();
    INDEX.get_or_init(parse_index).as_ref().map_err(Clone::clone)
}

fn parse_index() -> Result<Index, FluidError> {
    #[derive(Deserialize)]
    struct File<'a> {
        #[serde(borrow)]
        fluids: BTreeMap<String, Record<'a>>,
    }
    let file: File<'static> = serde_json::from_str(TEXT).map_err(|e| FluidError::Data(e.to_string()))?;
    let mut entries = Vec::with_capacity(file.fluids.len());
    let mut by_name = HashMap::new();
    for (name, record) in file.fluids {
        let keys = record.aliases.iter().chain([&name, &record.cas]).map(|key| key.to_lowercase());
        by_name.extend(keys.map(|key| (key, entries.len())));
        entries.push(Entry {
            eos: record.eos,
            transport: record.transport,
            surface_tension: record.surface_tension.clone(),
            info: info(name, record)?,
        });
    }
    Ok(Index { entries, by_name })
}

fn info(name: String, record: Record<'_>) -> Result<FluidInfo, FluidError> {
    let environment = |key: &str| record.environment.get(key).copied().unwrap_or(f64::NAN);
    Ok(FluidInfo {
        transport: transport::origins(&name, record.transport, record.surface_tension.as_ref())?,
        gwp20: environment("GWP20"),
        gwp100: environment("GWP100"),
        gwp500: environment("GWP500"),
        odp: environment("ODP"),
        name,
        aliases: record.aliases,
        cas: record.cas,
        formula: record.formula,
        molar_mass: record.molar_mass,
        gas_constant: record.gas_constant,
        t_reducing: record.reducing.t,
        rho_reducing: record.reducing.rho * record.molar_mass,
        p_reducing: record.reducing.p,
        t_critical: record.critical.t,
        p_critical: record.critical.p,
        rho_critical: record.critical.rho * record.molar_mass,
        t_triple: record.triple.t,
        p_triple: record.triple.p,
        t_min: record.t_min,
        t_max: record.t_max,
        p_max: record.p_max,
        acentric: record.acentric,
        is_pseudo_pure: record.pseudo_pure,
        safety_class: record.safety_class,
        source: record.reference,
        t_freeze: f64::NAN,
    })
}
