"""Charts of fluids and results: `ph`, `ts`.

Every function takes `ax=None`, draws into it and returns it; nothing is shown and no setting of matplotlib is changed.
matplotlib is imported when the first chart is drawn.
"""

from .ph import ph
from .results import ResultPlots
from .ts import ts

__all__ = ["ResultPlots", "ph", "ts"]
