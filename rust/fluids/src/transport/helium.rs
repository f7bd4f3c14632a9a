//! Viscosity and thermal conductivity of helium.
//!
//! Viscosity (µg/(cm s), ρ in g/cm³, x = ln min(T, 300 K)): with P(x) = p₀/x + p₁ + p₂x + p₃x² + p₄x³,
//!
//! η = exp(L + Bρ + Cρ² + Dρ³),   and above 100 K  η = exp(L + …) − exp(L) + 196 T^0.71938 exp(12.451/T − 295.67/T² − 4.1249)
//!
//! Arp, McCarty, Friend (1998), NIST Technical Note 1334.
//!
//! Conductivity: λ = λ₀(T) + λ_e(T, ρ) + λ_c;   λ_c between 3.5 and 12 K, with the compressibility of the scaled equation of
//! state close to the critical point. Hands, Arp (1981), doi:10.1016/0011-2275(81)90211-3. The prefactor of λ_c is the one in
//! use (REFPROP, CoolProp), which is not printed in the paper.

use serde::Deserialize;

use super::local::{Local, polynomial};

/// The coefficients of the viscosity.
#[derive(Debug, Deserialize)]
pub(super) struct HeliumViscosity {
    b: [f64; 5],
    c: [f64; 5],
    d: [f64; 5],
    low: [f64; 5],
    high: [f64; 5],
}

/// The coefficients of the conductivity.
#[derive(Debug, Deserialize)]
pub(super) struct HeliumConductivity {
    dilute: [f64; 2],
    dilute_exponent: [f64; 4],
    c: [f64; 11],
    rho_log: f64,
    critical: Critical,
}

/// The coefficients of the critical enhancement.
#[derive(Debug, Deserialize)]
struct Critical {
    t_low: f64,
    t_high: f64,
    t_c: f64,
    rho_c: f64,
    p_c: f64,
    x_0: f64,
    e_1: f64,
    e_2: f64,
    beta: f64,
    gamma: f64,
    delta: f64,
    scale: [f64; 2],
    damping: [f64; 2],
}

impl HeliumViscosity {
    /// Viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        const PER_PASCAL_SECOND: f64 = 1e7;
        let (t, rho) = (at.t, at.rho / 1000.0);
        let x = t.min(300.0).ln();
        let p = |c: &[f64; 5]| c[0] / x + polynomial(&c[1..], x);
        let dilute = p(&self.low);
        let dense = (dilute + rho * (p(&self.b) + rho * (p(&self.c) + rho * p(&self.d)))).exp();
        if t <= 100.0 {
            return dense / PER_PASCAL_SECOND;
        }
        let [scale, power, c1, c2, c3] = self.high;
        let warm = scale * t.powf(power) * (c1 / t + c2 / (t * t) + c3).exp();
        (dense + warm - dilute.exp()) / PER_PASCAL_SECOND
    }
}

impl HeliumConductivity {
    /// Thermal conductivity, W/(m K), given the viscosity, Pa s.
    pub(super) fn conductivity(&self, at: &Local, viscosity: impl Fn() -> f64) -> f64 {
        let is_critical = at.t > self.critical.t_low && at.t < self.critical.t_high;
        let critical = if is_critical { self.critical.conductivity(at, viscosity()) } else { 0.0 };
        self.dilute(at.t) + self.excess(at.t, at.rho) + critical
    }

    fn dilute(&self, t: f64) -> f64 {
        let exponent = polynomial(&self.dilute_exponent, 1.0 / t) / t;
        self.dilute[0] * t.powf(self.dilute[1]) * exponent.exp()
    }

    fn excess(&self, t: f64, rho: f64) -> f64 {
        let (c, root) = (&self.c, t.cbrt());
        let square = root * root;
        (c[0] + c[1] * t + c[2] * root + c[3] * square) * rho
            + (c[4] + c[5] * root + c[6] * square) * rho.powi(3)
            + (c[7] + c[8] * root + c[9] * square + c[10] / t) * rho * rho * (rho / self.rho_log).ln()
    }
}

impl Critical {
    fn conductivity(&self, at: &Local, viscosity: f64) -> f64 {
        let dt = (1.0 - at.t / self.t_c).abs();
        let dr = (1.0 - at.rho / self.rho_c).abs();
        let damping = (self.damping[0] * dt * dt + self.damping[1] * dr.powi(4)).exp();
        let root = self.compressibility(at, dt, dr).sqrt();
        self.scale[0] * self.scale[1] * root * at.t * at.t / at.rho / viscosity * at.dp_dt().powi(2) * damping
    }

    /// Isothermal compressibility, 1/Pa: of the equation of state, and near the critical point increasingly the scaled one.
    fn compressibility(&self, at: &Local, dt: f64, dr: f64) -> f64 {
        let regular = 1.0 / (at.rho * at.dp_drho());
        let weight = (dt / 0.2).powi(2) + (dr / 0.25).powi(2);
        if weight > 1.0 {
            return regular;
        }
        let scaled = 1.0 / (self.scaled(dt, dr) * (at.rho / self.rho_c).powi(2) * self.p_c);
        weight * regular + (1.0 - weight) * scaled
    }

    /// Δρ^{δ−1} (δ h − x h'/β) of the scaled equation of state, x = Δt/Δρ^{1/β}.
    ///
    /// h = E₁ y (1 + E₂ y^{2/β})^{(γ−1)/2β} with y = 1 + x/x₀.
    fn scaled(&self, dt: f64, dr: f64) -> f64 {
        let x = (dt / dr).powf(1.0 / self.beta);
        let y = 1.0 + x / self.x_0;
        let power = self.e_2 * y.powf(2.0 / self.beta);
        let exponent = (self.gamma - 1.0) / (2.0 * self.beta);
        let h = self.e_1 * y * (1.0 + power).powf(exponent);
        let slope = h / (y * self.x_0) * (1.0 + exponent * 2.0 / self.beta * power / (1.0 + power));
        dr.powf(self.delta - 1.0) * (self.delta * h - x / self.beta * slope)
    }
}
