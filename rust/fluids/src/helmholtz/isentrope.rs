//! States from an entropy and an enthalpy or internal energy: a search along the isentrope.
//!
//! On an isentrope h and u rise with the density, since dh = v dp and du = −p dv, so that a pure fluid has one state with both. It is
//! bracketed in ln ρ, with T from s at every density; where that fails, at the limits of the equation, and for pseudo-pure fluids, of
//! which a liquid and a mixture may have the same s and h, all roots along the isentrope are looked for in ln p.
//!
//! Next to the saturation line a liquid and its mixture with a trace of vapour differ by less than rounding in all but the density; the
//! state is then the single-phase one.

use super::Helmholtz;
use super::equation::Point;
use super::pairs::QUALITY_NODES;
use super::polish::{Wanted, polished};
use super::search::{Given, P, SAME, Search, between, slope};
use crate::root::{self, Node, bracketed};
use crate::{Along, FluidBackend, FluidError, Pair, Phase, Saturation, State};

/// Nodes of the search of an isentrope by isobars.
const ISENTROPE_NODES: usize = 100;
/// Differences of the line and the equation, in units of R and R T.
const ROUNDING: f64 = 1e-9;
/// Qualities nearer than this to 0 or 1 may be rounding.
const BESIDE_LINE: f64 = 1e-6;

impl Helmholtz {
    /// The state of an entropy and an enthalpy or energy, both of which rise with ρ.
    pub(super) fn on_isentrope(&self, pair: Pair, s: f64, given: Given, y: f64) -> Result<State, FluidError> {
        if self.info.is_pseudo_pure {
            return self.by_pressure(pair, s, given, y);
        }
        let coldest = self.t_low(self.info.p_max).max(self.info.t_min);
        let dense = self.densest(coldest).max(1.001 * self.dome.rho_liquid).ln();
        let state_at = |ln_rho: f64| {
            let rho = ln_rho.exp();
            match self.isochore(rho, Given::S, s) {
                Ok(t) => self.anywhere(rho, t).ok_or(0.0),
                // Too cold for this density, or too hot.
                Err((low, _)) => Err(if s < low && ln_rho < dense { f64::NEG_INFINITY } else { f64::INFINITY }),
            }
        };
        let mut node = |x: f64| {
            Some(match state_at(x) {
                Ok(state) => {
                    let value = given.of(&state);
                    Node { x, value: value.value, slope: slope(value, Given::Rho.of(&state), state.s) }
                }
                Err(value) => Node { x, value, slope: f64::NAN },
            })
        };
        let thin = self.thinnest().ln();
        let ends = (node(thin), node(dense));
        let (Some(low), Some(high)) = ends else { return self.by_pressure(pair, s, given, y) };
        let found = if y >= low.value && y <= high.value { bracketed(&mut node, y, low, high) } else { None };
        let is_met = |state: &State| (given.of(state).value - y).abs() <= 10.0 * given.slack(self, state.t.value);
        match found.and_then(|x| state_at(x).ok()).filter(is_met) {
            Some(state) => self.polished_isentropic(&state, s, given, y),
            None => self.by_pressure(pair, s, given, y),
        }
    }

    /// The state with its last digits, within its limits.
    fn polished_isentropic(&self, near: &State, s: f64, given: Given, y: f64) -> Result<State, FluidError> {
        if near.phase != Phase::TwoPhase {
            let start = self.equation.point(near.t.value, near.rho.value);
            let at = polished(&self.equation, [Wanted::S(s), given.wanted(y)], start);
            return self.settled(&at, s);
        }
        let beside = |line: &Saturation, x: f64| match x {
            _ if x < BESIDE_LINE => self.single_phase_beside(line.p, 0.0, s, given, y),
            _ if x > 1.0 - BESIDE_LINE => self.single_phase_beside(line.p, 1.0, s, given, y),
            _ => None,
        };
        if let Some(at) = beside(&self.dome.saturation(near.p), near.x.value) {
            return self.settled(&at, s);
        }
        let (line, x) = self.mixture_of(near.p, s, given, y);
        match beside(&line, x) {
            Some(at) => self.settled(&at, s),
            None => Ok(self.at_quality(&line, x.clamp(0.0, 1.0))),
        }
    }

    /// The state of a point with an entropy; the saturated one if the point is, by rounding, beyond the saturation line: next to it
    /// u and s hardly fix the density of a liquid.
    fn settled(&self, at: &Point, s: f64) -> Result<State, FluidError> {
        let Ok(p) = self.p_bubble(at.t, &[]) else { return self.rho_t(at.rho, at.t, &[]) };
        let x = if at.rho > self.dome.rho_critical { 0.0 } else { 1.0 };
        if if x == 0.0 { at.p >= p } else { at.p <= p } {
            return self.rho_t(at.rho, at.t, &[]);
        }
        Ok(self.at_quality(&self.saturation_of(p, x, s), x))
    }

    /// The saturation near a pressure at which liquid (x = 0) or gas has an entropy.
    fn saturation_of(&self, near: f64, x: f64, s: f64) -> Saturation {
        let mut line = self.dome.saturation(near);
        for _ in 0..3 {
            let of = if x == 0.0 { line.bubble.s } else { line.dew.s };
            let next = line.p + (s - of.value) / of.dp;
            if next > self.dome.p_min && next < self.dome.p_critical && (next / line.p - 1.0).abs() < 0.1 {
                line = self.dome.saturation(next);
            }
        }
        line
    }

