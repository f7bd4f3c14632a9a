//! Slots: where the values of parameters live, before and while they belong to a model.
//!
//! An object owns its slots. A plain number is taken in the units of the model that the object joins and
//! stays *pending* until then; [`Slots::resolve`] turns it into SI. Changing a value leaves the structure of
//! a model as it is; changing a [`Role`], an option or a map changes it, which [`Slots::structure`] counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use entropyk_core::{Quantity, Units, compact};

use crate::characteristic::Curve;
use crate::declaration::{Activation, Count, Declaration, Parameter, Type};
use crate::{CharMap, Characteristic, ComponentError, CompressorMap, OperationalState};

/// What a slot's value means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing is known.
    #[default]
    Unset,
    /// Given.
    Set,
    /// An unknown of the model.
    Free,
    /// Found by the last solve.
    Result,
}

/// The content of a slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    None,
    /// A number in SI.
    Number(f64),
    /// A number in the units of the model the object will join.
    Pending(f64),
    /// A switch.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// Index of a choice.
    Choice(usize),
    /// A compressor map.
    Map(Arc<CompressorMap>),
    /// Several numbers; NaN where one is missing.
    Numbers(Arc<[f64]>),
    /// A characteristic line.
    Line(Characteristic),
    /// A characteristic map.
    CharMap(Arc<CharMap>),
    /// A function.
    Function(Curve),
}

/// A parameter's value and role.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slot {
    /// Content.
    pub value: Value,
    /// Meaning of the content.
    pub role: Role,
    /// Where an iteration may start, SI.
    pub start: Option<f64>,
    /// Value at the design point, SI.
    pub design: Option<f64>,
    /// Set by a system because nothing else was given.
    pub is_default: bool,
}

/// The slots of one object.
#[derive(Clone, Debug)]
pub struct Slots {
    declaration: Arc<Declaration>,
    slots: Vec<Slot>,
    /// Of an object with a design point of its own: values at its ports there, by position and name.
    design_at_ports: Arc<DesignAtPorts>,
    structure: u64,
}

/// Values at the design point of what flows through ports, SI, by position among all ports, then by name.
pub type DesignAtPorts = BTreeMap<usize, BTreeMap<String, f64>>;

impl Slots {
    /// All unset.
    pub fn new(declaration: Arc<Declaration>) -> Self {
        let slots = vec![Slot::default(); declaration.parameters.len()];
        Self { declaration, slots, design_at_ports: Arc::default(), structure: 0 }
    }

    /// Adds a parameter beside those of the class; gives its index.
    pub fn extend(&mut self, parameter: Parameter) -> usize {
        Arc::make_mut(&mut self.declaration).parameters.push(parameter);
        self.slots.push(Slot::default());
        self.structure += 1;
        self.slots.len() - 1
    }

    /// The declaration they follow.
    pub fn declaration(&self) -> &Arc<Declaration> {
        &self.declaration
    }

    /// Grows with every change of a role, an option, a curve or map, or the design point.
    pub fn structure(&self) -> u64 {
        self.structure
    }

    /// Index of a parameter.
    ///
    /// # Errors
    /// [`ComponentError::UnknownParameter`], with the nearest names.
    pub fn index(&self, name: &str) -> Result<usize, ComponentError> {
        self.declaration.parameter(name).ok_or_else(|| {
            let names = || self.declaration.parameters.iter().map(|p| p.name);
            let mut hint = entropyk_core::suggest::did_you_mean(name, names());
            if hint.is_empty() {
                let given = self.declaration.parameters.iter().filter(|p| !p.is_result);
                hint = format!("; its parameters are {}", list(given.map(|p| p.name)));
            }
            ComponentError::UnknownParameter(format!("{} has no parameter {name:?}{hint}", self.declaration.class))
        })
    }

    /// A slot.
    pub fn slot(&self, index: usize) -> &Slot {
        &self.slots[index]
    }

    /// Value in SI; the declared default while unset, NaN where there is none.
    pub fn number(&self, index: usize) -> f64 {
        match self.slots[index].value {
            Value::Number(value) => value,
            Value::Integer(value) => value as f64,
            _ => self.declaration.parameters[index].default.unwrap_or(f64::NAN),
        }
    }

    /// A whole number: as given, or the declared default.
    pub fn count(&self, index: usize) -> usize {
        self.number(index).max(0.0) as usize
    }

    /// True if the switch is on.
    pub fn flag(&self, index: usize) -> bool {
        self.slots[index].value == Value::Flag(true)
    }

    /// Index of the word chosen; the first while unset.
    pub fn choice(&self, index: usize) -> usize {
        match self.slots[index].value {
            Value::Choice(chosen) => chosen,
            _ => 0,
        }
    }

    /// Where the ports that each declared one stands for begin among all ports of the object, and the end.
    pub fn port_starts(&self) -> Vec<usize> {
        let mut starts = vec![0];
        for port in &self.declaration.ports {
            let count = match port.count {
                Count::One => 1,
                Count::Parameter(parameter) => self.count(parameter),
            };
            starts.push(starts[starts.len() - 1] + count);
        }
        starts
    }

