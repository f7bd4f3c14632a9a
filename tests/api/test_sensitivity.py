"""Derivatives of results against differences of solves."""

import numpy as np
import pytest

import entropyk as ek


def cycle():
    system = ek.System("R134a", units="engineering")
    compressor = system.add_component(ek.Compressor(eta_s=0.75, heat_loss=0.05))
    condenser = system.add_component(
        ek.Condenser(ua=3000.0, sink_temperature=35.0, sink_capacity_rate=4000.0, pr1=0.98)
    )
    valve = system.add_component(ek.Valve())
    evaporator = system.add_component(ek.Evaporator(ua=2500.0, source_temperature=12.0, dp2=0.1, superheat=5.0))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, td_bubble=3.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, m=0.08)
    return system.finalize()


GIVEN = [
    "compressor.eta_s",
    "compressor.heat_loss",
    "condenser.UA",
    "condenser.sink_temperature",
    "condenser.sink_capacity_rate",
    "condenser.pr1",
    "evaporator.UA",
    "evaporator.source_temperature",
    "evaporator.dp2",
    "evaporator.superheat",
    "e2.td_bubble",
    "e4.m",
]
RESULTS = [
    "compressor.P",
    "compressor.P_input",
    "condenser.Q",
    "evaporator.Q",
    "e1.T",
    "e1.p",
    "e4.p",
    "e3.h",
    "e2.T_bubble",
    "heat_in",
    "heat_out",
    "power",
    "cop_cooling",
    "cop_heating",
]


def richardson(system, of, wrt, value):
    """Central differences of two steps, extrapolated."""

    def at(x):
        system.set_attr(**{wrt: x})
        result = system.solve()
        return np.array([result[name] for name in of])

    h = 1e-3 * max(abs(value), 0.1)
    one, two = (at(value + h) - at(value - h)) / (2 * h), (at(value + 2 * h) - at(value - 2 * h)) / (4 * h)
    at(value)
    return (4 * one - two) / 3


@pytest.mark.parametrize("wrt", GIVEN)
def test_derivatives_are_those_of_solves(wrt):
    system = cycle()
    result = system.solve()
    sensitivity = result.sensitivity(RESULTS, wrt)
    expected = richardson(system, RESULTS, wrt, system.value(wrt))
    values = np.array([result[name] for name in RESULTS])
    # Relative to what a change of the value by its own size would do.
    scale = np.abs(values / max(abs(system.value(wrt)), 0.1))
    np.testing.assert_allclose(sensitivity.values[:, 0], expected, rtol=1e-6, atol=1e-7 * scale.max())
    assert sensitivity.kinks == {wrt: []}


def test_many_at_once_and_one_alone_agree():
    system = cycle()
    result = system.solve()
    matrix = result.sensitivity(RESULTS, GIVEN)
    assert matrix.values.shape == (len(RESULTS), len(GIVEN)) == np.asarray(matrix).shape
    for of in RESULTS[::3]:
        for wrt in GIVEN[::3]:
            assert float(result.sensitivity(of, wrt)) == pytest.approx(matrix[of, wrt], rel=1e-9, abs=1e-12)
    pair = result.sensitivity((system["compressor"], "P"), ("condenser", "UA"))
    assert pair.values.shape == (1, 1)
    with pytest.raises(TypeError, match="not one number"):
        float(matrix)
    assert "d compressor.P / d compressor.eta_s" in repr(matrix)
    assert "<th>condenser.UA</th>" in matrix._repr_html_()


def test_a_change_of_phase_is_a_kink():
    system = ek.System("R134a", units="engineering")
    source, valve, sink = (system.add_component(part) for part in (ek.Source(), ek.Valve(dp=0.0), ek.Sink()))
    system.add_edge(source, valve, m=0.1, p=5.0, h=ek.Fluid("R134a").state(p=5e5, x=0).h / 1e3)
    system.add_edge(valve, sink)
    system.finalize()
    assert system.solve().sensitivity("e2.T", "e1.h").kinks == {"e1.h": ["e1", "e2"]}


def test_what_is_wrong_is_said():
    result = cycle().solve()
    with pytest.raises(ek.ValidationError, match=r"compressor\.pr is not given"):
        result.sensitivity("compressor.P", "compressor.pr")
    with pytest.raises(ek.ValidationError, match="is no path"):
        result.sensitivity("cop", "compressor.eta_s")
    with pytest.raises(ek.ValidationError, match="no parameter"):
        result.sensitivity("compressor.W", "compressor.eta_s")


def test_a_system_is_a_function():
    scipy = pytest.importorskip("scipy.optimize")
    system = cycle()
    names = ["compressor.eta_s", "e2.td_bubble"]
    function = system.as_function(names, "compressor.P", jac=True)
    value, slopes = function([0.7, 4.0])
    assert value == system.value("compressor.P")
    assert slopes.shape == (2,)
    assert scipy.check_grad(lambda x: function(x)[0], lambda x: function(x)[1], [0.7, 4.0]) < 1e-4
    several = system.as_function(names, ["compressor.P", "evaporator.Q"])
    wanted = several([0.7, 4.0])
    assert wanted[0] == pytest.approx(value)
    found = scipy.root(lambda x: several(x) / wanted - 1.0, [0.72, 5.0])
    np.testing.assert_allclose(found.x, [0.7, 4.0], rtol=1e-6)
    with pytest.raises(ek.ValidationError, match="2 inputs"):
        function([1.0])


def test_an_optimiser_finds_the_best_pressure_of_a_transcritical_cycle():
    scipy = pytest.importorskip("scipy.optimize")
    system = ek.System("CO2", units="engineering")
    compressor = system.add_component(ek.Compressor(eta_s=0.7))
    cooler = system.add_component(ek.SimpleHeatExchanger(dp=0.0))
    valve, evaporator = system.add_component(ek.Valve()), system.add_component(ek.SimpleHeatExchanger(Q=10.0, dp=0.0))
    system.add_edge(compressor, cooler)
    system.add_edge(cooler, valve, p=95.0, T=35.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, T_dew=0.0, td_dew=5.0)
    system.finalize()
    power = system.as_function("e2.p", "compressor.P", jac=True)
    found = scipy.minimize(power, [95.0], jac=True, method="L-BFGS-B", bounds=[(80.0, 120.0)])
    assert found.success
    # The optimum lies inside, where the power rises on both sides.
    best = found.x[0]
    assert 82.0 < best < 110.0
    assert power([best + 1.0])[0] > found.fun < power([best - 1.0])[0]
