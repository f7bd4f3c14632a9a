//! Viscosity and thermal conductivity of water: IAPWS R12-08 and R15-11, with their critical enhancement.
//!
//! With T̄ = T/T*, ρ̄ = ρ/ρ*:
//!
//! η/η* = η̄₀(T̄) exp(ρ̄ Σ H_ij (1/T̄ − 1)^i (ρ̄ − 1)^j) exp(x_µ Y(ξ)),   η̄₀ = 100 √T̄/Σ a_i T̄^{−i}
//!
//! λ/λ* = λ̄₀(T̄) exp(ρ̄ Σ L_ij (1/T̄ − 1)^i (ρ̄ − 1)^j) + Λ ρ̄ c̄_p T̄/η̄ Z(y),   λ̄₀ = √T̄/Σ b_i T̄^{−i}
//!
//! ξ = ξ₀ (Δχ̄/Γ₀)^{ν/γ},   Δχ̄ = ρ̄ (ζ(T̄) − ζ(T̄_R) T̄_R/T̄),   ζ = (∂ρ̄/∂p̄)_T,   y = q_D ξ
//!
//! Huber et al. (2009), doi:10.1063/1.3088050; Huber et al. (2012), doi:10.1063/1.4738955.

use std::f64::consts::PI;
use std::sync::OnceLock;

use serde::Deserialize;

use super::local::{Local, Substance, polynomial, polynomial_and_slope};
use crate::helmholtz::spline::Spline;

/// What both enhancements need: the correlation length.
#[derive(Debug, Deserialize)]
struct Critical {
    nu: f64,
    gamma: f64,
    xi_0: f64,
    gamma_0: f64,
    /// Reference temperature, T̄_R.
    t_r: f64,
    p_star: f64,
    /// ζ(T̄_R) over √ρ̄: a function of the density alone, so that it need not be found anew.
    #[serde(skip)]
    background: OnceLock<Spline<1>>,
}

/// Greatest reduced density of the spline, and its number of cells.
const DENSE: f64 = 4.2;
const CELLS: u32 = 512;
/// An enhancement smaller than this has no slope that counts.
const NEGLIGIBLE: f64 = 1e-10;

/// The coefficients of IAPWS R12-08.
#[derive(Debug, Deserialize)]
pub(super) struct WaterViscosity {
    t_star: f64,
    rho_star: f64,
    mu_star: f64,
    dilute: [f64; 4],
    h: [[f64; 7]; 6],
    x_mu: f64,
    /// q_C⁻¹, nm.
    q_c_inverse: f64,
    /// q_D⁻¹, nm.
    q_d_inverse: f64,
    #[serde(flatten)]
    critical: Critical,
}

/// The coefficients of IAPWS R15-11.
#[derive(Debug, Deserialize)]
pub(super) struct WaterConductivity {
    t_star: f64,
    rho_star: f64,
    lambda_star: f64,
    mu_star: f64,
    r_gas: f64,
    dilute: [f64; 5],
    l: [[f64; 6]; 5],
    lambda_0: f64,
    /// q_D⁻¹, nm.
    q_d_inverse: f64,
    #[serde(flatten)]
    critical: Critical,
}

/// Σ_i (1/T̄ − 1)^i Σ_j c_ij (ρ̄ − 1)^j.
fn double_sum<const I: usize, const J: usize>(c: &[[f64; J]; I], t: f64, r: f64) -> f64 {
    let rows: [f64; I] = std::array::from_fn(|i| polynomial(&c[i], r - 1.0));
    polynomial(&rows, 1.0 / t - 1.0)
}

impl Critical {
    /// Correlation length, nm; 0 where there is no enhancement.
    fn xi(&self, at: &Local, t_star: f64, rho_star: f64) -> f64 {
        let (t, r) = (at.t / t_star, at.rho / rho_star);
        let background = match r {
            r if r <= DENSE => self.background(at.substance, t_star, rho_star).lane(0, r.sqrt()).0,
            _ => self.p_star / (rho_star * at.dp_drho_at(self.t_r * t_star)),
        };
        self.length(t, r, self.p_star / (rho_star * at.dp_drho()), background)
    }

