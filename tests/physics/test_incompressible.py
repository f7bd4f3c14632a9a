"""Every incompressible liquid of CoolProp's library against CoolProp."""

import pickle

import numpy as np
import pytest
from CoolProp import CoolProp
from CoolProp.CoolProp import AbstractState

import entropyk as ek

PURE = CoolProp.get_global_param_string("incompressible_list_pure").split(",")
SOLUTIONS = CoolProp.get_global_param_string("incompressible_list_solution").split(",")
every_liquid = pytest.mark.parametrize("name", sorted(PURE) + sorted(SOLUTIONS))


def is_volume_based(name):
    """Whether its concentration is a volume fraction, as the error without one says."""
    with pytest.raises(ek.FluidError, match=f"INCOMP::{name}\\[") as caught:
        ek.Fluid("INCOMP::" + name)
    return "volume fraction" in str(caught.value)


def liquids(name):
    """A liquid here and in CoolProp, at up to three concentrations."""
    if name in PURE:
        yield ek.Fluid("INCOMP::" + name), AbstractState("INCOMP", name)
        return
    low, high = (CoolProp.PropsSI(f"fraction_{end}", f"INCOMP::{name}[0.2]") for end in ("min", "max"))
    for x in low + (high - low) * np.array([0.0, 0.4, 1.0]):
        truth = AbstractState("INCOMP", name)
        (truth.set_volu_fractions if is_volume_based(name) else truth.set_mass_fractions)([float(x)])
        yield ek.Fluid(f"INCOMP::{name}[{x}]"), truth


def states(fluid, n=12):
    """Temperatures and pressures at which the liquid is one."""
    rng = np.random.default_rng(11)
    T = np.sort(rng.uniform(fluid.T_min, fluid.T_max, n))
    p = 10 ** rng.uniform(5, 6.5, n)
    # Above the vapour pressure.
    return np.where(np.isnan(fluid.props("h", p=p, T=T, on_error="nan")), 3e7, p), T


@every_liquid
def test_matches_coolprop(name):
    for fluid, truth in liquids(name):
        p, T = states(fluid)
        ours = fluid.props(["h", "s", "u", "rho", "cp", "cv"], p=p, T=T)
        for i in range(len(T)):
            truth.update(CoolProp.PT_INPUTS, p[i], T[i])
            cp = truth.cpmass()
            assert ours["rho"][i] == pytest.approx(truth.rhomass(), rel=1e-13)
            assert ours["cp"][i] == ours["cv"][i] == pytest.approx(cp, rel=1e-13)
            assert ours["h"][i] == pytest.approx(truth.hmass(), rel=1e-12, abs=1e-12 * cp * T[i])
            assert ours["u"][i] == pytest.approx(truth.umass(), rel=1e-12, abs=1e-12 * cp * T[i])
            assert ours["s"][i] == pytest.approx(truth.smass(), rel=1e-12, abs=1e-12 * cp)


@every_liquid
def test_flash_returns_to_the_state_it_came_from(name):
    if name == "Air":
        pytest.skip("in this model the enthalpy of air falls where it is hot")
    for fluid, _ in liquids(name):
        p, T = states(fluid)
        p = np.minimum(p, 2e7)
        h, s = (fluid.props(of, p=p, T=T, on_error="nan") for of in ("h", "s"))
        inside = np.isfinite(h)
        np.testing.assert_allclose(fluid.props("T", p=p[inside], h=h[inside]), T[inside], rtol=1e-12)
        np.testing.assert_allclose(fluid.props("T", p=p[inside], s=s[inside]), T[inside], rtol=1e-12)


@pytest.mark.parametrize("name", ["MEG[0.3]", "MPG[0.5]", "MKC2[0.2]", "ZM[0.4]", "IceEA[0.2]", "T66", "LiqNa"])
def test_slopes_hold_together(name):
    fluid = ek.Fluid("INCOMP::" + name)
    state = fluid.state(p=3e6, T=fluid.T_min + 3.0)
    # dh = T ds + v dp
    assert state.derivative("s", "h") == pytest.approx(1 / state.T, rel=1e-14)
    assert state.derivative("h", "p", constant="s") == pytest.approx(state.v, rel=1e-12)
    # A Maxwell relation: (∂s/∂p)_T = −(∂v/∂T)_p
    assert state.derivative("s", "p", constant="T") == pytest.approx(
        -state.derivative("v", "T", constant="p"), rel=1e-9
    )
    assert state.derivative("rho", "p", constant="T") == pytest.approx(0.0, abs=1e-15)
    # The heat capacity is CoolProp's, which leaves out its small change with pressure.
    assert state.cp == pytest.approx(state.derivative("h", "T", constant="p"), rel=3e-3)
    assert (state.phase, np.isnan(state.x), np.isnan(state.w)) == ("l", True, True)


