//! Condenser against a boundary: desuperheating, condensing, subcooling.
//!
//! Equations: module `boundary_exchanger`, with the outlet condition
//! ```text
//! subcooling : h_out = h(p_out, T_bubble(p_out) − subcooling)
//! ```

use super::boundary_exchanger::{CAPACITY_RATE, DIFFERENCE, DP, IN, OUT, Side, T_BOUNDARY};
use crate::declaration::{Declaration, Default, Stage};
use crate::declare::{fluid_in, fluid_out};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const SIDE: Side = Side {
    sign: 1.0,
    names: [
        "pr1",
        "dp1",
        "sink_temperature",
        "sink_capacity_rate",
        "subcooling",
        "UA_desuperheating",
        "UA_condensing",
        "UA_subcooling",
        "sink_outlet_temperature",
    ],
    words: [
        "inlet temperature of the sink",
        "subcooling at the outlet; False: saturated liquid",
        "desuperheating, condensing, subcooling",
    ],
    supercritical: "use a gas cooler, or a lower sink",
};

/// Condenser with one conductance over three zones against a sink.
pub struct Condenser;

impl Component for Condenser {
    fn declaration() -> Declaration {
        Declaration {
            class: "Condenser",
            summary: "Condenser with one conductance over three zones (desuperheating, condensing, subcooling) against a sink.",
            details: "The sink enters with `sink_temperature` and warms up by its `sink_capacity_rate`, in counterflow. \
                      `UA` is shared by the zones, UA = Σ UAⱼ with Qⱼ = UAⱼ ΔT_log,j. `Q` is negative: heat leaves the fluid.",
            ports: vec![fluid_in("in1"), fluid_out("out1")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: SIDE.parameters(),
            equations: SIDE.equations(),
            defaults: vec![
                Default { parameter: DP, value: 0.0, stage: Stage::PressureDrop },
                Default { parameter: CAPACITY_RATE, value: f64::INFINITY, stage: Stage::CapacityRate },
                Default { parameter: T_BOUNDARY, value: 308.15, stage: Stage::BoundaryTemperature },
                Default { parameter: DIFFERENCE, value: 0.0, stage: Stage::SaturatedLiquid },
            ],
        }
    }

    fn residual<S: Scalar>(equation: usize, at: &At<S>) -> Result<S, ComponentError> {
        SIDE.residual(equation, at)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        SIDE.start(start)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        SIDE.report(at)
    }
}
