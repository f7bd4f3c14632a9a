"""Design and off-design: what holds in which mode, and the design points that part load is relative to.

In design mode the parameters in `design` hold and those in `offdesign` do not; off the design it is the other way
round, and parameters that are switched on have the values of the design point. `local_offdesign` and `local_design`
let an object do as in the other mode. A component with a path of its own has a design point of its own, with its
connections as they were there; that of the connections themselves stays the network's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..components import Component
from ..connections import AnyConnection, Ref
from ..options import GROUPS
from ..tools.helpers import TESPyNetworkError
from . import states

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AT_DESIGN", "Entered", "Item", "enter", "is_away", "load_design"]

Item = Component | AnyConnection
#: Stands for the path of what is not off its design.
AT_DESIGN = object()
#: Values in SI by name.
Numbers = dict[str, Any]


class Entered(NamedTuple):
    """A mode that holds: where the design point came from, the count of changes of options, and what is switched."""

    mode: str
    path: Any
    changes: int
    switched: list[Item]


def is_away(item: Item, mode: str) -> bool:
    """Whether an object runs off its design in a mode."""
    return item.local_offdesign if mode == "design" else not item.local_design


def load_design(items: list[Item], mode: str, network: states.Source | None) -> None:
    """Gives objects off their design the values they had there, by their own path or that of the network.

    Raises
    ------
    TESPyNetworkError
        If there is no design point, or an object is not in it; nothing is changed then.
    KeyError
        If the connections of a component are not in the design point of its own.
    """
    library = _Library()
    found: list[tuple[Item, Numbers, dict[str, Numbers]]] = []
    for item in items:
        own: states.Source | None = item.design_path
        ports: dict[str, Numbers] = {}
        if not is_away(item, mode):
            values: Numbers | None = {}
        elif isinstance(item, Component) and own is not None and item._parameters():
            values, ports = _of_its_own(item, library.read(own), items)
        else:
            state = library.read(_path(item, mode, network))
            values = states.values(state, item)
            if values is None and (item.offdesign or isinstance(item, AnyConnection)):
                raise TESPyNetworkError(f"{item.label} is not in the design state: give one that was saved with it")
        found.append((item, values or {}, ports))
    for item, values, ports in found:
        item._set_design(values)
        if isinstance(item, Component):
            item._take_own_design(ports)


class _Library:
    """States by what they were asked for with: each is read once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[states.Source, states.State]] = {}

    def read(self, path: states.Source) -> states.State:
        if id(path) not in self._known:
            self._known[id(path)] = (path, states.read(path))
        return self._known[id(path)][1]


def _path(item: Item, mode: str, network: states.Source | None) -> states.Source:
    path = item.design_path if item.design_path is not None else network
    if path is None:
        message = "off the design a design_path is needed: the state at the design point, by save()"
        raise TESPyNetworkError(f"{item.label}: {message}" if mode == "design" else message)
    return path


def _of_its_own(item: Component, state: states.State, items: list[Item]) -> tuple[Numbers, dict[str, Numbers]]:
    """The values of a component at a design point of its own, and those of its connections by port."""
    known = states.entries(state, item)
    label = item.label if item.label in known else next(iter(known), None)
    if label is None or (len(known) > 1 and label != item.label):
        raise TESPyNetworkError(
            f"cannot unambiguously resolve what {item.label} is in its design state, which has "
            f"{', '.join(known) or 'none'} of the class {type(item).__name__}: give a state with its label"
        )
    ports = {}
    for each in items:
        if not isinstance(each, AnyConnection) or item not in (each.source, each.target):
            continue
        port, end = (each.target_id, "target") if each.target is item else (each.source_id, "source")
        others = states.entries(state, each)
        there = [row for row in others.values() if (row.get(end), row.get(f"{end}_id")) == (label, port)]
        row = others.get(str(each.label)) or (there[0] if len(there) == 1 else None)
        if row is not None:
            ports[str(port)] = states.numbers(row, each)
        elif others:
            raise KeyError(f"the connection {each.label} of {item.label} is not in the design state of the component")
    return states.numbers(known[label], item), ports


def enter(items: Iterable[Item], mode: str) -> None:
    """Lets hold what holds in a mode, for objects with lists of such parameters."""
    for item in items:
        if is_away(item, mode):
            for name in item.design:
                _hold(item, GROUPS.get(name, name))
            for name in item.offdesign:
                _switch_on(item, name)
        else:
            for name in item.offdesign:
                _hold(item, GROUPS.get(name, name))
            for name in item.design:
                _release(item, GROUPS.get(name, name))


def _switch_on(item: Item, name: str) -> None:
    """Lets a parameter hold: a number as at the design point, anything else as it was given."""
    if name in GROUPS:
        _release(item, GROUPS[name])
        return
    parameter = item.get_attr(name)
    if parameter.kind != "number":
        _release(item, name)
    if not parameter.is_set or parameter.kind == "number":
        item._switch_on(name)


def _hold(item: Item, name: str) -> None:
    """Takes a parameter back, to be given again in the other mode."""
    parameter = item.get_attr(name)
    reference = item._references.get(name) if isinstance(item, AnyConnection) else None
    if reference is None and not (parameter.is_set or parameter.is_var):
        return
    held: dict[str, Any] = item.__dict__.setdefault("_held", {})
    held[name] = reference or ("var" if parameter.is_var else parameter.val)
    item.set_attr(**{name: None})


def _release(item: Item, name: str) -> None:
    """Gives a parameter again what it held, unless it has been given something since."""
    value: float | str | Ref | None = item.__dict__.get("_held", {}).pop(name, None)
    if value is not None and not item.get_attr(name).is_set:
        item.set_attr(**{name: value})
