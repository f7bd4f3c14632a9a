//! Phase equilibrium of a pure fluid: p(T, ρ') = p(T, ρ'') = p and g(T, ρ') = g(T, ρ'') at a given pressure.
//!
//! Newton in (ln T, ln ρ', ln ρ''). The liquid row is scaled with ρ R T, the vapour row with p, so that both keep their
//! digits down to the triple point, where p is 10⁻¹² of ρ' R T and less.

use super::equation::{Equation, Point};

/// Temperature in K and densities of liquid and vapour in kg/m³: a start, or a solution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Equilibrium {
    pub(crate) t: f64,
    pub(crate) liquid: f64,
    pub(crate) vapour: f64,
}

const MAX_ITERATIONS: usize = 40;
/// Largest step of a logarithm.
const MAX_STEP: f64 = 0.3;
/// The last step: what it leaves is of the order of its square.
const LAST_STEP: f64 = 1e-9;

/// Equilibrium at pressure `p`; `None` if the iteration fails or the phases become one.
pub(crate) fn equilibrium(equation: &Equation, p: f64, start: Equilibrium) -> Option<Equilibrium> {
    let Equilibrium { mut t, mut liquid, mut vapour } = start;
    let mut last = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let (l, v) = (equation.point(t, liquid), equation.point(t, vapour));
        let [dt, dl, dv] = newton_step(p, &l, &v)?;
        let size = dt.abs().max(dl.abs()).max(dv.abs());
        let damping = (MAX_STEP / size).min(1.0);
        t *= (damping * dt).exp();
        liquid *= (damping * dl).exp();
        vapour *= (damping * dv).exp();
        if !size.is_finite() || liquid <= vapour {
            return None;
        }
        // Converged, or at the level of rounding, where steps stop shrinking.
        if size < LAST_STEP || (size < 1e-8 && size > 0.25 * last) {
            return Some(Equilibrium { t, liquid, vapour });
        }
        last = size;
    }
    None
}

/// Equilibrium at temperature `t`; `None` if the iteration fails or the phases become one.
pub(crate) fn equilibrium_at_t(equation: &Equation, start: Equilibrium) -> Option<Equilibrium> {
    let Equilibrium { t, mut liquid, mut vapour } = start;
    let mut last = f64::INFINITY;
    for _ in 0..MAX_ITERATIONS {
        let (l, v) = (equation.point(t, liquid), equation.point(t, vapour));
        // g' + (p − p')/ρ' = g'' + (p − p'')/ρ'', solved for the common pressure p.
        let p = (v.g() - l.g() + l.p / l.rho - v.p / v.rho) / (1.0 / l.rho - 1.0 / v.rho);
        let p = p.clamp(0.3 * v.p, 3.0 * v.p);
        let (dl, dv) = ((p - l.p) / l.p_r, (p - v.p) / v.p_r);
        let size = dl.abs().max(dv.abs());
        let damping = (MAX_STEP / size).min(1.0);
        liquid *= (damping * dl).exp();
        vapour *= (damping * dv).exp();
        if !size.is_finite() || liquid <= vapour {
            return None;
        }
        if size < LAST_STEP || (size < 1e-8 && size > 0.25 * last) {
            return Some(Equilibrium { t, liquid, vapour });
        }
        last = size;
    }
    None
}

/// The Newton step (Δ ln T, Δ ln ρ', Δ ln ρ''): the densities are eliminated by the two pressure rows.
fn newton_step(p: f64, l: &Point, v: &Point) -> Option<[f64; 3]> {
    // dp = p_r dr + p_t dt = p_target − p  →  dr = (target − p − p_t dt)/p_r.
    // dg = dp/ρ − s T dt, so that with both phases brought to p the Gibbs row is linear in dt alone.
    let (miss_l, miss_v) = (p - l.p, p - v.p);
    let gap = (l.g() + miss_l / l.rho) - (v.g() + miss_v / v.rho);
    let dt = gap / (l.t * (l.s - v.s));
    let step = [dt, (miss_l - l.p_t * dt) / l.p_r, (miss_v - v.p_t * dt) / v.p_r];
    step.iter().all(|x| x.is_finite()).then_some(step)
}
