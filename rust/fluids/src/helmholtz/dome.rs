//! The two-phase dome as one spline in pressure.
//!
//! In x = (ln(p_c/p))^¼ temperature, enthalpies, entropies, ln ρ' and ln(ρ''/p) are smooth and even down to x = 0, the
//! critical point, so that one uniform quintic spline carries all of them. Values and slopes along the saturation line come
//! from the same spline. Bubble and dew temperature are separate; for a pure fluid they are equal.

use super::equation::Equation;
use super::spline::Spline;
use super::vle::Equilibrium;
use crate::simd::{Arithmetic, Compute, dispatch};
use crate::{Along, Saturation, SaturationSide};

/// Order of the functions in the spline.
pub(crate) mod lane {
    pub(crate) const T_BUBBLE: usize = 0;
    pub(crate) const T_DEW: usize = 1;
    pub(crate) const H_LIQUID: usize = 2;
    pub(crate) const H_VAPOUR: usize = 3;
    pub(crate) const S_LIQUID: usize = 4;
    pub(crate) const S_VAPOUR: usize = 5;
    /// ln ρ'.
    pub(crate) const LN_LIQUID: usize = 6;
    /// ln(ρ''/p).
    pub(crate) const LN_VAPOUR: usize = 7;
}

/// The functions of the spline.
pub(crate) type Lanes = [f64; 8];

/// Nodes of the spline.
pub(crate) const AXIS_NODES: usize = 401;

/// The coordinate x = (ln(p_c/p))^¼ and its equidistant nodes, from the critical to the lowest pressure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    p_critical: f64,
    x_max: f64,
}

impl Axis {
    pub(crate) fn new(p_critical: f64, p_min: f64) -> Self {
        Axis { p_critical, x_max: (p_critical / p_min).ln().sqrt().sqrt() }
    }

    /// x of a node.
    pub(crate) fn x(&self, node: usize) -> f64 {
        self.x_max * node as f64 / (AXIS_NODES - 1) as f64
    }

    /// Pressure at a node, Pa.
    pub(crate) fn p(&self, node: usize) -> f64 {
        self.p_critical * (-self.x(node).powi(4)).exp()
    }

    /// An inner node near a pressure.
    pub(crate) fn node_near(&self, p: f64) -> usize {
        let x = (self.p_critical / p).ln().sqrt().sqrt();
        ((x / self.x_max * (AXIS_NODES - 1) as f64) as usize).clamp(1, AXIS_NODES - 2)
    }
}

/// ln T', ln T'', ln ρ' and ln ρ'' at a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node(pub(crate) [f64; 4]);

impl Node {
    pub(crate) const EMPTY: Node = Node([f64::NAN; 4]);
}

impl From<Equilibrium> for Node {
    fn from(at: Equilibrium) -> Self {
        Node([at.t, at.t, at.liquid, at.vapour].map(f64::ln))
    }
}

impl From<Node> for Equilibrium {
    fn from(node: Node) -> Self {
        let [t, _, liquid, vapour] = node.0.map(f64::exp);
        Equilibrium { t, liquid, vapour }
    }
}

/// Saturation of one fluid from the triple point to the critical point.
#[derive(Clone, Debug)]
pub(crate) struct Dome {
    /// Pressure at which the phases become one, Pa.
    pub(crate) p_critical: f64,
    /// Temperature there, K.
    pub(crate) t_critical: f64,
    /// Density there, kg/m³.
    pub(crate) rho_critical: f64,
    /// Density of the saturated liquid at the lowest temperature, kg/m³.
    pub(crate) rho_liquid: f64,
    /// Density of the saturated vapour there, kg/m³.
    pub(crate) rho_vapour: f64,
    /// Lowest pressure of a saturated gas (at the lowest temperature), Pa.
    pub(crate) p_min: f64,
    /// Lowest pressure of a saturated liquid, Pa: higher if the fluid is pseudo-pure.
    pub(crate) p_liquid: f64,
    spline: Spline<8>,
    /// x/z as a function of z = (1 − T/T(0))^¼, for the bubble and the dew temperature.
    inverse: [Spline<1>; 2],
    /// Temperatures at which bubble and dew line end.
    tops: [f64; 2],
    /// x of the hottest saturated vapour, where the dew line of a mixture turns back before it ends; else 0.
    hottest: f64,
}

/// The dew line turns back between here and the critical point, if it does,
pub(super) const BESIDE: f64 = 0.45;
/// and not closer to it than this.
const TURNS: f64 = 1e-3;

