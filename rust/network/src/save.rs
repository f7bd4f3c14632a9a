//! A whole model as JSON, and back.
//!
//! The document names classes, labels, ports and fluids, and holds values in SI; reading it makes objects of the library and nothing
//! else. What is written in Python has no name that could be read back: such a model is refused, unless whoever asks brings
//! these objects along, as a pickle does.

use std::collections::BTreeMap;
use std::sync::Arc;

use entropyk_components::composition::FLUID;
use entropyk_components::declaration::{Direction, Kind};
use entropyk_components::{Exact, Saved, Slot, Slots, library};
use entropyk_core::{Quantity, ThermoError, Units};
use entropyk_fluids::{Fluid, Reference, Rule, Species};
use serde::{Deserialize, Serialize};

use crate::composition::{Given, fraction_of};
use crate::control::Handle;
use crate::model::{Edge, Model, PortRef};
use crate::object::{Object, named};

/// What a document says it is.
const FORMAT: &str = "entropyk model";
/// Grows when documents change so that older readers would misread them.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    version: u32,
    /// The package that wrote it.
    written_by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fluid: Option<Named>,
    /// Units of plain numbers where they are not SI; the numbers here are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    units: BTreeMap<String, String>,
    use_defaults: bool,
    is_finalized: bool,
    components: Vec<Part>,
    connections: Vec<Line>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    references: Vec<Followed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    constraints: Vec<Constrained>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    label: String,
    class: String,
    #[serde(default, skip_serializing_if = "Saved::is_empty")]
    values: Saved,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    label: String,
    class: String,
    from: (String, String),
    to: (String, String),
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fluid: Option<Named>,
    /// Mass fractions by species.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    composition: Vec<(String, Option<Exact>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mixing_rule: Option<String>,
    #[serde(default, skip_serializing_if = "Saved::is_empty")]
    values: Saved,
}

/// `parameter` of connection `of` is `factor` times that of `to`, plus `delta`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Followed {
    of: String,
    parameter: String,
    to: String,
    factor: Exact,
    delta: Exact,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Constrained {
    /// Path of what is constrained.
    of: String,
    value: Exact,
    control: (String, String),
    bounds: (Exact, Exact),
}

fn wrong(message: String) -> ThermoError {
    ThermoError::Validation(message)
}

/// A class that is not of the library.
fn is_foreign(object: &Object) -> bool {
    library::find(object.declaration().class).is_none_or(|known| !Arc::ptr_eq(known, &object.class))
}

/// A fluid by what it is made of.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Named {
    Plain(String),
    Special {
        name: String,
        #[serde(default)]
        is_tabular: bool,
        /// Name of the reference state.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
}

impl Named {
    fn fluid(&self) -> Result<Species, ThermoError> {
        let (name, fluid) = match self {
            Named::Plain(name) => (name, Fluid::new(name)?),
            Named::Special { name, is_tabular, reference } => {
                let fluid = if *is_tabular { Fluid::tabular(name)? } else { Fluid::new(name)? };
                let reference = reference.as_deref().unwrap_or(Reference::Default.name());
                let known = Reference::named(reference);
                let known = known.ok_or_else(|| wrong(format!("{name}: there is no reference state {reference:?}")))?;
                (name, fluid.with_reference(known)?)
            }
        };
        Ok(Species { name: name.clone(), fluid })
    }
}

/// The name by which a fluid is found again.
fn name_of(fluid: &Fluid) -> Result<Named, ThermoError> {
    let name = fluid.info().name.clone();
    let reference = Some(fluid.reference()).filter(|reference| *reference != Reference::Default);
    let is_tabular = fluid.formulation() == "tabular";
    let named = match (is_tabular, reference) {
        (false, None) => Named::Plain(name.clone()),
        _ => {
            Named::Special { name: name.clone(), is_tabular, reference: reference.map(|known| known.name().to_owned()) }
        }
    };
    match named.fluid() {
        Ok(found) if found.fluid == *fluid => Ok(named),
        _ => Err(wrong(format!("the fluid {name} has a model of its own and cannot be saved by its name"))),
    }
}

impl Model {
    /// The model as JSON. `is_brought` tells of components by label that their class comes back another way.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for components, equations and fluids that JSON cannot hold, by name.
    pub fn to_json(&self, is_brought: &dyn Fn(&str) -> bool) -> Result<String, ThermoError> {
        let written = |object: &&Arc<Object>| is_foreign(object) && !is_brought(&object.label());
        if let Some(object) = self.components.iter().find(written) {
            return Err(wrong(format!(
                "{} is a {} written in Python, which JSON cannot hold: pickle the model instead",
                object.label(),
                object.declaration().class
            )));
        }
        let own = self.relations.iter().filter(|relation| relation.gives.is_none() && relation.watches.is_none());
        if let Some(label) = own.map(|relation| relation.object.label()).find(|label| !is_brought(label)) {
            return Err(wrong(format!(
                "{label} is an equation or unknown of your own, which JSON cannot hold: pickle the model instead"
            )));
        }
        let document = Document {
            format: FORMAT.into(),
            version: VERSION,
            written_by: format!("entropyk {}", env!("CARGO_PKG_VERSION")),
            fluid: self.fluid.as_ref().map(name_of).transpose()?,
            units: self.units.read().beyond_si().map(|(of, unit)| (of.name().into(), unit.symbol().into())).collect(),
            use_defaults: self.use_defaults,
            is_finalized: self.is_finalized(),
            components: self.components.iter().map(|object| self.part(object)).collect(),
            connections: self.edges.iter().map(|edge| self.line(edge)).collect::<Result<_, _>>()?,
            references: self.references().map(reference).collect(),
            constraints: self.constrained(),
        };
        serde_json::to_string_pretty(&document).map_err(|error| wrong(error.to_string()))
    }

