//! Zones of an exchanger: parts in which the temperature differences change in one way.
//!
//! With the heat Q of a zone from the enthalpies of the streams, ΔT_a and ΔT_b the temperature differences at its ends, the
//! greater one first,
//! ```text
//! Q = UA ΔT_a φ(z),    φ(z) = (1 − e⁻ᶻ)/z,    z = UA (ΔT_a − ΔT_b)/Q = |NTU_hot − NTU_cold|
//! ```
//! which is the ε-NTU relation of a counterflow exchanger and, at a solution, Q = UA ΔT_log. It stays finite for
//! empty, oversized and crossing zones, where a logarithmic mean does not exist.
//!
//! Zones share what is given for all of them, UA = Σ UAⱼ, or a heat exchange area, A = Σ wⱼ UAⱼ with wⱼ = 1/Uⱼ. The zone with the smallest
//! difference, the one that may cross, takes what the others leave, and its equation above stands for all.
//!
//! References: R. K. Shah, D. P. Sekulić, Fundamentals of Heat Exchanger Design, Wiley 2003, chapter 3;
//! I. H. Bell et al., Appl. Therm. Eng. 79 (2015) 192–201, doi:10.1016/j.applthermaleng.2015.01.028.

use crate::Scalar;

/// A zone: heat transferred and the temperature differences at its ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone<S> {
    /// Heat from the hot to the cold side, W.
    pub(crate) q: S,
    /// Difference at the end where the hot stream enters, K.
    pub(crate) dt_a: S,
    /// Difference at the other end, K.
    pub(crate) dt_b: S,
}

/// A zone with less than this share of the heat is empty.
const EMPTY: f64 = 1e-9;
/// Temperature differences below this, K, cross; above it an oversized zone has used up its difference.
const CROSSING: f64 = -1e-6;
/// Difference, K, at the end of a zone that has used it up.
const CLOSEST: f64 = 1e-12;
/// Difference, K, below which the conductance of a zone beside the one with the smallest difference is continued linearly.
const SMALL: f64 = 1e-3;
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

impl<S: Scalar> Zone<S> {
    fn is_empty(&self, total: f64) -> bool {
        self.q.re().abs() <= EMPTY * total.abs()
    }

    /// The smaller difference.
    pub(crate) fn closest(&self) -> S {
        self.dt_a.lesser(self.dt_b)
    }

    /// True if the streams come to the same temperature and go on.
    pub(crate) fn is_crossed(&self, total: f64) -> bool {
        !self.is_empty(total) && self.closest().re() < CROSSING
    }

    /// Q/ΔT_log where both differences are greater than [`SMALL`], linear in each beyond: greater than zero and finite wherever
    /// an iteration may come.
    fn required(&self) -> S {
        let beyond = |dt: S| (dt - SMALL).lesser(S::zero());
        let (a, b) = (self.dt_a.greater(S::from(SMALL)), self.dt_b.greater(S::from(SMALL)));
        let (inverse, slope_a, slope_b) = inverse_mean(a, b);
        self.q * (inverse + slope_a * beyond(self.dt_a) + slope_b * beyond(self.dt_b))
    }
}

/// 1/ΔT_log of two positive differences, and its slopes.
fn inverse_mean<S: Scalar>(a: S, b: S) -> (S, S, S) {
    let rest = a - b;
    if rest.re().abs() < 1e-4 * b.re() {
        let mean = (a + b) * 0.5;
        let slope = -mean.powi(-2) * 0.5;
        return (mean.recip() * (rest * rest / (mean * mean * 12.0) + 1.0), slope, slope);
    }
    let inverse = (a / b).ln() / rest;
    (inverse, (a.recip() - inverse) / rest, (inverse - b.recip()) / rest)
}

