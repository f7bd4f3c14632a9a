"""Every kind of chart as a picture, compared under the pinned version of matplotlib.

To draw the pictures anew: `pytest tests/plots/test_pictures.py --mpl-generate-path=tests/plots/baseline`. Look at them.
"""

import importlib.util
import tomllib
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt

import entropyk as ek
from tests.plots.models import cascade, heat_pump, simple_cycle

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
PINNED = next(
    name.partition("==")[2] for name in PROJECT["optional-dependencies"]["dev"] if name.startswith("matplotlib==")
)

pytestmark = [
    pytest.mark.skipif(matplotlib.__version__ != PINNED, reason=f"pictures are compared with matplotlib {PINNED}"),
    pytest.mark.skipif(importlib.util.find_spec("pytest_mpl") is None, reason="pytest-mpl is not installed"),
]


def picture(function):
    """Compares the figure of the axes that a test returns."""
    options = {"baseline_dir": "baseline", "style": "default", "savefig_kwargs": {"dpi": 50}, "tolerance": 2}
    return pytest.mark.mpl_image_compare(**options)(function)


@pytest.fixture(scope="module")
def pumped():
    return heat_pump().solve()


@picture
def test_ph_of_a_fluid():
    return ek.plot.ph("R290").figure


@picture
def test_ph_of_a_cycle(pumped):
    return pumped.plot.ph(saturation_axis=True).figure


@picture
def test_ph_with_a_table():
    return simple_cycle("R744").plot.ph(states="table").figure


@picture
def test_ph_in_the_dark(pumped):
    with plt.style.context("dark_background"):
        return pumped.plot.ph().figure


@picture
def test_ts_with_other_sides(pumped):
    return pumped.plot.ts().figure


@picture
def test_hs_of_water():
    return ek.plot.hs("Water").figure


@picture
def test_qt_with_its_pinch(pumped):
    return pumped.plot.qt("condenser").figure


@picture
def test_circuits_beside_each_other():
    return cascade().solve().plot.circuits(draw=ek.plot.ph)[0].figure


@picture
def test_envelope_of_a_rating():
    sheet = ek.Ahri540.named("2DF3-030E-TFC")
    limits = ((-10.0, 15.0), (30.0, 60.0))
    rating = ek.Ahri540(name="sheet", fluid="R134a", power=sheet.power, capacity=sheet.capacity, envelope=limits)
    return ek.plot.envelope(rating, points=[(0, 40), (5, 50), (10, 55)]).figure


@picture
def test_bands_of_energy(pumped):
    return pumped.plot.sankey().figure


@pytest.fixture(scope="module")
def table():
    grid = {"e4.T_dew": np.linspace(-15.0, 5.0, 9), "e2.T_bubble": [42.0, 46.0, 50.0, 55.0, 60.0]}
    return heat_pump().sweep(ek.grid(grid), ["compressor.P", "condenser.Q"])


@picture
def test_contours_of_a_sweep(table):
    return ek.plot.contour(table, "e4.T_dew", "e2.T_bubble", "compressor.P").figure


@picture
def test_lines_of_a_sweep(table):
    return ek.plot.lines(table, "e4.T_dew", "compressor.P", by="e2.T_bubble").figure
