//! Tables against the exact equation, and against themselves.

use std::sync::Arc;

use super::*;
use crate::Sloped;
use crate::data::index;
use crate::helmholtz::tests::helmholtz;

const FLUIDS: [&str; 8] = ["R134a", "Water", "CarbonDioxide", "Ammonia", "n-Propane", "R236EA", "Helium", "R410A"];

/// Reproducible numbers between 0 and 1.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Exact single-phase states between the limits of a fluid: log-uniform in p, uniform in T.
fn states(exact: &Helmholtz, count: usize) -> Vec<State> {
    let (p_min, t_high) = (exact.dome().p_liquid, exact.t_high());
    let mut random = Random(1);
    let draw = || {
        let p = p_min * (exact.p_high() / p_min).powf(random.next());
        let t_low = exact.t_low(p);
        exact.pt(p, t_low + (t_high - t_low) * random.next(), &[], None)
    };
    std::iter::repeat_with(draw).filter_map(Result::ok).take(count).collect()
}

fn is_near_critical(exact: &Helmholtz, state: &State) -> bool {
    let dome = exact.dome();
    (state.t.value / dome.t_critical - 1.0).abs() < 0.03 && (state.p / dome.p_critical - 1.0).abs() < 0.1
}

fn pair(name: &str) -> (Arc<Helmholtz>, Table) {
    let exact = Arc::new(helmholtz(name));
    let table = Table::new(Arc::clone(&exact), Grid::Standard).expect(name);
    (exact, table)
}

/// The number that 99 % of the numbers do not exceed.
fn p99(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() * 99 / 100]
}

#[test]
fn keeps_to_the_phase_of_the_equation() {
    for name in FLUIDS {
        let (exact, table) = pair(name);
        for state in states(&exact, 500).iter().filter(|state| !is_near_critical(&exact, state)) {
            let at = table.ph(state.p, state.h, &[], None).expect(name);
            assert!(at.phase == state.phase || state.p >= exact.dome().p_critical, "{name}: {at:?} and {state:?}");
            assert!((at.t.value / state.t.value - 1.0).abs() < 1e-4, "{name}: {at:?} and {state:?}");
        }
    }
}

#[test]
fn slopes_agree_with_the_equation() {
    for name in FLUIDS {
        let (exact, table) = pair(name);
        let mut errors: Vec<f64> = Vec::new();
        for state in states(&exact, 1000).iter().filter(|state| !is_near_critical(&exact, state)) {
            let at = table.ph(state.p, state.h, &[], None).expect(name);
            let relative = |a: f64, b: f64| (a / b - 1.0).abs();
            errors.push(relative(at.t.dh, state.t.dh));
            errors.push(relative(at.rho.dp, state.rho.dp));
            errors.push(relative(at.s.dp, state.s.dp));
            // The Joule-Thomson coefficient changes its sign.
            errors.push((at.t.dp - state.t.dp).abs() * state.rho.value * state.t.dh.recip());
        }
        let worst = p99(errors);
        assert!(worst < 2e-5, "{name}: {worst:e}");
    }
}

#[test]
fn slopes_are_those_of_the_values() {
    let (exact, table) = pair("R134a");
    for state in states(&exact, 300).iter().filter(|state| state.p > 1e4 && !is_near_critical(&exact, state)) {
        let at = |p: f64, h: f64| table.ph(p, h, &[], None).expect("in range");
        let (p, h) = (state.p * (1.0 - 1e-3), state.h);
        let (dp, dh) = (1e-4 * p, 100.0);
        let (middle, sides) = (at(p, h), [at(p - dp, h), at(p + dp, h), at(p, h - dh), at(p, h + dh)]);
        if sides.iter().any(|side| side.phase != middle.phase) {
            continue;
        }
        let check = |get: fn(&State) -> Sloped, what: &str| {
            let [a, b, c, d] = sides.each_ref().map(|side| get(side).value);
            let slope = get(&middle);
            // Differences of values that are off by 1e-9, each.
            let (along_p, along_h) = ((b - a) / (2.0 * dp), (d - c) / (2.0 * dh));
            let rounding = 3e-9 * slope.value.abs();
            assert!(
                (along_p - slope.dp).abs() < 1e-5 * slope.dp.abs() + rounding / dp,
                "{what}_p at {p} {h}: {along_p}"
            );
            assert!(
                (along_h - slope.dh).abs() < 1e-5 * slope.dh.abs() + rounding / dh,
                "{what}_h at {p} {h}: {along_h}"
            );
        };
        check(|state| state.t, "T");
        check(|state| state.rho, "rho");
        check(|state| state.s, "s");
    }
}

