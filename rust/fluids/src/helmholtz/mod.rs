//! Pure and pseudo-pure fluids described by a reduced Helmholtz energy α(δ, τ).

pub(crate) mod ancillary;
pub(crate) mod density;
pub(crate) mod dome;
mod dome_build;
pub(crate) mod equation;
pub(crate) mod fit;
mod flash;
#[allow(clippy::needless_range_loop, reason = "lanes of several arrays belong together")]
mod ideal;
mod isentrope;
pub(crate) mod isobar;
mod limits;
mod liquid_line;
mod melting;
mod near_critical;
mod nonanalytic;
mod pairs;
mod polish;
mod pseudo_pure;
mod rare;
#[allow(clippy::needless_range_loop, reason = "lanes of several arrays belong together")]
mod residual;
mod residual_data;
mod search;
mod slopes;
pub(crate) mod spline;
mod start;
pub(crate) mod sums;
mod two_phase;
mod vle;

use std::fmt;
use std::sync::OnceLock;

use crate::data::{Entry, EosData};
use crate::transport::{LazyTransport, SurfaceTension, Transport, TransportModel};
use crate::{
    Caloric, FluidBackend, FluidError, FluidInfo, Guess, Jets, Pair, Partials, Phase, Reduced, Saturation, Sloped,
    State,
};
use ancillary::Ancillary;
use dome::{Dome, lane};
use dome_build::PureDome;
use equation::Equation;
use flash::Given;
use isobar::Region;
use liquid_line::LiquidLine;
use melting::Melting;
use pseudo_pure::PseudoPureDome;
use start::StartGrid;
use vle::Equilibrium;

/// A fluid with an equation of state for its Helmholtz energy.
pub(crate) struct Helmholtz {
    info: FluidInfo,
    equation: Equation,
    dome: Dome,
    liquid_line: LiquidLine,
    melting: Option<Melting>,
    starts: OnceLock<StartGrid>,
    transport: LazyTransport,
}

impl fmt::Debug for Helmholtz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Helmholtz({})", self.info.name)
    }
}

impl Helmholtz {
    /// Builds the fluid of an entry.
    pub(crate) fn new(entry: &'static Entry) -> Result<Self, FluidError> {
        Self::up_to(entry, entry.info.t_max)
    }

    /// The fluid of an entry, with another highest temperature.
    pub(crate) fn up_to(entry: &'static Entry, t_max: f64) -> Result<Self, FluidError> {
        let data = entry.eos()?;
        let info = FluidInfo { t_max, ..entry.info.clone() };
        let equation = Equation::new(&data, &info)?;
        let dome = build_dome(&info, &data, &equation)?;
        let liquid_line = LiquidLine::new(&equation, &dome, info.t_min);
        let transport = LazyTransport::new(entry);
        let melting = data.melting.map(|line| Melting::from(line).beginning_at(dome.p_min, info.t_min));
        Ok(Helmholtz { dome, liquid_line, equation, melting, starts: OnceLock::new(), transport, info })
    }
}

/// What a table is made from.
impl Helmholtz {
    /// The transport model for a state outside the two-phase region.
    fn transport_of(&self, state: &State) -> Result<&TransportModel, FluidError> {
        if state.phase == Phase::TwoPhase {
            return Err(self.undefined("viscosity and conductivity are not defined between the saturation lines"));
        }
        self.transport.get()
    }

    /// The equation of state.
    pub(crate) fn equation(&self) -> &Equation {
        &self.equation
    }

    /// The saturation line.
    pub(crate) fn dome(&self) -> &Dome {
        &self.dome
    }
}

fn build_dome(info: &FluidInfo, data: &EosData, equation: &Equation) -> Result<Dome, FluidError> {
    let ancillary = |key: &str| {
        let data = data.ancillaries.get(key);
        data.ok_or_else(|| FluidError::Data(format!("{}: no ancillary {key}", info.name))).and_then(Ancillary::try_from)
    };
    let (liquid, vapour) = (ancillary("rhoL")?, ancillary("rhoV")?);
    let start =
        |t: f64| Equilibrium { t, liquid: liquid.at(t) * info.molar_mass, vapour: vapour.at(t) * info.molar_mass };
    let t_min = info.t_min;
    let dome = if info.is_pseudo_pure {
        let (bubble, dew) = (&ancillary("pL")?, &ancillary("pV")?);
        PseudoPureDome { equation, bubble, dew, t_min, start: &start }.build()
    } else {
        PureDome { equation, critical: (info.t_critical, info.rho_critical), t_min, start: &start }.build()
    };
    dome.map_err(|what| FluidError::Data(format!("{}: no saturation {what}", info.name)))
}

