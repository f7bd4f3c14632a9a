//! Property calls on scalars: the value from the fluid, the derivatives from its slopes.

use entropyk_fluids::{Along, Fluid, Pair, Phase, SaturationSide, Sloped, State};

use crate::{ComponentError, Scalar, Stream, memo};

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

/// Saturated liquid and saturated vapour at a pressure.
pub fn saturation<S: Scalar>(fluid: &Fluid, p: S) -> Result<(Saturated<S>, Saturated<S>), ComponentError> {
    let saturation = memo::saturation(fluid, p.re())?;
    Ok((side(p, &saturation.bubble), side(p, &saturation.dew)))
}

/// Enthalpy after an isentropic change, h(p, s); dh = v dp + T ds.
pub fn h_ps<S: Scalar>(fluid: &Fluid, p: S, s: S) -> Result<S, ComponentError> {
    let state = memo::state(fluid, Pair::PressureEntropy, p.re(), s.re())?;
    Ok(S::lift(state.h, &[(p, 1.0 / state.rho.value), (s, state.t.value)]))
}

/// Temperature of the mixture of saturated liquid and vapour with a vapour mass fraction.
pub fn t_px<S: Scalar>(fluid: &Fluid, p: S, x: S) -> Result<S, ComponentError> {
    let (bubble, dew) = saturation(fluid, p)?;
    let h = bubble.h + x * (dew.h - bubble.h);
    let t = memo::state(fluid, Pair::PressureQuality, p.re(), x.re())?.t;
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
pub fn at_pt<S: Scalar>(fluid: &Fluid, p: S, t: S) -> Result<AtTemperature<S>, ComponentError> {
    let state = memo::state(fluid, Pair::PressureTemperature, p.re(), t.re())?;
    let dh_dt = 1.0 / state.t.dh;
    let dh_dp = -state.t.dp * dh_dt;
    let turn = |q: entropyk_fluids::Sloped| S::lift(q.value, &[(p, q.dp + q.dh * dh_dp), (t, q.dh * dh_dt)]);
    let h = S::lift(state.h, &[(p, dh_dp), (t, dh_dt)]);
    Ok(AtTemperature { h, rho: turn(state.rho), s: turn(state.s) })
}

/// Enthalpy of vapour superheated by `superheat` above the dew point.
pub fn h_superheated<S: Scalar>(fluid: &Fluid, p: S, superheat: S) -> Result<S, ComponentError> {
    let (_, dew) = saturation(fluid, p)?;
    beside(fluid, p, dew, superheat)
}

/// Enthalpy of liquid subcooled by `subcooling` below the bubble point.
pub fn h_subcooled<S: Scalar>(fluid: &Fluid, p: S, subcooling: S) -> Result<S, ComponentError> {
    let (bubble, _) = saturation(fluid, p)?;
    beside(fluid, p, bubble, -subcooling)
}

/// Differences below this, relative to T, are on the line.
const ON_THE_LINE: f64 = 1e-8;

fn beside<S: Scalar>(fluid: &Fluid, p: S, line: Saturated<S>, difference: S) -> Result<S, ComponentError> {
    if difference.re().abs() < ON_THE_LINE * line.t.re() {
        return Ok(line.h);
    }
    Ok(at_pt(fluid, p, line.t + difference)?.h)
}

/// Dynamic viscosity, Pa s; of wet vapour the one of a homogeneous mixture, 1/η = x/η'' + (1 − x)/η'.
///
/// Reference: W. H. McAdams, W. K. Woods, L. C. Heroman, Trans. ASME 64 (1942) 193–200.
pub fn viscosity<S: Scalar>(stream: &Stream<S>) -> Result<S, ComponentError> {
    let state = stream.state()?;
    let viscosity = stream.cell.viscosity(|| match state.phase {
        Phase::TwoPhase => wet_viscosity(stream.fluid, &state),
        _ => Ok(stream.fluid.viscosity_slopes(&state, &[])?),
    })?;
    Ok(stream.lifted(viscosity))
}

fn wet_viscosity(fluid: &Fluid, state: &State) -> Result<Sloped, ComponentError> {
    let line = memo::saturation(fluid, state.p)?;
    // Fluidity on a side of the saturation line and its slope along it: dη/dp = ∂η/∂p + ∂η/∂h dh/dp.
    let side = |x: f64, h: Along| -> Result<(f64, f64), ComponentError> {
        let eta = fluid.viscosity_slopes(&fluid.px(state.p, x, &[])?, &[])?;
        Ok((1.0 / eta.value, -(eta.dp + eta.dh * h.dp) / eta.value.powi(2)))
    };
    let ((liquid, liquid_p), (vapour, vapour_p)) = (side(0.0, line.bubble.h)?, side(1.0, line.dew.h)?);
    let x = state.x;
    let value = 1.0 / (liquid + x.value * (vapour - liquid));
    let slope = |dx: f64, along: f64| -value * value * (dx * (vapour - liquid) + along);
    let along = liquid_p + x.value * (vapour_p - liquid_p);
    Ok(Sloped { value, dp: slope(x.dp, along), dh: slope(x.dh, 0.0) })
}

/// Change of temperature, K, of differences.
const STEP_T: f64 = 0.05;

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
                viscosity(&Stream { m: 1.0, p, h, fluid: &fluid, cell: &cell }).expect("a value")
            };
            let cell = StateCell::default();
            let stream = Stream { m: seed(1.0, 2), p: seed(p, 0), h: seed(h, 1), fluid: &fluid, cell: &cell };
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
