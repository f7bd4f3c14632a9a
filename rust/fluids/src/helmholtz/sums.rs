//! Sums of Euler derivatives of a reduced Helmholtz energy α(δ, τ).
//!
//! With D_δ = δ ∂/∂δ and D_τ = τ ∂/∂τ every sum is a_ij = D_δ^i D_τ^j α. These operators turn products into sums: a factor f
//! with L = D ln f has D f = L f, D² f = (L² + D L) f, D³ f = (L³ + 3 L D L + D² L) f.

/// a_ij = (δ ∂/∂δ)^i (τ ∂/∂τ)^j α up to third order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    pub(crate) a00: f64,
    pub(crate) a10: f64,
    pub(crate) a01: f64,
    pub(crate) a20: f64,
    pub(crate) a11: f64,
    pub(crate) a02: f64,
    pub(crate) a30: f64,
    pub(crate) a21: f64,
    pub(crate) a12: f64,
    pub(crate) a03: f64,
}

/// D f / f, D² f / f and D³ f / f of a factor f of one variable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Factor(pub(crate) f64, pub(crate) f64, pub(crate) f64);

impl Factor {
    /// From the Euler derivatives of ln f.
    #[inline(always)]
    pub(crate) fn from_log(l1: f64, l2: f64, l3: f64) -> Self {
        Factor(l1, l1 * l1 + l2, l1 * (l1 * l1 + 3.0 * l2) + l3)
    }
}

impl Sums {
    /// Adds a separable term of value `v` whose factors are `e` in δ and `g` in τ.
    #[inline(always)]
    pub(crate) fn add(&mut self, v: f64, e: Factor, g: Factor) {
        self.a00 += v;
        self.a10 += v * e.0;
        self.a01 += v * g.0;
        self.a20 += v * e.1;
        self.a11 += v * e.0 * g.0;
        self.a02 += v * g.1;
        self.a30 += v * e.2;
        self.a21 += v * e.1 * g.0;
        self.a12 += v * e.0 * g.1;
        self.a03 += v * g.2;
    }
}

impl Sums {
    /// Adds other sums.
    pub(crate) fn merge(&mut self, other: &Sums) {
        self.a00 += other.a00;
        self.a10 += other.a10;
        self.a01 += other.a01;
        self.a20 += other.a20;
        self.a11 += other.a11;
        self.a02 += other.a02;
        self.a30 += other.a30;
        self.a21 += other.a21;
        self.a12 += other.a12;
        self.a03 += other.a03;
    }
}
