"""Networks as files: states, whole networks, what is given, and tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ..components import Component, component
from ..connections import Connection, connection_registry
from ..tools.helpers import TESPyNetworkError
from . import entries, states
from .members import Members

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas

__all__ = ["Storage"]

#: Status of a network that has found a solution.
SOLVED = (0, 1)


class Storage(Members):
    """The part of `Network` that writes and reads."""

    status: int
    _ranges: dict[str, Any]

    if TYPE_CHECKING:

        @property
        def results(self) -> dict[str, pandas.DataFrame]:  # noqa: D102
            ...

    def save(self, json_file_path: str | Path | None = None, as_dict: bool = False) -> dict[str, Any] | None:
        """Writes the state of the solved network: as design point, or to start from.

        Parameters
        ----------
        json_file_path : str or path, optional
            File to write.
        as_dict : bool, default False
            Return the state instead.
        """
        state = states.write(self._components(), self._connections.values(), self.status)
        _write(state, json_file_path)
        return state if as_dict else None

    def export(self, json_file_path: str | Path | None = None) -> dict[str, Any]:
        """The whole network as data, also written to a file if one is named; `from_json` makes it again.

        What users have written in Python (components, equations) is not in it: pickle the network instead.
        """
        self._give_units()
        data: dict[str, Any] = {
            "meta": states.meta("network", status=self.status),
            "Network": {**self._ranges, "units": self.units.default},
            "Connection": {},
            "Component": {},
        }
        for each in self._connections.values():
            ends = {"source": each.source.label, "source_id": each.source_id}
            ends |= {"target": each.target.label, "target_id": each.target_id}
            entry = ends | entries.of_options(each) | entries.of_parameters(each)
            if isinstance(each, Connection):
                entry |= {"mixing_rule": each.mixing_rule, "fluid": entries.of_fluid(each)}
            data["Connection"].setdefault(type(each).__name__, {})[each.label] = entry
        for part in self._components():
            entry = entries.of_options(part) | entries.of_parameters(part)
            data["Component"].setdefault(type(part).__name__, {})[part.label] = entry
        _write(data, json_file_path)
        return data

    @classmethod
    def from_json(cls, json_file_path: str | Path) -> Self:
        """The network of a file that `export` wrote; see `from_dict`."""
        return cls.from_dict(json.loads(Path(json_file_path).read_text()))

    @classmethod
    def from_dict(cls, network_data: Mapping[str, Any]) -> Self:
        """The network of data that `export` gave, also of TESPy.

        Raises
        ------
        TESPyNetworkError
            For data of another kind, of a later version, or of classes that are not registered.
        """
        return cls._from(network_data, {})

    @classmethod
    def _from(cls, network_data: Mapping[str, Any], classes: Mapping[str, type]) -> Self:
        """The network of data; `classes` are those that may not be registered, by name."""
        states.check_kind(network_data, "network")
        network = cls()  # type: ignore[call-arg]
        units = network_data["Network"].get("units", {})
        known = network.units.default
        network.units.set_defaults(**{name: unit for name, unit in units.items() if name in known})
        parts = _components_of(network_data["Component"], {**component.component_registry.items, **classes})
        network.add_conns(*_connections_of(network_data, parts, {**connection_registry.items, **classes}).values())
        network._give_units()
        return network

    def __reduce__(self) -> tuple[Any, ...]:
        from .pickling import reduce_network

        return reduce_network(self)

    def save_csv(self, folder: str | Path) -> None:
        """Writes the tables of `results`: `Connection/<class>.csv` and `Component/<class>.csv`."""
        edges = {type(each).__name__ for each in self._connections.values()}
        for name, frame in self.results.items():
            path = Path(folder) / ("Connection" if name in edges else "Component") / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            frame.to_csv(path)

    def save_specifications(self, path: str | Path | None = None) -> dict[str, Any]:
        """What is given, with units and start values, also written to a file if one is named."""
        self._give_units()
        data: dict[str, Any] = {"meta": states.meta("specifications"), "Connection": {}, "Component": {}}
        for each in self._connections.values():
            data["Connection"][each.label] = entries.of_options(each) | entries.of_parameters(each)
            if isinstance(each, Connection):
                data["Connection"][each.label] |= {"fluid": entries.of_fluid(each)}
        for part in self._components():
            data["Component"][part.label] = entries.of_options(part) | entries.of_parameters(part)
        equations, variables = self.user_defined_eq.items(), self.user_defined_var.items()
        data["UserDefinedEquation"] = {label: {"is_set": each.is_set} for label, each in equations}
        data["UserDefinedVariable"] = {
            label: {"val": each.val_SI, "is_var": each.variable.is_var} for label, each in variables
        }
        _write(data, path)
        return data

    def clear_specifications(self) -> None:
        """Takes back all that is given."""
        items: list[Any] = [*self._connections.values(), *self._components()]
        for item in items:
            given = [name for name in item._parameters() if _is_given(item, name)]
            item.set_attr(**dict.fromkeys(given), design=[], offdesign=[])
            if isinstance(item, Connection):
                item.set_attr(fluid={})
        for equation in self.user_defined_eq.values():
            equation.is_set = False
        for variable in self.user_defined_var.values():
            variable.set_attr(value=None)

    def restore_specifications(self, data: states.Source) -> None:
        """Gives what `save_specifications` has written, and takes back everything else.

        Raises
        ------
        TESPyNetworkError
            For data of another kind or of a later version.
        """
        found = states.load(data)
        states.check_kind(found, "specifications")
        self.clear_specifications()
        for label, entry in found["Component"].items():
            entries.apply(self._parts[label], entry, with_starts=False)
        for label, entry in found["Connection"].items():
            entries.apply(self._connections[label], entry, with_starts=True)
        for label, entry in found["Connection"].items():
            entries.set_references(self._connections[label], entry, self._connections)
        for label, entry in found["UserDefinedEquation"].items():
            self.user_defined_eq[label].is_set = entry["is_set"]
        for label, entry in found["UserDefinedVariable"].items():
            self.user_defined_var[label].set_attr(val=entry["val"], is_var=entry["is_var"])


def _is_given(item: Any, name: str) -> bool:
    parameter = item.get_attr(name)
    return parameter.is_set or parameter.is_var or name in getattr(item, "_references", ())


def _components_of(data: Mapping[str, Any], classes: Mapping[str, type]) -> dict[str, Component]:
    """Components by label, with what is given."""
    parts: dict[str, Component] = {}
    for name, items in data.items():
        if name not in classes:
            raise TESPyNetworkError(f"{name} is no component class here: register it with @component_registry")
        for label, entry in items.items():
            parts[label] = classes[name](label)
            entries.apply(parts[label], entry, with_starts=False)
    return parts


def _connections_of(
    data: Mapping[str, Any], parts: dict[str, Component], classes: Mapping[str, type]
) -> dict[str, Any]:
    """Connections by label, with what is given, and start values if the network was solved."""
    made: dict[str, Any] = {}
    with_starts = data.get("meta", {}).get("status") in SOLVED
    for name, items in data["Connection"].items():
        if name not in classes:
            raise TESPyNetworkError(f"{name} is no connection class here")
        for label, entry in items.items():
            ends = (parts[entry["source"]], entry["source_id"], parts[entry["target"]], entry["target_id"])
            made[label] = classes[name](*ends, label=label)
            entries.apply(made[label], entry, with_starts=with_starts)
    for items in data["Connection"].values():
        for label, entry in items.items():
            entries.set_references(made[label], entry, made)
    return made


def _write(data: dict[str, Any], path: str | Path | None) -> None:
    if path is not None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(json.dumps(data, indent=1, default=_plain))


def _plain(value: Any) -> float:
    if callable(value):
        raise TESPyNetworkError(f"JSON cannot hold the function {value}: pickle the network instead")
    return float(value)
