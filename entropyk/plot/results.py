"""`result.plot`."""

from typing import TYPE_CHECKING, Any

from .circuits import circuits
from .envelope import envelope
from .hs import hs
from .ph import ph
from .qt import qt
from .sankey import sankey
from .ts import ts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .._core import ConvergedState
    from ..components import Component


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

    def hs(self, ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The h-s chart; see `entropyk.plot.hs` for the options."""
        return hs(self._result, ax, **options)

    def qt(self, component: "Component | str", ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The T-Q diagram of a heat exchanger; see `entropyk.plot.qt` for the options."""
        return qt(component, ax, result=self._result, **options)

    def envelope(self, component: "Component | str", ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The envelope of a compressor with the operating point; see `entropyk.plot.envelope` for the options."""
        return envelope(component, ax, result=self._result, **options)

    def sankey(self, ax: "Axes | None" = None, **options: Any) -> "Axes":
        """The energy flows of a circuit as bands; see `entropyk.plot.sankey` for the options."""
        return sankey(self._result, ax, **options)

    def circuits(self, **options: Any) -> "list[Axes]":
        """A chart for every circuit; see `entropyk.plot.circuits`."""
        return circuits(self._result, **options)

    def __repr__(self) -> str:
        return "<charts: ph, ts, hs, qt, envelope, sankey, circuits>"
