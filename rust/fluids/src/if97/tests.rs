//! Round trips, slopes and limits; `region.rs` holds the tables of the release.

use super::*;
use crate::{Pair, Phase, Saturation, Sloped, State};

fn water() -> Arc<dyn FluidBackend> {
    if97("water").unwrap()
}

fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1e-3), "{what}: {a} is not {b}");
}

/// Pressures and temperatures of all regions, more than 0.2 K from their borders, where equations overlap.
fn points() -> Vec<(f64, f64)> {
    let model = If97::new().unwrap();
    let mut points = vec![];
    for i in 0..40 {
        let p = 700.0 * (100e6f64 / 700.0).powf(f64::from(i) / 39.0) * 0.999_999;
        for k in 0..60 {
            let t = 273.2 + (if p < 50e6 { 1999.0 } else { 799.0 }) * f64::from(k) / 59.0;
            let borders = [623.15, 1073.15, if p > 16.6e6 { model.data.t_boundary(p) } else { 0.0 }];
            if borders.iter().all(|border| (t - border).abs() > 0.2) {
                points.push((p, t));
            }
        }
    }
    points
}

#[test]
fn states_come_back() {
    let water = water();
    for (p, t) in points() {
        let state = water.pt(p, t, &[], None).unwrap();
        let what = format!("p = {p}, T = {t}");
        for back in [water.ph(p, state.h, &[], None), water.ps(p, state.s.value, &[], None)] {
            let back = back.unwrap();
            close(back.t.value, t, 1e-12, &what);
            close(back.rho.value, state.rho.value, 1e-9, &what);
            assert_eq!(back.phase, state.phase, "{what}");
        }
        let back = water.rho_t(state.rho.value, t, &[]).unwrap();
        close(back.p, p, 1e-9, &what);
        close(back.h, state.h, 1e-9, &what);
    }
}

#[test]
fn limits_of_further_pairs_are_typed() {
    let water = water();
    let refused = water.pair(Pair::EnthalpyEntropy, 1e8, 1e3, &[]);
    assert!(matches!(refused, Err(FluidError::OutOfRange { quantity: "h", .. })), "{refused:?}");
    assert!(matches!(water.pair(Pair::TemperatureEnthalpy, f64::NAN, 1e5, &[]), Err(FluidError::NotFinite { .. })));
}

#[test]
fn two_phase_states_come_back() {
    let water = water();
    for t in [273.16, 300.0, 450.0, 600.0, 623.1, 623.2, 640.0, 647.0, 647.09] {
        let p = water.p_dew(t, &[]).unwrap();
        for x in [0.0, 0.1, 0.7, 1.0] {
            let state = water.tx(t, x, &[]).unwrap();
            let what = format!("T = {t}, x = {x}");
            let quality = |back: State| back.x.value;
            let same = |value: f64| assert!((value - x).abs() < 1e-8, "{what}: {value}");
            same(state.x.value);
            same(quality(water.ph(p, state.h, &[], None).unwrap()));
            same(quality(water.ps(p, state.s.value, &[], None).unwrap()));
            if t < 647.0 {
                // Closer, rho and T hardly tell x.
                same(quality(water.rho_t(state.rho.value, t, &[]).unwrap()));
            }
            close(state.t.value, t, 1e-8, &what); // the release's own T(p(T))
        }
    }
}

#[test]
fn slopes_are_those_of_the_values() {
    let water = water();
    let states =
        [(1e5, 350.0), (50e6, 600.0), (1e5, 500.0), (20e6, 700.0), (25e6, 655.0), (20e6, 630.0), (10e6, 1500.0)];
    for (p, t) in states {
        let state = water.pt(p, t, &[], None).unwrap();
        check_slopes(&*water, state);
    }
    check_slopes(&*water, water.px(1e6, 0.3, &[]).unwrap());
    check_slopes(&*water, water.px(20e6, 0.6, &[]).unwrap());
}

