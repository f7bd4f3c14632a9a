"""References between connections, controls within bounds, and equations of one's own."""

import itertools
import pickle
import threading

import numpy as np
import pytest

import entropyk as ek


def line(fluid="water", **specs):
    """Source, two exchangers and a sink."""
    system = ek.System(fluid, units="engineering")
    parts = [ek.Source(), ek.SimpleHeatExchanger(dp=0.1), ek.SimpleHeatExchanger(dp=0.1), ek.Sink()]
    for part in parts:
        system.add_component(part)
    edges = [system.add_edge(a, b) for a, b in itertools.pairwise(parts)]
    edges[0].set_attr(p=3.0, T=20.0, m=0.5)
    return system, edges


def two_lines():
    system, edges = line()
    source, exchanger, sink = (system.add_component(part) for part in (ek.Source(), ek.Pipe(Q=0.0, dp=0.0), ek.Sink()))
    return system, edges, [system.add_edge(source, exchanger), system.add_edge(exchanger, sink)]


@pytest.mark.parametrize(
    ("name", "factor", "delta", "value"),
    [("p", 0.5, -0.1, 1.4), ("m", 2.0, 0.25, 1.25), ("T", 1.0, 15.0, 35.0)],
)
def test_a_value_follows_from_another_connection(name, factor, delta, value):
    system, edges, others = two_lines()
    edges[1].set_attr(T=30.0)
    edges[2].set_attr(T=25.0)
    given = {"p": 3.0, "m": 0.5, "T": 20.0}
    others[0].set_attr(**{**given, name: ek.Ref(edges[0], factor, delta)})
    system.finalize().solve()
    assert others[0].get_attr(name).val == pytest.approx(value)
    # With the other one it moves, without compiling by hand.
    edges[0].set_attr(**{name: given[name] * 1.1})
    system.solve()
    moved = factor * given[name] * 1.1 + delta
    assert others[0].get_attr(name).val == pytest.approx(moved)
    # A number takes its place, and None takes it back.
    others[0].set_attr(**{name: given[name]})
    system.solve()
    assert others[0].get_attr(name).val == pytest.approx(given[name])


def test_a_reference_may_point_elsewhere():
    system, edges, others = two_lines()
    edges[1].set_attr(T=30.0)
    edges[2].set_attr(T=40.0)
    others[0].set_attr(p=3.0, m=0.5, T=ek.Ref(edges[1]))
    system.finalize().solve()
    assert others[0].T.val == pytest.approx(30.0)
    others[0].set_attr(T=ek.Ref(edges[2], 1.0, -5.0))
    system.solve()
    assert others[0].T.val == pytest.approx(35.0)
    with pytest.raises(ek.TopologyError, match="refers to itself"):
        edges[0].set_attr(T=ek.Ref(edges[0]))
    with pytest.raises(ek.ValidationError, match="takes a Connection"):
        ek.Ref(system)
    with pytest.raises(ek.UnknownParameterError):
        edges[0].set_attr(temperature=ek.Ref(edges[1]))


def test_references_and_values_that_contradict_are_named():
    system, edges, others = two_lines()
    edges[1].set_attr(T=30.0)
    edges[2].set_attr(T=40.0)
    others[0].set_attr(p=3.0, m=ek.Ref(edges[0]), T=20.0)
    others[1].set_attr(m=0.5)
    with pytest.raises(ek.TopologyError, match=r"e4\.m: reference"):
        system.finalize()
    others[1].set_attr(m=None)
    assert system.finalize().solve().status == "Converged"


def controlled(lower=0.0, upper=1e6):
    system, edges = line()
    edges[1].set_attr(T=30.0)
    exchanger = system.components[2]
    exchanger.set_attr(Q=1.0)
    system.add_constraint(
        ek.Constraint((edges[2], "T"), 45.0), control=ek.BoundedVariable((exchanger, "Q"), lower, upper)
    )
    return system.finalize(), edges, exchanger


