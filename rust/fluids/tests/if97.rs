//! States of IF97 come back from every pair of properties, those that are found by searches included.

mod common;

use common::back::{ROUNDING, fault};
use common::{PAIRS, Random};
use entropyk_fluids::{Fluid, Pair, Phase, State};

/// States of every region.
const STATES: usize = 100;
/// Distance from the borders of regions, K: closer, the equations of both have states, which differ.
const BORDER: f64 = 0.2;

/// Pressures and temperatures of the release's regions, away from their borders.
const REGIONS: [(&str, [f64; 2], [f64; 2]); 7] = [
    ("1, cold", [1e4, 100e6], [273.2, 373.15]),
    ("1, hot", [1e6, 100e6], [373.15, 623.15]),
    ("2, thin", [700.0, 1e5], [273.2, 1073.15]),
    ("2, dense", [1e5, 16.5e6], [300.0, 1073.15]),
    ("2, next to 3", [20e6, 100e6], [863.15, 1073.15]),
    ("3", [17e6, 100e6], [623.15, 863.15]),
    ("5", [1e3, 50e6], [1073.15, 2273.0]),
];

fn states(water: &Fluid, [p_low, p_high]: [f64; 2], [low, high]: [f64; 2]) -> Vec<State> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    // Of the border between regions 2 and 3, IAPWS R7-97(2012), equation 6.
    let border =
        |p: f64| 572.544_598_627_46 + ((p * 1e-6 - 13.918_839_778_870) / 1.019_297_003_932_6e-3).max(0.0).sqrt();
    let draw = || {
        let (p, t) = (random.log_between(p_low, p_high), random.between(low + BORDER, high - BORDER));
        let is_beside = p > 16.5e6 && (t - border(p)).abs() < BORDER;
        if is_beside { None } else { water.pt(p, t, &[], None).ok() }
    };
    std::iter::repeat_with(draw).flatten().take(STATES).collect()
}

/// Wet steam, up to where T and ρ cease to fix the quality.
fn wet(water: &Fluid) -> Vec<State> {
    let mut random = Random(1);
    let draw = || water.tx(random.between(273.2, 646.0), random.between(0.01, 0.99), &[]).expect("wet steam");
    std::iter::repeat_with(draw).take(STATES).collect()
}

fn is_asked(pair: Pair, state: &State) -> bool {
    match pair {
        Pair::PressureTemperature => state.phase != Phase::TwoPhase,
        // The release's own T(p) and p(T) differ by up to 1e-8.
        Pair::PressureQuality
        | Pair::TemperatureQuality
        | Pair::EnthalpyQuality
        | Pair::EntropyQuality
        | Pair::DensityQuality => state.phase == Phase::TwoPhase,
        _ => true,
    }
}

#[test]
fn states_come_back_from_every_pair() {
    let water = Fluid::new("IF97::Water").expect("a known fluid");
    let mut all = vec![("4", wet(&water))];
    all.extend(REGIONS.map(|(name, p, t)| (name, states(&water, p, t))));
    let mut faults = vec![];
    for (region, states) in all {
        for state in &states {
            for pair in PAIRS.into_iter().filter(|pair| is_asked(*pair, state)) {
                let (t, rho) = (state.t.value, state.rho.value);
                let what = fault(&water, pair, state, ROUNDING);
                faults.extend(
                    what.map(|what| format!("{region}, ({}) of T = {t:?}, rho = {rho:?}: {what}", pair.symbols())),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(400)].join("\n"));
}
