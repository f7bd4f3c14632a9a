"""Polynomials of EN 12900: their values, their fit to data, and efficiencies from power and cooling capacity.

    X = c₁ + c₂ t₀ + c₃ t_c + c₄ t₀² + c₅ t₀ t_c + c₆ t_c² + c₇ t₀³ + c₈ t_c t₀² + c₉ t₀ t_c² + c₁₀ t_c³

with the evaporating (dew) temperature t₀ and the condensing temperature t_c in °C. At suction with superheat T_sh and
liquid with subcooling T_sc the mass flow is m = Q₀/(h_suction − h_liquid), and

    eta_s = m (h(p_c, s_suction) − h_suction)/P        eta_vol = m v_suction/(V_swept f)

References: EN 12900:2013.
"""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._core import Fluid

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "calc_EN12900",
    "fit_EN12900",
    "fit_EN12900_points",
    "generate_eta_polys_from_data",
    "generate_eta_polys_from_points",
    "generate_eta_polys_from_power_and_cooling_polys",
    "swept_volume_from_displacement",
]

Numbers = NDArray[np.float64]

#: A fit further from its data than this is worth a warning.
POOR = 0.05
ZERO_CELSIUS = 273.15


def _terms(t_evap: Numbers, t_cond: Numbers) -> Numbers:
    """The terms of the polynomial, shape (n, 10)."""
    e, c = t_evap, t_cond
    return np.stack([np.ones_like(e), e, c, e**2, e * c, c**2, e**3, c * e**2, e * c**2, c**3], axis=-1)


def calc_EN12900(c: ArrayLike, t_evap: ArrayLike, t_cond: ArrayLike) -> Any:
    """The value of a polynomial.

    Parameters
    ----------
    c : array_like, shape (10,)
        Coefficients.
    t_evap, t_cond : float or array_like
        Evaporating and condensing temperature, °C.
    """
    e, k = np.broadcast_arrays(np.asarray(t_evap, dtype=float), np.asarray(t_cond, dtype=float))
    return _terms(e, k) @ np.asarray(c, dtype=float)


def fit_EN12900(t_evap: ArrayLike, t_cond: ArrayLike, data: ArrayLike) -> Numbers:
    """The polynomial of least squares through data on a grid.

    Parameters
    ----------
    t_evap : array_like, shape (n,)
        Evaporating temperatures, °C.
    t_cond : array_like, shape (m,)
        Condensing temperatures, °C.
    data : array_like, shape (m, n)
        Values; NaN where there is none.

    Returns
    -------
    ndarray, shape (10,)
        Coefficients; a warning is logged if one of the data is missed by more than five percent.
    """
    e, c = np.meshgrid(np.asarray(t_evap, dtype=float), np.asarray(t_cond, dtype=float))
    return fit_EN12900_points(e.ravel(), c.ravel(), np.asarray(data, dtype=float).ravel())


def fit_EN12900_points(t_evap: ArrayLike, t_cond: ArrayLike, data: ArrayLike) -> Numbers:
    """The polynomial of least squares through points; see `fit_EN12900`. All arguments have the shape (n,)."""
    e, c, y = (np.asarray(column, dtype=float) for column in (t_evap, t_cond, data))
    known = ~np.isnan(y)
    e, c, y = e[known], c[known], y[known]
    terms = _terms(e, c)
    # Columns of one size, so that the least of all solutions is meant for each alike.
    size = np.maximum(np.abs(terms).max(axis=0), 1e-300)
    found: Numbers = np.linalg.lstsq(terms / size, y, rcond=None)[0] / size
    off = np.abs(terms @ found / y - 1.0)
    worst = int(off.argmax())
    if off[worst] > POOR:
        logging.getLogger("TESPyLogger").warning(
            "the maximum relative deviation of the polynomial from its data is %.1f %% at T_evap=%s T_cond=%s",
            100.0 * off[worst],
            e[worst],
            c[worst],
        )
    return found


def swept_volume_from_displacement(displacement: float, frequency: float) -> float:
    """Swept volume of one turn in m³ from the displacement in m³/h at a frequency in Hz."""
    return displacement / 3600.0 / frequency


def _swept_flow(reference: Mapping[str, float]) -> float:
    """Volume swept at the frequency of the polynomials, m³/s."""
    reference = dict(reference)
    for old, new in (("rpm_poly", "frequency_poly"), ("rpm_displacement", "frequency_displacement")):
        if old in reference:
            warnings.warn(f"reference_state: {old!r} is called {new!r} now, in Hz", FutureWarning, stacklevel=4)
            reference[new] = reference.pop(old) / 60.0
    volume = reference.get("swept_volume")
    if volume is None:
        volume = swept_volume_from_displacement(reference["displacement"], reference["frequency_displacement"])
    return volume * reference["frequency_poly"]


