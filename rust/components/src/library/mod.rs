//! The components. One file each: equations, parameters, documentation, tests.

mod boundary_exchanger;
mod compressor;
mod condenser;
mod evaporator;
mod valve;

pub use compressor::Compressor;
pub use condenser::Condenser;
pub use evaporator::Evaporator;
pub use valve::Valve;

use std::sync::{Arc, LazyLock};

use crate::component::{Class, class};

/// Every class, in alphabetical order.
pub fn classes() -> &'static [Arc<dyn Class>] {
    static CLASSES: LazyLock<Vec<Arc<dyn Class>>> =
        LazyLock::new(|| vec![class::<Compressor>(), class::<Condenser>(), class::<Evaporator>(), class::<Valve>()]);
    &CLASSES
}

/// Further names of classes: (name, class).
pub const SYNONYMS: &[(&str, &str)] = &[("ExpansionValve", "Valve")];

/// A class by its name or a further name.
pub fn find(name: &str) -> Option<&'static Arc<dyn Class>> {
    let name = SYNONYMS.iter().find(|(synonym, _)| *synonym == name).map_or(name, |(_, class)| class);
    classes().iter().find(|class| class.declaration().class == name)
}
