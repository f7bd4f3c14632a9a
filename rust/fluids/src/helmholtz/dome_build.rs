//! Construction of the dome: equilibrium at 400 pressures, marched from the middle, and an expansion about the critical point.

use super::ancillary::Ancillary;
use super::density;
use super::dome::{Dome, Lanes, lane};
use super::equation::{Equation, Point};
use super::fit::Polynomial;
use super::near_critical::{self, NearCritical};
use super::vle::{Equilibrium, equilibrium, equilibrium_at_t};
use crate::FluidError;

/// Nodes of the spline.
const NODES: usize = 401;

/// What the dome is built from.
pub(crate) struct DomeInput<'a> {
    pub(crate) name: &'a str,
    pub(crate) equation: &'a Equation,
    /// Critical temperature, K, and density, kg/m³, of the equation of state.
    pub(crate) critical: (f64, f64),
    /// Lowest temperature, K.
    pub(crate) t_min: f64,
    /// ρ'(T) and ρ''(T), mol/m³.
    pub(crate) densities: (&'a Ancillary, &'a Ancillary),
    /// Molar mass, kg/mol.
    pub(crate) molar_mass: f64,
}

impl DomeInput<'_> {
    fn failure(&self, what: &str) -> FluidError {
        FluidError::Data(format!("{}: no saturation line ({what})", self.name))
    }

    fn ancillary_start(&self, t: f64) -> Equilibrium {
        let (liquid, vapour) = self.densities;
        Equilibrium { t, liquid: liquid.at(t) * self.molar_mass, vapour: vapour.at(t) * self.molar_mass }
    }

    /// The dome of a pure fluid.
    pub(crate) fn pure(&self) -> Result<Dome, FluidError> {
        let (t_critical, rho_critical) = self.critical;
        let p_critical = self.equation.point(t_critical, rho_critical).p;
        let first = self.first_equilibrium(t_critical)?;
        let p_min = self.lowest(first)?;
        let x_max = (p_critical / p_min).ln().sqrt().sqrt();
        let nodes = self.march(first, p_critical, x_max)?;
        Ok(self.dome(&nodes, (t_critical, rho_critical, p_critical), x_max))
    }

    /// Equilibrium at a middle temperature.
    fn first_equilibrium(&self, t_critical: f64) -> Result<Equilibrium, FluidError> {
        let middle = (0.8 * t_critical).max(0.5 * (self.t_min + t_critical));
        equilibrium_at_t(self.equation, self.ancillary_start(middle)).ok_or_else(|| self.failure("start"))
    }

    /// Pressure at the lowest temperature, approached in steps.
    fn lowest(&self, first: Equilibrium) -> Result<f64, FluidError> {
        const STEPS: usize = 24;
        let mut at = first;
        let ratio = (self.t_min / first.t).powf(1.0 / STEPS as f64);
        for step in 1..=STEPS {
            let t = if step == STEPS { self.t_min } else { at.t * ratio };
            let start = clapeyron_start(self.equation, &at, t);
            at = equilibrium_at_t(self.equation, start).ok_or_else(|| self.failure("low temperature"))?;
        }
        Ok(self.equation.point(at.t, at.vapour).p)
    }

    /// (ln T, ln T, ln ρ', ln ρ'') at the nodes; those near the critical point are left empty (NaN).
    fn march(&self, first: Equilibrium, p_critical: f64, x_max: f64) -> Result<Vec<[f64; 4]>, FluidError> {
        let x = |i: usize| x_max * i as f64 / (NODES - 1) as f64;
        let x_first = (p_critical / self.equation.point(first.t, first.vapour).p).ln().sqrt().sqrt();
        let middle = ((x_first / x_max * (NODES - 1) as f64) as usize).clamp(1, NODES - 2);
        let near = near_critical::Solver::new(self.equation, self.critical);
        let lowest = (0..NODES).find(|&i| x(i) >= near.reach()).unwrap_or(NODES);
        let mut nodes = vec![[f64::NAN; 4]; NODES];
        let solve = |i: usize, start: [f64; 4]| {
            let p = p_critical * (-x(i).powi(4)).exp();
            let start = Equilibrium { t: start[0].exp(), liquid: start[2].exp(), vapour: start[3].exp() };
            let at = equilibrium(self.equation, p, start).ok_or_else(|| self.failure(&format!("p = {p} Pa")))?;
            Ok([at.t, at.t, at.liquid, at.vapour].map(f64::ln))
        };
        nodes[middle] = solve(middle, [first.t, first.t, first.liquid, first.vapour].map(f64::ln))?;
        for i in middle + 1..NODES {
            nodes[i] = solve(i, extrapolate((middle..i).rev().map(|k| nodes[k])))?;
        }
        for i in (lowest..middle).rev() {
            nodes[i] = solve(i, extrapolate((i + 1..NODES).map(|k| nodes[k])))?;
        }
        let (ln_t, ln_rho) = (self.critical.0.ln(), self.critical.1.ln());
        for i in (1..lowest).rev() {
            let relative = |[t, _, liquid, vapour]: [f64; 4]| NearCritical {
                t: t - ln_t,
                liquid: liquid - ln_rho,
                vapour: vapour - ln_rho,
            };
            let start = relative(extrapolate((i + 1..NODES).map(|k| nodes[k])));
            let scaled = relative(nodes[i + 1]).towards_critical(x(i) / x(i + 1));
            let solve = |start| near.solve(x(i).powi(4), start);
            let at = solve(start).or_else(|| solve(scaled)).unwrap_or(scaled);
            nodes[i] = [at.t + ln_t, at.t + ln_t, at.liquid + ln_rho, at.vapour + ln_rho];
        }
        nodes[0] = [ln_t, ln_t, ln_rho, ln_rho];
        Ok(nodes)
    }

    /// The dome of a pseudo-pure fluid: p'(T) and p''(T) are given, the densities follow from the equation of state.
    ///
    /// Equation and p', p'' disagree on the critical point; the last percents below it are extrapolated so that the phases meet.
    pub(crate) fn pseudo_pure(&self, bubble: &Ancillary, dew: &Ancillary) -> Result<Dome, FluidError> {
        let p_critical = bubble.at(bubble.t_r()).min(dew.at(dew.t_r()));
        let p_min = bubble.at(self.t_min).max(dew.at(self.t_min));
        let x_max = (p_critical / p_min).ln().sqrt().sqrt();
        let mut nodes = vec![[f64::NAN; 4]; NODES];
        for (i, node) in nodes.iter_mut().enumerate() {
            let x = x_max * i as f64 / (NODES - 1) as f64;
            let p = p_critical * (-x.powi(4)).exp();
            let [t_bubble, t_dew] = [bubble, dew].map(|line| line.inverse(p, 0.9 * self.t_min));
            if x < PSEUDO_PURE.from {
                *node = [t_bubble.ln(), t_dew.ln(), f64::NAN, f64::NAN];
                continue;
            }
            let (liquid, vapour) = (self.ancillary_start(t_bubble).liquid, self.ancillary_start(t_dew).vapour);
            let root = |t, start| density::newton(self.equation, p, t, start).ok_or_else(|| self.failure("density"));
            *node = [t_bubble, t_dew, root(t_bubble, liquid)?, root(t_dew, vapour)?].map(f64::ln);
        }
        PSEUDO_PURE.fill(&mut nodes, x_max);
        let [t_critical, _, rho_critical, _] = nodes[0].map(f64::exp);
        Ok(self.dome(&nodes, (t_critical, rho_critical, p_critical), x_max))
    }

    /// The dome through the nodes (ln T', ln T'', ln ρ', ln ρ'').
    fn dome(&self, nodes: &[[f64; 4]], critical: (f64, f64, f64), x_max: f64) -> Dome {
        let values: Vec<Lanes> = (nodes.iter().enumerate())
            .map(|(i, node)| {
                let [t_bubble, t_dew, liquid, vapour] = node.map(f64::exp);
                let ln_p = critical.2.ln() - (x_max * i as f64 / (NODES - 1) as f64).powi(4);
                lanes_of(&self.equation.point(t_bubble, liquid), &self.equation.point(t_dew, vapour), ln_p)
            })
            .collect();
        Dome::new(critical, x_max, &values)
    }
}

