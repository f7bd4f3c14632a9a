"""Power cycles of textbooks, and the solutions published with EES."""

import pytest

import entropyk as ek

ZERO = 273.15


def rankine(p_boiler, t_steam, p_condenser, *, turbine=None, pump=None, m=None):
    """Pump, boiler, turbine, condenser; liquid leaves the condenser saturated, steam the boiler if t_steam is None."""
    system = ek.System("Water")
    turbine, pump = turbine or ek.Turbine(eta_s=1.0), pump or ek.Pump(eta_s=1.0)
    boiler, condenser = ek.SimpleHeatExchanger("boiler", pr=1.0), ek.SimpleHeatExchanger("condenser", pr=1.0)
    parts = [system.add_component(part) for part in (boiler, turbine, condenser, pump)]
    steam = {"x": 1.0} if t_steam is None else {"T": t_steam + ZERO}
    specs = [{"p": p_boiler, "m": m or 1.0, **steam}, {"p": p_condenser}, {"x": 0.0}, {}]
    for part, following, spec in zip(parts, parts[1:] + parts[:1], specs, strict=True):
        system.add_edge(part, following, **spec)
    return system.finalize().solve(), boiler, turbine, condenser, pump


@pytest.mark.parametrize(
    ("p_boiler", "t_steam", "p_condenser", "efficiency"),
    [
        (3e6, 350, 75e3, 0.260),  # example 10-1
        (3e6, 350, 10e3, 0.334),  # example 10-3 a
        (3e6, 600, 10e3, 0.373),  # b
        (15e6, 600, 10e3, 0.430),  # c
    ],
)
def test_ideal_rankine_cycles(p_boiler, t_steam, p_condenser, efficiency, published):
    """Çengel & Boles, Thermodynamics, 8th ed., examples 10-1 and 10-3: ideal Rankine cycles."""
    _, boiler, turbine, _, pump = rankine(p_boiler, t_steam, p_condenser)
    found = -(turbine.P.val + pump.P.val) / boiler.Q.val
    at = f"{p_boiler / 1e6:g} MPa, {t_steam} °C, {p_condenser / 1e3:g} kPa"
    published(f"{at}: efficiency", found, efficiency, abs=6e-4)
    if p_condenser == 75e3:
        published(f"{at}: work of the pump, J/kg", pump.P.val, 3.03e3, rel=0.005)


def test_rankine_cycle_of_100_megawatt(published):
    """Moran & Shapiro, Fundamentals of Engineering Thermodynamics, example 8.1: saturated vapour, 8 and 0.008 MPa."""
    _, boiler, turbine, condenser, pump = rankine(8e6, None, 8e3)
    net = -(turbine.P.val + pump.P.val)
    m = 100e6 / net
    published("efficiency", net / boiler.Q.val, 0.371, abs=6e-4)
    published("back work ratio", -pump.P.val / turbine.P.val, 0.0084, rel=0.01)
    published("mass flow, kg/h", m * 3600, 3.77e5, rel=0.002)
    published("heat of the boiler, W", m * boiler.Q.val, 269.77e6, rel=0.001)
    published("heat of the condenser, W", -m * condenser.Q.val, 169.75e6, rel=0.001)


@pytest.mark.parametrize(
    ("eta_c", "eta_t", "t2", "t4", "back_work", "efficiency"),
    [(1.0, 1.0, 540, 770, 0.403, 0.426), (0.8, 0.85, None, 853, 0.592, 0.266)],
    ids=["ideal", "with losses"],
)
def test_brayton_cycles(eta_c, eta_t, t2, t4, back_work, efficiency, published):
    """Çengel & Boles, examples 9-5 and 9-6: air of tables, pressure ratio 8, 300 and 1300 K; here real air at 1 bar."""
    system = ek.System("Air")
    parts = [
        ek.Source(),
        ek.Compressor(eta_s=eta_c, pr=8.0),
        ek.SimpleHeatExchanger("combustor", pr=1.0),
        ek.Turbine(eta_s=eta_t),
        ek.Sink(),
    ]
    parts = [system.add_component(part) for part in parts]
    specs = [{"m": 1.0, "p": 1e5, "T": 300.0}, {}, {"T": 1300.0}, {"p": 1e5}]
    for part, following, spec in zip(parts[:-1], parts[1:], specs, strict=True):
        system.add_edge(part, following, **spec)
    result = system.finalize().solve()
    _, compressor, combustor, turbine, _ = parts
    kind = "ideal" if eta_c == 1.0 else "with losses"
    published(f"{kind}: back work ratio", -compressor.P.val / turbine.P.val, back_work, abs=1e-3)
    published(f"{kind}: efficiency", -(turbine.P.val + compressor.P.val) / combustor.Q.val, efficiency, abs=6e-4)
    published(f"{kind}: exhaust temperature, K", result.states["T"][3], t4, abs=1.0)
    if t2:
        published(f"{kind}: temperature behind the compressor, K", result.states["T"][1], t2, abs=1.0)