/// Q − UA ΔT_a φ(z) of a zone; `total` is the heat of all zones.
///
/// Between ends that are not too unlike it is Q − UA ΔT_log, which has no pole where Q vanishes.
pub(crate) fn residual<S: Scalar>(zone: &Zone<S>, ua: S, total: f64) -> S {
    let Zone { q, dt_a, dt_b } = *zone;
    if zone.is_empty(total) {
        return -ua * dt_a;
    }
    // a φ(z) = b φ(−z): z is positive.
    let (a, b) = if (dt_a.re() - dt_b.re()) * q.re() < 0.0 { (dt_b, dt_a) } else { (dt_a, dt_b) };
    if ua.re() <= 0.0 {
        // The other zones leave nothing for this one: too much heat, whatever its temperatures.
        return q - ua * a.abs();
    }
    let (low, high) = (dt_a.re().abs().min(dt_b.re().abs()), dt_a.re().abs().max(dt_b.re().abs()));
    if dt_a.re() * dt_b.re() > 0.0 && low > UNLIKE * high {
        return q - ua * logarithmic_mean(dt_a, dt_b);
    }
    q - ua * a * phi(ua * (a - b) / q)
}

/// Residual of Σ wⱼ UAⱼ = `share`, for zones with their weights wⱼ; in watts.
pub(crate) fn shared<S: Scalar>(zones: &[(Zone<S>, S)], share: S) -> S {
    let total: f64 = zones.iter().map(|(zone, _)| zone.q.re()).sum();
    let Some(key) = key(zones, total) else {
        let all = zones.iter().fold(S::zero(), |sum, (zone, _)| sum + zone.q);
        return zones.first().map_or(all, |(zone, weight)| all - share / *weight * zone.dt_a);
    };
    residual(&zones[key].0, left_for(zones, key, share), total)
}

/// UAⱼ of the zones at a solution, W/K. With `share` given, a zone that has nearly used up its difference gets what the others leave, as its
/// temperatures say little of it. None where temperatures cross.
pub(crate) fn conductances<S: Scalar>(zones: &[(Zone<S>, S)], share: Option<S>) -> Option<Vec<S>> {
    let total: f64 = zones.iter().map(|(zone, _)| zone.q.re()).sum();
    let mut all: Vec<S> = zones.iter().map(|(zone, _)| conductance(zone, total)).collect::<Option<_>>()?;
    if let (Some(share), Some(key)) = (share, key(zones, total))
        && zones[key].0.closest().re() < SMALL
    {
        all[key] = left_for(zones, key, share);
    }
    Some(all)
}

/// The zone with the smallest difference; of several, the one with most heat.
fn key<S: Scalar>(zones: &[(Zone<S>, S)], total: f64) -> Option<usize> {
    let order = |index: &usize| (zones[*index].0.closest().re(), -zones[*index].0.q.re().abs());
    let all = (0..zones.len()).filter(|index| !zones[*index].0.is_empty(total));
    all.min_by(|a, b| order(a).partial_cmp(&order(b)).unwrap_or(std::cmp::Ordering::Equal))
}

/// UA of a zone that takes what the others leave. Where they use more than there is, which only iterates reach, it grows
/// below zero as a logarithm, so that zones that cross do not drown the others.
fn left_for<S: Scalar>(zones: &[(Zone<S>, S)], key: usize, share: S) -> S {
    let others = zones.iter().enumerate().filter(|(index, _)| *index != key);
    let used = others.fold(S::zero(), |sum, (_, (zone, weight))| sum + *weight * zone.required());
    let left = if used.re() > share.re() { -(used / share).ln() * share } else { share - used };
    left / zones[key].1
}

/// (a − b)/ln(a/b) of two numbers of one sign.
fn logarithmic_mean<S: Scalar>(a: S, b: S) -> S {
    if (a.re() / b.re() - 1.0).abs() < 1e-6 { (a + b) * 0.5 } else { (a - b) / (a / b).ln() }
}

