"""The envelope of a compressor over the dew temperatures of suction and discharge, with rating points and solution."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Ahri540, Units
from ..errors import EntropykError, ValidationError
from .coordinates import Measure, measure, shown_units
from .cycle import to_si, units_of
from .isolines import nice_values, number
from .labels import Labels
from .style import BLUE, GREEN, ORANGE, RED, finish_plain, new_or_given, text_color

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState
    from ..components import Component

#: Least and greatest dew temperature of suction and of discharge, K.
Limits = tuple[tuple[float, float], tuple[float, float]]

Point = tuple[float, float]


def envelope(
    compressor: "Component | Ahri540 | str",
    ax: "Axes | None" = None,
    *,
    result: "ConvergedState | None" = None,
    points: Sequence[Point] = (),
    units: "str | Units | None" = None,
    title: bool | str = True,
) -> "Axes":
    """Draws where the rating of a compressor holds, its power there, and where the compressor works.

    Parameters
    ----------
    compressor : Component, Ahri540 or str
        A compressor with coefficients, a rating, or the name of a shipped one.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    result : ConvergedState, optional
        The result that holds the operating point; by default the last one of the compressor's model.
    points : sequence of (float, float), optional
        Rated or measured points: dew temperatures of suction and discharge in units of the chart. The one that a
        rating publishes is drawn anyway.
    units : str or Units, optional
        Units of the chart; by default those of the result, and °C and kW where those are plain SI.
    title : bool or str, optional
        A header, or whether to draw the usual one: name and refrigerant of the rating.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValidationError
        For a compressor without coefficients.
    ImportError
        Without matplotlib.

    Examples
    --------
    >>> ax = entropyk.plot.envelope("2DF3-030E-TFC")
    """
    ratings = _ratings(compressor)
    label = getattr(compressor, "label", None)
    result = result if result is not None else _last(compressor)
    units = shown_units(units, units_of(result.states) if result is not None else None)
    T = measure("T", units)
    solution = _operating_point(result, label) if result is not None and label else None
    rated = [(float(at["T_suction"]), float(at["T_discharge"])) for at in (r.published for r in ratings) if at]
    rated += [(float(T.si(s)), float(T.si(d))) for s, d in points]
    ax = new_or_given(ax)
    limits = [r.envelope for r in ratings if r.envelope]
    frame = _frame(limits, rated + ([solution] if solution else []))
    ax.set_xlim(*T.show(np.array(frame[0])))
    ax.set_ylim(*T.show(np.array(frame[1])))
    labels = Labels(ax)
    _draw_limits(ax, limits, T)
    _draw_points(ax, rated, solution, T, labels)
    _draw_power(ax, ratings[-1], limits[-1] if limits else frame, T, measure("P", units), labels)
    finish_plain(ax, f"Suction dew temperature in {T.unit}", f"Discharge dew temperature in {T.unit}")
    ax.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=4, frameon=False, fontsize="x-small", borderaxespad=0.1
    )
    if title:
        ax.set_title(title if isinstance(title, str) else _name(ratings[0]), loc="left", pad=17.0, weight="bold")
    return ax


def _ratings(compressor: Any) -> list[Ahri540]:
    """The ratings of a compressor, one for each frequency."""
    if isinstance(compressor, str):
        compressor = Ahri540.named(compressor)
    if isinstance(compressor, Ahri540):
        return [compressor]
    value = compressor.coefficients.val if "coefficients" in dir(compressor) else None
    found = [value] if isinstance(value, Ahri540) else list(value) if isinstance(value, (list, tuple)) else []
    if not found:
        raise ValidationError(f"{compressor!r} has no coefficients, whose envelope could be drawn")
    return found


def _last(compressor: Any) -> Any:
    system = getattr(compressor, "_system", None) or getattr(compressor, "_network", None)
    try:
        return None if system is None else system.solution
    except EntropykError:
        return None


def _operating_point(result: Any, label: str) -> Point | None:
    table, units = result.components, units_of(result.states)
    row = table.column("component").index(label)
    s, d = (float(to_si(table, name, units, "temperature")[row]) for name in ("T_suction_dew", "T_discharge_dew"))
    return (s, d) if np.isfinite(s * d) else None


def _frame(limits: list[Limits], points: list[Point]) -> Limits:
    """Limits of the axes around envelopes and points; 30 K around these where no envelope is known."""
    room = 4.0 if limits else 20.0
    around = [[value for of in limits for value in of[k]] + [at[k] for at in points] for k in (0, 1)]
    if not around[0]:
        around = [[253.15, 283.15], [303.15, 333.15]]
    s, d = ((min(values) - room, max(values) + room) for values in around)
    return s, d


def _draw_limits(ax: "Axes", limits: list[Limits], T: Measure) -> None:
    from matplotlib.patches import Rectangle

    for k, (suction, discharge) in enumerate(limits):
        (left, right), (low, high) = T.show(np.array(suction)), T.show(np.array(discharge))
        look = {"facecolor": (*_rgb(GREEN), 0.07), "edgecolor": text_color(GREEN, ax), "linewidth": 1.6, "zorder": 2}
        name = "envelope" if k == 0 else "_envelope"
        ax.add_patch(Rectangle((left, low), right - left, high - low, label=name, **look))


def _rgb(color: str) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgb

    return to_rgb(color)


def _draw_points(ax: "Axes", rated: list[Point], solution: Point | None, T: Measure, labels: Labels) -> None:
    if rated:
        shown = T.show(np.array(rated))
        ax.plot(*shown.T, "s", color=BLUE, mfc=ax.get_facecolor(), mew=1.4, ms=5.5, zorder=5, label="rating points")
        for x, y in shown:
            labels.keep_clear(np.array([x]), np.array([y]))
    if solution is not None:
        s, d = (float(T.show(value)) for value in solution)
        ax.plot([s], [d], "o", color=RED, ms=7.0, mec=ax.get_facecolor(), mew=1.0, zorder=6, label="operating point")
        labels.keep_clear(np.array([s]), np.array([d]))
        text = f"{number(float(f'{s:.3g}'))} / {number(float(f'{d:.3g}'))} {T.unit}"
        labels.near(text, s, d, color=text_color(RED, ax), size="small")


def _draw_power(ax: "Axes", rating: Ahri540, limits: Limits, T: Measure, P: Measure, labels: Labels) -> None:
    """Lines of constant power inside the envelope."""
    s, d = (np.linspace(*ends, 31) for ends in limits)
    power = np.array([[rating.evaluate(float(a), float(b))["power"] for a in s] for b in d])
    shown = P.show(np.where(power > 0, power, np.nan))
    levels, _ = nice_values(float(np.nanmin(shown)), float(np.nanmax(shown)), 7)
    if len(levels) == 0:
        return
    style: dict[str, Any] = {"colors": ORANGE, "linewidths": 0.8, "linestyles": [(0, (6, 2))], "zorder": 3}
    drawn = ax.contour(T.show(s), T.show(d), shown, levels=levels, **style)
    ax.plot([], [], color=ORANGE, linewidth=0.8, linestyle=(0, (6, 2)), label=P.key)
    texts = []
    for level, path in zip(levels, drawn.get_paths(), strict=True):
        pieces = [np.asarray(line) for line in path.to_polygons(closed_only=False)]
        texts += [(number(float(level)), *piece.T) for piece in pieces if len(piece) > 2]
    look = {"color": text_color(ORANGE, ax), "size": "x-small"}
    labels.along_rails(texts, [("x", 0.5), ("y", 0.5), ("x", 0.7), ("x", 0.3)], **look)


def _name(rating: Ahri540) -> str:
    return " ".join(filter(None, [rating.name or "compressor", f"({rating.fluid})" if rating.fluid else ""]))
