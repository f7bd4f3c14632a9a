//! The basic equations, generic in the scalar.
//!
//! Regions 1, 2 and 5 have a Gibbs energy g = R T γ(π, τ), π = p/p*, τ = T*/T; region 3 a Helmholtz energy
//! f = R T φ(δ, τ), δ = ρ/ρc, τ = Tc/T:
//!
//! ```text
//! v = R T π γ_π/p           p = ρ R T δ φ_δ
//! h = R T τ γ_τ             h = R T (τ φ_τ + δ φ_δ)
//! s = R (τ γ_τ − γ)         s = R (τ φ_τ − φ)
//! cp = −R τ² γ_ττ           cv = −R τ² φ_ττ
//! cv = cp + R a²/γ_ππ       cp = cv + R b²/c
//! w² = R T γ_π²/(a²/(τ² γ_ττ) − γ_ππ)      w² = R T (c − b²/(τ² φ_ττ))
//! a = γ_π − τ γ_πτ          b = δ φ_δ − δ τ φ_δτ,  c = 2 δ φ_δ + δ² φ_δδ
//! ```

use num_dual::DualNum;

use super::data::{Data, Ideal, Terms};

/// Gas constant of the release, J/(kg K).
pub(super) const R: f64 = 461.526;
/// Critical temperature, K.
pub(super) const T_C: f64 = 647.096;
/// Critical pressure, Pa.
pub(super) const P_C: f64 = 22.064e6;
/// Critical density, kg/m³.
pub(super) const RHO_C: f64 = 322.0;

/// A number, or one with derivatives.
pub(super) trait Number: DualNum<Primitive = f64> + Copy {}

impl<D: DualNum<Primitive = f64> + Copy> Number for D {}

/// Part of the plane with an equation of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// Liquid.
    One,
    /// Vapour.
    Two,
    /// Around the critical point and above.
    Three,
    /// Hot vapour.
    Five,
}

/// Properties in SI units, per kilogram.
#[derive(Clone, Copy, Debug)]
pub(super) struct Properties<D> {
    pub(super) p: D,
    pub(super) t: D,
    pub(super) v: D,
    pub(super) h: D,
    pub(super) s: D,
    pub(super) cp: D,
    pub(super) cv: D,
    pub(super) w: D,
}

/// A dimensionless function with its first and second derivatives in x and y.
struct Sums<D> {
    f: D,
    x: D,
    y: D,
    xx: D,
    xy: D,
    yy: D,
}

impl<D: Number> Sums<D> {
    fn of(terms: &Terms, x: D, y: D) -> Self {
        let zero = D::from(0.0);
        let mut sum = Sums { f: zero, x: zero, y: zero, xx: zero, xy: zero, yy: zero };
        for ((i, j), n) in terms.i.iter().zip(&terms.j).zip(&terms.n) {
            let term = x.powi(*i) * y.powi(*j) * *n;
            let (i, j) = (f64::from(*i), f64::from(*j));
            sum.f += term;
            sum.x += term * i;
            sum.y += term * j;
            sum.xx += term * (i * (i - 1.0));
            sum.xy += term * (i * j);
            sum.yy += term * (j * (j - 1.0));
        }
        let Sums { f, x: fx, y: fy, xx, xy, yy } = sum;
        Sums { f, x: fx / x, y: fy / y, xx: xx / (x * x), xy: xy / (x * y), yy: yy / (y * y) }
    }

    /// Adds ln π + Σ n τʲ.
    fn add_ideal(&mut self, ideal: &Ideal, pi: D, tau: D) {
        self.f += pi.ln();
        self.x += pi.recip();
        self.xx -= (pi * pi).recip();
        for (j, n) in ideal.j.iter().zip(&ideal.n) {
            let (term, j) = (tau.powi(*j) * *n, f64::from(*j));
            self.f += term;
            self.y += term * j / tau;
            self.yy += term * (j * (j - 1.0)) / (tau * tau);
        }
    }
}

