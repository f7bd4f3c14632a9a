"""Components written in Python: beside those of the library, in the same systems."""

import gc
import importlib.util
import inspect
import itertools
import pickle
import sys
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest

import entropyk as ek
from entropyk.declare import (
    affine,
    choice,
    chosen,
    equal,
    equation,
    given,
    inlet,
    integer,
    on,
    outlet,
    parameter,
    result,
    switch,
    unknown,
)

ROOT = Path(__file__).parents[2]

# The examples of the documentation, as a module that pickles find.
_SPEC = importlib.util.spec_from_file_location("custom_components", ROOT / "docs/examples/custom_components.py")
custom = importlib.util.module_from_spec(_SPEC)
sys.modules["custom_components"] = custom
_SPEC.loader.exec_module(custom)


def chain(*parts, fluid="water", **specs):
    """Source, parts and sink in a row."""
    system = ek.System(fluid, units="engineering")
    parts = [ek.Source(), *parts, ek.Sink()]
    for part in parts:
        system.add_component(part)
    edges = [system.add_edge(a, b) for a, b in itertools.pairwise(parts)]
    edges[0].set_attr(**specs)
    return system, edges


WATER = {"p": 2.0, "T": 20.0, "m": 0.5}
PUMPS = [
    ({"pr": 4.0, "eta_s": 0.7}, {}),
    ({"eta_s": 0.7}, {"p": 5.0}),
    ({"dp": -3.0, "P": 0.3}, {}),
    ({"head": 40.0, "eta_s": 0.6}, {}),
    ({"head": 40.0, "P": 0.25}, {}),
    ({"eta_s": "var", "pr": 4.0}, {"T": 20.1}),
    ({"eta_s": 0.7, "pr": "var"}, {"T": 20.1}),
    ({"eta_s": 0.7, "dp": "var"}, {"h": 85.0}),
]


@pytest.mark.parametrize(("parameters", "outlet_specs"), PUMPS)
def test_a_pump_in_python_is_the_pump(parameters, outlet_specs):
    found = []
    for kind in (ek.Pump, custom.Pump):
        pump = kind("pump", **parameters)
        system, edges = chain(pump, **WATER)
        edges[1].set_attr(**outlet_specs)
        result = system.finalize().solve()
        sizes = [pump.get_attr(name).val_SI for name in ("P", "pr", "dp", "eta_s", "head")]
        found.append((result.state_vector, sizes, result.performance.power))
    for native, python in zip(*found, strict=True):
        np.testing.assert_allclose(python, native, rtol=1e-9)


@pytest.mark.parametrize(
    ("parameters", "specs"),
    [({"pr": 0.4}, {}), ({"dp": 3.0}, {}), ({}, {"p": 2.0}), ({"Kv": 0.9}, {}), ({"Kv": "var"}, {"p": 3.0})],
)
def test_a_valve_in_python_is_the_valve(parameters, specs):
    found = []
    for kind in (ek.Valve, custom.Valve):
        valve = kind("valve", **parameters)
        system, edges = chain(valve, fluid="R134a", p=8.0, T=25.0, m=0.1)
        edges[1].set_attr(**specs)
        result = system.finalize().solve()
        found.append((result.state_vector, [valve.get_attr(name).val_SI for name in ("pr", "dp", "Kv")]))
    for native, python in zip(*found, strict=True):
        np.testing.assert_allclose(python, native, rtol=1e-9)


def exchange(kind, *, flow=0.4, **parameters):
    """Two streams of water through a heat exchanger."""
    system = ek.System("water", units="engineering")
    exchanger = system.add_component(kind("exchanger", **parameters))
    ends = [system.add_component(part) for part in (ek.Source("hot"), ek.Source("cold"), ek.Sink("a"), ek.Sink("b"))]
    system.add_edge(ends[0], (exchanger, "in1"), label="in1", p=3.0, T=80.0, m=0.3)
    system.add_edge(ends[1], (exchanger, "in2"), label="in2", p=2.0, T=15.0, m=flow)
    system.add_edge((exchanger, "out1"), ends[2], label="out1")
    system.add_edge((exchanger, "out2"), ends[3], label="out2")
    return system, exchanger


