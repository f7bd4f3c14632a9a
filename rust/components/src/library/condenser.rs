//! Condenser: desuperheating, condensing, subcooling, against a stream or a sink of given temperature.
//!
//! Equations: modules `exchanger` and `exchanger::phases`, with the outlet condition
//! ```text
//! subcooling : h_out1 = h(p_out1, T_bubble(p_out1) − subcooling)
//! ```

use super::exchanger::{BASE, BASE_EQUATIONS, Boundary, Exchanger, HOT, PLAIN, Phases, model};
use crate::declaration::{Activation, Declaration, Default, Stage};
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const EXCHANGER: Exchanger = Exchanger {
    main: HOT,
    boundary: Some(Boundary { name: "sink", t: BASE + 1, rate: BASE + 2, t_out: BASE + 3 }),
    model: Some(BASE),
    from_dew_point: true,
    ..PLAIN
};

const PHASES: Phases = Phases {
    first: BASE + 4,
    names: [
        "subcooling",
        "UA_desuperheating",
        "UA_condensing",
        "UA_subcooling",
        "U_desuperheating",
        "U_condensing",
        "U_subcooling",
        "A_desuperheating",
        "A_condensing",
        "A_subcooling",
        "A",
    ],
    meaning: "subcooling at the outlet; False: saturated liquid, True: whatever follows",
};

/// Condenser with one conductance over three zones against a stream or a sink.
pub struct Condenser;

impl Component for Condenser {
    fn declaration() -> Declaration {
        let mut parameters = vec![model()];
        parameters.extend(Exchanger::boundary_parameters(
            ["sink_temperature", "sink_capacity_rate", "sink_outlet_temperature"],
            ["inlet temperature of the sink", "outlet temperature of the sink"],
        ));
        parameters.extend(PHASES.parameters(HOT));
        let mut defaults = EXCHANGER.usual_defaults(308.15);
        defaults.push(Default {
            parameter: PHASES.difference(),
            value: 0.0,
            stage: Stage::SaturatedLiquid,
            when: Activation::Always,
        });
        EXCHANGER.declaration(
            "Condenser",
            [
                "Condenser: desuperheating, condensing and subcooling against a stream or a sink.",
                "The condensing stream passes from `in1` to `out1`. A stream from `in2` to `out2` cools it; where none is connected, a sink \
                 that enters with `sink_temperature` and warms up by its `sink_capacity_rate` or to `sink_outlet_temperature`, in counterflow. \
                 Against a sink `UA` is shared by the zones, UA = Σ UAⱼ with Qⱼ = UAⱼ ΔT_log,j (`model=\"zones\"`); between two streams it is \
                 the one of the whole exchanger, with ΔT_log and `ttd_u` from the dew point at the inlet (`model=\"lmtd\"`), unless `model` says \
                 otherwise. `Q` is negative: heat leaves the condensing stream.",
            ],
            parameters,
            PHASES.equations(&EXCHANGER),
            defaults,
        )
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number.checked_sub(BASE_EQUATIONS) {
            Some(number) => PHASES.residual(number, &EXCHANGER, at),
            None => EXCHANGER.residual(number, at),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        EXCHANGER.start_of_phase_change(start, PHASES.difference(), "use a gas cooler, or a lower sink")?;
        EXCHANGER.start(start)
    }

    fn sections(at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        EXCHANGER.sections(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = EXCHANGER.report(at)?;
        PHASES.report(&EXCHANGER, at, &mut report)?;
        Ok(report)
    }
}
