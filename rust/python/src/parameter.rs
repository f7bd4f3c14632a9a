//! A parameter as Python sees it: a handle on its slot.

use std::cell::RefCell;
use std::sync::Arc;

use entropyk::components::declaration::{Form, Parameter as Declared, Type};
use entropyk::components::slots::Value;
use entropyk::components::{self as core, Declaration, Expression, Role, VARIABLE};
use entropyk::network;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::characteristic::{CharLine, CharMap};
use crate::declarations::distinct;
use crate::errors::OrRaise;
use crate::values::{Setting, plain, read, spell};

thread_local! {
    /// Values, SI, that parameters show instead of their own: those at which equations in Python are evaluated.
    static TRIED: RefCell<Vec<(usize, usize, f64)>> = const { RefCell::new(vec![]) };
}

/// Lets parameters show these values, SI, in this thread while a function is called.
#[pyfunction]
pub(crate) fn _call_at<'py>(
    parameters: Vec<PyRef<'py, Parameter>>,
    values: Vec<f64>,
    function: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let tried = parameters.iter().zip(values).map(|(parameter, value)| (parameter.address(), parameter.index, value));
    let before = TRIED.replace(tried.collect());
    let answer = function.call0();
    TRIED.set(before);
    answer
}

/// A parameter of a component or connection: a handle on its slot.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct Parameter {
    pub(crate) object: Arc<network::Object>,
    pub(crate) declaration: Arc<Declaration>,
    pub(crate) index: usize,
    /// The class by which shipped characteristics are found.
    pub(crate) class: &'static str,
}

impl Parameter {
    fn declared(&self) -> &Declared {
        &self.declaration.parameters[self.index]
    }

    /// The value that an equation in Python is asked about just now.
    fn tried(&self) -> Option<f64> {
        TRIED.with_borrow(|tried| {
            let this = |(object, index, _): &&(usize, usize, f64)| *index == self.index && *object == self.address();
            tried.iter().find(this).map(|(_, _, value)| *value)
        })
    }

    /// The object and the position of the parameter in it.
    pub(crate) fn handle(&self) -> network::Handle {
        (self.object.clone(), self.index)
    }

    fn address(&self) -> usize {
        Arc::as_ptr(&self.object).addr()
    }

    /// The equations that hold because of it.
    fn equations(&self) -> impl Iterator<Item = &core::declaration::Equation> {
        distinct(self.object.declaration()).filter(|equation| equation.active.asks(self.index))
    }
}

