"""Collectors, and exchangers with their surroundings off the design point, beside TESPy."""

import pytest

import entropyk as ek

ZERO = 273.15

TESPY = """
import json, warnings
warnings.simplefilter("ignore")
from tespy.components import *
from tespy.connections import Connection
from tespy.networks import Network
def through(part, inlet, outlet):
    nw = Network(iterinfo=False)
    a, b = Source("a"), Sink("b")
    c1, c2 = Connection(a, "out1", part, "in1"), Connection(part, "out1", b, "in1")
    nw.add_conns(c1, c2)
    c1.set_attr(fluid={"water": 1}, **inlet)
    c2.set_attr(**outlet)
    return nw, c1, c2
"""


def through(part, inlet, outlet):
    """A part between a source and a sink, in which water flows."""
    system = ek.System("Water")
    source, part, sink = (system.add_component(each) for each in (ek.Source(), part, ek.Sink()))
    system.add_edge(source, part, label="in", **inlet)
    system.add_edge(part, sink, label="out", **outlet)
    return system.finalize()


FLAT = {"pr": 1.0, "E": 800.0, "A": 20.0, "eta_opt": 0.9, "lkf_lin": 1.0, "lkf_quad": 0.005, "Tamb": 20 + ZERO}
TROUGH = {"pr": 1.0, "E": 939.69, "A": 40.0, "eta_opt": 0.816, "c_1": 0.0622, "c_2": 0.00023, "Tamb": 20 + ZERO}
TROUGH |= {"aoi": 20.0, "doc": 0.95, "iam_1": -1.59e-3, "iam_2": 9.77e-5}


@pytest.mark.parametrize(("name", "given"), [("SolarCollector", FLAT), ("ParabolicTrough", TROUGH)])
def test_collectors_collect_as_much_as_in_tespy(tespy, name, given):
    inlet = {"m": 0.05, "T": 30 + ZERO, "p": 10e5}
    theirs = tespy(
        TESPY
        + f"""
part = {name}("part")
part.set_attr(**{given!r})
nw, c1, c2 = through(part, {inlet!r}, {{}})
nw.solve("design")
first = [part.Q.val, part.Q_loss.val, c2.T.val]
part.set_attr(A="var")
c2.set_attr(T=90 + {ZERO})
nw.solve("design")
print(json.dumps([*first, part.A.val]))
"""
    )
    part = getattr(ek, name)(**given)
    system = through(part, inlet, {})
    system.solve()
    ours = [part.Q.val, part.Q_loss.val, system["out"].T.val]
    part.set_attr(A="var")
    system["out"].set_attr(T=90 + ZERO)
    system.finalize().solve()
    assert [*ours, part.A.val] == pytest.approx(theirs, rel=2e-6)


def test_collector_balances_by_hand():
    """q = E eta_opt − lkf_lin ΔT − lkf_quad ΔT², with the mean of both temperatures."""
    part = ek.SolarCollector(**{**FLAT, "A": 3.0})
    system = through(part, {"T": 40 + ZERO, "p": 3e5}, {"T": 60 + ZERO})
    system.solve()
    assert pytest.approx(3.0 * (800 * 0.9 - 30.0 - 0.005 * 30.0**2)) == part.Q.val
    assert pytest.approx(part.Q.val - 2400.0) == part.Q_loss.val


@pytest.mark.parametrize("name", ["SimpleHeatExchanger", "Pipe"])
def test_conductance_to_the_surroundings_follows_its_line(tespy, name):
    inlet = {"m": 1.0, "T": 90 + ZERO, "p": 5e5}
    theirs = tespy(
        TESPY
        + f"""
part = {name}("part")
part.set_attr(pr=1, Tamb={10 + ZERO}, design=["Q"], offdesign=["UA_char"], Q=-2e5)
nw, c1, c2 = through(part, {inlet!r}, {{}})
nw.solve("design")
design = nw.save(as_dict=True)
c1.set_attr(m=0.6)
nw.solve("offdesign", design_path=design)
print(json.dumps([part.UA.val, part.Q.val, c2.T.val]))
"""
    )
    part = getattr(ek, name)(pr=1.0, Tamb=10 + ZERO, Q=-2e5)
    system = through(part, inlet, {})
    system.set_design(system.solve())
    part.set_attr(Q=None, UA_char="DEFAULT")
    system["in"].set_attr(m=0.6)
    system.finalize().solve()
    assert [part.UA.val, part.Q.val, system["out"].T.val] == pytest.approx(theirs, rel=2e-6)
