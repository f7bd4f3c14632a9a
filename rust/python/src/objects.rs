//! Components and connections as Python sees them: an object with slots, and handles on its parameters.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use entropyk::components::composition::FLUID;
use entropyk::components::declaration::{Activation, Count, Direction, Form, Kind, Parameter as Declared, Port, Type};
use entropyk::components::slots::Value;
use entropyk::components::{
    self as core, Characteristic, CompressorMap, Declaration, Expression, Role, VARIABLE, library,
};
use entropyk::network;
use entropyk_core::{Quantity, ThermoError};
use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyString, PyTuple};

use crate::callback::Host;
use crate::characteristic::{CharLine, CharMap};
use crate::curve;
use crate::errors::{OrRaise, guard};
use crate::maps;
use crate::scripted::{Blueprint, Owner, Script, Scripted};
use crate::units::{Given, Units};

/// What components and connections have in common.
#[pyclass(subclass, frozen, module = "entropyk._core")]
pub(crate) struct Object(pub(crate) Arc<network::Object>, Option<(Owner, Arc<Script>)>);

impl Object {
    /// Lets equations in Python see the object that they belong to.
    pub(crate) fn bind(slf: &Bound<'_, Self>) -> PyResult<()> {
        if let Some((owner, _)) = &slf.get().1
            && owner.get().is_none()
        {
            let _ = owner.set(Host::new(slf.as_any())?);
        }
        Ok(())
    }

    /// The class in Rust by which shipped characteristics are found.
    fn native(&self) -> &'static str {
        let extended = self.1.as_ref().and_then(|(_, script)| script.native.as_ref());
        extended.map_or(self.0.declaration().class, |native| native.declaration().class)
    }
}

impl Object {
    /// A handle on an object of a class of the engine.
    pub(crate) fn around(object: &Arc<network::Object>) -> Self {
        Self(object.clone(), None)
    }
}

