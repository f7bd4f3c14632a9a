"""The other sides of heat exchangers: streams of other fluids, or temperatures at the boundary.

Heat given off on one side is taken up on the other, so that the states of both stand over each other at the same share
of the heat: in counterflow the other side is met at its outlet first.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Fluid, Units
from .coordinates import Array
from .style import PURPLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .coordinates import Measure
    from .process import Process

#: Columns that hold the temperatures of a boundary, at its inlet and its outlet.
BOUNDARIES = (("sink_temperature", "sink_outlet_temperature"), ("source_temperature", "source_outlet_temperature"))

State = tuple[float, float, float]

#: A name and the line it belongs to, as coordinates.
Seen = tuple[str, Array, Array]


@dataclass(frozen=True)
class Side:
    """What a fluid exchanges heat with in a component: a fluid or a boundary, and its (p, h, T) at both ends, SI."""

    name: str
    fluid: str | None
    inlet: State
    outlet: State

    def temperatures(self, share: Array) -> Array:
        """T at shares of the heat, from where the fluid on this side enters; K."""
        ends = [np.array([a, b]) for a, b in zip(self.inlet, self.outlet, strict=True)]
        p, h, T = (np.interp(share, [0.0, 1.0], pair) for pair in ends)
        if self.fluid is None:
            return T
        found = Fluid(self.fluid).props("T", p=p, h=h, on_error="nan")
        return np.where(np.isfinite(found), found, T)


def read_sides(result: Any, fluid: str, units: Units) -> dict[str, Side]:
    """The other side of every component that a fluid passes, by label."""
    table = result.states
    names = list(table.column("fluid"))
    passes = list(result.processes())
    own = {label for label, _, inlet, _ in passes if names[inlet] == fluid}
    si = {name: _si(table.column(name), kind, units) for name, kind in _KINDS.items()}
    sides = {}
    for label, _, inlet, outlet in passes:
        name = names[inlet]
        if label in own and name != fluid and not _is_mixed(table, inlet):
            ends = [tuple(float(si[key][row]) for key in "phT") for row in (inlet, outlet)]
            sides[label] = Side(name, name, ends[0], ends[1])  # type: ignore[arg-type]
    return _boundaries(result, own - set(sides), units) | sides


_KINDS = {"p": "pressure", "h": "enthalpy", "T": "temperature"}


def _si(column: Any, kind: str, units: Units) -> Array:
    zero = units.to_si(0.0, kind)
    return np.asarray(np.asarray(column) * (units.to_si(1.0, kind) - zero) + zero)


def _is_mixed(table: Any, row: int) -> bool:
    species = [name for name in table.column_names if name.startswith("fluid.")]
    return any(np.isfinite(table.column(name)[row]) for name in species)


def _boundaries(result: Any, labels: set[str], units: Units) -> dict[str, Side]:
    """Sides that are temperatures at the boundary."""
    table: Any = getattr(result, "components", None)
    found: dict[str, Side] = {}
    for names in BOUNDARIES if table is not None else ():
        if not all(name in table.column_names for name in names):
            continue
        columns = [_si(table.column(name), "temperature", units) for name in names]
        for row, label in enumerate(table.column("component")):
            ends = [float(column[row]) for column in columns]
            if label in labels and np.isfinite(ends).all():
                word = names[0].partition("_")[0]
                found[label] = Side(word, None, (np.nan, np.nan, ends[0]), (np.nan, np.nan, ends[1]))
    return found


def along(process: "Process", side: Side) -> Array:
    """T of the other side along a process, K."""
    h = process.states["h"]
    share = (h - h[0]) / (h[-1] - h[0])
    return side.temperatures(share if "parallel" in process.component.lower() else 1.0 - share)


def draw_sides(ax: "Axes", found: "list[Process]", sides: dict[str, Side], x: "Measure", y: "Measure") -> list[Seen]:
    """Draws the other sides over the entropy of the fluid, with arrows; gives their names and lines."""
    from .process import arrow

    drawn = []
    for process in found:
        side = sides.get(process.label)
        if side is None or process.kind not in ("heat in", "heat out"):
            continue
        seen = x.show(process.states["s"]), y.show(along(process, side))
        style: dict[str, Any] = {"color": PURPLE, "linewidth": 1.5, "linestyle": (0, (5, 1.5))}
        ax.plot(*seen, zorder=4, label=f"_other side of {process.label}", **style)
        backwards = slice(None, None, 1 if "parallel" in process.component.lower() else -1)
        arrow(ax, seen[0][backwards], seen[1][backwards], color=PURPLE)
        drawn.append((side.name, *seen))
    return drawn