def test_a_control_is_found_for_a_value():
    system, edges, exchanger = controlled(0.0, 100.0)
    system.solve()
    assert edges[2].T.val == pytest.approx(45.0)
    water = ek.Fluid("water")
    rise = water.state(p=2.8e5, T=318.15).h - water.state(p=2.9e5, T=303.15).h
    assert exchanger.Q.val == pytest.approx(0.5 * rise / 1e3, rel=1e-9)
    system.remove_constraint((edges[2], "T"))
    assert exchanger.Q.val == 1.0
    system.solve()
    assert edges[2].T.val < 31.0
    with pytest.raises(ek.TopologyError, match="no constraint"):
        system.remove_constraint((edges[2], "T"))


def test_a_control_on_its_bound_is_an_error_with_the_state_there():
    system, edges, exchanger = controlled(0.0, 20.0)
    with pytest.raises(ek.ControlSaturationError, match="upper bound") as raised:
        system.solve()
    error = pickle.loads(pickle.dumps(raised.value))
    assert (error.variable, error.bound, error.value) == ("simple_heat_exchanger_2.Q", "upper", 20e3)
    h = error.state[system.state_names.index("e3.h")] - error.state[system.state_names.index("e2.h")]
    assert h == pytest.approx(20e3 / 0.5)
    # Nothing was stored, and another value can be asked for.
    edges[2].set_attr(T=33.0)
    system.solve()
    assert 0 < exchanger.Q.val < 20


def test_a_variable_of_a_connection_may_be_the_control():
    system, edges = line()
    edges[1].set_attr(T=30.0)
    system.components[2].set_attr(Q=10.0)
    system.add_constraint(ek.Constraint("e3.T", 35.0), control=ek.BoundedVariable("e1.m", 0.1, 5.0))
    system.finalize().solve()
    assert edges[2].T.val == pytest.approx(35.0)
    assert edges[0].m.val == pytest.approx(10.0 / (edges[2].h.val - edges[1].h.val))
    edges[2].set_attr(T=30.1)
    with pytest.raises(ek.ControlSaturationError, match=r"e1\.m ends on its upper bound 5 kg/s: e3\.T = 30\.1 °C"):
        system.solve()


def test_several_controls_at_once():
    system, edges, _ = controlled(0.0, 100.0)
    first = system.components[1]
    edges[1].set_attr(T=None)
    first.set_attr(Q=5.0)
    system.add_constraint(ek.Constraint("e2.T", 28.0), control=ek.BoundedVariable((first, "Q"), 0.0, 50.0))
    system.solve()
    assert (edges[1].T.val, edges[2].T.val) == (pytest.approx(28.0), pytest.approx(45.0))
    with pytest.raises(ek.TopologyError, match="part of the constraint"):
        system.add_constraint(ek.Constraint("e3.p", 2.0), control=ek.BoundedVariable((first, "Q"), 0.0, 50.0))
    with pytest.raises(ek.ValidationError, match="nothing between"):
        system.add_constraint(ek.Constraint("e3.p", 2.0), control=ek.BoundedVariable((first, "dp"), 1.0, 1.0))
    heater = system.add_component(ek.Condenser())
    with pytest.raises(ek.ValidationError, match="is a result"):
        system.add_constraint(ek.Constraint("e3.p", 2.0), control=ek.BoundedVariable((heater, "lmtd"), 0.0, 2.0))


def founding_cycle():
    """A compressor with a map: its efficiency, pinches and the coefficient of performance are results."""
    system = ek.System("R134a", units="engineering")
    compressor = system.add_component(ek.Compressor(coefficients=ek.Ahri540.named("2DF3-030E-TFC"), heat_loss=0.0))
    condenser = system.add_component(ek.Condenser(ua=5000.0, sink_temperature=35.0))
    valve, evaporator = system.add_component(ek.Valve()), system.add_component(ek.Evaporator(ua=3000.0, superheat=5.0))
    for a, b in itertools.pairwise([compressor, condenser, valve, evaporator, compressor]):
        system.add_edge(a, b)
    return system.finalize()