#[pymethods]
impl Object {
    /// The class attribute `_class` names the declaration; arguments are read by `__init__`. An object of this class itself as
    /// first argument shares its slots.
    #[new]
    #[classmethod]
    #[pyo3(signature = (*_args, **kwargs))]
    fn new(
        cls: &Bound<'_, pyo3::types::PyType>,
        _args: &Bound<'_, PyTuple>,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        if let Some(other) = _args.iter().next().and_then(|first| first.cast_into_exact::<Object>().ok()) {
            return Ok(Self::around(&other.get().0));
        }
        let class = cls.getattr("_class")?;
        if let Ok(blueprint) = class.cast::<Blueprint>() {
            let script = blueprint.get().0.clone();
            let (class, owner) = Scripted::of(script.clone());
            return Ok(Self(network::Object::new(class, None), Some((owner, script))));
        }
        let name: String = class.extract()?;
        if let (VARIABLE, Some(kwargs)) = (&*name, kwargs) {
            return Ok(Self(unknown(kwargs)?.object(), None));
        }
        Ok(Self(entropyk::component(&name, None).or_raise()?, None))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Some(slots) = self.0.slots.try_read() else { return Ok(()) };
        slots.functions().try_for_each(|(_, function)| curve::traverse(function, &visit))
    }

    fn __clear__(&self) {
        let Some(mut slots) = self.0.slots.try_write() else { return };
        let functions: Vec<usize> = slots.functions().map(|(index, _)| index).collect();
        functions.into_iter().for_each(|index| slots.unset(index));
    }

    /// Functions from outside the library by the name of their parameter.
    fn _functions(&self, py: Python<'_>) -> Vec<(&'static str, Py<PyAny>)> {
        let slots = self.0.slots.read();
        let named = |(index, function)| (self.0.parameter(index).name, curve::given(py, function));
        slots.functions().map(named).collect()
    }

    /// Label; None before the object has one.
    #[getter]
    fn label(&self) -> Option<String> {
        Some(self.0.label()).filter(|label| !label.is_empty())
    }

    /// Name of the class in the engine.
    #[getter]
    fn _name(&self) -> &'static str {
        self.0.declaration().class
    }

    /// The values as JSON.
    fn _save(&self) -> PyResult<String> {
        let saved = self.0.slots.read().save();
        serde_json::to_string(&saved).map_err(|error| PyTypeError::new_err(error.to_string()))
    }

    /// Takes values that `_save` gave.
    fn _load(&self, json: &str) -> PyResult<()> {
        let saved = serde_json::from_str(json).map_err(|error| ThermoError::Validation(format!("no values: {error}")));
        self.0.slots.write().load(&saved.or_raise()?).or_raise()
    }

    /// Gives plain numbers their meaning before the object belongs to a model.
    fn _use_units(&self, units: &Bound<'_, Units>) -> PyResult<()> {
        self.0.join(units.get().shared()).or_raise()
    }

    #[getter]
    fn _is_off(&self) -> bool {
        self.0.is_off()
    }

    fn _set_label(&self, label: &str) {
        self.0.set_label(label);
    }

    /// Gives or takes back parameters.
    ///
    /// Parameters
    /// ----------
    /// **parameters : float, quantity, bool, Ahri540, None or "var"
    ///     A plain number is in the units of the model the object belongs to, or will join. None takes a value back,
    ///     `"var"` makes the parameter an unknown.
    ///
    /// Raises
    /// ------
    /// UnknownParameterError
    ///     For a name that the class does not have, with the nearest ones.
    /// ComponentError
    ///     For a value that the parameter cannot take.
    #[pyo3(signature = (**parameters))]
    fn set_attr(&self, parameters: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        let mut settings = Vec::new();
        for (name, value) in parameters.iter().flat_map(|dict| dict.iter()) {
            let name: String = name.extract()?;
            let index = self.0.slots.read().index(&name).or_raise()?;
            if settings.iter().any(|(known, _)| *known == index) {
                let declared = &self.0.parameter(index);
                let mut spellings = [&[declared.name], declared.aliases].concat();
                let (class, last) = (self.0.declaration().class, spellings.pop().unwrap_or_default());
                let others = spellings.join(", ");
                let message = format!("{class}: {others} and {last} are spellings of one parameter: give one of them");
                return Err(ThermoError::InvalidState(message)).or_raise();
            }
            settings.push((index, read(self.native(), &self.0.parameter(index), &value)?));
        }
        for (index, setting) in settings {
            match setting {
                Setting::Value(value) => self.0.set(index, value).or_raise()?,
                Setting::Unset => self.0.slots.write().unset(index),
                Setting::Free => self.0.slots.write().free(index),
            }
        }
        Ok(())
    }

    /// Where an iteration may start: a number in the units of the model, a quantity, or None.
    fn _set_start(&self, name: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let index = self.0.slots.read().index(name).or_raise()?;
        let quantity = self.0.parameter(index).quantity;
        let si = match value.map(|value| Given::read(value, quantity)).transpose()? {
            Some(Given::Number(number)) => Some(self.0.units().unit(quantity).to_si(number)),
            Some(Given::Si(si)) => Some(si),
            None => None,
        };
        self.0.slots.write().set_start(index, si);
        Ok(())
    }

    /// Shows a value in SI as a result, unless one is given.
    fn _show(&self, name: &str, si: f64) -> PyResult<()> {
        let index = self.0.slots.read().index(name).or_raise()?;
        let mut slots = self.0.slots.write();
        if !matches!(slots.slot(index).role, Role::Set | Role::Free) {
            slots.store(index, si);
        }
        Ok(())
    }

    /// Sets values at the design point by name, SI; those not named are forgotten.
    fn _set_design(&self, values: HashMap<String, f64>) {
        let of = |parameter: &Declared| values.get(parameter.name).copied().unwrap_or(f64::NAN);
        let values: Vec<f64> = self.0.declaration().parameters.iter().map(of).collect();
        self.0.slots.write().set_design(&values);
    }

    /// Gives the object a design point of its own at its ports: values in SI by port and name.
    fn _set_design_at_ports(&self, values: HashMap<String, BTreeMap<String, f64>>) {
        let starts = self.0.slots.read().port_starts();
        let place = |port: &str| self.0.declaration().port(port).map(|(port, instance)| starts[port] + instance);
        let known = values.into_iter().filter_map(|(port, numbers)| Some((place(&port)?, numbers)));
        self.0.slots.write().set_design_at_ports(known.collect());
    }

    /// Switches a parameter on as it was at the design point: a number has the value it had, a switch is on, and a
    /// characteristic is the shipped one unless another is given.
    fn _switch_on(&self, name: &str) -> PyResult<()> {
        let index = self.0.slots.read().index(name).or_raise()?;
        let declared = &self.0.parameter(index);
        let design = self.0.slots.read().slot(index).design;
        let value = match (declared.kind, design) {
            (Type::Flag | Type::NumberOrFlag, None) => Value::Flag(true),
            (Type::Line(_) | Type::CharMap, _) => match read_text(self.0.declaration().class, declared, "DEFAULT")? {
                Setting::Value(value) => value,
                Setting::Unset | Setting::Free => return Ok(()),
            },
            (_, Some(value)) => Value::Number(value),
            (_, None) => {
                let message = format!("{}: {name} had no value at the design point", self.0.label());
                return Err(ThermoError::InvalidState(message)).or_raise();
            }
        };
        self.0.set(index, value).or_raise()
    }

    /// A parameter by name, as `set_attr` takes it.
    fn get_attr(&self, name: &str) -> PyResult<Parameter> {
        let slots = self.0.slots.read();
        let index = slots.index(name).or_raise()?;
        Ok(Parameter { object: self.0.clone(), declaration: slots.declaration().clone(), index, class: self.native() })
    }

    fn __getattr__(&self, name: &str) -> PyResult<Parameter> {
        match self.0.declaration().parameter(name) {
            Some(index) => Ok(Parameter {
                object: self.0.clone(),
                declaration: self.0.declaration().clone(),
                index,
                class: self.native(),
            }),
            None if name.starts_with('_') => Err(PyAttributeError::new_err(name.to_owned())),
            None => {
                let message = self.0.slots.read().index(name).err().map_or_else(String::new, |error| error.to_string());
                Err(PyAttributeError::new_err(message))
            }
        }
    }

    /// (name, mass fraction, whether it is given) of every species of a connection; NaN where nothing is known.
    fn _fractions(&self) -> Vec<(&'static str, f64, bool)> {
        let slots = self.0.slots.read();
        let all = slots.declaration().parameters.iter().enumerate().skip(self.0.declaration().parameters.len());
        let of = |(index, parameter): (usize, &Declared)| {
            (parameter.name.trim_start_matches(FLUID), slots.number(index), slots.slot(index).role == Role::Set)
        };
        all.map(of).collect()
    }

    /// True for the name of a parameter, in any spelling.
    fn _has_parameter(&self, name: &str) -> bool {
        self.0.declaration().parameter(name).is_some()
    }

    /// Names of the parameters.
    fn _parameters(&self) -> Vec<&'static str> {
        self.0.declaration().parameters.iter().map(|parameter| parameter.name).collect()
    }

    /// Names of the inlets (or outlets) through which a fluid, power or heat flows, with all that a port stands for.
    fn _port_names(&self, direction: &str, kind: &str) -> Vec<String> {
        let direction = if direction == "in" { Direction::In } else { Direction::Out };
        let kind = match kind {
            "power" => Kind::Power,
            "heat" => Kind::Heat,
            _ => Kind::Fluid,
        };
        let starts = self.0.slots.read().port_starts();
        let ports = self.0.declaration().ports.iter().enumerate();
        let wanted = ports.filter(|(_, port)| port.direction == direction && port.kind == kind);
        wanted.flat_map(|(at, port)| (0..starts[at + 1] - starts[at]).map(|instance| port.name(instance))).collect()
    }

    /// Names of the inlets that may stay open and whose streams leave with another.
    fn _injected(&self) -> Vec<&'static str> {
        let declaration = self.0.declaration();
        let inlets = (0..declaration.ports.len()).filter(|port| declaration.is_injected(*port));
        inlets.map(|port| declaration.ports[port].name).collect()
    }

    /// Ports that stand for several: stem of their names, the parameter that counts them, direction and what flows.
    fn _counted_ports(&self) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
        let declaration = self.0.declaration();
        let counted = |port: &Port| match port.count {
            Count::One => None,
            Count::Parameter(index) => {
                let direction = if port.direction == Direction::In { "in" } else { "out" };
                let carries = match port.kind {
                    Kind::Power => "power",
                    Kind::Heat => "heat",
                    Kind::Fluid | Kind::HumidAir => "fluid",
                };
                Some((port.name, declaration.parameters[index].name, direction, carries))
            }
        };
        declaration.ports.iter().filter_map(counted).collect()
    }

    /// Ports by name.
    fn _ports(&self) -> Vec<&'static str> {
        self.0.declaration().ports.iter().map(|port| port.name).collect()
    }

    fn __repr__(&self) -> String {
        let mut text = format!("<{} {:?}", self.0.declaration().class, self.0.label());
        let slots = self.0.slots.read();
        for (index, parameter) in self.0.declaration().parameters.iter().enumerate() {
            let slot = slots.slot(index);
            if slot.role == Role::Set && !slot.is_default {
                let _ = write!(text, " {}={}", parameter.name, spell(&slot.value, parameter, &self.0));
            }
        }
        text + ">"
    }
}

