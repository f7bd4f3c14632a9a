//! Temperatures along an exchanger: both sides over the heat transferred, in counterflow.
//!
//! ξ runs from 0, where the hot side enters, to 1, where it leaves. Enthalpy and pressure of a stream are linear in ξ, the
//! temperature of a boundary is. Between the points there are zones: the points are those at which a stream crosses a line of saturation,
//! and those that cut the exchanger into equal parts.
//!
//! Reference: I. H. Bell et al., Appl. Therm. Eng. 79 (2015) 192–201, doi:10.1016/j.applthermaleng.2015.01.028.

use entropyk_fluids::{Pair, Phase};
use smallvec::SmallVec;

use crate::properties::{Saturated, lifted, saturation, state_of};
use crate::zones::Zone;
use crate::{ComponentError, Scalar, Stream};

/// One side of an exchanger, from ξ = 0 to ξ = 1.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side<'a, S> {
    /// A stream with the states at both ends.
    Stream([Stream<'a, S>; 2]),
    /// Temperatures at both ends, K.
    Boundary([S; 2]),
}

/// A place along an exchanger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point<S> {
    pub(crate) xi: S,
    /// Temperature of the hot side, K.
    pub(crate) t_hot: S,
    /// Temperature of the cold side, K.
    pub(crate) t_cold: S,
}

/// Both sides with the points between the zones.
#[derive(Clone, Debug)]
pub(crate) struct Profile<'a, S> {
    pub(crate) hot: Side<'a, S>,
    pub(crate) cold: Side<'a, S>,
    pub(crate) points: SmallVec<[Point<S>; 8]>,
    /// Heat from the hot to the cold side, W.
    pub(crate) q: S,
}

/// Points nearer than this are one.
const SAME: f64 = 1e-10;
/// Steps for the place of a line of saturation, where pressure drops.
const STEPS: usize = 30;

impl<'a, S: Scalar> Side<'a, S> {
    /// Temperature at ξ, K.
    fn t(&self, xi: S, is_kept: bool) -> Result<S, ComponentError> {
        match self {
            Side::Boundary([first, last]) => Ok(*first + (*last - *first) * xi),
            Side::Stream([first, _]) if xi.re() == 0.0 => first.t(),
            Side::Stream([_, last]) if xi.re() == 1.0 => last.t(),
            Side::Stream([first, last]) => {
                let (p, h) = (first.p + (last.p - first.p) * xi, first.h + (last.h - first.h) * xi);
                // Few points are asked for again and again, many only once.
                let state = match is_kept {
                    true => state_of(&first.fluid, Pair::PressureEnthalpy, p, h)?,
                    false => first.fluid.ph(p.re(), h.re(), &first.fluid.values(), None)?,
                };
                lifted(&first.fluid, &state, state.t.value, [(p, state.t.dp), (h, state.t.dh)], |by| by.t)
            }
        }
    }

    /// Phase at ξ; none of a boundary.
    pub(crate) fn phase(&self, xi: f64) -> Result<Option<Phase>, ComponentError> {
        let Side::Stream([first, last]) = self else { return Ok(None) };
        let (p, h) = (first.p + (last.p - first.p) * xi, first.h + (last.h - first.h) * xi);
        Ok(Some(state_of(&first.fluid, Pair::PressureEnthalpy, p, h)?.phase))
    }

    /// Where the stream crosses a line of saturation: ξ and the temperature there.
    fn crossings(&self) -> Result<SmallVec<[(S, S); 2]>, ComponentError> {
        let mut found = SmallVec::new();
        let Side::Stream([first, last]) = self else { return Ok(found) };
        let ends = [first.state()?, last.state()?];
        let phases = ends.map(|state| state.phase);
        // Gas with liquid water in it has no lines of saturation.
        if ends.iter().any(|state| state.phase == Phase::TwoPhase && state.x.value.is_nan()) {
            return Ok(found);
        }
        if phases[0] == phases[1] || phases.contains(&Phase::Supercritical) {
            return Ok(found);
        }
        for is_dew in [false, true] {
            // A line that both ends are on one side of is not crossed.
            let beyond = if is_dew { Phase::Gas } else { Phase::Liquid };
            if phases.contains(&beyond) {
                found.extend(crossing(first, last, is_dew)?);
            }
        }
        Ok(found)
    }
}

