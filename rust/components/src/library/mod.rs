//! The components. One file each: equations, parameters, documentation, tests.

mod channel;
mod collector;
mod combustion;
mod combustion_chamber;
mod compressor;
mod condenser;
mod converter;
mod cycle_closer;
mod desuperheater;
mod diabatic_combustion_chamber;
mod displacement;
mod displacement_machine;
mod droplet_separator;
mod drum;
mod economizer;
mod energy;
mod equilibrium_separator;
mod evaporator;
mod exchanger;
mod expander;
mod fan;
mod flow_curves;
mod gas_cooler;
mod generator;
mod heat_bus;
mod heat_exchanger;
mod heat_sink;
mod heat_source;
mod insulation;
mod junction;
mod machine;
mod merge;
mod motor;
mod moving_boundary_heat_exchanger;
mod node;
mod ntu_heat_exchanger;
mod parabolic_trough;
mod parallel_flow_heat_exchanger;
mod phase_separator;
mod pipe;
mod polynomial;
mod polynomial_compressor;
mod polynomial_compressor_with_cooling;
mod power_bus;
mod power_sink;
mod power_source;
mod pump;
mod receiver;
mod sectioned_heat_exchanger;
mod separator;
mod simple_heat_exchanger;
mod sink;
mod solar_collector;
mod source;
mod splitter;
mod steam_turbine;
mod subsystem_interface;
mod suction_accumulator;
mod thermostatic_valve;
mod turbine;
mod turbo_compressor;
mod valve;
mod vessel;

pub use combustion::{fuels, products as combustion_products};
pub use combustion_chamber::CombustionChamber;
pub use compressor::Compressor;
pub use condenser::Condenser;
pub use cycle_closer::CycleCloser;
pub use desuperheater::Desuperheater;
pub use diabatic_combustion_chamber::DiabaticCombustionChamber;
pub use displacement_machine::DisplacementMachine;
pub use droplet_separator::DropletSeparator;
pub use drum::Drum;
pub use economizer::Economizer;
pub use equilibrium_separator::EquilibriumSeparator;
pub use evaporator::Evaporator;
pub use expander::Expander;
pub use fan::Fan;
pub use gas_cooler::GasCooler;
pub use generator::Generator;
pub use heat_bus::HeatBus;
pub use heat_exchanger::HeatExchanger;
pub use heat_sink::HeatSink;
pub use heat_source::HeatSource;
pub use merge::Merge;
pub use motor::Motor;
pub use moving_boundary_heat_exchanger::MovingBoundaryHeatExchanger;
pub use node::Node;
pub use ntu_heat_exchanger::NTUHeatExchanger;
pub use parabolic_trough::ParabolicTrough;
pub use parallel_flow_heat_exchanger::ParallelFlowHeatExchanger;
pub use pipe::Pipe;
pub use polynomial_compressor::PolynomialCompressor;
pub use polynomial_compressor_with_cooling::PolynomialCompressorWithCooling;
pub use power_bus::PowerBus;
pub use power_sink::PowerSink;
pub use power_source::PowerSource;
pub use pump::Pump;
pub use receiver::Receiver;
pub use sectioned_heat_exchanger::SectionedHeatExchanger;
pub use separator::Separator;
pub use simple_heat_exchanger::SimpleHeatExchanger;
pub use sink::Sink;
pub use solar_collector::SolarCollector;
pub use source::Source;
pub use splitter::Splitter;
pub use steam_turbine::SteamTurbine;
pub use subsystem_interface::SubsystemInterface;
pub use suction_accumulator::SuctionAccumulator;
pub use thermostatic_valve::ThermostaticValve;
pub use turbine::Turbine;
pub use turbo_compressor::TurboCompressor;
pub use valve::Valve;

use std::sync::{Arc, LazyLock};

use crate::component::{Class, class};

