//! Where the correlations of a liquid may be used, and the errors outside.

use super::Incompressible;
use crate::{FluidBackend, FluidError};

/// Relative slack of limits, so that a state computed at a limit is accepted when it comes back.
pub(super) const SLACK: f64 = 1e-9;

impl Incompressible {
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
        if p >= 0.0 { Ok(()) } else { Err(self.outside(("p", "Pa"), p, (0.0, f64::INFINITY))) }
    }

    /// A liquid state: above the freezing point, within the range of the correlations, not below the vapour pressure.
    pub(super) fn check(&self, p: f64, t: f64) -> Result<(), FluidError> {
        self.check_p(p)?;
        self.check_t(p, t)?;
        let boiling = self.vapour_pressure.as_ref().filter(|(t_low, _)| t > *t_low).map(|(_, curve)| curve.value(t));
        match boiling {
            Some(low) if p < low * (1.0 - SLACK) => {
                Err(self.outside(("p of the liquid", "Pa"), p, (low, f64::INFINITY)))
            }
            _ => Ok(()),
        }
    }

    fn check_t(&self, p: f64, t: f64) -> Result<(), FluidError> {
        self.finite("T", t)?;
        let (low, high) = (self.info.t_min, self.info.t_max);
        if t >= low * (1.0 - SLACK) && t <= high * (1.0 + SLACK) {
            return Ok(());
        }
        match self.t_freeze {
            Some(t_melt) if t < t_melt && t >= self.t_min => {
                Err(FluidError::BelowMelting { fluid: self.name(), t, p, t_melt })
            }
            _ => Err(self.outside(("T", "K"), t, (low, high))),
        }
    }

    /// Vapour pressure of the liquid, Pa.
    pub(super) fn boiling(&self, t: f64) -> Result<f64, FluidError> {
        let Some((t_low, curve)) = &self.vapour_pressure else {
            return Err(self.undefined("there are no data for its vapour pressure"));
        };
        self.check_t(0.0, t)?;
        if t > *t_low {
            return Ok(curve.value(t));
        }
        Err(self.outside(("T of the vapour pressure", "K"), t, (*t_low, self.info.t_max)))
    }
}
