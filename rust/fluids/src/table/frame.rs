//! The grid of one half of a table: pressures, bounds, and where the march along each column begins.

use super::axis::{Half, Stretch};
use super::bounds::{SmoothDome, cold_above, cold_below, isentrope, isotherm};
use super::nodes::Logs;
use super::plane::{Bounds, Side};
use crate::helmholtz::Helmholtz;
use crate::{FluidBackend, Saturation};

/// The grid.
pub(super) struct Frame {
    pub(super) half: Half,
    pub(super) x_max: f64,
    /// Pressures from the critical one outwards, Pa.
    pub(super) p: Vec<f64>,
    pub(super) bounds: Vec<Bounds>,
    /// (ln T, ln ρ) near the inner bounds.
    pub(super) inner: Vec<[Logs; 2]>,
    pub(super) stretch: [Stretch; 2],
    /// For every cell in x a temperature above which nothing is frozen, K.
    pub(super) t_safe: Vec<f64>,
}

/// b of the stretch on the cold sides, below and above p_c.
const COLD: [f64; 2] = [0.5, 2.0];
/// b T_high/T_c on the hot sides.
const HOT: f64 = 0.04;

impl Frame {
    /// The grid below the critical pressure, or what could not be found.
    pub(super) fn below(exact: &Helmholtz, nodes: usize) -> Result<Self, &'static str> {
        let (equation, dome) = (exact.equation(), exact.dome());
        let half = Half::Below;
        let (x_max, l) = axis(half, (dome.p_critical / dome.p_liquid).ln(), nodes);
        let p: Vec<f64> = l.iter().map(|l| dome.p_critical * (-l).exp()).collect();
        let lines: Vec<Saturation> = p.iter().map(|&p| dome.saturation(p)).collect();
        let rising = |t: f64| p.iter().rev().map(move |&p| (p, t));
        let (t_cold, t_hot) = (cold_below(exact, &p), hottest(exact));
        let cold = isotherm(equation, rising(t_cold), dome.rho_liquid).ok_or("liquid at low temperature")?;
        let ideal = dome.p_liquid / (equation.r_gas * t_hot);
        let hot = isotherm(equation, rising(t_hot), ideal).ok_or("gas at high temperature")?;
        let smooth = exact.info().is_pseudo_pure.then(|| SmoothDome::new(dome));
        let inner = |i: usize| {
            let exact = [lines[i].bubble.h.value, lines[i].dew.h.value];
            smooth.as_ref().and_then(|smooth| smooth.at(l[i])).unwrap_or(exact)
        };
        let last = nodes - 1;
        let bounds = (0..nodes).map(|i| Bounds { inner: inner(i), outer: [cold[last - i], hot[last - i]] }).collect();
        let start = |line: &Saturation| [line.bubble, line.dew].map(|side| [side.t.value.ln(), side.rho.value.ln()]);
        let inner = lines.iter().map(start).collect();
        let stretch = [Stretch::new(COLD[0]), hot_stretch(exact, t_hot)];
        let t_safe = t_safe(exact, &p);
        Ok(Frame { half, x_max, p, bounds, inner, stretch, t_safe })
    }

    /// The grid above the critical pressure, or what could not be found.
    pub(super) fn above(exact: &Helmholtz, nodes: usize) -> Result<Self, &'static str> {
        let (equation, dome) = (exact.equation(), exact.dome());
        let half = Half::Above;
        let (x_max, l) = axis(half, (exact.p_high() / dome.p_critical).max(1.25).ln(), nodes);
        let p: Vec<f64> = l.iter().map(|l| dome.p_critical * l.exp()).collect();
        let (inner, h_inner) = isentrope(equation, dome, &p).ok_or("critical isentrope")?;
        let t_cold = cold_above(exact, &p);
        let t_hot = hottest(exact).max(1.05 * inner[nodes - 1][0].exp());
        let cold = p.iter().copied().zip(t_cold.iter().copied());
        let cold = isotherm(equation, cold, dome.rho_liquid).ok_or("liquid at low temperature")?;
        let ideal = dome.p_critical / (equation.r_gas * t_hot);
        let hot = isotherm(equation, p.iter().map(|&p| (p, t_hot)), ideal).ok_or("gas at high temperature")?;
        let bounds = (0..nodes).map(|i| Bounds { inner: [h_inner[i]; 2], outer: [cold[i], hot[i]] }).collect();
        let inner = inner.into_iter().map(|at| [at, at]).collect();
        let stretch = [Stretch::new(COLD[1]), hot_stretch(exact, t_hot)];
        let t_safe = t_safe(exact, &p);
        Ok(Frame { half, x_max, p, bounds, inner, stretch, t_safe })
    }

    /// Unit of the tabulated density on the two sides at a node: the pressure for the gas, whose ρ/p is smooth.
    pub(super) fn unit(&self, side: Side, node: usize) -> f64 {
        if self.half == Half::Below && side == Side::Hot { self.p[node] } else { 1.0 }
    }
}

/// The last x, and l at equidistant x.
fn axis(half: Half, l_max: f64, nodes: usize) -> (f64, Vec<f64>) {
    let x_max = half.x(l_max);
    (x_max, (0..nodes).map(|i| half.l(x_max * i as f64 / (nodes - 1) as f64)).collect())
}

/// The temperature of the hot bound, K.
fn hottest(exact: &Helmholtz) -> f64 {
    (1.002 * exact.t_high()).max(1.1 * exact.dome().t_critical)
}

/// The farther the hot bound, the more nodes gather at the inner one.
fn hot_stretch(exact: &Helmholtz, t_high: f64) -> Stretch {
    Stretch::new(HOT * exact.dome().t_critical / t_high)
}

/// The highest melting temperature in every cell, K, with a margin for what lies between the samples.
fn t_safe(exact: &Helmholtz, p: &[f64]) -> Vec<f64> {
    const SAMPLES: i32 = 4;
    p.windows(2)
        .map(|ends| {
            let at = |k: i32| ends[0] * (ends[1] / ends[0]).powf(f64::from(k) / f64::from(SAMPLES));
            1.001 * (0..=SAMPLES).map(|k| exact.t_low(at(k))).fold(0.0, f64::max)
        })
        .collect()
}
