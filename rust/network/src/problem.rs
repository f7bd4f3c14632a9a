//! A plan with values: the system of equations a solver iterates on.

use entropyk_components::declaration::{Coefficient, Form, Term, Variable};
use entropyk_components::{At, ComponentError, Dual, Scalar, Slots, Stream, WIDTH, seed, slopes};
use entropyk_fluids::{Fluid, State};
use entropyk_solver::{DMatrix, Rejection, System};

use crate::plan::{Link, Plan, Row};

/// Largest relative change of a pressure in one step.
const PRESSURE_STEP: f64 = 0.5;
/// Largest change of an enthalpy in one step, J/kg.
const ENTHALPY_STEP: f64 = 2e5;

/// A snapshot of a model's values, and the variables of the iteration. The model itself is not touched.
pub(crate) struct Problem<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) slots: Vec<Slots>,
    pub(crate) numbers: Vec<Vec<f64>>,
    /// All variables, in the layout of a state vector.
    pub(crate) variables: Vec<f64>,
    /// States of the edges at `variables`.
    pub(crate) states: Vec<Option<State>>,
    /// d variable / d unknown.
    gains: Vec<f64>,
}

impl<'a> Problem<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        let slots: Vec<Slots> = plan.objects.iter().map(|object| object.slots.read().clone()).collect();
        let numbers =
            slots.iter().map(|s| (0..s.declaration().parameters.len()).map(|i| s.number(i)).collect()).collect();
        let variables = vec![f64::NAN; plan.state_len()];
        Self {
            plan,
            slots,
            numbers,
            gains: vec![1.0; variables.len()],
            variables,
            states: vec![None; plan.edge_count()],
        }
    }

    /// Factor and offset of `target = factor · source + offset`.
    pub(crate) fn coefficients(&self, link: &Link) -> (f64, f64) {
        let form = &self.plan.objects[link.object].declaration().equations[link.equation].form;
        let Form::Affine { factor, offset, .. } = form else { return (1.0, 0.0) };
        let value = |coefficient: &Coefficient| match coefficient {
            Coefficient::Fixed(value) => *value,
            Coefficient::Parameter(parameter) => self.numbers[link.object][*parameter],
            Coefficient::Minus(parameter) => -self.numbers[link.object][*parameter],
        };
        let (factor, offset) = (value(factor), value(offset));
        if link.reversed { (1.0 / factor, -offset / factor) } else { (factor, offset) }
    }

    /// The unknowns among the variables.
    pub(crate) fn unknowns(&self) -> Vec<f64> {
        self.plan.unknowns.iter().map(|variable| self.variables[*variable]).collect()
    }

    /// Sets all variables from the unknowns.
    fn expand(&mut self, x: &[f64]) {
        for (variable, x) in self.plan.unknowns.iter().zip(x) {
            self.variables[*variable] = *x;
        }
        for fixed in &self.plan.fixed {
            self.variables[fixed.variable] = self.numbers[fixed.object][fixed.parameter];
        }
        for link in &self.plan.links {
            let (factor, offset) = self.coefficients(link);
            self.variables[link.target] = factor * self.variables[link.source] + offset;
            self.gains[link.target] = factor * self.gains[link.source];
        }
    }

    /// States of all edges at the variables.
    fn evaluate(&mut self) -> Result<(), Rejection> {
        let layout = &self.plan.layout;
        for edge in 0..layout.edges() {
            let at = |variable| layout.position(edge, variable).map(|position| self.variables[position]);
            let (Some(p), Some(h)) = (at(Variable::P), at(Variable::H)) else { continue };
            let guess = self.states[edge].as_ref().map(|state| (state.t.value, state.rho.value));
            let state = self.plan.fluids[edge].ph(p, h, &[], guess);
            let label = || self.plan.objects[self.plan.objects.len() - layout.edges() + edge].label();
            self.states[edge] = Some(state.map_err(|error| Rejection(format!("{}: {error}", label())))?);
        }
        Ok(())
    }

    pub(crate) fn update(&mut self, x: &[f64]) -> Result<(), Rejection> {
        self.expand(x);
        self.evaluate()
    }

    /// Value of a row.
    fn value(&self, row: &Row) -> Result<f64, ComponentError> {
        self.with_streams(
            row.object,
            |_, value| value,
            |at| self.plan.objects[row.object].class.residual(row.equation, at),
        )
    }

    /// Runs `f` on what an object sees; `lift` turns the value of a variable into a scalar.
    pub(crate) fn with_streams<S: Scalar, R>(
        &self,
        object: usize,
        lift: impl Fn(usize, f64) -> S,
        f: impl FnOnce(&At<S>) -> R,
    ) -> R {
        let layout = &self.plan.layout;
        let at = |variable: usize| lift(variable, self.variables[variable]);
        let stream = |edge: usize| -> Option<Stream<S>> {
            let (fluid, state): (&Fluid, &State) = (&self.plan.fluids[edge], self.states[edge].as_ref()?);
            let of = |variable| layout.position(edge, variable).map(&at);
            Some(Stream { m: of(Variable::M)?, p: of(Variable::P)?, h: of(Variable::H)?, fluid, state })
        };
        let streams: Vec<Option<Stream<S>>> =
            self.plan.ports[object].iter().map(|edge| edge.and_then(stream)).collect();
        let mine = self.plan.free.iter().enumerate().filter(|(_, (owner, _))| *owner == object);
        let free: Vec<(usize, S)> = mine.map(|(k, (_, parameter))| (*parameter, at(layout.len() + k))).collect();
        f(&At { streams: &streams, slots: &self.slots[object], numbers: &self.numbers[object], free: &free })
    }

    /// Value of a row, and its derivatives added to the Jacobian, [`WIDTH`] terms at a time.
    fn derive(&self, index: usize, jacobian: &mut DMatrix<f64>) -> Result<f64, ComponentError> {
        let row = &self.plan.rows[index];
        let live: Vec<&(Term, usize)> = row.terms.iter().filter(|(_, v)| self.plan.unknown_of[*v].is_some()).collect();
        if live.is_empty() {
            return self.value(row);
        }
        let mut value = 0.0;
        for pass in live.chunks(WIDTH) {
            let lift = |variable: usize, value: f64| match pass.iter().position(|(_, v)| *v == variable) {
                Some(k) => seed(value, k),
                None => Dual::from(value),
            };
            let residual = self.with_streams(row.object, lift, |at| {
                self.plan.objects[row.object].class.residual_dual(row.equation, at)
            })?;
            value = residual.re;
            let partial = slopes(&residual);
            for ((_, variable), partial) in pass.iter().zip(partial) {
                if let Some(unknown) = self.plan.unknown_of[*variable] {
                    jacobian[(index, unknown)] += partial * self.gains[*variable];
                }
            }
        }
        Ok(value)
    }

    fn reject(&self, row: &Row, error: ComponentError) -> Rejection {
        Rejection(format!("{}: {error}", self.plan.objects[row.object].label()))
    }
}

