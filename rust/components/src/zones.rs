//! Heat exchanger by zones: a condensing or evaporating stream against a boundary of given inlet temperature.
//!
//! One coefficient of heat transfer, three zones (vapour, two-phase, liquid), counterflow, UA = Σ UAⱼ.
//! With the heat Qⱼ of a zone from the enthalpies of the stream, ΔT_a and ΔT_b the temperature differences
//! at its ends,
//! ```text
//! Qⱼ = UAⱼ ΔT_a φ(zⱼ),    φ(z) = (1 − e⁻ᶻ)/z,    zⱼ = UAⱼ (ΔT_a − ΔT_b)/Qⱼ = NTU_stream − NTU_boundary
//! ```
//! which is the ε-NTU relation of a counterflow exchanger and, at a solution, Qⱼ = UAⱼ ΔT_log. It stays finite for
//! empty and for crossing zones, where a logarithmic mean does not exist.
//!
//! Reference: R. K. Shah, D. P. Sekulić, Fundamentals of Heat Exchanger Design, Wiley 2003, chapter 3.

use crate::properties::saturation;
use crate::{ComponentError, Scalar, Stream};

/// The boundary of an exchanger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boundary<S> {
    /// Inlet temperature, K.
    pub(crate) t: S,
    /// Capacity rate, W/K; infinite for a constant temperature.
    pub(crate) capacity_rate: S,
    /// +1 if the stream is cooled, −1 if it is heated.
    pub(crate) sign: f64,
}

/// A zone: heat transferred and the temperature differences at its ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone<S> {
    /// Heat from the hot to the cold side, W.
    pub(crate) q: S,
    /// Difference at the end where the stream enters, K.
    pub(crate) dt_a: S,
    /// Difference at the end where it leaves, K.
    pub(crate) dt_b: S,
}

/// A zone with less than this share of the heat is empty.
const EMPTY: f64 = 1e-9;
/// Temperature differences below this, K, cross; above it an oversized zone has used up its difference.
const CROSSING: f64 = -1e-6;
/// Difference, K, at the end of a zone that has used it up.
const CLOSEST: f64 = 1e-12;
/// Ratio of the differences at the ends of a zone below which the logarithmic mean is too steep to iterate with.
const UNLIKE: f64 = 1e-3;
/// φ is continued linearly below this argument, which only iterates reach.
const Z_MIN: f64 = -20.0;

/// (1 − e⁻ᶻ)/z.
fn phi<S: Scalar>(z: S) -> S {
    if z.re() < Z_MIN {
        let (value, slope) = ((-Z_MIN).exp_m1() / -Z_MIN, phi_slope(Z_MIN));
        return (z - Z_MIN) * slope + value;
    }
    if z.re().abs() < 1e-3 {
        return S::one() - z * (S::from(0.5) - z * (S::from(1.0 / 6.0) - z * (S::from(1.0 / 24.0) - z / 120.0)));
    }
    -(-z).exp_m1() / z
}

fn phi_slope(z: f64) -> f64 {
    ((-z).exp() * (z + 1.0) - 1.0) / (z * z)
}

/// The vapour, two-phase and liquid zone of a stream, in the order in which it passes them.
pub(crate) fn zones<S: Scalar>(
    inlet: &Stream<S>,
    outlet: &Stream<S>,
    boundary: &Boundary<S>,
) -> Result<[Zone<S>; 3], ComponentError> {
    let is_cooled = boundary.sign > 0.0;
    // The first line is crossed near the inlet, the second near the outlet: each at the pressure there.
    let (at_inlet, at_outlet) = (saturation(inlet.fluid, inlet.p)?, saturation(inlet.fluid, outlet.p)?);
    let (first, second) = if is_cooled { (at_inlet.1, at_outlet.0) } else { (at_inlet.0, at_outlet.1) };
    let ends = [(inlet.h, inlet.t()?), (first.h, first.t), (second.h, second.t), (outlet.h, outlet.t()?)];
    let (lower, upper) = if inlet.h.re() < outlet.h.re() { (ends[0], ends[3]) } else { (ends[3], ends[0]) };
    let clip = |point: (S, S)| match point.0.re() {
        h if h <= lower.0.re() => lower,
        h if h >= upper.0.re() => upper,
        _ => point,
    };
    let points = [ends[0], clip(ends[1]), clip(ends[2]), ends[3]];
    let sign = boundary.sign;
    let difference = |(h, t): (S, S)| {
        // Counterflow: the boundary enters where the stream leaves.
        let rise = match boundary.capacity_rate.re() {
            rate if rate.is_infinite() => S::zero(),
            _ => inlet.m * (h - outlet.h) * sign / boundary.capacity_rate,
        };
        (t - boundary.t) * sign - rise
    };
    Ok(std::array::from_fn(|j| Zone {
        q: inlet.m * (points[j].0 - points[j + 1].0) * sign,
        dt_a: difference(points[j]),
        dt_b: difference(points[j + 1]),
    }))
}

