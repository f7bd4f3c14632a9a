"""What a network says of a solve: status, violations, and that a failure leaves everything as it was."""

import math

import pytest
from beside import steps_of

from entropyk import Connection
from entropyk.components import Motor, PowerSink, PowerSource, Sink, Source, Valve
from entropyk.connections import PowerConnection
from entropyk.networks import Network
from entropyk.tools import CharLine, UserDefinedEquation
from entropyk.tools.helpers import TESPyComponentError, TESPyNetworkError

#: Solves that TESPy ends with a status, after each the one that follows with sound values.
CASES = """
import logging
from {package}.networks import Network
from {package}.components import Compressor, HeatExchanger, Pump, SimpleHeatExchanger, Sink, Source, Turbine, Valve
from {package}.connections import Connection

logging.disable(logging.CRITICAL)
steps = []

def between(part, **given):
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar", pressure_difference="bar")
    c1 = Connection(Source("a"), "out1", part, "in1", label="1")
    c2 = Connection(part, "out1", Sink("b"), "in1", label="2")
    nw.add_conns(c1, c2)
    c1.set_attr(fluid={"water": 1}, p=2, T=20, m=1)
    part.set_attr(**given)
    return nw, c1, c2

def tell(nw):
    nw.solve("design")
    steps.append([nw.status, nw.converged])

# Beyond limits: a pressure that rises in a valve, and falls in a compressor and a pump; efficiencies above 1.
nw, c1, c2 = between(Valve("part"))
c2.set_attr(p=3)
tell(nw)
c2.set_attr(p=1)
tell(nw)
nw, c1, c2 = between(Compressor("part"))
c1.set_attr(fluid={"air": 1}, p=3)
c2.set_attr(p=2, T=30)
tell(nw)
c2.set_attr(p=6, T=60)
tell(nw)
nw, c1, c2 = between(Pump("part"))
c2.set_attr(p=1, T=20.1)
tell(nw)
nw, c1, c2 = between(Turbine("part"))
c1.set_attr(p=30, T=400)
c2.set_attr(p=1, x=0.5)
tell(nw)
# States that water cannot have, and heat that nothing takes up.
heater = SimpleHeatExchanger("part")
nw, c1, c2 = between(heater, pr=1)
for Q in (-1e9, 1e5, 1e9, 1e5):
    heater.set_attr(Q=Q)
    tell(nw)
c1.set_attr(m=0)
tell(nw)
c1.set_attr(m=1)
tell(nw)
# Temperatures that cross.
for T in ((60, 40, 50, 70), (40, 60, 70, 50), (90, 50, 20, 40)):
    nw, part = Network(iterinfo=False), HeatExchanger("part")
    nw.units.set_defaults(temperature="degC", pressure="bar")
    c1, c2 = Connection(Source("a"), "out1", part, "in1"), Connection(part, "out1", Sink("b"), "in1")
    c3, c4 = Connection(Source("c"), "out1", part, "in2"), Connection(part, "out2", Sink("d"), "in1")
    nw.add_conns(c1, c2, c3, c4)
    for each, t in zip((c1, c2, c3, c4), T):
        each.set_attr(T=t)
    c1.set_attr(fluid={"water": 1}, p=3, m=1)
    c3.set_attr(fluid={"water": 1}, p=3)
    part.set_attr(pr1=1, pr2=1)
    tell(nw)
"""


def test_gives_the_status_of_tespy():
    pytest.importorskip("tespy")
    ours = steps_of(CASES, "entropyk")
    assert ours == steps_of(CASES, "tespy")
    assert {status for status, _ in ours} == {0, 1, 2}


def valve() -> tuple[Network, Connection, Connection]:
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    part = Valve("valve")
    c1 = Connection(Source("a"), "out1", part, "in1", "1", fluid="water", m=1, T=20, p=5)
    c2 = Connection(part, "out1", Sink("b"), "in1", "2", p=3)
    nw.add_conns(c1, c2)
    return nw, c1, c2


def test_violated_limits_are_listed():
    nw, _, c2 = valve()
    c2.set_attr(p=6)
    nw.solve("design")
    assert nw.status == 1
    assert nw.converged
    nw.assert_convergence()
    assert "valve: pr = 1.2 is above its limit 1" in nw.violations
    with pytest.raises(AssertionError, match=r"violates limits: valve: pr = 1\.2 is above its limit 1"):
        nw.assert_convergence(strict=True)
    c2.set_attr(p=3)
    nw.solve("design")
    assert nw.status == 0
    assert nw.violations == []
    nw.assert_convergence(strict=True)


def test_other_warnings_are_no_violations():
    nw = Network(iterinfo=False)
    motor = Motor("motor", eta=0.9, design=["eta"], offdesign=["eta_char"])
    motor.set_attr(eta_char=CharLine(x=[0.5, 1, 1.5], y=[0.9, 1, 0.9]))
    source = PowerConnection(PowerSource("grid"), "power", motor, "power_in", "in", E=1e3)
    nw.add_conns(source, PowerConnection(motor, "power_out", PowerSink("shaft"), "power", "out"))
    nw.solve("design")
    design = nw.save(as_dict=True)
    source.set_attr(E=5e3)
    nw.solve("offdesign", design_path=design)
    assert nw.status == 0
    assert nw.violations == []
    assert any("eta_char" in warning for warning in nw.solution.warnings)


@pytest.mark.parametrize(
    ("bad", "good", "message"),
    [
        ({"T": -100}, {"T": 20}, "below the lowest temperature"),
        ({"p": 300, "T": None, "x": 0.5}, {"p": 5, "T": None, "x": 0.5}, "outside the range"),
    ],
    ids=["below melting", "above critical"],
)
def test_a_failure_leaves_everything_as_it_was(bad, good, message):
    nw, c1, c2 = valve()
    nw.solve("design")
    before = {each.label: [each.get_attr(name).val for name in ("h", "s", "vol")] for each in (c1, c2)}
    c1.set_attr(**bad)
    nw.solve("design")
    assert nw.status == 2
    with pytest.raises(AssertionError, match=message):
        nw.assert_convergence()
    with pytest.raises(TESPyNetworkError, match=message):
        _ = nw.solution
    assert {each.label: [each.get_attr(name).val for name in ("h", "s", "vol")] for each in (c1, c2)} == before
    c1.set_attr(**good)
    nw.solve("design")
    nw.assert_convergence(strict=True)
    assert not math.isnan(c2.T.val)


def test_a_refused_network_is_not_converged_any_more():
    nw, c1, _ = valve()
    nw.solve("design")
    c1.set_attr(h=1e5)
    with pytest.raises(TESPyNetworkError):
        nw.solve("design")
    assert nw.status == 12
    assert not nw.converged
    c1.set_attr(h=None)
    nw.solve("design", init_only=True)
    assert nw.status == 99


def test_what_equations_of_users_raise_has_a_type_and_a_cause():
    nw, c1, c2 = valve()
    c2.set_attr(p=None)
    equation = UserDefinedEquation("half", lambda ude: {}["missing"], lambda ude: [ude.conns[1].p], conns=[c1, c2])
    nw.add_ude(equation)
    with pytest.raises(TESPyComponentError, match="half") as raised:
        nw.solve("design")
    assert isinstance(raised.value.__cause__.__cause__, KeyError)
    assert nw.status == 99
    nw.del_ude(equation)
    c2.set_attr(p=3)
    nw.solve("design")
    assert nw.converged