    /// What an object holds; of parameters that are constrained or controls, what they held before.
    fn values(&self, object: &Arc<Object>) -> Saved {
        let mut slots: Slots = object.slots.read().clone();
        for constraint in &self.constraints {
            for ((of, parameter), before) in
                [&constraint.holder, &constraint.control].into_iter().zip(&constraint.before)
            {
                if Arc::ptr_eq(of, object) {
                    let start = slots.slot(*parameter).start;
                    slots.restore(*parameter, Slot { start, ..before.clone() });
                }
            }
        }
        slots.save()
    }

    fn part(&self, object: &Arc<Object>) -> Part {
        Part { label: object.label(), class: object.declaration().class.into(), values: self.values(object) }
    }

    fn line(&self, edge: &Edge) -> Result<Line, ThermoError> {
        let end = |port: PortRef| {
            let component = &self.components[port.component];
            (component.label(), component.declaration().ports[port.port].name(port.instance))
        };
        let fluid = match &edge.given {
            Given::Fluid { species, is_composition: false } => Some(name_of(&species.fluid)?),
            _ => None,
        };
        Ok(Line {
            label: edge.object.label(),
            class: edge.object.declaration().class.into(),
            from: end(edge.from),
            to: end(edge.to),
            fluid,
            composition: composition(edge),
            mixing_rule: edge.rule.map(|rule| rule.name().into()),
            values: self.values(&edge.object),
        })
    }

