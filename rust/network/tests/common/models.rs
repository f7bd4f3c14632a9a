//! Models that several tests solve.

use super::Net;

/// A cycle with given efficiency and saturation temperatures.
pub(crate) fn heat_pump(has_closer: bool) -> Net {
    let suction = [("T_dew", 270.0), ("td_dew", 5.0)];
    let net = Net::new("R134a")
        .part("compressor", "Compressor", &[("eta_s", 0.75)])
        .part("condenser", "SimpleHeatExchanger", &[("dp", 0.0)])
        .part("valve", "Valve", &[])
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 0.0), ("Q", 50e3)])
        .edge("compressor", "condenser", &[])
        .edge("condenser", "valve", &[("T_bubble", 320.0), ("td_bubble", 4.0)])
        .edge("valve", "evaporator", &[]);
    match has_closer {
        false => net.edge("evaporator", "compressor", &suction),
        true => {
            let net = net.part("closer", "CycleCloser", &[]);
            net.edge("evaporator", "closer", &suction).edge("closer", "compressor", &[])
        }
    }
}

/// Two stages with a flash tank between two valves.
pub(crate) fn economizer(has_closer: bool) -> Net {
    let net = Net::new("R134a")
        .part("low stage", "Compressor", &[("eta_s", 0.7)])
        .part("merge", "Merge", &[])
        .part("high stage", "Compressor", &[("eta_s", 0.8)])
        .part("condenser", "SimpleHeatExchanger", &[("dp", 0.0)])
        .part("high valve", "Valve", &[])
        .part("tank", "DropletSeparator", &[])
        .part("low valve", "Valve", &[])
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 0.0), ("Q", 20e3)])
        .edge("low stage", "merge.in1", &[])
        .edge("tank.out2", "merge.in2", &[("T_dew", 285.0)])
        .edge("merge", "high stage", &[])
        .edge("high stage", "condenser", &[])
        .edge("condenser", "high valve", &[("T_bubble", 315.0), ("td_bubble", 3.0)])
        .edge("high valve", "tank.in1", &[])
        .edge("tank.out1", "low valve", &[])
        .edge("low valve", "evaporator", &[]);
    let suction = [("T_dew", 260.0), ("td_dew", 6.0)];
    match has_closer {
        false => net.edge("evaporator", "low stage", &suction),
        true => {
            let net = net.part("closer", "CycleCloser", &[]);
            net.edge("evaporator", "closer", &suction).edge("closer", "low stage", &[])
        }
    }
}

/// A refrigerant cycle that rejects its heat to a loop of water with a pump and a cooler.
pub(crate) fn cascade(closers: [bool; 2]) -> Net {
    let mut net = Net::new("R134a")
        .part("compressor", "Compressor", &[("eta_s", 0.75)])
        .part("condenser", "HeatExchanger", &[("dp1", 0.0), ("dp2", 2e4)])
        .part("valve", "Valve", &[])
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 0.0), ("Q", 30e3)])
        .part("pump", "Pump", &[("eta_s", 0.7)])
        .part("cooler", "SimpleHeatExchanger", &[("dp", 3e4)])
        .edge("compressor", "condenser.in1", &[])
        .edge("condenser.out1", "valve", &[("T_bubble", 318.0), ("td_bubble", 2.0)])
        .edge("valve", "evaporator", &[]);
    let suction = [("T_dew", 268.0), ("td_dew", 5.0)];
    net = match closers[0] {
        false => net.edge("evaporator", "compressor", &suction),
        true => {
            let net = net.part("first closer", "CycleCloser", &[]);
            net.edge("evaporator", "first closer", &suction).edge("first closer", "compressor", &[])
        }
    };
    net = net.edge_of(Some("Water"), "pump", "condenser.in2", &[("p", 3e5)]);
    net = net.edge("condenser.out2", "cooler", &[("T", 310.0)]);
    let cold = [("T", 300.0)];
    match closers[1] {
        false => net.edge("cooler", "pump", &cold),
        true => {
            let net = net.part("second closer", "CycleCloser", &[]);
            net.edge("cooler", "second closer", &cold).edge("second closer", "pump", &[])
        }
    }
}

/// A Rankine cycle whose turbine drives a generator, and whose pump is driven through a motor from one bus.
pub(crate) fn rankine(working_fluid: &str, hot: f64, cold: f64, superheat: f64) -> Net {
    Net::new(working_fluid)
        .part("pump", "Pump", &[("eta_s", 0.7)])
        .part("boiler", "SimpleHeatExchanger", &[("dp", 0.0), ("Q", 1e6)])
        .part("turbine", "Turbine", &[("eta_s", 0.85)])
        .part("condenser", "SimpleHeatExchanger", &[("dp", 0.0)])
        .part("generator", "Generator", &[("eta", 0.96)])
        .part("motor", "Motor", &[("eta", 0.92)])
        .part("bus", "PowerBus", &[("num_in", 1.0), ("num_out", 2.0)])
        .part("grid", "PowerSink", &[])
        .edge("pump", "boiler", &[])
        .edge("boiler", "turbine", &[("T_dew", hot), ("td_dew", superheat)])
        .edge("turbine", "condenser", &[])
        .edge("condenser", "pump", &[("T_bubble", cold), ("td_bubble", 1.0)])
        .edge("turbine.power", "generator", &[])
        .edge("generator", "bus.power_in1", &[])
        .edge("bus.power_out1", "motor", &[])
        .edge("motor", "pump.power", &[])
        .edge("bus.power_out2", "grid", &[])
}

