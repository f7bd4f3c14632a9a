//! Conductance off the design point, from characteristic lines of both sides.
//!
//! ```text
//! UA_char : UA = f UA_design,  f = 2/(1/C₁ + 1/C₂),  Cᵢ of the flow relative to the design point
//! ```
//! A side without a stream has C = 1.

use super::declared::{UA, UA_CHARS};
use super::{COLD, Exchanger, HOT, IN, OUT, is_connected};
use crate::characteristic::{CharLine, Expression, no_design};
use crate::{At, ComponentError, Report, Scalar};

impl Exchanger {
    /// Q − what the conductance off the design point transfers.
    pub(super) fn part_load<S: Scalar>(&self, at: &At<S>) -> Result<S, ComponentError> {
        let design = at.design(UA).ok_or_else(|| no_design("UA_char"))?;
        let sum = factor(at, HOT)?.recip() + factor(at, COLD)?.recip();
        self.transfer(at, sum.recip() * (2.0 * design))
    }

    /// Reports that characteristic lines were left.
    pub(super) fn judge_part_load<S: Scalar>(&self, at: &At<S>, report: &mut Report<S>) -> Result<(), ComponentError> {
        for side in [HOT, COLD].into_iter().filter(|side| is_connected(at, *side)) {
            at.judge(UA_CHARS[side], (IN[side], OUT[side]), report)?;
        }
        Ok(())
    }
}

/// Value of the line of a side: as given, or the shipped one of the class, or else the one of heat exchangers.
fn factor<S: Scalar>(at: &At<S>, side: usize) -> Result<S, ComponentError> {
    if !is_connected(at, side) {
        return Ok(S::one());
    }
    if at.line(UA_CHARS[side]).is_some() {
        return at.characteristic(UA_CHARS[side], IN[side], OUT[side]);
    }
    let name = at.slots.declaration().parameters[UA_CHARS[side]].name;
    let of = |class: &str| CharLine::named(class, name, "DEFAULT");
    let line = of(at.slots.declaration().class).or_else(|_| of("HeatExchanger"))?;
    let design = at.design_at(IN[side], "m").ok_or_else(|| no_design("UA_char"))?;
    line.evaluate(at.expression(Expression::M, IN[side], OUT[side])? / design)
}
