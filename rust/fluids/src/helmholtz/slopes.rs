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
use crate::{Along, Caloric, Phase, Saturation, Sloped, State};

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
        x: saturation.map_or(Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN }, |line| quality(h, line)),
    }
}

/// (h − h')/(h'' − h') with slopes.
pub(super) fn quality(h: f64, line: &Saturation) -> Sloped {
    let (liquid, vapour) = (line.bubble.h, line.dew.h);
    let span = vapour.value - liquid.value;
    let x = (h - liquid.value) / span;
    Sloped { value: x, dp: -(liquid.dp + x * (vapour.dp - liquid.dp)) / span, dh: 1.0 / span }
}

/// A two-phase state at quality x(p, h).
pub(super) fn two_phase(h: f64, x: Sloped, line: &Saturation) -> State {
    let mix = |liquid: Along, vapour: Along| {
        let span = vapour.value - liquid.value;
        Sloped {
            value: liquid.value + x.value * span,
            dp: liquid.dp + x.value * (vapour.dp - liquid.dp) + x.dp * span,
            dh: x.dh * span,
        }
    };
    let volume = |rho: Along| Along { value: 1.0 / rho.value, dp: -rho.dp / (rho.value * rho.value) };
    let v = mix(volume(line.bubble.rho), volume(line.dew.rho));
    let rho = 1.0 / v.value;
    State {
        phase: Phase::TwoPhase,
        p: line.p,
        h,
        t: mix(line.bubble.t, line.dew.t),
        rho: Sloped { value: rho, dp: -rho * rho * v.dp, dh: -rho * rho * v.dh },
        s: mix(line.bubble.s, line.dew.s),
        x,
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
