//! The model graph: objects, the connections between them, the fluid of every circuit.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use entropyk_components::declaration::{Direction, Kind, Need};
use entropyk_components::slots::Value;
use entropyk_components::{Class, Declaration, FluidConnection, Slots, class};
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{ThermoError, Units};
use entropyk_fluids::Fluid;
use parking_lot::{Mutex, RwLock};

use crate::Plan;

/// A component or connection with its values. Shared: users change values while a model holds it.
pub struct Object {
    /// Equations.
    pub class: Arc<dyn Class>,
    /// Values.
    pub slots: RwLock<Slots>,
    label: RwLock<Option<String>>,
    owner: AtomicU64,
    units: RwLock<Option<SharedUnits>>,
}

/// Units that a model, its objects and Python look at together.
pub type SharedUnits = Arc<RwLock<Units>>;

impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.declaration().class, self.label())
    }
}

impl Object {
    /// A fluid connection, all unset.
    pub fn connection() -> Arc<Self> {
        static CONNECTION: std::sync::LazyLock<Arc<dyn Class>> = std::sync::LazyLock::new(class::<FluidConnection>);
        Object::new(CONNECTION.clone(), None)
    }

    /// An object of a class, all unset.
    pub fn new(class: Arc<dyn Class>, label: Option<String>) -> Arc<Self> {
        let slots = RwLock::new(Slots::new(class.declaration().clone()));
        Arc::new(Self { class, slots, label: RwLock::new(label), owner: AtomicU64::new(0), units: RwLock::new(None) })
    }

    /// Ports, parameters, equations.
    pub fn declaration(&self) -> &Arc<Declaration> {
        self.class.declaration()
    }

    /// Label; empty before the object has one.
    pub fn label(&self) -> String {
        self.label.read().clone().unwrap_or_default()
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
                let quantity = self.declaration().parameters[parameter].quantity;
                Value::Number(units.read().unit(quantity).to_si(*number))
            }
            _ => value,
        };
        Ok(self.slots.write().set(parameter, value)?)
    }

    /// Joins a model: plain numbers get their meaning.
    fn join(&self, units: &SharedUnits) -> Result<(), ThermoError> {
        self.slots.write().resolve(&units.read()).map_err(|error| named(self, error.into()))?;
        *self.units.write() = Some(units.clone());
        Ok(())
    }

    fn claim(&self, model: u64) -> Result<(), ThermoError> {
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

/// A port of a component of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PortRef {
    /// Index of the component.
    pub component: usize,
    /// Index of the port in its declaration.
    pub port: usize,
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
    /// Fluid given for it.
    pub fluid: Option<Fluid>,
}

/// Components, connections, units, and the plan made of them.
#[derive(Debug)]
pub struct Model {
    id: u64,
    /// Components in the order of adding.
    pub components: Vec<Arc<Object>>,
    /// Connections in the order of adding.
    pub edges: Vec<Edge>,
    /// Units of plain numbers.
    pub units: SharedUnits,
    /// Fluid of circuits for which none is given.
    pub fluid: Option<Fluid>,
    /// Whether missing specifications may be assumed.
    pub use_defaults: bool,
    pub(crate) plan: Mutex<Option<Arc<Plan>>>,
}

