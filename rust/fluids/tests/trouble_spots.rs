//! States that have been found wrong, or not at all, in other libraries (issues and test suites of CoolProp).

mod common;

use entropyk_fluids::{Fluid, FluidError, Pair, Phase, State};

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
    let (p, u) = (7_377_262.928, 314_719.53);
    let state = fluid.pair(Pair::PressureEnergy, p, u, &[]).expect("a state");
    assert!((state.p / p - 1.0).abs() < 1e-12 && (common::energy(&state) / u - 1.0).abs() < 1e-9, "{state:?}");
    let back = fluid.ph(p, state.h, &[], None).expect("a state");
    assert!((back.t.value / state.t.value - 1.0).abs() < 1e-9, "{back:?}");
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
    for step in 0..=26 {
        check(&pentane, &pentane.ps(1e6, 100.0 * f64::from(step), &[], None).expect("a state"));
    }
    for step in 0..=30 {
        check_pt("Methanol", 1.5e6, 200.0 + 12.0 * f64::from(step));
    }
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
    let ice = water.pt(101_325.0, 268.15, &[], None);
    assert!(matches!(ice, Err(FluidError::BelowMelting { .. })), "{ice:?}");
    for step in 0..=60 {
        let s = 100.0 + 140.0 * f64::from(step);
        check(&water, &water.ps(water.info().p_critical, s, &[], None).expect("a state"));
    }
    for t in [631.0, 632.5, 634.0] {
        check(&water, &water.px(water.p_dew(t, &[]).expect("line"), 0.999, &[]).expect("a state"));
    }
    // Superheated steam from T and s, and from h and s, next to the dew line.
    for step in 0..=30 {
        let (t, s) = (631.0 + 0.1 * f64::from(step), 6763.617);
        let state = water.pair(Pair::TemperatureEntropy, t, s, &[]).expect("a state");
        assert_eq!(state.phase, Phase::Gas);
        assert!((state.t.value / t - 1.0).abs() < 1e-12 && (state.s.value / s - 1.0).abs() < 1e-9, "{state:?}");
    }
    let (h, s) = (3.1338e6, 6777.0);
    let state = water.pair(Pair::EnthalpyEntropy, h, s, &[]).expect("a state");
    assert!((state.h / h - 1.0).abs() < 1e-10 && (state.s.value / s - 1.0).abs() < 1e-10, "{state:?}");
    check(&water, &state);
    for t in [300.0, 400.0, 500.0, 600.0, 640.0, 647.0] {
        let dew = water.tx(t, 1.0, &[]).expect("a state");
        let back = water.pair(Pair::DensityEntropy, dew.rho.value, dew.s.value, &[]).expect("a state");
        assert!((back.t.value / t - 1.0).abs() < 1e-9, "on the dew line at {t} K: {back:?}");
    }
    let triple = water.tx(water.info().t_triple, 0.5, &[]).expect("a state");
    assert!((triple.p - 611.655).abs() < 1e-2);
}

#[test]
fn saturated_steam_of_one_enthalpy_has_two_temperatures() {
    // h'' of water has its maximum near 508 K.
    let water = fluid("Water");
    for t in [420.0, 480.0, 560.0, 600.0] {
        let dew = water.tx(t, 1.0, &[]).expect("a state");
        let both = water.pair(Pair::EnthalpyQuality, dew.h, 1.0, &[]);
        let Err(FluidError::MultipleSolutions { candidates, .. }) = both else { panic!("{t} K: {both:?}") };
        assert!(candidates.len() == 2 && candidates.iter().any(|(other, _)| (other / t - 1.0).abs() < 1e-8), "{t} K");
    }
}

#[test]
fn sound_is_continuous_up_to_the_saturation_lines() {
    common::each_fluid(|fluid| {
        let (name, p_c) = (&fluid.info().name, fluid.info().p_critical);
        let speed = |state: &State| fluid.caloric(state, &[]).expect("a speed of sound").w.value;
        for part in [0.05, 0.3, 0.7, 0.9] {
            let Ok(line) = fluid.saturation(part * p_c, &[]) else { continue };
            for (x, t, away) in [(0.0, line.bubble.t.value, -1.0), (1.0, line.dew.t.value, 1.0)] {
                let Ok(end) = fluid.px(line.p, x, &[]) else { continue };
                for distance in [1e-4, 1e-6, 1e-8] {
                    let Ok(beside) = fluid.pt(line.p, t * (1.0 + away * distance), &[], None) else { continue };
                    let jump = (speed(&beside) / speed(&end) - 1.0).abs();
                    assert!(jump < 300.0 * distance + 1e-8, "{name}, {part} p_c, x = {x}, {distance}: {jump:e}");
                }
            }
            let wet = fluid.px(line.p, 0.5, &[]).expect("a state");
            assert!(fluid.caloric(&wet, &[]).is_ok_and(|caloric| caloric.w.value.is_nan()), "{name}");
        }
    });
}

