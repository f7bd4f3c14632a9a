//! States that have been found wrong, or not at all, in other libraries (issues and test suites of CoolProp).

use entropyk_fluids::{Fluid, Phase, State};

fn fluid(name: &str) -> Fluid {
    Fluid::new(name).expect("a known fluid")
}

/// The state comes back from (p, h), (p, s) and (p, T).
fn check(fluid: &Fluid, state: &State) {
    let name = &fluid.info().name;
    let same = |back: State, pair: &str| {
        assert!((back.t.value / state.t.value - 1.0).abs() < 1e-9, "{name} {pair}\n{state:?}\n{back:?}");
        assert_eq!(back.phase, state.phase, "{name} {pair}");
    };
    same(fluid.ph(state.p, state.h, &[], None).expect("a state"), "p, h");
    same(fluid.ps(state.p, state.s.value, &[], None).expect("a state"), "p, s");
    if state.phase != Phase::TwoPhase {
        same(fluid.pt(state.p, state.t.value, &[], None).expect("a state"), "p, T");
    }
}

fn check_pt(name: &str, p: f64, t: f64) -> State {
    let fluid = fluid(name);
    let state = fluid.pt(p, t, &[], None).unwrap_or_else(|e| panic!("{e}"));
    check(&fluid, &state);
    state
}

fn check_ph(name: &str, p: f64, h: f64) -> State {
    let fluid = fluid(name);
    let state = fluid.ph(p, h, &[], None).unwrap_or_else(|e| panic!("{e}"));
    check(&fluid, &state);
    state
}

#[test]
fn carbon_dioxide_next_to_its_critical_pressure() {
    for p in [7.333e6, 7.376e6, 7.377262928e6, 7.38e6] {
        for step in 0..=100 {
            check_ph("CO2", p, 110e3 + 5.9e3 * f64::from(step));
        }
    }
    check_pt("CO2", 7.38e6, 218.05);
    let fluid = fluid("CO2");
    check(&fluid, &fluid.ps(7.38e6, 1840.68, &[], None).expect("a state"));
}

#[test]
fn cryogens() {
    assert!(check_ph("Nitrogen", 3_368_965.046, 67_040.578_57).t.value > fluid("Nitrogen").info().t_critical);
    check_pt("Nitrogen", 4.754e6, 86.35);
    check_pt("Nitrogen", 7.768e6, 90.20);
    check_ph("Xenon", 5_835_843.73, 59_867.35);
    check_pt("Hydrogen", 12.8e5, 293.15);
    check_pt("Argon", 1.35 * fluid("Argon").info().p_critical, 152.0);
    check_pt("Oxygen", 1.33 * fluid("Oxygen").info().p_critical, 156.0);
    check_pt("OrthoHydrogen", 404e6, 90.87);
    check_pt("Deuterium", 449e6, 79.33);
    for step in 0..=50 {
        check_ph("Helium", 213.5e3, 2e3 + 1e3 * f64::from(step));
    }
}

#[test]
fn refrigerants() {
    check_ph("R123", 5e6, 233_250.0);
    let pentane = fluid("n-Pentane");
    check(&pentane, &pentane.ps(1e6, 1500.0, &[], None).expect("a state"));
    let r134a = fluid("R134a");
    for digits in 1..=12 {
        let p = r134a.info().p_critical * (1.0 - 10_f64.powi(-digits));
        check(&r134a, &r134a.px(p, 0.5, &[]).expect("a state"));
    }
    for distance in [-1e-6, -1e-9, 0.0, 1e-9, 1e-6] {
        check_ph("R134a", r134a.info().p_critical * (1.0 + distance), 350e3);
        check_ph("R134a", r134a.info().p_critical * (1.0 + distance), 420e3);
    }
    let ammonia = fluid("Ammonia");
    let line = ammonia.saturation(ammonia.p_bubble(405.4, &[]).expect("line"), &[]).expect("line");
    assert!(line.bubble.rho.value > line.dew.rho.value);
}

#[test]
fn water() {
    let water = fluid("Water");
    // Colder than the triple point: liquid under pressure only.
    for p in [100e6, 150e6, 200e6] {
        assert_eq!(check_pt("Water", p, 265.0).phase, Phase::Liquid);
    }
    assert!(water.pt(101_325.0, 268.15, &[], None).is_err());
    for step in 0..=60 {
        let s = 100.0 + 140.0 * f64::from(step);
        check(&water, &water.ps(water.info().p_critical, s, &[], None).expect("a state"));
    }
    for t in [631.0, 632.5, 634.0] {
        check(&water, &water.px(water.p_dew(t, &[]).expect("line"), 0.999, &[]).expect("a state"));
    }
    let triple = water.tx(water.info().t_triple, 0.5, &[]).expect("a state");
    assert!((triple.p - 611.655).abs() < 1e-2);
}
