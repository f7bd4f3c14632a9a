//! `Units`, and what a value given from Python means.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use entropyk::network::SharedUnits;
use entropyk_core as core;
use entropyk_core::{Quantity, ThermoError};
use parking_lot::{Mutex, RwLock};
use pyo3::exceptions::{PyAttributeError, PyTypeError, PyUserWarning};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::OrRaise;
use crate::quantities::Value;

/// The unit that plain numbers have, for every kind of number.
///
/// Every quantity is an attribute: `units.pressure` is `"Pa"` until `set_defaults(pressure="bar")`.
///
/// Parameters
/// ----------
/// base : str or Units, default "SI"
///     `"SI"`, `"engineering"` (°C, bar, kJ/kg, kW), or units to copy.
/// **defaults : str
///     Further units, as for `set_defaults`.
///
/// Examples
/// --------
/// >>> units = entropyk.Units("engineering", mass_flow="kg/h")
/// >>> units.temperature, units.mass_flow, units.to_si(35, "temperature")
/// ('degC', 'kg/h', 308.15)
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct Units {
    units: SharedUnits,
    /// A registry of the package pint, where one was asked for or given.
    registry: Mutex<Option<Py<PyAny>>>,
    /// Whether results stand in these units.
    in_use: AtomicBool,
}

impl Units {
    /// The units that a model uses.
    pub(crate) fn of(units: SharedUnits) -> Self {
        Self { units, registry: Mutex::default(), in_use: AtomicBool::default() }
    }

    /// The units themselves.
    pub(crate) fn shared(&self) -> &SharedUnits {
        &self.units
    }

    /// The units as they are now.
    pub(crate) fn snapshot(&self) -> core::Units {
        self.units.read().clone()
    }
}

#[pymethods]
impl Units {
    #[new]
    #[pyo3(signature = (base = None, **defaults))]
    fn new(py: Python<'_>, base: Option<&Bound<'_, PyAny>>, defaults: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let base = base.map_or_else(|| Ok(core::Units::si()), named_or_given)?;
        let units = Self::of(Arc::new(RwLock::new(base)));
        units.set_defaults(py, defaults)?;
        Ok(units)
    }

