"""Properties of mixtures beside those of TESPy, which mixes the same equations of state, and by hand."""

import json
import subprocess
import sys

import pytest

import entropyk as ek

#: Rule, mass fractions, states (p in Pa, T in K).
CASES = [
    ("ideal", {"N2": 0.7552, "O2": 0.2314, "Ar": 0.0134}, [(1e5, 250.0), (1e5, 300.0), (2e6, 700.0), (3e5, 1500.0)]),
    ("ideal", {"N2": 0.7, "O2": 0.1, "CO2": 0.15, "H2O": 0.05}, [(1e5, 400.0), (1e6, 1200.0)]),
    ("ideal", {"methane": 0.9, "ethane": 0.07, "CO2": 0.03}, [(2e5, 290.0), (20e5, 400.0)]),
    (
        "ideal-cond",
        {"N2": 0.7, "O2": 0.1, "CO2": 0.1, "H2O": 0.1},
        [(1e5, 300.0), (1e5, 320.0), (1e6, 350.0), (1e5, 450.0)],
    ),
    ("incompressible", {"water": 0.6, "ethanol": 0.4}, [(2e5, 300.0), (2e6, 340.0)]),
]

TESPY = """
import json, sys
from tespy.tools.fluid_properties import h_mix_pT, s_mix_pT, v_mix_pT, viscosity_mix_pT
from tespy.tools.fluid_properties.wrappers import CoolPropWrapper

answers = []
for rule, fractions, points in json.loads(sys.argv[1]):
    data = {f: {"wrapper": CoolPropWrapper(f, "HEOS"), "mass_fraction": w} for f, w in fractions.items()}
    for p, T in points:
        of = [f(p, T, data, mixing_rule=rule) for f in (h_mix_pT, s_mix_pT, v_mix_pT, viscosity_mix_pT)]
        answers.append(of)
print(json.dumps(answers))
"""


def named(rule, fractions):
    """The mixture as a fluid."""
    return ek.Fluid(f"{rule}::" + "&".join(f"{name}[{w}]" for name, w in fractions.items()))


def test_properties_are_those_of_tespy():
    pytest.importorskip("tespy")
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TESPY, json.dumps(CASES)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    theirs = iter(json.loads(run.stdout.splitlines()[-1]))
    for rule, fractions, points in CASES:
        fluid = named(rule, fractions)
        for p, t in points:
            state = fluid.state(p=p, T=t)
            h, s, v, viscosity = next(theirs)
            assert [state.h, state.s, state.v] == pytest.approx([h, s, v], rel=1e-9), (rule, p, t)
            # Its models of viscosity are CoolProp's, ours agree with them to 1e-6.
            assert state.viscosity == pytest.approx(viscosity, rel=1e-6), (rule, p, t)


@pytest.mark.parametrize(("rule", "fractions", "points"), CASES)
def test_states_come_back_from_every_pair(rule, fractions, points):
    fluid = named(rule, fractions)
    for p, t in points:
        state = fluid.state(p=p, T=t)
        for given in ({"p": p, "h": state.h}, {"p": p, "s": state.s}, {"T": t, "rho": state.rho}):
            again = fluid.state(**given)
            assert (again.T, again.p) == pytest.approx((t, p), rel=1e-6), given
        assert fluid.props("T", p=[p, p], h=[state.h, state.h]) == pytest.approx([t, t], rel=1e-9)


def test_dry_air_is_nearly_the_pseudo_pure_fluid():
    # Mole fractions of dry air: Lemmon et al. 2000, J. Phys. Chem. Ref. Data 29, 331.
    # The difference is that to ideal mixing.
    air = ek.Fluid("ideal::N2[0.7812]&O2[0.2096]&Ar[0.0092]|molar")
    real = ek.Fluid("Air")
    assert air.molar_mass == pytest.approx(real.molar_mass, rel=3e-4)
    for p, t in [(1e5, 300.0), (1e6, 600.0), (1e5, 1200.0)]:
        one, other = air.state(p=p, T=t), real.state(p=p, T=t)
        assert one.rho == pytest.approx(other.rho, rel=3e-3)
        assert (one.cp, one.w, one.viscosity) == pytest.approx((other.cp, other.w, other.viscosity), rel=1e-2)


def test_what_a_mixture_does_not_have_is_said():
    air = named(*CASES[0][:2])
    assert air.backend == "mixture"
    with pytest.raises(ek.FluidError, match="no saturation line"):
        air.saturation(p=1e5)
    with pytest.raises(ek.FluidError, match="outside the range"):
        air.state(p=1e5, h=1e9)
    with pytest.raises(ek.FluidError, match=r"add up to 1\.2"):
        ek.Fluid("ideal::N2[0.7]&O2[0.5]")
