//! Equations between connections that no component brings along: references, and equations that users write.
//!
//! ```text
//! reference : y = factor x + delta        y and x the same quantity of two connections
//! user's    : f(x₁, x₂, …) = 0            xₖ any quantities of connections
//! ```
//! A relation is an object like a component: its ports are the connections it looks at.

use std::sync::Arc;

use entropyk_core::Quantity;

use crate::component::Class;
use crate::declaration::{
    Activation, Coefficient, Count, Declaration, Direction, Equation, Form, Kind, Need, Port, Term,
};
use crate::declare::{affine, equation, number};
use crate::{
    At, Component, ComponentError, Connections, Dual, Flow, FluidConnection, Report, Scalar, Slope, Slots, Start,
};

/// Name of the class of all relations.
pub const RELATION: &str = "Relation";

const FACTOR: usize = 0;
const DELTA: usize = 1;

/// A function of a user: the residual of an equation from the values of its arguments in SI, and its derivatives where it knows
/// them, or what went wrong.
pub type Function = dyn Fn(&[f64]) -> Result<(f64, Option<Vec<f64>>), String> + Send + Sync;

/// A relation.
pub struct Relation {
    declaration: Arc<Declaration>,
    connection: Arc<Declaration>,
    of: Of,
}

enum Of {
    /// The parameter of both connections.
    Reference(usize),
    /// (port, parameter) of every argument.
    Function { arguments: Vec<(usize, usize)>, function: Arc<Function> },
}

fn port() -> Port {
    Port { name: "stream", direction: Direction::In, kind: Kind::Fluid, count: Count::One, need: Need::Required }
}

impl Relation {
    /// The parameter of the connection at the first port follows from that at the second: `factor` and `delta` are the parameters
    /// of the relation.
    pub fn reference(parameter: usize) -> Arc<dyn Class> {
        let connection = Arc::new(FluidConnection::declaration());
        let name = connection.parameters[parameter].name;
        let variable = Kind::Fluid.variables().iter().copied().find(|variable| variable.symbol() == name);
        let form = match variable {
            Some(variable) => {
                affine((0, variable), (1, variable), Coefficient::Parameter(FACTOR), Coefficient::Parameter(DELTA))
            }
            None => Form::General(all_terms(2).chain([FACTOR, DELTA].map(Term::Parameter)).collect()),
        };
        let parameters = vec![
            number("factor", Quantity::Dimensionless, "factor on the other connection's value").default(1.0),
            number("delta", connection.parameters[parameter].quantity, "what is added to it").default(0.0),
        ];
        let rule = equation("reference", "y = factor x + delta", Activation::Always, form);
        let declaration = Arc::new(declaration(2, parameters, rule));
        Arc::new(Self { declaration, connection, of: Of::Reference(parameter) })
    }

    /// An equation f = 0 of arguments, each a parameter of the connection at a port.
    pub fn function(ports: usize, arguments: Vec<(usize, usize)>, function: Arc<Function>) -> Arc<dyn Class> {
        let rule = equation("equation", "f(…) = 0", Activation::Always, Form::General(all_terms(ports).collect()));
        let declaration = Arc::new(declaration(ports, vec![], rule));
        let connection = Arc::new(FluidConnection::declaration());
        Arc::new(Self { declaration, connection, of: Of::Function { arguments, function } })
    }

    /// The value of a parameter of the connection at a port.
    fn value<S: Scalar>(&self, at: &At<S>, port: usize, parameter: usize) -> Result<S, ComponentError> {
        let stream = at.stream(port);
        let name = self.connection.parameters[parameter].name;
        match name {
            "m" => return Ok(stream.m),
            "p" => return Ok(stream.p),
            "h" => return Ok(stream.h),
            _ => {}
        }
        let slots = Slots::new(self.connection.clone());
        let numbers = vec![f64::NAN; self.connection.parameters.len()];
        let flows = [Flow::Fluid(stream)];
        let report = FluidConnection::report(&At {
            connections: Connections::default(),
            flows: &flows,
            starts: &[0, 1],
            slots: &slots,
            numbers: &numbers,
            free: &[],
        })?;
        let found = report.results.into_iter().find(|(index, _)| *index == parameter);
        found
            .map(|(_, value)| value)
            .ok_or_else(|| ComponentError::State(format!("{name} does not exist in this state")))
    }

