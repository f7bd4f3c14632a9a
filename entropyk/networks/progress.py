"""What a solve of a network prints: a line for every block of equations."""

from itertools import groupby

from .._core import Table

__all__ = ["lines"]


def lines(history: Table) -> list[str]:
    """A line for every block: its number, iterations, residual, and the equation that was last to converge."""
    steps = zip(*(history[name] for name in ("block", "iteration", "residual", "worst")))
    told = []
    for block, group in groupby(steps, key=lambda step: step[0]):
        *_, (_, iterations, residual, worst) = group
        told.append(f" block {block:3.0f} | iterations: {iterations:3.0f} | residual: {residual:.2e} | {worst}")
    return told
