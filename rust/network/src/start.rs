//! Start values of an iteration.
//!
//! What is given or known from the last solution comes first. Then connections and components offer
//! values from what is known so far, until nothing new comes; affine relations carry them on. What is
//! left gets a common value.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;

use entropyk_components::declaration::{Form, Mixture, Variable};
use entropyk_components::{Guess, Start};
use entropyk_core::ThermoError;
use entropyk_fluids::Fluid;

use crate::graph::{Free, Row};
use crate::object::named;
use crate::problem::Problem;
use crate::rest::Standing;

/// Limits above this say nothing about the size of a parameter.
const LARGE: f64 = 1e9;
/// How much more a guessed flow is varied, as a power, than a temperature difference: it may be wrong by orders of magnitude.
const FLOW_SPREAD: f64 = 2.5;
/// Pressures to begin with are not below this, Pa.
const LOW_PRESSURE: f64 = 1e5;
/// A mass flow to begin with where nothing tells one, kg/s.
const MASS_FLOW: f64 = 0.1;
/// Pressures of states that are given beside saturation begin below this share of the critical one.
const BELOW_CRITICAL: f64 = 0.95;
/// A change of enthalpy by which given heat tells a mass flow to begin with, J/kg.
const ENTHALPY_CHANGE: f64 = 1.5e5;

/// Where start values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The last solution.
    Solution,
    /// What connections and free parameters hold, as users give it, or an earlier solution of another structure.
    Memory,
    /// What is given, and nothing else.
    Nothing,
}

/// Values known so far, and how they spread.
struct Known {
    values: Vec<Option<f64>>,
    /// Links at every variable.
    links: Vec<Vec<usize>>,
    /// Variables that have become known since this was last asked.
    news: Vec<usize>,
}

impl Known {
    fn new(problem: &Problem) -> Self {
        let n = problem.variables.len();
        let mut links = vec![vec![]; n];
        for (index, link) in problem.plan.links.iter().enumerate() {
            links[link.target].push(index);
            links[link.source].push(index);
        }
        Self { values: vec![None; n], links, news: vec![] }
    }

    /// Takes a value, unless one is known, and carries it on through affine relations, both ways.
    fn tell(&mut self, problem: &Problem, variable: usize, value: f64) {
        let mut queue = vec![(variable, value)];
        while let Some((variable, value)) = queue.pop() {
            if self.values[variable].is_some() || !value.is_finite() {
                continue;
            }
            self.values[variable] = Some(value);
            self.news.push(variable);
            for index in &self.links[variable] {
                let link = problem.plan.links[*index];
                let (factor, offset) = problem.coefficients(*index);
                if link.source == variable {
                    queue.push((link.target, factor * value + offset));
                } else if factor != 0.0 {
                    queue.push((link.source, (value - offset) / factor));
                }
            }
        }
    }
}

