//! Where several states have a pair of properties, all of them are named; where none has it, it is refused.

mod common;

use common::energy;
use entropyk_fluids::{Fluid, FluidError, Pair, State};

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
