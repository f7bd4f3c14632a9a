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

/// States of liquid, vapour and above the critical point, at pressures relative to the critical one.
fn states(fluid: &Fluid) -> Vec<entropyk_fluids::State> {
    let info = fluid.info();
    let temperatures = (0..12).map(|i| info.t_critical * (0.55 + 0.061 * f64::from(i)));
    let pressures = [0.01, 0.3, 0.95, 1.08, 2.5].map(|share| share * info.p_critical);
    let at = |t: f64| pressures.into_iter().filter_map(move |p| fluid.pt(p, t, &[], None).ok());
    temperatures.flat_map(at).collect()
}

#[test]
fn viscosity_alone_is_that_of_all_transport_properties() {
    for name in ["Water", "R134a", "n-Propane", "R1234ze(E)"] {
        let fluid = Fluid::new(name).expect(name);
        for state in states(&fluid) {
            let (alone, slopes) = (fluid.viscosity(&state, &[]), fluid.viscosity_slopes(&state, &[]));
            let all = fluid.transport(&state, &[]).expect("a value").viscosity;
            assert_eq!(alone, slopes.map(|slopes| slopes.value), "{name} {state:?}");
            assert!((alone.expect("a value") / all - 1.0).abs() < 1e-10, "{name} {state:?}");
        }
    }
}

#[test]
fn slopes_of_viscosity_agree_with_differences() {
    for name in ["Water", "R134a", "R1234ze(E)"] {
        let fluid = Fluid::new(name).expect(name);
        for state in states(&fluid) {
            let at = |p: f64, h: f64| fluid.viscosity(&fluid.ph(p, h, &[], None).ok()?, &[]).ok();
            // Fourth-order central differences.
            let slope = |f: &dyn Fn(f64) -> Option<f64>, step: f64| {
                Some((8.0 * (f(step)? - f(-step)?) - (f(2.0 * step)? - f(-2.0 * step)?)) / (12.0 * step))
            };
            let (step_p, step_h) = (2e-4 * state.p, 40.0);
            let (dp, dh) = (slope(&|d| at(state.p + d, state.h), step_p), slope(&|d| at(state.p, state.h + d), step_h));
            let Some((dp, dh)) = dp.zip(dh) else { continue };
            let found = fluid.viscosity_slopes(&state, &[]).expect("a value");
            // What a change of p by a percent and of h by 1 kJ/kg does, relative to the value.
            let error = ((found.dp - dp) * 0.01 * state.p).abs().max(((found.dh - dh) * 1e3).abs()) / found.value;
            assert!(error < 1e-6, "{name} {:?} p = {} T = {}: {error:e}", state.phase, state.p, state.t.value);
        }
    }
}
