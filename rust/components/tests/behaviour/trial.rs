//! An object of a class, evaluated by itself.

use std::sync::Arc;

use entropyk_components::characteristic::{Curve, OutsideFunction};
use entropyk_components::declaration::{Activation, Count, Direction, Form, Kind, Mixture, Need, Term, Type, Variable};
use entropyk_components::slots::Value;
use entropyk_components::{
    Ahri540, At, CharLine, CharMap, Characteristic, Class, ComponentError, Connections, Dual, Flow, FluidConnection,
    Guess, Medium, PowerConnection, Scalar, Slots, Start, StateCell, Stream, WIDTH, class, library, seed, slopes,
};
use entropyk_fluids::{Fluid, Rule, Species};

use crate::cases::Case;

/// A function from outside the library.
struct Parabola;

impl OutsideFunction for Parabola {
    fn value(&self, x: f64) -> Result<f64, ComponentError> {
        Ok(3.0 + 20.0 * x * x)
    }
}

/// A curve, map or list for a parameter that holds one.
fn curve(kind: Type) -> Option<Value> {
    let map = || {
        CharMap::new(
            vec![0.0, 200.0],
            vec![vec![0.0, 10.0], vec![0.0, 12.0]],
            vec![vec![0.9, 0.5], vec![0.8, 0.6]],
            false,
        )
    };
    Some(match kind {
        Type::Map => Value::Map(Arc::new(Ahri540::shipped()[2].clone().into())),
        Type::Line(of) => {
            let line = CharLine::new(vec![0.0, 1e-4, 0.02, 0.7, 3.0], vec![1.2, 1.1, 1.0, 0.9, 0.5], false);
            Value::Line(Characteristic { line: Arc::new(line.unwrap()), of })
        }
        Type::CharMap => Value::CharMap(Arc::new(map().unwrap())),
        Type::Function => Value::Function(Curve(Arc::new(Parabola))),
        Type::Numbers(count) => Value::Numbers((0..count).map(|i| 0.7 / (1.0 + (3 * i) as f64).powi(3)).collect()),
        Type::Record(names) => Value::Numbers(names.iter().map(|_| 0.5).collect()),
        _ => return None,
    })
}

/// A connection that knows its design point: a flow of nine tenths.
fn end(fluid: &Fluid, flow: &[f64]) -> Slots {
    let class = if flow.len() > 1 { class::<FluidConnection>() } else { class::<PowerConnection>() };
    let mut slots = Slots::new(class.declaration().clone());
    let mut values = vec![f64::NAN; class.declaration().parameters.len()];
    let mut put = |name: &str, value: f64| values[class.declaration().parameter(name).unwrap()] = value;
    match flow {
        [m, p, h] if m.is_finite() => {
            let state = fluid.ph(*p, *h, &[], None).unwrap();
            for (name, value) in
                [("p", *p), ("h", *h), ("T", state.t.value), ("m", 0.9 * m), ("v", 0.9 * m / state.rho.value)]
            {
                put(name, value);
            }
        }
        [energy] => put("E", 0.9 * energy),
        _ => {}
    }
    slots.set_design(&values);
    slots
}

/// Air, a fuel, and what they become.
fn burning() -> (Fluid, Vec<Vec<f64>>) {
    let species: Vec<Species> = ["N2", "O2", "CH4", "CO2", "H2O"].map(|name| Species::new(name).unwrap()).into();
    let (air, fuel, burned) =
        ([0.77, 0.23, 0.0, 0.0, 0.0], [0.0, 0.0, 0.96, 0.04, 0.0], [0.755, 0.151, 0.0, 0.053, 0.041]);
    (Fluid::mixture(&species, Rule::Ideal).unwrap(), [air, fuel, burned].map(Vec::from).into())
}

