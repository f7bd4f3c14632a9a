"""Columns of values in, a table of results out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from . import _core
from .errors import SolverError, ValidationError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ._core import FallbackConfig, NewtonConfig, PicardConfig, Table
    from .executors import Executor
    from .networks import Network
    from .system import System

    Config = NewtonConfig | PicardConfig | FallbackConfig

Path = str | tuple[Any, str]
Params = Mapping[Path, "ArrayLike"] | Any
Outputs = Literal["all"] | Sequence[Path] | Mapping[str, Callable[["Table"], "ArrayLike"]] | None

#: Names and values of columns.
Columns = list[tuple[str, "NDArray[np.float64]"]]

CONVERGED = "Converged"


def path(key: Path) -> str:
    """The text of a path: `"label.name"` or a pair of an object, or its label, and a name."""
    if isinstance(key, str):
        return key
    if not (isinstance(key, tuple) and len(key) == 2):
        raise ValidationError(f"{key!r} is no path: write 'label.name' or (object, 'name')")
    owner, name = key
    label = owner if isinstance(owner, str) else getattr(owner, "label", None)
    if not isinstance(label, str):
        raise ValidationError(f"{owner!r} has no label: add it to the system first")
    return f"{label}.{name}"


def grid(values: Mapping[Path, ArrayLike]) -> dict[str, NDArray[np.float64]]:
    """The columns of a full grid: every value with every other, the first path outermost.

    Parameters
    ----------
    values : dict
        The values of every path.

    Returns
    -------
    dict of str to numpy.ndarray
        Columns of one length, for `System.sweep`.

    Examples
    --------
    >>> grid({"a.x": [1, 2], "b.y": [3, 4, 5]})["b.y"]
    array([3., 4., 5., 3., 4., 5.])
    """
    axes = [np.atleast_1d(np.asarray(axis, dtype=float)) for axis in values.values()]
    points = np.meshgrid(*axes, indexing="ij") if axes else []
    return {path(key): points[k].ravel() for k, key in enumerate(values)}


def columns_of(params: Params) -> Columns:
    """The columns of whatever holds columns."""
    if isinstance(params, Mapping):
        items: Iterable[tuple[Any, Any]] = params.items()
    elif hasattr(params, "columns") and hasattr(params, "to_numpy"):
        items = ((name, _numbers(params[name])) for name in params.columns)
    elif hasattr(params, "column_names") and hasattr(params, "column"):
        items = ((name, params.column(name)) for name in params.column_names)
    elif hasattr(params, "__arrow_c_stream__"):
        items = _core._arrow_columns(params)
    else:
        raise ValidationError(
            f"a sweep takes a dict of columns, a data frame or an Arrow table, not a {type(params).__name__}"
        )
    columns = []
    for key, values in items:
        name = path(key)
        try:
            column = np.asarray(values, dtype=float)
        except (TypeError, ValueError) as error:
            raise ValidationError(f"{name}: a column has to hold numbers ({error})") from None
        if column.ndim > 1:
            raise ValidationError(f"{name} has the shape {column.shape}: give one column of values")
        columns.append((name, column))
    lengths = {len(column) for _, column in columns if column.ndim}
    length = lengths.pop() if len(lengths) == 1 else 1
    # A single number is the same in every row.
    return [
        (name, np.ascontiguousarray(column) if column.ndim else np.full(length, column)) for name, column in columns
    ]


def _numbers(column: Any) -> Any:
    """A column of a frame for NumPy; what is missing is NaN."""
    if hasattr(getattr(column, "dtype", None), "na_value"):
        # One of pandas' nullable types.
        return column.to_numpy(dtype=float, na_value=np.nan)
    return column.to_numpy()


def sweep(
    source: System | Network,
    params: Params,
    outputs: Outputs = None,
    *,
    config: Config | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: bool = False,
    on_error: Literal["record", "raise"] = "record",
) -> Table:
    """See `System.sweep`."""
    config = config or _core.FallbackConfig()
    if on_error not in ("record", "raise"):
        raise ValidationError(f"on_error is 'record' or 'raise', not {on_error!r}")
    if workers is not None and workers < 1:
        raise ValidationError(f"workers = {workers} must be at least 1")
    columns = columns_of(params)
    functions = outputs if isinstance(outputs, Mapping) else {}
    wanted: Any = "all" if functions else outputs
    if not (wanted is None or isinstance(wanted, str)):
        wanted = [path(key) for key in wanted]
    rows = len(columns[0][1]) if columns else 0
    with bar(rows, progress) as update:
        if executor is None:
            table, raised = source._prepared().sweep(columns, wanted, config, workers, update)
        else:
            from .executors import run

            table, raised = run(executor, source, columns, wanted, config, workers, update)
    if on_error == "raise":
        raise_first(table, columns, raised)
    for name, function in functions.items():
        values = np.broadcast_to(np.asarray(function(table), dtype=float), (len(table),))
        table = table._with_column(name, np.ascontiguousarray(values))
    return table


def raise_first(table: Table, columns: Columns, raised: Mapping[int, BaseException]) -> None:
    """Raises for the first row that failed; `raised` holds what Python code raised in rows."""
    row = next((row for row, status in enumerate(table["status"]) if status != CONVERGED), None)
    if row is not None:
        at = ", ".join(f"{name} = {column[row]:g}" for name, column in columns)
        error = raised.get(row)
        raise SolverError(f"row {row} ({at}): {error or table['status'][row]}") from (error and error.__cause__)


class bar:  # noqa: N801 - a context, as `open` is
    """A tqdm bar for so many rows, if wanted."""

    def __init__(self, rows: int, wanted: bool) -> None:
        self.tqdm: Any = None
        if wanted:
            try:
                from tqdm.auto import tqdm
            except ImportError as error:
                raise ImportError("progress=True needs tqdm: pip install entropyk[notebook]") from error
            self.tqdm = tqdm(total=rows, unit="row")

    def __enter__(self) -> Callable[[int], None] | None:
        return self.update if self.tqdm is not None else None

    def update(self, done: int) -> None:
        """Tells how many rows are done."""
        self.tqdm.update(done - self.tqdm.n)

    def __exit__(self, *_: object) -> None:
        if self.tqdm is not None:
            self.tqdm.close()
