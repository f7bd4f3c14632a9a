"""`ek.Fluid`, `State`, arrays of states, and what they answer to wrong input."""

import pickle
import threading

import numpy as np
import pytest

import entropyk as ek

R134A = ek.Fluid("R134a")


@pytest.mark.parametrize("name", ["r134a", "R134A", "811-97-2", " HEOS::R134a "])
def test_a_fluid_is_found_by_every_name(name):
    assert ek.Fluid(name) == R134A
    assert hash(ek.Fluid(name)) == hash(R134A)


def test_an_unknown_fluid_suggests_the_nearest():
    with pytest.raises(ek.FluidError, match=r"R134b.*did you mean.*R134a"):
        ek.Fluid("R134b")
    with pytest.raises(ek.FluidError, match=r"n-Propane|propane"):
        ek.Fluid("propan")
    with pytest.raises(ek.ValidationError, match='"tabular" or "coolprop", not "refprop"'):
        ek.Fluid("R134a", backend="refprop")
    with pytest.raises(ek.ValidationError, match='"ASHRAE", "NBP", not "usual"'):
        ek.Fluid("R134a", reference="usual")
    with pytest.raises(ek.ValidationError, match="no equation of state here"):
        ek.Fluid("INCOMP::MEG[0.3]", backend="helmholtz")
    with pytest.raises(TypeError):
        ek.Fluid(134)


def test_fluids_are_listed():
    table = ek.fluids()
    row = table["name"].index("R134a")
    assert len(table) >= 13
    assert table["T_critical"][row] == R134A.T_critical
    assert table["gwp100"][row] == R134A.gwp100 > 1000
    assert table["safety_class"][row] == "A1"
    assert table.units["p_max"] == "Pa"


def test_a_state_takes_quantities_and_numbers():
    state = R134A.state(p=ek.Pressure(bar=3), T=ek.Temperature(celsius=20))
    assert state == R134A.state(p=3e5, T=293.15)
    assert state.fluid == R134A
    assert (state.phase, state.p, state.T) == ("g", 3e5, 293.15)
    assert state.v == pytest.approx(1 / state.rho)
    assert state.u == pytest.approx(state.h - state.p * state.v)
    assert np.isnan(state.x)
    assert R134A.state(p=3e5, h=ek.Enthalpy(kj_per_kg=300)).phase == "tp"


def test_a_state_takes_pint_quantities():
    pint = pytest.importorskip("pint")
    ureg = pint.UnitRegistry()
    state = R134A.state(p=3 * ureg.bar, T=ureg.Quantity(20, "degC"))
    assert abs(state.T - 293.15) < 1e-9
    values = R134A.props("h", p=np.array([1.0, 2.0]) * ureg.bar, T=300)
    np.testing.assert_allclose(values, R134A.props("h", p=[1e5, 2e5], T=300), rtol=1e-14)


@pytest.mark.parametrize("backend", ["helmholtz", "tabular", "coolprop"])
def test_backends_agree(backend):
    fluid = ek.Fluid("R134a", backend=backend)
    assert fluid.backend == backend
    h = np.linspace(1.5e5, 5e5, 40)
    for name in ["T", "rho", "s", "cp", "x"]:
        np.testing.assert_allclose(fluid.props(name, p=3e5, h=h), R134A.props(name, p=3e5, h=h), rtol=1e-7, atol=1e-9)
    assert fluid.saturation(T=300).dew.p == pytest.approx(R134A.saturation(T=300).dew.p, rel=1e-8)
    assert pickle.loads(pickle.dumps(fluid)) == fluid


def test_enthalpy_is_counted_from_a_reference_state():
    iir = ek.Fluid("R134a", reference="iir")
    assert (iir.reference, R134A.reference) == ("IIR", "default")
    liquid = iir.saturation(T=273.15).bubble
    assert (liquid.h, liquid.s) == (pytest.approx(200e3), pytest.approx(1e3))
    nbp = ek.Fluid("R134a", backend="tabular", reference="NBP")
    assert nbp.state(p=101325, x=0).h == pytest.approx(0, abs=1e-6)
    shift = nbp.props("h", p=3e5, T=[300.0, 350.0]) - R134A.props("h", p=3e5, T=[300.0, 350.0])
    assert shift[0] == pytest.approx(shift[1])
    assert iir != R134A
    assert pickle.loads(pickle.dumps(nbp)) == nbp
    assert repr(nbp) == 'Fluid("R134a", backend="tabular", reference="NBP")'
    with pytest.raises(ek.FluidError, match="outside"):
        ek.Fluid("Water", reference="ASHRAE")


@pytest.mark.parametrize("pair", ["pT", "ph", "ps", "pr", "pu", "Tr", "Ts", "rh", "rs", "ru", "hs", "us"])
def test_any_pair_fixes_a_state(pair):
    names = ["rho" if name == "r" else name for name in pair]
    for state in (R134A.state(p=3e5, T=300), R134A.state(p=3e6, T=300)):
        again = R134A.state(**{name: getattr(state, name) for name in names})
        assert (again.T, again.rho) == (pytest.approx(state.T), pytest.approx(state.rho))


