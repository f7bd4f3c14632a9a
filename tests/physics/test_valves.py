"""Valves that act on superheat."""

import pytest
from CoolProp.CoolProp import PropsSI

import entropyk as ek


def chiller(valve):
    """A cycle in which the valve's bulb sits in the suction line."""
    system = ek.System("R134a", units="engineering")
    parts = [ek.Compressor.from_ahri540("2DF3-030E-TFC"), ek.Condenser(ua=5000.0, subcooling=4.0), valve]
    compressor, condenser, valve = (system.add_component(part) for part in parts)
    evaporator = system.add_component(ek.Evaporator(ua=3000.0, source_temperature=12.0))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, (valve, "in2"))
    system.add_edge((valve, "out2"), compressor)
    return system.finalize()


def test_thermostatic_valve_holds_the_superheat_that_its_opening_needs():
    """Flow and superheat put into the definitions of the flow coefficient and of the opening, with CoolProp."""
    valve = ek.ThermostaticValve(Kv=0.5, static_superheat=4.0, opening_superheat=5.0)
    system = chiller(valve)
    result = system.solve()
    m, p_in, p_out, p_suction = (result[path] for path in ("e2.m", "e2.p", "e3.p", "e4.p"))
    superheat = result["e4.T"] + 273.15 - PropsSI("T", "P", p_suction * 1e5, "Q", 1, "R134a")
    rho = PropsSI("D", "P", p_in * 1e5, "T", result["e2.T"] + 273.15, "R134a")
    opening = (superheat - 4.0) / 5.0
    flow = 0.5 * opening * ((p_in - p_out) * 1000 / rho) ** 0.5  # m³/h
    assert flow * rho / 3600 == pytest.approx(m, rel=1e-4)
    assert valve.opening.val == pytest.approx(opening, abs=1e-4)
    assert 4.0 < superheat < 9.0


def test_smaller_thermostatic_valve_needs_more_superheat():
    valve = ek.ThermostaticValve(Kv=0.5)
    system = chiller(valve)
    rows = system.sweep({"thermostatic_valve.Kv": [2.0, 1.0, 0.5, 0.3, 0.2]}, ["thermostatic_valve.superheat"])
    superheats = list(rows["thermostatic_valve.superheat"])
    assert superheats == sorted(superheats)


def test_thermostatic_valve_is_sized_by_the_superheat_it_shall_hold():
    valve = ek.ThermostaticValve(superheat=6.0, static_superheat=4.0, opening_superheat=4.0)
    system = chiller(valve)
    system.solve()
    assert valve.opening.val == pytest.approx(0.5)
    size = valve.Kv.val
    valve.set_attr(superheat=None, Kv=size)
    system.finalize().solve()
    assert valve.superheat.val == pytest.approx(6.0)


def test_too_small_a_thermostatic_valve_says_that_it_is_fully_open():
    system = chiller(ek.ThermostaticValve(Kv=0.11))
    result = system.solve()
    assert result["thermostatic_valve.superheat"] > 8.0
    assert any("fully open" in warning for warning in result.warnings)
