"""The two-phase region: bubble line, dew line, critical point."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Fluid
from ..errors import ValidationError
from .coordinates import Array, Measure
from .style import DOME_WIDTH, PURPLE, SKY, ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Properties kept of every state.
KEPT = ["p", "h", "s", "T"]


@dataclass(frozen=True)
class Dome:
    """States along the saturation lines, from low pressure to the point where they meet."""

    bubble: dict[str, Array]
    dew: dict[str, Array]

    @property
    def critical(self) -> dict[str, float]:
        """The state where the lines meet."""
        return {name: float(column[-1]) for name, column in self.bubble.items()}


def dome(fluid: Fluid, p_low: float, n: int | None = None) -> Dome:
    """The dome above a pressure.

    In (ln p_c/p)^¼ the saturation lines are smooth up to the critical point, so that even steps give a smooth picture.
    They end apart where the equations of a blend give no states near its critical point.
    """
    top = highest(fluid)
    ends = np.array([np.clip(p_low, lowest(fluid), 0.99 * top), top])
    first, last = np.log(fluid.p_critical / ends) ** 0.25
    p = fluid.p_critical * np.exp(-(np.linspace(first, last, n or (40 if is_slow(fluid) else 120)) ** 4))
    p[-1] = top
    tables = [fluid.props(KEPT, p=p, x=x, on_error="nan") for x in (0.0, 1.0)]
    exists = np.isfinite(tables[0]["h"] * tables[1]["h"])
    bubble, dew = ({name: table[name][exists].copy() for name in KEPT} for table in tables)
    if abs(dew["h"][-1] - bubble["h"][-1]) < 0.2 * np.ptp(dew["h"]):
        for name in KEPT:
            bubble[name][-1] = dew[name][-1] = 0.5 * (bubble[name][-1] + dew[name][-1])
    return Dome(bubble, dew)


def is_slow(fluid: Fluid) -> bool:
    """Whether states cost milliseconds: those of blends in another package do."""
    return fluid.backend == "coolprop" and fluid.is_pseudo_pure


@cache
def lowest(fluid: Fluid) -> float:
    """The lowest pressure of the dome."""
    if not is_slow(fluid):
        return float(fluid.saturation(T=fluid.T_min).bubble.p) * (1 + 1e-9)
    p = fluid.props("p", T=np.linspace(0.5, 0.7, 9) * fluid.T_critical, x=1.0, on_error="nan")
    return float(p[np.isfinite(p)][0])


@cache
def highest(fluid: Fluid) -> float:
    """The highest pressure with two phases; those of pseudo-pure fluids and blends end below their critical point."""
    below = fluid.p_critical * (1 - (np.linspace(0.02, 0.4, 20) if is_slow(fluid) else np.geomspace(1e-9, 1e-2, 15)))
    exists = np.all([np.isfinite(fluid.props("h", p=below, x=x, on_error="nan")) for x in (0.0, 1.0)], axis=0)
    if not exists.any():
        raise ValidationError(f"{fluid.name} has no saturation lines to draw: a chart shows fluids that boil")
    return float(below[exists][0])


def draw_dome(ax: "Axes", lines: Dome, x: Measure, y: Measure, is_mixture: bool) -> None:
    """Draws both lines, the region between them and the critical point."""
    bubble, dew = ((x.show(side[x.symbol]), y.show(side[y.symbol])) for side in (lines.bubble, lines.dew))
    outline = np.concatenate([bubble, np.array(dew)[:, ::-1]], axis=1)
    ax.fill(*outline, facecolor=ink(), alpha=0.045, linewidth=0, zorder=1, label="_dome")
    style: dict[str, Any] = {"linewidth": DOME_WIDTH, "zorder": 3, "solid_capstyle": "round"}
    ax.plot(*bubble, color=SKY if is_mixture else ink(), label="_bubble", **style)
    ax.plot(*dew, color=PURPLE if is_mixture else ink(), label="_dew", **style)
    face = ax.get_facecolor()
    ax.plot(bubble[0][-1], bubble[1][-1], "o", color=ink(), mfc=face, ms=5, mew=1.2, zorder=4, label="_critical")