impl FluidBackend for Helmholtz {
    fn info(&self) -> &FluidInfo {
        &self.info
    }

    fn formulation(&self) -> &'static str {
        "helmholtz"
    }

    fn ph(&self, p: f64, h: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.flash(p, h, Given::Enthalpy, guess)
    }

    fn ps(&self, p: f64, s: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        self.flash(p, s, Given::Entropy, guess)
    }

    fn pt(&self, p: f64, t: f64, _z: &[f64], guess: Guess) -> Result<State, FluidError> {
        let isobar = self.isobar(p)?;
        self.check_t(t, p)?;
        let region = isobar.region_at(t)?;
        let at = isobar.point(region, t, guess.map(|(_, rho)| rho))?;
        isobar.check_side(region, t, at.h)?;
        Ok(isobar.state(region, at.h, &at))
    }

    fn px(&self, p: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.check_p_saturation(p)?;
        self.check_x(x)?;
        self.checked(self.at_quality(&self.dome.saturation(p), x))
    }

    fn tx(&self, t: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.check_x(x)?;
        self.at_temperature(t, x)
    }

    fn rho_t(&self, rho: f64, t: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.check_rho_t(rho, t)?;
        if let Some(state) = self.two_phase_rho_t(rho, t)? {
            return Ok(state);
        }
        let at = self.equation.point(t, rho);
        if let Some(state) = self.saturated_if_below_line(&at)? {
            return Ok(state);
        }
        let isobar = self.isobar(at.p)?;
        self.check_t(t, at.p)?;
        let region = match isobar.line {
            Some(_) if rho > self.dome.rho_critical => Region::Liquid,
            Some(_) => Region::Gas,
            None => isobar.only_region(),
        };
        isobar.check_side(region, t, at.h)?;
        Ok(isobar.state(region, at.h, &at))
    }

    fn pair(&self, pair: Pair, a: f64, b: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.state_of_pair(pair, a, b)
    }

    fn saturation(&self, p: f64, _z: &[f64]) -> Result<Saturation, FluidError> {
        self.check_p_saturation(p)?;
        Ok(self.dome.saturation(p))
    }

    fn p_bubble(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.check_t_saturation(lane::T_BUBBLE, t)?;
        Ok(self.dome.pressure_of(lane::T_BUBBLE, t))
    }

    fn p_dew(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.check_t_saturation(lane::T_DEW, t)?;
        Ok(self.dome.pressure_of(lane::T_DEW, t))
    }

    fn caloric(&self, state: &State, _z: &[f64]) -> Result<Caloric, FluidError> {
        if state.phase == Phase::TwoPhase {
            let none = Sloped { value: f64::NAN, dp: f64::NAN, dh: f64::NAN };
            return Ok(Caloric { cp: none, cv: none, w: none });
        }
        let (at, curvature) = self.equation.point_and_curvature(state.t.value, state.rho.value);
        Ok(slopes::caloric(&at, &curvature))
    }

    fn jets(&self, state: &State, _z: &[f64]) -> Result<Jets, FluidError> {
        if state.phase == Phase::TwoPhase {
            return Err(self.undefined("second derivatives are not defined between the saturation lines"));
        }
        Ok(self.equation.jets(state.t.value, state.rho.value))
    }

    fn reduced(&self, state: &State, _z: &[f64]) -> Result<Reduced, FluidError> {
        let mut reduced = self.equation.reduced(state.t.value, state.rho.value);
        if state.phase == Phase::TwoPhase {
            reduced.residual = Partials::NONE;
        }
        Ok(reduced)
    }

    fn transport(&self, state: &State, _z: &[f64]) -> Result<Transport, FluidError> {
        self.transport_of(state)?.at(state.t.value, state.rho.value)
    }

    fn viscosity(&self, state: &State, _z: &[f64]) -> Result<f64, FluidError> {
        self.transport_of(state)?.viscosity(state)
    }

    fn viscosity_slopes(&self, state: &State, _z: &[f64]) -> Result<Sloped, FluidError> {
        self.transport_of(state)?.viscosity_slopes(state)
    }

    fn surface_tension(&self, t: f64, _z: &[f64]) -> Result<SurfaceTension, FluidError> {
        self.check_t_saturation(lane::T_BUBBLE, t)?;
        Ok(self.transport.get()?.surface_tension(t))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::data::index;

    /// A fluid for the tests of this module.
    pub(crate) fn helmholtz(name: &str) -> Helmholtz {
        let index = index().expect("the shipped data are sound");
        let position = index.position(name).expect("a known fluid");
        Helmholtz::new(&index.entries[position]).expect("the fluid builds")
    }
}
