"""Combustion chambers: balances by hand, published flame temperatures, and TESPy's numbers."""

import json
import subprocess
import sys

import numpy as np
import pytest

import entropyk as ek

AIR = {"N2": 0.7556, "O2": 0.2315, "Ar": 0.0129}
GAS = {"CO2": 0.04, "CH4": 0.96}


def chamber(part, fuel=GAS, air=AIR, **flue):
    system = ek.System("N2", units="engineering")
    for component, label in (
        (ek.Source(), "air source"),
        (ek.Source(), "fuel source"),
        (part, "cc"),
        (ek.Sink(), "end"),
    ):
        system.add_component(component, label)
    system.add_edge(system["air source"], (part, "in1"), fluid=air, p=1, T=25, label="air")
    system.add_edge(system["fuel source"], (part, "in2"), fluid=fuel, T=25, m=0.1, label="fuel")
    system.add_edge(part, system["end"], label="flue", **flue)
    return system


def atoms(edge, element):
    """Moles of an element per second."""
    counts = {
        "C": {"CO2": 1, "CH4": 1, "CO": 1},
        "H": {"CH4": 4, "H2": 2, "H2O": 2},
        "O": {"O2": 2, "CO2": 2, "CO": 1, "H2O": 1},
        "N": {"N2": 2},
    }[element]
    return edge.m.val * sum(n * edge.fluid.get(name, 0.0) / ek.Fluid(name).molar_mass for name, n in counts.items())


@pytest.mark.parametrize(("lamb", "fuel"), [(2.0, GAS), (1.0, GAS), (3.0, {"H2": 0.1, "CO": 0.5, "CH4": 0.4})])
def test_no_atom_is_lost(lamb, fuel):
    system = chamber(ek.CombustionChamber(lamb=lamb), fuel)
    system.finalize().solve()
    air, fuel, flue = (system[name] for name in ("air", "fuel", "flue"))
    for element in "CHON":
        # Molar masses of the equations of state differ from sums of those of atoms by 1e-5.
        assert atoms(flue, element) == pytest.approx(atoms(air, element) + atoms(fuel, element), rel=2e-5)
    assert sum(flue.fluid.values()) == pytest.approx(1.0, abs=1e-12)
    oxygen = air.m.val * air.fluid["O2"]
    assert flue.m.val * flue.fluid["O2"] == pytest.approx(oxygen * (1 - 1 / lamb), rel=2e-5, abs=1e-9)


#: Shomate coefficients A B C D E F H of h − h(298.15 K) in kJ/mol, above 1700 K (nitrogen: 2000 K): NIST WebBook.
SHOMATE = {
    "CO2": (58.16639, 2.720074, -0.492289, 0.038844, -6.447293, -425.9186, -393.5224),
    "H2O": (41.96426, 8.622053, -1.499780, 0.098119, -11.15764, -272.1797, -241.8264),
    "N2": (35.51872, 1.128728, -0.196103, 0.014662, -4.553760, -18.97091, 0.0),
}


def rise(name, temperature):
    a, b, c, d, e, f, h = SHOMATE[name]
    t = temperature / 1000
    return a * t + b * t**2 / 2 + c * t**3 / 3 + d * t**4 / 4 - e / t + f - h


@pytest.mark.parametrize(
    ("fuel", "carbon", "hydrogen", "oxygen", "heat"),
    [("CH4", 1, 4, 2.0, 802.3), ("H2", 0, 2, 0.5, 241.8), ("CO", 1, 0, 0.5, 283.0), ("propane", 3, 8, 5.0, 2043.1)],
)
def test_adiabatic_flame_temperatures_without_dissociation(fuel, carbon, hydrogen, oxygen, heat):
    """The heat of combustion, kJ/mol, is what a mole of fuel's products take up, by enthalpies from another source."""
    system = chamber(ek.CombustionChamber(lamb=1.0), {fuel: 1}, air={"N2": 0.767, "O2": 0.233})
    result = system.finalize().solve()
    moles = {"CO2": carbon, "H2O": hydrogen / 2, "N2": oxygen * (0.767 / 28.0134) / (0.233 / 31.9988)}
    taken = sum(n * rise(name, system["flue"].T.val + 273.15) for name, n in moles.items())
    assert taken == pytest.approx(heat, rel=5e-3)
    assert any("extrapolated" in warning for warning in result.warnings)


def test_oxygen_that_does_not_suffice_leaves_fuel():
    system = chamber(ek.DiabaticCombustionChamber(pr=1.0, eta=1.0), {"CH4": 1})
    system["fuel"].set_attr(p=2)
    system["air"].set_attr(m=1.2)
    system.finalize().solve()
    flue, lamb = system["flue"], system["cc"].lamb.val
    assert lamb == pytest.approx(1.2 * 0.2315 / 31.9988e-3 / (2 * 0.1 / 16.0428e-3), rel=1e-9)
    assert flue.fluid["O2"] == pytest.approx(0.0, abs=1e-12)
    assert flue.m.val * flue.fluid["CH4"] == pytest.approx(0.1 * (1 - lamb), rel=1e-9)
    assert system["cc"].ti.val == pytest.approx(0.1 * lamb * 50.02e3, rel=1e-3)


