//! Phase equilibrium next to the critical point.
//!
//! There p(T, ρ') = p(T, ρ'') and g(T, ρ') = g(T, ρ'') lose their digits as (1 − T/Tc)^−1.5. Written as integrals of second
//! slopes from the critical point, where the first slope of p is zero, they keep them. With R = ln(ρ/ρc), t = ln(T/Tc):
//!
//! ```text
//! p_r(R, t)    = B(t) + ∫₀ᴿ p_rr(σ, t) dσ                        B(t) = ∫₀ᵗ p_rt(0, t') dt'
//! p(R, t) − pc = A(t) + B(t) R + ∫₀ᴿ (R − σ) p_rr dσ             A(t) = ∫₀ᵗ p_t(0, t') dt'
//! ρc g(R, t)   = … + B(t) (1 − e^−R) + ∫₀ᴿ (e^−σ − e^−R) p_rr dσ
//! ```
//!
//! The last row minus the second has the kernel φ(σ) − φ(R) with φ(z) = e^−z − 1 + z ≈ z²/2, small of the right order.

use super::equation::Equation;

/// Logarithms of an equilibrium relative to the critical point: t, R', R''.
#[derive(Clone, Copy, Debug)]
pub(super) struct NearCritical {
    pub(super) t: f64,
    pub(super) liquid: f64,
    pub(super) vapour: f64,
}

impl NearCritical {
    /// The leading behaviour when x = (ln(pc/p))^¼ shrinks by a factor: t ~ x⁴, R ~ x².
    pub(super) fn towards_critical(self, factor: f64) -> Self {
        let square = factor * factor;
        NearCritical { t: self.t * square * square, liquid: self.liquid * square, vapour: self.vapour * square }
    }
}

/// Solver of one fluid.
///
/// The terms of water and CO₂ that are not analytic at the critical point vary most next to the saturated densities, the
/// ends of the integrals, and need a finer rule.
pub(super) struct Solver<'a> {
    equation: &'a Equation,
    t_critical: f64,
    rho_critical: f64,
    p_critical: f64,
    /// Abscissae and weights on [0, 1] of the quadrature in t.
    isochore: Vec<(f64, f64)>,
    /// The same in σ.
    isotherm: Vec<(f64, f64)>,
}

/// Integrals and slopes of one phase.
struct Side {
    /// p − pc − A.
    p: f64,
    /// ρc g − p, but for a common function of t.
    g: f64,
    p_r: f64,
    p_t: f64,
    /// ∂(ρc g)/∂t.
    g_t: f64,
}

impl<'a> Solver<'a> {
    pub(super) fn new(equation: &'a Equation, (t_critical, rho_critical): (f64, f64)) -> Self {
        let p_critical = equation.point(t_critical, rho_critical).p;
        let (isochore, isotherm) = match equation.is_analytic() {
            true => (gauss_legendre(6), gauss_legendre(12)),
            false => (graded(gauss_legendre(24)), graded(gauss_legendre(56))),
        };
        Solver { equation, t_critical, rho_critical, p_critical, isochore, isotherm }
    }

    /// The coordinate x = (ln(pc/p))^¼ below which this solver is the better one.
    pub(super) fn reach(&self) -> f64 {
        if self.equation.is_analytic() { 0.2 } else { 0.06 }
    }

    /// A(t) and B(t).
    fn along_critical_isochore(&self, t: f64) -> (f64, f64) {
        self.isochore.iter().fold((0.0, 0.0), |(a, b), &(u, w)| {
            let (point, c) = self.equation.point_and_curvature(self.t_critical * (u * t).exp(), self.rho_critical);
            (a + w * t * point.p_t, b + w * t * c.p_rt)
        })
    }

    fn side(&self, r: f64, t: f64, b: f64) -> Side {
        let temperature = self.t_critical * t.exp();
        let (mut p_r, mut p, mut g) = (b, b * r, -b * phi(r));
        for &(u, w) in &self.isotherm {
            let sigma = u * r;
            let c = self.equation.point_and_curvature(temperature, self.rho_critical * sigma.exp()).1;
            let weight = w * r * c.p_rr;
            p_r += weight;
            p += weight * (r - sigma);
            g += weight * (phi(sigma) - phi(r));
        }
        let at = self.equation.point(temperature, self.rho_critical * r.exp());
        let g_t = self.rho_critical * (at.p_t / at.rho - at.s * at.t);
        Side { p, g, p_r, p_t: at.p_t, g_t }
    }

