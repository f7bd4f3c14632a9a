//! Heat exchanger described by effectiveness and number of transfer units, for an arrangement of its streams.
//!
//! ```text
//! |Q| = ε C_min (T_in1 − T_in2)        ε = ε(NTU, C_r)  (module `effectiveness`)
//! NTU = UA/C_min        C_r = C_min/C_max        C = |m (h_out − h_in)/(T_out − T_in)|
//! ```
//! A side that leaves with the temperature at which it enters has an infinite capacity rate. The rest: module `exchanger`.

use entropyk_core::Quantity;

use super::exchanger::{BASE, BASE_EQUATIONS, Exchanger, Model, PLAIN};
use crate::declaration::{Activation, Declaration, Type};
use crate::declare::{equation, how_many, number};
use crate::effectiveness::ARRANGEMENTS;
use crate::{At, Component, ComponentError, Report, Scalar, Sections, Start};

/// The arrangement and the number of shell passes come first.
const EXCHANGER: Exchanger = Exchanger { usual: Model::Ntu, arrangement: Some(BASE), ..PLAIN };

const NTU: usize = BASE + 2;
const C_R: usize = BASE + 3;
const EPS: usize = BASE + 4;

const EQ_NTU: usize = BASE_EQUATIONS;
const EQ_EPS: usize = BASE_EQUATIONS + 1;

/// Heat exchanger described by effectiveness and number of transfer units.
pub struct NTUHeatExchanger;

impl Component for NTUHeatExchanger {
    fn declaration() -> Declaration {
        let parameters = vec![
            number("flow_arrangement", Quantity::Dimensionless, "how the streams pass each other")
                .of_kind(Type::Choice(ARRANGEMENTS)),
            how_many("num_shell_passes", "number of shell passes, each with an even number of tube passes", 1.0, 1.0),
            number("NTU", Quantity::Dimensionless, "number of transfer units, UA/C_min").strictly(0.0, 1e12),
            number("C_r", Quantity::Ratio, "smaller over greater capacity rate").result(),
            number("eps", Quantity::Efficiency, "effectiveness, |Q|/(C_min (T_in1 − T_in2))").strictly(0.0, 1.0),
        ];
        let given = |name, formula, parameter| {
            equation(name, formula, Activation::Given(parameter), EXCHANGER.all(&[parameter]))
        };
        EXCHANGER.declaration(
            "NTUHeatExchanger",
            [
                "Heat exchanger described by effectiveness and number of transfer units.",
                "The hot stream passes from `in1` to `out1`, the cold one from `in2` to `out2`; `flow_arrangement` says how they pass each other. \
                 Capacity rates are mean ones, C = |m (h_out − h_in)/(T_out − T_in)|. `Q` counts heat into the hot side, so it is negative. \
                 References: R. K. Shah, D. P. Sekulić, Fundamentals of Heat Exchanger Design, Wiley 2003, table 3.4; T. L. Bergman et al., \
                 Fundamentals of Heat and Mass Transfer, Wiley 2011, table 11.3.",
            ],
            parameters,
            vec![
                given("NTU", "|Q| = ε(NTU, C_r) C_min (T_in1 − T_in2)", NTU),
                given("eps", "|Q| = eps C_min (T_in1 − T_in2)", EPS),
            ],
            EXCHANGER.usual_defaults(f64::NAN),
        )
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_NTU => Ok(EXCHANGER.rates(at)?.residual_of_ntu(at.value(NTU), EXCHANGER.arrangement(at)?)),
            EQ_EPS => Ok(EXCHANGER.rates(at)?.residual_of_effectiveness(at.value(EPS))),
            _ => EXCHANGER.residual(number, at),
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
        let rates = EXCHANGER.rates(at)?;
        report.set(NTU, rates.ntu(EXCHANGER.arrangement(at)?).unwrap_or_else(|| S::from(f64::NAN)));
        report.set(C_R, rates.c_r);
        report.set(EPS, rates.reached());
        Ok(report)
    }
}
