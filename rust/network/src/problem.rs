//! A plan with values: where its equations are evaluated.

use std::cell::RefCell;

use entropyk_components::declaration::{Coefficient, Form, Kind, Variable};
use entropyk_components::{
    At, ComponentError, Connections, Dual, Flow, Instance, Medium, Report, Scalar, Sections, Slope, StateCell, Stream,
    WIDTH, moving, seed, slopes,
};
use entropyk_core::{Raised, ThermoError, compact};
use entropyk_fluids::State;
use smallvec::SmallVec;

use crate::graph::{Free, Link, Row};
use crate::object::named;
use crate::path::Place;
use crate::plan::{Entry, Plan};

/// A mass fraction may lie outside 0 to 1, and their sum miss 1, by this.
const FRACTION_SLACK: f64 = 1e-6;

/// Values of a model, and the variables of the iteration. The model itself is not touched.
#[derive(Debug)]
pub(crate) struct Problem<'a> {
    pub(crate) plan: &'a Plan,
    /// Values of the parameters of all objects, in SI.
    pub(crate) numbers: Vec<f64>,
    /// All variables, in the layout of a state vector.
    pub(crate) variables: Vec<f64>,
    /// The variables at the start of the iteration.
    pub(crate) origin: Vec<f64>,
    /// States of the edges at `variables`.
    pub(crate) cells: Vec<StateCell>,
    /// Factor and offset of every link.
    coefficients: Vec<(f64, f64)>,
    /// d variable / d unknown.
    pub(crate) gains: Vec<f64>,
    /// Σ |∂Fᵢ/∂xⱼ| sⱼ of every row when it was last differentiated.
    pub(crate) row_scales: Vec<f64>,
    /// What code outside the engine has raised in this iteration, the gravest first.
    raised: RefCell<Option<Raised>>,
}

impl<'a> Problem<'a> {
    /// With the values that the objects have now.
    pub(crate) fn new(plan: &'a Plan) -> Self {
        let mut numbers = Vec::with_capacity(plan.numbers[plan.objects.len()]);
        for object in &plan.objects {
            let slots = object.slots.read();
            numbers.extend((0..slots.declaration().parameters.len()).map(|index| slots.number(index)));
        }
        if !plan.rest.is_empty() {
            plan.stop(&mut numbers);
        }
        let mut problem = Self {
            plan,
            numbers,
            variables: vec![f64::NAN; plan.state_len()],
            origin: vec![],
            cells: std::iter::repeat_with(StateCell::default).take(plan.edge_count()).collect(),
            coefficients: vec![(1.0, 0.0); plan.links.len()],
            gains: vec![1.0; plan.state_len()],
            row_scales: vec![1.0; plan.rows.len()],
            raised: RefCell::new(None),
        };
        problem.apply_numbers();
        problem
    }

    /// Values of the parameters of an object.
    pub(crate) fn numbers_of(&self, object: usize) -> &[f64] {
        &self.numbers[self.plan.numbers[object]..self.plan.numbers[object + 1]]
    }

    /// Value of a parameter.
    pub(crate) fn number(&self, object: usize, parameter: usize) -> f64 {
        self.numbers[self.plan.numbers[object] + parameter]
    }

    /// Carries changed numbers to what follows from them alone: coefficients of links, given variables.
    pub(crate) fn apply_numbers(&mut self) {
        for (index, link) in self.plan.links.iter().enumerate() {
            self.coefficients[index] = self.evaluate(link);
        }
        for fixed in &self.plan.fixed {
            self.variables[fixed.variable] = self.number(fixed.object, fixed.parameter);
            self.gains[fixed.variable] = 0.0;
        }
        for (link, (factor, _)) in self.plan.links.iter().zip(&self.coefficients) {
            self.gains[link.target] = factor * self.gains[link.source];
        }
        let given = self.plan.links_of.first().map_or(self.plan.links.len(), |range| range.start);
        self.follow(0..given);
    }

    /// Factor and offset of `target = factor · source + offset`.
    fn evaluate(&self, link: &Link) -> (f64, f64) {
        let form = &self.plan.objects[link.object].declaration().equations[link.equation].form;
        let Form::Affine { factor, offset, .. } = form else { return (1.0, 0.0) };
        let value = |coefficient: &Coefficient| match coefficient {
            Coefficient::Fixed(value) => *value,
            Coefficient::Parameter(parameter) => self.number(link.object, *parameter),
            Coefficient::Minus(parameter) => -self.number(link.object, *parameter),
        };
        let (factor, offset) = (value(factor), value(offset));
        if link.reversed { (1.0 / factor, -offset / factor) } else { (factor, offset) }
    }

