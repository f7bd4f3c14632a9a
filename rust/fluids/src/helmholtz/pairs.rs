//! States from pairs of properties other than those with their own page.
//!
//! Each is a search along one line, in one variable:
//!
//! | given | along | in | where several states may have it |
//! |---|---|---|---|
//! | p and ρ, u | the isobar | T, the two-phase part in x | ρ of water below 4 °C |
//! | ρ and h, s, u | the isochore | T | nowhere: c_v > 0 |
//! | T and h, s, u | the isotherm | ln ρ, the two-phase part in x | h falls with p in a gas, rises in a cold liquid |
//! | s and h, u | the isentrope (`isentrope.rs`) | ln ρ | nowhere: w² > 0, p > 0 |
//! | x and h, s, ρ | a line of constant quality | (ln(p_c/p))^¼ | h'' has a maximum |
//!
//! If there is more than one state, [`FluidError::MultipleSolutions`] lists them.

use super::isobar::{Isobar, Region};
use super::limits::SLACK;
use super::polish::{Wanted, polished};
use super::search::{Given, P, Search, between, slope};
use super::two_phase::Ends;
use super::{Helmholtz, slopes};
use crate::root::{self, Node, bracketed};
use crate::{FluidBackend, FluidError, Pair, Phase, Saturation, SaturationSide, State};

/// Nodes of the search along an isobar,
const ISOBAR_NODES: usize = 24;
/// along an isotherm at gas and at liquid densities,
const ISOTHERM_NODES: usize = 48;
/// and along a line of constant quality.
pub(super) const QUALITY_NODES: usize = 400;
/// The lowest temperature of a search, in lowest temperatures of the equation: water under pressure is liquid below it.
const COLDEST: f64 = 0.85;
/// How far below the melting line isochores are searched.
const BELOW_MELTING: f64 = 0.95;
/// Steps from the highest temperature of an isochore down to the highest pressure.
const ISOCHORE_NODES: usize = 16;
/// Largest correction of a pressure, relative.
const NEARBY: f64 = 1e-6;
/// A property is that of the saturation line if it differs by less than this part of the size of its changes. At low pressure such a
/// difference is a quality that changes the density by orders of magnitude.
const ON_LINE: f64 = 1e-10;

/// A narrow part of an interval with the place where a condition that holds at the lower end ceases to hold.
fn divide((mut low, mut high): (f64, f64), holds: impl Fn(f64) -> bool) -> (f64, f64) {
    while high - low > 1e-2 * low {
        let middle = 0.5 * (low + high);
        if holds(middle) { low = middle } else { high = middle }
    }
    (low, high)
}

impl Helmholtz {
    /// State from a pair of properties.
    pub(super) fn state_of_pair(&self, pair: Pair, a: f64, b: f64) -> Result<State, FluidError> {
        let (first, second) = pair.symbols().split_once(", ").unwrap_or_default();
        self.finite(first, a)?;
        self.finite(second, b)?;
        match pair {
            Pair::PressureEnthalpy => self.ph(a, b, &[], None),
            Pair::PressureTemperature => self.pt(a, b, &[], None),
            Pair::PressureEntropy => self.ps(a, b, &[], None),
            Pair::PressureQuality => self.px(a, b, &[]),
            Pair::TemperatureQuality => self.tx(a, b, &[]),
            Pair::DensityTemperature => self.rho_t(a, b, &[]),
            Pair::PressureDensity => self.on_isobar(pair, a, Given::Rho, self.ln_rho(b)?),
            Pair::PressureEnergy => self.on_isobar(pair, a, Given::U, b),
            Pair::TemperatureEnthalpy => self.on_isotherm_at(pair, a, Given::H, b),
            Pair::TemperatureEntropy => self.on_isotherm_at(pair, a, Given::S, b),
            Pair::TemperatureEnergy => self.on_isotherm_at(pair, a, Given::U, b),
            Pair::DensityEnthalpy => self.on_isochore(a, Given::H, b),
            Pair::DensityEntropy => self.on_isochore(a, Given::S, b),
            Pair::DensityEnergy => self.on_isochore(a, Given::U, b),
            Pair::EnthalpyEntropy => self.on_isentrope(pair, b, Given::H, a),
            Pair::EnergyEntropy => self.on_isentrope(pair, b, Given::U, a),
            Pair::EnthalpyQuality => self.on_quality(pair, b, Given::H, a),
            Pair::EntropyQuality => self.on_quality(pair, b, Given::S, a),
            Pair::DensityQuality => self.on_quality(pair, b, Given::Rho, self.ln_rho(a)?),
        }
    }

