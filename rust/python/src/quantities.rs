//! The quantities of `entropyk-core` as Python classes, one per row of its table.

use std::hash::Hash;

use entropyk_core as core;
use entropyk_core::{Measure, NamedUnit, Quantity};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyTuple};

use crate::errors::OrRaise;

/// Makes a class of every row, and [`Value`], which is any of them.
macro_rules! expose {
    ($($(#[$doc:meta])* $kind:ident { least: $least:expr, customary: $customary:literal,
        $($keyword:ident $from:ident $to:ident $symbol:literal $factor:expr, $offset:expr;)+
    })*) => {
        $(
            #[doc = concat!(stringify!($kind), "(*, ", $(stringify!($keyword), "=None, ",)+ ")\n--\n\n")]
            $(#[$doc])*
            ///
            /// Exactly one keyword gives the value and its unit. Immutable; compares and adds within its kind only.
            ///
            /// Parameters
            /// ----------
            $(#[doc = concat!(stringify!($keyword), " : float, optional\n    The value in ", $symbol, ".\n")])+
            #[pyclass(frozen, eq, ord, hash, module = "entropyk")]
            #[derive(Clone, Copy, PartialEq, PartialOrd, Hash)]
            pub(crate) struct $kind(core::$kind);

            #[pymethods]
            impl $kind {
                #[new]
                #[pyo3(signature = (*number, $($keyword = None),+), text_signature = None)]
                fn new(number: &Bound<'_, PyTuple>, $($keyword: Option<f64>),+) -> PyResult<Self> {
                    one_of(number, &[$($keyword),+]).map(Self)
                }

                $(
                    #[doc = concat!("The value in ", $symbol, ".")]
                    fn $to(&self) -> f64 {
                        self.0.$to()
                    }
                )+

                fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                    combine(Value::$kind(self.0), "+", other)
                }

                fn __sub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                    combine(Value::$kind(self.0), "-", other)
                }

                fn __float__(&self) -> f64 {
                    self.0.si()
                }

                fn __repr__(&self) -> String {
                    format!("{:?}", self.0)
                }

                fn __str__(&self) -> String {
                    self.0.to_string()
                }

                fn _repr_html_(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
                    let html = slf.py().import("entropyk.tables")?.call_method1("quantity_to_html", (slf,))?;
                    Ok(html.unbind())
                }

                fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
                    let si = [(core::$kind::UNITS[0].keyword, self.0.si())];
                    Ok((PyTuple::empty(py), si.into_py_dict(py)?))
                }
            }
        )*

        /// Any of the quantities.
        #[derive(Clone, Copy)]
        pub(crate) enum Value {
            $($kind(core::$kind),)*
        }

        impl Value {
            /// The quantity that an object is, if it is one.
            pub(crate) fn of(object: &Bound<'_, PyAny>) -> Option<Self> {
                $(if let Ok(quantity) = object.cast_exact::<$kind>() {
                    return Some(Value::$kind(quantity.get().0));
                })*
                None
            }

            /// The value in SI.
            pub(crate) fn si(self) -> f64 {
                match self { $(Value::$kind(quantity) => quantity.si(),)* }
            }

            fn name(self) -> &'static str {
                match self { $(Value::$kind(_) => core::$kind::NAME,)* }
            }

            fn to_object(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                match self { $(Value::$kind(quantity) => Ok(Py::new(py, $kind(quantity))?.into_any()),)* }
            }
        }
    };
}

core::for_each_quantity!(expose);

/// The quantity of the one value that is given, in the order of the kind's units.
fn one_of<M: Measure>(number: &Bound<'_, PyTuple>, values: &[Option<f64>]) -> PyResult<M> {
    let mut given = M::UNITS.iter().zip(values).filter_map(|(unit, value)| Some((unit, (*value)?)));
    match (number.is_empty(), given.next(), given.next()) {
        (true, Some((unit, value)), None) => M::of(value, unit).or_raise(),
        (false, ..) => Err(usage::<M>("a number without unit")),
        (true, None, _) => Err(usage::<M>("none")),
        (true, Some((first, _)), Some((second, _))) => {
            Err(usage::<M>(&format!("both {}= and {}=", first.keyword, second.keyword)))
        }
    }
}