/// An object with its variables in one vector: those of every port in order, then all parameters.
pub(crate) struct Trial {
    pub(crate) class: Arc<dyn Class>,
    pub(crate) fluid: Fluid,
    /// Mass fractions at every port; none of a pure fluid.
    compositions: Vec<Vec<f64>>,
    pub(crate) slots: Slots,
    pub(crate) variables: Vec<f64>,
    /// Where the variables of a port begin, for every port that a declared one stands for; and the end.
    pub(crate) places: Vec<usize>,
    /// Where the ports that a declared one stands for begin, and the end.
    pub(crate) starts: Vec<usize>,
    /// Connections at the ports, which know their design values.
    pub(crate) ends: Vec<Slots>,
    /// Which declared ports are connected.
    pub(crate) connected: Vec<bool>,
}

impl Trial {
    pub(crate) fn new((name, flows, parameters): &Case) -> Self {
        let found = library::find(name).cloned().unwrap_or_else(class::<FluidConnection>);
        let declaration = found.declaration().clone();
        let reacts =
            declaration.equations.iter().any(|e| matches!(e.form, Form::Mixing { way: Mixture::Reacting, .. }));
        let (fluid, compositions) = if reacts { burning() } else { (Fluid::new("R134a").unwrap(), vec![]) };
        let mut slots = Slots::new(declaration.clone());
        for (parameter, value) in *parameters {
            let index = slots.index(parameter).unwrap();
            match declaration.parameters[index].kind {
                _ if declaration.parameters[index].is_result => slots.free(index),
                Type::Integer => slots.set(index, Value::Integer(*value as i64)).unwrap(),
                Type::Flag => slots.set(index, Value::Flag(*value != 0.0)).unwrap(),
                Type::Choice(_) => slots.set(index, Value::Choice(*value as usize)).unwrap(),
                _ => slots.set(index, Value::Number(*value)).unwrap(),
            }
        }
        for index in 0..declaration.parameters.len() {
            if let Some(value) = curve(declaration.parameters[index].kind) {
                slots.set(index, value).unwrap();
            }
        }
        let mut starts = vec![0];
        for port in &declaration.ports {
            let count = match port.count {
                Count::One => 1,
                Count::Parameter(parameter) => slots.count(parameter),
            };
            starts.push(starts.last().unwrap() + count);
        }
        assert_eq!(flows.len(), *starts.last().unwrap(), "{name}: one flow for every port");
        let (mut variables, mut places) = (vec![], vec![0]);
        let fluid_at = |instance: usize| match compositions.get(instance) {
            Some(z) => fluid.at_fractions(z).unwrap(),
            None => fluid.clone(),
        };
        for (instance, flow) in flows.iter().enumerate() {
            match flow {
                [m, p, t] => {
                    let fluid = fluid_at(instance);
                    let h = match *t {
                        x if x < 1.0 => fluid.px(*p, x, &[]).unwrap().h,
                        t if t < 1e4 => fluid.pt(*p, t, &[], None).unwrap().h,
                        h => h,
                    };
                    variables.extend([*m, *p, h]);
                }
                [] => variables.extend([f64::NAN; 3]),
                energy => variables.extend(*energy),
            }
            places.push(variables.len());
        }
        let end_at = |(k, ends): (usize, &[usize])| end(&fluid_at(k), &variables[ends[0]..ends[1]]);
        let ends = places.windows(2).enumerate().map(end_at).collect();
        let given = |i: usize| parameters.iter().find(|(name, _)| slots.index(name).unwrap() == i);
        variables.extend((0..declaration.parameters.len()).map(|i| given(i).map_or(slots.number(i), |(_, v)| *v)));
        let connected: Vec<bool> = (0..declaration.ports.len()).map(|port| !flows[starts[port]].is_empty()).collect();
        let numbers = &variables[*places.last().unwrap()..];
        slots.set_design(&numbers.iter().map(|v| if v.is_finite() { *v } else { 0.4 }).collect::<Vec<f64>>());
        Self { class: found, fluid, compositions, slots, variables, places, starts, ends, connected }
    }