def test_steam_plant_of_60_megawatt(published):
    """EES solution of CoolSolve's examples (Université de Liège): 70 bar, 500 °C, 0.1 bar, η_t 0.85, η_p 0.85.

    The boiler loses 4 bar. Its efficiency 0.9, that of the generator 0.95 and of the pump's motor 0.94 turn heat and
    work into fuel and electricity.
    """
    system = ek.System("Water")
    parts = [
        ek.SimpleHeatExchanger("boiler", dp=4e5),
        ek.Turbine(eta_s=0.85),
        ek.SimpleHeatExchanger("condenser", pr=1.0),
        ek.Pump(eta_s=0.85),
        ek.Generator(eta=0.95),
        ek.PowerSink("grid"),
        ek.Motor(eta=0.94),
        ek.PowerSource("supply"),
    ]
    boiler, turbine, condenser, pump, generator, grid, motor, supply = (system.add_component(part) for part in parts)
    system.add_edge(boiler, turbine, label="steam", p=70e5, T=500 + ZERO)
    system.add_edge(turbine, condenser, label="exhaust", p=0.1e5)
    system.add_edge(condenser, pump, x=0.0)
    system.add_edge(pump, boiler)
    system.add_edge((turbine, "power"), generator)
    electricity = system.add_edge(generator, grid, E=60e6)
    system.add_edge(motor, (pump, "power"))
    consumed = system.add_edge(supply, motor)
    result = system.finalize().solve()
    fuel = boiler.Q.val / 0.9
    published("mass flow, kg/s", result.states["m"][0], 59.09, rel=0.002)
    published("heat of the fuel, W", fuel, 210.7e6, rel=0.002)
    published("quality of the exhaust", system["exhaust"].x.val, 0.8988, rel=0.001)
    published("efficiency", electricity.E.val / fuel, 0.284, rel=0.01)
    assert 0 < consumed.E.val < 0.01 * 60e6


def test_recuperated_organic_rankine_cycle(published):
    """EES solution of CoolSolve's examples: R245fa, 130/30 °C, 5 K superheat, 7.5 K subcooling, 0.4 kg/s.

    Efficiencies of 0.8; that of the recuperator relates its heat to the heat capacity of the vapour at its inlet, which
    is of an older equation of state there: 3 % on its heat, 0.3 % on work.
    """
    system = ek.System("R245fa")
    parts = [
        ek.SimpleHeatExchanger("evaporator", pr=1.0),
        ek.Expander(eta_s=0.8),
        ek.HeatExchanger("recuperator", pr1=1.0, pr2=1.0),
        ek.SimpleHeatExchanger("condenser", pr=1.0),
        ek.Pump(eta_s=0.8),
    ]
    evaporator, expander, recuperator, condenser, pump = (system.add_component(part) for part in parts)
    system.add_edge(evaporator, expander, T_dew=130 + ZERO, td_dew=5.0, m=0.4)
    hot = system.add_edge(expander, (recuperator, "in1"), label="hot")
    system.add_edge((recuperator, "out1"), condenser, label="cooled")
    system.add_edge(condenser, pump, label="liquid", T_bubble=30 + ZERO, td_bubble=7.5)
    system.add_edge(pump, (recuperator, "in2"), label="cold")
    system.add_edge((recuperator, "out2"), evaporator)
    fluid = ek.Fluid("R245fa")

    def effectiveness(p, h_hot, h_cooled, t_cold):
        hot = fluid.state(p=p, h=h_hot)
        return h_hot - h_cooled - 0.8 * hot.cp * (hot.T - t_cold)

    system.add_equation("effectiveness", ["hot.p", "hot.h", "cooled.h", "cold.T"], effectiveness)
    system.finalize().solve()
    published("power of the expander, W", -expander.P.val, 15620, rel=0.003)
    published("power of the pump, W", pump.P.val, 803.5, rel=0.01)
    published("exhaust temperature, °C", hot.T.val - ZERO, 62.34, abs=0.5)
    published("heat of the recuperator, W", -recuperator.Q.val, 12119, rel=0.03)
    published("efficiency", -(expander.P.val + pump.P.val) / evaporator.Q.val, 0.1574, rel=0.005)


def test_steam_plant_with_an_extraction(published):
    """EES solution of CoolSolve's examples: as above with η_t 0.83 and steam of 14 bar to an open feedwater heater."""
    system = ek.System("Water")
    parts = [
        ek.SimpleHeatExchanger("boiler", dp=4e5),
        ek.Turbine("high", eta_s=0.83),
        ek.Splitter(),
        ek.Turbine("low", eta_s=0.83),
        ek.SimpleHeatExchanger("condenser", pr=1.0),
        ek.Pump("condensate", eta_s=0.85),
        ek.Merge("heater"),
        ek.Pump("feed", eta_s=0.85),
        ek.PowerBus("shaft", num_in=2, num_out=1),
        ek.Generator(eta=0.95),
        ek.PowerSink("grid"),
    ]
    boiler, high, splitter, low, condenser, first, heater, second, shaft, generator, grid = (
        system.add_component(part) for part in parts
    )
    steam = system.add_edge(boiler, high, p=70e5, T=500 + ZERO)
    system.add_edge(high, splitter, p=14e5)
    system.add_edge((splitter, "out1"), low)
    system.add_edge(low, condenser, p=0.1e5)
    system.add_edge(condenser, first, x=0.0)
    system.add_edge(first, (heater, "in1"))
    extracted = system.add_edge((splitter, "out2"), (heater, "in2"))
    system.add_edge(heater, second, x=0.0)
    system.add_edge(second, boiler)
    system.add_edge((high, "power"), (shaft, "power_in1"))
    system.add_edge((low, "power"), (shaft, "power_in2"))
    system.add_edge((shaft, "power_out1"), generator)
    system.add_edge(generator, grid, E=60e6)
    system.finalize().solve()
    published("mass flow, kg/s", steam.m.val, 68.98, rel=1e-3)
    published("extracted, kg/s", extracted.m.val, 15.48, rel=2e-3)
    published("efficiency", 60e6 / (boiler.Q.val / 0.9), 0.3033, rel=5e-3)
