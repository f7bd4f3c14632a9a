//! Steady thermodynamic cycles and networks.
//!
//! ```
//! use entropyk::prelude::*;
//!
//! # fn main() -> Result<(), ThermoError> {
//! let machine = Ahri540::shipped().iter().find(|m| m.name == "2DF3-030E-TFC").expect("a shipped machine");
//! let system = SystemBuilder::new("R134a")
//!     .add("compressor", Part::new("Compressor").set("coefficients", machine.clone()))
//!     .add("condenser", Part::new("Condenser").set("UA", 5000.0))
//!     .add("valve", Part::new("ExpansionValve"))
//!     .add("evaporator", Part::new("Evaporator").set("UA", 3000.0))
//!     .connect("compressor", "condenser")
//!     .connect("condenser", "valve")
//!     .connect("valve", "evaporator")
//!     .connect("evaporator", "compressor")
//!     .build()?;
//! let solution = system.solve(&Settings::default(), &|| false)?;
//! assert!(solution.performance.circuits[0].cop_cooling() > 2.0);
//! println!("{solution}");
//! # Ok(())
//! # }
//! ```

mod builder;

pub use builder::{Part, Setting, SystemBuilder, component};
pub use entropyk_components as components;
pub use entropyk_core as core;
pub use entropyk_fluids as fluids;
pub use entropyk_network as network;
pub use entropyk_solver as solver;

/// What most programs need.
pub mod prelude {
    pub use crate::{Part, SystemBuilder};
    pub use entropyk_components::Ahri540;
    pub use entropyk_core::{Enthalpy, MassFlow, Pressure, Temperature, TemperatureDifference, ThermoError, Units};
    pub use entropyk_fluids::Fluid;
    pub use entropyk_network::{Method, Model, Settings, Solution};
    pub use entropyk_solver::{Fallback, Newton, Picard};
}
