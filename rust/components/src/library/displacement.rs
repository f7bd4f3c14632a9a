//! What machines share that enclose a swept volume at every turn.
//!
//! ```text
//! m = eta V_swept f/v_in        η = Z(f, p_out/p_in) or a number
//! ```
//! f is the number of turns per second, η the volumetric efficiency of a compressor or the filling factor of an expander.

use entropyk_core::Quantity;

use super::machine::{IN, OUT};
use crate::declaration::{Parameter, Type};
use crate::declare::number;
use crate::{At, ComponentError, Report, Scalar};

pub(super) fn swept_volume() -> Parameter {
    number("swept_volume", Quantity::Dimensionless, "volume enclosed at every turn, m³").positive()
}

pub(super) fn frequency(meaning: &'static str) -> Parameter {
    number("frequency", Quantity::Frequency, meaning).strictly(0.0, 1e4)
}

/// A map over frequency and pressure ratio.
pub(super) fn map(name: &'static str, meaning: &'static str) -> Parameter {
    number(name, Quantity::Dimensionless, meaning).of_kind(Type::CharMap)
}

/// Mass flow that fills the swept volume, kg/s.
pub(super) fn swept_flow<S: Scalar>(at: &At<S>, swept_volume: S, frequency: S) -> Result<S, ComponentError> {
    Ok(swept_volume * frequency * at.stream(IN).rho()?)
}

/// Value of the map in a slot at the frequency and the pressure ratio, the greater pressure over the smaller.
pub(super) fn look_up<S: Scalar>(at: &At<S>, parameter: usize, frequency: usize) -> Result<S, ComponentError> {
    let name = at.slots.declaration().parameters[parameter].name;
    let Some(map) = at.char_map(parameter) else {
        return Err(ComponentError::Parameter(format!("{name} holds no map")));
    };
    map.evaluate(at.value(frequency), pressure_ratio(at))
}

fn pressure_ratio<S: Scalar>(at: &At<S>) -> S {
    let ratio = at.stream(OUT).p / at.stream(IN).p;
    if ratio.re() < 1.0 { ratio.recip() } else { ratio }
}

/// Reports that a map was left, and how near its corners are.
pub(super) fn judge<S: Scalar>(at: &At<S>, parameter: usize, frequency: usize, report: &mut Report<S>) {
    let Some(map) = at.char_map(parameter) else { return };
    let name = at.slots.declaration().parameters[parameter].name;
    let (f, ratio) = (at.value(frequency), pressure_ratio(at));
    if f.re().is_nan() {
        return;
    }
    report.kinks.extend(map.kink(f, ratio));
    let [of_frequency, of_ratio] = map.outside(f.re(), ratio.re());
    report.warnings.extend(of_frequency.map(|outside| outside.explain(name, "frequency")));
    report.warnings.extend(of_ratio.map(|outside| outside.explain(name, "pressure ratio")));
}
