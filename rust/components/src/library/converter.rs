//! What motor and generator share: power comes in, less of it goes out.
//!
//! ```text
//! eta         : E_out = eta E_in
//! delta_power : E_out = E_in − delta_power
//! ```

use entropyk_core::Quantity;

use crate::declaration::{Activation, Coefficient, Declaration, Direction, Variable};
use crate::declare::{affine, equation, number, power, required};
use crate::{At, Report, Scalar};

const IN: usize = 0;
const OUT: usize = 1;
const ETA: usize = 0;
const DELTA: usize = 1;

pub(super) fn declaration(class: &'static str, summary: &'static str) -> Declaration {
    let form = |factor, offset| affine((OUT, Variable::E), (IN, Variable::E), factor, offset);
    let (one, zero) = (Coefficient::Fixed(1.0), Coefficient::Fixed(0.0));
    Declaration {
        class,
        summary,
        details: "`eta` relates the power that leaves at `power_out` to the one that enters at `power_in`, `delta_power` is their \
                  difference. What does not leave is lost to the surroundings.",
        ports: vec![required(power("power_in", Direction::In)), required(power("power_out", Direction::Out))],
        main: Some((OUT, IN)),
        passes: vec![],
        parameters: vec![
            number("eta", Quantity::Efficiency, "power out over power in").within(0.0, 1.0),
            number("delta_power", Quantity::Power, "power lost, E_in − E_out").within(0.0, 1e12),
        ],
        equations: vec![
            equation("eta", "E_out = eta E_in", Activation::Given(ETA), form(Coefficient::Parameter(ETA), zero)),
            equation(
                "delta_power",
                "E_out = E_in − delta_power",
                Activation::Given(DELTA),
                form(one, Coefficient::Minus(DELTA)),
            ),
        ],
        defaults: vec![],
    }
}

pub(super) fn report<S: Scalar>(at: &At<S>) -> Report<S> {
    let [enters, leaves] = [IN, OUT].map(|port| at.energy(port).unwrap_or_else(S::zero));
    let mut report = Report { loss: enters - leaves, ..Report::default() };
    report.set(ETA, leaves / enters);
    report.set(DELTA, enters - leaves);
    report
}
