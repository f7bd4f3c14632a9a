"""The logger of networks, with levels for progress and results between INFO and WARNING."""

import logging

__all__ = ["PROGRESS", "RESULT", "logger"]

#: Level of the iterations of a solve.
PROGRESS = logging.INFO + 1
#: Level of printed results.
RESULT = logging.INFO + 2

logging.addLevelName(PROGRESS, "PROGRESS")
logging.addLevelName(RESULT, "RESULT")

#: Networks log here; nothing is shown until a handler is added.
logger = logging.getLogger("TESPyLogger")
logger.addHandler(logging.NullHandler())