@pytest.mark.parametrize(
    "parameters",
    [{"Q": -20.0}, {"ttd_u": 25.0}, {"UA": 1.2}, {"UA": 1.2, "ttd_u": 30.0, "flow": None}],
)
def test_a_heat_exchanger_in_python_is_the_heat_exchanger(parameters):
    found = []
    for kind in (ek.HeatExchanger, custom.Exchanger):
        system, exchanger = exchange(kind, pr1=0.98, pr2=0.95, **parameters)
        result = system.finalize().solve()
        sizes = [exchanger.get_attr(name).val_SI for name in ("Q", "UA", "ttd_u", "pr1", "pr2")]
        found.append((result.state_vector, sizes))
        wrt = [f"exchanger.{name}" for name in parameters if name != "flow"] + ["in1.T"]
        found[-1] += (result.sensitivity(["exchanger.Q", "out1.T"], wrt).values,)
    (native, python) = found
    np.testing.assert_allclose(python[0], native[0], rtol=1e-9)
    np.testing.assert_allclose(python[1], native[1], rtol=1e-9)
    np.testing.assert_allclose(python[2], native[2], rtol=1e-6, atol=1e-12)


def loop(pump, valve, mixer=None):
    """A heating circuit: pump, heater, valve, cooler."""
    system = ek.System("water", units="engineering")
    parts = [pump, ek.SimpleHeatExchanger("heater", dp=0.2, Q=10.0), valve, ek.SimpleHeatExchanger("cooler", dp=0.1)]
    for part in parts:
        system.add_component(part)
    edges = [system.add_edge(a, b) for a, b in itertools.pairwise([*parts, parts[0]])]
    edges[3].set_attr(p=2.0, T=30.0)
    edges[0].set_attr(p=3.0)
    return system, edges


def test_components_of_both_languages_form_rings():
    results = []
    for pump, valve in ((ek.Pump, ek.Valve), (custom.Pump, custom.Valve), (ek.Pump, custom.Valve)):
        system, _ = loop(pump("pump", eta_s=0.8), valve("valve", Kv=1.5))
        results.append(system.finalize().solve())
    for other in results[1:]:
        np.testing.assert_allclose(other.state_vector, results[0].state_vector, rtol=1e-9)
        assert other.performance.power == pytest.approx(results[0].performance.power, rel=1e-9)


def test_affine_equations_and_balances_never_reach_the_solver():
    system, _ = chain(custom.Pump(pr=4.0, eta_s=0.7), custom.Valve(dp=1.0), **WATER)
    native, _ = chain(ek.Pump(pr=4.0, eta_s=0.7), ek.Valve(dp=1.0), **WATER)
    line = "2 unknowns after elimination, of 9"
    assert line in system.finalize().describe()
    assert line in native.finalize().describe()
    system = ek.System("water", units="engineering")
    mixer = system.add_component(custom.Mixer("mixer"))
    ends = [system.add_component(part) for part in (ek.Source("a"), ek.Source("b"), ek.Sink("c"))]
    for number, source in enumerate(ends[:2], 1):
        system.add_edge(source, (mixer, f"in{number}"), m=number, T=20.0 * number)
    system.add_edge(mixer, ends[2], p=2.0)
    system.finalize().solve()
    assert system["e3"].m.val == pytest.approx(3.0, rel=1e-12)
    assert system["e3"].h.val == pytest.approx((system["e1"].h.val + 2 * system["e2"].h.val) / 3, rel=1e-9)


