//! Gas cooler: a stream above its critical pressure, or vapour, is cooled by a stream or a sink of given temperature.
//!
//! Equations: module `exchanger`. The heat capacity of the gas varies along the exchanger, so it is cut into sections of equal heat.

use super::exchanger::{BASE, Boundary, Exchanger, HOT, Model, PLAIN, TTD_L};
use crate::declaration::Declaration;
use crate::declare::how_many;
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const EXCHANGER: Exchanger = Exchanger {
    main: HOT,
    boundary: Some(Boundary { name: "sink", t: BASE, rate: BASE + 1, t_out: BASE + 2 }),
    usual: Model::Zones,
    parts: Some(BASE + 3),
    ..PLAIN
};

/// Gas cooler in counterflow, in sections.
pub struct GasCooler;

impl Component for GasCooler {
    fn declaration() -> Declaration {
        let mut parameters = Exchanger::boundary_parameters(
            ["sink_temperature", "sink_capacity_rate", "sink_outlet_temperature"],
            ["inlet temperature of the sink", "outlet temperature of the sink"],
        );
        parameters.push(how_many("num_sections", "number of sections of equal heat", 50.0, 1.0));
        let mut declaration = EXCHANGER.declaration(
            "GasCooler",
            [
                "Gas cooler: a stream above its critical pressure is cooled by a stream or a sink.",
                "The gas passes from `in1` to `out1`. A stream from `in2` to `out2` cools it; where none is connected, a sink that enters with \
                 `sink_temperature` and warms up by its `sink_capacity_rate` or to `sink_outlet_temperature`, in counterflow. `UA` is the sum over \
                 sections of equal heat, as the heat capacity of the gas varies; `pinch` is the smallest difference at their ends, `ttd_l` or \
                 `approach` the one at the outlet of the gas. `Q` is negative: heat leaves the gas.",
            ],
            parameters,
            vec![],
            EXCHANGER.usual_defaults(308.15),
        );
        declaration.parameters[TTD_L].aliases = &["approach"];
        declaration
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        EXCHANGER.residual(number, at)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        EXCHANGER.start_of_approach(start);
        EXCHANGER.start(start)
    }

    fn sections(at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        EXCHANGER.sections(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        EXCHANGER.report(at)
    }
}