    /// References between connections: the one that follows and its parameter, the label of the other, factor and delta in SI.
    pub fn references(&self) -> impl Iterator<Item = (Arc<Object>, usize, String, f64, f64)> + '_ {
        self.relations.iter().filter_map(|relation| {
            let (parameter, slots) = (relation.gives?, relation.object.slots.read());
            Some((relation.edges[0].clone(), parameter, relation.edges[1].label(), slots.number(0), slots.number(1)))
        })
    }

    fn constrained(&self) -> Vec<Constrained> {
        let name = |(object, parameter): &Handle| {
            (object.label(), object.declaration().parameters[*parameter].name.to_owned())
        };
        let of = |constraint: &crate::control::Constraint| Constrained {
            of: constraint.of.path(),
            value: Exact(constraint.holder.0.slots.read().number(constraint.holder.1)),
            control: name(&constraint.control),
            bounds: (Exact(constraint.bounds.0), Exact(constraint.bounds.1)),
        };
        self.constraints.iter().map(of).collect()
    }

    /// The model of a document that [`Model::to_json`] has written. `brought` gives components by label whose class is not of the
    /// library.
    ///
    /// # Errors
    /// [`ThermoError::Validation`] for text that is no such document, or of a newer version; as the functions that build a model for
    /// what is in it.
    pub fn from_json(text: &str, brought: &dyn Fn(&str) -> Option<Arc<Object>>) -> Result<Model, ThermoError> {
        let document = read(text)?;
        let mut units = Units::si();
        for (quantity, unit) in &document.units {
            // One by one, so that a pressure takes its difference along only if that was written.
            if Quantity::named(quantity)? == Quantity::Pressure && !document.units.contains_key("pressure_difference") {
                units.set_defaults([(quantity.as_str(), unit.as_str()), ("pressure_difference", "Pa")])?;
            } else {
                units.set_default(quantity, unit)?;
            }
        }
        let fluid = document.fluid.as_ref().map(|named| Ok::<_, ThermoError>(named.fluid()?.fluid)).transpose()?;
        let mut model = Model::new(units, fluid, document.use_defaults);
        for part in &document.components {
            let object = match brought(&part.label) {
                Some(object) => object,
                None => Object::new(class(part)?, None),
            };
            fill(&object, &part.label, &part.values)?;
            model.add(object, Some(part.label.clone()))?;
        }
        for line in &document.connections {
            model.connect_line(line)?;
        }
        for reference in &document.references {
            let [target, source] = [&reference.of, &reference.to].map(|label| model.edge_object(label));
            let (target, source) = (target?, source?);
            let parameter = target.slots.read().index(&reference.parameter)?;
            let found = target.slots.read().slot(parameter).clone();
            model.refer(&target, parameter, &source, reference.factor.0, reference.delta.0)?;
            target.slots.write().restore(parameter, found);
        }
        for constraint in &document.constraints {
            let (of, control) = (model.target(&constraint.of)?, model.handle(&constraint.control)?);
            let bounds = (constraint.bounds.0.0, constraint.bounds.1.0);
            let start = control.0.slots.read().slot(control.1).start;
            model.constrain(of, constraint.value.0, control.clone(), bounds)?;
            if start.is_some() {
                control.0.slots.write().set_start(control.1, start);
            }
        }
        if document.is_finalized {
            // What is wrong with it now was wrong when it was saved, and finalize says it again.
            let _ = model.finalize();
        }
        Ok(model)
    }

    fn connect_line(&mut self, line: &Line) -> Result<(), ThermoError> {
        let kinds = [Kind::Fluid, Kind::Power, Kind::Heat];
        let objects = kinds.into_iter().filter_map(|kind| Some((kind, Object::connection(kind).ok()?)));
        let found = objects.into_iter().find(|(_, object)| object.declaration().class == line.class);
        let (kind, object) =
            found.ok_or_else(|| wrong(format!("{}: there is no connection class {:?}", line.label, line.class)))?;
        let port = |model: &Model, end: &(String, String), direction: Direction| {
            model.port(model.index(model.component(&end.0)?)?, Some(&end.1), direction, kind)
        };
        let (from, to) = (port(self, &line.from, Direction::Out)?, port(self, &line.to, Direction::In)?);
        self.connect(object.clone(), from, to, None, Some(line.label.clone()))?;
        if let Some(named) = &line.fluid {
            self.set_fluid(&object, Some(named.fluid()?))?;
        }
        if !line.composition.is_empty() {
            let given: Vec<_> =
                line.composition.iter().map(|(name, value)| (name.clone(), value.map(|value| value.0))).collect();
            self.compose(&object, &given)?;
        }
        self.set_mixing_rule(&object, line.mixing_rule.as_deref().map(Rule::named).transpose()?)?;
        for species in line.values.names().filter_map(|name| name.strip_prefix(FLUID)) {
            fraction_of(&object, &Species::new(species)?);
        }
        fill(&object, &line.label, &line.values)
    }

    fn edge_object(&self, label: &str) -> Result<Arc<Object>, ThermoError> {
        let edge = self.edge(label).ok_or_else(|| wrong(format!("there is no connection {label:?}")))?;
        Ok(self.edges[edge].object.clone())
    }

    fn handle(&self, (label, name): &(String, String)) -> Result<Handle, ThermoError> {
        let object = match self.edge(label) {
            Some(edge) => self.edges[edge].object.clone(),
            None => self.component(label)?.clone(),
        };
        let parameter = object.slots.read().index(name)?;
        Ok((object, parameter))
    }
}

/// The mass fractions that are given.
fn composition(edge: &Edge) -> Vec<(String, Option<Exact>)> {
    let fraction = |species: &Species| {
        let index = fraction_of(&edge.object, species);
        let value = edge.object.slots.read().number(index);
        (species.name.clone(), Some(Exact(value)).filter(|_| !value.is_nan()))
    };
    match &edge.given {
        Given::Fluid { species, is_composition: true } => vec![(species.name.clone(), Some(Exact(1.0)))],
        Given::Fractions { species, .. } => species.iter().map(fraction).collect(),
        _ => vec![],
    }
}

fn reference((of, parameter, to, factor, delta): (Arc<Object>, usize, String, f64, f64)) -> Followed {
    let parameter = of.declaration().parameters[parameter].name.to_owned();
    Followed { of: of.label(), parameter, to, factor: Exact(factor), delta: Exact(delta) }
}

fn read(text: &str) -> Result<Document, ThermoError> {
    /// What tells first whether the rest can be read.
    #[derive(Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let unreadable = |error: serde_json::Error| wrong(format!("this is no saved model: {error}"));
    let head: Head = serde_json::from_str(text).map_err(unreadable)?;
    if head.format != FORMAT {
        return Err(wrong(format!("this is no saved model: its format is {:?}, not {FORMAT:?}", head.format)));
    }
    if head.version > VERSION {
        return Err(wrong(format!(
            "this model was saved by a newer entropyk (version {} of the format; this one reads up to {VERSION}): upgrade",
            head.version
        )));
    }
    serde_json::from_str(text).map_err(unreadable)
}

fn class(part: &Part) -> Result<Arc<dyn entropyk_components::Class>, ThermoError> {
    library::find(&part.class).cloned().ok_or_else(|| {
        let names = library::classes().iter().map(|class| class.declaration().class);
        let hint = entropyk_core::suggest::did_you_mean(&part.class, names);
        wrong(format!("{}: there is no component class {:?}{hint}", part.label, part.class))
    })
}

fn fill(object: &Object, label: &str, values: &Saved) -> Result<(), ThermoError> {
    object.set_label(label);
    let loaded = object.slots.write().load(values);
    loaded.map_err(|error| named(object, error.into()))
}
