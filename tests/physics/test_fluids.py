"""Every fluid against CoolProp and against itself.

CoolProp is asked at (T, ρ): its own p-T flash leaves 1e-8 in p, which is no truth to compare with at 1e-10.
"""

import numpy as np
import pytest
from CoolProp.CoolProp import AbstractState, DmassT_INPUTS, iphase_gas

import entropyk as ek

R = 8.31446261815324
FLUIDS = ek.fluids()["name"]
every_fluid = pytest.mark.parametrize("name", FLUIDS)


def sample(fluid, n=150):
    """States spread over temperature and density: T, rho, their properties, and which of them are single-phase."""
    rng = np.random.default_rng(7)
    # Near its lowest pressure the states of a pseudo-pure fluid on one isotherm reach below the range.
    margin = 1.05 if fluid.is_pseudo_pure else 1.001
    T = np.exp(rng.uniform(np.log(margin * fluid.T_min), np.log(0.999 * fluid.T_max), n))
    rho = fluid.rho_critical * np.exp(rng.uniform(np.log(1e-4), np.log(3.2), n))
    table = fluid.props(["p", "h", "s", "cp", "w", "x"], T=T, rho=rho, on_error="nan")
    inside = np.isfinite(table["p"])
    columns = {name: table[name][inside] for name in table.column_names}
    single = np.isnan(columns["x"])
    return T[inside], rho[inside], columns, single


def is_near_critical(fluid, T, rho, in_T, in_rho):
    return (abs(T / fluid.T_critical - 1) < in_T) & (abs(rho / fluid.rho_critical - 1) < in_rho)


@every_fluid
def test_matches_coolprop_at_temperature_and_density(name):
    fluid = ek.Fluid(name)
    T, rho, ours, single = sample(fluid)
    assert single.sum() > 30
    truth = AbstractState("HEOS", name)
    truth.specify_phase(iphase_gas)  # evaluates the equation of state as it is
    r_gas = R / fluid.molar_mass
    critical = is_near_critical(fluid, T, rho, 0.01, 0.3)
    for i in np.flatnonzero(single):
        truth.update(DmassT_INPUTS, rho[i], T[i])
        assert ours["p"][i] == pytest.approx(truth.p(), rel=1e-10)
        assert ours["h"][i] == pytest.approx(truth.hmass(), rel=1e-10, abs=1e-10 * r_gas * fluid.T_critical)
        assert ours["s"][i] == pytest.approx(truth.smass(), rel=1e-10, abs=1e-10 * r_gas)
        if not critical[i]:
            assert ours["cp"][i] == pytest.approx(truth.cpmass(), rel=1e-10)
            assert ours["w"][i] == pytest.approx(truth.speed_sound(), rel=1e-10)


@every_fluid
@pytest.mark.parametrize("given", ["h", "T", "s"])
def test_flash_returns_to_the_state_it_came_from(name, given):
    fluid = ek.Fluid(name)
    T, rho, states, single = sample(fluid)
    # Close to the critical point the density hardly depends on what is given.
    chosen = single & ~is_near_critical(fluid, T, rho, 0.03, 0.3)
    T, rho = T[chosen], rho[chosen]
    value = T if given == "T" else states[given][chosen]
    back = fluid.props(["T", "rho"], p=states["p"][chosen], **{given: value})
    np.testing.assert_allclose(back["T"], T, rtol=1e-9)
    np.testing.assert_allclose(back["rho"], rho, rtol=1e-9)


@every_fluid
@pytest.mark.parametrize("given", ["h", "s"])
def test_flash_returns_to_the_quality_it_came_from(name, given):
    fluid = ek.Fluid(name)
    T, rho, states, single = sample(fluid)
    chosen = ~single & ~is_near_critical(fluid, T, rho, 0.03, 0.3)
    back = fluid.props(["T", "x"], p=states["p"][chosen], **{given: states[given][chosen]})
    np.testing.assert_allclose(back["T"], T[chosen], rtol=1e-9)
    np.testing.assert_allclose(back["x"], states["x"][chosen], atol=1e-9)


