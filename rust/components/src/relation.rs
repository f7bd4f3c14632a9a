//! References: a quantity of a connection that follows from the same one of another.
//!
//! ```text
//! y = factor x + delta
//! ```
//! A reference is an object like a component: its ports are the two connections.

use std::sync::Arc;

use entropyk_core::Quantity;

use crate::component::Class;
use crate::declaration::{Activation, Coefficient, Declaration, Form, Kind, Term};
use crate::declare::{affine, equation, fluid_in, number, streams};
use crate::{
    At, Component, ComponentError, Connections, Dual, Flow, FluidConnection, Report, Scalar, Slope, Slots, Start,
};

/// Name of the class of all equations that no component brings along.
pub const RELATION: &str = "Relation";

const FACTOR: usize = 0;
const DELTA: usize = 1;

/// A reference.
pub struct Reference {
    declaration: Arc<Declaration>,
    connection: Arc<Declaration>,
    /// The parameter of both connections.
    parameter: usize,
}

impl Reference {
    /// The parameter of the connection at the first port follows from that at the second: `factor` and `delta` are the parameters
    /// of the reference.
    pub fn class(parameter: usize) -> Arc<dyn Class> {
        let connection = Arc::new(FluidConnection::declaration());
        let name = connection.parameters[parameter].name;
        let variable = Kind::Fluid.variables().iter().copied().find(|variable| variable.symbol() == name);
        let form = match variable {
            Some(variable) => {
                affine((0, variable), (1, variable), Coefficient::Parameter(FACTOR), Coefficient::Parameter(DELTA))
            }
            None => Form::General(streams(&[0, 1]).into_iter().chain([FACTOR, DELTA].map(Term::Parameter)).collect()),
        };
        let parameters = vec![
            number("factor", Quantity::Dimensionless, "factor on the other connection's value").default(1.0),
            number("delta", connection.parameters[parameter].quantity, "what is added to it").default(0.0),
        ];
        let rule = equation("reference", "y = factor x + delta", Activation::Always, form);
        let declaration = Arc::new(Declaration {
            class: RELATION,
            summary: "A value that follows from another connection.",
            details: "",
            ports: vec![fluid_in("target"), fluid_in("source")],
            main: None,
            passes: vec![],
            parameters,
            equations: vec![rule],
            defaults: vec![],
        });
        Arc::new(Self { declaration, connection, parameter })
    }

    /// The value at the connection at a port.
    fn value<S: Scalar>(&self, at: &At<S>, port: usize) -> Result<S, ComponentError> {
        let stream = at.stream(port);
        let name = self.connection.parameters[self.parameter].name;
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
            index: 0,
        })?;
        let found = report.results.into_iter().find(|(index, _)| *index == self.parameter);
        found
            .map(|(_, value)| value)
            .ok_or_else(|| ComponentError::State(format!("{name} does not exist in this state")))
    }

    fn residual_of<S: Scalar>(&self, at: &At<S>) -> Result<S, ComponentError> {
        let (target, source) = (self.value(at, 0)?, self.value(at, 1)?);
        Ok(target - source * at.value(FACTOR) - at.value(DELTA))
    }
}

impl Class for Reference {
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
