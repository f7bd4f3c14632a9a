"""Lines and contours of tables: what is drawn is what the table holds."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

import entropyk as ek


@pytest.fixture(scope="module")
def table():
    system = ek.System("R134a", units="engineering")
    compressor = system.add_component(ek.Compressor(eta_s=0.8))
    condenser = system.add_component(ek.Condenser())
    valve = system.add_component(ek.Valve())
    evaporator = system.add_component(ek.Evaporator(Q=10.0))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, T_bubble=40.0, td_bubble=3.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, T_dew=0.0, td_dew=5.0)
    grid = ek.grid({"e4.T_dew": np.linspace(-15.0, 10.0, 11), "e2.T_bubble": np.linspace(35.0, 60.0, 6)})
    return system.finalize().sweep(grid)


@pytest.mark.parametrize("kind", ["table", "pandas", "polars"])
def test_lines_are_the_columns(table, kind):
    frame = {"table": table, "pandas": table.to_pandas(), "polars": table.to_polars()}[kind]
    ax = ek.plot.lines(frame, "e4.T_dew", "cop_cooling", by="e2.T_bubble")
    assert len(ax.lines) == 6
    for line, T in zip(ax.lines, np.linspace(35.0, 60.0, 6), strict=True):
        rows = table["e2.T_bubble"] == T
        np.testing.assert_array_equal(line.get_xdata(), table["e4.T_dew"][rows])
        np.testing.assert_array_equal(line.get_ydata(), table["cop_cooling"][rows])
    assert ax.get_xlabel() == ("e4.T_dew" if kind == "polars" else "e4.T_dew in °C")


def test_lines_are_told_apart_without_colour(table):
    ax = ek.plot.lines(table, "e4.T_dew", "cop_cooling", by="e2.T_bubble")
    assert (
        len({(str(line.get_linestyle()), line._dash_pattern[1] and tuple(line._dash_pattern[1])) for line in ax.lines})
        == 6
    )
    assert len({line.get_marker() for line in ax.lines}) == 6


def test_several_columns_share_a_unit(table):
    ax = ek.plot.lines(table, "e4.T_dew", ["condenser.Q", "compressor.P"], by=None)
    assert ax.get_ylabel() == "in kW"
    with pytest.raises(ek.ValidationError, match="several units"):
        ek.plot.lines(table, "e4.T_dew", ["cop_cooling", "compressor.P"])


def test_contours_lie_at_their_values(table):
    ax = ek.plot.contour(table, "e4.T_dew", "e2.T_bubble", "cop_cooling")
    drawn = [each for each in ax.collections if hasattr(each, "levels")][-1]
    shuffled = table.to_pandas().sample(frac=1.0, random_state=1)
    again = ek.plot.contour(shuffled, "e4.T_dew", "e2.T_bubble", "cop_cooling").collections[-1]
    values = table["cop_cooling"].reshape(11, 6)
    S, D = np.linspace(-15.0, 10.0, 11), np.linspace(35.0, 60.0, 6)
    found = 0
    for level, path, other in zip(drawn.levels, drawn.get_paths(), again.get_paths(), strict=True):
        np.testing.assert_allclose(path.vertices, other.vertices)
        for x, y in path.vertices:
            # Between two points of the grid the value is interpolated linearly along its line.
            on_row = [np.interp(x, S, values[:, j]) for j in np.flatnonzero(np.isclose(D, y))]
            on_column = [np.interp(y, D, values[i]) for i in np.flatnonzero(np.isclose(S, x))]
            assert (on_row + on_column)[0] == pytest.approx(level, rel=1e-6)
            found += 1
    assert found > 20
    texts = [text.get_text() for text in ax.texts if text.get_text()]
    assert len(texts) > 4
    assert all(float(text) in drawn.levels for text in texts)


def test_failed_points_are_crossed_and_scattered_ones_joined(table):
    frame = table.to_pandas()
    frame.loc[[3, 20], "cop_cooling"] = np.nan
    ax = ek.plot.contour(frame, "e4.T_dew", "e2.T_bubble", "cop_cooling")
    (crosses,) = [line for line in ax.lines if line.get_label() == "_failed"]
    np.testing.assert_array_equal(crosses.get_xydata(), frame.loc[[3, 20], ["e4.T_dew", "e2.T_bubble"]])
    ax = ek.plot.contour(frame.drop(index=[7, 12]), "e4.T_dew", "e2.T_bubble", "cop_cooling")
    assert len([each for each in ax.collections if hasattr(each, "levels")]) == 2


def test_what_is_no_map_is_refused(table):
    with pytest.raises(ek.ValidationError, match="there is no column 'T'"):
        ek.plot.lines(table, "T", "cop_cooling")
    with pytest.raises(ek.ValidationError, match="holds no numbers"):
        ek.plot.lines(table, "e4.T_dew", "status")
    with pytest.raises(ek.ValidationError, match="span no area"):
        ek.plot.contour(table.to_pandas().iloc[:6], "e4.T_dew", "e2.T_bubble", "cop_cooling")
    with pytest.raises(ek.ValidationError, match="up to 12"):
        ek.plot.lines(table, "e4.T_dew", "cop_cooling", by="compressor.P")
    with pytest.raises(ek.ValidationError, match="there is no column"):
        ek.plot.contour(pl.DataFrame({"a": [1.0]}), "a", "b", "c")
    with pytest.raises(ek.ValidationError, match="there is no column"):
        ek.plot.contour(pd.DataFrame({"a": [1.0]}), "a", "b", "c")
