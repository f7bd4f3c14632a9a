"""A liquid of constant density at each temperature, from tables of data.

c and ρ are straight lines in T by least squares, as is k; ln η is a polynomial in 1/T. With T₀ = 298.15 K

    h = a (T − T₀) + b (T² − T₀²)/2          c = a + b T
    s = a ln(T/T₀) + b (T − T₀)
    isentropic: h₂ = h₁ + (p₂ − p₁)/ρ(T₁)

The part of p in h is left out, so that T follows from h alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.polynomial import Polynomial

from .engines import FluidPropertyWrapper, wrapper_registry

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["IncompressibleFluidWrapper"]

#: Where h and s are zero.
T_0 = 298.15


@wrapper_registry
class IncompressibleFluidWrapper(FluidPropertyWrapper):
    """A liquid from data.

    Parameters
    ----------
    fluid : str
        Its name.
    back_end : str, optional
        Without effect.
    temperature_data : array_like, shape (n,)
        Temperatures of the data, K.
    heat_capacity_data, density_data : array_like, shape (n,)
        J/(kg K) and kg/m³.
    viscosity_data, conductivity_data : array_like, shape (n,), optional
        Pa s and W/(m K).
    """

    def __init__(
        self,
        fluid: str,
        back_end: str | None = None,
        *,
        temperature_data: ArrayLike,
        heat_capacity_data: ArrayLike,
        density_data: ArrayLike,
        viscosity_data: ArrayLike | None = None,
        conductivity_data: ArrayLike | None = None,
        **_: Any,
    ) -> None:
        super().__init__(fluid, back_end)
        T = np.asarray(temperature_data, dtype=float)
        self._a, self._b = _line(T, heat_capacity_data)
        self._rho = _line(T, density_data)
        self._k = None if conductivity_data is None else _line(T, conductivity_data)
        self._ln_eta = None
        if viscosity_data is not None:
            self._ln_eta = Polynomial.fit(1.0 / T, np.log(np.asarray(viscosity_data, dtype=float)), min(5, len(T) - 1))
        self._T_min, self._T_max = float(T.min()), float(T.max())
        self._p_min, self._p_max, self._p_crit, self._T_crit = 1e2, 1e8, 1e8, np.nan
        self._molar_mass = 1.0

    def h_pT(self, p: float | None, T: Any) -> Any:
        """Enthalpy."""
        return self._a * (T - T_0) + 0.5 * self._b * (T**2 - T_0**2)

    def T_ph(self, p: float | None, h: Any) -> Any:
        """Temperature."""
        # The root of b T²/2 + a T = h + a T₀ + b T₀²/2 that stays for b = 0.
        c = h + self._a * T_0 + 0.5 * self._b * T_0**2
        return 2.0 * c / (self._a + np.sqrt(self._a**2 + 2.0 * self._b * c))

    def s_pT(self, p: float | None, T: Any) -> Any:
        """Entropy."""
        return self._a * np.log(T / T_0) + self._b * (T - T_0)

    def s_ph(self, p: float | None, h: Any) -> Any:
        """Entropy."""
        return self.s_pT(p, self.T_ph(p, h))

    def T_ps(self, p: float | None, s: Any) -> Any:
        """Temperature, by Newton's method from that of a constant c."""
        T = T_0 * np.exp(s / (self._a + self._b * T_0))
        for _ in range(50):
            step = (self.s_pT(p, T) - s) / (self._a / T + self._b)
            T = T - step
            if np.all(np.abs(step) < 1e-12 * T):
                break
        return T

    def h_ps(self, p: float | None, s: Any) -> Any:
        """Enthalpy."""
        return self.h_pT(p, self.T_ps(p, s))

    def isentropic(self, p_1: float, h_1: Any, p_2: float) -> Any:
        """Enthalpy after a change of pressure without losses."""
        return h_1 + (p_2 - p_1) / self.d_ph(p_1, h_1)

    def d_pT(self, p: float | None, T: Any) -> Any:
        """Density."""
        return self._rho[0] + self._rho[1] * T

    def d_ph(self, p: float | None, h: Any) -> Any:
        """Density."""
        return self.d_pT(p, self.T_ph(p, h))

    def viscosity_pT(self, p: float | None, T: Any) -> Any:
        """Dynamic viscosity, Pa s."""
        if self._ln_eta is None:
            raise ValueError(f"{self.fluid} was made without viscosity_data")
        return np.exp(self._ln_eta(1.0 / T))

    def viscosity_ph(self, p: float | None, h: Any) -> Any:
        """Dynamic viscosity, Pa s."""
        return self.viscosity_pT(p, self.T_ph(p, h))

    def conductivity_pT(self, p: float | None, T: Any) -> Any:
        """Thermal conductivity, W/(m K)."""
        if self._k is None:
            raise ValueError(f"{self.fluid} was made without conductivity_data")
        return self._k[0] + self._k[1] * T

    def conductivity_ph(self, p: float | None, h: Any) -> Any:
        """Thermal conductivity, W/(m K)."""
        return self.conductivity_pT(p, self.T_ph(p, h))

    def phase_ph(self, p: float | None, h: Any) -> str:
        """`"l"`."""
        return "l"


def _line(T: NDArray[np.float64], values: ArrayLike) -> tuple[float, float]:
    """Intercept and slope of the line of least squares."""
    intercept, slope = Polynomial.fit(T, np.asarray(values, dtype=float), 1).convert().coef.tolist()
    return intercept, slope
