"""Networks beside TESPy: the same script, only its imports changed, each in a process of its own."""

import itertools

import pytest
from beside import steps_of

from entropyk import Connection, PowerConnection, Temperature
from entropyk.components import (
    CombustionChamber,
    Compressor,
    CycleCloser,
    Merge,
    Motor,
    SimpleHeatExchanger,
    Sink,
    Source,
    Valve,
)
from entropyk.connections import Ref
from entropyk.networks import Network
from entropyk.tools.fluid_properties.wrappers import CoolPropWrapper, IncompressibleFluidWrapper
from entropyk.tools.helpers import TESPyComponentError, TESPyConnectionError, TESPyNetworkError

HEAT_PUMP = """
from {package}.networks import Network
from {package}.components import Compressor, CycleCloser, SimpleHeatExchanger, Valve
from {package}.connections import Connection

nw = Network(iterinfo=False)
nw.units.set_defaults(temperature="degC", pressure="bar", enthalpy="kJ/kg", heat="kW", power="kW")
cc, co, ev = CycleCloser("cc"), SimpleHeatExchanger("condenser"), SimpleHeatExchanger("evaporator")
va, cp = Valve("valve"), Compressor("compressor")
c1, c2 = Connection(cc, "out1", ev, "in1", label="1"), Connection(ev, "out1", cp, "in1", label="2")
c3, c4 = Connection(cp, "out1", co, "in1", label="3"), Connection(co, "out1", va, "in1", label="4")
c0 = Connection(va, "out1", cc, "in1", label="0")
nw.add_conns(c1, c2, c3, c4, c0)
co.set_attr(pr=0.98, Q=-1000)
ev.set_attr(pr=0.98)
cp.set_attr(eta_s=0.85)
c2.set_attr(T=20, x=1, fluid={"R134a": 1})
c4.set_attr(T=80, x=0)
nw.solve("design")
steps = [[cp.P.val, ev.Q.val, c3.T.val, c1.m.val]]
co.set_attr(Q=None)
c1.set_attr(m=5)
nw.solve("design")
steps.append([cp.P.val, co.Q.val, c3.T.val])
cp.set_attr(pr=4)
c4.set_attr(T=None)
nw.solve("design")
steps.append([cp.P.val, co.Q.val, c4.T.val])
cp.set_attr(pr=None, eta_s=None)
c3.set_attr(T=97.3)
c4.set_attr(T=80)
nw.solve("design")
steps.append([cp.P.val, cp.eta_s.val, c3.h.val])
"""

PIPES = """
from {package}.networks import Network
from {package}.components import CycleCloser, Pipe, Pump, SimpleHeatExchanger, Valve
from {package}.connections import Connection

nw = Network(iterinfo=False)
nw.units.set_defaults(temperature="degC", pressure="bar", enthalpy="kJ/kg", heat="kW", power="kW")
hs, cc, pu = SimpleHeatExchanger("heat source"), CycleCloser("cc"), Pump("pump")
cons, val = SimpleHeatExchanger("consumer"), Valve("valve")
feed, back = Pipe("feed"), Pipe("return")
parts = [cc, hs, pu, feed, cons, val, back, cc]
c = [Connection(a, "out1", b, "in1", label=str(k)) for k, (a, b) in enumerate(zip(parts, parts[1:]))]
nw.add_conns(*c)
cons.set_attr(Q=-10, pr=0.98)
hs.set_attr(pr=1)
pu.set_attr(eta_s=0.75)
feed.set_attr(Q=-0.25, pr=0.98)
back.set_attr(Q=-0.2, pr=0.98)
c[1].set_attr(T=90, p=10, fluid={"INCOMP::Water": 1})
c[2].set_attr(p=13)
c[4].set_attr(T=65)
nw.solve("design")
steps = [[pu.P.val, hs.Q.val, c[1].m.val, c[6].T.val]]
for pipe in (feed, back):
    pipe.set_attr(ks=0.0005, L=100, D="var")
nw.solve("design")
steps.append([feed.D.val, back.D.val])
for pipe in (feed, back):
    pipe.set_attr(D=pipe.D.val, pr=None, Tamb=0, UA="var")
nw.solve("design")
steps.append([feed.UA.val, back.UA.val, pu.P.val])
for pipe in (feed, back):
    pipe.set_attr(UA=pipe.UA.val, Q=None)
cons.set_attr(Q=-6)
nw.solve("design")
steps.append([feed.Q.val, back.Q.val, hs.Q.val, c[1].m.val])
"""

