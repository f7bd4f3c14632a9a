//! Thermodynamic properties of fluids.
//!
//! [`Fluid`] is a cheap handle on an immutable, shared [`FluidBackend`].

mod backend;
mod data;
mod error;
mod fallback;
mod fluid;
mod further;
mod helmholtz;
mod if97;
mod incompressible;
mod info;
mod jet;
mod lever;
mod mixture;
mod pair;
mod reduced;
mod reference;
pub mod root;
mod simd;
mod state;
mod table;
mod transport;

pub use backend::{FluidBackend, Guess};
pub use error::FluidError;
pub use fallback::{Fallback, set_fallback};
pub use fluid::{Fluid, fluids};
pub use info::FluidInfo;
pub use jet::{Jet, Jets};
pub use mixture::{ByFraction, Rule, Species};
pub use pair::Pair;
pub use reduced::{Partials, Reduced};
pub use reference::Reference;
pub use state::{Along, Caloric, Phase, Saturation, SaturationSide, Sloped, State};
pub use table::{Grid, Isobar, Table};
pub use transport::{Origin, Source, SurfaceTension, Transport, TransportOrigins};
