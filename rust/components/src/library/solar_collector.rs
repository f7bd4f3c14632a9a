//! Flat solar collector.
//!
//! Equations: module `collector`, with G = E eta_opt.

use super::collector::{self, E, ETA_OPT};
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

/// Flat solar collector.
pub struct SolarCollector;

impl Component for SolarCollector {
    fn declaration() -> Declaration {
        collector::declaration(
            "SolarCollector",
            [
                "Solar collector with optical efficiency and losses to the ambient air.",
                "With the irradiation `E` on each m² of the aperture `A`, its optical efficiency `eta_opt` and the loss coefficients `lkf_lin` and \
                 `lkf_quad`, the heat follows from the mean temperature of the fluid and `Tamb`. Pressure drop and `heat` as in a \
                 `SimpleHeatExchanger`.",
                "m (h_out − h_in) = A (E eta_opt − lkf_lin (T_m − Tamb) − lkf_quad (T_m − Tamb)²), T_m = (T_in + T_out)/2",
            ],
            ["lkf_lin", "lkf_quad"],
            vec![],
            &[],
        )
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        collector::residual(number, at, at.value(E) * at.value(ETA_OPT))
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let gain = start.value(E).zip(start.value(ETA_OPT)).map(|(e, eta)| e * eta);
        collector::start(start, gain);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        collector::report(at)
    }
}
