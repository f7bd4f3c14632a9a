"""A network behind names that its author chooses: parameters to set, results to read, studies over both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..networks import Network
from ..networks.network import NOT_CONVERGED, SINGULAR, UNSOLVED
from ..tools.plotting import get_plotting_data, single_fluid
from .diagrams import Diagrams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas
    from numpy.typing import NDArray

__all__ = ["ModelTemplate"]

#: States of a network from which the next solve does not start.
FAILED = (NOT_CONVERGED, SINGULAR, UNSOLVED)


class ModelTemplate(Diagrams):
    """Base of models: a subclass makes the network and names its parameters.

    It overrides `_create_network`, which builds and solves `self.nw`, and `_parameter_lookup`, which gives a dictionary
    of names: a list `["Connections", label, parameter]` or `["Components", label, parameter]`, or a dictionary with the
    functions `"get"`, `"set"` or both.

    Examples
    --------
    >>> class HeatPump(ModelTemplate):
    ...     def _parameter_lookup(self):
    ...         return {"Q": ["Components", "condenser", "Q"], "COP": {"get": self.cop}}
    """

    nw: Network

    def __init__(self) -> None:
        self._diagram_cache = {}
        self._stable_solution: dict[str, Any] | None = None
        self._design_state: dict[str, Any] | None = None
        self.parameter_lookup = self._parameter_lookup()
        self._create_network()

    def _create_network(self) -> None:
        self.nw = Network()

    def _parameter_lookup(self) -> dict[str, Any]:
        return {}

    def _of(self, name: str) -> Any:
        if name not in self.parameter_lookup:
            raise KeyError(f"the model has no parameter {name!r}; there are {', '.join(self.parameter_lookup)}")
        return self.parameter_lookup[name]

    def _object(self, kind: str, label: str) -> Any:
        return self.nw.get_conn(label) if kind == "Connections" else self.nw.get_comp(label)

    def _fluid_at(self, connection_label: str) -> str | None:
        """Name of the pure fluid of a connection; None for a mixture."""
        edge: Any = self.nw.get_conn(connection_label)
        return single_fluid(edge.fluid_data)

    def _plotting_data(self, connection_label: str) -> tuple[dict[str, Any], dict[str, Any]]:
        return get_plotting_data(self.nw, connection_label)

    def get_parameter(self, parameter: str) -> Any:
        """The value of a parameter or result.

        Raises
        ------
        KeyError
            For an unknown name.
        AttributeError
            For a parameter that can only be set.
        """
        of = self._of(parameter)
        if isinstance(of, dict):
            if "get" not in of:
                raise AttributeError(f"{parameter} is write-only: its entry has no function to get it")
            return of["get"]()
        kind, label, name = of
        return self._object(kind, label).get_attr(name).val

    def get_results(self, labels: Iterable[str]) -> dict[str, Any]:
        """The values of several parameters and results."""
        return {label: self.get_parameter(label) for label in labels}

    def get_objectives(self, objective_list: Iterable[str]) -> list[Any]:
        """The values of several parameters and results, in order."""
        return list(self.get_results(objective_list).values())

    def set_parameters(self, **kwargs: Any) -> None:
        """Sets parameters.

        Raises
        ------
        KeyError
            For an unknown name.
        AttributeError
            For a result, which can only be read.
        """
        together: dict[tuple[str, str], dict[str, Any]] = {}
        for parameter, value in kwargs.items():
            of = self._of(parameter)
            if isinstance(of, dict):
                if "set" not in of:
                    raise AttributeError(f"{parameter} is read-only: its entry has no function to set it")
                of["set"](value)
            else:
                kind, label, name = of
                together.setdefault((kind, label), {})[name] = value
        for (kind, label), values in together.items():
            self._object(kind, label).set_attr(**values)

    def solve_model(self, **kwargs: Any) -> None:
        """What an optimisation solves: to be overridden, for example by `solve_model_design`."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it is solved: override solve_model")

    def solve_model_design(self, **kwargs: Any) -> None:
        """Sets parameters and solves the network at its design."""
        self._solve("design", kwargs)

    def solve_model_offdesign(self, **kwargs: Any) -> None:
        """Sets parameters and solves the network off its design, which `save_design` has kept."""
        self._solve("offdesign", kwargs, design_path=self._design_state)

    def _solve(self, mode: Literal["design", "offdesign"], values: Mapping[str, Any], **options: Any) -> None:
        self.set_parameters(**values)
        self.nw.solve(mode, **options)
        if self.nw.status in FAILED:
            self.nw.solve(mode, init_only=True, init_path=self._stable_solution, **options)
        else:
            self._stable_solution = self.nw.save(as_dict=True)

    def save_design(self, path: str | Path | None = None) -> None:
        """Keeps the present solution as the design point, and writes it to a file if a path is given."""
        self._design_state = self.nw.save(path, as_dict=True)

    def sensitivity_analysis(
        self,
        param_dict: Mapping[str, Sequence[float]] | None = None,
        result_param_list: Sequence[str] | None = None,
        mode: str = "design",
        postproc_func: Callable[[ModelTemplate], dict[str, Any] | None] | None = None,
    ) -> pandas.DataFrame:
        """Solves the model for every row of values, each from its nearest neighbour.

        Parameters
        ----------
        param_dict : dict
            Columns of equal length by parameter.
        result_param_list : list of str, optional
            What to record.
        mode : "design" or "offdesign"
        postproc_func : callable, optional
            Called with the model after every row that was solved; what it returns becomes further columns.

        Returns
        -------
        pandas.DataFrame
            Row i answers row i of the values; rows that were not solved have None for their results.

        Raises
        ------
        ValueError
            For columns of different length, or none.
        """
        import pandas as pd

        if not param_dict:
            raise ValueError("sensitivity_analysis needs param_dict: columns of values by parameter")
        if len({len(column) for column in param_dict.values()}) != 1:
            raise ValueError("the columns of param_dict need the same number of values")
        names = list(result_param_list or [])
        points = np.column_stack([np.asarray(column, dtype=float) for column in param_dict.values()])
        here = np.array([self.get_parameter(name) for name in param_dict], dtype=float)
        nearest = int(np.argmin(np.linalg.norm(points - here, axis=1)))
        solve = self.solve_model_offdesign if mode == "offdesign" else self.solve_model_design
        rows: dict[int, dict[str, Any]] = {}
        for index in self._order_min_change(points, nearest):
            values = dict(zip(param_dict, points[index]))
            solve(**values)
            if self.nw.status > 1:
                rows[index] = values | dict.fromkeys(names)
                continue
            more = postproc_func(self) if postproc_func is not None else None
            rows[index] = values | self.get_results(names) | (more or {})
        return pd.DataFrame([rows[index] for index in range(len(points))])

    def optimize(
        self,
        algorithm: Any,
        termination: Any,
        variables: Mapping[str, Any],
        constraints: Mapping[str, Any] | None = None,
        objective: list[str] | None = None,
        minimize_flags: list[bool] | None = None,
        kpi: Sequence[str] | None = None,
    ) -> tuple[pandas.DataFrame, Any]:
        """Looks for the best parameters by an algorithm of pymoo; needs `solve_model`.

        Parameters
        ----------
        algorithm, termination
            As for `pymoo.optimize.minimize`: `PSO(pop_size=20)`, `("n_gen", 50)`.
        variables, constraints, objective, minimize_flags, kpi
            As `variables`, `constraints`, `objective`, `minimize` and `kpi` of `entropyk.tools.OptimizationProblem`.

        Returns
        -------
        pandas.DataFrame
            Every point that was tried, also those that break a constraint.
        pymoo.core.result.Result
            `X` and `F` are those of the best that break none.

        Raises
        ------
        ImportError
            Without pymoo.
        """
        import pandas as pd

        from ..tools.optimization import OptimizationProblem

        problem = OptimizationProblem(self, variables, constraints, objective, minimize_flags, kpi)
        from pymoo.optimize import minimize

        result = minimize(problem=problem, algorithm=algorithm, termination=termination)
        return pd.DataFrame(problem.log), result

    def run_exergy_analysis(
        self,
        Tamb: float,
        pamb: float,
        E_F: dict[str, list[str]],
        E_P: dict[str, list[str]],
        E_L: dict[str, list[str]] | None = None,
    ) -> Any:
        """An exergy analysis of the solved network by the package exerpy.

        Parameters
        ----------
        Tamb : float
            Ambient temperature, °C.
        pamb : float
            Ambient pressure, bar.
        E_F, E_P, E_L : dict
            Fuel, product and loss: `{"inputs": [...], "outputs": [...]}` with labels of connections.

        Returns
        -------
        exerpy.ExergyAnalysis
        """
        from exerpy import ExergyAnalysis

        from ..compat import tespy_alias

        with tespy_alias():
            self._ean = ExergyAnalysis.from_tespy(self.nw, Tamb + 273.15, pamb * 1e5)
        self._ean.analyse(E_F=E_F, E_P=E_P, **({} if E_L is None else {"E_L": E_L}))
        return self._ean

    @staticmethod
    def _order_min_change(points: NDArray[np.float64], start_idx: int = 0) -> list[int]:
        """An order in which each point is the nearest of those left."""
        left = set(range(len(points)))
        order = [start_idx]
        left.discard(start_idx)
        while left:
            order.append(min(left, key=lambda index: float(np.linalg.norm(points[index] - points[order[-1]]))))
            left.discard(order[-1])
        return order
