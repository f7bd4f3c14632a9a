"""Optimisers over models: scipy's with exact gradients, pymoo's with a whole population in one sweep.

```text
min f(x)     low ≤ x ≤ high     lower ≤ g(x) ≤ upper
```
x are given values of a model by path, f and g its results, totals such as `cop_cooling` among them. The model stays as
it is: `system.set_attr(**best.values)` takes the optimum over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import SolverError, ValidationError
from .study import Study, demand_solved, limits, need, starts
from .sweep import CONVERGED, path, sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike, NDArray

    from ._core import Table
    from .executors import Executor
    from .study import Bounds, Source
    from .sweep import Config, Path

__all__ = ["Optimum", "maximize", "minimize", "problem"]


class Optimum:
    """A point that an optimiser found.

    Attributes
    ----------
    value : float
        The objective.
    values, constraints : dict of str to float
        Variables and constrained results by path, in the units of the model.
    result : scipy.optimize.OptimizeResult
        What scipy tells, of variables between 0 and 1.
    """

    __module__ = "entropyk"

    def __init__(
        self, of: str, value: float, values: dict[str, float], constraints: dict[str, float], result: Any
    ) -> None:
        self.of, self.value, self.values, self.constraints, self.result = of, value, values, constraints, result

    def __repr__(self) -> str:
        numbers = {self.of: self.value} | self.values | self.constraints
        width = max(map(len, numbers))
        return "\n".join(f"{name:{width}}  {value:.6g}" for name, value in numbers.items())


def minimize(
    model: Source,
    of: Path,
    variables: Bounds,
    *,
    constraints: Bounds | None = None,
    config: Config | None = None,
    **options: Any,
) -> Optimum:
    """The least value of a result within bounds and constraints, by SLSQP with exact gradients (Kraft 1988).

    Parameters
    ----------
    model : System or Network
        It stays as it is. The search begins at its values.
    of : str or pair
        The result that shall be least, by path, or one of `heat_in heat_out power cop_cooling cop_heating`.
    variables : dict
        Given values by path with their bounds `(low, high)`, in the units of the model.
    constraints : dict, optional
        Results by path with their bounds; None where there is none: `{"compressor.T_out": (None, 120.0)}`.
    config : NewtonConfig, PicardConfig or FallbackConfig, optional
        Solver.
    **options
        For `scipy.optimize.minimize`, such as `method="trust-constr"` or `options={"ftol": 1e-12}`.

    Returns
    -------
    Optimum

    Raises
    ------
    ValidationError
        For paths that do not exist or are not set, and bounds that are not finite.
    SolverError
        If the model cannot be solved where the search begins, or the search does not end at an optimum.
    ImportError
        Without scipy.

    Examples
    --------
    >>> best = ek.optimize.maximize(system, "cop_cooling", {"condenser.subcooling": (1.0, 12.0)})
    >>> system.set_attr(**best.values)
    """
    return _Search(model, path(of), 1.0, variables, constraints, config).run(options)


def maximize(
    model: Source,
    of: Path,
    variables: Bounds,
    *,
    constraints: Bounds | None = None,
    config: Config | None = None,
    **options: Any,
) -> Optimum:
    """The greatest value of a result; see `minimize`."""
    return _Search(model, path(of), -1.0, variables, constraints, config).run(options)


class _Search:
    """A problem for scipy: variables between 0 and 1, objective and constraints in their own sizes at the start."""

    def __init__(
        self, model: Source, of: str, sign: float, variables: Bounds, constraints: Bounds | None, config: Config | None
    ) -> None:
        self.names = [path(key) for key in variables]
        self.low, self.high = limits(variables, self.names)
        if not self.names or not np.all(np.isfinite(self.high - self.low)):
            raise ValidationError("every variable needs bounds (low, high), both finite")
        self.limited = [path(key) for key in constraints or {}]
        self.lower, self.upper = limits(constraints, self.limited)
        self.study = Study(model, list(dict.fromkeys([of, *self.limited])), self.names, config)
        self.of, self.sign = of, sign
        start = np.clip(starts(model, self.names), self.low, self.high)
        columns = self.columns(start)
        demand_solved(self.study.table(columns), columns, "the values in the model")
        self.start = (start - self.low) / (self.high - self.low)
        self._last: tuple[bytes, Any] = (b"", None)
        sizes = np.abs(self.at(self.start)[0])
        self.sizes = np.where(sizes > 0.0, sizes, 1.0)

    def columns(self, x: NDArray[np.float64]) -> dict[str, Any]:
        """One row of inputs."""
        return {name: np.array([value]) for name, value in zip(self.names, x)}

    def at(self, u: NDArray[np.float64]) -> Any:
        """Outputs and their slopes at variables between 0 and 1; NaN where the model has no solution."""
        if self._last[0] != u.tobytes():
            values, slopes = self.study.at(self.columns(self.low + u * (self.high - self.low)))
            self._last = (u.tobytes(), (values[0], slopes[0] * (self.high - self.low)))
        return self._last[1]

    def objective(self, u: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The objective and its gradient; infinite where there is no solution, so that a search turns back."""
        values, slopes = self.at(u)
        if np.isnan(values[0]):
            return np.inf, np.zeros(len(u))
        return self.sign * float(values[0] / self.sizes[0]), self.sign * slopes[0] / self.sizes[0]

    def constraints(self, optimize: Any) -> Any:
        """What scipy takes as constraint."""
        if not self.limited:
            return ()
        rows = [self.study.of.index(name) for name in self.limited]
        sizes = self.sizes[rows]

        def values(u: NDArray[np.float64]) -> Any:
            return np.nan_to_num(self.at(u)[0][rows] / sizes, nan=0.0)

        def slopes(u: NDArray[np.float64]) -> Any:
            return np.nan_to_num(self.at(u)[1][rows] / sizes[:, None], nan=0.0)

        return optimize.NonlinearConstraint(values, self.lower / sizes, self.upper / sizes, jac=slopes)

    def run(self, options: Mapping[str, Any]) -> Optimum:
        """Searches."""
        optimize = need("scipy.optimize")
        box = [(0.0, 1.0)] * len(self.names)
        given: dict[str, Any] = {"method": "SLSQP", "options": {"ftol": 1e-9}, **options}
        found = optimize.minimize(
            self.objective, self.start, jac=True, bounds=box, constraints=self.constraints(optimize), **given
        )
        if not found.success:
            raise SolverError(f"the search for the optimum of {self.of} ended: {found.message}")
        u = np.clip(found.x, 0.0, 1.0)
        results = dict(zip(self.study.of, self.at(u)[0].tolist()))
        values = dict(zip(self.names, (self.low + u * (self.high - self.low)).tolist()))
        limited = {name: results[name] for name in self.limited}
        return Optimum(self.of, results[self.of], values, limited, found)