@pytest.mark.parametrize(
    ("of", "value", "control", "lower", "upper"),
    [
        ("evaporator.pinch", 4.0, "evaporator.UA", 500.0, 5000.0),
        ("compressor.eta_s", 0.7, "compressor.heat_loss", 0.0, 0.5),
        ("compressor.P_input", 3.0, "condenser.sink_temperature", 10.0, 50.0),
        ("compressor.T_suction_dew", 2.0, "evaporator.superheat", 0.5, 40.0),
        ("condenser.UA_condensing", 3500.0, "condenser.UA", 3000.0, 9000.0),
        ("cop_cooling", 4.0, "condenser.sink_temperature", 10.0, 60.0),
        ("cop_heating", 5.0, "condenser.sink_temperature", 10.0, 60.0),
        ("power", 3.3, "condenser.sink_temperature", 10.0, 60.0),
        ("heat_in", 15.0, "evaporator.UA", 500.0, 9000.0),
        ("heat_out", 19.0, "evaporator.UA", 500.0, 9000.0),
    ],
)
def test_a_control_is_found_for_a_result(of, value, control, lower, upper):
    system = founding_cycle()
    before, given = system.solve(), system.value(control)

    def found(result):
        if "." in of:
            return system.value(of)
        return result.performance[of] / (1.0 if of.startswith("cop") else 1e3)

    assert found(before) != pytest.approx(value, rel=1e-3)
    system.add_constraint(ek.Constraint(of, value), control=ek.BoundedVariable(control, lower, upper))
    result = system.solve()
    assert found(result) == pytest.approx(value, rel=1e-9)
    assert lower < system.value(control) < upper
    equations = system.report().equations
    # Some have an equation of their own, for the others one is added.
    assert of in equations["object"] or of.rpartition(".")[2] in equations["equation"]
    # The found control, given, leads to the same state.
    state, control_found = result.state_vector.copy(), system.value(control)
    system.remove_constraint(of)
    assert system.value(control) == given
    system.set_attr(**{control: control_found})
    again = system.solve().state_vector
    np.testing.assert_allclose(again[:12], state[:12], rtol=1e-9)


def test_several_controls_of_results_at_once():
    system = founding_cycle()
    for of, value, control, lower, upper in (
        ("evaporator.pinch", 4.0, "evaporator.UA", 500.0, 9000.0),
        ("cop_cooling", 4.0, "condenser.sink_temperature", 10.0, 60.0),
        ("compressor.eta_s", 0.7, "compressor.heat_loss", 0.0, 0.5),
    ):
        system.add_constraint(ek.Constraint(of, value), control=ek.BoundedVariable(control, lower, upper))
    result = system.solve()
    assert system.value("evaporator.pinch") == pytest.approx(4.0)
    assert result.performance["cop_cooling"] == pytest.approx(4.0)
    assert system.value("compressor.eta_s") == pytest.approx(0.7)
    with pytest.raises(ek.TopologyError, match="cop_cooling cannot be constrained: it is part of the constraint"):
        system.add_constraint(ek.Constraint("cop_cooling", 3.0), control=ek.BoundedVariable("condenser.dp1", 0.0, 1.0))


def test_a_result_that_is_asked_for_can_be_varied_and_differentiated():
    system = founding_cycle()
    system.solve()
    control = ek.BoundedVariable("evaporator.UA", 500.0, 9000.0)
    system.add_constraint(ek.Constraint("evaporator.pinch", 4.0), control=control)
    result = system.solve()
    table = system.sweep({"evaporator.pinch": [3.999, 4.001, 3.0, 5.0]}, ["evaporator.UA"])
    assert set(table["status"]) == {"Converged"}
    found = table["evaporator.UA"]
    assert found[2] > found[0] > found[1] > found[3]
    # What the conductance has to do for a warmer sink, against a difference of solves.
    slope = float(result.sensitivity("evaporator.UA", "condenser.sink_temperature"))
    around = system.sweep({"condenser.sink_temperature": [34.99, 35.01]}, ["evaporator.UA"])["evaporator.UA"]
    assert slope == pytest.approx((around[1] - around[0]) / 0.02, rel=1e-6)


