//! Ten thousand small changes to valid models: each is solved or refused with a reason, and solved right.
//!
//! A mutation gives, takes back, frees or changes parameters of components and connections, with sober and with wild values.
//! A mutation is well-posed where a solution is known to exist, either found at once or by following the one of the unchanged model
//! in small steps. A converged state is checked here against the equations as they are declared; a refusal has to name what was touched. The
//! mutations follow from fixed numbers, so that a failure can be repeated.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::{Net, models};
use entropyk_components::declaration::{Coefficient, Form, Term, Type, Variable};
use entropyk_components::slots::Value;
use entropyk_components::{At, Connections, Dual, Flow, Role, Scalar, Slots, StateCell, Stream, WIDTH, seed, slopes};
use entropyk_core::{Quantity, ThermoError};
use entropyk_fluids::Fluid;
use entropyk_network::{Model, Object, Settings, Solution};

const MUTATIONS: usize = 10_000;
/// Steps in which a solution is followed.
const STEPS: usize = 20;
/// Greatest error of an equation at a solution, relative to its terms.
const TOLERANCE: f64 = 1e-7;
/// Time for one solve; none may exceed it.
const BUDGET: Duration = Duration::from_secs(2);

fn base(number: usize) -> Net {
    match number {
        0 => models::heat_pump(false),
        1 => models::conductances(),
        2 => models::economizer(false),
        3 => models::mixing(),
        4 => models::drum(),
        5 => models::secondary_loop(),
        6 => models::rankine("R245fa", 380.0, 305.0, 4.0),
        _ => models::cascade([true, false]),
    }
}

const BASES: usize = 8;

/// Numbers from a seed (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// Between 0 and 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
    fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }
    fn index(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }
    fn logarithmic(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }
}

/// A value that may be far from anything sensible.
fn wild(random: &mut Random, quantity: Quantity) -> f64 {
    if random.chance(0.04) {
        return [f64::NAN, f64::INFINITY, -1.0, 0.0][random.index(4)];
    }
    match quantity {
        Quantity::Temperature => random.between(150.0, 700.0),
        Quantity::Pressure => random.logarithmic(1e3, 3e7),
        Quantity::PressureDifference => random.logarithmic(1e2, 1e6),
        Quantity::TemperatureDifference => random.between(-5.0, 60.0),
        Quantity::Enthalpy => random.between(0.0, 3e6),
        Quantity::MassFlow => random.logarithmic(1e-4, 1e3),
        Quantity::Quality | Quantity::Efficiency | Quantity::Ratio => random.between(0.02, 1.2),
        Quantity::HeatTransferCoefficient => random.logarithmic(1.0, 1e7),
        Quantity::Heat | Quantity::Power => random.logarithmic(1e1, 1e7) * if random.chance(0.5) { 1.0 } else { -1.0 },
        Quantity::Length => random.logarithmic(1e-4, 1e3),
        _ => random.logarithmic(1e-3, 1e4),
    }
}

/// A value near another.
fn near(random: &mut Random, quantity: Quantity, value: f64, size: f64) -> f64 {
    match quantity {
        Quantity::Temperature => value + size * random.between(-15.0, 15.0),
        Quantity::TemperatureDifference => value + size * random.between(-3.0, 10.0),
        Quantity::Enthalpy => value + size * random.between(-3e4, 3e4),
        Quantity::Quality | Quantity::Efficiency => value * (size * random.between(-0.2, 0.2)).exp(),
        _ => value * (size * random.between(-0.7, 0.7)).exp(),
    }
}

/// A parameter that takes numbers.
#[derive(Clone)]
struct Place {
    object: Arc<Object>,
    parameter: usize,
}

impl Place {
    fn role(&self) -> Role {
        self.object.slots.read().slot(self.parameter).role
    }
    fn quantity(&self) -> Quantity {
        self.object.declaration().parameters[self.parameter].quantity
    }
    fn name(&self) -> String {
        format!("{}.{}", self.object.label(), self.object.declaration().parameters[self.parameter].name)
    }
    /// Gives a value; false if it is refused at once, which it is for NaN.
    fn give(&self, value: f64) -> bool {
        let accepted = self.object.set(self.parameter, Value::Number(value)).is_ok();
        assert!(!(accepted && value.is_nan()), "{} took NaN", self.name());
        accepted
    }
}

