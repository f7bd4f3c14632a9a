"""Cycles with published numbers."""

import pytest

import entropyk as ek

#: Overall isentropic efficiencies implied at the rating points, printed with two digits.
BANDS = {
    "ZB21KA-TF5": (0.50, 0.69),  # scroll
    "ZF09K4E-TF5": (0.50, 0.69),
    "2DC3-050E-TFD": (0.62, 0.73),  # Discus
    "2DF3-030E-TFC": (0.62, 0.73),
    "06EM475": (0.62, 0.70),  # Carlyle
}


def cycle(fluid, *, compressor, condenser=None, evaporator=None, edges):
    """Solves compressor, condenser, valve, evaporator with specifications on the four connections."""
    system = ek.System(fluid)
    parts = [compressor, condenser or ek.Condenser(), ek.ExpansionValve(), evaporator or ek.Evaporator()]
    parts = [system.add_component(part) for part in parts]
    for part, following, specs in zip(parts, parts[1:] + parts[:1], edges, strict=True):
        system.add_edge(part, following, **specs)
    return system.finalize().solve()


@pytest.mark.parametrize("machine", ek.compressors(), ids=lambda machine: machine.name)
def test_a_rated_machine_meets_its_catalogue(machine, published):
    """Compressors rated after AHRI 540: nominal capacity in W, and power rounded to 0.1 kW, of EnergyPlus'
    RefrigerationCompressorCurves.idf."""
    point = machine.published
    edges = ({"T_dew": point["T_discharge"]}, {"td_bubble": 0.0}, {}, {"T_dew": point["T_suction"], "T": 273.15 + 18.3})
    result = cycle(machine.fluid, compressor=ek.Compressor(coefficients=machine), edges=edges)
    performance = result.performance
    published(f"{machine.name}: capacity", performance["heat_in"], point["capacity"], rel=0.005)
    published(f"{machine.name}: power", performance["power"], point["power"], rel=0.015)
    low, high = BANDS[machine.name]
    assert low - 0.005 <= result.components["eta_s"][0] <= high + 0.005
    assert abs(performance.imbalance) < 1e-8 * performance["heat_out"]


def test_heat_loss_leaves_the_energy_balance_closed():
    machine = ek.Ahri540.named("2DF3-030E-TFC")
    edges = ({"T_dew": 320.0}, {"td_bubble": 3.0}, {}, {"T_dew": 275.0, "td_dew": 8.0})
    result = cycle("R134a", compressor=ek.Compressor(coefficients=machine, heat_loss=0.08), edges=edges)
    performance = result.performance
    assert performance["loss"] == pytest.approx(0.08 * performance["power"], rel=1e-12)
    assert abs(performance.imbalance) < 1e-8 * performance["heat_out"]
    assert result.components["P"][0] == pytest.approx(0.92 * result.components["P_input"][0], rel=1e-12)


def test_superheat_correction_of_a_map(published):
    """ACHP's compressor test: R134a, dew temperatures 279 and 315 K, suction 280 K, map rated with 20 °F superheat."""
    machine = ek.Ahri540(
        mass_flow=[
            217.3163128, 5.094492028, -0.593170311, 4.38e-2, -2.14e-2,
            1.04e-2, 7.90e-5, -5.73e-5, 1.79e-4, -8.08e-5,
        ],
        power=[
            -561.3615705, -15.62601841, 46.92506685, -0.217949552, 0.435062616,
            -0.442400826, 2.25e-4, 2.37e-3, -3.32e-3, 2.50e-3,
        ],
        units="IP",
        superheat=20.0 / 1.8,
    )  # fmt: skip
    bare = machine.evaluate(279.0, 315.0)
    assert bare["mass_flow"] == pytest.approx(0.0572553, rel=1e-5)
    assert bare["power"] == pytest.approx(2247.78, rel=1e-5)
    edges = ({"T_dew": 315.0}, {"td_bubble": 0.0}, {}, {"T_dew": 279.0, "T": 280.0})
    result = cycle("R134a", compressor=ek.Compressor(coefficients=machine), edges=edges)
    published("mass flow, kg/s", result.states["m"][0], 0.0595017, rel=1e-4)
    published("power, W", result.performance["power"], 2211.32, rel=1e-4)
    published("isentropic efficiency", result.components["eta_s"][0], 0.6108, rel=1e-4)


