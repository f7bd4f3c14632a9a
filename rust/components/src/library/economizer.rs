//! Economizer: internal exchanger between a hot liquid and a cold vapour of one circuit, or between any two streams.
//!
//! Equations: module `exchanger`.

use super::exchanger::{BASE, Exchanger, PLAIN, model};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const EXCHANGER: Exchanger = Exchanger { model: Some(BASE), ..PLAIN };

/// Internal exchanger in counterflow.
pub struct Economizer;

impl Component for Economizer {
    fn declaration() -> Declaration {
        EXCHANGER.declaration(
            "Economizer",
            [
                "Internal heat exchanger: hot liquid subcools while cold vapour superheats.",
                "The liquid that leaves a condenser passes from `in1` to `out1`, the vapour on its way to the compressor from `in2` to `out2`. \
                 Its effectiveness is `eff_max`, the heat over the one that the stream of the smaller capacity could take. `Q` is negative: heat \
                 leaves the liquid.",
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