def test_power_flows_through_ports():
    found = []
    for kind in (ek.Pump, custom.Pump):
        pump = kind("pump", eta_s=0.7)
        system, edges = chain(pump, **WATER)
        motor = system.add_component(ek.PowerSource("grid"))
        shaft = system.add_edge(motor, (pump, "power"))
        shaft.set_attr(E=0.3)
        result = system.finalize().solve()
        found.append((edges[1].p.val, result.performance.power))
    np.testing.assert_allclose(found[1], found[0], rtol=1e-9)


def test_help_tables_and_descriptions_know_classes_in_python():
    documentation = inspect.getdoc(custom.Pump)
    assert documentation.startswith("Pump with an efficiency against isentropic compression.\n\nAs the native one.")
    assert "eta_s : float\n    Isentropic efficiency." in documentation
    assert "- efficiency: (h_out − h_in) eta_s = h(p_out, s_in) − h_in" in documentation
    assert "- pr: out1.p = pr in1.p" in documentation
    assert "- dp: out1.p = in1.p − dp" in documentation
    assert list(inspect.signature(custom.Pump).parameters) == [
        *("label", "P", "pr", "dp", "eta_s", "head"),
        *("state", "bypass"),
    ]
    system, _ = chain(custom.Pump(pr=4.0, eta_s=0.7), **WATER)
    assert "pump" in system.describe()
    result = system.finalize().solve()
    row = result.components["component"].index("pump")
    assert result.components["eta_s"][row] == pytest.approx(0.7)
    assert system.value("pump.head") == pytest.approx(result.components["head"][row])
    assert repr(custom.Pump.lift) == "<equation head: (p_out − p_in) v_in = g head>"
    assert {"P", "eta_s"} <= set(dir(custom.Pump()))


def test_sweeps_and_controls_go_through_components_in_python():
    tables = []
    for pump, valve in ((ek.Pump, ek.Valve), (custom.Pump, custom.Valve)):
        system, _ = loop(pump("pump", eta_s=0.8), valve("valve", Kv=1.5))
        system.finalize()
        values = ek.grid({"valve.Kv": np.linspace(1.0, 2.0, 6), "pump.eta_s": [0.6, 0.8]})
        tables.append(system.sweep(values, ["pump.P", "e1.m", "pump.head"], workers=2))
    for name in ("pump.P", "e1.m", "pump.head"):
        np.testing.assert_allclose(tables[1][name], tables[0][name], rtol=1e-9)
    system.add_constraint(ek.Constraint("e1.m", 0.4), control=ek.BoundedVariable("valve.Kv", 0.1, 10.0))
    system.solve()
    assert system["e1"].m.val == pytest.approx(0.4)


def test_sensitivities_are_those_of_native_components():
    found = []
    for pump, valve in ((ek.Pump, ek.Valve), (custom.Pump, custom.Valve)):
        system, _ = loop(pump("pump", eta_s=0.8), valve("valve", Kv=1.5))
        result = system.finalize().solve()
        found.append(result.sensitivity(["pump.P", "e1.m", "valve.dp"], ["valve.Kv", "pump.eta_s", "e1.p"]).values)
    np.testing.assert_allclose(found[1], found[0], rtol=1e-5, atol=1e-9)


def test_what_is_missing_or_too_much_is_named():
    system, _ = chain(custom.Pump("mine", pr=4.0), **WATER)
    with pytest.raises(ek.TopologyError, match=r"mine\.eta_s"):
        system.finalize()
    system["mine"].set_attr(eta_s=0.7, P=1.0)
    with pytest.raises(ek.TopologyError, match=r"mine: efficiency \(\(h_out − h_in\) eta_s"):
        system.finalize()
    system["mine"].set_attr(P=None, dp=3.0)
    with pytest.raises(ek.TopologyError, match=r"mine: dp \(out1\.p = in1\.p − dp\)"):
        system.finalize()


def test_values_of_parameters_in_python_are_checked():
    with pytest.raises(ek.ComponentError, match=r"pump: eta_s = 1\.2 must lie between"):
        chain(custom.Pump(eta_s=1.2), **WATER)
    with pytest.raises(ek.UnknownParameterError, match="eta_s"):
        custom.Pump(eta=0.7)
    assert custom.Exchanger(ua=3.0).UA.val == 3.0


