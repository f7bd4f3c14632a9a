//! States of blends from CoolProp's saturation and single-phase calls.
//!
//! CoolProp finds bubble and dew points, and states of given vapour fraction Q, in 0.2 to 2 ms; a state of known phase from p and
//! T in 0.02 ms. In two phases the sought h, s or T is a root in Q, in a single phase one in T.

use std::cell::Cell;

use entropyk::fluids::root::rising;
use entropyk::fluids::{Along, FluidError, Phase, Saturation, Sloped, State};

use super::handle::{Handle, Input, Values};

/// Step of differences, relative in p, absolute in Q.
const STEP: f64 = 1e-3;

/// The property given with p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    H,
    S,
    T,
}

impl Given {
    fn of(self, at: &Values) -> f64 {
        match self {
            Given::H => at.h,
            Given::S => at.s,
            Given::T => at.t,
        }
    }

    /// Its values on the saturation line.
    pub(super) fn ends(self, line: &Saturation) -> (f64, f64) {
        let ends = |bubble: Along, dew: Along| (bubble.value, dew.value);
        match self {
            Given::H => ends(line.bubble.h, line.dew.h),
            Given::S => ends(line.bubble.s, line.dew.s),
            Given::T => ends(line.bubble.t, line.dew.t),
        }
    }
}

impl Handle<'_, '_> {
    /// The two-phase state of a blend where `given` has a value between those on the line.
    pub(super) fn mixed(&self, line: &Saturation, given: Given, value: f64) -> Result<State, FluidError> {
        let (low, high) = given.ends(line);
        let last = Cell::new((0.0, low));
        let distance = |q: f64| {
            let y = given.of(&self.values_at(Input::PQ, line.p, q)?);
            let (q_last, y_last) = last.replace((q, y));
            let chord = (y - y_last) / (q - q_last);
            Ok((y - value, if chord.is_finite() && chord > 0.0 { chord } else { high - low }))
        };
        let start = ((value - low) / (high - low)).clamp(STEP, 1.0 - STEP);
        let q = rising(distance, (0.0, 1.0), start)?.ok_or_else(|| self.lost(line.p, value))?;
        let h = if given == Given::H { Some(value) } else { None };
        self.at_fraction(line, q, h)
    }

    /// The state of molar vapour fraction q, moved to h where that is given; slopes by differences.
    fn at_fraction(&self, line: &Saturation, q: f64, h: Option<f64>) -> Result<State, FluidError> {
        let p = line.p;
        let (low, high) = ((q - STEP).max(0.0), (q + STEP).min(1.0));
        let (less, more) = (self.values_at(Input::PQ, p, low)?, self.values_at(Input::PQ, p, high)?);
        let (under, over) =
            (self.values_at(Input::PQ, p * (1.0 - STEP), q)?, self.values_at(Input::PQ, p * (1.0 + STEP), q)?);
        let at = self.values_at(Input::PQ, p, q)?;
        let in_q = |of: fn(&Values) -> f64| (of(&more) - of(&less)) / (high - low);
        let in_p = |of: fn(&Values) -> f64| (of(&over) - of(&under)) / (2.0 * STEP * p);
        let (h_q, h_p) = (in_q(|at| at.h), in_p(|at| at.h));
        let h = h.unwrap_or(at.h);
        let sloped = |value: f64, of: fn(&Values) -> f64| {
            let dh = in_q(of) / h_q;
            Sloped { value: value + dh * (h - at.h), dp: in_p(of) - dh * h_p, dh }
        };
        let s = at.s + (h - at.h) / at.t;
        Ok(State {
            phase: Phase::TwoPhase,
            p,
            h,
            t: sloped(at.t, |at| at.t),
            rho: sloped(at.rho, |at| at.rho),
            s: Sloped { value: s, dp: -1.0 / (at.rho * at.t), dh: 1.0 / at.t },
            x: line.quality(h),
        })
    }

    /// The single-phase state of a blend outside the line; `range` limits T.
    pub(super) fn outside(
        &self,
        line: &Saturation,
        given: Given,
        value: f64,
        (coldest, hottest): (f64, f64),
    ) -> Result<State, FluidError> {
        let is_liquid = value <= given.ends(line).0;
        let (phase, range) = match is_liquid {
            true => (Phase::Liquid, (coldest, line.bubble.t.value)),
            false => (Phase::Gas, (line.dew.t.value, hottest)),
        };
        self.impose(phase);
        let state = self.search(line, given, value, range).and_then(|()| self.single(Some(line), phase));
        self.release();
        let state = state?;
        let h = if given == Given::H { value } else { state.h };
        Ok(State { p: line.p, h, x: line.quality(h), ..state })
    }

    /// Sets the state of the imposed phase where `given` has a value.
    fn search(&self, line: &Saturation, given: Given, value: f64, range: (f64, f64)) -> Result<(), FluidError> {
        let p = line.p;
        if given == Given::T {
            return self.update(Input::PT, p, value);
        }
        let distance = |t: f64| {
            let at = self.values_at(Input::PT, p, t)?;
            let cp = self.number("cpmass")?;
            Ok(if given == Given::H { (at.h - value, cp) } else { (at.s - value, cp / t) })
        };
        let start = if range.1 == line.bubble.t.value { range.1 } else { range.0 };
        let t = rising(distance, range, start)?.ok_or_else(|| self.lost(p, value))?;
        self.update(Input::PT, p, t)
    }

    fn lost(&self, p: f64, value: f64) -> FluidError {
        let what = format!("p = {p} Pa and {value}");
        let iterations = entropyk::fluids::root::ITERATIONS;
        FluidError::NonConvergence { fluid: self.fluid().to_owned(), what, iterations, residual: f64::NAN }
    }
}