    fn ln_rho(&self, rho: f64) -> Result<f64, FluidError> {
        if rho > 0.0 { Ok(rho.ln()) } else { Err(self.outside("rho", "kg/m3", rho, (0.0, f64::INFINITY))) }
    }

    // Isobars

    fn on_isobar(&self, pair: Pair, p: f64, given: Given, y: f64) -> Result<State, FluidError> {
        let isobar = self.isobar(p)?;
        let mut search = Search::default();
        match &isobar.line {
            None => self.search_region(&isobar, isobar.only_region(), given, y, &mut search),
            Some(line) => {
                if let Some(x) = self.quality_at(line, given, y) {
                    search.push(self.at_quality(line, x));
                }
                self.search_region(&isobar, Region::Liquid, given, y, &mut search);
                self.search_region(&isobar, Region::Gas, given, y, &mut search);
            }
        }
        search.finish(self, pair, given, y)
    }

    fn search_region(&self, isobar: &Isobar<'_>, region: Region, given: Given, y: f64, search: &mut Search) {
        let (low, high) = isobar.temperatures(region);
        let mut rho = None;
        let mut state_at = |t: f64| {
            let at = isobar.point(region, t, rho).or_else(|_| isobar.point(region, t, None)).ok()?;
            rho = Some(at.rho);
            Some(isobar.state(region, at.h + (isobar.p - at.p) / at.rho, &at))
        };
        let f = |t: f64| {
            let state = state_at(t)?;
            let value = given.of(&state);
            Some((value.value, slope(value, state.t, P)))
        };
        // Densities change most next to the lower end of a gas and the upper of a liquid.
        let places: Vec<f64> = match region {
            Region::Liquid => between(0.0, 1.0, ISOBAR_NODES).map(|z| high - (high - low) * z * z).collect(),
            Region::Gas => between(0.0, 1.0, ISOBAR_NODES).map(|z| low + (high - low) * z * z).collect(),
            Region::AboveCritical => {
                let middle = self.dome.t_critical.clamp(low, high);
                let cold = between(1.0, 0.0, ISOBAR_NODES).map(|z| middle - (middle - low) * z * z);
                cold.chain(between(0.0, 1.0, ISOBAR_NODES).skip(1).map(|z| middle + (high - middle) * z * z)).collect()
            }
        };
        let slack = if search.states.is_empty() { given.slack(self, low) } else { 0.0 };
        let (found, range) = root::all(f, y, places.into_iter(), slack);
        search.saw(range);
        for t in found {
            if let Err(error) = self.check_t(t, isobar.p) {
                search.add(Err(error));
            } else if let Ok(at) = isobar.point(region, t, None) {
                let at = polished(&self.equation, [Wanted::P(isobar.p), given.wanted(y)], at);
                search.push(isobar.state(region, at.h + (isobar.p - at.p) / at.rho, &at));
            }
        }
    }

    // Isochores

    /// The state at (ρ, T) without regard to limits.
    pub(super) fn anywhere(&self, rho: f64, t: f64) -> Option<State> {
        if let Some(state) = self.two_phase_rho_t(rho, t).ok()? {
            return Some(state);
        }
        let at = self.equation.point(t, rho);
        Some(slopes::single_phase(Phase::Gas, at.p, at.h, &at, None))
    }

    /// The temperatures between which an isochore is searched: that of a dense liquid from somewhat below its melting point on, and up
    /// to the highest pressure.
    fn isochore_ends(&self, rho: f64) -> (f64, f64) {
        let mut ends = (self.info.t_min, self.t_high() * (1.0 + SLACK));
        if rho > self.dome.rho_liquid && self.melting.is_some() {
            let is_frozen = |t: f64| !self.is_molten(self.equation.pressure(t, rho).0, t);
            let (low, _) = divide((COLDEST * self.info.t_min, self.t_high()), is_frozen);
            ends.0 = (BELOW_MELTING * low).max(COLDEST * self.info.t_min);
        }
        let is_below_limit = |t: f64| self.equation.pressure(t, rho).0 <= self.p_high() || self.is_expanded(rho, t);
        if rho > self.dome.rho_critical && !is_below_limit(ends.1) {
            let steps = between(ends.1.ln(), ends.0.ln(), ISOCHORE_NODES).map(f64::exp);
            let (mut above, mut below) = (ends.1, ends.0);
            for t in steps {
                if is_below_limit(t) {
                    below = t;
                    break;
                }
                above = t;
            }
            ends.1 = divide((below, above), is_below_limit).1;
        }
        ends
    }

