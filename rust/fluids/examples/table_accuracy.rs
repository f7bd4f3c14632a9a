//! How far tables are from the exact equations, fluid by fluid.
//!
//! ```text
//! cargo run --release -p entropyk-fluids --example table_accuracy [-- --fast] [--csv] [fluid ...]
//! ```
//! prints per fluid the time to build and the size, and per region the 50th and 99th percentile and the largest relative error of
//! T and ρ, and the error of s over the gas constant, away from the critical point, and the largest of all within |T/Tc − 1| < 3 % and
//! |p/pc − 1| < 10 % of it. Points are drawn uniformly in h between the limits of the fluid, below the critical pressure four
//! fifths of them uniformly in ln p and a fifth in (ln(pc/p))^¼, above uniformly in ln p. Regions with a 99th percentile above 1e-7
//! are marked and counted. With `--csv` the same numbers come as lines for programs.

use std::process::ExitCode;
use std::time::Instant;

use entropyk_fluids::{Fluid, FluidError, Grid, State};

const POINTS: usize = 2000;
const GOAL: f64 = 1e-7;
const MOLAR_GAS_CONSTANT: f64 = 8.314_462_618;

fn main() -> Result<ExitCode, FluidError> {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let mut has = |option: &str| {
        let given = names.iter().any(|argument| argument == option);
        names.retain(|argument| argument != option);
        given
    };
    let grid = if has("--fast") { Grid::Fast } else { Grid::Standard };
    let is_csv = has("--csv");
    if names.is_empty() {
        names = Fluid::names()?.into_iter().map(String::from).collect();
    }
    println!("{}", if is_csv { Line::COLUMNS.join(",") } else { heading() });
    let (mut missed, mut slowest) = (0, 0.0_f64);
    for name in &names {
        let exact = Fluid::new(name)?;
        let start = Instant::now();
        let table = exact.tabulated(grid)?;
        let milliseconds = 1e3 * start.elapsed().as_secs_f64();
        slowest = slowest.max(milliseconds);
        let bytes = table.table().map_or(0, |table| table.bytes());
        let places = Places::new(&exact)?;
        for region in REGIONS {
            let line =
                Line { name: &exact.info().name, milliseconds, bytes, region, errors: places.errors(&table, region) };
            missed += usize::from(!line.errors.meets_goal());
            println!("{}", if is_csv { line.csv() } else { line.text() });
        }
    }
    if !is_csv {
        println!("{} fluids, {missed} regions above {GOAL:e}, slowest table {slowest:.0} ms", names.len());
    }
    Ok(ExitCode::from(u8::from(missed > 0 && !is_csv)))
}

fn heading() -> String {
    let [t, rho, s] = ["T", "rho", "s"].map(|name| format!("{name}: p50 p99 max"));
    format!("{:<19}{:>4} {:>5}  {:<6} {t:>26} {rho:>26} {s:>26} {:>9}", "fluid", "ms", "MB", "region", "near c.p.")
}

/// Errors of a region.
struct Errors {
    /// 50th and 99th percentile and maximum of T, ρ and s.
    quantiles: [[f64; 3]; 3],
    /// The largest next to the critical point.
    near: f64,
    /// States that were not found.
    failed: usize,
}

impl Errors {
    fn meets_goal(&self) -> bool {
        self.failed == 0 && self.quantiles.iter().all(|of| of[1] <= GOAL)
    }
}

/// A line of the report.
struct Line<'a> {
    name: &'a str,
    milliseconds: f64,
    bytes: usize,
    region: Region,
    errors: Errors,
}

impl Line<'_> {
    const COLUMNS: [&'static str; 15] = [
        "fluid", "ms", "bytes", "region", "T_p50", "T_p99", "T_max", "rho_p50", "rho_p99", "rho_max", "s_p50", "s_p99",
        "s_max", "near", "failed",
    ];

    fn csv(&self) -> String {
        let Line { name, milliseconds, bytes, region, errors } = self;
        let numbers: Vec<String> = errors.quantiles.iter().flatten().map(|error| format!("{error:e}")).collect();
        let (numbers, near, failed) = (numbers.join(","), errors.near, errors.failed);
        format!("{name},{milliseconds:.1},{bytes},{},{numbers},{near:e},{failed}", region.name())
    }

    fn text(&self) -> String {
        let Line { name, milliseconds, bytes, region, errors } = self;
        let first = format!("{name:<19}{milliseconds:>4.0} {:>5.2}", *bytes as f64 / 1e6);
        let start = if *region == REGIONS[0] { first } else { format!("{:29}", "") };
        let numbers = errors.quantiles.map(|q| format!(" {:>8.0e} {:>8.0e} {:>8.0e}", q[0], q[1], q[2])).concat();
        let failures = if errors.failed > 0 { format!(", {} failed", errors.failed) } else { String::new() };
        let mark = if errors.meets_goal() { "" } else { " *" };
        format!("{start}  {:<6}{numbers} {:>9.0e}{mark}{failures}", region.name(), errors.near)
    }
}