def test_several_states_of_a_pair_are_candidates():
    with pytest.raises(ek.FluidError, match="2 states have the given") as raised:
        ek.Fluid("Water").state(T=300.0, h=150e3)
    states = [ek.Fluid("Water").state(rho=rho, T=T) for T, rho in raised.value.candidates]
    assert [state.h for state in states] == [pytest.approx(150e3)] * 2
    assert states[0].p != states[1].p
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.candidates == raised.value.candidates


def test_derivatives_of_arrays():
    T = np.linspace(280, 360, 9)
    slopes = R134A.props("d(h)/d(T)|p", p=1e5, T=T)
    np.testing.assert_allclose(slopes, R134A.props("cp", p=1e5, T=T), rtol=1e-12)
    table = R134A.props(["rho", "d(rho)/d(p)|T"], p=1e5, T=T)
    assert table.column_names == ["rho", "d(rho)/d(p)|T"]
    assert table.units["d(rho)/d(p)|T"] == "(kg/m³)/(Pa)"
    assert table["d(rho)/d(p)|T"][0] == R134A.state(p=1e5, T=T[0]).derivative("rho", "p", constant="T")
    with pytest.raises(ek.ValidationError, match="no derivatives of viscosity"):
        R134A.props("d(viscosity)/d(T)|p", p=1e5, T=T)


def test_saturation_has_two_sides():
    at_p = R134A.saturation(p=3e5)
    assert at_p.bubble.T == at_p.dew.T
    assert (at_p.bubble.x, at_p.dew.x) == (0, 1)
    assert R134A.saturation(T=at_p.dew.T).dew.p == pytest.approx(3e5)
    # Heat capacities of the saturated phases, which a mixture of them does not have.
    assert at_p.bubble.cp > at_p.dew.cp > 0
    assert np.isnan(R134A.state(p=3e5, x=0.5).cp)


def test_saturation_of_a_pseudo_pure_fluid_has_a_glide():
    fluid = ek.Fluid("R404A")
    at_p, at_t = fluid.saturation(p=5e5), fluid.saturation(T=273.15)
    assert 0.2 < at_p.dew.T - at_p.bubble.T < 1
    assert at_t.bubble.p > at_t.dew.p


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({}, ek.ValidationError, "two of p, T, h, s, rho, u, x; got none"),
        ({"p": 1e5}, ek.ValidationError, "got p: give two"),
        ({"p": 1e5, "T": 300, "h": 4e5}, ek.ValidationError, "got p, T, h"),
        ({"u": 4e5, "x": 0.5}, ek.ValidationError, "got u, x: which do not fix"),
        ({"h": 4e5, "x": 0.5}, ek.FluidError, "h = 400000 J/kg is outside"),
        ({"p": 1e5, "T": float("nan")}, ek.ValidationError, "T is NaN"),
        ({"p": float("inf"), "T": 300}, ek.ValidationError, "p is inf"),
        ({"p": ek.Temperature(celsius=3), "T": 300}, ek.ValidationError, "not compatible with pressure"),
        ({"p": 1e5, "Q": 1}, TypeError, "unexpected keyword argument 'Q'"),
        ({"p": 1e5, "t": 300}, TypeError, "unexpected keyword argument 't'"),
        ({"p": "much", "T": 300}, TypeError, "str"),
        ({"p": -1e5, "T": 300}, ek.FluidError, "p = -100000 Pa is outside"),
        ({"p": 1e5, "T": 3000}, ek.FluidError, "T = 3000 K is outside"),
        ({"p": 1e5, "x": 1.2}, ek.FluidError, "x = 1.2"),
        ({"T": 400, "x": 1}, ek.FluidError, "T of saturation = 400 K"),
        ({"p": R134A.state(T=300, x=0).p, "T": 300}, ek.FluidError, "saturation line.*quality x"),
        ({"p": 1e5, "h": 1e9}, ek.FluidError, "h = "),
    ],
)
def test_a_state_refuses(given, error, says):
    with pytest.raises(error, match=says):
        R134A.state(**given)


def test_saturation_refuses():
    with pytest.raises(ek.ValidationError, match="exactly one of p and T"):
        R134A.saturation()
    with pytest.raises(ek.ValidationError, match="exactly one of p and T"):
        R134A.saturation(p=1e5, T=300)
    with pytest.raises(ek.FluidError, match="outside the range"):
        R134A.saturation(p=1e7)


def test_derivatives_refuse():
    state = R134A.state(p=1e5, T=300)
    assert state.derivative("T", "h") == pytest.approx(1 / state.cp)
    with pytest.raises(ek.ValidationError, match="constant="):
        state.derivative("T", "s")
    with pytest.raises(ek.ValidationError, match="constant="):
        state.derivative("T", "h", constant="h")
    with pytest.raises(ek.ValidationError, match="no property"):
        state.derivative("entropy", "h")