/// Where a stream crosses the dew or the bubble line: h(ξ) = h_sat(p(ξ)).
fn crossing<S: Scalar>(first: &Stream<S>, last: &Stream<S>, is_dew: bool) -> Result<Option<(S, S)>, ComponentError> {
    let line = |xi: S| -> Result<(S, Saturated<S>), ComponentError> {
        let (bubble, dew) = saturation(first.fluid, first.p + (last.p - first.p) * xi)?;
        let line = if is_dew { dew } else { bubble };
        Ok((first.h + (last.h - first.h) * xi - line.h, line))
    };
    let plain = |xi: f64| -> Result<f64, ComponentError> { Ok(line(S::from(xi))?.0.re()) };
    let (mut low, mut high) = (0.0, 1.0);
    let (mut f_low, mut f_high) = (plain(low)?, plain(high)?);
    if f_low * f_high >= 0.0 {
        return Ok(None);
    }
    let mut xi = f_low / (f_low - f_high);
    if first.p.re() != last.p.re() {
        // Regula falsi, with the kept end weighed down (Illinois).
        for _ in 0..STEPS {
            let f = plain(xi)?;
            if f == 0.0 || high - low < 1e-14 {
                break;
            }
            if f * f_low > 0.0 {
                (low, f_low, f_high) = (xi, f, 0.5 * f_high);
            } else {
                (high, f_high, f_low) = (xi, f, 0.5 * f_low);
            }
            let next = (low * f_high - high * f_low) / (f_high - f_low);
            if (next - xi).abs() < 1e-15 {
                break;
            }
            xi = next;
        }
    }
    // One more step carries the derivatives.
    let (p_rest, h_rest) = (last.p.re() - first.p.re(), last.h.re() - first.h.re());
    let side = first.fluid.saturation(first.p.re() + p_rest * xi, &[])?;
    let dh_dp = if is_dew { side.dew.h.dp } else { side.bubble.h.dp };
    let place = S::from(xi) - line(S::from(xi))?.0 / (h_rest - dh_dp * p_rest);
    Ok(Some((place, line(place)?.1.t)))
}

impl<'a, S: Scalar> Profile<'a, S> {
    /// Of two sides with the heat between them, cut into equal parts and where lines of saturation are crossed.
    pub(crate) fn new(hot: Side<'a, S>, cold: Side<'a, S>, q: S, parts: usize) -> Result<Self, ComponentError> {
        // ξ with the temperatures that are known there.
        let mut places: Vec<(S, [Option<S>; 2])> =
            (0..=parts).map(|k| (S::from(k as f64 / parts as f64), [None, None])).collect();
        places.extend(hot.crossings()?.into_iter().map(|(xi, t)| (xi, [Some(t), None])));
        places.extend(cold.crossings()?.into_iter().map(|(xi, t)| (xi, [None, Some(t)])));
        let is_end = |xi: &S| xi.re() == 0.0 || xi.re() == 1.0;
        places.retain(|(xi, _)| is_end(xi) || (xi.re() > SAME && xi.re() < 1.0 - SAME));
        places.sort_by(|(a, _), (b, _)| a.re().total_cmp(&b.re()));
        let is_kept = parts == 1;
        let mut points: SmallVec<[Point<S>; 8]> = SmallVec::with_capacity(places.len());
        for (xi, known) in places {
            let of = |side: &Side<S>, known: Option<S>| known.map_or_else(|| side.t(xi, is_kept), Ok);
            points.push(Point { xi, t_hot: of(&hot, known[0])?, t_cold: of(&cold, known[1])? });
        }
        Ok(Self { hot, cold, points, q })
    }

