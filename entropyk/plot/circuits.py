"""Several circuits of a result side by side: small multiples."""

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Fluid
from ..errors import ValidationError
from .cycle import is_machine
from .ph import ph
from .style import new_or_given

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from .._core import ConvergedState


def circuits(
    result: "ConvergedState", draw: "Callable[..., Axes]" = ph, axes: Any = None, **options: Any
) -> "list[Axes]":
    """Draws a chart for every fluid that passes a machine and boils, in the order of their states.

    Parameters
    ----------
    result : ConvergedState
        A result.
    draw : callable, optional
        The chart: `ph`, `ts` or `hs`.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw, one each; a new figure with up to two beside each other by default.
    **options
        Options of the chart.

    Returns
    -------
    list of matplotlib.axes.Axes

    Raises
    ------
    ValidationError
        If there are fewer axes than circuits, or nothing that boils passes a machine.
    ImportError
        Without matplotlib.
    """
    result = getattr(result, "solution", result)
    names = result.states.column("fluid")
    rows = sorted({inlet for _, kind, inlet, _ in result.processes() if is_machine(kind)})
    fluids = [name for name in dict.fromkeys(names[row] for row in rows) if np.isfinite(Fluid(name).T_critical)]
    if not fluids:
        raise ValidationError(
            "no fluid that boils passes a machine here: draw one with fluid=, as in ph(result, fluid=…)"
        )
    shown = list(np.ravel(np.asarray(axes, dtype=object))) if axes is not None else _new(len(fluids))
    if len(shown) < len(fluids):
        raise ValidationError(f"{len(fluids)} circuits ({', '.join(fluids)}) do not fit into {len(shown)} axes")
    return [draw(result, ax, fluid=fluid, **options) for ax, fluid in zip(shown, fluids, strict=False)]


def _new(count: int) -> "list[Axes]":
    """Axes in a new figure, each of the usual size."""
    first = new_or_given(None)
    if count == 1:
        return [first]
    figure: Any = first.figure
    first.remove()
    width, height = figure.get_size_inches()
    columns, rows = min(count, 2), ceil(count / 2)
    figure.set_size_inches(columns * width, rows * height)
    grid = figure.subplots(rows, columns, squeeze=False, gridspec_kw={"hspace": 0.35}).ravel()
    for ax in grid[count:]:
        ax.remove()
    return list(grid[:count])
