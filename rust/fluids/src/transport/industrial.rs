//! Viscosity, thermal conductivity and surface tension of water for industrial use, on the equations of IF97.
//!
//! η without the critical enhancement (IAPWS R12-08, section 3.1); λ with that of IAPWS R15-11, section 3, where heat capacities and
//! (∂ρ/∂p)_T are those of IF97 and 1/ζ(T̄_R) = Σ A_i ρ̄ⁱ, one polynomial for each of five ranges of ρ̄; σ = B (1 + b θ) θ^µ,
//! θ = 1 − T/T_c (IAPWS R1-76(2014)).

use serde::Deserialize;
use serde_json::json;

use super::local::polynomial;
use super::tables::{Named, parse, tables};
use super::water::{WaterConductivity, WaterViscosity};
use super::{Source, SurfaceTension, Transport};
use crate::{Caloric, FluidError, State};

/// Highest temperature of the equations, K: 900 °C.
pub(crate) const T_HIGH: f64 = 1173.15;

/// The equations with their coefficients.
#[derive(Debug)]
pub(crate) struct Industrial {
    viscosity: WaterViscosity,
    conductivity: WaterConductivity,
    own: Own,
}

/// Coefficients that the formulation for scientific use does not have.
#[derive(Debug, Deserialize)]
struct Own {
    /// Upper ends of the first ranges of ρ̄.
    ranges: [f64; 4],
    /// A_i of each range.
    zeta: [[f64; 6]; 5],
    surface_tension: Tension,
}

#[derive(Debug, Deserialize)]
struct Tension {
    t_c: f64,
    scale: f64,
    slope: f64,
    exponent: f64,
}

impl Industrial {
    /// Reads the coefficients.
    pub(crate) fn new() -> Result<Self, FluidError> {
        let (tables, water) = (tables()?, json!({ "hardcoded": "Water" }));
        Ok(Industrial {
            viscosity: parse(tables.resolve(&water, Named::Viscosity)?)?,
            conductivity: parse(tables.resolve(&water, Named::Conductivity)?)?,
            own: parse(tables.industrial())?,
        })
    }

    /// Viscosity and conductivity of a single-phase state with its heat capacities.
    pub(crate) fn at(&self, state: &State, caloric: &Caloric) -> Transport {
        let (t, rho) = (state.t.value, state.rho.value);
        let viscosity = self.viscosity.background(t, rho).0;
        // (∂ρ/∂p)_T = ρ_p − ρ_h T_p/T_h
        let compliance = state.rho.dp - state.rho.dh * state.t.dp / state.t.dh;
        let reduced = self.conductivity.reduced_density(rho);
        let range = self.own.ranges.iter().take_while(|end| reduced > **end).count();
        let zeta = 1.0 / polynomial(&self.own.zeta[range], reduced);
        let heat = (caloric.cp.value, caloric.cv.value);
        let conductivity = self.conductivity.on((t, rho), compliance, zeta, heat, viscosity);
        let source = Source::Model;
        Transport { viscosity, conductivity, viscosity_source: source, conductivity_source: source }
    }

    /// Surface tension at a saturation temperature, K.
    pub(crate) fn surface_tension(&self, t: f64) -> SurfaceTension {
        let Tension { t_c, scale, slope, exponent } = self.own.surface_tension;
        let theta = (1.0 - t / t_c).max(0.0);
        SurfaceTension { value: scale * theta.powf(exponent) * (1.0 + slope * theta), source: Source::Model }
    }
}
