"""Exceptions and small tools by the names of TESPy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ComponentError, TopologyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .user_defined import UserDefinedEquation, UserDefinedVariable

__all__ = [
    "TESPyComponentError",
    "TESPyConnectionError",
    "TESPyNetworkError",
    "UserDefinedEquation",
    "UserDefinedVariable",
    "extend_basic_path",
    "newton_with_kwargs",
]


class TESPyNetworkError(TopologyError):
    """A network that cannot be solved as it is: its topology, or too many or too few specifications."""


class TESPyConnectionError(TopologyError):
    """A connection that cannot be made."""


class TESPyComponentError(ComponentError):
    """A component with impossible parameters."""


def extend_basic_path(subfolder: str) -> Path:
    """A folder in `.tespy` of the user's home."""
    return Path.home() / ".tespy" / subfolder


def newton_with_kwargs(
    derivative: Callable[..., float],
    target_value: float,
    val0: float = 300.0,
    valmin: float = 70.0,
    valmax: float = 3000.0,
    max_iter: int = 50,
    tol_rel: float = 1e-9,
    tol_abs: float = 1e-9,
    **function_data: Any,
) -> float:
    """Where a function has a value between `valmin` and `valmax`, by Newton's method; the bound where it does not.

    Parameters
    ----------
    derivative : callable
        Slope of the function.
    target_value : float
        The value.
    val0 : float
        First x.
    **function_data
        `function`, the name of its argument as `parameter`, and its other arguments.
    """
    function, parameter = function_data.pop("function"), function_data.pop("parameter")
    x = val0
    for _ in range(max_iter):
        at = {parameter: x, **function_data}
        error = target_value - function(**at)
        if abs(error) <= max(tol_abs, tol_rel * abs(target_value)):
            break
        new = min(max(x + error / derivative(**at), valmin), valmax)
        if new == x:
            break
        x = new
    return x


def __getattr__(name: str) -> Any:
    # These stand above components, which stand above the exceptions here.
    if name in ("UserDefinedEquation", "UserDefinedVariable", "_numeric_deriv"):
        from . import user_defined

        return getattr(user_defined, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