fn places(model: &Model) -> Vec<Place> {
    let mut places = vec![];
    for object in model.objects() {
        for (parameter, declared) in object.declaration().parameters.iter().enumerate() {
            if !declared.is_result && matches!(declared.kind, Type::Number | Type::NumberOrFlag) {
                places.push(Place { object: object.clone(), parameter });
            }
        }
    }
    places
}

/// A value that a mutation gave: where, the one the reference has there, and the new one.
struct Change {
    place: Place,
    from: f64,
    to: f64,
}

/// A mutated model, what was done to it, and the labels of what was touched.
struct Mutant {
    model: Model,
    story: String,
    touched: Vec<String>,
    changes: Vec<Change>,
}

impl Mutant {
    fn new(number: usize, reference: &HashMap<String, f64>) -> Self {
        let mut random = Random(0x5eed_0000 + number as u64);
        let mut mutant =
            Self { model: base(number % BASES).finish(), story: String::new(), touched: vec![], changes: vec![] };
        if random.chance(0.5) {
            mutant.story += "solved; ";
            mutant.model.solve(&Settings::default(), &|| false).unwrap();
        }
        let steps = 1 + random.index(2);
        for _ in 0..steps {
            mutant.mutate(&mut random, reference);
        }
        mutant
    }

    fn mutate(&mut self, random: &mut Random, reference: &HashMap<String, f64>) {
        let (given, open): (Vec<Place>, Vec<Place>) =
            places(&self.model).into_iter().partition(|place| place.role() == Role::Set);
        let given: Vec<Place> =
            given.into_iter().filter(|p| !p.object.slots.read().slot(p.parameter).is_default).collect();
        let (old, new) = (given[random.index(given.len())].clone(), open[random.index(open.len())].clone());
        let kind = random.unit();
        match kind {
            _ if kind < 0.55 => self.change(random, &old),
            _ if kind < 0.80 => {
                self.unset(&old);
                self.give(random, &new, reference);
            }
            _ if kind < 0.87 => self.unset(&old),
            _ if kind < 0.94 => self.give(random, &new, reference),
            _ => {
                self.story += &format!("free {}; ", new.name());
                self.touched.push(new.object.label());
                new.object.slots.write().free(new.parameter);
                if random.chance(0.7) {
                    let other = open[random.index(open.len())].clone();
                    self.give(random, &other, reference);
                }
            }
        }
    }

    fn unset(&mut self, place: &Place) {
        self.story += &format!("unset {}; ", place.name());
        self.touched.push(place.object.label());
        place.object.slots.write().unset(place.parameter);
    }

    /// Changes a given value, mostly a little.
    fn change(&mut self, random: &mut Random, place: &Place) {
        let before = place.object.slots.read().number(place.parameter);
        let value = match random.unit() {
            share if share < 0.7 => near(random, place.quantity(), before, 1.0),
            share if share < 0.9 => near(random, place.quantity(), before, 4.0),
            _ => wild(random, place.quantity()),
        };
        self.tell(place, value, before);
    }

    /// Gives a value to a parameter that had none: mostly near the one it had at the solution.
    fn give(&mut self, random: &mut Random, place: &Place, reference: &HashMap<String, f64>) {
        let value = match reference.get(&place.name()).filter(|value| value.is_finite()) {
            Some(value) if random.chance(0.8) => near(random, place.quantity(), *value, 0.3),
            _ => wild(random, place.quantity()),
        };
        self.tell(place, value, reference.get(&place.name()).copied().unwrap_or(f64::NAN));
    }

    fn tell(&mut self, place: &Place, value: f64, from: f64) {
        let accepted = place.give(value);
        let refused = if accepted { "" } else { " (refused)" };
        if accepted {
            self.changes.push(Change { place: place.clone(), from, to: value });
        }
        self.story += &format!("{} = {value}{refused}; ", place.name());
        self.touched.push(place.object.label());
    }

    /// Whether a solution is known to exist: one is followed from the reference, which satisfies all but the changed values, to
    /// the mutated values in small steps.
    fn has_solution(&self, reference: &[f64]) -> bool {
        let settings = Settings { timeout: Some(BUDGET), ..Settings::default() };
        let go = |share: f64, initial: Option<Vec<f64>>| -> Option<Vec<f64>> {
            for Change { place, from, to } in &self.changes {
                place.object.set(place.parameter, Value::Number(from + share * (to - from))).ok()?;
            }
            let solution = self.model.solve(&Settings { initial, ..settings.clone() }, &|| false).ok()?;
            Some(solution.states.variables().to_vec())
        };
        let begin =
            (reference.len() == self.model.plan().map_or(0, |plan| plan.state_len())).then(|| reference.to_vec());
        let mut state = begin;
        for step in 0..=STEPS {
            state = match go(step as f64 / STEPS as f64, state) {
                Some(state) => Some(state),
                None => return false,
            };
        }
        true
    }

