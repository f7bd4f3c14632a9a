"""Networks as data: whole, what is given, and as parts of others."""

import json
import pickle

import pytest

from entropyk.components import Compressor, PowerSource, SimpleHeatExchanger, Sink, Source, Subsystem, Valve
from entropyk.connections import Connection, PowerConnection, Ref
from entropyk.networks import Network
from entropyk.tools import UserDefinedEquation, UserDefinedVariable
from entropyk.tools.helpers import TESPyComponentError, TESPyNetworkError


def compressing() -> Network:
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar", power="kW")
    compressor = Compressor("compressor", eta_s=0.8)
    a = Connection(Source("inlet air"), "out1", compressor, "in1", label="1")
    b = Connection(compressor, "out1", Sink("outlet air"), "in1", label="2")
    nw.add_conns(a, b, PowerConnection(PowerSource("grid"), "power", compressor, "power", label="e"))
    a.set_attr(fluid={"air": 1}, T=20, p=1, m=1)
    b.set_attr(p=Ref(a, 5, 0))
    return nw


def test_a_network_comes_back_from_its_data(tmp_path):
    nw = compressing()
    nw.solve("design")
    nw.export(tmp_path / "new folder" / "network.json")
    again = Network.from_json(tmp_path / "new folder" / "network.json")
    assert again.get_conn("2").p_ref.is_set
    assert again.get_conn("2").p_ref.ref.factor == 5
    assert again.get_conn("1").T.val == pytest.approx(20)
    again.solve("design")
    again.assert_convergence()
    assert again.get_conn("e").E.val == pytest.approx(nw.get_conn("e").E.val)
    assert again.get_conn("e").E.unit == "kilowatt"


def test_a_network_is_pickled():
    nw = compressing()
    nw.solve("design")
    again = pickle.loads(pickle.dumps(nw))
    again.solve("design")
    assert not again.iterinfo
    assert again.get_conn("e").E.val == pytest.approx(nw.get_conn("e").E.val)


def ratio(equation):
    low, high = equation.conns
    return high.p.val_SI - equation.params["ratio"] * low.p.val_SI - 0.0 * equation.params["of"].eta_s.val_SI


def pressures(equation):
    return [each.p for each in equation.conns]


def test_equations_and_unknowns_of_users_are_pickled():
    nw = compressing()
    nw.get_conn("2").set_attr(p=None)
    low, high, machine = nw.get_conn("1"), nw.get_conn("2"), nw.get_comp("compressor")
    parameters = {"ratio": 4.0, "of": machine}
    nw.add_ude(UserDefinedEquation("ratio", ratio, pressures, conns=[low, high], params=parameters))
    total = UserDefinedVariable("total", val0=5.0, min_val=0.0)
    nw.add_udv(total)
    nw.add_ude(UserDefinedEquation("twice", twice, doubled, conns=[low], params={"total": total}))
    nw.solve("design")
    nw.assert_convergence()
    again = pickle.loads(pickle.dumps(nw))
    again.get_conn("1").set_attr(m=2 * low.m.val)
    again.solve("design")
    again.assert_convergence()
    assert again.get_conn("2").p.val == pytest.approx(4.0 * low.p.val)
    assert again.get_udv("total").val == pytest.approx(2 * total.val)
    assert again.get_ude("ratio").params["of"] is again.get_comp("compressor")


def twice(equation):
    return equation.params["total"].val_SI - 2.0 * equation.conns[0].m.val_SI


def doubled(equation):
    return [equation.params["total"].variable, equation.conns[0].m]


def test_data_say_what_they_are():
    nw = compressing()
    nw.solve("design")
    network, state = nw.export(), nw.save(as_dict=True)
    assert (network["meta"]["kind"], state["meta"]["kind"]) == ("network", "state")
    with pytest.raises(TESPyNetworkError, match="Expected a network"):
        Network.from_dict(state)
    later = network | {"meta": network["meta"] | {"format_version": 99}}
    with pytest.raises(TESPyNetworkError, match="update"):
        Network.from_dict(later)
    with pytest.warns(FutureWarning, match="meta"):
        Network.from_dict({name: part for name, part in network.items() if name != "meta"})
    with pytest.raises(TESPyNetworkError, match="look like"):
        Network.from_dict({"foo": 1})


def test_unknown_classes_are_named():
    data = compressing().export()
    data["Component"]["Perpetuum"] = {}
    with pytest.raises(TESPyNetworkError, match="Perpetuum"):
        Network.from_dict(data)


def test_what_is_given_comes_back(tmp_path):
    nw = compressing()
    nw.solve("design")
    power = nw.get_conn("e").E.val
    nw.save_specifications(tmp_path / "given.json")
    given = json.loads((tmp_path / "given.json").read_text())
    nw.get_comp("compressor").set_attr(eta_s=0.5)
    nw.get_conn("2").set_attr(p=9)
    nw.clear_specifications()
    assert not nw.get_comp("compressor").eta_s.is_set
    assert not nw.get_conn("2").p_ref.is_set
    nw.restore_specifications(given)
    nw.solve("design")
    assert nw.get_conn("e").E.val == pytest.approx(power)


