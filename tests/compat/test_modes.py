"""Design points of single components and connections, and single ones off (or at) their design, beside TESPy."""

import json
import math

import pytest
from beside import steps_of

from entropyk import Connection
from entropyk.components import HeatExchanger, Pipe, Sink, Source
from entropyk.networks import Network, modes
from entropyk.tools.helpers import TESPyNetworkError

#: A compressor and a condenser that share a connection, with two design points.
TWO_DESIGNS = """
from {package}.networks import Network
from {package}.components import Compressor, HeatExchanger, Sink, Source
from {package}.connections import Connection

nw = Network(iterinfo=False)
nw.units.set_defaults(pressure="bar", temperature="degC", pressure_difference="bar")
parts = Source("a"), Compressor("compressor"), HeatExchanger("condenser"), Sink("b"), Source("c"), Sink("d")
so, compressor, condenser, si, cold, warm = parts
c0 = Connection(so, "out1", compressor, "in1", label="c0")
c1 = Connection(compressor, "out1", condenser, "in1", label="c1")
c2, c3 = Connection(condenser, "out1", si, "in1", label="c2"), Connection(cold, "out1", condenser, "in2", label="c3")
c4 = Connection(condenser, "out2", warm, "in1", label="c4")
nw.add_conns(c0, c1, c2, c3, c4)
compressor.set_attr(eta_s=0.8, design=["eta_s"], offdesign=["eta_s_char"])
condenser.set_attr(dp1=0.02, dp2=0.1, ttd_u=15, design=["ttd_u"], offdesign=["UA_char"])
c0.set_attr(x=1, T_dew=20)
c1.set_attr(fluid={"R290": 1}, p=17, m=1)
c2.set_attr(x=0)
c3.set_attr(fluid={"water": 1}, p=2, T=30)
nw.solve("design")
design1 = nw.save(as_dict=True)
c1.set_attr(m=0.8, p=18)
nw.solve("design")
design2 = nw.save(as_dict=True)

def tell():
    nw.assert_convergence()
    return [compressor.P.val, compressor.eta_s.val, condenser.UA.val, c4.T.val, c3.m.val]

c1.set_attr(p=None)
c3.set_attr(m=15)
c1.set_attr(m=0.9)
nw.solve("offdesign", design_path=design1)
steps = [tell()]
condenser.set_attr(design_path=design2)
nw.solve("offdesign", design_path=design1)
steps.append(tell() + [c1.m.design, condenser.UA.design])
compressor.set_attr(design_path=design2)
nw.solve("offdesign", design_path=design1)
steps.append(tell())
condenser.set_attr(design_path=None)
compressor.set_attr(design_path=None)
nw.solve("offdesign", design_path=design1)
steps.append(tell())
"""

SOLVED_TWICE = TWO_DESIGNS.partition("c1.set_attr(p=None)")[0]

#: Only the compressor off its design.
LOCAL_OFFDESIGN = (
    SOLVED_TWICE
    + """
c1.set_attr(p=17.5, m=0.9)
compressor.set_attr(local_offdesign=True, design_path=design1)
nw.solve("design")
steps = [tell()]
c1.set_attr(m=0.7)
nw.solve("design")
steps.append(tell())
"""
)

#: All but the compressor off their design.
LOCAL_DESIGN = (
    SOLVED_TWICE
    + """
compressor.set_attr(local_design=True)
c1.set_attr(p=None)
c3.set_attr(m=15)
nw.solve("offdesign", design_path=design1)
steps = [tell()]
c3.set_attr(m=12)
nw.solve("offdesign", design_path=design1)
steps.append(tell())
"""
)


@pytest.mark.parametrize("script", [TWO_DESIGNS, LOCAL_OFFDESIGN, LOCAL_DESIGN], ids=["paths", "off", "at"])
def test_gives_the_numbers_of_tespy(script):
    pytest.importorskip("tespy")
    ours, theirs = steps_of(script, "entropyk"), steps_of(script, "tespy")
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, rel=1e-5)
    assert ours[0] != pytest.approx(ours[1], rel=1e-3)


