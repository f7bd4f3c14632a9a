//! Where a fluid's equation may be used, and the errors outside.

use super::Helmholtz;
use crate::{FluidError, State};

/// Relative slack of limits, so that a state computed at a limit is accepted when it comes back.
pub(super) const SLACK: f64 = 1e-9;

impl Helmholtz {
    fn name(&self) -> String {
        self.info.name.clone()
    }

    /// A finite number.
    pub(super) fn finite(&self, quantity: &'static str, value: f64) -> Result<f64, FluidError> {
        if value.is_finite() {
            return Ok(value);
        }
        Err(FluidError::NotFinite { fluid: self.name(), quantity, value })
    }

    /// An error for a value outside a range.
    pub(super) fn outside(
        &self,
        quantity: &'static str,
        unit: &'static str,
        value: f64,
        range: (f64, f64),
    ) -> FluidError {
        FluidError::OutOfRange { fluid: self.name(), quantity, unit, value, min: range.0, max: range.1 }
    }

    /// The highest pressure: some equations state a limit just below their critical pressure, which is passed over.
    pub(crate) fn p_high(&self) -> f64 {
        self.info.p_max.max(self.dome.p_critical)
    }

    /// The highest temperature, likewise not below the critical.
    pub(crate) fn t_high(&self) -> f64 {
        self.info.t_max.max(self.dome.t_critical)
    }

    /// A positive pressure up to the limit of the equation.
    pub(super) fn check_p(&self, p: f64) -> Result<(), FluidError> {
        self.finite("p", p)?;
        if p > 0.0 && p <= self.p_high() * (1.0 + SLACK) {
            return Ok(());
        }
        Err(self.outside("p", "Pa", p, (0.0, self.p_high())))
    }

    /// A temperature between the melting line, or the lowest temperature, and the highest.
    pub(crate) fn check_t(&self, t: f64, p: f64) -> Result<(), FluidError> {
        self.finite("T", t)?;
        if t <= self.t_high() && self.is_molten(p, t) {
            return Ok(());
        }
        let lowest = self.t_low(p);
        if t >= lowest * (1.0 - SLACK) && t <= self.t_high() * (1.0 + SLACK) {
            return Ok(());
        }
        if t < lowest && lowest != self.info.t_min {
            return Err(FluidError::BelowMelting { fluid: self.name(), t, p, t_melt: lowest });
        }
        Err(self.outside("T", "K", t, (lowest, self.t_high())))
    }

    /// A positive density, and a temperature at which there may be a state.
    pub(super) fn check_rho_t(&self, rho: f64, t: f64) -> Result<(), FluidError> {
        self.finite("rho", rho)?;
        self.finite("T", t)?;
        if rho <= 0.0 {
            return Err(self.outside("rho", "kg/m3", rho, (0.0, f64::INFINITY)));
        }
        if t < 0.8 * self.info.t_min || t > self.t_high() * (1.0 + SLACK) {
            return Err(self.outside("T", "K", t, (self.info.t_min, self.t_high())));
        }
        Ok(())
    }

    /// Whether a temperature is above the melting line, or above the lowest temperature where there is none.
    pub(super) fn is_molten(&self, p: f64, t: f64) -> bool {
        let line = self.melting.as_ref().filter(|_| p >= self.dome.p_min * (1.0 - SLACK));
        line.and_then(|melting| melting.is_molten(p, t)).unwrap_or(t >= self.info.t_min)
    }

    /// The lowest temperature at a pressure: on the melting line where there is one.
    pub(crate) fn t_low(&self, p: f64) -> f64 {
        if p < self.dome.p_min * (1.0 - SLACK) {
            return self.info.t_min;
        }
        self.melting.as_ref().and_then(|melting| melting.temperature(p)).unwrap_or(self.info.t_min)
    }

    /// A two-phase or saturated state that is not colder than the lowest temperature: of a pseudo-pure fluid, the liquid side of the
    /// saturation line is colder than the gas side at the same pressure.
    pub(super) fn checked(&self, state: State) -> Result<State, FluidError> {
        let t = state.t.value;
        if state.p >= self.dome.p_liquid || t >= self.info.t_min * (1.0 - SLACK) {
            return Ok(state);
        }
        Err(self.outside("T", "K", t, (self.info.t_min, self.t_high())))
    }

    /// A quality between 0 and 1.
    pub(super) fn check_x(&self, x: f64) -> Result<(), FluidError> {
        self.finite("x", x)?;
        if (0.0..=1.0).contains(&x) { Ok(()) } else { Err(self.outside("x", "kg/kg", x, (0.0, 1.0))) }
    }

    /// A pressure on the saturation line.
    pub(super) fn check_p_saturation(&self, p: f64) -> Result<(), FluidError> {
        self.finite("p", p)?;
        if p >= self.dome.p_min * (1.0 - SLACK) && p < self.dome.p_critical {
            return Ok(());
        }
        Err(self.outside("p of saturation", "Pa", p, (self.dome.p_min, self.dome.p_critical)))
    }

    /// A temperature on the bubble or the dew line.
    pub(super) fn check_t_saturation(&self, side: usize, t: f64) -> Result<(), FluidError> {
        self.finite("T", t)?;
        let highest = self.dome.t_top(side);
        if t >= self.info.t_min * (1.0 - SLACK) && t < highest {
            return Ok(());
        }
        Err(self.outside("T of saturation", "K", t, (self.info.t_min, highest)))
    }

    pub(super) fn no_convergence(&self, what: String, iterations: usize) -> FluidError {
        FluidError::NonConvergence { fluid: self.name(), what, iterations, residual: f64::NAN }
    }
}
