//! What stands still: components that are off, and the connections through which nothing can flow then.
//!
//! Where a component is off nothing flows through its ports, nor through the line they belong to, up to the junctions on
//! both sides; a junction rests with them when all it takes in or gives off has come to rest, or all but one flow. What
//! rests leaves the system with its specifications: m = 0, and p and h follow from what moves, by p_out = p_in and
//! h_out = h_in of the components between, where this contradicts nothing; a circuit at rest keeps those it had.

use std::sync::Arc;

use entropyk_components::declaration::{Activation, Direction, Form, Kind, Term, Variable};
use entropyk_components::{Declaration, OperationalState, Report, Scalar};
use entropyk_core::{Quantity, ThermoError, compact};

use crate::graph::{Fixed, Graph};
use crate::model::Ports;
use crate::object::Object;
use crate::plan::Plan;
use crate::problem::Problem;

/// What holds of the equations of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// All that its parameters activate.
    Works,
    /// Those of its streams that flow, by themselves: they exchange nothing with the others.
    Partly,
    /// None: nothing flows through it.
    Rests,
    /// Those of its bypass.
    Bypassed,
}

impl Standing {
    /// In a word, where an object does not work.
    pub(crate) fn remark(self) -> Option<&'static str> {
        match self {
            Standing::Works => None,
            Standing::Partly => Some("idle"),
            Standing::Rests => Some("off"),
            Standing::Bypassed => Some("bypassed"),
        }
    }
}

/// The objects and connections of a model that stand still.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rest {
    edges: Vec<bool>,
    objects: Vec<Standing>,
}

impl Rest {
    pub(crate) fn new(objects: &[Arc<Object>], ports: &[Ports], kinds: &[Kind]) -> Self {
        let first_edge = objects.len() - kinds.len();
        let states: Vec<OperationalState> = objects.iter().map(|object| object.slots.read().state()).collect();
        let mut rest = Self { edges: vec![false; kinds.len()], objects: vec![Standing::Works; objects.len()] };
        if states.iter().all(|state| *state == OperationalState::On) {
            return rest;
        }
        for (object, _) in states.iter().enumerate().filter(|(_, state)| **state == OperationalState::Off) {
            rest.stop(fluid_edges(objects[object].declaration(), &ports[object]));
        }
        let components = || objects[..first_edge].iter().zip(ports);
        while components().any(|(object, ports)| rest.spread(object.declaration(), ports)) {}
        for (object, state) in states.iter().enumerate() {
            rest.objects[object] = rest.standing(objects[object].declaration(), &ports[object], *state);
        }
        rest
    }

    /// Whether nothing flows through a connection.
    pub(crate) fn is_still(&self, edge: usize) -> bool {
        self.edges[edge]
    }

    /// What holds of the equations of an object.
    pub(crate) fn of(&self, object: usize) -> Standing {
        self.objects[object]
    }

    /// True if everything runs.
    pub(crate) fn is_empty(&self) -> bool {
        self.objects.iter().all(|standing| *standing == Standing::Works) && !self.edges.contains(&true)
    }

    /// Takes the flow from these connections; true if one of them had it.
    fn stop(&mut self, edges: impl IntoIterator<Item = usize>) -> bool {
        let mut stopped = false;
        for edge in edges {
            stopped |= !std::mem::replace(&mut self.edges[edge], true);
        }
        stopped
    }

    /// Carries standstill through a component; true if it went further.
    fn spread(&mut self, declaration: &Declaration, ports: &Ports) -> bool {
        let all: Vec<usize> = fluid_edges(declaration, ports).collect();
        if !is_junction(declaration) {
            let lines =
                declaration.passes.iter().map(|(inlet, outlet)| [ports.each(*inlet), ports.each(*outlet)].concat());
            let lines: Vec<Vec<usize>> = lines.map(|line| line.into_iter().flatten().collect()).collect();
            let mut more = false;
            for line in lines.iter().filter(|line| line.len() > 1) {
                if line.iter().any(|edge| self.edges[*edge]) {
                    more |= self.stop(line.iter().copied());
                }
            }
            return more;
        }
        let flowing = |direction: Direction| {
            let of = declaration.ports.iter().enumerate().filter(move |(_, port)| port.direction == direction);
            of.flat_map(|(port, _)| ports.each(port).iter().flatten()).filter(|edge| !self.edges[**edge]).count()
        };
        let (enters, leaves) = (flowing(Direction::In), flowing(Direction::Out));
        if (enters == 0) != (leaves == 0) { self.stop(all) } else { false }
    }