def _efficiencies(
    power: Numbers, cooling: Numbers, t_evap: Numbers, t_cond: Numbers, fluid: str, reference: Mapping[str, float]
) -> tuple[Numbers, Numbers]:
    """eta_s and eta_vol at points."""
    of, swept = Fluid(fluid), _swept_flow(reference)
    eta_s, eta_vol = np.full(power.shape, np.nan), np.full(power.shape, np.nan)
    for i in np.flatnonzero(~np.isnan(power) & ~np.isnan(cooling)):
        p_low = of.state(T=float(t_evap[i]) + ZERO_CELSIUS, x=1.0).p
        bubble = of.state(T=float(t_cond[i]) + ZERO_CELSIUS, x=0.0)
        T_suction = float(t_evap[i]) + ZERO_CELSIUS + reference["T_sh"]
        suction = of.state(p=p_low, T=T_suction) if reference["T_sh"] > 0 else of.state(p=p_low, x=1.0)
        liquid = of.state(p=bubble.p, T=bubble.T - reference["T_sc"]) if reference["T_sc"] > 0 else bubble
        m = cooling[i] / (suction.h - liquid.h)
        eta_s[i] = m * (of.state(p=bubble.p, s=suction.s).h - suction.h) / power[i]
        eta_vol[i] = m * suction.v / swept
    return eta_s, eta_vol


def generate_eta_polys_from_data(
    power_data: Any, cooling_data: Any, fluid: str, reference_state: Mapping[str, float]
) -> tuple[Numbers, Numbers]:
    """Polynomials of `eta_s` and `eta_vol` from tables.

    Parameters
    ----------
    power_data, cooling_data : pandas.DataFrame
        Power and cooling capacity in W: a column for every evaporating, a row for every condensing temperature in °C.
    fluid : str
        Refrigerant.
    reference_state : dict
        Superheat `T_sh` and subcooling `T_sc` of the data in K, their `frequency_poly` in Hz, and the `swept_volume` in
        m³ or the `displacement` in m³/h at `frequency_displacement` in Hz.

    Returns
    -------
    tuple of ndarray
        Coefficients of eta_s and of eta_vol.
    """
    e, c = np.meshgrid(np.asarray(power_data.columns, dtype=float), np.asarray(power_data.index, dtype=float))
    power, cooling = (np.asarray(table.values, dtype=float).ravel() for table in (power_data, cooling_data))
    return _fitted(power, cooling, e.ravel(), c.ravel(), fluid, reference_state)


def generate_eta_polys_from_power_and_cooling_polys(
    power_poly: ArrayLike,
    cooling_poly: ArrayLike,
    t_evap: ArrayLike,
    t_cond: ArrayLike,
    fluid: str,
    reference_state: Mapping[str, float],
) -> tuple[Numbers, Numbers]:
    """Polynomials of `eta_s` and `eta_vol` from those of power and cooling capacity, fitted on a grid."""
    e, c = np.meshgrid(np.asarray(t_evap, dtype=float), np.asarray(t_cond, dtype=float))
    return generate_eta_polys_from_points(power_poly, cooling_poly, e.ravel(), c.ravel(), fluid, reference_state)


def generate_eta_polys_from_points(
    power_poly: ArrayLike,
    cooling_poly: ArrayLike,
    t_evap: ArrayLike,
    t_cond: ArrayLike,
    fluid: str,
    reference_state: Mapping[str, float],
) -> tuple[Numbers, Numbers]:
    """Polynomials of `eta_s` and `eta_vol` from those of power and cooling capacity, fitted at points."""
    e, c = np.asarray(t_evap, dtype=float), np.asarray(t_cond, dtype=float)
    power, cooling = calc_EN12900(power_poly, e, c), calc_EN12900(cooling_poly, e, c)
    return _fitted(power, cooling, e, c, fluid, reference_state)


def _fitted(
    power: Numbers, cooling: Numbers, e: Numbers, c: Numbers, fluid: str, reference: Mapping[str, float]
) -> tuple[Numbers, Numbers]:
    eta_s, eta_vol = _efficiencies(power, cooling, e, c, fluid, reference)
    return fit_EN12900_points(e, c, eta_s), fit_EN12900_points(e, c, eta_vol)
