//! The fluid of every connection: one for a circuit, or a mixture whose mass fractions are unknowns.
//!
//! A circuit is what components join by passing their fluid on. If one pure fluid is given in it, it flows everywhere. If
//! compositions are given, the species of all of them make the mixture, and every connection has a mass fraction of each. Given
//! fractions stand in the slots of a connection, beside the parameters of its class. A composition that adds up to one says that there is
//! nothing else.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use entropyk_components::composition::{FLUID, fraction};
use entropyk_components::declaration::{Form, Kind, Mixture};
use entropyk_components::library::combustion_products;
use entropyk_components::slots::Value;
use entropyk_core::ThermoError;
use entropyk_fluids::{Fluid, Rule, Species};

use crate::model::{Edge, Model, PortRef};
use crate::object::Object;

/// The sum of given mass fractions may miss 1 by this.
const ROUNDING: f64 = 1e-6;
/// How species mix where nothing is given.
const DEFAULT_RULE: Rule = Rule::IdealCond;

/// What is given of the fluid of a connection.
#[derive(Clone, Debug, Default)]
pub(crate) enum Given {
    /// Nothing.
    #[default]
    Nothing,
    /// One fluid; as a composition, if others may join it in the circuit.
    Fluid { species: Species, is_composition: bool },
    /// Mass fractions of these species, in the slots; of all there are, if it is whole.
    Fractions { species: Vec<Species>, is_whole: bool },
}

/// The fluids of all connections.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    /// None where energy flows.
    pub(crate) fluids: Vec<Option<Fluid>>,
    /// For every connection the parameters that are its mass fractions, in the order of the species.
    pub(crate) fractions: Vec<Vec<usize>>,
}

impl Model {
    /// Gives a connection a fluid with its name, or takes it back. It stands for the whole circuit.
    pub fn set_fluid(&mut self, connection: &Arc<Object>, fluid: Option<Species>) -> Result<(), ThermoError> {
        let given = fluid.map_or(Given::Nothing, |species| Given::Fluid { species, is_composition: false });
        self.give(connection, given, &[])
    }

    /// Gives a connection mass fractions by species, None where a species may be there; fractions given before and not named are taken back. If they add up to one,
    /// there is no other species; if not, the others are unknown.
    ///
    /// # Errors
    /// Those of [`Fluid::new`] and [`Object::set`]; [`ThermoError::Validation`] for fractions that add up to more than one, and for a
    /// species named twice.
    pub fn compose(
        &mut self,
        connection: &Arc<Object>,
        fractions: &[(String, Option<f64>)],
    ) -> Result<(), ThermoError> {
        let label = connection.label();
        let refuse = |what: String| Err(ThermoError::Validation(format!("{label}: {what}")));
        let mut species: Vec<Species> = vec![];
        for (name, value) in fractions {
            let one = Species::new(name)?;
            if let Some(other) = species.iter().find(|other| other.fluid.is_same_substance(&one.fluid)) {
                return refuse(format!("{} and {name} are one species: give it once", other.name));
            }
            if let Some(value) = value.filter(|value| !(0.0..=1.0).contains(value)) {
                return refuse(format!("the mass fraction of {name} is {value}, and has to lie between 0 and 1"));
            }
            species.push(one);
        }
        let sum: f64 = fractions.iter().filter_map(|(_, value)| *value).sum();
        if sum > 1.0 + ROUNDING {
            return refuse(format!("the mass fractions add up to {sum}, not to 1"));
        }
        let values: Vec<Option<f64>> = fractions.iter().map(|(_, value)| *value).collect();
        let only = values.iter().position(|value| *value == Some(1.0));
        match only {
            _ if species.is_empty() => self.give(connection, Given::Nothing, &[]),
            Some(k) => {
                let species = species.swap_remove(k);
                self.give(connection, Given::Fluid { species, is_composition: true }, &[])
            }
            None => {
                let is_whole = sum > 1.0 - ROUNDING;
                self.give(connection, Given::Fractions { species, is_whole }, &values)
            }
        }
    }

    /// Says how species mix in the circuit of a connection; None where nothing is said.
    pub fn set_mixing_rule(&mut self, connection: &Arc<Object>, rule: Option<Rule>) -> Result<(), ThermoError> {
        let edge = self.position(connection)?;
        if self.edges[edge].rule != rule {
            self.edges[edge].rule = rule;
            self.change();
        }
        Ok(())
    }

