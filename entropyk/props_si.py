"""`PropsSI` with the signature, the names and the units of CoolProp.

For calculations that were written for it: change the import, and keep the calls. States that do not exist, pairs that
several states have and names that are not known raise an exception, in arrays too, where CoolProp gives infinity.

The critical point is that of the equation of state, where ∂p/∂ρ = ∂²p/∂ρ² = 0, and the saturation line ends there; for
some fluids CoolProp reports a rounded one. Between the saturation lines what belongs to a single phase is NaN, such as
heat capacities and transport properties, for which CoolProp evaluates its equation at the density of the mixture.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ._core import Fluid
from .errors import ValidationError
from .props_si_names import CONSTANTS, DERIVED, GIVEN, NAMES, REFUSED, known

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: The outputs of `Fluid.props` that it takes, and how it follows from them.
    Recipe = tuple[Sequence[str], Callable[[dict[str, Any], Fluid], Any]]

__all__ = ["PropsSI"]

_FIRST = r"d\((\w+)\)/d\((\w+)\)\|(\w+)"
FIRST = re.compile(_FIRST)
SECOND = re.compile(rf"d\({_FIRST}\)/d\((\w+)\)\|(\w+)")


def PropsSI(output: str | Sequence[str], *arguments: Any) -> Any:
    """A property of a fluid, called as `CoolProp.CoolProp.PropsSI` is.

    Parameters
    ----------
    output : str or list of str
        `T P D H S U Q C O A V L I Z`, longer names of these (`Hmass`, `Dmolar`, `speed_of_sound`, …), `Phase`, parts
        of the reduced Helmholtz energy such as `alphar`, a derivative such as `"d(Hmass)/d(T)|P"`, along the saturation
        line `"d(P)/d(T)|sigma"`, twice `"d(d(P)/d(T)|D)/d(D)|T"`, or a constant such as `Tcrit`, `T_triple`, `M`.
    *arguments
        `name1, value1, name2, value2, fluid`, with numbers or arrays for the values; for a constant `fluid` alone.

    Returns
    -------
    float or numpy.ndarray
        In SI units; for a list of outputs these are the last axis. `Q` is -1 in a single phase, as in CoolProp.

    Raises
    ------
    ValidationError
        For names that are not known, and pairs that fix no state.
    FluidError
        For fluids that are not known, states out of the limits of the fluid, and what its model does not have.

    Examples
    --------
    >>> PropsSI("T", "P", 101325, "Q", 0, "Water")
    373.1...
    >>> PropsSI("Tcrit", "R134a")
    374.2...
    >>> PropsSI(["T", "D"], "P", [1e5, 2e5, 3e5], "Q", 1, "R290").shape
    (3, 2)
    """
    names = [output] if isinstance(output, str) else list(output)
    if len(arguments) == 1:
        fluid = _fluid(arguments[0])
        values = [_constant(name, fluid) for name in names]
        return values[0] if isinstance(output, str) else np.array(values)
    if len(arguments) != 5:
        raise ValidationError(
            "PropsSI takes (output, name1, value1, name2, value2, fluid), or (output, fluid) for a constant; "
            f"got {len(arguments) + 1} arguments"
        )
    *pair, fluid = arguments
    fluid = _fluid(fluid)
    given = _given(pair, fluid)
    recipes = [_recipe(str(name)) for name in names]
    columns = _columns(fluid, list(dict.fromkeys(need for needs, _ in recipes for need in needs)), given)
    if isinstance(output, str):
        return _plain(_filled(recipes[0][1](columns, fluid), given))
    return np.stack([_filled(formula(columns, fluid), given) for _, formula in recipes], axis=-1)


@functools.lru_cache(maxsize=256)
def _made(name: str) -> Fluid:
    return Fluid(name)


def _fluid(fluid: Any) -> Fluid:
    return fluid if isinstance(fluid, Fluid) else _made(fluid)


def _constant(name: str, fluid: Fluid) -> float:
    _check_refused(name)
    constant = CONSTANTS.get(str(name).casefold())
    if constant is None:
        raise ValidationError(f"{name!r} is not a constant of a fluid; known are {', '.join(CONSTANTS)}")
    value = float(constant(fluid))
    if np.isnan(value):
        raise ValidationError(f"{fluid.name}: its {name} is not known")
    return value


def _given(pair: list[Any], fluid: Fluid) -> dict[str, Any]:
    """The values of two properties, by the names that `Fluid.props` has for them."""
    name1, value1, name2, value2 = pair
    given: dict[str, Any] = {}
    for name, value in ((name1, value1), (name2, value2)):
        if "|" in str(name):
            raise ValidationError(f"{name!r}: a phase cannot be imposed on a state, which would not be in equilibrium")
        prop, power = _named(name)
        if prop not in GIVEN:
            raise ValidationError(f"{name} does not fix a state: give two of {' '.join(GIVEN)}, as CoolProp calls them")
        if prop in given:
            raise ValidationError(f"{name1} and {name2} are the same property: give two different ones")
        given[prop] = np.asarray(value, dtype=float) / known(fluid, "molar_mass") ** power if power else value
    return given


def _named(name: str) -> tuple[str, int]:
    """The property of a name, and its power of the molar mass."""
    try:
        return NAMES[str(name).casefold()]
    except KeyError:
        raise ValidationError(f"PropsSI knows no {name!r}; known are {', '.join(sorted(NAMES))}") from None


def _check_refused(name: str) -> None:
    if why := REFUSED.get(str(name).casefold()):
        raise ValidationError(f"PropsSI has no {name}: {why}")


@functools.lru_cache(maxsize=1024)
def _recipe(output: str) -> Recipe:
    """How an output is made."""
    _check_refused(output)
    key = output.casefold()
    if key in CONSTANTS:
        return [], lambda _, fluid: _constant(output, fluid)
    if key in DERIVED:
        return DERIVED[key]
    if key.startswith("d("):
        return _derivative(output)
    name, power = _named(output)
    if name == "x":
        return ["x"], lambda v, _: np.where(np.isnan(v["x"]), -1.0, v["x"])
    return [name], lambda v, fluid: v[name] * known(fluid, "molar_mass") ** power if power else v[name]


def _derivative(output: str) -> Recipe:
    """First and second derivatives; `sigma` is constant where the quality is, on the saturation line too."""
    text = output.replace(" ", "")
    match = SECOND.fullmatch(text) or FIRST.fullmatch(text)
    if match is None:
        raise ValidationError(f"{output!r}: write d(Hmass)/d(T)|P, or d(d(P)/d(T)|D)/d(D)|T")
    named = [("x", 0) if name.casefold() == "sigma" else _named(name) for name in match.groups()]
    names, powers = zip(*named, strict=True)
    # Of the first property, divided by those that the derivative is taken with respect to.
    power = powers[0] - sum(powers[1::2])
    name = f"d({names[0]})/d({names[1]})|{names[2]}"
    if len(names) == 5:
        name = f"d({name})/d({names[3]})|{names[4]}"
    return [name], lambda v, fluid: v[name] * known(fluid, "molar_mass") ** power if power else v[name]


def _columns(fluid: Fluid, names: list[str], given: dict[str, Any]) -> dict[str, Any]:
    """Several properties of the same states, in the shape of the inputs."""
    if len(names) == 1:
        return {names[0]: fluid.props(names[0], **given)}
    # What is constant has a state too.
    table = fluid.props(names or ["T"], **given)
    shape = _shape(given)
    return {name: table[name].reshape(shape) for name in names}


def _shape(given: dict[str, Any]) -> tuple[int, ...]:
    return np.broadcast_shapes(*(np.shape(value) for value in given.values()))


def _filled(value: Any, given: dict[str, Any]) -> Any:
    """A value for every state."""
    return np.broadcast_to(value, _shape(given)).copy() if np.ndim(value) == 0 else value


def _plain(value: Any) -> Any:
    """Single values as floats."""
    return float(value) if np.ndim(value) == 0 else np.asarray(value)
