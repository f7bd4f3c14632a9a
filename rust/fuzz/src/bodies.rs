//! What is done with the bytes of a fuzzer. Anything may be refused; nothing may panic, and what is found is finite.
//!
//! `make fuzz` lets libFuzzer look for bytes; the tests of the facade run the same functions over seeded ones.

#![allow(unreachable_pub)]

use std::time::Duration;

use entropyk::fluids::{Fluid, Pair};
use entropyk::network::{Model, Settings};
use entropyk::{Part, SystemBuilder};

/// Fluids of every kind of formulation.
const FLUIDS: [&str; 8] =
    ["R134a", "R744", "Water", "Ammonia", "R410A", "IF97::Water", "INCOMP::MEG[0.3]", "ideal::N2[0.77]&O2[0.23]"];

const PAIRS: [Pair; 8] = [
    Pair::PressureEnthalpy,
    Pair::PressureTemperature,
    Pair::PressureEntropy,
    Pair::PressureQuality,
    Pair::TemperatureQuality,
    Pair::DensityTemperature,
    Pair::TemperatureEntropy,
    Pair::DensityEnthalpy,
];

const CLASSES: [&str; 16] = [
    "Compressor",
    "Condenser",
    "ExpansionValve",
    "Evaporator",
    "Source",
    "Sink",
    "Splitter",
    "Merge",
    "Pump",
    "Turbine",
    "HeatExchanger",
    "Pipe",
    "FlashTank",
    "CycleCloser",
    "Drum",
    "SimpleHeatExchanger",
];

const PARAMETERS: [&str; 16] = [
    "eta_s",
    "UA",
    "Q",
    "P",
    "pr",
    "dp",
    "dp1",
    "dp2",
    "superheat",
    "subcooling",
    "sink_temperature",
    "source_temperature",
    "ttd_u",
    "L",
    "D",
    "nonsense",
];

/// Bytes that are taken one after the other; zeros when there are no more.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[usize::from(self.byte()) % all.len()]
    }

    /// Any number, or one of a usual size.
    fn number(&mut self) -> f64 {
        let kind = self.byte();
        let bits = std::array::from_fn(|_| self.byte());
        let share = f64::from(u16::from_le_bytes([bits[0], bits[1]])) / f64::from(u16::MAX);
        match kind % 8 {
            0 => f64::from_le_bytes(bits),
            1 => share,
            2 => 200.0 + 400.0 * share,
            3 => 10.0_f64.powf(3.0 + 5.0 * share),
            4 => -1e5 + 3e6 * share,
            5 => 1e4 * share,
            6 => -share,
            _ => 10.0_f64.powf(-3.0 + 6.0 * share),
        }
    }
}

/// A state of a fluid by two numbers: it has them again, or there is none.
pub fn flash(data: &[u8]) {
    let mut bytes = Bytes(data);
    let (name, pair) = (*bytes.of(&FLUIDS), *bytes.of(&PAIRS));
    let (a, b) = (bytes.number(), bytes.number());
    let fluid = Fluid::new(name).expect("a fluid of the engine");
    if let Ok(state) = fluid.pair(pair, a, b, &[]) {
        assert!(state.p.is_finite() && state.h.is_finite() && state.t.value > 0.0, "{name} {pair:?} {a:e} {b:e}");
    }
    let _ = fluid.saturation(a, &[]);
    let _ = fluid.p_dew(b, &[]);
}

/// The text of a saved cycle.
fn saved() -> String {
    let builder = SystemBuilder::new("R134a")
        .add("a", Part::new("Compressor").set("eta_s", 0.7))
        .add("b", Part::new("Condenser").set("UA", 5000.0))
        .add("c", Part::new("ExpansionValve"))
        .add("d", Part::new("Evaporator").set("UA", 3000.0).set("Q", 1e4));
    closed(builder).build().and_then(|model| model.to_json(&|_| false)).expect("a sound model")
}

/// The text of a saved cycle with bytes put into it, or any text.
pub fn json(data: &[u8]) {
    let mut bytes = Bytes(data);
    let text = if bytes.byte().is_multiple_of(4) { bytes.0.to_vec() } else { edited(&mut bytes) };
    let Ok(text) = String::from_utf8(text) else { return };
    if let Ok(mut model) = Model::from_json(&text, &|_| None) {
        let _ = model.to_json(&|_| false);
        try_out(&mut model);
    }
}

/// The text with up to eight pieces cut out and bytes put there.
fn edited(bytes: &mut Bytes) -> Vec<u8> {
    let mut text = saved().into_bytes();
    for _ in 0..1 + bytes.byte() % 8 {
        let at = usize::from(u16::from_le_bytes([bytes.byte(), bytes.byte()])) % text.len().max(1);
        let end = (at + usize::from(bytes.byte() % 16)).min(text.len());
        let more: Vec<u8> = (0..bytes.byte() % 6).map(|_| bytes.byte()).collect();
        text.splice(at..end, more);
    }
    text
}

/// A graph of components, compiled and solved.
pub fn compiler(data: &[u8]) {
    let mut bytes = Bytes(data);
    let mut builder = if bytes.byte().is_multiple_of(2) { ring(&mut bytes) } else { graph(&mut bytes) };
    if bytes.byte().is_multiple_of(4) {
        builder = builder.without_defaults();
    }
    if let Ok(mut model) = builder.build() {
        try_out(&mut model);
    }
}

/// A refrigeration cycle with values.
fn ring(bytes: &mut Bytes) -> SystemBuilder {
    let labels = ["a", "b", "c", "d"];
    let mut builder = SystemBuilder::new(FLUIDS[usize::from(bytes.byte()) % 5]);
    for (label, class) in labels.iter().zip(CLASSES) {
        builder = builder.add(label, with_values(Part::new(class), bytes));
    }
    closed(builder)
}

/// With the connections of a cycle.
fn closed(builder: SystemBuilder) -> SystemBuilder {
    [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")].into_iter().fold(builder, |builder, (a, b)| builder.connect(a, b))
}

/// Any components with any connections.
fn graph(bytes: &mut Bytes) -> SystemBuilder {
    let labels = ["a", "b", "c", "d", "e", "f"];
    let mut builder = SystemBuilder::new(FLUIDS[usize::from(bytes.byte()) % 5]);
    for label in labels {
        let class = *bytes.of(&CLASSES);
        builder = builder.add(label, with_values(Part::new(class), bytes));
    }
    for _ in 0..bytes.byte() % 10 {
        let (a, b) = (*bytes.of(&labels), *bytes.of(&labels));
        let b = if bytes.byte().is_multiple_of(4) { format!("{b}.in2") } else { b.to_owned() };
        builder = builder.connect(a, &b);
    }
    builder
}

fn with_values(part: Part, bytes: &mut Bytes) -> Part {
    (0..bytes.byte() % 3).fold(part, |part, _| {
        let name = *bytes.of(&PARAMETERS);
        part.set(name, bytes.number())
    })
}

/// Reports, compiles and solves for a moment; a solution is finite.
fn try_out(model: &mut Model) {
    let _ = model.report();
    if model.finalize().is_err() {
        return;
    }
    let settings = Settings { timeout: Some(Duration::from_millis(20)), ..Settings::default() };
    if let Ok(solution) = model.solve(&settings, &|| false) {
        assert!(solution.states.variables().iter().all(|value| value.is_finite()));
        let _ = solution.to_string();
    }
}
