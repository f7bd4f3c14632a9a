//! Networks of many kinds: they converge, their balances close, and their answers agree with a calculation by hand.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Net, at, models, near, object, set, solve};
use entropyk_fluids::{Fluid, State};
use entropyk_network::Solution;

/// Agreement with a calculation by hand on the same equation of state.
const BY_HAND: f64 = 1e-8;

/// Energy that enters leaves again.
fn closes(solution: &Solution) {
    let performance = &solution.performance;
    let size = performance.heat_in + performance.heat_out + performance.power.abs();
    assert!(performance.imbalance().abs() < 1e-9 * size, "{performance:?}");
}

fn fluid(name: &str) -> Fluid {
    Fluid::new(name).unwrap()
}

/// State at a pressure and a temperature.
fn pt(fluid: &Fluid, p: f64, t: f64) -> State {
    fluid.pt(p, t, &[], None).unwrap()
}

/// Enthalpy after a compression with an isentropic efficiency.
fn compressed(fluid: &Fluid, inlet: &State, p: f64, eta_s: f64) -> f64 {
    inlet.h + (fluid.ps(p, inlet.s.value, &[], None).unwrap().h - inlet.h) / eta_s
}

#[test]
fn a_ring_with_and_without_a_closer_is_one_cycle() {
    for has_closer in [false, true] {
        let ring = models::heat_pump(has_closer).finish();
        closes(&solve(&ring));
        let r134a = fluid("R134a");
        let (low, high) = (r134a.p_dew(270.0, &[]).unwrap(), r134a.p_bubble(320.0, &[]).unwrap());
        let (suction, liquid) = (pt(&r134a, low, 275.0), pt(&r134a, high, 316.0));
        let m = 50e3 / (suction.h - liquid.h);
        let power = m * (compressed(&r134a, &suction, high, 0.75) - suction.h);
        near(at(&ring, "e1.m"), m, BY_HAND);
        near(at(&ring, "compressor.P"), power, BY_HAND);
        near(at(&ring, "condenser.Q"), -50e3 - power, BY_HAND);
        if has_closer {
            assert!(at(&ring, "closer.mass_deviation") < 1e-12);
        }
    }
}

#[test]
fn a_flash_tank_economizer_closes_by_itself() {
    for has_closer in [false, true] {
        let model = models::economizer(has_closer).finish();
        closes(&solve(&model));
        let r134a = fluid("R134a");
        let (low, middle, high) =
            (r134a.p_dew(260.0, &[]).unwrap(), r134a.p_dew(285.0, &[]).unwrap(), r134a.p_bubble(315.0, &[]).unwrap());
        let tank = r134a.saturation(middle, &[]).unwrap();
        let (suction, liquid) = (pt(&r134a, low, 266.0), pt(&r134a, high, 312.0));
        let m_low = 20e3 / (suction.h - tank.bubble.h.value);
        // Balance of the tank: m_high h_liquid = m_low h' + (m_high − m_low) h''
        let x = (liquid.h - tank.bubble.h.value) / (tank.dew.h.value - tank.bubble.h.value);
        let m_high = m_low / (1.0 - x);
        let h_low = compressed(&r134a, &suction, middle, 0.7);
        let mixed = (m_low * h_low + (m_high - m_low) * tank.dew.h.value) / m_high;
        let mixed = r134a.ph(middle, mixed, &[], None).unwrap();
        let h_high = compressed(&r134a, &mixed, high, 0.8);
        near(at(&model, "e1.m"), m_low, BY_HAND);
        near(at(&model, "e3.m"), m_high, BY_HAND);
        near(at(&model, "low stage.P"), m_low * (h_low - suction.h), BY_HAND);
        near(at(&model, "high stage.P"), m_high * (h_high - mixed.h), BY_HAND);
    }
}

#[test]
fn a_drum_recirculates() {
    let model = models::drum().finish();
    solve(&model);
    let water = fluid("Water");
    let saturation = water.saturation(40e5, &[]).unwrap();
    let (liquid, vapour) = (saturation.bubble.h.value, saturation.dew.h.value);
    let feed = pt(&water, 40e5, 450.0).h;
    let riser = liquid + 0.4 * (vapour - liquid);
    let m = 10.0 * (vapour - feed) / (riser - liquid);
    near(at(&model, "e5.m"), 10.0, BY_HAND);
    near(at(&model, "e2.m"), m, BY_HAND);
    let pumped = compressed(&water, &water.px(40e5, 0.0, &[]).unwrap(), 42e5, 0.8);
    near(at(&model, "evaporator.Q"), m * (riser - pumped), 1e-7);
    let heat = at(&model, "evaporator.Q") + at(&model, "pump.P");
    near(heat, 10.0 * (vapour - feed), BY_HAND);
}

