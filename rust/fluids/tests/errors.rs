//! Inputs without an answer give an error that says why.

use entropyk_fluids::{Fluid, FluidError};

fn message<T: std::fmt::Debug>(result: Result<T, FluidError>) -> String {
    result.expect_err("no state").to_string()
}

#[test]
fn values_outside_the_range_are_named() {
    let fluid = Fluid::new("R134a").expect("a known fluid");
    assert_eq!(
        message(fluid.pt(1e8, 300.0, &[], None)),
        "R134a: p = 100000000 Pa is outside the range 0 to 70000000 Pa of its equation of state"
    );
    assert_eq!(
        message(fluid.pt(1e5, 500.0, &[], None)),
        "R134a: T = 500 K is outside the range 169.85 to 455 K of its equation of state"
    );
    for result in [
        fluid.pt(1e5, 160.0, &[], None),
        fluid.pt(-1e5, 300.0, &[], None),
        fluid.ph(1e5, 1e6, &[], None),
        fluid.ph(1e5, 0.0, &[], None),
        fluid.ps(1e6, -1e4, &[], None),
        fluid.px(1e5, 1.1, &[]),
        fluid.px(4.1e6, 0.5, &[]),
        fluid.px(1.0, 0.5, &[]),
        fluid.tx(374.3, 0.5, &[]),
        fluid.rho_t(-1.0, 300.0, &[]),
        fluid.rho_t(1800.0, 300.0, &[]),
    ] {
        assert!(matches!(result, Err(FluidError::OutOfRange { .. })), "{result:?}");
    }
}

#[test]
fn numbers_must_be_finite() {
    let fluid = Fluid::new("R134a").expect("a known fluid");
    assert_eq!(message(fluid.ph(f64::NAN, 4e5, &[], None)), "R134a: p is NaN; give a finite number");
    assert_eq!(message(fluid.ph(1e5, f64::INFINITY, &[], None)), "R134a: h is inf; give a finite number");
    assert!(matches!(fluid.tx(f64::NAN, 0.5, &[]), Err(FluidError::NotFinite { quantity: "T", .. })));
}

#[test]
fn p_and_t_on_the_saturation_line_do_not_fix_a_state() {
    let fluid = Fluid::new("R290").expect("a known fluid");
    let t = fluid.saturation(1e6, &[]).expect("line").bubble.t.value;
    assert!(matches!(fluid.pt(1e6, t, &[], None), Err(FluidError::TwoPhase { .. })));
    assert!(fluid.pt(1e6, t * (1.0 + 1e-8), &[], None).is_ok());
    // A pseudo-pure fluid has a range of such temperatures.
    let fluid = Fluid::new("R407C").expect("a known fluid");
    let line = fluid.saturation(1e6, &[]).expect("line");
    let middle = 0.5 * (line.bubble.t.value + line.dew.t.value);
    assert!(matches!(fluid.pt(1e6, middle, &[], None), Err(FluidError::TwoPhase { .. })));
}

#[test]
fn solids_are_refused() {
    let water = Fluid::new("Water").expect("a known fluid");
    // At 1 atm ice melts at 273.1525 K, at 150 MPa below 260 K.
    assert!(
        matches!(water.pt(101_325.0, 268.15, &[], None), Err(FluidError::BelowMelting { t_melt, .. }) if (t_melt - 273.1525).abs() < 1e-3)
    );
    assert!(water.pt(150e6, 263.15, &[], None).is_ok());
    let carbon_dioxide = Fluid::new("CO2").expect("a known fluid");
    assert!(matches!(carbon_dioxide.pt(50e6, 220.0, &[], None), Err(FluidError::BelowMelting { .. })));
    assert!(matches!(carbon_dioxide.px(4e5, 0.5, &[]), Err(FluidError::OutOfRange { .. })));
}