    fn residual_of<S: Scalar>(&self, at: &At<S>) -> Result<S, ComponentError> {
        match &self.of {
            Of::Reference(parameter) => {
                let (target, source) = (self.value(at, 0, *parameter)?, self.value(at, 1, *parameter)?);
                Ok(target - source * at.value(FACTOR) - at.value(DELTA))
            }
            Of::Function { arguments, function } => {
                let values = arguments.iter().map(|(port, parameter)| self.value(at, *port, *parameter));
                call(&**function, &values.collect::<Result<Vec<S>, _>>()?)
            }
        }
    }
}

/// m, p and h at every port.
fn all_terms(ports: usize) -> impl Iterator<Item = Term> {
    (0..ports).flat_map(|port| Kind::Fluid.variables().iter().map(move |variable| Term::Port(port, *variable)))
}

fn declaration(ports: usize, parameters: Vec<crate::declaration::Parameter>, equation: Equation) -> Declaration {
    Declaration {
        class: RELATION,
        summary: "An equation between connections.",
        details: "",
        ports: vec![port(); ports],
        main: None,
        passes: vec![],
        parameters,
        equations: vec![equation],
        defaults: vec![],
    }
}

/// The function on scalars: its own derivatives, or else central differences.
fn call<S: Scalar>(function: &Function, arguments: &[S]) -> Result<S, ComponentError> {
    let mut values: Vec<f64> = arguments.iter().map(|argument| argument.re()).collect();
    let (value, own) = function(&values).map_err(ComponentError::State)?;
    if !arguments.iter().any(Scalar::varies) {
        return Ok(S::from(value));
    }
    let slopes = match own {
        Some(slopes) if slopes.len() == values.len() => slopes,
        Some(slopes) => {
            return Err(ComponentError::State(format!(
                "the function gives {} derivatives for {} arguments",
                slopes.len(),
                values.len()
            )));
        }
        None => differences(function, &mut values)?,
    };
    let pairs: Vec<(S, f64)> = arguments.iter().copied().zip(slopes).collect();
    Ok(S::lift(value, &pairs))
}

/// Step of central differences relative to an argument.
const STEP: f64 = 1e-6;

fn differences(function: &Function, values: &mut [f64]) -> Result<Vec<f64>, ComponentError> {
    let mut slopes = Vec::with_capacity(values.len());
    for k in 0..values.len() {
        let at = values[k];
        let step = STEP * at.abs().max(1e-3);
        let mut side = |value: f64| {
            values[k] = value;
            function(values).map(|(value, _)| value).map_err(ComponentError::State)
        };
        let slope = (side(at + step)? - side(at - step)?) / (2.0 * step);
        values[k] = at;
        slopes.push(slope);
    }
    Ok(slopes)
}

impl Class for Relation {
    fn declaration(&self) -> &Arc<Declaration> {
        &self.declaration
    }
    fn residual(&self, _: usize, at: &At<f64>) -> Result<f64, ComponentError> {
        self.residual_of(at)
    }
    fn residual_dual(&self, _: usize, at: &At<Dual>) -> Result<Dual, ComponentError> {
        self.residual_of(at)
    }
    fn residual_slope(&self, _: usize, at: &At<Slope>) -> Result<Slope, ComponentError> {
        self.residual_of(at)
    }
    fn start(&self, _: &mut Start) -> Result<(), ComponentError> {
        Ok(())
    }
    fn report(&self, _: &At<f64>) -> Result<Report, ComponentError> {
        Ok(Report::default())
    }
    fn report_dual(&self, _: &At<Dual>) -> Result<Report<Dual>, ComponentError> {
        Ok(Report::default())
    }
}
