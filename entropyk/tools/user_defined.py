"""Equations and unknowns that users add to a network."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self

from .. import _core
from ..connections import AnyConnection
from .helpers import TESPyNetworkError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["UserDefinedEquation", "UserDefinedVariable"]

#: What the solver varies of a connection.
VARIED = ("m", "p", "h", "E")


class UserDefinedEquation:
    """An equation between values of a network: func(self) = 0.

    Parameters
    ----------
    label : str
        Its name.
    func : callable
        Gives the residual from this object; the values of its dependents are those of the iteration.
    dependents : callable
        Gives the list of values the residual depends on: `[c1.m, c2.p, component.eta_s, variable]`.
    deriv : callable, optional
        Without effect: derivatives are central differences.
    conns, comps, params : list, list and dict, optional
        What `func` needs, kept as attributes.

    Examples
    --------
    >>> half = UserDefinedEquation(
    ...     "half",
    ...     lambda e: e.conns[0].m.val_SI - 2 * e.conns[1].m.val_SI,
    ...     lambda e: [each.m for each in e.conns],
    ...     conns=[a, b],
    ... )
    >>> nw.add_ude(half)
    """

    def __init__(
        self,
        label: str,
        func: Callable[[UserDefinedEquation], float],
        dependents: Callable[[UserDefinedEquation], Any],
        deriv: Callable[..., Any] | None = None,
        conns: list[Any] | None = None,
        comps: list[Any] | None = None,
        params: dict[str, Any] | None = None,
    ) -> None:
        if not isinstance(label, str):
            raise TypeError(f"the label of an equation is text, not {label!r}")
        self.label, self.func, self.dependents, self.deriv = label, func, dependents, deriv
        self.conns, self.comps, self.params = list(conns or []), list(comps or []), dict(params or {})
        self._is_set = True
        self._values: list[_core.Parameter] = []
        self._units: _core.Units | None = None

    @property
    def is_set(self) -> bool:
        """Whether the equation holds."""
        return self._is_set

    @is_set.setter
    def is_set(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise TypeError(f"{self.label}: is_set is True or False, not {value!r}")
        self._is_set = value

    def _join(self, model: _core.Model, units: _core.Units, variables: dict[str, UserDefinedVariable]) -> None:
        """Becomes an equation of a model."""
        self._values, self._units = [], units
        for item in _flat(self.dependents(self)):
            if isinstance(item, UserDefinedVariable):
                item = item.variable
            self._check(item, variables)
            if all(item != known for known in self._values):
                self._values.append(item)
        model.add_equation(self.label, self._values, self)

    def _check(self, item: Any, variables: dict[str, UserDefinedVariable]) -> None:
        if not isinstance(item, _core.Parameter):
            raise TESPyNetworkError(f"{self.label}: dependents are values such as c1.m, not {item!r}")
        label, _, name = item._path.rpartition(".")
        if not label:
            if name not in variables:
                raise TESPyNetworkError(f"{self.label}: the variable {name!r} is not part of the network: add_udv it")
            return
        is_of_connection = any(each.label == label for each in self.conns if isinstance(each, AnyConnection))
        if is_of_connection and name not in VARIED:
            raise TESPyNetworkError(
                f"{self.label}: {item._path} is never a variable of the solver: {', '.join(VARIED)} of connections are"
            )

    def function(self, *values: float) -> float:
        """The residual at values of its dependents in the units of the network."""
        assert self._units is not None
        si = [self._units.to_si(value, item.quantity) for value, item in zip(values, self._values)]
        residual = _core._call_at(self._values, si, lambda: self.func(self))
        if residual is None or math.isnan(residual):
            raise TESPyNetworkError(f"the equation {self.label} gives {residual}: check what its function computes")
        return residual


class UserDefinedVariable(_core.Object):
    """An unknown that equations of users determine.

    Parameters
    ----------
    label : str
        Its name.
    val0 : float, default 1
        Where the search begins.
    min_val, max_val : float, optional
        Bounds.

    Examples
    --------
    >>> total = UserDefinedVariable("total", val0=1e4)
    >>> nw.add_udv(total)
    """

    _class = "Variable"

    def __new__(
        cls,
        label: str,
        val0: float = 1.0,
        min_val: float = -math.inf,
        max_val: float = math.inf,
        **_: Any,
    ) -> Self:
        """The unknown, with its bounds."""
        return super().__new__(cls, quantity="ratio", start=float(val0), min=float(min_val), max=float(max_val))

    def __init__(self, label: str, *_: Any, **__: Any) -> None:
        if not isinstance(label, str):
            raise TypeError(f"the label of a variable is text, not {label!r}")
        self._set_label(label)

    @property
    def variable(self) -> _core.Parameter:
        """Its value, to depend on."""
        return self.get_attr("value")

    @property
    def val_SI(self) -> float:
        """Its value."""
        return self.variable.val_SI

    @property
    def val(self) -> float:
        """Its value."""
        return self.variable.val_SI

    def set_attr(self, **attributes: Any) -> None:
        """`val` gives it a value; `is_var` says whether it is found or keeps the value it has."""
        is_var = attributes.pop("is_var", None)
        if "val" in attributes:
            super().set_attr(value=attributes.pop("val"))
        if is_var is not None:
            super().set_attr(value="var" if is_var else self.val_SI)
        super().set_attr(**attributes)


def _flat(dependents: Any) -> list[Any]:
    """The items of a list, of a list of lists, or of the lists of a dict."""
    if isinstance(dependents, dict):
        dependents = list(dependents.values())
    if not isinstance(dependents, list | tuple | set):
        return [dependents]
    return [item for part in dependents for item in _flat(part)]


def _numeric_deriv(item: _core.Parameter, function: Callable[..., float], step: float = 1e-5, **kwargs: Any) -> float:
    """The slope of a function in a value of a network, by central differences."""
    at, width = item.val_SI, step * max(abs(item.val_SI), 1.0)
    above, below = (_core._call_at([item], [at + sign * width], lambda: function(**kwargs)) for sign in (1, -1))
    return (above - below) / (2.0 * width)


for _class in (UserDefinedEquation, UserDefinedVariable):
    _class.__module__ = "entropyk"
del _class