/// An unknown that belongs to no component: `quantity`, and `start`, `min` and `max` in SI.
fn unknown(kwargs: &Bound<'_, PyDict>) -> PyResult<network::Unknown> {
    let number = |name: &str| kwargs.as_any().get_item(name)?.extract::<f64>();
    let quantity: String = kwargs.as_any().get_item("quantity")?.extract()?;
    let quantity = Quantity::named(&quantity).or_raise()?;
    Ok(network::Unknown { quantity, start: number("start")?, min: number("min")?, max: number("max")? })
}

/// What a user wants of a parameter.
enum Setting {
    Value(Value),
    Unset,
    Free,
}

fn read(class: &str, parameter: &Declared, object: &Bound<'_, PyAny>) -> PyResult<Setting> {
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

fn read_text(class: &str, parameter: &Declared, text: &str) -> PyResult<Setting> {
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

fn spell(value: &Value, parameter: &Declared, object: &network::Object) -> String {
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
    object: Arc<network::Object>,
    declaration: Arc<Declaration>,
    index: usize,
    /// The class by which shipped characteristics are found.
    class: &'static str,
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
        let is_own = |equation: &&core::declaration::Equation| equation.active.asks(self.index);
        self.object.declaration().equations.iter().filter(is_own)
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

    /// Unit of `val`.
    #[getter]
    fn unit(&self) -> String {
        self.object.units().unit(self.declared().quantity).symbol().to_owned()
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
        let unit = self.unit();
        let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
        format!("<{name} = {}{unit} ({role})>", spell(&slot.value, self.declared(), &self.object))
    }
}

/// What the package needs to make its classes: for every class a dict of name, documentation, ports and parameters, a class
/// before the kinds of it.
#[pyfunction]
pub(crate) fn _declarations(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    guard(|| library::in_order_of_kinds().iter().map(|class| describe(py, class.declaration())).collect())
}

/// Name, documentation, ports, parameters and equations of a class.
pub(crate) fn describe<'py>(py: Python<'py>, declaration: &Declaration) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("name", declaration.class)?;
    dict.set_item("summary", declaration.summary)?;
    dict.set_item("details", declaration.details)?;
    dict.set_item("ports", declaration.ports.iter().map(|port| port.name).collect::<Vec<_>>())?;
    let parameters = declaration.parameters.iter().filter(|p| !p.is_result);
    let rows = |p: &Declared| (p.name, type_name(p.kind), unit_name(p), p.meaning, p.aliases.to_vec());
    dict.set_item("parameters", parameters.map(rows).collect::<Vec<_>>())?;
    let results = declaration.parameters.iter().filter(|p| p.is_result);
    dict.set_item("results", results.map(rows).collect::<Vec<_>>())?;
    let own = declaration.equations.iter().filter(|e| e.active != Activation::Bypassed);
    let equations = own.map(|e| (e.name, e.formula));
    dict.set_item("equations", equations.collect::<Vec<_>>())?;
    let synonyms = library::SYNONYMS.iter().filter(|(_, class)| *class == declaration.class).map(|(name, _)| *name);
    dict.set_item("synonyms", synonyms.collect::<Vec<_>>())?;
    let kind_of = library::KINDS.iter().find(|(class, _)| *class == declaration.class).map(|(_, of)| *of);
    dict.set_item("kind_of", kind_of)?;
    Ok(dict)
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Number => "float",
        Type::NumberOrFlag => "float or bool",
        Type::Flag => "bool",
        Type::Integer => "int",
        Type::Choice(_) => "str",
        Type::Numbers(_) => "list of float",
        Type::Record(_) => "dict",
        Type::Map => "Ahri540",
        Type::Line(_) => "CharLine or str",
        Type::CharMap => "CharMap or str",
        Type::Function => "callable or dict",
    }
}

fn unit_name(parameter: &Declared) -> &'static str {
    match parameter.quantity {
        Quantity::Dimensionless => "",
        quantity => quantity.si_symbol(),
    }
}