#[test]
fn a_cycle_with_a_drum_closes_by_itself() {
    for has_closer in [false, true] {
        let model = models::drum_cycle(has_closer).finish();
        closes(&solve(&model));
        let water = fluid("Water");
        let drum = water.saturation(42e5, &[]).unwrap();
        let (liquid, vapour) = (drum.bubble.h.value, drum.dew.h.value);
        let condensate = pt(&water, water.p_bubble(310.0, &[]).unwrap(), 308.0);
        let fed = compressed(&water, &condensate, 42e5, 0.75);
        let pumped = compressed(&water, &water.px(42e5, 0.0, &[]).unwrap(), 43e5, 0.8);
        let circulated = 10.0 * (vapour - fed) / (0.3 * (vapour - liquid));
        near(at(&model, "e2.m"), circulated, 1e-7);
        near(at(&model, "evaporator.Q"), circulated * (liquid + 0.3 * (vapour - liquid) - pumped), 1e-7);
        near(at(&model, "superheater.Q"), 10.0 * (pt(&water, 40e5, 720.0).h - vapour), 1e-7);
    }
}

#[test]
fn a_drum_says_that_as_much_steam_leaves_as_feed_enters() {
    let text = Net::new("Water")
        .part("feed", "Source", &[])
        .part("drum", "Drum", &[])
        .part("pump", "Pump", &[("eta_s", 0.8)])
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 2e5)])
        .part("steam", "Sink", &[])
        .edge("feed", "drum.in1", &[("m", 10.0), ("T", 450.0), ("p", 40e5)])
        .edge("drum.out1", "pump", &[])
        .edge("pump", "evaporator", &[])
        .edge("evaporator", "drum.in2", &[])
        .edge("drum.out2", "steam", &[("m", 10.0)])
        .refusal();
    assert!(text.contains("drum: mass balance"), "{text}");
    assert!(text.contains("too many") && text.contains("missing"), "{text}");
}

#[test]
fn two_circuits_share_a_heat_exchanger() {
    for closers in [[false, false], [true, false], [false, true], [true, true]] {
        let model = models::cascade(closers).finish();
        let solution = solve(&model);
        closes(&solution);
        assert_eq!(solution.performance.circuits.len(), 2);
        let water = fluid("Water");
        let warm = pt(&water, 2.8e5, 310.0).h;
        let pumped = compressed(&water, &pt(&water, 2.5e5, 300.0), 3e5, 0.7);
        let heat = 30e3 + at(&model, "compressor.P");
        near(at(&model, "pump.P") / (pumped - pt(&water, 2.5e5, 300.0).h), heat / (warm - pumped), 1e-7);
        near(at(&model, "condenser.Q"), -heat, BY_HAND);
    }
}

#[test]
fn flows_given_at_the_outlets_divide_a_stream() {
    let model = Net::new("Water")
        .part("source", "Source", &[])
        .part("splitter", "Splitter", &[("num_out", 3.0)])
        .part("heater", "SimpleHeatExchanger", &[("dp", 1e4), ("Q", 2e5)])
        .part("chiller", "SimpleHeatExchanger", &[("dp", 1e4), ("Q", -5e4)])
        .part("valve", "Valve", &[("dp", 1e4)])
        .part("merge", "Merge", &[("num_in", 3.0)])
        .part("sink", "Sink", &[])
        .edge("source", "splitter", &[("m", 5.0), ("T", 300.0), ("p", 2e5)])
        .edge("splitter.out1", "heater", &[("m", 2.0)])
        .edge("splitter.out2", "chiller", &[("m", 1.0)])
        .edge("splitter.out3", "valve", &[])
        .edge("heater", "merge.in1", &[])
        .edge("chiller", "merge.in2", &[])
        .edge("valve", "merge.in3", &[])
        .edge("merge", "sink", &[])
        .refusal();
    // Three branches of given pressure drop between one pressure and another: two drops are too many.
    assert!(model.contains("heater: dp") && model.contains("chiller: dp"), "{model}");
}

#[test]
fn a_divided_stream_mixes_again() {
    let model = models::mixing().finish();
    solve(&model);
    near(at(&model, "e4.m"), 2.0, BY_HAND);
    near(at(&model, "e8.h"), pt(&fluid("Water"), 2e5, 300.0).h + 1.5e5 / 5.0, BY_HAND);
    near(at(&model, "e8.p"), 1.9e5, BY_HAND);
}

#[test]
fn friction_divides_a_stream_among_parallel_pipes() {
    let pipe = |d: f64| [("D", d), ("L", 50.0), ("ks", 5e-5), ("Q", 0.0)];
    let model = Net::new("Water")
        .part("source", "Source", &[])
        .part("splitter", "Splitter", &[])
        .part("wide", "Pipe", &pipe(0.08))
        .part("narrow", "Pipe", &pipe(0.05))
        .part("merge", "Merge", &[])
        .part("sink", "Sink", &[])
        .edge("source", "splitter", &[("m", 8.0), ("T", 290.0), ("p", 5e5)])
        .edge("splitter.out1", "wide", &[])
        .edge("splitter.out2", "narrow", &[])
        .edge("wide", "merge.in1", &[])
        .edge("narrow", "merge.in2", &[])
        .edge("merge", "sink", &[])
        .finish();
    solve(&model);
    let (wide, narrow) = (at(&model, "wide.dp"), at(&model, "narrow.dp"));
    near(wide, narrow, BY_HAND);
    near(at(&model, "e2.m") + at(&model, "e3.m"), 8.0, BY_HAND);
    // Turbulent flow: m grows with D^2.6 or so.
    let ratio = at(&model, "e2.m") / at(&model, "e3.m");
    assert!((3.2..3.8).contains(&ratio), "{ratio}");
}

