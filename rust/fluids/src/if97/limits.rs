//! The range of the formulation, and the errors outside.

use super::If97;
use super::isobar::{Given, P_5, Segment, T_25};
use super::region::{P_C, T_C};
use crate::FluidError;

/// Relative slack of limits, so that a state computed at a limit is accepted when it comes back.
pub(super) const SLACK: f64 = 1e-9;

impl If97 {
    fn name(&self) -> String {
        self.info.name.clone()
    }

    pub(super) fn outside(
        &self,
        (quantity, unit): (&'static str, &'static str),
        value: f64,
        (min, max): (f64, f64),
    ) -> FluidError {
        FluidError::OutOfRange { fluid: self.name(), quantity, unit, value, min, max }
    }

    pub(super) fn finite(&self, quantity: &'static str, value: f64) -> Result<(), FluidError> {
        if value.is_finite() {
            return Ok(());
        }
        Err(FluidError::NotFinite { fluid: self.name(), quantity, value })
    }

    pub(super) fn check_p(&self, p: f64) -> Result<(), FluidError> {
        self.finite("p", p)?;
        if p > 0.0 && p <= self.info.p_max * (1.0 + SLACK) {
            return Ok(());
        }
        Err(self.outside(("p", "Pa"), p, (0.0, self.info.p_max)))
    }

    pub(super) fn check(&self, p: f64, t: f64) -> Result<(), FluidError> {
        self.check_p(p)?;
        self.check_t(t)?;
        if t <= T_25 * (1.0 + SLACK) || p <= P_5 * (1.0 + SLACK) {
            return Ok(());
        }
        Err(self.outside(("p above 1073.15 K", "Pa"), p, (0.0, P_5)))
    }

    /// A value between those at the ends of an isobar.
    pub(super) fn check_on_isobar(
        &self,
        p: f64,
        isobar: &[Segment],
        given: Given,
        value: f64,
    ) -> Result<(), FluidError> {
        let (Some(first), Some(last)) = (isobar.first(), isobar.last()) else { return Ok(()) };
        let end = |segment, t| Ok(given.of(&self.data.values(self.point(segment, p, t)?)).0);
        let (low, high) = (end(first, first.t.0)?, end(last, last.t.1)?);
        let slack = SLACK * high.abs();
        if value >= low - slack && value <= high + slack {
            return Ok(());
        }
        Err(self.outside(given.name(), value, (low, high)))
    }

    pub(super) fn check_t(&self, t: f64) -> Result<(), FluidError> {
        self.finite("T", t)?;
        let (low, high) = (self.info.t_min, self.info.t_max);
        if t >= low * (1.0 - SLACK) && t <= high * (1.0 + SLACK) {
            return Ok(());
        }
        Err(self.outside(("T", "K"), t, (low, high)))
    }

    pub(super) fn check_p_saturation(&self, p: f64) -> Result<(), FluidError> {
        self.finite("p", p)?;
        if p >= self.p_min * (1.0 - SLACK) && p < P_C {
            return Ok(());
        }
        Err(self.outside(("p of saturation", "Pa"), p, (self.p_min, P_C)))
    }

    pub(super) fn check_t_saturation(&self, t: f64) -> Result<(), FluidError> {
        self.finite("T", t)?;
        if t >= self.info.t_min * (1.0 - SLACK) && t < T_C {
            return Ok(());
        }
        Err(self.outside(("T of saturation", "K"), t, (self.info.t_min, T_C)))
    }

    pub(super) fn no_convergence(&self, what: String, iterations: usize, residual: f64) -> FluidError {
        FluidError::NonConvergence { fluid: self.name(), what, iterations, residual }
    }
}
