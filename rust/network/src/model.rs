//! The model graph: objects, the connections between them, the fluid of every circuit.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use entropyk_components::declaration::{Count, Direction, Kind, Need};
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{FEW, ThermoError, Units, few};
use entropyk_fluids::{Fluid, Rule, Species};
use parking_lot::{Mutex, RwLock};

use crate::Plan;
use crate::composition::Given;
use crate::control::Constraint;
use crate::object::{Object, SharedUnits};
use crate::relation::Relation;

/// A port of a component of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PortRef {
    /// Index of the component.
    pub component: usize,
    /// Index of the port in its declaration.
    pub port: usize,
    /// Which of the ports it stands for.
    pub instance: usize,
}

/// The edges at the ports of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ports {
    /// Where the ports that each declared one stands for begin in `edges`, and the end.
    pub(crate) starts: Vec<usize>,
    /// Edge at each port.
    pub(crate) edges: Vec<Option<usize>>,
}

impl Ports {
    /// Edges at the ports that a declared one stands for.
    pub(crate) fn each(&self, port: usize) -> &[Option<usize>] {
        &self.edges[self.starts[port]..self.starts[port + 1]]
    }

    /// Edges at these ports.
    pub(crate) fn edges_at(&self, ports: &[usize]) -> Vec<usize> {
        ports.iter().flat_map(|port| self.each(*port)).copied().flatten().collect()
    }

    /// Edge at a port.
    pub(crate) fn at(&self, port: usize, instance: usize) -> Option<usize> {
        self.each(port).get(instance).copied().flatten()
    }

    /// True if one of the ports that a declared one stands for is connected.
    pub(crate) fn is_connected(&self, port: usize) -> bool {
        self.each(port).iter().any(Option::is_some)
    }
}

/// A connection.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Its specifications.
    pub object: Arc<Object>,
    /// Outlet it leaves.
    pub from: PortRef,
    /// Inlet it enters.
    pub to: PortRef,
    /// What is given of its fluid.
    pub(crate) given: Given,
    /// How the species of its circuit mix.
    pub(crate) rule: Option<Rule>,
}

/// Components, connections, units, and the plan made of them.
#[derive(Debug)]
pub struct Model {
    pub(crate) id: u64,
    /// Components in the order of adding.
    pub components: Vec<Arc<Object>>,
    /// Connections in the order of adding.
    pub edges: Vec<Edge>,
    /// Equations between connections.
    pub(crate) relations: Vec<Relation>,
    /// Parameters with controls.
    pub(crate) constraints: Vec<Constraint>,
    /// Grows with every change of relations and constraints.
    pub(crate) generation: u64,
    /// Units of plain numbers.
    pub units: SharedUnits,
    /// Fluid of circuits for which none is given.
    pub fluid: Option<Fluid>,
    /// Whether missing specifications may be assumed.
    pub use_defaults: bool,
    pub(crate) plan: Mutex<Option<Arc<Plan>>>,
    index: Index,
}

/// Where things are, so that large models are built in linear time.
#[derive(Debug, Default)]
struct Index {
    /// Components by label.
    components: HashMap<String, usize>,
    /// Components by address.
    objects: HashMap<usize, usize>,
    /// Edges by label.
    edges: HashMap<String, usize>,
    /// Edges by the ports they use.
    ports: HashMap<PortRef, usize>,
    /// The next number to try behind a class name.
    numbers: HashMap<String, usize>,
}

impl Index {
    fn address(object: &Arc<Object>) -> usize {
        Arc::as_ptr(object).addr()
    }
}

