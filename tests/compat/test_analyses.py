"""Entropy and exergy of solved networks, beside TESPy and as the package exerpy reads them."""

import json
import subprocess
import sys

import pytest

PLANT = """
from {package}.components import *
from {package}.connections import Connection, PowerConnection
from {package}.networks import Network

nw = Network(iterinfo=False)
nw.units.set_defaults(temperature="degC", pressure="bar", pressure_difference="bar", power="kW", heat="kW")
closer, turbine, pump = CycleCloser("closer"), Turbine("turbine"), Pump("pump")
condenser, boiler = Condenser("condenser"), SimpleHeatExchanger("boiler")
live = Connection(closer, "out1", turbine, "in1", label="live")
exhaust = Connection(turbine, "out1", condenser, "in1", label="exhaust")
condensate = Connection(condenser, "out1", pump, "in1", label="condensate")
feed = Connection(pump, "out1", boiler, "in1", label="feed")
steam = Connection(boiler, "out1", closer, "in1", label="steam")
cold = Connection(Source("cold"), "out1", condenser, "in2", label="cold")
warm = Connection(condenser, "out2", Sink("warm"), "in1", label="warm")
power = PowerConnection(turbine, "power", PowerSink("grid"), "power", label="power")
nw.add_conns(live, exhaust, condensate, feed, steam, cold, warm, power)
condenser.set_attr(pr1=0.99, pr2=0.98, ttd_u=4)
boiler.set_attr(pr=0.9)
turbine.set_attr(eta_s=0.9)
pump.set_attr(eta_s=0.75)
cold.set_attr(T=20, p=1.2, fluid={{"water": 1}})
warm.set_attr(T=30)
live.set_attr(T=600, p=150, m=10, fluid={{"water": 1}})
nw.solve("design")
"""

BURNER = """
from {package}.components import *
from {package}.connections import Connection
from {package}.networks import Network

nw = Network(iterinfo=False)
nw.units.set_defaults(temperature="degC", pressure="bar", pressure_difference="bar")
chamber = DiabaticCombustionChamber("chamber")
air = Connection(Source("a"), "out1", chamber, "in1", label="air")
fuel = Connection(Source("b"), "out1", chamber, "in2", label="fuel")
flue = Connection(chamber, "out1", Sink("c"), "in1", label="flue")
nw.add_conns(air, fuel, flue)
chamber.set_attr(pr=0.97, eta=0.95, lamb=2, ti=1e6)
air.set_attr(p=10, T=300, fluid={{"N2": 0.7556, "O2": 0.2315, "Ar": 0.0129}})
fuel.set_attr(p=12, T=25, fluid={{"CO2": 0.04, "CH4": 0.9, "H2": 0.06}})
nw.solve("design")
"""

MERGE = """
from {package}.components import Merge, Sink, Source
from {package}.connections import Connection
from {package}.networks import Network

nw, merge = Network(iterinfo=False), Merge("merge", num_in=2)
a = Connection(Source("a"), "out1", merge, "in1", label="1")
b = Connection(Source("b"), "out1", merge, "in2", label="2")
c = Connection(merge, "out1", Sink("c"), "in1", label="3")
nw.add_conns(a, b, c)
a.set_attr(fluid={{"N2": 1}}, p=1e5, T=298.15, m=1)
b.set_attr(fluid={{"O2": 1}}, T=400, m=2)
nw.solve("design")
"""


def solved(script):
    names = {}
    exec(script.format(package="entropyk"), names)
    return names


@pytest.fixture
def in_tespy(tespy):
    def run(script, expression):
        quiet = "import json, warnings\nwarnings.simplefilter('ignore')"
        return tespy(f"{quiet}\n{script.format(package='tespy')}\nprint(json.dumps({expression}))")

    return run


ENTROPY = """
[part.entropy_balance() for part in (turbine, pump, condenser, boiler)] and [
    turbine.S_irr, pump.S_irr, boiler.S_Q, boiler.S_irr, boiler.T_mQ,
    *(vars(condenser)[f"{name}{side}"] for name in ("S_Q", "S_irr", "T_mQ") for side in (1, 2)),
]
"""


def test_entropy_balances_are_those_of_tespy(in_tespy):
    expression = " ".join(ENTROPY.split())
    assert eval(expression, solved(PLANT)) == pytest.approx(in_tespy(PLANT, expression), rel=1e-6)


def test_entropy_of_a_plant_is_conserved():
    names = solved(PLANT)
    parts = [names[name] for name in ("turbine", "pump", "condenser", "boiler")]
    for part in parts:
        part.entropy_balance()
        assert part.S_irr > 0.0
    condenser, warm, cold = names["condenser"], names["warm"], names["cold"]
    assert condenser.S_irr == pytest.approx(condenser.S_Qirr + condenser.S_irr1 + condenser.S_irr2)
    carried_off = cold.m.val_SI * (warm.s.val_SI - cold.s.val_SI)
    assert names["boiler"].S_Q + sum(part.S_irr for part in parts) == pytest.approx(carried_off, rel=1e-9)


def test_streams_of_different_composition_count_from_a_reference(in_tespy):
    merge = solved(MERGE)["merge"]
    merge.entropy_balance()
    assert merge.S_irr == pytest.approx(in_tespy(MERGE, "merge.entropy_balance() or merge.S_irr"), rel=1e-4)
    # What mixing itself produces, R Σ n ln(1/y) = 530 W/K, is not in it.
    assert 0.0 < merge.S_irr < 50.0


def test_fuels_and_the_temperature_of_combustion(in_tespy):
    names = solved(BURNER)
    chamber, flue, fuel = names["chamber"], names["flue"], names["fuel"]
    assert chamber.fuels.keys() == {"CH4", "H2"}
    assert {name: chamber.fuels["CH4"][name] for name in "CHO"} == {"C": 1.0, "H": 4.0, "O": 0.0}
    burned = sum(fuel.m.val_SI * fuel.fluid.val[name] * of["LHV"] for name, of in chamber.fuels.items())
    assert chamber.ti.val_SI == pytest.approx(burned, rel=1e-9)
    theirs = in_tespy(BURNER, "{name: of['LHV'] for name, of in chamber.fuels.items()}")
    assert {name: of["LHV"] for name, of in chamber.fuels.items()} == pytest.approx(theirs, rel=1e-6)
    chamber.entropy_balance()
    assert chamber.ti.val_SI / chamber.S_comb == chamber.T_mcomb
    # Heat from 298 K up to the flame: its mean temperature lies between.
    assert 298.15 < chamber.T_mcomb < flue.T.val_SI


EXERGY = """
import json, sys
from entropyk.models import ModelTemplate

class Plant(ModelTemplate):
    def _create_network(self):
        self.nw = nw

fuel, loss = {{"inputs": ["steam"], "outputs": ["feed"]}}, {{"inputs": ["warm"], "outputs": ["cold"]}}
found = Plant().run_exergy_analysis(20, 1.0, E_F=fuel, E_P={{"inputs": ["power"]}}, E_L=loss)
assert "tespy" not in sys.modules
print(json.dumps([found.E_F, found.E_P, found.E_L, found.E_D, found.epsilon]))
"""


def test_exergy_balances_close():
    pytest.importorskip("exerpy")
    # In a process of its own: others import TESPy itself here.
    script = (PLANT + EXERGY).format(package="entropyk")
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    E_F, E_P, E_L, E_D, epsilon = json.loads(done.stdout.splitlines()[-1])
    assert E_F - E_P - E_L - E_D == pytest.approx(0.0, abs=1e-3)
    assert epsilon == pytest.approx(E_P / E_F)
    assert 0.2 < epsilon < 1.0
