//! Functions of temperature at one concentration.
//!
//! With θ = T − T_base the polynomials are Σ cᵢ θⁱ. Their integrals are exact:
//!
//! ```text
//! ∫ c dT   = Σ cᵢ θⁱ⁺¹/(i + 1)
//! ∫ c/T dT = ∫ q dT + r ln T      with c = q (θ + T_base) + r, T = θ + T_base
//! ```

use super::data::{Function, Matrix, Record};

/// A polynomial in T − base.
#[derive(Clone, Debug)]
pub(super) struct Polynomial {
    base: f64,
    c: Vec<f64>,
}

impl Polynomial {
    /// The polynomial in T that a liquid's coefficients form at a concentration.
    pub(super) fn at(x: f64, record: &Record, coefficients: &Matrix) -> Self {
        let c = coefficients.iter().map(|row| horner(row, x - record.x_base)).collect();
        Polynomial { base: record.t_base, c }
    }

    /// Value.
    pub(super) fn value(&self, t: f64) -> f64 {
        horner(&self.c, t - self.base)
    }

    /// Value, first and second derivative.
    pub(super) fn derivatives(&self, t: f64) -> [f64; 3] {
        let theta = t - self.base;
        let next = |[y, d, half]: [f64; 3], c: &f64| [y * theta + c, d * theta + y, half * theta + d];
        let [y, d, half] = self.c.iter().rev().fold([0.0; 3], next);
        [y, d, 2.0 * half]
    }

    /// ∫ c dT, zero at the base.
    pub(super) fn integral(&self) -> Self {
        let terms = self.c.iter().enumerate().map(|(i, c)| c / (i as f64 + 1.0));
        Polynomial { base: self.base, c: std::iter::once(0.0).chain(terms).collect() }
    }

    /// c = q T + r: the quotient q and the remainder r.
    pub(super) fn over_t(&self) -> (Self, f64) {
        let mut q = Vec::with_capacity(self.c.len());
        let mut carry = 0.0;
        for c in self.c.iter().rev() {
            q.push(carry);
            carry = c - carry * self.base;
        }
        q.reverse();
        q.pop();
        (Polynomial { base: self.base, c: q }, carry)
    }
}

fn horner(c: &[f64], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// A transport property, vapour pressure or freezing temperature at one concentration.
#[derive(Clone, Debug)]
pub(super) enum Curve {
    Constant(f64),
    Polynomial(Polynomial),
    ExpPolynomial(Polynomial),
    Exponential([f64; 3]),
    LogExponential([f64; 3]),
}

impl Curve {
    /// The function at a concentration.
    pub(super) fn at(x: f64, record: &Record, function: &Function) -> Self {
        match function {
            Function::Polynomial(c) => Curve::Polynomial(Polynomial::at(x, record, c)),
            Function::ExpPolynomial(c) => Curve::ExpPolynomial(Polynomial::at(x, record, c)),
            Function::Exponential(c) => Curve::Exponential(*c),
            Function::LogExponential(c) => Curve::LogExponential(*c),
            Function::PolyOffset(c) => {
                let (offset, rest) = c.split_first().map_or((0.0, c.as_slice()), |(first, rest)| (*first, rest));
                Curve::Constant(horner(rest, x - offset))
            }
        }
    }

    /// Value at a temperature.
    pub(super) fn value(&self, t: f64) -> f64 {
        match self {
            Curve::Constant(value) => *value,
            Curve::Polynomial(polynomial) => polynomial.value(t),
            Curve::ExpPolynomial(polynomial) => polynomial.value(t).exp(),
            Curve::Exponential([c0, c1, c2]) => (c0 / (t + c1) - c2).exp(),
            Curve::LogExponential([c0, c1, c2]) => {
                let u = 1.0 / (t + c0);
                (c1 * (u + u * u).ln() + c2).exp()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn slopes_are_those_of_the_values() {
        let polynomial = Polynomial { base: 300.0, c: vec![2.0, -0.3, 0.04, 1e-3] };
        let [_, slope, curvature] = polynomial.derivatives(320.0);
        close((polynomial.derivatives(320.01)[1] - polynomial.derivatives(319.99)[1]) / 0.02, curvature, 1e-9);
        close((polynomial.value(320.01) - polynomial.value(319.99)) / 0.02, slope, 1e-6);
    }

    #[test]
    fn integrals_return_to_the_polynomial() {
        let c = Polynomial { base: 300.0, c: vec![4000.0, 3.0, -0.02, 1e-4] };
        close(c.integral().derivatives(350.0)[1], c.value(350.0), 1e-14);
        let (q, r) = c.over_t();
        close(q.value(350.0) * 350.0 + r, c.value(350.0), 1e-13);
    }
}