@every_liquid
def test_limits_are_those_of_coolprop(name):
    for fluid, truth in liquids(name):
        low, high = truth.Tmin(), truth.Tmax()
        assert fluid.T_max == high
        assert fluid.T_min >= low
        p = 3e7
        for T in (fluid.T_min * (1 + 1e-6), fluid.T_max * (1 - 1e-6)):
            truth.update(CoolProp.PT_INPUTS, p, T)
            assert fluid.state(p=p, T=T).T == T
        with pytest.raises(ek.FluidError, match=r"outside the range|below the melting"):
            fluid.state(p=p, T=fluid.T_min - 0.1)
        with pytest.raises(ek.FluidError, match="outside the range"):
            fluid.state(p=p, T=high + 0.1)
        if name != "ExampleSecCool":  # its freezing line is one of the pressure in CoolProp
            with pytest.raises(ValueError, match=r"not between|below the freezing point"):
                truth.update(CoolProp.PT_INPUTS, p, fluid.T_min - 0.1)


@pytest.mark.parametrize("name", ["T66", "S800", "DowQ", "HC30", "LiqNa", "MITSW[0.05]", "LiBr[0.5]"])
def test_vapour_pressure_is_that_of_coolprop(name):
    fluid = ek.Fluid("INCOMP::" + name)
    T = 0.1 * fluid.T_min + 0.9 * fluid.T_max
    p = fluid.state(T=T, x=0).p
    assert p == pytest.approx(CoolProp.PropsSI("P", "T", T, "Q", 0, "INCOMP::" + name), rel=1e-12)
    with pytest.raises(ek.FluidError, match="p of the liquid"):
        fluid.state(p=0.9 * p, T=T)


def test_names():
    brine = ek.Fluid("INCOMP::MEG[0.3]")
    assert brine == ek.Fluid("incomp::meg-30%") == ek.Fluid(" INCOMP::MEG[0.30] ")
    assert brine.name == "INCOMP::MEG[0.3]"
    assert "Melinder" in brine.source
    assert pickle.loads(pickle.dumps(brine)) == brine
    assert brine != ek.Fluid("INCOMP::MEG[0.31]")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("INCOMP::MEG", r"mass fraction, 0 to 0.6, as in INCOMP::MEG\[0.3\]"),
        ("INCOMP::MEG[0.7]", "mass fraction = 0.7"),
        ("INCOMP::MEG[x]", "as a number"),
        ("INCOMP::T66[0.3]", "no concentration"),
        ("INCOMP::MEGG[0.3]", "did you mean MEG"),
        ("MEG-30%", r"did you mean INCOMP::MEG\[0.3\]"),
    ],
)
def test_wrong_names_say_why(name, says):
    with pytest.raises(ek.FluidError, match=says):
        ek.Fluid(name)


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"p": 1e5, "T": 250.0}, ek.FluidError, "below the melting line"),
        ({"p": 1e5, "T": 150.0}, ek.FluidError, "T = 150 K is outside"),
        ({"p": 1e5, "T": 380.0}, ek.FluidError, "T = 380 K is outside"),
        ({"p": 1e5, "h": 1e6}, ek.FluidError, "h = 1000000 J/kg is outside"),
        ({"p": -1.0, "T": 300.0}, ek.FluidError, "p = -1 Pa is outside"),
        ({"p": 1e5, "x": 0.5}, ek.FluidError, "no vapour"),
        ({"T": 300.0, "x": 1.0}, ek.FluidError, "no vapour"),
        ({"rho": 1000.0, "T": 300.0}, ek.ValidationError, r"from \(rho, T\) is not available; use one of \(p, T\)"),
        ({"p": 1e5, "T": float("nan")}, ek.ValidationError, "T is NaN"),
    ],
)
def test_states_that_do_not_exist(given, error, says):
    with pytest.raises(error, match=says):
        ek.Fluid("INCOMP::MEG[0.3]").state(**given)
