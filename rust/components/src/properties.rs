//! Property calls on scalars: the value from the fluid, the derivatives from its slopes.

use entropyk_fluids::{Along, ByFraction, Pair, Phase, Saturation, SaturationSide, Sloped, State};
use smallvec::SmallVec;

use crate::at::Fractions;
use crate::{ComponentError, Medium, Scalar, Stream, memo};

/// A point on the bubble or dew line.
#[derive(Clone, Copy, Debug)]
pub struct Saturated<S> {
    /// Temperature, K.
    pub t: S,
    /// Specific enthalpy, J/kg.
    pub h: S,
    /// Specific entropy, J/(kg K).
    pub s: S,
}

fn side<S: Scalar>(p: S, side: &SaturationSide) -> Saturated<S> {
    let along = |a: Along| S::lift(a.value, &[(p, a.dp)]);
    Saturated { t: along(side.t), h: along(side.h), s: along(side.s) }
}

/// Saturated liquid and saturated vapour at a pressure. A mixture has none.
pub fn saturation<'a, S: Scalar>(
    medium: impl Into<Medium<'a, S>>,
    p: S,
) -> Result<(Saturated<S>, Saturated<S>), ComponentError> {
    let medium = medium.into();
    let saturation = line_of(&medium, p.re())?;
    Ok((side(p, &saturation.bubble), side(p, &saturation.dew)))
}

/// The saturation lines of a medium at a pressure.
fn line_of<S: Scalar>(medium: &Medium<S>, p: f64) -> Result<Saturation, ComponentError> {
    match medium.z {
        [] => Ok(memo::saturation(medium.fluid, p)?),
        _ => Ok(medium.saturation(p, &medium.values())?),
    }
}

/// The state of a medium from a pair of properties.
pub(crate) fn state_of<S: Scalar>(medium: &Medium<S>, pair: Pair, a: S, b: S) -> Result<State, ComponentError> {
    match medium.z {
        [] => Ok(memo::state(medium.fluid, pair, a.re(), b.re())?),
        _ => Ok(medium.pair(pair, a.re(), b.re(), &medium.values())?),
    }
}

/// A property with slopes by two arguments, and by the mass fractions where these vary; `of` gives the last from those of the state.
pub(crate) fn lifted<S: Scalar>(
    medium: &Medium<S>,
    state: &State,
    value: f64,
    arguments: [(S, f64); 2],
    of: impl Fn(&ByFraction) -> f64,
) -> Result<S, ComponentError> {
    if !medium.varies() {
        return Ok(S::lift(value, &arguments));
    }
    let slopes = medium.by_fractions(state, &medium.values())?;
    let fractions = medium.z.iter().zip(&slopes).map(|(w, slope)| (*w, of(slope)));
    let all: SmallVec<[(S, f64); 8]> = arguments.into_iter().chain(fractions).collect();
    Ok(S::lift(value, &all))
}

/// Enthalpy after an isentropic change, h(p, s).
pub fn h_ps<'a, S: Scalar>(medium: impl Into<Medium<'a, S>>, p: S, s: S) -> Result<S, ComponentError> {
    let medium = medium.into();
    let state = state_of(&medium, Pair::PressureEntropy, p, s)?;
    let by_s = 1.0 / state.s.dh;
    lifted(&medium, &state, state.h, [(p, -state.s.dp * by_s), (s, by_s)], |by| -by.s * by_s)
}

/// Temperature of the mixture of saturated liquid and vapour with a vapour mass fraction.
pub fn t_px<'a, S: Scalar>(medium: impl Into<Medium<'a, S>>, p: S, x: S) -> Result<S, ComponentError> {
    let medium = medium.into();
    let (bubble, dew) = saturation(medium, p)?;
    let h = bubble.h + x * (dew.h - bubble.h);
    let t = state_of(&medium, Pair::PressureQuality, p, x)?.t;
    Ok(S::lift(t.value, &[(p, t.dp), (h, t.dh)]))
}