def test_a_network_becomes_a_subsystem():
    nw = compressing()
    nw.solve("design")
    sub = Subsystem.from_network("block", nw)
    assert sub.interface_map == {"in1": "inlet air", "out1": "outlet air", "power_in1": "grid"}
    assert sub.get_conn("1").label == "block_1"
    outer = Network(iterinfo=False)
    e = PowerConnection(PowerSource("mains"), "power", sub, "power_in1", label="e")
    outer.add_conns(
        Connection(Source("a"), "out1", sub, "in1", label="a"), Connection(sub, "out1", Sink("b"), "in1", label="b"), e
    )
    outer.add_subsystems(sub)
    outer.solve("design")
    outer.assert_convergence()
    assert e.E.val_SI == pytest.approx(nw.get_conn("e").E.val_SI)
    assert "compressor" in outer.print_results(colored=False, print_results=False, subsystem=sub)
    with pytest.raises(TESPyNetworkError, match="another network"):
        Network().add_subsystems(sub)


class Heaters(Subsystem):
    """Two heaters side by side, of different fluids."""

    def __init__(self, label: str, names: tuple[str, str]) -> None:
        self.num_in = self.num_out = 2
        self.names = names
        super().__init__(label)

    def create_network(self) -> None:
        for i, name in enumerate(self.names, 1):
            heater = SimpleHeatExchanger(name, pr=1, Q=1e4 * i)
            self.add_conns(
                Connection(self.inlet, f"out{i}", heater, "in1"), Connection(heater, "out1", self.outlet, f"in{i}")
            )


def test_streams_pass_an_interface_each_for_itself():
    nw, sub = Network(iterinfo=False), Heaters("heaters", ("first", "second"))
    inlets = [Connection(Source(f"source {i}"), "out1", sub, f"in{i}", label=f"in {i}") for i in (1, 2)]
    outlets = [Connection(sub, f"out{i}", Sink(f"sink {i}"), "in1", label=f"out {i}") for i in (1, 2)]
    nw.add_conns(*inlets, *outlets)
    nw.add_subsystems(sub)
    for inlet, fluid in zip(inlets, ("water", "R290")):
        inlet.set_attr(fluid={fluid: 1}, m=1, p=1e5, T=300)
    nw.solve("design")
    rises = [outlet.h.val_SI - inlet.h.val_SI for inlet, outlet in zip(inlets, outlets)]
    assert rises == pytest.approx([1e4, 2e4])
    assert outlets[1].fluid.val == {"R290": 1.0}


def test_labels_in_a_subsystem_are_unique():
    with pytest.raises(TESPyComponentError, match="first"):
        Heaters("twice", ("first", "first"))
    with pytest.raises(ValueError, match="text"):
        Subsystem(5)
    with pytest.raises(NotImplementedError, match="create_network"):
        Subsystem("empty")


def throttled() -> tuple[Network, UserDefinedVariable, UserDefinedEquation]:
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    valve = Valve("valve")
    a = Connection(Source("a"), "out1", valve, "in1", label="a")
    b = Connection(valve, "out1", Sink("b"), "in1", label="b")
    nw.add_conns(a, b)
    a.set_attr(fluid={"water": 1}, T=20, p=10, m=5)
    b.set_attr(p=8)
    k = UserDefinedVariable("k", val0=1e-3)

    def flow(equation: UserDefinedEquation) -> float:
        one, other = equation.conns
        dp = one.p.val_SI - other.p.val_SI
        return one.m.val_SI - equation.params["k"].val_SI * (dp / one.calc_vol()) ** 0.5

    def dependents(equation: UserDefinedEquation) -> list:
        one, other = equation.conns
        return [one.m, one.p, one.h, other.p, equation.params["k"]]

    return nw, k, UserDefinedEquation("flow", flow, dependents, conns=[a, b], params={"k": k})


def test_users_add_equations_and_unknowns():
    # A connection and a component may have one label.
    nw, k, equation = throttled()
    nw.add_udv(k)
    nw.add_ude(equation)
    nw.solve("design")
    nw.assert_convergence()
    # m = k √(Δp ρ) with ρ(20 °C, 10 bar) = 998.6 kg/m³, CoolProp 8.
    assert k.val_SI == pytest.approx(5 / (2e5 * 998.6) ** 0.5, rel=1e-4)
    # Given, it predicts the flow at another pressure.
    k.set_attr(is_var=False)
    nw.get_conn("a").set_attr(m=None)
    nw.get_conn("b").set_attr(p=6)
    nw.solve("design")
    assert nw.get_conn("a").m.val == pytest.approx(5 * 2**0.5, rel=1e-6)
    # Without the equation the flow is not determined.
    equation.is_set = False
    with pytest.raises(TESPyNetworkError, match="Structural analysis"):
        nw.solve("design")
    assert nw.status == 11


def test_equations_of_users_are_checked():
    nw, _, equation = throttled()
    nw.add_ude(equation)
    with pytest.raises(TESPyNetworkError, match="not part of the network"):
        nw.solve("design")
    nw.del_ude(equation)
    bad = UserDefinedEquation("bad", lambda _: float("nan"), lambda e: [e.conns[0].p], conns=[nw.get_conn("b")])
    nw.get_conn("b").set_attr(p=None)
    nw.add_ude(bad)
    with pytest.raises(TESPyNetworkError, match="bad"):
        nw.solve("design")
    with pytest.raises(TypeError, match="text"):
        UserDefinedEquation(7, lambda _: 0, lambda _: [])
