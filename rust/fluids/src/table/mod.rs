//! Tables over pressure and enthalpy: the properties of a fluid in a tenth of a microsecond.
//!
//! Below the critical pressure liquid and gas, above it a cold and a hot side are tabulated apart, each on a rectangle between
//! smooth bounds ([`plane`], [`axis`]), as quintic splines of T, ln ρ, s and w ([`surface`]). Two-phase states are mixtures of the
//! saturated states of the exact equation, whose saturation line also decides on the phase: table and equation agree on it.
//!
//! - p-h: one lookup ([`cut`]). p-T, p-s: Newton on the same surfaces ([`inverse`]).
//! - Saturation, T-x and ρ-T, heat capacities, transport: the exact equation, at the (T, ρ) of the state.
//! - Outside the bounds, which lie a little outside the limits of the equation, and below the lowest saturation pressure: the
//!   exact equation, and its errors.
//!
//! T, ρ and s agree with the equation to about 1e-9, next to the critical point to about 1e-6
//! (`cargo run --release -p entropyk-fluids --example table_accuracy`).

mod axis;
mod bounds;
mod build;
mod cache;
mod cut;
mod fit;
mod frame;
mod inverse;
mod isobar;
mod nodes;
mod plane;
mod surface;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::helmholtz::Helmholtz;
use crate::helmholtz::dome::lane;
use crate::helmholtz::isobar::ON_LINE;
use crate::{
    Caloric, FluidBackend, FluidError, FluidInfo, Guess, Jets, Pair, Phase, Reduced, Saturation, Sloped, State,
    SurfaceTension, Transport,
};
pub(crate) use cache::table;
use cut::Cut;
use inverse::given;
pub use isobar::Isobar;
use plane::{Plane, Side};

/// Number of nodes along each coordinate of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grid {
    /// 64 × 64: a quarter of the memory and of the time to build, errors up to a hundred times as large.
    Fast,
    /// 128 × 128.
    #[default]
    Standard,
}

impl Grid {
    fn nodes(self) -> usize {
        match self {
            Grid::Fast => 64,
            Grid::Standard => 128,
        }
    }
}

/// A tabulated fluid. See [`Fluid::tabular`](crate::Fluid::tabular).
#[derive(Debug)]
pub struct Table {
    exact: Arc<Helmholtz>,
    grid: Grid,
    /// Below and above the critical pressure.
    planes: [Plane; 2],
    /// Pressures of the table, Pa.
    p: (f64, f64),
}

impl Table {
    /// Tabulates a fluid.
    pub(crate) fn new(exact: Arc<Helmholtz>, grid: Grid) -> Result<Self, FluidError> {
        let failure = |what: &str| FluidError::Data(format!("{}: no table ({what})", exact.info().name));
        let planes = build::planes(&exact, grid.nodes()).map_err(failure)?;
        let p = (exact.dome().p_liquid, exact.p_high());
        Ok(Table { exact, grid, planes, p })
    }

    /// The grid.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// Memory, bytes.
    pub fn bytes(&self) -> usize {
        self.planes.iter().map(Plane::bytes).sum()
    }

    /// The table at a pressure, if it is in the table.
    fn cut(&self, p: f64) -> Option<Cut<'_>> {
        self.has_pressure(p).then(|| Cut::new(self, p))
    }

    fn has_pressure(&self, p: f64) -> bool {
        p >= self.p.0 && p <= self.p.1
    }

    /// Whether a state is within the limits of the equation; above `t_safe` nothing is frozen.
    fn is_in_range(&self, state: &State, t_safe: f64) -> bool {
        let t = state.t.value;
        let is_inside = t > t_safe && t <= self.exact.t_high();
        is_inside || state.phase == Phase::TwoPhase || self.exact.check_t(t, state.p).is_ok()
    }

    /// The state at p and T; `None` where the exact equation has to answer.
    fn state_at_t(&self, p: f64, t: f64) -> Option<State> {
        let cut = self.cut(p)?;
        if t <= cut.t_safe() || t > self.exact.t_high() {
            self.exact.check_t(t, p).ok()?;
        }
        let side = match &cut.line {
            Some(line) if t <= line.value(lane::T_BUBBLE) * (1.0 - ON_LINE) => Side::Cold,
            Some(line) if t >= line.value(lane::T_DEW) * (1.0 + ON_LINE) => Side::Hot,
            Some(_) => return None,
            None if t < cut.between(given::T) => Side::Cold,
            None => Side::Hot,
        };
        cut.find(side, given::T, t)
    }

    /// The state at p and s; `None` where the exact equation has to answer.
    fn state_at_s(&self, p: f64, s: f64) -> Option<State> {
        let cut = self.cut(p)?;
        let side = match &cut.line {
            Some(line) if s > line.value(lane::S_LIQUID) && s < line.value(lane::S_VAPOUR) => {
                return cut.saturation().map(|line| two_phase(s, &line));
            }
            Some(line) if s <= line.value(lane::S_LIQUID) => Side::Cold,
            Some(_) => Side::Hot,
            None if s < cut.between(given::S) => Side::Cold,
            None => Side::Hot,
        };
        cut.find(side, given::S, s).filter(|state| cut.is_in_range(state))
    }

    /// Saturated liquid or gas: values of the saturation line, slopes of the single phase.
    fn saturated(&self, p: f64, side: Side) -> Option<State> {
        let cut = self.cut(p)?;
        let line = cut.saturation()?;
        let end = if side == Side::Cold { line.bubble } else { line.dew };
        let mut state = cut.single_phase(side, end.h.value)?;
        (state.t.value, state.rho.value, state.s.value) = (end.t.value, end.rho.value, end.s.value);
        Some(state)
    }
}