@pytest.fixture
def printed(published):
    """Within 0.1 % or one unit of the last printed digit, whichever is larger."""

    def compare(what, found, number, rel=1e-3):
        digits = len(number.partition(".")[2])
        published(what, found, float(number), abs=max(rel * abs(float(number)), 10.0**-digits))

    return compare


def test_r134a_chiller(printed):
    """EES solution published with CoolSolve (Univ. Liège): −10/20 °C, SH 2 K, SC 6 K, η_is 0.75, 50 kW."""
    edges = ({}, {"T_bubble": 293.15, "td_bubble": 6.0}, {}, {"T_dew": 263.15, "td_dew": 2.0})
    result = cycle("R134a", compressor=ek.Compressor(eta_s=0.75), evaporator=ek.Evaporator(Q=50e3), edges=edges)
    power = result.performance["power"]
    states = result.states
    printed("COP, electric", result.performance["heat_in"] / (power / 0.80), "4.818")
    printed("mass flow, kg/s", states["m"][0], "0.2853")
    printed("shaft power, W", power, "8303")
    printed("electric power, W", power / 0.80, "10378")
    printed("discharge temperature, °C", states["T"][0] - 273.15, "34.0")
    printed("quality behind the valve", states["x"][2], "0.1574")
    printed("evaporation pressure, bar", states["p"][2] / 1e5, "2.00739")
    printed("condensation pressure, bar", states["p"][0] / 1e5, "5.72069")


def test_r22_heat_pump(printed):
    """EES solution published with CoolSolve (Univ. Liège): 8/60 °C, 10 K subcooling, no superheat, η_is 0.8, 30 kW."""
    edges = ({}, {"T_bubble": 333.15, "td_bubble": 10.0}, {}, {"T_dew": 281.15, "td_dew": 0.0})
    result = cycle("R22", compressor=ek.Compressor(eta_s=0.8), condenser=ek.Condenser(Q=-30e3), edges=edges)
    states = result.states
    printed("COP", result.performance["cop_heating"], "4.472")
    printed("mass flow, kg/s", states["m"][0], "0.161")
    printed("discharge temperature, °C", states["T"][0] - 273.15, "89.7")
    # An older equation of state for R22.
    printed("quality behind the valve", states["x"][2], "0.2705", rel=3e-3)


def test_r407c_scroll(published, printed):
    """EES solution published with CoolSolve (Univ. Liège): R407C scroll, dew temperature 0 °C, SH 5 K, bubble
    temperature 50 °C, SC 4 K, 4.60 kW of cooling; the catalogue's numbers are measured.

    The overall isentropic efficiency belongs to the catalogue's 1.81 kW and the dew pressure of 50 °C, where the liquid
    line was taken at the bubble temperature.
    """
    system = ek.System("R407C", units="engineering")
    parts = (ek.Compressor(eta_s=0.7), ek.Condenser(), ek.ExpansionValve(), ek.Evaporator(Q=4.60))
    compressor, condenser, valve, evaporator = (system.add_component(part) for part in parts)
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, T_bubble=50.0, td_bubble=4.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, label="suction", T_dew=0.0, td_dew=5.0)
    result = system.finalize().solve()
    published("mass flow, g/s", result["suction.m"] * 1000, 31.95, rel=1e-3)
    published("swept volume, m³/h", result["suction.v"] * 3600, 6.012, rel=1e-3)
    published("mass flow of the catalogue, g/s", result["suction.m"] * 1000, 30.9, rel=0.04)
    published("swept volume of the catalogue, m³/h", result["suction.v"] * 3600, 5.92, rel=0.02)
    alone = ek.System("R407C", units="engineering")
    compressor = alone.add_component(ek.Compressor(P=1.81))
    alone.add_edge(alone.add_component(ek.Source()), compressor, T_dew=0.0, td_dew=5.0, m=result["suction.m"])
    alone.add_edge(compressor, alone.add_component(ek.Sink()), T_dew=50.0)
    alone.finalize().solve()
    printed("overall isentropic efficiency", compressor.eta_s.val, "0.648")
