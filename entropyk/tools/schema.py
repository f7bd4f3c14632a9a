"""Classes of components and connections as data: ports and parameters, for editors and checks."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any

from .. import _core

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["generate_component_schema", "generate_connection_schema"]

#: What holds a kind of value.
CONTAINERS = {
    "number": "ComponentProperty",
    "option": "SimpleDataContainer",
    "line": "ComponentCharacteristic",
    "map": "ComponentCharacteristicMap",
}
#: Kinds of ports, with direction and what flows through them.
PORTS = {
    "inlets": ("in", "fluid"),
    "outlets": ("out", "fluid"),
    "powerinlets": ("in", "power"),
    "poweroutlets": ("out", "power"),
    "heatinlets": ("in", "heat"),
    "heatoutlets": ("out", "heat"),
}


def ports(component: Any) -> dict[str, dict[str, Any]]:
    """The ports of a component by kind; see `Component.port_schema`."""
    found: dict[str, dict[str, Any]] = {}
    counted = component._counted_ports()
    for kind, (direction, carries) in PORTS.items():
        several = [(stem, count) for stem, count, *of in counted if of == [direction, carries]]
        found[kind] = {"type": "fixed", "ports": component._port_names(direction, carries)}
        if several:
            stem, parameter = several[0]
            least = max(int(component.get_attr(parameter).min_val), 0)
            found[kind] = {"type": "variable", "parameter": parameter, "pattern": stem + "{n}", "min": least}
    return found


def _serialize_parameter(name: str, parameter: Any, containers: dict[str, str] = CONTAINERS) -> dict[str, Any]:
    """A parameter as data."""
    entry = {"name": name, "container_type": containers[parameter.kind], "description": parameter.description}
    if parameter.kind == "number":
        entry["quantity"] = parameter.quantity
    return entry


def _dc_type_name(container: Any) -> str:
    """What holds a parameter."""
    return CONTAINERS[container.kind]


def generate_component_schema(
    exclude_base_classes: Iterable[str] = ("Component",), as_json: bool = True
) -> str | dict[str, Any]:
    """The registered classes of components by name: module, ports and parameters.

    Parameters
    ----------
    exclude_base_classes : iterable of str
        Names to leave out.
    as_json : bool, default True
        Give JSON text instead of a dict.
    """
    from ..components.component import component_registry
    from ..components.places import place_of

    found = {}
    for name, cls in component_registry.items.items():
        if name in exclude_base_classes or inspect.isabstract(cls):
            continue
        component = cls("schema")
        place = place_of(name)
        parameters = [_serialize_parameter(key, value) for key, value in component.get_parameters().items()]
        found[name] = {
            "module": f"entropyk.components.{place}" if place else cls.__module__,
            "submodule": place.partition(".")[0],
            **ports(component),
            "parameters": parameters,
        }
    return json.dumps(found) if as_json else found


def generate_connection_schema(exclude_base_classes: Iterable[str] = (), as_json: bool = True) -> str | dict[str, Any]:
    """The registered classes of connections by name: module and parameters; see `generate_component_schema`."""
    from ..connections import connection_registry

    found = {}
    for name, cls in connection_registry.items.items():
        if name in exclude_base_classes:
            continue
        made: _core.Object = _core.Object.__new__(cls)
        containers = CONTAINERS | {"number": "FluidProperties"}
        parameters = [_serialize_parameter(key, made.get_attr(key), containers) for key in made._parameters()]
        if name == "Connection":
            fluid = "mass fractions by the name of the fluid"
            parameters.append({"name": "fluid", "container_type": "FluidComposition", "description": fluid})
        found[name] = {"module": "entropyk.connections", "parameters": parameters}
    return json.dumps(found) if as_json else found
