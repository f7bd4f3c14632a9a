"""Labels on lines: along a rail, turned with their line, never on each other nor on the cycle.

Places are tried in the order of the rails; a line whose label fits on none goes without. A label is fixed in the data
and turns with its line when the axes are zoomed.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from .coordinates import Array
from .style import halo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes

#: A rail: along which axis it is fixed, `"x"` or `"y"`, and at which share of that axis.
Rail = tuple[str, float]

#: A point, the direction of the line there, and on which side of it the label stands, 0 on it; in shares of the axes.
Place = tuple[Array, Array, float]

#: Distance of the points by which lines are kept free, in pixels.
SPACING = 3.0

#: The steepest text, so that nearly vertical lines are all read from below.
STEEPEST = np.radians(110.0)


@dataclass
class Labels:
    """Places labels in axes whose limits are set."""

    ax: "Axes"
    #: Points, in pixels, that labels keep clear of.
    taken: Array = field(default_factory=lambda: np.empty((0, 2)))

    def keep_clear(self, x: Array, y: Array) -> None:
        """Keeps labels off a line."""
        seen = self.ax.transData.transform(np.column_stack([np.atleast_1d(x), np.atleast_1d(y)]))
        length = _length(seen)
        even = np.linspace(0, length[-1], max(2, int(length[-1] / SPACING)))
        points = [np.interp(even, length, seen[:, k]) for k in (0, 1)]
        self.taken = np.vstack([self.taken, np.column_stack(points)])

    def along_rails(self, lines: "Iterable[tuple[str, Array, Array]]", rails: list[Rail], **style: Any) -> None:
        """Labels lines, given as (text, x, y), where they cross one of the rails."""
        for text, x, y in lines:
            seen = self._seen(x, y)
            places = (place for rail in rails for place in _crossings(seen, *rail))
            self._put(text, ((middle, step, 0.0) for middle, step in places), style)

    def beside(self, text: str, x: Array, y: Array, **style: Any) -> None:
        """Labels a line beside its middle, or as near to it as there is room."""
        seen = self._seen(x, y)
        length = _length(self.ax.transAxes.transform(seen))
        places = []
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            i = int(np.clip(np.searchsorted(length, share * length[-1]) - 1, 0, len(seen) - 2))
            part = (share * length[-1] - length[i]) / max(length[i + 1] - length[i], 1e-9)
            middle, step = seen[i] + part * (seen[i + 1] - seen[i]), _unit(seen[i + 1] - seen[i])
            places += [(middle, step, 1.0), (middle, step, -1.0)]
        self._put(text, places, style)

    def along(self, text: str, x: float, y: float, side: float, **style: Any) -> None:
        """Writes a level text at a level line: over it with `side` = 1, under it with −1, or else opposite."""
        here = self._seen(np.array([x]), np.array([y]))[0]
        self._put(text, ((here, np.array([1.0, 0.0]), 0.55 * sign * side) for sign in (1.0, -1.0)), style)

    def near(self, text: str, x: float, y: float, *, far: bool = True, **style: Any) -> None:
        """Writes a level text near a point: beside it, above or below, nearest first."""
        here = self._seen(np.array([x]), np.array([y]))[0]
        frame = self.ax.get_window_extent()
        scale = self.ax.figure.dpi / 72
        half = 0.5 * self._size(text, style)
        places = []
        for gap in (5.0, 14.0, 28.0) if far else (5.0,):
            for side in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
                offset = np.array(side) * (half + gap * scale)
                places.append((here + offset / [frame.width, frame.height], np.array([1.0, 0.0]), 0.0))
        self._put(text, places, style)

    def _size(self, text: str, style: dict[str, Any]) -> Array:
        """Width and height of a text in pixels."""
        label = self.ax.text(0, 0, text, transform=None, **style)
        size = label.get_window_extent()
        label.remove()
        return np.array([size.width, size.height])

    def _seen(self, x: Array, y: Array) -> Array:
        """A line in shares of the axes."""
        to_shares = self.ax.transData + self.ax.transAxes.inverted()
        return np.asarray(to_shares.transform(np.column_stack([x, y])))

    def _put(self, text: str, places: "Iterable[Place]", style: dict[str, Any]) -> None:
        """Puts a label on the first of the places where it fits."""
        look: dict[str, Any] = {"ha": "center", "va": "center", "rotation_mode": "anchor", "clip_on": True, "zorder": 6}
        label = self.ax.text(0, 0, text, transform=None, path_effects=halo(self.ax), **look, **style)
        size = label.get_window_extent()
        frame = self.ax.get_window_extent()
        for middle, step, side in places:
            here, turn = self._turned(middle, step)
            normal = np.array([-np.sin(turn), np.cos(turn)])
            here = here + side * (0.5 * size.height + 5.0) * normal
            box = Box(here, turn, 0.5 * size.width + 2.0, 0.5 * size.height + 1.0)
            if box.is_inside(frame.x0, frame.y0, frame.x1, frame.y1) and not box.covers(self.taken):
                ahead = here + 0.5 * np.array([np.cos(turn), np.sin(turn)])
                data = self.ax.transData.inverted().transform([here, ahead])
                label.set(position=data[0], rotation=np.degrees(np.arctan2(*(data[1] - data[0])[::-1])))
                label.set_transform(self.ax.transData)
                label.set_transform_rotates_text(True)
                self.taken = np.vstack([self.taken, box.points()])
                return
        label.remove()

    def _turned(self, middle: Array, step: Array) -> tuple[Array, float]:
        """A point, and the direction in which text along a line through it reads, in pixels and radians."""
        here, there = self.ax.transAxes.transform([middle, middle + 1e-3 * step])
        turn = float(np.arctan2(there[1] - here[1], there[0] - here[0]))
        if not STEEPEST - np.pi < turn <= STEEPEST:
            turn += np.pi if turn < 0 else -np.pi
        return here, turn


def _crossings(seen: Array, axis: str, at: float) -> "Iterator[tuple[Array, Array]]":
    """Where a line crosses a rail, and its direction there, unless it runs along the rail."""
    across = 0 if axis == "x" else 1
    distance = seen[:, across] - at
    for i in np.flatnonzero(distance[:-1] * distance[1:] <= 0):
        step = _unit(seen[i + 1] - seen[i])
        if abs(step[across]) > 0.3:
            yield seen[i] - distance[i] / step[across] * step, step


def _length(points: Array) -> Array:
    """The length of a line up to each of its points."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])


