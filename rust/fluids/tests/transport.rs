//! Viscosity, conductivity and surface tension of every fluid.

use entropyk_fluids::{Fluid, FluidError, Phase, Source};

fn each(check: impl Fn(&Fluid)) {
    for name in Fluid::names().expect("the shipped data are sound") {
        check(&Fluid::new(name).expect("the fluid builds"));
    }
}

/// Saturation temperatures from 0.5 to 0.98 of the critical one that the fluid has.
fn temperatures(fluid: &Fluid) -> Vec<f64> {
    let info = fluid.info();
    let inside = |t: &f64| *t > info.t_min;
    (0..13).map(|i| info.t_critical * (0.5 + 0.04 * f64::from(i))).filter(inside).collect()
}

#[test]
fn every_fluid_has_transport_properties_on_both_saturation_lines() {
    each(|fluid| {
        let info = fluid.info();
        for t in temperatures(fluid) {
            let [liquid, vapour] = [0.0, 1.0].map(|x| {
                let state = fluid.tx(t, x, &[]).expect("a saturated state");
                fluid.transport(&state, &[]).unwrap_or_else(|e| panic!("{e}"))
            });
            assert!(liquid.viscosity > vapour.viscosity && vapour.viscosity > 0.0, "{} {t}", info.name);
            assert!(vapour.conductivity > 0.0 && liquid.conductivity.is_finite(), "{} {t}", info.name);
            assert_eq!(liquid.viscosity_source, info.transport.viscosity.source, "{}", info.name);
            assert_eq!(liquid.conductivity_source, info.transport.conductivity.source, "{}", info.name);
        }
    });
}

#[test]
fn estimated_liquids_flow_better_when_warm() {
    each(|fluid| {
        if fluid.info().transport.viscosity.source == Source::Model {
            return;
        }
        let viscosity = |t: f64| {
            let state = fluid.tx(t, 0.0, &[]).expect("a saturated state");
            fluid.transport(&state, &[]).expect("a value").viscosity
        };
        let values: Vec<f64> = temperatures(fluid).into_iter().map(viscosity).collect();
        assert!(values.windows(2).all(|pair| pair[1] < pair[0]), "{}: {values:?}", fluid.info().name);
    });
}

#[test]
fn surface_tension_falls_to_zero_at_the_critical_point() {
    each(|fluid| {
        let info = fluid.info();
        let tension = |t: f64| fluid.surface_tension(t, &[]).unwrap_or_else(|e| panic!("{e}"));
        let values: Vec<f64> = temperatures(fluid).into_iter().map(|t| tension(t).value).collect();
        assert!(values.windows(2).all(|pair| pair[1] < pair[0] && pair[1] >= 0.0), "{}: {values:?}", info.name);
        assert_eq!(tension(0.9 * info.t_critical).source, info.transport.surface_tension.source, "{}", info.name);
        let outside = fluid.surface_tension(1.1 * info.t_critical, &[]);
        assert!(matches!(outside, Err(FluidError::OutOfRange { .. })), "{}: {outside:?}", info.name);
    });
}

#[test]
fn transport_is_undefined_between_the_saturation_lines() {
    for name in ["R134a", "R1233zd(E)", "R410A"] {
        let fluid = Fluid::new(name).expect("the fluid builds");
        let state = fluid.px(5e5, 0.4, &[]).expect("a two-phase state");
        assert_eq!(state.phase, Phase::TwoPhase);
        assert!(matches!(fluid.transport(&state, &[]), Err(FluidError::Undefined { .. })), "{name}");
    }
}

/// Viscosity and conductivity at 25 °C and 1 atm: CRC Handbook of Chemistry and Physics, 6-231 and 6-241; not used in the estimates.
#[test]
fn estimates_are_near_measured_liquids() {
    let liquids = [
        ("Acetone", 0.306e-3, 0.161),
        ("DiethylEther", 0.224e-3, 0.130),
        ("Isohexane", 0.286e-3, f64::NAN),
        ("Dichloroethane", 0.779e-3, f64::NAN),
        ("CycloHexane", 0.894e-3, 0.123),
        ("n-Undecane", 1.098e-3, 0.140),
    ];
    for (name, viscosity, conductivity) in liquids {
        let fluid = Fluid::new(name).expect("the fluid builds");
        let state = fluid.pt(101_325.0, 298.15, &[], None).expect("a liquid");
        let got = fluid.transport(&state, &[]).expect("a value");
        assert!((got.viscosity / viscosity - 1.0).abs() < 0.05, "{name}: {} Pa s", got.viscosity);
        let is_off = (got.conductivity / conductivity - 1.0).abs() > 0.12;
        assert!(!is_off, "{name}: {} W/(m K)", got.conductivity);
    }
}
