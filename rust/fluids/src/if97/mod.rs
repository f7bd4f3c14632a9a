//! Water and steam after the Industrial Formulation 1997, for those who must report it; `Water` is IAPWS-95.
//!
//! The equations of regions 1, 2, 3, 5 and of the saturation line (4) are used as they stand. States from p and h or s are found
//! by Newton's method on them, to rounding, where the release's own backward equations leave up to 25 mK; states from the other pairs by
//! searches along lines of these states ([`Further`](crate::further::Further)), to rounding too. Borders between
//! regions belong to the equation that the release says; across them properties jump by the release's own inconsistency.
//!
//! Range: 273.15 to 1073.15 K up to 100 MPa, and up to 2273.15 K below 50 MPa.
//! Viscosity and conductivity are those for industrial use, up to 1173.15 K. Left out: backward equations, metastable vapour.
//!
//! Source: IAPWS R7-97(2012), <http://www.iapws.org/relguide/IF97-Rev.html>; W. Wagner et al., J. Eng. Gas Turbines Power 122
//! (2000) 150, doi:10.1115/1.483186.

mod backend;
mod data;
mod density;
mod isobar;
mod limits;
mod point;
mod region;

use std::sync::{Arc, OnceLock};

use crate::data::index;
use crate::transport::Industrial;
use crate::{FluidBackend, FluidError, FluidInfo, Origin, Source, TransportOrigins};
use data::Data;
use isobar::{T_13, T_MAX, T_MIN};
use region::{P_C, R, RHO_C, T_C};

/// Water by IF97.
#[derive(Debug)]
pub(crate) struct If97 {
    info: FluidInfo,
    data: &'static Data,
    /// Saturation pressure at the lowest temperature, Pa.
    p_min: f64,
    /// Saturation pressure where regions 1, 2 and 3 meet, Pa.
    p_13: f64,
    transport: Industrial,
}

/// Water, by any of its names.
///
/// # Errors
/// [`FluidError::Unknown`] for other substances.
pub(crate) fn if97(name: &str) -> Result<Arc<dyn FluidBackend>, FluidError> {
    static BUILT: OnceLock<Result<Arc<If97>, FluidError>> = OnceLock::new();
    let index = index()?;
    if index.position(name) != index.position("Water") {
        let hint = "; IF97 describes water alone: IF97::Water".to_owned();
        return Err(FluidError::Unknown { name: format!("IF97::{name}"), hint });
    }
    let built = BUILT.get_or_init(|| If97::new().map(Arc::new));
    built.clone().map(|model| model as Arc<dyn FluidBackend>)
}

impl If97 {
    fn new() -> Result<Self, FluidError> {
        let data = data::data()?;
        let index = index()?;
        let water = index.position("Water").map(|position| &index.entries[position].info);
        let water = water.ok_or_else(|| FluidError::Data("there is no water".to_owned()))?;
        let info = FluidInfo {
            name: "IF97::Water".to_owned(),
            aliases: vec![],
            gas_constant: R * water.molar_mass,
            t_reducing: f64::NAN,
            rho_reducing: f64::NAN,
            p_reducing: f64::NAN,
            t_critical: T_C,
            p_critical: P_C,
            rho_critical: RHO_C,
            t_min: T_MIN,
            t_max: T_MAX,
            p_max: 100e6,
            source: "IAPWS R7-97(2012)".to_owned(),
            transport: origins(),
            ..water.clone()
        };
        Ok(If97 {
            info,
            data,
            p_min: data.p_saturation(T_MIN),
            p_13: data.p_saturation(T_13),
            transport: Industrial::new()?,
        })
    }
}

fn origins() -> TransportOrigins {
    let origin = |reference: &str| Origin { source: Source::Model, reference: reference.to_owned() };
    TransportOrigins {
        viscosity: origin("IAPWS R12-08, for industrial use"),
        conductivity: origin("IAPWS R15-11, for industrial use"),
        surface_tension: origin("IAPWS R1-76(2014)"),
    }
}

#[cfg(test)]
mod tests;
