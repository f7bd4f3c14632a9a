"""The h-s chart (Mollier)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import isolines
from .chart import Chart, Range, Wanted, begin
from .dome import Dome, dome, highest, is_slow, lowest
from .isolines import Line, chosen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState, Fluid, Units


def hs(
    fluid_or_result: "str | Fluid | ConvergedState",
    ax: "Axes | None" = None,
    *,
    fluid: str | None = None,
    units: "str | Units | None" = None,
    h: Range | None = None,
    s: Range | None = None,
    isobars: Wanted = True,
    isotherms: Wanted = True,
    qualities: Wanted = True,
    states: str = "numbers",
    title: bool | str = True,
) -> "Axes":
    """Draws an h-s chart (Mollier) of a fluid, with the cycle of a result.

    Parameters
    ----------
    fluid_or_result : str, Fluid or ConvergedState
        What to draw.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    fluid : str, optional
        Which fluid, for a result with several; by default that of its first machine.
    units : str or Units, optional
        Units of the chart; by default those of the result, and °C, bar, kJ/kg where those are plain SI.
    h, s : (float, float), optional
        Limits of the axes, in units of the chart; by default they show the states and the dome around them.
    isobars, isotherms, qualities : bool or sequence of float, optional
        Whether to draw these lines, or their values in units of the chart.
    states : {"numbers", "labels", "table", "none"}, optional
        How to mark states: by their row in `result.states`, by the label of their connection, by their row and a table
        under the axes, or not.
    title : bool or str, optional
        A header, or whether to draw the usual one: fluid and coefficients of performance.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    FluidError
        For an unknown fluid.
    ValidationError
        For anything that is neither a fluid nor a result.
    ImportError
        Without matplotlib.

    Examples
    --------
    >>> ax = entropyk.plot.hs("Water")
    """
    chart = begin(fluid_or_result, ax, "s", "h", units=units, fluid=fluid, states=states)
    view = _view(chart, h, s)
    chart.ax.set_xlim(*chart.x.show(view.s))
    chart.ax.set_ylim(*chart.y.show(view.h))
    region = dome(chart.fluid, view.p_low)
    lines = _families(chart, view, region, isobars, isotherms, qualities)
    chart.dome(region)
    chart.draw_cycle(states)
    chart.label("T", lines["T"], [("x", 0.965), ("y", 0.96), ("x", 0.92), ("x", 0.87)])
    chart.label("p", lines["p"], [("y", 0.95), ("y", 0.9), ("x", 0.93), ("y", 0.85), ("x", 0.88)])
    chart.label("x", lines["x"], [("y", 0.04), ("x", 0.96), ("y", 0.085), ("y", 0.13)])
    chart.finish(title)
    return chart.ax


@dataclass(frozen=True)
class _View:
    """Limits of the axes in SI, the pressure down to which the dome is seen, and the greatest temperature."""

    h: Range
    s: Range
    p_low: float
    T_high: float


def _view(chart: Chart, h: Range | None, s: Range | None) -> _View:
    """The limits given, else those that show the cycle and the dome around it, or a useful part of the fluid."""
    fluid, cycle = chart.fluid, chart.cycle
    if cycle is None:
        coldest = max(1.0001 * fluid.T_min, min(0.55 * fluid.T_critical, 293.15))
        p_low = max(fluid.saturation(T=coldest).dew.p, lowest(fluid))
        T_high = min(1.2 * fluid.T_critical, 0.98 * fluid.T_max)
        ends = [fluid.state(p=p_low, T=T_high), fluid.state(p=p_low, x=0.65)]
        top = fluid.state(p=min(2.0 * fluid.p_critical, fluid.p_max), T=T_high) if not is_slow(fluid) else ends[0]
        shown = {"h": [end.h for end in ends], "s": [ends[0].s, min(top.s, fluid.state(p=p_low, x=1).s)]}
    else:
        p_low = float(np.clip(cycle.states["p"].min(), lowest(fluid), 0.5 * fluid.p_critical))
        T_high = 1.05 * float(cycle.states["T"].max())
        shown = {name: [*cycle.states[name], float(fluid.props(name, p=p_low, x=1.0))] for name in ("h", "s")}
    h_low, h_high = (float(v) for v in chart.y.si(h)) if h is not None else _padded(shown["h"])
    s_low, s_high = (float(v) for v in chart.x.si(s)) if s is not None else _padded(shown["s"])
    return _View((h_low, h_high), (s_low, s_high), p_low, min(1.15 * T_high, 0.999 * fluid.T_max))


def _padded(values: list[float]) -> Range:
    padding = 0.08 * (max(values) - min(values))
    return min(values) - padding, max(values) + padding


def _families(
    chart: Chart, view: _View, region: Dome, isobars: Wanted, isotherms: Wanted, qualities: Wanted
) -> dict[str, list[Line]]:
    """Draws the families of lines; inside the dome isotherms of pure fluids are isobars and left out."""
    fluid = chart.fluid
    p_high = highest(fluid) if is_slow(fluid) else min(4.0 * fluid.p_critical, fluid.p_max)
    T_low = float(region.dew["T"][0])
    p = chosen(isobars, chart.measure("p"), view.p_low, p_high, None)
    T = chosen(isotherms, chart.measure("T"), T_low, view.T_high, 9)
    x = chosen(qualities, chart.measure("x"), 0.1, 0.9, 8)
    lines = {
        "T": isolines.isotherms(fluid, T, (1e-4 * view.p_low, p_high), vapour_only=True),
        "p": isolines.isobars(fluid, p, (T_low, view.T_high)),
        "x": isolines.qualities(fluid, x, region),
    }
    for symbol, family in lines.items():
        chart.family(symbol, family)
    return lines
