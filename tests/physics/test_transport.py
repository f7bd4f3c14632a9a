"""Viscosity, conductivity and surface tension against CoolProp, where both have the same model."""

import numpy as np
import pytest
from CoolProp.CoolProp import QT_INPUTS, AbstractState, DmassT_INPUTS, iphase_gas

import entropyk as ek

TABLE = ek.fluids()
KNOWN = {
    key: [n for n, kind in zip(TABLE["name"], TABLE[key]) if kind == "model"]
    for key in ("viscosity", "conductivity", "surface_tension")
}


def states(fluid, n=150):
    """T and rho of single-phase states, half of them within 8 % of the critical temperature, and of saturated ones."""
    rng = np.random.default_rng(11)
    T = np.exp(rng.uniform(np.log(1.001 * fluid.T_min), np.log(0.999 * fluid.T_max), n))
    rho = fluid.rho_critical * np.exp(rng.uniform(np.log(1e-4), np.log(3.0), n))
    T[::2] = np.clip(fluid.T_critical * rng.uniform(0.92, 1.08, n // 2), fluid.T_min, fluid.T_max)
    rho[::2] = fluid.rho_critical * rng.uniform(0.3, 2.0, n // 2)
    table = fluid.props(["T", "rho", "x"], T=T, rho=rho, on_error="nan")
    single = np.isfinite(table["T"]) & np.isnan(table["x"])
    T, rho = [table["T"][single]], [table["rho"][single]]
    for x in (0, 1):
        line = fluid.props(
            ["T", "rho"], T=np.linspace(1.01 * fluid.T_min, 0.99 * fluid.T_critical, 25), x=x, on_error="nan"
        )
        T.append(line["T"])
        rho.append(line["rho"])
    T, rho = np.concatenate(T), np.concatenate(rho)
    # In thinner gas CoolProp's search for the conformal state ends in rounding errors.
    is_dense_enough = rho > 1e-6 * fluid.rho_critical
    return T[is_dense_enough], rho[is_dense_enough]


@pytest.mark.parametrize("name", KNOWN["viscosity"])
def test_matches_coolprop(name):
    fluid = ek.Fluid(name)
    T, rho = states(fluid)
    outputs = [key for key in ("viscosity", "conductivity") if name in KNOWN[key]]
    ours = {key: fluid.props(key, T=T, rho=rho, on_error="nan") for key in outputs}
    truth = AbstractState("HEOS", name)
    truth.specify_phase(iphase_gas)  # evaluates the equations as they are
    compared = 0
    for i in np.flatnonzero(np.isfinite(ours["viscosity"])):
        truth.update(DmassT_INPUTS, rho[i], T[i])
        try:
            values = [getattr(truth, key)() for key in outputs]
        except ValueError:  # its search for the conformal state may fail
            continue
        for key, value in zip(outputs, values):
            assert ours[key][i] == pytest.approx(value, rel=1e-6), (key, T[i], rho[i])
        compared += 1
    assert compared > 60


@pytest.mark.parametrize("name", KNOWN["surface_tension"])
def test_surface_tension_matches_coolprop(name):
    fluid, truth = ek.Fluid(name), AbstractState("HEOS", name)
    for T in np.linspace(1.01 * fluid.T_min, 0.96 * fluid.T_critical, 10):
        truth.update(QT_INPUTS, 0, T)
        assert fluid.state(T=T, x=0.5).surface_tension == pytest.approx(truth.surface_tension(), rel=1e-6)


def test_every_fluid_says_where_its_transport_properties_come_from():
    assert [len(KNOWN[key]) for key in ("viscosity", "conductivity", "surface_tension")] == [66, 63, 108]
    assert {*TABLE["viscosity"], *TABLE["conductivity"], *TABLE["surface_tension"]} == {"model", "estimate"}
    assert all(TABLE["viscosity_source"])
    assert all(TABLE["conductivity_source"])
    state = ek.Fluid("R1233zd(E)").state(p=1e6, T=300.0)
    assert (state.viscosity_source, state.conductivity_source) == ("estimate", "estimate")
    assert ek.Fluid("R134a").state(p=1e6, T=300.0).viscosity_source == "model"


@pytest.mark.parametrize("name", ["R134a", "Water", "R410A", "MM"])
def test_saturated_states_have_values_and_two_phase_states_none(name):
    fluid = ek.Fluid(name)
    p = 0.3 * fluid.p_critical
    x = np.array([0.0, 0.5, 1.0])
    table = fluid.props(["viscosity", "conductivity", "prandtl", "surface_tension"], p=p, x=x)
    for key in ("viscosity", "conductivity", "prandtl"):
        assert list(np.isnan(table[key])) == [False, True, False]
    assert (table["surface_tension"] > 0).all()
    gas = fluid.saturation(p=p).dew
    assert gas.prandtl == pytest.approx(gas.viscosity * gas.cp / gas.conductivity, rel=1e-14)
    assert np.isnan(fluid.state(p=p, T=gas.T + 20).surface_tension)


def test_there_are_no_derivatives_of_transport_properties():
    with pytest.raises(ek.ValidationError, match="no derivatives of viscosity"):
        ek.Fluid("Water").state(p=1e5, T=300.0).derivative("viscosity", "T", constant="p")
