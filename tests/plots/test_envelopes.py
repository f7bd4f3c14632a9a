"""Envelopes of compressors: limits, rating points, operating point, lines of power."""

import numpy as np
import pytest

import entropyk as ek

POWER = [876.5, -48.86, 82.32, -1.822, 2.439, -0.5685, -0.00847, 0.02764, -0.005823, 0.001803]
CAPACITY = [21060, 900.3, -236.1, 12.56, -10.84, 1.039, 0.06959, -0.1033, 0.04377, -0.005491]


@pytest.fixture
def rating():
    limits = ((-10.0, 15.0), (30.0, 60.0))
    return ek.Ahri540(name="sheet", fluid="R134a", power=POWER, capacity=CAPACITY, envelope=limits)


@pytest.fixture
def system(rating):
    system = ek.System(units="engineering")
    parts = [ek.Compressor(coefficients=rating), ek.Condenser(ua=5000.0), ek.Valve(), ek.Evaporator(ua=3000.0)]
    parts = [system.add_component(part) for part in parts]
    for a, b in zip(parts, parts[1:] + parts[:1], strict=True):
        system.add_edge(a, b)
    return system.finalize()


def test_a_rating_tells_its_envelope(rating):
    (low, high), (least, greatest) = rating.envelope
    assert [low, high, least, greatest] == pytest.approx([263.15, 288.15, 303.15, 333.15])
    assert ek.Ahri540.named("2DF3-030E-TFC").envelope is None


def test_limits_and_points_are_drawn_where_they_are(rating, system):
    result = system.solve()
    ax = ek.plot.envelope(system["compressor"], points=[(0.0, 45.0), (5.0, 50.0)])
    (patch,) = ax.patches
    assert patch.get_bbox().bounds == pytest.approx((-10.0, 30.0, 25.0, 30.0))
    lines = {line.get_label(): line.get_xydata() for line in ax.lines}
    assert lines["rating points"] == pytest.approx(np.array([[0.0, 45.0], [5.0, 50.0]]))
    row = result.components.column("component").index("compressor")
    expected = [result.components[name][row] for name in ("T_suction_dew", "T_discharge_dew")]
    assert lines["operating point"][0] == pytest.approx(expected)
    assert ax.get_title("left") == "sheet (R134a)"
    again = result.plot.envelope(system["compressor"])
    assert len({line.get_label() for line in again.lines} & {"operating point"}) == 1


def test_lines_of_power_are_those_of_the_polynomial(rating):
    ax = ek.plot.envelope(rating)
    drawn = next(each for each in ax.collections if hasattr(each, "levels"))
    for level, path in zip(drawn.levels, drawn.get_paths(), strict=True):
        for S, D in path.vertices[::5]:
            assert rating.evaluate(S + 273.15, D + 273.15)["power"] == pytest.approx(1e3 * level, rel=2e-3)


def test_what_has_no_rating_is_refused():
    with pytest.raises(ek.ValidationError, match="no coefficients"):
        ek.plot.envelope(ek.Compressor(eta_s=0.7))
    with pytest.raises(ek.ComponentError, match="did you mean"):
        ek.plot.envelope("2DF3-030E-TFX")


def test_a_shipped_rating_shows_what_it_publishes():
    ax = ek.plot.envelope("2DF3-030E-TFC")
    lines = {line.get_label(): line.get_xydata() for line in ax.lines}
    assert lines["rating points"][0] == pytest.approx([280.372 - 273.15, 327.594 - 273.15])
    assert not ax.patches
