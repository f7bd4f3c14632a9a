//! An equation of state α(δ, τ) and the properties at (T, ρ).
//!
//! δ = ρ/ρ_r, τ = T_r/T, and with the sums a_ij of [`Sums`]:
//!
//! | | |
//! |---|---|
//! | p = ρ R T a₁₀ | h = R T (a₀₁ + a₁₀) |
//! | s = R (a₀₁ − a₀₀) | g = R T (a₀₀ + a₁₀) |
//!
//! Slopes are taken in r = ln ρ and t = ln T, where ∂/∂r = D_δ and ∂/∂t = −D_τ, so that every slope is linear in the sums.

use super::ideal::Ideal;
use super::residual::{Arguments, Residual};
use super::sums::Sums;
use crate::FluidError;
use crate::data::EosData;
use crate::simd::{Arithmetic, Compute, dispatch};

/// The equation of state of one fluid, per kilogram.
#[derive(Clone, Debug)]
pub(crate) struct Equation {
    /// Specific gas constant, J/(kg K).
    pub(crate) r_gas: f64,
    /// Reducing temperature, K.
    pub(crate) t_reducing: f64,
    /// Reducing density, kg/m³.
    pub(crate) rho_reducing: f64,
    ideal: Ideal,
    residual: Residual,
}

/// Properties at (T, ρ) with first slopes in r = ln ρ and t = ln T.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) t: f64,
    pub(crate) rho: f64,
    pub(crate) p: f64,
    pub(crate) h: f64,
    pub(crate) s: f64,
    pub(crate) p_r: f64,
    pub(crate) p_t: f64,
    pub(crate) h_r: f64,
    pub(crate) h_t: f64,
    pub(crate) s_r: f64,
    /// ∂s/∂ ln T at constant ρ, the isochoric heat capacity.
    pub(crate) s_t: f64,
}

/// Second slopes in r = ln ρ and t = ln T.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curvature {
    pub(crate) p_rr: f64,
    pub(crate) p_rt: f64,
    pub(crate) p_tt: f64,
    pub(crate) h_rr: f64,
    pub(crate) h_rt: f64,
    pub(crate) h_tt: f64,
    pub(crate) s_rr: f64,
    pub(crate) s_rt: f64,
    pub(crate) s_tt: f64,
}

/// Residual and ideal sums.
struct All<'a, const ORDER: usize> {
    equation: &'a Equation,
    at: &'a Arguments,
}

impl<const ORDER: usize> Compute for All<'_, ORDER> {
    type Output = Sums;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Sums {
        let mut sums = self.equation.residual.separable::<A, ORDER>(a, self.at);
        self.equation.ideal.add_to(a, &mut sums, self.at);
        let mut sums = sums.total();
        self.equation.ideal.add_simple_terms(&mut sums, self.at);
        sums
    }
}

impl Point {
    /// Specific Gibbs energy, J/kg.
    pub(crate) fn g(&self) -> f64 {
        self.h - self.t * self.s
    }

    /// Moves to (T, ρ), a small step (Δ ln ρ, Δ ln T) away, to first order; the slopes stay.
    pub(crate) fn move_to(&mut self, t: f64, rho: f64, dr: f64, dt: f64) {
        self.p += self.p_r * dr + self.p_t * dt;
        self.h += self.h_r * dr + self.h_t * dt;
        self.s += self.s_r * dr + self.s_t * dt;
        (self.t, self.rho) = (t, rho);
    }

    /// Whether the state is mechanically and thermally stable.
    pub(crate) fn is_stable(&self) -> bool {
        self.p_r > 0.0 && self.s_t > 0.0
    }
}

impl Equation {
    /// Builds the equation from its data; `molar_mass` in kg/mol.
    pub(crate) fn new(data: &EosData, molar_mass: f64) -> Result<Self, FluidError> {
        Ok(Equation {
            r_gas: data.gas_constant / molar_mass,
            t_reducing: data.t_reducing,
            rho_reducing: data.rho_reducing * molar_mass,
            ideal: Ideal::from(&data.ideal),
            residual: Residual::try_from(data.residual.as_slice())?,
        })
    }

    /// Whether the equation has no terms that are singular at the critical point.
    pub(crate) fn is_analytic(&self) -> bool {
        self.residual.is_analytic()
    }

    fn arguments(&self, t: f64, rho: f64) -> Arguments {
        Arguments::new(rho / self.rho_reducing, self.t_reducing / t)
    }

    fn sums<const ORDER: usize>(&self, t: f64, rho: f64) -> Sums {
        let at = self.arguments(t, rho);
        let mut sums = dispatch(All::<ORDER> { equation: self, at: &at });
        self.residual.add_others(&mut sums, &at);
        sums
    }

    /// Pressure and ∂p/∂ ln ρ, Pa.
    pub(crate) fn pressure(&self, t: f64, rho: f64) -> (f64, f64) {
        let a = self.residual.sums::<1>(&self.arguments(t, rho));
        let scale = rho * self.r_gas * t;
        (scale * (1.0 + a.a10), scale * (1.0 + a.a10 + a.a20))
    }

    /// Properties and first slopes.
    pub(crate) fn point(&self, t: f64, rho: f64) -> Point {
        self.point_of(t, rho, &self.sums::<2>(t, rho))
    }

    /// Properties, first and second slopes.
    pub(crate) fn point_and_curvature(&self, t: f64, rho: f64) -> (Point, Curvature) {
        let sums = self.sums::<3>(t, rho);
        (self.point_of(t, rho, &sums), self.curvature_of(t, rho, &sums))
    }

    fn point_of(&self, t: f64, rho: f64, a: &Sums) -> Point {
        let rt = self.r_gas * t;
        let rho_rt = rho * rt;
        let z = a.a10;
        Point {
            t,
            rho,
            p: rho_rt * z,
            h: rt * (a.a01 + z),
            s: self.r_gas * (a.a01 - a.a00),
            p_r: rho_rt * (z + a.a20),
            p_t: rho_rt * (z - a.a11),
            h_r: rt * (a.a11 + a.a20),
            h_t: rt * (a.a01 + z - a.a02 - a.a11),
            s_r: self.r_gas * (a.a11 - z),
            s_t: self.r_gas * (a.a01 - a.a02),
        }
    }

    fn curvature_of(&self, t: f64, rho: f64, a: &Sums) -> Curvature {
        let rt = self.r_gas * t;
        let rho_rt = rho * rt;
        let z = a.a10;
        Curvature {
            p_rr: rho_rt * (z + 2.0 * a.a20 + a.a30),
            p_rt: rho_rt * (z - a.a11 + a.a20 - a.a21),
            p_tt: rho_rt * (z - 2.0 * a.a11 + a.a12),
            h_rr: rt * (a.a21 + a.a30),
            h_rt: rt * (a.a11 + a.a20 - a.a12 - a.a21),
            h_tt: rt * (a.a01 + z - 2.0 * (a.a02 + a.a11) + a.a03 + a.a12),
            s_rr: self.r_gas * (a.a21 - a.a20),
            s_rt: self.r_gas * (a.a11 - a.a12),
            s_tt: self.r_gas * (a.a03 - a.a02),
        }
    }
}