class Cooled(ek.Pump):
    """Pump with a cooled motor, whose heat a second stream takes up."""

    ports = [inlet("in2"), outlet("out2")]
    parameters = [parameter("share", "ratio", "share of the power that becomes heat", min=0.0, max=1.0)]
    equations = [equal("out2.m", "in2.m", name="coolant"), equal("out2.p", "in2.p", name="coolant pressure")]

    @equation("in1.m", "in1.h", "out1.h", "in2.m", "in2.h", "out2.h", "share")
    def cooling(self, at):
        """m2 (h_out2 − h_in2) = share m1 (h_out1 − h_in1)"""
        return at.in2.m * (at.out2.h - at.in2.h) - at.share * at.in1.m * (at.out1.h - at.in1.h)

    def report(self, at):
        return {"share": at.in2.m * (at.out2.h - at.in2.h) / (at.in1.m * (at.out1.h - at.in1.h))}


def test_a_native_class_takes_ports_parameters_and_equations():
    pump = Cooled("pump", eta_s=0.7, pr=4.0, share=0.1)
    system, edges = chain(pump, **WATER)
    source, sink = system.add_component(ek.Source("water")), system.add_component(ek.Sink("drain"))
    system.add_edge(source, (pump, "in2"), label="cold", p=1.0, T=15.0, m=0.01)
    system.add_edge((pump, "out2"), sink, label="warm")
    result = system.finalize().solve()
    native, others = chain(ek.Pump("pump", eta_s=0.7, pr=4.0), **WATER)
    expected = native.finalize().solve()
    assert edges[1].h.val == pytest.approx(others[1].h.val, rel=1e-12)
    assert 0.01 * (system["warm"].h.val - system["cold"].h.val) == pytest.approx(0.1 * pump.P.val, rel=1e-9)
    assert result.performance.power == expected.performance.power
    assert pump.head.val == native["pump"].head.val
    assert inspect.getdoc(Cooled).startswith("Pump with a cooled motor")
    pump.set_attr(share="var")
    system["warm"].set_attr(T=16.0)
    system.solve()
    assert 0 < pump.share.val < 1


def test_an_equation_of_the_same_name_takes_the_place_of_the_native_one():
    class Polytropic(ek.Pump):
        @equation("in1.p", "in1.h", "out1.p", "out1.h", "eta_s", name="eta_s")
        def work(self, at):
            """h_out − h_in = (p_out − p_in)/(ρ eta_s)"""
            return at.out1.h - at.in1.h - (at.out1.p - at.in1.p) * at.in1.v / at.eta_s

    system, edges = chain(Polytropic("pump", eta_s=0.7, pr=4.0), **WATER)
    system.finalize().solve()
    inlet = ek.Fluid("water").state(p=2e5, T=293.15)
    assert 1e3 * (edges[1].h.val - edges[0].h.val) == pytest.approx(6e5 / inlet.rho / 0.7, rel=1e-9)


def test_a_class_in_python_may_be_extended():
    class Limited(custom.Valve):
        """Valve with a largest flow coefficient."""

        parameters = [parameter("Kvs", meaning="flow coefficient of the open valve"), parameter("opening", "ratio")]

        @equation("in1.m", "in1.p", "in1.h", "out1.p", "Kvs", "opening")
        def travel(self, at):
            """Kv = Kvs 50^(opening − 1)"""
            coefficient = at.Kvs * 50 ** (at.opening - 1)
            return coefficient**2 * (at.in1.p - at.out1.p) - self._squared(at)

    class Louder(Limited):
        pass

    specs = {"fluid": "R134a", "p": 8.0, "T": 25.0, "m": 0.1}
    system, edges = chain(Louder("valve", Kvs=2.0, opening=0.8), **specs)
    system.finalize().solve()
    plain, others = chain(ek.Valve(Kv=2.0 * 50**-0.2), **specs)
    plain.finalize().solve()
    assert edges[1].p.val == pytest.approx(others[1].p.val, rel=1e-9)
    assert "Kvs" in inspect.signature(Louder).parameters
    assert Limited().Kv.is_set is False


