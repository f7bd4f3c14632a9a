//! Values of parameters, as users give them and as they see them.

use std::sync::Arc;

use entropyk::components::declaration::{Parameter as Declared, Type};
use entropyk::components::slots::Value;
use entropyk::components::{self as core, Characteristic, CompressorMap, Expression};
use entropyk::network;
use entropyk_core::ThermoError;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyString};

use crate::characteristic::{CharLine, CharMap};
use crate::curve;
use crate::errors::OrRaise;
use crate::maps;
use crate::units::Given;

/// What a user wants of a parameter.
pub(crate) enum Setting {
    Value(Value),
    Unset,
    Free,
}

pub(crate) fn read(class: &str, parameter: &Declared, object: &Bound<'_, PyAny>) -> PyResult<Setting> {
    if object.is_none() {
        return Ok(Setting::Unset);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return read_text(class, parameter, text.to_str()?);
    }
    let value = match parameter.kind {
        Type::Map => Value::Map(read_map(object)?),
        Type::Line(of) => Value::Line(read_line(class, parameter, of, object)?),
        Type::CharMap => match object.cast::<CharMap>() {
            Ok(map) => Value::CharMap(map.get().0.clone()),
            Err(_) => return Err(mistyped(parameter, object)),
        },
        Type::Function => match curve::read(parameter.name, object)? {
            Some(curve) => Value::Function(curve),
            None => return Err(mistyped(parameter, object)),
        },
        Type::Numbers(_) => {
            Value::Numbers(object.extract::<Vec<f64>>().map_err(|_| mistyped(parameter, object))?.into())
        }
        Type::Record(names) => Value::Numbers(read_record(parameter, names, object)?.into()),
        Type::Flag => Value::Flag(object.extract().map_err(|_| mistyped(parameter, object))?),
        Type::Integer => Value::Integer(object.extract().map_err(|_| mistyped(parameter, object))?),
        Type::NumberOrFlag if is_bool(object) => Value::Flag(object.is_truthy()?),
        Type::Choice(_) => return Err(mistyped(parameter, object)),
        Type::Number | Type::NumberOrFlag if is_bool(object) => return Err(mistyped(parameter, object)),
        Type::Number | Type::NumberOrFlag => match Given::read(object, parameter.quantity) {
            Ok(Given::Number(number)) => Value::Pending(number),
            Ok(Given::Si(si)) => Value::Number(si),
            Err(error) if error.is_instance_of::<PyTypeError>(object.py()) => return Err(mistyped(parameter, object)),
            Err(error) => return Err(error),
        },
    };
    Ok(Setting::Value(value))
}

pub(crate) fn read_text(class: &str, parameter: &Declared, text: &str) -> PyResult<Setting> {
    let refuse = |message: String| Err(ThermoError::InvalidState(message)).or_raise();
    match parameter.kind {
        Type::Number | Type::NumberOrFlag if text == "var" => Ok(Setting::Free),
        Type::Choice(words) => match words.iter().position(|word| *word == text) {
            Some(index) => Ok(Setting::Value(Value::Choice(index))),
            None => refuse(format!("{} is one of {}, not {text:?}", parameter.name, words.join(", "))),
        },
        Type::Line(of) => {
            let line = core::CharLine::named(class, parameter.name, text).or_raise()?;
            Ok(Setting::Value(Value::Line(Characteristic { line, of })))
        }
        Type::CharMap => {
            Ok(Setting::Value(Value::CharMap(core::CharMap::named(class, parameter.name, text).or_raise()?)))
        }
        _ => refuse(format!("{} takes a number or a quantity, not the text {text:?}", parameter.name)),
    }
}

/// A line, or a dict of it (`char_func`) and what it is a function of (`param`).
fn read_line(class: &str, parameter: &Declared, of: Expression, object: &Bound<'_, PyAny>) -> PyResult<Characteristic> {
    if let Ok(line) = object.cast::<CharLine>() {
        return Ok(Characteristic { line: line.get().0.clone(), of });
    }
    let Ok(dict) = object.cast::<PyDict>() else { return Err(mistyped(parameter, object)) };
    let of = match dict.get_item("param")? {
        Some(name) => {
            let name: String = name.extract()?;
            let known = Expression::ALL.into_iter().find(|(known, _)| *known == name);
            let names = Expression::ALL.map(|(known, _)| known).join(", ");
            let unknown =
                || ThermoError::InvalidState(format!("{}: param is one of {names}, not {name:?}", parameter.name));
            known.ok_or_else(unknown).or_raise()?.1
        }
        None => of,
    };
    match dict.get_item("char_func")? {
        Some(line) => read_line(class, parameter, of, &line),
        None => Ok(Characteristic { line: core::CharLine::named(class, parameter.name, "DEFAULT").or_raise()?, of }),
    }
}

fn mistyped(parameter: &Declared, object: &Bound<'_, PyAny>) -> PyErr {
    let kind = object.get_type().name().map_or_else(|_| "object".into(), |name| name.to_string());
    let message = format!("{} cannot be the {kind} {object}: {}", parameter.name, parameter.meaning);
    Err::<(), _>(ThermoError::InvalidState(message)).or_raise().unwrap_err()
}

/// Also the bool of NumPy.
fn is_bool(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyBool>() || object.get_type().name().is_ok_and(|name| name.to_string().starts_with("bool"))
}