    /// Factor and offset of a link.
    pub(crate) fn coefficients(&self, link: usize) -> (f64, f64) {
        self.coefficients[link]
    }

    fn follow(&mut self, links: std::ops::Range<usize>) {
        for index in links {
            let Link { target, source, .. } = self.plan.links[index];
            let (factor, offset) = self.coefficients[index];
            self.variables[target] = factor * self.variables[source] + offset;
        }
    }

    /// Sets an unknown, and the variables that follow from it.
    pub(crate) fn set(&mut self, unknown: usize, value: f64) {
        let variable = self.plan.unknowns[unknown];
        if self.variables[variable] != value {
            self.variables[variable] = value;
            self.follow(self.plan.links_of[unknown].clone());
        }
    }

    /// Value of an unknown.
    pub(crate) fn unknown(&self, unknown: usize) -> f64 {
        self.variables[self.plan.unknowns[unknown]]
    }

    /// Forgets the states of the edges, which are where the next ones are looked for.
    pub(crate) fn forget(&self) {
        self.cells.iter().for_each(StateCell::clear);
    }

    /// Begins with the states that the last solution has left, if there is one.
    pub(crate) fn recall_states(&mut self) {
        let states = std::mem::take(&mut *self.plan.states.lock());
        if states.len() == self.cells.len() {
            self.cells = states;
        }
    }

    /// State of an edge at the variables; `None` where no fluid flows.
    pub(crate) fn state(&self, edge: usize) -> Option<Result<State, ComponentError>> {
        let fluid = self.plan.fluids[edge].as_ref()?;
        let at = |variable| self.plan.layout.position(edge, variable).map(|position| self.variables[position]);
        let z = &self.variables[self.plan.layout.fractions(edge)];
        Some(self.cells[edge].at(fluid, at(Variable::P)?, at(Variable::H)?, z))
    }

    /// Runs `f` on what an object sees. `lift` turns the value of a variable into a scalar; `given` are parameters that are
    /// scalars of their own for the time.
    pub(crate) fn see<S: Scalar, R>(
        &self,
        object: usize,
        lift: impl Fn(usize, f64) -> S,
        given: &[(usize, S)],
        f: impl FnOnce(&At<S>) -> R,
    ) -> R {
        let plan = self.plan;
        let at = |variable: usize| lift(variable, self.variables[variable]);
        let ports = &plan.ports[object];
        let mut fractions: Vec<S> = vec![];
        if plan.layout.has_fractions() {
            fractions.extend(ports.edges.iter().flatten().flat_map(|edge| plan.layout.fractions(*edge)).map(at));
        }
        let mut fractions = &fractions[..];
        let mut flow = |edge: usize| -> Option<Flow<S>> {
            let of = |variable| plan.layout.position(edge, variable).map(at);
            match plan.layout.kind(edge) {
                Kind::Power | Kind::Heat => of(Variable::E).map(Flow::Energy),
                Kind::Fluid | Kind::HumidAir => {
                    let (m, p, h) = (of(Variable::M)?, of(Variable::P)?, of(Variable::H)?);
                    let (fluid, cell) = (plan.fluids[edge].as_ref()?, &self.cells[edge]);
                    let (z, others) = fractions.split_at(plan.layout.fractions(edge).len());
                    fractions = others;
                    Some(Flow::Fluid(Stream { m, p, h, fluid: Medium { fluid, z }, cell }))
                }
            }
        };
        // Filled in place: collecting would move it.
        let mut flows: SmallVec<[Flow<S>; 4]> = SmallVec::new();
        for edge in &ports.edges {
            flows.push(edge.and_then(&mut flow).unwrap_or(Flow::Open));
        }
        let mut free: SmallVec<[(usize, S); 4]> = SmallVec::from_slice(given);
        free.extend(plan.free_of[object].iter().map(|(parameter, variable)| (*parameter, at(*variable))));
        f(&At {
            flows: &flows,
            starts: &ports.starts,
            slots: &plan.slots[object],
            numbers: self.numbers_of(object),
            free: &free,
            connections: Connections { at: &ports.edges, slots: &plan.slots[plan.object_of_edge(0)..] },
            index: 0,
        })
    }