/// A single-phase state at (p, T).
#[derive(Clone, Copy, Debug)]
pub struct AtTemperature<S> {
    /// Specific enthalpy, J/kg.
    pub h: S,
    /// Density, kg/m³.
    pub rho: S,
    /// Specific entropy, J/(kg K).
    pub s: S,
}

/// Enthalpy, density and entropy at (p, T), with slopes turned from (p, h) to (p, T).
pub fn at_pt<'a, S: Scalar>(medium: impl Into<Medium<'a, S>>, p: S, t: S) -> Result<AtTemperature<S>, ComponentError> {
    let medium = medium.into();
    let state = state_of(&medium, Pair::PressureTemperature, p, t)?;
    let dh_dt = 1.0 / state.t.dh;
    let dh_dp = -state.t.dp * dh_dt;
    let turn = |q: Sloped, of: fn(&ByFraction) -> f64| {
        let arguments = [(p, q.dp + q.dh * dh_dp), (t, q.dh * dh_dt)];
        lifted(&medium, &state, q.value, arguments, |by| of(by) - q.dh * by.t * dh_dt)
    };
    let h = Sloped { value: state.h, dp: 0.0, dh: 1.0 };
    Ok(AtTemperature { h: turn(h, |_| 0.0)?, rho: turn(state.rho, |by| by.rho)?, s: turn(state.s, |by| by.s)? })
}

/// Enthalpy of vapour superheated by `superheat` above the dew point.
pub fn h_superheated<'a, S: Scalar>(medium: impl Into<Medium<'a, S>>, p: S, superheat: S) -> Result<S, ComponentError> {
    let medium = medium.into();
    let (_, dew) = saturation(medium, p)?;
    beside(medium, p, dew, superheat)
}

/// Enthalpy of liquid subcooled by `subcooling` below the bubble point.
pub fn h_subcooled<'a, S: Scalar>(medium: impl Into<Medium<'a, S>>, p: S, subcooling: S) -> Result<S, ComponentError> {
    let medium = medium.into();
    let (bubble, _) = saturation(medium, p)?;
    beside(medium, p, bubble, -subcooling)
}

/// Differences below this, relative to T, are on the line.
const ON_THE_LINE: f64 = 1e-8;

fn beside<S: Scalar>(medium: Medium<S>, p: S, line: Saturated<S>, difference: S) -> Result<S, ComponentError> {
    if difference.re().abs() < ON_THE_LINE * line.t.re() {
        return Ok(line.h);
    }
    Ok(at_pt(medium, p, line.t + difference)?.h)
}

/// Dynamic viscosity, Pa s; of wet vapour the one of a homogeneous mixture, 1/η = x/η'' + (1 − x)/η'.
///
/// Reference: W. H. McAdams, W. K. Woods, L. C. Heroman, Trans. ASME 64 (1942) 193–200.
pub fn viscosity<S: Scalar>(stream: &Stream<S>) -> Result<S, ComponentError> {
    let state = stream.state()?;
    let medium = stream.fluid;
    let viscosity = stream.cell.viscosity(|| {
        let z = medium.values();
        match state.phase {
            // Without a saturation line there is no x: a gas with liquid water in it.
            Phase::TwoPhase if !state.x.value.is_nan() => wet_viscosity(&medium, &state, &z),
            _ => Ok(medium.viscosity_slopes(&state, &z)?),
        }
    })?;
    let mut arguments: SmallVec<[(S, f64); 8]> = SmallVec::new();
    arguments.extend([(stream.p, viscosity.dp), (stream.h, viscosity.dh)]);
    for (k, w) in medium.z.iter().enumerate().filter(|(_, w)| w.varies()) {
        let at = |w: f64| {
            let mut z = medium.values();
            z[k] = w;
            Ok(medium.viscosity(&medium.ph(state.p, state.h, &z, Some((state.t.value, state.rho.value)))?, &z)?)
        };
        arguments.push((*w, slope(at, w.re(), viscosity.value, STEP_FRACTION)?));
    }
    Ok(S::lift(viscosity.value, &arguments))
}

