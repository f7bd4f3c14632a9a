"""Properties of a stream from its composition, as TESPy's property functions give them.

`fluid_data` is `{name: {"wrapper": wrapper, "mass_fraction": x}}`; the mixing rule matters for more than one fluid.
Everything is in SI units, as for the wrappers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from .mixtures import ALL, FluidData, wrapper_of

if TYPE_CHECKING:
    from .wrappers import FluidPropertyWrapper

__all__ = [
    "Q_mix_ph",
    "T_bubble_p",
    "T_dew_p",
    "T_mix_ph",
    "T_mix_ps",
    "T_sat_p",
    "calc_physical_exergy",
    "conductivity_mix_ph",
    "dT_mix_dph",
    "dT_mix_pdh",
    "dT_sat_dp",
    "dh_mix_dpQ",
    "dv_mix_dph",
    "dv_mix_pdh",
    "h_mix_pQ",
    "h_mix_pT",
    "isentropic",
    "p_bubble_T",
    "p_dew_T",
    "p_sat_T",
    "p_sat_TQ",
    "phase_mix_ph",
    "s_mix_pT",
    "s_mix_ph",
    "v_mix_pT",
    "v_mix_ph",
    "viscosity_mix_pT",
    "viscosity_mix_ph",
]


def single_fluid(fluid_data: FluidData, what: str) -> FluidPropertyWrapper:
    """The wrapper of a single fluid.

    Raises
    ------
    ValueError
        For a mixture, whose saturation is not that of a fluid.
    """
    present = [data["wrapper"] for data in fluid_data.values() if data["mass_fraction"] > ALL]
    if len(present) != 1:
        raise ValueError(f"{what} is defined for single fluids, not for a mixture of {', '.join(fluid_data)}")
    return present[0]


def isentropic(
    p_1: float,
    h_1: float,
    p_2: float,
    fluid_data: FluidData,
    mixing_rule: str | None = None,
    T0: float | None = None,
    T0_out: float | None = None,
) -> float:
    """Enthalpy at p_2 and the entropy of the state (p_1, h_1)."""
    return wrapper_of(fluid_data, mixing_rule).isentropic(p_1, h_1, p_2)


def T_mix_ph(
    p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None, T0: float | None = None
) -> float:
    """Temperature."""
    return wrapper_of(fluid_data, mixing_rule).T_ph(p, h)


def T_mix_ps(
    p: float, s: float, fluid_data: FluidData, mixing_rule: str | None = None, T0: float | None = None
) -> float:
    """Temperature."""
    return wrapper_of(fluid_data, mixing_rule).T_ps(p, s)


def h_mix_pT(p: float, T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Enthalpy."""
    return wrapper_of(fluid_data, mixing_rule).h_pT(p, T)


