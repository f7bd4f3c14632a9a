//! Interface of a part of a network: streams, power and heat pass unchanged, each with its own number.
//!
//! ```text
//! m_out,j = m_in,j        p_out,j = p_in,j        h_out,j = h_in,j        E_out,j = E_in,j
//! ```

use crate::declaration::{Activation, Coefficient, Declaration, Direction, Form, Need, Term, Variable};
use crate::declare::{equation, fluid_in, fluid_out, heat, how_many, power, several};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const POWER: [usize; 2] = [2, 3];
const HEAT: [usize; 2] = [4, 5];
const NUM_INTER: usize = 0;
const NUM_POWER: usize = 1;
const NUM_HEAT: usize = 2;

/// Interface of a part of a network.
pub struct SubsystemInterface;

fn same(
    name: &'static str,
    formula: &'static str,
    variable: Variable,
    [inlet, outlet]: [usize; 2],
) -> crate::declaration::Equation {
    let form = Form::Affine {
        target: Term::Each(outlet, variable),
        source: Term::Each(inlet, variable),
        factor: Coefficient::Fixed(1.0),
        offset: Coefficient::Fixed(0.0),
    };
    equation(name, formula, Activation::Always, form)
}

impl Component for SubsystemInterface {
    fn declaration() -> Declaration {
        Declaration {
            class: "SubsystemInterface",
            summary: "Interface of a part of a network, which streams, power and heat pass unchanged.",
            details: "What enters at `in2` leaves at `out2`; power and heat have ports of their own.",
            ports: vec![
                several(fluid_in("in"), NUM_INTER),
                several(fluid_out("out"), NUM_INTER),
                several(power("power_in", Direction::In), NUM_POWER),
                several(power("power_out", Direction::Out), NUM_POWER),
                several(heat("heat_in", Direction::In), NUM_HEAT),
                several(heat("heat_out", Direction::Out), NUM_HEAT),
            ]
            .into_iter()
            .map(|port| crate::declaration::Port { need: Need::Required, ..port })
            .collect(),
            main: None,
            passes: vec![(IN, OUT)],
            parameters: vec![
                how_many("num_inter", "number of streams", 1.0, 0.0),
                how_many("num_power", "number of power flows", 0.0, 0.0),
                how_many("num_heat", "number of heat flows", 0.0, 0.0),
            ],
            equations: vec![
                same("mass flow", "m_out = m_in", Variable::M, [IN, OUT]),
                same("pressure", "p_out = p_in", Variable::P, [IN, OUT]),
                same("enthalpy", "h_out = h_in", Variable::H, [IN, OUT]),
                same("power", "E_out = E_in", Variable::E, POWER),
                same("heat", "E_out = E_in", Variable::E, HEAT),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("all equations of an interface are affine")
    }

    fn start(_: &mut Start) -> Result<(), ComponentError> {
        Ok(())
    }

    fn report<S: Scalar>(_: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(Report::default())
    }
}