#[test]
fn saturated_vapour_of_low_pressure_is_nearly_ideal() {
    common::each_fluid(|fluid| {
        let info = fluid.info();
        let Ok(vapour) = fluid.tx(info.t_min, 1.0, &[]) else { return };
        if vapour.p > 1e-3 * info.p_critical {
            return;
        }
        let z = vapour.p * info.molar_mass / (8.314_46 * vapour.rho.value * info.t_min);
        assert!(z < 1.0 + 1e-3 && z > 1.0 - 1e-2, "{}: Z = {z}", info.name);
    });
}

#[test]
fn sharp_structure_at_the_critical_pressure() {
    for name in [
        "Nitrogen", "Water", "CO2", "R134a", "Methanol", "R1234yf", "R1224YDZ", "R40", "R114", "R13", "R21", "MDM",
        "R236EA",
    ] {
        let fluid = fluid(name);
        let info = fluid.info();
        for distance in [-1e-6, -1e-9, 0.0, 1e-9, 1e-6] {
            for part in [0.8, 0.95, 0.999, 1.001, 1.05, 1.2] {
                check_pt(name, info.p_critical * (1.0 + distance), (info.t_critical * part).min(info.t_max));
            }
        }
    }
}

#[test]
fn ammonia() {
    // Next to the critical temperature.
    let ammonia = fluid("Ammonia");
    let t = 405.414_226_6;
    match ammonia.tx(t, 0.5, &[]) {
        Ok(state) => assert!(t < ammonia.info().t_critical && state.phase == Phase::TwoPhase),
        Err(error) => assert!(matches!(error, FluidError::OutOfRange { .. }), "{error}"),
    }
    check_pt("Ammonia", 60_110.77, 300.0);
    for step in 0..=40 {
        // Superheated.
        check_pt("Ammonia", 10e5, 300.0 + 5.0 * f64::from(step));
    }
    // d(u'')/dp along the line.
    let u = |p: f64| {
        let dew = ammonia.saturation(p, &[]).expect("line").dew;
        (dew.h.value - p / dew.rho.value, dew.h.dp - 1.0 / dew.rho.value + p * dew.rho.dp / dew.rho.value.powi(2))
    };
    let p = 60_110.77;
    let difference = (u(p * (1.0 + 1e-5)).0 - u(p * (1.0 - 1e-5)).0) / (2e-5 * p);
    assert!((difference / u(p).1 - 1.0).abs() < 1e-6);
}

#[test]
fn siloxanes_have_a_retrograde_dew_line() {
    // s'' is not monotone: one entropy on the dew line, two pressures.
    for name in ["MM", "MDM", "D4", "D5"] {
        let fluid = fluid(name);
        let info = fluid.info();
        let line = |part: f64| fluid.saturation(part * info.p_critical, &[]).expect("line").dew.s.value;
        let s = 0.5 * (line(0.3) + line(0.9));
        let states = match fluid.pair(Pair::EntropyQuality, s, 1.0, &[]) {
            Ok(_) => 1,
            Err(FluidError::MultipleSolutions { candidates, .. }) => candidates.len(),
            Err(error) => panic!("{error}"),
        };
        assert!((1..=3).contains(&states), "{name}: {states}");
        check(&fluid, &fluid.ps(0.5 * info.p_critical, s, &[], None).expect("a state"));
    }
}

#[test]
fn densities_of_liquid_water_have_two_temperatures() {
    for name in ["Water", "HeavyWater"] {
        let fluid = fluid(name);
        let cold = fluid.tx(fluid.info().t_triple + 1.0, 0.0, &[]).expect("a liquid");
        let both = fluid.pair(Pair::DensityQuality, cold.rho.value, 0.0, &[]);
        let Err(FluidError::MultipleSolutions { candidates, .. }) = both else { panic!("{name}: {both:?}") };
        assert!(
            candidates.len() == 2 && candidates.iter().any(|(t, _)| (t / cold.t.value - 1.0).abs() < 1e-8),
            "{name}"
        );
    }
}

