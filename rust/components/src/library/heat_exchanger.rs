//! Heat exchanger of two streams in counterflow: hot from in1 to out1, cold from in2 to out2.
//!
//! Equations: module `exchanger`.

use super::exchanger::{BASE, Exchanger, PLAIN, model};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const EXCHANGER: Exchanger = Exchanger { model: Some(BASE), ..PLAIN };

/// Heat exchanger of two streams in counterflow.
pub struct HeatExchanger;

impl Component for HeatExchanger {
    fn declaration() -> Declaration {
        EXCHANGER.declaration(
            "HeatExchanger",
            [
                "Heat exchanger of two streams in counterflow.",
                "The hot stream passes from `in1` to `out1`, the cold one from `in2` to `out2`. `Q` counts heat into the hot side, \
                 so it is negative. `UA` and the terminal temperature differences `ttd_u` and `ttd_l` look at the two ends only; with \
                 `model=\"zones\"` the conductance is shared by the zones between changes of phase, UA = Σ UAⱼ, and `pinch` always is the smallest \
                 difference at their ends.",
            ],
            vec![model()],
            vec![],
            EXCHANGER.usual_defaults(f64::NAN),
        )
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        EXCHANGER.residual(number, at)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        EXCHANGER.start(start)
    }

    fn sections(at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        EXCHANGER.sections(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        EXCHANGER.report(at)
    }
}
