"""Units of plain numbers: the class of both APIs, and the SI units by quantity."""

from typing import Any

from .._core import Units

__all__ = ["SI_UNITS", "Units"]

#: Unit of every quantity in SI.
SI_UNITS: dict[str, str] = Units("SI").default


def quantity(value: Any, unit: str) -> Any:
    """A quantity of the package pint, of a number or an array."""
    import pint

    registry: Any = pint.get_application_registry
    return registry().Quantity(value, unit)
