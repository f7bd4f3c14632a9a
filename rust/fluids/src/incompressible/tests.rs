//! Tests of states, slopes and limits; `tests/physics/test_incompressible.py` compares with CoolProp.

use super::*;
use crate::Caloric;
use data::records;

fn liquid(text: &str) -> Arc<dyn FluidBackend> {
    incompressible(text).unwrap()
}

/// Every liquid, at the middle of its concentrations.
fn all() -> impl Iterator<Item = Incompressible> {
    records().unwrap().iter().map(|(name, record)| {
        let fraction = format!("[{}]", 0.5 * (record.x_min + record.x_max));
        let text = if record.basis == data::Basis::Pure { name.clone() } else { name.clone() + &fraction };
        Incompressible::new(resolve(&text).unwrap())
    })
}

/// Not so air, which the library has as a liquid.
fn has_one_temperature(model: &Incompressible) -> bool {
    model.info.name != "INCOMP::Air"
}

fn temperatures(model: &Incompressible) -> impl Iterator<Item = f64> {
    let (low, high) = (model.info.t_min, model.info.t_max);
    (0..=8).map(move |i| low + (high - low) * f64::from(i) / 8.0)
}

#[test]
fn every_liquid_returns_to_its_temperature() {
    assert_eq!(all().count(), 126);
    for model in all().filter(has_one_temperature) {
        for t in temperatures(&model) {
            let p = model.boiling(t).map_or(2e5, |p| 1.1 * p + 1e5);
            let state = model.pt(p, t, &[], None).unwrap();
            if p > model.p_rising {
                // Only liquid sodium, whose vapour pressure reaches that far.
                assert!(matches!(model.ph(p, state.h, &[], None), Err(FluidError::Undefined { .. })));
                continue;
            }
            for back in [model.ph(p, state.h, &[], None), model.ps(p, state.s.value, &[], None)] {
                let back = back.unwrap();
                assert!((back.t.value / t - 1.0).abs() < 1e-12, "{}: {} is not {t}", model.info.name, back.t.value);
            }
        }
    }
}

#[test]
fn slopes_are_those_of_the_values() {
    for model in all().filter(has_one_temperature) {
        let t = temperatures(&model).nth(3).unwrap();
        let p = 1e6;
        let state = model.pt(p, t, &[], None).unwrap();
        let caloric = model.caloric(&state, &[]).unwrap();
        let (dp, dh) = (1e3, 1e-6 * caloric.cp.value * t);
        let at = |p, h| {
            let state = model.ph(p, h, &[], None).unwrap();
            (state, model.caloric(&state, &[]).unwrap())
        };
        let (above, below) = (at(p, state.h + dh), at(p, state.h - dh));
        let (more, less) = (at(p + dp, state.h), at(p - dp, state.h));
        let check = |of: fn(&(State, Caloric)) -> Sloped| {
            let sloped = of(&(state, caloric));
            let tolerance = 1e-5 * (sloped.dh.abs() + 1e-9 * sloped.value.abs() / dh);
            let difference = (of(&above).value - of(&below).value) / (2.0 * dh);
            assert!((difference - sloped.dh).abs() < tolerance, "{}: {difference} {sloped:?}", model.info.name);
            let tolerance = 1e-5 * sloped.dp.abs() + 1e-14 * sloped.value.abs().max(1.0) / dp * 1e2;
            let difference = (of(&more).value - of(&less).value) / (2.0 * dp);
            assert!((difference - sloped.dp).abs() < tolerance, "{}: {difference} {sloped:?}", model.info.name);
        };
        check(|(state, _)| state.t);
        check(|(state, _)| state.rho);
        check(|(state, _)| state.s);
        check(|(_, caloric)| caloric.cp);
    }
}

#[test]
fn temperature_and_pressure_limits_are_typed() {
    let brine = liquid("MEG[0.3]");
    assert!(matches!(brine.pt(1e5, 250.0, &[], None), Err(FluidError::BelowMelting { t_melt, .. })
        if (t_melt - brine.info().t_min).abs() < 1e-12 && (258.0..259.0).contains(&t_melt)));
    assert!(matches!(brine.pt(1e5, 400.0, &[], None), Err(FluidError::OutOfRange { quantity: "T", .. })));
    assert!(matches!(brine.ph(1e5, 1e6, &[], None), Err(FluidError::OutOfRange { quantity: "h", .. })));
    assert!(matches!(brine.ps(1e5, f64::NAN, &[], None), Err(FluidError::NotFinite { .. })));
    let oil = liquid("T66");
    assert!(matches!(oil.pt(1e3, 640.0, &[], None), Err(FluidError::OutOfRange { quantity: "p of the liquid", .. })));
    assert!(oil.pt(oil.p_bubble(640.0, &[]).unwrap(), 640.0, &[], None).is_ok());
    assert!(matches!(oil.p_bubble(300.0, &[]), Err(FluidError::OutOfRange { min: 343.15, .. })));
}

#[test]
fn there_is_no_vapour() {
    let brine = liquid("MEG[0.3]");
    let undefined = |error: FluidError| assert!(matches!(error, FluidError::Undefined { .. }), "{error}");
    undefined(brine.saturation(1e5, &[]).unwrap_err());
    undefined(brine.p_dew(300.0, &[]).unwrap_err());
    undefined(brine.p_bubble(300.0, &[]).unwrap_err());
    undefined(brine.px(1e5, 0.0, &[]).unwrap_err());
    undefined(brine.tx(300.0, 0.5, &[]).unwrap_err());
    assert!(matches!(brine.rho_t(1000.0, 300.0, &[]), Err(FluidError::Pair { .. })));
}

#[test]
fn one_model_serves_all_who_use_a_liquid() {
    let one = liquid("MEG[0.25]");
    assert!(Arc::ptr_eq(&one, &liquid("meg-25%")));
    assert!(!Arc::ptr_eq(&one, &liquid("MEG[0.26]")));
}
