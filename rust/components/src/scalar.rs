//! The number types that residuals are evaluated with.
//!
//! An equation is written once, generic over [`Scalar`], and instantiated for `f64` (values), [`Dual`] (values with eight partial
//! derivatives; wider equations are seeded in several passes) and [`Slope`] (values that move along one direction).

use nalgebra::SVector;
use num_dual::{Derivative, DualNum, DualSVec};

/// Derivatives carried by one pass.
pub const WIDTH: usize = 8;

/// A value with [`WIDTH`] partial derivatives.
pub type Dual = DualSVec<f64, WIDTH>;

/// A value with the derivative along one direction.
pub type Slope = DualSVec<f64, 1>;

/// A real number or a dual number.
pub trait Scalar: DualNum<Primitive = f64> + Copy {
    /// True if this number carries derivatives that may differ from zero.
    fn varies(&self) -> bool;

    /// The function value `value` at the arguments, each given with the partial derivative with respect to it.
    fn lift(value: f64, arguments: &[(Self, f64)]) -> Self;

    /// The smaller of two, with its derivatives.
    fn lesser(self, other: Self) -> Self {
        if other.re() < self.re() { other } else { self }
    }

    /// The greater of two, with its derivatives.
    fn greater(self, other: Self) -> Self {
        if other.re() > self.re() { other } else { self }
    }
}

impl Scalar for f64 {
    fn varies(&self) -> bool {
        false
    }

    fn lift(value: f64, _: &[(f64, f64)]) -> f64 {
        value
    }
}

impl<const W: usize> Scalar for DualSVec<f64, W> {
    fn varies(&self) -> bool {
        self.eps.0.is_some()
    }

    fn lift(value: f64, arguments: &[(Self, f64)]) -> Self {
        let mut slopes = SVector::<f64, W>::zeros();
        for (argument, slope) in arguments {
            if let Some(eps) = argument.eps.0 {
                slopes += eps * *slope;
            }
        }
        Self::new(value, Derivative::some(slopes))
    }
}

/// The independent variable number `k` of a pass.
pub fn seed(value: f64, k: usize) -> Dual {
    let mut slopes = SVector::<f64, WIDTH>::zeros();
    slopes[k] = 1.0;
    Dual::new(value, Derivative::some(slopes))
}

/// A value that moves along directions.
pub fn moving<const W: usize>(value: f64, directions: [f64; W]) -> DualSVec<f64, W> {
    DualSVec::new(value, Derivative::some(SVector::from(directions)))
}

/// The derivatives of a result, zero where it depends on nothing.
pub fn slopes<const W: usize>(value: &DualSVec<f64, W>) -> [f64; W] {
    value.eps.0.map_or([0.0; W], |eps| eps.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifting_applies_the_chain_rule() {
        let (x, y) = (seed(2.0, 0), seed(3.0, 1));
        // g = x y², f(x, g) = x g with ∂f/∂x = g, ∂f/∂g = x
        let g = x * y * y;
        let f = Dual::lift(x.re * g.re, &[(x, g.re), (g, x.re)]);
        assert_eq!(f.re, 36.0);
        assert_eq!(&slopes(&f)[..2], &[2.0 * 2.0 * 9.0, 2.0 * 2.0 * 2.0 * 3.0]);
    }
}