    /// Residual of a row that is not linear; `given` are given parameters that are scalars of their own for the time.
    pub(crate) fn residual<S: Instance>(
        &self,
        row: &Row,
        lift: impl Fn(usize, f64) -> S,
        given: &[(Place, S)],
    ) -> Result<S, ComponentError> {
        if let Some([target, source]) = row.affine {
            let at = |variable: usize| lift(variable, self.variables[variable]);
            let (factor, offset) = self.coefficients_at(row, &lift, given);
            return Ok(at(target) - factor * at(source) - offset);
        }
        let mut own: SmallVec<[(usize, S); 4]> = SmallVec::new();
        match &self.plan.arguments[row.object][..] {
            [] => {
                let of_object = given.iter().filter(|(place, _)| place.object == row.object);
                own.extend(of_object.map(|(place, value)| (place.parameter, *value)));
            }
            arguments => {
                for (k, place) in arguments.iter().enumerate() {
                    own.push((k, self.number_at(*place, &lift, given)?));
                }
            }
        }
        let class = &*self.plan.objects[row.object].class;
        self.see(row.object, lift, &own, |at| S::residual(class, row.equation, &at.about(row.index)))
    }

    /// Factor and offset of an affine equation of which one is unknown.
    fn coefficients_at<S: Instance>(&self, row: &Row, lift: &impl Fn(usize, f64) -> S, given: &[(Place, S)]) -> (S, S) {
        let number = |parameter: usize| {
            let place = Place { object: row.object, parameter };
            let variable = self.plan.variable_at(place).map(|variable| lift(variable, self.variables[variable]));
            let given = || given.iter().find(|(other, _)| *other == place).map(|(_, value)| *value);
            variable.or_else(given).unwrap_or_else(|| S::from(self.number(row.object, parameter)))
        };
        let value = |coefficient: &Coefficient| match coefficient {
            Coefficient::Fixed(value) => S::from(*value),
            Coefficient::Parameter(parameter) => number(*parameter),
            Coefficient::Minus(parameter) => -number(*parameter),
        };
        match &self.plan.objects[row.object].declaration().equations[row.equation].form {
            Form::Affine { factor, offset, .. } => (value(factor), value(offset)),
            _ => (S::one(), S::zero()),
        }
    }

    /// A number of the model: a variable, given, or reported by its object.
    fn number_at<S: Instance>(
        &self,
        place: Place,
        lift: &impl Fn(usize, f64) -> S,
        given: &[(Place, S)],
    ) -> Result<S, ComponentError> {
        let Place { object, parameter } = place;
        let plan = self.plan;
        if let Some(variable) = plan.variable_at(place) {
            return Ok(lift(variable, self.variables[variable]));
        }
        // What is given for a connection holds at a solution only: an iterate has another value.
        if object < plan.object_of_edge(0) {
            if let Some((_, value)) = given.iter().find(|(other, _)| *other == place) {
                return Ok(*value);
            }
            if plan.slots[object].is_given(parameter) {
                return Ok(S::from(self.number(object, parameter)));
            }
        }
        // What is off has no heat and no power.
        let off = plan.rest.report::<f64>(object, plan.slots[object].declaration());
        if let Some((_, value)) =
            off.and_then(|report| report.results.into_iter().find(|(index, _)| *index == parameter))
        {
            return Ok(S::from(value));
        }
        let of = given.iter().filter(|(other, _)| other.object == object);
        let of: SmallVec<[(usize, S); 4]> = of.map(|(other, value)| (other.parameter, *value)).collect();
        let report = self.see(object, lift, &of, |at| S::report(&*plan.objects[object].class, at))?;
        let found = report.results.iter().find(|(index, _)| *index == parameter).map(|(_, value)| *value);
        let number = || Some(self.number(object, parameter)).filter(|number| !number.is_nan()).map(S::from);
        found.or_else(number).ok_or_else(|| {
            let (object, name) = (&plan.objects[object], plan.slots[object].declaration().parameters[parameter].name);
            ComponentError::State(format!("{}.{name} is not known in this state", object.label()))
        })
    }

    /// Value of a row.
    pub(crate) fn value(&self, row: &Row) -> Result<f64, ComponentError> {
        if let Some(coefficients) = &row.coefficients {
            let terms = row.variables.iter().zip(coefficients);
            return Ok(terms.map(|(variable, coefficient)| coefficient * self.variables[*variable]).sum());
        }
        if let Some(watch) = self.plan.watch(row.object) {
            return self.watched(row.object, watch);
        }
        self.residual(row, |_, value| value, &[])
    }

