//! Arithmetic on short arrays, compiled twice: with and without fused multiply-add and 256-bit vectors.
//!
//! [`dispatch`] runs a computation in the best form the processor has: on x86-64 with those vectors, or [`Plain`]; on aarch64 always
//! fused. The forms agree but for rounding. The loops are ordinary loops over arrays, which the compiler vectorises; closures (`map`,
//! `from_fn`) may be compiled apart, without the features, and are avoided. Without fused arithmetic the exponential and logarithm are
//! those of the system; with it they are polynomials of our own, evaluated for all lanes at once, with an error below 2 units in the
//! last place.

/// Numbers in an array: those of one 256-bit vector. Of longer arrays the compiler makes vectors of several lengths.
pub(crate) const LANES: usize = 4;

/// Numbers computed side by side.
pub(crate) type Lanes = [f64; LANES];

/// A computation that can be compiled for a kind of arithmetic. `run` must be `#[inline(always)]`.
pub(crate) trait Compute {
    /// The result.
    type Output;

    /// Runs it.
    fn run<A: Arithmetic>(self, arithmetic: A) -> Self::Output;
}

/// A kind of arithmetic.
pub(crate) trait Arithmetic: Copy {
    /// a b + c.
    fn mul_add(self, a: f64, b: f64, c: f64) -> f64;

    /// e^x.
    fn exp(self, x: Lanes) -> Lanes;

    /// ln x for positive normal x.
    fn ln(self, x: Lanes) -> Lanes;

    /// e^x of a single number.
    fn exp_one(self, x: f64) -> f64;
}

/// Separate multiplication and addition.
#[derive(Clone, Copy)]
pub(crate) struct Plain;

/// Fused multiply-add.
#[derive(Clone, Copy)]
struct Fused;

/// Runs a computation in the best form.
#[inline(always)]
pub(crate) fn dispatch<C: Compute>(compute: C) -> C::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(v3) = pulp::x86::V3::try_new() {
        return pulp::Simd::vectorize(v3, WithFused(compute));
    }
    #[cfg(target_arch = "aarch64")]
    return compute.run(Fused);
    #[cfg(not(target_arch = "aarch64"))]
    compute.run(Plain)
}

/// A computation inside a function compiled for AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
struct WithFused<C>(C);

#[cfg(target_arch = "x86_64")]
impl<C: Compute> pulp::WithSimd for WithFused<C> {
    type Output = C::Output;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> C::Output {
        self.0.run(Fused)
    }
}

impl Arithmetic for Plain {
    #[inline(always)]
    fn mul_add(self, a: f64, b: f64, c: f64) -> f64 {
        a * b + c
    }

    #[inline(always)]
    fn exp(self, x: Lanes) -> Lanes {
        x.map(f64::exp)
    }

    #[inline(always)]
    fn ln(self, x: Lanes) -> Lanes {
        x.map(f64::ln)
    }

    #[inline(always)]
    fn exp_one(self, x: f64) -> f64 {
        x.exp()
    }
}

impl Arithmetic for Fused {
    #[inline(always)]
    fn mul_add(self, a: f64, b: f64, c: f64) -> f64 {
        a.mul_add(b, c)
    }

    #[inline(always)]
    fn exp(self, mut x: Lanes) -> Lanes {
        for x in &mut x {
            *x = exp(*x);
        }
        x
    }

    #[inline(always)]
    fn ln(self, mut x: Lanes) -> Lanes {
        for x in &mut x {
            *x = ln(*x);
        }
        x
    }

    #[inline(always)]
    fn exp_one(self, x: f64) -> f64 {
        exp(x)
    }
}

/// 1.5 · 2⁵²: adding it rounds to a whole number, left in the last bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts, the first with trailing zeros.
const LN2: (f64, f64) = (6.931_471_803_691_238_2e-1, 1.908_214_929_270_587_7e-10);

/// e^x = 2^k e^r with r = x − k ln 2, |r| ≤ ln 2/2, and e^r by its series to r¹³. Clamped to the normal numbers.
#[inline(always)]
fn exp(x: f64) -> f64 {
    let x = x.clamp(-708.0, 709.0);
    let shifted = x.mul_add(std::f64::consts::LOG2_E, ROUND);
    let k = shifted - ROUND;
    let r = k.mul_add(-LN2.1, k.mul_add(-LN2.0, x));
    let r2 = r * r;
    let r4 = r2 * r2;
    let low = r.mul_add(1.0 / 6.0, 0.5).mul_add(r2, r + 1.0);
    let middle = r.mul_add(1.0 / 5040.0, 1.0 / 720.0).mul_add(r2, r.mul_add(1.0 / 120.0, 1.0 / 24.0));
    let high = r.mul_add(1.0 / 39_916_800.0, 1.0 / 3_628_800.0).mul_add(r2, r.mul_add(1.0 / 362_880.0, 1.0 / 40_320.0));
    let top = r.mul_add(1.0 / 6_227_020_800.0, 1.0 / 479_001_600.0);
    let series = top.mul_add(r4, high).mul_add(r4, middle).mul_add(r4, low);
    f64::from_bits(series.to_bits().wrapping_add(shifted.to_bits() << 52))
}

/// ln x = k ln 2 + 2 artanh u with x = 2^k m, √½ ≤ m < √2, u = (m − 1)/(m + 1), by its series to u²¹.
#[inline(always)]
fn ln(x: f64) -> f64 {
    const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    let bits = x.to_bits().wrapping_add(ONE - HALF_ROOT);
    // The biased exponent as a number, by way of the last bits of 2⁵².
    let k = f64::from_bits((bits >> 52) | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 1023.0);
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) + HALF_ROOT);
    let u = (m - 1.0) / (m + 1.0);
    let u2 = u * u;
    let mut series = 1.0 / 21.0;
    for odd in [19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        series = f64::mul_add(series, u2, 1.0 / odd);
    }
    let m1 = m - 1.0;
    // 2 artanh u = (m − 1) − u (m − 1 − 2 u² Σ): keeps the digits of m − 1.
    let small = u * (m1 - 2.0 * u2 * series);
    k.mul_add(LN2.0, m1 - small + k * LN2.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_functions_agree_with_the_system() {
        for i in 0..20_000 {
            let x = -50.0 + 0.005 * f64::from(i) + 1e-4;
            assert!((exp(x) / x.exp() - 1.0).abs() < 5e-16, "exp {x}");
            let y = (0.3 * x).exp();
            assert!((ln(y) - y.ln()).abs() <= 4e-16 * y.ln().abs().max(1e-3), "ln {y}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(ln(1.0), 0.0);
    }
}
