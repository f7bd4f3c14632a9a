//! Least-squares polynomials in Chebyshev form.

/// Σ c_k T_k(u) on −1 ≤ u ≤ 1.
#[derive(Clone, Debug)]
pub(crate) struct Polynomial(Vec<f64>);

impl Polynomial {
    /// The polynomial nearest to points (u, value) in the sum of squares, by QR with modified Gram–Schmidt.
    pub(crate) fn fit(degree: usize, data: impl Iterator<Item = (f64, f64)>) -> Self {
        let data: Vec<(f64, f64)> = data.collect();
        let n = (degree + 1).min(data.len());
        let mut columns: Vec<Vec<f64>> = (0..n).map(|k| data.iter().map(|&(u, _)| chebyshev(k, u)).collect()).collect();
        let mut rest: Vec<f64> = data.iter().map(|&(_, y)| y).collect();
        let mut r = vec![vec![0.0; n]; n];
        let mut right = vec![0.0; n];
        for k in 0..n {
            let norm = dot(&columns[k], &columns[k]).sqrt();
            columns[k].iter_mut().for_each(|v| *v /= norm);
            r[k][k] = norm;
            let unit = columns[k].clone();
            for j in k + 1..n {
                r[k][j] = dot(&unit, &columns[j]);
                subtract(&mut columns[j], r[k][j], &unit);
            }
            right[k] = dot(&unit, &rest);
            subtract(&mut rest, right[k], &unit);
        }
        for k in (0..n).rev() {
            let known: f64 = (k + 1..n).map(|j| r[k][j] * right[j]).sum();
            right[k] = (right[k] - known) / r[k][k];
        }
        Polynomial(right)
    }

    /// The value.
    pub(crate) fn at(&self, u: f64) -> f64 {
        self.0.iter().enumerate().map(|(k, c)| c * chebyshev(k, u)).sum()
    }
}

/// T_k(u) by its recurrence.
fn chebyshev(k: usize, u: f64) -> f64 {
    let (mut before, mut now) = (u, 1.0);
    for _ in 0..k {
        (before, now) = (now, 2.0 * u * now - before);
    }
    now
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn subtract(from: &mut [f64], factor: f64, what: &[f64]) {
    from.iter_mut().zip(what).for_each(|(f, w)| *f -= factor * w);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovers_a_polynomial() {
        let f = |u: f64| 1.0 - 2.0 * u + 3.0 * u.powi(5);
        let data = (-20..=20).map(|i| f64::from(i) / 20.0).map(|u| (u, f(u)));
        let fit = Polynomial::fit(8, data);
        assert!((fit.at(0.123) - f(0.123)).abs() < 1e-13);
    }
}