    fn position(&self, connection: &Arc<Object>) -> Result<usize, ThermoError> {
        let edge = self.edge(&connection.label()).filter(|edge| Arc::ptr_eq(&self.edges[*edge].object, connection));
        edge.ok_or_else(|| ThermoError::Topology("this connection is not part of the system".into()))
    }

    fn give(&mut self, connection: &Arc<Object>, given: Given, values: &[Option<f64>]) -> Result<(), ThermoError> {
        let edge = self.position(connection)?;
        let mut slots = connection.slots.write();
        for index in connection.declaration().parameters.len()..slots.declaration().parameters.len() {
            slots.unset(index);
        }
        drop(slots);
        if let Given::Fractions { species, .. } = &given {
            for (species, value) in species.iter().zip(values) {
                let index = fraction_of(connection, species);
                if let Some(value) = value {
                    connection.set(index, Value::Number(*value))?;
                }
            }
        }
        self.edges[edge].given = given;
        self.change();
        Ok(())
    }

    /// Name of the fluid that flows through a connection, as it was given; none for a mixture, and where energy flows.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] for a connection of another model, and where fluids contradict each other or none is given.
    pub fn fluid_of(&self, connection: &Arc<Object>) -> Result<Option<String>, ThermoError> {
        let edge = self.position(connection)?;
        if self.kind(self.edges[edge].from) != Kind::Fluid {
            return Ok(None);
        }
        let circuits = self.circuits()?;
        let members: Vec<usize> = (0..circuits.len()).filter(|other| circuits[*other] == circuits[edge]).collect();
        let fluid = self.medium(&members)?;
        let named = members.iter().find_map(|member| match &self.edges[*member].given {
            Given::Fluid { species, .. } => Some(species.name.clone()),
            _ => None,
        });
        let is_single = fluid.species().is_empty();
        Ok(is_single.then(|| named.unwrap_or_else(|| fluid.info().name.clone())))
    }

    /// The fluid of every connection. Connections of mixtures get a parameter for every species.
    pub(crate) fn media(&self) -> Result<Media, ThermoError> {
        let circuits = self.circuits()?;
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
        for (edge, circuit) in circuits.iter().enumerate() {
            if self.kind(self.edges[edge].from) == Kind::Fluid {
                members.entry(*circuit).or_default().push(edge);
            }
        }
        let mut media = Media { fluids: vec![None; self.edges.len()], fractions: vec![vec![]; self.edges.len()] };
        // In the order of the connections, so that the first fault is named first.
        let mut in_order: Vec<Vec<usize>> = members.into_values().collect();
        in_order.sort_unstable();
        for edges in in_order {
            let fluid = self.medium(&edges)?;
            for edge in edges {
                media.fractions[edge] = fluid.species().iter().map(|species| self.fraction(edge, species)).collect();
                self.complete(edge, &fluid, &media.fractions[edge])?;
                media.fluids[edge] = Some(fluid.clone());
            }
        }
        Ok(media)
    }

    /// The fluid of a circuit.
    fn medium(&self, edges: &[usize]) -> Result<Fluid, ThermoError> {
        let given = || edges.iter().map(|edge| &self.edges[*edge]);
        let mut fluids = given().filter_map(|edge| match &edge.given {
            Given::Fluid { species, .. } => Some((species, edge)),
            _ => None,
        });
        let first = fluids.next();
        let other = first.and_then(|(first, _)| fluids.find(|(species, _)| species.fluid != first.fluid));
        let is_composed = given().any(|edge| match &edge.given {
            Given::Fluid { is_composition, .. } => *is_composition && other.is_some(),
            Given::Fractions { .. } => true,
            Given::Nothing => false,
        });
        match (first, other) {
            _ if is_composed => self.mixture(edges),
            (Some((one, a)), Some((two, b))) => Err(ThermoError::Topology(format!(
                "{} carries {} and {} carries {}, but they are parts of one circuit: give one fluid for both, or compositions \
                 if they mix, fluid={{{:?}: 1}}",
                a.object.label(),
                one.fluid.info().name,
                b.object.label(),
                two.fluid.info().name,
                one.name
            ))),
            (Some((one, _)), None) => Ok(one.fluid.clone()),
            (None, _) => self.fluid.clone().ok_or_else(|| {
                let edge = &self.edges[edges[0]];
                let (label, route) = (edge.object.label(), self.route(edge));
                ThermoError::Topology(format!("no fluid is given for {label} ({route}): add_edge(…, fluid=…)"))
            }),
        }
    }

