"""Lines of constant temperature, entropy, pressure and quality, as states along them.

Each family is computed in one or two vectorised calls. Lines break exactly where they cross the saturation line, and
are followed in a variable in which they are smooth: isotherms in density, isobars in enthalpy, isentropes in pressure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from .._core import Fluid
from .coordinates import Array, Measure
from .dome import KEPT, Dome, is_slow


@dataclass(frozen=True)
class Line:
    """A line of constant `value`, in SI, with the text that labels it."""

    value: float
    text: str
    states: dict[str, Array]


def nice_step(span: float, count: float) -> float:
    """The 1-2-5 step nearest to a `count`-th of a span."""
    rough = log10(span / count)
    return min((factor * 10.0 ** floor(rough) for factor in (1, 2, 5, 10)), key=lambda step: abs(log10(step) - rough))


def nice_values(low: float, high: float, count: float) -> tuple[Array, float]:
    """Round numbers from low to high, about `count` of them, and their step."""
    if not high > low:
        return np.array([]), 1.0
    step = nice_step(high - low, count)
    return np.asarray(step * np.arange(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)), step


def one_two_five(low: float, high: float) -> Array:
    """The numbers 1, 2, 5, 10, … between two positive numbers."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    values = np.array([factor * 10.0**decade for decade in decades for factor in (1, 2, 5)])
    return values[(values >= low * (1 - 1e-9)) & (values <= high * (1 + 1e-9))]


def number(value: float, step: float = 0.0) -> str:
    """A number with the digits that its step needs."""
    text = f"{value:.{max(0, -floor(log10(step) + 1e-9))}f}" if step else f"{value:.10g}"
    return text.replace("-", "−")


def chosen(
    wanted: "bool | Sequence[float]", measure: Measure, low: float, high: float, count: float | None
) -> list[tuple[float, str]]:
    """The values of a family in SI with their texts.

    They are those wanted, in shown units, or nice ones between SI limits: about `count` in even steps, or 1, 2, 5, ….
    """
    if wanted is False:
        return []
    if wanted is not True:
        return [(float(measure.si(value)), number(value)) for value in wanted]
    ends = float(measure.show(low)), float(measure.show(high))
    values, step = (one_two_five(*ends), 0.0) if count is None else nice_values(*ends, count)
    return [(float(measure.si(value)), number(value, step)) for value in values]


def isotherms(
    fluid: Fluid, values: Iterable[tuple[float, str]], p: tuple[float, float], vapour_only: bool = False
) -> list[Line]:
    """Isotherms between two pressures; of those that cross the dome only the part in the vapour, if asked."""
    values = list(values)
    if is_slow(fluid):
        return _isotherms_of_blend(fluid, values, p, vapour_only)
    T = np.array([value for value, _ in values])
    # From the highest pressure at which the fluid is no solid.
    ladder = np.geomspace(p[1], max(p[0], 1e-3 * p[1]), 8)
    dense = _first_finite(fluid.props("rho", p=ladder[:, None], T=T[None, :], on_error="nan"))
    thin = fluid.props("rho", p=p[0], T=T, on_error="nan")
    bubble, dew = (fluid.props("rho", T=T, x=x, on_error="nan") for x in (0, 1))
    paths = []
    for k in range(len(T)):
        if vapour_only and np.isfinite(dew[k]):
            paths.append(np.geomspace(max(dew[k] * (1 - 1e-9), thin[k]), thin[k], 40))
        elif thin[k] >= bubble[k]:
            paths.append(np.geomspace(dense[k], thin[k], 12))
        elif np.isfinite(bubble[k] * dew[k]):
            liquid, vapour = np.geomspace(dense[k], bubble[k], 12), np.geomspace(dew[k], thin[k], 30)
            # Within rounding of the saturation line, not on it, where it is open to which side a state belongs.
            x = np.linspace(1e-9, 1 - 1e-9, 9 if fluid.is_pseudo_pure else 2)
            inside = 1 / ((1 - x) / bubble[k] + x / dew[k])
            paths.append(np.concatenate([liquid[:-1], inside, vapour[1:]]))
        else:
            paths.append(np.geomspace(dense[k], thin[k], 60))
    return _lines(fluid, values, "T", "rho", paths)


