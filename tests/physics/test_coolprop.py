"""Fluids that have no model in entropyk and come from the package CoolProp."""

import logging
import subprocess
import sys
import threading

import CoolProp
import numpy as np
import pytest
from CoolProp.CoolProp import PropsSI

import entropyk as ek

BLEND = "R32[0.7]&R125[0.3]"


def test_a_pure_fluid_is_the_same():
    theirs, ours = ek.Fluid("CoolProp::R290"), ek.Fluid("R290")
    assert theirs.backend == "coolprop"
    for given in ({"p": 5e5, "T": 250.0}, {"p": 5e5, "T": 330.0}, {"p": 5e5, "h": 4e5}, {"p": 5e5, "s": 2200.0}):
        a, b = theirs.state(**given), ours.state(**given)
        assert (a.T, a.rho, a.s, a.phase) == (pytest.approx(b.T), pytest.approx(b.rho), pytest.approx(b.s), b.phase)
        for of, wrt, constant in (("T", "h", "p"), ("rho", "p", "h")):
            slope = b.derivative(of, wrt, constant=constant)
            assert a.derivative(of, wrt, constant=constant) == pytest.approx(slope, rel=1e-6)


def test_cubic_equations():
    fluid = ek.Fluid("PR::R134a")
    assert fluid.saturation(T=280.0).dew.p == pytest.approx(PropsSI("P", "T", 280.0, "Q", 1, "PR::R134a"), rel=1e-6)
    state = fluid.state(p=3e5, T=320.0)
    assert state.rho == pytest.approx(PropsSI("D", "P", 3e5, "T", 320.0, "PR::R134a"), rel=1e-8)
    assert fluid.state(p=3e5, h=state.h).T == pytest.approx(320.0)


def test_a_blend_has_the_equilibrium_of_coolprop():
    fluid = ek.Fluid(BLEND)
    assert fluid.backend == "coolprop"
    line = fluid.saturation(p=1e6)
    for side, q in ((line.bubble, 0), (line.dew, 1)):
        for name, key in (("T", "T"), ("h", "H"), ("s", "S"), ("rho", "D")):
            assert getattr(side, name) == pytest.approx(PropsSI(key, "P", 1e6, "Q", q, BLEND), rel=1e-6)
    assert line.dew.T > line.bubble.T
    # Between the lines: T from CoolProp's own flash at the same quality by mole.
    wet = fluid.state(p=1e6, h=0.5 * (line.bubble.h + line.dew.h))
    assert line.bubble.T < wet.T < line.dew.T
    assert wet.T == pytest.approx(PropsSI("T", "P", 1e6, "H", wet.h, BLEND), rel=1e-6)
    for state in (fluid.state(p=1e6, T=260.0), fluid.state(p=1e6, T=330.0)):
        assert state.rho == pytest.approx(PropsSI("D", "P", 1e6, "T", state.T, BLEND), rel=1e-7)
        assert fluid.state(p=1e6, h=state.h).T == pytest.approx(state.T)
        assert fluid.state(p=1e6, s=state.s).T == pytest.approx(state.T)


def test_a_predefined_blend_goes_by_its_name():
    assert ek.Fluid("R454B").saturation(T=280.0).dew.p == pytest.approx(
        PropsSI("P", "T", 280.0, "Q", 1, "R454B.mix"), rel=1e-6
    )


def test_a_blend_warns_of_its_cost_once(caplog):
    name = "R32[0.61]&R125[0.39]"
    with caplog.at_level(logging.WARNING, logger="entropyk"):
        ek.Fluid(name)
        ek.Fluid(name)
    assert [record.getMessage().split(" is ")[0] for record in caplog.records] == [name]
    assert "ms per state" in caplog.text


