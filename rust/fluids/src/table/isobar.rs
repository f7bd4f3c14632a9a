//! States at one pressure, as the cells of a heat exchanger ask for them.

use std::cell::Cell;

use super::cut::Cut;
use crate::{Fluid, FluidBackend, FluidError, Guess, Saturation, State};

/// An isobar of a fluid of fixed composition: what depends on the pressure alone is computed once.
///
/// With a table a state then takes a quarter of the time; with other models each state starts from the one before.
#[derive(Debug)]
pub struct Isobar<'f> {
    fluid: &'f dyn FluidBackend,
    p: f64,
    cut: Option<Cut<'f>>,
    last: Cell<Guess>,
}

impl<'f> Isobar<'f> {
    /// The isobar of a pressure, Pa.
    ///
    /// # Examples
    /// ```
    /// use entropyk_fluids::{Fluid, Isobar};
    /// let fluid = Fluid::tabular("R134a")?;
    /// let isobar = Isobar::new(&fluid, 5e5);
    /// let cells = [250e3, 300e3, 350e3].map(|h| isobar.state(h).map(|state| state.t.value));
    /// assert_eq!(cells[0], cells[1]); // both two-phase
    /// # Ok::<(), entropyk_fluids::FluidError>(())
    /// ```
    pub fn new(fluid: &'f Fluid, p: f64) -> Self {
        let cut = fluid.table().and_then(|table| table.cut(p));
        Isobar { fluid: &**fluid, p, cut, last: Cell::new(None) }
    }

    /// Pressure, Pa.
    pub fn p(&self) -> f64 {
        self.p
    }

    /// The state at a specific enthalpy, J/kg.
    ///
    /// # Errors
    /// Those of [`FluidBackend::ph`].
    pub fn state(&self, h: f64) -> Result<State, FluidError> {
        if let Some(cut) = &self.cut
            && let Some(state) = cut.state(h)
            && cut.is_in_range(&state)
        {
            return Ok(state);
        }
        let state = self.fluid.ph(self.p, h, &[], self.last.get())?;
        self.last.set(Some((state.t.value, state.rho.value)));
        Ok(state)
    }

    /// Both sides of the saturation line; `None` where there is none.
    pub fn saturation(&self) -> Option<Saturation> {
        match &self.cut {
            Some(cut) => cut.saturation(),
            None => self.fluid.saturation(self.p, &[]).ok(),
        }
    }
}
