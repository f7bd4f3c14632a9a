use super::*;
use crate::{Pair, State};

fn mixture(names: &[&str], rule: Rule) -> Fluid {
    let species: Vec<Species> = names.iter().map(|name| Species::new(name).expect(name)).collect();
    Fluid::mixture(&species, rule).expect("a mixture")
}

/// A mixture, its composition, and (p, T) of states.
type Case = (Fluid, Vec<f64>, Vec<(f64, f64)>);

fn cases() -> Vec<Case> {
    let gas = vec![(1e5, 250.0), (1e5, 300.0), (2e6, 700.0), (3e5, 1500.0)];
    let warm = vec![(1e5, 400.0), (1e6, 900.0)];
    let wet = vec![(1e5, 300.0), (1e5, 320.0), (1e6, 350.0)];
    let liquid = vec![(1e5, 300.0), (2e6, 350.0)];
    vec![
        (mixture(&["N2", "O2", "Ar"], Rule::Ideal), vec![0.755, 0.232, 0.013], gas.clone()),
        (mixture(&["N2", "O2", "CO2", "H2O"], Rule::Ideal), vec![0.7, 0.1, 0.15, 0.05], warm.clone()),
        (mixture(&["N2", "O2", "CO2", "H2O"], Rule::IdealCond), vec![0.7, 0.1, 0.15, 0.05], warm),
        (mixture(&["N2", "O2", "CO2", "H2O"], Rule::IdealCond), vec![0.7, 0.1, 0.1, 0.1], wet),
        (mixture(&["Water", "Ethanol"], Rule::Incompressible), vec![0.6, 0.4], liquid),
    ]
}

fn near(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1e-12), "{what}: {a:e} and {b:e}");
}

#[test]
fn states_come_back() {
    for (fluid, z, points) in cases() {
        let fixed = fluid.at_fractions(&z).expect("fixed");
        for (p, t) in points {
            let state = fluid.pt(p, t, &z, None).expect("a state");
            for guess in [None, Some((1.1 * t, f64::NAN))] {
                near(fluid.ph(p, state.h, &z, guess).expect("ph").t.value, t, 1e-12, "T(p, h)");
                near(fluid.ps(p, state.s.value, &z, guess).expect("ps").t.value, t, 1e-11, "T(p, s)");
            }
            let back = fixed.rho_t(state.rho.value, t, &[]).expect("rho, T");
            near(back.p, p, 1e-6, "p(rho, T)");
            let back = fixed.pair(Pair::EnthalpyEntropy, state.h, state.s.value, &[]).expect("h, s");
            near(back.t.value, t, 1e-7, "T(h, s)");
        }
    }
}

#[test]
fn slopes_are_those_of_the_values() {
    let properties: [fn(&State) -> crate::Sloped; 3] = [|state| state.t, |state| state.rho, |state| state.s];
    for (fluid, z, points) in cases() {
        for (p, t) in points {
            let state = fluid.pt(p, t, &z, None).expect("a state");
            let slopes = fluid.by_fractions(&state, &z).expect("slopes");
            for (number, of) in properties.iter().enumerate() {
                let at = |p: f64, h: f64, z: &[f64]| of(&fluid.ph(p, h, z, Some((t, 1.0))).expect("ph")).value;
                let (dp, dh) = (1e-4 * p, 1e-4 * t / state.t.dh);
                let by_p = (at(p + dp, state.h, &z) - at(p - dp, state.h, &z)) / (2.0 * dp);
                let by_h = (at(p, state.h + dh, &z) - at(p, state.h - dh, &z)) / (2.0 * dh);
                let size = of(&state).value;
                assert!((by_p - of(&state).dp).abs() < 2e-6 * size / p, "{by_p:e} {:e}", of(&state).dp);
                near(by_h, of(&state).dh, 1e-6, "by h");
                for k in 0..z.len() {
                    let moved = |dw: f64| {
                        let mut z = z.clone();
                        z[k] += dw;
                        at(p, state.h, &z)
                    };
                    let by_w = (moved(1e-6) - moved(-1e-6)) / 2e-6;
                    let slope = [slopes[k].t, slopes[k].rho, slopes[k].s][number];
                    assert!((by_w - slope).abs() < 1e-6 * (slope.abs() + size), "{k}: {by_w:e} and {slope:e}");
                }
            }
        }
    }
}

