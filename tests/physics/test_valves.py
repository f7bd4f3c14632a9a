"""Valves: those that act on superheat, and those whose flow coefficient is a function in Python."""

import gc
import pickle
import weakref
from functools import partial

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


def quadratic(opening, smallest, largest):
    return smallest + (largest - smallest) * opening**2


def among(system, opening):
    return 10.0 * opening / len(system.components)


def throttle(**parameters):
    """A valve between two pressures; the flow follows from its coefficient."""
    system = ek.System("Water", units="engineering")
    valve = system.add_component(ek.Valve("valve", **parameters))
    inlet = system.add_edge(system.add_component(ek.Source("from")), valve)
    outlet = system.add_edge(valve, system.add_component(ek.Sink("to")))
    inlet.set_attr(T=50.0, p=5.0)
    outlet.set_attr(p=4.0)
    return system.finalize(), valve


def flow_coefficient(result):
    """Its definition: m³/h of water at 1000 kg/m³ and a drop of 1 bar."""
    rho = PropsSI("D", "P", 5e5, "T", 323.15, "Water")
    return 3600 * result["e1.m"] / rho * (rho / 1000.0) ** 0.5


def test_a_function_gives_the_flow_coefficient_over_the_opening():
    given = {"method": quadratic, "params": [1.0, 9.0]}
    system, valve = throttle(opening=0.5, Kv_analytical=given)
    assert flow_coefficient(system.solve()) == pytest.approx(3.0, rel=1e-8)
    assert valve.Kv.val == pytest.approx(3.0, rel=1e-8)
    assert valve.Kv_analytical.val is given
    rows = system.sweep({"valve.opening": [0.0, 0.5, 1.0]}, ["valve.Kv"])
    assert list(rows["valve.Kv"]) == pytest.approx([1.0, 3.0, 9.0])


def test_the_opening_of_a_function_is_found():
    system, valve = throttle(opening=0.5, Kv_analytical=lambda opening: 10.0 * opening**1.5)
    valve.set_attr(opening="var")
    system.edges[0].set_attr(m=1.0)
    result = system.finalize().solve()
    assert valve.opening.val == pytest.approx((flow_coefficient(result) / 10.0) ** (2 / 3), rel=1e-7)


def test_functions_are_pickled_and_not_written_as_text():
    system, _ = throttle(opening=0.5, Kv_analytical={"method": quadratic, "params": [1.0, 9.0]})
    with pytest.raises(ek.ValidationError, match=r"valve\.Kv_analytical is a function in Python"):
        system.to_json()
    copy = pickle.loads(pickle.dumps(system))
    assert copy.solve()["e1.m"] == system.solve()["e1.m"]


def test_what_a_function_raises_arrives_as_the_cause():
    def kv(opening):
        raise KeyError("no such valve")

    system, _ = throttle(opening=0.5, Kv_analytical=kv)
    with pytest.raises(ek.EntropykError, match="Kv_analytical raised") as caught:
        system.solve()
    assert isinstance(caught.value.__cause__, KeyError)
    with pytest.raises(ek.ComponentError, match="Kv_analytical cannot be the int 3"):
        throttle(Kv_analytical=3)


def test_a_function_that_knows_its_system_goes_with_it():
    system, valve = throttle(opening=0.5, Kv=1.0)
    valve.set_attr(Kv=None, Kv_analytical=partial(among, system))
    system.finalize().solve()
    alive = weakref.ref(valve)
    del system, valve
    gc.collect()
    assert alive() is None
