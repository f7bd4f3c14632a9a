//! Whether a state comes back from a pair of properties.
//!
//! It does if T and ρ do, to 1e-9; where the pair hardly fixes them, as next to the critical point, the pair has to be met to 1e-11
//! nearby. Where several states have the pair, the state has to be among those named.

use entropyk_fluids::{Fluid, FluidError, Pair, Sloped, State};

use super::energy;

/// T and ρ come back to this, relative,
pub(crate) const TOLERANCE: f64 = 1e-9;
/// or the pair to this, in units of R T, R, p + 0.1 ρ R T, T, ρ and 1,
const MISS: f64 = 1e-11;
/// if a change of the pair by this part of it changes T or ρ by more than the tolerance.
pub(crate) const ROUNDING: f64 = 1e-13;
/// Where the pair does not fix them to first order: an extremum, the critical point.
const NEARBY: f64 = 1e-3;
/// So close to the critical point the density of a mixture changes along the line by its last digits only.
const BESIDE_CRITICAL: f64 = 1e-6;

/// A property by its symbol.
fn property(symbol: &str, state: &State) -> Sloped {
    let (p, h, rho) = (state.p, state.h, state.rho);
    match symbol {
        "p" => Sloped { value: p, dp: 1.0, dh: 0.0 },
        "h" => Sloped { value: h, dp: 0.0, dh: 1.0 },
        "T" => state.t,
        "s" => state.s,
        "rho" => rho,
        "u" => {
            let k = p / (rho.value * rho.value);
            Sloped { value: energy(state), dp: -1.0 / rho.value + k * rho.dp, dh: 1.0 + k * rho.dh }
        }
        _ => state.x,
    }
}

/// The size of a property's changes.
fn scale(fluid: &Fluid, symbol: &str, state: &State) -> f64 {
    let r = 8.314 / fluid.info().molar_mass;
    match symbol {
        "h" | "u" => r * state.t.value,
        "s" => r,
        "p" => state.p + 0.1 * state.rho.value * r * state.t.value,
        "T" => state.t.value,
        "rho" => state.rho.value,
        _ => 1.0,
    }
}

/// By how much more than the pair T or ρ change, relative.
pub(crate) fn condition(fluid: &Fluid, pair: Pair, state: &State) -> f64 {
    let scaled = |symbol: &str| {
        let (of, scale) = (property(symbol, state), scale(fluid, symbol, state));
        (of.dp / scale, of.dh / scale)
    };
    if pair == Pair::DensityQuality && state.t.value > (1.0 - BESIDE_CRITICAL) * fluid.info().t_critical {
        return f64::INFINITY;
    }
    let (a, b) = pair.symbols().split_once(", ").expect("two");
    let (a, b) = (scaled(a), scaled(b));
    let det = a.0 * b.1 - a.1 * b.0;
    let by = |c: (f64, f64)| ((c.0 * b.1 - c.1 * b.0).abs() + (c.1 * a.0 - c.0 * a.1).abs()) / det.abs();
    let worst = by(scaled("T")).max(by(scaled("rho")));
    if worst.is_nan() { f64::INFINITY } else { worst }
}

fn off(state: &State, t: f64, rho: f64) -> f64 {
    (t / state.t.value - 1.0).abs().max((rho / state.rho.value - 1.0).abs())
}

fn miss(fluid: &Fluid, pair: Pair, state: &State, back: &State) -> f64 {
    let miss =
        |symbol| (property(symbol, back).value - property(symbol, state).value).abs() / scale(fluid, symbol, state);
    pair.symbols().split(", ").map(miss).fold(0.0, f64::max)
}

/// What is wrong with the answer for the pair of a state, if the pair has a rounding.
pub(crate) fn fault(fluid: &Fluid, pair: Pair, state: &State, rounding: f64) -> Option<String> {
    let (a, b) = pair.symbols().split_once(", ").expect("two");
    let (a, b) = (property(a, state).value, property(b, state).value);
    let condition = condition(fluid, pair, state);
    let is_ill = condition * rounding > TOLERANCE;
    match fluid.pair(pair, a, b, &[]) {
        Ok(back) => {
            let off = off(state, back.t.value, back.rho.value);
            let miss = miss(fluid, pair, state, &back);
            let is_near = off < NEARBY || condition * rounding > NEARBY;
            let is_back = off <= TOLERANCE || (is_ill && miss <= MISS.max(5.0 * rounding) && is_near);
            (!is_back).then(|| {
                format!("off by {off:.1e}, the pair by {miss:.1e}, condition {condition:.1e}, {:?}", back.phase)
            })
        }
        Err(FluidError::MultipleSolutions { candidates, .. }) => {
            let off = candidates.iter().map(|&(t, rho)| off(state, t, rho)).fold(f64::INFINITY, f64::min);
            let is_near = off < NEARBY || condition * rounding > NEARBY;
            let is_back = off <= TOLERANCE || (is_ill && is_near);
            (!is_back).then(|| format!("not among {candidates:?} by {off:.1e}, condition {condition:.1e}"))
        }
        Err(other) => Some(other.to_string()),
    }
}
