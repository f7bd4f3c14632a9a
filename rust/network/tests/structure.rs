//! Structure: what is eliminated, what is a conflict, and what stays with the objects.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use entropyk_components::library;
use entropyk_components::slots::Value;
use entropyk_core::{ThermoError, Units};
use entropyk_fluids::Fluid;
use entropyk_network::{Model, Object, Settings};

fn object(class: &str, values: &[(&str, f64)]) -> Arc<Object> {
    let object = Object::new(library::find(class).unwrap().clone(), None);
    give(&object, values);
    object
}

fn give(object: &Object, values: &[(&str, f64)]) {
    for (name, value) in values {
        let index = object.slots.read().index(name).unwrap();
        object.set(index, Value::Number(*value)).unwrap();
    }
}

fn ring(parts: &[Arc<Object>], specs: &[&[(&str, f64)]]) -> Model {
    let mut model = Model::new(Units::si(), Some(Fluid::new("R134a").unwrap()), true);
    for part in parts {
        model.add(part.clone(), None).unwrap();
    }
    for i in 0..parts.len() {
        let (from, to, kind) = model.route_of((i, None), ((i + 1) % parts.len(), None)).unwrap();
        let connection = Object::connection(kind).unwrap();
        give(&connection, specs.get(i).copied().unwrap_or_default());
        model.connect(connection, from, to, None, None).unwrap();
    }
    model
}

fn parts() -> [Arc<Object>; 4] {
    let compressor = object("Compressor", &[("eta_s", 0.7)]);
    [compressor, object("Condenser", &[]), object("Valve", &[]), object("Evaporator", &[("Q", 1e4)])]
}

fn message(result: Result<impl Sized, ThermoError>) -> String {
    result.err().unwrap().to_string()
}

const LOW: &[(&str, f64)] = &[("T_dew", 270.0), ("td_dew", 5.0)];
const HIGH: &[(&str, f64)] = &[("T_bubble", 315.0), ("td_bubble", 3.0)];

#[test]
fn a_closed_ring_needs_no_closer() {
    let mut model = ring(&parts(), &[&[], HIGH, &[], LOW]);
    model.finalize().unwrap();
    let solution = model.solve(&Settings::default(), &|| false).unwrap();
    let m = solution.states.part(0);
    assert!(m.iter().all(|v| *v == m[0]), "one mass flow for the whole ring");
    assert!(solution.performance.imbalance().abs() < 1e-9 * solution.performance.heat_out);
}

#[test]
fn pressure_ratios_round_a_loop_are_a_conflict_even_when_they_fit() {
    let parts = [
        object("Compressor", &[("eta_s", 0.7), ("pr", 4.0)]),
        object("Condenser", &[("pr1", 1.0)]),
        object("Valve", &[("pr", 0.25)]),
        object("Evaporator", &[("pr2", 1.0)]),
    ];
    let text = message(ring(&parts, &[]).finalize());
    for name in ["compressor: pr", "valve: pr", "condenser: pr", "evaporator: pr"] {
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn a_flow_given_twice_is_named() {
    let text = message(ring(&parts(), &[&[("m", 0.1)], &[], &[("m", 0.1)]]).finalize());
    assert!(text.contains("e1.m and e3.m are both given"), "{text}");
    assert!(text.contains("mass balance"), "{text}");
}

#[test]
fn a_superfluous_specification_is_named_with_its_rivals() {
    let mut low = LOW.to_vec();
    low.push(("x", 1.0));
    let text = message(ring(&parts(), &[&[], HIGH, &[], &low]).finalize());
    for name in ["too many", "e4: x", "e4: td_dew", "e4: T_dew"] {
        assert!(text.contains(name), "{text}");
    }
}

#[test]
fn results_and_starts_stay_with_the_objects() {
    let mut model = ring(&parts(), &[&[], HIGH, &[], LOW]);
    model.finalize().unwrap();
    model.solve(&Settings::default(), &|| false).unwrap();
    let compressor = model.component("compressor").unwrap();
    let slots = compressor.slots.read();
    let pr = slots.number(slots.index("pr").unwrap());
    assert!((2.0..5.0).contains(&pr), "{pr}");
    drop(slots);
    let again = model.solve(&Settings::default(), &|| false).unwrap();
    assert!(again.iterations <= 1, "started from the last solution");
}

#[test]
fn a_user_can_stop_a_solve() {
    let mut model = ring(&parts(), &[&[], HIGH, &[], LOW]);
    model.finalize().unwrap();
    assert_eq!(model.solve(&Settings::default(), &|| true).err(), Some(ThermoError::Interrupted));
    assert!(model.solve(&Settings::default(), &|| false).is_ok());
}

#[test]
fn a_missing_specification_is_named_with_what_would_give_it() {
    let parts = [parts()[0].clone(), object("Condenser", &[]), object("Valve", &[]), object("Evaporator", &[])];
    let text = message(ring(&parts, &[&[], HIGH, &[], LOW]).finalize());
    for words in
        ["1 specification is missing", "e1.m", "compressor.P", "condenser.Q", "evaporator.Q", "give it at a connection"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn an_open_port_is_named_with_what_to_do() {
    let mut model = Model::new(Units::si(), Some(Fluid::new("R134a").unwrap()), true);
    model.add(object("Compressor", &[("eta_s", 0.7)]), None).unwrap();
    let text = message(model.finalize());
    for words in ["compressor.in1", "compressor.out1", "are not connected", "add an edge to each"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn values_that_cannot_be_met_together_are_named() {
    // The condenser subcools, so that its outlet is not superheated.
    let parts = parts();
    let outlet: &[(&str, f64)] = &[("T_bubble", 315.0), ("td_dew", 20.0)];
    let suction: &[(&str, f64)] = &[("T_dew", 270.0), ("p", 8e5)];
    let text = message(ring(&parts, &[&[], outlet, &[], suction]).finalize());
    for words in ["too many", "e4: T_dew", "e4.p"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_state_that_the_fluid_does_not_have_is_named_with_its_origins() {
    let parts = [object("Source", &[]), object("SimpleHeatExchanger", &[("Q", 1e7), ("dp", 0.0)]), object("Sink", &[])];
    let mut model = Model::new(Units::si(), Some(Fluid::new("Water").unwrap()), true);
    for part in &parts {
        model.add(part.clone(), None).unwrap();
    }
    for (from, specs) in [(0, &[("m", 0.5), ("T", 300.0), ("p", 1e5)][..]), (1, &[])] {
        let (a, b, kind) = model.route_of((from, None), (from + 1, None)).unwrap();
        let connection = Object::connection(kind).unwrap();
        give(&connection, specs);
        model.connect(connection, a, b, None, None).unwrap();
    }
    model.finalize().unwrap();
    let text = message(model.solve(&Settings::default(), &|| false));
    for words in ["e2:", "does not have", "change one of", "simple_heat_exchanger.Q", "e1.m"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}