    /// Labels of what was touched, of what it is connected with, and of what that is connected with.
    fn neighbours(&self) -> Vec<String> {
        let mut labels = self.touched.clone();
        for _ in 0..2 {
            let known = labels.clone();
            for edge in &self.model.edges {
                let ends = [edge.from, edge.to].map(|port| self.model.components[port.component].label());
                let all = [edge.object.label(), ends[0].clone(), ends[1].clone()];
                if all.iter().any(|label| known.contains(label)) {
                    labels.extend(all);
                }
            }
        }
        labels
    }
}

/// A solution by names.
struct Answer {
    /// The state vector.
    values: HashMap<String, f64>,
    fluids: HashMap<String, Fluid>,
}

impl Answer {
    fn new(solution: &Solution) -> Self {
        let values = solution.names().into_iter().zip(solution.states.variables().iter().copied()).collect();
        let fluids = solution.edges().iter().map(|edge| (edge.label.clone(), edge.fluid.clone())).collect();
        Self { values, fluids }
    }
}

/// What an object's equations see at a solution.
struct View<'a> {
    answer: &'a Answer,
    object: &'a Arc<Object>,
    slots: &'a Slots,
    /// Connections at the ports.
    edges: Vec<Option<String>>,
    starts: Vec<usize>,
    is_connection: bool,
}

impl<'a> View<'a> {
    fn new(model: &Model, answer: &'a Answer, object: &'a Arc<Object>, slots: &'a Slots) -> Self {
        let starts = slots.port_starts();
        let mut edges = vec![None; *starts.last().unwrap()];
        let is_connection = model.edges.iter().any(|edge| Arc::ptr_eq(&edge.object, object));
        if is_connection {
            edges[0] = Some(object.label());
        }
        for edge in &model.edges {
            for port in [edge.from, edge.to] {
                if Arc::ptr_eq(&model.components[port.component], object) {
                    edges[starts[port.port] + port.instance] = Some(edge.object.label());
                }
            }
        }
        Self { answer, object, slots, edges, starts, is_connection }
    }

    fn value(&self, name: &str) -> Option<f64> {
        self.answer.values.get(name).copied()
    }

    /// Names and values of all variables that the object sees, and a typical size of each.
    fn variables(&self) -> Vec<(String, f64, f64)> {
        let mut all: Vec<(String, f64, f64)> = vec![];
        for label in self.edges.iter().flatten() {
            for (symbol, least) in [("m", 1e-6), ("p", 1.0), ("h", 1e5), ("E", 1.0)] {
                let name = format!("{label}.{symbol}");
                if let Some(value) = self.value(&name).filter(|_| all.iter().all(|(known, ..)| *known != name)) {
                    all.push((name, value, if symbol == "h" { least } else { value.abs().max(least) }));
                }
            }
        }
        // Conductances of zones are measured by their sum.
        let whole =
            self.object.declaration().parameter("UA").map(|ua| self.slots.number(ua)).filter(|ua| ua.is_finite());
        for parameter in &self.object.declaration().parameters {
            let name = format!("{}.{}", self.object.label(), parameter.name);
            if let Some(value) = self.value(&name).filter(|_| all.iter().all(|(known, ..)| *known != name)) {
                all.push((name, value, value.abs().max(whole.unwrap_or(1e-9))));
            }
        }
        all
    }

    /// Runs an equation, with `lift` making scalars of names and values.
    fn at<S: Scalar, R>(&self, lift: &dyn Fn(&str, f64) -> S, f: impl FnOnce(&At<S>) -> R) -> R {
        let cells: Vec<StateCell> = self.edges.iter().map(|_| StateCell::default()).collect();
        let scalar = |name: String| self.value(&name).map(|value| lift(&name, value));
        let mut flows: Vec<Flow<S>> = vec![];
        for (label, cell) in self.edges.iter().zip(&cells) {
            flows.push(match label {
                None => Flow::Open,
                Some(label) => match (scalar(format!("{label}.E")), self.answer.fluids.get(label)) {
                    (Some(energy), _) => Flow::Energy(energy),
                    (None, fluid) => {
                        let [m, p, h] = ["m", "p", "h"].map(|symbol| scalar(format!("{label}.{symbol}")).unwrap());
                        Flow::Fluid(Stream { m, p, h, fluid: fluid.unwrap().into(), cell })
                    }
                },
            });
        }
        let declared = &self.object.declaration().parameters;
        let numbers: Vec<f64> = (0..declared.len()).map(|index| self.slots.number(index)).collect();
        let free: Vec<(usize, S)> = (0..declared.len())
            .filter(|_| !self.is_connection)
            .filter_map(|index| Some((index, scalar(format!("{}.{}", self.object.label(), declared[index].name))?)))
            .collect();
        f(&At {
            flows: &flows,
            starts: &self.starts,
            slots: self.slots,
            numbers: &numbers,
            free: &free,
            index: 0,
            connections: Connections::default(),
        })
    }