    /// Equilibrium at ln(pc/p) = `depth`, from a start nearby.
    pub(super) fn solve(&self, depth: f64, start: NearCritical) -> Option<NearCritical> {
        let NearCritical { mut t, liquid: mut l, vapour: mut v } = start;
        let target = self.p_critical * (-depth).exp_m1();
        let mut last = f64::INFINITY;
        for _ in 0..30 {
            let (a, b) = self.along_critical_isochore(t);
            let (liquid, vapour) = (self.side(l, t, b), self.side(v, t, b));
            // dp' = dp'' = Δp, and dg' = dg'': the pressure rows give dR in terms of dt, the Gibbs row then gives dt.
            let miss = [target - a - liquid.p, target - a - vapour.p];
            let kernel = [(-l).exp_m1(), (-v).exp_m1()]; // ∂(g − p)/∂R = (e^−R − 1) p_r
            let gap = liquid.g - vapour.g + kernel[0] * miss[0] - kernel[1] * miss[1];
            let slope =
                (liquid.g_t - liquid.p_t - kernel[0] * liquid.p_t) - (vapour.g_t - vapour.p_t - kernel[1] * vapour.p_t);
            let dt = -gap / slope;
            let (dl, dv) = ((miss[0] - liquid.p_t * dt) / liquid.p_r, (miss[1] - vapour.p_t * dt) / vapour.p_r);
            let size = (dl / l).abs().max((dv / v).abs());
            if !size.is_finite() {
                return None;
            }
            let damping = (0.3 / size).min(1.0);
            t += damping * dt;
            l += damping * dl;
            v += damping * dv;
            // Converged, or at the level of rounding.
            if size < 1e-9 || (size < 1e-7 && size > 0.25 * last) {
                return (l > v).then_some(NearCritical { t, liquid: l, vapour: v });
            }
            last = size;
        }
        None
    }
}

/// e^−z − 1 + z.
fn phi(z: f64) -> f64 {
    if z.abs() > 0.5 {
        return (-z).exp_m1() + z;
    }
    // z²/2 − z³/6 + …
    let mut term = 0.5 * z * z;
    let mut sum = 0.0;
    for k in 3..22 {
        sum += term;
        term *= -z / f64::from(k);
    }
    sum
}

/// The rule in a variable whose points gather at both ends, for integrands with a singular end.
fn graded(rule: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let map = |(u, w): (f64, f64)| (u * u * u * (10.0 - 15.0 * u + 6.0 * u * u), w * 30.0 * (u * (1.0 - u)).powi(2));
    rule.into_iter().map(map).collect()
}

/// Abscissae and weights on [0, 1], by Newton on the Legendre polynomial.
fn gauss_legendre(n: usize) -> Vec<(f64, f64)> {
    (0..n)
        .map(|i| {
            let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..20 {
                let (mut before, mut now) = (0.0, 1.0);
                for k in 1..=n {
                    let k = k as f64;
                    (before, now) = (now, ((2.0 * k - 1.0) * x * now - (k - 1.0) * before) / k);
                }
                slope = n as f64 * (x * now - before) / (x * x - 1.0);
                x -= now / slope;
            }
            (0.5 * (1.0 - x), 1.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_integrate_polynomials() {
        for rule in [gauss_legendre(12), graded(gauss_legendre(13))] {
            let integral: f64 = rule.iter().map(|(u, w)| w * u.powi(4)).sum();
            assert!((integral - 0.2).abs() < 1e-14);
        }
    }

    #[test]
    fn phi_is_continuous_where_its_series_ends() {
        for z in [-0.5, 0.5] {
            assert!((phi(z * (1.0 - 1e-12)) / phi(z * (1.0 + 1e-12)) - 1.0).abs() < 1e-11);
        }
    }
}
