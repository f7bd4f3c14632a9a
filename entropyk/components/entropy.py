"""Entropy balances of components in a solved network.

    S_irr = Σ m_out s_out − Σ m_in s_in                                     nothing but streams
    S_Q = m (s(p*, h_out) − s(p*, h_in)),  S_irr = m (s_out − s_in) − S_Q   a stream takes up heat
    T_mQ = m (h_out − h_in)/S_Q                                             mean temperature of that
    S_comb = m_out (s_out − s_ref) − Σ m_in (s_in − s_ref)                  fuel burns
    T_mcomb = ti/S_comb

p* = √(p_in p_out): half of the pressure drop, at constant enthalpy, comes before the heat and half behind it. Where
compositions differ, s counts from 25 °C and 1 bar, for what burns with all water as vapour.
Reference: G. Tuschy, R. Öhler, Thermodynamische Analyse von Kombiprozessen, BWK 53 (2001).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..connections import Connection

__all__ = ["balance"]

T_REF, P_REF = 298.15, 1e5
#: A species is treated as if it were there with this mole fraction at least, where its partial pressure is needed.
LEAST_SHARE = 1e-9


def balance(component: Any) -> dict[str, float]:
    """Entropy flows in W/K and mean temperatures in K by name; nothing for what no stream passes."""
    inlets, outlets = component.inl, component.outl
    if not inlets or not outlets:
        return {}
    if hasattr(component, "fuels"):
        return burning(component, inlets, outlets)
    if "Q" not in component._parameters():
        return {"S_irr": produced(inlets, outlets)}
    if len(inlets) == 1:
        return heated(inlets[0], outlets[0])
    sides = [heated(*side) for side in zip(inlets, outlets)]
    numbered = {f"{name}{side}": value for side, found in enumerate(sides, 1) for name, value in found.items()}
    transfer = sum(found["S_Q"] for found in sides)
    return numbered | {"S_Qirr": transfer, "S_irr": transfer + sum(found["S_irr"] for found in sides)}


def produced(inlets: list[Connection], outlets: list[Connection]) -> float:
    """Entropy that leaves with the streams beyond what enters."""
    streams = [*outlets, *inlets]
    is_one = all(stream.fluid.val == streams[0].fluid.val for stream in streams)
    flow = [stream.m.val_SI * (stream.s.val_SI - (0.0 if is_one else reference(stream))) for stream in streams]
    return sum(flow[: len(outlets)]) - sum(flow[len(outlets) :])


def reference(stream: Connection) -> float:
    """Specific entropy of a stream at 25 °C and 1 bar."""
    from ..tools.fluid_properties import s_mix_pT

    return s_mix_pT(P_REF, T_REF, stream.fluid_data, stream.mixing_rule)


def heated(inlet: Connection, outlet: Connection) -> dict[str, float]:
    """A stream that takes up heat."""
    from ..tools.fluid_properties import s_mix_ph

    p = (inlet.p.val_SI * outlet.p.val_SI) ** 0.5
    s_in, s_out = (s_mix_ph(p, c.h.val_SI, c.fluid_data, c.mixing_rule) for c in (inlet, outlet))
    m = inlet.m.val_SI
    S_Q = m * (s_out - s_in)
    heat = m * (outlet.h.val_SI - inlet.h.val_SI)
    T_mQ = heat / S_Q if S_Q else float("nan")
    return {"S_Q": S_Q, "S_irr": m * (outlet.s.val_SI - inlet.s.val_SI) - S_Q, "T_mQ": T_mQ}


def burning(component: Any, inlets: list[Connection], outlets: list[Connection]) -> dict[str, float]:
    """Fuel that burns."""

    def flow(stream: Connection) -> float:
        return stream.m.val_SI * (stream.s.val_SI - vaporous(stream))

    S_comb = sum(flow(stream) for stream in outlets) - sum(flow(stream) for stream in inlets)
    return {"S_comb": S_comb, "S_irr": 0.0, "T_mcomb": component.ti.val_SI / S_comb}


def vaporous(stream: Connection) -> float:
    """Specific entropy at 25 °C and 1 bar as an ideal mixture of gases; water that cannot be one is saturated."""
    data = stream.fluid_data.values()
    moles = [each["mass_fraction"] / each["wrapper"]._molar_mass for each in data]
    total = 0.0
    for each, n in zip(data, moles):
        wrapper, partial = each["wrapper"], max(n / sum(moles), LEAST_SHARE) * P_REF
        is_wet = wrapper._T_crit > T_REF and wrapper.p_sat(T_REF) <= partial
        total += each["mass_fraction"] * (wrapper.s_QT(1.0, T_REF) if is_wet else wrapper.s_pT(partial, T_REF))
    return total