    /// The positions that a term stands for.
    pub(crate) fn positions(&self, term: Term) -> Vec<usize> {
        if matches!(term, Term::Port(_, Variable::Fraction) | Term::Each(_, Variable::Fraction)) {
            return vec![];
        }
        let offset = |variable| match variable {
            Variable::M | Variable::E => 0,
            Variable::P => 1,
            _ => 2,
        };
        match term {
            Term::Port(port, variable) => vec![self.places[self.starts[port]] + offset(variable)],
            Term::Each(port, variable) => {
                let all = self.starts[port]..self.starts[port + 1];
                all.map(|instance| self.places[instance] + offset(variable)).collect()
            }
            Term::Parameter(parameter) => vec![self.places.last().unwrap() + parameter],
        }
    }

    pub(crate) fn with<S: Scalar, R>(
        &self,
        variables: &[f64],
        lift: impl Fn(usize, f64) -> S,
        f: impl FnOnce(&At<S>) -> R,
    ) -> R {
        let at = |i: usize| lift(i, variables[i]);
        let instances = self.places.len() - 1;
        let cells: Vec<StateCell> = (0..instances).map(|_| StateCell::default()).collect();
        let z: Vec<Vec<S>> = self.compositions.iter().map(|z| z.iter().map(|w| S::from(*w)).collect()).collect();
        let flow = |instance: usize| {
            let place = self.places[instance];
            match self.places[instance + 1] - place {
                _ if !self.connected[self.starts.iter().rposition(|start| *start <= instance).unwrap()] => Flow::Open,
                1 => Flow::Energy(at(place)),
                _ => {
                    let (m, p, h) = (at(place), at(place + 1), at(place + 2));
                    let z = z.get(instance).map_or(&[][..], Vec::as_slice);
                    Flow::Fluid(Stream { m, p, h, fluid: Medium { fluid: &self.fluid, z }, cell: &cells[instance] })
                }
            }
        };
        let flows: Vec<Flow<S>> = (0..instances).map(flow).collect();
        let end = *self.places.last().unwrap();
        let numbers = &variables[end..];
        let at_ports: Vec<Option<usize>> = (0..instances).map(Some).collect();
        let free: Vec<(usize, S)> = (0..numbers.len()).map(|i| (i, at(end + i))).collect();
        f(&At {
            flows: &flows,
            starts: &self.starts,
            slots: &self.slots,
            numbers,
            free: &free,
            index: 0,
            connections: Connections { at: &at_ports, slots: &self.ends },
        })
    }

    pub(crate) fn residual(&self, equation: usize, variables: &[f64]) -> f64 {
        self.with(variables, |_, v| v, |at| self.class.residual(equation, at)).unwrap()
    }

    /// Central difference with a step of 1e-6 of the variable's magnitude.
    pub(crate) fn difference(&self, equation: usize, position: usize) -> f64 {
        let step = 1e-6 * self.variables[position].abs().max(1e-3);
        let mut moved = self.variables.clone();
        moved[position] += step;
        let above = self.residual(equation, &moved);
        moved[position] -= 2.0 * step;
        (above - self.residual(equation, &moved)) / (2.0 * step)
    }

    pub(crate) fn derivative(&self, equation: usize, position: usize) -> f64 {
        self.derivative_at(&self.variables, equation, position)
    }

    pub(crate) fn derivative_at(&self, variables: &[f64], equation: usize, position: usize) -> f64 {
        let lift = |i: usize, v: f64| if i == position { seed(v, WIDTH - 1) } else { Dual::from(v) };
        slopes(&self.with(variables, lift, |at| self.class.residual_dual(equation, at)).unwrap())[WIDTH - 1]
    }

    /// Whether an equation can hold with these ports connected and these parameters given.
    pub(crate) fn may_hold(&self, activation: &Activation) -> bool {
        match activation {
            Activation::Connected(port) => self.connected[*port],
            Activation::Given(parameter) => {
                let is_curve = curve(self.class.declaration().parameters[*parameter].kind).is_some();
                is_curve || self.variables[self.positions(Term::Parameter(*parameter))[0]].is_finite()
            }
            Activation::All(all) => all.iter().all(|one| self.may_hold(one)),
            Activation::Any(any) => any.iter().any(|one| self.may_hold(one)),
            Activation::Flag(parameter, wanted) => self.slots.flag(*parameter) == *wanted,
            Activation::Not(not) => !matches!(**not, Activation::Connected(port) if self.connected[port]),
            Activation::Never => false,
            _ => true,
        }
    }