OFFDESIGN = """
from {package}.networks import Network
from {package}.components import Compressor, CycleCloser, SimpleHeatExchanger, Valve
from {package}.connections import Connection

nw = Network(iterinfo=False)
nw.units.set_defaults(temperature="degC", pressure="bar", enthalpy="kJ/kg", heat="kW", power="kW")
cc, co, ev = CycleCloser("cc"), SimpleHeatExchanger("condenser"), SimpleHeatExchanger("evaporator")
va, cp = Valve("valve"), Compressor("compressor")
c1, c2 = Connection(cc, "out1", ev, "in1", label="1"), Connection(ev, "out1", cp, "in1", label="2")
c3, c4 = Connection(cp, "out1", co, "in1", label="3"), Connection(co, "out1", va, "in1", label="4")
c0 = Connection(va, "out1", cc, "in1", label="0")
nw.add_conns(c1, c2, c3, c4, c0)
co.set_attr(pr=0.98, Q=-1000, design=["pr"], offdesign=["zeta_d4"])
ev.set_attr(pr=0.98, design=["pr"], offdesign=["zeta_d4"])
cp.set_attr(eta_s=0.85)
c2.set_attr(T=20, td_dew=5, fluid={"R134a": 1})
c4.set_attr(T=80, x=0)
nw.solve("design")
steps = [[cp.P.val, ev.Q.val, c3.T.val, ev.zeta_d4.val]]
state = nw.save(as_dict=True)
for Q in (-900, -600):
    co.set_attr(Q=Q)
    nw.solve("offdesign", design_path=state)
    steps.append([cp.P.val, ev.Q.val, c3.T.val, co.pr.val, ev.pr.val])
co.set_attr(Q=-1000)
"""


@pytest.mark.parametrize("script", [HEAT_PUMP, PIPES, OFFDESIGN], ids=["heat_pump", "pipes", "offdesign"])
def test_gives_the_numbers_of_tespy(script):
    pytest.importorskip("tespy")
    for ours, theirs in zip(steps_of(script, "entropyk"), steps_of(script, "tespy"), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-5)


@pytest.fixture
def heated() -> Network:
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    a, heater, b = Source("source"), SimpleHeatExchanger("heater"), Sink("sink")
    c1 = Connection(a, "out1", heater, "in1", label="c1")
    nw.add_conns(c1, Connection(heater, "out1", b, "in1", label="c2"))
    c1.set_attr(fluid={"water": 1}, m=1.5, p=2, T=20)
    heater.set_attr(Q=1e5, pr=0.9)
    return nw


def test_frames_hold_results_and_units(heated):
    heated.solve("design")
    heated.assert_convergence()
    frame = heated.results["Connection"]
    assert list(frame.index) == ["c1", "c2"]
    assert frame.loc["c2", "p"] == pytest.approx(1.8)
    assert frame.loc["c2", "p_unit"] == "bar"
    assert heated.results["SimpleHeatExchanger"].loc["heater", "Q"] == pytest.approx(1e5)
    assert heated.comps.loc["heater", "comp_type"] == "SimpleHeatExchanger"
    text = heated.print_results(colored=False, print_results=False)
    assert "##### RESULTS (SimpleHeatExchanger) #####" in text
    assert "\033" not in text


def test_connections_come_and_go(heated):
    heated.solve("design")
    heater, sink = heated.get_comp("heater"), heated.get_comp("sink")
    old = heated.get_conn("c2")
    heated.del_conns(old)
    with pytest.warns(FutureWarning, match="sink"):
        assert heated.get_comp("sink") is None
    valve = Valve("valve")
    valve.set_attr(pr=0.5)
    new = Connection(heater, "out1", valve, "in1"), Connection(valve, "out1", sink, "in1", label="end")
    heated.add_conns(*new)
    assert new[0].label == "heater:out1_valve:in1"
    heated.solve("design")
    assert heated.converged
    assert heated.get_conn("end").p.val == pytest.approx(0.9)
    assert heater.inl == [heated.get_conn("c1")]
    assert heater.outl == [new[0]]


def test_a_network_is_swept(heated):
    table = heated.sweep({"c1.T": [10.0, 20.0, 30.0]}, ["c2.T"])
    assert (table["c2.T"] - table["c1.T"]) == pytest.approx(15.9, abs=0.1)


def test_failures_leave_a_status(heated):
    with pytest.raises(AssertionError):
        heated.assert_convergence()
    heated.get_comp("heater").set_attr(Q=-1e9)
    heated.solve("design")
    assert heated.status == 2
    assert not heated.converged
    heated.get_comp("heater").set_attr(Q=1e5)
    heated.solve("design")
    assert heated.status == 0


