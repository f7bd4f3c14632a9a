//! The conformal state of a reference fluid: the (T₀, ρ₀) where
//!
//! α^r_ref(T₀, ρ₀) = α^r(T, ρ)   and   Z_ref(T₀, ρ₀) = Z(T, ρ)
//!
//! by Newton from corresponding states, T₀ = T T_c,ref/T_c and ρ₀ = ρ ρ_c,ref/ρ_c, the step halved while the residual grows. In a
//! thin gas the two conditions are nearly the same and several states meet them; steps and tolerance are therefore those of
//! CoolProp, which leads to the same one. Where there is none, corresponding states are the answer: they differ from it by a small
//! part of what is itself small there.

use super::local::{Local, Substance};

/// A conformal state and the ratios to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conformal {
    /// Temperature of the reference fluid, K.
    pub(super) t: f64,
    /// Density of the reference fluid, kg/m³.
    pub(super) rho: f64,
    /// T/T₀.
    pub(super) f: f64,
    /// ρ₀/ρ, molar.
    pub(super) h: f64,
}

const MAX_ITERATIONS: usize = 50;
const MAX_HALVINGS: i32 = 10;
const TOLERANCE: f64 = 1e-9;

/// Residuals α^r and Z, and their slopes in ln T and ln ρ.
struct Miss {
    alpha: f64,
    z: f64,
    alpha_t: f64,
    alpha_r: f64,
    z_t: f64,
    z_r: f64,
}

impl Miss {
    fn new(reference: &Substance, t: f64, rho: f64, alpha: f64, z: f64) -> Self {
        let a = reference.residual(t, rho);
        Miss { alpha: a.a00 - alpha, z: a.a10 - z, alpha_t: -a.a01, alpha_r: a.a10, z_t: -a.a11, z_r: a.a20 }
    }

    fn size(&self) -> f64 {
        self.alpha.hypot(self.z)
    }

    /// Newton step in (ln T, ln ρ).
    fn step(&self) -> (f64, f64) {
        let det = self.alpha_t * self.z_r - self.alpha_r * self.z_t;
        ((self.alpha_r * self.z - self.z_r * self.alpha) / det, (self.z_t * self.alpha - self.alpha_t * self.z) / det)
    }
}

/// The conformal state; corresponding states if there is none.
pub(super) fn conformal_state(at: &Local, reference: &Substance) -> Conformal {
    let substance = at.substance;
    let t = at.t / substance.t_critical * reference.t_critical;
    let rho = at.rho / substance.rho_critical * reference.rho_critical;
    let (t, rho) = solve(at, reference, (t, rho)).unwrap_or((t, rho));
    Conformal { t, rho, f: at.t / t, h: rho / at.rho * substance.molar_mass / reference.molar_mass }
}

/// (T₀, ρ₀), if the iteration ends.
fn solve(at: &Local, reference: &Substance, start: (f64, f64)) -> Option<(f64, f64)> {
    let own = at.residual();
    let (mut t, mut rho) = start;
    let mut miss = Miss::new(reference, t, rho, own.a00, own.a10);
    let scale_t = reference.t_reducing() / reference.t_critical;
    let scale_rho = reference.rho_critical / reference.rho_reducing();
    for _ in 0..MAX_ITERATIONS {
        let (dt, dr) = miss.step();
        (t, rho, miss) = (0..MAX_HALVINGS).find_map(|k| {
            let part = 0.5f64.powi(k);
            let (t, rho) = (t * (1.0 + part * scale_t * dt), rho * (1.0 + part * scale_rho * dr));
            let next = Miss::new(reference, t, rho, own.a00, own.a10);
            (next.size() <= miss.size()).then_some((t, rho, next))
        })?;
        if miss.size() <= TOLERANCE {
            return (t > 0.0 && rho > 0.0).then_some((t, rho));
        }
    }
    None
}
