"""Sweeps whose rows are solved elsewhere: by Dask, a process pool, or whatever else has `submit`.

The model is solved as it is, and its rows are put in order, here. A task gets the pickled model, this solution and
some chunks of rows. Since a chunk begins at this solution wherever it is solved, results are the same bits for any
executor, any number of workers and any cut into tasks; a task that is lost with its worker may be run again.
"""

from __future__ import annotations

import math
import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from . import _core
from .errors import SolverError, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ._core import Table
    from .networks import Network
    from .sweep import Columns, Config
    from .system import System

    #: Columns to report: None, `"all"` or paths.
    Wanted = str | list[str] | None
    #: What Python code raised, by row.
    Raised = dict[int, BaseException]

#: A sweep is cut into at most this many tasks, and into whole chunks.
TASKS = 100


class Executor(Protocol):
    """What runs functions elsewhere: `dask.distributed.Client`, `concurrent.futures.Executor`."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> Any:
        """A future, which has `result` and `cancel`."""


def run(
    executor: Executor,
    source: System | Network,
    columns: Columns,
    wanted: Wanted,
    config: Config,
    workers: int | None,
    update: Callable[[int], None] | None,
) -> tuple[Table, Raised]:
    """The table of a sweep whose rows an executor solves, and what Python code in them raised.

    Raises
    ------
    ValidationError
        For what is no executor, and as `System.sweep`.
    """
    if not callable(getattr(executor, "submit", None)) or getattr(executor, "asynchronous", False):
        raise ValidationError(
            f"executor = {executor!r} cannot be waited for: give a Dask client that is not asynchronous, or "
            "an executor of concurrent.futures"
        )
    base, order, chunk = source._prepared().lead(columns, config)
    size = chunk * max(1, math.ceil(len(order) / chunk / TASKS))
    parts = [order[start : start + size] for start in range(0, len(order), size)] or [order]
    model, futures, found, done = dumps(source), [], [], 0
    try:
        for part in parts:
            rows = [(name, values[part]) for name, values in columns]
            futures.append(executor.submit(solve_rows, model, rows, wanted, config, workers or 1, base))
        for part, future in zip(parts, futures):
            found.append(future.result())
            done += len(part)
            if update is not None:
                update(done)
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    tables, failures = zip(*found)
    raised: Raised = {int(part[row]): SolverError(text) for part, rows in zip(parts, failures) for row, text in rows}
    return join(tables, order), raised


def solve_rows(
    model: bytes,
    rows: Columns,
    wanted: Wanted,
    config: Config,
    workers: int,
    base: tuple[list[float] | None],
) -> tuple[Table, list[tuple[int, str]]]:
    """Solves whole chunks of rows, in any process: their table, and what Python code in them raised, in words."""
    table, raised = source_of(model)[1].sweep(rows, wanted, config, workers, base=base)
    return table, [(row, str(error)) for row, error in raised.items()]


@lru_cache(maxsize=8)
def source_of(model: bytes) -> tuple[System | Network, _core.Model]:
    """What a pickle holds, which keeps Python code alive, and its model ready to be solved; made once in a process."""
    source: System | Network = pickle.loads(model)
    return source, source._prepared()


def dumps(source: System | Network) -> bytes:
    """A pickle; where cloudpickle is there, which Dask brings, also of classes and functions written in a notebook."""
    try:
        from cloudpickle import dumps as write
    except ImportError:
        write = pickle.dumps
    return bytes(write(source))


def join(tables: tuple[Table, ...], order: NDArray[np.int64]) -> Table:
    """One table of several: their rows, one after the other, are those that `order` names."""
    back = np.argsort(order)
    columns: list[tuple[str, str, Any]] = []
    for pieces in zip(*(table._to_columns() for table in tables)):
        name, unit, first = pieces[0]
        if isinstance(first, np.ndarray):
            columns.append((name, unit, np.concatenate([values for _, _, values in pieces])[back]))
        else:
            texts = [text for _, _, (texts, _) in pieces for text in texts]
            columns.append((name, unit, ([texts[row] for row in back], first[1])))
    return _core.Table._from_columns(columns)