def test_the_design_holds_again_after_part_load(heated, tmp_path):
    heater = heated.get_comp("heater")
    heater.set_attr(design=["pr"], offdesign=["zeta_d4"])
    heated.solve("design")
    heated.save(tmp_path / "design.json")
    heated.get_conn("c1").set_attr(m=0.75)
    with pytest.raises(TESPyNetworkError, match="design_path"):
        heated.solve("offdesign")
    heated.solve("offdesign", design_path=tmp_path / "design.json")
    assert not heater.pr.is_set
    assert heater.zeta_d4.is_set
    assert 2 * (1 - heater.pr.val) == pytest.approx(0.2 * 0.25, rel=0.01)
    heated.solve("design")
    assert heater.pr.val == 0.9
    assert heater.pr.is_set
    assert not heater.zeta_d4.is_set


def test_too_many_and_too_few_are_errors(heated):
    heated.get_conn("c2").set_attr(T=50)
    with pytest.raises(TESPyNetworkError, match=r"heater: Q|c2: T"):
        heated.solve("design")
    assert heated.status == 12
    heated.get_conn("c2").set_attr(T=None)
    heated.get_conn("c1").set_attr(m=None)
    with pytest.raises(TESPyNetworkError, match="missing"):
        heated.solve("design")
    assert heated.status == 11


def test_ends_are_checked():
    a, b = Source("a"), Sink("b")
    with pytest.raises(ValueError, match=r"a has no outlet 'out2' .*out1"):
        Connection(a, "out2", b, "in1")
    with pytest.raises(TypeError, match="two components"):
        Connection(a, "out1", "b", "in1")
    heater = SimpleHeatExchanger("heater")
    with pytest.raises(TESPyConnectionError, match="heater"):
        Connection(heater, "out1", heater, "in1")
    with pytest.raises(ValueError, match="outlet"):
        PowerConnection(Motor("m"), "out1", Compressor("c"), "power")


def test_networks_refuse_what_does_not_belong(heated):
    with pytest.raises(TypeError, match="connections"):
        heated.add_conns(Source("s"))
    with pytest.raises(ValueError, match="c1"):
        heated.add_conns(Connection(Source("s"), "out1", Sink("t"), "in1", label="c1"))
    with pytest.raises(TESPyNetworkError, match="no connections"):
        Network().check_topology()
    with pytest.raises(ValueError, match="mode"):
        heated.solve("on")


def test_options_are_checked():
    compressor = Compressor("c")
    compressor.set_attr(design=["eta_s"], offdesign=["pr"], printout=False)
    assert compressor.design == ["eta_s"]
    assert Compressor("d").design == []
    with pytest.raises(TypeError, match="list"):
        compressor.set_attr(design="eta_s")
    with pytest.raises(ValueError, match="nonsense"):
        compressor.set_attr(offdesign=["nonsense"])
    with pytest.raises(TypeError, match="printout"):
        compressor.set_attr(printout=1)


def test_start_values_are_taken():
    c = Connection(Source("s"), "out1", CycleCloser("cc"), "in1", label="c")
    c.set_attr(m0=3.0, p0=2e5, T0=Temperature(celsius=20))
    assert c.m.val0 == 3.0
    assert c.T.val0 == pytest.approx(293.15)
    assert not c.m.is_set


def test_start_values_are_in_the_units_of_the_network(heated):
    c = heated.get_conn("c2")
    c.set_attr(p0=0.8)
    heated.check_topology()
    assert c.p.val0 == pytest.approx(0.8)
    assert heated.units.pressure == "bar"
    fresh = Connection(heated.get_comp("heater"), "out1", Sink("t"), "in1", label="c3", p0=0.7)
    heated.del_conns(c)
    heated.add_conns(fresh)
    heated.check_topology()
    assert heated.units.to_si(fresh.p.val0, "pressure") == pytest.approx(0.7e5)


def test_units_have_the_long_names_of_pint(heated):
    heated.solve("design")
    frame = heated.results["Connection"].loc["c2"]
    found = {name: frame[f"{name}_unit"] for name in ("T", "p", "h", "vol", "s")}
    assert found["T"] == "degree_Celsius"
    assert found["p"] == "bar"
    assert found["s"] == "joule / kelvin / kilogram"
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    assert {name: str(registry.Unit(unit)) for name, unit in found.items()} == found
    assert heated.units.temperature == "degC"


def test_notebooks_show_a_picture_and_the_results(heated):
    assert "<svg" in heated._repr_html_()
    assert "3 components, 2 connections" in heated._repr_html_()
    heated.solve("design")
    assert "heater" in heated._repr_html_()
    assert "<table" in heated._repr_html_()
    heated.get_comp("heater").set_attr(Q=-1e9)
    heated.solve("design")
    assert "status 2" in heated._repr_html_()