@pytest.mark.parametrize("name", ["R513A", "R452A", "R449A", "R404A.mix", "R454B"])
def test_states_of_blends_are_right_or_refused(name):
    """CoolProp finds no state of some of these, or a liquid as dense as the vapour (its issues 2000, 2272, 3346)."""
    fluid, random = ek.Fluid(name), np.random.default_rng(1)
    right = refused = 0
    for p in np.exp(random.uniform(np.log(1e5), np.log(0.8 * fluid.p_critical), 8)):
        try:
            line = fluid.saturation(p=p)
            away = random.uniform(0.1, 60.0)
            states = {
                "l": fluid.state(p=p, T=line.bubble.T - away),
                "g": fluid.state(p=p, T=line.dew.T + away),
                "tp": fluid.state(p=p, x=random.uniform(0.01, 0.99)),
            }
            backs = [(state, fluid.state(p=p, **{of: getattr(state, of)})) for state in states.values() for of in "hs"]
        except ek.FluidError:
            refused += 1
            continue
        assert line.bubble.rho > 1.2 * line.dew.rho
        assert line.bubble.T <= line.dew.T
        assert [state.phase for state in states.values()] == list(states)
        for state, back in backs:
            assert (back.T, back.rho) == (pytest.approx(state.T, rel=1e-7), pytest.approx(state.rho, rel=1e-6))
        right += 1
    for T in (0.9, 1.1):
        state = fluid.state(p=1.2 * fluid.p_critical, T=T * fluid.T_critical)
        assert fluid.state(p=state.p, h=state.h).T == pytest.approx(state.T, rel=1e-7)
    assert right >= 6, f"{refused} of {right + refused} pressures without an answer"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("R32[0.5]&R125", "give a fraction with every name"),
        ("R32[0.5]&R125[0.6]", "add up to 1.1"),
        ("R32[half]&R125[0.5]", "not a fraction"),
        ("CoolProp::Nonsense", "Nonsense"),
        ("NOSUCH::R134a", "NOSUCH"),
    ],
)
def test_what_coolprop_does_not_know_is_said(name, says):
    with pytest.raises(ek.FluidError, match=says):
        ek.Fluid(name)


def test_states_out_of_range_are_errors():
    fluid = ek.Fluid("CoolProp::R134a")
    with pytest.raises(ek.FluidError, match="T = 5000 K is outside the range"):
        fluid.state(p=1e5, T=5000.0)
    values = fluid.props("rho", p=1e5, T=[300.0, 5000.0], on_error="nan")
    np.testing.assert_array_equal(np.isnan(values), [False, True])


def test_threads_share_a_fluid():
    fluid = ek.Fluid("CoolProp::R32")
    h = np.linspace(3e5, 6e5, 50)
    expected = fluid.props("T", p=1e6, h=h)
    found = []
    threads = [threading.Thread(target=lambda: found.append(fluid.props("T", p=1e6, h=h))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for values in found:
        np.testing.assert_array_equal(values, expected)
    assert len(found) == 4


def test_without_coolprop_the_error_says_how_to_get_it():
    script = (
        "import sys; sys.modules['CoolProp'] = None\n"
        "import entropyk as ek\n"
        "ek.Fluid('R134a')\n"
        "try: ek.Fluid('REFPROP::R134a')\n"
        "except ek.FluidError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install entropyk[coolprop]" in done.stdout


def test_a_cycle_runs_on_a_fluid_of_coolprop():
    def power(fluid):
        system = ek.System(fluid)
        compressor = system.add_component(ek.Compressor(coefficients=ek.Ahri540.named("2DF3-030E-TFC")))
        condenser, valve = ek.Condenser(ua=5000.0), ek.ExpansionValve()
        evaporator = ek.Evaporator(ua=3000.0)
        for component in (condenser, valve, evaporator):
            system.add_component(component)
        for a, b in ((compressor, condenser), (condenser, valve), (valve, evaporator), (evaporator, compressor)):
            system.add_edge(a, b)
        system.finalize()
        result = system.solve()
        assert result.status == "Converged"
        return result.performance.power

    assert power("CoolProp::R134a") == pytest.approx(power("R134a"), rel=1e-7)


def test_the_version_is_named():
    assert CoolProp.__version__ in ek.Fluid("CoolProp::R134a").source
