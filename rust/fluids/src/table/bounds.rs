//! The lines that bound the regions of a table.

use super::nodes::{Given, Logs, next, solve};
use crate::helmholtz::dome::Dome;
use crate::helmholtz::equation::{Equation, Point};
use crate::helmholtz::fit::Polynomial;
use crate::helmholtz::{Helmholtz, density};

/// How far below the lowest temperature the cold bounds lie, so that no column of states is of no width.
const MARGIN: f64 = 0.02;
/// Degree of the cold bound in l.
const COLD_DEGREE: usize = 8;

/// The temperature of the bound below the saturation line, K.
pub(super) fn cold_below(exact: &Helmholtz, p: &[f64]) -> f64 {
    let lowest = p.iter().map(|&p| exact.t_low(p)).fold(f64::INFINITY, f64::min);
    lowest.min(crate::FluidBackend::info(exact).t_min) * (1.0 - MARGIN)
}

/// Temperatures above the critical pressure: a polynomial in l that stays below the melting line, K.
pub(super) fn cold_above(exact: &Helmholtz, p: &[f64]) -> Vec<f64> {
    let mut melting: Vec<f64> = p.iter().map(|&p| exact.t_low(p)).collect();
    for i in 1..melting.len() {
        // The line ends, and the limit drops: what is colder is left to the exact equation.
        if melting[i] < 0.97 * melting[i - 1] {
            melting[i] = melting[i - 1];
        }
    }
    let l_max = (p[p.len() - 1] / p[0]).ln();
    let u = |i: usize| 2.0 * (p[i] / p[0]).ln() / l_max - 1.0;
    let fit = Polynomial::fit(COLD_DEGREE, melting.iter().enumerate().map(|(i, &t)| (u(i), t)));
    let excess = melting.iter().enumerate().map(|(i, t)| fit.at(u(i)) / t).fold(1.0, f64::max);
    (0..p.len()).map(|i| fit.at(u(i)) / excess * (1.0 - MARGIN)).collect()
}

/// Enthalpies at rising pressures and the temperatures given with them; `start` is a density near the first.
pub(super) fn isotherm(equation: &Equation, states: impl Iterator<Item = (f64, f64)>, start: f64) -> Option<Vec<f64>> {
    let mut last: Option<Point> = None;
    states
        .map(|(p, t)| {
            let guess = last.map_or(start, |at| {
                let is_gas = at.p_r < 1.5 * at.p;
                if is_gas { at.rho * p / at.p } else { at.rho * ((p - at.p) / at.p_r).min(0.5).exp() }
            });
            let at = equation.point(t, density::newton(equation, p, t, guess)?);
            last = Some(at);
            Some(at.h)
        })
        .collect()
}

/// The critical isentrope at rising pressures, the first of them critical: (ln T, ln ρ) and enthalpies.
pub(super) fn isentrope(equation: &Equation, dome: &Dome, p: &[f64]) -> Option<(Vec<Logs>, Vec<f64>)> {
    let critical = equation.point(dome.t_critical, dome.rho_critical);
    let (mut logs, mut h) = (vec![[critical.t.ln(), critical.rho.ln()]], vec![critical.h]);
    for &p in &p[1..] {
        let at = solve(equation, p, Given::Entropy(critical.s), next(&logs))?;
        logs.push([at.t.ln(), at.rho.ln()]);
        h.push(at.h);
    }
    Some((logs, h))
}

/// h' and h'' next to the critical point of a pseudo-pure fluid, where its saturation lines are patched and not smooth.
///
/// From x = (ln(p_c/p))^¼ = 0.45 on (h − h_c)/x² is continued as a polynomial in −x² on the liquid and +x² on the gas side.
pub(super) struct SmoothDome {
    h_critical: f64,
    fit: Polynomial,
}

impl SmoothDome {
    /// Below this x² the saturation lines are replaced,
    const FROM: f64 = 0.45 * 0.45;
    /// as fitted up to here,
    const TO: f64 = 0.7 * 0.7;
    const DEGREE: usize = 6;
    const POINTS: usize = 60;

    pub(super) fn new(dome: &Dome) -> Self {
        let top = dome.saturation(dome.p_critical);
        let h_critical = 0.5 * (top.bubble.h.value + top.dew.h.value);
        let points = (0..=Self::POINTS).flat_map(|k| {
            let u = Self::FROM + (Self::TO - Self::FROM) * k as f64 / Self::POINTS as f64;
            let line = dome.saturation(dome.pressure(u.sqrt()));
            let slope = |h: f64, sign: f64| (sign * u / Self::TO, sign * (h - h_critical) / u);
            [slope(line.bubble.h.value, -1.0), slope(line.dew.h.value, 1.0)]
        });
        SmoothDome { h_critical, fit: Polynomial::fit(Self::DEGREE, points) }
    }

    /// h' and h'' at l = ln(p_c/p), if they are replaced there.
    pub(super) fn at(&self, l: f64) -> Option<[f64; 2]> {
        let u = l.sqrt();
        let h = |sign: f64| self.h_critical + sign * u * self.fit.at(sign * u / Self::TO);
        (u < Self::FROM).then(|| [h(-1.0), h(1.0)])
    }
}
