//! Expander: a displacement machine that gives power, as scroll and screw expanders of organic Rankine cycles do.
//!
//! Equations: modules `machine`, with a negative P, and `displacement`,
//! ```text
//! filling_factor : m = filling_factor V_swept f/v_in
//! filling_map    : m = Z(f, p_in/p_out) V_swept f/v_in
//! eta_s_map      : h_out − h_in = Z(f, p_in/p_out) (h(p_out, s_in) − h_in)
//! ```
//! Reference: V. Lemort, S. Quoilin, C. Cuevas, J. Lebrun, Testing and modeling a scroll expander integrated into an Organic Rankine
//! Cycle, Appl. Therm. Eng. 29 (2009) 3094–3102, doi:10.1016/j.applthermaleng.2009.04.013.

use entropyk_core::Quantity;

use super::displacement::{self, look_up, swept_flow};
use super::machine::{self, EQUATIONS, IN, OUT, PARAMETERS, Sense};
use crate::declaration::{Declaration, Form};
use crate::declare::{all_given, equation, number, stream};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const SWEPT: usize = PARAMETERS;
const FREQUENCY: usize = PARAMETERS + 1;
const FILLING: usize = PARAMETERS + 2;
const FILLING_MAP: usize = PARAMETERS + 3;
const ETA_S_MAP: usize = PARAMETERS + 4;

const EQ_FILLING: usize = EQUATIONS;
const EQ_FILLING_MAP: usize = EQUATIONS + 1;
const EQ_ETA_S_MAP: usize = EQUATIONS + 2;

/// Displacement expander.
pub struct Expander;

impl Component for Expander {
    fn declaration() -> Declaration {
        let mut parameters = machine::parameters(Sense::Down);
        parameters.extend([
            displacement::swept_volume(),
            displacement::frequency("turns per second"),
            number("filling_factor", Quantity::Efficiency, "flow over the one that fills the swept volume")
                .within(0.0, 2.0),
            displacement::map("filling_map", "filling factor over frequency in Hz and p_in/p_out"),
            displacement::map("eta_s_map", "isentropic efficiency over frequency in Hz and p_in/p_out"),
        ]);
        let flow = |parameters: &[usize]| Form::General(stream(IN, OUT, parameters));
        let mut equations = machine::equations(Sense::Down);
        equations.extend([
            equation(
                "filling_factor",
                "m = filling_factor V_swept f/v_in",
                all_given(&[SWEPT, FREQUENCY, FILLING]),
                flow(&[SWEPT, FREQUENCY, FILLING]),
            ),
            equation(
                "filling_map",
                "m = Z(f, p_in/p_out) V_swept f/v_in",
                all_given(&[SWEPT, FREQUENCY, FILLING_MAP]),
                flow(&[SWEPT, FREQUENCY]),
            ),
            machine::eta_s_map_equation(ETA_S_MAP, FREQUENCY),
        ]);
        Declaration {
            class: "Expander",
            summary: "Displacement expander with filling factor and isentropic efficiency, or maps of them over speed.",
            details: "`filling_factor`, `swept_volume` and `frequency` give the mass flow; `P` = m (h_out − h_in) is negative, at the port \
                      `power` the power leaves as a positive number.",
            ports: machine::ports(Sense::Down),
            main: Some((OUT, IN)),
            passes: vec![(IN, OUT)],
            parameters,
            equations,
            defaults: vec![],
        }
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        let swept = || swept_flow(at, at.value(SWEPT), at.value(FREQUENCY));
        match number {
            EQ_FILLING => Ok(at.stream(IN).m - swept()? * at.value(FILLING)),
            EQ_FILLING_MAP => Ok(at.stream(IN).m - swept()? * look_up(at, FILLING_MAP, FREQUENCY)?),
            EQ_ETA_S_MAP => machine::efficiency(at, Sense::Down, look_up(at, ETA_S_MAP, FREQUENCY)?),
            _ => machine::residual(number, at, Sense::Down),
        }
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        machine::start(start, Sense::Down, 0.7);
        Ok(())
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = machine::report(at, Sense::Down)?;
        let (volume, frequency) = (at.value(SWEPT), at.value(FREQUENCY));
        if volume.re().is_finite() && frequency.re() > 0.0 {
            report.set(FILLING, at.stream(IN).m / swept_flow(at, volume, frequency)?);
        }
        for parameter in [FILLING_MAP, ETA_S_MAP] {
            displacement::judge(at, parameter, FREQUENCY, &mut report);
        }
        Ok(report)
    }
}
