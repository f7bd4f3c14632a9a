//! CombustionChamber: fuel burns with air; no heat is lost.
//!
//! ```text
//! p_in1 = p_out        p_in2 = p_out        Σ m_in (h_in − h_ref) + ti = m_out (h_out − h_ref)
//! ```
//! The rest: module `combustion`.

use super::combustion::{self, EQUATIONS, IN, OUT};
use crate::declaration::{Activation, Declaration, Variable};
use crate::declare::{equal, equation};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const EQ_ENERGY: usize = EQUATIONS;

/// Adiabatic combustion chamber.
pub struct CombustionChamber;

impl Component for CombustionChamber {
    const HAS_STATES: bool = false;

    fn declaration() -> Declaration {
        let mut declaration = combustion::declaration(
            "CombustionChamber",
            "Burns fuel with air, without loss of pressure and heat.",
            "Air and fuel enter at `in1` and `in2`, in either order; what burns is told by their compositions, and of what oxygen does not \
             suffice for, the rest leaves unburnt. Fuels are hydrogen, carbon monoxide, and hydrocarbons from methane to n-hexane \
             and n-dodecane.",
        );
        declaration.equations.push(combustion::energy_balance("energy balance", Activation::Always, None));
        for inlet in IN {
            let pressure = equal(Variable::P, inlet, OUT);
            declaration.equations.push(equation("pressure", "p_in = p_out", Activation::Always, pressure));
        }
        declaration
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_ENERGY => combustion::imbalance(at, None),
            _ => combustion::residual(number, at),
        }
    }

    fn react(start: &Start) -> Option<Vec<f64>> {
        combustion::react(start)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        combustion::start(start, 1.0)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        Ok(combustion::report(at)?.0)
    }
}