/// Q − UA ΔT_a φ(z) of a zone; `total` is the heat of all zones.
///
/// Between ends that are not too unlike it is Q − UA ΔT_log, which has no pole where Q vanishes.
pub(crate) fn residual<S: Scalar>(zone: &Zone<S>, ua: S, total: f64) -> S {
    if zone.q.re().abs() <= EMPTY * total.abs() {
        return -ua * zone.dt_a;
    }
    let (a, b) = (zone.dt_a.re(), zone.dt_b.re());
    if a.min(b) > UNLIKE * a.max(b) {
        return zone.q - ua * logarithmic_mean(zone.dt_a, zone.dt_b);
    }
    zone.q - ua * zone.dt_a * phi(ua * (zone.dt_a - zone.dt_b) / zone.q)
}

/// (a − b)/ln(a/b) of two positive numbers.
fn logarithmic_mean<S: Scalar>(a: S, b: S) -> S {
    if (a.re() / b.re() - 1.0).abs() < 1e-6 { (a + b) * 0.5 } else { (a - b) / (a / b).ln() }
}

/// UA of a zone at a solution, W/K; zero for an empty zone, None where the temperatures cross.
pub(crate) fn conductance<S: Scalar>(zone: &Zone<S>, total: f64) -> Option<S> {
    if zone.q.re().abs() <= EMPTY * total.abs() {
        return Some(S::zero());
    }
    let (a, b) = (zone.dt_a, zone.dt_b);
    if a.re() < CROSSING || b.re() < CROSSING {
        return None;
    }
    let (a, b) = (a.greater(S::from(CLOSEST)), b.greater(S::from(CLOSEST)));
    Some(zone.q / logarithmic_mean(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phi_is_smooth_across_its_branches() {
        for z in [-1e-3, 1e-3, Z_MIN] {
            let (below, above): (f64, f64) = (phi(z - 1e-9), phi(z + 1e-9));
            assert!((below / above - 1.0).abs() < 3e-8, "{z}: {below} {above}");
        }
        assert!((phi(2.0f64) - (1.0 - (-2.0f64).exp()) / 2.0).abs() < 1e-15);
    }

    #[test]
    fn the_zone_equation_is_the_logarithmic_mean() {
        let zone = Zone { q: 1000.0, dt_a: 20.0, dt_b: 5.0 };
        let ua = conductance(&zone, 1000.0).unwrap();
        assert!((ua - 1000.0 / (15.0 / 4f64.ln())).abs() < 1e-9);
        assert!(residual(&zone, ua, 1000.0).abs() < 1e-9);
    }

    #[test]
    fn crossing_and_empty_zones_stay_finite() {
        let crossing = Zone { q: 1000.0, dt_a: 20.0, dt_b: -5.0 };
        assert!(conductance(&crossing, 1000.0).is_none());
        assert!(residual(&crossing, 1e9, 1000.0).is_finite());
        assert!(residual(&crossing, -1e9, 1000.0).is_finite());
        let empty = Zone { q: 0.0, dt_a: 20.0, dt_b: 20.0 };
        assert_eq!(residual(&empty, 0.0, 1000.0), 0.0);
    }
}
