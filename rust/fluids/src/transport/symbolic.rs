//! Residual viscosities found by symbolic regression, functions of T_r = T/T_c and ρ_r = ρ/ρ_c.
//!
//! Hydrogen (Muzny et al. 2013, doi:10.1021/je301273j; ρ_r = ρ · 0.011 m³/kg):
//! Δη = c₁ ρ_r² exp(c₂ T_r + c₃/T_r + c₄ ρ_r²/(c₅ + T_r) + c₆ ρ_r⁶)
//!
//! The others are Δη = 1e-6 ρ_r^⅔ √T_r f(T_r, ρ_r):
//!
//! | fluid | f |
//! |---|---|
//! | toluene (Avgeri et al. 2015, doi:10.1063/1.4926955) | (c₀ρ_r + c₁ρ_r⁴)/T_r + c₂ρ_r³/(ρ_r² + c₃ + c₄T_r) + c₅ρ_r |
//! | benzene (Avgeri et al. 2014, doi:10.1063/1.4892935) | c₀ρ_r² + c₁ρ_r/(c₂ + c₃T_r + c₄ρ_r) + (c₅ρ_r + c₆ρ_r²)/(c₇ + c₈ρ_r²) |
//! | hexane (Michailidou et al. 2013, doi:10.1063/1.4818980) | c₀/T_r + c₁/(c₂ + T_r + c₃ρ_r²) + c₄(1 + ρ_r)/(c₅ + c₆T_r + c₇ρ_r + ρ_r² + c₈ρ_rT_r) |
//! | heptane (Michailidou et al. 2014, doi:10.1063/1.4875930) | c₀ρ_r + c₁ρ_r² + c₂ρ_r³ + c₃ρ_r/(c₄ + c₅T_r + c₆ρ_r + ρ_r² + c₇ρ_rT_r) |

use serde::Deserialize;

use super::local::Local;

/// Reducing point and coefficients.
#[derive(Debug, Deserialize)]
pub(super) struct Symbolic {
    t_c: f64,
    rho_c: f64,
    c: Vec<f64>,
}

/// The correlation for hydrogen.
#[derive(Debug, Deserialize)]
pub(super) struct Hydrogen {
    t_c: f64,
    v_scale: f64,
    c: [f64; 6],
}

impl Hydrogen {
    /// Residual viscosity, Pa s.
    pub(super) fn viscosity(&self, at: &Local) -> f64 {
        let (t, r, c) = (at.t / self.t_c, at.rho * self.v_scale, &self.c);
        c[0] * r * r * (c[1] * t + c[2] / t + c[3] * r * r / (c[4] + t) + c[5] * r.powi(6)).exp()
    }
}

impl Symbolic {
    /// 1e-6 ρ_r^⅔ √T_r f(T_r, ρ_r, c), Pa s.
    fn scaled(&self, at: &Local, f: impl Fn(f64, f64, &[f64]) -> f64) -> f64 {
        let (t, r) = (at.t / self.t_c, at.rho / self.rho_c);
        1e-6 * r.cbrt().powi(2) * t.sqrt() * f(t, r, &self.c)
    }
}

/// Residual viscosity of toluene, Pa s.
pub(super) fn toluene(model: &Symbolic, at: &Local) -> f64 {
    model.scaled(at, |t, r, c| {
        (c[0] * r + c[1] * r.powi(4)) / t + c[2] * r.powi(3) / (r * r + c[3] + c[4] * t) + c[5] * r
    })
}

/// Residual viscosity of benzene, Pa s.
pub(super) fn benzene(model: &Symbolic, at: &Local) -> f64 {
    model.scaled(at, |t, r, c| {
        let square = r * r;
        c[0] * square + c[1] * r / (c[2] + c[3] * t + c[4] * r) + (c[5] * r + c[6] * square) / (c[7] + c[8] * square)
    })
}

/// Residual viscosity of hexane, Pa s.
pub(super) fn hexane(model: &Symbolic, at: &Local) -> f64 {
    model.scaled(at, |t, r, c| {
        let first = c[0] / t + c[1] / (c[2] + t + c[3] * r * r);
        first + c[4] * (1.0 + r) / (c[5] + c[6] * t + c[7] * r + r * r + c[8] * r * t)
    })
}

/// Residual viscosity of heptane, Pa s.
pub(super) fn heptane(model: &Symbolic, at: &Local) -> f64 {
    model.scaled(at, |t, r, c| {
        let powers = r * (c[0] + r * (c[1] + r * c[2]));
        powers + c[3] * r / (c[4] + c[5] * t + c[6] * r + r * r + c[7] * r * t)
    })
}
