//! What a search along a line is for, and what it has found.

use super::Helmholtz;
use super::polish::Wanted;
use crate::{FluidError, Pair, SaturationSide, Sloped, State};

/// States are the same if T and ρ differ by less.
pub(super) const SAME: f64 = 1e-9;

/// A property given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    H,
    S,
    U,
    /// As ln ρ.
    Rho,
}

impl Given {
    pub(super) fn of(self, state: &State) -> Sloped {
        let rho = state.rho;
        match self {
            Given::H => Sloped { value: state.h, dp: 0.0, dh: 1.0 },
            Given::S => state.s,
            Given::U => {
                let v = 1.0 / rho.value;
                let (v_p, v_h) = (-v * v * rho.dp, -v * v * rho.dh);
                Sloped { value: state.h - state.p * v, dp: -v - state.p * v_p, dh: 1.0 - state.p * v_h }
            }
            Given::Rho => Sloped { value: rho.value.ln(), dp: rho.dp / rho.value, dh: rho.dh / rho.value },
        }
    }

    /// The property, or v for ρ, which mixes linearly with the quality.
    pub(super) fn on(self, side: &SaturationSide, p: f64) -> (f64, f64) {
        let v = 1.0 / side.rho.value;
        let v_p = -v * v * side.rho.dp;
        match self {
            Given::H => (side.h.value, side.h.dp),
            Given::S => (side.s.value, side.s.dp),
            Given::U => (side.h.value - p * v, side.h.dp - v - p * v_p),
            Given::Rho => (v, v_p),
        }
    }

    /// The value that mixes linearly, from that given.
    pub(super) fn linear(self, y: f64) -> f64 {
        if self == Given::Rho { (-y).exp() } else { y }
    }

    pub(super) fn symbol_and_unit(self) -> (&'static str, &'static str) {
        match self {
            Given::H => ("h", "J/kg"),
            Given::S => ("s", "J/(kg K)"),
            Given::U => ("u", "J/kg"),
            Given::Rho => ("rho", "kg/m3"),
        }
    }

    /// The size of changes of the value that mixes linearly.
    pub(super) fn size(self, fluid: &Helmholtz, on: &SaturationSide) -> f64 {
        let r = fluid.equation.r_gas;
        match self {
            Given::H | Given::U => r * on.t.value,
            Given::S => r,
            Given::Rho => 1.0 / on.rho.value,
        }
    }

    pub(super) fn wanted(self, y: f64) -> Wanted {
        match self {
            Given::H => Wanted::H(y),
            Given::S => Wanted::S(y),
            Given::U => Wanted::U(y),
            Given::Rho => Wanted::Rho(y.exp()),
        }
    }

    /// What a limit may be missed by.
    pub(super) fn slack(self, fluid: &Helmholtz, t: f64) -> f64 {
        let r = fluid.equation.r_gas;
        match self {
            Given::H | Given::U => 1e-9 * r * t,
            Given::S => 1e-9 * r,
            Given::Rho => 1e-9,
        }
    }
}

/// (∂y/∂v) at constant c.
pub(super) fn slope(y: Sloped, v: Sloped, c: Sloped) -> f64 {
    (y.dp * c.dh - y.dh * c.dp) / (v.dp * c.dh - v.dh * c.dp)
}

pub(super) const P: Sloped = Sloped { value: 0.0, dp: 1.0, dh: 0.0 };

/// n + 1 equidistant places.
pub(super) fn between(low: f64, high: f64, n: usize) -> impl Iterator<Item = f64> {
    (0..=n).map(move |i| if i == n { high } else { low + (high - low) * i as f64 / n as f64 })
}

/// The states found along a line, the range of the property on it, and the first state out of limits.
#[derive(Default)]
pub(super) struct Search {
    pub(super) states: Vec<State>,
    range: Option<(f64, f64)>,
    refused: Option<FluidError>,
}

impl Search {
    pub(super) fn add(&mut self, found: Result<State, FluidError>) {
        match found {
            Ok(state) => self.push(state),
            Err(error) => self.refused = self.refused.take().or(Some(error)),
        }
    }

    pub(super) fn push(&mut self, state: State) {
        let is_same = |a: f64, b: f64| (a / b - 1.0).abs() < SAME;
        let is_known =
            |other: &State| is_same(other.t.value, state.t.value) && is_same(other.rho.value, state.rho.value);
        if !self.states.iter().any(is_known) {
            self.states.push(state);
        }
    }

    pub(super) fn saw(&mut self, (low, high): (f64, f64)) {
        let (least, greatest) = self.range.unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
        self.range = Some((least.min(low), greatest.max(high)));
    }

    /// The only state, or the error.
    pub(super) fn finish(self, fluid: &Helmholtz, pair: Pair, given: Given, y: f64) -> Result<State, FluidError> {
        match self.states.as_slice() {
            [state] => return Ok(*state),
            [] => {}
            several => {
                let candidates = several.iter().map(|state| (state.t.value, state.rho.value)).collect();
                let fluid = fluid.info.name.clone();
                return Err(FluidError::MultipleSolutions { fluid, pair: pair.symbols(), candidates });
            }
        }
        let (symbol, unit) = given.symbol_and_unit();
        Err(self.refused.unwrap_or_else(|| {
            let show = |y: f64| if given == Given::Rho { y.exp() } else { y };
            let (low, high) = self.range.unwrap_or((f64::NAN, f64::NAN));
            fluid.outside(symbol, unit, show(y), (show(low), show(high)))
        }))
    }
}
