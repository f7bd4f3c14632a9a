"""Design and off-design: what holds in which mode.

In design mode the parameters in `design` hold and those in `offdesign` do not; off the design it is the other way
round, and parameters that are switched on have the values of the design point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..components import Component
from ..connections import AnyConnection, Ref
from ..tools.helpers import TESPyNetworkError
from . import states

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["enter_design", "enter_offdesign", "load_design"]

Item = Component | AnyConnection


def load_design(items: Iterable[Item], network: states.Source | None) -> None:
    """Gives objects their values at the design point: those of their own path, or that of the network.

    Raises
    ------
    TESPyNetworkError
        If there is no design point, or an object is not in it.
    """
    state = None if network is None else states.read(network)
    for item in items:
        own = states.read(item.design_path) if item.design_path is not None else state
        values = None if own is None else states.values(own, item)
        if values is not None:
            item._set_design(values)
        elif (item.offdesign or isinstance(item, AnyConnection)) and not item.local_design:
            raise TESPyNetworkError(f"{item.label} is not in the design state: give one that was saved with it")


def enter_design(items: Iterable[Item]) -> None:
    """Lets the parameters of the design hold, and those off it no longer."""
    for item in items:
        if item.local_offdesign:
            _switch(item, off=item.design, on=item.offdesign)
        else:
            for name in item.offdesign:
                _hold(item, name)
            for name in item.design:
                _release(item, name)


def enter_offdesign(items: Iterable[Item]) -> None:
    """Lets the parameters off the design hold, with the values they had there, and those of the design no longer."""
    for item in items:
        if not item.local_design:
            _switch(item, off=item.design, on=item.offdesign)


def _switch(item: Item, *, off: list[str], on: list[str]) -> None:
    for name in off:
        _hold(item, name)
    for name in on:
        if item.get_attr(name).kind != "number":
            _release(item, name)
        if not item.get_attr(name).is_set or item.get_attr(name).kind == "number":
            item._switch_on(name)


def _hold(item: Item, name: str) -> None:
    """Takes a parameter back, to be given again in the other mode."""
    parameter = item.get_attr(name)
    reference = item._references.get(name) if isinstance(item, AnyConnection) else None
    if reference is None and not (parameter.is_set or parameter.is_var):
        return
    held: dict[str, float | str | Ref] = item.__dict__.setdefault("_held", {})
    held[name] = reference or ("var" if parameter.is_var else parameter.val)
    item.set_attr(**{name: None})


def _release(item: Item, name: str) -> None:
    """Gives a parameter again what it held, unless it has been given something since."""
    value = item.__dict__.get("_held", {}).pop(name, None)
    if value is not None and not item.get_attr(name).is_set:
        item.set_attr(**{name: value})