impl Data {
    /// Properties from p and T in region 1, 2 or 5 (also a little beyond their borders).
    pub(super) fn gibbs<D: Number>(&self, region: Region, p: D, t: D) -> Properties<D> {
        let (p_star, t_star) = match region {
            Region::One => (16.53e6, 1386.0),
            Region::Two => (1e6, 540.0),
            Region::Three | Region::Five => (1e6, 1000.0),
        };
        let (pi, tau) = (p / p_star, t.recip() * t_star);
        let g = match region {
            Region::One => {
                let shifted = Sums::of(&self.region_1, -pi + 7.1, tau - 1.222);
                Sums { x: -shifted.x, xy: -shifted.xy, ..shifted }
            }
            Region::Two => {
                let mut g = Sums::of(&self.region_2, pi, tau - 0.5);
                g.add_ideal(&self.region_2_ideal, pi, tau);
                g
            }
            Region::Three | Region::Five => {
                let mut g = Sums::of(&self.region_5, pi, tau);
                g.add_ideal(&self.region_5_ideal, pi, tau);
                g
            }
        };
        let a = g.x - tau * g.xy;
        let cp = -tau * tau * g.yy * R;
        Properties {
            p,
            t,
            v: t * g.x * R / p_star,
            h: t * tau * g.y * R,
            s: (tau * g.y - g.f) * R,
            cp,
            cv: cp + a * a / g.xx * R,
            w: (t * g.x * g.x * R / (a * a / (tau * tau * g.yy) - g.xx)).sqrt(),
        }
    }

    /// Properties from ρ and T in region 3.
    pub(super) fn helmholtz<D: Number>(&self, rho: D, t: D) -> Properties<D> {
        let (delta, tau) = (rho / RHO_C, t.recip() * T_C);
        let f = self.phi(delta, tau);
        let b = delta * (f.x - tau * f.xy);
        let c = delta * (f.x * 2.0 + delta * f.xx);
        let cv = -tau * tau * f.yy * R;
        Properties {
            p: rho * t * delta * f.x * R,
            t,
            v: rho.recip(),
            h: t * (tau * f.y + delta * f.x) * R,
            s: (tau * f.y - f.f) * R,
            cp: cv + b * b / c * R,
            cv,
            w: (t * R * (c - b * b / (tau * tau * f.yy))).sqrt(),
        }
    }

    /// φ of region 3.
    fn phi<D: Number>(&self, delta: D, tau: D) -> Sums<D> {
        let mut f = Sums::of(&self.region_3.terms, delta, tau);
        let log = self.region_3.log;
        f.f += delta.ln() * log;
        f.x += delta.recip() * log;
        f.xx -= (delta * delta).recip() * log;
        f
    }

    /// Pressure in region 3, Pa, and its slope in ρ at constant T.
    pub(super) fn pressure(&self, rho: f64, t: f64) -> (f64, f64) {
        let delta = rho / RHO_C;
        let f = self.phi(delta, T_C / t);
        (rho * R * t * delta * f.x, R * t * delta * (2.0 * f.x + delta * f.xx))
    }

    /// Pressure (Pa) on the saturation line at a temperature (K); equation 30 of the release.
    pub(super) fn p_saturation<D: Number>(&self, t: D) -> D {
        let n = &self.region_4;
        let theta = t + (t - n[9]).recip() * n[8];
        let a = theta * (theta + n[0]) + n[1];
        let b = theta * (theta * n[2] + n[3]) + n[4];
        let c = theta * (theta * n[5] + n[6]) + n[7];
        (c * 2.0 / ((b * b - a * c * 4.0).sqrt() - b)).powi(4) * 1e6
    }

    /// Temperature (K) on the saturation line at a pressure (Pa); equation 31 of the release.
    pub(super) fn t_saturation<D: Number>(&self, p: D) -> D {
        let n = &self.region_4;
        let beta = (p / 1e6).sqrt().sqrt();
        let e = beta * (beta + n[2]) + n[5];
        let f = beta * (beta * n[0] + n[3]) + n[6];
        let g = beta * (beta * n[1] + n[4]) + n[7];
        let d = g * 2.0 / (-f - (f * f - e * g * 4.0).sqrt());
        let sum = d + n[9];
        (sum - (sum * sum - (d * n[9] + n[8]) * 4.0).sqrt()) / 2.0
    }

    /// Pressure (Pa) on the boundary between regions 2 and 3; equation 5 of the release.
    pub(super) fn p_boundary(&self, t: f64) -> f64 {
        let n = &self.boundary_2_3;
        (n[0] + t * (n[1] + t * n[2])) * 1e6
    }

    /// Temperature (K) on the boundary between regions 2 and 3; equation 6 of the release.
    pub(super) fn t_boundary(&self, p: f64) -> f64 {
        let n = &self.boundary_2_3;
        n[3] + ((p / 1e6 - n[4]) / n[2]).sqrt()
    }
}

#[cfg(test)]
#[path = "release_tables.rs"]
mod tests;
