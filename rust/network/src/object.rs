//! Objects: components and connections with their values.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use entropyk_components::declaration::{Kind, Parameter};
use entropyk_components::slots::Value;
use entropyk_components::{Class, Declaration, FluidConnection, HeatConnection, PowerConnection, Slots, class};
use entropyk_core::{ThermoError, Units};
use parking_lot::RwLock;

/// A component or connection with its values. Shared: users change values while a model holds it.
pub struct Object {
    /// Equations.
    pub class: Arc<dyn Class>,
    /// Values.
    pub slots: RwLock<Slots>,
    pub(crate) label: RwLock<Option<String>>,
    /// Number of the model that holds it, 0 where none does.
    pub(crate) owner: AtomicU64,
    units: RwLock<Option<SharedUnits>>,
    /// Nothing flowed through it in the last solution.
    pub(crate) is_off: AtomicBool,
}

/// Units that a model, its objects and Python look at together.
pub type SharedUnits = Arc<RwLock<Units>>;

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.declaration().class, self.label())
    }
}

impl Object {
    /// A connection of a kind, all unset.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] for a kind of which there are no connections.
    pub fn connection(kind: Kind) -> Result<Arc<Self>, ThermoError> {
        type Shared = std::sync::LazyLock<Arc<dyn Class>>;
        static FLUID: Shared = Shared::new(class::<FluidConnection>);
        static POWER: Shared = Shared::new(class::<PowerConnection>);
        static HEAT: Shared = Shared::new(class::<HeatConnection>);
        let class = match kind {
            Kind::Fluid => &FLUID,
            Kind::Power => &POWER,
            Kind::Heat => &HEAT,
            Kind::HumidAir => {
                return Err(ThermoError::Topology("there are no connections for humid air yet".into()));
            }
        };
        Ok(Object::new((*class).clone(), None))
    }

    /// An object of a class, all unset.
    pub fn new(class: Arc<dyn Class>, label: Option<String>) -> Arc<Self> {
        let slots = RwLock::new(Slots::new(class.declaration().clone()));
        let (label, owner, units) = (RwLock::new(label), AtomicU64::new(0), RwLock::new(None));
        Arc::new(Self { class, slots, label, owner, units, is_off: AtomicBool::new(false) })
    }

    /// One with the same class, label and values, that no model holds.
    pub(crate) fn copy(&self) -> Arc<Self> {
        let copy = Object::new(self.class.clone(), self.label.read().clone());
        *copy.slots.write() = self.slots.read().clone();
        copy
    }

    /// Ports, parameters, equations.
    pub fn declaration(&self) -> &Arc<Declaration> {
        self.class.declaration()
    }

    /// A parameter, those beside the declared ones included.
    pub fn parameter(&self, index: usize) -> Parameter {
        self.slots.read().declaration().parameters[index].clone()
    }

    /// Label; empty before the object has one.
    pub fn label(&self) -> String {
        self.label.read().clone().unwrap_or_default()
    }

    /// True if nothing flowed through it in the last solution, because a component is off.
    pub fn is_off(&self) -> bool {
        self.is_off.load(Ordering::Relaxed)
    }

    /// Sets the label of an object that no model holds.
    pub fn set_label(&self, label: &str) {
        if self.owner.load(Ordering::Acquire) == 0 {
            *self.label.write() = Some(label.to_owned());
        }
    }

    /// Units of plain numbers: those of the model it belongs to, or SI.
    pub fn units(&self) -> Units {
        self.units.read().as_ref().map_or_else(Units::si, |units| units.read().clone())
    }

    /// Gives a parameter; a pending number is taken in the units of the model, once there is one.
    ///
    /// # Errors
    /// As [`Slots::set`], with the label of the object.
    pub fn set(&self, parameter: usize, value: Value) -> Result<(), ThermoError> {
        let value = match (&value, &*self.units.read()) {
            (Value::Pending(number), Some(units)) => {
                let quantity = self.parameter(parameter).quantity;
                Value::Number(units.read().unit(quantity).to_si(*number))
            }
            _ => value,
        };
        self.slots.write().set(parameter, value).map_err(|error| named(self, error.into()))
    }

    /// Joins a model: plain numbers get their meaning.
    ///
    /// # Errors
    /// As [`Slots::set`] for numbers that cannot be in these units, with the label of the object.
    pub fn join(&self, units: &SharedUnits) -> Result<(), ThermoError> {
        self.slots.write().resolve(&units.read()).map_err(|error| named(self, error.into()))?;
        *self.units.write() = Some(units.clone());
        Ok(())
    }

    pub(crate) fn claim(&self, model: u64) -> Result<(), ThermoError> {
        match self.owner.compare_exchange(0, model, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Ok(()),
            Err(owner) if owner == model => {
                Err(ThermoError::Topology(format!("{} is already part of this system", self.label())))
            }
            Err(_) => Err(ThermoError::Topology(format!(
                "{} belongs to another system: remove it there, or make a new one",
                self.label()
            ))),
        }
    }
}

/// Puts the label of the object before the message.
pub(crate) fn named(object: &Object, error: ThermoError) -> ThermoError {
    let (class, label) = (format!("{}: ", object.declaration().class), object.label());
    match label.is_empty() {
        true => error,
        false => error.reworded(|message| format!("{label}: {}", message.strip_prefix(&class).unwrap_or(message))),
    }
}
