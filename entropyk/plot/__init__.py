"""Charts of fluids and results: `ph`, `ts`, `hs`, `qt`; of machines and sweeps; pictures of models: `flowsheet`.

Every chart takes `ax=None`, draws into it and returns it; nothing is shown and no setting of matplotlib is changed.
matplotlib is imported when the first chart is drawn.
"""

from ..flowsheet import flowsheet
from .circuits import circuits
from .envelope import envelope
from .hs import hs
from .interactive import interactive
from .ph import ph
from .qt import qt
from .results import ResultPlots
from .sankey import sankey
from .sweeps import contour, lines
from .ts import ts

__all__ = [
    "ResultPlots",
    "circuits",
    "contour",
    "envelope",
    "flowsheet",
    "hs",
    "interactive",
    "lines",
    "ph",
    "qt",
    "sankey",
    "ts",
]
