//! Compressor with polynomials of the isentropic and the volumetric efficiency.
//!
//! Equations: module `polynomial`.

use super::machine::{self, IN, OUT, Sense};
use super::polynomial;
use crate::declaration::Declaration;
use crate::{At, Component, ComponentError, Report, Scalar, Start};

/// Compressor with polynomials of its efficiencies.
pub struct PolynomialCompressor;

impl Component for PolynomialCompressor {
    fn declaration() -> Declaration {
        Declaration {
            class: "PolynomialCompressor",
            summary: "Displacement compressor whose isentropic and volumetric efficiency are polynomials of EN 12900.",
            details: "`eta_vol` or `eta_vol_poly`, `reference_state` and `frequency` give the mass flow, `eta_s` or `eta_s_poly` the power. \
                      `P` is the power taken in; of it the share `dissipation_ratio` is lost as heat, `Q_diss`.",
            ports: machine::ports(Sense::Up),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: polynomial::parameters(),
            equations: polynomial::equations(),
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        polynomial::residual(number, at)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        polynomial::start(start)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        polynomial::report(at)
    }
}
