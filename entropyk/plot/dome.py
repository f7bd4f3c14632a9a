"""The two-phase region: bubble line, dew line, critical point."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Fluid
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


def dome(fluid: Fluid, p_low: float, n: int = 120) -> Dome:
    """The dome above a pressure.

    In (ln p_c/p)^¼ the saturation lines are smooth up to the critical point, so that even steps give a smooth picture.
    """
    top = _top(fluid)
    span = np.log(top / np.clip(p_low, lowest(fluid), 0.99 * top)) ** 0.25
    p = top * np.exp(-(np.linspace(span, 0.0, n) ** 4))
    tables = [fluid.props(KEPT, p=p, x=x) for x in (0.0, 1.0)]
    bubble, dew = ({name: table[name].copy() for name in KEPT} for table in tables)
    for name in KEPT:
        bubble[name][-1] = dew[name][-1] = 0.5 * (bubble[name][-1] + dew[name][-1])
    return Dome(bubble, dew)


def lowest(fluid: Fluid) -> float:
    """The lowest pressure of the dome."""
    return float(fluid.saturation(T=fluid.T_min).bubble.p) * (1 + 1e-9)


def _top(fluid: Fluid) -> float:
    """The highest pressure with two phases; the equations of pseudo-pure fluids end below their critical point."""
    below = fluid.p_critical * (1 - np.geomspace(1e-9, 1e-2, 15))
    return float(below[np.isfinite(fluid.props("T", p=below, x=0.5, on_error="nan"))][0])


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
