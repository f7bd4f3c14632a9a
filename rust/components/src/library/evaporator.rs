//! Evaporator: preheating, evaporating, superheating, against a stream or a source of given temperature.
//!
//! Equations: modules `exchanger` and `exchanger::phases`, with the outlet condition
//! ```text
//! superheat : h_out2 = h(p_out2, T_dew(p_out2) + superheat)
//! ```
//! The evaporating stream is the cold side, so its ports are `in2` and `out2`.

use super::exchanger::{BASE, BASE_EQUATIONS, Boundary, COLD, Exchanger, PLAIN, Phases, model};
use crate::declaration::{Activation, Declaration, Default, Stage};
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const EXCHANGER: Exchanger = Exchanger {
    main: COLD,
    boundary: Some(Boundary { name: "source", t: BASE + 1, rate: BASE + 2, t_out: BASE + 3 }),
    model: Some(BASE),
    ..PLAIN
};

const PHASES: Phases = Phases {
    first: BASE + 4,
    names: [
        "superheat",
        "UA_preheating",
        "UA_evaporating",
        "UA_superheating",
        "U_preheating",
        "U_evaporating",
        "U_superheating",
        "A_preheating",
        "A_evaporating",
        "A_superheating",
        "A",
    ],
    meaning: "superheat at the outlet",
};

/// Evaporator with one conductance over three zones against a stream or a source.
pub struct Evaporator;

impl Component for Evaporator {
    fn declaration() -> Declaration {
        let mut parameters = vec![model()];
        parameters.extend(Exchanger::boundary_parameters(
            ["source_temperature", "source_capacity_rate", "source_outlet_temperature"],
            ["inlet temperature of the source", "outlet temperature of the source"],
        ));
        parameters.extend(PHASES.parameters(COLD));
        let mut defaults = EXCHANGER.usual_defaults(285.15);
        defaults.push(Default {
            parameter: PHASES.difference(),
            value: 5.0,
            stage: Stage::Superheat,
            when: Activation::Always,
        });
        EXCHANGER.declaration(
            "Evaporator",
            [
                "Evaporator: preheating, evaporating and superheating against a stream or a source.",
                "The evaporating stream passes from `in2` to `out2`. A stream from `in1` to `out1` heats it; where none is connected, a source \
                 that enters with `source_temperature` and cools down by its `source_capacity_rate` or to `source_outlet_temperature`, in \
                 counterflow. Against a source `UA` is shared by the zones, UA = Σ UAⱼ with Qⱼ = UAⱼ ΔT_log,j (`model=\"zones\"`); between two \
                 streams it is the one of the whole exchanger (`model=\"lmtd\"`), unless `model` says otherwise. `Q` is positive: heat enters \
                 the evaporating stream.",
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
        EXCHANGER.start_of_phase_change(start, PHASES.difference(), "use a heat exchanger, or a lower source")?;
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