impl System for Problem<'_> {
    fn len(&self) -> usize {
        self.plan.unknowns.len()
    }

    fn residual(&mut self, x: &[f64], residual: &mut [f64]) -> Result<(), Rejection> {
        self.update(x)?;
        for (row, out) in self.plan.rows.iter().zip(residual) {
            *out = self.value(row).map_err(|error| self.reject(row, error))?;
        }
        Ok(())
    }

    fn linearize(&mut self, x: &[f64], residual: &mut [f64], jacobian: &mut DMatrix<f64>) -> Result<(), Rejection> {
        self.update(x)?;
        jacobian.fill(0.0);
        for (index, out) in residual.iter_mut().enumerate() {
            *out = self.derive(index, jacobian).map_err(|error| self.reject(&self.plan.rows[index], error))?;
        }
        Ok(())
    }

    fn scales(&self, x: &[f64], scales: &mut [f64]) {
        for ((position, x), scale) in self.plan.unknowns.iter().zip(x).zip(scales) {
            *scale = match self.plan.layout.place(*position) {
                Some((_, Variable::M | Variable::W)) => x.abs().max(1e-6),
                Some((_, Variable::P | Variable::E)) => x.abs().max(1.0),
                Some((_, Variable::H)) => 1e5,
                None => x.abs().max(self.magnitude(position - self.plan.layout.len())),
            };
        }
    }

    fn admissible(&self, x: &[f64], dx: &[f64]) -> f64 {
        let mut fraction: f64 = 1.0;
        for ((position, x), dx) in self.plan.unknowns.iter().zip(x).zip(dx) {
            let limit = match self.plan.layout.place(*position) {
                Some((_, Variable::P)) => PRESSURE_STEP * x.abs(),
                Some((_, Variable::H)) => ENTHALPY_STEP,
                _ => continue,
            };
            if dx.abs() > limit {
                fraction = fraction.min(limit / dx.abs());
            }
        }
        fraction
    }
}

impl Problem<'_> {
    /// A typical value of a free parameter: of its object's conductance for a zone, one otherwise.
    fn magnitude(&self, k: usize) -> f64 {
        let (object, _) = self.plan.free[k];
        let ua = self.plan.objects[object].declaration().parameter("UA").map(|ua| self.numbers[object][ua]);
        ua.filter(|ua| ua.is_finite()).unwrap_or(1.0)
    }
}
