//! States and heat capacities with their slopes in (p, h).
//!
//! With r = ln ρ and t = ln T the slopes follow from
//!
//! ```text
//! | p_r  p_t | | dr |   | dp |
//! | h_r  h_t | | dt | = | dh |
//! ```
//! and ds = dh/T − dp/(ρ T) in every single-phase state.

use super::equation::{Curvature, Point};
use crate::{Caloric, Phase, Saturation, Sloped, State};

/// (dr/dp, dr/dh, dt/dp, dt/dh).
struct Inverse {
    r_p: f64,
    r_h: f64,
    t_p: f64,
    t_h: f64,
}

impl Inverse {
    fn of(at: &Point) -> Self {
        let det = at.p_r * at.h_t - at.p_t * at.h_r;
        Inverse { r_p: at.h_t / det, r_h: -at.p_t / det, t_p: -at.h_r / det, t_h: at.p_r / det }
    }

    /// A property with the given slopes in r and t.
    fn sloped(&self, value: f64, d_r: f64, d_t: f64) -> Sloped {
        Sloped { value, dp: d_r * self.r_p + d_t * self.t_p, dh: d_r * self.r_h + d_t * self.t_h }
    }
}

/// A single-phase state; `saturation` is that at `p`, if there is one.
pub(super) fn single_phase(phase: Phase, p: f64, h: f64, at: &Point, saturation: Option<&Saturation>) -> State {
    let inverse = Inverse::of(at);
    // `at` may be off (p, h) by rounding.
    let s = at.s + (h - at.h) / at.t - (p - at.p) / (at.rho * at.t);
    State {
        phase,
        p,
        h,
        t: inverse.sloped(at.t, 0.0, at.t),
        rho: inverse.sloped(at.rho, at.rho, 0.0),
        s: Sloped { value: s, dp: -1.0 / (at.rho * at.t), dh: 1.0 / at.t },
        x: saturation.map_or(Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN }, |line| line.quality(h)),
    }
}

/// Heat capacities and speed of sound.
///
/// c_p = (h_t − h_r q)/T with q = p_t/p_r; c_v = s_t; w² = (p_r − p_t k)/ρ with k = s_r/s_t.
pub(super) fn caloric(at: &Point, c: &Curvature) -> Caloric {
    let inverse = Inverse::of(at);
    let q = at.p_t / at.p_r;
    let q_r = (c.p_rt - q * c.p_rr) / at.p_r;
    let q_t = (c.p_tt - q * c.p_rt) / at.p_r;
    let cp = (at.h_t - at.h_r * q) / at.t;
    let cp_r = (c.h_rt - c.h_rr * q - at.h_r * q_r) / at.t;
    let cp_t = (c.h_tt - c.h_rt * q - at.h_r * q_t) / at.t - cp;
    let k = at.s_r / at.s_t;
    let k_r = (c.s_rr - k * c.s_rt) / at.s_t;
    let k_t = (c.s_rt - k * c.s_tt) / at.s_t;
    let w2 = (at.p_r - at.p_t * k) / at.rho;
    let w2_r = (c.p_rr - c.p_rt * k - at.p_t * k_r) / at.rho - w2;
    let w2_t = (c.p_rt - c.p_tt * k - at.p_t * k_t) / at.rho;
    let w = w2.sqrt();
    Caloric {
        cp: inverse.sloped(cp, cp_r, cp_t),
        cv: inverse.sloped(at.s_t, c.s_rt, c.s_tt),
        w: inverse.sloped(w, 0.5 * w2_r / w, 0.5 * w2_t / w),
    }
}

#[cfg(test)]
mod tests {
    use crate::helmholtz::tests::helmholtz;
    use crate::{FluidBackend, Sloped, State};

    /// The slopes of a property against central differences of the flash.
    fn check(name: &str, p: f64, h: f64, tolerance: f64, of: impl Fn(&dyn FluidBackend, &State) -> Sloped) {
        let fluid = helmholtz(name);
        let at = |p: f64, h: f64| {
            let state = fluid.ph(p, h, &[], None).expect("a state");
            of(&fluid, &state)
        };
        let (dp, dh) = (3e-5 * p, 20.0);
        let here = at(p, h);
        let central = |up: Sloped, down: Sloped, step: f64| (up.value - down.value) / (2.0 * step);
        let by_p = central(at(p + dp, h), at(p - dp, h), dp);
        let by_h = central(at(p, h + dh), at(p, h - dh), dh);
        let close = |got: f64, expected: f64, scale: f64| (got - expected).abs() < tolerance * (expected.abs() + scale);
        assert!(close(here.dp, by_p, 1e-6 * here.value.abs() / p), "{name} {p} {h}: {} by p, {by_p}", here.dp);
        assert!(close(here.dh, by_h, 1e-12 * here.value.abs()), "{name} {p} {h}: {} by h, {by_h}", here.dh);
    }

    /// p and h of liquid, two-phase, gaseous and supercritical states.
    fn states(name: &str) -> Vec<(f64, f64)> {
        let fluid = helmholtz(name);
        let p = 0.3 * fluid.dome.p_critical;
        let line = fluid.dome.saturation(p);
        let (h1, h2) = (line.bubble.h.value, line.dew.h.value);
        let mut out: Vec<_> = [-0.15, 0.4, 1.3].map(|x| (p, h1 + x * (h2 - h1))).into();
        for t in [0.95, 1.2] {
            let p = 1.7 * fluid.dome.p_critical;
            out.push((p, fluid.pt(p, t * fluid.dome.t_critical, &[], None).expect("a state").h));
        }
        out
    }

    #[test]
    fn slopes_of_a_state_are_those_of_the_flash() {
        for name in ["R134a", "Water", "CO2", "Ammonia", "R404A", "R407C", "Air"] {
            for (p, h) in states(name) {
                check(name, p, h, 1e-5, |_, state| state.t);
                check(name, p, h, 1e-5, |_, state| state.rho);
                check(name, p, h, 1e-5, |_, state| state.s);
                if p < helmholtz(name).dome.p_critical {
                    check(name, p, h, 1e-5, |_, state| state.x);
                }
            }
        }
    }

    #[test]
    fn slopes_of_heat_capacities_and_speed_of_sound_are_those_of_the_flash() {
        for name in ["R134a", "Water", "CO2", "Ammonia", "R125", "Methanol"] {
            for (p, h) in states(name) {
                if helmholtz(name).ph(p, h, &[], None).expect("a state").phase == crate::Phase::TwoPhase {
                    continue;
                }
                check(name, p, h, 5e-5, |fluid, state| fluid.caloric(state, &[]).expect("single phase").cp);
                check(name, p, h, 5e-5, |fluid, state| fluid.caloric(state, &[]).expect("single phase").cv);
                check(name, p, h, 5e-5, |fluid, state| fluid.caloric(state, &[]).expect("single phase").w);
            }
        }
    }
}
