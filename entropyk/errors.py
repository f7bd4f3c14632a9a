"""The exceptions of entropyk.

Every one is an `EntropykError`. Those about wrong values are `ValueError` too, so that code which knows nothing of
entropyk catches them. All take a message and keywords, and keep the keywords as attributes, through pickle as well.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    State = NDArray[np.float64] | None

__all__ = [
    "ComponentError",
    "ControlSaturationError",
    "EntropykError",
    "FluidError",
    "SolverError",
    "StateError",
    "TopologyError",
    "UnknownParameterError",
    "ValidationError",
]


class EntropykError(Exception):
    """Everything that entropyk raises by itself."""


class SolverError(EntropykError):
    """The iteration did not converge.

    Parameters
    ----------
    message : str
        What did not converge, and what to try.
    iterations : int, optional
        Iterations made.
    residual : float, optional
        Scaled residual left.
    state : numpy.ndarray, optional
        The last iterate, SI, in the layout of `state_vector`.
    report : str
        The equations and unknowns involved, one a line.
    is_singular : bool
        True if the equations do not determine all unknowns at the last iterate.
    """

    def __init__(
        self,
        message: str = "",
        *,
        iterations: int | None = None,
        residual: float | None = None,
        state: State = None,
        report: str = "",
        is_singular: bool = False,
    ) -> None:
        super().__init__(message)
        self.is_singular = is_singular
        self.iterations = iterations
        self.residual = residual
        self.state = state
        self.report = report


class TimeoutError(SolverError, builtins.TimeoutError):  # noqa: A001 - it is one
    """The time given to a solve was used up. It is the built-in `TimeoutError` too.

    Parameters
    ----------
    message : str
        What was reached.
    elapsed_ms : float, optional
        Time used, ms.
    state : numpy.ndarray, optional
        The best iterate, SI, in the layout of `state_vector`.
    **attributes
        Those of `SolverError`.
    """

    def __init__(self, message: str = "", *, elapsed_ms: float | None = None, **attributes: Any) -> None:
        super().__init__(message, **attributes)
        self.elapsed_ms = elapsed_ms


class ControlSaturationError(SolverError):
    """A bounded control ended on its bound, so its constraint is not met.

    Parameters
    ----------
    message : str
        Which control, which bound.
    variable : str
        The control, as a path.
    bound : str
        `"lower"` or `"upper"`.
    value : float, optional
        The value of the bound.
    state : numpy.ndarray, optional
        The state reached, SI, in the layout of `state_vector`.
    **attributes
        Those of `SolverError`.
    """

    def __init__(
        self,
        message: str = "",
        *,
        variable: str = "",
        bound: str = "",
        value: float | None = None,
        **attributes: Any,
    ) -> None:
        super().__init__(message, **attributes)
        self.variable = variable
        self.bound = bound
        self.value = value


class FluidError(EntropykError, ValueError):
    """A fluid that is not known, or a state that it cannot have.

    Parameters
    ----------
    message : str
        Which fluid, which values, and its limits.
    candidates : list of tuple of float, optional
        Temperature in K and density in kg/m³ of each of several states that have the given pair of properties.
    """

    def __init__(self, message: str = "", *, candidates: Sequence[tuple[float, float]] = ()) -> None:
        super().__init__(message)
        self.candidates = list(candidates)


class ComponentError(EntropykError, ValueError):
    """A component with impossible parameters, or in an impossible state (`StateError`)."""


class StateError(ComponentError):
    """A state that cannot be: what is given leads to it, or names it."""


class UnknownParameterError(ComponentError, KeyError, TypeError):
    """A parameter name that a component, connection or unit system does not have."""

    # KeyError would show the message as a quoted representation.
    __str__ = Exception.__str__


class TopologyError(EntropykError):
    """Components and connections that form no network, or too many or too few specifications."""


class ValidationError(EntropykError, ValueError):
    """A value that is no number, has no unit, or cannot be."""


def few(names: Iterable[object], limit: int = 12) -> str:
    """`"a, b, c and 37 more"`."""
    every = [str(name) for name in names]
    more = f" and {len(every) - limit} more" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more


for _class in [TimeoutError, *(globals()[name] for name in __all__)]:
    _class.__module__ = "entropyk"
del _class
