"""`PropsSI` with the signature, the names and the units of CoolProp.

For calculations that were written for it: change the import, and keep the calls. States that do not exist, pairs that
several states have and names that are not known raise an exception, in arrays too, where CoolProp gives infinity.

The critical point is that of the equation of state, where ∂p/∂ρ = ∂²p/∂ρ² = 0, and the saturation line ends there; for
some fluids CoolProp reports a rounded one.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ._core import Fluid
from .errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PropsSI"]

#: Name in entropyk, and the power of the molar mass that turns the value per kilogram into it.
NAMES: dict[str, tuple[str, int]] = {}
for _property, _power, _aliases in [
    ("T", 0, "T"),
    ("p", 0, "P"),
    ("x", 0, "Q"),
    ("rho", 0, "D Dmass DMASS rhomass"),
    ("rho", -1, "Dmolar DMOLAR rhomolar"),
    ("h", 0, "H Hmass"),
    ("h", 1, "Hmolar"),
    ("s", 0, "S Smass"),
    ("s", 1, "Smolar"),
    ("u", 0, "U Umass"),
    ("u", 1, "Umolar"),
    ("cp", 0, "C Cpmass Cp"),
    ("cp", 1, "Cpmolar"),
    ("cv", 0, "O Cvmass Cv"),
    ("cv", 1, "Cvmolar"),
    ("w", 0, "A speed_of_sound speed_sound"),
    ("viscosity", 0, "V viscosity"),
    ("conductivity", 0, "L conductivity"),
    ("surface_tension", 0, "I surface_tension"),
]:
    NAMES.update(dict.fromkeys(_aliases.casefold().split(), (_property, _power)))

#: Constants of a fluid.
CONSTANTS: dict[str, Callable[[Fluid], float]] = {}
for _of, _aliases in [
    (lambda fluid: fluid.T_critical, "Tcrit T_critical T_crit"),
    (lambda fluid: fluid.p_critical, "pcrit p_critical p_crit"),
    (lambda fluid: fluid.rho_critical, "rhocrit rhomass_critical rhocritmass rhomass_crit"),
    (lambda fluid: fluid.rho_critical / fluid.molar_mass, "rhomolar_critical rhomolar_crit"),
    (lambda fluid: fluid.T_triple, "Ttriple T_triple"),
    (lambda fluid: fluid.p_triple, "ptriple p_triple"),
    (lambda fluid: fluid.T_min, "Tmin T_min"),
    (lambda fluid: fluid.T_max, "Tmax T_max"),
    (lambda fluid: fluid.p_max, "pmax p_max"),
    (lambda fluid: fluid.molar_mass, "M molarmass molar_mass molemass mole_mass"),
    (lambda fluid: fluid.acentric, "acentric acentric_factor"),
    (lambda fluid: fluid.gwp100, "GWP100"),
    (lambda fluid: fluid.odp, "ODP"),
]:
    CONSTANTS.update(dict.fromkeys(_aliases.casefold().split(), _of))


def _phase(v: dict[str, Any], fluid: Fluid) -> Any:
    """CoolProp's number: 0 liquid, 1 supercritical, 2 and 3 supercritical gas and liquid, 5 gas, 6 two-phase."""
    hot, dense = v["T"] >= fluid.T_critical, v["p"] >= fluid.p_critical
    # Below both critical values the dense side is the liquid.
    single = np.where(v["rho"] > fluid.rho_critical, 0.0, 5.0)
    phase = np.select([hot & dense, hot, dense], [1.0, 2.0, 3.0], single)
    return np.where(np.isnan(v["x"]), phase, 6.0)


#: Outputs that follow from others: which, and how.
DERIVED: dict[str, tuple[str, Callable[[dict[str, Any], Fluid], Any]]] = {
    "phase": ("T p rho x", _phase),
    "prandtl": ("cp viscosity conductivity", lambda v, _: v["cp"] * v["viscosity"] / v["conductivity"]),
    "g": ("h T s", lambda v, _: v["h"] - v["T"] * v["s"]),
    "gmolar": ("h T s", lambda v, fluid: (v["h"] - v["T"] * v["s"]) * fluid.molar_mass),
    "helmholtzmass": ("u T s", lambda v, _: v["u"] - v["T"] * v["s"]),
    "helmholtzmolar": ("u T s", lambda v, fluid: (v["u"] - v["T"] * v["s"]) * fluid.molar_mass),
}
DERIVED["gmass"] = DERIVED["g"]

