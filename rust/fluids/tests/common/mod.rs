//! What several test files use.

#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod back;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use entropyk_fluids::{Fluid, Pair, State};

/// Marsaglia's xorshift generator.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (high - low) * (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn log_between(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }
}

/// What a function gives for every fluid with an equation of state, in the order of names, on all processors.
pub(crate) fn each_fluid<T: Send>(check: impl Fn(&Fluid) -> T + Sync) -> Vec<T> {
    let names = Fluid::names().expect("data");
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(names.len()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = check(&Fluid::new(name).expect("the fluid builds"));
                    found.lock().expect("no panic").push((*name, result));
                }
            });
        }
    });
    let mut found = found.into_inner().expect("no panic");
    found.sort_by_key(|(name, _)| *name);
    found.into_iter().map(|(_, result)| result).collect()
}

/// Internal energy, J/kg.
pub(crate) fn energy(state: &State) -> f64 {
    state.h - state.p / state.rho.value
}

/// All pairs of properties.
pub(crate) const PAIRS: [Pair; 19] = [
    Pair::PressureEnthalpy,
    Pair::PressureTemperature,
    Pair::PressureEntropy,
    Pair::PressureDensity,
    Pair::PressureEnergy,
    Pair::PressureQuality,
    Pair::TemperatureQuality,
    Pair::DensityTemperature,
    Pair::TemperatureEnthalpy,
    Pair::TemperatureEntropy,
    Pair::TemperatureEnergy,
    Pair::DensityEnthalpy,
    Pair::DensityEntropy,
    Pair::DensityEnergy,
    Pair::EnthalpyEntropy,
    Pair::EnergyEntropy,
    Pair::EnthalpyQuality,
    Pair::EntropyQuality,
    Pair::DensityQuality,
];
