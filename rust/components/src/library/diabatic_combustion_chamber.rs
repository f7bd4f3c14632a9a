//! DiabaticCombustionChamber: fuel burns with air; a part of the heat, and pressure, are lost.
//!
//! ```text
//! p_out = pr p_in1        p_out = p_in1 − dp        Σ m_in (h_in − h_ref) + η ti = m_out (h_out − h_ref)        Q_loss = −(1 − η) ti
//! ```
//! The rest: module `combustion`.

use entropyk_core::Quantity;

use super::combustion::{self, EQUATIONS, IN, OUT, PARAMETERS};
use crate::declaration::{Activation, Declaration};
use crate::declare::{number, pressure_change};
use crate::{At, Component, ComponentError, Report, Scalar, Start};

const PR: usize = PARAMETERS;
const DP: usize = PARAMETERS + 1;
const ETA: usize = PARAMETERS + 2;
const Q_LOSS: usize = PARAMETERS + 3;

const EQ_ENERGY: usize = EQUATIONS;

/// Part of the thermal input that cannot be told from nothing.
const ROUNDING: f64 = 1e-10;

/// Combustion chamber with losses of heat and pressure.
pub struct DiabaticCombustionChamber;

impl Component for DiabaticCombustionChamber {
    const HAS_STATES: bool = false;

    fn declaration() -> Declaration {
        let mut declaration = combustion::declaration(
            "DiabaticCombustionChamber",
            "Burns fuel with air; loses heat and pressure.",
            "As `CombustionChamber`; `eta` is the part of the thermal input that the streams take up. The pressure falls from `in1` to \
             `out1`; that of `in2` is not tied to them.",
        );
        declaration.parameters.extend([
            number("pr", Quantity::Ratio, "pressure at out1 to pressure at in1").within(0.0, 1e12),
            number("dp", Quantity::PressureDifference, "pressure drop from in1 to out1").within(0.0, 1e12),
            number("eta", Quantity::Efficiency, "part of the thermal input that the streams take up").within(0.0, 1.0),
            number("Qloss", Quantity::Heat, "heat lost, −(1 − eta) ti").within(-1e12, 0.0).result(),
        ]);
        declaration.equations.push(combustion::energy_balance("eta", Activation::Given(ETA), Some(ETA)));
        declaration.equations.extend(pressure_change(IN[0], OUT, PR, DP));
        declaration
    }

    fn residual<S: Scalar>(number: usize, at: &At<S>) -> Result<S, ComponentError> {
        match number {
            EQ_ENERGY => combustion::imbalance(at, Some(at.value(ETA))),
            _ => combustion::residual(number, at),
        }
    }

    fn react(start: &Start) -> Option<Vec<f64>> {
        combustion::react(start)
    }

    fn start(start: &mut Start) -> Result<(), ComponentError> {
        let eta = start.value(ETA).filter(|_| start.slots.is_given(ETA)).unwrap_or(1.0);
        combustion::start(start, eta)
    }

    fn report<S: Scalar>(at: &At<S>) -> Result<Report<S>, ComponentError> {
        let (mut report, ti) = combustion::report(at)?;
        let eta = combustion::heating(at)? / ti;
        let (inlet, outlet) = (at.stream(IN[0]), at.stream(OUT));
        report.set(PR, outlet.p / inlet.p);
        report.set(DP, inlet.p - outlet.p);
        report.set(ETA, eta);
        let gain = (eta - 1.0) * ti;
        // What rounding leaves of the balance is no gain.
        let gain = if gain.re().abs() < ROUNDING * ti.re() { S::zero() } else { gain };
        report.set(Q_LOSS, gain);
        report.loss = -gain;
        Ok(report)
    }
}