    /// Whether a density is less than that of the saturated liquid.
    fn is_expanded(&self, rho: f64, t: f64) -> bool {
        self.p_bubble(t, &[]).is_ok_and(|p| rho < self.dome.saturation(p).bubble.rho.value)
    }

    /// T at which the property is y on an isochore, or the property at its ends.
    pub(super) fn isochore(&self, rho: f64, given: Given, y: f64) -> Result<f64, (f64, f64)> {
        let mut node = |t: f64| {
            let state = self.anywhere(rho, t)?;
            let value = given.of(&state);
            Some(Node { x: t, value: value.value, slope: slope(value, state.t, Given::Rho.of(&state)) })
        };
        let ends = self.isochore_ends(rho);
        let (Some(low), Some(high)) = (node(ends.0), node(ends.1)) else { return Err((f64::NAN, f64::NAN)) };
        let slack = given.slack(self, low.x);
        if y <= low.value || y >= high.value {
            return match (y - low.value, y - high.value) {
                (miss, _) if miss <= 0.0 && miss >= -slack => Ok(low.x),
                (_, miss) if miss >= 0.0 && miss <= slack => Ok(high.x),
                _ => Err((low.value, high.value)),
            };
        }
        bracketed(&mut node, y, low, high).ok_or((low.value, high.value))
    }

    fn on_isochore(&self, rho: f64, given: Given, y: f64) -> Result<State, FluidError> {
        self.ln_rho(rho)?;
        let (symbol, unit) = given.symbol_and_unit();
        let t = self.isochore(rho, given, y).map_err(|range| self.outside(symbol, unit, y, range))?;
        self.rho_t(rho, t.clamp(0.8 * self.info.t_min, self.t_high()), &[])
    }

    // Isotherms

    fn on_isotherm_at(&self, pair: Pair, t: f64, given: Given, y: f64) -> Result<State, FluidError> {
        if t < 0.8 * self.info.t_min || t > self.t_high() * (1.0 + SLACK) {
            return Err(self.outside("T", "K", t, (self.info.t_min, self.t_high())));
        }
        let mut search = Search::default();
        let (thin, dense) = (self.thinnest(), self.densest(t));
        if let Ok(ends) = self.isotherm_ends(t) {
            self.search_two_phase(t, ends, given, y, &mut search);
            let (dew, other) = (self.refined_saturation(ends.dew), self.refined_saturation(ends.other));
            self.search_isotherm(t, (thin, dew.dew.rho.value), given, y, &mut search);
            self.search_isotherm(t, (ends.other_side(&other).rho.value, dense), given, y, &mut search);
        } else if t >= self.info.t_min {
            self.search_isotherm(t, (thin, dense), given, y, &mut search);
        } else {
            self.search_isotherm(t, (self.dome.rho_liquid, dense), given, y, &mut search);
        }
        search.finish(self, pair, given, y)
    }

    /// A density below any that matters.
    pub(super) fn thinnest(&self) -> f64 {
        1e-9 * self.dome.rho_vapour.min(1e-3 * self.dome.rho_critical)
    }

    /// The density at the highest pressure, and somewhat more.
    pub(super) fn densest(&self, t: f64) -> f64 {
        let top = self.isobar(self.info.p_max.max(self.dome.p_critical));
        let at = top.and_then(|isobar| isobar.point(isobar.only_region(), t, None));
        at.map_or(1.5 * self.dome.rho_liquid, |at| at.rho * (1.0 + 1e-8))
    }

    fn search_two_phase(&self, t: f64, ends: Ends, given: Given, y: f64, search: &mut Search) {
        let Ends { dew, other, .. } = ends;
        for (p, x) in [(other, ends.x), (dew, 1.0)] {
            if self.is_saturated(p, x, given, y) {
                return search.push(self.at_quality(&self.dome.saturation(p), x));
            }
        }
        if dew == other {
            let line = self.dome.saturation(dew);
            if let Some(x) = self.quality_at(&line, given, y) {
                search.push(self.at_quality(&line, x));
            }
            return;
        }
        // T of the mixture that has the property at p.
        let f = |p: f64| {
            let line = self.dome.saturation(p);
            let x = self.quality_at(&line, given, y)?;
            let (l, v) = (given.on(&line.bubble, p), given.on(&line.dew, p));
            let x_p = -(l.1 + x * (v.1 - l.1)) / (v.0 - l.0);
            let (cold, hot) = (line.bubble.t, line.dew.t);
            let glide = hot.value - cold.value;
            Some((cold.value + x * glide, cold.dp + x * (hot.dp - cold.dp) + x_p * glide))
        };
        for p in root::all(f, t, between(dew, other, ISOBAR_NODES), 0.0).0 {
            let line = self.dome.saturation(p);
            let found = self.quality_at(&line, given, y);
            found.into_iter().for_each(|x| search.push(self.at_quality(&line, x)));
        }
    }

