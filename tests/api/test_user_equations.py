"""Equations and unknowns of one's own: of any numbers of a system, with every way in which they can fail."""

import gc
import itertools
import math
import signal
import threading
import time
import traceback
import weakref

import numpy as np
import pytest

import entropyk as ek


def line(**specs):
    """Source, two exchangers and a sink: water at 3 bar, 20 °C."""
    system = ek.System("water", units="engineering")
    parts = [ek.Source(), ek.SimpleHeatExchanger("a", dp=0.1), ek.SimpleHeatExchanger("b", dp=0.1), ek.Sink()]
    for part in parts:
        system.add_component(part)
    edges = [system.add_edge(a, b) for a, b in itertools.pairwise(parts)]
    edges[0].set_attr(**{"p": 3.0, "T": 20.0, "m": 0.5, **specs})
    return system, edges


def test_results_and_given_values_of_components_are_arguments():
    system, edges = line()
    system["a"].set_attr(Q=10.0)
    # The second exchanger takes three times what the first one does.
    system.add_equation("share", ["a.Q", "b.Q"], lambda a, b: b - 3 * a)
    result = system.finalize().solve()
    assert system["b"].Q.val == pytest.approx(30.0, rel=1e-9)
    assert 0.5 * (edges[2].h.val - edges[0].h.val) == pytest.approx(40.0, rel=1e-9)
    assert float(result.sensitivity("b.Q", "a.Q")) == pytest.approx(3.0, rel=1e-6)
    table = system.sweep({"a.Q": [5.0, 10.0, 20.0]}, ["b.Q"])
    np.testing.assert_allclose(table["b.Q"], [15.0, 30.0, 60.0], rtol=1e-9)


def test_free_parameters_of_components_are_arguments():
    system, edges = line()
    edges[1].set_attr(T=30.0)
    edges[2].set_attr(T=40.0)
    system["b"].set_attr(dp="var")
    system.add_equation("friction", ["b.dp", "e2.T"], lambda dp, t: dp - 0.01 * t)
    system.finalize().solve()
    assert system["b"].dp.val == pytest.approx(0.3, rel=1e-9)
    assert edges[2].p.val == pytest.approx(2.6, rel=1e-9)


def test_an_equation_may_give_what_a_component_needs():
    system, edges = line()
    edges[1].set_attr(T=30.0)
    edges[2].set_attr(T=40.0, m=None)
    edges[0].set_attr(m=None)
    system.add_equation("duty", ["a.Q", "b.Q"], lambda a, b: a + b - 42.0)
    system.finalize().solve()
    assert system["a"].Q.val + system["b"].Q.val == pytest.approx(42.0, rel=1e-9)


def test_a_variable_is_found_reported_and_followed():
    system, edges = line()
    edges[1].set_attr(T=30.0)
    total = system.add_variable("total", start=10.0, min=0.0, max=1e3, quantity="heat")
    system.add_equation("sum", ["total", "a.Q", "b.Q"], lambda total, a, b: total - a - b)
    system.add_equation("share", ["total", "a.Q"], lambda total, a: total - 2.5 * a)
    result = system.finalize().solve()
    first = 0.5 * (edges[1].h.val - edges[0].h.val)
    assert total.value.val == pytest.approx(2.5 * first, rel=1e-9)
    assert (total.value.unit, total.value.val_SI) == ("kW", pytest.approx(2500 * first))
    assert result.state_names[-1] == "total"
    assert result.state_vector[-1] == pytest.approx(2500 * first)
    assert system.value("total") == total.value.val
    assert system["total"] is total
    assert float(result.sensitivity("total", "e1.m")) == pytest.approx(total.value.val / 0.5, rel=1e-6)
    table = system.sweep({"e1.m": [0.5, 1.0]})
    assert table["total"][1] == pytest.approx(2 * table["total"][0])
    at = result.components["component"].index("total")
    assert result.components["value"][at] == pytest.approx(total.value.val_SI / 1e3)


def test_a_variable_may_be_given_instead():
    system, edges = line()
    total = system.add_variable("total", quantity="heat")
    system.add_equation("sum", ["total", "a.Q", "b.Q"], lambda total, a, b: total - a - b)
    system["a"].set_attr(Q=10.0)
    total.set_attr(value=25.0)
    result = system.finalize().solve()
    assert system["b"].Q.val == pytest.approx(15.0, rel=1e-9)
    assert float(result.sensitivity("b.Q", "total")) == pytest.approx(1.0, rel=1e-6)
    np.testing.assert_allclose(system.sweep({"total": [20.0, 30.0]}, ["b.Q"])["b.Q"], [10.0, 20.0])
    total.set_attr(value="var")
    edges[2].set_attr(T=60.0)
    system.solve()
    assert total.value.val == pytest.approx(0.5 * (edges[2].h.val - edges[0].h.val))


