r"""The T-Q diagram of a heat exchanger: both sides over the heat given off, and the pinch between them.

The ends of the sections are those that its equations see (`result.sections`); between them the sides follow

    T = T(p, h),   h − h₁ = Q/ṁ,   p − p₁ ∝ h − h₁.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .._core import Fluid, Units
from ..errors import ValidationError
from .coordinates import Array, Measure, measure, shown_units
from .cycle import to_si, units_of
from .isolines import number
from .labels import Labels
from .process import arrow
from .sides import BOUNDARIES
from .style import BLUE, RED, finish_plain, ink, new_or_given, text_color

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState
    from ..components import Component

#: Points along each side, besides the ends of sections.
POINTS = 60


def qt(
    component: "Component | str",
    ax: "Axes | None" = None,
    *,
    result: "ConvergedState | None" = None,
    units: "str | Units | None" = None,
    title: bool | str = True,
) -> "Axes":
    """Draws the T-Q diagram of a heat exchanger with its pinch.

    Parameters
    ----------
    component : Component or str
        A heat exchanger in counterflow, or its label.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    result : ConvergedState, optional
        The result to draw; by default the last one of the system or network that the component belongs to.
    units : str or Units, optional
        Units of the diagram; by default those of the result, and °C and kW where those are plain SI.
    title : bool or str, optional
        A header, or whether to draw the usual one: the component, its heat and conductance.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValidationError
        For a component that is no exchanger in counterflow, whose other side is not known, or without a result.
    ImportError
        Without matplotlib.

    Examples
    --------
    >>> ax = result.plot.qt("condenser")
    """
    result = result if result is not None else _last(component)
    result = getattr(result, "solution", result)
    profile = read_profile(result, component)
    units = shown_units(units, units_of(result.states))
    ax = new_or_given(ax)
    x, y = measure("Q", units), measure("T", units)
    labels = Labels(ax)
    _sides(ax, profile, x, y, labels)
    _pinch(ax, profile, x, y, measure("dT", units), labels)
    finish_plain(ax, f"Heat $Q$ in {x.unit}", y.title)
    if title:
        heat = f"{number(float(f'{float(x.show(profile.Q[-1])):.4g}'))} {x.unit}"
        ax.set_title(title if isinstance(title, str) else f"{profile.label}  {heat}", loc="left", weight="bold")
    return ax


@dataclass(frozen=True)
class Profile:
    """Both sides of an exchanger over the heat given off since the hot side entered, SI."""

    label: str
    Q: Array
    hot: Array
    cold: Array
    #: Rows that are ends of sections.
    ends: NDArray[np.intp]
    #: What flows on the hot and on the cold side.
    names: tuple[str, str]

    @property
    def pinch(self) -> int:
        """The row where the sides come nearest."""
        return int(np.argmin(self.hot - self.cold))


def read_profile(result: Any, component: Any) -> Profile:
    """The profile of an exchanger in a result."""
    label = getattr(component, "label", component)
    table = result.sections(component)
    units = units_of(result.states)
    # `sections` and `states` are in the units of the model.
    own = Units(units, heat=table.units["Q"], temperature=table.units["T_hot"])
    ends = to_si(table, "Q", own, "heat")
    Q = np.unique(np.concatenate([ends, np.linspace(ends[0], ends[-1], POINTS)]))
    sides, names = [], []
    for column, is_hot in (("T_hot", True), ("T_cold", False)):
        straight = np.interp(Q, ends, to_si(table, column, own, "temperature"))
        name, curved = _curve(result, label, is_hot, Q, units, straight)
        sides.append(curved)
        names.append(name)
    return Profile(label, Q, sides[0], sides[1], np.searchsorted(Q, ends), (names[0], names[1]))


def _curve(result: Any, label: str, is_hot: bool, Q: Array, units: Units, straight: Array) -> tuple[str, Array]:
    """The fluid of a side and its temperatures by the equation of state, or those between the ends of sections."""
    table = result.states
    si = {name: to_si(table, name, units, kind) for name, kind in _KINDS.items()}
    for name, _, inlet, outlet in result.processes():
        taken = si["m"][inlet] * (si["h"][outlet] - si["h"][inlet])
        if name != label or (taken < 0) != is_hot:
            continue
        fluid = table.column("fluid")[inlet]
        # From the end where the hot side enters, which the cold side leaves.
        first, last = (inlet, outlet) if is_hot else (outlet, inlet)
        share = (Q - Q[0]) / (Q[-1] - Q[0])
        h, p = (si[key][first] + share * (si[key][last] - si[key][first]) for key in ("h", "p"))
        try:
            found = Fluid(fluid).props("T", p=p, h=h, on_error="nan")
        except ValueError:
            # A mixture, named by none of its species.
            return fluid, straight
        agrees = np.isfinite(found) & (abs(found - straight) < 0.5 * (np.ptp(straight) + 1.0))
        return fluid, np.where(agrees, found, straight)
    return _boundary(result, label, is_hot), straight


_KINDS = {"m": "mass_flow", "h": "enthalpy", "p": "pressure"}


def _boundary(result: Any, label: str, is_hot: bool) -> str:
    """What the boundary on a side is called: `source` or `sink`."""
    return BOUNDARIES[1 if is_hot else 0][0].partition("_")[0]


def _last(component: Any) -> Any:
    """The last result of the model that a component belongs to."""
    system = getattr(component, "_system", None) or getattr(component, "_network", None)
    if system is None:
        raise ValidationError(
            f"{component!r} belongs to no solved model: draw it from a result, as in result.plot.qt(component)"
        )
    return system.solution


def _sides(ax: "Axes", profile: Profile, x: Measure, y: Measure, labels: Labels) -> None:
    """Draws both sides with arrows in the direction of their flow; the ends of sections are marked."""
    T = np.concatenate([profile.hot, profile.cold])
    room = 0.1 * max(np.ptp(T), 1.0)
    ax.set_xlim(*x.show(np.array([-0.04, 1.04]) * profile.Q[-1]))
    ax.set_ylim(*y.show(np.array([T.min() - room, T.max() + room])))
    for side, color, step, name, dashes in (
        (profile.hot, RED, 1, profile.names[0], "solid"),
        (profile.cold, BLUE, -1, profile.names[1], (0, (6, 1.5))),
    ):
        shown = x.show(profile.Q), y.show(side)
        ax.plot(*shown, color=color, linewidth=2.2, linestyle=dashes, zorder=4, label=f"_{name}")
        ends = shown[0][profile.ends], shown[1][profile.ends]
        ax.plot(*ends, "o", color=color, mfc=ax.get_facecolor(), mew=1.2, ms=4.5, zorder=5, label="_ends")
        arrow(ax, shown[0][::step], shown[1][::step], color=color)
        labels.keep_clear(*shown)
    _mark_pinch(labels, profile, x, y)
    for side, color, name in ((profile.hot, RED, profile.names[0]), (profile.cold, BLUE, profile.names[1])):
        labels.beside(name, x.show(profile.Q), y.show(side), color=text_color(color, ax), size="medium")


def _mark_pinch(labels: Labels, profile: Profile, x: Measure, y: Measure) -> None:
    at = profile.pinch
    labels.keep_clear(x.show(profile.Q[[at, at]]), y.show(np.array([profile.hot[at], profile.cold[at]])))


def _pinch(ax: "Axes", profile: Profile, x: Measure, y: Measure, dT: Measure, labels: Labels) -> None:
    """Marks the place where the sides come nearest, with the difference there."""
    at = profile.pinch
    here, warm, cold = float(x.show(profile.Q[at])), float(y.show(profile.hot[at])), float(y.show(profile.cold[at]))
    look: dict[str, Any] = {"color": ink(), "zorder": 6}
    ax.plot([here, here], [cold, warm], linewidth=1.4, label="_pinch", **look)
    ax.plot([here, here], [cold, warm], linestyle="none", marker="_", ms=9, mew=1.4, label="_ends", **look)
    text = f"pinch {number(float(f'{float(dT.show(profile.hot[at] - profile.cold[at])):.3g}'))} {dT.unit}"
    labels.near(text, here, 0.5 * (warm + cold), color=ink(), size="medium")