fn lanes_of(l: &Point, v: &Point, ln_p: f64) -> Lanes {
    let mut out = [0.0; 8];
    out[lane::T_BUBBLE] = l.t;
    out[lane::T_DEW] = v.t;
    out[lane::H_LIQUID] = l.h;
    out[lane::H_VAPOUR] = v.h;
    out[lane::S_LIQUID] = l.s;
    out[lane::S_VAPOUR] = v.s;
    out[lane::LN_LIQUID] = l.rho.ln();
    out[lane::LN_VAPOUR] = v.rho.ln() - ln_p;
    out
}

/// A start at a temperature nearby: densities moved along the saturation line by Clapeyron's slope.
fn clapeyron_start(equation: &Equation, at: &Equilibrium, t: f64) -> Equilibrium {
    let (l, v) = (equation.point(at.t, at.liquid), equation.point(at.t, at.vapour));
    let d_ln_p = (v.h - l.h) / (v.p * (1.0 / v.rho - 1.0 / l.rho)); // d ln p / d ln T
    let dt = (t / l.t).ln();
    let liquid = l.rho * ((v.p * d_ln_p - l.p_t) / l.p_r * dt).exp();
    let ln_p = d_ln_p * (1.0 - l.t / t); // ln p is nearly linear in 1/T
    Equilibrium { t, liquid, vapour: v.rho * (ln_p - dt).exp() }
}

