//! Sums of Euler derivatives of a reduced Helmholtz energy α(δ, τ).
//!
//! With D_δ = δ ∂/∂δ and D_τ = τ ∂/∂τ every sum is a_ij = D_δ^i D_τ^j α. These operators turn products into sums: a factor f
//! with L = D ln f has D f = L f, D² f = (L² + D L) f, D³ f = (L³ + 3 L D L + D² L) f.

use crate::simd::{Arithmetic, LANES, Lanes};

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
    pub(crate) fn from_log<A: Arithmetic>(a: A, l1: f64, l2: f64, l3: f64) -> Self {
        let square = l1 * l1;
        Factor(l1, square + l2, a.mul_add(l1, a.mul_add(3.0, l2, square), l3))
    }
}

impl Sums {
    /// Adds a separable term of value `v` whose factors are `e` in δ and `g` in τ.
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

    /// Multiplies all sums.
    pub(crate) fn scale(&mut self, factor: f64) {
        let Sums { a00, a10, a01, a20, a11, a02, a30, a21, a12, a03 } = self;
        for sum in [a00, a10, a01, a20, a11, a02, a30, a21, a12, a03] {
            *sum *= factor;
        }
    }

    /// Adds n e^Q, given Q and its derivatives.
    pub(crate) fn add_exponential(&mut self, n: f64, q: &Sums) {
        let v = n * q.a00.exp();
        let (x, y) = (q.a10, q.a01);
        self.a00 += v;
        self.a10 += v * x;
        self.a01 += v * y;
        self.a20 += v * (q.a20 + x * x);
        self.a11 += v * (q.a11 + x * y);
        self.a02 += v * (q.a02 + y * y);
        self.a30 += v * (q.a30 + 3.0 * q.a20 * x + x * x * x);
        self.a21 += v * (q.a21 + q.a20 * y + 2.0 * q.a11 * x + x * x * y);
        self.a12 += v * (q.a12 + q.a02 * x + 2.0 * q.a11 * y + x * y * y);
        self.a03 += v * (q.a03 + 3.0 * q.a02 * y + y * y * y);
    }
}

/// The same sums, one set in every lane.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LaneSums {
    pub(super) a00: Lanes,
    a10: Lanes,
    pub(super) a01: Lanes,
    a20: Lanes,
    a11: Lanes,
    pub(super) a02: Lanes,
    a30: Lanes,
    a21: Lanes,
    a12: Lanes,
    pub(super) a03: Lanes,
}

impl LaneSums {
    /// Adds a separable term to lane `i`: what pressure and its slopes in density need (order 1), second or third order.
    #[inline(always)]
    pub(crate) fn add<A: Arithmetic, const ORDER: usize>(&mut self, a: A, i: usize, v: f64, e: Factor, g: Factor) {
        let ve = v * e.0;
        self.a10[i] += ve;
        self.a20[i] = a.mul_add(v, e.1, self.a20[i]);
        if ORDER != 2 {
            self.a30[i] = a.mul_add(v, e.2, self.a30[i]);
        }
        if ORDER < 2 {
            return;
        }
        self.a00[i] += v;
        self.a01[i] = a.mul_add(v, g.0, self.a01[i]);
        self.a11[i] = a.mul_add(ve, g.0, self.a11[i]);
        self.a02[i] = a.mul_add(v, g.1, self.a02[i]);
        if ORDER > 2 {
            self.a21[i] = a.mul_add(v * e.1, g.0, self.a21[i]);
            self.a12[i] = a.mul_add(ve, g.1, self.a12[i]);
            self.a03[i] = a.mul_add(v, g.2, self.a03[i]);
        }
    }

    /// The sums over all lanes.
    #[inline(always)]
    pub(crate) fn total(&self) -> Sums {
        Sums {
            a00: sum(&self.a00),
            a10: sum(&self.a10),
            a01: sum(&self.a01),
            a20: sum(&self.a20),
            a11: sum(&self.a11),
            a02: sum(&self.a02),
            a30: sum(&self.a30),
            a21: sum(&self.a21),
            a12: sum(&self.a12),
            a03: sum(&self.a03),
        }
    }
}

/// The sum of the lanes, in pairs.
#[inline(always)]
fn sum(lanes: &Lanes) -> f64 {
    const HALF: usize = LANES / 2;
    let mut pairs = [0.0; HALF];
    for i in 0..HALF {
        pairs[i] = lanes[i] + lanes[i + HALF];
    }
    let mut total = 0.0;
    for pair in pairs {
        total += pair;
    }
    total
}