def exchanger(label: str, prefix: str, *, m: float = 1.0) -> tuple[Network, HeatExchanger, list[Connection]]:
    """Water that cools water, in a network of its own."""
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    part = HeatExchanger(label)
    part.set_attr(pr1=1, pr2=1, ttd_l=10, design=["ttd_l"], offdesign=["UA_char"])
    lines = [
        Connection(Source("a"), "out1", part, "in1", f"{prefix}1", fluid="water", T=80, p=2, m=m),
        Connection(part, "out1", Sink("b"), "in1", f"{prefix}2"),
        Connection(Source("c"), "out1", part, "in2", f"{prefix}3", fluid="water", T=20, p=2),
        Connection(part, "out2", Sink("d"), "in1", f"{prefix}4", T=50),
    ]
    nw.add_conns(*lines)
    nw.solve("design")
    return nw, part, lines


def test_a_design_point_of_another_network_is_found_by_ports():
    alone, other, _ = exchanger("alone", "x", m=2.0)
    nw, part, lines = exchanger("part", "c")
    design = nw.save(as_dict=True)
    lines[3].set_attr(T=None)
    lines[2].set_attr(m=1)
    part.set_attr(design_path=json.loads(json.dumps(alone.save(as_dict=True))))
    nw.solve("offdesign", design_path=design)
    nw.assert_convergence()
    assert part.UA.design == pytest.approx(other.UA.val)
    assert lines[0].m.design == pytest.approx(1)
    assert part.get_char_expr("m", **part.UA_char1.char_params) == pytest.approx(0.5)
    # With its design point taken back the flow is the one of the design again.
    part.set_attr(design_path=None)
    assert part.get_char_expr("m", **part.UA_char1.char_params) == pytest.approx(1)
    nw.solve("offdesign", design_path=design)
    assert part.UA.design == pytest.approx(other.UA.val / 2, rel=1e-6)


def test_a_design_point_says_what_it_lacks():
    nw, part, lines = exchanger("part", "c")
    design = nw.save(as_dict=True)
    two = json.loads(json.dumps(design))
    of_class = two["Component"]["HeatExchanger"]
    of_class["one"], of_class["two"] = of_class["part"], of_class.pop("part")
    part.set_attr(design_path=two)
    with pytest.raises(TESPyNetworkError, match=r"unambiguously resolve .*part.*one, two"):
        nw.solve("offdesign", design_path=design)
    part.set_attr(
        design_path={"meta": design["meta"], **{kind: design[kind] for kind in ("Component",)}}
        | {"Connection": {"Connection": {"elsewhere": {"m": 1.0}}}}
    )
    with pytest.raises(KeyError, match="c1 of part"):
        nw.solve("offdesign", design_path=design)
    assert part.ttd_l.is_set
    part.set_attr(design_path=None, local_offdesign=True)
    with pytest.raises(TESPyNetworkError, match="part: off the design a design_path"):
        nw.solve("design")
    part.set_attr(local_offdesign=False)
    nw.solve("design")
    assert nw.converged
    assert math.isnan(lines[0].m.design)


def test_names_of_groups_switch_their_equation():
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    pipe = Pipe("pipe", Q=0, L=100, D=0.05, ks=5e-5, pr=0.9, design=["pr"], offdesign=["darcy_group"])
    inlet = Connection(Source("a"), "out1", pipe, "in1", "1", fluid="water", m=2, T=20, p=5)
    nw.add_conns(inlet, Connection(pipe, "out1", Sink("b"), "in1", "2"))
    nw.solve("design")
    assert pipe.pr.val == 0.9
    assert not pipe.ks.is_set
    nw.solve("offdesign", design_path=nw.save(as_dict=True))
    assert pipe.ks.val == 5e-5
    assert pipe.pr.val == pytest.approx(1 - 0.021 * 100 / 0.05 * 998 * 1.02**2 / 2 / 5e5, abs=2e-3)
    nw.solve("design")
    assert pipe.pr.val == 0.9
    with pytest.raises(ValueError, match="nonsense_group"):
        pipe.set_attr(design=["nonsense_group"])


def test_warm_solves_read_no_design_point_again(monkeypatch):
    nw, _, lines = exchanger("part", "c")
    design = nw.save(as_dict=True)
    read, load = [], modes.load_design

    def counted(*arguments):
        read.append(arguments)
        load(*arguments)

    monkeypatch.setattr(modes, "load_design", counted)
    for T in (79, 78):
        lines[0].set_attr(T=T)
        nw.solve("design")
    assert not read
    lines[3].set_attr(T=None)
    lines[2].set_attr(m=1)
    for T in (77, 76):
        lines[0].set_attr(T=T)
        nw.solve("offdesign", design_path=design)
    assert len(read) == 1