def h_mix_pQ(p: float, Q: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Enthalpy of a single fluid."""
    return single_fluid(fluid_data, "h(p, Q)").h_pQ(p, Q)


def s_mix_ph(
    p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None, T0: float | None = None
) -> float:
    """Entropy."""
    return wrapper_of(fluid_data, mixing_rule).s_ph(p, h)


def s_mix_pT(p: float, T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Entropy."""
    return wrapper_of(fluid_data, mixing_rule).s_pT(p, T)


def v_mix_ph(
    p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None, T0: float | None = None
) -> float:
    """Specific volume, m³/kg."""
    return 1.0 / wrapper_of(fluid_data, mixing_rule).d_ph(p, h)


def v_mix_pT(p: float, T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Specific volume, m³/kg."""
    return 1.0 / wrapper_of(fluid_data, mixing_rule).d_pT(p, T)


def viscosity_mix_ph(
    p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None, T0: float | None = None
) -> float:
    """Dynamic viscosity, Pa s; of two phases by 1/η = x/η'' + (1 − x)/η' (McAdams, Woods, Heroman 1942)."""
    wrapper = wrapper_of(fluid_data, mixing_rule)
    if wrapper.phase_ph(p, h) != "tp":
        return wrapper.viscosity_ph(p, h)
    x = wrapper.Q_ph(p, h)
    return 1.0 / (x / wrapper.viscosity_pQ(p, 1.0) + (1.0 - x) / wrapper.viscosity_pQ(p, 0.0))


def viscosity_mix_pT(p: float, T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Dynamic viscosity, Pa s."""
    return wrapper_of(fluid_data, mixing_rule).viscosity_pT(p, T)


def conductivity_mix_ph(
    p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None, T0: float | None = None
) -> float:
    """Thermal conductivity, W/(m K)."""
    return wrapper_of(fluid_data, mixing_rule).conductivity_ph(p, h)


def Q_mix_ph(p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Vapour mass fraction: 0 in liquid, 1 in gas, -1 above the critical point."""
    return single_fluid(fluid_data, "Q(p, h)").Q_ph(p, h)


def phase_mix_ph(p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None) -> str:
    """`"l"`, `"g"`, `"tp"` or `"sc"`."""
    return wrapper_of(fluid_data, mixing_rule).phase_ph(p, h)


def p_sat_T(T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Saturation pressure."""
    return single_fluid(fluid_data, "the saturation pressure").p_sat(T)


def p_sat_TQ(T: float, Q: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Pressure of two phases."""
    return single_fluid(fluid_data, "the saturation pressure").p_sat_TQ(T, Q)


def p_dew_T(T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Dew pressure."""
    return single_fluid(fluid_data, "the dew pressure").p_dew(T)


def p_bubble_T(T: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Bubble pressure."""
    return single_fluid(fluid_data, "the bubble pressure").p_bubble(T)


def T_sat_p(p: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Saturation temperature."""
    return single_fluid(fluid_data, "the saturation temperature").T_sat(p)


def T_dew_p(p: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Dew temperature."""
    return single_fluid(fluid_data, "the dew temperature").T_dew(p)


def T_bubble_p(p: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """Bubble temperature."""
    return single_fluid(fluid_data, "the bubble temperature").T_bubble(p)


def _slope(f: Any, at: float) -> float:
    """Central difference of a function of one variable."""
    step = 1e-5 * max(abs(at), 1.0)
    return (f(at + step) - f(at - step)) / (2.0 * step)


def dT_mix_dph(p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """∂T/∂p at constant h."""
    return _slope(lambda q: T_mix_ph(q, h, fluid_data, mixing_rule), p)


def dT_mix_pdh(p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """∂T/∂h at constant p."""
    return _slope(lambda k: T_mix_ph(p, k, fluid_data, mixing_rule), h)


def dv_mix_dph(p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """∂v/∂p at constant h."""
    return _slope(lambda q: v_mix_ph(q, h, fluid_data, mixing_rule), p)


def dv_mix_pdh(p: float, h: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """∂v/∂h at constant p."""
    return _slope(lambda k: v_mix_ph(p, k, fluid_data, mixing_rule), h)


def dh_mix_dpQ(p: float, Q: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """∂h/∂p at constant Q."""
    return _slope(lambda q: h_mix_pQ(q, Q, fluid_data, mixing_rule), p)


def dT_sat_dp(p: float, fluid_data: FluidData, mixing_rule: str | None = None) -> float:
    """∂T/∂p along saturation."""
    return _slope(lambda q: T_sat_p(q, fluid_data, mixing_rule), p)


def calc_physical_exergy(
    h: float,
    s: float,
    p: float,
    pamb: float,
    Tamb: float,
    fluid_data: FluidData,
    mixing_rule: str | None = None,
    T0: float | None = None,
) -> tuple[float, float]:
    """Thermal and mechanical part of the physical exergy relative to (pamb, Tamb), J/kg.

    The thermal part is that of the change to Tamb at constant p, the mechanical part that of the change of pressure at
    Tamb (A. Bejan, G. Tsatsaronis, M. Moran, Thermal Design and Optimization, Wiley 1996, section 3.3). A fluid that
    evaporates at Tamb has no thermal part; of one that does not exist there all is, relative to its lowest temperature.
    """
    wrapper = wrapper_of(fluid_data, mixing_rule)

    def exergy(p_0: float, T_0: float) -> float:
        try:
            h_0, s_0 = wrapper.h_pT(p_0, T_0), wrapper.s_pT(p_0, T_0)
        except ValueError:
            # On the saturation line h − T s is the same for both phases.
            h_0, s_0 = wrapper.h_QT(0.0, T_0), wrapper.s_QT(0.0, T_0)
        return (h - h_0) - Tamb * (s - s_0)

    lowest = getattr(wrapper, "_T_min", -math.inf)
    if lowest > Tamb:
        return exergy(pamb, lowest + 1e-6), 0.0
    if wrapper.phase_ph(p, h) == "tp" and math.isclose(wrapper.T_ph(p, h), Tamb, abs_tol=5e-7):
        return 0.0, exergy(pamb, Tamb)
    thermal = exergy(p, Tamb)
    return thermal, exergy(pamb, Tamb) - thermal
