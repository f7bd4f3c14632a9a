//! Curves of pumps and fans over the volumetric flow at the inlet, and what a change of speed makes of them.
//!
//! ```text
//! V = m v_in        n: speed relative to that of the curves
//! f(V, n) = nᵏ f(V/n)        k = 2 of head and pressure rise, 0 of efficiency (affinity laws)
//! ```
//! Reference: J. F. Gülich, Centrifugal Pumps, 4th ed., Springer 2020, section 3.4.3.

use entropyk_core::Quantity;

use super::machine::IN;
use crate::characteristic::{Characteristic, Expression};
use crate::declaration::{Parameter, Type};
use crate::declare::number;
use crate::slots::Value;
use crate::{At, ComponentError, Report, Scalar, Start};

pub(super) fn speed() -> Parameter {
    number("speed", Quantity::Ratio, "rotational speed relative to the one of the curves")
        .strictly(1e-3, 10.0)
        .default(1.0)
}

pub(super) fn curve(name: &'static str, meaning: &'static str) -> Parameter {
    number(name, Quantity::Dimensionless, meaning).of_kind(Type::Line(Expression::V))
}

/// Volumetric flow at the inlet, m³/s.
pub(super) fn volume_flow<S: Scalar>(at: &At<S>) -> Result<S, ComponentError> {
    at.expression(Expression::V, IN, IN)
}

/// Value of the curve in a slot at the flow and speed, with the exponent k.
pub(super) fn at_speed<S: Scalar>(at: &At<S>, curve: usize, speed: usize, k: i32) -> Result<S, ComponentError> {
    let name = at.slots.declaration().parameters[curve].name;
    let Some(of) = at.line(curve) else {
        return Err(ComponentError::Parameter(format!("{name} holds no curve")));
    };
    let n = at.value(speed);
    Ok(of.line.evaluate(volume_flow(at)? / n)? * n.powi(k))
}

/// The flow in the middle of the curve in a slot and its value there, at the speed of a start, with the exponent k.
pub(super) fn middle(start: &Start, curve: usize, speed: usize, k: i32) -> Option<(f64, f64)> {
    let Value::Line(Characteristic { line, .. }) = &start.slots.slot(curve).value else { return None };
    let n = start.value(speed).unwrap_or(1.0);
    let (first, last) = (line.x().first()?, line.x().last()?);
    let flow = 0.5 * (first + last);
    Some((flow * n, line.evaluate(flow).ok()? * n.powi(k)))
}

/// Reports curves that were left, and how near their corners are.
pub(super) fn judge<S: Scalar>(
    at: &At<S>,
    curves: &[usize],
    speed: usize,
    report: &mut Report<S>,
) -> Result<(), ComponentError> {
    for curve in curves {
        let Some(of) = at.line(*curve) else { continue };
        let name = at.slots.declaration().parameters[*curve].name;
        let flow = volume_flow(at)? / at.value(speed);
        report.kinks.extend(of.line.kink(flow));
        report.warnings.extend(of.line.outside(flow.re()).map(|outside| outside.explain(name, "V/speed")));
    }
    Ok(())
}