    /// Variable of a term.
    fn term(&self, term: Term, instance: usize) -> Option<f64> {
        let of = |port: usize, instance: usize, variable: Variable| {
            let label = self.edges[self.starts[port]..self.starts[port + 1]].get(instance)?.as_ref()?;
            self.value(&format!("{label}.{}", variable.symbol()))
        };
        match term {
            Term::Port(port, variable) => of(port, 0, variable),
            Term::Each(port, variable) => of(port, instance, variable),
            Term::Parameter(parameter) => {
                self.value(&format!("{}.{}", self.object.label(), self.object.declaration().parameters[parameter].name))
            }
        }
    }

    fn coefficient(&self, coefficient: &Coefficient) -> f64 {
        match coefficient {
            Coefficient::Fixed(value) => *value,
            Coefficient::Parameter(parameter) => self.slots.number(*parameter),
            Coefficient::Minus(parameter) => -self.slots.number(*parameter),
        }
    }

    fn instances(&self, port: usize) -> usize {
        self.starts[port + 1] - self.starts[port]
    }

    /// Error of an equation relative to its terms.
    fn error(&self, equation: usize) -> f64 {
        match &self.object.declaration().equations[equation].form {
            Form::Affine { target, source, factor, offset } => {
                let count = if let Term::Each(port, _) = target { self.instances(*port) } else { 1 };
                let (factor, offset) = (self.coefficient(factor), self.coefficient(offset));
                let error = |instance: usize| -> Option<f64> {
                    let (target, source) = (self.term(*target, instance)?, self.term(*source, instance)?);
                    let terms = target.abs() + (factor * source).abs() + offset.abs();
                    Some((target - factor * source - offset).abs() / terms.max(1e-9))
                };
                (0..count).filter_map(error).fold(0.0, f64::max)
            }
            Form::Balance(terms) => {
                let (mut sum, mut size) = (0.0, 0.0);
                for (term, coefficient) in terms {
                    let count = if let Term::Each(port, _) = term { self.instances(*port) } else { 1 };
                    for value in (0..count).filter_map(|instance| self.term(*term, instance)) {
                        sum += coefficient * value;
                        size += (coefficient * value).abs();
                    }
                }
                f64::abs(sum) / f64::max(size, 1e-9)
            }
            Form::General(_) => self.general(equation),
            // The fluids here are of fixed composition.
            Form::Mixing { .. } | Form::Each { .. } | Form::Whole(_) => 0.0,
        }
    }

    fn general(&self, equation: usize) -> f64 {
        let variables = self.variables();
        let (mut value, mut size) = (f64::NAN, 0.0);
        for pass in variables.chunks(WIDTH) {
            let lift = |name: &str, value: f64| match pass.iter().position(|(known, ..)| known == name) {
                Some(k) => seed(value, k),
                None => Dual::from(value),
            };
            match self.at(&lift, |at| self.object.class.residual_dual(equation, at)) {
                Ok(residual) => {
                    value = residual.re;
                    size += pass.iter().zip(slopes(&residual)).map(|((.., s), slope)| (slope * s).abs()).sum::<f64>();
                }
                Err(_) => return f64::INFINITY,
            }
        }
        if value == 0.0 { 0.0 } else { value.abs() / size }
    }
}

/// The greatest error among all equations of a model, and where it is.
fn worst(model: &Model, solution: &Solution) -> (f64, String) {
    let answer = Answer::new(solution);
    let mut worst = (0.0, String::new());
    for object in model.objects() {
        let slots = object.slots.read();
        let view = View::new(model, &answer, object, &slots);
        let connected = |port: usize| view.edges[view.starts[port]..view.starts[port + 1]].iter().any(Option::is_some);
        for (number, equation) in object.declaration().equations.iter().enumerate() {
            if !slots.holds(&equation.active, &connected) {
                continue;
            }
            let error = view.error(number);
            if error.is_nan() || error > worst.0 {
                worst = (error, format!("{}: {}", object.label(), equation.name));
            }
        }
    }
    worst
}

