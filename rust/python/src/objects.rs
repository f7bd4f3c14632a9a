//! Components and connections as Python sees them: objects with slots.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use entropyk::components::composition::FLUID;
use entropyk::components::declaration::{Count, Direction, Kind, Parameter as Declared, Port, Type};
use entropyk::components::slots::Value;
use entropyk::components::{Role, VARIABLE};
use entropyk::network;
use entropyk_core::{Quantity, ThermoError};
use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::callback::Host;
use crate::curve;
use crate::errors::OrRaise;
use crate::parameter::Parameter;
use crate::scripted::{Blueprint, Owner, Script, Scripted};
use crate::units::{Given, Units};
use crate::values::{Setting, read, read_text, spell};

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
            None if name.starts_with('_') || name.ends_with("_group") => {
                Err(PyAttributeError::new_err(name.to_owned()))
            }
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
