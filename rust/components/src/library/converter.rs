//! What motor and generator share: power comes in, less of it goes out.
//!
//! ```text
//! eta         : E_out = eta E_in
//! delta_power : E_out = E_in − delta_power
//! eta_char    : E_out = eta_d C(E_out/E_out,d) E_in          d: at the design point
//! ```

use entropyk_core::Quantity;

use crate::characteristic::{Expression, no_design};
use crate::declaration::{Activation, Coefficient, Declaration, Direction, Form, Type, Variable};
use crate::declare::{affine, at as variables, equation, number, power, required};
use crate::{At, ComponentError, Report, Scalar};

const IN: usize = 0;
const OUT: usize = 1;
const ETA: usize = 0;
const DELTA: usize = 1;
const ETA_CHAR: usize = 2;

pub(super) fn declaration(class: &'static str, summary: &'static str) -> Declaration {
    let form = |factor, offset| affine((OUT, Variable::E), (IN, Variable::E), factor, offset);
    let (one, zero) = (Coefficient::Fixed(1.0), Coefficient::Fixed(0.0));
    let both = variables(IN, &[Variable::E]).chain(variables(OUT, &[Variable::E]));
    Declaration {
        class,
        summary,
        details: "`eta` relates the power that leaves at `power_out` to the one that enters at `power_in`, `delta_power` is their \
                  difference. What does not leave is lost to the surroundings. Off the design point `eta_char` is the efficiency over its \
                  design value, as a line over the power that leaves, relative to its design value.",
        ports: vec![required(power("power_in", Direction::In)), required(power("power_out", Direction::Out))],
        main: Some((OUT, IN)),
        passes: vec![],
        parameters: vec![
            number("eta", Quantity::Efficiency, "power out over power in").within(0.0, 1.0),
            number("delta_power", Quantity::Power, "power lost, E_in − E_out").within(0.0, 1e12),
            number(
                "eta_char",
                Quantity::Dimensionless,
                "efficiency over its design value, as a line over E_out/E_out,d",
            )
            .of_kind(Type::Line(Expression::E)),
        ],
        equations: vec![
            equation("eta", "E_out = eta E_in", Activation::Given(ETA), form(Coefficient::Parameter(ETA), zero)),
            equation(
                "delta_power",
                "E_out = E_in − delta_power",
                Activation::Given(DELTA),
                form(one, Coefficient::Minus(DELTA)),
            ),
            equation(
                "eta_char",
                "E_out = eta_d C(E_out/E_out,d) E_in",
                Activation::Given(ETA_CHAR),
                Form::General(both.collect()),
            ),
        ],
        defaults: vec![],
    }
}

fn flows<S: Scalar>(at: &At<S>) -> [S; 2] {
    [IN, OUT].map(|port| at.energy(port).unwrap_or_else(S::zero))
}

/// Residual of the only equation that is not affine.
pub(super) fn residual<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    let [enters, leaves] = flows(at);
    let design = at.design(ETA).ok_or_else(|| no_design("eta_char"))?;
    Ok(leaves - enters * at.characteristic(ETA_CHAR, IN, OUT)? * design)
}

pub(super) fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
    let [enters, leaves] = flows(at);
    let mut report = Report { loss: enters - leaves, ..Report::default() };
    report.set(ETA, leaves / enters);
    report.set(DELTA, enters - leaves);
    at.judge(ETA_CHAR, (IN, OUT), &mut report)?;
    Ok(report)
}
