//! Construction of the dome: equilibrium at 400 pressures, marched from the middle, and an expansion about the critical point.

use super::ancillary::Ancillary;
use super::density;
use super::dome::{Dome, Lanes, lane};
use super::equation::{Equation, Point};
use super::fit::Polynomial;
use super::near_critical::{self, NearCritical};
use super::vle::{Equilibrium, Start, equilibrium, equilibrium_at_t};
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

    fn ancillary_start(&self, t: f64) -> Start {
        let (liquid, vapour) = self.densities;
        Start { t, liquid: liquid.at(t) * self.molar_mass, vapour: vapour.at(t) * self.molar_mass }
    }

    /// The dome of a pure fluid.
    pub(crate) fn pure(&self) -> Result<Dome, FluidError> {
        let (t_critical, rho_critical) = self.critical;
        let p_critical = self.equation.point(t_critical, rho_critical).p;
        let first = self.first_equilibrium(t_critical)?;
        let p_min = self.lowest(first)?.vapour.p;
        let x_max = (p_critical / p_min).ln().sqrt().sqrt();
        let nodes = self.march(first, p_critical, x_max)?;
        Ok(self.dome(&nodes, (t_critical, rho_critical, p_critical), x_max))
    }

    /// Equilibrium at a middle temperature.
    fn first_equilibrium(&self, t_critical: f64) -> Result<Equilibrium, FluidError> {
        let middle = (0.8 * t_critical).max(0.5 * (self.t_min + t_critical));
        equilibrium_at_t(self.equation, self.ancillary_start(middle)).ok_or_else(|| self.failure("start"))
    }

    /// Equilibrium at the lowest temperature, approached in steps.
    fn lowest(&self, first: Equilibrium) -> Result<Equilibrium, FluidError> {
        const STEPS: usize = 24;
        let mut at = first;
        let ratio = (self.t_min / first.liquid.t).powf(1.0 / STEPS as f64);
        for step in 1..=STEPS {
            let t = if step == STEPS { self.t_min } else { at.liquid.t * ratio };
            let start = clapeyron_start(&at, t);
            at = equilibrium_at_t(self.equation, start).ok_or_else(|| self.failure("low temperature"))?;
        }
        Ok(at)
    }

    /// (ln T, ln T, ln ρ', ln ρ'') at the nodes; those near the critical point are left empty (NaN).
    fn march(&self, first: Equilibrium, p_critical: f64, x_max: f64) -> Result<Vec<[f64; 4]>, FluidError> {
        let x = |i: usize| x_max * i as f64 / (NODES - 1) as f64;
        let x_first = (p_critical / first.vapour.p).ln().sqrt().sqrt();
        let middle = ((x_first / x_max * (NODES - 1) as f64) as usize).clamp(1, NODES - 2);
        let near = near_critical::Solver::new(self.equation, self.critical);
        let lowest = (0..NODES).find(|&i| x(i) >= near.reach()).unwrap_or(NODES);
        let mut nodes = vec![[f64::NAN; 4]; NODES];
        let solve = |i: usize, start: [f64; 4]| {
            let p = p_critical * (-x(i).powi(4)).exp();
            let start = Start { t: start[0].exp(), liquid: start[2].exp(), vapour: start[3].exp() };
            let at = equilibrium(self.equation, p, start).ok_or_else(|| self.failure(&format!("p = {p} Pa")))?;
            Ok([at.liquid.t, at.vapour.t, at.liquid.rho, at.vapour.rho].map(f64::ln))
        };
        nodes[middle] =
            solve(middle, [first.liquid.t, first.vapour.t, first.liquid.rho, first.vapour.rho].map(f64::ln))?;
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
fn clapeyron_start(at: &Equilibrium, t: f64) -> Start {
    let (l, v) = (&at.liquid, &at.vapour);
    let d_ln_p = (v.h - l.h) / (v.p * (1.0 / v.rho - 1.0 / l.rho)); // d ln p / d ln T
    let dt = (t / l.t).ln();
    let liquid = l.rho * ((v.p * d_ln_p - l.p_t) / l.p_r * dt).exp();
    let ln_p = d_ln_p * (1.0 - l.t / t); // ln p is nearly linear in 1/T
    Start { t, liquid, vapour: v.rho * (ln_p - dt).exp() }
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

    #[test]
    fn scratch_spline() {
        for entry in &index().unwrap().entries {
            if entry.info.is_pseudo_pure {
                continue;
            }
            if let Ok(o) = std::env::var("ONLY") {
                if o != entry.info.name {
                    continue;
                }
                println!("{} {}", entry.info.t_critical, entry.info.rho_critical);
            }
            let f = match Helmholtz::new(entry) {
                Ok(f) => f,
                Err(e) => {
                    println!("{e} xmax");
                    continue;
                }
            };
            let mut worst = [[0.0f64; 3]; 7];
            let mut wx = [[0.0f64; 3]; 7];
            let mut fails = 0;
            for k in 0..4000 {
                let x = f.dome.x_max * (k as f64 + 0.37) / 4000.0;
                let p = f.dome.pressure(x);
                let (v, _) = f.dome.at(x);
                let start = Start { t: v[0], liquid: v[6].exp(), vapour: p * v[7].exp() };
                let e = if x > near_critical::Solver::new(&f.equation, (f.dome.t_critical, f.dome.rho_critical)).reach()
                {
                    equilibrium(&f.equation, p, start)
                } else {
                    let near = near_critical::Solver::new(&f.equation, (f.dome.t_critical, f.dome.rho_critical));
                    near.solve(
                        x.powi(4),
                        NearCritical {
                            t: (start.t / f.dome.t_critical).ln(),
                            liquid: (start.liquid / f.dome.rho_critical).ln(),
                            vapour: (start.vapour / f.dome.rho_critical).ln(),
                        },
                    )
                    .map(|n| Equilibrium {
                        liquid: f.equation.point(f.dome.t_critical * n.t.exp(), f.dome.rho_critical * n.liquid.exp()),
                        vapour: f.equation.point(f.dome.t_critical * n.t.exp(), f.dome.rho_critical * n.vapour.exp()),
                    })
                };
                let Some(e) = e else {
                    fails += 1;
                    continue;
                };
                let th = 1.0 - v[0] / f.dome.t_critical;
                let bin = if th < 1e-7 {
                    0
                } else if th < 1e-6 {
                    1
                } else if th < 1e-5 {
                    2
                } else if th < 1e-4 {
                    3
                } else if th < 1e-3 {
                    4
                } else if th < 1e-2 {
                    5
                } else {
                    6
                };
                let d = [
                    (e.liquid.t / v[0] - 1.0).abs(),
                    (e.liquid.rho / start.liquid - 1.0).abs(),
                    (e.vapour.rho / start.vapour - 1.0).abs(),
                ];
                for i in 0..3 {
                    if d[i] > worst[bin][i] {
                        worst[bin][i] = d[i];
                        wx[bin][i] = x;
                    }
                }
            }
            let s: Vec<String> = worst.iter().map(|w| format!("{:.0e}/{:.0e}/{:.0e}", w[0], w[1], w[2])).collect();
            let c = f.equation.point_and_curvature(f.dome.t_critical, f.dome.rho_critical);
            println!(
                "{:18} {} fails {} crit {:.1e} {:.1e} | x {:.3} {:.3} xmax {:.2}",
                entry.info.name,
                s.join(" "),
                fails,
                c.0.p_r / c.0.p,
                (c.1.p_rr - c.0.p_r) / c.0.p,
                wx[6][1],
                wx[6][2],
                f.dome.x_max
            );
        }
    }
}
#[cfg(test)]
mod tests2 {
    use super::*;
    use crate::data::index;
    #[test]
    fn scratch_na() {
        let only = std::env::var("ONLY").unwrap();
        for entry in &index().unwrap().entries {
            if entry.info.name != only {
                continue;
            }
            let data = entry.eos().unwrap();
            let eq = Equation::new(&data, entry.info.molar_mass).unwrap();
            let anc = |k: &str| Ancillary::try_from(&data.ancillaries[k]).unwrap();
            let (tc, rc) = (entry.info.t_critical, entry.info.rho_critical);
            let pc = eq.point(tc, rc).p;
            let m = entry.info.molar_mass;
            let t = 0.9 * tc;
            let mut e =
                equilibrium_at_t(&eq, Start { t, liquid: anc("rhoL").at(t) * m, vapour: anc("rhoV").at(t) * m })
                    .unwrap();
            let near = near_critical::Solver::new(&eq, (tc, rc));
            let mut x = (pc / e.vapour.p).ln().powf(0.25);
            x = (x * 200.0).floor() / 200.0;
            let mut n: Option<NearCritical> = None;
            while x > 0.004 {
                let p = pc * (-x.powi(4)).exp();
                let st = Start { t: e.liquid.t, liquid: e.liquid.rho, vapour: e.vapour.rho };
                let ne = equilibrium(&eq, p, st);
                let st = n.unwrap_or(NearCritical {
                    t: (st.t / tc).ln(),
                    liquid: (st.liquid / rc).ln(),
                    vapour: (st.vapour / rc).ln(),
                });
                if x < 0.45 {
                    n = near.solve(x.powi(4), st);
                    if let Some(n) = n {
                        println!(
                            "x {x:.4} th {:.2e} near R {:.12} {:.12} R/x2 {:.6} {:.6} t/x4 {:.6} | newton-near {:.1e} {:.1e}",
                            -n.t,
                            n.liquid,
                            n.vapour,
                            n.liquid / x / x,
                            n.vapour / x / x,
                            n.t / x.powi(4),
                            ne.map_or(f64::NAN, |e| (e.liquid.rho / rc).ln() - n.liquid),
                            ne.map_or(f64::NAN, |e| (e.vapour.rho / rc).ln() - n.vapour)
                        );
                    } else {
                        println!("x {x} near failed")
                    }
                }
                if let Some(ne) = ne {
                    e = ne
                }
                x -= 0.005;
            }
        }
    }
}