@every_fluid
def test_two_phase_states_obey_the_lever_rule(name):
    fluid = ek.Fluid(name)
    lowest = fluid.saturation(T=fluid.T_min).bubble.p
    x = np.linspace(0.0, 1.0, 5)
    for p in np.geomspace(2.0 * lowest, 0.95 * fluid.p_critical, 7):
        sides = fluid.saturation(p=p)
        mixed = fluid.props(["h", "s", "v", "T", "x"], p=p, x=x)
        for quantity in ("h", "s", "v"):
            liquid, vapour = getattr(sides.bubble, quantity), getattr(sides.dew, quantity)
            expected = liquid + x * (vapour - liquid)
            # The sides come from the equation of state, states between them from the spline through it.
            np.testing.assert_allclose(mixed[quantity], expected, rtol=1e-10, atol=1e-10 * abs(vapour - liquid))
        np.testing.assert_allclose(mixed["x"], x, atol=1e-14)
        np.testing.assert_allclose(mixed["T"], sides.bubble.T + x * (sides.dew.T - sides.bubble.T), rtol=1e-14)


@pytest.mark.parametrize("name", [name for name in FLUIDS if not ek.Fluid(name).is_pseudo_pure])
def test_phases_in_equilibrium_have_one_gibbs_energy(name):
    fluid = ek.Fluid(name)
    T = fluid.T_min + (fluid.T_critical - fluid.T_min) * np.linspace(0.01, 0.99, 20)
    liquid = fluid.props(["p", "h", "s"], T=T, x=0)
    vapour = fluid.props(["p", "h", "s"], T=T, x=1)
    np.testing.assert_array_equal(liquid["p"], vapour["p"])
    difference = (liquid["h"] - T * liquid["s"]) - (vapour["h"] - T * vapour["s"])
    assert abs(difference).max() < 1e-10 * R / fluid.molar_mass * fluid.T_critical


def vapour_and_liquid(fluid):
    """A superheated and a compressed state that every fluid has."""
    p = 0.1 * fluid.p_critical
    yield fluid.state(p=p, T=1.05 * fluid.saturation(p=p).dew.T)
    yield fluid.state(p=0.9 * fluid.p_critical, T=0.85 * fluid.T_critical)


@every_fluid
def test_derivatives_agree_with_heat_capacities_and_speed_of_sound(name):
    for state in vapour_and_liquid(ek.Fluid(name)):
        assert state.derivative("h", "T", constant="p") == pytest.approx(state.cp, rel=1e-10)
        assert state.derivative("u", "T", constant="rho") == pytest.approx(state.cv, rel=1e-10)
        assert state.derivative("p", "rho", constant="s") == pytest.approx(state.w**2, rel=1e-10)
        # Maxwell: (∂T/∂p)_s = (∂v/∂s)_p
        dv_ds = state.derivative("v", "s", constant="p")
        assert state.derivative("T", "p", constant="s") == pytest.approx(dv_ds, rel=1e-10)


@every_fluid
def test_derivatives_are_slopes(name):
    fluid = ek.Fluid(name)
    scale = R / fluid.molar_mass * fluid.T_critical
    for state in vapour_and_liquid(fluid):
        p, h = state.p, state.h
        dp, dh = 1e-4 * p, 1e-4 * scale
        table = fluid.props(["T", "rho", "s", "cp", "cv", "w"], p=[p - dp, p + dp, p, p], h=[h, h, h - dh, h + dh])
        for quantity in table.column_names:
            low_p, high_p, low_h, high_h = table[quantity]
            size = abs(getattr(state, quantity))
            in_p, in_h = (high_p - low_p) / (2 * dp), (high_h - low_h) / (2 * dh)
            assert state.derivative(quantity, "p") == pytest.approx(in_p, rel=1e-5, abs=1e-6 * size / p)
            assert state.derivative(quantity, "h") == pytest.approx(in_h, rel=1e-5, abs=1e-6 * size / scale)
