"""States of connections near saturation: from any start the right side, or an explanation."""

import numpy as np
import pytest

import entropyk as ek


def line(fluid="R134a", **specs):
    system = ek.System(fluid)
    source, exchanger, sink = (
        system.add_component(c) for c in (ek.Source(), ek.SimpleHeatExchanger(dp=0.0), ek.Sink())
    )
    first, second = system.add_edge(source, exchanger, m=0.1, **specs), system.add_edge(exchanger, sink, T=400.0)
    return system.finalize(), first, second


SATURATION = ek.Fluid("R134a").saturation(p=8e5)
LIQUID, VAPOUR = SATURATION.bubble.h, SATURATION.dew.h


@pytest.mark.parametrize("start", [1.5e5, 0.5 * (LIQUID + VAPOUR), LIQUID, VAPOUR, 5.2e5])
@pytest.mark.parametrize("distance", [-30.0, -1.0, -1e-3, -1e-5, 1e-5, 1e-3, 1.0, 30.0])
def test_temperature_and_pressure_give_the_enthalpy_from_any_start(start, distance):
    temperature = SATURATION.dew.T + distance
    system, first, _ = line(p=8e5, T=temperature)
    initial = np.array([0.1, 0.1, 8e5, 8e5, start, start])
    ek.NewtonConfig().solve(system, initial=initial)
    expected = ek.Fluid("R134a").state(p=8e5, T=temperature)
    assert first.h.val == pytest.approx(expected.h, rel=1e-10)
    assert (first.h.val < LIQUID) == (distance < 0)
    assert (first.h.val > VAPOUR) == (distance > 0)


@pytest.mark.parametrize("distance", [0.0, 1e-8, -1e-8])
def test_the_saturation_temperature_itself_is_explained(distance):
    system, first, _ = line(p=8e5, T=SATURATION.dew.T + distance)
    with pytest.raises(
        ek.SolverError, match=r"e1: T = 304\..* K is the saturation temperature.*give x, td_dew or td_bubble"
    ):
        system.solve()
    # What the message asks for helps.
    for state, h in (("l", LIQUID), ("g", VAPOUR)):
        first.set_attr(state=state)
        system.solve()
        assert first.h.val == pytest.approx(h, rel=1e-12)
    first.set_attr(state=None, T=None, x=0.3)
    system.solve()
    assert first.h.val == pytest.approx(LIQUID + 0.3 * (VAPOUR - LIQUID))


@pytest.mark.parametrize(
    ("specs", "p", "h"),
    [
        ({"T": 300.0, "x": 0.4}, ("T", 300.0), 0.4),
        ({"T": 300.0, "td_dew": 5.0}, ("T", 295.0), None),
        ({"T": 300.0, "td_bubble": 5.0}, ("T", 305.0), None),
        ({"T_dew": 300.0, "x": 0.1}, ("T", 300.0), 0.1),
        ({"T_bubble": 300.0, "td_bubble": 1.0}, ("T", 300.0), None),
    ],
)
@pytest.mark.parametrize("scale", [1.0, 0.2, 4.0])
def test_pairs_with_saturation_give_pressure_and_enthalpy(specs, p, h, scale):
    fluid = ek.Fluid("R134a")
    system, first, _ = line(**specs)
    pressure = fluid.saturation(T=p[1]).dew.p
    initial = np.array([0.1, 0.1, scale * pressure, scale * pressure, 3e5, 3e5])
    ek.FallbackConfig().solve(system, initial=initial)
    assert first.p.val == pytest.approx(pressure, rel=1e-9)
    quality = fluid.state(p=pressure, x=h).h if h is not None else fluid.state(p=pressure, T=first.T.val).h
    assert first.h.val == pytest.approx(quality, rel=1e-9)


def test_a_temperature_in_the_two_phase_region_gives_the_pressure():
    # After a valve the enthalpy is known, and the temperature tells the pressure.
    system = ek.System("R134a")
    source, valve, sink = (system.add_component(c) for c in (ek.Source(), ek.Valve(), ek.Sink()))
    system.add_edge(source, valve, m=0.1, p=1e6, h=2.5e5)
    wet = system.add_edge(valve, sink, T=280.0)
    system.finalize().solve()
    assert wet.p.val == pytest.approx(ek.Fluid("R134a").saturation(T=280.0).dew.p, rel=1e-9)
    assert 0.0 < wet.x.val < 1.0
