//! What a fluid of CoolProp answers.

use entropyk::fluids::root::rising;
use entropyk::fluids::{
    Caloric, FluidBackend, FluidError, FluidInfo, Guess, Phase, Saturation, Source, State, SurfaceTension, Transport,
};

use super::CoolProp;
use super::blend::Given;
use super::handle::{Handle, Input};
use super::states::NONE;

/// Above this multiple of the critical pressure, which for blends is an estimate, no saturation is looked for.
const MARGIN: f64 = 1.1;
/// Relative distance from the saturation temperature within which CoolProp refuses p and T.
const ON_LINE: f64 = 1e-5;

impl FluidBackend for CoolProp {
    fn info(&self) -> &FluidInfo {
        &self.info
    }

    fn formulation(&self) -> &'static str {
        "coolprop"
    }

    fn ph(&self, p: f64, h: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.check(&[("p", p), ("h", h)])?;
        self.ask(|handle| self.flash(handle, p, Given::H, h)).and_then(|state| self.within(state))
    }

    fn ps(&self, p: f64, s: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.check(&[("p", p), ("s", s)])?;
        self.ask(|handle| self.flash(handle, p, Given::S, s)).and_then(|state| self.within(state))
    }

    fn pt(&self, p: f64, t: f64, _z: &[f64], _guess: Guess) -> Result<State, FluidError> {
        self.check(&[("p", p), ("T", t)])?;
        self.ask(|handle| self.flash(handle, p, Given::T, t)).and_then(|state| self.within(state))
    }

    fn px(&self, p: f64, x: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.check(&[("p", p), ("x", x)])?;
        self.check_x(x)?;
        self.ask(|handle| self.at_quality(handle, p, x))
    }

    fn tx(&self, t: f64, x: f64, z: &[f64]) -> Result<State, FluidError> {
        self.check(&[("T", t), ("x", x)])?;
        self.check_x(x)?;
        let (bubble, dew) = (self.p_bubble(t, z)?, self.p_dew(t, z)?);
        if x == 0.0 || x == 1.0 || !self.is_blend {
            return self.px(if x == 0.0 { bubble } else { dew }, x, z);
        }
        // T rises with p at constant x.
        let distance = |p: f64| {
            let line = self.saturation(p, z)?;
            let at = self.px(p, x, z)?;
            let h_p = line.bubble.h.dp + x * (line.dew.h.dp - line.bubble.h.dp);
            Ok((at.t.value - t, at.t.dp + at.t.dh * h_p))
        };
        let p = rising(distance, (dew, bubble), bubble + x * (dew - bubble))?;
        self.px(p.ok_or_else(|| self.undefined("no state found for this T and x"))?, x, z)
    }

    fn rho_t(&self, rho: f64, t: f64, _z: &[f64]) -> Result<State, FluidError> {
        self.check(&[("rho", rho), ("T", t)])?;
        self.ask(|handle| {
            let at = handle.values_at(Input::DT, rho, t)?;
            let line = self.line(handle, at.p);
            match &line {
                Some(line) if at.h > line.bubble.h.value && at.h < line.dew.h.value => match self.is_blend {
                    true => Err(self.undefined("rho and T of a blend in two phases: give p with one of them")),
                    false => Ok(line.mixture(at.h)),
                },
                _ => {
                    handle.update(Input::DT, rho, t)?;
                    handle
                        .single(line.as_ref(), phase(line.as_ref(), at.h, handle))
                        .and_then(|state| self.within(state))
                }
            }
        })
    }

    fn saturation(&self, p: f64, _z: &[f64]) -> Result<Saturation, FluidError> {
        self.check(&[("p", p)])?;
        self.ask(|handle| handle.saturation(p))
    }

    fn p_bubble(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.check(&[("T", t)])?;
        self.ask(|handle| Ok(handle.values_at(Input::QT, 0.0, t)?.p))
    }

    fn p_dew(&self, t: f64, _z: &[f64]) -> Result<f64, FluidError> {
        self.check(&[("T", t)])?;
        self.ask(|handle| Ok(handle.values_at(Input::QT, 1.0, t)?.p))
    }

    fn caloric(&self, state: &State, _z: &[f64]) -> Result<Caloric, FluidError> {
        if state.phase == Phase::TwoPhase {
            return Ok(Caloric { cp: NONE, cv: NONE, w: NONE });
        }
        self.ask(|handle| handle.caloric(state))
    }

    fn transport(&self, state: &State, _z: &[f64]) -> Result<Transport, FluidError> {
        if state.phase == Phase::TwoPhase {
            return Err(self.undefined("viscosity and conductivity are not defined in two phases"));
        }
        self.ask(|handle| {
            handle.impose(state.phase);
            if handle.update(Input::DT, state.rho.value, state.t.value).is_err() {
                handle.release();
                handle.update(Input::PT, state.p, state.t.value)?;
            }
            let value = |method| handle.number(method).ok();
            let source = |value: Option<f64>| match (value, self.is_blend) {
                (None, _) => Source::None,
                (_, true) => Source::Estimate,
                (_, false) => Source::Model,
            };
            let (viscosity, conductivity) = (value("viscosity"), value("conductivity"));
            Ok(Transport {
                viscosity: viscosity.unwrap_or(f64::NAN),
                conductivity: conductivity.unwrap_or(f64::NAN),
                viscosity_source: source(viscosity),
                conductivity_source: source(conductivity),
            })
        })
    }

    fn surface_tension(&self, t: f64, _z: &[f64]) -> Result<SurfaceTension, FluidError> {
        self.check(&[("T", t)])?;
        self.ask(|handle| {
            handle.update(Input::QT, 0.0, t)?;
            Ok(SurfaceTension { value: handle.number("surface_tension")?, source: Source::Model })
        })
    }
}