    /// The same from T̄, ρ̄, ζ(T̄) and ζ(T̄_R).
    fn length(&self, t: f64, r: f64, zeta: f64, background: f64) -> f64 {
        let chi = r * (zeta - background * self.t_r / t);
        if chi > 0.0 { self.xi_0 * (chi / self.gamma_0).powf(self.nu / self.gamma) } else { 0.0 }
    }

    fn background(&self, substance: &Substance, t_star: f64, rho_star: f64) -> &Spline<1> {
        self.background.get_or_init(|| {
            let end = DENSE.sqrt();
            let zeta = |k: u32| {
                let root = (end * f64::from(k) / f64::from(CELLS)).max(1e-6);
                [self.p_star / (rho_star * substance.dp_drho(self.t_r * t_star, rho_star * root * root))]
            };
            Spline::interpolate(end, &(0..=CELLS).map(zeta).collect::<Vec<_>>())
        })
    }
}

impl WaterViscosity {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        self.background(at.t, at.rho).0 * self.enhancement(at).exp()
    }

    /// ∂η/∂T and ∂η/∂ρ, where the slopes of the enhancement do not count.
    pub(super) fn slopes(&self, at: &Local) -> Option<(f64, f64)> {
        let (_, dt, drho) = self.background(at.t, at.rho);
        (self.enhancement(at) < NEGLIGIBLE).then_some((dt, drho))
    }

    /// x_µ Y(ξ).
    fn enhancement(&self, at: &Local) -> f64 {
        let xi = self.critical.xi(at, self.t_star, self.rho_star);
        if xi > 0.0 { self.x_mu * self.y(xi) } else { 0.0 }
    }

    /// Viscosity without the enhancement, Pa s, and its slopes in T and ρ.
    pub(super) fn background(&self, t: f64, rho: f64) -> (f64, f64, f64) {
        let (t, r) = (t / self.t_star, rho / self.rho_star);
        let (x, y) = (1.0 / t - 1.0, r - 1.0);
        let rows = self.h.each_ref().map(|row| polynomial_and_slope(row, y));
        let (sum, sum_x) = polynomial_and_slope(&rows.map(|(value, _)| value), x);
        let sum_r = polynomial(&rows.map(|(_, slope)| slope), x);
        let (a, a_x) = polynomial_and_slope(&self.dilute, 1.0 / t);
        let value = self.mu_star * 100.0 * t.sqrt() / a * (r * sum).exp();
        let ln_t = 0.5 / t + (a_x / a - r * sum_x) / (t * t);
        (value, value * ln_t / self.t_star, value * (sum + r * sum_r) / self.rho_star)
    }

    /// The crossover function Y of the correlation length.
    fn y(&self, xi: f64) -> f64 {
        const SMALL: f64 = 0.3817016416;
        let (c, d) = (xi / self.q_c_inverse, xi / self.q_d_inverse);
        if xi <= SMALL {
            return 0.2 * c * d.powi(5) * (1.0 - c + c * c - 765.0 / 504.0 * d * d);
        }
        let psi = (1.0 / (1.0 + d * d).sqrt()).acos();
        let w = ((c - 1.0) / (c + 1.0)).abs().sqrt() * (0.5 * psi).tan();
        let l = if c > 1.0 { ((1.0 + w) / (1.0 - w)).ln() } else { 2.0 * w.abs().atan() };
        let square = c * c;
        (3.0 * psi).sin() / 12.0 - (2.0 * psi).sin() / (4.0 * c) + (1.0 - 1.25 * square) * psi.sin() / square
            - ((1.0 - 1.5 * square) * psi - (square - 1.0).abs().powf(1.5) * l) / (square * c)
    }
}

impl WaterConductivity {
    /// Thermal conductivity, W/(m K), given the viscosity, Pa s.
    pub(super) fn conductivity(&self, at: &Local, viscosity: f64) -> f64 {
        let xi = self.critical.xi(at, self.t_star, self.rho_star);
        self.with_length((at.t, at.rho), xi, (at.cp(), at.cv()), viscosity)
    }

    /// The same at (T, ρ) with (∂ρ/∂p)_T, ζ(T̄_R) and (c_p, c_v) of another equation of state.
    pub(super) fn on(&self, (t, rho): (f64, f64), compliance: f64, zeta: f64, heat: (f64, f64), viscosity: f64) -> f64 {
        let own = self.critical.p_star / self.rho_star * compliance;
        let xi = self.critical.length(t / self.t_star, rho / self.rho_star, own, zeta);
        self.with_length((t, rho), xi, heat, viscosity)
    }