    /// True if the parameter is given (a number, curve or map) or free.
    pub fn is_given(&self, index: usize) -> bool {
        let slot = &self.slots[index];
        let has_value = matches!(
            slot.value,
            Value::Number(_)
                | Value::Pending(_)
                | Value::Map(_)
                | Value::Numbers(_)
                | Value::Line(_)
                | Value::CharMap(_)
                | Value::Function(_)
        );
        slot.role == Role::Free || slot.role == Role::Set && has_value
    }

    /// Functions from outside the library, by index.
    pub fn functions(&self) -> impl Iterator<Item = (usize, &Curve)> {
        self.slots.iter().enumerate().filter_map(|(index, slot)| match &slot.value {
            Value::Function(curve) => Some((index, curve)),
            _ => None,
        })
    }

    /// Whether an activation holds. `is_connected` tells of ports.
    pub fn holds(&self, activation: &Activation, is_connected: &dyn Fn(usize) -> bool) -> bool {
        match activation {
            Activation::Always => true,
            Activation::Never | Activation::OffDesign => false,
            Activation::Given(parameter) => self.is_given(*parameter),
            Activation::Flag(parameter, wanted) => {
                let slot = &self.slots[*parameter];
                slot.role == Role::Set && slot.value == Value::Flag(*wanted)
            }
            Activation::Chosen(parameter, choice) => self.choice(*parameter) == *choice,
            Activation::Connected(port) => is_connected(*port),
            Activation::All(all) => all.iter().all(|a| self.holds(a, is_connected)),
            Activation::Any(any) => any.iter().any(|a| self.holds(a, is_connected)),
            Activation::Not(not) => !self.holds(not, is_connected),
            Activation::Bypassed => self.state() == OperationalState::Bypass,
        }
    }

    /// Gives a value.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for the wrong kind of value, NaN, or a value outside strict limits.
    pub fn set(&mut self, index: usize, value: Value) -> Result<(), ComponentError> {
        let value = self.accept(index, value)?;
        let slot = &mut self.slots[index];
        let same_structure = slot.role == Role::Set && same_kind(&slot.value, &value) && !slot.is_default;
        *slot = Slot { value, role: Role::Set, start: slot.start, design: slot.design, is_default: false };
        self.structure += u64::from(!same_structure);
        Ok(())
    }

    /// Takes a value back.
    pub fn unset(&mut self, index: usize) {
        if self.slots[index].role != Role::Unset {
            let Slot { start, design, .. } = self.slots[index];
            self.slots[index] = Slot { start, design, ..Slot::default() };
            self.structure += 1;
        }
    }

    /// Gives a value that yields to anything else, as a system's default.
    pub fn assume(&mut self, index: usize, value: f64) {
        self.slots[index].value = Value::Number(value);
        self.slots[index].role = Role::Set;
        self.slots[index].is_default = true;
        self.structure += 1;
    }

    /// Takes back every value that a system assumed.
    pub fn forget_assumptions(&mut self) {
        for index in 0..self.slots.len() {
            if self.slots[index].is_default {
                self.slots[index].is_default = false;
                self.unset(index);
            }
        }
    }

    /// Makes the parameter an unknown; the search for it begins at the value it was given.
    pub fn free(&mut self, index: usize) {
        if let Slot { role: Role::Set, value: Value::Number(value), .. } = self.slots[index] {
            self.slots[index].start = Some(value);
        }
        self.structure += u64::from(self.slots[index].role != Role::Free);
        self.slots[index].role = Role::Free;
        self.slots[index].is_default = false;
    }

    /// Puts a slot back as it was.
    pub fn restore(&mut self, index: usize, slot: Slot) {
        self.slots[index] = slot;
        self.structure += 1;
    }

    /// Stores what a solve found for a parameter that was not given.
    pub fn store(&mut self, index: usize, value: f64) {
        let slot = &mut self.slots[index];
        match slot.role {
            Role::Set => {}
            Role::Free => {
                slot.value = Value::Number(value);
                slot.start = Some(value);
            }
            Role::Unset | Role::Result => {
                slot.value = Value::Number(value);
                slot.role = Role::Result;
                slot.start = Some(value);
            }
        }
    }

    /// Sets the values of all parameters at the design point, SI; NaN where there is none.
    pub fn set_design(&mut self, values: &[f64]) {
        for (slot, value) in self.slots.iter_mut().zip(values) {
            slot.design = Some(*value).filter(|value| value.is_finite());
        }
        self.structure += 1;
    }

    /// Gives the object a design point of its own at its ports; elsewhere that of the connections holds.
    pub fn set_design_at_ports(&mut self, values: DesignAtPorts) {
        if *self.design_at_ports != values {
            self.design_at_ports = Arc::new(values);
            self.structure += 1;
        }
    }

    /// Value at a port at the design point of the object's own, None where the connection's holds.
    pub fn design_at_port(&self, position: usize, name: &str) -> Option<f64> {
        self.design_at_ports.get(&position)?.get(name).copied()
    }

