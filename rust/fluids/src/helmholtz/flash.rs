//! States from p and h, or from p and s.
//!
//! Below p_c the saturation line at p decides the phase; a single-phase state is then found by Newton in (ln T, ln ρ) on
//!
//! p(T, ρ) = p,  y(T, ρ) = y  with y = h or s,
//!
//! and accepted if it is stable and on its side of the line. If not, T is bracketed on the isobar, where h and s rise with T, with
//! the density root of the proper side inside.

use super::Helmholtz;
use super::equation::Point;
use super::isobar::{Isobar, Region};
use super::polish::{Wanted, polished};
use super::start::StartGrid;
use crate::simd::{Arithmetic, Compute, Plain, dispatch};
use crate::{FluidError, Guess, Saturation, SaturationSide, State};

/// The property given beside p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Enthalpy,
    Entropy,
}

const MAX_NEWTON: usize = 15;
const MAX_BRACKETED: usize = 200;
/// Relative error of slopes with which a Newton iteration may end.
const SLOPE_ERROR: f64 = 1e-7;
/// Steps that are rounding.
const ROUNDING: f64 = 1e-12;

impl Given {
    /// Value and slopes in ln ρ and ln T of the property at a point.
    pub(super) fn of(self, at: &Point) -> (f64, f64, f64) {
        match self {
            Given::Enthalpy => (at.h, at.h_r, at.h_t),
            Given::Entropy => (at.s, at.s_r, at.s_t),
        }
    }

    pub(super) fn wanted(self, y: f64) -> Wanted {
        match self {
            Given::Enthalpy => Wanted::H(y),
            Given::Entropy => Wanted::S(y),
        }
    }

    /// Value and slope in p on a side of the saturation line.
    fn on(self, side: &SaturationSide) -> (f64, f64) {
        let along = match self {
            Given::Enthalpy => side.h,
            Given::Entropy => side.s,
        };
        (along.value, along.dp)
    }

    fn symbol(self) -> &'static str {
        match self {
            Given::Enthalpy => "h",
            Given::Entropy => "s",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Given::Enthalpy => "J/kg",
            Given::Entropy => "J/(kg K)",
        }
    }

    /// A change of the property that is rounding.
    fn rounding(self, at: &Point) -> f64 {
        match self {
            Given::Enthalpy => 1e-9 * at.h_t.abs(),
            Given::Entropy => 1e-9 * at.s_t.abs(),
        }
    }
}

impl Helmholtz {
    /// State from p and h or s.
    pub(super) fn flash(&self, p: f64, y: f64, given: Given, guess: Guess) -> Result<State, FluidError> {
        let isobar = self.isobar(p)?;
        self.finite(given.symbol(), y)?;
        let region = match &isobar.line {
            None => isobar.only_region(),
            Some(line) if y <= given.on(&line.bubble).0 => Region::Liquid,
            Some(line) if y >= given.on(&line.dew).0 => Region::Gas,
            Some(line) => return self.checked(two_phase(y, given, line)),
        };
        let newton = |start| dispatch(Newton { isobar: &isobar, region, y, given, start });
        let at = match guess.and_then(newton).or_else(|| start(&isobar, region, y, given).and_then(newton)) {
            Some(at) if at.t <= self.t_high() => at,
            _ => {
                let found = bracketed(&isobar, region, y, given)?;
                let at = polished(&self.equation, [Wanted::P(p), given.wanted(y)], found);
                if isobar.accepts(Plain, region, &at) { at } else { found }
            }
        };
        self.check_t(at.t, p)?;
        let h = match given {
            Given::Enthalpy => y,
            Given::Entropy => at.h + (p - at.p) / at.rho + at.t * (y - at.s),
        };
        Ok(isobar.state(region, h, &at))
    }
}

fn two_phase(y: f64, given: Given, line: &Saturation) -> State {
    let (liquid, vapour) = (given.on(&line.bubble).0, given.on(&line.dew).0);
    let h = match given {
        Given::Enthalpy => y,
        Given::Entropy => {
            let x = (y - liquid) / (vapour - liquid);
            line.bubble.h.value + x * (line.dew.h.value - line.bubble.h.value)
        }
    };
    line.mixture(h)
}

/// A start from the grid above the critical pressure, else from the saturation line: for a liquid down the line, which is close to
/// the isobar, for a gas its dew point, below the lowest pressure of the line that at its end.
fn start(isobar: &Isobar<'_>, region: Region, y: f64, given: Given) -> Guess {
    let fluid = isobar.fluid;
    if region == Region::AboveCritical {
        return fluid.starts.get_or_init(|| StartGrid::new(fluid)).at(isobar.p, y, given);
    }
    let Some(line) = &isobar.line else {
        let end = fluid.dome.saturation(fluid.dome.p_min).dew;
        return Some((end.t.value, end.rho.value * isobar.p / fluid.dome.p_min));
    };
    if region == Region::Gas {
        return Some((line.dew.t.value, line.dew.rho.value));
    }
    let side = &line.bubble;
    let (value, slope) = given.on(side);
    let dp = if slope > 0.0 { (y - value) / slope } else { 0.0 };
    let t = side.t.value + dp * side.t.dp;
    let rho = side.rho.value + (t - side.t.value) * side.rho.dp / side.t.dp;
    Some((t.max(0.8 * fluid.info.t_min), rho.min(fluid.dome.rho_liquid)))
}

