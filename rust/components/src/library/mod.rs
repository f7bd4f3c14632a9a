//! The components. One file each: equations, parameters, documentation, tests.

mod boundary_exchanger;
mod channel;
mod compressor;
mod condenser;
mod converter;
mod cycle_closer;
mod droplet_separator;
mod drum;
mod evaporator;
mod generator;
mod heat_bus;
mod heat_exchanger;
mod heat_sink;
mod heat_source;
mod insulation;
mod junction;
mod merge;
mod motor;
mod node;
mod phase_separator;
mod pipe;
mod power_bus;
mod power_sink;
mod power_source;
mod pump;
mod simple_heat_exchanger;
mod sink;
mod source;
mod splitter;
mod turbine;
mod valve;

pub use compressor::Compressor;
pub use condenser::Condenser;
pub use cycle_closer::CycleCloser;
pub use droplet_separator::DropletSeparator;
pub use drum::Drum;
pub use evaporator::Evaporator;
pub use generator::Generator;
pub use heat_bus::HeatBus;
pub use heat_exchanger::HeatExchanger;
pub use heat_sink::HeatSink;
pub use heat_source::HeatSource;
pub use merge::Merge;
pub use motor::Motor;
pub use node::Node;
pub use pipe::Pipe;
pub use power_bus::PowerBus;
pub use power_sink::PowerSink;
pub use power_source::PowerSource;
pub use pump::Pump;
pub use simple_heat_exchanger::SimpleHeatExchanger;
pub use sink::Sink;
pub use source::Source;
pub use splitter::Splitter;
pub use turbine::Turbine;
pub use valve::Valve;

use std::sync::{Arc, LazyLock};

use crate::component::{Class, class};

/// Every class, in alphabetical order.
pub fn classes() -> &'static [Arc<dyn Class>] {
    static CLASSES: LazyLock<Vec<Arc<dyn Class>>> = LazyLock::new(|| {
        vec![
            class::<Compressor>(),
            class::<Condenser>(),
            class::<CycleCloser>(),
            class::<DropletSeparator>(),
            class::<Drum>(),
            class::<Evaporator>(),
            class::<Generator>(),
            class::<HeatBus>(),
            class::<HeatExchanger>(),
            class::<HeatSink>(),
            class::<HeatSource>(),
            class::<Merge>(),
            class::<Motor>(),
            class::<Node>(),
            class::<Pipe>(),
            class::<PowerBus>(),
            class::<PowerSink>(),
            class::<PowerSource>(),
            class::<Pump>(),
            class::<SimpleHeatExchanger>(),
            class::<Sink>(),
            class::<Source>(),
            class::<Splitter>(),
            class::<Turbine>(),
            class::<Valve>(),
        ]
    });
    &CLASSES
}

/// Further names of classes: (name, class).
pub const SYNONYMS: &[(&str, &str)] = &[
    ("ExpansionValve", "Valve"),
    ("FlowMerger", "Merge"),
    ("FlowSink", "Sink"),
    ("FlowSource", "Source"),
    ("FlowSplitter", "Splitter"),
];

/// A class by its name or a further name.
pub fn find(name: &str) -> Option<&'static Arc<dyn Class>> {
    let name = SYNONYMS.iter().find(|(synonym, _)| *synonym == name).map_or(name, |(_, class)| class);
    classes().iter().find(|class| class.declaration().class == name)
}
