//! Every fluid, in every region: states come back from every pair of properties.
//!
//! What coming back means stands in `common/back.rs`. Random states with a fixed seed; a new fluid in the data is tested without a line
//! here.

mod common;

use common::back::{ROUNDING, TOLERANCE, condition, fault};
use common::{PAIRS, Random, each_fluid};
use entropyk_fluids::{Fluid, FluidError, Pair, Phase, State};

/// States of every region and pair of a fluid,
const STATES: usize = 500;
/// found among so many random ones.
const DRAWS: usize = 60 * STATES;
/// Fluids of which u and s of a cold liquid under its own vapour pressure tell the density by the rounding of the equation only, which is
/// larger than usual because its terms cancel, for R22 also p and T next to the critical point: the rounding, measured, in units of the pair.
const CANCELLING: [(&str, f64); 15] = [
    ("Ethanol", 2e-11),
    ("Fluorine", 6e-11),
    ("HeavyWater", 1e-11),
    ("Helium", 1e-11),
    ("Methanol", 2e-11),
    ("MethylLinoleate", 1e-12),
    ("Oxygen", 1e-11),
    ("PropyleneGlycol", 1e-11),
    ("R123", 1e-11),
    ("R14", 1e-12),
    ("R152A", 1e-11),
    ("R21", 1e-12),
    ("R22", 4e-11),
    ("R23", 1e-11),
    ("Water", 1e-11),
];
const REGIONS: [&str; 7] =
    ["compressed liquid", "beside the line", "two-phase", "gas", "supercritical", "near-critical", "near triple"];

/// A random state of a region; `None` where the equation is not valid.
fn random_state(fluid: &Fluid, region: &str, random: &mut Random) -> Result<State, FluidError> {
    let info = fluid.info();
    let (t_c, p_c) = (info.t_critical, info.p_critical);
    let p_low = lowest_pressure(fluid);
    let pt = |p: f64, t: f64| fluid.pt(p, t, &[], None);
    match region {
        "compressed liquid" => {
            let t = random.between(info.t_min, t_c);
            let p = match fluid.p_bubble(t, &[]) {
                Ok(p) if random.between(0.0, 1.0) < 0.7 => random.log_between(p, 5.0 * p_c),
                _ => info.p_max * random.between(0.0, 1.0).powi(2),
            };
            pt(p, t)
        }
        "beside the line" => {
            let p = p_c * (p_low / p_c).powf(random.between(1e-3, 1.0));
            let line = fluid.saturation(p, &[])?;
            let away = random.log_between(2e-9, 1e-2);
            match (random.between(0.0, 5.0)) as usize {
                0 => fluid.px(p, 0.0, &[]),
                1 => fluid.px(p, 1.0, &[]),
                2 | 3 => pt(p, line.bubble.t.value * (1.0 - away)),
                _ => pt(p, line.dew.t.value * (1.0 + away)),
            }
        }
        "two-phase" => {
            let p = p_c * (p_low / p_c).powf(random.between(1e-3, 1.0));
            fluid.px(p, random.between(0.0, 1.0), &[])
        }
        "gas" => {
            let p = random.log_between(1e-2 * p_low.max(1e-3), p_c);
            let t = fluid.saturation(p, &[]).map_or(info.t_min, |line| line.dew.t.value);
            pt(p, random.between(t, info.t_max))
        }
        "supercritical" => {
            pt(random.log_between(p_c, (50.0 * p_c).min(info.p_max)), random.between(t_c, info.t_max.min(3.0 * t_c)))
        }
        "near-critical" => {
            let sign = if random.between(0.0, 1.0) < 0.5 { 1.0 } else { -1.0 };
            let t = t_c * (1.0 + sign * random.log_between(1e-8, 3e-2));
            match random.between(0.0, 1.0) {
                u if u < 0.5 => fluid.rho_t(info.rho_critical * random.between(0.7, 1.3), t, &[]),
                _ => {
                    let sign = if random.between(0.0, 1.0) < 0.5 { 1.0 } else { -1.0 };
                    pt(p_c * (1.0 + sign * random.log_between(1e-8, 1e-1)), t)
                }
            }
        }
        _ => {
            let t = info.t_min * (1.0 + random.between(0.0, 0.02).powi(2) / 0.02);
            match random.between(0.0, 4.0) as usize {
                0 => fluid.tx(t, random.between(0.0, 1.0), &[]),
                1 => pt(random.between(0.01, 1.0) * fluid.p_dew(t, &[])?, t),
                2 => pt(random.log_between(fluid.p_bubble(t, &[])?, 0.1 * p_c), t),
                _ => pt(random.log_between(fluid.p_bubble(t, &[])?, info.p_max), t),
            }
        }
    }
}

fn lowest_pressure(fluid: &Fluid) -> f64 {
    let t = fluid.info().t_min;
    fluid.p_dew(t, &[]).expect("on the line").max(fluid.p_bubble(t, &[]).expect("on the line"))
}

