"""Components that are switched off and on again, or bypassed."""

import pickle

import numpy as np
import pytest

import entropyk as ek

State = ek.OperationalState


def cycle(**options: object) -> ek.System:
    """A refrigerant cycle with a rack of two compressors."""
    system = ek.System("R134a", units="engineering", **options)
    evaporator = system.add_component(ek.Evaporator(source_temperature=12.0, superheat=5.0), "evaporator")
    suction = system.add_component(ek.Splitter(), "suction")
    machines = [system.add_component(ek.Compressor(eta_s=0.7), name) for name in ("one", "two")]
    discharge = system.add_component(ek.Merge(), "discharge")
    condenser = system.add_component(ek.Condenser(ua=3000.0, sink_temperature=35.0), "condenser")
    valve = system.add_component(ek.ExpansionValve(), "valve")
    system.add_edge(evaporator, suction, p=2.5)
    for k, machine in enumerate(machines, start=1):
        system.add_edge((suction, f"out{k}"), machine, label=f"suction {k}", m=0.05)
        system.add_edge(machine, (discharge, f"in{k}"), label=f"discharge {k}")
    system.add_edge(discharge, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, evaporator)
    return system.finalize()


def test_a_machine_of_a_rack_goes_off_and_on() -> None:
    system = cycle()
    full = system.solve().performance
    for _ in range(3):
        system["two"].set_attr(state=State.Off)
        result = system.solve()
        states = result.states
        row = list(states["connection"]).index("discharge 2")
        assert states["m"][row] == 0.0
        assert states["status"][row] == "off"
        assert system["discharge 2"].status == "off"
        assert system["discharge 1"].status == "on"
        assert system["two"].P.val == 0.0
        assert np.isnan(system["two"].pr.val)
        assert result.performance["heat_in"] == pytest.approx(full["heat_in"] / 2, rel=0.04)
        assert "state = Off" in system.describe()
        assert " off" in str(result)
        system["two"].set_attr(state="On")
        assert system.solve().performance["power"] == pytest.approx(full["power"], rel=1e-9)


def test_a_sweep_refuses_what_rests() -> None:
    system = cycle()
    system["two"].set_attr(state=State.Off)
    table = system.sweep({"one.eta_s": [0.6, 0.7, 0.8]})
    assert list(table["two.P"]) == [0.0] * 3
    assert np.all(np.diff(table["one.P"]) < 0)
    with pytest.raises(ek.ValidationError, match="two is off"):
        system.sweep({"two.eta_s": [0.6, 0.7]})


def test_bypass_and_its_switch_are_the_same() -> None:
    system = ek.System("Water")
    parts = [ek.Source(), ek.SimpleHeatExchanger(Q=-2e4, dp=1e4), ek.Sink()]
    source, cooler, sink = (system.add_component(part) for part in parts)
    system.add_edge(source, cooler, m=0.1, p=2e5, T=450.0)
    outlet = system.add_edge(cooler, sink)
    system.finalize()
    for switch in ({"state": State.Bypass}, {"state": None, "bypass": True}):
        cooler.set_attr(**switch)
        system.solve()
        assert (outlet.T.val, outlet.p.val, cooler.Q.val_SI) == (pytest.approx(450.0), 2e5, -2e4)
        assert "bypassed" in str(system.solve())
    cooler.set_attr(bypass=None)
    system.solve()
    assert outlet.p.val == pytest.approx(1.9e5)


def test_junctions_have_no_bypass() -> None:
    with pytest.raises(ek.ComponentError, match="state is one of On, Off, not"):
        ek.Merge(state=State.Bypass)
    assert pickle.loads(pickle.dumps(State.Off)) is State.Off
