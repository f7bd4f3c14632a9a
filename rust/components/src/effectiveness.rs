//! Effectiveness of exchangers of constant capacity rates, ε(NTU, C_r), by the arrangement of their streams.
//!
//! ```text
//! counterflow             ε = (1 − e^(−N(1−C)))/(1 − C e^(−N(1−C)))
//! parallel flow           ε = (1 − e^(−N(1+C)))/(1 + C)
//! crossflow, unmixed      ε = 1 − exp(N^0.22 (e^(−C N^0.78) − 1)/C)                       (approximation)
//! crossflow, C_max mixed  ε = (1 − e^(−C (1 − e^−N)))/C
//! crossflow, C_min mixed  ε = 1 − e^(−(1 − e^(−C N))/C)
//! crossflow, both mixed   1/ε = 1/(1 − e^−N) + C/(1 − e^(−C N)) − 1/N
//! shell and tube          2/ε₁ = 1 + C + S (1 + e^(−N₁ S))/(1 − e^(−N₁ S)),  S = √(1 + C²),  N₁ = N/n
//!                         ε = (R − 1)/(R − C),  R = ((1 − ε₁ C)/(1 − ε₁))ⁿ                 (n shell passes)
//! C = 0                   ε = 1 − e^−N
//! ```
//! References: R. K. Shah, D. P. Sekulić, Fundamentals of Heat Exchanger Design, Wiley 2003, table 3.4;
//! T. L. Bergman et al., Fundamentals of Heat and Mass Transfer, Wiley 2011, table 11.3.

use crate::{ComponentError, Scalar};

/// Names of arrangements, as the parameter `flow_arrangement` has them.
pub const ARRANGEMENTS: &[&str] = &[
    "counterflow",
    "parallelflow",
    "crossflow_both_unmixed",
    "crossflow_hot_mixed",
    "crossflow_cold_mixed",
    "crossflow_both_mixed",
    "shell_and_tube",
];

/// ε(NTU, C_r). Of crossflow with one stream mixed, `crossflow_min_mixed` and `crossflow_max_mixed` say which.
///
/// # Errors
/// [`ComponentError::Parameter`] for an unknown arrangement.
pub fn effectiveness_of(ntu: f64, c_r: f64, arrangement: &str, passes: usize) -> Result<f64, ComponentError> {
    let (arrangement, is_hot_smaller) = Arrangement::named(arrangement, passes)?;
    Ok(effectiveness(ntu, c_r, arrangement, is_hot_smaller))
}

/// NTU(ε, C_r), as [`effectiveness_of`]; NaN for an effectiveness that the arrangement cannot reach.
///
/// # Errors
/// [`ComponentError::Parameter`] for an unknown arrangement.
pub fn transfer_units_of(eps: f64, c_r: f64, arrangement: &str, passes: usize) -> Result<f64, ComponentError> {
    let (arrangement, is_hot_smaller) = Arrangement::named(arrangement, passes)?;
    let rates = Rates { q: eps, dt: 1.0, c_min_inverse: 1.0, c_r, is_hot_smaller };
    Ok(rates.ntu(arrangement).unwrap_or(f64::NAN))
}

/// How the streams pass each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrangement {
    Counterflow,
    Parallel,
    CrossflowUnmixed,
    CrossflowHotMixed,
    CrossflowColdMixed,
    CrossflowMixed,
    /// With this number of shell passes, each with an even number of tube passes.
    ShellAndTube(usize),
}

impl Arrangement {
    /// By position in [`ARRANGEMENTS`].
    pub(crate) fn numbered(number: usize, passes: usize) -> Self {
        match number {
            0 => Arrangement::Counterflow,
            1 => Arrangement::Parallel,
            2 => Arrangement::CrossflowUnmixed,
            3 => Arrangement::CrossflowHotMixed,
            4 => Arrangement::CrossflowColdMixed,
            5 => Arrangement::CrossflowMixed,
            _ => Arrangement::ShellAndTube(passes),
        }
    }

