"""The state of a network as JSON: written after a solve, read as the design point or as start values of another.

Format of TESPy 0.11: values by kind, class, label and name, each beside its unit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, SupportsFloat, SupportsIndex

from .. import __version__
from .._core import Units
from ..connections import AnyConnection
from ..tools.helpers import TESPyNetworkError

if TYPE_CHECKING:
    from ..components import Component

__all__ = ["FORMAT_VERSION", "read", "values", "write"]

#: Version of the format, as TESPy counts it.
FORMAT_VERSION = 1

State = Mapping[str, Any]
Source = str | Path | State


def write(parts: Iterable[Component], edges: Iterable[AnyConnection], status: int) -> dict[str, Any]:
    """The state of solved components and connections."""
    meta = {
        "kind": "state",
        "format_version": FORMAT_VERSION,
        "tespy_version": f"entropyk {__version__}",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "status": status,
    }
    state: dict[str, Any] = {"meta": meta, "Connection": {}, "Component": {}}
    for kind, items in (("Connection", edges), ("Component", parts)):
        for item in items:
            state[kind].setdefault(type(item).__name__, {})[item.label] = entry(item)
    return state


def entry(item: Component | AnyConnection) -> dict[str, Any]:
    """Numbers of an object with their units; missing ones are None."""
    found: dict[str, Any] = {}
    for name in item._parameters():
        parameter = item.get_attr(name)
        if parameter.kind == "number":
            value = parameter.val
            found[name] = None if value != value else value
            found[f"{name}_unit"] = parameter.unit
    if isinstance(item, AnyConnection):
        found |= {"source": item.source.label, "source_id": item.source_id}
        found |= {"target": item.target.label, "target_id": item.target_id}
    return found


def read(source: Source) -> State:
    """A state from a file, its text, or the dictionary it holds.

    Raises
    ------
    TESPyNetworkError
        If it holds something else, or was written by a later version.
    """
    if isinstance(source, Mapping):
        state = source
    elif isinstance(source, str) and source.lstrip().startswith("{"):
        state = json.loads(source)
    else:
        state = json.loads(Path(source).read_text())
    meta = state.get("meta", {"kind": "state"})
    if meta.get("kind") != "state":
        raise TESPyNetworkError(f"this is a {meta.get('kind')!r} and not the state of a network: write one with save()")
    if meta.get("format_version", FORMAT_VERSION) > FORMAT_VERSION:
        raise TESPyNetworkError("this state was written by a later version: update the package")
    return state


def values(state: State, item: Component | AnyConnection) -> dict[str, SupportsFloat | SupportsIndex] | None:
    """The numbers of an object in a state, in SI; None if it is not in it."""
    kind = "Connection" if isinstance(item, AnyConnection) else "Component"
    found = state.get(kind, {}).get(type(item).__name__, {}).get(item.label)
    if found is None:
        return None
    numbers: dict[str, SupportsFloat | SupportsIndex] = {}
    for name in item._parameters():
        parameter = item.get_attr(name)
        value, unit = found.get(name), found.get(f"{name}_unit")
        if parameter.kind == "number" and value is not None:
            numbers[name] = Units(**{parameter.quantity: unit}).to_si(value, parameter.quantity) if unit else value
    return numbers
