//! States on the equation of a region, with their slopes.
//!
//! Each equation has two variables a, b: p and T, or ρ and T. The slopes of f in (p, h) follow from those of p, h, f in (a, b):
//!
//! ```text
//! f_p = (f_a h_b − f_b h_a)/D   f_h = (f_b p_a − f_a p_b)/D   D = p_a h_b − p_b h_a
//! ```

use num_dual::{Derivative, Dual64, DualNum, DualSVec64};

use super::data::Data;
use super::region::{P_C, Properties, RHO_C, Region, T_C};
use crate::{Along, Caloric, Phase, Saturation, SaturationSide, Sloped, State};

/// What does not exist.
pub(super) const NONE: Sloped = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };

/// Side of the saturation line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Liquid,
    Gas,
}

/// A point on the equation of a region.
#[derive(Clone, Copy, Debug)]
pub(super) enum Point {
    /// Pressure, Pa, and temperature, K, in region 1, 2 or 5.
    Gibbs(Region, f64, f64),
    /// Density, kg/m³, and temperature, K, in region 3.
    Dense(f64, f64),
}

/// A value with its slopes in the two variables of the equation.
type Dual = DualSVec64<2>;

impl Data {
    /// Properties of a point.
    pub(super) fn values(&self, point: Point) -> Properties<f64> {
        match point {
            Point::Gibbs(region, p, t) => self.gibbs(region, p, t),
            Point::Dense(rho, t) => self.helmholtz(rho, t),
        }
    }

    fn slopes(&self, point: Point) -> Properties<Dual> {
        let seed = |value: f64, k: usize| Dual::from(value).derivative(k);
        match point {
            Point::Gibbs(region, p, t) => self.gibbs(region, seed(p, 0), seed(t, 1)),
            Point::Dense(rho, t) => self.helmholtz(seed(rho, 0), seed(t, 1)),
        }
    }

    /// The state of a point. `p` and `h` are those asked for, which the point meets to rounding.
    pub(super) fn state(&self, point: Point, (p, h): (f64, f64), line: Option<&Saturation>, side: Side) -> State {
        let at = self.slopes(point);
        let sloped = sloping(&at);
        let (t, v) = (at.t.re, at.v.re);
        State {
            phase: phase(p, t, side),
            p,
            h,
            t: sloped(at.t),
            rho: sloped(at.v.recip()),
            s: Sloped { value: at.s.re + (h - at.h.re) / t - (p - at.p.re) * v / t, dp: -v / t, dh: 1.0 / t },
            x: line.map_or(NONE, |line| line.quality(h)),
        }
    }

    /// Heat capacities and speed of sound of a point.
    pub(super) fn caloric(&self, point: Point) -> Caloric {
        let at = self.slopes(point);
        let sloped = sloping(&at);
        Caloric { cp: sloped(at.cp), cv: sloped(at.cv), w: sloped(at.w) }
    }

    /// One side of the saturation line at p, where `rho` is the density in region 3, if it is that.
    pub(super) fn side(&self, p: f64, region: Region, rho: f64) -> SaturationSide {
        let p = Dual64::from(p).derivative();
        let t = self.t_saturation(p);
        let at = match region {
            Region::Three => {
                let seed = Dual64::from(rho).derivative();
                let p_rho = self.helmholtz(seed, Dual64::from(t.re)).p.eps;
                let p_t = self.helmholtz(Dual64::from(rho), Dual64::from(t.re).derivative()).p.eps;
                self.helmholtz(Dual64::new(rho, (p.eps - p_t * t.eps) / p_rho), t)
            }
            _ => self.gibbs(region, p, t),
        };
        let along = |dual: Dual64| Along { value: dual.re, dp: dual.eps };
        SaturationSide { t: along(t), h: along(at.h), s: along(at.s), rho: along(at.v.recip()) }
    }
}

/// What turns slopes in the variables of the equation into slopes in (p, h).
fn sloping(at: &Properties<Dual>) -> impl Fn(Dual) -> Sloped {
    let parts = |dual: Dual| match dual.eps {
        Derivative(Some(eps), ..) => [eps[0], eps[1]],
        Derivative(None, ..) => [0.0; 2],
    };
    let ([p_a, p_b], [h_a, h_b]) = (parts(at.p), parts(at.h));
    let det = p_a * h_b - p_b * h_a;
    move |dual| {
        let [a, b] = parts(dual);
        Sloped { value: dual.re, dp: (a * h_b - b * h_a) / det, dh: (b * p_a - a * p_b) / det }
    }
}

fn phase(p: f64, t: f64, side: Side) -> Phase {
    match side {
        _ if p >= P_C && t >= T_C => Phase::Supercritical,
        _ if p >= P_C => Phase::Liquid,
        Side::Liquid => Phase::Liquid,
        Side::Gas => Phase::Gas,
    }
}

/// The side that a density belongs to.
pub(super) fn side_of(rho: f64) -> Side {
    if rho > RHO_C { Side::Liquid } else { Side::Gas }
}
