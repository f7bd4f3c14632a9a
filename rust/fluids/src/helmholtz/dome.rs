//! The two-phase dome as one spline in pressure.
//!
//! In x = (ln(p_c/p))^¼ temperature, enthalpies, entropies, ln ρ' and ln(ρ''/p) are smooth and even down to x = 0, the
//! critical point, so that one uniform quintic spline carries all of them. Values and slopes along the saturation line come
//! from the same spline. Bubble and dew temperature are separate; for a pure fluid they are equal.

use super::spline::Spline;
use crate::{Along, Saturation, SaturationSide};

/// Order of the functions in the spline.
pub(crate) mod lane {
    pub(crate) const T_BUBBLE: usize = 0;
    pub(crate) const T_DEW: usize = 1;
    pub(crate) const H_LIQUID: usize = 2;
    pub(crate) const H_VAPOUR: usize = 3;
    pub(crate) const S_LIQUID: usize = 4;
    pub(crate) const S_VAPOUR: usize = 5;
    /// ln ρ'.
    pub(crate) const LN_LIQUID: usize = 6;
    /// ln(ρ''/p).
    pub(crate) const LN_VAPOUR: usize = 7;
}

/// The functions of the spline.
pub(crate) type Lanes = [f64; 8];

/// Saturation of one fluid from the triple point to the critical point.
#[derive(Clone, Debug)]
pub(crate) struct Dome {
    /// Pressure at which the phases become one, Pa.
    pub(crate) p_critical: f64,
    /// Temperature there, K.
    pub(crate) t_critical: f64,
    /// Density there, kg/m³.
    pub(crate) rho_critical: f64,
    /// Density of the saturated liquid at the lowest temperature, kg/m³.
    pub(crate) rho_liquid: f64,
    /// Density of the saturated vapour there, kg/m³.
    pub(crate) rho_vapour: f64,
    /// Lowest pressure (that of the lowest temperature), Pa.
    pub(crate) p_min: f64,
    spline: Spline<8>,
    /// x/z as a function of z = (1 − T/T(0))^¼, for the bubble and the dew temperature.
    inverse: [Spline<1>; 2],
    /// Temperatures at which bubble and dew line end.
    tops: [f64; 2],
}

/// Nodes of the inverse.
const INVERSE_NODES: usize = 201;

impl Dome {
    /// A dome through the values at equidistant x from 0 to `x_max`; `critical` is (T, ρ, p).
    pub(crate) fn new(critical: (f64, f64, f64), x_max: f64, values: &[Lanes]) -> Self {
        let (t_critical, rho_critical, p_critical) = critical;
        let spline = Spline::interpolate(x_max, values);
        let inverse = [lane::T_BUBBLE, lane::T_DEW].map(|side| inverse(&spline, side, x_max));
        let p_min = p_critical * (-x_max.powi(4)).exp();
        let end = &values[values.len() - 1];
        let (rho_liquid, rho_vapour) = (end[lane::LN_LIQUID].exp(), p_min * end[lane::LN_VAPOUR].exp());
        let tops = [lane::T_BUBBLE, lane::T_DEW].map(|side| spline.lane(side, 0.0).0);
        Dome { p_critical, t_critical, rho_critical, rho_liquid, rho_vapour, p_min, spline, inverse, tops }
    }

    /// The spline coordinate of a pressure.
    fn x(&self, p: f64) -> f64 {
        (self.p_critical / p).ln().max(0.0).sqrt().sqrt()
    }

    /// The pressure of a spline coordinate, Pa.
    pub(crate) fn pressure(&self, x: f64) -> f64 {
        self.p_critical * (-x.powi(4)).exp()
    }

    /// Both sides at a pressure in [p_min, p_critical).
    pub(crate) fn saturation(&self, p: f64) -> Saturation {
        let x = self.x(p);
        let (value, slope) = self.spline.at(x);
        // dx/dp = −1/(4 x³ p)
        let dx_dp = -0.25 / (x * x * x * p);
        saturation(p, &value, &slope.map(|s| s * dx_dp))
    }

    /// The pressure at which the bubble or dew temperature (`side`) is `t`, for t in range.
    pub(crate) fn pressure_of(&self, side: usize, t: f64) -> f64 {
        let top = self.t_top(side);
        let z = (1.0 - t / top).max(0.0).sqrt().sqrt();
        let start = z * self.inverse[side].lane(0, z).0;
        // Below the critical pressure also when the temperature is that of the end but for rounding.
        self.pressure(coordinate_of(&self.spline, side, top, z, start)).min(self.p_critical.next_down())
    }

    /// The temperature at which the bubble or the dew line ends.
    pub(crate) fn t_top(&self, side: usize) -> f64 {
        self.tops[side]
    }
}

/// x at which a temperature function of the spline gives z = (1 − T/T(0))^¼, by Newton in z, in which the curve is nearly a
/// straight line through the origin.
fn coordinate_of(spline: &Spline<8>, side: usize, top: f64, z: f64, start: f64) -> f64 {
    let mut x = start;
    for _ in 0..20 {
        let (t, slope) = spline.lane(side, x);
        let at = (1.0 - t / top).max(0.0).sqrt().sqrt();
        let step = (z - at) * -4.0 * top * at * at * at / slope;
        if !step.is_finite() {
            break;
        }
        x = (x + step).max(0.0);
        if step.abs() < 1e-8 * x {
            break; // what is left is of the order of the square
        }
    }
    x
}

/// x/z on nodes of z.
fn inverse(spline: &Spline<8>, side: usize, x_max: f64) -> Spline<1> {
    let (top, bottom) = (spline.lane(side, 0.0).0, spline.lane(side, x_max).0);
    let z_max = (1.0 - bottom / top).sqrt().sqrt();
    let mut ratio = x_max / z_max;
    let mut nodes: Vec<[f64; 1]> = (1..INVERSE_NODES)
        .rev()
        .map(|i| {
            let z = z_max * i as f64 / (INVERSE_NODES - 1) as f64;
            ratio = coordinate_of(spline, side, top, z, ratio * z) / z;
            [ratio]
        })
        .collect();
    nodes.push([ratio]);
    nodes.reverse();
    Spline::interpolate(z_max, &nodes)
}

fn saturation(p: f64, value: &Lanes, slope: &Lanes) -> Saturation {
    let along = |k: usize| Along { value: value[k], dp: slope[k] };
    let liquid = value[lane::LN_LIQUID].exp();
    let vapour = p * value[lane::LN_VAPOUR].exp();
    Saturation {
        p,
        bubble: SaturationSide {
            t: along(lane::T_BUBBLE),
            h: along(lane::H_LIQUID),
            s: along(lane::S_LIQUID),
            rho: Along { value: liquid, dp: liquid * slope[lane::LN_LIQUID] },
        },
        dew: SaturationSide {
            t: along(lane::T_DEW),
            h: along(lane::H_VAPOUR),
            s: along(lane::S_VAPOUR),
            rho: Along { value: vapour, dp: vapour * (slope[lane::LN_VAPOUR] + 1.0 / p) },
        },
    }
}
