"""The state of a network as JSON: written after a solve, read as the design point or as start values of another.

Format of TESPy 0.11: values by kind, class, label and name, each beside its unit. All JSON of networks says in `meta`
of which kind it is.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._core import Units
from ..connections import AnyConnection
from ..tools.helpers import TESPyNetworkError

if TYPE_CHECKING:
    from ..components import Component

__all__ = ["FORMAT_VERSION", "entries", "load", "numbers", "read", "values", "write"]

#: Version of the format, as TESPy counts it.
FORMAT_VERSION = 1

State = Mapping[str, Any]
Source = str | Path | State


def meta(kind: str, **more: Any) -> dict[str, Any]:
    """What JSON says of itself."""
    from ..compat import ALIAS_VERSION

    return {
        "kind": kind,
        "format_version": FORMAT_VERSION,
        "tespy_version": ALIAS_VERSION,
        "tespy_commit": None,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **more,
    }


def write(parts: Iterable[Component], edges: Iterable[AnyConnection], status: int) -> dict[str, Any]:
    """The state of solved components and connections."""
    state: dict[str, Any] = {"meta": meta("state", status=status), "Connection": {}, "Component": {}}
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


def load(source: Source) -> State:
    """The data of a file, of its text, or of the dictionary it holds."""
    if isinstance(source, Mapping):
        return source
    if isinstance(source, str) and source.lstrip().startswith("{"):
        found: State = json.loads(source)
        return found
    return json.loads(Path(source).read_text())


def read(source: Source) -> State:
    """A state from a file, its text, or the dictionary it holds.

    Raises
    ------
    TESPyNetworkError
        If it holds something else, or was written by a later version.
    """
    state = load(source)
    check_kind(state, "state")
    return state


def check_kind(data: State, kind: str) -> None:
    """Refuses data of another kind, or of a later version."""
    about = data.get("meta")
    if about is None:
        found = _kind_of(data)
        if found is None:
            raise TESPyNetworkError(
                f"these data do not look like those of a network; they have {', '.join(data) or 'nothing'}"
            )
        message = "these data have no 'meta' block, which says of which kind they are: write them anew"
        warnings.warn(message, FutureWarning, stacklevel=4)
        about = {"kind": found}
    if about.get("kind") != kind:
        raise TESPyNetworkError(f"Expected a {kind}, and these data are a {about.get('kind')}")
    if about.get("format_version", FORMAT_VERSION) > FORMAT_VERSION:
        raise TESPyNetworkError(
            "these data were written by a later version. Please update tespy, which is entropyk here"
        )


def _kind_of(data: State) -> str | None:
    """The kind of data that do not say it."""
    if "Network" in data:
        return "network"
    if "UserDefinedEquation" in data:
        return "specifications"
    return "state" if "Connection" in data or "Component" in data else None


def entries(state: State, item: Component | AnyConnection) -> Mapping[str, Mapping[str, Any]]:
    """What a state has of the class of an object, by label."""
    kind = "Connection" if isinstance(item, AnyConnection) else "Component"
    found: Mapping[str, Mapping[str, Any]] = state.get(kind, {}).get(type(item).__name__, {})
    return found


def values(state: State, item: Component | AnyConnection) -> dict[str, float] | None:
    """The numbers of an object in a state, in SI; None if it is not in it."""
    found = entries(state, item).get(str(item.label))
    return None if found is None else numbers(found, item)


def numbers(entry: Mapping[str, Any], item: Component | AnyConnection) -> dict[str, float]:
    """The numbers of an entry for an object, in SI."""
    found: dict[str, float] = {}
    for name in item._parameters():
        parameter = item.get_attr(name)
        value, unit = entry.get(name), entry.get(f"{name}_unit")
        if parameter.kind == "number" and value is not None:
            found[name] = float(Units(**{parameter.quantity: unit}).to_si(value, parameter.quantity) if unit else value)
    return found
