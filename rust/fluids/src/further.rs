//! States from further pairs of properties, for a model that answers the basic ones: (p, h), (p, T), (p, s), (p, x), (T, x), (ρ, T).
//!
//! Each is a search along one line on the model's own states, in one variable:
//!
//! | given | along | in |
//! |---|---|---|
//! | p and ρ, u | the isobar | T, between the saturation lines x |
//! | T and h, s, u | the isotherm | ln p, between the saturation lines x |
//! | ρ and h, s, u | the isochore | T |
//! | s and h, u | the isentrope | ln p |
//! | x and h, s, ρ | a line of constant quality | T |
//!
//! If there is more than one state, [`FluidError::MultipleSolutions`] lists them. Where the equations of two regions of the model do not
//! quite meet, a value between them belongs to the state on the border.

use crate::{FluidBackend, FluidError, Pair, Saturation, SaturationSide, Sloped, State, root};

/// A model with the ranges in which it is searched.
pub(crate) struct Further<'a> {
    pub(crate) fluid: &'a dyn FluidBackend,
    /// Lowest and highest pressure, Pa.
    pub(crate) p: (f64, f64),
    /// Lowest and highest temperature, K.
    pub(crate) t: (f64, f64),
    /// Temperature at which the saturation line passes from one equation to another and may jump, K.
    pub(crate) t_jump: Option<f64>,
}

/// A property given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    H,
    S,
    U,
    /// As v, which mixes linearly with the quality.
    Rho,
}

/// Parts into which a line is divided.
const NODES: usize = 60;
/// Distance from the saturation line at which p and T fix a state, in T,
const BESIDE_LINE: f64 = 2e-9;
/// and in p.
const BESIDE_LINE_P: f64 = 1e-7;
/// States are the same if T and ρ differ by less.
const SAME: f64 = 1e-8;
/// What is rounding at the end of a line, relative.
const SLACK: f64 = 1e-9;

const P: Sloped = Sloped { value: 0.0, dp: 1.0, dh: 0.0 };

/// (∂y/∂z) at constant c.
fn slope(y: Sloped, z: Sloped, c: Sloped) -> f64 {
    (y.dp * c.dh - y.dh * c.dp) / (z.dp * c.dh - z.dh * c.dp)
}

/// Equidistant places.
fn between((low, high): (f64, f64)) -> impl Iterator<Item = f64> {
    (0..=NODES).map(move |i| if i == NODES { high } else { low + (high - low) * i as f64 / NODES as f64 })
}

impl Given {
    fn of(self, state: &State) -> Sloped {
        let rho = state.rho;
        let v = 1.0 / rho.value;
        let (v_p, v_h) = (-v * v * rho.dp, -v * v * rho.dh);
        match self {
            Given::H => Sloped { value: state.h, dp: 0.0, dh: 1.0 },
            Given::S => state.s,
            Given::U => Sloped { value: state.h - state.p * v, dp: -v - state.p * v_p, dh: 1.0 - state.p * v_h },
            Given::Rho => Sloped { value: v, dp: v_p, dh: v_h },
        }
    }

    fn on(self, side: &SaturationSide, p: f64) -> f64 {
        match self {
            Given::H => side.h.value,
            Given::S => side.s.value,
            Given::U => side.h.value - p / side.rho.value,
            Given::Rho => 1.0 / side.rho.value,
        }
    }

    fn quality(self, line: &Saturation, y: f64) -> Option<f64> {
        let (liquid, vapour) = (self.on(&line.bubble, line.p), self.on(&line.dew, line.p));
        let x = (y - liquid) / (vapour - liquid);
        (0.0..=1.0).contains(&x).then_some(x)
    }

    /// The value that is searched.
    fn searched(self, y: f64) -> f64 {
        if self == Given::Rho { 1.0 / y } else { y }
    }
}

/// The states found along a line, and the range of the property on it.
struct Search {
    given: Given,
    y: f64,
    states: Vec<State>,
    range: (f64, f64),
}

impl Search {
    fn push(&mut self, found: Result<State, FluidError>) {
        let Ok(state) = found else { return };
        let is_same = |a: f64, b: f64| (a / b - 1.0).abs() < SAME;
        let is_known = self
            .states
            .iter()
            .any(|other| is_same(other.t.value, state.t.value) && is_same(other.rho.value, state.rho.value));
        if !is_known {
            self.states.push(state);
        }
    }

