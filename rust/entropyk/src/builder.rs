//! Building a model in one chain.

use std::sync::Arc;

use entropyk_components::declaration::Kind;
use entropyk_components::slots::Value;
use entropyk_components::{Ahri540, ComponentError, library};
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{ThermoError, Units};
use entropyk_fluids::Fluid;
use entropyk_network::{Model, Object};

/// A value for a parameter.
#[derive(Clone, Debug)]
pub enum Setting {
    /// A number in SI.
    Number(f64),
    /// A switch.
    Flag(bool),
    /// A compressor map.
    Map(Box<Ahri540>),
}

impl From<f64> for Setting {
    fn from(value: f64) -> Self {
        Setting::Number(value)
    }
}

impl From<bool> for Setting {
    fn from(value: bool) -> Self {
        Setting::Flag(value)
    }
}

impl From<Ahri540> for Setting {
    fn from(map: Ahri540) -> Self {
        Setting::Map(Box::new(map))
    }
}

/// A component to be: its class and parameters in SI.
#[derive(Clone, Debug)]
pub struct Part {
    class: String,
    settings: Vec<(String, Setting)>,
}

impl Part {
    /// A component of that class, such as `"Compressor"`.
    pub fn new(class: &str) -> Self {
        Self { class: class.to_owned(), settings: vec![] }
    }

    /// Gives a parameter.
    pub fn set(mut self, parameter: &str, value: impl Into<Setting>) -> Self {
        self.settings.push((parameter.to_owned(), value.into()));
        self
    }

    fn object(&self, label: &str) -> Result<Arc<Object>, ThermoError> {
        let object = component(&self.class, Some(label.to_owned()))?;
        for (parameter, setting) in &self.settings {
            let value = match setting {
                Setting::Number(value) => Value::Number(*value),
                Setting::Flag(value) => Value::Flag(*value),
                Setting::Map(map) => Value::Map(Arc::new((**map).clone().into())),
            };
            let set = || -> Result<(), ComponentError> {
                let mut slots = object.slots.write();
                let index = slots.index(parameter)?;
                slots.set(index, value)
            };
            set().map_err(|error| ThermoError::InvalidState(format!("{label}: {error}")))?;
        }
        Ok(object)
    }
}

/// A component of a class by name, or a `Connection`, `PowerConnection`, `HeatConnection`.
///
/// # Errors
/// [`ThermoError::InvalidState`] for an unknown class, with the nearest names.
pub fn component(class: &str, label: Option<String>) -> Result<Arc<Object>, ThermoError> {
    let kind = match class {
        "Connection" => Some(Kind::Fluid),
        "PowerConnection" => Some(Kind::Power),
        "HeatConnection" => Some(Kind::Heat),
        _ => None,
    };
    if let Some(kind) = kind {
        return Object::connection(kind);
    }
    let Some(found) = library::find(class) else {
        let names =
            library::classes().iter().map(|c| c.declaration().class).chain(library::SYNONYMS.iter().map(|s| s.0));
        return Err(ThermoError::InvalidState(format!(
            "there is no component class {class:?}{}",
            did_you_mean(class, names)
        )));
    };
    Ok(Object::new(found.clone(), label))
}

/// Collects components and connections; errors come out of [`SystemBuilder::build`].
#[derive(Clone, Debug)]
pub struct SystemBuilder {
    fluid: String,
    units: Units,
    use_defaults: bool,
    parts: Vec<(String, Part)>,
    edges: Vec<(String, String)>,
}

impl SystemBuilder {
    /// A system with that fluid in every circuit.
    pub fn new(fluid: &str) -> Self {
        Self { fluid: fluid.to_owned(), units: Units::si(), use_defaults: true, parts: vec![], edges: vec![] }
    }

    /// Units of the tables.
    pub fn units(self, units: Units) -> Self {
        Self { units, ..self }
    }

    /// Refuses to assume what is not given.
    pub fn without_defaults(self) -> Self {
        Self { use_defaults: false, ..self }
    }

    /// Adds a component.
    pub fn add(mut self, label: &str, part: Part) -> Self {
        self.parts.push((label.to_owned(), part));
        self
    }

    /// Connects two components by their main ports, or by named ones: `"evaporator.out2"`.
    pub fn connect(mut self, from: &str, to: &str) -> Self {
        self.edges.push((from.to_owned(), to.to_owned()));
        self
    }

    /// The finalized model.
    ///
    /// # Errors
    /// Whatever was wrong with the fluid, the components, the connections or the specifications.
    pub fn build(self) -> Result<Model, ThermoError> {
        let mut model = Model::new(self.units, Some(Fluid::new(&self.fluid)?), self.use_defaults);
        for (label, part) in &self.parts {
            model.add(part.object(label)?, None)?;
        }
        for (from, to) in &self.edges {
            let end = |path: &str| -> Result<(usize, Option<String>), ThermoError> {
                let (label, name) = path.split_once('.').map_or((path, None), |(label, name)| (label, Some(name)));
                Ok((model.index(model.component(label)?)?, name.map(str::to_owned)))
            };
            let (a, b) = (end(from)?, end(to)?);
            let (from, to, kind) = model.route_of((a.0, a.1.as_deref()), (b.0, b.1.as_deref()))?;
            model.connect(Object::connection(kind)?, from, to, None, None)?;
        }
        model.finalize()?;
        Ok(model)
    }
}
