"""The log p-h chart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import isolines
from .chart import Chart, Range, Wanted, begin
from .coordinates import Array
from .dome import Dome, dome, highest, is_slow, lowest
from .isolines import Line, chosen, nice_values, number

if TYPE_CHECKING:
    from types import SimpleNamespace

    from matplotlib.axes import Axes

    from .._core import ConvergedState, Fluid, Table, Units


def ph(
    fluid_or_result: "str | Fluid | ConvergedState",
    ax: "Axes | None" = None,
    *,
    fluid: str | None = None,
    units: "str | Units | None" = None,
    p: Range | None = None,
    h: Range | None = None,
    isotherms: Wanted = True,
    isentropes: Wanted = True,
    qualities: Wanted = True,
    densities: Wanted | None = None,
    states: str = "numbers",
    annotations: bool = True,
    saturation_axis: bool = False,
    title: bool | str = True,
) -> "Axes":
    """Draws a log p-h chart of a fluid, with the cycle of a result.

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
    p, h : (float, float), optional
        Limits of the axes, in units of the chart; by default they show the states and the dome around them.
    isotherms, isentropes, qualities, densities : bool or sequence of float, optional
        Whether to draw these lines, or their values in units of the chart; densities unless there is a cycle.
    states : {"numbers", "labels", "table", "none"}, optional
        How to mark states: by their row in `result.states`, by the label of their connection, by their row and a table
        under the axes, or not.
    annotations : bool, optional
        Whether to draw heat and work as dimension lines, and brackets of superheat and subcooling.
    saturation_axis : bool, optional
        Whether the right axis shows the saturation temperature (that of the dew line).
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
    >>> ax = entropyk.plot.ph("R290")
    """
    chart = begin(fluid_or_result, ax, "h", "p", units=units, fluid=fluid, states=states)
    view = limits(chart, p, h)
    _axes(chart, view)
    region = dome(chart.fluid, view.p[0])
    wanted = {"T": isotherms, "s": isentropes, "x": qualities}
    wanted["rho"] = (chart.cycle is None and not is_slow(chart.fluid)) if densities is None else densities
    lines = _families(chart, view, region, wanted)
    chart.dome(region)
    chart.draw_cycle(states, annotations)
    chart.label("T", lines["T"], [("y", 0.04), ("x", 0.97), ("y", 0.085), ("y", 0.96), ("x", 0.93), ("y", 0.13)])
    chart.label("s", lines["s"], [("y", 0.955), ("x", 0.965), ("y", 0.91), ("x", 0.92)])
    chart.label("rho", lines["rho"], [("x", 0.97), ("x", 0.9), ("x", 0.84), ("y", 0.1)])
    chart.label("x", lines["x"], [("y", 0.04), ("y", 0.085), ("y", 0.13)])
    if saturation_axis:
        _saturation_axis(chart, region.dew)
    chart.finish(title)
    return chart.ax


@dataclass(frozen=True)
class _View:
    """Limits of the axes in SI."""

    p: Range
    h: Range


def limits(chart: "Chart | SimpleNamespace", p: Range | None, h: Range | None) -> _View:
    """The limits given, else those that show the cycle and the dome around it, or a useful part of the fluid."""
    fluid = chart.fluid
    if p is not None:
        low, high = (float(value) for value in chart.y.si(p))
    elif chart.cycle is None:
        coldest = max(fluid.T_min, min(0.55 * fluid.T_critical, 293.15))
        low, high = fluid.saturation(T=coldest).dew.p, 2.5 * fluid.p_critical
    else:
        low, high = chart.cycle.states["p"].min() / 2.1, 1.45 * chart.cycle.states["p"].max()
        if high > 0.1 * fluid.p_critical:
            high = max(high, 1.7 * fluid.p_critical)
    if is_slow(fluid):
        # Beyond the dome every state takes half a second.
        high = min(high, max(highest(fluid), 0.0 if chart.cycle is None else 1.1 * chart.cycle.states["p"].max()))
    low, high = max(low, lowest(fluid)), min(high, fluid.p_max)
    if h is not None:
        left, right = (float(value) for value in chart.x.si(h))
        return _View((low, high), (left, right))
    shown = [] if chart.cycle is None else list(chart.cycle.states["h"])
    if low < 0.9 * fluid.p_critical or not shown:
        wet = np.geomspace(min(low, 0.5 * fluid.p_critical), 0.999 * min(high, fluid.p_critical), 30)
        shown += [fluid.props("h", p=wet[0], x=0), np.nanmax(fluid.props("h", p=wet, x=1, on_error="nan"))]
    if chart.cycle is None:
        shown.append(fluid.state(p=low, T=min(1.2 * fluid.T_critical, 0.98 * fluid.T_max)).h)
    padding = 0.08 * (max(shown) - min(shown))
    return _View((low, high), (min(shown) - padding, max(shown) + padding))


def _axes(chart: Chart, view: _View) -> None:
    """Scales, limits and ticks."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    ax = chart.ax
    ax.set_yscale("log")
    ax.set_xlim(*chart.x.show(view.h))
    ax.set_ylim(*chart.y.show(view.p))
    decades = np.log10(view.p[1] / view.p[0])
    subs = (1.0, 2.0, 5.0) if decades > 0.9 else tuple(range(1, 10))
    ax.yaxis.set_major_locator(LogLocator(subs=subs if decades < 5 else (1.0,), numticks=50))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    ax.yaxis.set_minor_locator(LogLocator(subs=tuple(range(1, 10)), numticks=50))
    ax.yaxis.set_minor_formatter(NullFormatter())


