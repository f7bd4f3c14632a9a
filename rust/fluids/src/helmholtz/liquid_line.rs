//! The saturated liquid over temperature, and from it about the density of any colder or compressed liquid.
//!
//! Along an isotherm p_r = ∂p/∂ ln ρ grows by about p_rr per ln ρ, so that with X = (p − p')/p_r' and n = p_rr'/p_r'
//!
//! ln ρ ≈ ln ρ' + ln(1 + n X)/n        (Murnaghan 1944)
//!
//! with ln(1 + y) ≈ y (6 + y)/(6 + 4 y). In z = (1 − T/T_c)^¼ the functions are smooth and even, as those of the dome.

use super::dome::Dome;
use super::equation::Equation;
use super::spline::Spline;
use crate::simd::Arithmetic;

/// Nodes of the spline.
const NODES: usize = 49;
/// Relative error of its densities.
const MARGIN: f64 = 1e-4;
/// The same below the lowest temperature, where the liquid is frozen unless under pressure.
const MARGIN_BELOW: f64 = 0.1;
/// Largest ln ρ/ρ' of a start.
const FARTHEST: f64 = 0.7;

/// ln ρ', p', p_r' and p_rr' of one fluid.
#[derive(Clone, Debug)]
pub(super) struct LiquidLine {
    spline: Spline<4>,
    z_max: f64,
    t_top: f64,
    t_min: f64,
}

/// The saturated liquid at a temperature.
#[derive(Clone, Copy, Debug)]
pub(super) struct SaturatedLiquid {
    /// A density that is not above that of the liquid.
    pub(super) lowest: f64,
    rho: f64,
    p: f64,
    p_r: f64,
    p_rr: f64,
}

impl LiquidLine {
    pub(super) fn new(equation: &Equation, dome: &Dome, t_min: f64) -> Self {
        let t_top = dome.t_bubble_top();
        let z_max = (1.0 - t_min / t_top).sqrt().sqrt();
        let node = |i: usize| {
            let t = t_top * (1.0 - (z_max * i as f64 / (NODES - 1) as f64).powi(4));
            let rho = dome.liquid_density(t);
            let (at, curvature) = equation.point_and_curvature(t, rho);
            [rho.ln(), at.p, at.p_r, curvature.p_rr]
        };
        let nodes: Vec<[f64; 4]> = (0..NODES).map(node).collect();
        LiquidLine { spline: Spline::interpolate(z_max, &nodes), z_max, t_top, t_min }
    }

    /// The saturated liquid at a temperature; outside those of the line at its ends.
    #[inline(always)]
    pub(super) fn at<A: Arithmetic>(&self, a: A, t: f64) -> SaturatedLiquid {
        let z = (1.0 - t / self.t_top).max(0.0).sqrt().sqrt().min(self.z_max);
        let ([ln_rho, p, p_r, p_rr], _) = self.spline.evaluate(a, z);
        let rho = a.exp_one(ln_rho);
        let margin = if t > self.t_min { MARGIN } else { MARGIN_BELOW };
        SaturatedLiquid { lowest: (1.0 - margin) * rho, rho, p, p_r, p_rr }
    }
}

impl SaturatedLiquid {
    /// About the density at a pressure.
    #[inline(always)]
    pub(super) fn compressed<A: Arithmetic>(&self, a: A, p: f64) -> f64 {
        let x = (p - self.p) / self.p_r;
        let y = x * self.p_rr / self.p_r;
        let step = x * (6.0 + y) / (6.0 + 4.0 * y);
        // Next to the critical point it may be no number.
        if step > 0.0 { self.rho * a.exp_one(step.min(FARTHEST)) } else { self.rho }
    }
}
