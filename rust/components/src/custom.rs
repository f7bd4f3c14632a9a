//! Equations and unknowns that users add to a model.
//!
//! ```text
//! equation : f(x₁, x₂, …) = 0    of any numbers of the model
//! variable : x                   an unknown that no component brings along
//! ```
//! Both are objects without ports. The parameters of an equation are its arguments; whoever holds the model knows which numbers
//! these are, and gives their values.

use std::sync::Arc;

use entropyk_core::Quantity;

use crate::component::Class;
use crate::declaration::{Activation, Declaration, Form, Parameter, Term};
use crate::declare::{equation, number};
use crate::difference::{Argument, lift};
use crate::relation::RELATION;
use crate::{At, Component, ComponentError, Dual, Report, Scalar, Slope, Start, class_of};

/// Name of the class of all unknowns of users.
pub const VARIABLE: &str = "Variable";

/// A function of a user: the residual of an equation from the values of its arguments in SI, and its derivatives where it knows
/// them, or what went wrong.
pub type Function = dyn Fn(&[f64]) -> Result<(f64, Option<Vec<f64>>), ComponentError> + Send + Sync;

/// An equation f = 0.
pub struct Equation {
    declaration: Arc<Declaration>,
    function: Arc<Function>,
}

impl Equation {
    /// Of as many arguments.
    pub fn class(arguments: usize, function: Arc<Function>) -> Arc<dyn Class> {
        let terms = (0..arguments).map(Term::Parameter).collect();
        let declaration = Arc::new(Declaration {
            parameters: vec![number("argument", Quantity::Dimensionless, "an argument of the function"); arguments],
            equations: vec![equation("equation", "f(…) = 0", Activation::Always, Form::General(terms))],
            ..without_ports(RELATION, "An equation of a user.")
        });
        Arc::new(Self { declaration, function })
    }

    fn residual_of<S: Scalar>(&self, at: &At<S>) -> Result<S, ComponentError> {
        let argument = |k| Argument { value: at.value(k), size: 1e-3 };
        let arguments: Vec<Argument<S>> = (0..self.declaration.parameters.len()).map(argument).collect();
        if arguments.iter().any(|argument| argument.value.varies()) {
            let values: Vec<f64> = arguments.iter().map(|argument| argument.value.re()).collect();
            if let (value, Some(slopes)) = (self.function)(&values)? {
                let pairs: Vec<(S, f64)> = arguments.iter().map(|argument| argument.value).zip(slopes).collect();
                return Ok(S::lift(value, &pairs));
            }
        }
        Ok(lift(&arguments, &mut |values| Ok(vec![(self.function)(values)?.0]))?[0])
    }
}

impl Class for Equation {
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
    fn is_serial(&self) -> bool {
        true
    }
}

/// The class of an unknown: it is looked for between `min` and `max`, from `start`, all SI.
pub fn variable(quantity: Quantity, start: f64, min: f64, max: f64) -> Arc<dyn Class> {
    let value =
        Parameter { default: Some(start), ..number("value", quantity, "value of the unknown").within(min, max) };
    let declaration = without_ports(VARIABLE, "An unknown that a user has added.");
    class_of::<Variable>(Declaration { parameters: vec![value], ..declaration })
}

struct Variable;

impl Component for Variable {
    fn declaration() -> Declaration {
        without_ports(VARIABLE, "An unknown that a user has added.")
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("it has no equations")
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report { results: vec![(0, at.value(0))], ..Report::default() })
    }
}

fn without_ports(class: &'static str, summary: &'static str) -> Declaration {
    Declaration {
        class,
        summary,
        details: "",
        ports: vec![],
        main: None,
        passes: vec![],
        parameters: vec![],
        equations: vec![],
        defaults: vec![],
    }
}