    fn standing(&self, declaration: &Declaration, ports: &Ports, state: OperationalState) -> Standing {
        let mut edges = fluid_edges(declaration, ports).map(|edge| self.edges[edge]).peekable();
        let has_fluid = edges.peek().is_some();
        let still: Vec<bool> = edges.collect();
        let passive = declaration.passes.is_empty() && !is_junction(declaration);
        match state {
            OperationalState::Off => Standing::Rests,
            _ if has_fluid && still.iter().all(|still| *still) => Standing::Rests,
            // A relation between connections needs all of them.
            _ if passive && still.contains(&true) => Standing::Rests,
            OperationalState::Bypass => Standing::Bypassed,
            _ if still.contains(&true) && !is_junction(declaration) => Standing::Partly,
            OperationalState::On => Standing::Works,
        }
    }

    /// The equations of an object that hold, among those that its parameters activate.
    pub(crate) fn keep(&self, object: usize, declaration: &Declaration, ports: &Ports, active: &mut Vec<usize>) {
        let is_bypass = |equation: usize| declaration.equations[equation].active == Activation::Bypassed;
        match self.of(object) {
            Standing::Works => active.retain(|equation| {
                !is_bypass(*equation) && !self.is_about_rest(&declaration.equations[*equation].form, ports)
            }),
            Standing::Rests => active.clear(),
            Standing::Bypassed => active.retain(|equation| is_bypass(*equation)),
            Standing::Partly => {
                active.retain(|equation| self.is_of_flowing(&declaration.equations[*equation].form, ports));
                let untouched = (0..declaration.equations.len()).filter(|equation| {
                    let (is_h, terms) =
                        (of_bypass(declaration, *equation), terms(&declaration.equations[*equation].form));
                    is_h == Some(Variable::H) && terms.iter().all(|term| !self.rests(*term, ports))
                });
                active.extend(untouched);
            }
        }
    }

    /// True if all streams in a general equation rest.
    fn is_about_rest(&self, form: &Form, ports: &Ports) -> bool {
        let Form::General(terms) = form else { return false };
        let mut streams = terms.iter().filter(|term| !matches!(term, Term::Parameter(_))).peekable();
        streams.peek().is_some() && streams.all(|term| self.rests(*term, ports))
    }

    /// True for the mass balance and the pressure drop of a stream that flows, in a component where another rests.
    fn is_of_flowing(&self, form: &Form, ports: &Ports) -> bool {
        let terms = terms(form);
        if terms.iter().any(|term| self.rests(*term, ports)) {
            return false;
        }
        let pressures = terms.iter().filter(|term| matches!(term, Term::Port(_, Variable::P))).count();
        let has_mass = terms.iter().all(|term| matches!(term, Term::Port(_, Variable::M)));
        has_mass || pressures > 1
    }

    /// True if nothing flows at the ports of a term.
    fn rests(&self, term: Term, ports: &Ports) -> bool {
        match term {
            Term::Port(port, _) => ports.at(port, 0).is_some_and(|edge| self.is_still(edge)),
            Term::Each(port, _) => {
                let mut edges = ports.each(port).iter().flatten().peekable();
                edges.peek().is_some() && edges.all(|edge| self.is_still(*edge))
            }
            Term::Parameter(_) => false,
        }
    }

    /// What an object that does not work tells: no heat, no power.
    pub(crate) fn report<S: Scalar>(&self, object: usize, declaration: &Declaration) -> Option<Report<S>> {
        if self.of(object) == Standing::Works || declaration.passes.is_empty() && declaration.ports.len() == 1 {
            return None;
        }
        let mut report = Report::default();
        for (index, parameter) in declaration.parameters.iter().enumerate() {
            if matches!(parameter.quantity, Quantity::Heat | Quantity::Power) {
                report.set(index, S::zero());
            }
        }
        Some(report)
    }
}

