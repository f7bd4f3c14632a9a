"""What happens along exchangers in a solved network, by TESPy's names.

Counterflow begins at the cold end, where the hot side leaves, and parallel flow where both sides enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ValidationError
from .component import Component

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Values = NDArray[Any]

#: Numbers that stand for phases.
PHASES = {"l": 0, "tp": 1, "g": 2, "sc": 3}


class Along:
    """An array of results along an exchanger."""

    is_set = is_var = False

    def __init__(self, component: Exchanger, name: str, quantity: str | None, find: Callable[[], Values]) -> None:
        self._component, self._quantity, self._find = component, quantity, find
        self.description = getattr(type(component), name).__doc__

    @property
    def val(self) -> Values:
        """Values in the units of the network."""
        return self._find()

    @property
    def val_SI(self) -> Values:
        """Values in SI."""
        if self._quantity is None:
            return self.val
        units = self._component._units()
        zero, one = (units.to_si(number, self._quantity) for number in (0.0, 1.0))
        return zero + (one - zero) * self.val

    @property
    def unit(self) -> str:
        """Unit of `val`."""
        return str(self._component._units().default[self._quantity]) if self._quantity else "1"

    @property
    def val_with_unit(self) -> Any:
        """Values and unit as a quantity of the package pint."""
        from ..tools.units import quantity

        return quantity(self.val, self.unit)

    def __repr__(self) -> str:
        return f"<{self.val} {self.unit}>"


class Exchanger(Component):
    """An exchanger that tells what happens along it.

    The sections of classes that look at their two ends only are one.
    """

    _class = "HeatExchanger"

    @property
    def Q_sections(self) -> Along:
        """Heat transferred from the hot to the cold side up to each end of a section."""
        return Along(self, "Q_sections", "heat", lambda: self._along()["Q"])

    @property
    def T_hot_sections(self) -> Along:
        """Temperature of the hot side at each end of a section."""
        return Along(self, "T_hot_sections", "temperature", lambda: self._along()["T_hot"])

    @property
    def T_cold_sections(self) -> Along:
        """Temperature of the cold side at each end of a section."""
        return Along(self, "T_cold_sections", "temperature", lambda: self._along()["T_cold"])

    @property
    def Q_per_section(self) -> Along:
        """Heat transferred from the hot to the cold side in each section."""
        return Along(self, "Q_per_section", "heat", lambda: np.diff(self._along()["Q"]))

    @property
    def lmtd_per_section(self) -> Along:
        """Logarithmic mean temperature difference of each section."""
        return Along(self, "lmtd_per_section", "temperature_difference", lambda: self._along()["lmtd"])

    def _units(self) -> Any:
        return self._network_of().units

    def _network_of(self) -> Any:
        network = vars(self).get("_network")
        if network is None:
            raise ValidationError(
                f"{self.label} belongs to no network: of a system read result.sections({str(self.label)!r})"
            )
        return network

    def _along(self) -> dict[str, Values]:
        """Heat and temperatures at the two ends."""
        solution = self._network_of().solution
        lines: Any = self
        ends = [*lines.inl[:2], *lines.outl[:2]]
        hot_in, cold_in, hot_out, cold_out = (solution[f"{each.label}.T"] for each in ends)
        is_parallel = self._name == "ParallelFlowHeatExchanger"
        return {
            "Q": np.array([0.0, -solution[f"{self.label}.Q"]]),
            "T_hot": np.array([hot_in, hot_out] if is_parallel else [hot_out, hot_in]),
            "T_cold": np.array([cold_in, cold_out]),
            "lmtd": np.array([solution[f"{self.label}.td_log"]]),
        }


class Sectioned(Exchanger):
    """An exchanger with many sections, which change where a stream changes its phase."""

    _class = "SectionedHeatExchanger"

    @property
    def phase_hot_per_section(self) -> Along:
        """Phase of the hot side in each section: 0 liquid, 1 two-phase, 2 gas, 3 supercritical."""
        return Along(self, "phase_hot_per_section", None, lambda: self._along()["phase_hot"])

    @property
    def phase_cold_per_section(self) -> Along:
        """Phase of the cold side in each section: 0 liquid, 1 two-phase, 2 gas, 3 supercritical."""
        return Along(self, "phase_cold_per_section", None, lambda: self._along()["phase_cold"])

    def _along(self) -> dict[str, Values]:
        table = self._network_of().solution.sections(self)
        backwards = {name: table[name][::-1] for name in ("T_hot", "T_cold")}
        phases = {name: [PHASES[symbol] for symbol in table[name][-2::-1]] for name in ("phase_hot", "phase_cold")}
        return {
            "Q": table["Q"][-1] - table["Q"][::-1],
            **backwards,
            "lmtd": table["lmtd"][-2::-1],
            **{name: np.array(numbers) for name, numbers in phases.items()},
        }
