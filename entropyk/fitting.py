"""Calibration: values of a model that make it agree with measurements, by weighted least squares.

```text
r_ij(θ) = (y_j(x_i, θ) − y_ij) / σ_ij      min Σ r²      J = ∂r/∂θ, exact      cov θ = s² (Jᵀ J)⁻¹
```
y_j are results of the model under the conditions x_i of row i, y_ij what was measured. With given σ s² = 1; otherwise
σ_j is the mean of |y_ij|, as if all were measured with the same relative error, and s² = Σ r² / (measurements −
parameters). Trust region method of scipy.optimize.least_squares (Branch, Coleman & Li, SIAM J. Sci. Comput. 21 (1999),
10.1137/S1064827595289108). All rows are solved in one sweep per step.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from .errors import SolverError, ValidationError
from .sensitivity import paths
from .study import Study, demand_solved, limits, need, starts
from .sweep import columns_of, path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from ._core import Table
    from .sensitivity import Paths
    from .study import Bounds, Source
    from .sweep import Config, Params, Path

#: Singular values of the Jacobian below this, relative to the greatest, determine nothing.
RANK = 1e-10


class Fit:
    """What a calibration found.

    Attributes
    ----------
    values, standard_errors : dict of str to float
        By path, in the units of the model; `system.set_attr(**fit.values)` takes them over. The error of a value that
        the data do not determine is infinite.
    covariance : numpy.ndarray
        Shape (values, values), in the order of `values`.
    residuals : Table
        Conditions, and for every measured result `name`, `name model` and `name residual`, the model less the
        measurement.
    rms : dict of str to float
        Root of the mean square of the residuals of every result, in its unit.
    cost : float
        Σ r² / 2, weighted.
    evaluations : int
        Sweeps over all rows.
    message : str
        Why the iteration ended.
    """

    __module__ = "entropyk"

    def __init__(self, problem: Problem, found: Any) -> None:
        self.values = dict(zip(problem.free, found.x.tolist()))
        self.covariance = problem.covariance(found.x)
        self.standard_errors = dict(zip(problem.free, np.sqrt(np.diag(self.covariance)).tolist()))
        self.residuals, self.rms = problem.table(found.x)
        self.cost, self.evaluations, self.message = float(found.cost), int(found.nfev), str(found.message)

    @property
    def correlation(self) -> NDArray[np.float64]:
        """The covariance, relative to the standard errors: shape (values, values)."""
        errors = np.sqrt(np.diag(self.covariance))
        return self.covariance / np.outer(errors, errors)

    def __repr__(self) -> str:
        width = max(map(len, [*self.values, *self.rms]))
        rows = [
            f"{name:{width}}  {value:.6g} ± {self.standard_errors[name]:.2g}" for name, value in self.values.items()
        ]
        rms = [f"{name:{width}}  rms residual {value:.3g}{self._unit(name)}" for name, value in self.rms.items()]
        return "\n".join([*rows, *rms])

    def _unit(self, name: str) -> str:
        unit = self.residuals.units.get(name, "")
        return f" {unit}" if unit not in ("", "1") else ""

    def _repr_html_(self) -> str:
        rows = (
            f"<tr><th>{escape(name)}</th><td>{value:.6g}</td><td>± {self.standard_errors[name]:.2g}</td></tr>"
            for name, value in self.values.items()
        )
        rms = (
            f"<tr><th>{escape(name)}</th><td>rms residual</td><td>{value:.3g}{escape(self._unit(name))}</td></tr>"
            for name, value in self.rms.items()
        )
        return f"<table>{''.join(rows)}{''.join(rms)}</table>"


class Problem:
    """Conditions, measurements and their weights, and the model that shall agree."""

    def __init__(self, source: Source, data: Params, free: Paths, sigma: Any, config: Config | None) -> None:
        model = source._prepared()
        self.free, _ = paths(free)
        columns = columns_of(data)
        self.given = {name: values for name, values in columns if model.given(name) is not None}
        measured = {name: values for name, values in columns if name not in self.given}
        both = [name for name in self.free if name in self.given]
        if both or not measured or not self.free:
            fault = f"{both[0]} is a column of the data and free" if both else "there is nothing to find"
            fault = fault if both or not self.free else "no column of the data is a result of the model"
            raise ValidationError(f"{fault}: data have conditions, which are set in the model, and measured results")
        self.of, self.measured = list(measured), np.column_stack(list(measured.values()))
        self.is_measured = ~np.isnan(self.measured)
        self.sigma = self._weights(sigma)
        self.is_absolute = sigma is not None
        self.study = Study(source, self.of, self.free, config)
        if self.is_measured.sum() < len(self.free):
            raise ValidationError(f"{self.is_measured.sum()} measurements do not determine {len(self.free)} values")
        self._last: tuple[bytes, Any] = (b"", None)

    def _weights(self, sigma: Any) -> NDArray[np.float64]:
        """σ of every measurement."""
        mean = np.nanmean(np.abs(self.measured), axis=0)
        mean[mean == 0.0] = 1.0
        weights = np.broadcast_to(mean, self.measured.shape).copy()
        for key, value in (sigma or {}).items():
            name = path(key)
            if name not in self.of:
                raise ValidationError(f"sigma has {name}, which is not measured; measured are {', '.join(self.of)}")
            weights[:, self.of.index(name)] = value
        missing = [name for name in self.of if sigma is not None and name not in map(path, sigma)]
        if missing or not np.all(weights > 0.0):
            what = f"sigma lacks {missing[0]}" if missing else "sigma has to be greater than 0"
            raise ValidationError(f"{what}: give the standard deviation of every measured result")
        return weights

    def columns(self, theta: NDArray[np.float64]) -> dict[str, Any]:
        """The conditions with these values of the free parameters."""
        rows = np.ones(len(self.measured))
        return self.given | {name: value * rows for name, value in zip(self.free, theta)}

    def _at(self, theta: NDArray[np.float64]) -> Any:
        if self._last[0] != theta.tobytes():
            self._last = (theta.tobytes(), self.study.at(self.columns(theta)))
        return self._last[1]

    def residuals(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """All r in a row; NaN where a row fails, from which the iteration turns back."""
        return ((self._at(theta)[0] - self.measured) / self.sigma)[self.is_measured]

    def jacobian(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Their derivatives."""
        return (self._at(theta)[1] / self.sigma[:, :, None])[self.is_measured]

    def covariance(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """The covariance of the free values; infinite for what the data do not determine."""
        jacobian, residuals = self.jacobian(theta), self.residuals(theta)
        scale = np.linalg.norm(jacobian, axis=0)
        scale[scale == 0.0] = 1.0
        _, singular, turned = np.linalg.svd(jacobian / scale, full_matrices=False)
        is_sharp = singular > RANK * singular[0]
        half = turned[is_sharp].T / singular[is_sharp]
        covariance = half @ half.T / np.outer(scale, scale)
        freedom = len(residuals) - len(theta)
        if not self.is_absolute:
            covariance *= residuals @ residuals / freedom if freedom else np.inf
        vague = np.any(np.abs(turned[~is_sharp]) > np.sqrt(RANK), axis=0)
        covariance[vague] = covariance[:, vague] = np.inf
        return covariance

    def table(self, theta: NDArray[np.float64]) -> tuple[Table, dict[str, float]]:
        """Conditions, measurements and what the model gives, and the mean residual of every result."""
        found = self.study.table(self.columns(theta))
        units = found.units
        columns: list[Any] = [(name, units.get(name, ""), np.array(values)) for name, values in self.given.items()]
        rms = {}
        for name, measured in zip(self.of, self.measured.T):
            residual = found[name] - measured
            values = ((name, measured), (f"{name} model", found[name]), (f"{name} residual", residual))
            columns += [(label, units.get(name, ""), np.array(column)) for label, column in values]
            rms[name] = float(np.sqrt(np.nanmean(residual**2)))
        return _core.Table._from_columns(columns), rms


def fit(
    source: Source,
    data: Params,
    free: Paths,
    *,
    sigma: Mapping[Path, ArrayLike] | None = None,
    bounds: Bounds | None = None,
    config: Config | None = None,
) -> Fit:
    """See `System.fit`."""
    optimize = need("scipy.optimize")
    problem = Problem(source, data, free, sigma, config)
    start, (low, high) = starts(source, problem.free), limits(bounds, problem.free)
    outside = [name for name, is_in in zip(problem.free, (low < start) & (start < high)) if not is_in]
    if outside:
        raise ValidationError(f"{outside[0]} starts outside its limits: set another value in the model")
    columns = problem.columns(start)
    demand_solved(problem.study.table(columns), columns, "the values in the model")
    options = {"jac": problem.jacobian, "bounds": (low, high), "x_scale": "jac"}
    found = optimize.least_squares(problem.residuals, start, **options)
    if not found.success:
        raise SolverError(f"the fit has not converged after {found.nfev} sweeps: {found.message}")
    return Fit(problem, found)