/// A drum with forced circulation through an evaporator.
pub(crate) fn drum() -> Net {
    Net::new("Water")
        .part("feed", "Source", &[])
        .part("drum", "Drum", &[])
        .part("pump", "Pump", &[("eta_s", 0.8)])
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 2e5)])
        .part("steam", "Sink", &[])
        .edge("feed", "drum.in1", &[("m", 10.0), ("T", 450.0), ("p", 40e5)])
        .edge("drum.out1", "pump", &[])
        .edge("pump", "evaporator", &[])
        .edge("evaporator", "drum.in2", &[("x", 0.4)])
        .edge("drum.out2", "steam", &[])
}

/// A steam cycle with a drum and forced circulation.
pub(crate) fn drum_cycle(has_closer: bool) -> Net {
    let net = Net::new("Water")
        .part("feed pump", "Pump", &[("eta_s", 0.75)])
        .part("drum", "Drum", &[])
        .part("pump", "Pump", &[("eta_s", 0.8)])
        .part("evaporator", "SimpleHeatExchanger", &[("dp", 1e5)])
        .part("superheater", "SimpleHeatExchanger", &[("dp", 2e5)])
        .part("turbine", "Turbine", &[("eta_s", 0.85)])
        .part("condenser", "SimpleHeatExchanger", &[("dp", 0.0)])
        .edge("feed pump", "drum.in1", &[])
        .edge("drum.out1", "pump", &[])
        .edge("pump", "evaporator", &[])
        .edge("evaporator", "drum.in2", &[("x", 0.3)])
        .edge("drum.out2", "superheater", &[])
        .edge("superheater", "turbine", &[("m", 10.0), ("p", 40e5), ("T", 720.0)])
        .edge("turbine", "condenser", &[]);
    let condensate = [("T_bubble", 310.0), ("td_bubble", 2.0)];
    match has_closer {
        false => net.edge("condenser", "feed pump", &condensate),
        true => {
            let net = net.part("closer", "CycleCloser", &[]);
            net.edge("condenser", "closer", &condensate).edge("closer", "feed pump", &[])
        }
    }
}

/// A stream of water that is divided, heated and cooled, and mixed again.
pub(crate) fn mixing() -> Net {
    Net::new("Water")
        .part("source", "Source", &[])
        .part("splitter", "Splitter", &[("num_out", 3.0)])
        .part("heater", "SimpleHeatExchanger", &[("dp", 1e4), ("Q", 2e5)])
        .part("chiller", "SimpleHeatExchanger", &[("Q", -5e4)])
        .part("valve", "Valve", &[])
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
}

/// Power from the grid for a compressor of air and a pump of water, through two motors.
pub(crate) fn power_bus() -> Net {
    Net::new("Air")
        .part("grid", "PowerSource", &[])
        .part("bus", "PowerBus", &[("num_in", 1.0), ("num_out", 2.0)])
        .part("first motor", "Motor", &[("eta", 0.9)])
        .part("second motor", "Motor", &[("eta", 0.8)])
        .part("air", "Source", &[])
        .part("compressor", "Compressor", &[("eta_s", 0.8), ("pr", 3.0)])
        .part("compressed air", "Sink", &[])
        .part("water", "Source", &[])
        .part("pump", "Pump", &[("eta_s", 0.75), ("pr", 6.0)])
        .part("pressed water", "Sink", &[])
        .edge("grid", "bus.power_in1", &[("E", 100e3)])
        .edge("bus.power_out1", "first motor", &[])
        .edge("bus.power_out2", "second motor", &[])
        .edge("first motor", "compressor.power", &[])
        .edge("second motor", "pump.power", &[])
        .edge("air", "compressor", &[("p", 1e5), ("T", 290.0), ("m", 0.5)])
        .edge("compressor", "compressed air", &[])
        .edge_of(Some("Water"), "water", "pump", &[("p", 1e5), ("T", 290.0)])
        .edge("pump", "pressed water", &[])
}

/// Water that gives heat to a loop of brine, and that to other water.
pub(crate) fn secondary_loop() -> Net {
    Net::new("Water")
        .part("hot source", "Source", &[])
        .part("first", "HeatExchanger", &[("dp1", 1e4), ("dp2", 1e4), ("UA", 8e3)])
        .part("hot sink", "Sink", &[])
        .part("pump", "Pump", &[("eta_s", 0.7)])
        .part("second", "HeatExchanger", &[("dp1", 1e4), ("dp2", 1e4), ("UA", 6e3)])
        .part("cold source", "Source", &[])
        .part("cold sink", "Sink", &[])
        .edge("hot source", "first.in1", &[("m", 1.0), ("T", 360.0), ("p", 3e5)])
        .edge("first.out1", "hot sink", &[])
        .edge_of(Some("INCOMP::MEG[0.3]"), "pump", "first.in2", &[("m", 1.2), ("p", 2e5)])
        .edge("first.out2", "second.in1", &[])
        .edge("second.out1", "pump", &[])
        .edge("cold source", "second.in2", &[("m", 1.5), ("T", 290.0), ("p", 3e5)])
        .edge("second.out2", "cold sink", &[])
}

/// A cycle between two exchangers with given conductance.
pub(crate) fn conductances() -> Net {
    Net::new("R134a")
        .part("compressor", "Compressor", &[("eta_s", 0.7)])
        .part("condenser", "Condenser", &[("UA", 4e3), ("sink_temperature", 308.0), ("subcooling", 3.0)])
        .part("valve", "Valve", &[])
        .part("evaporator", "Evaporator", &[("UA", 3e3), ("source_temperature", 285.0), ("superheat", 5.0)])
        .edge("compressor", "condenser", &[("m", 0.15)])
        .edge("condenser", "valve", &[])
        .edge("valve", "evaporator", &[])
        .edge("evaporator", "compressor", &[])
}