#[test]
fn is_its_species_where_there_is_one() {
    let gas = mixture(&["N2", "H2O"], Rule::IdealCond);
    let water = Fluid::new("Water").expect("water");
    let (mixed, pure) = (gas.ph(1e5, 1e6, &[0.0, 1.0], None), water.ph(1e5, 1e6, &[], None));
    assert_eq!(mixed.expect("wet steam").rho, pure.expect("wet steam").rho);
    assert_eq!(gas.saturation(1e5, &[0.0, 1.0]), water.saturation(1e5, &[]));
    assert_eq!(gas.at_fractions(&[0.0, 1.0]).expect("water"), water);
    let error = gas.saturation(1e5, &[0.5, 0.5]).expect_err("a mixture").to_string();
    assert!(error.contains("no saturation line"), "{error}");
}

#[test]
fn water_condenses_at_its_dew_point() {
    let gas = mixture(&["N2", "H2O"], Rule::IdealCond);
    let z = [0.95, 0.05];
    let y = 0.05 / 0.018015268 / (0.05 / 0.018015268 + 0.95 / 0.02801348);
    let dew = Fluid::new("Water")
        .unwrap()
        .tx(
            {
                // The temperature at which the saturation pressure is the partial pressure.
                let water = Fluid::new("Water").unwrap();
                water.saturation(y * 1e5, &[]).unwrap().dew.t.value
            },
            1.0,
            &[],
        )
        .unwrap()
        .t
        .value;
    let [below, above] = [-1e-4, 1e-4].map(|d| gas.pt(1e5, dew + d, &z, None).unwrap());
    assert_eq!((below.phase, above.phase), (crate::Phase::TwoPhase, crate::Phase::Gas));
    near(below.h, above.h, 1e-5, "h");
    near(below.rho.value, above.rho.value, 1e-5, "rho");
    // Latent heat makes the gas need more heat for the same change of temperature.
    assert!(below.t.dh < 0.5 * above.t.dh);
}

#[test]
fn names_are_read_and_refused() {
    let air = Fluid::new("ideal::N2[0.77]&O2[0.23]").expect("air");
    assert_eq!(air, Fluid::new("ideal::N2[0.77]&O2[0.23]").expect("air"));
    assert_eq!(air.info().name, "ideal::N2[0.77]&O2[0.23]");
    near(air.info().molar_mass, 1.0 / (0.77 / 0.02801348 + 0.23 / 0.0319988), 1e-6, "M");
    let molar = Fluid::new("ideal::N2[0.79]&O2[0.21]|molar").expect("air");
    near(molar.info().molar_mass, 0.79 * 0.02801348 + 0.21 * 0.0319988, 1e-6, "M");
    for (name, part) in [
        ("ideal::N2[0.77]&O2[0.3]", "add up to 1.07"),
        ("ideal::N2&O2", "give every species a fraction"),
        ("ideal::N2[0.77]&O3[0.23]", "O3"),
        ("ideal::N2[0.5]&nitrogen[0.5]", "same species"),
        ("ideal::INCOMP::T66[0.5]&N2[0.5]", "molar mass"),
        ("ideal::N2[0.5]&O2[0.5]|volume", "|mass or |molar"),
    ] {
        let error = Fluid::new(name).expect_err(name).to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn refuses_what_has_no_state() {
    let gas = mixture(&["N2", "O2"], Rule::Ideal);
    let message = |found: Result<State, FluidError>| found.expect_err("no state").to_string();
    assert!(message(gas.ph(1e5, 3e5, &[], None)).contains("needs 2 mass fractions"));
    assert!(message(gas.ph(1e5, 1e9, &[0.5, 0.5], None)).contains("outside the range"));
    assert!(message(gas.ph(-1.0, 3e5, &[0.5, 0.5], None)).contains("p = -1"));
    assert!(message(gas.ph(1e5, f64::NAN, &[0.5, 0.5], None)).contains("finite"));
    assert!(message(gas.px(1e5, 0.5, &[0.5, 0.5])).contains("no saturation line"));
}