    /// By name, and whether the hot side has the smaller capacity rate.
    fn named(name: &str, passes: usize) -> Result<(Self, bool), ComponentError> {
        match name {
            "crossflow_min_mixed" => return Ok((Arrangement::CrossflowHotMixed, true)),
            "crossflow_max_mixed" => return Ok((Arrangement::CrossflowHotMixed, false)),
            _ => {}
        }
        let number = ARRANGEMENTS.iter().position(|known| *known == name).ok_or_else(|| {
            let known = ARRANGEMENTS.join(", ");
            ComponentError::Parameter(format!("there is no flow arrangement {name:?}; there are {known}"))
        })?;
        Ok((Self::numbered(number, passes), true))
    }
}

/// Inlet temperatures and capacity rates of an exchanger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates<S> {
    /// Heat from the hot to the cold side, W.
    pub(crate) q: S,
    /// T_hot,in − T_cold,in, K.
    pub(crate) dt: S,
    /// Smaller capacity rate, W/K; its reciprocal, as it may be infinite.
    pub(crate) c_min_inverse: S,
    /// C_min/C_max.
    pub(crate) c_r: S,
    /// Which side has the smaller capacity rate.
    pub(crate) is_hot_smaller: bool,
}

/// Capacity ratios below this are zero; ratios nearer to one than this are one.
const TINY: f64 = 1e-9;
/// Greatest number of transfer units that is looked for.
const NTU_MAX: f64 = 1e4;

impl<S: Scalar> Rates<S> {
    /// From temperatures in and out of the hot and of the cold side, and the heat.
    pub(crate) fn new([hot_in, hot_out]: [S; 2], [cold_in, cold_out]: [S; 2], q: S) -> Self {
        let scale = if q.re() == 0.0 { S::from(1.0) } else { q.abs() };
        let inverse = |t_in: S, t_out: S| (t_out - t_in).abs() / scale;
        let (hot, cold) = (inverse(hot_in, hot_out), inverse(cold_in, cold_out));
        let is_hot_smaller = hot.re() >= cold.re();
        let (c_min_inverse, c_max_inverse) = if is_hot_smaller { (hot, cold) } else { (cold, hot) };
        let c_r = if c_min_inverse.re() > 0.0 { c_max_inverse / c_min_inverse } else { S::zero() };
        Self { q, dt: hot_in - cold_in, c_min_inverse, c_r, is_hot_smaller }
    }

    /// Q − ε C_min ΔT with a conductance.
    pub(crate) fn residual_of_ua(&self, ua: S, arrangement: Arrangement) -> S {
        if self.c_min_inverse.re() * ua.re() < TINY {
            return self.q - ua * self.dt;
        }
        self.residual_of_ntu(ua * self.c_min_inverse, arrangement)
    }

    /// Q − ε C_min ΔT with a number of transfer units.
    pub(crate) fn residual_of_ntu(&self, ntu: S, arrangement: Arrangement) -> S {
        self.residual_of_effectiveness(self.effectiveness(ntu, arrangement))
    }

    /// Q − ε C_min ΔT.
    pub(crate) fn residual_of_effectiveness(&self, effectiveness: S) -> S {
        self.q - effectiveness * self.dt / self.c_min_inverse
    }

    /// ε of a number of transfer units.
    pub(crate) fn effectiveness(&self, ntu: S, arrangement: Arrangement) -> S {
        effectiveness(ntu, self.c_r, arrangement, self.is_hot_smaller)
    }

    /// ε at a solution.
    pub(crate) fn reached(&self) -> S {
        self.q * self.c_min_inverse / self.dt
    }

