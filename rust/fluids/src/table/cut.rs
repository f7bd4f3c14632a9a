//! A table at one pressure, and the states there.
//!
//! T, s and ρ come from the surfaces. Their slopes follow from T_h, ρ_h and the speed of sound w by exact relations, which hold for
//! them to rounding; slopes of the surfaces along p would be the small difference of large ones in liquids and next to p_c:
//!
//! | | along h | along p |
//! |---|---|---|
//! | T | surface | T v_h − v T_h |
//! | ρ | surface | 1/w² − ρ_h/ρ |
//! | s | 1/T | −v/T |

use super::Table;
use super::axis::Half;
use super::plane::{Bounds, Plane, Side};
use super::surface::{Lanes, Row};
use crate::helmholtz::dome;
use crate::simd::{self, Arithmetic, Compute, dispatch};
use crate::{Along, Phase, Saturation, SaturationSide, Sloped, State};
use dome::lane;

/// The functions of the saturation line at a pressure and their slopes in p.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    value: dome::Lanes,
    slope: dome::Lanes,
}

/// What is needed for states at one pressure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut<'t> {
    pub(super) table: &'t Table,
    pub(super) p: f64,
    pub(super) plane: &'t Plane,
    pub(super) row: Row,
    pub(super) bounds: Bounds,
    /// Below the critical pressure.
    pub(super) line: Option<Line>,
}

impl Line {
    #[inline(always)]
    pub(super) fn value(&self, lane: usize) -> f64 {
        self.value[lane]
    }

    /// (h − h')/(h'' − h') with slopes.
    #[inline(always)]
    fn quality(&self, h: f64) -> Sloped {
        let side = |k: usize| {
            let h = Along { value: self.value[k], dp: self.slope[k] };
            SaturationSide { h, ..SaturationSide::default() }
        };
        let (bubble, dew) = (side(lane::H_LIQUID), side(lane::H_VAPOUR));
        Saturation { p: f64::NAN, bubble, dew }.quality(h)
    }
}

/// Both sides of the saturation line.
struct Sides<'a> {
    p: f64,
    line: &'a Line,
}

impl Compute for Sides<'_> {
    type Output = Saturation;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Saturation {
        dome::saturation(a, self.p, &self.line.value, &self.line.slope)
    }
}

impl<'t> Cut<'t> {
    pub(super) fn new(table: &'t Table, p: f64) -> Self {
        dispatch(Prepare { table, p })
    }

    #[inline(always)]
    fn prepare<A: Arithmetic>(a: A, table: &'t Table, p: f64) -> Self {
        let dome = table.exact.dome();
        let is_below = p < dome.p_critical;
        let half = if is_below { Half::Below } else { Half::Above };
        let l = if is_below { dome.depth(p) } else { (p / dome.p_critical).ln() };
        // No closures: they are compiled apart, without vectors.
        let mut line = None;
        if is_below {
            let (value, slope) = dome.lanes(a, l, p);
            line = Some(Line { value, slope });
        }
        let plane = &table.planes[half as usize];
        let row = plane.row(a, l);
        Cut { table, p, plane, row, bounds: plane.bounds(a, &row), line }
    }

    /// Both sides of the saturation line.
    pub(super) fn saturation(&self) -> Option<Saturation> {
        self.line.as_ref().map(|line| dispatch(Sides { p: self.p, line }))
    }

    /// The state at an enthalpy; `None` outside the table.
    pub(super) fn state(&self, h: f64) -> Option<State> {
        dispatch(AtEnthalpy { cut: self, h })
    }

    /// A state of a region; `None` outside.
    pub(super) fn single_phase(&self, side: Side, h: f64) -> Option<State> {
        dispatch(InRegion { cut: self, side, h })
    }

    #[inline(always)]
    fn any_phase<A: Arithmetic>(&self, a: A, h: f64) -> Option<State> {
        let side = match &self.line {
            Some(line) if h > line.value[lane::H_LIQUID] && h < line.value[lane::H_VAPOUR] => {
                return Some(dome::saturation(a, self.p, &line.value, &line.slope).mixture(h));
            }
            Some(line) if h <= line.value[lane::H_LIQUID] => Side::Cold,
            Some(_) => Side::Hot,
            None if h < self.bounds.inner[0] => Side::Cold,
            None => Side::Hot,
        };
        self.one_phase(a, side, h)
    }