fn check_slopes(water: &dyn FluidBackend, state: State) {
    let (dp, dh) = (1e-5 * state.p, 20.0);
    let at = |p, h| {
        let state = water.ph(p, h, &[], None).unwrap();
        (state, water.caloric(&state, &[]).unwrap())
    };
    let here = at(state.p, state.h);
    let [more, less] = [dp, -dp].map(|d| at(state.p + d, state.h));
    let [above, below] = [dh, -dh].map(|d| at(state.p, state.h + d));
    let check = |of: fn(&(State, crate::Caloric)) -> Sloped, what: &str| {
        let expected = of(&here);
        let what = format!("{what} at p = {}, h = {}", state.p, state.h);
        let size = 1e-7 * expected.value.abs();
        close(
            (of(&more).value - of(&less).value) / (2.0 * dp) * state.p + size,
            expected.dp * state.p + size,
            2e-4,
            &what,
        );
        close((of(&above).value - of(&below).value) / (2.0 * dh) * 1e5 + size, expected.dh * 1e5 + size, 2e-4, &what);
    };
    check(|(state, _)| state.t, "T");
    check(|(state, _)| state.rho, "rho");
    check(|(state, _)| state.s, "s");
    if state.phase != Phase::TwoPhase {
        check(|(_, caloric)| caloric.cp, "cp");
        check(|(_, caloric)| caloric.cv, "cv");
        check(|(_, caloric)| caloric.w, "w");
    }
}

#[test]
fn slopes_of_the_saturation_line_are_those_of_the_values() {
    let water = water();
    for p in [1e3, 1e5, 16e6, 17e6, 21e6] {
        let at = |p| water.saturation(p, &[]).unwrap();
        let (line, dp) = (at(p), 1e-5 * p);
        let check = |of: fn(&Saturation) -> crate::Along| {
            let slope = (of(&at(p + dp)).value - of(&at(p - dp)).value) / (2.0 * dp);
            close(slope * p, of(&line).dp * p, 1e-5, &format!("p = {p}"));
        };
        check(|line| line.bubble.t);
        check(|line| line.bubble.h);
        check(|line| line.dew.h);
        check(|line| line.bubble.s);
        check(|line| line.dew.rho);
    }
}

#[test]
fn borders_belong_half_to_each_region() {
    // Enthalpies in the gaps and overlaps of the equations have a state near the border.
    let water = water();
    for (p, t) in [(30e6, 623.15), (80e6, 623.15), (1e6, 1073.15), (40e6, 1073.15), (60e6, 760.0), (90e6, 830.0)] {
        let state = water.pt(p, t, &[], None).unwrap();
        for dh in [-300.0, -100.0, 0.0, 100.0, 300.0] {
            let near = water.ph(p, state.h + dh, &[], None).unwrap();
            assert!((near.t.value - t).abs() < 0.3, "p = {p}, T = {t}: {}", near.t.value);
        }
    }
}

#[test]
fn limits_are_typed() {
    let water = water();
    let p_300 = water.p_dew(300.0, &[]).unwrap();
    let t_on_line = water.saturation(p_300, &[]).unwrap().dew.t.value;
    assert!(matches!(water.pt(p_300, t_on_line, &[], None), Err(FluidError::TwoPhase { .. })));
    assert!(matches!(water.pt(1e5, 2400.0, &[], None), Err(FluidError::OutOfRange { quantity: "T", .. })));
    assert!(matches!(water.pt(60e6, 1100.0, &[], None), Err(FluidError::OutOfRange { .. })));
    assert!(matches!(water.pt(1e5, 270.0, &[], None), Err(FluidError::OutOfRange { .. })));
    assert!(matches!(water.pt(-1.0, 300.0, &[], None), Err(FluidError::OutOfRange { quantity: "p", .. })));
    assert!(matches!(water.ph(1e5, 1e8, &[], None), Err(FluidError::OutOfRange { quantity: "h", .. })));
    assert!(matches!(water.ps(1e5, f64::NAN, &[], None), Err(FluidError::NotFinite { .. })));
    assert!(matches!(water.px(23e6, 0.5, &[]), Err(FluidError::OutOfRange { .. })));
    assert!(matches!(water.px(1e5, 1.5, &[]), Err(FluidError::OutOfRange { quantity: "x", .. })));
    assert!(matches!(water.rho_t(2000.0, 300.0, &[]), Err(FluidError::OutOfRange { .. })));
    assert!(if97("R134a").unwrap_err().to_string().contains("water alone"));
    assert_eq!(water.pt(30e6, 700.0, &[], None).unwrap().phase, Phase::Supercritical);
}
