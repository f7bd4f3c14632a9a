"""Units of plain numbers: the class of both APIs, and the SI units by quantity."""

from .._core import Units

__all__ = ["SI_UNITS", "Units"]

#: Unit of every quantity in SI.
SI_UNITS: dict[str, str] = Units("SI").default