/// Newton in (ln T, ln ρ); `None` if it does not end in a state of the region.
struct Newton<'a> {
    isobar: &'a Isobar<'a>,
    region: Region,
    y: f64,
    given: Given,
    start: (f64, f64),
}

impl Compute for Newton<'_> {
    type Output = Option<Point>;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Option<Point> {
        let (isobar, equation) = (self.isobar, &self.isobar.fluid.equation);
        let mut place = equation.place(a, self.start.0, self.start.1);
        let mut last = f64::INFINITY;
        for _ in 0..MAX_NEWTON {
            let mut at = equation.point_at(a, &place);
            let (value, y_r, y_t) = self.given.of(&at);
            let det = at.p_r * y_t - at.p_t * y_r;
            let (miss_p, miss_y) = (isobar.p - at.p, self.y - value);
            let dr = (miss_p * y_t - miss_y * at.p_t) / det;
            let dt = (miss_y * at.p_r - miss_p * y_r) / det;
            let size = dr.abs().max(dt.abs());
            if !size.is_finite() {
                return None;
            }
            place = place.moved(a, dr.clamp(-0.5, 0.5), dt.clamp(-0.25, 0.25));
            // Newton leaves `ratio` · size², and slopes taken before the step are off by `ratio` · size.
            let ratio = (size / (last * last)).max(1.0);
            if ratio * size < SLOPE_ERROR || size < ROUNDING {
                at.move_to(place.t, place.rho, dr, dt);
                return isobar.accepts(a, self.region, &at).then_some(at);
            }
            last = size;
        }
        None
    }
}

/// The state on the isobar with T bracketed.
fn bracketed(isobar: &Isobar<'_>, region: Region, y: f64, given: Given) -> Result<Point, FluidError> {
    let (mut low, mut high) = isobar.temperatures(region);
    let (at_low, at_high) = (isobar.point(region, low, None)?, isobar.point(region, high, None)?);
    let (bottom, top) = (given.of(&at_low).0, given.of(&at_high).0);
    if y < bottom - given.rounding(&at_low) || y > top + given.rounding(&at_high) {
        return Err(isobar.fluid.outside(given.symbol(), given.unit(), y, (bottom, top)));
    }
    let mut t = low + (high - low) * ((y - bottom) / (top - bottom)).clamp(0.0, 1.0);
    let mut previous = f64::INFINITY;
    let mut rho = None;
    for _ in 0..MAX_BRACKETED {
        let at = isobar.point(region, t, rho)?;
        rho = Some(at.rho);
        let (value, y_r, y_t) = given.of(&at);
        let step = (y - value) / (y_t - y_r * at.p_t / at.p_r);
        if step.abs() < ROUNDING || high - low < 4.0 * f64::EPSILON * t {
            return Ok(at);
        }
        if value < y {
            low = t;
        } else {
            high = t;
        }
        let next = t * step.clamp(-0.5, 0.5).exp();
        let is_slow = step.abs() > 0.5 * previous;
        previous = step.abs();
        t = if next > low && next < high && !is_slow { next } else { 0.5 * (low + high) };
    }
    let what = format!("p = {} Pa, {} = {y} {}", isobar.p, given.symbol(), given.unit());
    Err(isobar.fluid.no_convergence(what, MAX_BRACKETED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FluidBackend;
    use crate::helmholtz::tests::helmholtz;

    #[test]
    fn the_portable_form_finds_the_same_states() {
        for name in ["R134a", "Water", "CO2", "Ammonia", "R125", "Methanol", "n-Propane"] {
            let fluid = helmholtz(name);
            for (p, t) in [(0.1, 0.75), (0.1, 0.95), (0.6, 0.8), (0.6, 1.1), (1.5, 0.9), (1.5, 1.05)] {
                let (p, t) = (p * fluid.dome.p_critical, t * fluid.dome.t_critical);
                let isobar = fluid.isobar(p).expect("in range");
                let region = isobar.region_at(t).expect("off the line");
                let at = isobar.point(region, t, None).expect("a point");
                let portable = isobar.portable_point(region, t).expect("a point");
                assert!((at.rho / portable.rho - 1.0).abs() < 1e-12, "{name}: {at:?}\n{portable:?}");
                for given in [Given::Enthalpy, Given::Entropy] {
                    let start = (1.01 * t, 0.99 * at.rho);
                    let newton = || Newton { isobar: &isobar, region, y: given.of(&at).0, given, start };
                    let (best, portable) =
                        (dispatch(newton()).expect("a point"), newton().run(Plain).expect("a point"));
                    for found in [best, portable] {
                        assert!((found.t / t - 1.0).abs() < 1e-12, "{name}: {found:?}");
                        assert!((found.rho / at.rho - 1.0).abs() < 1e-11, "{name}: {found:?}");
                    }
                }
                let line = fluid.saturation(p, &[]).ok();
                assert_eq!(line, isobar.line);
            }
        }
    }
}