    /// Whether a property is that of saturated liquid (x = 0) or gas, as the spline of the line or as the equation has it.
    fn is_saturated(&self, p: f64, x: f64, given: Given, y: f64) -> bool {
        let of = |line: &Saturation| given.on(if x == 0.0 { &line.bubble } else { &line.dew }, p).0;
        let line = self.dome.saturation(p);
        let (a, b) = (of(&line), of(&self.refined_saturation(p)));
        let slack = ON_LINE * given.size(self, if x == 0.0 { &line.bubble } else { &line.dew });
        let y = given.linear(y);
        y >= a.min(b) - slack && y <= a.max(b) + slack
    }

    fn search_isotherm(&self, t: f64, (thin, dense): (f64, f64), given: Given, y: f64, search: &mut Search) {
        let f = |ln_rho: f64| {
            let at = self.equation.point(t, ln_rho.exp());
            Some(match given {
                Given::H => (at.h, at.h_r),
                Given::S => (at.s, at.s_r),
                _ => (at.h - at.p / at.rho, at.h_r - (at.p_r - at.p) / at.rho),
            })
        };
        let knee = (1e-2 * self.dome.rho_critical).clamp(thin, dense).ln();
        let (low, high) = (thin.ln(), dense.ln());
        let places = between(low, knee, 8).take(if knee > low { 8 } else { 0 });
        let places = places.chain(between(knee, high, ISOTHERM_NODES));
        let slack = if search.states.is_empty() { given.slack(self, t) } else { 0.0 };
        let (found, range) = root::all(f, y, places, slack);
        search.saw(range);
        for ln_rho in found {
            search.add(self.rho_t(ln_rho.exp(), t, &[]));
        }
    }

    // Lines of constant quality

    /// The state of a quality near a place of the line that meets a property to the last digits.
    fn met_on_quality(&self, z: f64, x: f64, given: Given, y: f64) -> State {
        let mut p = self.dome.pressure(z);
        let mut state = self.at_quality(&self.dome.saturation(p), x);
        for _ in 0..2 {
            let (of, quality) = (given.of(&state), state.x);
            let step = (y - of.value) / slope(of, P, quality);
            if step.abs() < NEARBY * p {
                p += step;
                state = self.at_quality(&self.dome.saturation(p), x);
            }
        }
        state
    }

    fn on_quality(&self, pair: Pair, x: f64, given: Given, y: f64) -> Result<State, FluidError> {
        self.check_x(x)?;
        let target = given.linear(y);
        let f = |z: f64| {
            let p = self.dome.pressure(z).min(self.dome.p_critical.next_down());
            let line = self.dome.saturation(p);
            let (l, v) = (given.on(&line.bubble, p), given.on(&line.dew, p));
            Some((l.0 + x * (v.0 - l.0), -4.0 * z.powi(3) * p * (l.1 + x * (v.1 - l.1))))
        };
        let last = (self.dome.p_critical / self.dome.p_min).ln().sqrt().sqrt();
        let slack = 1e-9 * if given == Given::Rho { target } else { given.slack(self, self.info.t_min) * 1e9 };
        let (found, (low, high)) = root::all(f, target, between(1e-3 * last, last, QUALITY_NODES), slack);
        let mut search = Search::default();
        search.saw(if given == Given::Rho { (-high.ln(), -low.ln()) } else { (low, high) });
        for z in found {
            search.push(self.met_on_quality(z, x, given, y));
        }
        search.finish(self, pair, given, y)
    }
}

impl Helmholtz {
    /// The quality at which a property has a value, if that lies between the saturation lines, or on one of them but for rounding.
    fn quality_at(&self, line: &Saturation, given: Given, y: f64) -> Option<f64> {
        let (liquid, vapour) = (given.on(&line.bubble, line.p).0, given.on(&line.dew, line.p).0);
        let y = given.linear(y);
        let is_on = |side: f64, of: &SaturationSide| (y - side).abs() <= ON_LINE * given.size(self, of);
        if is_on(liquid, &line.bubble) {
            return Some(0.0);
        }
        if is_on(vapour, &line.dew) {
            return Some(1.0);
        }
        let x = (y - liquid) / (vapour - liquid);
        (0.0..=1.0).contains(&x).then_some(x)
    }
}