/// A dict of numbers by these names; NaN for those it lacks.
fn read_record(parameter: &Declared, names: &[&str], object: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
    let Ok(dict) = object.cast::<PyDict>() else { return Err(mistyped(parameter, object)) };
    let mut values = vec![f64::NAN; names.len()];
    for (key, value) in dict.iter() {
        let key: String = key.extract()?;
        let place = names.iter().position(|name| *name == key);
        let unknown =
            || ThermoError::InvalidState(format!("{} has no {key:?}; it takes {}", parameter.name, names.join(", ")));
        values[place.ok_or_else(unknown).or_raise()?] = value.extract().map_err(|_| mistyped(parameter, object))?;
    }
    Ok(values)
}

/// A rating, several of different frequency, or twenty numbers.
fn read_map(object: &Bound<'_, PyAny>) -> PyResult<Arc<CompressorMap>> {
    if let Ok(map) = object.cast::<maps::Ahri540>() {
        return checked((*map.get().0).clone().into());
    }
    if let Ok(several) = object.extract::<Vec<PyRef<'_, maps::Ahri540>>>()
        && !several.is_empty()
    {
        let speeds = several.iter().map(|map| (*map.0).clone()).collect();
        return checked(CompressorMap::new(speeds).or_raise()?);
    }
    let numbers: Option<Vec<f64>> = object.extract().ok();
    let count = numbers.as_ref().map_or(0, Vec::len);
    match numbers.and_then(|numbers| numbers.try_into().ok()) {
        Some(numbers) => {
            let map = core::Ahri540::from_numbers(numbers);
            map.validate().or_raise()?;
            Ok(Arc::new(map.into()))
        }
        None => {
            let got = if count > 0 { format!("{count} numbers") } else { object.repr()?.to_string() };
            let message = format!(
                "coefficients takes an Ahri540, several of different frequency, or twenty numbers (ten of mass flow, ten of power, SI), not {got}"
            );
            Err(ThermoError::InvalidState(message)).or_raise()
        }
    }
}

/// A rating whose coefficients may be those of its refrigerant.
fn checked(map: CompressorMap) -> PyResult<Arc<CompressorMap>> {
    if let Some(name) = map.fluid() {
        let fluid = entropyk::fluids::Fluid::new(name).or_raise()?;
        for speed in map.speeds() {
            speed.check_rating(&fluid).or_raise()?;
        }
    }
    Ok(Arc::new(map))
}

/// A rating, or the list of several.
fn map_object(py: Python<'_>, map: &CompressorMap) -> PyResult<Py<PyAny>> {
    let speeds = map.speeds().iter().map(|speed| maps::Ahri540(Arc::new(speed.clone())));
    match speeds.collect::<Vec<_>>() {
        mut one if one.len() == 1 => Ok(Py::new(py, one.remove(0))?.into_any()),
        several => Ok(several.into_pyobject(py)?.into_any().unbind()),
    }
}

/// Numbers as a list, or as a dict by the names of a record.
fn list_object(py: Python<'_>, kind: Type, list: &[f64]) -> PyResult<Py<PyAny>> {
    let Type::Record(names) = kind else { return Ok(list.into_pyobject(py)?.into_any().unbind()) };
    let dict = PyDict::new(py);
    for (name, value) in names.iter().zip(list).filter(|(_, value)| !value.is_nan()) {
        dict.set_item(name, value)?;
    }
    Ok(dict.into_any().unbind())
}

pub(crate) fn spell(value: &Value, parameter: &Declared, object: &network::Object) -> String {
    match value {
        Value::None => "None".into(),
        Value::Number(si) => format!("{}", object.units().unit(parameter.quantity).from_si(*si)),
        Value::Pending(number) => format!("{number}"),
        Value::Flag(flag) => if *flag { "True" } else { "False" }.into(),
        Value::Integer(number) => format!("{number}"),
        Value::Choice(index) => match parameter.kind {
            Type::Choice(words) => format!("{:?}", words[*index]),
            _ => format!("{index}"),
        },
        Value::Numbers(list) => format!("{list:?}"),
        Value::Map(map) if map.speeds().len() > 1 => format!("<{} ratings {}>", map.speeds().len(), map.name()),
        Value::Map(map) => format!("<Ahri540 {}>", map.name()),
        Value::Line(of) => format!("<CharLine of {} points>", of.line.x().len()),
        Value::CharMap(map) => format!("<CharMap of {} lines>", map.x().len()),
        Value::Function(_) => "<a function>".into(),
    }
}

/// A value without a unit, or as it was given; NaN where there is none.
pub(crate) fn plain(py: Python<'_>, value: &Value, declared: &Declared) -> PyResult<Py<PyAny>> {
    match value {
        Value::Number(number) | Value::Pending(number) => Ok(number.into_pyobject(py)?.into_any().unbind()),
        Value::Flag(flag) => Ok(flag.into_pyobject(py)?.to_owned().into_any().unbind()),
        Value::Integer(number) => Ok(number.into_pyobject(py)?.into_any().unbind()),
        Value::Map(map) => map_object(py, map),
        Value::Numbers(list) => list_object(py, declared.kind, list),
        Value::Line(of) => Ok(Py::new(py, CharLine(of.line.clone()))?.into_any()),
        Value::CharMap(map) => Ok(Py::new(py, CharMap(map.clone()))?.into_any()),
        Value::Function(function) => Ok(curve::given(py, function)),
        Value::Choice(index) => match declared.kind {
            Type::Choice(words) => Ok(words[*index].into_pyobject(py)?.into_any().unbind()),
            _ => Ok(py.None()),
        },
        Value::None => Ok(f64::NAN.into_pyobject(py)?.into_any().unbind()),
    }
}