def test_objects_carry_state_of_their_own():
    class Table(ek.Component):
        ports = [inlet("in1"), outlet("out1")]
        equations = [equal("out1.m", "in1.m"), equal("out1.p", "in1.p")]

        def __init__(self, label=None, *, points, **parameters):
            super().__init__(label, **parameters)
            self.points = points

        @equation("in1.m", "in1.h", "out1.h")
        def heat(self, at):
            return at.in1.m * (at.out1.h - at.in1.h) - np.interp(at.in1.m, *self.points)

    system, edges = chain(Table(points=([0.0, 1.0], [0.0, 1e4])), Table(points=([0.0, 1.0], [0.0, 2e4])), **WATER)
    system.finalize().solve()
    assert edges[2].h.val - edges[0].h.val == pytest.approx(30.0, rel=1e-9)


class Heater(ek.Component):
    """Heats all its streams together, with a loss."""

    ports = [inlet("in", several="count"), outlet("out", several="count")]
    parameters = [
        integer("count", "streams", default=2),
        parameter("Q", "heat", "heat given off"),
        parameter("ks", "ratio", "lost share", default=0.5),
        unknown("net", "heat", "heat that arrives", start=1e3),
        switch("tight", "no loss"),
        choice("way", ["single", "double"]),
    ]
    equations = [equal("out.m", "in.m"), equal("out.p", "in.p")]
    passes = [("in", "out")]

    @equation("Q", "net", "ks", when=given("Q") & ~on("tight"))
    def loss(self, at):
        return at.net - (1 - at.ks) * at.Q

    @equation("Q", "net", when=given("Q") & on("tight"))
    def whole(self, at):
        return at.net - at.Q

    @equation("in", "out", "net")
    def energy(self, at):
        gain = sum(b.m * (b.h - a.h) for a, b in zip(at.each("in"), at.each("out"), strict=True))
        return gain - at.net * (2 if at.way == "double" else 1)

    @equation("in.h", "out.h", when=chosen("way", "double"))
    def alike(self, at):
        """out1.h − in1.h = out2.h − in2.h"""
        return (at.out1.h - at.in1.h) - (at.out2.h - at.in2.h)


@pytest.mark.parametrize(
    ("parameters", "gain"), [({}, 5.0), ({"ks": 0.2}, 8.0), ({"tight": True}, 10.0), ({"way": "double"}, 10.0)]
)
def test_inner_unknowns_options_and_several_ports(parameters, gain):
    system = ek.System("water", units="engineering")
    heater = system.add_component(Heater("heater", Q=10.0, **parameters))
    for number, flow in ((1, 0.1), (2, 0.3)):
        source, sink = system.add_component(ek.Source(f"s{number}")), system.add_component(ek.Sink(f"t{number}"))
        system.add_edge(source, (heater, f"in{number}"), label=f"a{number}", p=2.0, T=20.0, m=flow)
        system.add_edge((heater, f"out{number}"), sink, label=f"b{number}")
    if "way" not in parameters:
        system["b2"].set_attr(h=ek.Ref(system["a2"], 1.0, 5.0))
    result = system.finalize().solve()
    rises = [system[f"b{k}"].h.val - system[f"a{k}"].h.val for k in (1, 2)]
    assert 0.1 * rises[0] + 0.3 * rises[1] == pytest.approx(gain, rel=1e-9)
    if "way" in parameters:
        assert rises[0] == pytest.approx(rises[1])
    assert "heater.net" in result.state_names


