"""Characteristic lines and maps: numbers, shipped data, errors."""

import pickle

import numpy as np
import pytest

import entropyk as ek

TESPY = """
import json
import numpy as np
from tespy.tools.characteristics import CharLine, CharMap, load_default_char
"""


@pytest.mark.parametrize("extrapolate", [False, True])
def test_lines_are_those_of_tespy(tespy, extrapolate):
    x, y, places = [0.0, 0.4, 1.0, 1.5], [0.5, 0.9, 1.0, 0.8], [-0.5, 0.0, 0.2, 0.4, 0.7, 1.5, 2.5]
    theirs = tespy(
        TESPY + f"line = CharLine({x}, {y}, {extrapolate})\nprint(json.dumps([line.evaluate(x) for x in {places}]))"
    )
    assert ek.CharLine(x, y, extrapolate).evaluate(places) == pytest.approx(theirs, abs=1e-14)


@pytest.mark.parametrize("extrapolate", [False, True])
def test_maps_are_those_of_tespy(tespy, extrapolate):
    shipped = ek.CharMap.named("TurboCompressor", "char_map_pr")
    # Points of equal y leave the peer no segment to continue.
    y = shipped.y + (1e-3 * np.arange(10) if extrapolate else 0.0)
    ours = ek.CharMap(shipped.x, y, shipped.z, extrapolate)
    places = [(x, y) for x in (0.7, 0.81, 0.9, 1.0, 1.062, 1.1) for y in (0.4, 0.6, 0.95, 1.0, 1.06, 1.2)]
    theirs = tespy(
        TESPY
        + f"map = CharMap({shipped.x.tolist()}, {y.tolist()}, {shipped.z.tolist()}, {extrapolate})\n"
        + f"print(json.dumps([map.evaluate(x, y) for x, y in {places}]))"
    )
    assert [ours.evaluate(x, y) for x, y in places] == pytest.approx(theirs, abs=1e-12)


def test_shipped_curves_are_those_of_tespy(tespy):
    names = [
        ("Turbine", "eta_s_char", "TRAUPEL"),
        ("Compressor", "eta_s_char", "DEFAULT"),
        ("HeatExchanger", "UA_char2", "EVAPORATING FLUID"),
    ]
    theirs = tespy(
        TESPY
        + f"lines = [load_default_char(*name, CharLine) for name in {names}]\n"
        + "print(json.dumps([[line.x.tolist(), line.y.tolist()] for line in lines]))"
    )
    for name, (x, y) in zip(names, theirs, strict=True):
        ours = ek.CharLine.named(*name)
        np.testing.assert_array_equal(ours.x, x)
        np.testing.assert_array_equal(ours.y, y)
        assert "TESPy" in ours.source
    assert ek.CharLine.named("SteamTurbine", "eta_s_char") == ek.CharLine.named("Turbine", "eta_s_char")


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
