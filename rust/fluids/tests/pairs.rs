//! States come back from every pair of properties, and where several have a pair, all of them are named.

use entropyk_fluids::{Fluid, FluidError, Pair, Phase, State};

/// Marsaglia's xorshift generator.
struct Random(u64);

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (high - low) * (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const STATES: usize = 24;

/// States of all regions: random temperatures up to the highest and densities up to that of the cold liquid.
fn states(fluid: &Fluid) -> Vec<State> {
    let info = fluid.info();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut found = vec![];
    for i in 0..40 * STATES {
        let t_top = if i % 2 == 0 { info.t_max } else { 1.1 * info.t_critical };
        let t = random.between(1.001 * info.t_min, t_top.min(0.999 * info.t_max));
        let rho = info.rho_critical * random.between((1e-4_f64).ln(), (3.3_f64).ln()).exp();
        found.extend(fluid.rho_t(rho, t, &[]));
        if found.len() == STATES {
            break;
        }
    }
    found
}

fn energy(state: &State) -> f64 {
    state.h - state.p / state.rho.value
}

/// The pairs, with the values of a state.
fn pairs(state: &State) -> Vec<(Pair, f64, f64)> {
    let (p, h, s, u, t, rho) = (state.p, state.h, state.s.value, energy(state), state.t.value, state.rho.value);
    let mut pairs = vec![
        (Pair::PressureEnthalpy, p, h),
        (Pair::PressureEntropy, p, s),
        (Pair::PressureDensity, p, rho),
        (Pair::PressureEnergy, p, u),
        (Pair::DensityTemperature, rho, t),
        (Pair::TemperatureEnthalpy, t, h),
        (Pair::TemperatureEntropy, t, s),
        (Pair::TemperatureEnergy, t, u),
        (Pair::DensityEnthalpy, rho, h),
        (Pair::DensityEntropy, rho, s),
        (Pair::DensityEnergy, rho, u),
        (Pair::EnthalpyEntropy, h, s),
        (Pair::EnergyEntropy, u, s),
    ];
    if state.phase == Phase::TwoPhase {
        let x = state.x.value;
        pairs.extend([(Pair::EnthalpyQuality, h, x), (Pair::EntropyQuality, s, x), (Pair::DensityQuality, rho, x)]);
    }
    pairs
}

/// How far the properties are off, relative to the size of their changes.
fn difference(fluid: &Fluid, a: &State, b: &State) -> f64 {
    let r = 8.314 / fluid.info().molar_mass;
    let (t, rho) = (a.t.value, a.rho.value);
    [
        b.t.value / t - 1.0,
        (b.h - a.h) / (r * t),
        (b.s.value - a.s.value) / r,
        (energy(b) - energy(a)) / (r * t),
        (b.p - a.p) / (a.p + 0.1 * rho * r * t),
        b.rho.value / rho - 1.0,
    ]
    .into_iter()
    .fold(0.0, |worst: f64, x| worst.max(x.abs()))
}

/// How far a state is off the values of a pair.
fn miss(fluid: &Fluid, pair: Pair, state: &State, back: &State) -> f64 {
    let r = 8.314 / fluid.info().molar_mass;
    let values = |of: &State| pairs(of).into_iter().find(|(other, ..)| *other == pair).map(|(_, a, b)| [a, b]);
    let (Some(given), Some(got)) = (values(state), values(back)) else { return f64::INFINITY };
    let scale = |symbol: &str, value: f64| match symbol {
        "h" | "u" => r * state.t.value,
        "s" => r,
        "p" => state.p + 0.1 * state.rho.value * r * state.t.value,
        _ => value,
    };
    let symbols = pair.symbols().split(", ");
    symbols.enumerate().map(|(k, symbol)| ((got[k] - given[k]) / scale(symbol, given[k])).abs()).fold(0.0, f64::max)
}

#[test]
fn states_come_back_from_every_pair() {
    let mut wrong = vec![];
    let mut total = 0;
    for name in Fluid::names().expect("data") {
        let fluid = Fluid::new(name).expect("the fluid builds");
        for state in states(&fluid) {
            if fluid.info().is_pseudo_pure && state.p > 0.9 * fluid.info().p_critical {
                continue; // its lines and its equation disagree there
            }
            for (pair, a, b) in pairs(&state) {
                total += 1;
                let fault = match fluid.pair(pair, a, b, &[]) {
                    Ok(back) => {
                        let (off, miss) = (difference(&fluid, &state, &back), miss(&fluid, pair, &state, &back));
                        (off > 1e-9 && miss > 1e-11).then(|| format!("off by {off:.1e}, pair by {miss:.1e}: {back:?}"))
                    }
                    Err(FluidError::MultipleSolutions { candidates, .. }) => {
                        let (t, rho) = (state.t.value, state.rho.value);
                        let is_near =
                            |&(ct, cr): &(f64, f64)| (ct / t - 1.0).abs() < 1e-6 && (cr / rho - 1.0).abs() < 1e-5;
                        (!candidates.iter().any(is_near)).then(|| format!("not among {candidates:?}"))
                    }
                    Err(other) => Some(other.to_string()),
                };
                wrong.extend(fault.map(|fault| format!("{name} {pair:?} {a} {b}: {fault}\n   {state:?}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {total}:\n{}", wrong.len(), wrong.join("\n"));
}

fn candidates(result: Result<State, FluidError>) -> Vec<(f64, f64)> {
    match result {
        Err(FluidError::MultipleSolutions { candidates, .. }) => candidates,
        other => panic!("{other:?}"),
    }
}

#[test]
fn several_states_are_named() {
    let water = Fluid::new("Water").expect("a known fluid");
    // Wet steam, and a compressed liquid with the same enthalpy.
    let liquid = water.pt(4e7, 300.0, &[], None).expect("a state");
    let both = candidates(water.pair(Pair::TemperatureEnthalpy, 300.0, liquid.h, &[]));
    assert_eq!(both.len(), 2);
    assert!(both.iter().any(|(_, rho)| (rho / liquid.rho.value - 1.0).abs() < 1e-9), "{both:?}");
    // Beside the largest density of the liquid.
    let cold = water.pt(1e5, 275.0, &[], None).expect("a state");
    let both = candidates(water.pair(Pair::PressureDensity, 1e5, cold.rho.value, &[]));
    assert_eq!(both.len(), 2);
    assert!((both[0].0 - 275.0).abs() < 1e-5 || (both[1].0 - 275.0).abs() < 1e-5, "{both:?}");
    // On both sides of the largest enthalpy of the saturated vapour.
    let both = candidates(water.pair(Pair::EnthalpyQuality, 2.79e6, 1.0, &[]));
    assert_eq!(both.len(), 2);
}

#[test]
fn trouble_spots_of_pairs() {
    let get = |name: &str, pair, a, b| Fluid::new(name).expect("a known fluid").pair(pair, a, b, &[]);
    let co2 = get("CO2", Pair::PressureEnergy, 7_377_262.928, 314_719.53).expect("a state");
    assert!((energy(&co2) - 314_719.53).abs() < 1e-4);
    for t in [631.0, 632.0, 633.0, 634.0] {
        let water = get("Water", Pair::TemperatureEntropy, t, 6763.617).expect("a state");
        assert!((water.s.value - 6763.617).abs() < 1e-8);
    }
    let water = get("Water", Pair::EnthalpyEntropy, 3.1338e6, 6777.0).expect("a state");
    assert!((water.h - 3.1338e6).abs() < 1e-4 && (water.s.value - 6777.0).abs() < 1e-7);
    let fluid = Fluid::new("Water").expect("a known fluid");
    for digits in 0..10 {
        let line = fluid.px(1e5 * 1.7_f64.powi(digits), 1.0, &[]).expect("line");
        let back = get("Water", Pair::DensityEntropy, line.rho.value, line.s.value).expect("a state");
        assert!((back.t.value / line.t.value - 1.0).abs() < 1e-9);
    }
}

#[test]
fn what_no_state_has_is_refused() {
    let fluid = Fluid::new("R134a").expect("a known fluid");
    for (pair, a, b) in [
        (Pair::PressureDensity, 1e5, 3000.0),
        (Pair::PressureDensity, 1e5, -1.0),
        (Pair::PressureEnergy, 1e5, 1e7),
        (Pair::TemperatureEnthalpy, 300.0, 1e6),
        (Pair::TemperatureEntropy, 600.0, 1e3),
        (Pair::DensityEnthalpy, 10.0, 1e7),
        (Pair::DensityEntropy, -10.0, 1e3),
        (Pair::EnthalpyEntropy, 1e7, 1e3),
        (Pair::EnthalpyQuality, 1e6, 0.5),
        (Pair::DensityQuality, 10.0, 1.5),
    ] {
        let result = fluid.pair(pair, a, b, &[]);
        assert!(matches!(result, Err(FluidError::OutOfRange { .. })), "{pair:?} {a} {b}: {result:?}");
    }
    let result = fluid.pair(Pair::EnthalpyEntropy, f64::NAN, 1e3, &[]);
    assert!(matches!(result, Err(FluidError::NotFinite { quantity: "h", .. })), "{result:?}");
}
