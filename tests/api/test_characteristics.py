"""Characteristic lines and maps: numbers, shipped data, errors."""

import pickle

import numpy as np
import pytest

import entropyk as ek


def peer():
    return pytest.importorskip("tespy.tools.characteristics")


@pytest.mark.parametrize("extrapolate", [False, True])
def test_lines_are_those_of_tespy(extrapolate):
    x, y = [0.0, 0.4, 1.0, 1.5], [0.5, 0.9, 1.0, 0.8]
    theirs = peer().CharLine(x, y, extrapolate)
    ours = ek.CharLine(x, y, extrapolate)
    for at in (-0.5, 0.0, 0.2, 0.4, 0.7, 1.5, 2.5):
        assert ours.evaluate(at) == pytest.approx(theirs.evaluate(at), abs=1e-14)


@pytest.mark.parametrize("extrapolate", [False, True])
def test_maps_are_those_of_tespy(extrapolate):
    shipped = ek.CharMap.named("TurboCompressor", "char_map_pr")
    # Points of equal y leave the peer no segment to continue.
    y = shipped.y + (1e-3 * np.arange(10) if extrapolate else 0.0)
    ours = ek.CharMap(shipped.x, y, shipped.z, extrapolate)
    theirs = peer().CharMap(shipped.x, y, shipped.z, extrapolate)
    for x in (0.7, 0.81, 0.9, 1.0, 1.062, 1.1):
        for y in (0.4, 0.6, 0.95, 1.0, 1.06, 1.2):
            assert ours.evaluate(x, y) == pytest.approx(theirs.evaluate(x, y), abs=1e-12), (x, y)


def test_shipped_curves_are_those_of_tespy():
    load = peer().load_default_char
    for component, parameter, name in [
        ("Turbine", "eta_s_char", "TRAUPEL"),
        ("Compressor", "eta_s_char", "DEFAULT"),
        ("HeatExchanger", "UA_char2", "EVAPORATING FLUID"),
    ]:
        theirs = load(component, parameter, name, peer().CharLine)
        ours = ek.CharLine.named(component, parameter, name)
        np.testing.assert_array_equal(ours.x, theirs.x)
        np.testing.assert_array_equal(ours.y, theirs.y)
        assert "TESPy" in ours.source


def test_arrays_keep_their_shape_and_single_numbers_are_floats():
    line = ek.CharLine([0, 1], [0, 2])
    assert isinstance(line.evaluate(0.5), float)
    np.testing.assert_array_equal(line.evaluate([[0.25, 0.5], [0.75, 1.0]]), [[0.5, 1.0], [1.5, 2.0]])
    surface = ek.CharMap([0, 1], [[0, 1], [0, 1]], [[0, 1], [1, 2]])
    np.testing.assert_allclose(surface.evaluate([0.0, 0.5], 0.5), [0.5, 1.0])
    assert isinstance(surface.evaluate(0, 0), float)


def test_curves_pickle_compare_and_show_themselves():
    line = ek.CharLine.named("Pump", "eta_s_char")
    again = pickle.loads(pickle.dumps(line))
    assert again == line
    assert again.source == line.source
    assert repr(ek.CharLine()) == "<CharLine of 2 points from (0, 1) to (1, 1)>"
    surface = ek.CharMap.named("TurboCompressor", "char_map_eta_s")
    assert pickle.loads(pickle.dumps(surface)) == surface
    assert repr(surface) == "<CharMap of 7 lines with 10 points from x = 0.81 to 1.062>"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ek.CharLine([], []), "at least two"),
        (lambda: ek.CharLine([0, 2, 1], [1, 1, 1]), "x increases"),
        (lambda: ek.CharLine([0, 1], [1, 1, 1]), "same amount"),
        (lambda: ek.CharLine([0, 1], [1, float("nan")]), "not finite"),
        (lambda: ek.CharLine().evaluate(float("nan")), "nan"),
        (lambda: ek.CharMap([0, 1], [[0, 1]], [[0, 1]]), "number of dimension"),
        (lambda: ek.CharMap([0, 1], [[0, 1], [0]], [[0, 1], [0, 1]]), "identical"),
        (lambda: ek.CharMap([0, 1], [[0, 1], [1, 0]], [[0, 1], [0, 1]]), r"y\[1\]"),
        (lambda: ek.CharMap([0, 1], [[0, 1], [1, 1]], [[0, 1], [0, 1]]), r"y\[1\]"),
        (lambda: ek.CharLine.named("Turbine", "eta_s_char", "TRAUPL"), "TRAUPEL"),
        (lambda: ek.CharLine.named("Turbin", "eta_s_char"), "Turbine.eta_s_char"),
    ],
)
def test_impossible_curves_are_refused(make, message):
    with pytest.raises(ek.ComponentError, match=message):
        make()


def test_the_design_point_is_a_result_of_the_same_system(make_ring):
    def solved():
        exchangers = {"condenser": ek.Condenser(ua=3000.0), "evaporator": ek.Evaporator(ua=3000.0)}
        system = make_ring(**exchangers, edges=({"m": 0.05}, {}, {}, {})).system.finalize()
        return system, system.solve()

    (system, result), (_, other) = solved(), solved()
    assert system.set_design(result) is system
    assert system.solve().state_vector == pytest.approx(result.state_vector)
    with pytest.raises(ek.ValidationError, match="not part of this model"):
        system.set_design(other)
