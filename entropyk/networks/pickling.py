"""Pickles of networks: what `export` tells, with the classes, equations and unknowns that users bring, by reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..components import Component
from ..connections import AnyConnection
from ..tools.user_defined import UserDefinedEquation, UserDefinedVariable

if TYPE_CHECKING:
    from .storage import Storage

__all__ = ["reduce_network"]


@dataclass(frozen=True)
class Named:
    """A part of a network by its label."""

    place: str
    label: str


PLACES: dict[type, str] = {
    AnyConnection: "_connections",
    Component: "_parts",
    UserDefinedVariable: "user_defined_var",
}


#: What an equation of a user is made of.
ARGUMENTS = ("label", "func", "dependents", "deriv", "conns", "comps", "params")


def reduce_network(network: Storage) -> tuple[Any, ...]:
    """How a network is pickled."""
    options = {"iterinfo": vars(network)["iterinfo"], "_ranges": network._ranges}
    parts = [*network._components(), *network._connections.values()]
    classes = {type(each).__name__: type(each) for each in parts}
    variables = [_reduced(each) for each in network.user_defined_var.values()]
    equations = [
        ({name: _named(getattr(each, name)) for name in ARGUMENTS}, each.is_set)
        for each in network.user_defined_eq.values()
    ]
    return _restored, (type(network), network.export(), options, classes, variables, equations)


def _reduced(variable: UserDefinedVariable) -> tuple[dict[str, Any], float, bool]:
    value = variable.variable
    start = {"val0": value.val0 if value.val0 == value.val0 else 1.0}
    limits = {"min_val": value.min_val, "max_val": value.max_val}
    return {"label": variable.label, **start, **limits}, variable.val_SI, value.is_set


def _restored(
    kind: type[Storage],
    data: dict[str, Any],
    options: dict[str, Any],
    classes: dict[str, type],
    variables: list[tuple[dict[str, Any], float, bool]],
    equations: list[tuple[dict[str, Any], bool]],
) -> Storage:
    """The network of a pickle: what is given, and where the search begins."""
    network = kind._from(data, classes)
    vars(network).update(options)
    for arguments, value, is_set in variables:
        variable = UserDefinedVariable(**arguments)
        if is_set:
            variable.set_attr(val=value)
        network.add_udv(variable)
    for given, holds in equations:
        equation = UserDefinedEquation(**{name: _found(network, part) for name, part in given.items()})
        equation.is_set = holds
        network.add_ude(equation)
    return network


def _named(value: Any) -> Any:
    """The value with labels in the place of parts of the network."""
    if isinstance(value, list | tuple):
        return type(value)(_named(each) for each in value)
    if isinstance(value, dict):
        return {key: _named(each) for key, each in value.items()}
    place = next((place for kind, place in PLACES.items() if isinstance(value, kind)), None)
    return value if place is None else Named(place, str(value.label))


def _found(network: Storage, value: Any) -> Any:
    """The value with the parts of the network that labels stand for."""
    if isinstance(value, list | tuple):
        return type(value)(_found(network, each) for each in value)
    if isinstance(value, dict):
        return {key: _found(network, each) for key, each in value.items()}
    return getattr(network, value.place)[value.label] if isinstance(value, Named) else value
