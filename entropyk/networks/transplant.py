"""A subsystem from an exported network: its sources and sinks become ports of the interfaces."""

from __future__ import annotations

from typing import Any

from ..components import Subsystem, component
from ..connections import connection_registry
from ..tools.helpers import TESPyComponentError
from . import entries

__all__ = ["subsystem_of"]

#: Classes that become ports, with the side they are on and how the ports are named inside and outside.
BOUNDARIES = {
    "Source": ("in", ""),
    "PowerSource": ("in", "power_"),
    "HeatSource": ("in", "heat_"),
    "Sink": ("out", ""),
    "PowerSink": ("out", "power_"),
    "HeatSink": ("out", "heat_"),
}
KEEP = ("all", "starting_values", "nothing")


def subsystem_of(cls: type[Subsystem], label: str, data: dict[str, Any], stay: set[str], keep: str) -> Any:
    """The subsystem; arguments as for `Subsystem.from_network`, and the data of `Network.export`."""
    if keep not in KEEP:
        raise ValueError(f"keep is one of {', '.join(KEEP)}, not {keep!r}")
    kinds = {name: kind for kind, items in data["Component"].items() for name in items}
    if reserved := {"inlet", "outlet"} & kinds.keys():
        raise TESPyComponentError(
            f"{label}: {min(reserved)!r} is the label of an interface: name the component otherwise"
        )
    ports, counts = _ports(data, _boundaries(kinds, stay))
    sub: Any = cls.__new__(cls)
    vars(sub).update(counts)
    sub.create_network = lambda: sub.add_conns(*_connections(sub, data, kinds, ports, keep))
    Subsystem.__init__(sub, label)
    sub.interface_map = {port: name for name, (port, _) in ports.items()}
    return sub


def _boundaries(kinds: dict[str, str], stay: set[str]) -> dict[str, str]:
    return {name: kind for name, kind in kinds.items() if kind in BOUNDARIES and name not in stay}


def _ports(data: dict[str, Any], boundaries: dict[str, str]) -> tuple[dict[str, tuple[str, str]], dict[str, int]]:
    """The port outside and inside for every boundary, and the numbers of ports by attribute of a subsystem."""
    counts = {f"num_{carries}{side}": 0 for side in ("in", "out") for carries in ("", "power_", "heat_")}
    ports = {}
    for items in data["Connection"].values():
        for entry in items.values():
            for name in (entry["source"], entry["target"]):
                if name in boundaries:
                    side, carries = BOUNDARIES[boundaries[name]]
                    counts[f"num_{carries}{side}"] += 1
                    number = counts[f"num_{carries}{side}"]
                    inside = "out" if side == "in" else "in"
                    ports[name] = (f"{carries}{side}{number}", f"{carries}{inside}{number}")
    return ports, counts


def _connections(
    sub: Any, data: dict[str, Any], kinds: dict[str, str], ports: dict[str, tuple[str, str]], keep: str
) -> list[Any]:
    """The connections inside."""
    classes = component.component_registry.items
    parts = {name: classes[kind](name) for name, kind in kinds.items() if name not in ports}
    for name, part in parts.items():
        entries.apply(part, _kept(data["Component"][kinds[name]][name], keep), with_starts=False)
    made: dict[str, Any] = {}
    all_entries = {name: entry for items in data["Connection"].values() for name, entry in items.items()}
    for kind, items in data["Connection"].items():
        for name, entry in items.items():
            source = (parts.get(entry["source"]), entry["source_id"])
            target = (parts.get(entry["target"]), entry["target_id"])
            if source[0] is None:
                source = (sub.inlet, ports[entry["source"]][1])
            if target[0] is None:
                target = (sub.outlet, ports[entry["target"]][1])
            made[name] = connection_registry.items[kind](*source, *target, label=name)
            entries.apply(made[name], _kept(entry, keep), with_starts=keep == "starting_values")
    for name, entry in all_entries.items():
        if keep == "all":
            entries.set_references(made[name], entry, made)
    return list(made.values())


def _kept(entry: dict[str, Any], keep: str) -> dict[str, Any]:
    """An entry without what is not kept."""
    if keep == "all":
        return entry
    # How many ports there are is no specification.
    free = {"is_set": False, "is_var": False}
    return {
        name: value | free if isinstance(value, dict) and not name.startswith("num_") else value
        for name, value in entry.items()
    }
