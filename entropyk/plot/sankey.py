"""The energy flows of a circuit as bands (Sankey): what its fluid takes up on the left, what it gives off on the right.

A band is as wide as the flow m·Δh through a component. What streams exchange where they mix stays inside the circuit.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ValidationError
from .coordinates import Measure, measure, shown_units
from .cycle import Cycle, read
from .isolines import number
from .process import kind_of
from .style import PROCESSES, ink, new_or_given

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState, Units

#: A flow: component, kind of process, heat or power taken up in W.
Flow = tuple[str, str, float]

#: Where bands begin, come together and part, and end; the distance between bands, as a share of all energy.
BEGIN, TOGETHER, APART, END, GAP = 0.0, 0.4, 0.6, 1.0, 0.14

#: Flows that differ by more than this share are no balance of a circuit.
CLOSED = 1e-3


def sankey(
    result: "ConvergedState",
    ax: "Axes | None" = None,
    *,
    fluid: str | None = None,
    units: "str | Units | None" = None,
    title: bool | str = True,
) -> "Axes":
    """Draws the energy flows of a circuit as bands.

    Parameters
    ----------
    result : ConvergedState
        A result.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    fluid : str, optional
        Which fluid, where there are several; by default that of the first machine.
    units : str or Units, optional
        Units of heat and power; by default those of the result, and kW where those are plain SI.
    title : bool or str, optional
        A header, or whether to draw the usual one: the fluid.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValidationError
        If the fluid does not go round, so that what it takes up and gives off is no balance.
    ImportError
        Without matplotlib.

    Examples
    --------
    >>> ax = result.plot.sankey()
    """
    from .chart import called

    cycle = read(getattr(result, "solution", result), fluid)
    flows = read_flows(cycle)
    units = shown_units(units, cycle.units)
    ax = new_or_given(ax)
    ax.set_axis_off()
    ax.set_xlim(-0.62, 1.62)
    total = sum(energy for _, _, energy in flows if energy > 0)
    for is_in in (True, False):
        side = [(label, kind, abs(energy) / total) for label, kind, energy in flows if (energy > 0) == is_in]
        _draw(ax, side, is_in, total, units)
    ax.set_ylim(*_span(ax))
    if title:
        ax.set_title(title if isinstance(title, str) else called(cycle.fluid), loc="left", weight="bold")
    return ax


def read_flows(cycle: Cycle) -> list[Flow]:
    """What a fluid takes up and gives off, largest first; components that it passes several times stand once."""
    found: dict[str, tuple[str, float]] = {}
    for label, component, i, j in cycle.passes:
        ends = [{name: float(cycle.states[name][k]) for name in ("p", "h", "s", "T")} for k in (i, j)]
        kind = kind_of(component, ends[0], ends[1], cycle.fluid)
        if kind not in ("throttling", "mixing"):
            found[label] = (kind, found.get(label, ("", 0.0))[1] + cycle.energy(i, j))
    flows = sorted(((label, kind, energy) for label, (kind, energy) in found.items()), key=lambda flow: -abs(flow[2]))
    total = sum(abs(energy) for *_, energy in flows)
    if not total or abs(sum(energy for *_, energy in flows)) > CLOSED * total:
        raise ValidationError(f"{cycle.fluid.name} does not go round here: its energies are no balance to draw")
    return [flow for flow in flows if abs(flow[2]) > 1e-6 * total]


def _draw(ax: "Axes", side: list[tuple[str, str, float]], is_in: bool, total: float, units: "Units") -> None:
    """The bands of one side, from the top: apart outside, together inside."""
    from matplotlib.patches import PathPatch

    outer = 0.5 * (1.0 + GAP * (len(side) - 1))
    inner = 0.5
    for label, kind, width in side:
        ends = (BEGIN, outer), (TOGETHER, inner)
        band = _band(*ends, width) if is_in else _band((END, outer), (APART, inner), width)
        ax.add_patch(PathPatch(band, facecolor=PROCESSES[kind]["color"], alpha=0.75, linewidth=0, label=f"_{label}"))
        shown = measure("P" if kind == "work" else "Q", units)
        text = f"{label}\n{_amount(width * total, shown)}"
        at, align = (BEGIN - 0.03, "right") if is_in else (END + 0.12, "left")
        ax.text(at, outer - 0.5 * width, text, ha=align, va="center", color=ink())
        if not is_in:
            _tip(ax, outer, width, PROCESSES[kind]["color"])
        outer, inner = outer - width - GAP, inner - width
    middle: dict[str, Any] = {"facecolor": ink(), "alpha": 0.12, "linewidth": 0}
    if is_in:
        ax.fill([TOGETHER, APART, APART, TOGETHER], [-0.5, -0.5, 0.5, 0.5], label="_circuit", **middle)


def _band(outside: tuple[float, float], inside: tuple[float, float], width: float) -> Any:
    """A band of even width between the upper corners of its ends, level at both."""
    from matplotlib.path import Path

    (x, y), (u, v) = outside, inside
    half = 0.5 * (x + u)
    points = [
        (x, y),
        (half, y),
        (half, v),
        (u, v),
        (u, v - width),
        (half, v - width),
        (half, y - width),
        (x, y - width),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path([*points, (x, y)], codes)


def _tip(ax: "Axes", top: float, width: float, color: str) -> None:
    ax.fill([END, END + 0.08, END], [top, top - 0.5 * width, top - width], facecolor=color, alpha=0.75, linewidth=0)


def _amount(energy: float, shown: Measure) -> str:
    return f"{number(float(f'{float(shown.show(energy)):.4g}'))} {shown.unit}"


def _span(ax: "Axes") -> tuple[float, float]:
    ends = np.concatenate([np.asarray(patch.get_path().vertices)[:, 1] for patch in ax.patches])
    return float(ends.min()) - 0.08, float(ends.max()) + 0.08
