//! Components of refrigeration, heat pump and power cycles.
//!
//! A component is a class with ports, parameters and equations ([`Declaration`]); the values of an object
//! live in its [`Slots`]. Residuals are written once, generic over [`Scalar`], and evaluated by whoever holds
//! the network.

mod ahri540;
mod at;
pub mod characteristic;
mod component;
pub mod composition;
mod compressor_map;
mod connection;
mod custom;
pub mod declaration;
mod declare;
pub mod difference;
pub mod effectiveness;
mod error;
mod friction;
pub mod library;
mod memo;
mod operation;
mod profile;
pub mod properties;
mod relation;
mod saving;
mod scalar;
pub mod slots;
mod start;
mod zones;

pub use ahri540::{Ahri540, Beyond, Envelope, Operation, Published, Rating, RatingUnits, Suction};
pub use at::{At, Connections, Flow, Medium, StateCell, Stream};
pub use characteristic::{CharLine, CharMap, Characteristic, Expression};
pub(crate) use component::class_of;
pub use component::{Class, Component, Instance, Report, Sections, class};
pub use compressor_map::{CompressorMap, Measured};
pub use connection::{FluidConnection, HeatConnection, PowerConnection};
pub use custom::{Equation, Function, VARIABLE, variable};
pub use declaration::Declaration;
pub use error::ComponentError;
pub use operation::{OperationalState, with_states};
pub use relation::{RELATION, Reference};
pub use saving::{Exact, Saved};
pub use scalar::{Dual, Scalar, Slope, WIDTH, moving, seed, slopes};
pub use slots::{Role, Slot, Slots};
pub use start::{Guess, Start};
