//! Thermodynamic networks: components and connections compiled to equations, and solved.
//!
//! [`Model`] holds the graph, [`Plan`] what follows from its structure, [`Solution`] what a solve found.

mod block_system;
mod composition;
mod control;
mod coverage;
mod defaults;
mod design;
mod explain;
mod graph;
mod inspect;
mod jacobian;
mod layout;
mod matching;
mod model;
mod object;
mod origins;
mod path;
mod performance;
mod plan;
mod problem;
mod relation;
mod report;
mod rest;
mod save;
mod sensitivity;
mod solution;
mod solve;
mod start;
mod sweep;
mod table;
mod view;
mod watch;

pub use control::Handle;
pub use inspect::Report;
pub use model::{Edge, Model, PortRef};
pub use object::{Object, SharedUnits};
pub use path::{Figure, Place};
pub use performance::{CircuitPerformance, Performance, Total};
pub use plan::Plan;
pub use relation::Unknown;
pub use sensitivity::Sensitivities;
pub use solution::{ComponentResult, EdgeResult, Solution, Step};
pub use solve::{Method, Settings};
pub use sweep::{CHUNK, Input, Lead, Outputs, SweepSettings, Swept, Wanted};
pub use table::{StateTable, Table, TableBuilder};
pub use watch::Target;