impl CoolProp {
    fn check(&self, given: &[(&'static str, f64)]) -> Result<(), FluidError> {
        match given.iter().find(|(_, value)| !value.is_finite()) {
            Some(&(quantity, value)) => Err(FluidError::NotFinite { fluid: self.info.name.clone(), quantity, value }),
            None => Ok(()),
        }
    }

    fn check_x(&self, x: f64) -> Result<(), FluidError> {
        if (0.0..=1.0).contains(&x) {
            return Ok(());
        }
        let fluid = self.info.name.clone();
        Err(FluidError::OutOfRange { fluid, quantity: "x", unit: "kg/kg", value: x, min: 0.0, max: 1.0 })
    }

    /// The state, if it is within the limits: CoolProp extrapolates some of its equations without a word.
    fn within(&self, state: State) -> Result<State, FluidError> {
        let FluidInfo { name, t_max, p_max, .. } = &self.info;
        let limits = [("T", "K", state.t.value, *t_max), ("p", "Pa", state.p, *p_max)];
        match limits.into_iter().find(|(_, _, value, max)| value > max) {
            Some((quantity, unit, value, max)) => {
                let min = if quantity == "T" { self.info.t_min } else { 0.0 };
                Err(FluidError::OutOfRange { fluid: name.clone(), quantity, unit, value, min, max })
            }
            None => Ok(state),
        }
    }

    /// Saturation at a pressure, if CoolProp finds it.
    fn line(&self, handle: &Handle<'_, '_>, p: f64) -> Option<Saturation> {
        let margin = if self.is_blend { MARGIN } else { 1.0 };
        if p < self.info.p_critical * margin { handle.saturation(p).ok() } else { None }
    }

    /// The state where `given` has a value.
    fn flash(&self, handle: &Handle<'_, '_>, p: f64, given: Given, value: f64) -> Result<State, FluidError> {
        let line = self.line(handle, p);
        if let Some(line) = &line {
            let (low, high) = given.ends(line);
            if value > low && value < high {
                return match given {
                    _ if self.is_blend => handle.mixed(line, given, value),
                    Given::H => Ok(line.mixture(value)),
                    Given::S => {
                        let (liquid, vapour) = (line.bubble.h.value, line.dew.h.value);
                        Ok(line.mixture(liquid + (value - low) / (high - low) * (vapour - liquid)))
                    }
                    // A pseudo-pure fluid.
                    Given::T => Err(self.on_line(p, value)),
                };
            }
            if self.is_blend {
                return self.outside(handle, line, given, value);
            }
            if given == Given::T && (value / low - 1.0).abs() < ON_LINE {
                return Err(self.on_line(p, value));
            }
        }
        let set = match given {
            Given::H => handle.update(Input::HP, value, p),
            Given::S => handle.update(Input::PS, p, value),
            Given::T => handle.update(Input::PT, p, value),
        };
        match (set, &line) {
            (Ok(()), _) => {}
            // Cubic equations have no such flash.
            (Err(error), Some(line)) => return self.outside(handle, line, given, value).map_err(|_| error),
            (Err(error), None) => return Err(error),
        }
        let h = if given == Given::H { value } else { handle.number("hmass")? };
        let state = handle.single(line.as_ref(), phase(line.as_ref(), h, handle))?;
        Ok(State { p, h, ..state })
    }

    /// The single-phase state beside the line.
    fn outside(&self, handle: &Handle<'_, '_>, line: &Saturation, given: Given, y: f64) -> Result<State, FluidError> {
        handle.outside(line, given, y, (0.8 * self.info.t_min, 1.5 * self.info.t_max))
    }

    fn on_line(&self, p: f64, t: f64) -> FluidError {
        FluidError::TwoPhase { fluid: self.info.name.clone(), t, p }
    }

    /// The state of a quality.
    fn at_quality(&self, handle: &Handle<'_, '_>, p: f64, x: f64) -> Result<State, FluidError> {
        let line = handle.saturation(p)?;
        let (liquid, vapour) = (line.bubble.h.value, line.dew.h.value);
        let h = liquid + x * (vapour - liquid);
        match x {
            0.0 => handle.saturated(&line, Phase::Liquid),
            1.0 => handle.saturated(&line, Phase::Gas),
            _ if self.is_blend => handle.mixed(&line, Given::H, h),
            _ => Ok(line.mixture(h)),
        }
    }
}

/// The phase of an enthalpy beside the line, or what CoolProp says where there is none.
fn phase(line: Option<&Saturation>, h: f64, handle: &Handle<'_, '_>) -> Phase {
    match line {
        Some(line) if h <= line.bubble.h.value => Phase::Liquid,
        Some(_) => Phase::Gas,
        None => handle.phase(),
    }
}