    /// The states along a line; `z` is the variable as a property of the state, `c` the property that is constant.
    fn along(
        &mut self,
        places: impl Iterator<Item = f64>,
        state_at: impl Fn(f64) -> Result<State, FluidError>,
        slope_of: impl Fn(&State, Sloped) -> f64,
    ) {
        let given = self.given;
        let f = |z: f64| {
            let state = state_at(z).ok()?;
            let value = given.of(&state);
            Some((value.value, slope_of(&state, value)))
        };
        let slack = if self.states.is_empty() { SLACK * self.y.abs() } else { 0.0 };
        let (found, range) = root::all(f, self.y, places, slack);
        self.range = (self.range.0.min(range.0), self.range.1.max(range.1));
        for z in found {
            self.push(state_at(z));
        }
    }
}

impl Further<'_> {
    /// State from a pair of properties.
    pub(crate) fn state(&self, pair: Pair, a: f64, b: f64) -> Result<State, FluidError> {
        let fluid = self.fluid;
        for (quantity, value) in pair.symbols().split(", ").zip([a, b]) {
            if !value.is_finite() {
                return Err(FluidError::NotFinite { fluid: fluid.info().name.clone(), quantity, value });
            }
        }
        match pair {
            Pair::PressureEnthalpy => fluid.ph(a, b, &[], None),
            Pair::PressureTemperature => fluid.pt(a, b, &[], None),
            Pair::PressureEntropy => fluid.ps(a, b, &[], None),
            Pair::PressureQuality => fluid.px(a, b, &[]),
            Pair::TemperatureQuality => fluid.tx(a, b, &[]),
            Pair::DensityTemperature => fluid.rho_t(a, b, &[]),
            Pair::PressureDensity => self.find(pair, Given::Rho, b, |search| self.isobar(a, search)),
            Pair::PressureEnergy => self.find(pair, Given::U, b, |search| self.isobar(a, search)),
            Pair::TemperatureEnthalpy => self.find(pair, Given::H, b, |search| self.isotherm(a, search)),
            Pair::TemperatureEntropy => self.find(pair, Given::S, b, |search| self.isotherm(a, search)),
            Pair::TemperatureEnergy => self.find(pair, Given::U, b, |search| self.isotherm(a, search)),
            Pair::DensityEnthalpy => self.find(pair, Given::H, b, |search| self.isochore(a, search)),
            Pair::DensityEntropy => self.find(pair, Given::S, b, |search| self.isochore(a, search)),
            Pair::DensityEnergy => self.find(pair, Given::U, b, |search| self.isochore(a, search)),
            Pair::EnthalpyEntropy => self.find(pair, Given::H, a, |search| self.isentrope(b, search)),
            Pair::EnergyEntropy => self.find(pair, Given::U, a, |search| self.isentrope(b, search)),
            Pair::EnthalpyQuality => self.find(pair, Given::H, a, |search| self.quality(b, search)),
            Pair::EntropyQuality => self.find(pair, Given::S, a, |search| self.quality(b, search)),
            Pair::DensityQuality => self.find(pair, Given::Rho, a, |search| self.quality(b, search)),
        }
    }

    /// The only state of a search, or the error.
    fn find(
        &self,
        pair: Pair,
        given: Given,
        y: f64,
        run: impl Fn(&mut Search) -> Result<(), FluidError>,
    ) -> Result<State, FluidError> {
        let mut search =
            Search { given, y: given.searched(y), states: vec![], range: (f64::INFINITY, f64::NEG_INFINITY) };
        run(&mut search)?;
        let fluid = self.fluid.info().name.clone();
        let (low, high) = search.range;
        match search.states.as_slice() {
            [state] => Ok(*state),
            [] => {
                let (quantity, unit, min, max) = match given {
                    Given::H => ("h", "J/kg", low, high),
                    Given::S => ("s", "J/(kg K)", low, high),
                    Given::U => ("u", "J/kg", low, high),
                    Given::Rho => ("rho", "kg/m3", 1.0 / high, 1.0 / low),
                };
                Err(FluidError::OutOfRange { fluid, quantity, unit, value: y, min, max })
            }
            several => {
                let candidates = several.iter().map(|state| (state.t.value, state.rho.value)).collect();
                Err(FluidError::MultipleSolutions { fluid, pair: pair.symbols(), candidates })
            }
        }
    }

    fn isobar(&self, p: f64, search: &mut Search) -> Result<(), FluidError> {
        let state_at = |t: f64| self.fluid.pt(p, t, &[], None);
        let slope_of = |state: &State, y: Sloped| slope(y, state.t, P);
        let Ok(line) = self.fluid.saturation(p, &[]) else {
            // An error for a pressure out of range.
            self.fluid.pt(p, 0.5 * (self.t.0 + self.t.1), &[], None).or_else(|_| state_at(self.t.0))?;
            search.along(between(self.t), state_at, slope_of);
            return Ok(());
        };
        if let Some(x) = search.given.quality(&line, search.y) {
            search.push(self.fluid.px(p, x, &[]));
        }
        let (bubble, dew) = (line.bubble.t.value, line.dew.t.value);
        search.along(between((self.t.0, bubble * (1.0 - BESIDE_LINE))), state_at, slope_of);
        search.along(between((dew * (1.0 + BESIDE_LINE), self.t.1)), state_at, slope_of);
        Ok(())
    }

    fn isotherm(&self, t: f64, search: &mut Search) -> Result<(), FluidError> {
        let state_at = |ln_p: f64| self.fluid.pt(ln_p.exp(), t, &[], None);
        let slope_of = |state: &State, y: Sloped| state.p * slope(y, P, state.t);
        let (low, high) = (self.p.0.ln(), self.p.1.ln());
        let Ok(p) = self.fluid.p_bubble(t, &[]) else {
            state_at(low)?;
            search.along(between((low, high)), state_at, slope_of);
            return Ok(());
        };
        let line = self.fluid.saturation(p, &[])?;
        if let Some(x) = search.given.quality(&line, search.y) {
            search.push(self.fluid.tx(t, x, &[]));
        }
        search.along(between((low, p.ln() - BESIDE_LINE_P)), state_at, slope_of);
        search.along(between((p.ln() + BESIDE_LINE_P, high)), state_at, slope_of);
        Ok(())
    }

    fn isochore(&self, rho: f64, search: &mut Search) -> Result<(), FluidError> {
        let state_at = |t: f64| self.fluid.rho_t(rho, t, &[]);
        let slope_of = |state: &State, y: Sloped| slope(y, state.t, state.rho);
        if rho <= 0.0 {
            state_at(self.t.1)?;
        }
        search.along(between(self.t), state_at, slope_of);
        Ok(())
    }

    fn isentrope(&self, s: f64, search: &mut Search) -> Result<(), FluidError> {
        let state_at = |ln_p: f64| self.fluid.ps(ln_p.exp(), s, &[], None);
        let slope_of = |state: &State, y: Sloped| state.p * slope(y, P, state.s);
        search.along(between((self.p.0.ln(), self.p.1.ln())), state_at, slope_of);
        Ok(())
    }

    fn quality(&self, x: f64, search: &mut Search) -> Result<(), FluidError> {
        let state_at = |t: f64| self.fluid.tx(t, x, &[]);
        // Along the line, by the slopes of its two sides.
        let given = search.given;
        let slope_of = |state: &State, _: Sloped| {
            let step = 1e-6 * state.t.value;
            let [above, below] =
                [step, -step].map(|d| state_at(state.t.value + d).map_or(f64::NAN, |s| given.of(&s).value));
            (above - below) / (2.0 * step)
        };
        let low = self.t.0;
        let high = self.fluid.info().t_critical * (1.0 - BESIDE_LINE);
        state_at(0.5 * (low + high))?;
        // Nodes gather at the critical point.
        let mut along = |low: f64, high: f64| {
            search.along(between((0.0, 1.0)).map(|z| high - (high - low) * z * z), state_at, slope_of);
        };
        match self.t_jump {
            Some(jump) => {
                along(low, jump * (1.0 - f64::EPSILON));
                along(jump * (1.0 + f64::EPSILON), high);
            }
            None => along(low, high),
        }
        Ok(())
    }
}