impl Model {
    /// An empty model.
    pub fn new(units: Units, fluid: Option<Fluid>, use_defaults: bool) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let units = Arc::new(RwLock::new(units));
        Self { id, components: vec![], edges: vec![], units, fluid, use_defaults, plan: Mutex::new(None) }
    }

    /// Adds a component; without a label it gets its class name in snake case, then `_2`, `_3`, ….
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if it belongs to a system already, or the label is taken.
    pub fn add(&mut self, object: Arc<Object>, label: Option<String>) -> Result<usize, ThermoError> {
        let label = label.or_else(|| object.label.read().clone());
        if let Some(label) = &label
            && self.components.iter().any(|c| c.label() == *label && !Arc::ptr_eq(c, &object))
        {
            return Err(ThermoError::Topology(format!(
                "the label {label:?} is taken: labels of components are unique"
            )));
        }
        object.claim(self.id)?;
        let label = label.unwrap_or_else(|| self.free_label(&snake_case(object.declaration().class)));
        let before = object.label.write().replace(label);
        if let Err(error) = object.join(&self.units) {
            *object.label.write() = before;
            object.owner.store(0, Ordering::Release);
            return Err(error);
        }
        self.components.push(object);
        self.touch();
        Ok(self.components.len() - 1)
    }

    fn free_label(&self, stem: &str) -> String {
        let is_free = |label: &String| self.components.iter().all(|c| c.label() != *label);
        std::iter::once(stem.to_owned())
            .chain((2..).map(|n| format!("{stem}_{n}")))
            .find(is_free)
            .unwrap_or_else(|| stem.to_owned())
    }

    /// Index of a component of this model.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] if it is not part of it.
    pub fn index(&self, object: &Arc<Object>) -> Result<usize, ThermoError> {
        self.components.iter().position(|c| Arc::ptr_eq(c, object)).ok_or_else(|| {
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
        self.components.iter().find(|c| c.label() == label).ok_or_else(|| {
            let labels: Vec<String> = self.components.iter().map(|c| c.label()).collect();
            let hint = did_you_mean(label, labels.iter().map(String::as_str));
            ThermoError::Topology(format!("no component has the label {label:?}{hint}"))
        })
    }

    /// The port of that name, or the main one in that direction.
    ///
    /// # Errors
    /// [`ThermoError::Topology`], with the names there are.
    pub fn port(&self, component: usize, name: Option<&str>, direction: Direction) -> Result<PortRef, ThermoError> {
        let declaration = self.components[component].declaration();
        let port = match name {
            Some(name) => declaration.port(name).filter(|p| declaration.ports[*p].direction == direction),
            None => declaration.main.map(|(outlet, inlet)| if direction == Direction::Out { outlet } else { inlet }),
        };
        let Some(port) = port else {
            let side = if direction == Direction::Out { "outlets" } else { "inlets" };
            let names = declaration.ports.iter().filter(|p| p.direction == direction).map(|p| p.name);
            let wanted = name.map_or("a main port".to_owned(), |n| format!("a port {n:?}"));
            return Err(ThermoError::Topology(format!(
                "{} does not have {wanted} among its {side}; these are {}",
                self.components[component].label(),
                names.collect::<Vec<_>>().join(", ")
            )));
        };
        Ok(PortRef { component, port })
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
        if self.kind(from) != self.kind(to) {
            return Err(ThermoError::Topology(format!(
                "{} carries {:?} and {} takes {:?}: connect ports of one kind",
                self.port_name(from),
                self.kind(from),
                self.port_name(to),
                self.kind(to)
            )));
        }
        for port in [from, to] {
            let used = self.edges.iter().find(|edge| edge.from == port || edge.to == port);
            if let Some(edge) = used {
                return Err(ThermoError::Topology(format!(
                    "port {} is already connected by {} ({})",
                    self.port_name(port),
                    edge.object.label(),
                    self.route(edge)
                )));
            }
        }
        let label = label.unwrap_or_else(|| format!("e{}", self.edges.len() + 1));
        if self.edges.iter().any(|edge| edge.object.label() == label) {
            return Err(ThermoError::Topology(format!(
                "the label {label:?} is taken: labels of connections are unique"
            )));
        }
        connection.claim(self.id)?;
        *connection.label.write() = Some(label);
        if let Err(error) = connection.join(&self.units) {
            connection.owner.store(0, Ordering::Release);
            return Err(error);
        }
        self.edges.push(Edge { object: connection, from, to, fluid });
        self.touch();
        Ok(())
    }

    /// Takes a connection out.
    pub fn disconnect(&mut self, connection: &Arc<Object>) {
        self.edges.retain(|edge| !Arc::ptr_eq(&edge.object, connection));
        connection.owner.store(0, Ordering::Release);
        self.touch();
    }

    /// What flows through a port.
    pub(crate) fn kind(&self, port: PortRef) -> Kind {
        self.components[port.component].declaration().ports[port.port].kind
    }

    /// `compressor.out1`.
    pub fn port_name(&self, port: PortRef) -> String {
        let component = &self.components[port.component];
        format!("{}.{}", component.label(), component.declaration().ports[port.port].name)
    }

    /// `compressor → condenser`.
    pub fn route(&self, edge: &Edge) -> String {
        format!("{} → {}", self.components[edge.from.component].label(), self.components[edge.to.component].label())
    }

    /// Forgets the plan, because the graph has changed.
    pub(crate) fn touch(&mut self) {
        *self.plan.get_mut() = None;
    }

    /// True if the model has been finalized and its graph is unchanged.
    pub fn is_finalized(&self) -> bool {
        self.plan.lock().is_some()
    }

    /// Components, then connections: the order of objects in a plan.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.components.iter().chain(self.edges.iter().map(|edge| &edge.object))
    }

    /// The edge at every port of every component.
    pub(crate) fn ports(&self) -> Vec<Vec<Option<usize>>> {
        let mut ports: Vec<Vec<Option<usize>>> =
            self.components.iter().map(|c| vec![None; c.declaration().ports.len()]).collect();
        for (index, edge) in self.edges.iter().enumerate() {
            ports[edge.from.component][edge.from.port] = Some(index);
            ports[edge.to.component][edge.to.port] = Some(index);
        }
        ports
    }

    /// Refuses open ports that have to be connected.
    pub(crate) fn check_ports(&self) -> Result<(), ThermoError> {
        if self.components.is_empty() {
            return Err(ThermoError::Topology("the system is empty: add components and edges first".into()));
        }
        let ports = self.ports();
        let open = |component: usize, port: usize| {
            let declared = &self.components[component].declaration().ports[port];
            declared.need == Need::Required && ports[component][port].is_none()
        };
        let names: Vec<String> = (0..self.components.len())
            .flat_map(|component| (0..ports[component].len()).map(move |port| PortRef { component, port }))
            .filter(|port| open(port.component, port.port))
            .map(|port| self.port_name(port))
            .collect();
        match names.as_slice() {
            [] => Ok(()),
            [one] => Err(ThermoError::Topology(format!("port {one} is not connected: add an edge to it"))),
            many => {
                Err(ThermoError::Topology(format!("ports {} are not connected: add an edge to each", many.join(", "))))
            }
        }
    }

    /// The fluid of every edge.
    pub(crate) fn fluids(&self) -> Result<Vec<Fluid>, ThermoError> {
        let circuits = self.circuits();
        let mut given: HashMap<usize, (Fluid, &Edge)> = HashMap::new();
        for (edge, circuit) in self.edges.iter().zip(&circuits) {
            let Some(fluid) = &edge.fluid else { continue };
            match given.get(circuit) {
                Some((other, first)) if other != fluid => {
                    return Err(ThermoError::Topology(format!(
                        "{} carries {} and {} carries {}, but they are parts of one circuit: give one fluid for both",
                        first.object.label(),
                        other.info().name,
                        edge.object.label(),
                        fluid.info().name
                    )));
                }
                _ => given.insert(*circuit, (fluid.clone(), edge)),
            };
        }
        let fluid = |(edge, circuit): (&Edge, &usize)| {
            let known = given.get(circuit).map(|(fluid, _)| fluid).or(self.fluid.as_ref());
            known.cloned().ok_or_else(|| {
                let label = edge.object.label();
                ThermoError::Topology(format!(
                    "no fluid is given for {label} ({}): add_edge(…, fluid=…)",
                    self.route(edge)
                ))
            })
        };
        self.edges.iter().zip(&circuits).map(fluid).collect()
    }

    /// Number of the circuit every edge belongs to: edges joined through components that pass their fluid on.
    pub(crate) fn circuits(&self) -> Vec<usize> {
        let ports = self.ports();
        let mut sets = petgraph::unionfind::UnionFind::<usize>::new(self.edges.len());
        for (component, ports) in self.components.iter().zip(&ports) {
            for (inlet, outlet) in &component.declaration().passes {
                if let (Some(a), Some(b)) = (ports[*inlet], ports[*outlet]) {
                    sets.union(a, b);
                }
            }
        }
        sets.into_labeling()
    }
}

/// Puts the label of the object before the message.
pub(crate) fn named(object: &Object, error: ThermoError) -> ThermoError {
    let class = format!("{}: ", object.declaration().class);
    error.reworded(|message| format!("{}: {}", object.label(), message.strip_prefix(&class).unwrap_or(message)))
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
