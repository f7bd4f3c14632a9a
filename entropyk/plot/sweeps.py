"""Charts of tables: lines over one column, and contours over two, a performance map."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ValidationError
from .coordinates import Array, spelled
from .isolines import nice_values, number
from .labels import Labels
from .style import SERIES, finish_plain, ink, new_or_given

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def lines(table: Any, x: str, y: str | Sequence[str], ax: "Axes | None" = None, *, by: str | None = None) -> "Axes":
    """Draws columns of a table over another, in the order of the latter; rows without a value leave a gap.

    Parameters
    ----------
    table : Table, or data frame
        What `sweep` gives, as it is or as a pandas or polars frame.
    x : str
        The column below.
    y : str or sequence of str
        Columns to draw; all in one unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    by : str, optional
        A column of few values, each of which gets a line.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValidationError
        For columns that do not exist or hold no numbers, or columns of several units.
    ImportError
        Without matplotlib.

    Examples
    --------
    >>> ax = entropyk.plot.lines(table, "evaporator.source_temperature", "cop_cooling", by="compressor.frequency")
    """
    names = [y] if isinstance(y, str) else list(y)
    columns = {name: _column(table, name) for name in [x, *names, *([by] if by else [])]}
    units = {_unit(table, name) for name in names}
    if len(units) > 1:
        raise ValidationError(f"{', '.join(names)} are in several units ({', '.join(sorted(units))}): draw them apart")
    groups = _groups(columns[by], f"{by} = ", _unit(table, by)) if by else [("", np.full(len(columns[x]), True))]
    ax = new_or_given(ax)
    count = 0
    for name in names:
        for text, rows in groups:
            order = np.flatnonzero(rows)[np.argsort(columns[x][rows], kind="stable")]
            label = ", ".join(filter(None, [name if len(names) > 1 else "", text]))
            style = SERIES[count % len(SERIES)]
            ax.plot(columns[x][order], columns[name][order], label=label or f"_{name}", ms=4, mfc="none", **style)
            count += 1
    finish_plain(ax, _title(table, x), _title(table, names[0]) if len(names) == 1 else _common(names, units.pop()))
    if count > 1:
        ax.legend(frameon=False, fontsize="small")
    return ax


def contour(
    table: Any,
    x: str,
    y: str,
    z: str,
    ax: "Axes | None" = None,
    *,
    levels: Sequence[float] | None = None,
) -> "Axes":
    """Draws lines of constant z over x and y, such as the map of a machine from a sweep over a grid.

    Rows in any order; points that do not make a full grid are joined by triangles. Rows without a value are crossed.

    Parameters
    ----------
    table : Table, or data frame
        What `sweep` gives, as it is or as a pandas or polars frame.
    x, y, z : str
        Columns: below, on the left, and drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    levels : sequence of float, optional
        Values of the lines; by default about eight round ones.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValidationError
        For columns that do not exist or hold no numbers, or fewer than three points that span no area.
    ImportError
        Without matplotlib.

    Examples
    --------
    >>> table = system.sweep(ek.grid({"e4.T_dew": T_dew, "e2.T_bubble": T_bubble}))
    >>> ax = entropyk.plot.contour(table, "e4.T_dew", "e2.T_bubble", "cop_cooling")
    """
    u, v, w = (_column(table, name) for name in (x, y, z))
    exists = np.isfinite(w)
    if len(np.unique(u[exists])) < 2 or len(np.unique(v[exists])) < 2:
        raise ValidationError(f"{z} is known at {exists.sum()} points, which span no area of {x} and {y}")
    values = np.asarray(levels, float) if levels is not None else nice_values(w[exists].min(), w[exists].max(), 8)[0]
    ax = new_or_given(ax)
    grid = _grid(u, v, w)
    points = grid if grid is not None else (u[exists], v[exists], w[exists])
    fill, draw = (ax.contourf, ax.contour) if grid is not None else (ax.tricontourf, ax.tricontour)
    fill(*points, levels=48, cmap=_pale(ax), zorder=1)
    drawn = draw(*points, levels=values, colors=ink(), linewidths=0.9, zorder=3)
    if not exists.all():
        ax.plot(u[~exists], v[~exists], "x", color=ink(), alpha=0.5, ms=4, zorder=4, label="_failed")
    ax.set_xlim(u.min(), u.max())
    ax.set_ylim(v.min(), v.max())
    _label(Labels(ax), drawn, values)
    finish_plain(ax, _title(table, x), _title(table, y))
    ax.set_title(_title(table, z), loc="left")
    return ax


def _pale(ax: "Axes") -> Any:
    """A scale of pale colours, which is one of greys in print; opaque, since seams show between transparent areas."""
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap, to_rgb

    paper = np.array(to_rgb(ax.get_facecolor()))
    return ListedColormap(0.4 * colormaps["viridis"](np.linspace(0.0, 1.0, 256))[:, :3] + 0.6 * paper)


def _label(labels: Labels, drawn: Any, levels: Array) -> None:
    """Numbers along the lines."""
    step = float(np.min(np.diff(levels))) if len(levels) > 1 else 0.0
    rails = [(axis, share) for share in (0.5, 0.7, 0.3, 0.85, 0.15) for axis in ("x", "y")]
    for level, path in zip(levels, drawn.get_paths(), strict=True):
        pieces = [line for line in path.to_polygons(closed_only=False) if len(line) > 2]
        if pieces:
            longest = max(pieces, key=len)
            labels.along_rails([(number(float(level), step), *longest.T)], rails, color=ink(), size="small")


def _grid(u: Array, v: Array, w: Array) -> tuple[Array, Array, Array] | None:
    """Axes and values of a full grid in any order, or None."""
    first, i = np.unique(u, return_inverse=True)
    second, j = np.unique(v, return_inverse=True)
    if len(u) != len(first) * len(second) or len(np.unique(i * len(second) + j)) != len(u):
        return None
    values = np.empty((len(second), len(first)))
    values[j, i] = w
    return first, second, np.ma.masked_invalid(values)


def _column(table: Any, name: str) -> Array:
    try:
        values = table[name]
    except Exception as error:  # each kind of frame has its own
        names = getattr(table, "column_names", None) or list(getattr(table, "columns", ()))
        raise ValidationError(f"there is no column {name!r}; there are {', '.join(map(str, names))}") from error
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValidationError(f"the column {name} holds no numbers") from None


def _unit(table: Any, name: str) -> str:
    units = getattr(table, "units", None) or getattr(table, "attrs", {}).get("units", {})
    return spelled(units.get(name, "1"))


def _title(table: Any, name: str) -> str:
    unit = _unit(table, name)
    return f"{name} in {unit}" if unit else name


def _common(names: list[str], unit: str) -> str:
    """What is common to the names of columns, `P` of `a.P` and `b.P`, with their unit."""
    last = {name.rpartition(".")[2] for name in names}
    return " ".join(filter(None, [last.pop() if len(last) == 1 else "", f"in {unit}" if unit else ""]))


def _groups(column: Array, prefix: str, unit: str) -> list[tuple[str, Array]]:
    """The rows of each value of a column, with a text that names it."""
    values = np.unique(column)
    if len(values) > 12:
        raise ValidationError(f"{prefix.rstrip('= ')} has {len(values)} values: a line each for up to 12")
    return [(f"{prefix}{number(float(value))} {unit}".rstrip(), column == value) for value in values]
