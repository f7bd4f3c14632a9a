//! Time per state of the exact equations and of tables: `cargo bench -p entropyk-fluids`.
//!
//! A call runs over a thousand states of the range of cycles (p from 0.1 to 2 p_c, T from 0.7 to 1.15 T_c), in random order; divide by
//! a thousand.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use entropyk_fluids::{Fluid, FluidError, Grid, Isobar, State};

const FLUIDS: [&str; 4] = ["R134a", "n-Propane", "Water", "CarbonDioxide"];
const STATES: usize = 1000;

/// Single-phase states of a fluid.
fn states(fluid: &Fluid) -> Vec<State> {
    let info = fluid.info();
    let mut seed = 1_u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let draw = || {
        let p = info.p_critical * 0.1 * 20_f64.powf(random());
        fluid.pt(p, info.t_critical * (0.7 + 0.45 * random()), &[], None)
    };
    std::iter::repeat_with(draw).filter_map(Result::ok).take(STATES).collect()
}

type Flash = fn(&Fluid, &State) -> Result<State, FluidError>;

const FLASHES: [(&str, Flash); 3] = [
    ("p-h", |fluid, state| fluid.ph(state.p, state.h, &[], None)),
    ("p-T", |fluid, state| fluid.pt(state.p, state.t.value, &[], None)),
    ("p-s", |fluid, state| fluid.ps(state.p, state.s.value, &[], None)),
];

fn flashes(c: &mut Criterion) {
    for name in FLUIDS {
        let exact = Fluid::new(name).expect(name);
        let table = Fluid::tabular(name).expect(name);
        let states = states(&exact);
        let mut group = c.benchmark_group(name);
        for (what, flash) in FLASHES {
            for (model, fluid) in [("equation", &exact), ("table", &table)] {
                group.bench_function(format!("{what} {model}"), |b| {
                    b.iter(|| states.iter().for_each(|state| drop(black_box(flash(fluid, state)))));
                });
            }
        }
        let p = 0.3 * exact.info().p_critical;
        let isobar = Isobar::new(&table, p);
        let line = exact.saturation(p, &[]).expect("below the critical pressure");
        let step = 0.5 * (line.dew.h.value - line.bubble.h.value) / STATES as f64;
        group.bench_function("isobar table", |b| {
            b.iter(|| (0..STATES).for_each(|k| drop(black_box(isobar.state(line.dew.h.value + k as f64 * step)))));
        });
        let wet = |k: usize| line.bubble.h.value + 2.0 * k as f64 * step;
        group.bench_function("p-h two-phase table", |b| {
            b.iter(|| (0..STATES).for_each(|k| drop(black_box(table.ph(p, wet(k), &[], None)))));
        });
    }
}

/// Building tables. The process keeps fewer of them than there are fluids, so that none is found in its cache.
fn builds(c: &mut Criterion) {
    let names = Fluid::names().expect("data");
    let mut group = c.benchmark_group("build");
    group.sample_size(10);
    for (what, grid) in [("table 128", Grid::Standard), ("table 64", Grid::Fast)] {
        let fluids: Vec<Fluid> = names.iter().map(|name| Fluid::new(name).expect("a fluid")).collect();
        let mut next = fluids.iter().cycle();
        group.bench_function(what, |b| {
            b.iter(|| {
                next.next().map(|fluid| fluid.tabulated(grid).map(|table| table.table().map(|table| table.bytes())))
            });
        });
    }
}

criterion_group!(benches, flashes, builds);
criterion_main!(benches);
