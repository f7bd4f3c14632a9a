"""The T-s chart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import isolines
from .chart import Chart, Range, Wanted, begin
from .dome import Dome, dome, highest, is_slow, lowest
from .isolines import Line, chosen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState, Fluid, Units


def ts(
    fluid_or_result: "str | Fluid | ConvergedState",
    ax: "Axes | None" = None,
    *,
    fluid: str | None = None,
    units: "str | Units | None" = None,
    T: Range | None = None,
    s: Range | None = None,
    isobars: Wanted = True,
    qualities: Wanted = True,
    states: str = "numbers",
    sides: bool = True,
    annotations: bool = True,
    title: bool | str = True,
) -> "Axes":
    """Draws a T-s chart of a fluid, with the cycle of a result.

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
    T, s : (float, float), optional
        Limits of the axes, in units of the chart; by default they show the states and the dome around them.
    isobars, qualities : bool or sequence of float, optional
        Whether to draw these lines, or their values in units of the chart.
    states : {"numbers", "labels", "table", "none"}, optional
        How to mark states: by their row in `result.states`, by the label of their connection, by their row and a table
        under the axes, or not.
    sides : bool, optional
        Whether to draw what the fluid exchanges heat with: other fluids and boundary temperatures, at the same heat.
    annotations : bool, optional
        Whether to draw brackets of superheat and subcooling.
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
    >>> ax = entropyk.plot.ts("R290")
    """
    chart = begin(fluid_or_result, ax, "s", "T", units=units, fluid=fluid, states=states)
    view = _view(chart, T, s)
    chart.ax.set_xlim(*chart.x.show(view.s))
    chart.ax.set_ylim(*chart.y.show(view.T))
    region = dome(chart.fluid, view.p_low)
    lines = _families(chart, view, region, isobars, qualities)
    chart.dome(region)
    chart.draw_cycle(states, annotations, sides)
    chart.label("p", lines["p"], [("y", 0.95), ("x", 0.965), ("y", 0.9), ("x", 0.92), ("y", 0.85)])
    chart.label("x", lines["x"], [("y", 0.04), ("y", 0.085), ("y", 0.13)])
    chart.finish(title)
    return chart.ax


@dataclass(frozen=True)
class _View:
    """Limits of the axes in SI, and the pressure down to which the dome is seen."""

    T: Range
    s: Range
    p_low: float


def _view(chart: Chart, T: Range | None, s: Range | None) -> _View:
    """The limits given, else those that show the cycle and the dome around it, or a useful part of the fluid."""
    fluid, cycle = chart.fluid, chart.cycle
    coldest = 1.0001 * fluid.T_min
    if T is not None:
        low, high = (float(value) for value in chart.y.si(T))
    elif cycle is None:
        low, high = max(coldest, min(0.55 * fluid.T_critical, 293.15)), min(1.2 * fluid.T_critical, fluid.T_max)
    else:
        T_all = [*cycle.states["T"]] + [end[2] for side in cycle.sides.values() for end in (side.inlet, side.outlet)]
        low, high = min(T_all), max(T_all)
        if high > 0.75 * fluid.T_critical:
            high = max(high, fluid.T_critical)
        low, high = max(low - 0.15 * (high - low), coldest), high + 0.12 * (high - low)
    p_low = lowest(fluid) if low <= coldest else fluid.saturation(T=min(low, 0.98 * fluid.T_critical)).dew.p
    if s is not None:
        left, right = (float(value) for value in chart.x.si(s))
        return _View((low, high), (left, right), p_low)
    shown = [] if cycle is None else list(cycle.states["s"])
    shown += [fluid.state(p=p_low, x=x).s for x in (0, 1)]
    if cycle is None:
        shown.append(fluid.state(p=p_low, T=0.9 * high).s)
    padding = 0.08 * (max(shown) - min(shown))
    return _View((low, high), (min(shown) - padding, max(shown) + padding), p_low)


def _families(chart: Chart, view: _View, region: Dome, isobars: Wanted, qualities: Wanted) -> dict[str, list[Line]]:
    """Draws the families of lines."""
    fluid = chart.fluid
    p = chosen(
        isobars, chart.measure("p"), view.p_low, highest(fluid) if is_slow(fluid) else 4.0 * fluid.p_critical, None
    )
    x = chosen(qualities, chart.measure("x"), 0.1, 0.9, 8)
    lines = {
        "p": isolines.isobars(fluid, p, (view.T[0], min(view.T[1], fluid.T_max))),
        "x": isolines.qualities(fluid, x, region),
    }
    for symbol, family in lines.items():
        chart.family(symbol, family)
    return lines
