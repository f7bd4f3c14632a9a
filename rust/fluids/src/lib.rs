//! Thermodynamic properties of fluids.
//!
//! [`Fluid`] is a cheap handle on an immutable, shared [`FluidBackend`].

mod backend;
mod error;
mod info;
mod state;

pub use backend::{FluidBackend, Guess};
pub use error::FluidError;
pub use info::FluidInfo;
pub use state::{Along, Caloric, Phase, Saturation, SaturationSide, Sloped, State};

use std::sync::Arc;

/// A fluid. Cloning is cheap and shares the model.
#[derive(Clone, Debug)]
pub struct Fluid(Arc<dyn FluidBackend>);

impl std::ops::Deref for Fluid {
    type Target = dyn FluidBackend;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}