def problem(
    model: Source,
    variables: Bounds,
    objectives: Mapping[Path, str],
    *,
    constraints: Bounds | None = None,
    functions: Mapping[str, Callable[[Table], ArrayLike]] | None = None,
    config: Config | None = None,
    executor: Executor | None = None,
) -> Any:
    """A problem for the algorithms of pymoo, which solves a whole population in one sweep.

    Parameters
    ----------
    model : System or Network
        It stays as it is.
    variables : dict
        Given values by path with their bounds `(low, high)`, in the units of the model.
    objectives : dict
        `"min"` or `"max"` by path of a result, a total or a variable, or by the name of a function.
    constraints : dict, optional
        Bounds `(low, high)` of the same; None where there is none.
    functions : dict, optional
        Columns made of the whole table of a sweep, which has all results and states then:
        `{"cost": lambda t: 80 * t["condenser.UA"] ** 0.8 + 5e-3 * t["power"]}`.
    config : NewtonConfig, PicardConfig or FallbackConfig, optional
        Solver.
    executor : optional
        As for `System.sweep`.

    Returns
    -------
    pymoo.core.problem.Problem
        Points without a solution break its last constraint, so that they are never better than others. `X` of a result
        holds the variables in order, `F` the objectives, those to be greatest with the sign changed;
        `problem.table(X)` shows points as a table.

    Raises
    ------
    ImportError
        Without pymoo.

    Examples
    --------
    >>> goals = {"cop_heating": "max", "condenser.UA": "min"}
    >>> task = ek.optimize.problem(system, {"condenser.UA": (500.0, 9e3)}, goals)
    >>> front = pymoo.optimize.minimize(task, NSGA2(pop_size=40), ("n_gen", 30))
    """
    base = need("pymoo.core.problem").Problem
    names, goals = [path(key) for key in variables], {path(key): sense for key, sense in objectives.items()}
    wrong = next((name for name, sense in goals.items() if sense not in ("min", "max")), None)
    low, high = limits(variables, names)
    if wrong is not None or not goals or not names or not np.all(np.isfinite(high - low)):
        raise ValidationError(
            f"{wrong or 'objectives'}: a goal is 'min' or 'max'; there is at least one, and every variable has finite "
            "bounds (low, high)"
        )
    starts(model, names)
    signs = np.array([1.0 if sense == "min" else -1.0 for sense in goals.values()])
    limited = [path(key) for key in constraints or {}]
    lower, upper = limits(constraints, limited)

    class Population(base):  # type: ignore[misc, valid-type]
        """Points of a model, many at once."""

        def __init__(self) -> None:
            count = int(np.isfinite(lower).sum() + np.isfinite(upper).sum()) + 1
            super().__init__(n_var=len(names), n_obj=len(goals), n_ieq_constr=count, xl=low, xu=high)

        def table(self, points: ArrayLike) -> Table:
            """The sweep over points, one row each, or a single one."""
            columns = dict(zip(names, np.atleast_2d(np.asarray(points, dtype=float)).T))
            return sweep(model, columns, functions or [*goals, *limited], config=config, executor=executor)

        def _evaluate(self, points: Any, out: dict[str, Any], *_: Any, **__: Any) -> None:
            table = self.table(points)
            is_solved = np.array([status == CONVERGED for status in table["status"]])
            goal = np.column_stack([table[name] for name in goals]) * signs
            bound = np.column_stack([table[name] for name in limited]) if limited else np.empty((len(table), 0))
            gaps = np.hstack([(lower - bound)[:, np.isfinite(lower)], (bound - upper)[:, np.isfinite(upper)]])
            is_solved &= ~np.isnan(goal).any(axis=1) & ~np.isnan(gaps).any(axis=1)
            out["F"] = np.where(is_solved[:, None], goal, WORST)
            out["G"] = np.column_stack([np.where(is_solved[:, None], gaps, WORST), np.where(is_solved, -1.0, 1.0)])

    return Population()


#: The objective where there is no solution.
WORST = 1e20
