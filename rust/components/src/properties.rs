//! Property calls on scalars: the value from the fluid, the derivatives from its slopes.

use entropyk_fluids::{Along, Fluid, Pair, Phase, SaturationSide, State};

use crate::{ComponentError, Scalar, Stream, memo};

/// A point on the bubble or dew line.
#[derive(Clone, Copy, Debug)]
pub struct Saturated<S> {
    /// Temperature, K.
    pub t: S,
    /// Specific enthalpy, J/kg.
    pub h: S,
}

fn side<S: Scalar>(p: S, side: &SaturationSide) -> Saturated<S> {
    let along = |a: Along| S::lift(a.value, &[(p, a.dp)]);
    Saturated { t: along(side.t), h: along(side.h) }
}

/// Saturated liquid and saturated vapour at a pressure.
pub fn saturation<S: Scalar>(fluid: &Fluid, p: S) -> Result<(Saturated<S>, Saturated<S>), ComponentError> {
    let saturation = fluid.saturation(p.re(), &[])?;
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

/// Relative change of pressure and change of enthalpy, J/kg, and temperature, K, of differences.
const STEP_P: f64 = 1e-4;
const STEP_H: f64 = 50.0;
const STEP_T: f64 = 0.05;
/// Relative change of density of differences.
const STEP_RHO: f64 = 1e-4;

/// Dynamic viscosity, Pa s; of wet vapour the one of a homogeneous mixture, 1/η = x/η'' + (1 − x)/η'.
///
/// Slopes are central differences, as models of viscosity return values only.
///
/// Reference: W. H. McAdams, W. K. Woods, L. C. Heroman, Trans. ASME 64 (1942) 193–200.
pub fn viscosity<S: Scalar>(stream: &Stream<S>) -> Result<S, ComponentError> {
    let state = stream.state()?;
    let value = viscosity_of(stream.fluid, &state)?;
    if !stream.p.varies() && !stream.h.varies() {
        return Ok(S::from(value));
    }
    let (dp, dh) = match state.phase {
        Phase::TwoPhase => wet_viscosity_slopes(stream.fluid, &state, value)?,
        _ => viscosity_slopes(stream.fluid, &state, value)?,
    };
    Ok(S::lift(value, &[(stream.p, dp), (stream.h, dh)]))
}

/// ∂η/∂p at constant h and ∂η/∂h at constant p, through η(T, ρ).
fn viscosity_slopes(fluid: &Fluid, state: &State, value: f64) -> Result<(f64, f64), ComponentError> {
    let (t, rho) = (state.t, state.rho);
    let at = |t: f64, rho: f64| {
        let mut near = *state;
        (near.t.value, near.rho.value) = (t, rho);
        viscosity_of(fluid, &near)
    };
    let dt = slope(|t| at(t, rho.value), t.value, value, STEP_T)?;
    let drho = slope(|rho| at(t.value, rho), rho.value, value, STEP_RHO * rho.value)?;
    Ok((dt * t.dp + drho * rho.dp, dt * t.dh + drho * rho.dh))
}

fn wet_viscosity_slopes(fluid: &Fluid, state: &State, value: f64) -> Result<(f64, f64), ComponentError> {
    let at = |p: f64, h: f64| viscosity_of(fluid, &fluid.ph(p, h, &[], None)?);
    let dp = slope(|p| at(p, state.h), state.p, value, STEP_P * state.p)?;
    Ok((dp, slope(|h| at(state.p, h), state.h, value, STEP_H)?))
}

fn viscosity_of(fluid: &Fluid, state: &State) -> Result<f64, ComponentError> {
    if state.phase != Phase::TwoPhase {
        return Ok(fluid.viscosity(state, &[])?);
    }
    let side = |x: f64| Ok::<f64, ComponentError>(fluid.viscosity(&fluid.px(state.p, x, &[])?, &[])?);
    let x = state.x.value.clamp(0.0, 1.0);
    Ok(1.0 / (x / side(1.0)? + (1.0 - x) / side(0.0)?))
}

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
