//! The reduced Helmholtz energy α(δ, τ) = α⁰ + αʳ and its partial derivatives, for those who look at an equation of state itself.

use crate::helmholtz::sums::Sums;

/// A part of the reduced Helmholtz energy, with its derivatives in δ = ρ/ρ_r and τ = T_r/T.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Partials {
    pub value: f64,
    pub d: f64,
    pub t: f64,
    pub dd: f64,
    pub dt: f64,
    pub tt: f64,
    pub ddd: f64,
    pub ddt: f64,
    pub dtt: f64,
    pub ttt: f64,
}

/// Ideal-gas and residual part of the reduced Helmholtz energy.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reduced {
    /// α⁰.
    pub ideal: Partials,
    /// αʳ.
    pub residual: Partials,
}

impl Partials {
    /// Unknown.
    pub(crate) const NONE: Partials = Partials {
        value: f64::NAN,
        d: f64::NAN,
        t: f64::NAN,
        dd: f64::NAN,
        dt: f64::NAN,
        tt: f64::NAN,
        ddd: f64::NAN,
        ddt: f64::NAN,
        dtt: f64::NAN,
        ttt: f64::NAN,
    };

    /// From the sums of Euler derivatives: δ² α_δδ = a₂₀ − a₁₀, δ³ α_δδδ = a₃₀ − 3 a₂₀ + 2 a₁₀, likewise in τ.
    pub(crate) fn new(a: &Sums, delta: f64, tau: f64) -> Self {
        Partials {
            value: a.a00,
            d: a.a10 / delta,
            t: a.a01 / tau,
            dd: (a.a20 - a.a10) / (delta * delta),
            dt: a.a11 / (delta * tau),
            tt: (a.a02 - a.a01) / (tau * tau),
            ddd: (a.a30 - 3.0 * a.a20 + 2.0 * a.a10) / delta.powi(3),
            ddt: (a.a21 - a.a11) / (delta * delta * tau),
            dtt: (a.a12 - a.a11) / (delta * tau * tau),
            ttt: (a.a03 - 3.0 * a.a02 + 2.0 * a.a01) / tau.powi(3),
        }
    }
}