def test_a_control_of_a_result_on_its_bound_is_an_error_with_the_state_there():
    system = founding_cycle()
    system.solve()
    control = ek.BoundedVariable("evaporator.UA", 500.0, 2000.0)
    system.add_constraint(ek.Constraint("evaporator.pinch", 1.0), control=control)
    with pytest.raises(ek.ControlSaturationError, match=r"evaporator\.UA ends on its upper bound 2000 W/K") as raised:
        system.solve()
    error = raised.value
    assert len(error.state) == system.state_vector_len
    assert error.state[system.state_names.index("evaporator.UA")] == 2000.0
    system.remove_constraint("evaporator.pinch")
    system.set_attr(**{"evaporator.UA": 2000.0})
    expected = system.solve().state_vector
    np.testing.assert_allclose(error.state[:12], expected[:12], rtol=1e-8)


def test_other_threads_do_not_see_the_state_on_a_bound():
    system, _, exchanger = controlled(0.0, 20.0)
    messages, others = set(), []

    def work():
        for _ in range(40):
            try:
                system.solve()
            except ek.ControlSaturationError as error:
                messages.add(str(error))
            except Exception as error:
                others.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert others == []
    assert len(messages) == 1
    system.remove_constraint("e3.T")
    assert exchanger.Q.val == 1.0


def test_what_does_not_exist_cannot_be_constrained():
    system, *_ = line()
    system["e2"].set_attr(T=30.0)
    system["e3"].set_attr(T=40.0)
    control = ek.BoundedVariable("e1.m", 0.1, 2.0)
    system.add_constraint(ek.Constraint("cop_cooling", 3.0), control=control)
    system.finalize()
    with pytest.raises(ek.EntropykError, match="cop_cooling does not exist here: no power is taken in"):
        system.solve()
    system.remove_constraint("cop_cooling")
    assert system.solve().status == "Converged"
    with pytest.raises(ek.ValidationError, match="cannot have the value NaN"):
        system.add_constraint(ek.Constraint("power", float("nan")), control=control)


def test_rows_of_a_sweep_may_saturate():
    system, *_ = controlled(0.0, 20.0)
    table = system.sweep({"e3.T": [32.0, 35.0, 45.0]}, ["simple_heat_exchanger_2.Q"])
    assert list(table["status"]) == ["Converged", "Converged", "ControlSaturated"]


@pytest.mark.parametrize("own", [False, True])
def test_an_equation_of_ones_own(own):
    system, edges = line()
    edges[2].set_attr(T=60.0)

    def middle(a, b, c):
        value = b - 0.5 * (a + c)
        return (value, [-0.5, 1.0, -0.5]) if own else value

    system.add_equation("halfway", ["e1.T", "e2.T", "e3.T"], middle)
    result = system.finalize().solve()
    assert edges[1].T.val == pytest.approx(40.0)
    assert "halfway" not in result.components["component"]
    assert float(result.sensitivity("e2.T", "e3.T")) == pytest.approx(0.5, rel=1e-6)
    table = system.sweep({"e3.T": np.linspace(40.0, 80.0, 50)}, ["e2.T"])
    np.testing.assert_allclose(table["e2.T"], 0.5 * (20 + table["e3.T"]))
    system.remove_equation("halfway")
    with pytest.raises(ek.TopologyError, match="1 specification is missing"):
        system.solve()


def test_an_equation_that_raises_leaves_the_system_as_it_was():
    system, edges = line()
    edges[2].set_attr(T=60.0)
    faults = [True]

    def middle(a, b):
        if faults:
            raise RuntimeError("out of tune")
        return b - a - 10.0

    system.add_equation("step", ["e1.T", "e2.T"], middle)
    system.finalize()
    with pytest.raises(ek.EntropykError, match=r"step.*RuntimeError: out of tune"):
        system.solve()
    faults.clear()
    system.solve()
    assert edges[1].T.val == pytest.approx(30.0)
    with pytest.raises(ek.TopologyError, match="is taken"):
        system.add_equation("step", ["e1.T"], middle)
    with pytest.raises(ek.ValidationError, match="no path"):
        system.add_equation("other", ["f1.T"], middle)


def test_an_equation_without_a_solution_is_named():
    system, edges = line()
    edges[2].set_attr(T=60.0)
    system.add_equation("never", ["e2.T"], lambda t: t * t + 1.0)
    system.finalize()
    with pytest.raises(ek.SolverError, match="never"):
        system.solve()
