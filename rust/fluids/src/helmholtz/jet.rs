//! Third-order Taylor jets in two variables, for terms that are not products of a function of δ and one of τ.

use std::ops::{Add, Mul};

use super::sums::Sums;

/// A function of (x, y) with its partial derivatives up to third order.
///
/// With x = ln δ and y = ln τ the derivatives are the Euler derivatives collected in [`Sums`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Jet(pub(super) Sums);

impl Jet {
    /// δ = e^x, plus a constant.
    pub(super) fn delta(delta: f64, plus: f64) -> Self {
        Jet(Sums { a00: delta + plus, a10: delta, a20: delta, a30: delta, ..Sums::default() })
    }

    /// τ = e^y, plus a constant.
    pub(super) fn tau(tau: f64, plus: f64) -> Self {
        Jet(Sums { a00: tau + plus, a01: tau, a02: tau, a03: tau, ..Sums::default() })
    }

    /// The value.
    pub(super) fn value(self) -> f64 {
        self.0.a00
    }

    /// f(self), given f and its first three derivatives at the value.
    pub(super) fn map(self, f: [f64; 4]) -> Self {
        let u = self.0;
        let [f0, f1, f2, f3] = f;
        Jet(Sums {
            a00: f0,
            a10: f1 * u.a10,
            a01: f1 * u.a01,
            a20: f1 * u.a20 + f2 * u.a10 * u.a10,
            a11: f1 * u.a11 + f2 * u.a10 * u.a01,
            a02: f1 * u.a02 + f2 * u.a01 * u.a01,
            a30: f1 * u.a30 + f2 * 3.0 * u.a20 * u.a10 + f3 * u.a10 * u.a10 * u.a10,
            a21: f1 * u.a21 + f2 * (u.a20 * u.a01 + 2.0 * u.a11 * u.a10) + f3 * u.a10 * u.a10 * u.a01,
            a12: f1 * u.a12 + f2 * (u.a02 * u.a10 + 2.0 * u.a11 * u.a01) + f3 * u.a10 * u.a01 * u.a01,
            a03: f1 * u.a03 + f2 * 3.0 * u.a02 * u.a01 + f3 * u.a01 * u.a01 * u.a01,
        })
    }

    /// exp(self).
    pub(super) fn exp(self) -> Self {
        self.map([self.value().exp(); 4])
    }

    /// |self|^k for k > 3, or away from zero.
    pub(super) fn abs_pow(self, k: f64) -> Self {
        let (size, sign) = (self.value().abs(), self.value().signum());
        let power = |order: f64| size.powf(k - order);
        self.map([
            power(0.0),
            k * power(1.0) * sign,
            k * (k - 1.0) * power(2.0),
            k * (k - 1.0) * (k - 2.0) * power(3.0) * sign,
        ])
    }
}

impl Add for Jet {
    type Output = Jet;

    fn add(self, other: Jet) -> Jet {
        let (u, v) = (self.0, other.0);
        Jet(Sums {
            a00: u.a00 + v.a00,
            a10: u.a10 + v.a10,
            a01: u.a01 + v.a01,
            a20: u.a20 + v.a20,
            a11: u.a11 + v.a11,
            a02: u.a02 + v.a02,
            a30: u.a30 + v.a30,
            a21: u.a21 + v.a21,
            a12: u.a12 + v.a12,
            a03: u.a03 + v.a03,
        })
    }
}

impl Mul<f64> for Jet {
    type Output = Jet;

    fn mul(self, k: f64) -> Jet {
        self.map([k * self.value(), k, 0.0, 0.0])
    }
}

impl Mul for Jet {
    type Output = Jet;

    fn mul(self, other: Jet) -> Jet {
        let (u, v) = (self.0, other.0);
        Jet(Sums {
            a00: u.a00 * v.a00,
            a10: u.a10 * v.a00 + u.a00 * v.a10,
            a01: u.a01 * v.a00 + u.a00 * v.a01,
            a20: u.a20 * v.a00 + 2.0 * u.a10 * v.a10 + u.a00 * v.a20,
            a11: u.a11 * v.a00 + u.a10 * v.a01 + u.a01 * v.a10 + u.a00 * v.a11,
            a02: u.a02 * v.a00 + 2.0 * u.a01 * v.a01 + u.a00 * v.a02,
            a30: u.a30 * v.a00 + 3.0 * (u.a20 * v.a10 + u.a10 * v.a20) + u.a00 * v.a30,
            a21: u.a21 * v.a00 + u.a20 * v.a01 + 2.0 * (u.a11 * v.a10 + u.a10 * v.a11) + u.a01 * v.a20 + u.a00 * v.a21,
            a12: u.a12 * v.a00 + u.a02 * v.a10 + 2.0 * (u.a11 * v.a01 + u.a01 * v.a11) + u.a10 * v.a02 + u.a00 * v.a12,
            a03: u.a03 * v.a00 + 3.0 * (u.a02 * v.a01 + u.a01 * v.a02) + u.a00 * v.a03,
        })
    }
}