#: Compressibility and expansion as slopes of ln ρ.
SLOPES = {
    "isothermal_compressibility": ("d(rho)/d(p)|T", 1.0),
    "isobaric_expansion_coefficient": ("d(rho)/d(T)|p", -1.0),
}

DERIVATIVE = re.compile(r"d\((\w+)\)/d\((\w+)\)\|(\w+)")


def PropsSI(output: str, *arguments: Any) -> Any:
    """A property of a fluid, called as `CoolProp.CoolProp.PropsSI` is.

    Parameters
    ----------
    output : str
        `T P D H S U Q C O A V L`, the longer names of these (`Hmass`, `Dmolar`, `speed_of_sound`, …), `Phase`, a
        derivative such as `"d(Hmass)/d(T)|P"`, or a constant such as `Tcrit`, `T_triple`, `M`.
    *arguments
        `name1, value1, name2, value2, fluid`, with numbers or arrays for the values; for a constant `fluid` alone.

    Returns
    -------
    float or numpy.ndarray
        In SI units. `Q` is -1 in a single phase, as in CoolProp.

    Raises
    ------
    ValidationError
        For names that are not known, and pairs that fix no state.
    FluidError
        For fluids that are not known, and states out of the limits of the fluid.

    Examples
    --------
    >>> PropsSI("T", "P", 101325, "Q", 0, "Water")
    373.1...
    >>> PropsSI("Tcrit", "R134a")
    374.2...
    """
    if len(arguments) == 1:
        constant = CONSTANTS.get(str(output).casefold())
        if constant is None:
            raise ValidationError(f"{output!r} is not a constant of a fluid; known are {', '.join(CONSTANTS)}")
        return float(constant(_fluid(arguments[0])))
    if len(arguments) != 5:
        raise ValidationError(
            "PropsSI takes (output, name1, value1, name2, value2, fluid), or (output, fluid) for a constant; "
            f"got {len(arguments) + 1} arguments"
        )
    name1, value1, name2, value2, fluid = arguments
    fluid = _fluid(fluid)
    given: dict[str, Any] = {}
    for name, value in ((name1, value1), (name2, value2)):
        prop, power = _named(name)
        if prop in given:
            raise ValidationError(f"{name1} and {name2} are the same property: give two different ones")
        given[prop] = np.asarray(value, dtype=float) / fluid.molar_mass**power if power else value
    return _output(str(output), fluid, given)


@functools.lru_cache(maxsize=256)
def _made(name: str) -> Fluid:
    return Fluid(name)


def _fluid(fluid: Any) -> Fluid:
    return fluid if isinstance(fluid, Fluid) else _made(fluid)


def _named(name: str) -> tuple[str, int]:
    """The property of a name, and its power of the molar mass."""
    try:
        return NAMES[str(name).casefold()]
    except KeyError:
        raise ValidationError(f"PropsSI knows no {name!r}; known are {', '.join(sorted(NAMES))}") from None


def _output(output: str, fluid: Fluid, given: dict[str, Any]) -> Any:
    key = output.casefold()
    if key in CONSTANTS:
        shape = np.broadcast_shapes(*(np.shape(value) for value in given.values()))
        value = float(CONSTANTS[key](fluid))
        return np.full(shape, value) if shape else value
    if key in DERIVED:
        names, formula = DERIVED[key]
        return _plain(formula(_columns(fluid, names.split(), given), fluid))
    if key in SLOPES:
        slope, sign = SLOPES[key]
        values = _columns(fluid, [slope, "rho"], given)
        return _plain(sign * values[slope] / values["rho"])
    if match := DERIVATIVE.fullmatch(output.replace(" ", "")):
        (of, m), (wrt, n), (constant, _) = (_named(name) for name in match.groups())
        return _plain(fluid.props(f"d({of})/d({wrt})|{constant}", **given) * fluid.molar_mass ** (m - n))
    if key.startswith("d("):
        raise ValidationError(f"{output!r}: PropsSI takes first derivatives, written as 'd(Hmass)/d(T)|P'")
    name, power = _named(output)
    found: Any = fluid.props(name, **given)
    if name == "x":
        found = np.where(np.isnan(found), -1.0, found)
    return _plain(found * fluid.molar_mass**power)


def _columns(fluid: Fluid, names: list[str], given: dict[str, Any]) -> dict[str, Any]:
    """Several properties of the same states, in the shape of the inputs."""
    table = fluid.props(names, **given)
    shape = np.broadcast_shapes(*(np.shape(value) for value in given.values()))
    return {name: table[name].reshape(shape) for name in names}


def _plain(value: Any) -> Any:
    """Single values as floats."""
    return float(value) if np.ndim(value) == 0 else np.asarray(value)
