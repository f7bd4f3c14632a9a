"""Charts of fluids and results: `ph`, `ts`; pictures of models: `flowsheet`.

Every chart takes `ax=None`, draws into it and returns it; nothing is shown and no setting of matplotlib is changed.
matplotlib is imported when the first chart is drawn.
"""

from ..flowsheet import flowsheet
from .ph import ph
from .results import ResultPlots
from .ts import ts

__all__ = ["ResultPlots", "flowsheet", "ph", "ts"]
