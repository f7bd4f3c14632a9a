"""A model as a function of some of its given values, for fits and optimisers: many points in one sweep, with slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from . import _core
from .errors import SolverError, ValidationError
from .sweep import CONVERGED, columns_of, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ._core import Table
    from .networks import Network
    from .sweep import Config, Path
    from .system import System

    Source: TypeAlias = System | Network
    #: Lower and upper limits by path; None where there is none.
    Bounds: TypeAlias = Mapping[Path, tuple[float | None, float | None]]


class Study:
    """Outputs of a model over rows of inputs, and their derivatives with respect to some of the inputs.

    Parameters
    ----------
    source : System or Network
        It stays as it is.
    of, wrt : list of str
        Paths of outputs, and of inputs with respect to which derivatives are found.
    """

    def __init__(self, source: Source, of: list[str], wrt: list[str], config: Config | None = None) -> None:
        self.source, self.of, self.wrt = source, of, wrt
        self.config = config or _core.FallbackConfig()

    def table(self, columns: Mapping[str, Any]) -> Table:
        """Inputs, outputs and slopes of all rows."""
        model = self.source._prepared()
        return model.sweep(columns_of(columns), self.of, self.config, None, None, (self.of, self.wrt))[0]

    def at(self, columns: Mapping[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Outputs, of shape (rows, outputs), and slopes, of shape (rows, outputs, inputs); NaN where a row fails."""
        table = self.table(columns)
        values = np.column_stack([table[name] for name in self.of])
        slopes = [[table[f"d {of} / d {wrt}"] for wrt in self.wrt] for of in self.of]
        return values, np.moveaxis(np.array(slopes).reshape(len(self.of), len(self.wrt), len(table)), 2, 0)


def starts(source: Source, names: list[str]) -> NDArray[np.float64]:
    """The values that these paths are given in a model.

    Raises
    ------
    ValidationError
        For what is not given.
    """
    model = source._prepared()
    values = []
    for name in names:
        value = model.given(name)
        if value is None:
            raise ValidationError(f"{name} is not set in the model, so there is nothing to vary: give it a value first")
        values.append(value)
    return np.array(values)


def limits(bounds: Bounds | None, names: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limits of these paths, infinite where there are none.

    Raises
    ------
    ValidationError
        For limits of something else, and limits with nothing between them.
    """
    low, high = np.full(len(names), -np.inf), np.full(len(names), np.inf)
    for key, pair in (bounds or {}).items():
        name = path(key)
        if name not in names:
            raise ValidationError(f"there are limits for {name}, which is not among {', '.join(names)}")
        try:
            lower, upper = pair
            k = names.index(name)
            low[k], high[k] = -np.inf if lower is None else lower, np.inf if upper is None else upper
        except (TypeError, ValueError):
            raise ValidationError(f"{name}: limits are a pair (low, high), not {pair!r}") from None
        if not low[k] < high[k]:
            raise ValidationError(f"{name}: there is nothing between the limits {lower} and {upper}")
    return low, high


def demand_solved(table: Table, columns: Mapping[str, NDArray[np.float64]], what: str) -> None:
    """Raises `SolverError` for the first row that is not solved."""
    row = next((row for row, status in enumerate(table["status"]) if status != CONVERGED), None)
    if row is not None:
        at = ", ".join(f"{name} = {values[row]:g}" for name, values in columns.items())
        raise SolverError(f"row {row} ({at}) is not solved with {what}: {table['status'][row]}")


def need(module: str) -> Any:
    """A module of the extra `optimize`."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise ImportError(f"this needs {package}: pip install entropyk[optimize]", name=package) from error