/// Random states of a region, those that exist.
fn draws(fluid: &Fluid, region: &str) -> impl Iterator<Item = State> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    (0..DRAWS).filter_map(move |_| match random_state(fluid, region, &mut random) {
        Ok(state) => Some(state),
        Err(FluidError::OutOfRange { .. } | FluidError::BelowMelting { .. } | FluidError::TwoPhase { .. }) => None,
        Err(other) => panic!("{} {region}: {other}", fluid.info().name),
    })
}

/// Random states of a region, each with the pairs that it is asked for: every pair that fixes states of the region gets [`STATES`].
fn cells(fluid: &Fluid, region: &str) -> Result<Vec<(State, Vec<Pair>)>, String> {
    let mut missing: Vec<(Pair, usize)> = PAIRS.map(|pair| (pair, STATES)).into();
    missing.retain(|(pair, _)| fixes(region, *pair));
    let mut found = vec![];
    for state in draws(fluid, region) {
        let asked = missing.iter_mut().filter(|(pair, _)| is_asked(fluid, *pair, &state));
        let pairs: Vec<Pair> = asked.map(|(pair, left)| (*left -= 1, *pair).1).collect();
        missing.retain(|(_, left)| *left > 0);
        if !pairs.is_empty() {
            found.push((state, pairs));
        }
        if missing.is_empty() {
            return Ok(found);
        }
    }
    let few: Vec<_> = missing.iter().map(|(pair, left)| format!("({}) {}", pair.symbols(), STATES - left)).collect();
    Err(format!("{}, {region}: too few states for {}", fluid.info().name, few.join(", ")))
}

/// Whether a pair fixes states of a region: p and T not between the saturation lines, x only there.
fn fixes(region: &str, pair: Pair) -> bool {
    let has_quality = matches!(region, "beside the line" | "two-phase" | "near-critical" | "near triple");
    match pair {
        Pair::PressureTemperature => region != "two-phase",
        Pair::PressureQuality
        | Pair::TemperatureQuality
        | Pair::EnthalpyQuality
        | Pair::EntropyQuality
        | Pair::DensityQuality => has_quality,
        _ => true,
    }
}

fn is_asked(fluid: &Fluid, pair: Pair, state: &State) -> bool {
    match pair {
        Pair::PressureTemperature => state.phase != Phase::TwoPhase && is_off_line(fluid, state),
        Pair::PressureQuality
        | Pair::TemperatureQuality
        | Pair::EnthalpyQuality
        | Pair::EntropyQuality
        | Pair::DensityQuality => (0.0..=1.0).contains(&state.x.value),
        _ => true,
    }
}

/// p and T of a saturated state do not fix it.
fn is_off_line(fluid: &Fluid, state: &State) -> bool {
    let is_on = |t: f64| (state.t.value / t - 1.0).abs() < 1.0001e-9;
    fluid.saturation(state.p, &[]).map_or(true, |line| !is_on(line.bubble.t.value) && !is_on(line.dew.t.value))
}

/// Faults of a fluid, and whether it needs to be among those whose terms cancel.
fn faults(fluid: &Fluid) -> Vec<String> {
    let name = &fluid.info().name;
    let cancelling = CANCELLING.iter().find(|(other, _)| other == name).map(|(_, rounding)| *rounding);
    let (mut faults, mut is_needed) = (vec![], false);
    for region in REGIONS {
        let cells = cells(fluid, region).unwrap_or_else(|few| {
            faults.push(few);
            vec![]
        });
        for (state, pairs) in cells {
            for pair in pairs {
                let Some(mut what) = fault(fluid, pair, &state, ROUNDING) else { continue };
                if let (Some(rounding), Pair::EnergyEntropy | Pair::PressureTemperature) = (cancelling, pair) {
                    is_needed = true;
                    match fault(fluid, pair, &state, rounding) {
                        Some(still) => what = still,
                        None => continue,
                    }
                }
                let (t, rho) = (state.t.value, state.rho.value);
                faults.push(format!("{name}, {region}, ({}) of T = {t:?}, rho = {rho:?}: {what}", pair.symbols()));
            }
        }
    }
    if cancelling.is_some() && !is_needed {
        faults.push(format!("{name} need not be among the fluids whose terms cancel"));
    }
    faults
}

#[test]
fn states_come_back_from_every_pair() {
    let faults: Vec<String> = each_fluid(faults).into_iter().flatten().collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(200)].join("\n"));
}

/// The largest difference of two states, relative, as far as the properties fix each other.
fn difference(fluid: &Fluid, a: &State, b: &State) -> f64 {
    let r = 8.314 / fluid.info().molar_mass;
    let (t, rho) = (a.t.value, a.rho.value);
    // A change of p or h by its own rounding changes ρ by this much.
    let stiffness = (a.p * a.rho.dp / rho).abs().max(r * t * a.rho.dh.abs() / rho).max(1.0);
    let differences = [
        b.t.value / t - 1.0,
        (b.h - a.h) / (r * t),
        (b.s.value - a.s.value) / r,
        (b.p - a.p) / (a.p + 0.1 * rho * r * t),
        (b.rho.value / rho - 1.0) / stiffness,
    ];
    differences.into_iter().fold(0.0, |worst: f64, x| worst.max(x.abs()))
}

