//! Components that are switched off and on again, or bypassed.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Net, at, models, near, object, solve};
use entropyk_components::slots::Value;
use entropyk_network::{Model, Settings};

fn switch(model: &Model, label: &str, state: usize) {
    let object = object(model, label);
    let index = object.slots.read().index("state").unwrap();
    object.set(index, Value::Choice(state)).unwrap();
}

const ON: usize = 0;
const OFF: usize = 1;
const BYPASS: usize = 2;

/// Two machines between a common suction and a common discharge line.
fn rack() -> Net {
    Net::new("R134a")
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 0.0)])
        .part("suction", "Splitter", &[])
        .part("large", "Compressor", &[("eta_s", 0.75)])
        .part("small", "Compressor", &[("eta_s", 0.65)])
        .part("discharge", "Merge", &[])
        .part("condenser", "SimpleHeatExchanger", &[("dp", 0.0)])
        .part("valve", "Valve", &[])
        .edge("evaporator", "suction", &[("T_dew", 268.0), ("td_dew", 6.0)])
        .edge("suction.out1", "large", &[("m", 0.2)])
        .edge("suction.out2", "small", &[("m", 0.1)])
        .edge("large", "discharge.in1", &[])
        .edge("small", "discharge.in2", &[])
        .edge("discharge", "condenser", &[])
        .edge("condenser", "valve", &[("T_bubble", 313.0), ("td_bubble", 3.0)])
        .edge("valve", "evaporator", &[])
}

#[test]
fn a_rack_runs_with_one_of_two_machines() {
    let model = rack().finish();
    let both = solve(&model).performance;
    let (small, t_discharge) = (at(&model, "small.P"), at(&model, "e6.T"));
    for _ in 0..3 {
        switch(&model, "small", OFF);
        let solution = solve(&model);
        near(at(&model, "evaporator.Q") * 3.0, both.heat_in * 2.0, 1e-9);
        assert_eq!((at(&model, "small.P"), solution.states.part(0)[2], at(&model, "e5.m")), (0.0, 0.0, 0.0));
        near(at(&model, "e6.T"), at(&model, "e4.T"), 1e-12);
        assert!(solution.performance.imbalance().abs() < 1e-6);
        let off: Vec<&str> = solution.edges().iter().filter(|e| e.is_off).map(|e| e.label.as_str()).collect();
        assert_eq!(off, ["e3", "e5"]);
        assert!(solution.warnings.iter().any(|warning| warning.contains("e3: m = 0.1 kg/s is given")));
        switch(&model, "small", ON);
        near(solve(&model).performance.heat_in, both.heat_in, 1e-9);
        near(at(&model, "small.P"), small, 1e-9);
        near(at(&model, "e6.T"), t_discharge, 1e-9);
    }
    switch(&model, "large", OFF);
    solve(&model);
    near(at(&model, "small.P"), small, 1e-9);
}

#[test]
fn a_circuit_without_flow_leaves_and_exchanges_nothing() {
    let model = models::cascade([false, true]).finish();
    solve(&model);
    let (q, p_hot) = (at(&model, "condenser.Q"), at(&model, "e1.p"));
    switch(&model, "compressor", OFF);
    // The return of the water is given on both sides of an exchanger that transfers nothing.
    let refusal = model.plan().unwrap_err().to_string();
    assert!(refusal.contains("given") && refusal.contains("e6.T") || refusal.contains("too many"), "{refusal}");
    let edge = object(&model, "e6");
    let t = edge.slots.read().index("T").unwrap();
    edge.slots.write().unset(t);
    let edge = object(&model, "e5");
    let m = edge.slots.read().index("m").unwrap();
    edge.set(m, Value::Number(1.0)).unwrap();
    let solution = solve(&model);
    assert_eq!((at(&model, "condenser.Q"), at(&model, "evaporator.Q"), at(&model, "e1.m")), (0.0, 30e3, 0.0));
    near(at(&model, "e1.p"), p_hot, 1e-12);
    near(at(&model, "e5.h"), at(&model, "e6.h"), 1e-12);
    assert!(at(&model, "pump.P") > 0.0 && solution.performance.heat_in == 0.0);
    let text = solution.to_string();
    assert!(text.contains("compressor     off") && text.contains("condenser      idle"), "{text}");
    switch(&model, "compressor", ON);
    edge.slots.write().unset(m);
    let edge = object(&model, "e6");
    edge.set(t, Value::Number(310.0)).unwrap();
    solve(&model);
    near(at(&model, "condenser.Q"), q, 1e-9);
}

