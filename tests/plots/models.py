"""Models whose charts are tested."""

import entropyk as ek


def simple_cycle(name="R134a", units=None):
    """A simple cycle between −5 °C and 40 °C; transcritical with carbon dioxide, from 30 °C to 100 °C with water."""
    fluid = ek.Fluid(name)
    cold, warm = (303.15, 373.15) if name == "Water" else (268.15, 313.15)
    low = fluid.saturation(T=cold).dew.p
    is_subcritical = warm < 0.98 * fluid.T_critical
    high = fluid.saturation(T=warm).bubble.p if is_subcritical else 95e5
    outlet = fluid.saturation(p=high).bubble.T - 4 if is_subcritical else warm
    system = ek.System(name, units=units)
    compressor = system.add_component(ek.Compressor(eta_s=0.7))
    condenser = system.add_component(ek.Condenser())
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator())
    enthalpy = [ek.Enthalpy(j_per_kg=fluid.state(p=p, T=T).h) for p, T in ((high, outlet), (low, cold + 8))]
    system.add_edge(compressor, condenser, p=ek.Pressure(pa=high))
    system.add_edge(condenser, valve, h=enthalpy[0])
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, p=ek.Pressure(pa=low), h=enthalpy[1], m=ek.MassFlow(kg_per_s=0.1))
    return system.finalize().solve()


def heat_pump(units="engineering"):
    """R134a between air of 10 °C and water of 30 °C, both connected, with pressure drops."""
    celsius = lambda value: ek.Temperature(celsius=value)  # noqa: E731
    kelvin = lambda value: ek.TemperatureDifference(kelvin=value)  # noqa: E731
    bar = lambda value: ek.Pressure(bar=value)  # noqa: E731
    system = ek.System("R134a", units=units)
    compressor = system.add_component(ek.Compressor(eta_s=0.75))
    condenser = system.add_component(ek.Condenser(pr1=0.98, pr2=0.98))
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator(pr1=1, pr2=0.98))
    water = [system.add_component(ek.FlowSource(), "water in"), system.add_component(ek.FlowSink(), "water out")]
    air = [system.add_component(ek.FlowSource(), "air in"), system.add_component(ek.FlowSink(), "air out")]
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, td_bubble=kelvin(5), T_bubble=celsius(42))
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, T_dew=celsius(-2), td_dew=kelvin(6), m=ek.MassFlow(kg_per_s=0.08))
    system.add_edge(water[0], (condenser, "in2"), fluid="Water", T=celsius(30), p=bar(2))
    system.add_edge((condenser, "out2"), water[1], T=celsius(38))
    system.add_edge(air[0], (evaporator, "in1"), fluid="Air", T=celsius(10), p=bar(1.013))
    system.add_edge((evaporator, "out1"), air[1], T=celsius(4))
    return system.finalize()


def cascade():
    """Ammonia over carbon dioxide, with a machine in each circuit."""
    celsius = lambda value: ek.Temperature(celsius=value)  # noqa: E731
    kelvin = lambda value: ek.TemperatureDifference(kelvin=value)  # noqa: E731
    system = ek.System("R744", units="engineering")
    between = system.add_component(ek.HeatExchanger(pr1=1, pr2=1), "cascade")
    low = [
        ek.Compressor("low stage", eta_s=0.7),
        between,
        ek.ExpansionValve("low valve"),
        ek.SimpleHeatExchanger("freezer", pr=1),
    ]
    high = [
        ek.Compressor("high stage", eta_s=0.75),
        ek.SimpleHeatExchanger("condenser", pr=1),
        ek.ExpansionValve("high valve"),
    ]
    for part in low + high:
        if part is not between:
            system.add_component(part)
    system.add_edge(low[0], (between, "in1"))
    system.add_edge((between, "out1"), low[2], T_bubble=celsius(-10), td_bubble=kelvin(2))
    system.add_edge(low[2], low[3])
    system.add_edge(low[3], low[0], T_dew=celsius(-35), td_dew=kelvin(5), m=ek.MassFlow(kg_per_s=0.1))
    system.add_edge(high[0], high[1], fluid="R717")
    system.add_edge(high[1], high[2], T_bubble=celsius(35), td_bubble=kelvin(2))
    system.add_edge(high[2], (between, "in2"))
    system.add_edge((between, "out2"), high[0], T_dew=celsius(-15), td_dew=kelvin(5))
    return system.finalize()
