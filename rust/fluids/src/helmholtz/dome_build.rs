//! Construction of the dome of a pure fluid: equilibrium at 400 pressures, marched from the middle down to the lowest temperature
//! and up to the critical point.

use super::dome::{AXIS_NODES, Axis, Dome, Node};
use super::equation::Equation;
use super::near_critical::{NearCritical, Solver};
use super::vle::{Equilibrium, equilibrium, equilibrium_at_t};

/// What the dome of a pure fluid is built from.
pub(crate) struct PureDome<'a> {
    pub(crate) equation: &'a Equation,
    /// Critical temperature, K, and density, kg/m³, of the equation of state.
    pub(crate) critical: (f64, f64),
    /// Lowest temperature, K.
    pub(crate) t_min: f64,
    /// A start for the equilibrium at a temperature.
    pub(crate) start: &'a dyn Fn(f64) -> Equilibrium,
}

impl PureDome<'_> {
    /// The dome, or what could not be found.
    pub(crate) fn build(&self) -> Result<Dome, String> {
        let (t_critical, rho_critical) = self.critical;
        let p_critical = self.equation.point(t_critical, rho_critical).p;
        let middle = (0.8 * t_critical).max(0.5 * (self.t_min + t_critical));
        let first = equilibrium_at_t(self.equation, (self.start)(middle)).ok_or(format!("at {middle} K"))?;
        let axis = Axis::new(p_critical, self.lowest_pressure(first)?);
        let nodes = self.march(first, &axis)?;
        Ok(Dome::new(self.equation, (t_critical, rho_critical), axis, &nodes))
    }

    /// Pressure at the lowest temperature, approached in steps.
    fn lowest_pressure(&self, first: Equilibrium) -> Result<f64, String> {
        const STEPS: usize = 24;
        let mut at = first;
        let ratio = (self.t_min / first.t).powf(1.0 / STEPS as f64);
        for step in 1..=STEPS {
            let t = if step == STEPS { self.t_min } else { at.t * ratio };
            let start = clapeyron_start(self.equation, &at, t);
            at = equilibrium_at_t(self.equation, start).ok_or(format!("at {t} K"))?;
        }
        Ok(self.equation.point(at.t, at.vapour).p)
    }

    /// Equilibrium at all nodes, from the one next to `first` down and up.
    fn march(&self, first: Equilibrium, axis: &Axis) -> Result<Vec<Node>, String> {
        let near = Solver::new(self.equation, self.critical);
        let middle = axis.node_near(self.equation.point(first.t, first.vapour).p);
        let mut nodes = vec![Node::EMPTY; AXIS_NODES];
        nodes[middle] = self.solve(axis.p(middle), first.into())?;
        for i in middle + 1..AXIS_NODES {
            nodes[i] = self.solve(axis.p(i), extrapolate((middle..i).rev().map(|k| nodes[k])))?;
        }
        for i in (1..middle).rev() {
            let start = extrapolate((i + 1..=middle).map(|k| nodes[k]));
            let plain = if axis.x(i) < near.reach() { None } else { self.solve(axis.p(i), start).ok() };
            nodes[i] = plain.unwrap_or_else(|| self.solve_near_critical(&near, axis, i, start, nodes[i + 1]));
        }
        let (t, rho) = self.critical;
        nodes[0] = Equilibrium { t, liquid: rho, vapour: rho }.into();
        Ok(nodes)
    }

    fn solve(&self, p: f64, start: Node) -> Result<Node, String> {
        equilibrium(self.equation, p, start.into()).map(Node::from).ok_or(format!("at {p} Pa"))
    }

    /// Equilibrium from an extrapolated start; where that fails from the last node by the critical scaling, or that scaling.
    fn solve_near_critical(&self, near: &Solver<'_>, axis: &Axis, i: usize, start: Node, last: Node) -> Node {
        let (ln_t, ln_rho) = (self.critical.0.ln(), self.critical.1.ln());
        let relative =
            |node: Node| NearCritical { t: node.0[0] - ln_t, liquid: node.0[2] - ln_rho, vapour: node.0[3] - ln_rho };
        let scaled = relative(last).towards_critical(axis.x(i) / axis.x(i + 1));
        let solve = |start| near.solve(axis.x(i).powi(4), start);
        let at = solve(relative(start)).or_else(|| solve(scaled)).unwrap_or(scaled);
        Node([at.t + ln_t, at.t + ln_t, at.liquid + ln_rho, at.vapour + ln_rho])
    }
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

/// Polynomial extrapolation to the next node from up to five nodes before it, nearest first.
fn extrapolate(before: impl Iterator<Item = Node>) -> Node {
    const WEIGHTS: [&[f64]; 5] =
        [&[1.0], &[2.0, -1.0], &[3.0, -3.0, 1.0], &[4.0, -6.0, 4.0, -1.0], &[5.0, -10.0, 10.0, -5.0, 1.0]];
    let known: Vec<Node> = before.take(5).collect();
    let weights = WEIGHTS[known.len() - 1];
    Node(std::array::from_fn(|k| weights.iter().zip(&known).map(|(w, node)| w * node.0[k]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::index;
    use crate::helmholtz::Helmholtz;
    use crate::helmholtz::dome::lane;
    use crate::helmholtz::tests::helmholtz;

    /// Largest relative differences (T, ρ', ρ'') between the spline and the equilibrium solved at the same pressure.
    fn errors(fluid: &Helmholtz, reduced_distance: f64) -> [f64; 3] {
        let near = Solver::new(&fluid.equation, (fluid.dome.t_critical, fluid.dome.rho_critical));
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
