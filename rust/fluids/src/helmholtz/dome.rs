//! The two-phase dome as one spline in pressure.
//!
//! In x = (ln(p_c/p))^¼ temperature, enthalpies, entropies, ln ρ' and ln(ρ''/p) are smooth and even down to x = 0, the
//! critical point, so that one uniform quintic spline carries all of them. Values and slopes along the saturation line come
//! from the same spline. Bubble and dew temperature are separate; for a pure fluid they are equal.

use super::spline::{Lanes, Spline};
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

/// Saturation of one fluid from the triple point to the critical point.
#[derive(Clone, Debug)]
pub(crate) struct Dome {
    /// Pressure at which the phases become one, Pa.
    pub(crate) p_critical: f64,
    /// Temperature there, K.
    pub(crate) t_critical: f64,
    /// Density there, kg/m³.
    pub(crate) rho_critical: f64,
    /// Lowest pressure (that of the lowest temperature), Pa.
    pub(crate) p_min: f64,
    /// x at the lowest pressure.
    pub(crate) x_max: f64,
    pub(crate) spline: Spline,
}

impl Dome {
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

    /// The pressure at which the function `side` (bubble or dew temperature) takes the value `t`, for t in range.
    pub(crate) fn pressure_of(&self, side: usize, t: f64) -> f64 {
        let t_c = self.spline.lane(side, 0.0).0;
        // In (1 − T/Tc)^¼ the curve is nearly a straight line through the origin: Newton needs few steps.
        let reduced = |t: f64| (1.0 - t / t_c).max(0.0).sqrt().sqrt();
        let target = reduced(t);
        let mut x = self.x_max * target / reduced(self.spline.lane(side, self.x_max).0);
        for _ in 0..30 {
            let (value, slope) = self.spline.lane(side, x);
            let z = reduced(value);
            let dz = -slope / (4.0 * t_c * z * z * z);
            let step = (target - z) / dz;
            if !step.is_finite() {
                break;
            }
            x = (x + step).clamp(0.0, self.x_max);
            if step.abs() < 1e-14 * x {
                break;
            }
        }
        self.pressure(x)
    }
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
