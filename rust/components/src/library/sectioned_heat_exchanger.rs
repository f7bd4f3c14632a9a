//! Heat exchanger in counterflow, cut into sections of equal heat and where the streams change their phase.
//!
//! Equations: modules `exchanger`, `exchanger::area` and `exchanger::reynolds`.

use super::exchanger::{Areas, BASE, BASE_EQUATIONS, Exchanger, Model, PLAIN, Reynolds};
use crate::declaration::Declaration;
use crate::declare::how_many;
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

const AREAS: Areas = Areas { first: BASE };
const REYNOLDS: Reynolds = Reynolds { first: BASE + Areas::COUNT, area_ratio: AREAS.ratio() };

const EXCHANGER: Exchanger =
    Exchanger { usual: Model::Zones, parts: Some(REYNOLDS.first + Reynolds::COUNT), shares: &[AREAS.area()], ..PLAIN };

/// Heat exchanger in counterflow, in sections.
pub struct SectionedHeatExchanger;

impl Component for SectionedHeatExchanger {
    fn declaration() -> Declaration {
        let mut parameters = [AREAS.parameters(), Reynolds::parameters()].concat();
        parameters.push(how_many("num_sections", "number of sections of equal heat", 50.0, 1.0));
        let mut equations = AREAS.equations(&EXCHANGER);
        equations.extend(REYNOLDS.equations(&EXCHANGER));
        let declaration = EXCHANGER.declaration(
            "SectionedHeatExchanger",
            [
                "Heat exchanger in counterflow, cut into sections of equal heat and where the streams change their phase.",
                "The hot stream passes from `in1` to `out1`, the cold one from `in2` to `out2`. Along the heat transferred enthalpy and pressure are \
                 linear; every section has its logarithmic mean, UA = Σ UAⱼ, and `td_pinch` is the smallest difference at the ends of all sections. \
                 With coefficients of heat transfer for the phases, `area_hot` = Σ UAⱼ/Uⱼ. Reference: I. H. Bell et al., Appl. Therm. Eng. 79 (2015) \
                 192–201, doi:10.1016/j.applthermaleng.2015.01.028.",
            ],
            parameters,
            equations,
            EXCHANGER.usual_defaults(f64::NAN),
        );
        Areas::with_td_pinch(declaration)
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number.checked_sub(BASE_EQUATIONS) {
            None => EXCHANGER.residual(number, at),
            Some(0) => AREAS.residual(&EXCHANGER, at),
            Some(own) => REYNOLDS.residual(own - 1, &EXCHANGER, at),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        EXCHANGER.start(start)
    }

    fn sections(at: &At<f64>) -> Result<Option<Sections>, ComponentError> {
        EXCHANGER.sections(at)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = EXCHANGER.report(at)?;
        AREAS.report(&EXCHANGER, at, &mut report)?;
        Ok(report)
    }
}