    #[inline(always)]
    fn one_phase<A: Arithmetic>(&self, a: A, side: Side, h: f64) -> Option<State> {
        let (values, slopes) = self.plane.region(side).at(a, &self.row, &self.bounds, side, h)?;
        Some(self.assemble(side, h, values, slopes, a.exp([values[1]; simd::LANES])[0]))
    }

    /// The state of tabulated properties and their derivatives in h; `density` is e to the second of them.
    #[inline(always)]
    pub(super) fn assemble(&self, side: Side, h: f64, values: Lanes, slopes: Lanes, density: f64) -> State {
        let ([t, _, s, w], [t_h, r_h, ..]) = (values, slopes);
        let is_gas = self.line.is_some() && side == Side::Hot;
        let rho = if is_gas { self.p * density } else { density };
        let (v, s_h) = (1.0 / rho, 1.0 / t);
        let none = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };
        State {
            phase: self.phase(side, t),
            p: self.p,
            h,
            t: Sloped { value: t, dp: -v * (t * r_h + t_h), dh: t_h },
            rho: Sloped { value: rho, dp: 1.0 / (w * w) - r_h, dh: rho * r_h },
            s: Sloped { value: s, dp: -v * s_h, dh: s_h },
            x: self.line.as_ref().map_or(none, |line| line.quality(h)),
        }
    }

    #[inline(always)]
    fn phase(&self, side: Side, t: f64) -> Phase {
        match (&self.line, side) {
            (Some(_), Side::Cold) => Phase::Liquid,
            (Some(_), Side::Hot) => Phase::Gas,
            (None, _) if t >= self.table.exact.dome().t_critical => Phase::Supercritical,
            (None, _) => Phase::Liquid,
        }
    }
}

/// The state at p and h; `None` outside the table.
pub(super) fn state(table: &Table, p: f64, h: f64) -> Option<(State, f64)> {
    dispatch(AtOnce { table, p, h })
}

struct Prepare<'t> {
    table: &'t Table,
    p: f64,
}

impl<'t> Compute for Prepare<'t> {
    type Output = Cut<'t>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Cut<'t> {
        Cut::prepare(a, self.table, self.p)
    }
}

struct AtEnthalpy<'a> {
    cut: &'a Cut<'a>,
    h: f64,
}

impl Compute for AtEnthalpy<'_> {
    type Output = Option<State>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Option<State> {
        self.cut.any_phase(a, self.h)
    }
}

struct InRegion<'a> {
    cut: &'a Cut<'a>,
    side: Side,
    h: f64,
}

impl Compute for InRegion<'_> {
    type Output = Option<State>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Option<State> {
        self.cut.one_phase(a, self.side, self.h)
    }
}

struct AtOnce<'t> {
    table: &'t Table,
    p: f64,
    h: f64,
}

impl Compute for AtOnce<'_> {
    type Output = Option<(State, f64)>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Self::Output {
        let cut = Cut::prepare(a, self.table, self.p);
        Some((cut.any_phase(a, self.h)?, cut.t_safe()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fluid, Grid};

    #[test]
    fn the_portable_form_gives_the_same_states() {
        for name in ["R134a", "Water", "CO2"] {
            let fluid = Fluid::new(name).expect("a known fluid").tabulated(Grid::Fast).expect("a table");
            let table = fluid.table().expect("a table");
            let p_c = fluid.info().p_critical;
            for (part, t) in [(0.1, 0.75), (0.1, 0.95), (0.6, 0.8), (0.6, 1.1), (1.5, 0.9), (1.5, 1.05)] {
                let state = fluid.pt(part * p_c, t * fluid.info().t_critical, &[], None).expect("a state");
                let at = || AtOnce { table, p: state.p, h: state.h };
                let (best, portable) = (dispatch(at()).expect("in the table").0, at().run(simd::Plain).expect("too").0);
                let pairs = [(best.t, portable.t), (best.rho, portable.rho), (best.s, portable.s)];
                for (a, b) in pairs.into_iter().flat_map(|(a, b)| [(a.value, b.value), (a.dp, b.dp), (a.dh, b.dh)]) {
                    assert!((a - b).abs() <= 1e-11 * a.abs(), "{name}, {part} p_c: {a} and {b}");
                }
            }
        }
    }
}
