//! Evaporator against a boundary: preheating, evaporating, superheating.
//!
//! Equations: module `boundary_exchanger`, with the outlet condition
//! ```text
//! superheat : h_out = h(p_out, T_dew(p_out) + superheat)
//! ```
//! The fluid is the cold side, so its ports are `in2` and `out2`.

use super::boundary_exchanger::{CAPACITY_RATE, DIFFERENCE, DP, IN, OUT, Side, T_BOUNDARY};
use crate::declaration::{Declaration, Default, Stage};
use crate::declare::{fluid_in, fluid_out};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const SIDE: Side = Side {
    sign: -1.0,
    names: [
        "pr2",
        "dp2",
        "source_temperature",
        "source_capacity_rate",
        "superheat",
        "UA_preheating",
        "UA_evaporating",
        "UA_superheating",
        "source_outlet_temperature",
    ],
    words: ["inlet temperature of the source", "superheat at the outlet", "preheating, evaporating, superheating"],
    supercritical: "use a gas heater, or a lower source",
};

/// Evaporator with one conductance over three zones against a source.
pub struct Evaporator;

impl Component for Evaporator {
    fn declaration() -> Declaration {
        Declaration {
            class: "Evaporator",
            summary: "Evaporator with one conductance over three zones (preheating, evaporating, superheating) against a source.",
            details: "The source enters with `source_temperature` and cools down by its `source_capacity_rate`, in counterflow. \
                      `UA` is shared by the zones, UA = Σ UAⱼ with Qⱼ = UAⱼ ΔT_log,j. `Q` is positive: heat enters the fluid.",
            ports: vec![fluid_in("in2"), fluid_out("out2")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: SIDE.parameters(),
            equations: SIDE.equations(),
            defaults: vec![
                Default { parameter: DP, value: 0.0, stage: Stage::PressureDrop },
                Default { parameter: CAPACITY_RATE, value: f64::INFINITY, stage: Stage::CapacityRate },
                Default { parameter: T_BOUNDARY, value: 285.15, stage: Stage::BoundaryTemperature },
                Default { parameter: DIFFERENCE, value: 5.0, stage: Stage::Superheat },
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
