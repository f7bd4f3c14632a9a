//! One `AbstractState` of CoolProp, in use by one call.

use entropyk::fluids::{FluidError, Phase};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The compiled module of CoolProp.
///
/// # Errors
/// `ImportError` if it is not installed.
pub(super) fn module(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    // Not kept: a reference that outlives the interpreter would be reported as a leak.
    py.import("CoolProp.CoolProp")
}

/// A pair of inputs, in CoolProp's order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Input {
    /// Enthalpy and pressure.
    HP,
    /// Pressure and temperature.
    PT,
    /// Pressure and entropy.
    PS,
    /// Pressure and molar vapour fraction.
    PQ,
    /// Molar vapour fraction and temperature.
    QT,
    /// Density and temperature.
    DT,
}

/// A property as CoolProp numbers them.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parameter {
    T,
    P,
    H,
    S,
    Rho,
}

/// Values at the state last set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values {
    pub(super) p: f64,
    pub(super) t: f64,
    pub(super) h: f64,
    pub(super) s: f64,
    pub(super) rho: f64,
}

/// A state object with the name that errors carry.
pub(super) struct Handle<'a, 'py> {
    fluid: &'a str,
    state: &'a Bound<'py, PyAny>,
    module: Bound<'py, PyModule>,
}

impl<'a, 'py> Handle<'a, 'py> {
    pub(super) fn new(fluid: &'a str, state: &'a Bound<'py, PyAny>) -> Result<Self, FluidError> {
        let module = module(state.py()).map_err(|error| foreign(state.py(), fluid, &error))?;
        Ok(Handle { fluid, state, module })
    }

    pub(super) fn fluid(&self) -> &str {
        self.fluid
    }

    fn answer<T>(&self, result: PyResult<T>) -> Result<T, FluidError> {
        result.map_err(|error| foreign(self.state.py(), self.fluid, &error))
    }

    fn constant(&self, name: &str) -> Result<Bound<'py, PyAny>, FluidError> {
        self.answer(self.module.getattr(PyString::intern(self.state.py(), name)))
    }

    /// Sets the state.
    pub(super) fn update(&self, input: Input, a: f64, b: f64) -> Result<(), FluidError> {
        let pair = self.constant(match input {
            Input::HP => "HmassP_INPUTS",
            Input::PT => "PT_INPUTS",
            Input::PS => "PSmass_INPUTS",
            Input::PQ => "PQ_INPUTS",
            Input::QT => "QT_INPUTS",
            Input::DT => "DmassT_INPUTS",
        })?;
        self.answer(self.state.call_method1("update", (pair, a, b))).map(drop)
    }

    /// A number that a method without arguments returns.
    pub(super) fn number(&self, method: &str) -> Result<f64, FluidError> {
        let name = PyString::intern(self.state.py(), method);
        let value: f64 = self.answer(self.state.call_method0(name).and_then(|value| value.extract()))?;
        if value.is_finite() {
            return Ok(value);
        }
        Err(FluidError::Foreign { fluid: self.fluid.to_owned(), message: format!("CoolProp: {method} is {value}") })
    }

    /// The values of the state last set.
    pub(super) fn values(&self) -> Result<Values, FluidError> {
        Ok(Values {
            p: self.number("p")?,
            t: self.number("T")?,
            h: self.number("hmass")?,
            s: self.number("smass")?,
            rho: self.number("rhomass")?,
        })
    }

    /// Sets the state and reads it.
    pub(super) fn values_at(&self, input: Input, a: f64, b: f64) -> Result<Values, FluidError> {
        self.update(input, a, b)?;
        self.values()
    }

    /// (∂of/∂wrt) at a constant property, in a single phase.
    pub(super) fn slope(&self, of: Parameter, wrt: Parameter, constant: Parameter) -> Result<f64, FluidError> {
        let keys = (self.parameter(of)?, self.parameter(wrt)?, self.parameter(constant)?);
        self.derivative(self.state.call_method1("first_partial_deriv", keys))
    }

    /// d(of)/dp along the saturation line; the state last set is saturated.
    pub(super) fn along(&self, of: Parameter) -> Result<f64, FluidError> {
        let keys = (self.parameter(of)?, self.parameter(Parameter::P)?);
        self.derivative(self.state.call_method1("first_saturation_deriv", keys))
    }

    fn derivative(&self, result: PyResult<Bound<'py, PyAny>>) -> Result<f64, FluidError> {
        let value: f64 = self.answer(result.and_then(|value| value.extract()))?;
        if value.is_finite() {
            return Ok(value);
        }
        Err(FluidError::Foreign { fluid: self.fluid.to_owned(), message: format!("CoolProp: a slope is {value}") })
    }

    fn parameter(&self, parameter: Parameter) -> Result<Bound<'py, PyAny>, FluidError> {
        self.constant(match parameter {
            Parameter::T => "iT",
            Parameter::P => "iP",
            Parameter::H => "iHmass",
            Parameter::S => "iSmass",
            Parameter::Rho => "iDmass",
        })
    }

    /// Takes the phase as given in the updates that follow; backends that cannot are left as they are.
    pub(super) fn impose(&self, phase: Phase) {
        let name = if phase == Phase::Liquid { "iphase_liquid" } else { "iphase_gas" };
        if let Ok(constant) = self.constant(name) {
            let _ = self.state.call_method1("specify_phase", (constant,));
        }
    }

    /// Ends what [`Handle::impose`] began.
    pub(super) fn release(&self) {
        let _ = self.state.call_method0("unspecify_phase");
    }

    /// The phase that CoolProp found; liquid where the backend knows no others.
    pub(super) fn phase(&self) -> Phase {
        let number = self.state.call_method0("phase").and_then(|phase| phase.extract::<i64>());
        match number {
            Ok(1 | 4) => Phase::Supercritical,
            Ok(2 | 5) => Phase::Gas,
            Ok(6) => Phase::TwoPhase,
            _ => Phase::Liquid,
        }
    }
}

/// CoolProp's message as an error.
pub(super) fn foreign(py: Python<'_>, fluid: &str, error: &PyErr) -> FluidError {
    FluidError::Foreign { fluid: fluid.to_owned(), message: format!("CoolProp: {}", error.value(py)) }
}