    /// With one optional port for energy connected alone and its energy as its equation wants it, or with none.
    pub(crate) fn connecting(mut self, only: Option<usize>) -> Self {
        let declaration = self.class.declaration().clone();
        for (index, port) in declaration.ports.iter().enumerate() {
            self.connected[index] &= port.kind == Kind::Fluid || port.need == Need::Required || only == Some(index);
        }
        let Some(port) = only.filter(|port| declaration.ports[*port].kind != Kind::Fluid) else { return self };
        let equation = declaration.equations.iter().position(|e| e.active == Activation::Connected(port)).unwrap();
        let place = self.positions(Term::Port(port, Variable::E))[0];
        let correction = self.residual(equation, &self.variables) / self.derivative(equation, place);
        self.variables[place] -= correction;
        self
    }

    /// Energy that flows out less what flows in, W.
    pub(crate) fn outflow(&self) -> f64 {
        let mut sum = 0.0;
        for (index, port) in self.class.declaration().ports.iter().enumerate().filter(|(i, _)| self.connected[*i]) {
            for instance in self.starts[index]..self.starts[index + 1] {
                let flow = match &self.variables[self.places[instance]..self.places[instance + 1]] {
                    [m, _, h] => m * h,
                    other => other[0],
                };
                sum += if port.direction == Direction::Out { flow } else { -flow };
            }
        }
        sum
    }

    /// What a start sees when inlets and pressures are known, or nothing is.
    pub(crate) fn guesses(&self, is_known: bool) -> Vec<Option<Guess>> {
        let mut guesses = vec![];
        for (index, port) in self.class.declaration().ports.iter().enumerate() {
            for instance in self.starts[index]..self.starts[index + 1] {
                let values = &self.variables[self.places[instance]..self.places[instance + 1]];
                let inlet = is_known && port.direction == Direction::In;
                let of = |i: usize, known: bool| values.get(i).copied().filter(|_| known);
                let (m, p, h) = (of(0, inlet), of(1, is_known), of(2, inlet));
                let z = self.compositions.get(instance);
                let fluid = z.map_or_else(|| self.fluid.clone(), |z| self.fluid.at_fractions(z).unwrap());
                let mixture = z.map(|z| (self.fluid.clone(), z.clone()));
                let is_fluid = port.kind == Kind::Fluid && self.connected[index];
                guesses.push(is_fluid.then_some(Guess { fluid, mixture, m, p, h }));
            }
        }
        guesses
    }

    /// What the class offers at a start: (position among all ports, variable, value).
    pub(crate) fn offers(&self, guesses: &[Option<Guess>]) -> Vec<(usize, Variable, f64)> {
        let mut slots = self.slots.clone();
        // What belongs to streams that are not there, or to what is there instead of them.
        let is_open = self.connected.contains(&false);
        for (index, parameter) in self.class.declaration().parameters.iter().enumerate() {
            let is_boundary = ["sink_", "source_"].iter().any(|stem| parameter.name.starts_with(stem));
            if is_boundary != is_open && (is_boundary || parameter.name.starts_with("zeta")) {
                slots.unset(index);
            }
        }
        // A map excludes the efficiency that the trial gives too.
        if let Ok(map) = slots.index("coefficients") {
            slots.unset(map);
        }
        let numbers: Vec<f64> = (0..slots.declaration().parameters.len()).map(|i| slots.number(i)).collect();
        let (slots, numbers, starts) = (&slots, &numbers[..], &self.starts[..]);
        let mut start = Start { guesses, starts, slots, numbers, spread: 1.0, offers: vec![] };
        self.class.start(&mut start).unwrap();
        start.offers
    }
}