    /// Value of a row, and its derivatives with respect to variables, [`WIDTH`] at a time.
    pub(crate) fn derive(
        &self,
        row: &Row,
        variables: impl ExactSizeIterator<Item = usize> + Clone,
        mut put: impl FnMut(usize, f64),
    ) -> Result<f64, ComponentError> {
        if let Some(coefficients) = &row.coefficients {
            for (k, variable) in variables.enumerate() {
                let place = row.variables.iter().position(|other| *other == variable);
                put(k, place.map_or(0.0, |place| coefficients[place]));
            }
            return self.value(row);
        }
        if variables.len() == 0 {
            return self.value(row);
        }
        if let Some(watch) = self.plan.watch(row.object) {
            let (value, gradient) = self.watched_gradient(row.object, watch)?;
            variables.enumerate().for_each(|(k, variable)| put(k, gradient[variable]));
            return Ok(value);
        }
        let mut value = f64::NAN;
        for first in (0..variables.len()).step_by(WIDTH) {
            let pass: SmallVec<[usize; WIDTH]> = variables.clone().skip(first).take(WIDTH).collect();
            let lift = |variable: usize, value: f64| match pass.iter().position(|other| *other == variable) {
                Some(k) => seed(value, k),
                None => Dual::from(value),
            };
            let residual: Dual = self.residual(row, lift, &[])?;
            value = residual.re;
            for (k, slope) in slopes(&residual).into_iter().take(pass.len()).enumerate() {
                put(first + k, slope);
            }
        }
        Ok(value)
    }

    /// Value of a row, and its derivative along a direction: `along` gives d variable.
    pub(crate) fn slope(&self, row: &Row, along: impl Fn(usize) -> Option<f64>) -> Result<(f64, f64), ComponentError> {
        if let Some(coefficients) = &row.coefficients {
            let moves = row.variables.iter().zip(coefficients).map(|(variable, c)| Some(c * along(*variable)?));
            return Ok((self.value(row)?, moves.flatten().sum()));
        }
        if let Some(watch) = self.plan.watch(row.object) {
            let (value, gradient) = self.watched_gradient(row.object, watch)?;
            let moves = row.variables.iter().filter_map(|variable| Some(along(*variable)? * gradient[*variable]));
            return Ok((value, moves.sum()));
        }
        if row.affine.is_some() || !self.plan.arguments[row.object].is_empty() {
            let lift = |variable: usize, value: f64| match along(variable) {
                Some(slope) => moving(value, std::array::from_fn(|k| if k == 0 { slope } else { 0.0 })),
                None => Dual::from(value),
            };
            let residual = self.residual(row, lift, &[])?;
            return Ok((residual.re, slopes(&residual)[0]));
        }
        let class = &self.plan.objects[row.object].class;
        let lift = |variable: usize, value: f64| match along(variable) {
            Some(slope) => moving(value, [slope]),
            None => Slope::from(value),
        };
        let residual =
            self.see(row.object, lift, &[], |at| class.residual_slope(row.equation, &at.about(row.index)))?;
        Ok((residual.re, slopes(&residual)[0]))
    }

    /// Keeps what code outside the engine has raised, and says it.
    pub(crate) fn refuse(&self, row: &Row, error: ComponentError) -> String {
        let text = format!("{}: {error}", self.plan.objects[row.object].label());
        if let ComponentError::Raised(raised) = error {
            let mut known = self.raised.borrow_mut();
            if known.as_ref().is_none_or(|known| known.reach <= raised.reach) {
                *known = Some(Raised { message: text.clone(), ..raised });
            }
        }
        text
    }

    /// What was raised and ends the solve.
    pub(crate) fn end(&self) -> Option<String> {
        self.raised.borrow().as_ref().filter(|raised| raised.is_final()).map(|raised| raised.message.clone())
    }

    /// What was raised since this was last asked.
    pub(crate) fn take_raised(&mut self) -> Option<Raised> {
        self.raised.get_mut().take()
    }

    /// The unknown that solves a row by itself where one variable moves with it and there is a formula.
    pub(crate) fn direct(&self, row: &Row, entries: &[Entry], unknown: usize) -> Option<Result<f64, ComponentError>> {
        let [Entry { variable, .. }] = entries else { return None };
        let (_, of) = self.plan.layout.place(*variable)?;
        let class = &self.plan.objects[row.object].class;
        let value = self.see(row.object, |_, value: f64| value, &[], |at| class.direct(row.equation, of, at))?;
        let step = |value: f64| (value - self.variables[*variable]) / self.gains[*variable];
        Some(value.map(|value| self.unknown(unknown) + step(value)))
    }

