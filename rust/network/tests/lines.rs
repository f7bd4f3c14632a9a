//! Lines, vessels and valves: against handbooks, and against calculations by hand.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Net, at, near, object, solve};
use entropyk_components::slots::Value;
use entropyk_fluids::Fluid;
use entropyk_network::Model;

fn choose(model: &Model, label: &str, name: &str, choice: usize) {
    let object = object(model, label);
    let index = object.slots.read().index(name).unwrap();
    object.set(index, Value::Choice(choice)).unwrap();
}

/// Water through one component, from 1 kg/s at 3 bar and 300 K.
fn line(class: &str, values: &[(&str, f64)]) -> Net {
    Net::new("Water")
        .part("source", "Source", &[])
        .part("line", class, values)
        .part("sink", "Sink", &[])
        .edge("source", "line", &[("m", 1.0), ("p", 3e5), ("T", 300.0)])
        .edge("line", "sink", &[])
}

fn density() -> f64 {
    Fluid::new("Water").unwrap().pt(3e5, 300.0, &[], None).unwrap().rho.value
}

#[test]
fn an_opening_follows_its_characteristic() {
    // IEC 60534-2-4: linear Φ = h, equal percentage Φ = R^(h − 1).
    for (characteristic, share) in [(0, 0.5), (1, 30f64.powf(-0.5))] {
        let model = line("Valve", &[("Kv", 20.0), ("opening", 0.5), ("rangeability", 30.0)]).finish();
        choose(&model, "line", "characteristic", characteristic);
        solve(&model);
        let kv = 3600.0 / density() * (density() / 1000.0 * 1e5 / (3e5 - at(&model, "e2.p"))).sqrt();
        near(kv, 20.0 * share, 1e-9);
    }
}

#[test]
fn an_opening_as_an_unknown_needs_a_flow_coefficient() {
    let refusal = line("Valve", &[("dp", 1e5)]).free("line", "opening").refusal();
    assert!(refusal.contains("line: opening is an unknown, but without a Kv"), "{refusal}");
    let model = line("Valve", &[("dp", 1e5), ("Kv", 10.0)]).free("line", "opening").finish();
    solve(&model);
    near(at(&model, "line.opening"), 3600.0 / density() * (density() / 1000.0).sqrt() / 10.0, 1e-9);
}

#[test]
fn an_orifice_obeys_bernoulli() {
    let model = line("Valve", &[("D", 0.015), ("C_d", 0.61)]).finish();
    solve(&model);
    let velocity = 1.0 / density() / (0.61 * std::f64::consts::PI * 0.015f64.powi(2) / 4.0);
    near(3e5 - at(&model, "e2.p"), 0.5 * density() * velocity * velocity, 1e-9);
}

/// Y. A. Çengel, J. M. Cimbala, Fluid Mechanics, "Determining the head loss in a water pipe": 0.2 ft³/s of water at 60 °F through 200 ft
/// of stainless steel, 2 in wide and 7e-6 ft rough, lose 1700 lbf/ft².
#[test]
fn a_water_pipe_loses_the_pressure_of_the_textbook() {
    let (foot, pound) = (0.3048, 4.448_222);
    let model = Net::new("Water")
        .part("source", "Source", &[])
        .part("pipe", "Pipe", &[("D", foot / 6.0), ("L", 200.0 * foot), ("ks", 7e-6 * foot), ("Q", 0.0)])
        .part("sink", "Sink", &[])
        .edge("source", "pipe", &[("v", 0.2 * foot * foot * foot), ("p", 5e5), ("T", 288.71)])
        .edge("pipe", "sink", &[])
        .finish();
    for law in [1, 2] {
        choose(&model, "pipe", "friction_factor", law);
        solve(&model);
        // The book rounds to two digits, and its friction factor to three.
        near(5e5 - at(&model, "e2.p"), 1700.0 * pound / (foot * foot), 0.015);
    }
}

#[test]
fn a_riser_carries_its_column_and_rubs_on_top() {
    let model = line("Pipe", &[("elevation", 10.0), ("Q", 0.0)]).finish();
    solve(&model);
    // Above, at one bar less, water is lighter by 4.5e-5.
    near(3e5 - at(&model, "e2.p"), 9.806_65 * 10.0 * density(), 5e-5);
    let values = [("elevation", 10.0), ("Q", 0.0), ("D", 0.03), ("L", 12.0), ("ks", 1e-4)];
    let (level, riser) = (line("Pipe", &values[1..]).finish(), line("Pipe", &values).finish());
    solve(&level);
    solve(&riser);
    let lost = |model: &Model| 3e5 - at(model, "e2.p");
    near(lost(&riser), lost(&level) + 9.806_65 * 10.0 * density(), 1e-4);
}

#[test]
fn vessels_fix_the_ends_of_a_cycle() {
    let model = Net::new("R134a")
        .part("compressor", "Compressor", &[("eta_s", 0.7)])
        .part("condenser", "Condenser", &[("UA", 3e3), ("sink_temperature", 300.0)])
        .part("receiver", "Receiver", &[])
        .part("valve", "Valve", &[])
        .part("evaporator", "Evaporator", &[("UA", 3e3), ("source_temperature", 280.0)])
        .part("accumulator", "SuctionAccumulator", &[])
        .edge("compressor", "condenser", &[("m", 0.05)])
        .edge("condenser", "receiver", &[])
        .edge("receiver", "valve", &[])
        .edge("valve", "evaporator", &[])
        .edge("evaporator", "accumulator", &[])
        .edge("accumulator", "compressor", &[])
        .finish();
    let solution = solve(&model);
    assert!(solution.defaults().iter().all(|line| !line.contains("subcooling") && !line.contains("superheat")));
    near(at(&model, "e3.x") + 1.0, 1.0, 1e-9);
    near(at(&model, "e6.x"), 1.0, 1e-9);
    assert!(solution.performance.imbalance().abs() < 1e-6);
}

#[test]
fn an_equilibrium_separator_takes_any_phase() {
    let r134a = Fluid::new("R134a").unwrap();
    let saturation = r134a.saturation(5e5, &[]).unwrap();
    let (bubble, dew) = (saturation.bubble.h.value, saturation.dew.h.value);
    for (h, share) in [(bubble - 2e4, 0.0), (0.7 * bubble + 0.3 * dew, 0.3), (dew + 2e4, 1.0)] {
        let model = Net::new("R134a")
            .part("source", "Source", &[])
            .part("separator", "EquilibriumSeparator", &[])
            .part("liquid", "Sink", &[])
            .part("vapour", "Sink", &[])
            .edge("source", "separator", &[("m", 0.1), ("p", 5e5), ("h", h)])
            .edge("separator.out1", "liquid", &[])
            .edge("separator.out2", "vapour", &[])
            .finish();
        solve(&model);
        assert!((at(&model, "e3.m") - 0.1 * share).abs() < 1e-12, "{h}: {}", at(&model, "e3.m"));
        near(at(&model, "e2.h"), h.min(bubble), 1e-10);
        near(at(&model, "e3.h"), h.max(dew), 1e-10);
    }
}