def test_losses_of_a_diabatic_chamber():
    system = chamber(ek.DiabaticCombustionChamber(pr=0.97, eta=0.95, lamb=2.5))
    system["fuel"].set_attr(p=2)
    result = system.finalize().solve()
    cc = system["cc"]
    assert cc.Qloss.val == pytest.approx(-0.05 * cc.ti.val, rel=1e-9)
    assert system["flue"].p.val == pytest.approx(0.97)
    assert result.sensitivity("flue.T", "cc.eta").values[0, 0] > 0
    # Asked backwards: the flue gas as hot as with more air has less loss.
    system["flue"].set_attr(T=system["flue"].T.val + 20)
    cc.set_attr(eta="var")
    system.finalize().solve()
    assert 0.95 < cc.eta.val < 1


def test_a_gas_turbine_from_its_turbine_inlet_temperature():
    """Brayton cycle with real combustion: compression 15, 1200 °C; sweeps over the pressure ratio, one row each."""
    system = ek.System("N2", units="engineering")
    parts = {
        "inlet": ek.Source(),
        "fuel": ek.Source(),
        "compressor": ek.Compressor(eta_s=0.85, pr=15),
        "cc": ek.CombustionChamber(),
        "turbine": ek.Turbine(eta_s=0.9),
        "stack": ek.Sink(),
    }
    part = {label: system.add_component(component, label) for label, component in parts.items()}
    system.add_edge(part["inlet"], part["compressor"], fluid=AIR, m=100, p=1.013, T=15)
    system.add_edge(part["compressor"], (part["cc"], "in1"))
    system.add_edge(part["fuel"], (part["cc"], "in2"), fluid=GAS, T=15, label="gas")
    system.add_edge(part["cc"], part["turbine"], T=1200)
    system.add_edge(part["turbine"], part["stack"], p=1.013)
    result = system.finalize().solve()
    power = -(part["turbine"].P.val + part["compressor"].P.val)
    assert 0.37 < power / part["cc"].ti.val < 0.41
    assert result.performance.heat_in == pytest.approx(part["cc"].ti.val_SI, rel=1e-9)
    table = system.sweep({"compressor.pr": np.linspace(8, 30, 12)}, ["cc.ti", "cc.lamb", "gas.m"])
    assert set(table["status"]) == {"Converged"}
    assert np.all(np.diff(table["cc.lamb"]) > 0)


def test_what_cannot_burn_is_said():
    for fuel, air, message in [
        ({"CO2": 1}, AIR, "there is no fuel among .*: fuels are Hydrogen"),
        (GAS, {"N2": 0.9, "Ar": 0.1}, "there is no oxygen among"),
    ]:
        system = chamber(ek.CombustionChamber(lamb=2.0), fuel, air)
        with pytest.raises(ek.ComponentError, match=message):
            system.finalize().solve()
    with pytest.raises(ek.ComponentError, match="lamb"):
        system = chamber(ek.CombustionChamber(lamb=float("nan")))


SCRIPT = """
import json
from {package}.components import CombustionChamber, DiabaticCombustionChamber, Sink, Source
from {package}.connections import Connection
from {package}.networks import Network

found = []
for part in (CombustionChamber("cc"), DiabaticCombustionChamber("cc")):
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    c1 = Connection(Source("air"), "out1", part, "in1", label="1")
    c2 = Connection(Source("fuel"), "out1", part, "in2", label="2")
    c3 = Connection(part, "out1", Sink("flue gas"), "in1", label="3")
    nw.add_conns(c1, c2, c3)
    c1.set_attr(fluid={air}, p=1.2, T=30)
    c2.set_attr(fluid={fuel}, T=30)
    c3.set_attr(T=1200)
    part.set_attr(ti=1e6)
    if isinstance(part, DiabaticCombustionChamber):
        part.set_attr(pr=0.97, eta=0.95)
        c2.set_attr(p=1.5)

    def solve():
        nw.solve("design")
        nw.assert_convergence()
        gas = c3.fluid.val
        found.append([c1.m.val, c2.m.val, c3.T.val, c3.p.val, part.lamb.val, part.ti.val])
        found[-1] += [gas[name] for name in ("O2", "CO2", "H2O", "N2")]

    solve()
    c3.set_attr(T=None)
    part.set_attr(lamb=2.5)
    solve()
    part.set_attr(ti=None)
    c2.set_attr(m=0.1)
    solve()
print(json.dumps(found))
"""


@pytest.mark.parametrize("fuel", [GAS, {"CO2": 0.1, "ethane": 0.9}, {"CO": 0.5, "propane": 0.5}])
def test_chambers_are_tespys(fuel):
    pytest.importorskip("tespy")

    def answers(package):
        code = SCRIPT.format(package=package, air=AIR, fuel=fuel)
        run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout.splitlines()[-1])

    assert np.array(answers("entropyk")) == pytest.approx(np.array(answers("tespy")), rel=1e-5, abs=1e-7)