    /// Number of transfer units at a solution; none where the arrangement cannot reach its effectiveness.
    pub(crate) fn ntu(&self, arrangement: Arrangement) -> Option<S> {
        let target = self.reached();
        let (c_r, is_hot_smaller) = (self.c_r.re(), self.is_hot_smaller);
        let of = |ntu: f64| effectiveness(ntu, c_r, arrangement, is_hot_smaller);
        // With both streams mixed the effectiveness has a greatest value, and falls behind it.
        let top = if arrangement == Arrangement::CrossflowMixed { peak(of) } else { NTU_MAX };
        let (mut low, mut high) = (0.0, top);
        if !(target.re() > 0.0 && target.re() < of(top)) {
            return None;
        }
        while high - low > 1e-15 * high {
            let middle = 0.5 * (low + high);
            if middle == low || middle == high {
                break;
            }
            if of(middle) < target.re() { low = middle } else { high = middle }
        }
        // One step more carries the derivatives.
        let ntu = 0.5 * (low + high);
        let step = 1e-6 * ntu;
        let slope = (of(ntu + step) - of(ntu - step)) / (2.0 * step);
        let rest = self.effectiveness(S::from(ntu), arrangement) - target;
        Some(if slope > 0.0 { S::from(ntu) - rest / slope } else { S::from(ntu) })
    }
}

/// The number of transfer units at which a function with one maximum has it, by the golden section of its logarithm.
fn peak(f: impl Fn(f64) -> f64) -> f64 {
    let ratio = 0.5 * (5f64.sqrt() - 1.0);
    let (mut low, mut high) = (1e-6f64.ln(), NTU_MAX.ln());
    for _ in 0..80 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if f(a.exp()) < f(b.exp()) { low = a } else { high = b }
    }
    (0.5 * (low + high)).exp()
}

/// ε(N, C).
fn effectiveness<S: Scalar>(n: S, c: S, arrangement: Arrangement, is_hot_smaller: bool) -> S {
    let lost = |x: S| -(-x).exp_m1();
    if n.re() <= 0.0 {
        return n;
    }
    if c.re() < TINY {
        return lost(n);
    }
    match arrangement {
        Arrangement::Counterflow => counterflow(n, c),
        Arrangement::Parallel => lost(n * (c + 1.0)) / (c + 1.0),
        Arrangement::CrossflowUnmixed => lost(n.powf(0.22) * lost(c * n.powf(0.78)) / c),
        Arrangement::CrossflowHotMixed if is_hot_smaller => lost(lost(c * n) / c),
        Arrangement::CrossflowColdMixed if !is_hot_smaller => lost(lost(c * n) / c),
        Arrangement::CrossflowHotMixed | Arrangement::CrossflowColdMixed => lost(c * lost(n)) / c,
        Arrangement::CrossflowMixed => (lost(n).recip() + c / lost(c * n) - n.recip()).recip(),
        Arrangement::ShellAndTube(passes) => shell_and_tube(n, c, passes.max(1)),
    }
}

/// With u = (1 − e^(−N(1−C)))/(1 − C): ε = u/(1 + C u), also for C = 1.
fn counterflow<S: Scalar>(n: S, c: S) -> S {
    let rest = -c + 1.0;
    let x = n * rest;
    let u = if x.re().abs() < 1e-5 { n * (x * (x / 6.0 - 0.5) + 1.0) } else { -(-x).exp_m1() / rest };
    u / (c * u + 1.0)
}