/// x between 0 and [`BESIDE`] at which a function that rises and falls is highest, by golden sections.
pub(super) fn highest(f: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let (mut low, mut high) = (0.0, BESIDE);
    while high - low > 1e-9 {
        let (a, b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if f(a) > f(b) { high = b } else { low = a }
    }
    0.5 * (low + high)
}

/// Nodes of the inverse.
const INVERSE_NODES: usize = 201;

impl Dome {
    /// A dome through nodes; `critical` is (T, ρ).
    pub(crate) fn new(equation: &Equation, critical: (f64, f64), axis: Axis, nodes: &[Node]) -> Self {
        let lanes = |(i, node): (usize, &Node)| lanes(equation, node, axis.p_critical.ln() - axis.x(i).powi(4));
        let values: Vec<Lanes> = nodes.iter().enumerate().map(lanes).collect();
        let spline = Spline::interpolate(axis.x_max, &values);
        let [_, _, rho_liquid, rho_vapour] = nodes[nodes.len() - 1].0.map(f64::exp);
        Dome {
            p_critical: axis.p_critical,
            t_critical: critical.0,
            rho_critical: critical.1,
            rho_liquid,
            rho_vapour,
            p_min: axis.p(AXIS_NODES - 1),
            p_liquid: axis.p(AXIS_NODES - 1),
            inverse: [lane::T_BUBBLE, lane::T_DEW].map(|side| inverse(&spline, side, axis.x_max)),
            tops: [lane::T_BUBBLE, lane::T_DEW].map(|side| spline.lane(side, 0.0).0),
            hottest: Some(highest(|x| spline.lane(lane::T_DEW, x).0)).filter(|x| *x > TURNS).unwrap_or(0.0),
            spline,
        }
    }

    /// The dome, with saturated liquid from a pressure on only.
    pub(crate) fn with_liquid_from(self, p: f64) -> Self {
        Dome { p_liquid: p, rho_liquid: self.saturation(p).bubble.rho.value, ..self }
    }

    /// ln(p_c/p), not below 0.
    #[inline(always)]
    pub(crate) fn depth(&self, p: f64) -> f64 {
        (self.p_critical / p).ln().max(0.0)
    }

    /// The pressure of a spline coordinate, Pa.
    pub(crate) fn pressure(&self, x: f64) -> f64 {
        self.p_critical * (-x.powi(4)).exp()
    }

    /// Both sides at a pressure in [p_min, p_critical).
    pub(crate) fn saturation(&self, p: f64) -> Saturation {
        dispatch(At { dome: self, p })
    }

    /// The functions and their slopes in p that [`Dome::saturation`] is made of, inside a computation; `depth` is that at p.
    #[inline(always)]
    pub(crate) fn lanes<A: Arithmetic>(&self, a: A, depth: f64, p: f64) -> (Lanes, Lanes) {
        let x = depth.sqrt().sqrt();
        let (value, slope) = self.spline.evaluate(a, x);
        (value, slope.map(|s| s * dx_dp(x, p)))
    }

    /// The pressure at which the bubble or dew temperature (`side`) is `t`, for t in range.
    pub(crate) fn pressure_of(&self, side: usize, t: f64) -> f64 {
        // Below the critical pressure also when the temperature is that of the end but for rounding.
        self.pressure(self.x_of(side, t)).min(self.p_critical.next_down())
    }

    /// Density of the saturated liquid at a temperature in range, kg/m³.
    pub(crate) fn liquid_density(&self, t: f64) -> f64 {
        self.spline.lane(lane::LN_LIQUID, self.x_of(lane::T_BUBBLE, t)).0.exp()
    }

    /// The spline coordinate at which the bubble or dew temperature (`side`) is `t`.
    fn x_of(&self, side: usize, t: f64) -> f64 {
        if side == lane::T_DEW && self.hottest > 0.0 && t > self.spline.lane(side, BESIDE).0 {
            return self.dew_between(self.hottest, BESIDE, t);
        }
        let top = self.t_top(side);
        let z = (1.0 - t / top).max(0.0).sqrt().sqrt();
        let start = z * self.inverse[side].lane(0, z).0;
        coordinate_of(&self.spline, side, top, z, start)
    }

    /// x at which the dew temperature is t, between a place where it is higher and one where it is lower.
    fn dew_between(&self, mut hot: f64, mut cold: f64, t: f64) -> f64 {
        loop {
            let middle = 0.5 * (hot + cold);
            if middle == hot || middle == cold {
                return middle;
            }
            if self.spline.lane(lane::T_DEW, middle).0 > t { hot = middle } else { cold = middle }
        }
    }

    /// The pressures of both saturated vapours of a temperature between that of the end of the dew line and its highest.
    pub(super) fn both_dew_pressures(&self, t: f64) -> Option<(f64, f64)> {
        let is_between = t >= self.tops[1] && t < self.spline.lane(lane::T_DEW, self.hottest).0;
        let p = |end: f64| self.pressure(self.dew_between(self.hottest, end, t));
        is_between.then(|| (p(BESIDE), p(0.0)))
    }

    /// The temperature at which the bubble line ends.
    pub(super) fn t_bubble_top(&self) -> f64 {
        self.t_top(lane::T_BUBBLE)
    }

    /// The temperature at which the bubble or the dew line ends.
    pub(crate) fn t_top(&self, side: usize) -> f64 {
        self.tops[side]
    }
}

/// The saturation at a pressure.
struct At<'a> {
    dome: &'a Dome,
    p: f64,
}