def test_vapour_fractions_follow_from_others():
    nw = Network(iterinfo=False)
    parts = Source("a"), SimpleHeatExchanger("h1", pr=1), SimpleHeatExchanger("h2", pr=1), Sink("b")
    lines = [Connection(a, "out1", b, "in1", str(k)) for k, (a, b) in enumerate(itertools.pairwise(parts))]
    nw.add_conns(*lines)
    lines[0].set_attr(fluid="water", m=1, x=0.2, p=1e5)
    lines[1].set_attr(x=Ref(lines[0], 2, 0.1))
    lines[2].set_attr(x=Ref(lines[1], 1.5, 0))
    nw.solve("design")
    assert [each.x.val for each in lines] == pytest.approx([0.2, 0.5, 0.75])
    assert lines[1].x_ref.is_set


def test_a_start_above_the_critical_pressure_is_none_beside_saturation():
    nw = Network(iterinfo=False)
    nw.units.set_defaults(pressure="bar", temperature="degC")
    heater = SimpleHeatExchanger("heater", Q=0)
    c1 = Connection(Source("a"), "out1", heater, "in1", "1", fluid="water", m=1, p=250, T=400)
    c2 = Connection(heater, "out1", Sink("b"), "in1", "2", x=1, p0=250)
    nw.add_conns(c1, c2)
    nw.solve("design")
    # As TESPy 0.11.3 finds it.
    assert c2.p.val == pytest.approx(160.67964, rel=1e-5)


def test_given_compositions_tell_flows():
    nw = Network(iterinfo=False)
    a, b, merge = Source("a"), Source("b"), Merge("merge")
    c1, c2 = Connection(a, "out1", merge, "in1", "1"), Connection(b, "out1", merge, "in2", "2")
    c3 = Connection(merge, "out1", Sink("sink"), "in1", "3")
    nw.add_conns(c1, c2, c3)
    c1.set_attr(fluid={"N2": 1}, m=1, p=1e5, T=300)
    c2.set_attr(fluid={"O2": 1}, T=300)
    c3.set_attr(fluid={"N2": 0.4, "O2": 0.6})
    nw.solve("design")
    nw.assert_convergence(strict=True)
    assert c2.m.val == pytest.approx(1.5)
    c2.set_attr(m=1.5)
    with pytest.raises(TESPyNetworkError, match="1 specification is too many"):
        nw.solve("design")


def test_a_chamber_without_fluids_says_so():
    nw, chamber = Network(iterinfo=False), CombustionChamber("chamber")
    nw.add_conns(
        Connection(Source("air"), "out1", chamber, "in1", "1"),
        Connection(Source("fuel"), "out1", chamber, "in2", "2"),
        Connection(chamber, "out1", Sink("gas"), "in1", "3"),
    )
    with pytest.raises(TESPyComponentError, match="chamber: there is neither a fuel nor oxygen"):
        nw.solve("design", init_only=True)


def test_other_property_engines_are_refused_by_name(heated):
    c1 = heated.get_conn("c1")
    c1.set_attr(fluid={"water": 1}, fluid_engines={"water": CoolPropWrapper})
    heated.solve("design")
    assert heated.status == 0
    with pytest.raises(NotImplementedError, match="IncompressibleFluidWrapper"):
        c1.set_attr(fluid_engines={"water": IncompressibleFluidWrapper})


def test_what_references_add_follows_the_units(heated):
    c1, c2 = heated.get_conn(["c1", "c2"])
    heated.get_comp("heater").set_attr(pr=None)
    c2.set_attr(p=Ref(c1, 1, -0.5))
    heated.solve("design")
    assert c2.p_ref.ref.delta_SI == pytest.approx(-0.5e5)
    with pytest.warns(UserWarning, match="changing default units"):
        heated.units.set_defaults(pressure="bar", pressure_difference="kPa")
    heated.solve("design")
    assert c2.p_ref.ref.delta == pytest.approx(-50)
    assert c2.p.val == pytest.approx(1.5)


def test_networks_give_derivatives_and_charts(heated):
    heated.solve("design")
    slope = heated.sensitivity("c2.h", "heater.Q")
    assert float(slope) == pytest.approx(1 / 1.5)
    assert heated.plot.ph is not None


def test_connections_list_their_parameters(heated):
    c1 = heated.get_conn("c1")
    assert c1.get_parameters().keys() == c1.property_data.keys() >= {"m", "p", "h", "T"}
    assert c1.get_parameters()["m"].quantity == "mass_flow"
