"""Optimisation of models by pymoo, one point after the other, with the names that TESPy gives it.

`entropyk.optimize.problem` evaluates a whole population in one sweep instead.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from .helpers import TESPyNetworkError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

try:
    from pymoo.core.problem import ElementwiseProblem
except ImportError as error:
    raise ImportError("this needs pymoo: pip install entropyk[optimize]", name="pymoo") from error

__all__ = ["OptimizationProblem"]

#: The objective where a model has no solution.
WORST = 1e21


class OptimizationProblem(ElementwiseProblem):  # type: ignore[misc]
    """A problem for the algorithms of pymoo.

    Parameters
    ----------
    model : ModelTemplate
        Has `solve_model`, `get_parameter` and `get_objectives`, and `penalize` where penalties are wanted.
    variables : dict
        `{"min": …, "max": …}` by name of a parameter.
    constraints : dict, optional
        `{"min": …}`, `{"max": …}` or both by name; a limit is a number or the name of another parameter.
    objective : list of str
        Names of results.
    minimize : list of bool, optional
        Whether the least value is looked for, for every objective; so it is unless given.
    kpi : list of str, optional
        Further results to record.
    penalty_instead_of_constraints : bool, default False
        Whether `model.penalize(objectives, violations)` gives the objectives instead of constraints.

    Attributes
    ----------
    log : list of dict
        Variables, objectives, constraints (met at 0 and below) and further results of every point.

    Raises
    ------
    TypeError
        If the objectives are not in a list.
    ValueError
        If `minimize` has another length.
    """

    def __init__(
        self,
        model: Any,
        variables: Mapping[str, Any] | None = None,
        constraints: Mapping[str, Any] | None = None,
        objective: list[str] | None = None,
        minimize: list[bool] | None = None,
        kpi: Iterable[str] | Mapping[str, Any] | None = None,
        penalty_instead_of_constraints: bool = False,
    ) -> None:
        objective = [] if objective is None else objective
        if not isinstance(objective, list):
            raise TypeError(f"the objectives come in a list, not as {objective!r}")
        if minimize is not None and len(minimize) != len(objective):
            raise ValueError(f"minimize has {len(minimize)} values, and there are {len(objective)} objectives")
        nested = _Nested(variables or {}, constraints or {}, kpi or [])
        if nested.is_meant:
            warnings.warn(
                "variables, constraints and kpi by Connections, Components and Customs are of old: name parameters of "
                "the model instead",
                FutureWarning,
                stacklevel=2,
            )
            model, variables, constraints, kpi = nested.around(model)
        self.model, self.variables, self.constraints = model, dict(variables or {}), dict(constraints or {})
        self.kpi = self.kpi_list = list(kpi or [])
        self.objective_list, self.nobj = objective, len(objective)
        self.minimize = [True] * len(objective) if minimize is None else list(minimize)
        self.variable_list = list(self.variables)
        self.constraint_list = [f"{name}{sign}{limit}" for name, sign, limit in self._limits()]
        self.nic = len(self.constraint_list)
        self.penalty_instead_of_constraints = penalty_instead_of_constraints
        self.log: list[dict[str, Any]] = []
        super().__init__(
            n_var=len(self.variables),
            n_obj=self.nobj,
            n_ieq_constr=0 if penalty_instead_of_constraints else self.nic,
            xl=[bounds["min"] for bounds in self.variables.values()],
            xu=[bounds["max"] for bounds in self.variables.values()],
        )

    def _limits(self) -> list[tuple[str, str, Any]]:
        """(name, sign, limit) of every constraint."""
        signs = {"min": ">=", "max": "<="}
        pairs = ((name, side, bounds) for name, bounds in self.constraints.items() for side in signs if side in bounds)
        return [(name, signs[side], bounds[side]) for name, side, bounds in pairs]

    def _violation(self, name: str, sign: str, limit: Any) -> float:
        """How far a constraint is exceeded; 0 and below where it is met."""
        limit = self.model.get_parameter(limit) if isinstance(limit, str) else limit
        value = self.model.get_parameter(name)
        return float(limit - value if sign == ">=" else value - limit)

    def _evaluate(self, x: Any, out: dict[str, Any], *_: Any, **__: Any) -> None:
        values = dict(zip(self.variable_list, np.asarray(x, dtype=float).tolist()))
        try:
            self.model.solve_model(**values)
            found = [float(value) for value in self.model.get_objectives(self.objective_list)]
            broken = [self._violation(*limit) for limit in self._limits()]
            more = {name: self.model.get_parameter(name) for name in self.kpi_list}
        except TESPyNetworkError:
            found, broken = [np.nan] * self.nobj, [np.nan] * self.nic
            more = dict.fromkeys(self.kpi_list, np.nan)
        goals = [value if is_least else -value for value, is_least in zip(found, self.minimize)]
        if self.penalty_instead_of_constraints:
            goals = self.model.penalize(goals, broken)
        else:
            out["G"] = np.nan_to_num(broken, nan=WORST)
        out["F"] = np.nan_to_num(goals, nan=WORST)
        self.log.append(values | dict(zip(self.objective_list, found)) | dict(zip(self.constraint_list, broken)) | more)


class _Nested:
    """Parameters by kind and label, as in `{"Connections": {label: {name: …}}}`, and their flat names."""

    def __init__(self, variables: Mapping[str, Any], constraints: Mapping[str, Any], kpi: Any) -> None:
        self.variables, self.constraints, self.kpi = variables, constraints, kpi
        is_flat = any(isinstance(bounds, dict) and {"min", "max"} & set(bounds) for bounds in variables.values())
        limits = {"lower limits", "upper limits"} & set(constraints)
        self.is_meant = bool((variables and not is_flat) or limits or isinstance(kpi, dict))
        #: (kind, label, name) of a flat name; without name for what is of neither connections nor components.
        self.places: dict[str, tuple[str, str, str | None]] = {}

    def around(self, model: Any) -> tuple[_Model, dict[str, Any], dict[str, Any], list[str]]:
        """The model by flat names, variables, constraints and further results."""
        variables = dict(self._flat(self.variables))
        names = {name: self._name(*place) for name, place in self.constraints.items() if isinstance(place, list)}
        constraints: dict[str, Any] = {}
        for key, side in (("lower limits", "min"), ("upper limits", "max")):
            for name, limit in self._flat(self.constraints.get(key, {})):
                constraints.setdefault(name, {})[side] = names.get(limit, limit) if isinstance(limit, str) else limit
        kpi = [name for name, _ in self._flat(self.kpi)] if isinstance(self.kpi, dict) else list(self.kpi)
        return _Model(model, self.places), variables, constraints, kpi

    def _flat(self, nested: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        for kind, items in nested.items():
            for label in items:
                of = items[label] if isinstance(items, dict) else None
                if kind not in ("Connections", "Components"):
                    yield self._name(kind, label, None), of
                    continue
                for name in of or ():
                    yield self._name(kind, label, name), of[name] if isinstance(of, dict) else None

    def _name(self, kind: str, label: str, name: str | None) -> str:
        flat = "-".join(part for part in (kind, label, name) if part is not None)
        self.places[flat] = (kind, label, name)
        return flat


class _Model:
    """A model that takes parameters by kind and label, behind flat names."""

    def __init__(self, model: Any, places: dict[str, tuple[str, str, str | None]]) -> None:
        self.model, self.places = model, places

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def solve_model(self, **values: float) -> None:
        """Solves with parameters by kind and label."""
        nested: dict[str, Any] = {}
        for flat, value in values.items():
            kind, label, name = self.places[flat]
            if name is None:
                nested.setdefault(kind, {})[label] = value
            else:
                nested.setdefault(kind, {}).setdefault(label, {})[name] = value
        self.model.solve_model(**nested)

    def get_parameter(self, name: str) -> Any:
        """The value of a parameter, or of an objective."""
        place = self.places.get(name)
        return self.model.get_objective(name) if place is None else self.model.get_param(*place)
