//! Viscosity and thermal conductivity of heavy water: IAPWS R4-84(2007).
//!
//! η/η* = η̄₀ exp(ρ̄ Σ B_ij (1/T̄ − 1)^i (ρ̄ − 1)^j),   η̄₀ = √T̄/Σ a_i T̄^{−i}
//!
//! λ/λ* = Σ a_i T̄^i + b₀ (1 − e^{b_e ρ̄}) + Σ b_j ρ̄^j + Δλ_c + Δλ_L
//!
//! Δλ_c = C₁ f₁ f₂ (1 + f₂² (C₂ f₁⁴/f₃ + 3.5 f₂/f₄)),   Δλ_L = D₁ f₁^1.2 (1 − e^{−(ρ̄/2.5)^10})

use serde::Deserialize;

use super::local::{Local, polynomial};

/// The coefficients of the viscosity.
#[derive(Debug, Deserialize)]
pub(super) struct HeavyWaterViscosity {
    t_star: f64,
    rho_star: f64,
    mu_star: f64,
    a: [f64; 4],
    i: Vec<i32>,
    j: Vec<i32>,
    b: Vec<f64>,
}

/// The coefficients of the conductivity.
#[derive(Debug, Deserialize)]
pub(super) struct HeavyWaterConductivity {
    t_star: f64,
    rho_star: f64,
    lambda_star: f64,
    a: [f64; 6],
    b_e: f64,
    b: [f64; 5],
    c_t: [f64; 2],
    c_r: [f64; 4],
    d: [f64; 4],
}

impl HeavyWaterViscosity {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let (t, r) = (at.t / self.t_star, at.rho / self.rho_star);
        let dilute = t.sqrt() / polynomial(&self.a, 1.0 / t);
        let term = |k: usize| self.b[k] * (1.0 / t - 1.0).powi(self.i[k]) * (r - 1.0).powi(self.j[k]);
        let sum: f64 = (0..self.b.len()).map(term).sum();
        self.mu_star * dilute * (r * sum).exp()
    }
}

impl HeavyWaterConductivity {
    /// Thermal conductivity, W/(m K).
    pub(super) fn conductivity(&self, at: &Local) -> f64 {
        let (t, r) = (at.t / self.t_star, at.rho / self.rho_star);
        let f1 = (t * (self.c_t[0] + self.c_t[1] * t)).exp();
        let background = self.b[0] * (1.0 - (self.b_e * r).exp()) + r * polynomial(&self.b[1..], r);
        let loss = self.d[0] * f1.powf(1.2) * (1.0 - (-(r / 2.5).powi(10)).exp());
        self.lambda_star * (polynomial(&self.a, t) + background + self.critical(t, r, f1) + loss)
    }

    fn critical(&self, t: f64, r: f64, f1: f64) -> f64 {
        let [c1, c2, c3, r1] = self.c_r;
        let f2 = (c1 * (r - 1.0).powi(2)).exp() + c2 * (c3 * (r - r1).powi(2)).exp();
        let tau = t / ((t - 1.1).abs() + 1.1);
        let f3 = 1.0 + (60.0 * (tau - 1.0) + 20.0).exp();
        let f4 = 1.0 + (100.0 * (tau - 1.0) + 15.0).exp();
        self.d[1] * f1 * f2 * (1.0 + f2 * f2 * (self.d[2] * f1.powi(4) / f3 + self.d[3] * f2 / f4))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::model;

    /// Table A5 (T̄, ρ̄, η̄) and Table B5 (T̄, ρ̄, λ̄) of the release, to the printed digits.
    #[test]
    fn reproduces_iapws_values() {
        let fluid = model("HeavyWater");
        let at = |t: f64, r: f64| fluid.at(t * 643.847, r * 358.0).expect("a value");
        let viscosities = [
            (0.431, 3.09, 36.9123166244),
            (0.500, 0.0002, 0.1972984225),
            (0.500, 3.07, 12.0604912273),
            (0.600, 2.95, 5.2437249935),
            (0.750, 0.0295, 0.2951479769),
            (1.000, 0.70, 0.5528693914),
            (1.100, 0.98, 0.7816387903),
            (1.200, 1.61, 1.2711900131),
        ];
        for (t, r, expected) in viscosities {
            let got = at(t, r).viscosity / 55.2651e-6;
            assert!((got - expected).abs() < 6e-11 * expected.max(1.0), "{t} {r}: {got}");
        }
        let conductivities = [(0.5, 3.07, 835.786416818), (0.9, 2.16, 627.777590127), (1.2, 0.8, 259.605241187)];
        for (t, r, expected) in conductivities {
            let got = at(t, r).conductivity / 0.742128e-3;
            assert!((got - expected).abs() < 6e-10, "{t} {r}: {got}");
        }
    }
}