def _families(chart: Chart, view: _View, region: Dome, wanted: dict[str, Wanted]) -> dict[str, list[Line]]:
    """Draws the families of lines."""
    fluid = chart.fluid
    around = corners(fluid, view)
    T = chosen(wanted["T"], chart.measure("T"), np.nanmin(around["T"]), np.nanmax(around["T"]), 11)
    s = chosen(wanted["s"], chart.measure("s"), region.critical["s"], np.nanmax(around["s"]), 8)
    x = chosen(wanted["x"], chart.measure("x"), 0.1, 0.9, 8)
    lines = {
        "T": isolines.isotherms(fluid, T, view.p),
        "s": isolines.isentropes(fluid, s, view.p, region.dew),
        "x": isolines.qualities(fluid, x, region),
        "rho": [],
    }
    if wanted["rho"] is not False:
        edge = fluid.props("rho", p=view.p[0], h=np.linspace(view.h[0], view.h[1], 9), on_error="nan")
        thin = float(np.nanmin(edge))
        rho = chosen(wanted["rho"], chart.measure("rho"), thin, fluid.rho_critical, None)
        lines["rho"] = isolines.densities(fluid, rho, view.p, region.dew)
    for symbol, family in lines.items():
        chart.family(symbol, family)
    return lines


def corners(fluid: "Fluid", view: "_View | SimpleNamespace") -> "Table":
    """Temperatures and entropies around the chart; of a blend the least and the greatest that are found fast."""
    if is_slow(fluid):
        hottest = fluid.props("h", p=view.p[0], T=0.99 * fluid.T_max)
        h = [fluid.props("h", p=view.p[0], x=0.0) + 1.0, min(view.h[1], hottest)]
        return fluid.props(["T", "s"], p=view.p[0], h=np.array(h), on_error="nan")
    return fluid.props(
        ["T", "s"], p=np.array(view.p)[:, None], h=np.linspace(view.h[0], view.h[1], 9)[None, :], on_error="nan"
    )


def _saturation_axis(chart: Chart, dew: dict[str, Array]) -> None:
    """A right axis with the temperatures of the dew line."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    T = chart.measure("T")
    low, high = chart.y.si(chart.ax.get_ylim())
    ends = np.interp([low, high], dew["p"], dew["T"])
    values, step = nice_values(float(T.show(ends[0])), float(T.show(ends[1])), 12)
    axis = chart.ax.secondary_yaxis("right")
    axis.yaxis.set_major_locator(FixedLocator(chart.y.show(np.interp(T.si(values), dew["T"], dew["p"]))))
    axis.yaxis.set_major_formatter(FixedFormatter([number(value, step) for value in values]))
    axis.yaxis.set_minor_locator(FixedLocator([]))
    axis.set_ylabel(f"Saturation temperature in {T.unit}")