#[pymethods]
impl Parameter {
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Parameter>().is_ok_and(|other| {
            let other = other.get();
            other.index == self.index && Arc::ptr_eq(&other.object, &self.object)
        })
    }

    fn __hash__(&self) -> usize {
        self.address() ^ self.index
    }

    /// Gives a value or takes it back, as `set_attr` of the object does.
    ///
    /// Parameters
    /// ----------
    /// val : float, quantity, bool, str, map or None, optional
    ///     The value; a plain number is in the units of the model, or in `unit`.
    /// unit : str, optional
    ///     Unit of a plain number.
    /// is_set : bool, default True
    ///     False takes the value back.
    /// is_var : bool, default False
    ///     True makes the parameter an unknown, which starts at `val`.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For a unit of another kind.
    /// ComponentError
    ///     For a value that the parameter cannot take.
    #[pyo3(signature = (*, val=None, unit=None, is_set=true, is_var=false))]
    fn set_attr(&self, val: Option<&Bound<'_, PyAny>>, unit: Option<&str>, is_set: bool, is_var: bool) -> PyResult<()> {
        let declared = self.declared();
        let setting = match (val, unit) {
            (None, _) => None,
            (Some(number), Some(unit)) => {
                let unit = declared.quantity.unit(unit).or_raise()?;
                Some(Setting::Value(Value::Number(unit.to_si(number.extract()?))))
            }
            (Some(value), None) => Some(read(self.class, declared, value)?),
        };
        match setting {
            Some(Setting::Value(value)) => self.object.set(self.index, value).or_raise()?,
            Some(Setting::Unset) => self.object.slots.write().unset(self.index),
            Some(Setting::Free) => self.object.slots.write().free(self.index),
            None => {}
        }
        if !is_set {
            self.object.slots.write().unset(self.index);
        }
        if is_var {
            self.object.slots.write().free(self.index);
        }
        Ok(())
    }

    /// Label of the object, and name; for an unknown of its own the label.
    #[getter]
    fn _path(&self) -> String {
        let label = self.object.label();
        if self.object.declaration().class == VARIABLE { label } else { format!("{label}.{}", self.declared().name) }
    }

    /// Value in the units of the model, NaN where there is none; a switch or map as it is.
    #[getter]
    fn val(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        if let Some(si) = self.tried() {
            let value = self.object.units().unit(self.declared().quantity).from_si(si);
            return Ok(value.into_pyobject(py)?.into_any().unbind());
        }
        let slots = self.object.slots.read();
        match &slots.slot(self.index).value {
            Value::Number(si) => Ok(self
                .object
                .units()
                .unit(self.declared().quantity)
                .from_si(*si)
                .into_pyobject(py)?
                .into_any()
                .unbind()),
            value => plain(py, value, self.declared()),
        }
    }

    /// Value in SI, NaN where there is none.
    #[getter(val_SI)]
    fn val_si(&self) -> f64 {
        if let Some(si) = self.tried() {
            return si;
        }
        match self.object.slots.read().slot(self.index).value {
            Value::Number(si) => si,
            Value::Pending(number) => self.object.units().unit(self.declared().quantity).to_si(number),
            _ => f64::NAN,
        }
    }

    /// Where an iteration starts, in the units of the model, NaN where nothing is known.
    #[getter]
    fn val0(&self) -> f64 {
        let unit = self.object.units().unit(self.declared().quantity).clone();
        self.object.slots.read().slot(self.index).start.map_or(f64::NAN, |si| unit.from_si(si))
    }

    /// Value at the design point in SI, NaN where there is none.
    #[getter]
    fn design(&self) -> f64 {
        self.object.slots.read().slot(self.index).design.unwrap_or(f64::NAN)
    }

    /// Unit of `val`; in networks by pint's long name.
    #[getter]
    fn unit(&self) -> String {
        self.object.units().text(self.declared().quantity)
    }

    /// True if a value is given.
    #[getter]
    fn is_set(&self) -> bool {
        let slots = self.object.slots.read();
        let slot = slots.slot(self.index);
        slot.role == Role::Set && !slot.is_default
    }

    /// True if the parameter is an unknown.
    #[getter]
    fn is_var(&self) -> bool {
        self.object.slots.read().slot(self.index).role == Role::Free
    }

    /// Kind of value: `"number"`, `"option"`, `"line"` or `"map"`.
    #[getter]
    fn kind(&self) -> &'static str {
        match self.declared().kind {
            Type::Number | Type::NumberOrFlag => "number",
            Type::Flag | Type::Integer | Type::Choice(_) | Type::Numbers(_) | Type::Record(_) | Type::Function => {
                "option"
            }
            Type::Line(_) => "line",
            Type::Map | Type::CharMap => "map",
        }
    }

    /// Physical quantity, as `Units` names it.
    #[getter]
    fn quantity(&self) -> &'static str {
        self.declared().quantity.name()
    }

    /// What the parameter means.
    #[getter]
    fn description(&self) -> &'static str {
        self.declared().meaning
    }

    /// Lower limit in SI, of which a result warns.
    #[getter]
    fn min_val(&self) -> f64 {
        self.declared().min
    }

    /// Upper limit in SI, of which a result warns.
    #[getter]
    fn max_val(&self) -> f64 {
        self.declared().max
    }

    /// True if the parameter is reported and never given.
    #[getter]
    fn result_only(&self) -> bool {
        self.declared().is_result
    }

    /// Number of equations that hold because of it.
    #[getter]
    fn num_eq_sets(&self) -> usize {
        self.equations().count()
    }

    /// The equation that holds because of it, in symbols; None without one, and where it is linear in one variable.
    #[getter]
    fn func(&self) -> Option<&'static str> {
        self.equations().find(|equation| !matches!(equation.form, Form::Affine { .. })).map(|equation| equation.formula)
    }

    /// The equation that holds because of it, in symbols, where it is linear in one variable; None otherwise.
    #[getter]
    fn structure_matrix(&self) -> Option<&'static str> {
        self.equations().find(|equation| matches!(equation.form, Form::Affine { .. })).map(|equation| equation.formula)
    }

    /// The line or map it holds, or the shipped one, or one of ones; None for other kinds.
    #[getter]
    fn char_func(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let declared = self.declared();
        let value = match (self.object.slots.read().slot(self.index).value.clone(), declared.kind) {
            (value @ (Value::Line(_) | Value::CharMap(_)), _) => value,
            (_, Type::Line(_)) => {
                let line = core::CharLine::named(self.class, declared.name, "DEFAULT");
                let line = line.unwrap_or_else(|_| Arc::new(core::CharLine::one()));
                return Ok(Py::new(py, CharLine(line))?.into_any());
            }
            (_, Type::CharMap) => {
                let map = core::CharMap::named(self.class, declared.name, "DEFAULT");
                let map = map.or_else(|_| {
                    let ones = vec![vec![1.0, 1.0]; 2];
                    core::CharMap::new(vec![0.0, 1.0], vec![vec![0.0, 1.0]; 2], ones, false).map(Arc::new)
                });
                return Ok(Py::new(py, CharMap(map.or_raise()?))?.into_any());
            }
            _ => return Ok(py.None()),
        };
        plain(py, &value, declared)
    }

    /// What a characteristic line is a function of: `"m"`, `"m_out"`, `"v"`, `"pr"` or `"E"`; None for other kinds.
    #[getter]
    fn param(&self) -> Option<&'static str> {
        let of = match (&self.object.slots.read().slot(self.index).value, self.declared().kind) {
            (Value::Line(line), _) => line.of,
            (_, Type::Line(of)) => of,
            _ => return None,
        };
        Expression::ALL.into_iter().find(|(_, known)| *known == of).map(|(name, _)| name)
    }

    /// Arguments of `get_char_expr` for the side that a characteristic is of; None for other kinds.
    #[getter]
    fn char_params<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let declared = self.declared();
        if !matches!(declared.kind, Type::Line(_) | Type::CharMap) {
            return Ok(None);
        }
        let side = u8::from(declared.name.ends_with('2'));
        let params = PyDict::new(py);
        params.set_item("type", "rel")?;
        params.set_item("inconn", side)?;
        params.set_item("outconn", side)?;
        Ok(Some(params))
    }

    /// Start value and unit as a quantity of the package pint.
    #[getter]
    fn val0_with_unit<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let quantity = slf.py().import("entropyk.tools.units")?.getattr("quantity")?;
        quantity.call1((slf.get().val0(), slf.get().unit()))
    }

    /// Value and unit as a quantity of the package pint.
    #[getter]
    fn val_with_unit<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let quantity = slf.py().import("entropyk.tools.units")?.getattr("quantity")?;
        quantity.call1((slf.get().val(slf.py())?, slf.get().unit()))
    }

    fn __float__(&self) -> f64 {
        self.val_si()
    }

    fn __repr__(&self) -> String {
        let slots = self.object.slots.read();
        let slot = slots.slot(self.index);
        let (name, role) = (
            self.declared().name,
            match slot.role {
                Role::Set if slot.is_default => "assumed",
                Role::Set => "given",
                Role::Free => "free",
                Role::Result => "result",
                Role::Unset => "unset",
            },
        );
        let units = self.object.units();
        let unit = units.unit(self.declared().quantity).symbol();
        let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
        format!("<{name} = {}{unit} ({role})>", spell(&slot.value, self.declared(), &self.object))
    }
}
