"""What tests of charts need: cycles to draw, and whether labels are readable."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.path import Path

from tests.plots.models import simple_cycle


@pytest.fixture(autouse=True)
def close_figures(monkeypatch):
    def show(*args, **kwargs):
        raise AssertionError("a chart shows itself")

    monkeypatch.setattr(plt, "show", show)
    yield
    plt.close("all")


def outline(text):
    """The corners of a drawn text as a closed path, in pixels."""
    angle = np.radians(text.get_rotation())
    around = text.get_window_extent()
    middle = np.array([0.5 * (around.x0 + around.x1), 0.5 * (around.y0 + around.y1)])
    rotates, given = text.get_transform_rotates_text(), text._rotation
    text.set_transform_rotates_text(False)
    text.set_rotation(0)
    plain = text.get_window_extent()
    text.set_rotation(given)
    text.set_transform_rotates_text(rotates)
    corners = 0.5 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * [plain.width, plain.height]
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return Path(corners @ turn + middle)


def are_readable(ax):
    """Labels lie in the axes, on none of each other and not on the cycle."""
    ax.figure.canvas.draw()
    labels = [outline(text) for text in ax.texts if text.get_text() and text.get_transform_rotates_text()]
    frame = ax.get_window_extent()
    assert len(labels) > 8
    for i, label in enumerate(labels):
        x, y = label.vertices.T
        assert x.min() >= frame.x0 - 1
        assert x.max() <= frame.x1 + 1
        assert y.min() >= frame.y0 - 1
        assert y.max() <= frame.y1 + 1
        assert not any(label.intersects_path(other) for other in labels[:i])
    drawn = [line for line in ax.lines if line.get_linewidth() > 2]
    for line in drawn:
        seen = Path(ax.transData.transform(line.get_xydata()))
        assert not any(seen.intersects_path(label, filled=False) for label in labels)


@pytest.fixture(scope="session")
def solved():
    """The function `simple_cycle`."""
    return simple_cycle


@pytest.fixture(scope="session")
def result():
    """A solved simple cycle with R134a."""
    return simple_cycle()


@pytest.fixture(scope="session")
def check_labels():
    """The function `are_readable`."""
    return are_readable
