//! Desuperheater: the hot stream leaves as saturated vapour.
//!
//! Equations: module `exchanger`, and
//! ```text
//! h_out1 = h_dew(p_out1)
//! ```

use super::exchanger::{BASE, BASE_EQUATIONS, Exchanger, HOT, OUT, PLAIN, model};
use crate::declaration::{Activation, Declaration, Form, Variable};
use crate::declare::{at as variables, equation};
use crate::properties::saturation;
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const EXCHANGER: Exchanger = Exchanger { model: Some(BASE), ..PLAIN };

/// Exchanger whose hot stream leaves as saturated vapour.
pub struct Desuperheater;

impl Component for Desuperheater {
    fn declaration() -> Declaration {
        let outlet = variables(OUT[HOT], &[Variable::P, Variable::H]).collect();
        let saturated =
            equation("saturated vapour", "h_out1 = h_dew(p_out1)", Activation::Always, Form::General(outlet));
        EXCHANGER.declaration(
            "Desuperheater",
            [
                "Heat exchanger whose hot stream leaves as saturated vapour.",
                "The vapour passes from `in1` to `out1`, what cools it from `in2` to `out2`, in counterflow. `Q` is negative: heat leaves the \
                 vapour.",
            ],
            vec![model()],
            vec![saturated],
            EXCHANGER.usual_defaults(f64::NAN),
        )
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        if number < BASE_EQUATIONS {
            return EXCHANGER.residual(number, at);
        }
        let outlet = at.stream(OUT[HOT]);
        Ok(outlet.h - saturation(outlet.fluid, outlet.p)?.1.h)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let outlet = start.at(OUT[HOT]).and_then(|outlet| outlet.fluid.saturation(outlet.p?, &[]).ok());
        if let Some(saturation) = outlet {
            start.offer(OUT[HOT], Variable::H, saturation.dew.h.value);
        }
        EXCHANGER.start(start)
    }

    fn sections(at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        EXCHANGER.sections(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        EXCHANGER.report(at)
    }
}