fn usage<M: Measure>(got: &str) -> PyErr {
    let keywords: Vec<_> = M::UNITS.iter().map(|unit| format!("{}=", unit.keyword)).collect();
    let NamedUnit { keyword, .. } = M::CUSTOMARY;
    let (which, keywords) = match keywords.as_slice() {
        [only] => ("the unit", only.clone()),
        all => ("exactly one unit of", all.join(", ")),
    };
    let name = M::NAME;
    PyValueError::new_err(format!(
        "{name} takes {which} {keywords}; got {got}: write for example {name}({keyword}=1.0)"
    ))
}

/// The sum or difference of a quantity and an object.
fn combine(left: Value, sign: &str, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = other.py();
    match Value::of(other) {
        Some(right) => (if sign == "+" { sum(left, right) } else { difference(left, right) })?.to_object(py),
        None if other.extract::<f64>().is_ok() => {
            let name = left.name();
            Err(PyTypeError::new_err(format!("{name} {sign} a plain number: give the number a unit, as in {name}(…)")))
        }
        None => Ok(py.NotImplemented()),
    }
}

fn sum(left: Value, right: Value) -> PyResult<Value> {
    use Value::{Enthalpy, MassFlow, Pressure, Temperature, TemperatureDifference};
    Ok(match (left, right) {
        (Pressure(a), Pressure(b)) => Pressure(a + b),
        (Enthalpy(a), Enthalpy(b)) => Enthalpy(a + b),
        (MassFlow(a), MassFlow(b)) => MassFlow(a + b),
        (TemperatureDifference(a), TemperatureDifference(b)) => TemperatureDifference(a + b),
        (Temperature(a), TemperatureDifference(b)) | (TemperatureDifference(b), Temperature(a)) => {
            Temperature((a + b).or_raise()?)
        }
        (Temperature(_), Temperature(_)) => {
            return Err(PyTypeError::new_err(
                "Temperature + Temperature has no meaning: temperatures are points on a scale. \
                 Add a TemperatureDifference(kelvin=…), or average with t1 + 0.5·(t2 − t1) in kelvin",
            ));
        }
        _ => return Err(mismatch(left, "+", right)),
    })
}

fn difference(left: Value, right: Value) -> PyResult<Value> {
    use Value::{Enthalpy, MassFlow, Pressure, Temperature, TemperatureDifference};
    Ok(match (left, right) {
        (Pressure(a), Pressure(b)) => Pressure(a - b),
        (Enthalpy(a), Enthalpy(b)) => Enthalpy(a - b),
        (MassFlow(a), MassFlow(b)) => MassFlow(a - b),
        (TemperatureDifference(a), TemperatureDifference(b)) => TemperatureDifference(a - b),
        (Temperature(a), TemperatureDifference(b)) => Temperature((a - b).or_raise()?),
        (Temperature(a), Temperature(b)) => TemperatureDifference(a - b),
        _ => return Err(mismatch(left, "-", right)),
    })
}

fn mismatch(left: Value, sign: &str, right: Value) -> PyErr {
    PyTypeError::new_err(format!("{} {sign} {}: these are quantities of different kinds", left.name(), right.name()))
}

impl Value {
    /// Whether a number of that kind can be given as this quantity.
    pub(crate) fn is_a(self, quantity: Quantity) -> bool {
        match self {
            Value::Pressure(_) => matches!(quantity, Quantity::Pressure | Quantity::PressureDifference),
            Value::Temperature(_) => quantity == Quantity::Temperature,
            Value::TemperatureDifference(_) => quantity == Quantity::TemperatureDifference,
            Value::Enthalpy(_) => matches!(quantity, Quantity::Enthalpy | Quantity::SpecificEnergy),
            Value::MassFlow(_) => quantity == Quantity::MassFlow,
        }
    }
}