#[test]
fn inverses_return() {
    for name in FLUIDS {
        let (exact, table) = pair(name);
        for state in states(&exact, 1000) {
            let (p, t, s) = (state.p, state.t.value, state.s.value);
            let h = table.pt(p, t, &[], None).expect(name).h;
            let back = table.ph(p, h, &[], None).expect(name).t.value;
            assert!((back / t - 1.0).abs() < 1e-12, "{name} T: {back} for {state:?}");
            let Ok(at) = table.ps(p, s, &[], None) else { continue };
            let back = table.ph(p, at.h, &[], None).expect(name).s.value;
            assert!((back - s).abs() < 1e-12 * s.abs().max(exact.equation().r_gas), "{name} s: {back} for {state:?}");
        }
    }
}

#[test]
fn inverses_keep_to_their_side_of_the_saturation_line() {
    for name in ["R134a", "Water", "R410A"] {
        let (exact, table) = pair(name);
        let (p_min, p_critical) = (exact.dome().p_liquid, exact.dome().p_critical);
        for k in 1..40 {
            let p = p_min * (0.97 * p_critical / p_min).powf(f64::from(k) / 40.0);
            let line = table.saturation(p, &[]).expect(name);
            for away in [2e-9, 1e-8, 1e-6] {
                let liquid = table.pt(p, line.bubble.t.value * (1.0 - away), &[], None).expect(name);
                let gas = table.pt(p, line.dew.t.value * (1.0 + away), &[], None).expect(name);
                assert!(liquid.phase == Phase::Liquid && liquid.h <= line.bubble.h.value, "{name} at {p}");
                assert!(gas.phase == Phase::Gas && gas.h >= line.dew.h.value, "{name} at {p}");
                // Next to the line T is off by the error of the surface.
                for (state, side) in [(liquid, line.bubble), (gas, line.dew)] {
                    let back = table.ph(p, state.h, &[], None).expect(name);
                    assert!((back.t.value / side.t.value - 1.0).abs() < away + 2e-8, "{name} at {p}");
                    assert_eq!(back.phase, state.phase);
                }
            }
            let middle = 0.5 * (line.bubble.s.value + line.dew.s.value);
            let (wet, same) = (table.ps(p, middle, &[], None), exact.ps(p, middle, &[], None));
            assert_eq!(wet.expect(name), same.expect(name));
        }
    }
}

#[test]
fn agrees_with_the_equation_on_the_phase() {
    let (exact, table) = pair("CarbonDioxide");
    let p_critical = exact.dome().p_critical;
    for p in [6e5, 2e6, 5e6, 7.3e6, p_critical * (1.0 - 1e-9)] {
        let line = exact.saturation(p, &[]).expect("below the critical pressure");
        for h in [line.bubble.h.value, line.dew.h.value] {
            for h in [h.next_down(), h, h.next_up()] {
                let [a, b] =
                    [exact.ph(p, h, &[], None), table.ph(p, h, &[], None)].map(|state| state.expect("a state"));
                assert_eq!(a.phase, b.phase);
                assert_eq!(a.x.value, b.x.value);
            }
        }
        let h = 0.3 * line.bubble.h.value + 0.7 * line.dew.h.value;
        assert_eq!(exact.ph(p, h, &[], None).expect("two-phase"), table.ph(p, h, &[], None).expect("two-phase"));
    }
}

#[test]
fn is_continuous() {
    for name in ["R134a", "Ammonia", "n-Propane"] {
        let (exact, table) = pair(name);
        let p_critical = exact.dome().p_critical;
        let at = |p: f64, h: f64| table.ph(p, h, &[], None).expect(name);
        let check = |a: State, b: State, what: &str| {
            // At low pressures even the last digit of h makes a difference to ρ of a liquid that begins to boil.
            let in_rho = if a.p > 1e3 { a.rho.value / b.rho.value - 1.0 } else { 0.0 };
            let jump = (a.t.value / b.t.value - 1.0).abs().max(in_rho.abs());
            assert!(jump < 2e-8, "{name}: {jump:e} across {what} at {b:?}");
        };
        // Across the critical pressure, a few percent away from the critical enthalpy.
        let h_critical = exact.saturation(p_critical.next_down(), &[]).expect(name).bubble.h.value;
        let span = at(p_critical, h_critical).h
            - table.pt(p_critical, 0.7 * exact.dome().t_critical, &[], None).expect(name).h;
        for part in [-0.9, -0.5, -0.2, 0.2, 0.5] {
            let h = h_critical + part * span;
            check(at(p_critical * (1.0 - 1e-11), h), at(p_critical, h), "the critical pressure");
        }
        // Across the saturation line, where T of a pure fluid is continuous, and ρ.
        for k in 1..50 {
            let p = exact.dome().p_liquid * (0.95 * p_critical / exact.dome().p_liquid).powf(f64::from(k) / 50.0);
            let line = table.saturation(p, &[]).expect(name);
            let (liquid, vapour) = (line.bubble.h.value, line.dew.h.value);
            for (outside, inside) in [(liquid, liquid.next_up()), (vapour, vapour.next_down())] {
                check(at(p, outside), at(p, inside), "the saturation line");
            }
        }
    }
}

