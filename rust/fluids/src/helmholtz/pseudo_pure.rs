//! Construction of the dome of a pseudo-pure fluid, a mixture described as one substance.
//!
//! p'(T) and p''(T) are given; ρ' and ρ'' are the roots of the equation of state at (p, T') and (p, T''). Between the lines the state
//! is the mixture of both, with T linear in the quality.
//!
//! Next to the critical point the equation and the lines disagree: from p = 0.975 p_c on ln ρ is extrapolated as a polynomial
//! in y = +x² (liquid) and y = −x² (vapour), x = (ln(p_c/p))^¼, so that the phases meet.

use super::ancillary::Ancillary;
use super::density;
use super::dome::{AXIS_NODES, Axis, Dome, Node};
use super::equation::Equation;
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

/// The densities are extrapolated below this coordinate,
const FROM: f64 = 0.4;
/// as fitted up to this one,
const TO: f64 = 0.75;
/// by a polynomial of this degree.
const DEGREE: usize = 6;

impl PseudoPureDome<'_> {
    /// The dome, or what could not be found.
    pub(crate) fn build(&self) -> Result<Dome, String> {
        let top = |line: &Ancillary| line.at(line.t_r());
        let axis =
            Axis::new(top(self.bubble).min(top(self.dew)), self.bubble.at(self.t_min).max(self.dew.at(self.t_min)));
        let lines = [self.bubble, self.dew];
        let mut above = lines.map(|line| line.first_inverse(axis.p(0), 0.9 * self.t_min));
        let mut nodes = Vec::with_capacity(AXIS_NODES);
        for i in 0..AXIS_NODES {
            for (line, t) in lines.iter().zip(&mut above) {
                *t = line.inverse(axis.p(i), (0.97 * *t, *t));
            }
            nodes.push(self.node(axis.x(i), axis.p(i), above)?);
        }
        extrapolate(&mut nodes, &axis);
        let [t_critical, _, rho_critical, _] = nodes[0].0.map(f64::exp);
        Ok(Dome::new(self.equation, (t_critical, rho_critical), axis, &nodes))
    }

    /// Densities at the temperatures, where they are not extrapolated.
    fn node(&self, x: f64, p: f64, [t_bubble, t_dew]: [f64; 2]) -> Result<Node, String> {
        if x < FROM {
            return Ok(Node([t_bubble.ln(), t_dew.ln(), f64::NAN, f64::NAN]));
        }
        let root = |t, start| density::newton(self.equation, p, t, start).ok_or(format!("density at {p} Pa, {t} K"));
        let liquid = root(t_bubble, (self.start)(t_bubble).liquid)?;
        let vapour = root(t_dew, (self.start)(t_dew).vapour)?;
        Ok(Node([t_bubble, t_dew, liquid, vapour].map(f64::ln)))
    }
}

/// Fills in the densities next to the critical point.
fn extrapolate(nodes: &mut [Node], axis: &Axis) {
    let y = |i: usize| (axis.x(i) / TO).powi(2);
    let known = (0..nodes.len()).filter(|&i| axis.x(i) <= TO && nodes[i].0[2].is_finite());
    let density = Polynomial::fit(DEGREE, known.flat_map(|i| [(y(i), nodes[i].0[2]), (-y(i), nodes[i].0[3])]));
    for i in (0..nodes.len()).take_while(|&i| axis.x(i) < FROM) {
        nodes[i].0[2..].copy_from_slice(&[density.at(y(i)), density.at(-y(i))]);
    }
}
