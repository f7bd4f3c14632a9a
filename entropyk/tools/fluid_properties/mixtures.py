"""Mixing rules: how properties of a mixture follow from those of its species.

`"ideal"`, `"ideal-cond"` (water condenses) and `"incompressible"` are answered by the fluids of this package; others
are registered in `MIXING_RULES` as functions f(p, T, fluid_data).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..._core import Fluid
from ..helpers import newton_with_kwargs
from .wrappers import FluidPropertyWrapper, OfFluid

__all__ = ["MIXING_RULES", "MixingRuleRegistry", "cond_check"]

Property = Callable[..., Any]
FluidData = Mapping[str, Mapping[str, Any]]

#: A fraction this near to 1 is all of it.
ALL = 1e-6
#: Rules of `Fluid`.
RULES = ("ideal", "ideal-cond", "incompressible")

#: Properties that a rule may give at (p, T).
PROPERTIES = ("h_pT", "s_pT", "v_pT", "viscosity_pT", "conductivity_pT")


class MixingRuleRegistry:
    """Functions of mixtures by property and rule: `MIXING_RULES.h_pT("my rule")` is one of (p, T, fluid_data)."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, Property]] = {name: {} for name in (*PROPERTIES, "T_ph", "T_ps")}

    def register(
        self, rule: str, *, T_ph_inversion: bool = True, T_ps_inversion: bool = True, **properties: Property
    ) -> None:
        """Adds a rule.

        Parameters
        ----------
        rule : str
            Its name.
        T_ph_inversion, T_ps_inversion : bool, default True
            Whether T may be looked for at a given h, or s.
        **properties : callable
            Functions of (p, T, fluid_data): `h_pT`, `s_pT`, `v_pT`, `viscosity_pT`, `conductivity_pT`.
        """
        if unknown := properties.keys() - set(PROPERTIES):
            raise TypeError(f"{rule}: a rule gives {', '.join(PROPERTIES)}, not {min(unknown)}")
        for name, function in properties.items():
            self._rules[name][rule] = function
        for name, of, is_wanted in (("T_ph", "h_pT", T_ph_inversion), ("T_ps", "s_pT", T_ps_inversion)):
            if of in properties and is_wanted:
                self._rules[name][rule] = properties[of]

    def of(self, name: str, rule: str | None) -> Property:
        """The function of a property.

        Raises
        ------
        KeyError
            If the rule does not give it.
        """
        if rule not in self._rules[name]:
            raise KeyError(f"{name} of the mixing rule {rule!r} is not available: register it")
        return self._rules[name][rule]

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys(rule for rules in self._rules.values() for rule in rules)

    def __contains__(self, rule: object) -> bool:
        return any(rule in rules for rules in self._rules.values())

    def __getattr__(self, name: str) -> Callable[[str], Property]:
        if name not in self.__dict__.get("_rules", {}):
            raise AttributeError(name)
        return lambda rule: self.of(name, rule)


MIXING_RULES = MixingRuleRegistry()


class OfRule(FluidPropertyWrapper):
    """Several species by a registered rule."""

    def __init__(self, rule: str, fluid_data: FluidData) -> None:
        super().__init__(" and ".join(fluid_data))
        self.rule, self.data = rule, fluid_data

    def _at(self, name: str, p: float, T: float) -> float:
        return MIXING_RULES.of(name, self.rule)(p, T, self.data)

    def h_pT(self, p: float, T: float) -> float:
        """Enthalpy."""
        return self._at("h_pT", p, T)

    def s_pT(self, p: float, T: float) -> float:
        """Entropy."""
        return self._at("s_pT", p, T)

    def d_pT(self, p: float, T: float) -> float:
        """Density."""
        return 1.0 / self._at("v_pT", p, T)

    def viscosity_pT(self, p: float, T: float) -> float:
        """Dynamic viscosity, Pa s."""
        return self._at("viscosity_pT", p, T)

    def T_ph(self, p: float, h: float) -> float:
        """Temperature."""
        return self._inverse("T_ph", p, h)

    def T_ps(self, p: float, s: float) -> float:
        """Temperature."""
        return self._inverse("T_ps", p, s)

    def _inverse(self, name: str, p: float, value: float) -> float:
        """The temperature at which the function registered for `name` has a value."""
        function = MIXING_RULES.of(name, self.rule)
        engines = [data["wrapper"] for data in self.data.values()]
        low, high = max(each._T_min for each in engines), min(each._T_max for each in engines)

        def at(T: float) -> float:
            return function(p, T, self.data)

        def slope(T: float) -> float:
            return (at(T * 1.0001) - at(T * 0.9999)) / (2e-4 * T)

        return newton_with_kwargs(slope, value, valmin=low, valmax=high, val0=300.0, function=at, parameter="T")


def wrapper_of(fluid_data: FluidData, mixing_rule: str | None = None) -> FluidPropertyWrapper:
    """What answers for a composition: the wrapper of a single fluid, or of the mixture of several.

    Raises
    ------
    KeyError
        For an unknown mixing rule.
    """
    present = {name: data for name, data in fluid_data.items() if data["mass_fraction"] > ALL}
    if len(present) == 1:
        return next(iter(present.values()))["wrapper"]
    if mixing_rule in RULES:
        parts = (f"{data['wrapper'].fluid}[{data['mass_fraction']!r}]" for data in present.values())
        return _mixture(f"{mixing_rule}::{'&'.join(parts)}")
    if mixing_rule not in MIXING_RULES:
        known = ", ".join((*RULES, *MIXING_RULES))
        raise KeyError(f"the mixing rule {mixing_rule!r} is not available; there are {known}")
    return OfRule(str(mixing_rule), present)


@lru_cache(maxsize=256)
def _mixture(name: str) -> OfFluid:
    wrapper = OfFluid(name)
    wrapper._fluid = Fluid(name)
    return wrapper


def cond_check(
    p: float, T: float, fluid_data: FluidData, water_alias: str
) -> tuple[dict[str, float], dict[str, float], float, float, float, float]:
    """Whether water condenses out of ideal gases: they are saturated where it would have a pressure above p_sat.

    Returns
    -------
    tuple
        Mass and molar fractions of the gas; mass and molar fraction of liquid water in all; p_sat(T), and the partial
        pressure that water would have if all of it were vapour, Pa.
    """
    moles = {name: data["mass_fraction"] / data["wrapper"]._molar_mass for name, data in fluid_data.items()}
    total = sum(moles.values())
    molar = {name: n / total for name, n in moles.items()}
    water = fluid_data[water_alias]["wrapper"]
    p_sat = water.p_sat(T) if water._T_crit > T else float("inf")
    partial = p * molar[water_alias]
    liquid = 0.0
    if partial > p_sat and p > p_sat:
        dry = 1.0 - molar[water_alias]
        liquid = molar[water_alias] - dry * p_sat / (p - p_sat)
    gas = {name: n - (liquid if name == water_alias else 0.0) for name, n in molar.items()}
    mass = {name: n * fluid_data[name]["wrapper"]._molar_mass for name, n in gas.items()}
    of_liquid = liquid * water._molar_mass
    all_gas, all_mass = sum(gas.values()), sum(mass.values())
    fractions = {name: value / all_mass for name, value in mass.items()}
    of_moles = {name: value / all_gas for name, value in gas.items()}
    return fractions, of_moles, of_liquid / (all_mass + of_liquid), liquid, p_sat, partial