impl Compute for At<'_> {
    type Output = Saturation;

    #[inline(always)]
    fn run<A: Arithmetic>(self, a: A) -> Saturation {
        let (value, slope) = self.dome.lanes(a, self.dome.depth(self.p), self.p);
        saturation(a, self.p, &value, &slope)
    }
}

/// The functions of the spline at a node.
fn lanes(equation: &Equation, node: &Node, ln_p: f64) -> Lanes {
    let [t_bubble, t_dew, liquid, vapour] = node.0.map(f64::exp);
    let (l, v) = (equation.point(t_bubble, liquid), equation.point(t_dew, vapour));
    let mut out = [0.0; 8];
    out[lane::T_BUBBLE] = l.t;
    out[lane::T_DEW] = v.t;
    out[lane::H_LIQUID] = l.h;
    out[lane::H_VAPOUR] = v.h;
    out[lane::S_LIQUID] = l.s;
    out[lane::S_VAPOUR] = v.s;
    out[lane::LN_LIQUID] = node.0[2];
    out[lane::LN_VAPOUR] = node.0[3] - ln_p;
    out
}

/// x at which a temperature function of the spline gives z = (1 − T/T(0))^¼, by Newton in z, in which the curve is nearly a
/// straight line through the origin.
fn coordinate_of(spline: &Spline<8>, side: usize, top: f64, z: f64, start: f64) -> f64 {
    let mut x = start;
    for _ in 0..20 {
        let (t, slope) = spline.lane(side, x);
        let at = (1.0 - t / top).max(0.0).sqrt().sqrt();
        let step = (z - at) * -4.0 * top * at * at * at / slope;
        if !step.is_finite() {
            break;
        }
        x = (x + step).max(0.0);
        if step.abs() < 1e-8 * x {
            break; // what is left is of the order of the square
        }
    }
    x
}

/// x/z on nodes of z.
fn inverse(spline: &Spline<8>, side: usize, x_max: f64) -> Spline<1> {
    let (top, bottom) = (spline.lane(side, 0.0).0, spline.lane(side, x_max).0);
    let z_max = (1.0 - bottom / top).sqrt().sqrt();
    let mut ratio = x_max / z_max;
    let mut nodes: Vec<[f64; 1]> = (1..INVERSE_NODES)
        .rev()
        .map(|i| {
            let z = z_max * i as f64 / (INVERSE_NODES - 1) as f64;
            ratio = coordinate_of(spline, side, top, z, ratio * z) / z;
            [ratio]
        })
        .collect();
    nodes.push([ratio]);
    nodes.reverse();
    Spline::interpolate(z_max, &nodes)
}

/// dx/dp = −1/(4 x³ p).
#[inline(always)]
fn dx_dp(x: f64, p: f64) -> f64 {
    -0.25 / (x * x * x * p)
}

/// The saturation that the functions of the spline and their slopes in p describe.
#[inline(always)]
pub(crate) fn saturation<A: Arithmetic>(a: A, p: f64, value: &Lanes, slope: &Lanes) -> Saturation {
    let along = |k: usize| Along { value: value[k], dp: slope[k] };
    let [liquid, vapour, ..] = a.exp([value[lane::LN_LIQUID], value[lane::LN_VAPOUR], 0.0, 0.0]);
    let vapour = p * vapour;
    Saturation {
        p,
        bubble: SaturationSide {
            t: along(lane::T_BUBBLE),
            h: along(lane::H_LIQUID),
            s: along(lane::S_LIQUID),
            rho: Along { value: liquid, dp: liquid * slope[lane::LN_LIQUID] },
        },
        dew: SaturationSide {
            t: along(lane::T_DEW),
            h: along(lane::H_VAPOUR),
            s: along(lane::S_VAPOUR),
            rho: Along { value: vapour, dp: vapour * (slope[lane::LN_VAPOUR] + 1.0 / p) },
        },
    }
}
