//! Incompressible liquids: heat-transfer oils, brines, slurries, from the library of CoolProp.
//!
//! Density and heat capacity c are polynomials in temperature and concentration. With v = 1/ρ(T), and T₀ = 20 °C, p₀ = 1 atm
//! at the same concentration as zero of h and s:
//!
//! ```text
//! h = ∫ c dT   + p (v − T v') − p₀ (v₀ − T₀ v₀')
//! s = ∫ c/T dT − p v'         + p₀ v₀'
//! ```
//! So dh = T ds + v dp exactly, and (∂h/∂T)_p = c − p T v''. Reported as cp and cv is c itself, as CoolProp does; at 10 bar
//! the two differ by less than 0.1 %. The speed of sound is infinite in this model and reported as NaN.
//!
//! Sources: I. H. Bell, J. Wronski, S. Quoilin, V. Lemort, Ind. Eng. Chem. Res. 53 (2014) 2498, doi:10.1021/ie4033999; the origin
//! of each liquid's data is named in its `info().source`. Left out: mixing of liquids.

mod backend;
mod curve;
mod data;
mod flash;
mod limits;
mod name;
mod pairs;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::{FluidBackend, FluidError, FluidInfo, Origin, Phase, Sloped, Source, State, TransportOrigins};
use curve::{Curve, Polynomial};
use data::Record;
pub(crate) use name::hint;
use name::{Named, resolve};

/// Temperature of the reference state, K.
const T_REFERENCE: f64 = 293.15;
/// Pressure of the reference state, Pa.
const P_REFERENCE: f64 = 101_325.0;
/// What does not exist.
const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };

/// A liquid at one concentration.
#[derive(Debug)]
pub(crate) struct Incompressible {
    info: FluidInfo,
    density: Polynomial,
    heat_capacity: Polynomial,
    /// ∫ c dT.
    heat: Polynomial,
    /// ∫ c/T dT = `entropy.0` + `entropy.1` ln T.
    entropy: (Polynomial, f64),
    viscosity: Option<Curve>,
    conductivity: Option<Curve>,
    vapour_pressure: Option<(f64, Curve)>,
    /// Freezing temperature, K.
    t_freeze: Option<f64>,
    /// Lowest temperature of the correlations, K.
    t_min: f64,
    /// Up to this pressure, Pa, h and s rise with T everywhere: c > p T v''.
    p_rising: f64,
    /// Enthalpy and entropy of the reference state before the shift to zero.
    reference: (f64, f64),
}

/// The liquid of a name without its prefix; one model per liquid and concentration as long as one is in use.
pub(crate) fn incompressible(text: &str) -> Result<Arc<dyn FluidBackend>, FluidError> {
    static BUILT: Mutex<Option<HashMap<String, Weak<Incompressible>>>> = Mutex::new(None);
    let named = resolve(text)?;
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let built = built.get_or_insert_default();
    if let Some(model) = built.get(&named.name).and_then(Weak::upgrade) {
        return Ok(model);
    }
    built.retain(|_, model| model.strong_count() > 0);
    let name = named.name.clone();
    let model = Arc::new(Incompressible::new(named));
    built.insert(name, Arc::downgrade(&model));
    Ok(model)
}

/// Volume, its first two temperature derivatives, and the heat capacity.
struct Point {
    v: [f64; 3],
    c: f64,
}

impl Incompressible {
    fn new(Named { name, record, x }: Named) -> Self {
        let curve = |function: &Option<_>| function.as_ref().map(|function| Curve::at(x, record, function));
        let heat_capacity = Polynomial::at(x, record, &record.heat_capacity);
        let t_freeze = curve(&record.freezing).map(|curve| curve.value(record.t_base));
        let quotient = heat_capacity.over_t();
        let mut model = Incompressible {
            info: info(name, record, t_freeze),
            density: Polynomial::at(x, record, &record.density),
            heat: heat_capacity.integral(),
            entropy: (quotient.0.integral(), quotient.1),
            heat_capacity,
            viscosity: curve(&record.viscosity),
            conductivity: curve(&record.conductivity),
            vapour_pressure: curve(&record.vapour_pressure).map(|curve| (record.t_min_vapour_pressure, curve)),
            t_freeze,
            t_min: record.t_min,
            p_rising: f64::INFINITY,
            reference: (0.0, 0.0),
        };
        model.p_rising = model.p_rising();
        model.reference = (model.h(P_REFERENCE, T_REFERENCE), model.s(P_REFERENCE, T_REFERENCE));
        model
    }

    fn point(&self, t: f64) -> Point {
        let [rho, rho_t, rho_tt] = self.density.derivatives(t);
        let v = 1.0 / rho;
        let v_t = -rho_t * v * v;
        Point { v: [v, v_t, -(rho_tt * v + 2.0 * rho_t * v_t) * v], c: self.heat_capacity.value(t) }
    }

    /// The lowest c/(T v'') on a grid of temperatures, where v'' > 0.
    fn p_rising(&self) -> f64 {
        const STEPS: u32 = 32;
        let (low, high) = (self.info.t_min, self.info.t_max);
        let limit = |i: u32| {
            let t = low + (high - low) * f64::from(i) / f64::from(STEPS);
            let Point { v: [_, _, v_tt], c } = self.point(t);
            if v_tt > 0.0 { c / (t * v_tt) } else { f64::INFINITY }
        };
        (0..=STEPS).map(limit).fold(f64::INFINITY, f64::min)
    }

    fn h(&self, p: f64, t: f64) -> f64 {
        let [v, v_t, _] = self.point(t).v;
        self.heat.value(t) + p * (v - t * v_t) - self.reference.0
    }

    fn s(&self, p: f64, t: f64) -> f64 {
        let (polynomial, factor) = &self.entropy;
        polynomial.value(t) + factor * t.ln() - p * self.point(t).v[1] - self.reference.1
    }

    /// The state at p and T, which are taken to be within the limits.
    fn state(&self, p: f64, t: f64) -> State {
        let Point { v: [v, v_t, v_tt], c } = self.point(t);
        let t_h = 1.0 / (c - p * t * v_tt);
        let t_p = -(v - t * v_t) * t_h;
        let rho_t = -v_t / (v * v);
        State {
            phase: Phase::Liquid,
            p,
            h: self.h(p, t),
            t: Sloped { value: t, dp: t_p, dh: t_h },
            rho: Sloped { value: 1.0 / v, dp: rho_t * t_p, dh: rho_t * t_h },
            s: Sloped { value: self.s(p, t), dp: -v / t, dh: 1.0 / t },
            x: NONE,
        }
    }
}

fn info(name: String, record: &Record, t_freeze: Option<f64>) -> FluidInfo {
    let Record { description, reference, t_min, t_max, .. } = record;
    let t_min = t_freeze.map_or(*t_min, |t| t.max(*t_min));
    FluidInfo {
        t_triple: t_min,
        t_min,
        t_max: *t_max,
        t_freeze: t_freeze.unwrap_or(f64::NAN),
        source: format!("{description} ({})", reference.trim_end_matches([';', ' '])),
        transport: origins(record),
        ..FluidInfo::unknown(name)
    }
}

fn origins(record: &Record) -> TransportOrigins {
    let origin = |is_known| Origin {
        source: if is_known { Source::Model } else { Source::None },
        reference: if is_known { record.reference.clone() } else { String::new() },
    };
    TransportOrigins {
        viscosity: origin(record.viscosity.is_some()),
        conductivity: origin(record.conductivity.is_some()),
        surface_tension: Origin::default(),
    }
}

#[cfg(test)]
mod tests;