def _unit(step: Array) -> Array:
    return np.asarray(step / max(float(np.hypot(*step)), 1e-12))


@dataclass(frozen=True)
class Box:
    """A turned rectangle in pixels."""

    middle: Array
    turn: float
    half_width: float
    half_height: float

    def _turned(self, points: Array, sign: float) -> Array:
        c, s = np.cos(self.turn), sign * np.sin(self.turn)
        return np.asarray(points @ np.array([[c, s], [-s, c]]))

    def points(self) -> Array:
        """Points that fill the rectangle."""
        u = np.linspace(-self.half_width, self.half_width, max(2, int(2 * self.half_width / SPACING)))
        v = np.linspace(-self.half_height, self.half_height, max(2, int(2 * self.half_height / SPACING)))
        grid = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)
        return self._turned(grid, 1.0) + self.middle

    def covers(self, points: Array) -> bool:
        """Whether any of the points lies in the rectangle."""
        local = abs(self._turned(points - self.middle, -1.0))
        return bool(((local[:, 0] < self.half_width) & (local[:, 1] < self.half_height)).any())

    def is_inside(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether the rectangle lies in a frame."""
        corners = np.array([[a * self.half_width, b * self.half_height] for a in (-1, 1) for b in (-1, 1)])
        x, y = (self._turned(corners, 1.0) + self.middle).T
        return bool(x.min() >= x0 and x.max() <= x1 and y.min() >= y0 and y.max() <= y1)
