"""Property engines of single fluids, by the names that `fluid_engines` and custom components of TESPy use.

`CoolPropWrapper` answers from the fluids of this package; what these do not know goes to the package CoolProp.
Arguments and results are in SI units: p in Pa, T in K, h in J/kg, s in J/(kg K), densities in kg/m³; Q is the vapour
mass fraction.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from ...._core import Fluid, State
from ....registry import Registry

__all__ = [
    "CoolPropWrapper",
    "FluidPropertyWrapper",
    "IAPWSWrapper",
    "PyromatWrapper",
    "ThermopackWrapper",
    "named",
    "wrapper_registry",
]


#: Classes of wrappers by name.
wrapper_registry = Registry()


@wrapper_registry
class FluidPropertyWrapper:
    """What a property engine offers: a subclass overrides the methods it has.

    Parameters
    ----------
    fluid : str
        Name of the fluid.
    back_end : str, optional
        Name of the model.
    """

    def __init__(self, fluid: str, back_end: str | None = None, **_: Any) -> None:
        self.fluid = fluid
        self.back_end = back_end

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotImplementedError(f"{type(self).__name__} does not offer {name}")


class OfFluid(FluidPropertyWrapper):
    """The methods of a wrapper, answered by a `Fluid`."""

    _fluid: Fluid

    def _state(self, **pair: float) -> State:
        return self._fluid.state(**pair)

    def isentropic(self, p_1: float, h_1: float, p_2: float) -> float:
        """Enthalpy at p_2 and the entropy of the state (p_1, h_1)."""
        return self.h_ps(p_2, self.s_ph(p_1, h_1))

    def T_ph(self, p: float, h: float) -> float:
        """Temperature."""
        return self._state(p=p, h=h).T

    def T_ps(self, p: float, s: float) -> float:
        """Temperature."""
        return self._state(p=p, s=s).T

    def h_pT(self, p: float, T: float) -> float:
        """Enthalpy."""
        return self._state(p=p, T=T).h

    def h_ps(self, p: float, s: float) -> float:
        """Enthalpy."""
        return self._state(p=p, s=s).h

    def h_pQ(self, p: float, Q: float) -> float:
        """Enthalpy."""
        return self._state(p=p, x=Q).h

    def h_QT(self, Q: float, T: float) -> float:
        """Enthalpy."""
        return self._state(T=T, x=Q).h

    def s_ph(self, p: float, h: float) -> float:
        """Entropy."""
        return self._state(p=p, h=h).s

    def s_pT(self, p: float, T: float) -> float:
        """Entropy."""
        return self._state(p=p, T=T).s

    def s_QT(self, Q: float, T: float) -> float:
        """Entropy."""
        return self._state(T=T, x=Q).s

    def d_ph(self, p: float, h: float) -> float:
        """Density."""
        return self._state(p=p, h=h).rho

    def d_pT(self, p: float, T: float) -> float:
        """Density."""
        return self._state(p=p, T=T).rho

    def d_QT(self, Q: float, T: float) -> float:
        """Density."""
        return self._state(T=T, x=Q).rho

    def T_bubble(self, p: float) -> float:
        """Bubble temperature."""
        return self._state(p=p, x=0.0).T

    def T_dew(self, p: float) -> float:
        """Dew temperature."""
        return self._state(p=p, x=1.0).T

    def T_sat(self, p: float) -> float:
        """Bubble temperature, as that of a fluid without glide."""
        return self.T_bubble(p)

    def p_bubble(self, T: float) -> float:
        """Bubble pressure."""
        return self._state(T=T, x=0.0).p

    def p_dew(self, T: float) -> float:
        """Dew pressure."""
        return self._state(T=T, x=1.0).p

    def p_sat(self, T: float) -> float:
        """Saturation pressure, as that of a fluid without glide."""
        return self.p_sat_TQ(T, 0.5)

    def p_sat_TQ(self, T: float, Q: float) -> float:
        """Pressure."""
        return self._state(T=T, x=Q).p

    def Q_ph(self, p: float, h: float) -> float:
        """Vapour mass fraction: 0 in liquid, 1 in gas, -1 above the critical point."""
        state = self._state(p=p, h=h)
        return {"l": 0.0, "g": 1.0, "tp": state.x}.get(state.phase, -1.0)

    def phase_ph(self, p: float, h: float) -> str:
        """`"l"`, `"g"`, `"tp"` or `"sc"`."""
        return "l" if self.back_end == "INCOMP" else self._state(p=p, h=h).phase

    def viscosity_ph(self, p: float, h: float) -> float:
        """Dynamic viscosity, Pa s."""
        return self._state(p=p, h=h).viscosity

    def viscosity_pT(self, p: float, T: float) -> float:
        """Dynamic viscosity, Pa s."""
        return self._state(p=p, T=T).viscosity

    def viscosity_pQ(self, p: float, Q: float) -> float:
        """Dynamic viscosity of saturated liquid or vapour, Pa s."""
        return self._state(p=p, x=Q).viscosity

    def conductivity_ph(self, p: float, h: float) -> float:
        """Thermal conductivity, W/(m K)."""
        return self._state(p=p, h=h).conductivity

    def conductivity_pT(self, p: float, T: float) -> float:
        """Thermal conductivity, W/(m K)."""
        return self._state(p=p, T=T).conductivity


@wrapper_registry
class CoolPropWrapper(OfFluid):
    """The fluids of this package, by CoolProp's names.

    Parameters
    ----------
    fluid : str
        Name of the fluid, such as `"water"` or `"R32[0.5]&R125[0.5]"`.
    back_end : str, optional
        `"HEOS"` unless given; `"INCOMP"`, `"IF97"`, `"REFPROP"`, …
    """

    def __init__(self, fluid: str, back_end: str | None = None, **_: Any) -> None:
        super().__init__(fluid, back_end or "HEOS")
        self._fluid = Fluid(f"{self.back_end}::{fluid}")
        self._T_min, self._T_max = self._fluid.T_min, self._fluid.T_max
        self._p_min, self._p_max = self._fluid.p_triple, self._fluid.p_max
        self._T_crit, self._p_crit = self._fluid.T_critical, self._fluid.p_critical
        self._molar_mass = self._fluid.molar_mass
        if self.back_end == "INCOMP":
            self._p_min, self._p_max, self._p_crit, self._T_crit, self._molar_mass = 1e2, 1e8, 1e8, math.nan, 1.0

    @property
    def AS(self) -> Any:
        """The fluid as an `AbstractState` of the package CoolProp, which has to be installed."""
        if "_AS" not in vars(self):
            from CoolProp.CoolProp import AbstractState

            self._AS = AbstractState(str(self.back_end), self.fluid)
        return self._AS

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.fluid, self.back_end)


@lru_cache(maxsize=256)
def named(name: str) -> CoolPropWrapper:
    """The wrapper of a fluid by its name in `fluid={...}`, such as `"water"` or `"INCOMP::DowJ"`."""
    back_end, _, fluid = name.rpartition("::")
    return CoolPropWrapper(fluid, back_end or None)


class _OfOthers(FluidPropertyWrapper):
    """An engine of another package; not built yet."""

    def __init__(self, fluid: str, back_end: str | None = None, **_: Any) -> None:
        raise NotImplementedError(
            f"{type(self).__name__} is not built yet: CoolPropWrapper knows {fluid} by CoolProp's name"
        )


@wrapper_registry
class IAPWSWrapper(_OfOthers):
    """Water by the package iapws. Not built yet: `"IF97::water"` is the industrial formulation."""


@wrapper_registry
class PyromatWrapper(_OfOthers):
    """Fluids of the package PYroMat. Not built yet."""


@wrapper_registry
class ThermopackWrapper(_OfOthers):
    """Fluids of the package thermopack. Not built yet."""
