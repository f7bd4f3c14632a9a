r"""The path of a fluid through a component, and how it is drawn.

Work is polytropic: with a constant polytropic efficiency

    ds = (1 − η)/η · v/T dp,   so that   s − s₁ ∝ ∫ p v/T d(ln p),

whose factor follows from the state at the outlet. Throttling keeps h. In heat exchangers p falls linearly with h.
Whatever is none of these, such as mixing, is a thin dashed line between its states.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .._core import Fluid
from .coordinates import Array, Measure
from .cycle import Cycle, is_machine
from .dome import KEPT
from .style import PROCESSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: States along a path.
POINTS = 33

State = dict[str, float]


@dataclass(frozen=True)
class Process:
    """A path through a component: its label and class, its kind, the energy taken up in W, the states along it."""

    label: str
    component: str
    kind: str
    energy: float
    states: dict[str, Array]


def processes(cycle: Cycle) -> list[Process]:
    """The paths of a cycle through its components."""
    found = []
    for label, component, i, j in cycle.passes:
        inlet, outlet = ({name: float(cycle.states[name][k]) for name in KEPT} for k in (i, j))
        kind = kind_of(component, inlet, outlet, cycle.fluid)
        found.append(Process(label, component, kind, cycle.energy(i, j), path(cycle.fluid, kind, inlet, outlet)))
    return found


def kind_of(component: str, inlet: State, outlet: State, fluid: Fluid) -> str:
    """What kind of process leads from one state to another in a component of that class."""
    name = component.lower()
    if is_machine(component):
        return "work"
    if any(word in name for word in ("merge", "splitter", "separator", "drum", "ejector", "subsystem", "flash")):
        return "mixing"
    is_small = abs(outlet["h"] - inlet["h"]) < 1e-6 * 8.314 / fluid.molar_mass * fluid.T_critical
    if "valve" in name or is_small:
        return "throttling"
    return "heat in" if outlet["h"] > inlet["h"] else "heat out"


def path(fluid: Fluid, kind: str, inlet: State, outlet: State) -> dict[str, Array]:
    """States from inlet to outlet; the first and the last are those given."""
    share = np.linspace(0.0, 1.0, POINTS)
    ends = {name: np.array([inlet[name], outlet[name]]) for name in KEPT}
    p_ratio = outlet["p"] / inlet["p"]
    if kind == "mixing" or (kind == "work" and abs(p_ratio - 1) < 1e-6):
        return ends
    if kind == "work":
        p = inlet["p"] * p_ratio**share
        s = _polytropic_entropy(fluid, p, inlet["s"], outlet["s"])
        table = fluid.props(KEPT, p=p, s=s, on_error="nan")
    else:
        h = np.linspace(inlet["h"], outlet["h"], POINTS)
        p = inlet["p"] * p_ratio**share if kind == "throttling" else np.linspace(inlet["p"], outlet["p"], POINTS)
        h, p = _with_saturation(fluid, h, p) if kind != "throttling" else (h, p)
        table = fluid.props(KEPT, p=p, h=h, on_error="nan")
    states = {name: table[name].copy() for name in KEPT}
    for name in KEPT:
        states[name][[0, -1]] = inlet[name], outlet[name]
    exists = np.isfinite(states["T"])
    return {name: column[exists] for name, column in states.items()}


def _polytropic_entropy(fluid: Fluid, p: Array, start: float, end: float) -> Array:
    """The entropy along a path of constant polytropic efficiency through given pressures in even steps of ln p."""
    s = np.linspace(start, end, len(p))
    for _ in range(4):
        table = fluid.props(["v", "T"], p=p, s=s, on_error="nan")
        slope = p * table["v"] / table["T"]
        if not np.isfinite(slope).all():
            break
        area = np.concatenate([[0.0], np.cumsum(0.5 * (slope[1:] + slope[:-1]))])
        s = start + (end - start) * area / area[-1]
    return s


def _with_saturation(fluid: Fluid, h: Array, p: Array) -> tuple[Array, Array]:
    """The path of a heat exchanger with points added where it crosses the saturation lines."""
    for x in (0.0, 1.0):
        excess = h - fluid.props("h", p=p, x=x, on_error="nan")
        (crossing,) = np.nonzero(excess[:-1] * excess[1:] < 0)
        share = excess[crossing] / (excess[crossing] - excess[crossing + 1])
        added = [column[crossing] + share * (column[crossing + 1] - column[crossing]) for column in (h, p)]
        h, p = (np.insert(column, crossing + 1, more) for column, more in zip((h, p), added, strict=True))
    return h, p


def draw_processes(ax: "Axes", found: list[Process], x: Measure, y: Measure) -> None:
    """Draws the paths with an arrow in the middle of each."""
    for process in found:
        style = PROCESSES[process.kind]
        shown = x.show(process.states[x.symbol]), y.show(process.states[y.symbol])
        ax.plot(*shown, solid_capstyle="round", zorder=5, label=f"_{process.label}", **style)
        arrow(ax, *shown, color=style["color"])


def arrow(ax: "Axes", x: Array, y: Array, color: str) -> None:
    """An arrow head on the middle of a path, as it is seen."""
    seen = ax.transData.transform(np.column_stack([x, y]))
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(seen, axis=0).T))])
    if length[-1] < 25:
        return
    middle = np.interp(length[-1] / 2 + np.array([-6.0, 6.0]), length, np.arange(len(length)))
    tail, head = (
        (float(np.interp(at, np.arange(len(x)), x)), float(np.interp(at, np.arange(len(y)), y))) for at in middle
    )
    look = {"arrowstyle": "-|>,head_width=0.28,head_length=0.6", "linewidth": 0, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=head, xytext=tail, arrowprops={"color": color, **look}, zorder=5)