    /// The mixture of all species given in a circuit.
    fn mixture(&self, edges: &[usize]) -> Result<Fluid, ThermoError> {
        let mut all: Vec<Species> = vec![];
        let mut rule: Option<(Rule, &Edge)> = None;
        for edge in edges.iter().map(|edge| &self.edges[*edge]) {
            let species = match &edge.given {
                Given::Nothing => &[][..],
                Given::Fluid { species, .. } => std::slice::from_ref(species),
                Given::Fractions { species, .. } => species,
            };
            for one in species {
                if !all.iter().any(|known| known.fluid.is_same_substance(&one.fluid)) {
                    all.push(one.clone());
                }
            }
            match (edge.rule, rule) {
                (Some(new), Some((known, first))) if new != known => {
                    return Err(ThermoError::Topology(format!(
                        "{} has the mixing rule {:?} and {} {:?}, but they are parts of one circuit: give one rule",
                        first.object.label(),
                        known.name(),
                        edge.object.label(),
                        new.name()
                    )));
                }
                (Some(new), None) => rule = Some((new, edge)),
                _ => {}
            }
        }
        let rule = rule.map_or(DEFAULT_RULE, |(rule, _)| rule);
        if edges.iter().any(|edge| self.reacts(self.edges[*edge].to.component)) {
            for name in combustion_products(&all) {
                let product = Species::new(name)?;
                if !all.iter().any(|known| known.fluid.is_same_substance(&product.fluid)) {
                    all.push(product);
                }
            }
        }
        Ok(Fluid::mixture(&all, rule)?)
    }

    /// True if species become others in a component.
    fn reacts(&self, component: usize) -> bool {
        let equations = &self.components[component].declaration().equations;
        equations.iter().any(|equation| matches!(equation.form, Form::Mixing { way: Mixture::Reacting, .. }))
    }

    fn fraction(&self, edge: usize, species: &Species) -> usize {
        fraction_of(&self.edges[edge].object, species)
    }

    /// Sets the fractions that follow from what is given: zero for what a whole composition does not name.
    fn complete(&self, edge: usize, fluid: &Fluid, fractions: &[usize]) -> Result<(), ThermoError> {
        let Edge { object, given, .. } = &self.edges[edge];
        for (species, parameter) in fluid.species().iter().zip(fractions) {
            let value = match given {
                Given::Fluid { species: only, .. } if only.fluid.is_same_substance(&species.fluid) => 1.0,
                Given::Fluid { .. } => 0.0,
                Given::Fractions { species: named, is_whole: true }
                    if !named.iter().any(|other| other.fluid.is_same_substance(&species.fluid)) =>
                {
                    0.0
                }
                _ => continue,
            };
            if !object.slots.read().is_given(*parameter) {
                object.set(*parameter, Value::Number(value))?;
            }
        }
        Ok(())
    }

    /// True if a component leaves the composition of what passes it as it is, or mixes it to one.
    fn keeps_species(&self, component: usize) -> bool {
        let equations = &self.components[component].declaration().equations;
        equations.iter().all(|equation| match equation.form {
            Form::Mixing { way, .. } => way == Mixture::Uniform,
            _ => true,
        })
    }

    /// Circuits without components that part or burn species, of which every connection comes from a component that passes the fluid on, and goes to one.
    pub(crate) fn closed_circuits(&self, circuits: &[usize]) -> HashSet<usize> {
        let mut closed: HashSet<usize> = circuits.iter().copied().collect();
        let passes = |port: PortRef| {
            let passes = &self.components[port.component].declaration().passes;
            passes.iter().any(|(inlet, outlet)| *inlet == port.port || *outlet == port.port)
        };
        for (edge, circuit) in self.edges.iter().zip(circuits) {
            let is_kept = self.keeps_species(edge.from.component) && self.keeps_species(edge.to.component);
            if !is_kept || !passes(edge.from) || !passes(edge.to) {
                closed.remove(circuit);
            }
        }
        closed
    }
}

/// The parameter of a connection that is the mass fraction of a species.
pub(crate) fn fraction_of(connection: &Object, species: &Species) -> usize {
    let known = |name: &str| connection.slots.read().declaration().parameter(&format!("{FLUID}{name}"));
    let found = known(&species.name).or_else(|| known(&species.fluid.info().name));
    found.unwrap_or_else(|| connection.slots.write().extend(fraction(species)))
}