#[test]
fn guesses_do_not_matter() {
    for fault in each_fluid(|fluid| {
        let far = Some((fluid.info().t_critical, fluid.info().rho_critical));
        let is_gas = Some((fluid.info().t_max, 1e-3 * fluid.info().rho_critical));
        for state in REGIONS.iter().flat_map(|region| draws(fluid, region).take(STATES).step_by(40)) {
            let near = Some((1.02 * state.t.value, 0.9 * state.rho.value));
            for guess in [near, far, is_gas] {
                let same = |pair: Pair, back: Result<State, FluidError>, alone: Result<State, FluidError>| {
                    let tolerance = TOLERANCE.max(10.0 * ROUNDING * condition(fluid, pair, &state));
                    match (back, alone) {
                        (Ok(a), Ok(b)) => difference(fluid, &b, &a) < tolerance && a.phase == b.phase,
                        (Err(back), Err(alone)) => back == alone,
                        _ => false,
                    }
                };
                let (p, h, s, t) = (state.p, state.h, state.s.value, state.t.value);
                let is_same = same(Pair::PressureEnthalpy, fluid.ph(p, h, &[], guess), fluid.ph(p, h, &[], None))
                    && same(Pair::PressureEntropy, fluid.ps(p, s, &[], guess), fluid.ps(p, s, &[], None))
                    && same(Pair::PressureTemperature, fluid.pt(p, t, &[], guess), fluid.pt(p, t, &[], None));
                if !is_same {
                    return Some(format!("{} {guess:?}: {state:?}", fluid.info().name));
                }
            }
        }
        None
    }) {
        assert_eq!(fault, None);
    }
}

#[test]
fn saturation_holds_up_to_the_critical_point() {
    for name in Fluid::names().expect("data") {
        let fluid = Fluid::new(name).expect("the fluid builds");
        let t_c = fluid.info().t_critical;
        for distance in [1e-1, 1e-2, 1e-4, 1e-6, 1e-8] {
            let t = t_c * (1.0 - distance);
            let (Ok(bubble), Ok(dew)) = (fluid.p_bubble(t, &[]), fluid.p_dew(t, &[])) else {
                assert!(fluid.info().is_pseudo_pure || t < fluid.info().t_min, "{name} at {t}");
                continue;
            };
            let (liquid, vapour) =
                (fluid.saturation(bubble, &[]).expect("line"), fluid.saturation(dew, &[]).expect("line"));
            assert!((liquid.bubble.t.value / t - 1.0).abs() < 1e-12, "{name} at {t}");
            assert!((vapour.dew.t.value / t - 1.0).abs() < 1e-12, "{name} at {t}");
            for line in [liquid, vapour] {
                assert!(line.bubble.rho.value > line.dew.rho.value, "{name} at {t}");
                assert!(line.bubble.h.value < line.dew.h.value, "{name} at {t}");
            }
        }
    }
}

#[test]
fn saturated_states_are_those_of_the_line() {
    for name in ["R134a", "Water", "R404A", "CO2"] {
        let fluid = Fluid::new(name).expect("a known fluid");
        let p = 0.2 * fluid.info().p_critical;
        let line = fluid.saturation(p, &[]).expect("line");
        for (x, side, phase) in [(0.0, line.bubble, Phase::Liquid), (1.0, line.dew, Phase::Gas)] {
            let state = fluid.px(p, x, &[]).expect("a state");
            assert_eq!((state.phase, state.h, state.t.value), (phase, side.h.value, side.t.value));
            assert!((state.x.value - x).abs() < 1e-12);
            assert!(fluid.caloric(&state, &[]).expect("single phase").cp.value > 0.0);
            assert!(difference(&fluid, &state, &fluid.ph(p, state.h, &[], None).expect("a state")) < TOLERANCE);
            assert!(difference(&fluid, &state, &fluid.tx(side.t.value, x, &[]).expect("a state")) < TOLERANCE);
        }
    }
}

#[test]
fn threads_share_a_fluid_and_get_the_same_numbers() {
    let fluid = Fluid::new("R1234yf").expect("a known fluid");
    let sweep = || -> Vec<State> {
        let states = (0..200).map(|i| fluid.ph(2e5 + 2e4 * f64::from(i), 1.5e5 + 1.5e3 * f64::from(i), &[], None));
        states.collect::<Result<_, _>>().expect("states")
    };
    let alone = sweep();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(sweep)).collect();
        for thread in threads {
            for (a, b) in thread.join().expect("no panic").iter().zip(&alone) {
                assert_eq!((a.h, a.t, a.rho, a.s), (b.h, b.t, b.rho, b.s));
            }
        }
    });
}