/// Every class, in alphabetical order.
pub fn classes() -> &'static [Arc<dyn Class>] {
    static CLASSES: LazyLock<Vec<Arc<dyn Class>>> = LazyLock::new(|| {
        vec![
            class::<CombustionChamber>(),
            class::<Compressor>(),
            class::<Condenser>(),
            class::<CycleCloser>(),
            class::<Desuperheater>(),
            class::<DiabaticCombustionChamber>(),
            class::<DisplacementMachine>(),
            class::<DropletSeparator>(),
            class::<Drum>(),
            class::<Economizer>(),
            class::<EquilibriumSeparator>(),
            class::<Evaporator>(),
            class::<Expander>(),
            class::<Fan>(),
            class::<GasCooler>(),
            class::<Generator>(),
            class::<HeatBus>(),
            class::<HeatExchanger>(),
            class::<HeatSink>(),
            class::<HeatSource>(),
            class::<Merge>(),
            class::<Motor>(),
            class::<MovingBoundaryHeatExchanger>(),
            class::<Node>(),
            class::<NTUHeatExchanger>(),
            class::<ParabolicTrough>(),
            class::<ParallelFlowHeatExchanger>(),
            class::<Pipe>(),
            class::<PolynomialCompressor>(),
            class::<PolynomialCompressorWithCooling>(),
            class::<PowerBus>(),
            class::<PowerSink>(),
            class::<PowerSource>(),
            class::<Pump>(),
            class::<Receiver>(),
            class::<SectionedHeatExchanger>(),
            class::<Separator>(),
            class::<SimpleHeatExchanger>(),
            class::<Sink>(),
            class::<SolarCollector>(),
            class::<Source>(),
            class::<Splitter>(),
            class::<SteamTurbine>(),
            class::<SubsystemInterface>(),
            class::<SuctionAccumulator>(),
            class::<ThermostaticValve>(),
            class::<Turbine>(),
            class::<TurboCompressor>(),
            class::<Valve>(),
        ]
    });
    &CLASSES
}

/// Further names of classes: (name, class).
pub const SYNONYMS: &[(&str, &str)] = &[
    ("ExpansionValve", "Valve"),
    ("FlashTank", "DropletSeparator"),
    ("FlowMerger", "Merge"),
    ("FlowSink", "Sink"),
    ("FlowSource", "Source"),
    ("FlowSplitter", "Splitter"),
];

/// Classes that are kinds of others: (class, the other).
pub const KINDS: &[(&str, &str)] = &[
    ("Condenser", "HeatExchanger"),
    ("Desuperheater", "HeatExchanger"),
    ("DiabaticCombustionChamber", "CombustionChamber"),
    ("Economizer", "HeatExchanger"),
    ("Evaporator", "HeatExchanger"),
    ("GasCooler", "HeatExchanger"),
    ("MovingBoundaryHeatExchanger", "SectionedHeatExchanger"),
    ("NTUHeatExchanger", "HeatExchanger"),
    ("ParallelFlowHeatExchanger", "HeatExchanger"),
    ("ParabolicTrough", "SimpleHeatExchanger"),
    ("Pipe", "SimpleHeatExchanger"),
    ("PolynomialCompressor", "DisplacementMachine"),
    ("PolynomialCompressorWithCooling", "PolynomialCompressor"),
    ("SectionedHeatExchanger", "HeatExchanger"),
    ("SolarCollector", "SimpleHeatExchanger"),
    ("SteamTurbine", "Turbine"),
    ("TurboCompressor", "Compressor"),
];

/// Every class, those that are kinds of others behind these.
pub fn in_order_of_kinds() -> Vec<&'static Arc<dyn Class>> {
    let kind_of = |name: &str| KINDS.iter().find(|(class, _)| *class == name).map(|(_, of)| *of);
    let depth =
        |class: &&Arc<dyn Class>| std::iter::successors(kind_of(class.declaration().class), |of| kind_of(of)).count();
    let mut all: Vec<_> = classes().iter().collect();
    all.sort_by_key(depth);
    all
}

/// A class by its name or a further name.
pub fn find(name: &str) -> Option<&'static Arc<dyn Class>> {
    let name = SYNONYMS.iter().find(|(synonym, _)| *synonym == name).map_or(name, |(_, class)| class);
    classes().iter().find(|class| class.declaration().class == name)
}