def answers(method):
    """A chain with a component whose equation answers in some way until `faults` is empty."""
    faults = [True]

    class Odd(ek.Component):
        ports = [inlet("in1"), outlet("out1")]
        parameters = [parameter("k", default=2.0), result("gain")]
        equations = [equal("out1.m", "in1.m"), equal("out1.p", "in1.p")]

        @equation("in1.h", "out1.h", "k")
        def rise(self, at):
            """h_out = h_in + 1000 k"""
            return method(at) if faults else at.out1.h - at.in1.h - 1e3 * at.k

    system, edges = chain(Odd("odd"), **WATER)
    return system.finalize(), edges, faults


@pytest.mark.parametrize(
    ("method", "message"),
    [
        (lambda at: None, "rise returned None, which is not a number"),
        (lambda at: [1.0], r"rise returned \[1\.0\], which is not a number"),
        (lambda at: "x", "rise returned 'x'"),
        (lambda at: float("nan"), "rise returned NaN"),
        (lambda at: at.out1.h / 0, "rise raised ZeroDivisionError"),
        (
            lambda at: at.out1.p,
            r'rise raised AttributeError: rise reads out1\.p without naming it: write @equation\(…, "out1\.p"\)',
        ),
        (lambda at: at.out1.T, r"rise raised AttributeError: rise reads out1\.p without naming it"),
        (lambda at: at.out2.h, 'rise raised AttributeError: Odd has no port or parameter "out2"; did you mean out1'),
        (lambda at: at.in1.hh, "rise raised AttributeError"),
        (lambda at: at.gain, "rise raised AttributeError: rise reads gain without naming it"),
    ],
)
def test_wrong_equations_are_named_and_leave_the_system_as_it_was(method, message):
    system, edges, faults = answers(method)
    with pytest.raises(ek.EntropykError, match=f"odd: .*{message}"):
        system.solve()
    faults.clear()
    system.solve()
    assert edges[1].h.val - edges[0].h.val == pytest.approx(2.0, rel=1e-9)


def test_exceptions_of_equations_reports_and_starts_are_causes():
    class FaultError(Exception):
        pass

    def fail(*_):
        raise FaultError("broken")

    system, _, _ = answers(fail)
    with pytest.raises(ek.ComponentError, match=r"odd: rise raised .*FaultError: broken") as raised:
        system.solve()
    assert isinstance(raised.value.__cause__, FaultError)
    for name in ("report", "start"):
        broken = type("Broken", (custom.Valve,), {name: fail})
        system, _ = chain(broken("odd", dp=1.0), **WATER)
        with pytest.raises(ek.ComponentError, match=f"odd: {name} raised .*FaultError: broken") as raised:
            system.finalize().solve()
        assert isinstance(raised.value.__cause__, FaultError)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ([1.0], "returns a dict of results"),
        ({"dp": None}, "dp of report returned None"),
        ({"dpp": 1.0}, '"dpp", which is no parameter; did you mean dp'),
    ],
)
def test_wrong_reports_are_named(told, message):
    broken = type("Broken", (custom.Valve,), {"report": lambda self, at: told})
    system, _ = chain(broken("odd", dp=1.0), **WATER)
    with pytest.raises(ek.ComponentError, match=f"odd: .*{message}"):
        system.finalize().solve()


@pytest.mark.parametrize(
    ("offers", "message"),
    [({"out1": 1.0}, "no unknown at a port"), ({"out1.p": "x"}, "returned 'x'"), ([1], "not a dict of values")],
)
def test_wrong_starts_are_named(offers, message):
    broken = type("Broken", (custom.Valve,), {"start": lambda self, known: offers})
    system, _ = chain(broken("odd", dp=1.0), **WATER)
    with pytest.raises(ek.ComponentError, match=f"odd: .*{message}"):
        system.finalize().solve()