#[test]
fn every_fluid_keeps_to_its_lines_and_limits() {
    common::each_fluid(|fluid| {
        let info = fluid.info();
        let name = &info.name;
        for x in [-0.1, -1e-12, 1.0 + 1e-12, 1.5, f64::NAN] {
            assert!(fluid.tx(0.5 * (info.t_min + info.t_critical), x, &[]).is_err(), "{name}: x = {x}");
        }
        // The ends of the line.
        let lowest = fluid.tx(info.t_min, 0.5, &[]).unwrap_or_else(|e| panic!("{e}"));
        assert!((lowest.t.value / info.t_min - 1.0).abs() < 1e-9, "{name}");
        for distance in [0.1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-10] {
            let t = fluid.px(info.p_critical * (1.0 - 1e-12), 0.5, &[]).map_or(info.t_critical, |s| s.t.value)
                * (1.0 - distance);
            let Ok(p) = fluid.p_bubble(t, &[]) else { continue };
            let line = fluid.saturation(p, &[]).unwrap_or_else(|e| panic!("{name}, {distance}: {e}"));
            assert!(line.bubble.rho.value > line.dew.rho.value, "{name}, {distance}");
        }
        // Never a metastable state: below the bubble temperature a liquid, above the dew temperature a gas.
        for part in [0.01, 0.1, 0.5, 0.9] {
            let Ok(line) = fluid.saturation(part * info.p_critical, &[]) else { continue };
            for away in [1e-8, 1e-4, 1e-2] {
                if let Ok(liquid) = fluid.pt(line.p, line.bubble.t.value * (1.0 - away), &[], None) {
                    let is_right = liquid.phase == Phase::Liquid && liquid.h < line.bubble.h.value;
                    assert!(is_right, "{name}: {liquid:?}");
                }
                let gas =
                    fluid.pt(line.p, line.dew.t.value * (1.0 + away), &[], None).unwrap_or_else(|e| panic!("{e}"));
                assert!(gas.phase == Phase::Gas && gas.h > line.dew.h.value, "{name}: {gas:?}");
            }
        }
        // Limits are errors, not extrapolations.
        let p = 0.1 * info.p_critical;
        assert!(fluid.pt(p, 1.01 * info.t_max.max(info.t_critical), &[], None).is_err(), "{name}");
        assert!(fluid.pt(1.01 * info.p_max.max(info.p_critical * 1.01), info.t_critical, &[], None).is_err(), "{name}");
        assert!(fluid.px(0.5 * lowest.p, 0.5, &[]).is_err() || info.is_pseudo_pure, "{name}");
        assert!(fluid.pt(p, 0.8 * info.t_min, &[], None).is_err(), "{name}");
    });
}

#[test]
fn glides_are_two_phase() {
    for name in ["R410A", "R404A", "R407C", "R507A", "Air", "SES36"] {
        let fluid = fluid(name);
        for part in [0.01, 0.3, 0.96, 0.99, 0.999] {
            for x in [0.0, 0.3, 1.0] {
                let Ok(state) = fluid.px(part * fluid.info().p_critical, x, &[]) else { continue };
                let back = fluid.ph(state.p, state.h, &[], None).expect("a state");
                assert!(
                    (back.t.value / state.t.value - 1.0).abs() < 1e-9 && back.phase == state.phase,
                    "{name} {part} {x}"
                );
            }
        }
    }
}

#[test]
fn dew_lines_of_mixtures_turn_back_next_to_the_critical_point() {
    use common::back::{ROUNDING, fault};
    let mut two = 0;
    for name in ["R410A", "R404A", "R407C", "R507A", "Air", "SES36"] {
        let fluid = fluid(name);
        for step in 0..60 {
            let p = fluid.info().p_critical * (1.0 - 10_f64.powf(-1.0 - 0.1 * f64::from(step)));
            for x in [0.0, 0.35, 0.8, 1.0] {
                let state = fluid.px(p, x, &[]).expect("a state");
                for pair in common::PAIRS.into_iter().filter(|pair| *pair != Pair::PressureTemperature) {
                    let fault = fault(&fluid, pair, &state, 10.0 * ROUNDING);
                    assert_eq!(fault, None, "{name}, ({}), p = {p}, x = {x}", pair.symbols());
                }
                let (t, again) = (state.t.value, fluid.tx(state.t.value, x, &[]));
                two += usize::from(matches!(again, Err(FluidError::MultipleSolutions { .. })));
                let above = fluid.tx(1.001 * t.max(fluid.info().t_critical), x, &[]);
                assert!(matches!(above, Err(FluidError::OutOfRange { .. })), "{name}: {above:?}");
            }
        }
    }
    assert!(two > 200, "{two}");
}
