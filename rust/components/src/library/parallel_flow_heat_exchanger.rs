//! Heat exchanger of two streams in parallel flow: both enter at one end and leave at the other.
//!
//! Equations: module `exchanger`, with ttd_u at the outlets and ttd_l at the inlets.

use super::exchanger::{Exchanger, PLAIN};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const EXCHANGER: Exchanger = Exchanger { is_parallel: true, ..PLAIN };

/// Heat exchanger of two streams in parallel flow.
pub struct ParallelFlowHeatExchanger;

impl Component for ParallelFlowHeatExchanger {
    fn declaration() -> Declaration {
        EXCHANGER.declaration(
            "ParallelFlowHeatExchanger",
            [
                "Heat exchanger of two streams in parallel flow.",
                "The hot stream passes from `in1` to `out1`, the cold one from `in2` to `out2`, both in the same direction. `Q` counts heat into \
                 the hot side, so it is negative.",
            ],
            vec![],
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

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        EXCHANGER.report(at)
    }
}
