"""What the axes of a chart measure, in the units it is drawn in."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._core import Units

Array = NDArray[np.float64]

#: Symbol: (words, name of the quantity).
_MEASURES = {
    "p": ("Pressure", "pressure"),
    "h": ("Specific enthalpy", "enthalpy"),
    "s": ("Specific entropy", "entropy"),
    "T": ("Temperature", "temperature"),
    "rho": ("Density", "density"),
    "x": ("Vapour mass fraction", "vapor_mass_fraction"),
    "dT": ("Temperature difference", "temperature_difference"),
    "m": ("Mass flow", "mass_flow"),
    "P": ("Power", "power"),
    "Q": ("Heat", "heat"),
}

_SPELLINGS = {
    "degC": "°C",
    "degF": "°F",
    "degR": "°R",
    "delta_degC": "K",
    "delta_degF": "°F",
    "kg/m3": "kg/m³",
    "1": "",
}

#: How symbols are set in formulas, where not as they are.
_LETTERS = {"rho": r"\rho", "dT": r"\Delta T"}


@dataclass(frozen=True)
class Measure:
    """A property in the unit it is shown in: shown = (SI − zero) / one."""

    symbol: str
    words: str
    unit: str
    zero: float
    one: float

    def show(self, si: Any) -> Any:
        """The number to draw for a value in SI."""
        return (np.asarray(si) - self.zero) / self.one

    def si(self, shown: Any) -> Any:
        """The value in SI of a number drawn."""
        return np.asarray(shown) * self.one + self.zero

    @property
    def title(self) -> str:
        """The title of an axis: `Specific enthalpy h in kJ/kg`."""
        return f"{self.words} {self.key}"

    @property
    def key(self) -> str:
        """The entry of a legend: `T in °C`."""
        letter = _LETTERS.get(self.symbol, self.symbol)
        return f"${letter}$ in {self.unit}" if self.unit else f"${letter}$"


def measure(symbol: str, units: Units) -> Measure:
    """The measure of a symbol in given units."""
    words, quantity = _MEASURES[symbol]
    zero = units.to_si(0.0, quantity)
    return Measure(symbol, words, spelled(getattr(units, quantity)), zero, units.to_si(1.0, quantity) - zero)


def spelled(unit: str) -> str:
    """A unit for readers: `kJ/kg/K` becomes `kJ/(kg K)`."""
    if unit in _SPELLINGS:
        return _SPELLINGS[unit]
    first, *rest = unit.split("/")
    return f"{first}/({' '.join(rest)})" if len(rest) > 1 else unit


def shown_units(units: "Units | str | None", model: Units | None = None) -> Units:
    """The units of a chart: those asked for, else those of the model; engineering units instead of plain SI."""
    if units is not None:
        return units if isinstance(units, Units) else Units(units)
    if model is None or model == Units():
        return Units("engineering")
    return model