fn wet_viscosity<S: Scalar>(medium: &Medium<S>, state: &State, z: &Fractions) -> Result<Sloped, ComponentError> {
    let line = line_of(medium, state.p)?;
    // Fluidity on a side of the saturation line and its slope along it: dη/dp = ∂η/∂p + ∂η/∂h dh/dp.
    let side = |x: f64, h: Along| -> Result<(f64, f64), ComponentError> {
        let eta = medium.viscosity_slopes(&medium.px(state.p, x, z)?, z)?;
        Ok((1.0 / eta.value, -(eta.dp + eta.dh * h.dp) / eta.value.powi(2)))
    };
    let ((liquid, liquid_p), (vapour, vapour_p)) = (side(0.0, line.bubble.h)?, side(1.0, line.dew.h)?);
    let x = state.x;
    let value = 1.0 / (liquid + x.value * (vapour - liquid));
    let slope = |dx: f64, along: f64| -value * value * (dx * (vapour - liquid) + along);
    let along = liquid_p + x.value * (vapour_p - liquid_p);
    Ok(Sloped { value, dp: slope(x.dp, along), dh: slope(x.dh, 0.0) })
}

/// Change of temperature, K, and of a mass fraction, of differences.
const STEP_T: f64 = 0.05;
const STEP_FRACTION: f64 = 1e-5;

/// A function of temperature with values only, its slope by a central difference.
pub(crate) fn of_temperature<S: Scalar>(
    t: S,
    f: impl Fn(f64) -> Result<f64, ComponentError>,
) -> Result<S, ComponentError> {
    let value = f(t.re())?;
    if !t.varies() {
        return Ok(S::from(value));
    }
    let slope = slope(f, t.re(), value, STEP_T)?;
    Ok(S::lift(value, &[(t, slope)]))
}

/// Central difference, or a one-sided one at the end of a range.
fn slope(f: impl Fn(f64) -> Result<f64, ComponentError>, x: f64, value: f64, step: f64) -> Result<f64, ComponentError> {
    match (f(x - step), f(x + step)) {
        (Ok(below), Ok(above)) => Ok((above - below) / (2.0 * step)),
        (Ok(below), Err(_)) => Ok((value - below) / step),
        (Err(_), above) => Ok((above? - value) / step),
    }
}

#[cfg(test)]
mod tests {
    use entropyk_fluids::Fluid;

    use super::*;
    use crate::{
        StateCell,
        scalar::{seed, slopes},
    };

    #[test]
    fn slopes_of_viscosity_are_those_of_its_values_in_wet_vapour_too() {
        let fluid = Fluid::new("R134a").expect("R134a");
        for x in [-0.3, 0.05, 0.4, 0.95, 1.2] {
            let line = fluid.saturation(5e5, &[]).expect("below the critical pressure");
            let (p, h) = (5e5, line.bubble.h.value + x * (line.dew.h.value - line.bubble.h.value));
            let at = |p: f64, h: f64| {
                let cell = StateCell::default();
                viscosity(&Stream { m: 1.0, p, h, fluid: (&fluid).into(), cell: &cell }).expect("a value")
            };
            let cell = StateCell::default();
            let stream = Stream { m: seed(1.0, 2), p: seed(p, 0), h: seed(h, 1), fluid: (&fluid).into(), cell: &cell };
            let [dp, dh, dm, ..] = slopes(&viscosity(&stream).expect("a value"));
            let (by_p, by_h) =
                ((at(p + 50.0, h) - at(p - 50.0, h)) / 100.0, (at(p, h + 10.0) - at(p, h - 10.0)) / 20.0);
            assert!(
                (dp / by_p - 1.0).abs() < 1e-4 && (dh / by_h - 1.0).abs() < 1e-4 && dm == 0.0,
                "{x}: {dp} {by_p} {dh} {by_h}"
            );
        }
    }
}
