"""Thermodynamic cycles and networks, solved in microseconds.

>>> import entropyk as ek
>>> ek.Pressure(bar=3.5)
Pressure(350000 Pa = 3.5 bar)
"""

try:
    from . import _core
except ModuleNotFoundError as error:
    if error.name != "entropyk._core":
        raise
    raise ImportError(
        "entropyk is here without its compiled part (entropyk._core). In a checkout run `make quickstart`, "
        "which builds it; anywhere else run `pip install entropyk`.",
        name="entropyk._core",
    ) from None

from ._core import Enthalpy, MassFlow, Pressure, Temperature, TemperatureDifference, Units
from .errors import (
    ComponentError,
    ControlSaturationError,
    EntropykError,
    FluidError,
    SolverError,
    TimeoutError,  # noqa: A004 - it is the built-in one too
    TopologyError,
    UnknownParameterError,
    ValidationError,
)

__version__: str = _core.__version__

__all__ = [
    "ComponentError",
    "ControlSaturationError",
    "Enthalpy",
    "EntropykError",
    "FluidError",
    "MassFlow",
    "Pressure",
    "SolverError",
    "Temperature",
    "TemperatureDifference",
    "TopologyError",
    "Units",
    "UnknownParameterError",
    "ValidationError",
]