def _isotherms_of_blend(
    fluid: Fluid, values: list[tuple[float, str]], p: tuple[float, float], vapour_only: bool
) -> list[Line]:
    """Isotherms in pressure outside the dome and in quality inside, which are the pairs that blends solve fast."""
    T = np.array([value for value, _ in values])
    bubble, dew = (fluid.props("p", T=T, x=x, on_error="nan") for x in (0, 1))
    lines = []
    for k, (value, text) in enumerate(values):
        if not np.isfinite(bubble[k] * dew[k]):
            parts = [{"p": np.geomspace(p[1], p[0], 16)}] if value > fluid.T_critical else []
        else:
            parts = [{"p": np.geomspace(min(dew[k] * (1 - 1e-6), p[1]), p[0], 10)}] if dew[k] > p[0] else []
            if not vapour_only:
                parts.insert(0, {"x": np.array([0.0, 0.5, 1.0])})
                parts.insert(0, {"p": np.geomspace(max(p[1], bubble[k]), bubble[k] * (1 + 1e-6), 4)})
        tables = [fluid.props(KEPT, T=value, on_error="nan", **part) for part in parts]
        if tables:
            states = {name: np.concatenate([table[name] for table in tables]) for name in KEPT}
            exists = np.isfinite(states["h"])
            if exists.sum() > 1:
                lines.append(Line(value, text, {name: column[exists] for name, column in states.items()}))
    return lines


def densities(
    fluid: Fluid, values: Iterable[tuple[float, str]], p: tuple[float, float], dew: dict[str, Array]
) -> list[Line]:
    """Lines of constant density between two pressures, from inside the dome into the vapour."""
    grid = np.geomspace(*p, 40)
    rho_dew = fluid.props("rho", p=dew["p"][:-1], x=1.0, on_error="nan")
    values, paths = list(values), []
    for value, _ in values:
        crossings = _crossings(np.log(dew["p"][:-1]), rho_dew - value)
        paths.append(np.sort(np.concatenate([grid, np.exp(crossings)])))
    return _lines(fluid, values, "rho", "p", paths)


def isobars(fluid: Fluid, values: Iterable[tuple[float, str]], T: tuple[float, float]) -> list[Line]:
    """Isobars between two temperatures."""
    values = list(values)
    p = np.array([value for value, _ in values])
    ladder = np.linspace(T[0], T[0] + 0.5 * (T[1] - T[0]), 12)
    low = _first_finite(fluid.props("h", p=p[None, :], T=ladder[:, None], on_error="nan"))
    high = fluid.props("h", p=p, T=T[1], on_error="nan")
    sides = [fluid.props("h", p=p, x=x, on_error="nan") for x in (0, 1)]
    paths = []
    for k in range(len(p)):
        breaks = [side[k] for side in sides if low[k] < side[k] < high[k]]
        paths.append(np.sort(np.concatenate([np.linspace(low[k], high[k], 20 if is_slow(fluid) else 80), breaks])))
    return _lines(fluid, values, "p", "h", paths)


def isentropes(
    fluid: Fluid, values: Iterable[tuple[float, str]], p: tuple[float, float], dew: dict[str, Array]
) -> list[Line]:
    """Isentropes between two pressures, in the vapour only: on the liquid side they would hide the isotherms."""
    pieces, kept = [], []
    grid = np.geomspace(*p, 14 if is_slow(fluid) else 40)
    for value, text in values:
        excess = value - np.interp(grid, dew["p"], dew["s"], right=dew["s"][-1])
        crossings = _crossings(dew["p"], value - dew["s"])
        path = np.sort(np.concatenate([grid[excess > 0], crossings[(crossings > p[0]) & (crossings < p[1])]]))
        if len(path) > 1:
            pieces.append(path)
            kept.append((value, text))
    return _lines(fluid, kept, "s", "p", pieces)


def qualities(fluid: Fluid, values: Iterable[tuple[float, str]], region: Dome) -> list[Line]:
    """Lines of constant vapour mass fraction up to the critical point."""
    values = list(values)
    along = region.bubble["p"]
    if is_slow(fluid):
        values, along = values[1::2], along[np.unique(np.linspace(0, len(along) - 1, 14).astype(int))]
    return _lines(fluid, values, "x", "p", [along] * len(values))


def _lines(fluid: Fluid, values: list[tuple[float, str]], fixed: str, along: str, paths: list[Array]) -> list[Line]:
    """The states of all lines in one call, cut into lines; states that do not exist are left out."""
    if not paths:
        return []
    lengths = [len(path) for path in paths]
    constant = np.repeat([value for value, _ in values], lengths)
    table = fluid.props(KEPT, on_error="nan", **{fixed: constant, along: np.concatenate(paths)})
    ends = np.cumsum(lengths)
    lines = []
    for (value, text), end, length in zip(values, ends, lengths, strict=True):
        states = {name: table[name][end - length : end] for name in KEPT}
        exists = np.isfinite(states["h"])
        if exists.sum() > 1:
            lines.append(Line(value, text, {name: column[exists] for name, column in states.items()}))
    return lines


def _first_finite(rows: Array) -> Array:
    """The first finite number of every column."""
    first = np.isfinite(rows).argmax(axis=0)
    return np.asarray(np.take_along_axis(rows, first[None, :], axis=0)[0])


def _crossings(x: Array, y: Array) -> Array:
    """Where a sampled function is zero."""
    i = np.flatnonzero(np.sign(y[:-1]) * np.sign(y[1:]) < 0)
    return np.asarray(x[i] - y[i] * (x[i + 1] - x[i]) / (y[i + 1] - y[i]))
