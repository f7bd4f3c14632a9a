"""Control: a parameter found within bounds, so that a constraint holds."""

from dataclasses import dataclass

from .sweep import Path

__all__ = ["BoundedVariable", "Constraint"]


@dataclass(frozen=True)
class Constraint:
    """A parameter or result and the value it shall have.

    Parameters
    ----------
    of : str or pair
        Path, such as `"evaporator.superheat"` or `(evaporator, "pinch")`; or `"cop_cooling"`, `"cop_heating"`,
        `"power"`, `"heat_in"` or `"heat_out"` of the whole system.
    value : float
        In the units of the system.
    """

    of: Path
    value: float


@dataclass(frozen=True)
class BoundedVariable:
    """A parameter that is found within bounds.

    Parameters
    ----------
    of : str or pair
        Path, such as `"valve.Kv"` or `(valve, "Kv")`.
    min, max : float
        In the units of the system.
    """

    of: Path
    min: float
    max: float


Constraint.__module__ = BoundedVariable.__module__ = "entropyk"
