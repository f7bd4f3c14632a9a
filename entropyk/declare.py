"""How a component in Python says what it is: its ports, parameters and equations.

A class that extends `Component`, or any component there is, declares in its body what it adds::

    from entropyk.declare import affine, equal, equation, inlet, outlet, parameter, result

    class Throttle(ek.Component):
        \"\"\"Throttle with a flow coefficient.\"\"\"

        ports = [inlet("in1"), outlet("out1")]
        parameters = [parameter("k", meaning="p_in − p_out = k m²"), result("dp", "pressure_difference")]
        equations = [equal("out1.m", "in1.m"), equal("out1.h", "in1.h")]

        @equation("in1.m", "in1.p", "out1.p", "k")
        def friction(self, at):
            \"\"\"p_in − p_out = k m²\"\"\"
            return at.in1.p - at.out1.p - at.k * at.in1.m**2

        def report(self, at):
            return {"dp": at.in1.p - at.out1.p}

Everything in equations is SI. Terms are written `"in1.m"` (an unknown at a port), `"in1"` (all unknowns there) and
`"k"` (a parameter). An equation holds when the parameters it names that have no default are given and its ports
connected, unless `when=` says otherwise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "Condition",
    "Equation",
    "Parameter",
    "Port",
    "Report",
    "affine",
    "balance",
    "choice",
    "chosen",
    "connected",
    "equal",
    "equation",
    "given",
    "inlet",
    "integer",
    "on",
    "outlet",
    "parameter",
    "result",
    "switch",
    "unknown",
]


@dataclass(frozen=True)
class Port:
    """A port; made by `inlet` and `outlet`."""

    name: str
    direction: str
    kind: str
    optional: bool
    several: str | None


def inlet(name: str, kind: str = "fluid", *, optional: bool | None = None, several: str | None = None) -> Port:
    """A port through which something enters.

    Parameters
    ----------
    name : str
        Its name, such as `"in1"`; its stem where it stands for several.
    kind : {"fluid", "power", "heat"}
        What flows through it.
    optional : bool, optional
        Whether it may stay open: by default a port for a fluid has to be connected, others not.
    several : str, optional
        The `integer` parameter that says how many there are, named `name1`, `name2`, …
    """
    return _port(name, "in", kind, optional, several)


def outlet(name: str, kind: str = "fluid", *, optional: bool | None = None, several: str | None = None) -> Port:
    """A port through which something leaves; see `inlet`."""
    return _port(name, "out", kind, optional, several)


def _port(name: str, direction: str, kind: str, optional: bool | None, several: str | None) -> Port:
    if kind not in ("fluid", "power", "heat"):
        raise ValueError(f"port {name!r}: kind is 'fluid', 'power' or 'heat', not {kind!r}")
    return Port(name, direction, kind, kind != "fluid" if optional is None else optional, several)


@dataclass(frozen=True)
class Parameter:
    """A parameter; made by `parameter`, `result`, `unknown`, `switch`, `integer` and `choice`."""

    name: str
    kind: str = "number"
    quantity: str = "dimensionless"
    meaning: str = ""
    min: float = -math.inf
    max: float = math.inf
    strict: bool = False
    default: float | None = None
    is_result: bool = False
    is_free: bool = False
    words: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def parameter(
    name: str,
    quantity: str = "dimensionless",
    meaning: str = "",
    *,
    min: float = -math.inf,  # noqa: A002 - as everywhere in the package
    max: float = math.inf,  # noqa: A002
    strict: bool = False,
    default: float | None = None,
    aliases: Sequence[str] = (),
) -> Parameter:
    """A number that may be given, found for something else that is given, or reported.

    Parameters
    ----------
    name : str
        Its name: a keyword of the class, a column of results.
    quantity : str
        What it is, as `Units` names it: `"efficiency"`, `"pressure_difference"`, `"heat"`, …
    meaning : str
        One phrase for the documentation.
    min, max : float
        Limits in SI; a result beyond them has a warning.
    strict : bool, default False
        Whether values beyond the limits are refused when given.
    default : float, optional
        Value in SI while nothing is given.
    aliases : list of str
        Second spellings.
    """
    _check_limits(name, min, max)
    return Parameter(name, "number", quantity, meaning, min, max, strict, default, aliases=list(aliases))


def result(
    name: str,
    quantity: str = "dimensionless",
    meaning: str = "",
    *,
    min: float = -math.inf,  # noqa: A002
    max: float = math.inf,  # noqa: A002
) -> Parameter:
    """A number that is only reported; see `parameter`."""
    _check_limits(name, min, max)
    return Parameter(name, "number", quantity, meaning, min, max, is_result=True)


def unknown(
    name: str,
    quantity: str = "dimensionless",
    meaning: str = "",
    *,
    start: float = 1.0,
    min: float = -math.inf,  # noqa: A002
    max: float = math.inf,  # noqa: A002
) -> Parameter:
    """A number inside of the component that its equations determine, looked for from `start`; see `parameter`."""
    _check_limits(name, min, max)
    return Parameter(name, "number", quantity, meaning, min, max, default=start, is_result=True, is_free=True)


def switch(name: str, meaning: str = "") -> Parameter:
    """An option that is on or off."""
    return Parameter(name, "flag", meaning=meaning)


def integer(name: str, meaning: str = "", *, default: int | None = None, min: int = 0) -> Parameter:  # noqa: A002
    """A whole number, such as the number of ports."""
    return Parameter(name, "integer", meaning=meaning, min=min, strict=True, default=default)


def choice(name: str, words: Sequence[str], meaning: str = "") -> Parameter:
    """One of these words; the first unless another is given."""
    return Parameter(name, "choice", meaning=meaning, words=list(words))


def _check_limits(name: str, low: float, high: float) -> None:
    if not low < high:
        raise ValueError(f"parameter {name!r}: there is nothing between {low} and {high}")


class Condition:
    """When an equation holds; conditions combine by `&`, `|` and `~`."""

    def __init__(self, operator: str, *parts: Any) -> None:
        self.operator, self.parts = operator, list(parts)

    def __and__(self, other: Condition) -> Condition:
        return Condition("all", self, other)

    def __or__(self, other: Condition) -> Condition:
        return Condition("any", self, other)

    def __invert__(self) -> Condition:
        return Condition("not", self)

    def __repr__(self) -> str:
        return f"{self.operator}({', '.join(map(repr, self.parts))})"


def given(*parameters: str) -> Condition:
    """When all these parameters are given or free."""
    return Condition("all", *(Condition("given", name) for name in parameters))


def connected(*ports: str) -> Condition:
    """When all these ports are connected."""
    return Condition("all", *(Condition("connected", name) for name in ports))


def on(name: str) -> Condition:
    """When this switch is on."""
    return Condition("on", name)


def chosen(name: str, word: str) -> Condition:
    """When this word is chosen."""
    return Condition("chosen", name, word)


@dataclass(frozen=True)
class Affine:
    """target = factor · source + offset."""

    target: str
    source: str
    factor: float | str
    offset: float | str


@dataclass(frozen=True)
class Balance:
    """Σ coefficient · term = 0."""

    terms: list[tuple[str, float]]


@dataclass(frozen=True)
class General:
    """A function of these terms, or of everything at the ports."""

    of: list[str]
    is_differentiated: bool


@dataclass(frozen=True)
class Row:
    """An equation as the engine reads it."""

    name: str
    formula: str
    form: Affine | Balance | General
    when: Condition | None = None


def affine(
    target: str,
    source: str,
    *,
    factor: float | str = 1.0,
    offset: float | str = 0.0,
    name: str | None = None,
    when: Condition | None = None,
) -> Row:
    """The equation target = factor · source + offset, which is eliminated before the iteration.

    Parameters
    ----------
    target, source : str
        Unknowns, such as `"out1.p"` and `"in1.p"`.
    factor, offset : float or str
        A number, the name of a parameter, or that with a minus sign: `affine("out1.p", "in1.p", offset="-dp")`.
    name : str, optional
        Its name in reports; that of its parameter, or of its target, unless given.
    when : Condition, optional
        When it holds; when its parameters are given, unless said otherwise.
    """
    names = [value.lstrip("- ") for value in (factor, offset) if isinstance(value, str)]
    right = source if factor == 1.0 else f"{_text(factor)} {source}"
    if offset != 0.0:
        text = _text(offset)
        right += f" − {text[1:]}" if text.startswith("−") else f" + {text}"
    return Row(name or ", ".join(names) or target, f"{target} = {right}", Affine(target, source, factor, offset), when)


def equal(target: str, source: str, *, name: str | None = None, when: Condition | None = None) -> Row:
    """The equation target = source, as of the flow through a component: see `affine`."""
    return affine(target, source, name=name, when=when)


def balance(terms: Mapping[str, float], *, name: str = "balance", when: Condition | None = None) -> Row:
    """The equation Σ coefficient · term = 0, as of flows: `balance({"in1.m": 1, "in2.m": 1, "out1.m": -1})`."""
    pairs = [(term, float(coefficient)) for term, coefficient in terms.items()]
    formula = " ".join(f"{'−' if c < 0 else '+'} {'' if abs(c) == 1 else f'{abs(c):g} '}{term}" for term, c in pairs)
    return Row(name, f"{formula.removeprefix('+ ')} = 0", Balance(pairs), when)


def _text(value: float | str) -> str:
    return value.replace("-", "−") if isinstance(value, str) else f"{value:g}".replace("-", "−")


@dataclass(frozen=True)
class Equation:
    """An equation that is a method of a class; made by `equation`."""

    function: Callable[[Any, Any], Any]
    of: tuple[str, ...]
    name: str
    when: Condition | None
    derivative_function: Callable[[Any, Any], Any] | None = None

    def derivative(self, function: Callable[[Any, Any], Any]) -> Equation:
        """Takes a method for the derivatives: it returns a dict by terms, `{"in1.m": …, "k": …}`."""
        return replace(self, derivative_function=function)

    def row(self) -> Row:
        """The equation as the engine reads it."""
        documentation = (self.function.__doc__ or "").strip()
        formula = documentation.splitlines()[0].rstrip(".") if documentation else "f(…) = 0"
        return Row(self.name, formula, General(list(self.of), self.derivative_function is not None), self.when)

    def __repr__(self) -> str:
        row = self.row()
        return f"<equation {row.name}: {row.formula}>"

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        # A parameter of the same name is what a component shows.
        if self.function.__name__ in instance._parameters():
            return instance.get_attr(self.function.__name__)
        return self.function.__get__(instance, owner)


def equation(
    *of: str, name: str | None = None, when: Condition | None = None
) -> Callable[[Callable[[Any, Any], Any]], Equation]:
    """Makes a method an equation: it returns a residual, which is zero at a solution.

    Parameters
    ----------
    *of : str
        What the residual depends on: `"in1.m"`, `"in1"` for everything at a port, `"k"` for a parameter. It may read
        nothing else. Everything at the ports where nothing is named.
    name : str, optional
        Its name in reports; that of the method unless given. In a class that is extended, an equation of the same name
        is replaced.
    when : Condition, optional
        When it holds; when the parameters in `of` without a default are given and the ports in `of` connected, unless
        said otherwise.

    Notes
    -----
    The method takes `at`: `at.in1` is a stream with `m p h T s rho v x fluid state`, `at.power.E` a flow of energy,
    `at.k` a parameter. The first line of its documentation is the equation in symbols. Derivatives are central
    differences, or those of a method behind `@name.derivative`.
    """
    if any(not isinstance(term, str) for term in of):
        raise TypeError("equation takes names of what it depends on: write @equation('in1.m', 'out1.p')")

    def declare(function: Callable[[Any, Any], Any]) -> Equation:
        return Equation(function, of, name or function.__name__, when)

    return declare


@dataclass(frozen=True)
class Report:
    """What a component tells of a solution; a dict of results alone is enough where no heat or power is taken.

    Parameters
    ----------
    results : dict
        Values of parameters in SI.
    heat, power, loss : float, optional
        Heat and power taken from outside of the system, and heat lost, W; what flows through a connected port for power
        or heat does not count. Where a native class is extended, what is not said stays as it tells.
    warnings : list of str
        What the user should know.
    """

    results: Mapping[str, float] = field(default_factory=dict)
    heat: float | None = None
    power: float | None = None
    loss: float | None = None
    warnings: Sequence[str] = ()
