"""`result.plot`."""

from typing import TYPE_CHECKING, Any

from .ph import ph
from .ts import ts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState


class ResultPlots:
    """The charts of a result; calling it draws the log p-h chart.

    Parameters
    ----------
    result : ConvergedState
        The result.
    """

    def __init__(self, result: "ConvergedState") -> None:
        self._result = result

    def __call__(self, ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The log p-h chart, as `ph`."""
        return self.ph(ax, **options)

    def ph(self, ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The log p-h chart; see `entropyk.plot.ph` for the options."""
        return ph(self._result, ax, **options)

    def ts(self, ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The T-s chart; see `entropyk.plot.ts` for the options."""
        return ts(self._result, ax, **options)

    def __repr__(self) -> str:
        return "<charts: ph, ts>"
