"""Dimension lines under and over a p-h cycle, q = Δh and w = Δh, and brackets of superheat and subcooling.

Superheat is T − T_dew(p) where a fluid enters a machine, subcooling T_bubble(p) − T where it leaves the heat rejection.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Fluid
from .coordinates import Measure
from .cycle import Cycle, is_machine
from .isolines import number
from .labels import Labels
from .process import Process
from .style import ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Lines at most, so that a large plant is not covered by them.
MOST = 6

#: Subscripts by class of component and kind of process.
_NAMES = {
    ("Evaporator", "heat in"): "evap",
    ("Condenser", "heat out"): "cond",
    ("GasCooler", "heat out"): "gc",
}

#: Distance of the first line from the cycle and of one line from the next, in points.
FIRST, NEXT = 17.0, 13.0

#: Brackets of less than this many kelvins are left out.
LEAST = 0.1


def draw_dimensions(ax: "Axes", found: list[Process], x: Measure, y: Measure, labels: Labels) -> None:
    """Draws heat over or under the cycle and work under it, in units of the lower axis."""
    lines = [process for process in found if process.kind in ("work", "heat in", "heat out")]
    lines = [process for process in lines if _width(ax, process, x) > 12.0]
    if len(lines) > MOST:
        return
    taken: list[tuple[float, float, bool, int]] = []
    p = np.concatenate([process.states["p"] for process in lines]) if lines else np.array([])
    for process in lines:
        # Heat over or under the cycle, whichever is nearer, and work under it.
        is_over = process.kind != "work" and bool(np.log(process.states["p"]).mean() > 0.5 * np.log(p.min() * p.max()))
        low, high = sorted(float(x.show(process.states["h"][k])) for k in (0, -1))
        rows = {row for a, b, over, row in taken if over == is_over and low < b - 1e-9 and high > a + 1e-9}
        row = min(set(range(MOST)) - rows)
        taken.append((low, high, is_over, row))
        edge = _height(ax, float(y.show(p.max() if is_over else p.min())))
        step = (FIRST + NEXT * row) * ax.figure.dpi / 72
        _line(process, edge + (step if is_over else -step), is_over, x, y, labels)


def _line(process: Process, height: float, is_over: bool, x: Measure, y: Measure, labels: Labels) -> None:
    """One dimension line at a height in pixels, with lines that lead to it."""
    ax = labels.ax
    ends = sorted(float(x.show(process.states["h"][k])) for k in (0, -1))
    frame = ax.get_window_extent()
    if not frame.y0 + 4 < height < frame.y1 - 4:
        return
    at = float(ax.transData.inverted().transform((frame.x0, height))[1])
    look: dict[str, Any] = {"color": ink(), "linewidth": 0.7, "alpha": 0.75, "zorder": 4}
    arrow = {"arrowstyle": "<|-|>", "shrinkA": 0, "shrinkB": 0, **look}
    ax.annotate("", (ends[1], at), (ends[0], at), arrowprops=arrow, zorder=4)
    h, p = x.show(process.states["h"]), y.show(process.states["p"])
    for k in (0, -1):
        ax.plot([h[k], h[k]], [p[k], at], label="_dimension", **{**look, "linewidth": 0.5, "alpha": 0.4})
    change = float(x.show(process.states["h"][-1]) - x.show(process.states["h"][0]))
    name = "w" if process.kind == "work" else "q"
    below = _NAMES.get((process.component, process.kind), "")
    symbol = f"${name}_\\mathrm{{{below}}}$" if below else f"${name}$"
    text = f"{symbol} = {number(float(f'{abs(change):.4g}'))}"
    side = 1.0 if is_over else -1.0
    labels.along(text, (ends[0] + ends[1]) / 2, at, side, color=ink(), size="x-small")
    labels.keep_clear(np.array(ends), np.array([at, at]))


def _width(ax: "Axes", process: Process, x: Measure) -> float:
    h = x.show(process.states["h"][[0, -1]])
    left, right = ax.transData.transform(np.column_stack([h, [ax.get_ylim()[0]] * 2]))[:, 0]
    return float(abs(right - left))


def _height(ax: "Axes", shown: float) -> float:
    return float(ax.transData.transform((ax.get_xlim()[0], shown))[1])


@dataclass(frozen=True)
class Bracket:
    """A distance in temperature from the saturation line: at a state, and the saturated state at its pressure, SI."""

    difference: float
    state: dict[str, float]
    saturated: dict[str, float]


def brackets(cycle: Cycle) -> list[Bracket]:
    """Superheat where the fluid enters machines, subcooling where it leaves what cools it."""
    found = {}
    for _, component, inlet, outlet in cycle.passes:
        if is_machine(component):
            found[inlet] = 1.0
        elif cycle.energy(inlet, outlet) < 0 and "valve" not in component.lower():
            found[outlet] = 0.0
    made = []
    for row, x in found.items():
        state = {name: float(cycle.states[name][row]) for name in ("p", "h", "s", "T")}
        saturated = _saturated(cycle.fluid, state["p"], x)
        dT = (1.0 if x else -1.0) * (state["T"] - saturated.get("T", np.nan))
        if dT > LEAST:
            made.append(Bracket(dT, state, saturated))
    return made


def _saturated(fluid: Fluid, p: float, x: float) -> dict[str, float]:
    table = fluid.props(["p", "h", "s", "T"], p=p, x=x, on_error="nan")
    values = {name: float(np.ravel(table[name])[0]) for name in ("p", "h", "s", "T")}
    return values if np.isfinite(values["T"]) else {}


def draw_brackets(ax: "Axes", found: list[Bracket], x: Measure, y: Measure, dT: Measure, labels: Labels) -> None:
    """Draws brackets along h in a p-h chart, and along T where that is an axis."""
    scale = ax.figure.dpi / 72
    is_along_y = y.symbol == "T"
    along = y.symbol if is_along_y else x.symbol
    for bracket in found:
        # Along one axis from the saturated state, at the place of the state on the other.
        start = {**bracket.state, along: bracket.saturated[along]}
        points = [(float(x.show(at[x.symbol])), float(y.show(at[y.symbol]))) for at in (start, bracket.state)]
        seen = ax.transData.transform(points)
        if np.hypot(*(seen[1] - seen[0])) < 3.0 * scale:
            continue
        # Beside the cycle: to the right of superheated vapour, to the left of subcooled liquid; under the line in p-h.
        is_superheat = bracket.state["h"] > bracket.saturated["h"]
        out = np.array([1.0 if is_superheat else -1.0, 0.0]) if is_along_y else np.array([0.0, -1.0])
        foot, top = seen + 3.5 * scale * out, seen + 7.5 * scale * out
        shown = ax.transData.inverted().transform([foot[0], top[0], top[1], foot[1]])
        ax.plot(*shown.T, color=ink(), linewidth=0.9, alpha=0.85, zorder=6, label="_bracket")
        labels.keep_clear(*shown.T)
        middle = ax.transData.inverted().transform(0.5 * (top[0] + top[1]))
        text = f"{number(float(f'{float(dT.show(bracket.difference)):.3g}'))} {dT.unit}"
        labels.near(text, *middle, far=True, color=ink(), size="x-small")