    /// Results of an object at the variables.
    pub(crate) fn report(&self, object: usize) -> Result<Report, ThermoError> {
        let of = &self.plan.objects[object];
        if let Some(report) = self.plan.rest.report(object, of.declaration()) {
            return Ok(report);
        }
        let report = self.see(object, |_, value: f64| value, &[], |at| of.class.report(at));
        report.map_err(|error| named(of, error.into()))
    }

    /// What is known along an exchanger.
    ///
    /// # Errors
    /// Property errors.
    pub(crate) fn sections(&self, object: usize) -> Result<Option<Sections>, ThermoError> {
        let of = &self.plan.objects[object];
        let found = self.see(object, |_, value: f64| value, &[], |at| of.class.sections(at));
        found.map_err(|error| named(of, error.into()))
    }

    /// Refuses a solution with a connection in a state that its fluid does not have.
    ///
    /// # Errors
    /// [`ThermoError::ImpossibleState`], with the connection, p and h.
    pub(crate) fn check_states(&self) -> Result<(), ThermoError> {
        for edge in 0..self.plan.edge_count() {
            self.check_composition(edge)?;
            let Some(Err(error)) = self.state(edge) else { continue };
            let at = [Variable::P, Variable::H].map(|variable| self.plan.layout.position(edge, variable).unwrap_or(0));
            let mut origins: Vec<String> = at.iter().flat_map(|at| self.plan.origins_of_variable(*at)).collect();
            let mut seen = std::collections::HashSet::new();
            origins.retain(|name| seen.insert(name.clone()));
            return Err(ThermoError::ImpossibleState(format!(
                "{}: the specifications lead to p = {} Pa and h = {} J/kg, which its fluid does not have ({error}): change one of {}",
                self.plan.objects[self.plan.object_of_edge(edge)].label(),
                compact(self.variables[at[0]]),
                compact(self.variables[at[1]]),
                origins.join(", ")
            )));
        }
        Ok(())
    }

    /// Refuses mass fractions that cannot be.
    fn check_composition(&self, edge: usize) -> Result<(), ThermoError> {
        let fractions = self.plan.layout.fractions(edge);
        let sum: f64 = self.variables[fractions.clone()].iter().sum();
        let is_part = |position: &usize| (-FRACTION_SLACK..=1.0 + FRACTION_SLACK).contains(&self.variables[*position]);
        let odd = fractions.clone().find(|position| !is_part(position));
        if fractions.is_empty() || odd.is_none() && (sum - 1.0).abs() < FRACTION_SLACK {
            return Ok(());
        }
        let mut origins: Vec<String> = vec![];
        for name in fractions.flat_map(|position| self.plan.origins_of_variable(position)) {
            if !origins.contains(&name) {
                origins.push(name);
            }
        }
        let what = match odd {
            Some(position) => {
                format!("{} = {}", self.plan.variable_name(position), compact(self.variables[position]))
            }
            None => format!("mass fractions that sum up to {} instead of 1", compact(sum)),
        };
        Err(ThermoError::ImpossibleState(format!(
            "{}: the specifications lead to {what}: change one of {}",
            self.plan.objects[self.plan.object_of_edge(edge)].label(),
            origins.join(", ")
        )))
    }

    /// A typical value of a variable, greater than zero.
    pub(crate) fn scale(&self, variable: usize, value: f64) -> f64 {
        match self.plan.layout.place(variable) {
            Some((_, Variable::M | Variable::W)) => value.abs().max(1e-6),
            Some((_, Variable::P | Variable::E)) => value.abs().max(1.0),
            Some((_, Variable::H)) => 1e5,
            Some((_, Variable::Fraction)) => 1.0,
            None => value.abs().max(self.magnitude(variable - self.plan.layout.len())),
        }
    }

    /// A typical value of a free parameter: of its object's conductance for a zone, its default, or one.
    fn magnitude(&self, k: usize) -> f64 {
        let Free { object, parameter } = self.plan.free[k];
        let default = self.plan.objects[object].declaration().parameters[parameter].default;
        if let Some(default) = default.filter(|default| *default != 0.0) {
            return default.abs();
        }
        let ua = self.plan.objects[object].declaration().parameter("UA").map(|ua| self.number(object, ua));
        ua.filter(|ua| ua.is_finite()).unwrap_or(1.0)
    }
}
