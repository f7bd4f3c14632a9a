//! Fluids computed by CoolProp, the Python package, behind the engine's interface.
//!
//! For what has no model in the engine: REFPROP, cubic equations, blends. Every call takes the interpreter lock. A pure fluid is
//! asked as it is. A blend's own p-h flash takes CoolProp 50 to 500 ms; below the critical pressure the states here come from
//! its saturation and single-phase calls instead, which are the same equilibrium hundreds of times faster ([`blend`]).
//!
//! Left out: composition as an unknown; states from rho and T of a blend in two phases.

mod backend;
mod blend;
mod handle;
mod idle;
mod name;
mod states;

use std::sync::Arc;

use entropyk::fluids as engine;
use entropyk::fluids::{FluidBackend, FluidError, FluidInfo, Origin, Source, TransportOrigins};
use pyo3::prelude::*;

use handle::{Handle, foreign, module};
use idle::Idle;
use name::{Basis, Parts, parse};

/// A fluid of CoolProp.
pub(crate) struct CoolProp {
    info: FluidInfo,
    parts: Parts,
    /// Of several components, so that bubble and dew point differ.
    is_blend: bool,
    idle: Idle,
}

impl std::fmt::Debug for CoolProp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CoolProp({})", self.info.name)
    }
}

/// Makes CoolProp answer for fluids that the engine does not know.
pub(crate) fn register() {
    engine::set_fallback(|name| Python::attach(|py| make(py, name)));
}

/// The fluid of a name, or why there is none.
fn make(py: Python<'_>, name: &str) -> Result<Arc<dyn FluidBackend>, FluidError> {
    let unknown = |hint: String| FluidError::Unknown { name: name.to_owned(), hint };
    if let Err(error) = module(py) {
        let what = "other fluids than those shipped come from CoolProp: pip install entropyk[coolprop]";
        return Err(unknown(match error.is_instance_of::<pyo3::exceptions::PyImportError>(py) {
            true => format!("; {what}"),
            false => format!("; CoolProp cannot be imported: {}", error.value(py)),
        }));
    }
    let parts = parse(name).map_err(|what| unknown(format!("; {what}")))?;
    let (parts, state) = parts.or_predefined(py).map_err(|error| {
        let message = error.value(py).to_string();
        unknown(if message.contains("was not found in") { String::new() } else { format!("; CoolProp: {message}") })
    })?;
    let count = state.call_method0("get_mole_fractions").and_then(|fractions| fractions.len()).unwrap_or(1);
    let is_blend = count > 1;
    let info = info(name, &parts, &state, is_blend);
    let idle = if is_blend { warn(py, name) } else { Ok(()) }.and_then(|()| Idle::new(state));
    let idle = idle.map_err(|error| foreign(py, name, &error))?;
    Ok(Arc::new(CoolProp { info, parts, is_blend, idle }))
}

impl Parts {
    /// The fluid, or else the predefined blend of that name: `R454B` means `R454B.mix`.
    fn or_predefined(self, py: Python<'_>) -> PyResult<(Self, Bound<'_, PyAny>)> {
        self.state(py).map(|state| (self.clone(), state)).or_else(|error| {
            let stem = self.components.to_uppercase();
            let components = format!("{}.MIX", stem.strip_suffix(".MIX").unwrap_or(&stem));
            let blend = Parts { components, ..self };
            blend.state(py).map(|state| (blend, state)).map_err(|_| error)
        })
    }

    /// A new `AbstractState` with its fractions set.
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let state = module(py)?.getattr("AbstractState")?.call1((&self.backend, &self.components))?;
        if !self.fractions.is_empty() {
            let set = |basis: &str| state.call_method1(format!("set_{basis}_fractions").as_str(), (&self.fractions,));
            match self.basis {
                Basis::Mass => set("mass"),
                Basis::Molar => set("mole"),
                Basis::Volume => set("volu"),
                Basis::Usual if self.backend == "INCOMP" => set("mass").or_else(|_| set("volu")),
                Basis::Usual => set("mole"),
            }?;
        }
        Ok(state)
    }
}

/// One warning per blend, on the logger `entropyk`.
fn warn(py: Python<'_>, name: &str) -> PyResult<()> {
    let message =
        "%s is computed by CoolProp: expect 1 to 20 ms per state, and 48 to 513 ms above its critical pressure";
    py.import("logging")?.call_method1("getLogger", ("entropyk",))?.call_method1("warning", (message, name)).map(drop)
}

/// What CoolProp knows of the fluid. The critical point of a blend is the molar average of its components': CoolProp's
/// search takes up to 10 s and finds several.
fn info(name: &str, parts: &Parts, state: &Bound<'_, PyAny>, is_blend: bool) -> FluidInfo {
    let number = |method: &str| state.call_method0(method).and_then(|value| value.extract::<f64>()).ok();
    let average = |parameter: &str| -> PyResult<f64> {
        let fractions: Vec<f64> = state.call_method0("get_mole_fractions")?.extract()?;
        let key = module(state.py())?.getattr(parameter)?;
        let mut sum = 0.0;
        for (i, x) in fractions.iter().enumerate() {
            sum += x * state.call_method1("get_fluid_constant", (i, &key))?.extract::<f64>()?;
        }
        Ok(sum)
    };
    let pure = |method: &str| if is_blend { None } else { number(method) };
    let critical =
        |method: &str, parameter: &str| pure(method).or_else(|| average(parameter).ok().filter(|_| is_blend));
    let t_min = number("Tmin").unwrap_or(0.0);
    let version = module(state.py()).and_then(|_| state.py().import("CoolProp")?.getattr("__version__"));
    FluidInfo {
        molar_mass: number("molar_mass").unwrap_or(f64::NAN),
        t_critical: critical("T_critical", "iT_critical").unwrap_or(f64::INFINITY),
        p_critical: critical("p_critical", "iP_critical").unwrap_or(f64::INFINITY),
        rho_critical: pure("rhomass_critical").unwrap_or(f64::NAN),
        t_triple: number("Ttriple").filter(|t| *t > 0.0).unwrap_or(t_min),
        t_min,
        t_max: number("Tmax").unwrap_or(f64::INFINITY),
        p_max: number("pmax").unwrap_or(f64::INFINITY),
        acentric: pure("acentric_factor").unwrap_or(f64::NAN),
        is_pseudo_pure: is_blend,
        source: format!("CoolProp {}, {}", version.map(|v| v.to_string()).unwrap_or_default(), parts.backend),
        transport: origins(is_blend),
        ..FluidInfo::unknown(name.to_owned())
    }
}

/// CoolProp has no transport models of blends; it averages.
fn origins(is_blend: bool) -> TransportOrigins {
    let source = if is_blend { Source::Estimate } else { Source::Model };
    let origin = || Origin { source, reference: "CoolProp".to_owned() };
    TransportOrigins { viscosity: origin(), conductivity: origin(), surface_tension: origin() }
}

impl CoolProp {
    /// Runs a piece of work with a state that nobody else uses meanwhile.
    fn ask<T>(&self, work: impl FnOnce(&Handle<'_, '_>) -> Result<T, FluidError>) -> Result<T, FluidError> {
        Python::attach(|py| {
            let state = match self.idle.take() {
                Some(state) => state,
                None => self.parts.state(py).map_err(|error| foreign(py, &self.info.name, &error))?.unbind(),
            };
            let bound = state.bind(py).clone();
            let handle = Handle::new(&self.info.name, &bound)?;
            let answer = work(&handle);
            handle.release();
            self.idle.put(state);
            answer
        })
    }
}