/// Where states are drawn.
#[derive(Clone, Copy, PartialEq)]
enum Region {
    Liquid,
    Gas,
    Dense,
    Light,
}

impl Region {
    fn name(self) -> &'static str {
        ["liquid", "gas", "dense", "light"][self as usize]
    }
}

const REGIONS: [Region; 4] = [Region::Liquid, Region::Gas, Region::Dense, Region::Light];

/// The limits of a fluid.
struct Places<'f> {
    exact: &'f Fluid,
    p_min: f64,
    p_critical: f64,
    s_critical: f64,
}

impl<'f> Places<'f> {
    fn new(exact: &'f Fluid) -> Result<Self, FluidError> {
        let info = exact.info();
        let lowest = |p: Result<f64, FluidError>| p.unwrap_or(info.p_triple);
        let p_min = lowest(exact.p_bubble(info.t_min, &[])).max(lowest(exact.p_dew(info.t_min, &[])));
        // The pressure at which the saturation lines end.
        let (mut below, mut above) = (0.5 * info.p_critical, 1.5 * info.p_critical);
        while above - below > 1e-15 * above {
            let middle = 0.5 * (below + above);
            if exact.saturation(middle, &[]).is_ok() { below = middle } else { above = middle }
        }
        let line = exact.saturation(below, &[])?;
        let s_critical = 0.5 * (line.bubble.s.value + line.dew.s.value);
        Ok(Places { exact, p_min: p_min * (1.0 + 1e-9), p_critical: above, s_critical })
    }

    /// The enthalpy at p and the lowest temperature there.
    fn h_low(&self, p: f64) -> Option<f64> {
        let at = |t: f64| self.exact.pt(p, t, &[], None);
        match at(self.exact.info().t_min) {
            Err(FluidError::BelowMelting { t_melt, .. }) => at(t_melt * (1.0 + 1e-9)),
            state => state,
        }
        .ok()
        .map(|state| state.h)
    }

    fn h_high(&self, p: f64) -> Option<f64> {
        let info = self.exact.info();
        self.exact.pt(p, info.t_max.max(info.t_critical * (1.0 + 1e-9)), &[], None).ok().map(|state| state.h)
    }

    /// A state of a region.
    fn draw(&self, region: Region, random: &mut impl FnMut() -> f64) -> Option<State> {
        let (a, b, c) = (random(), random(), random());
        let depth = (self.p_critical / self.p_min).ln();
        let p = match region {
            Region::Dense | Region::Light => self.p_critical * (self.exact.info().p_max / self.p_critical).powf(a),
            _ if c < 0.8 => self.p_critical * (-depth * a).exp(),
            _ => self.p_critical * (-depth * a.powi(4)).exp(),
        };
        let line = || self.exact.saturation(p, &[]).ok();
        let (low, high) = match region {
            Region::Liquid => (self.h_low(p)?, line()?.bubble.h.value),
            Region::Gas => (line()?.dew.h.value, self.h_high(p)?),
            _ => (self.h_low(p)?, self.h_high(p)?),
        };
        let state = self.exact.ph(p, low + b * (high - low), &[], None).ok()?;
        let is_dense = state.s.value < self.s_critical;
        let is_other = match region {
            Region::Dense => !is_dense,
            Region::Light => is_dense,
            _ => false,
        };
        (!is_other).then_some(state)
    }

    fn is_near_critical(&self, state: &State) -> bool {
        let t = state.t.value / self.exact.info().t_critical;
        (t - 1.0).abs() < 0.03 && (state.p / self.p_critical - 1.0).abs() < 0.1
    }

    /// The errors of a table in a region.
    fn errors(&self, table: &Fluid, region: Region) -> Errors {
        let r_gas = MOLAR_GAS_CONSTANT / self.exact.info().molar_mass;
        let mut random = numbers();
        let mut all: [Vec<f64>; 3] = Default::default();
        let (mut near, mut failed) = (0.0_f64, 0);
        for state in (0..POINTS).filter_map(|_| self.draw(region, &mut random)) {
            let Ok(at) = table.ph(state.p, state.h, &[], None) else {
                failed += 1;
                continue;
            };
            let error = [
                at.t.value / state.t.value - 1.0,
                at.rho.value / state.rho.value - 1.0,
                (at.s.value - state.s.value) / r_gas,
            ]
            .map(f64::abs);
            if self.is_near_critical(&state) {
                near = error.into_iter().fold(near, f64::max);
            } else {
                all.iter_mut().zip(error).for_each(|(all, one)| all.push(one));
            }
        }
        Errors { quantiles: all.map(|errors| [0.5, 0.99, 1.0].map(|part| quantile(&errors, part))), near, failed }
    }
}

/// The number that a part of the numbers does not exceed; 0 without numbers.
fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get((sorted.len().saturating_sub(1) as f64 * part) as usize).copied().unwrap_or(0.0)
}

/// Reproducible numbers between 0 and 1.
fn numbers() -> impl FnMut() -> f64 {
    let mut state = 1_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}