    /// Sets default units, all of those given or none.
    ///
    /// Parameters
    /// ----------
    /// **defaults : str
    ///     Units by quantity, as in `temperature="degC", pressure="bar"`. `pressure` sets `pressure_difference` too
    ///     unless that is given.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For a text that is no unit, or no unit of that quantity.
    /// UnknownParameterError
    ///     For an unknown quantity.
    #[pyo3(signature = (**defaults))]
    fn set_defaults(&self, py: Python<'_>, defaults: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        if self.in_use.load(Ordering::Relaxed) {
            let message = c"changing default units of a solved network: values given before keep their meaning";
            PyErr::warn(py, &py.get_type::<PyUserWarning>(), message, 1)?;
        }
        let mut texts = Vec::new();
        for (quantity, unit) in defaults.iter().flat_map(|defaults| defaults.iter()) {
            // Units of pint are taken by their text.
            texts.push((quantity.extract::<String>()?, unit.str()?.to_string()));
        }
        self.units.write().set_defaults(texts.iter().map(|(quantity, unit)| (&**quantity, &**unit))).or_raise()
    }

    /// The unit of every quantity, by name.
    #[getter]
    fn default<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let units = self.units.read();
        let dict = PyDict::new(py);
        for &quantity in Quantity::ALL {
            dict.set_item(quantity.name(), units.unit(quantity).symbol())?;
        }
        Ok(dict)
    }

    /// Lets results name their units in pint's long form.
    fn _name_long(&self) {
        self.units.write().name_long();
    }

    /// Says that results stand in these units, so that a change is worth a warning.
    fn _use(&self) {
        self.in_use.store(true, Ordering::Relaxed);
    }

    /// A registry of the package pint, for quantities such as `units.ureg.Quantity(5, "bar")`; those of others are taken too.
    #[getter]
    fn ureg(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let known = self.registry.lock().as_ref().map(|registry| registry.clone_ref(py));
        if let Some(registry) = known {
            return Ok(registry);
        }
        let made = py.import("pint")?.call_method0("UnitRegistry")?.unbind();
        Ok(self.registry.lock().get_or_insert(made).clone_ref(py))
    }

    /// Gives a registry of the package pint to answer as `ureg`.
    fn set_ureg(&self, ureg: Py<PyAny>) {
        *self.registry.lock() = Some(ureg);
    }

    /// The SI value of a value of the named quantity.
    ///
    /// Parameters
    /// ----------
    /// value : float, pint.Quantity or one of the quantities of entropyk
    ///     A plain number is in these units.
    /// quantity : str
    ///     The name of the quantity, as in `"pressure"`.
    ///
    /// Returns
    /// -------
    /// float
    fn to_si(&self, value: &Bound<'_, PyAny>, quantity: &str) -> PyResult<f64> {
        let quantity = Quantity::named(quantity).or_raise()?;
        Ok(Given::read(value, quantity)?.si(quantity, &self.units.read()))
    }

    /// The value in these units of an SI value of the named quantity.
    ///
    /// Parameters
    /// ----------
    /// value : float
    ///     The value in SI.
    /// quantity : str
    ///     The name of the quantity, as in `"pressure"`.
    ///
    /// Returns
    /// -------
    /// float
    fn from_si(&self, value: f64, quantity: &str) -> PyResult<f64> {
        let quantity = Quantity::named(quantity).or_raise()?;
        Ok(self.units.read().unit(quantity).from_si(value))
    }

    fn __getattr__(&self, name: &str) -> PyResult<String> {
        let quantity = Quantity::named(name).map_err(|error| PyAttributeError::new_err(error.to_string()))?;
        Ok(self.units.read().unit(quantity).symbol().to_owned())
    }

    fn __dir__(&self) -> Vec<&'static str> {
        let names = Quantity::ALL.iter().map(|quantity| quantity.name());
        names.chain(["default", "from_si", "set_defaults", "set_ureg", "to_si", "ureg"]).collect()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Units>().is_ok_and(|other| *self.units.read() == other.get().snapshot())
    }

    fn __repr__(&self) -> String {
        let mut text = "Units(".to_owned();
        for (i, (quantity, unit)) in self.units.read().beyond_si().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}{}={:?}", quantity.name(), unit.symbol());
        }
        text + ")"
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        Ok(((), self.default(py)?))
    }
}

/// Units from what `units=` takes: a name or a `Units`.
pub(crate) fn named_or_given(object: &Bound<'_, PyAny>) -> PyResult<core::Units> {
    if let Ok(units) = object.cast::<Units>() {
        return Ok(units.get().snapshot());
    }
    match object.extract::<String>() {
        Ok(name) => core::Units::named(&name).or_raise(),
        Err(_) => Err(PyTypeError::new_err(format!("units are \"SI\", \"engineering\" or a Units, not {object}"))),
    }
}

/// A value as it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Given {
    /// A plain number, in the units of the model that will hold it.
    Number(f64),
    /// A value with a unit, in SI.
    Si(f64),
}

impl Given {
    /// What an object says about a number of that kind.
    ///
    /// # Errors
    /// `ValidationError` for a quantity or unit of another kind, `TypeError` for what is no number.
    pub(crate) fn read(object: &Bound<'_, PyAny>, quantity: Quantity) -> PyResult<Self> {
        if let Ok(number) = object.cast_exact::<pyo3::types::PyFloat>() {
            return Ok(Given::Number(number.extract()?));
        }
        if let Some(value) = Value::of(object) {
            if !value.is_a(quantity) {
                let message = format!("{} is not compatible with {}", object.repr()?, quantity.name());
                return Err(ThermoError::Validation(message)).or_raise();
            }
            return Ok(Given::Si(value.si()));
        }
        if let (Ok(magnitude), Ok(units)) = (object.getattr("magnitude"), object.getattr("units")) {
            let unit = quantity.unit(&units.str()?.to_string()).or_raise()?;
            return Ok(Given::Si(unit.to_si(magnitude.extract()?)));
        }
        Ok(Given::Number(object.extract()?))
    }

    /// The value in SI, in a model with these units.
    pub(crate) fn si(self, quantity: Quantity, units: &core::Units) -> f64 {
        match self {
            Given::Number(number) => units.unit(quantity).to_si(number),
            Given::Si(si) => si,
        }
    }
}