    /// Takes other slots of the same class; a plan made before does not hold any more.
    pub(crate) fn replace(&mut self, other: Slots) {
        self.structure += 1 + other.structure;
        self.slots = other.slots;
    }

    /// Forgets what the last solve found.
    pub fn forget_results(&mut self) {
        for slot in self.slots.iter_mut().filter(|slot| slot.role == Role::Result) {
            (slot.value, slot.role) = (Value::None, Role::Unset);
        }
    }

    /// Sets where an iteration may start, SI.
    pub fn set_start(&mut self, index: usize, value: Option<f64>) {
        self.slots[index].start = value;
    }

    /// Turns pending numbers into SI.
    ///
    /// # Errors
    /// As [`Slots::set`].
    pub fn resolve(&mut self, units: &Units) -> Result<(), ComponentError> {
        for index in 0..self.slots.len() {
            if let Value::Pending(number) = self.slots[index].value {
                let unit = units.unit(self.declaration.parameters[index].quantity);
                let value = self.accept(index, Value::Number(unit.to_si(number)))?;
                self.slots[index].value = value;
            }
        }
        Ok(())
    }

    fn accept(&self, index: usize, value: Value) -> Result<Value, ComponentError> {
        let parameter = &self.declaration.parameters[index];
        let (class, name) = (self.declaration.class, parameter.name);
        let fits = match (&value, parameter.kind) {
            _ if parameter.is_result => false,
            (Value::Number(_) | Value::Pending(_), Type::Number | Type::NumberOrFlag) => true,
            (Value::Flag(_), Type::Flag | Type::NumberOrFlag) => true,
            (Value::Integer(_), Type::Integer) | (Value::Map(_), Type::Map) => true,
            (Value::Line(_), Type::Line(_)) | (Value::CharMap(_), Type::CharMap) => true,
            (Value::Function(_), Type::Function) => true,
            (Value::Numbers(list), Type::Numbers(count)) => list.len() == count && list.iter().all(|v| v.is_finite()),
            (Value::Numbers(list), Type::Record(names)) => list.len() == names.len(),
            (Value::Choice(choice), Type::Choice(words)) => *choice < words.len(),
            _ => false,
        };
        if !fits {
            let takes = if parameter.is_result { "is a result and takes no value" } else { expects(parameter.kind) };
            return Err(ComponentError::Parameter(format!("{class}: {name} {takes}")));
        }
        if let Value::Number(v) | Value::Pending(v) = value
            && v.is_nan()
        {
            return Err(ComponentError::Parameter(format!("{class}: {name} is NaN; give a number")));
        }
        if let Value::Number(v) | Value::Pending(v) = value
            && v.is_infinite()
            && !parameter.can_be_infinite
        {
            return Err(ComponentError::Parameter(format!("{class}: {name} is infinite; give a finite number")));
        }
        let known = match value {
            Value::Number(v) => Some(v),
            Value::Integer(v) => Some(v as f64),
            _ => None,
        };
        if let Some(v) = known
            && parameter.strict
            && !(parameter.min..=parameter.max).contains(&v)
        {
            return Err(ComponentError::Parameter(out_of_limits(class, parameter, v)));
        }
        // Without an offset of its unit, a number has the sign it will have in SI.
        if let Value::Pending(v) = value
            && parameter.strict
            && parameter.min >= 0.0
            && parameter.quantity != Quantity::Temperature
            && v < parameter.min
        {
            return Err(ComponentError::Parameter(out_of_limits(class, parameter, v)));
        }
        Ok(value)
    }
}

fn out_of_limits(class: &str, parameter: &crate::declaration::Parameter, value: f64) -> String {
    let (name, min, max) = (parameter.name, parameter.min, parameter.max);
    let value = compact(value);
    let unit = match parameter.quantity.si_symbol() {
        "1" => String::new(),
        symbol => format!(" {symbol}"),
    };
    if min == f64::MIN_POSITIVE {
        return format!("{class}: {name} = {value}{unit} must be greater than 0");
    }
    if max.is_infinite() {
        return format!("{class}: {name} = {value}{unit} must not be below {min}{unit}");
    }
    format!("{class}: {name} = {value}{unit} must lie between {min}{unit} and {max}{unit}")
}

fn same_kind(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(_) | Value::Pending(_), Value::Number(_) | Value::Pending(_)) => true,
        _ => a == b,
    }
}

fn expects(kind: Type) -> &'static str {
    match kind {
        Type::Number => "takes a number",
        Type::NumberOrFlag => "takes a number or True/False",
        Type::Flag => "takes True or False",
        Type::Integer => "takes a whole number",
        Type::Choice(_) => "takes one of its words",
        Type::Numbers(_) => "takes a list of finite numbers, as many as it has coefficients",
        Type::Record(_) => "takes a dict of numbers",
        Type::Map => "takes an Ahri540, several of different frequency, or twenty numbers (mass flow and power)",
        Type::Line(_) => "takes a CharLine, or the name of one that is shipped",
        Type::CharMap => "takes a CharMap, or the name of one that is shipped",
        Type::Function => "takes a function of one number",
    }
}

/// `a, b and c`.
pub(crate) fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