    /// ρ̄.
    pub(super) fn reduced_density(&self, rho: f64) -> f64 {
        rho / self.rho_star
    }

    /// The same at (T, ρ) with the correlation length in nm and (c_p, c_v).
    fn with_length(&self, (t, rho): (f64, f64), xi: f64, (cp, cv): (f64, f64), viscosity: f64) -> f64 {
        let (t, r) = (t / self.t_star, rho / self.rho_star);
        let dilute = t.sqrt() / polynomial(&self.dilute, 1.0 / t);
        let background = dilute * (r * double_sum(&self.l, t, r)).exp();
        let scale = self.lambda_0 * r * cp / self.r_gas * t / (viscosity / self.mu_star);
        self.lambda_star * (background + scale * z(xi / self.q_d_inverse, cp / cv, r))
    }
}

/// The crossover function of the conductivity; `kappa` = c_p/c_v.
fn z(y: f64, kappa: f64, r: f64) -> f64 {
    if y < 1.2e-7 {
        return 0.0;
    }
    let all = (1.0 - 1.0 / kappa) * y.atan() + y / kappa;
    let background = 1.0 - (-1.0 / (1.0 / y + y * y / (3.0 * r * r))).exp();
    2.0 / (PI * y) * (all - background)
}

#[cfg(test)]
mod tests {
    use super::super::tests::model;

    /// IAPWS R12-08, Table 4: without the enhancement. The last digit printed is the sixth decimal.
    #[test]
    fn reproduces_iapws_viscosity_without_enhancement() {
        let points = [
            (298.15, 998.0, 889.735100),
            (298.15, 1200.0, 1437.649467),
            (373.15, 1000.0, 307.883622),
            (433.15, 1.0, 14.538324),
            (433.15, 1000.0, 217.685358),
            (873.15, 1.0, 32.619287),
            (873.15, 100.0, 35.802262),
            (873.15, 600.0, 77.430195),
            (1173.15, 1.0, 44.217245),
            (1173.15, 100.0, 47.640433),
            (1173.15, 400.0, 64.154608),
        ];
        let water = model("Water");
        let super::super::viscosity::Viscosity::Water(viscosity) = &water.viscosity.1 else {
            panic!("not the model of water")
        };
        for (t, rho, micro) in points {
            let got = 1e6 * viscosity.background(t, rho).0;
            assert!((got - micro).abs() < 6e-7, "{t} {rho}: {got}, {micro}");
        }
    }

    /// IAPWS R12-08, Table 5: with the enhancement, close to the critical point.
    #[test]
    fn reproduces_iapws_viscosity_near_the_critical_point() {
        let points = [
            (122.0, 25.520677),
            (222.0, 31.337589),
            (272.0, 36.228143),
            (322.0, 42.961579),
            (372.0, 45.688204),
            (422.0, 49.436256),
        ];
        let water = model("Water");
        for (rho, micro) in points {
            let got = 1e6 * water.at(647.35, rho).expect("a value").viscosity;
            assert!((got - micro).abs() < 6e-7, "{rho}: {got}, {micro}");
        }
    }

    /// IAPWS R15-11, Table 4 (the values with the enhancement of the table are for IAPWS-95) and Table 5.
    #[test]
    fn reproduces_iapws_conductivity() {
        let points = [
            (298.15, 0.0, 18.4341883),
            (298.15, 998.0, 607.712868),
            (298.15, 1200.0, 799.038144),
            (873.15, 0.0, 79.1034659),
            (647.35, 1.0, 51.9298924),
            (647.35, 122.0, 130.922885),
            (647.35, 222.0, 367.787459),
            (647.35, 272.0, 757.959776),
            (647.35, 322.0, 1443.75556),
            (647.35, 372.0, 650.319402),
            (647.35, 422.0, 448.883487),
            (647.35, 750.0, 600.961346),
        ];
        let water = model("Water");
        for (t, rho, milli) in points {
            let got = 1e3 * water.at(t, f64::max(rho, 1e-9)).expect("a value").conductivity;
            let digit = 10f64.powi(f64::log10(milli).floor() as i32 - 8);
            assert!((got - milli).abs() < 0.6 * digit.max(1e-7 * milli), "{t} {rho}: {got}, {milli}");
        }
    }
}