impl Problem<'_> {
    /// Fills the variables; with `warm`, from the last solution where there is one. See `Start::spread`.
    pub(crate) fn start(&mut self, warm: bool, spread: f64) -> Result<Origin, ThermoError> {
        if warm && self.plan.is_proven.load(Ordering::Relaxed) && self.recall_all() {
            self.recall_states();
            return Ok(Origin::Solution);
        }
        let mut known = Known::new(self);
        for fixed in &self.plan.fixed {
            known.tell(self, fixed.variable, self.number(fixed.object, fixed.parameter));
        }
        let mut origin = Origin::Nothing;
        if warm {
            for (variable, start) in self.memory() {
                if let Some(start) = start {
                    known.tell(self, variable, self.below_critical(variable, start));
                    origin = Origin::Memory;
                }
            }
        }
        self.assume_compositions(&mut known);
        loop {
            self.collect(&mut known, spread)?;
            if !self.complete_balances(&mut known)
                && !self.assume_pressures(&mut known)
                && !self.assume_flows(&mut known, spread)
            {
                break;
            }
        }
        self.fill(&known.values);
        Ok(origin)
    }

    /// A start value; pressures of connections that are given by their distance from saturation are below the critical one.
    fn below_critical(&self, variable: usize, start: f64) -> f64 {
        let Some((edge, Variable::P)) = self.plan.layout.place(variable) else { return start };
        let slots = &self.plan.slots[self.plan.object_of_edge(edge)];
        let given = |name: &&str| slots.declaration().parameter(name).is_some_and(|index| slots.is_given(index));
        match &self.plan.fluids[edge] {
            Some(fluid) if ["x", "td_dew", "td_bubble"].iter().any(given) => {
                start.min(fluid.info().p_critical * BELOW_CRITICAL)
            }
            _ => start,
        }
    }

    /// Start values of all variables that the last solution, or a user, has left.
    fn memory(&self) -> Vec<(usize, Option<f64>)> {
        let layout = &self.plan.layout;
        let mut memory = Vec::with_capacity(self.variables.len());
        for edge in 0..layout.edges() {
            let slots = self.plan.objects[self.plan.object_of_edge(edge)].slots.read();
            for (variable, position) in layout.of_edge(edge) {
                let parameter = slots.declaration().parameter(variable.symbol());
                memory.push((position, parameter.and_then(|parameter| slots.slot(parameter).start)));
            }
            for position in layout.fractions(edge) {
                memory.push((position, layout.parameter(position).and_then(|fraction| slots.slot(fraction).start)));
            }
        }
        for (k, Free { object, parameter }) in self.plan.free.iter().enumerate() {
            let start = self.plan.objects[*object].slots.read().slot(*parameter).start;
            memory.push((layout.len() + k, start));
        }
        memory
    }

    /// Takes all unknowns from memory; false if one is missing there.
    fn recall_all(&mut self) -> bool {
        let mut values = vec![f64::NAN; self.variables.len()];
        for (variable, start) in self.memory() {
            values[variable] = start.unwrap_or(f64::NAN);
        }
        if self.plan.unknowns.iter().any(|variable| !values[*variable].is_finite()) {
            return false;
        }
        for unknown in 0..self.plan.unknowns.len() {
            self.set(unknown, values[self.plan.unknowns[unknown]]);
        }
        true
    }

    /// Asks the objects for offers until nothing new comes: all of them once, then those that see news.
    fn collect(&self, known: &mut Known, spread: f64) -> Result<(), ThermoError> {
        let plan = self.plan;
        let mut seen_by: Vec<Vec<usize>> = vec![vec![]; plan.edge_count()];
        for (object, ports) in plan.ports.iter().enumerate() {
            for edge in ports.edges.iter().flatten() {
                seen_by[*edge].push(object);
            }
        }
        let mut is_waiting = vec![true; plan.objects.len()];
        // Connections first: they know most of what is given.
        let mut queue: std::collections::VecDeque<usize> = (0..plan.objects.len()).rev().collect();
        known.news.clear();
        while let Some(object) = queue.pop_front() {
            is_waiting[object] = false;
            for (port, variable, value) in self.offers(object, &known.values, spread)? {
                let Some(edge) = plan.ports[object].edges[port] else { continue };
                if let Some(at) = plan.layout.position(edge, variable) {
                    known.tell(self, at, value);
                }
            }
            for variable in std::mem::take(&mut known.news) {
                let Some((edge, _)) = plan.layout.place(variable) else { continue };
                for other in &seen_by[edge] {
                    if std::mem::replace(&mut is_waiting[*other], true) {
                        continue;
                    }
                    // A connection knows better what was given for it than the components around.
                    if *other >= plan.object_of_edge(0) {
                        queue.push_front(*other);
                    } else {
                        queue.push_back(*other);
                    }
                }
            }
        }
        Ok(())
    }

    fn offers(
        &self,
        object: usize,
        known: &[Option<f64>],
        spread: f64,
    ) -> Result<Vec<(usize, Variable, f64)>, ThermoError> {
        if self.plan.rest.of(object) != Standing::Works {
            return Ok(vec![]);
        }
        let guesses = self.guesses(object, known);
        let mut start = self.view(object, &guesses, spread);
        let class = &self.plan.objects[object].class;
        class.start(&mut start).map_err(|error| named(&self.plan.objects[object], error.into()))?;
        Ok(start.offers)
    }

    /// What is known at the ports of an object.
    fn guesses(&self, object: usize, known: &[Option<f64>]) -> Vec<Option<Guess>> {
        let guess = |edge: usize| {
            let of = |variable| known[self.plan.layout.position(edge, variable)?];
            let fluid = self.fluid_at(edge, known)?;
            let fractions = self.plan.layout.fractions(edge);
            let z: Option<Vec<f64>> = fractions.map(|position| known[position]).collect();
            let mixture = self.plan.fluids[edge].clone().zip(z.filter(|z| !z.is_empty()));
            Some(Guess { fluid, mixture, m: of(Variable::M), p: of(Variable::P), h: of(Variable::H) })
        };
        self.plan.ports[object].edges.iter().map(|edge| edge.and_then(guess)).collect()
    }

    fn view<'a>(&'a self, object: usize, guesses: &'a [Option<Guess>], spread: f64) -> Start<'a> {
        Start {
            guesses,
            starts: &self.plan.ports[object].starts,
            slots: &self.plan.slots[object],
            numbers: self.numbers_of(object),
            spread,
            offers: vec![],
        }
    }

    /// The fluid of a connection; a mixture at the mass fractions that are known, equal ones else.
    fn fluid_at(&self, edge: usize, known: &[Option<f64>]) -> Option<Fluid> {
        let fractions = self.plan.layout.fractions(edge);
        let share = 1.0 / fractions.len() as f64;
        let z: Vec<f64> = fractions.map(|position| known[position].unwrap_or(share)).collect();
        self.plan.fluids[edge].as_ref()?.at_fractions(&z).ok()
    }

    /// Mixes what is known of compositions, by the flows that are known and equal ones else. What does not follow gets the mean of
    /// the known ones of its circuit.
    fn assume_compositions(&self, known: &mut Known) {
        let plan = self.plan;
        let fraction = |edge: usize, species: usize| plan.layout.fractions(edge).nth(species);
        loop {
            let mut found = vec![];
            for Row { object, equation, index: species, .. } in &plan.rows {
                let form = &plan.objects[*object].declaration().equations[*equation].form;
                let Form::Mixing { inlets, outlet, way } = form else { continue };
                if *way != Mixture::Uniform {
                    if *way == Mixture::Reacting && *species == 0 {
                        found.extend(self.reacted(*object, *outlet, &known.values));
                    }
                    continue;
                }
                let outlet =
                    plan.ports[*object].edges_at(&[*outlet]).first().and_then(|edge| fraction(*edge, *species));
                let Some(outlet) = outlet.filter(|outlet| known.values[*outlet].is_none()) else { continue };
                let part = |edge: usize| {
                    let m = plan.layout.position(edge, Variable::M).and_then(|m| known.values[m]);
                    Some((m.unwrap_or(1.0), known.values[fraction(edge, *species)?]?))
                };
                let parts: Option<Vec<(f64, f64)>> =
                    plan.ports[*object].edges_at(inlets).into_iter().map(part).collect();
                let sums = parts.map(|parts| parts.iter().fold((0.0, 0.0), |(n, d), (m, w)| (n + m * w, d + m)));
                found.extend(sums.filter(|(_, m)| *m > 0.0).map(|(species, m)| (outlet, species / m)));
            }
            if found.is_empty() {
                break;
            }
            found.into_iter().for_each(|(outlet, w)| known.tell(self, outlet, w));
        }
        for edge in 0..plan.edge_count() {
            for (species, position) in plan.layout.fractions(edge).enumerate() {
                let others = (0..plan.edge_count()).filter(|other| plan.circuits[*other] == plan.circuits[edge]);
                if known.values[position].is_none() {
                    let values = others.filter_map(|other| known.values[fraction(other, species)?]);
                    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), w| (sum + w, count + 1.0));
                    known.tell(self, position, sum / count);
                }
            }
        }
    }

    /// The unknown mass fractions at the outlet of an object in which species become others.
    fn reacted(&self, object: usize, outlet: usize, known: &[Option<f64>]) -> Vec<(usize, f64)> {
        let edge = self.plan.ports[object].edges_at(&[outlet]).first().copied();
        let open: Vec<usize> = edge.map_or(0..0, |edge| self.plan.layout.fractions(edge)).collect();
        if open.iter().all(|position| known[*position].is_some()) {
            return vec![];
        }
        let guesses = self.guesses(object, known);
        let found = self.plan.objects[object].class.react(&self.view(object, &guesses, 1.0));
        let pairs = open.into_iter().zip(found.unwrap_or_default());
        pairs.filter(|(position, _)| known[*position].is_none()).collect()
    }

    /// Takes what balances give in which one variable is not known; false if there was nothing to take.
    fn complete_balances(&self, known: &mut Known) -> bool {
        let balances: Vec<(&Row, &[f64])> =
            self.plan.rows.iter().filter_map(|row| Some((row, row.coefficients.as_deref()?))).collect();
        let mut seen_by: HashMap<usize, Vec<usize>> = HashMap::new();
        for (balance, (row, _)) in balances.iter().enumerate() {
            for variable in &row.variables {
                seen_by.entry(*variable).or_default().push(balance);
            }
        }
        let mut has_news = false;
        let mut queue: Vec<usize> = (0..balances.len()).rev().collect();
        while let Some(balance) = queue.pop() {
            let (row, coefficients) = balances[balance];
            let terms = || row.variables.iter().zip(coefficients);
            let mut open = terms().filter(|(variable, _)| known.values[**variable].is_none());
            let (Some((variable, coefficient)), None) = (open.next(), open.next()) else { continue };
            let sum: f64 = terms().filter_map(|(other, factor)| Some(factor * known.values[*other]?)).sum();
            known.news.clear();
            known.tell(self, *variable, -sum / coefficient);
            has_news |= !known.news.is_empty();
            queue.extend(known.news.iter().filter_map(|variable| seen_by.get(variable)).flatten());
        }
        has_news
    }

    /// Gives unknown pressures the mean of the known ones of their circuit; the first of a circuit where none is known,
    /// saturation at 20 °C. False if there was nothing to give.
    fn assume_pressures(&self, known: &mut Known) -> bool {
        let layout = &self.plan.layout;
        let edges = (0..layout.edges()).filter_map(|edge| Some((edge, layout.position(edge, Variable::P)?)));
        let mut circuits: HashMap<usize, (f64, f64)> = HashMap::new();
        let mut open = vec![];
        for (edge, position) in edges {
            let sums = circuits.entry(self.plan.circuits[edge]).or_default();
            match known.values[position] {
                Some(p) => *sums = (sums.0 + p.ln(), sums.1 + 1.0),
                None => open.push((edge, position)),
            }
        }
        let is_first = !open.is_empty();
        for (edge, position) in open {
            let (logs, count) = circuits[&self.plan.circuits[edge]];
            let mean = (logs / count).exp();
            let value = if mean.is_finite() { mean } else { self.saturation_at_20(edge) };
            known.tell(self, position, value);
            if !mean.is_finite() {
                // What follows from it may tell the others.
                break;
            }
        }
        is_first
    }

    /// Gives unknown mass flows the mean of the known ones of their circuit; the first of a circuit where none is known, the one
    /// that takes up the heat given to its components with a usual change of enthalpy. False if there was nothing to give.
    fn assume_flows(&self, known: &mut Known, spread: f64) -> bool {
        let layout = &self.plan.layout;
        let edges = (0..layout.edges()).filter_map(|edge| Some((edge, layout.position(edge, Variable::M)?)));
        let mut circuits: HashMap<usize, (f64, f64)> = HashMap::new();
        let mut open = vec![];
        for (edge, position) in edges {
            let sums = circuits.entry(self.plan.circuits[edge]).or_default();
            match known.values[position] {
                Some(m) if m != 0.0 => *sums = (sums.0 + m.abs().ln(), sums.1 + 1.0),
                Some(_) => {}
                None => open.push((edge, position)),
            }
        }
        let is_first = !open.is_empty();
        let heats = if open.is_empty() { HashMap::new() } else { self.heats() };
        let mut begun: HashSet<usize> = HashSet::new();
        for (edge, position) in open {
            let circuit = self.plan.circuits[edge];
            let (logs, count) = circuits[&circuit];
            if count > 0.0 {
                known.tell(self, position, (logs / count).exp());
            } else if begun.insert(circuit) {
                // What follows from it may tell the others.
                let flow = heats.get(&circuit).map_or(MASS_FLOW, |heat| heat / ENTHALPY_CHANGE);
                known.tell(self, position, flow * spread.powf(FLOW_SPREAD));
            }
        }
        is_first
    }

    /// Heat that is given to the components of every circuit, taken up or given off, W.
    fn heats(&self) -> HashMap<usize, f64> {
        let mut heats: HashMap<usize, f64> = HashMap::new();
        for (object, ports) in self.plan.ports.iter().enumerate() {
            let Some(parameter) = self.plan.objects[object].declaration().parameter("Q") else { continue };
            if !self.plan.slots[object].is_given(parameter) {
                continue;
            }
            let heat = self.number(object, parameter).abs();
            if let Some(edge) = ports.edges.iter().flatten().next().filter(|_| heat > 0.0 && heat.is_finite()) {
                *heats.entry(self.plan.circuits[*edge]).or_insert(0.0) += heat;
            }
        }
        heats
    }

    fn saturation_at_20(&self, edge: usize) -> f64 {
        let saturated = || {
            let fluid = self.plan.fluids[edge].as_ref()?;
            let t = 293.15f64.clamp(fluid.info().t_triple + 1.0, 0.9 * fluid.info().t_critical);
            fluid.p_dew(t, &[]).ok()
        };
        // Of water at 20 °C it is so low that nothing is left after a pressure drop.
        saturated().unwrap_or(LOW_PRESSURE).max(LOW_PRESSURE)
    }

    fn fill(&mut self, known: &[Option<f64>]) {
        let layout = &self.plan.layout;
        for edge in 0..layout.edges() {
            let mut p = 1e5;
            let fluid = self.fluid_at(edge, known);
            let fractions = layout.fractions(edge);
            let share = 1.0 / fractions.len() as f64;
            fractions.for_each(|at| self.variables[at] = known[at].unwrap_or(share));
            for (variable, at) in layout.of_edge(edge) {
                let value = match (variable, &fluid) {
                    (Variable::M, _) => known[at].unwrap_or(MASS_FLOW),
                    (Variable::P, _) => known[at].unwrap_or(p),
                    (Variable::H, Some(fluid)) => {
                        within_range(fluid, p, known[at].unwrap_or_else(|| in_the_middle(fluid, p)))
                    }
                    _ => known[at].unwrap_or(0.0),
                };
                self.variables[at] = value;
                if variable == Variable::P {
                    p = value;
                }
            }
        }
        for k in 0..self.plan.free.len() {
            let at = layout.len() + k;
            self.variables[at] = known[at].unwrap_or_else(|| self.start_of_free(k));
        }
        // What follows from given values and from unknowns follows exactly.
        self.apply_numbers();
        for unknown in 0..self.plan.unknowns.len() {
            let value = self.unknown(unknown);
            self.variables[self.plan.unknowns[unknown]] = f64::NAN;
            self.set(unknown, value);
        }
    }

    /// The default of a free parameter, or the middle of its bounds; a share of the conductance for a zone of an exchanger.
    fn start_of_free(&self, k: usize) -> f64 {
        let Free { object, parameter } = self.plan.free[k];
        let declaration = self.plan.objects[object].declaration();
        let declared = &declaration.parameters[parameter];
        if let Some(default) = declared.default {
            return default;
        }
        let total = declaration.parameter("UA").map(|ua| self.number(object, ua));
        match total {
            Some(total) if total.is_finite() && declared.is_result => total / 3.0,
            _ if declared.max < LARGE && declared.min.is_finite() => 0.5 * (declared.min + declared.max),
            _ if declared.min > 0.0 && declared.max.is_finite() => (declared.min * declared.max).sqrt(),
            _ => 1.0,
        }
    }
}

/// An enthalpy for which nothing is known: of wet vapour, or at 300 K.
fn in_the_middle(fluid: &Fluid, p: f64) -> f64 {
    fluid.px(p, 0.5, &[]).or_else(|_| fluid.pt(p, 300.0, &[], None)).map_or(0.0, |state| state.h)
}

/// The enthalpy, or the nearest one that the equation of state covers at this pressure.
fn within_range(fluid: &Fluid, p: f64, h: f64) -> f64 {
    if fluid.ph(p, h, &[], None).is_ok() {
        return h;
    }
    let info = fluid.info();
    let span = info.t_max - info.t_min;
    let ends = [info.t_min + 0.02 * span, info.t_max - 0.02 * span];
    let ends = ends.map(|t| fluid.pt(p, t, &[], None).map(|state| state.h));
    match ends {
        [Ok(low), Ok(high)] => h.clamp(low, high),
        _ => h,
    }
}