impl Graph {
    /// p_out = p_in and h_out = h_in of the components through which nothing flows: (object, equation, target and source).
    pub(crate) fn equalities_at_rest(&self) -> Vec<(usize, usize, [Term; 2])> {
        let mut found = vec![];
        for (object, of) in self.objects.iter().enumerate() {
            if !matches!(self.rest.of(object), Standing::Rests | Standing::Partly) {
                continue;
            }
            let declaration = of.declaration();
            for (number, equation) in declaration.equations.iter().enumerate() {
                let Form::Affine { target, source, .. } = &equation.form else { continue };
                let is_state = matches!(of_bypass(declaration, number), Some(Variable::P | Variable::H));
                if is_state && self.rest.rests(*target, &self.ports[object]) {
                    found.push((object, number, [*target, *source]));
                }
            }
        }
        found
    }

    /// The parameter of a connection that a variable is, as if it were given.
    pub(crate) fn fixed_at(&self, variable: usize) -> Option<Fixed> {
        let (edge, symbol) = self.layout.place(variable)?;
        let object = self.objects.len() - self.layout.edges() + edge;
        let parameter = self.objects[object].declaration().parameter(symbol.symbol())?;
        Some(Fixed { variable, object, parameter })
    }

    /// Power and heat of components that do not work: nothing.
    ///
    /// # Errors
    /// [`ThermoError::Topology`] where another value is given.
    pub(crate) fn idle_energies(&self, given: &[Fixed]) -> Result<Vec<Fixed>, ThermoError> {
        let mut idle: Vec<Fixed> = vec![];
        for (object, of) in self.objects.iter().enumerate() {
            let does_nothing = matches!(self.rest.of(object), Standing::Rests | Standing::Bypassed);
            let ports = of.declaration().ports.iter().enumerate().filter(|_| does_nothing);
            let edges = ports.flat_map(|(port, _)| self.ports[object].each(port).iter().flatten());
            for variable in edges.filter_map(|edge| self.layout.position(*edge, Variable::E)) {
                if given.iter().any(|fixed| fixed.variable == variable) {
                    return Err(ThermoError::Topology(format!(
                        "{} is given, but {} does not work (it, or what feeds it, is off or bypassed): remove the value, or \
                         switch it on",
                        self.variable_name(variable, &[]),
                        of.label()
                    )));
                }
                if idle.iter().all(|fixed| fixed.variable != variable) {
                    idle.extend(self.fixed_at(variable));
                }
            }
        }
        Ok(idle)
    }
}

/// Pressure and temperature, Pa and K, of a connection in which nothing has ever flowed and for which nothing is given.
const AMBIENT: (f64, f64) = (101_325.0, 293.15);

impl Plan {
    /// Puts into the numbers of all objects what holds where nothing flows: m = 0, E = 0, the last p and h.
    pub(crate) fn stop(&self, numbers: &mut [f64]) {
        for fixed in &self.fixed {
            let at = self.numbers[fixed.object] + fixed.parameter;
            let Some((edge, variable)) = self.layout.place(fixed.variable) else { continue };
            match variable {
                Variable::M if self.rest.is_still(edge) => numbers[at] = 0.0,
                Variable::E if !self.slots[fixed.object].is_given(fixed.parameter) => numbers[at] = 0.0,
                Variable::P | Variable::H if self.rest.is_still(edge) => {
                    let last = self.objects[fixed.object].slots.read().slot(fixed.parameter).start;
                    let known = last.or(Some(numbers[at]).filter(|value| value.is_finite()));
                    numbers[at] = known.or_else(|| self.ambient(edge, variable)).unwrap_or(f64::NAN);
                }
                _ => {}
            }
        }
    }

    fn ambient(&self, edge: usize, variable: Variable) -> Option<f64> {
        let fluid = self.fluids[edge].as_ref()?;
        let share = 1.0 / fluid.species().len().max(1) as f64;
        let fluid = fluid.at_fractions(&vec![share; fluid.species().len()]).ok()?;
        let t = AMBIENT.1.clamp(fluid.info().t_min, fluid.info().t_max);
        match variable {
            Variable::P => Some(AMBIENT.0),
            _ => Some(fluid.pt(AMBIENT.0, t, &[], None).ok()?.h),
        }
    }