    /// The mixture of an entropy and another property, near a pressure: Newton in p, with the quality that the entropy gives.
    fn mixture_of(&self, near: f64, s: f64, given: Given, y: f64) -> (Saturation, f64) {
        let mut line = self.dome.saturation(near);
        let mut last = f64::INFINITY;
        loop {
            let p = line.p;
            let ((s_l, s_lp), (s_v, s_vp)) = (Given::S.on(&line.bubble, p), Given::S.on(&line.dew, p));
            let ((y_l, y_lp), (y_v, y_vp)) = (given.on(&line.bubble, p), given.on(&line.dew, p));
            let x = (s - s_l) / (s_v - s_l);
            let x_p = -(s_lp + x * (s_vp - s_lp)) / (s_v - s_l);
            let slope = y_lp + x * (y_vp - y_lp) + x_p * (y_v - y_l);
            let step = (y - y_l - x * (y_v - y_l)) / slope;
            let next = p + step;
            let is_inside = next > self.dome.p_min && next < self.dome.p_critical;
            if !is_inside || step.abs() >= last || step == 0.0 {
                return (line, x);
            }
            last = step.abs();
            line = self.dome.saturation(next);
        }
    }

    /// The single-phase state of an entropy and another property next to a side of the saturation line, if there is one but for
    /// rounding. A liquid and its mixture with a trace of vapour have the same properties, except for the density.
    fn single_phase_beside(&self, near: f64, x: f64, s: f64, given: Given, y: f64) -> Option<Point> {
        let line = self.saturation_of(near, x, s);
        let side = if x == 0.0 { line.bubble } else { line.dew };
        let start = self.equation.point(side.t.value, side.rho.value);
        let r = self.equation.r_gas;
        let is_met = |at: &Point| {
            let value = if given == Given::U { at.h - at.p / at.rho } else { at.h };
            (at.s - s).abs() <= ROUNDING * r && (value - y).abs() <= ROUNDING * r * at.t
        };
        let is_beside = |at: &Point| {
            let rounding = SAME * line.p + ROUNDING * at.rho * r * at.t;
            let p = self.p_bubble(at.t, &[]).unwrap_or(line.p);
            if x == 0.0 { at.p >= p - rounding } else { at.p <= p + rounding }
        };
        let near = if given == Given::U { self.compressed(start, y) } else { start };
        let at = polished(&self.equation, [Wanted::S(s), given.wanted(y)], near);
        [at, start].into_iter().find(|at| is_met(at) && is_beside(at))
    }

    /// A point on the same isentrope with another internal energy: with r = ln ρ, du = p/ρ dr and dp = ρ w² dr, so that
    /// u rises with the square of the compression, too flat at its start for Newton's method.
    fn compressed(&self, at: Point, u: f64) -> Point {
        let pv = at.p / at.rho;
        let w2 = (at.p_r - at.p_t * at.s_r / at.s_t) / at.rho;
        let rise = u - (at.h - pv);
        let dr = ((pv * pv + 2.0 * w2 * rise).max(0.0).sqrt() - pv) / w2;
        self.equation.point(at.t * (-dr * at.s_r / at.s_t).exp(), at.rho * dr.exp())
    }

    /// The same by isobars, for states at limits, and for pseudo-pure fluids, of which a liquid and a mixture may have the same s and h.
    fn by_pressure(&self, pair: Pair, s: f64, given: Given, y: f64) -> Result<State, FluidError> {
        let state_at = |ln_p: f64| self.ps(ln_p.exp().min(self.info.p_max), s, &[], None);
        let f = |ln_p: f64| {
            let state = state_at(ln_p).ok()?;
            let value = given.of(&state);
            Some((value.value, state.p * slope(value, P, state.s)))
        };
        let ends = ((1e-6 * self.dome.p_min).ln(), self.info.p_max.ln());
        let mut places: Vec<f64> = between(ends.0, ends.1, ISENTROPE_NODES).collect();
        for p in self.saturated_at(s) {
            places.extend([-SAME, 0.0, SAME].map(|away| p.ln() + away));
        }
        places.sort_by(f64::total_cmp);
        let (found, range) = root::all(f, y, places.into_iter(), given.slack(self, self.info.t_min));
        let mut search = Search::default();
        search.saw(range);
        for state in found.into_iter().map(state_at) {
            search.add(match state {
                Ok(state) if !self.info.is_pseudo_pure => self.polished_isentropic(&state, s, given, y),
                Ok(state) if state.phase == Phase::TwoPhase && state.x.value < BESIDE_LINE => {
                    match self.single_phase_beside(state.p, 0.0, s, given, y) {
                        Some(at) => self.settled(&at, s),
                        None => Ok(state),
                    }
                }
                other => other,
            });
        }
        search.finish(self, pair, given, y)
    }

    /// The pressures at which saturated liquid or gas has an entropy: there an isentrope has kinks.
    fn saturated_at(&self, s: f64) -> Vec<f64> {
        let last = self.dome.depth(self.dome.p_min).sqrt().sqrt();
        let pressures = |of: fn(&Saturation) -> Along| {
            let f = |z: f64| {
                let p = self.dome.pressure(z).min(self.dome.p_critical.next_down());
                let along = of(&self.dome.saturation(p));
                Some((along.value, -4.0 * z.powi(3) * p * along.dp))
            };
            let found = root::all(f, s, between(1e-3 * last, last, QUALITY_NODES), 0.0).0;
            found.into_iter().map(|z| self.dome.pressure(z))
        };
        pressures(|line| line.bubble.s).chain(pressures(|line| line.dew.s)).collect()
    }
}
