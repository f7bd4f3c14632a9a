//! The residual part of the reduced Helmholtz energy: a sum of separable terms, and a few that are not.
//!
//! n δ^d τ^t exp(u(δ) + w(τ)) with
//!
//! | kind | u | w |
//! |---|---|---|
//! | power, exponential | −g δ^l | 0 |
//! | Gaussian | −η (δ − ε)² | −β (τ − γ)² |
//! | double exponential (also Lemmon and Jacobsen 2005, R125) | −g δ^l | −k τ^m |
//! | Gao 2020 (ammonia) | η (δ − ε)² | 1/(β (τ − γ)² + b) |
//!
//! The first two kinds, nearly all terms, are evaluated [`LANES`] at a time.

use super::nonanalytic::NonAnalytic;
use super::rare::Rare;
use super::sums::{Factor, LaneSums, Sums};
use crate::simd::{Arithmetic, Compute, LANES, Lanes, dispatch};

/// One more than the highest power l of δ in an exponential.
pub(super) const POWERS: usize = 8;

/// Terms n δ^d τ^t exp(−g δ^l).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PowerBlock {
    pub(super) n: Lanes,
    pub(super) d: Lanes,
    pub(super) t: Lanes,
    pub(super) g: Lanes,
    pub(super) l: Lanes,
    /// l as an index.
    pub(super) power: [u8; LANES],
}

/// Terms n δ^d τ^t exp(−η (δ − ε)² − β (τ − γ)²).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct GaussianBlock {
    pub(super) n: Lanes,
    pub(super) d: Lanes,
    pub(super) t: Lanes,
    pub(super) eta: Lanes,
    pub(super) epsilon: Lanes,
    pub(super) beta: Lanes,
    pub(super) gamma: Lanes,
}

/// Residual terms of one fluid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Residual {
    pub(super) power: Vec<PowerBlock>,
    pub(super) gaussian: Vec<GaussianBlock>,
    pub(super) rare: Vec<Rare>,
    pub(super) nonanalytic: Vec<NonAnalytic>,
}

/// Where the sums are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arguments {
    pub(super) delta: f64,
    pub(super) ln_delta: f64,
    pub(super) tau: f64,
    pub(super) ln_tau: f64,
}

impl Arguments {
    pub(crate) fn new(delta: f64, tau: f64) -> Self {
        Arguments { delta, ln_delta: delta.ln(), tau, ln_tau: tau.ln() }
    }
}

impl Residual {
    /// Whether there are no non-analytic terms.
    pub(crate) fn is_analytic(&self) -> bool {
        self.nonanalytic.is_empty()
    }

    /// Sums of all terms: those of second or third order, or with `ORDER` 1 those of pressure, a₁₀, a₂₀ and a₃₀.
    pub(crate) fn sums<const ORDER: usize>(&self, at: &Arguments) -> Sums {
        dispatch(All::<ORDER> { terms: self, at })
    }

    /// The same inside a computation.
    #[inline(always)]
    pub(super) fn sums_in<A: Arithmetic, const ORDER: usize>(&self, arithmetic: A, at: &Arguments) -> Sums {
        let mut sums = self.separable::<A, ORDER>(arithmetic, at).total();
        self.add_others(&mut sums, at);
        sums
    }

    /// Adds the terms of rare kinds.
    pub(super) fn add_others(&self, sums: &mut Sums, at: &Arguments) {
        for term in &self.rare {
            term.add_to(sums, at);
        }
        for term in &self.nonanalytic {
            term.add_to(sums, at);
        }
    }

    /// Sums of the power and Gaussian terms, still in lanes.
    #[inline(always)]
    pub(super) fn separable<A: Arithmetic, const ORDER: usize>(&self, arithmetic: A, at: &Arguments) -> LaneSums {
        let mut powers = [1.0; POWERS];
        for l in 1..POWERS {
            powers[l] = if l == 1 { at.delta } else { powers[l / 2] * powers[l - l / 2] };
        }
        let mut sums = LaneSums::default();
        for block in &self.power {
            block.add_to::<A, ORDER>(arithmetic, &mut sums, at, &powers);
        }
        for block in &self.gaussian {
            block.add_to::<A, ORDER>(arithmetic, &mut sums, at);
        }
        sums
    }
}

/// The sums of all terms.
struct All<'a, const ORDER: usize> {
    terms: &'a Residual,
    at: &'a Arguments,
}

impl<const ORDER: usize> Compute for All<'_, ORDER> {
    type Output = Sums;

    #[inline(always)]
    fn run<A: Arithmetic>(self, arithmetic: A) -> Sums {
        self.terms.sums_in::<A, ORDER>(arithmetic, self.at)
    }
}

impl PowerBlock {
    #[inline(always)]
    fn add_to<A: Arithmetic, const ORDER: usize>(
        &self,
        a: A,
        sums: &mut LaneSums,
        at: &Arguments,
        powers: &[f64; POWERS],
    ) {
        let mut u = [0.0; LANES];
        let mut x = [0.0; LANES];
        for i in 0..LANES {
            u[i] = -self.g[i] * powers[self.power[i] as usize % POWERS];
        }
        for i in 0..LANES {
            x[i] = a.mul_add(self.d[i], at.ln_delta, a.mul_add(self.t[i], at.ln_tau, u[i]));
        }
        let v = a.exp(x);
        for i in 0..LANES {
            let (d, t, l) = (self.d[i], self.t[i], self.l[i]);
            let lu = l * u[i];
            let e = Factor::from_log(a, a.mul_add(l, u[i], d), l * lu, l * l * lu);
            sums.add::<A, ORDER>(a, i, self.n[i] * v[i], e, Factor(t, t * t, t * t * t));
        }
    }
}

impl GaussianBlock {
    #[inline(always)]
    fn add_to<A: Arithmetic, const ORDER: usize>(&self, a: A, sums: &mut LaneSums, at: &Arguments) {
        let mut x = [0.0; LANES];
        for i in 0..LANES {
            let (from_epsilon, from_gamma) = (at.delta - self.epsilon[i], at.tau - self.gamma[i]);
            let u = self.eta[i] * from_epsilon * from_epsilon;
            let w = a.mul_add(self.beta[i] * from_gamma, from_gamma, u);
            x[i] = a.mul_add(self.d[i], at.ln_delta, a.mul_add(self.t[i], at.ln_tau, -w));
        }
        let v = a.exp(x);
        for i in 0..LANES {
            let (e1, e2, e3) = square_log(-self.eta[i], self.epsilon[i], at.delta);
            let (g1, g2, g3) = square_log(-self.beta[i], self.gamma[i], at.tau);
            let e = Factor::from_log(a, self.d[i] + e1, e2, e3);
            let g = Factor::from_log(a, self.t[i] + g1, g2, g3);
            sums.add::<A, ORDER>(a, i, self.n[i] * v[i], e, g);
        }
    }
}

/// The first three Euler derivatives of k (x − x₀)².
#[inline(always)]
pub(super) fn square_log(k: f64, x0: f64, x: f64) -> (f64, f64, f64) {
    let scale = 2.0 * k * x;
    (scale * (x - x0), scale * (2.0 * x - x0), scale * (4.0 * x - x0))
}