    /// The zones between the points.
    pub(crate) fn zones(&self) -> impl Iterator<Item = Zone<S>> + '_ {
        self.points.windows(2).map(|pair| Zone {
            q: self.q * (pair[1].xi - pair[0].xi),
            dt_a: pair[0].t_hot - pair[0].t_cold,
            dt_b: pair[1].t_hot - pair[1].t_cold,
        })
    }

    /// The middle of every zone.
    pub(crate) fn middles(&self) -> impl Iterator<Item = f64> + '_ {
        self.points.windows(2).map(|pair| 0.5 * (pair[0].xi.re() + pair[1].xi.re()))
    }

    /// The smallest difference of temperatures.
    pub(crate) fn pinch(&self) -> S {
        let differences = self.points.iter().map(|point| point.t_hot - point.t_cold);
        differences.reduce(S::lesser).unwrap_or_else(S::zero)
    }
}

#[cfg(test)]
mod tests {
    use entropyk_fluids::Fluid;

    use super::*;
    use crate::{Dual, StateCell, seed, slopes};

    /// p and h at both ends of R134a that condenses from 330 K to 290 K.
    fn ends(fluid: &Fluid, p_out: f64) -> [f64; 4] {
        let h = |p: f64, t: f64| fluid.pt(p, t, &[], None).expect("single phase").h;
        [9e5, h(9e5, 330.0), p_out, h(8e5, 290.0)]
    }

    /// ξ and temperature of the points.
    fn points(fluid: &Fluid, ends: [Dual; 4]) -> Vec<Dual> {
        let cells = [StateCell::default(), StateCell::default()];
        let end = |k: usize| Stream {
            m: Dual::from(0.1),
            p: ends[2 * k],
            h: ends[2 * k + 1],
            fluid: fluid.into(),
            cell: &cells[k],
        };
        let cold = Side::Boundary([Dual::from(285.0), Dual::from(280.0)]);
        let profile = Profile::new(Side::Stream([end(0), end(1)]), cold, Dual::from(1e4), 1).expect("profile");
        profile.points.iter().flat_map(|point| [point.xi, point.t_hot]).collect()
    }

    #[test]
    fn lines_of_saturation_are_crossed_where_the_enthalpy_is_theirs() {
        let fluid = Fluid::new("R134a").expect("R134a");
        for p_out in [9e5, 8e5] {
            let values = ends(&fluid, p_out);
            let found = points(&fluid, values.map(Dual::from));
            assert_eq!(found.len(), 8);
            for (k, is_dew) in [(1, true), (2, false)] {
                let xi = found[2 * k].re;
                let at = fluid.saturation(9e5 + (p_out - 9e5) * xi, &[]).expect("saturation");
                let line = if is_dew { at.dew } else { at.bubble };
                assert!((values[1] + (values[3] - values[1]) * xi - line.h.value).abs() < 1e-6);
                assert!((found[2 * k + 1].re - line.t.value).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn places_and_temperatures_have_their_slopes() {
        let fluid = Fluid::new("R134a").expect("R134a");
        for p_out in [9e5 - 1.0, 8e5] {
            let values = ends(&fluid, p_out);
            for varied in 0..4 {
                let step = 1e-6 * values[varied];
                let at = |by: f64| {
                    let moved = |k: usize| values[k] + if k == varied { by } else { 0.0 };
                    points(
                        &fluid,
                        std::array::from_fn(|k| if k == varied { seed(moved(k), 0) } else { moved(k).into() }),
                    )
                };
                let (low, middle, high) = (at(-step), at(0.0), at(step));
                for k in 0..middle.len() {
                    let (exact, width) = (slopes(&middle[k])[0] * 2.0 * step, high[k].re - low[k].re);
                    assert!(
                        (exact - width).abs() <= 1e-4 * width.abs() + 1e-10,
                        "{p_out} {varied} {k}: {exact} {width}"
                    );
                }
            }
        }
    }
}
