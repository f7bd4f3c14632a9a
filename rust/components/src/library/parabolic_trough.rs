//! Parabolic trough collector.
//!
//! Equations: module `collector`, with
//! ```text
//! G = E eta_opt doc^1.5 (1 − iam_1 |aoi| − iam_2 aoi²)               aoi in degrees
//! ```
//! Reference: N. Janotte et al., Dynamic performance evaluation of the HelioTrough collector demonstration loop, Energy Procedia 49
//! (2014) 109–117, doi:10.1016/j.egypro.2014.03.012.

use entropyk_core::Quantity;

use super::collector::{self, COLLECTOR_PARAMETERS, E, ETA_OPT};
use crate::declaration::Declaration;
use crate::declare::number;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IAM_1: usize = COLLECTOR_PARAMETERS;
const IAM_2: usize = COLLECTOR_PARAMETERS + 1;
const AOI: usize = COLLECTOR_PARAMETERS + 2;
const DOC: usize = COLLECTOR_PARAMETERS + 3;

/// Parabolic trough collector.
pub struct ParabolicTrough;

impl Component for ParabolicTrough {
    fn declaration() -> Declaration {
        let modifier = |name, meaning| number(name, Quantity::Dimensionless, meaning).within(-1e12, 1e12);
        collector::declaration(
            "ParabolicTrough",
            [
                "Parabolic trough collector with incidence angle modifier, cleanliness and losses to the ambient air.",
                "With the direct irradiation `E` on each m² of the aperture `A` at the angle of incidence `aoi`, its optical efficiency \
                 `eta_opt`, its cleanliness `doc` and the loss coefficients `c_1` and `c_2`, the heat follows from the mean temperature of the \
                 fluid and `Tamb`. Pressure drop and `heat` as in a `SimpleHeatExchanger`.",
                "m (h_out − h_in) = A (E eta_opt doc^1.5 (1 − iam_1 |aoi| − iam_2 aoi²) − c_1 (T_m − Tamb) − c_2 (T_m − Tamb)²), \
                 T_m = (T_in + T_out)/2",
            ],
            ["c_1", "c_2"],
            vec![
                modifier("iam_1", "linear coefficient of the incidence angle modifier, 1/°"),
                modifier("iam_2", "quadratic coefficient of the incidence angle modifier, 1/°²"),
                number("aoi", Quantity::Angle, "angle of incidence").within(-90.0, 90.0),
                number("doc", Quantity::Ratio, "degree of cleanliness").within(0.0, 1.0),
            ],
            &[IAM_1, IAM_2, AOI, DOC],
        )
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let of = |parameter| at.value(parameter);
        collector::residual(number, at, gain([E, ETA_OPT, DOC, IAM_1, IAM_2, AOI].map(of)))
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let of = |parameter| start.value(parameter).unwrap_or(f64::NAN);
        let gain = gain([E, ETA_OPT, DOC, IAM_1, IAM_2, AOI].map(of));
        collector::start(start, Some(gain).filter(|gain| gain.is_finite()));
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        collector::report(at)
    }
}

/// Irradiation that reaches the absorber, W/m².
fn gain<S: Scalar>([e, eta_opt, doc, iam_1, iam_2, aoi]: [S; 6]) -> S {
    e * eta_opt * doc.powf(1.5) * (-(iam_1 * aoi.abs() + iam_2 * aoi * aoi) + 1.0)
}