/// Polynomial extrapolation to the next node from the ones before it, nearest first.
fn extrapolate(before: impl Iterator<Item = [f64; 4]>) -> [f64; 4] {
    const WEIGHTS: [&[f64]; 5] =
        [&[1.0], &[2.0, -1.0], &[3.0, -3.0, 1.0], &[4.0, -6.0, 4.0, -1.0], &[5.0, -10.0, 10.0, -5.0, 1.0]];
    let known: Vec<[f64; 4]> = before.take(5).take_while(|node| node[0].is_finite()).collect();
    let weights = WEIGHTS[known.len() - 1];
    std::array::from_fn(|k| weights.iter().zip(&known).map(|(w, node)| w * node[k]).sum())
}

/// From p = 0.975 p_c on the densities of a pseudo-pure fluid are extrapolated: ln ρ as a polynomial in y = +x² (liquid) and
/// y = −x² (vapour), fitted to the nodes below.
struct Extrapolation {
    /// Nodes below this coordinate are filled.
    from: f64,
    /// Nodes up to this coordinate are used.
    to: f64,
    /// Degree in y.
    degree: usize,
}

const PSEUDO_PURE: Extrapolation = Extrapolation { from: 0.4, to: 0.75, degree: 6 };

impl Extrapolation {
    fn fill(&self, nodes: &mut [[f64; 4]], x_max: f64) {
        let n = nodes.len();
        let x = |i: usize| x_max * i as f64 / (n - 1) as f64;
        let y = |i: usize| (x(i) / self.to).powi(2);
        let known = (0..n).filter(|&i| x(i) <= self.to && nodes[i][2].is_finite());
        let density =
            Polynomial::fit(self.degree, known.flat_map(|i| [(y(i), nodes[i][2], 1.0), (-y(i), nodes[i][3], 1.0)]));
        for i in (0..n).take_while(|&i| x(i) < self.from) {
            nodes[i][2..].copy_from_slice(&[density.at(y(i)), density.at(-y(i))]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::index;
    use crate::helmholtz::Helmholtz;
    use crate::helmholtz::tests::helmholtz;

    /// Largest relative differences (T, ρ', ρ'') between the spline and the equilibrium solved at the same pressure.
    fn errors(fluid: &Helmholtz, reduced_distance: f64) -> [f64; 3] {
        let near = near_critical::Solver::new(&fluid.equation, (fluid.dome.t_critical, fluid.dome.rho_critical));
        let p = fluid.dome.p_critical * (-7.0 * reduced_distance).exp();
        let line = fluid.dome.saturation(p);
        let start = Equilibrium { t: line.bubble.t.value, liquid: line.bubble.rho.value, vapour: line.dew.rho.value };
        let depth = (fluid.dome.p_critical / p).ln();
        let (t, liquid, vapour) = if depth.sqrt().sqrt() > near.reach() {
            let at = equilibrium(&fluid.equation, p, start).expect("equilibrium");
            (at.t, at.liquid, at.vapour)
        } else {
            let (t_c, rho_c) = (fluid.dome.t_critical, fluid.dome.rho_critical);
            let ln = |x: f64, y: f64| (x / y).ln();
            let start =
                NearCritical { t: ln(start.t, t_c), liquid: ln(start.liquid, rho_c), vapour: ln(start.vapour, rho_c) };
            let at = near.solve(depth, start).expect("equilibrium");
            (t_c * at.t.exp(), rho_c * at.liquid.exp(), rho_c * at.vapour.exp())
        };
        [t / start.t - 1.0, liquid / start.liquid - 1.0, vapour / start.vapour - 1.0].map(f64::abs)
    }

    #[test]
    fn pressures_and_gibbs_energies_are_equal_between_the_nodes() {
        for entry in &index().expect("data").entries {
            if entry.info.is_pseudo_pure {
                continue;
            }
            let fluid = Helmholtz::new(entry).expect("the fluid builds");
            let lowest = (fluid.dome.p_critical / fluid.dome.p_min).ln() / 7.0;
            for i in 0..24 {
                let distance = lowest * (3e-5 / lowest).powf(f64::from(i) / 23.0);
                let [t, liquid, vapour] = errors(&fluid, distance);
                // The spline resolves what varies over several nodes; some equations vary faster next to Tc.
                let limit = if distance > 1e-3 { 1e-9 } else { 2e-8 };
                assert!(t < 3e-11, "{}: T at {distance} off by {t:e}", entry.info.name);
                assert!(liquid < limit, "{}: ρ' at {distance} off by {liquid:e}", entry.info.name);
                assert!(vapour < limit, "{}: ρ'' at {distance} off by {vapour:e}", entry.info.name);
            }
        }
    }

    #[test]
    fn both_solvers_agree_where_they_meet() {
        // At x = 0.2 the plain solver still has 11 digits. CO₂ has terms that are not analytic at the critical point.
        for name in ["R134a", "CarbonDioxide", "Chlorine"] {
            let fluid = helmholtz(name);
            let line = fluid.dome.saturation(fluid.dome.p_critical * (-0.2_f64.powi(4)).exp());
            let start =
                Equilibrium { t: line.bubble.t.value, liquid: line.bubble.rho.value, vapour: line.dew.rho.value };
            let plain = equilibrium(&fluid.equation, line.p, start).expect("equilibrium");
            assert!((plain.liquid / line.bubble.rho.value - 1.0).abs() < 1e-10, "{name}");
            assert!((plain.vapour / line.dew.rho.value - 1.0).abs() < 1e-10, "{name}");
        }
    }

    #[test]
    fn reproduces_published_saturation() {
        // T, p, ρ', ρ'': Span and Wagner (1996), table 34, doi:10.1063/1.555991; digits as printed.
        let carbon_dioxide = helmholtz("CO2");
        for (t, p, liquid, vapour) in [
            (216.592, 0.51795e6, 1178.46, 13.761),
            (250.0, 1.7850e6, 1046.0, 46.644),
            (270.0, 3.2033e6, 945.83, 88.374),
            (300.0, 6.7131e6, 679.24, 268.58),
        ] {
            let at = carbon_dioxide.dome.saturation(carbon_dioxide.dome.pressure_of(lane::T_BUBBLE, t));
            assert!((at.p / p - 1.0).abs() < 3e-5, "{} instead of {p}", at.p);
            assert!((at.bubble.rho.value / liquid - 1.0).abs() < 3e-5);
            assert!((at.dew.rho.value / vapour - 1.0).abs() < 3e-5);
        }
        // T, p, ρ', ρ'', h', h'', s', s'': IAPWS R6-95(2018), table 8; digits as printed.
        let water = helmholtz("Water");
        for row in [
            [275.0, 698.451167, 999.887406, 0.00550664919, 7759.72202, 2504289.95, 28.309467, 9106.60121],
            [450.0, 932203.564, 890.341250, 4.81200360, 749161.585, 2774410.78, 2108.65845, 6609.21221],
            [625.0, 16908269.3, 567.090385, 118.290280, 1686269.76, 2550716.25, 3801.94683, 5185.06121],
        ] {
            let at = water.dome.saturation(water.dome.pressure_of(lane::T_DEW, row[0]));
            let (l, v) = (at.bubble, at.dew);
            let got = [at.p, l.rho.value, v.rho.value, l.h.value, v.h.value, l.s.value, v.s.value];
            for (got, expected) in got.into_iter().zip(&row[1..]) {
                assert!((got / expected - 1.0).abs() < 4e-9, "{got} instead of {expected} at {} K", row[0]);
            }
        }
        // International Institute of Refrigeration reference: h' = 200 kJ/kg, s' = 1 kJ/(kg K) at 0 °C; Tillner-Roth and Baehr (1994).
        let r134a = helmholtz("R134a");
        let at = r134a.dome.saturation(r134a.dome.pressure_of(lane::T_BUBBLE, 273.15));
        for (got, expected, tolerance) in [
            (at.p, 0.292803e6, 2e-6),
            (at.bubble.rho.value, 1294.78, 3e-6),
            (at.bubble.h.value, 200e3, 1e-7),
            (at.bubble.s.value, 1e3, 1e-7),
            (at.dew.h.value, 398.60e3, 2e-5),
            (at.dew.s.value, 1727.1, 2e-5),
        ] {
            assert!((got / expected - 1.0).abs() < tolerance, "{got} instead of {expected}");
        }
    }

    #[test]
    fn saturation_obeys_clapeyron() {
        for name in ["R134a", "Water", "CO2", "Ammonia", "n-Propane"] {
            let fluid = helmholtz(name);
            for i in 1..20 {
                let p = fluid.dome.p_min * (fluid.dome.p_critical / fluid.dome.p_min).powf(f64::from(i) / 20.0);
                let line = fluid.dome.saturation(p);
                let (l, v) = (line.bubble, line.dew);
                let clapeyron = l.t.value * (1.0 / v.rho.value - 1.0 / l.rho.value) / (v.h.value - l.h.value);
                assert!((l.t.dp / clapeyron - 1.0).abs() < 1e-8, "{name} at {p}");
                for side in [l, v] {
                    let gibbs = side.t.value * side.s.dp + 1.0 / side.rho.value;
                    assert!((side.h.dp / gibbs - 1.0).abs() < 1e-6, "{name} at {p}");
                }
            }
        }
    }
}
