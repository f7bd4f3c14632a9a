//! Short forms for writing declarations.

use entropyk_core::Quantity;

use crate::declaration::{
    Activation, Coefficient, Count, Direction, Equation, Form, Kind, Need, Parameter, Port, Term, Type, Variable,
};

pub(crate) fn fluid_in(name: &'static str) -> Port {
    Port { name, direction: Direction::In, kind: Kind::Fluid, count: Count::One, need: Need::Required }
}

pub(crate) fn fluid_out(name: &'static str) -> Port {
    Port { direction: Direction::Out, ..fluid_in(name) }
}

/// A number without limits.
pub(crate) fn number(name: &'static str, quantity: Quantity, meaning: &'static str) -> Parameter {
    Parameter {
        name,
        aliases: &[],
        kind: Type::Number,
        quantity,
        min: f64::NEG_INFINITY,
        max: f64::INFINITY,
        strict: false,
        default: None,
        is_result: false,
        free: Activation::Never,
        meaning,
    }
}

impl Parameter {
    pub(crate) fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }
    /// Limits judged at a solution.
    pub(crate) fn within(self, min: f64, max: f64) -> Self {
        Self { min, max, ..self }
    }
    /// Limits that hold for every given value.
    pub(crate) fn strictly(self, min: f64, max: f64) -> Self {
        Self { min, max, strict: true, ..self }
    }
    pub(crate) fn positive(self) -> Self {
        self.strictly(f64::MIN_POSITIVE, f64::INFINITY)
    }
    pub(crate) fn default(self, value: f64) -> Self {
        Self { default: Some(value), ..self }
    }
    pub(crate) fn result(self) -> Self {
        Self { is_result: true, ..self }
    }
    pub(crate) fn free_when(self, free: Activation) -> Self {
        Self { free, is_result: true, ..self }
    }
    pub(crate) fn of_kind(self, kind: Type) -> Self {
        Self { kind, ..self }
    }
}

/// `target = factor · source + offset`.
pub(crate) fn affine(
    target: (usize, Variable),
    source: (usize, Variable),
    factor: Coefficient,
    offset: Coefficient,
) -> Form {
    Form::Affine { target: Term::Port(target.0, target.1), source: Term::Port(source.0, source.1), factor, offset }
}

/// The same variable at two ports.
pub(crate) fn equal(variable: Variable, inlet: usize, outlet: usize) -> Form {
    affine((outlet, variable), (inlet, variable), Coefficient::Fixed(1.0), Coefficient::Fixed(0.0))
}

pub(crate) fn equation(name: &'static str, formula: &'static str, active: Activation, form: Form) -> Equation {
    Equation { name, formula, active, form }
}

/// Mass balance of a component that a single stream passes.
pub(crate) fn mass_balance(inlet: usize, outlet: usize) -> Equation {
    equation("mass balance", "m_out = m_in", Activation::Always, equal(Variable::M, inlet, outlet))
}

/// `p_out = pr p_in` and `p_out = p_in − dp`, each when given.
pub(crate) fn pressure_change(inlet: usize, outlet: usize, pr: usize, dp: usize) -> [Equation; 2] {
    let form = |factor, offset| affine((outlet, Variable::P), (inlet, Variable::P), factor, offset);
    [
        equation(
            "pr",
            "p_out = pr p_in",
            Activation::Given(pr),
            form(Coefficient::Parameter(pr), Coefficient::Fixed(0.0)),
        ),
        equation(
            "dp",
            "p_out = p_in − dp",
            Activation::Given(dp),
            form(Coefficient::Fixed(1.0), Coefficient::Minus(dp)),
        ),
    ]
}

/// m, p, h at each of the ports.
pub(crate) fn streams(ports: &[usize]) -> Vec<Term> {
    let variables = [Variable::M, Variable::P, Variable::H];
    ports.iter().flat_map(|port| variables.iter().map(|variable| Term::Port(*port, *variable))).collect()
}
