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

/// `name1`, `name2`, …, as many as the parameter says.
pub(crate) fn several(port: Port, parameter: usize) -> Port {
    Port { count: Count::Parameter(parameter), ..port }
}

/// A port for power, which may stay open.
pub(crate) fn power(name: &'static str, direction: Direction) -> Port {
    Port { name, direction, kind: Kind::Power, count: Count::One, need: Need::Optional }
}

/// A port for heat, which may stay open.
pub(crate) fn heat(name: &'static str, direction: Direction) -> Port {
    Port { kind: Kind::Heat, ..power(name, direction) }
}

/// A port that may stay open.
pub(crate) fn optional(port: Port) -> Port {
    Port { need: Need::Optional, ..port }
}

/// A port that has to be connected.
pub(crate) fn required(port: Port) -> Port {
    Port { need: Need::Required, ..port }
}

/// A whole number that says how many ports there are.
pub(crate) fn how_many(name: &'static str, meaning: &'static str, default: f64, least: f64) -> Parameter {
    number(name, Quantity::Dimensionless, meaning).of_kind(Type::Integer).strictly(least, 1e3).default(default)
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
        can_be_infinite: false,
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
    pub(crate) fn or_infinite(self) -> Self {
        Self { can_be_infinite: true, ..self }
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

/// `target = source` with one equation for each of the ports that `target` stands for.
pub(crate) fn each_equal(variable: Variable, target: usize, source: usize) -> Form {
    Form::Affine {
        target: Term::Each(target, variable),
        source: Term::Port(source, variable),
        factor: Coefficient::Fixed(1.0),
        offset: Coefficient::Fixed(0.0),
    }
}

/// These variables at a port.
pub(crate) fn at(port: usize, variables: &[Variable]) -> impl Iterator<Item = Term> + use<'_> {
    variables.iter().map(move |variable| Term::Port(port, *variable))
}

/// m and h_in, h_out of a stream, then parameters: what Q = m (h_out − h_in) depends on.
pub(crate) fn heat_flow(inlet: usize, outlet: usize, parameters: &[usize]) -> Vec<Term> {
    let ends = at(inlet, &[Variable::M, Variable::H]).chain(at(outlet, &[Variable::H]));
    ends.chain(parameters.iter().map(|parameter| Term::Parameter(*parameter))).collect()
}

/// p and h at each of the ports, then parameters.
pub(crate) fn states(ports: &[usize], parameters: &[usize]) -> Vec<Term> {
    let ends = ports.iter().flat_map(|port| at(*port, &[Variable::P, Variable::H]));
    ends.chain(parameters.iter().map(|parameter| Term::Parameter(*parameter))).collect()
}

/// m at the inlet, p and h at both ends, then parameters.
pub(crate) fn stream(inlet: usize, outlet: usize, parameters: &[usize]) -> Vec<Term> {
    at(inlet, &[Variable::M]).chain(states(&[inlet, outlet], parameters)).collect()
}

/// All of these parameters given.
pub(crate) fn all_given(parameters: &[usize]) -> Activation {
    Activation::All(parameters.iter().map(|parameter| Activation::Given(*parameter)).collect())
}

/// m, p, h at each of the ports.
pub(crate) fn streams(ports: &[usize]) -> Vec<Term> {
    let variables = [Variable::M, Variable::P, Variable::H];
    ports.iter().flat_map(|port| variables.iter().map(|variable| Term::Port(*port, *variable))).collect()
}