/// UA of a zone at a solution, W/K; zero for an empty zone, None where the temperatures cross.
pub(crate) fn conductance<S: Scalar>(zone: &Zone<S>, total: f64) -> Option<S> {
    if zone.is_empty(total) {
        return Some(S::zero());
    }
    if zone.is_crossed(total) {
        return None;
    }
    let (a, b) = (zone.dt_a.greater(S::from(CLOSEST)), zone.dt_b.greater(S::from(CLOSEST)));
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
        for (q, dt_a, dt_b) in
            [(1000.0f64, 20.0f64, 5.0), (1000.0, 1e-3, 5.0), (1000.0, 5.0, 1e-3), (-1000.0, -5.0, -20.0)]
        {
            let zone = Zone { q, dt_a, dt_b };
            let ua = q / ((dt_a - dt_b) / (dt_a / dt_b).ln());
            assert!(residual(&zone, ua, q).abs() < 1e-9, "{q} {dt_a} {dt_b}");
        }
        let zone = Zone { q: 1000.0, dt_a: 20.0, dt_b: 5.0 };
        assert!((conductance(&zone, 1000.0).unwrap() - 1000.0 / (15.0 / 4f64.ln())).abs() < 1e-9);
    }

    #[test]
    fn crossing_and_empty_zones_stay_finite() {
        for (dt_a, dt_b) in [(20.0, -5.0), (-5.0, 20.0), (-5.0, -20.0), (0.0, 0.0)] {
            let crossing = Zone { q: 1000.0, dt_a, dt_b };
            assert!(conductance(&crossing, 1000.0).is_none() || dt_a == 0.0);
            assert!(crossing.required().is_finite() && crossing.required() > 0.0);
            for ua in [1e9, 1.0, 0.0, -1e9] {
                assert!(residual(&crossing, ua, 1000.0).is_finite());
            }
        }
        let empty = Zone { q: 0.0, dt_a: 20.0, dt_b: 20.0 };
        assert_eq!(residual(&empty, 0.0, 1000.0), 0.0);
    }

    #[test]
    fn crossing_zones_solve_nothing() {
        // Whatever the share, zones that cross ask for less heat.
        for dt in [[12.0, -1.24, -1.24], [-3.0, -3.0, -3.0], [5.0, -4.0, 6.0]] {
            let zone = |q: f64, k: usize| (Zone { q, dt_a: dt[k], dt_b: dt[(k + 1) % 3] }, 1.0);
            for share in [1.0, 1e3, 1e6, 1e9] {
                assert!(shared(&[zone(500.0, 0), zone(9000.0, 1)], share) > 0.0, "{dt:?} {share}");
            }
        }
    }

    #[test]
    fn zones_share_a_conductance_or_an_area() {
        let zones = [(500.0, 20.0, 9.0), (3000.0, 9.0, 4.0), (800.0, 4.0, 3.0)];
        let zones = zones.map(|(q, dt_a, dt_b)| Zone { q, dt_a, dt_b });
        let each = zones.map(|zone| zone.q / logarithmic_mean(zone.dt_a, zone.dt_b));
        let weights = [1.0 / 50.0, 1.0 / 900.0, 1.0 / 300.0];
        let all: Vec<(Zone<f64>, f64)> = zones.into_iter().zip(weights).collect();
        let area: f64 = each.iter().zip(weights).map(|(ua, weight)| ua * weight).sum();
        assert!(shared(&all, area).abs() < 1e-9);
        // Too small an area: the heat given would need more.
        assert!(shared(&all, 0.5 * area) > 0.0 && shared(&all, 2.0 * area) < 0.0);
        for (found, expected) in conductances(&all, Some(area)).unwrap().iter().zip(each) {
            assert!((found / expected - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_inverse_of_a_mean_has_the_slopes_of_its_branches() {
        for (a, b) in [(5.0, 3.0), (3.0, 5.0), (4.0, 4.0), (4.0001, 4.0), (1e-6, 10.0)] {
            let (_, slope_a, slope_b) = inverse_mean(a, b);
            let h = 1e-6 * b;
            let difference = (inverse_mean(a, b + h).0 - inverse_mean(a, b - h).0) / (2.0 * h);
            assert!((difference / slope_b - 1.0).abs() < 1e-3, "{a} {b}: {difference} {slope_b}");
            let h = 1e-6 * a;
            let difference = (inverse_mean(a + h, b).0 - inverse_mean(a - h, b).0) / (2.0 * h);
            assert!((difference / slope_a - 1.0).abs() < 1e-3, "{a} {b}: {difference} {slope_a}");
        }
    }
}
