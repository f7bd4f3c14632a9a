//! Cycle closer: joins the end of a closed cycle with its beginning.
//!
//! ```text
//! p_out = p_in        h_out = h_in
//! ```
//! The mass flow is not passed on, as it would follow from itself around the cycle. Reported is how far it is from that:
//! `mass_deviation` = |m_in − m_out|, and of mass fractions `fluid_deviation` = Σ |z_in − z_out|.

use entropyk_core::Quantity;

use crate::declaration::{Activation, Declaration, Variable};
use crate::declare::{equal, equation, fluid_in, fluid_out, number};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;
const MASS_DEVIATION: usize = 0;
const FLUID_DEVIATION: usize = 1;

/// Joins the end of a closed cycle with its beginning.
pub struct CycleCloser;

impl Component for CycleCloser {
    fn declaration() -> Declaration {
        Declaration {
            class: "CycleCloser",
            summary: "Joins the end of a closed cycle with its beginning.",
            details: "p_out = p_in, h_out = h_in. The mass flow is free, and `mass_deviation` tells whether it closes. Models close \
                      their cycles themselves, so it is only needed where both ends are to be named.",
            ports: vec![fluid_in("in1"), fluid_out("out1")],
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters: vec![
                number("mass_deviation", Quantity::MassFlow, "difference of the mass flows at inlet and outlet")
                    .result()
                    .within(0.0, 1e-3),
                number("fluid_deviation", Quantity::Dimensionless, "sum of the differences of mass fractions")
                    .result()
                    .within(0.0, 1e-5),
            ],
            equations: vec![
                equation("pressure", "p_out = p_in", Activation::Always, equal(Variable::P, IN, OUT)),
                equation("enthalpy", "h_out = h_in", Activation::Always, equal(Variable::H, IN, OUT)),
            ],
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(_: usize, _: &At<S>) -> Result<S, ComponentError> {
        unreachable!("all equations of a cycle closer are affine")
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        start.share(Variable::M, IN, OUT);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = Report::default();
        let (inlet, outlet) = (at.stream(IN), at.stream(OUT));
        let differences = inlet.fluid.z.iter().zip(outlet.fluid.z).map(|(a, b)| (*a - *b).abs());
        report.set(MASS_DEVIATION, (inlet.m - outlet.m).abs());
        report.set(FLUID_DEVIATION, differences.fold(S::zero(), |sum, each| sum + each));
        Ok(report)
    }
}
