"""Kinds of parameters by the names of TESPy's data containers, for `isinstance`.

Every parameter of a component or connection is one `entropyk._core.Parameter`; these classes tell its kind.
"""

from __future__ import annotations

from typing import Any

from .._core import Parameter

__all__ = [
    "ComponentArrayProperties",
    "ComponentCharacteristicMaps",
    "ComponentCharacteristics",
    "ComponentMandatoryConstraints",
    "ComponentProperties",
    "DataContainer",
    "FluidComposition",
    "FluidProperties",
    "GroupedComponentCharacteristics",
    "GroupedComponentProperties",
    "ReferencedFluidProperties",
    "SimpleDataContainer",
]


class _Kind(type):
    """Classes of which a parameter is an instance if it holds one of their kinds of value."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Parameter) and instance.kind in cls.kinds  # type: ignore[attr-defined]


class DataContainer(metaclass=_Kind):
    """Any parameter."""

    kinds: tuple[str, ...] = ("number", "option", "line", "map")


class FluidProperties(DataContainer):
    """A number with a unit."""

    kinds = ("number",)


class ComponentProperties(FluidProperties):
    """A number with a unit."""


class SimpleDataContainer(DataContainer):
    """An option: a switch, a whole number, a word."""

    kinds = ("option",)


class ComponentCharacteristics(DataContainer):
    """A characteristic line."""

    kinds = ("line",)


class ComponentCharacteristicMaps(DataContainer):
    """A characteristic map."""

    kinds = ("map",)


class ComponentArrayProperties(DataContainer):
    """Numbers of several sections."""

    kinds = ()


class ComponentMandatoryConstraints(DataContainer):
    """An equation that always holds; here it belongs to the engine and is no parameter."""

    kinds = ()


class FluidComposition(DataContainer):
    """Mass fractions: what a connection has as `fluid`."""

    kinds = ()


class GroupedComponentProperties(DataContainer):
    """Parameters that mean something together; here each of them is a parameter."""

    kinds = ()


class GroupedComponentCharacteristics(GroupedComponentProperties):
    """Characteristics that mean something together."""


class ReferencedFluidProperties(DataContainer):
    """What a quantity of a connection follows from."""

    kinds = ()