@pytest.mark.parametrize(
    ("slopes", "message"),
    [
        ({"in1.h": -1.0}, "no derivative with respect to out1.h"),
        ({"in1.h": -1.0, "out1.h": 1.0, "out1.p": 0.0}, 'with respect to "out1.p", on which it does not depend'),
        ({"in1.h": -1.0, "out1.h": None}, "with respect to out1.h returned None"),
        ([-1.0, 1.0], "not a dict of derivatives"),
    ],
)
def test_wrong_derivatives_are_named(slopes, message):
    class Odd(ek.Component):
        ports = [inlet("in1"), outlet("out1")]
        equations = [equal("out1.m", "in1.m"), equal("out1.p", "in1.p")]

        @equation("in1.h", "out1.h")
        def rise(self, at):
            return at.out1.h - at.in1.h - 1e3

        @rise.derivative
        def rise(self, at):
            return slopes

    system, _ = chain(Odd("odd"), **WATER)
    with pytest.raises(ek.ComponentError, match=rf"odd: rise\.derivative.*{message}"):
        system.finalize().solve()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"ports": [inlet("in1"), inlet("in1")]}, "two ports 'in1'|two ports \"in1\""),
        ({"ports": ["in1"]}, "what inlet and outlet of entropyk.declare make"),
        ({"ports": [inlet("set_attr")]}, "means something for all components"),
        ({"parameters": [parameter("at one")]}, "is no name for a parameter"),
        ({"parameters": [parameter("k", "heatt")]}, 'no quantity "heatt"'),
        ({"ports": [inlet("k")], "parameters": [parameter("k")]}, "is a port and a parameter"),
        ({"ports": [inlet("in1")], "equations": [equal("out1.m", "in1.m")]}, 'no port "out1"'),
        (
            {"ports": [inlet("in1")], "equations": [equal("in1.x", "in1.m")]},
            '"in1.x" is no unknown: .* m, p, h',
        ),
        ({"ports": [inlet("in1")], "equations": [equal("in1", "in1.m")]}, "not one unknown"),
        ({"ports": [inlet("in1")], "equations": [affine("in1.m", "in1.p", factor="k")]}, 'no parameter "k"'),
        ({"ports": [inlet("in1")], "rise": equation("eta")(lambda self, at: 0.0)}, 'no parameter "eta"'),
        ({"ports": [inlet("in", several="n")]}, "no whole number"),
        ({"equations": [equal("a.m", "b.m"), equal("a.m", "c.m")]}, "two equations are named 'a.m'"),
    ],
)
def test_wrong_declarations_are_refused_when_the_class_is_made(body, message):
    with pytest.raises(ek.ComponentError, match=message):
        type("Odd", (ek.Component,), body)


def test_helpers_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="kind is"):
        inlet("in1", "steam")
    with pytest.raises(ValueError, match="nothing between"):
        parameter("k", min=1.0, max=0.0)
    with pytest.raises(TypeError, match="equation takes names"):
        equation(lambda self, at: 0.0)


def test_threads_solve_systems_with_components_in_python():
    system, _ = loop(custom.Pump("pump", eta_s=0.8), custom.Valve("valve", Kv=1.5))
    expected = system.finalize().solve().state_vector
    found, errors = [], []

    def work():
        try:
            found.extend(system.solve().state_vector for _ in range(10))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not errors
    np.testing.assert_allclose(found, np.tile(expected, (40, 1)), rtol=1e-12)


def test_systems_with_components_in_python_are_collected_and_results_keep_their_code():
    system = loop(custom.Pump("pump", eta_s=0.8), custom.Valve("valve", Kv=1.5))[0]
    system["pump"].system = system
    result = system.finalize().solve()
    alive = weakref.ref(system)
    del system
    gc.collect()
    assert float(result.sensitivity("pump.P", "valve.Kv")) > 0
    del result
    gc.collect()
    assert alive() is None


def test_components_are_pickled_with_their_class_by_reference():
    pump = pickle.loads(pickle.dumps(custom.Pump("pump", eta_s=0.8)))
    assert type(pump) is custom.Pump
    assert pump.eta_s.val == 0.8
    system = loop(custom.Pump("pump", eta_s=0.8), custom.Valve("valve", Kv=1.5))[0].finalize()
    expected = system.solve().state_vector
    loaded = pickle.loads(pickle.dumps(system))
    np.testing.assert_allclose(loaded.solve().state_vector, expected, rtol=1e-9)


