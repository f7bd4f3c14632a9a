//! Property calls on scalars: the value from the fluid, the derivatives from its slopes.

use entropyk_fluids::{Along, Fluid, SaturationSide};

use crate::{ComponentError, Scalar};

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
    let state = fluid.ps(p.re(), s.re(), &[], None)?;
    Ok(S::lift(state.h, &[(p, 1.0 / state.rho.value), (s, state.t.value)]))
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
    let state = fluid.pt(p.re(), t.re(), &[], None)?;
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
