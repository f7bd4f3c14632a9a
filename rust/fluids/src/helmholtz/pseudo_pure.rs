//! Construction of the dome of a pseudo-pure fluid, a mixture described as one substance.
//!
//! p'(T) and p''(T) are given; ρ' and ρ'' are the roots of the equation of state at (p, T') and (p, T''). Between the lines the state
//! is the mixture of both, with T linear in the quality.
//!
//! Next to the critical point the equation and the lines disagree: from p = 0.975 p_c on ln ρ is a polynomial in y = +x² (liquid)
//! and y = −x² (vapour), x = (ln(p_c/p))^¼, that continues both lines to where they meet, and T' and T'' are those of the equation at
//! (p, ρ') and (p, ρ''): saturated and single-phase states agree. The lines end at p_c as given, or, where the equation still has two
//! phases there, at its own critical point.
//!
//! The lines go down to the dew pressure at the lowest temperature, where T' is lower by the glide.

use super::ancillary::Ancillary;
use super::density;
use super::dome::{AXIS_NODES, Axis, Dome, Node};
use super::equation::{Equation, Point};
use super::fit::Polynomial;
use super::vle::Equilibrium;

/// What the dome of a pseudo-pure fluid is built from.
pub(crate) struct PseudoPureDome<'a> {
    pub(crate) equation: &'a Equation,
    /// p'(T), Pa.
    pub(crate) bubble: &'a Ancillary,
    /// p''(T), Pa.
    pub(crate) dew: &'a Ancillary,
    /// Lowest temperature, K.
    pub(crate) t_min: f64,
    /// Densities near the saturation lines at a temperature.
    pub(crate) start: &'a dyn Fn(f64) -> Equilibrium,
}

/// Below this coordinate the densities are interpolated from one side to the other,
const FROM: f64 = 0.4;
/// and below this one if the lines meet at the critical point of the equation,
const FROM_OWN: f64 = 0.6;
/// by a polynomial through this number of nodes on each.
const KNOWN: usize = 3;

/// Temperatures of bubble and dew line that differ by less are one.
const NO_GLIDE: f64 = 1e-7;

