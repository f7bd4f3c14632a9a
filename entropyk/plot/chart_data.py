"""A log p-h chart as plain numbers and texts, for the browser to draw."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from .._core import Fluid, Units
from .chart import called, coefficients
from .coordinates import Array, Measure, measure
from .cycle import Cycle
from .dome import dome
from .isolines import chosen, isentropes, isotherms, nice_values, number, one_two_five, qualities
from .ph import corners, limits
from .process import processes

#: Limits of the axes in SI: (p, p), (h, h).
View = tuple[tuple[float, float], tuple[float, float]]


def view_of(fluid: Fluid, cycle: Cycle | None, units: Units) -> View:
    """Limits that show a cycle and the dome, as those of `ph`."""
    found = limits(SimpleNamespace(fluid=fluid, cycle=cycle, x=measure("h", units), y=measure("p", units)), None, None)
    return found.p, found.h


def holds(view: View, cycle: Cycle) -> bool:
    """Whether all states lie in the view."""
    return all(
        low <= cycle.states[name].min() and cycle.states[name].max() <= high
        for name, (low, high) in zip("ph", view, strict=True)
    )


def fluid_part(fluid: Fluid, units: Units, view: View) -> dict[str, Any]:
    """What does not change with the cycle: axes, dome, lines."""
    h, p = measure("h", units), measure("p", units)
    region = dome(fluid, view[0][0])
    around = corners(fluid, SimpleNamespace(p=view[0], h=view[1]))
    T = chosen(True, measure("T", units), np.nanmin(around["T"]), np.nanmax(around["T"]), 11)
    s = chosen(True, measure("s", units), region.critical["s"], np.nanmax(around["s"]), 8)
    x = chosen(True, measure("x", units), 0.1, 0.9, 8)
    families = {
        "T": isotherms(fluid, T, view[0]),
        "s": isentropes(fluid, s, view[0], region.dew),
        "x": qualities(fluid, x, region),
    }
    lines = [
        {"family": symbol, "text": _named(symbol, line.text, units), "points": _points(line.states, h, p)}
        for symbol, family in families.items()
        for line in family
    ]
    values, step = nice_values(float(h.show(view[1][0])), float(h.show(view[1][1])), 7)
    decades = one_two_five(float(p.show(view[0][0])), float(p.show(view[0][1])))
    bubble, dew = _points(region.bubble, h, p), _points(region.dew, h, p)
    return {
        "title": called(fluid),
        "x": _axis(h, view[1], [(float(value), number(float(value), step)) for value in values]),
        "y": _axis(p, view[0], [(float(value), number(float(value))) for value in decades]),
        "dome": {"bubble": bubble, "dew": dew, "critical": bubble[-1] if bubble[-1] == dew[-1] else None},
        "lines": lines,
    }


def cycle_part(cycle: Cycle | None, units: Units) -> dict[str, Any]:
    """The processes and states of a cycle."""
    if cycle is None:
        return {"cop": "", "processes": [], "states": []}
    h, p = measure("h", units), measure("p", units)
    found = []
    for process in processes(cycle):
        power = measure("P" if process.kind == "work" else "Q", units)
        energy = f"{abs(float(power.show(process.energy))):.4g} {power.unit}"
        text = f"{process.label}: {energy}" if process.kind in ("work", "heat in", "heat out") else process.label
        entry = {"label": process.label, "kind": process.kind, "text": text}
        found.append({**entry, "points": _points(process.states, h, p)})
    states = [
        {
            "number": row,
            "at": [float(h.show(cycle.states["h"][i])), float(p.show(cycle.states["p"][i]))],
            "text": f"{row} ({label}): {describe({name: float(cycle.states[name][i]) for name in 'Tphsx'}, units)}",
        }
        for i, (row, label) in enumerate(zip(cycle.numbers, cycle.labels, strict=True))
    ]
    return {"cop": coefficients(cycle), "processes": found, "states": states}


def describe(state: dict[str, float], units: Units) -> str:
    """A state in words; what is NaN is left out."""
    parts = []
    for name, value in state.items():
        shown = measure(name, units)
        if np.isfinite(value):
            parts.append(f"{name} = {number(float(f'{float(shown.show(value)):.5g}'))} {shown.unit}".strip())
    return ", ".join(parts)


def _named(symbol: str, text: str, units: Units) -> str:
    return f"{symbol} = {text} {measure(symbol, units).unit}".strip()


def _axis(shown: Measure, ends: tuple[float, float], ticks: list[tuple[float, str]]) -> dict[str, Any]:
    return {
        "title": f"{shown.words} {shown.symbol} in {shown.unit}",
        "range": [float(value) for value in shown.show(np.array(ends))],
        "ticks": [{"at": at, "text": text} for at, text in ticks],
    }


def _points(states: dict[str, Array], h: Measure, p: Measure) -> list[list[float]]:
    """Six digits of every point, which is more than a screen shows."""
    pairs = zip(h.show(states["h"]), p.show(states["p"]), strict=True)
    return [[float(f"{a:.6g}"), float(f"{b:.6g}")] for a, b in pairs]
