"""Derivatives of results, and models as functions for optimisers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import ValidationError
from .sweep import Path, path

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ._core import ConvergedState
    from .system import System

Paths = Path | Sequence[Path]


class Sensitivity:
    """Derivatives of results with respect to given values.

    Attributes
    ----------
    values : numpy.ndarray
        Shape (results, given values), read-only.
    of, wrt : list of str
        Paths of the rows and columns.
    kinks : dict of str to list of str
        For every given value the connections that are about to change phase; there derivatives hold on one side only.
    """

    __module__ = "entropyk"

    def __init__(self, values: NDArray[np.float64], of: list[str], wrt: list[str], kinks: dict[str, list[str]]) -> None:
        self.values, self.of, self.wrt, self.kinks = values, of, wrt, kinks
        values.flags.writeable = False

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.values, dtype=dtype, copy=copy)

    def __float__(self) -> float:
        if self.values.size != 1:
            raise TypeError(f"{self.values.size} derivatives are not one number: name one result and one value")
        return float(self.values[0, 0])

    def __getitem__(self, key: tuple[Path, Path]) -> float:
        """The derivative of one result with respect to one given value, by their paths."""
        of, wrt = key
        return float(self.values[self.of.index(path(of)), self.wrt.index(path(wrt))])

    def __repr__(self) -> str:
        rows = (f"d {of} / d {wrt} = {value:.6g}" for of, wrt, value in self._flat())
        kinks = (f"one side only, next to a change of phase: {', '.join(c)}" for c in self.kinks.values() if c)
        return "\n".join([*rows, *kinks])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.wrt)
        rows = (
            f"<tr><th>{escape(of)}</th>{''.join(f'<td>{value:.6g}</td>' for value in row)}</tr>"
            for of, row in zip(self.of, self.values)
        )
        return f"<table><caption>d row / d column</caption><tr><td></td>{head}</tr>{''.join(rows)}</table>"

    def _flat(self) -> list[tuple[str, str, float]]:
        pairs = ((i, j) for i in range(len(self.of)) for j in range(len(self.wrt)))
        return [(self.of[i], self.wrt[j], float(self.values[i, j])) for i, j in pairs]


def paths(given: Paths) -> tuple[list[str], bool]:
    """The texts of one path or several, and whether it is one."""
    is_pair = isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], str) and "." not in given[1]
    if isinstance(given, str) or is_pair:
        return [path(given)], True  # type: ignore[arg-type]
    return [path(key) for key in given], False


def sensitivity(result: ConvergedState, of: Paths, wrt: Paths) -> Sensitivity:
    """See `ConvergedState.sensitivity`."""
    (rows, _), (columns, _) = paths(of), paths(wrt)
    values, kinks = result._sensitivities(rows, columns)
    array = np.array(values, dtype=float).reshape(len(rows), len(columns))
    return Sensitivity(array, rows, columns, dict(zip(columns, kinks)))


def as_function(system: System, x: Paths, y: Paths, jac: bool) -> Callable[[ArrayLike], Any]:
    """See `System.as_function`."""
    (inputs, _), (outputs, is_scalar) = paths(x), paths(y)

    def function(values: ArrayLike) -> Any:
        numbers = np.atleast_1d(np.asarray(values, dtype=float))
        if numbers.shape != (len(inputs),):
            raise ValidationError(f"x has the shape {numbers.shape}, but there are {len(inputs)} inputs: {inputs}")
        for name, number in zip(inputs, numbers):
            system.set_attr(**{name: float(number)})
        result = system.solve()
        found = np.array([result[name] for name in outputs])
        value = float(found[0]) if is_scalar else found
        if not jac:
            return value
        slopes = sensitivity(result, outputs, inputs).values
        return value, np.array(slopes[0] if is_scalar else slopes)

    return function