fn shell_and_tube<S: Scalar>(n: S, c: S, passes: usize) -> S {
    let s = (c * c + 1.0).sqrt();
    let e = (-(n * s) / passes as f64).exp();
    let one = (c + 1.0 + s * (e + 1.0) / (-e + 1.0)).recip() * 2.0;
    if passes == 1 {
        return one;
    }
    let count = passes as f64;
    if (c.re() - 1.0).abs() < 1e-6 {
        return one * count / (one * (count - 1.0) + 1.0);
    }
    let r = ((-(one * c) + 1.0) / (-one + 1.0)).powi(passes as i32);
    (r - 1.0) / (r - c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dual, seed, slopes};

    const ALL: [Arrangement; 9] = [
        Arrangement::Counterflow,
        Arrangement::Parallel,
        Arrangement::CrossflowUnmixed,
        Arrangement::CrossflowHotMixed,
        Arrangement::CrossflowColdMixed,
        Arrangement::CrossflowMixed,
        Arrangement::ShellAndTube(1),
        Arrangement::ShellAndTube(2),
        Arrangement::ShellAndTube(4),
    ];

    /// In percent, from the relations above with a pocket calculator; for unmixed streams J. L. Mason, Proc. 2nd US Natl. Congr. Appl.
    /// Mech. (1955) 801–803, whose series the approximation meets within two percent.
    #[test]
    fn effectiveness_is_the_one_of_the_tables() {
        let of = |n: f64, c: f64, arrangement| effectiveness(n, c, arrangement, true);
        for (n, c, arrangement, percent) in [
            (1.0, 1.0, Arrangement::Counterflow, 50.0),
            (2.0, 0.5, Arrangement::Counterflow, 77.5),
            (3.0, 0.75, Arrangement::Counterflow, 81.7),
            // Exercise of the University of Liège, solved with EES: water and oil, UA = 5000 W/K, 0.8364.
            (2.492, 0.4777, Arrangement::Counterflow, 83.64),
            (1.0, 0.5, Arrangement::Parallel, 51.8),
            (2.0, 1.0, Arrangement::Parallel, 49.1),
            (1.0, 0.0, Arrangement::CrossflowUnmixed, 63.2),
            (2.0, 0.5, Arrangement::ShellAndTube(1), 69.3),
            (1.0, 1.0, Arrangement::ShellAndTube(1), 46.3),
        ] {
            assert!(
                (100.0 * of(n, c, arrangement) - percent).abs() < 0.06,
                "{n} {c} {arrangement:?}: {}",
                of(n, c, arrangement)
            );
        }
        for (n, series) in [(1.0, 0.476_22), (2.0, 0.614_25)] {
            assert!((of(n, 1.0, Arrangement::CrossflowUnmixed) / series - 1.0).abs() < 0.02, "{n}");
        }
    }

    #[test]
    fn numbers_of_transfer_units_are_found_back() {
        for arrangement in ALL {
            for (c, n) in [(0.0, 0.5), (0.3, 0.2), (0.7, 1.5), (1.0, 1.0)] {
                // C_min = 1 W/K and 10 K between the inlets.
                let eps = effectiveness(n, c, arrangement, true);
                let q = 10.0 * eps;
                let rates = Rates::new([310.0, 310.0 - q], [300.0, 300.0 + q * c], q);
                let found = rates.ntu(arrangement).expect("within reach");
                assert!((found / n - 1.0).abs() < 1e-9, "{arrangement:?} {c} {n}: {found}");
                let scale = rates.residual_of_ua(n, arrangement).abs();
                assert!(scale < 1e-12 * 10.0, "{arrangement:?} {c} {n}: {scale}");
            }
        }
    }

    #[test]
    fn beyond_the_reach_of_an_arrangement_there_is_no_number_of_transfer_units() {
        // Parallel flow of equal rates reaches one half at most.
        let rates = Rates::new([310.0, 304.0], [300.0, 306.0], 6.0);
        assert!(rates.ntu(Arrangement::Parallel).is_none());
        assert!(rates.ntu(Arrangement::Counterflow).is_some());
    }

    #[test]
    fn slopes_are_slopes() {
        for arrangement in ALL {
            for (n, c) in [(1.3, 0.4), (0.8, 0.999_999_9), (2.0, 1e-3)] {
                let at = |n: f64, c: f64| effectiveness(n, c, arrangement, false);
                let exact = slopes(&effectiveness(seed(n, 0), seed(c, 1), arrangement, false));
                let h = 1e-7;
                let numeric = [(at(n + h, c) - at(n - h, c)) / (2.0 * h), (at(n, c + h) - at(n, c - h)) / (2.0 * h)];
                for k in 0..2 {
                    assert!((exact[k] - numeric[k]).abs() < 1e-6, "{arrangement:?} {n} {c}: {exact:?} {numeric:?}");
                }
            }
        }
        let _: Dual = effectiveness(seed(1.0, 0), Dual::from(0.0), Arrangement::Counterflow, true);
    }
}