/// How a mutation ended.
enum Verdict {
    /// With a solution that satisfies all equations.
    Converged,
    /// With what is missing, too much or impossible.
    Refused(String),
    /// Without a solution, although there is one.
    Failed(String),
    /// Without a solution, and none is known to exist.
    Open(String),
    /// With an answer that does not satisfy an equation, or too late.
    Wrong(String),
}

/// Solves a mutant and judges the answer.
fn judge(mutant: &Mutant, reference: &[f64]) -> Verdict {
    let settings = Settings { timeout: Some(BUDGET), ..Settings::default() };
    let begun = Instant::now();
    let result = mutant.model.solve(&settings, &|| false);
    if begun.elapsed() > 2 * BUDGET {
        return Verdict::Wrong(format!("took {:?}", begun.elapsed()));
    }
    match result {
        Ok(solution) => {
            let (error, place) = worst(&mutant.model, &solution);
            if error <= TOLERANCE {
                Verdict::Converged
            } else {
                Verdict::Wrong(format!("error {error:.1e} in {place}"))
            }
        }
        Err(
            ThermoError::Topology(message)
            | ThermoError::InvalidState(message)
            | ThermoError::ImpossibleState(message)
            | ThermoError::FluidProperty(message),
        ) => Verdict::Refused(message),
        Err(error) if mutant.has_solution(reference) => Verdict::Failed(error.to_string()),
        Err(error) => Verdict::Open(error.to_string()),
    }
}

/// The solved base models: values of all parameters by `label.parameter`, and the state vector.
fn references() -> Vec<(HashMap<String, f64>, Vec<f64>)> {
    let solved = |number: usize| {
        let model = base(number).finish();
        let state = common::solve(&model).states.variables().to_vec();
        let value = |place: &Place| (place.name(), place.object.slots.read().number(place.parameter));
        (places(&model).iter().map(value).collect(), state)
    };
    (0..BASES).map(solved).collect()
}

/// The verdicts on all mutations, from two threads.
fn verdicts(count: usize) -> Vec<(usize, String, Verdict, bool)> {
    let references = references();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut verdicts = vec![];
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return verdicts;
            }
            let (values, state) = &references[number % BASES];
            let mutant = Mutant::new(number, values);
            let verdict = judge(&mutant, state);
            let is_named = match &verdict {
                Verdict::Converged | Verdict::Wrong(_) => true,
                Verdict::Refused(message) | Verdict::Failed(message) | Verdict::Open(message) => {
                    mutant.neighbours().iter().any(|label| message.contains(label.as_str()))
                }
            };
            verdicts.push((number, mutant.story, verdict, is_named));
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn mutations_are_solved_or_refused_with_a_reason() {
    let count = std::env::var("MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(MUTATIONS);
    let verdicts = verdicts(count);
    let (mut converged, mut refused, mut open, mut unnamed) = (0, 0, 0, 0);
    let (mut failed, mut wrong) = (vec![], vec![]);
    for (number, story, verdict, is_named) in &verdicts {
        if !is_named {
            unnamed += 1;
            if let Verdict::Refused(message) | Verdict::Failed(message) | Verdict::Open(message) = verdict {
                println!("not named by {number}: {story}\n    {message}");
            }
        }
        match verdict {
            Verdict::Converged => converged += 1,
            Verdict::Refused(_) => refused += 1,
            Verdict::Failed(message) => failed.push(format!("{number}: {story}\n    {message}")),
            Verdict::Open(_) => open += 1,
            Verdict::Wrong(message) => wrong.push(format!("{number}: {story}\n    {message}")),
        }
    }
    let posed = converged + failed.len();
    let failures = failed.len();
    let summary = format!(
        "{count} mutations: {converged} converged, {refused} refused, {failures} failed, {open} without a known solution, \
         {unnamed} not named"
    );
    println!("{}\n{}\n{summary}", failed.join("\n"), wrong.join("\n"));
    assert!(wrong.is_empty(), "{summary}: {} answers are wrong", wrong.len());
    assert!(posed * 10 >= count * 4, "{summary}: too few are well-posed");
    assert!(failed.len() * 100 <= posed, "{summary}");
    assert_eq!(unnamed, 0, "{summary}: refusals that do not name what was touched");
}