def test_a_method_may_have_the_name_of_its_parameter():
    class Orifice(ek.Component):
        ports = [inlet("in1"), outlet("out1")]
        parameters = [parameter("k", default=1e5)]
        equations = [equal("out1.m", "in1.m"), equal("out1.h", "in1.h")]

        @equation("in1.m", "in1.p", "out1.p", "k")
        def k(self, at):
            return at.in1.p - at.out1.p - at.k * at.in1.m**2

    orifice = Orifice(k=2e5)
    assert orifice.k.val == 2e5
    system, edges = chain(orifice, **WATER)
    system.finalize().solve()
    assert edges[1].p.val == pytest.approx(1.5, rel=1e-9)
    orifice.set_attr(k=None)
    system.solve()
    assert edges[1].p.val == pytest.approx(1.75, rel=1e-9)
    assert "k" in system.report().equations["equation"]


def test_equations_see_values_with_the_units_of_si_and_of_the_design_point():
    seen = {}

    class Probe(ek.Component):
        ports = [inlet("in1"), outlet("out1"), outlet("heat", "heat")]
        parameters = [parameter("T", "temperature"), parameter("spare")]
        equations = [equal("out1.m", "in1.m"), equal("out1.p", "in1.p"), equal("out1.h", "in1.h")]

        def report(self, at):
            seen.update(given=at.T, spare=at.spare, heat=at.heat, open=at.is_connected("heat"), design=at.design("T"))
            seen.update({name: getattr(at.in1, name) for name in ("m", "p", "h", "T", "s", "rho", "v", "x")})
            seen["viscosity"] = at.in1.state.viscosity
            assert {"in1", "T", "each"} <= set(dir(at))
            assert "water" in repr(at.in1).lower()

    system, _ = chain(Probe("probe", T=25.0), **WATER)
    system.finalize().solve()
    state = ek.Fluid("water").state(p=2e5, T=293.15)
    assert seen["given"] == pytest.approx(298.15)
    assert (seen["spare"], seen["heat"], seen["open"], seen["design"]) == (None, None, False, None)
    assert (seen["m"], seen["x"] < 0) == (0.5, True)
    for name in ("p", "h", "T", "s", "rho", "v", "viscosity"):
        assert seen[name] == pytest.approx(getattr(state, name), rel=1e-9), name


def test_rows_of_a_sweep_tell_what_failed():
    system, _, _ = answers(lambda at: at.out1.h - at.in1.h - 1e3 / (at.in1.h > 1e5))
    table = system.sweep({"e1.T": [20.0, 30.0]}, ["e2.h"])
    assert list(table["status"]) == ["OutOfDomain", "Converged"]
    with pytest.raises(ek.SolverError, match=r"odd: rise raised ZeroDivisionError") as raised:
        system.sweep({"e1.T": [20.0, 30.0]}, ["e2.h"], on_error="raise")
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_components_in_python_are_switched_off_and_bypassed():
    for pump in (custom.Pump("pump", eta_s=0.8, pr=2.0), Cooled("pump", eta_s=0.8, pr=2.0, share=0.1)):
        system, edges = chain(pump, **WATER)
        if isinstance(pump, Cooled):
            ends = [system.add_component(part) for part in (ek.Source("cold"), ek.Sink("warm"))]
            system.add_edge(ends[0], (pump, "in2"), label="c", p=1.0, T=15.0, m=0.1)
            system.add_edge((pump, "out2"), ends[1], label="w")
        pump.set_attr(state="Bypass")
        system.finalize().solve()
        assert (edges[1].p.val, edges[1].h.val) == (edges[0].p.val, edges[0].h.val)
        if isinstance(pump, Cooled):
            assert system["w"].h.val == system["c"].h.val
        pump.set_attr(state="On")
        system.solve()
        assert edges[1].p.val == pytest.approx(4.0)