/// The two-phase state of an entropy.
fn two_phase(s: f64, line: &Saturation) -> State {
    let mix = |x: f64, liquid: f64, vapour: f64| liquid + x * (vapour - liquid);
    let x = (s - line.bubble.s.value) / (line.dew.s.value - line.bubble.s.value);
    line.mixture(mix(x, line.bubble.h.value, line.dew.h.value))
}

impl Cut<'_> {
    /// The temperature above which nothing is frozen, K.
    #[inline(always)]
    fn t_safe(&self) -> f64 {
        self.plane.t_safe(&self.row)
    }

    /// Whether a state is within the limits of the equation.
    fn is_in_range(&self, state: &State) -> bool {
        self.table.is_in_range(state, self.t_safe())
    }
}

impl FluidBackend for Table {
    fn info(&self) -> &FluidInfo {
        self.exact.info()
    }

    fn formulation(&self) -> &'static str {
        "tabular"
    }

    fn ph(&self, p: f64, h: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        if self.has_pressure(p)
            && let Some((state, t_safe)) = cut::state(self, p, h)
            && self.is_in_range(&state, t_safe)
        {
            return Ok(state);
        }
        self.exact.ph(p, h, z, guess)
    }

    fn pt(&self, p: f64, t: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.state_at_t(p, t).map_or_else(|| self.exact.pt(p, t, z, guess), Ok)
    }

    fn ps(&self, p: f64, s: f64, z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.state_at_s(p, s).map_or_else(|| self.exact.ps(p, s, z, guess), Ok)
    }

    fn px(&self, p: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        let state = match x {
            0.0 => self.saturated(p, Side::Cold),
            1.0 => self.saturated(p, Side::Hot),
            _ => None,
        };
        state.map_or_else(|| self.exact.px(p, x, z), Ok)
    }

    fn tx(&self, t: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        match x {
            0.0 => self.px(self.p_bubble(t, z)?, x, z),
            1.0 => self.px(self.p_dew(t, z)?, x, z),
            _ => self.exact.tx(t, x, z),
        }
    }

    fn rho_t(&self, rho: f64, t: f64, z: &[f64]) -> Result<State, FluidError> {
        self.exact.rho_t(rho, t, z)
    }

    fn pair(&self, pair: Pair, a: f64, b: f64, z: &[f64]) -> Result<State, FluidError> {
        match pair {
            Pair::PressureEnthalpy => self.ph(a, b, z, None),
            Pair::PressureTemperature => self.pt(a, b, z, None),
            Pair::PressureEntropy => self.ps(a, b, z, None),
            Pair::PressureQuality => self.px(a, b, z),
            Pair::TemperatureQuality => self.tx(a, b, z),
            _ => self.exact.pair(pair, a, b, z),
        }
    }

    fn saturation(&self, p: f64, z: &[f64]) -> Result<Saturation, FluidError> {
        self.exact.saturation(p, z)
    }

    fn p_bubble(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.exact.p_bubble(t, z)
    }

    fn p_dew(&self, t: f64, z: &[f64]) -> Result<f64, FluidError> {
        self.exact.p_dew(t, z)
    }

    fn caloric(&self, state: &State, z: &[f64]) -> Result<Caloric, FluidError> {
        self.exact.caloric(state, z)
    }

    fn jets(&self, state: &State, z: &[f64]) -> Result<Jets, FluidError> {
        self.exact.jets(state, z)
    }

    fn reduced(&self, state: &State, z: &[f64]) -> Result<Reduced, FluidError> {
        self.exact.reduced(state, z)
    }

    fn transport(&self, state: &State, z: &[f64]) -> Result<Transport, FluidError> {
        self.exact.transport(state, z)
    }

    fn viscosity(&self, state: &State, z: &[f64]) -> Result<f64, FluidError> {
        self.exact.viscosity(state, z)
    }

    fn viscosity_slopes(&self, state: &State, z: &[f64]) -> Result<Sloped, FluidError> {
        self.exact.viscosity_slopes(state, z)
    }

    fn surface_tension(&self, t: f64, z: &[f64]) -> Result<SurfaceTension, FluidError> {
        self.exact.surface_tension(t, z)
    }

    fn table(&self) -> Option<&Table> {
        Some(self)
    }
}