def test_variables_are_named_where_something_is_missing():
    system, edges = line()
    edges[1].set_attr(T=30.0)
    edges[2].set_attr(T=40.0)
    system.add_variable("total")
    with pytest.raises(ek.TopologyError, match="total"):
        system.finalize()
    system.add_equation("sum", ["total", "a.Q"], lambda total, a: total - a)
    system.finalize().solve()
    system.add_equation("again", ["total"], lambda total: total - 1.0)
    with pytest.raises(ek.TopologyError, match="again"):
        system.solve()
    with pytest.raises(ek.TopologyError, match="the equation sum depends on total"):
        system.remove_variable("total")
    system.remove_equation("again")
    system.remove_equation("sum")
    system.remove_variable("total")
    assert "total" not in system.solve().state_names
    with pytest.raises(ek.TopologyError, match="no variable"):
        system.remove_variable("total")


def test_impossible_variables_and_equations_are_refused():
    system, _ = line()
    with pytest.raises(ek.ValidationError, match="nothing between"):
        system.add_variable("x", min=2.0, max=1.0)
    with pytest.raises(ek.ValidationError, match="start"):
        system.add_variable("x", start=3.0, min=0.0, max=1.0)
    with pytest.raises(ek.UnknownParameterError, match="quantity"):
        system.add_variable("x", quantity="heatt")
    with pytest.raises(ek.TopologyError, match="taken"):
        system.add_variable("e1")
    with pytest.raises(ek.ValidationError, match="takes a function"):
        system.add_equation("x", ["e1.m"], 3.0)
    with pytest.raises(ek.ValidationError, match=r"no path|no parameter"):
        system.add_equation("x", ["e1.mm"], print)
    with pytest.raises(ek.ValidationError, match="no number"):
        system.add_equation("x", ["a.dissipative"], print)


def broken(answer):
    """A line whose equation answers in its own way until `faults` is empty."""
    system, edges = line()
    edges[2].set_attr(T=60.0)
    faults = [True]

    def step(a, b):
        return answer(a, b) if faults else b - a - 10.0

    system.add_equation("step", ["e1.T", "e2.T"], step)
    return system.finalize(), edges, faults


def fails(error):
    def raises(*_):
        raise error

    return raises


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda a, b: None, "returned None, which is not a number"),
        (lambda a, b: np.array([1.0]), r"returned array\(\[1\.\]\), which is not a number"),
        (lambda a, b: "b - a", "returned 'b - a', which is not a number"),
        (lambda a, b: a == b, "returned False, which is not a number"),
        (lambda a, b: math.nan, "returned NaN"),
        (lambda a, b: (a - b) ** 0.5, "returned .*j"),
        (lambda a, b: (b - a, [1.0]), "1 derivatives for 2 arguments"),
        (lambda a, b: (b - a, 1.0), "where a list of derivatives belongs"),
        (lambda a, b: (b, a, 1.0), "returned 3 values"),
        (lambda a, b: (b - a, [1.0, None]), "returned None"),
        (fails(RuntimeError("out of tune")), "raised RuntimeError: out of tune"),
        (lambda a, b: math.log(-a), "raised ValueError"),
        (lambda a, b: b - a / 0, "raised ZeroDivisionError"),
        (lambda a, b, c: 0.0, "raised TypeError"),
    ],
)
def test_wrong_answers_are_named_and_leave_the_system_as_it_was(answer, message):
    system, edges, faults = broken(answer)
    before = edges[1].T.val
    with pytest.raises(ek.EntropykError, match=f"step: .*{message}"):
        system.solve()
    np.testing.assert_equal(edges[1].T.val, before)
    faults.clear()
    system.solve()
    assert edges[1].T.val == pytest.approx(30.0)


def test_numbers_of_any_kind_are_answers():
    for kind in (np.float64, np.float32, np.array, float):
        system, edges, _ = broken(lambda a, b, kind=kind: kind(b - a - 10.0))
        system.solve(ek.NewtonConfig(tolerance=1e-6))
        assert edges[1].T.val == pytest.approx(30.0, rel=1e-5)


def test_what_a_function_raises_is_the_cause_with_its_traceback():
    system, _, _ = broken(fails(RuntimeError("out of tune")))
    with pytest.raises(ek.ComponentError) as raised:
        system.solve()
    cause = raised.value.__cause__
    assert isinstance(cause, RuntimeError)
    assert "raises" in [frame.name for frame in traceback.extract_tb(cause.__traceback__)]
    # A value that the function does not take refuses the point, and the iteration is what fails.
    system, _, _ = broken(lambda a, b: math.log(-a))
    with pytest.raises(ek.SolverError) as raised:
        system.solve()
    assert isinstance(raised.value.__cause__, ValueError)


