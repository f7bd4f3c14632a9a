"""Start values of temperature and vapour fraction, as those of pressure and enthalpy, from which the engine starts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..connections import AnyConnection, Connection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._core import Units

__all__ = ["apply", "forget"]


def apply(connections: Iterable[AnyConnection], units: Units) -> None:
    """Gives start values of p and h where T0 or x0 are given."""
    for each in connections:
        if each._guessed and isinstance(each, Connection):
            for name, value in _state(each, units).items():
                each._set_start(name, units.from_si(value, each.get_attr(name).quantity))


def forget(connections: Iterable[AnyConnection]) -> None:
    """Forgets T0 and x0 after a solution was found."""
    for each in connections:
        if each._guessed:
            for name in each._guessed:
                each._set_start(name, None)
            each._guessed = frozenset()


def _state(connection: Connection, units: Units) -> dict[str, float]:
    """P and h as far as they follow from T0 and x0."""

    def known(name: str) -> float:
        parameter = connection.get_attr(name)
        if parameter.is_set:
            return parameter.val_SI
        return units.to_si(parameter.val0, parameter.quantity)

    p, T, x = known("p"), known("T"), known("x")
    data = connection.fluid_data
    if len(data) != 1:
        return {}
    (of,) = data.values()
    wrapper, found = of["wrapper"], {}
    try:
        if not connection.p.is_set and "p" not in connection._guessed and not math.isnan(T + x):
            p = found["p"] = wrapper.p_sat_TQ(T, x)
        if math.isnan(p):
            return found
        found["h"] = wrapper.h_pQ(p, x) if not math.isnan(x) else wrapper.h_pT(p, T)
    except ValueError:
        # A vapour fraction above the critical pressure says nothing.
        found.pop("h", None)
    return found