def test_arrays_have_the_shape_of_the_inputs():
    h = np.linspace(2e5, 5e5, 7)
    single = [R134A.state(p=2e5, h=value).T for value in h]
    np.testing.assert_array_equal(R134A.props("T", p=2e5, h=h), single)
    assert isinstance(R134A.props("T", p=2e5, h=3e5), float)
    assert R134A.props("T", p=[1e5, 2e5], x=0.5).shape == (2,)
    assert R134A.props("T", p=np.array([[1e5], [2e5]]), h=h).shape == (2, 7)
    assert R134A.props("T", p=2e5, h=h[::-2])[0] == single[-1]
    assert R134A.props("T", p=np.float32(2e5), h=3 * 10**5) == R134A.props("T", p=2e5, h=3e5)


def test_several_outputs_are_a_table():
    h = np.linspace(2e5, 5e5, 7)
    table = R134A.props(["T", "rho", "cp"], p=2e5, h=h)
    assert table.column_names == ["T", "rho", "cp"]
    assert table.units["rho"] == "kg/m³"
    np.testing.assert_array_equal(table["T"], R134A.props("T", p=2e5, h=h))
    assert len(R134A.props(["T"], p=2e5, h=3e5)) == 1


def test_arrays_may_be_empty():
    assert R134A.props("T", p=2e5, h=np.array([])).shape == (0,)
    assert len(R134A.props(["T", "s"], p=2e5, h=[])) == 0


def test_large_arrays_are_the_same_as_small_ones():
    h = np.linspace(1.5e5, 5e5, 5000)
    whole = R134A.props("rho", p=2e5, h=h)
    pieces = [R134A.props("rho", p=2e5, h=h[i : i + 100]) for i in range(0, 5000, 100)]
    np.testing.assert_array_equal(whole, np.concatenate(pieces))


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"p": [1e5, 2e5, 3e5], "h": [3e5, 4e5]}, ek.ValidationError, r"shape \[3\].*shape \[2\]"),
        ({"p": [1e5, np.nan], "h": 3e5}, ek.ValidationError, "index 1: .*p is NaN"),
        ({"p": 1e5, "h": [[3e5, 4e5], [1e9, 1e10]]}, ek.FluidError, r"index \(1, 0\): .*h = 1000000000"),
        ({"p": ["1e5"], "h": 3e5}, ek.ValidationError, "p: an array of <U3"),
        ({"p": [1e5 + 1j], "h": 3e5}, ek.ValidationError, "complex"),
        ({"p": [True], "h": 3e5}, ek.ValidationError, "bool"),
        ({"p": [{}], "h": 3e5}, ek.ValidationError, "give numbers"),
        ({"p": [1e5]}, ek.ValidationError, "got p"),
    ],
)
def test_arrays_refuse(given, error, says):
    with pytest.raises(error, match=says):
        R134A.props("T", **given)


def test_unknown_outputs_are_named():
    with pytest.raises(ek.ValidationError, match=r"no property \"Temp\".*known are T, p"):
        R134A.props("Temp", p=1e5, h=3e5)
    with pytest.raises(ek.ValidationError, match="did you mean x"):
        R134A.props("Q", p=1e5, h=3e5)
    with pytest.raises(ek.ValidationError, match="on_error"):
        R134A.props("T", p=1e5, h=3e5, on_error="ignore")


def test_failures_may_be_nan():
    table = R134A.props(["T", "s"], p=[1e5, -1.0, np.nan, 2e5], h=3e5, on_error="nan")
    np.testing.assert_array_equal(np.isnan(table["T"]), [False, True, True, False])
    np.testing.assert_array_equal(np.isnan(table["s"]), [False, True, True, False])


def test_the_first_failure_is_reported_whatever_the_threads():
    h = np.full(20_000, 3e5)
    h[[1500, 15_000]] = 1e10
    for _ in range(5):
        with pytest.raises(ek.FluidError, match="index 1500:"):
            R134A.props("T", p=1e5, h=h)


def test_fluids_and_states_pickle():
    for thing in (R134A, R134A.state(p=1e5, T=300), R134A.state(p=1e5, x=0.3)):
        assert pickle.loads(pickle.dumps(thing)) == thing
    again = pickle.loads(pickle.dumps(R134A.saturation(p=1e5)))
    assert again.dew == R134A.saturation(p=1e5).dew


def test_representations_are_short():
    assert repr(R134A) == 'Fluid("R134a")'
    assert repr(R134A.state(p=1e5, T=300)) == "State(R134a: T=300.000 K, p=100000 Pa, h=426127 J/kg, g)"
    assert "°C" in R134A.state(p=1e5, T=300)._repr_html_()
    assert "bubble" in R134A.saturation(p=1e5)._repr_html_()


def test_threads_agree():
    h = np.linspace(1.5e5, 5e5, 3000)
    expected = R134A.props("T", p=2e5, h=h)
    found = []
    threads = [threading.Thread(target=lambda: found.append(R134A.props("T", p=2e5, h=h))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for values in found:
        np.testing.assert_array_equal(values, expected)