def test_a_refused_point_only_shortens_the_step():
    system, edges = line()
    edges[2].set_attr(T=60.0)
    edges[1].set_attr(T=40.0)
    x = system.add_variable("x", start=5.0)
    refused = []

    def logarithm(x):
        if x <= 0:
            refused.append(x)
        return math.log(x) + 2.0

    system.add_equation("logarithm", ["x"], logarithm)
    system.finalize().solve()
    assert x.value.val == pytest.approx(math.exp(-2.0))
    assert refused


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_in_a_function_interrupts(stop):
    system, edges, faults = broken(fails(stop()))
    with pytest.raises(stop):
        system.solve()
    with pytest.raises(stop):
        system.sweep({"e3.T": [50.0, 60.0]})
    faults.clear()
    system.solve()
    assert edges[1].T.val == pytest.approx(30.0)


@pytest.fixture
def interrupts():
    """Ctrl-C raises, also where the tests run in the background and signals are ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_ctrl_c_interrupts_a_slow_function():
    system, _, _ = broken(lambda a, b: time.sleep(0.02) or b - a - 10.0)
    threading.Timer(0.2, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        system.sweep({"e3.T": np.linspace(40.0, 60.0, 1000)})


@pytest.mark.usefixtures("interrupts")
def test_ctrl_c_interrupts_a_long_sweep():
    system, edges = line()
    edges[2].set_attr(T=60.0)
    edges[1].set_attr(T=40.0)
    system.finalize().solve()
    threading.Timer(0.1, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        system.sweep({"e2.T": np.linspace(30.0, 50.0, 3_000_000)}, ["e2.h"])
    assert edges[1].T.val == pytest.approx(40.0)


def test_rows_whose_function_fails_say_so():
    def sour(a, b):
        if a > 24.5:
            raise RuntimeError("sour")
        return b - a - 10.0

    system, edges = line()
    edges[2].set_attr(T=60.0)
    system.add_equation("step", ["e1.T", "e2.T"], sour)
    system.finalize()
    table = system.sweep({"e1.T": [20.0, 25.0, 22.0]}, ["e2.T"])
    assert list(table["status"]) == ["Converged", "Raised", "Converged"]
    np.testing.assert_allclose(table["e2.T"], [30.0, np.nan, 32.0])
    with pytest.raises(ek.SolverError, match=r"row 1 .*step: the function raised RuntimeError: sour") as raised:
        system.sweep({"e1.T": [20.0, 25.0, 22.0]}, ["e2.T"], on_error="raise")
    assert isinstance(raised.value.__cause__, RuntimeError)


def test_sweeps_give_the_same_bits_for_any_number_of_workers():
    system, _, _ = broken(lambda a, b: b - a - 10.0)
    values = np.linspace(40.0, 80.0, 300)
    one, four = (system.sweep({"e3.T": values}, ["e2.T", "b.Q"], workers=workers) for workers in (1, 4))
    for name in ("e2.T", "b.Q", "residual"):
        assert np.array_equal(one[name], four[name])


def test_threads_solve_one_system_at_once():
    system, edges, faults = broken(lambda a, b: b - a - 10.0)
    faults.clear()
    found, errors = [], []

    def work():
        try:
            for _ in range(30):
                found.append(system.solve().states["T"][1])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(30):
        edges[2].set_attr(T=60.0 + number)
        system.units  # noqa: B018 - reads the model while it is solved
    for thread in threads:
        thread.join(timeout=60)
    assert not errors
    np.testing.assert_allclose(found, 30.0)


def test_a_system_is_not_changed_or_solved_by_its_own_equations():
    system, edges = line()
    edges[2].set_attr(T=60.0)
    other, _, _ = broken(lambda a, b: b - a - 10.0)

    def nested(b):
        assert system.units.temperature == "degC"
        assert other.solve().status == "Converged"
        calls.pop()()
        return b - 30.0

    system.add_equation("nested", ["e2.T"], nested)
    system.finalize()
    for call in (system.solve, lambda: system.remove_equation("nested")):
        calls = [lambda: None, call]
        with pytest.raises(ek.ComponentError, match="by its own equations") as raised:
            system.solve()
        assert isinstance(raised.value.__cause__, ek.TopologyError)
    calls = [lambda: None] * 100
    system.solve()


def test_systems_with_functions_that_know_them_are_collected():
    system, edges = line()
    edges[2].set_attr(T=60.0)
    system.add_equation("step", ["e2.T"], lambda b: b - 30.0 + 0.0 * len(system.edges))
    result = system.finalize().solve()
    alive = weakref.ref(system)
    assert float(result.sensitivity("e2.T", "e3.T")) == pytest.approx(0.0, abs=1e-9)
    del edges, result
    system = None
    gc.collect()
    assert alive() is None


def test_results_keep_the_functions_they_need():
    def solved():
        system, edges = line()
        edges[2].set_attr(T=60.0)
        system.add_equation("step", ["e1.T", "e2.T"], lambda a, b: b - a - 10.0)
        return system.finalize().solve()

    result = solved()
    gc.collect()
    assert float(result.sensitivity("e2.T", "e1.T")) == pytest.approx(1.0, rel=1e-6)