impl PseudoPureDome<'_> {
    /// The dome, or what could not be found.
    pub(crate) fn build(&self) -> Result<Dome, String> {
        let top = |line: &Ancillary| line.at(line.t_r());
        let end = top(self.bubble).min(top(self.dew));
        let critical = self.critical_point().filter(|point| point.p > end);
        let from = if critical.is_some() { FROM_OWN } else { FROM };
        let bottom = [self.bubble.at(self.t_min), self.dew.at(self.t_min)];
        let axis = Axis::new(critical.map_or(end, |point| point.p), bottom[0].min(bottom[1]));
        let lines = [self.bubble, self.dew];
        let mut above = lines.map(|line| line.first_inverse(axis.p(0).min(end), 0.9 * self.t_min));
        let mut nodes = Vec::with_capacity(AXIS_NODES);
        for i in 0..AXIS_NODES {
            for (line, t) in lines.iter().zip(&mut above) {
                *t = line.inverse(axis.p(i).min(end), (0.97 * *t, *t));
            }
            nodes.push(self.node(axis.x(i) < from, axis.p(i), above)?);
        }
        self.interpolate(&mut nodes, &axis, critical.map(|point| point.rho.ln()))?;
        let [t_critical, _, rho_critical, _] = nodes[0].0.map(f64::exp);
        let dome = Dome::new(self.equation, (t_critical, rho_critical), axis, &nodes);
        Ok(dome.with_liquid_from(bottom[0].max(bottom[1])))
    }

    /// Where the equation itself has its critical point: ∂p/∂ρ = ∂²p/∂ρ² = 0, by Newton from the end of the lines.
    fn critical_point(&self) -> Option<Point> {
        const STEP: f64 = 1e-5;
        let (mut t, mut rho) = (self.bubble.t_r(), (self.start)(self.bubble.t_r()).liquid);
        for _ in 0..30 {
            let (at, c) = self.equation.point_and_curvature(t, rho);
            let p_rr = |dr: f64, dt: f64| self.equation.point_and_curvature(t * dt.exp(), rho * dr.exp()).1.p_rr;
            let (p_rrr, p_rrt) = ((p_rr(STEP, 0.0) - c.p_rr) / STEP, (p_rr(0.0, STEP) - c.p_rr) / STEP);
            let det = c.p_rr * p_rrt - c.p_rt * p_rrr;
            let dr = (c.p_rt * c.p_rr - at.p_r * p_rrt) / det;
            let dt = (at.p_r * p_rrr - c.p_rr * c.p_rr) / det;
            (t, rho) = (t * dt.clamp(-0.1, 0.1).exp(), rho * dr.clamp(-0.1, 0.1).exp());
            if dr.abs().max(dt.abs()) < 1e-10 {
                return Some(self.equation.point(t, rho));
            }
        }
        None
    }

    /// Densities at the temperatures, where they are not interpolated.
    fn node(&self, is_interpolated: bool, p: f64, [t_bubble, t_dew]: [f64; 2]) -> Result<Node, String> {
        if is_interpolated {
            return Ok(Node([t_bubble.ln(), t_dew.ln(), f64::NAN, f64::NAN]));
        }
        let root = |t, start| density::newton(self.equation, p, t, start).ok_or(format!("density at {p} Pa, {t} K"));
        let liquid = root(t_bubble, (self.start)(t_bubble).liquid)?;
        let vapour = root(t_dew, (self.start)(t_dew).vapour)?;
        Ok(Node([t_bubble, t_dew, liquid, vapour].map(f64::ln)))
    }

    /// Fills in densities and temperatures next to the critical point.
    fn interpolate(&self, nodes: &mut [Node], axis: &Axis, ln_rho_critical: Option<f64>) -> Result<(), String> {
        let first = nodes.iter().position(|node| node.0[2].is_finite()).unwrap_or_default();
        let y = |i: usize| (axis.x(i) / axis.x(first)).powi(2);
        let sides = (first..first + KNOWN).flat_map(|i| [(y(i), nodes[i].0[2]), (-y(i), nodes[i].0[3])]);
        let points: Vec<_> = sides.chain(ln_rho_critical.map(|ln_rho| (0.0, ln_rho))).collect();
        let density = Polynomial::fit(points.len() - 1, points.into_iter());
        for (i, node) in nodes.iter_mut().enumerate().take(first) {
            let [t_bubble, t_dew, ..] = node.0;
            let (liquid, vapour) = (density.at(y(i)), density.at(-y(i)));
            let temperature = |start: f64, ln_rho: f64| self.temperature(axis.p(i), start.exp(), ln_rho.exp());
            let (t_bubble, t_dew) = (temperature(t_bubble, liquid)?, temperature(t_dew, vapour)?);
            *node = Node([t_bubble.ln(), t_dew.ln(), liquid, vapour]);
            if ln_rho_critical.is_some() && t_dew < t_bubble * (1.0 + NO_GLIDE) {
                *node = self.without_glide(axis.p(i), 0.5 * (t_bubble + t_dew), *node);
            }
        }
        Ok(())
    }

    /// A node with one temperature: the glide of an azeotrope is not negative.
    fn without_glide(&self, p: f64, t: f64, node: Node) -> Node {
        let root = |ln_rho: f64| density::newton(self.equation, p, t, ln_rho.exp()).map_or(ln_rho, f64::ln);
        Node([t.ln(), t.ln(), root(node.0[2]), root(node.0[3])])
    }

    /// The temperature at a pressure and a density.
    fn temperature(&self, p: f64, start: f64, rho: f64) -> Result<f64, String> {
        let mut t = start;
        for _ in 0..30 {
            let at = self.equation.point(t, rho);
            let step = (p - at.p) / at.p_t;
            t *= step.clamp(-0.1, 0.1).exp();
            if step.abs() < 1e-14 {
                return Ok(t);
            }
        }
        Err(format!("temperature at {p} Pa, {rho} kg/m3"))
    }
}
