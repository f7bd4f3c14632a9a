//! Temperature from pressure and enthalpy or entropy.

use super::Incompressible;
use super::limits::SLACK;
use crate::root::{ITERATIONS, rising};
use crate::{FluidBackend, FluidError, Guess};

impl Incompressible {
    /// The temperature at which `property` (value and slope in T, rising) has a value.
    ///
    /// # Errors
    /// [`FluidError::OutOfRange`] with the values at the limits of the liquid, and those of [`Incompressible::check`].
    pub(super) fn temperature(
        &self,
        p: f64,
        name: &'static str,
        value: f64,
        guess: Guess,
        property: impl Fn(f64) -> (f64, f64),
    ) -> Result<f64, FluidError> {
        self.check_p(p)?;
        self.finite(name, value)?;
        if p > self.p_rising {
            let limit = self.p_rising;
            let what = format!("{name} does not rise with T above p = {limit:.3e} Pa: give p and T");
            return Err(self.undefined(&what));
        }
        let range @ (low, high) = (self.info.t_min * (1.0 - SLACK), self.info.t_max * (1.0 + SLACK));
        if property(low).0 > value || property(high).0 < value {
            let unit = if name == "h" { "J/kg" } else { "J/(kg K)" };
            let limits = (property(self.info.t_min).0, property(self.info.t_max).0);
            return Err(self.outside((name, unit), value, limits));
        }
        let distance = |t: f64| {
            let (y, slope) = property(t);
            Ok((y - value, slope))
        };
        let start = guess.map_or(0.5 * (low + high), |(t, _)| t);
        let t = rising(distance, range, start)?.ok_or_else(|| FluidError::NonConvergence {
            fluid: self.info.name.clone(),
            what: format!("p = {p} Pa, {name} = {value}"),
            iterations: ITERATIONS,
            residual: f64::NAN,
        })?;
        self.check(p, t)?;
        Ok(t)
    }
}
