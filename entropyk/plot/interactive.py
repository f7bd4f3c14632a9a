"""A log p-h chart to touch, in a notebook: it tells the state under the pointer, and sliders solve the system anew."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._core import Units
    from ..sweep import Path
    from .widget import InteractiveChart


def interactive(
    thing: Any,
    sliders: "Mapping[Path, tuple[float, ...]] | None" = None,
    *,
    fluid: str | None = None,
    units: "str | Units | None" = None,
) -> "InteractiveChart":
    """An interactive log p-h chart of a fluid, a result or a system.

    Parameters
    ----------
    thing : str, Fluid, ConvergedState or System
        What to draw; a system is solved.
    sliders : mapping, optional
        For a system: the least and the greatest value, and a step if wanted, of parameters by path, in the units of the
        system. Moving a slider sets the value in the system and solves it.
    fluid : str, optional
        Which fluid, where there are several; by default that of the first machine.
    units : str or Units, optional
        Units of the chart; by default those of the result, and °C, bar, kJ/kg where those are plain SI.

    Returns
    -------
    InteractiveChart
        A widget; its `result` is the last one.

    Raises
    ------
    ValidationError
        For sliders of what is no system, and values that are not set.
    ImportError
        Without anywidget.

    Examples
    --------
    >>> entropyk.plot.interactive(system, {"condenser.sink_temperature": (25.0, 45.0)})
    """
    try:
        from .widget import InteractiveChart
    except ImportError as error:
        raise ImportError(
            'interactive charts need anywidget: pip install "entropyk[widget]"', name="anywidget"
        ) from error
    return InteractiveChart(thing, dict(sliders or {}), fluid=fluid, units=units)
