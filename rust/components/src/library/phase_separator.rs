//! What droplet separator and drum share: saturated liquid and saturated vapour leave at one pressure.
//!
//! ```text
//! Σ m_in = Σ m_out        Σ m_in h_in = Σ m_out h_out        one pressure at all ports
//! h_out1 = h'(p)          h_out2 = h''(p)
//! ```

use super::junction::{energy, imbalance, mass};
use crate::declaration::{Activation, Equation, Form, Port, Variable};
use crate::declare::{equal, equation, states};
use crate::properties::saturation;
use crate::{At, ComponentError, Scalar, Start};

const EQ_LIQUID: usize = 2;
const EQ_VAPOUR: usize = 3;

/// Equations over inlets, then the outlets of liquid and vapour.
pub(super) fn equations(ports: &[Port]) -> Vec<Equation> {
    let liquid = ports.len() - 2;
    let saturated =
        |name, formula, port| equation(name, formula, Activation::Always, Form::General(states(&[port], &[])));
    let one = |port| equation("pressure", "p = p_in1", Activation::Always, equal(Variable::P, 0, port));
    let mut all = vec![
        mass(ports),
        energy(ports),
        saturated("liquid", "h_out1 = h'(p_out1)", liquid),
        saturated("vapour", "h_out2 = h''(p_out2)", liquid + 1),
    ];
    all.extend((1..ports.len()).map(one));
    all
}

pub(super) fn residual<S: Scalar>(number: usize, at: &At<S>, inlets: &[usize]) -> Result<S, ComponentError> {
    let (liquid, vapour) = (inlets.len(), inlets.len() + 1);
    match number {
        EQ_LIQUID => {
            let outlet = at.stream(liquid);
            Ok(outlet.h - saturation(outlet.fluid, outlet.p)?.0.h)
        }
        EQ_VAPOUR => {
            let outlet = at.stream(vapour);
            Ok(outlet.h - saturation(outlet.fluid, outlet.p)?.1.h)
        }
        _ => Ok(imbalance(at, inlets, &[liquid, vapour])),
    }
}

/// Offers saturated states at the outlets, and flows in proportion to the vapour mass fraction of the first inlet.
pub(super) fn start(start: &mut Start, inlets: &[usize]) {
    let (liquid, vapour) = (inlets.len(), inlets.len() + 1);
    for (port, x) in [(liquid, 0.0), (vapour, 1.0)] {
        let saturated = start.at(port).and_then(|guess| guess.fluid.px(guess.p?, x, &[]).ok());
        if let Some(state) = saturated {
            start.offer(port, Variable::H, state.h);
        }
    }
    let [inlet] = inlets else { return };
    let Some(guess) = start.at(*inlet).cloned() else { return };
    let (Some(m), Some(p), Some(h)) = (guess.m, guess.p, guess.h) else { return };
    if let Ok(state) = guess.fluid.ph(p, h, &[], None) {
        let x = state.x.value.clamp(0.05, 0.95);
        start.offer(liquid, Variable::M, m * (1.0 - x));
        start.offer(vapour, Variable::M, m * x);
    }
}