#[test]
fn the_diameter_of_a_pipe_follows_from_its_pressure_drop() {
    let net = |d: Option<f64>| {
        let mut pipe = vec![("L", 200.0), ("ks", 1e-4), ("Q", 0.0)];
        match d {
            Some(d) => pipe.push(("D", d)),
            None => pipe.push(("dp", 1.5e5)),
        }
        let net = Net::new("Water")
            .part("source", "Source", &[])
            .part("pump", "Pump", &[("eta_s", 0.8), ("head", 30.0)])
            .part("pipe", "Pipe", &pipe)
            .part("sink", "Sink", &[])
            .edge("source", "pump", &[("m", 4.0), ("T", 290.0), ("p", 1e5)])
            .edge("pump", "pipe", &[])
            .edge("pipe", "sink", &[]);
        if d.is_none() { net.free("pipe", "D") } else { net }.finish()
    };
    let sized = net(None);
    solve(&sized);
    let d = at(&sized, "pipe.D");
    assert!((0.03..0.1).contains(&d), "{d}");
    let given = net(Some(d));
    solve(&given);
    near(at(&given, "pipe.dp"), 1.5e5, BY_HAND);
    near(at(&given, "e2.p") - 1e5, 30.0 * 9.806_65 * pt(&fluid("Water"), 1e5, 290.0).rho.value, BY_HAND);
}

#[test]
fn an_organic_rankine_cycle_feeds_its_own_pump() {
    for (name, hot, cold, superheat) in [("R245fa", 380.0, 305.0, 4.0), ("Water", 480.0, 310.0, 150.0)] {
        let model = models::rankine(name, hot, cold, superheat).finish();
        closes(&solve(&model));
        let working = fluid(name);
        let (high, low) = (working.p_dew(hot, &[]).unwrap(), working.p_bubble(cold, &[]).unwrap());
        let feed = pt(&working, low, cold - 1.0);
        let live = pt(&working, high, hot + superheat);
        let pumped = compressed(&working, &feed, high, 0.7);
        let m = 1e6 / (live.h - pumped);
        let turbine = m * 0.85 * (live.h - working.ps(low, live.s.value, &[], None).unwrap().h);
        let pump = m * (pumped - feed.h);
        near(at(&model, "e1.m"), m, BY_HAND);
        near(at(&model, "turbine.P"), -turbine, BY_HAND);
        near(at(&model, "e9.E"), 0.96 * turbine - pump / 0.92, BY_HAND);
    }
}

#[test]
fn a_bus_shares_power_between_compressor_and_pump() {
    let model = models::power_bus().finish();
    solve(&model);
    let (air, water) = (fluid("Air"), fluid("Water"));
    let (inlet, feed) = (pt(&air, 1e5, 290.0), pt(&water, 1e5, 290.0));
    let first = 0.5 * (compressed(&air, &inlet, 3e5, 0.8) - inlet.h) / 0.9;
    let second = (100e3 - first) * 0.8;
    near(at(&model, "e2.E"), first, BY_HAND);
    near(at(&model, "e8.m"), second / (compressed(&water, &feed, 6e5, 0.75) - feed.h), 1e-7);
}

#[test]
fn a_secondary_loop_carries_heat_between_two_exchangers() {
    let model = models::secondary_loop().finish();
    solve(&model);
    let (q1, q2) = (at(&model, "first.Q"), at(&model, "second.Q"));
    near(-q1 + at(&model, "pump.P"), -q2, BY_HAND);
    for (exchanger, hot, cold, q) in
        [("first", ("e1", "e2"), ("e3", "e4"), q1), ("second", ("e4", "e5"), ("e6", "e7"), q2)]
    {
        let t = |edge: &str| at(&model, &format!("{edge}.T"));
        let (a, b) = (t(hot.0) - t(cold.1), t(hot.1) - t(cold.0));
        near(-q, at(&model, &format!("{exchanger}.UA")) * (a - b) / (a / b).ln(), 1e-7);
    }
}

#[test]
fn changed_values_are_followed_from_the_last_solution() {
    let model = models::economizer(false).finish();
    solve(&model);
    let suction = object(&model, "e9");
    for t in [250.0, 262.0, 271.0, 245.0] {
        set(&suction, "T_dew", t).unwrap();
        closes(&solve(&model));
        near(at(&model, "evaporator.Q"), 20e3, BY_HAND);
    }
}