#[test]
fn answers_as_the_equation_does_outside() {
    let (exact, table) = pair("CarbonDioxide");
    for (p, h) in
        [(1e5, 480e3), (1e4, 600e3), (5e6, -1e5), (5e6, 9e6), (1e9, 3e5), (-1.0, 3e5), (f64::NAN, 3e5), (5e6, f64::NAN)]
    {
        let [a, b] =
            [exact.ph(p, h, &[], None), table.ph(p, h, &[], None)].map(|state| state.map_err(|e| e.to_string()));
        match (a, b) {
            (Ok(a), Ok(b)) => assert_eq!(format!("{a:?}"), format!("{b:?}")), // x is NaN
            (a, b) => assert_eq!(a.expect_err("as the table"), b.expect_err("as the equation")),
        }
    }
    for (p, t) in [(1e8, 220.0), (5e6, 3000.0), (1e9, 300.0), (5e6, f64::NAN)] {
        let [a, b] =
            [exact.pt(p, t, &[], None), table.pt(p, t, &[], None)].map(|state| state.map_err(|e| e.to_string()));
        assert_eq!(a.expect_err("out of range"), b.expect_err("out of range"));
    }
    let t = exact.saturation(2e6, &[]).expect("below the critical pressure").bubble.t.value;
    assert!(matches!(table.pt(2e6, t, &[], None), Err(FluidError::TwoPhase { .. })));
    assert!(matches!(table.px(2e6, 1.2, &[]), Err(FluidError::OutOfRange { .. })));
}

#[test]
fn saturated_states_have_the_slopes_of_their_phase() {
    let (exact, table) = pair("R134a");
    for x in [0.0, 0.4, 1.0] {
        for [a, b] in
            [[exact.px(5e5, x, &[]), table.px(5e5, x, &[])], [exact.tx(300.0, x, &[]), table.tx(300.0, x, &[])]]
        {
            let (a, b) = (a.expect("saturated"), b.expect("saturated"));
            assert_eq!((a.phase, a.h), (b.phase, b.h));
            for (a, b) in [(a.t, b.t), (a.rho, b.rho), (a.s, b.s)] {
                assert!((a.value / b.value - 1.0).abs() < 1e-12);
                assert!((a.dh - b.dh).abs() <= 1e-6 * a.dh.abs());
                assert!((a.dp - b.dp).abs() <= 1e-6 * a.dp.abs());
            }
        }
    }
}

#[test]
fn isobars_give_the_same_states() {
    for fluid in [crate::Fluid::tabular("Water").expect("water"), crate::Fluid::new("Water").expect("water")] {
        for p in [1e3, 1e5, 3e7] {
            let isobar = Isobar::new(&fluid, p);
            assert_eq!(isobar.saturation(), fluid.saturation(p, &[]).ok());
            for h in [2e5, 1e6, 2e6, 3e6] {
                let (a, b) = (isobar.state(h).expect("water"), fluid.ph(p, h, &[], None).expect("water"));
                assert!(a.phase == b.phase && (a.t.value / b.t.value - 1.0).abs() < 1e-12);
            }
            assert!(isobar.state(1e8).is_err());
        }
    }
}

#[test]
fn every_fluid_has_an_accurate_table() {
    for entry in &index().expect("data").entries {
        let exact = Arc::new(Helmholtz::new(entry).expect("a fluid"));
        let table = Table::new(Arc::clone(&exact), Grid::Standard).expect("a table");
        let errors = |state: &State| {
            let at = table.ph(state.p, state.h, &[], None).expect("in range");
            let in_s = (at.s.value - state.s.value) / exact.equation().r_gas;
            [at.t.value / state.t.value - 1.0, at.rho.value / state.rho.value - 1.0, in_s].map(f64::abs)
        };
        let states = states(&exact, 1000);
        let worst = |state: &State| errors(state).into_iter().fold(0.0, f64::max);
        let away = p99(states.iter().filter(|state| !is_near_critical(&exact, state)).map(worst).collect());
        assert!(away < 1e-7, "{}: {away:e}", entry.info.name);
    }
}

#[test]
fn tables_are_small() {
    let table = pair("R134a").1;
    assert!(table.bytes() < 3_000_000 && table.bytes() > 2_000_000);
}