#[test]
fn everything_may_be_off() {
    let model = models::heat_pump(true).finish();
    solve(&model);
    let power = at(&model, "compressor.P");
    let last: Vec<f64> = (1..6).map(|k| at(&model, &format!("e{k}.p"))).collect();
    switch(&model, "compressor", OFF);
    let solution = solve(&model);
    assert_eq!(last, (1..6).map(|k| at(&model, &format!("e{k}.p"))).collect::<Vec<_>>());
    assert_eq!((solution.performance.power, solution.performance.heat_in), (0.0, 0.0));
    assert!(solution.edges().iter().all(|edge| edge.is_off && edge.state.p > 1e5));
    switch(&model, "compressor", ON);
    solve(&model);
    near(at(&model, "compressor.P"), power, 1e-9);
}

#[test]
fn a_bypassed_desuperheater_passes_the_stream() {
    let model = Net::new("Water")
        .part("source", "Source", &[])
        .part("desuperheater", "SimpleHeatExchanger", &[("dp", 1e4), ("Q", -2e4)])
        .part("condenser", "SimpleHeatExchanger", &[("dp", 0.0)])
        .part("sink", "Sink", &[])
        .edge("source", "desuperheater", &[("m", 0.1), ("p", 2e5), ("T", 450.0)])
        .edge("desuperheater", "condenser", &[])
        .edge("condenser", "sink", &[("x", 0.0)])
        .finish();
    solve(&model);
    assert!(at(&model, "e2.T") < 400.0);
    switch(&model, "desuperheater", BYPASS);
    solve(&model);
    for name in ["m", "p", "h"] {
        assert_eq!(at(&model, &format!("e1.{name}")), at(&model, &format!("e2.{name}")));
    }
    switch(&model, "desuperheater", ON);
    solve(&model);
    near(at(&model, "e2.p"), 1.9e5, 1e-12);
}

#[test]
fn power_given_for_a_machine_that_is_off_is_refused_by_name() {
    let net = models::rankine("Water", 500.0, 310.0, 20.0);
    let model = net.finish();
    solve(&model);
    switch(&model, "pump", OFF);
    let solution = solve(&model);
    assert_eq!((at(&model, "turbine.P"), solution.performance.power), (0.0, 0.0));
    let edge = object(&model, "e5");
    let index = edge.slots.read().index("E").unwrap();
    edge.set(index, Value::Number(1e5)).unwrap();
    let refusal = model.plan().unwrap_err().to_string();
    assert!(refusal.contains("e5.E is given, but turbine does not work"), "{refusal}");
}

#[test]
fn a_flow_that_solves_to_zero_where_heat_is_given_is_named() {
    let model = Net::new("Water")
        .part("source", "Source", &[])
        .part("splitter", "Splitter", &[])
        .part("heater", "SimpleHeatExchanger", &[("dp", 0.0), ("Q", 2e4)])
        .part("one", "Sink", &[])
        .part("other", "Sink", &[])
        .edge("source", "splitter", &[("m", 1.0), ("p", 2e5), ("T", 300.0)])
        .edge("splitter.out1", "heater", &[])
        .edge("heater", "one", &[])
        .edge("splitter.out2", "other", &[("m", 1.0)])
        .finish();
    let error = model.solve(&Settings::default(), &|| false).unwrap_err().to_string();
    assert!(error.contains("heater: Q = 20000 W is given"), "{error}");
    switch(&model, "heater", OFF);
    let refusal = model.plan().unwrap_err().to_string();
    assert!(refusal.contains("e4.m") || refusal.contains("e1.m"), "{refusal}");
}
