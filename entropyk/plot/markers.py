"""The states of a cycle: numbered markers, or a table under the axes."""

from typing import TYPE_CHECKING, Any

import numpy as np

from .coordinates import Array, Measure
from .cycle import Cycle
from .labels import Labels
from .style import halo, ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Distance of a number from its marker, in points.
OFFSET = 11.0

#: Height of a row of the table of states, in inches.
ROW = 0.2


def draw_states(ax: "Axes", cycle: Cycle, x: Measure, y: Measure, labels: Labels, names: str) -> None:
    """Marks every state with its number, or its connection's label; states in one place share a marker."""
    places: list[tuple[Array, list[str]]] = []
    shown = np.column_stack([x.show(cycle.states[x.symbol]), y.show(cycle.states[y.symbol])])
    for point, number, label in zip(shown, cycle.numbers, cycle.labels, strict=True):
        text = label if names == "labels" else str(number)
        near = [place for place in places if np.hypot(*_pixels(ax, place[0], point)) < 3]
        if near:
            near[0][1].append(text)
        else:
            places.append((point, [text]))
    style: dict[str, Any] = {"color": ink(), "mfc": ax.get_facecolor(), "mew": 1.3, "ms": 5.5}
    ax.plot(*np.array([point for point, _ in places]).T, "o", zorder=7, label="_states", **style)
    for point, texts in places:
        dx, dy = _free_direction(ax, point, labels)
        ax.annotate(
            ", ".join(texts),
            (point[0], point[1]),
            (OFFSET * dx, OFFSET * dy),
            textcoords="offset points",
            ha="center",
            va="center",
            weight="bold",
            zorder=8,
            path_effects=halo(ax, 2.5),
            annotation_clip=True,
        )
        spot = ax.transData.transform(point) + OFFSET * ax.figure.dpi / 72 * np.array([dx, dy])
        around = np.stack(np.meshgrid(*[np.arange(-6, 7, 3.0)] * 2), axis=-1).reshape(-1, 2) * ax.figure.dpi / 100
        labels.taken = np.vstack([labels.taken, spot + around])


def _pixels(ax: "Axes", a: Array, b: Array) -> Array:
    return np.asarray(ax.transData.transform(a) - ax.transData.transform(b))


def _free_direction(ax: "Axes", point: Array, labels: Labels) -> tuple[float, float]:
    """Of eight directions the one with most room for a number."""
    here = ax.transData.transform(point)
    frame = ax.get_window_extent()
    scale = ax.figure.dpi / 72
    best, most = (0.0, 1.0), -1.0
    for angle in np.radians([90, 270, 135, 45, 225, 315, 0, 180]):
        direction = np.array([np.cos(angle), np.sin(angle)])
        spot = here + OFFSET * scale * direction
        if not (frame.x0 + 6 < spot[0] < frame.x1 - 6 and frame.y0 + 6 < spot[1] < frame.y1 - 6):
            continue
        room = min(float(np.hypot(*(labels.taken - spot).T).min(initial=1e3)), 9 * scale)
        if room > most + 0.5:
            best, most = (float(direction[0]), float(direction[1])), room
    return best


def table_height(cycle: Cycle) -> float:
    """The height of the table of states, with its distance from the axes, in inches."""
    return ROW * (len(cycle.numbers) + 1) + 0.15


def draw_table(ax: "Axes", cycle: Cycle, measures: list[Measure]) -> None:
    """A table of the states under the title of the lower axis."""
    from matplotlib.transforms import Bbox

    rows = [
        [str(number), *(_cell(float(m.show(cycle.states[m.symbol][i]))) for m in measures)]
        for i, number in enumerate(cycle.numbers)
    ]
    frame = ax.get_window_extent()
    inch = ax.figure.dpi / frame.height
    height = ROW * (len(rows) + 1)
    table = ax.table(
        rows,
        colLabels=["", *(m.key for m in measures)],
        bbox=Bbox.from_bounds(0.0, -(0.55 + height) * inch, 1.0, height * inch),
        cellLoc="center",
        edges="open",
    )
    table.auto_set_font_size(False)
    for cell in table.get_celld().values():
        cell.get_text().set_fontsize("small")


def _cell(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.5g}".replace("-", "−")
