//! What receiver and suction accumulator share: a vessel that holds liquid and vapour lets one of them out, saturated.
//!
//! ```text
//! m_out = m_in        p_out = p_in        h_out = h_in        h_out = h'(p) or h''(p)
//! ```
//! What it holds does not change in a steady state, so all that enters leaves, and enters as it leaves: a vessel fixes the state of the
//! line it stands in.

use crate::declaration::{Activation, Declaration, Form, Variable};
use crate::declare::{equal, equation, fluid_in, fluid_out, mass_balance, states};
use crate::properties::saturation;
use crate::{At, ComponentError, Scalar, Start};

const IN: usize = 0;
const OUT: usize = 1;

/// Which phase leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlet {
    /// Saturated liquid.
    Liquid,
    /// Saturated vapour.
    Vapour,
}

pub(super) fn declaration(
    class: &'static str,
    summary: &'static str,
    details: &'static str,
    outlet: Outlet,
) -> Declaration {
    let formula = if outlet == Outlet::Liquid { "h_out = h'(p_out)" } else { "h_out = h''(p_out)" };
    let same = |name, formula, variable| equation(name, formula, Activation::Always, equal(variable, IN, OUT));
    Declaration {
        class,
        summary,
        details,
        ports: vec![fluid_in("in1"), fluid_out("out1")],
        main: Some((OUT, IN)),
        passes: vec![(IN, OUT)],
        parameters: vec![],
        equations: vec![
            mass_balance(IN, OUT),
            same("pressure", "p_out = p_in", Variable::P),
            same("enthalpy", "h_out = h_in", Variable::H),
            equation("saturation", formula, Activation::Always, Form::General(states(&[OUT], &[]))),
        ],
        defaults: vec![],
    }
}

pub(super) fn residual<S: Scalar>(at: &At<S>, outlet: Outlet) -> Result<S, ComponentError> {
    let stream = at.stream(OUT);
    let (bubble, dew) = saturation(stream.fluid, stream.p)?;
    Ok(stream.h - if outlet == Outlet::Liquid { bubble.h } else { dew.h })
}

pub(super) fn start(start: &mut Start, outlet: Outlet) {
    let x = if outlet == Outlet::Liquid { 0.0 } else { 1.0 };
    for port in [OUT, IN] {
        let saturated = start.at(port).and_then(|guess| guess.fluid.px(guess.p?, x, &[]).ok());
        if let Some(state) = saturated {
            start.offer(port, Variable::H, state.h);
        }
    }
}