impl Model {
    /// An empty model.
    pub fn new(units: Units, fluid: Option<Fluid>, use_defaults: bool) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let units = Arc::new(RwLock::new(units));
        Self {
            id,
            components: vec![],
            edges: vec![],
            relations: vec![],
            constraints: vec![],
            generation: 0,
            units,
            fluid,
            use_defaults,
            plan: Mutex::new(None),
            index: Index::default(),
        }
    }

    /// Adds a component; without a label it gets its class name in snake case, then `_2`, `_3`, ….
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if it belongs to a system already, or the label is taken.
    pub fn add(&mut self, object: Arc<Object>, label: Option<String>) -> Result<usize, ThermoError> {
        let label = label.or_else(|| object.label.read().clone());
        if let Some(label) = &label
            && self.index.components.get(label).is_some_and(|at| !Arc::ptr_eq(&self.components[*at], &object))
        {
            return Err(ThermoError::Topology(format!(
                "the label {label:?} is taken: labels of components are unique"
            )));
        }
        object.claim(self.id)?;
        let label = label.unwrap_or_else(|| self.free_label(&snake_case(object.declaration().class)));
        let before = object.label.write().replace(label.clone());
        if let Err(error) = object.join(&self.units) {
            *object.label.write() = before;
            object.owner.store(0, Ordering::Release);
            return Err(error);
        }
        self.index.components.insert(label, self.components.len());
        self.index.objects.insert(Index::address(&object), self.components.len());
        self.components.push(object);
        self.touch();
        Ok(self.components.len() - 1)
    }

    fn free_label(&mut self, stem: &str) -> String {
        let number = self.index.numbers.entry(stem.to_owned()).or_insert(1);
        loop {
            let label = if *number == 1 { stem.to_owned() } else { format!("{stem}_{number}") };
            *number += 1;
            if !self.index.components.contains_key(&label) {
                return label;
            }
        }
    }

    /// Index of a component of this model.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if it is not part of it.
    pub fn index(&self, object: &Arc<Object>) -> Result<usize, ThermoError> {
        self.index.objects.get(&Index::address(object)).copied().ok_or_else(|| {
            let class = object.declaration().class;
            let what = match object.owner.load(Ordering::Acquire) {
                0 => format!("this {class} is not part of the system: add it with add_component first"),
                _ => format!("{} belongs to another system: add a {class} of its own to this one", object.label()),
            };
            ThermoError::Topology(what)
        })
    }

    /// A component by label.
    ///
    /// # Errors
    /// [`ThermoError::Topology`], with the nearest labels.
    pub fn component(&self, label: &str) -> Result<&Arc<Object>, ThermoError> {
        self.index.components.get(label).map(|at| &self.components[*at]).ok_or_else(|| {
            let labels: Vec<String> = self.components.iter().map(|c| c.label()).collect();
            let hint = did_you_mean(label, labels.iter().map(String::as_str));
            ThermoError::Topology(format!("no component has the label {label:?}{hint}"))
        })
    }

    /// Position of the connection of a label.
    pub fn edge(&self, label: &str) -> Option<usize> {
        self.index.edges.get(label).copied()
    }

    /// The port of that name, or the main one in that direction.
    ///
    /// # Errors
    /// [`ThermoError::Topology`], with the names there are.
    pub fn port(
        &self,
        component: usize,
        name: Option<&str>,
        direction: Direction,
        kind: Kind,
    ) -> Result<PortRef, ThermoError> {
        let object = &self.components[component];
        let declaration = object.declaration();
        let starts = object.slots.read().port_starts();
        let count = |port: usize| starts[port + 1] - starts[port];
        let is_open = |port: PortRef| !self.index.ports.contains_key(&port);
        let reference = |port: usize, instance: usize| PortRef { component, port, instance };
        let found = match name {
            Some(name) => {
                let found = declaration.port_of_kind(name, direction, kind).or_else(|| declaration.port(name));
                found.map(|(port, instance)| reference(port, instance))
            }
            None => declaration.main_port(direction).map(|port| {
                // The first that is open; where none is, connecting the first says so.
                let open = (0..count(port)).map(|instance| reference(port, instance)).find(|port| is_open(*port));
                open.unwrap_or(reference(port, 0))
            }),
        };
        let fits =
            |port: &PortRef| declaration.ports[port.port].direction == direction && port.instance < count(port.port);
        let Some(port) = found.filter(fits) else {
            let side = if direction == Direction::Out { "outlets" } else { "inlets" };
            let ports = declaration.ports.iter().enumerate().filter(|(_, port)| port.direction == direction);
            let names = ports.flat_map(|(index, port)| (0..count(index)).map(|instance| port.name(instance)));
            let wanted = name.map_or("a main port".to_owned(), |n| format!("a port {n:?}"));
            return Err(ThermoError::Topology(format!(
                "{} does not have {wanted} among its {side}; these are {}",
                object.label(),
                names.collect::<Vec<_>>().join(", ")
            )));
        };
        Ok(port)
    }

    /// Outlet and inlet for a connection between two components, and what flows through it: a fluid where both have ports for
    /// one, else power or heat.
    ///
    /// # Errors
    /// As [`Model::port`].
    pub fn route_of(
        &self,
        from: (usize, Option<&str>),
        to: (usize, Option<&str>),
    ) -> Result<(PortRef, PortRef, Kind), ThermoError> {
        let ends = |kind: Kind| -> Result<(PortRef, PortRef, Kind), ThermoError> {
            let outlet = self.port(from.0, from.1, Direction::Out, kind)?;
            Ok((outlet, self.port(to.0, to.1, Direction::In, kind)?, kind))
        };
        let fits = |(outlet, inlet, kind): &(PortRef, PortRef, Kind)| {
            self.kind(*outlet) == *kind && self.kind(*inlet) == *kind
        };
        let mut found =
            [Kind::Fluid, Kind::HumidAir, Kind::Power, Kind::Heat].into_iter().filter_map(|kind| ends(kind).ok());
        match found.find(fits) {
            Some(route) => Ok(route),
            None => ends(Kind::Fluid).map(|(outlet, inlet, _)| (outlet, inlet, self.kind(outlet))),
        }
    }

    /// Connects an outlet with an inlet; without a label the connection becomes `e1`, `e2`, ….
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if a port is in use or the label is taken.
    pub fn connect(
        &mut self,
        connection: Arc<Object>,
        from: PortRef,
        to: PortRef,
        fluid: Option<Fluid>,
        label: Option<String>,
    ) -> Result<(), ThermoError> {
        let kind = connection.declaration().ports[0].kind;
        for (port, verb) in [(from, "carries"), (to, "takes")] {
            if self.kind(port) != kind {
                return Err(ThermoError::Topology(format!(
                    "{} {verb} {:?}, and a {} {kind:?}: connect ports of one kind",
                    self.port_name(port),
                    self.kind(port),
                    connection.declaration().class,
                )));
            }
        }
        for port in [from, to] {
            if let Some(edge) = self.index.ports.get(&port).map(|at| &self.edges[*at]) {
                return Err(ThermoError::Topology(format!(
                    "port {} is already connected by {} ({})",
                    self.port_name(port),
                    edge.object.label(),
                    self.route(edge)
                )));
            }
        }
        let label = label.unwrap_or_else(|| format!("e{}", self.edges.len() + 1));
        if self.index.edges.contains_key(&label) {
            return Err(ThermoError::Topology(format!(
                "the label {label:?} is taken: labels of connections are unique"
            )));
        }
        connection.claim(self.id)?;
        *connection.label.write() = Some(label.clone());
        if let Err(error) = connection.join(&self.units) {
            connection.owner.store(0, Ordering::Release);
            return Err(error);
        }
        self.index.edges.insert(label, self.edges.len());
        self.index.ports.extend([from, to].map(|port| (port, self.edges.len())));
        let species = fluid.map(|fluid| Species { name: fluid.info().name.clone(), fluid });
        let given = species.map_or(Given::Nothing, |species| Given::Fluid { species, is_composition: false });
        self.edges.push(Edge { object: connection, from, to, given, rule: None });
        self.touch();
        Ok(())
    }

    /// Takes a connection out.
    pub fn disconnect(&mut self, connection: &Arc<Object>) {
        self.relations.retain(|relation| !relation.needs(connection));
        self.edges.retain(|edge| !Arc::ptr_eq(&edge.object, connection));
        let edges = || self.edges.iter().enumerate();
        self.index.edges = edges().map(|(at, edge)| (edge.object.label(), at)).collect();
        self.index.ports = edges().flat_map(|(at, edge)| [(edge.from, at), (edge.to, at)]).collect();
        connection.owner.store(0, Ordering::Release);
        self.touch();
    }

    /// Takes everything out; the units stay.
    pub fn clear(&mut self) {
        for object in self.objects() {
            object.owner.store(0, Ordering::Release);
        }
        self.components.clear();
        self.edges.clear();
        self.relations.clear();
        self.constraints.clear();
        self.index = Index::default();
        self.touch();
    }

    /// What flows through a port.
    pub fn kind(&self, port: PortRef) -> Kind {
        self.components[port.component].declaration().ports[port.port].kind
    }

    /// `compressor.out1`.
    pub fn port_name(&self, port: PortRef) -> String {
        let component = &self.components[port.component];
        format!("{}.{}", component.label(), component.declaration().ports[port.port].name(port.instance))
    }

    /// `compressor → condenser`.
    pub fn route(&self, edge: &Edge) -> String {
        format!("{} → {}", self.components[edge.from.component].label(), self.components[edge.to.component].label())
    }

    /// Lets the next solve compile again, because the equations have changed.
    pub(crate) fn change(&mut self) {
        self.generation += 1;
    }

    /// Forgets the plan, because the graph has changed.
    pub(crate) fn touch(&mut self) {
        *self.plan.get_mut() = None;
    }

    /// True if the model has been finalized and its graph is unchanged.
    pub fn is_finalized(&self) -> bool {
        self.plan.lock().is_some()
    }

    /// Components, relations, then connections: the order of objects in a plan.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<Object>> {
        let relations = self.relations.iter().map(|relation| &relation.object);
        self.components.iter().chain(relations).chain(self.edges.iter().map(|edge| &edge.object))
    }

    /// Position of the first connection among all objects.
    pub(crate) fn first_edge(&self) -> usize {
        self.components.len() + self.relations.len()
    }

    /// The edges at the ports of every component.
    pub(crate) fn ports(&self) -> Result<Vec<Ports>, ThermoError> {
        let of = |object: &Arc<Object>| {
            let starts = object.slots.read().port_starts();
            Ports { edges: vec![None; starts[starts.len() - 1]], starts }
        };
        let mut ports: Vec<Ports> = self.components.iter().map(of).collect();
        for (index, edge) in self.edges.iter().enumerate() {
            for port in [edge.from, edge.to] {
                let of = &mut ports[port.component];
                let position = of.starts[port.port] + port.instance;
                if position >= of.starts[port.port + 1] {
                    return Err(ThermoError::Topology(format!(
                        "{} connects {}, but there are no more than {} of these ports now",
                        edge.object.label(),
                        self.port_name(port),
                        of.starts[port.port + 1] - of.starts[port.port]
                    )));
                }
                of.edges[position] = Some(index);
            }
        }
        Ok(ports)
    }

    /// Refuses open ports that have to be connected.
    pub fn check_ports(&self) -> Result<(), ThermoError> {
        if self.components.is_empty() {
            return Err(ThermoError::Topology("the system is empty: add components and edges first".into()));
        }
        let mut names = vec![];
        for (component, ports) in self.ports()?.iter().enumerate() {
            let declaration = self.components[component].declaration();
            // What enters by a port has to leave by its partner.
            let is_half = |port: usize| {
                if declaration.is_injected(port) {
                    return false;
                }
                let ends = declaration.passes.iter().find(|(inlet, outlet)| *inlet == port || *outlet == port);
                ends.is_some_and(|(inlet, outlet)| ports.is_connected(*inlet) != ports.is_connected(*outlet))
            };
            for (port, declared) in declaration.ports.iter().enumerate() {
                let open = ports.each(port).iter().enumerate().filter(|(_, edge)| edge.is_none());
                let open = open.map(|(instance, _)| self.port_name(PortRef { component, port, instance }));
                names.extend(open.filter(|_| declared.need == Need::Required || is_half(port)));
            }
        }
        match names.as_slice() {
            [] => Ok(()),
            [one] => Err(ThermoError::Topology(format!("port {one} is not connected: add an edge to it"))),
            many => {
                Err(ThermoError::Topology(format!("ports {} are not connected: add an edge to each", few(many, FEW))))
            }
        }
    }

    /// Number of the circuit every edge belongs to: edges joined through components that pass their fluid on.
    pub(crate) fn circuits(&self) -> Result<Vec<usize>, ThermoError> {
        let mut sets = petgraph::unionfind::UnionFind::<usize>::new(self.edges.len());
        for (component, ports) in self.components.iter().zip(&self.ports()?) {
            let declared = &component.declaration().ports;
            for (inlet, outlet) in &component.declaration().passes {
                let (from, to) = (ports.each(*inlet), ports.each(*outlet));
                // Ports that one number counts belong together one by one.
                let is_paired =
                    declared[*inlet].count != Count::One && declared[*inlet].count == declared[*outlet].count;
                for (i, a) in from.iter().enumerate() {
                    for (j, b) in to.iter().enumerate() {
                        if let (Some(a), Some(b)) = (a, b)
                            && (i == j || !is_paired)
                        {
                            sets.union(*a, *b);
                        }
                    }
                }
            }
        }
        Ok(sets.into_labeling())
    }
}

fn snake_case(class: &str) -> String {
    let mut name = String::new();
    for (i, c) in class.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn class_names_become_labels() {
        assert_eq!(snake_case("Valve"), "valve");
        assert_eq!(snake_case("SimpleHeatExchanger"), "simple_heat_exchanger");
    }
}
