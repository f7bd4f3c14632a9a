//! Temperature from pressure and enthalpy or entropy: Newton's method within a bracket.

use super::Incompressible;
use super::limits::SLACK;
use crate::{FluidBackend, FluidError, Guess};

/// Relative step whose square, the error it leaves, is below rounding.
const STEP: f64 = 1e-9;
/// Far more than a bisection to the last digit needs.
const ITERATIONS: usize = 100;

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
        let (mut low, mut high) = (self.info.t_min * (1.0 - SLACK), self.info.t_max * (1.0 + SLACK));
        if property(low).0 > value || property(high).0 < value {
            let unit = if name == "h" { "J/kg" } else { "J/(kg K)" };
            let range = (property(self.info.t_min).0, property(self.info.t_max).0);
            return Err(self.outside((name, unit), value, range));
        }
        let mut t = guess.map_or(0.5 * (low + high), |(t, _)| t.clamp(low, high));
        for _ in 0..ITERATIONS {
            let (y, slope) = property(t);
            if y < value {
                low = t;
            } else {
                high = t;
            }
            let newton = t + (value - y) / slope;
            let next = if newton >= low && newton <= high { newton } else { 0.5 * (low + high) };
            if (next - t).abs() <= STEP * t {
                self.check(p, next)?;
                return Ok(next);
            }
            t = next;
        }
        let what = format!("p = {p} Pa, {name} = {value}");
        Err(FluidError::NonConvergence {
            fluid: self.info.name.clone(),
            what,
            iterations: ITERATIONS,
            residual: high - low,
        })
    }
}