    /// Says of mass flows that are given where nothing flows that they do not count.
    pub(crate) fn suspended_flows(&self) -> Vec<String> {
        let mut lines = vec![];
        for edge in (0..self.edge_count()).filter(|edge| self.rest.is_still(*edge)) {
            let object = self.object_of_edge(edge);
            let given = self.slots[object].declaration().parameter("m").filter(|m| self.slots[object].is_given(*m));
            if let Some(m) = given.map(|m| self.slots[object].number(m)).filter(|m| *m != 0.0) {
                let label = self.objects[object].label();
                lines.push(format!(
                    "{label}: m = {} kg/s is given, but nothing flows there: a component is off",
                    compact(m)
                ));
            }
        }
        lines
    }
}

/// A flow below this share of the greatest one is none.
const NO_FLOW: f64 = 1e-9;

impl Problem<'_> {
    /// Names a component that works without a flow although heat or power is given for it.
    pub(crate) fn starved(&self) -> Option<ThermoError> {
        let plan = self.plan;
        let flow = |edge: usize| plan.layout.position(edge, Variable::M).map(|at| self.variables[at].abs());
        let greatest = (0..plan.edge_count()).filter_map(flow).fold(0.0, f64::max);
        if (0..plan.edge_count()).filter_map(flow).all(|m| m > NO_FLOW * greatest) {
            return None;
        }
        for (object, of) in
            plan.objects.iter().enumerate().filter(|(object, _)| plan.rest.of(*object) == Standing::Works)
        {
            let mut edges = fluid_edges(of.declaration(), &plan.ports[object]).peekable();
            let is_idle = edges.peek().is_some() && edges.all(|edge| flow(edge) <= Some(NO_FLOW * greatest));
            let parameters = of.declaration().parameters.iter().enumerate().filter(|_| is_idle);
            for (index, parameter) in parameters {
                let value = self.number(object, index);
                // Irradiation is a heat flow for each m²; what it leaves without a flow is heated until it loses as much.
                let is_flow = matches!(parameter.quantity, Quantity::Heat | Quantity::Power) && parameter.name != "E";
                if is_flow && plan.slots[object].is_given(index) && value.abs() > 0.0 {
                    let (label, name, value) = (of.label(), parameter.name, compact(value));
                    return Some(ThermoError::ImpossibleState(format!(
                        "{label}: {name} = {value} W is given, but the other specifications leave no flow through it: \
                         take {name} back, give it a flow, or switch it off (state=\"Off\")"
                    )));
                }
            }
        }
        None
    }
}

/// The variable that an equation of a bypass passes on.
pub(crate) fn of_bypass(declaration: &Declaration, equation: usize) -> Option<Variable> {
    let equation = &declaration.equations[equation];
    match (&equation.active, &equation.form) {
        (Activation::Bypassed, Form::Affine { target: Term::Port(_, variable), .. }) => Some(*variable),
        _ => None,
    }
}

fn fluid_edges<'a>(declaration: &'a Declaration, ports: &'a Ports) -> impl Iterator<Item = usize> + 'a {
    let fluid = declaration.ports.iter().enumerate().filter(|(_, port)| port.kind == Kind::Fluid);
    fluid.flat_map(|(port, _)| ports.each(port).iter().flatten().copied())
}

/// True if flows are joined or divided.
fn is_junction(declaration: &Declaration) -> bool {
    let is_mass = |(term, _): &(Term, f64)| matches!(term, Term::Port(_, Variable::M) | Term::Each(_, Variable::M));
    declaration.equations.iter().any(|equation| match &equation.form {
        Form::Balance(terms) => terms.iter().any(is_mass),
        _ => false,
    })
}

fn terms(form: &Form) -> Vec<Term> {
    match form {
        Form::Affine { target, source, .. } => vec![*target, *source],
        Form::Balance(terms) => terms.iter().map(|(term, _)| *term).collect(),
        Form::Mixing { inlets, outlet, .. } => {
            inlets.iter().chain([outlet]).map(|port| Term::Each(*port, Variable::Fraction)).collect()
        }
        Form::Whole(port) => vec![Term::Each(*port, Variable::Fraction)],
        Form::General(terms) | Form::Each { terms, .. } => {
            terms.iter().copied().filter(|term| !matches!(term, Term::Parameter(_))).collect()
        }
    }
}
