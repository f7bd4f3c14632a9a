"""The logger of networks, with levels for progress and results between INFO and WARNING."""

import logging
import sys
import warnings
from pathlib import Path
from typing import Any, TextIO

__all__ = [
    "PROGRESS",
    "RESULT",
    "FutureWarningHandler",
    "add_console_logging",
    "add_file_logging",
    "define_logging",
    "logger",
]

#: Level of the iterations of a solve.
PROGRESS = logging.INFO + 1
#: Level of printed results.
RESULT = logging.INFO + 2

logging.addLevelName(PROGRESS, "PROGRESS")
logging.addLevelName(RESULT, "RESULT")

#: Networks log here; nothing is shown until a handler is added.
logger = logging.getLogger("TESPyLogger")
logger.addHandler(logging.NullHandler())


class FutureWarningHandler:
    """Takes the place of `warnings.showwarning`: logs warnings.

    Parameters
    ----------
    logger : logging.Logger
        Where they go.
    """

    def __init__(self, logger: logging.Logger) -> None:
        self.logger = logger

    def __call__(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        """Logs a warning."""
        self.logger.warning("%s", warnings.formatwarning(message, category, filename, lineno, line).strip())


def add_console_logging(
    logformat: str = "%(asctime)s %(levelname)s %(message)s", logdatefmt: str = "%H:%M:%S", loglevel: int = logging.INFO
) -> None:
    """Shows messages on the standard output."""
    _add(logging.StreamHandler(sys.stdout), logformat, logdatefmt, loglevel)


def add_file_logging(
    logpath: str | Path | None = None,
    logfile: str = "tespy.log",
    logrotation: dict[str, Any] | None = None,
    logformat: str = "%(asctime)s %(levelname)s %(message)s",
    logdatefmt: str | None = None,
    loglevel: int = logging.DEBUG,
) -> str:
    """Writes messages to a file that is rotated at midnight, and gives its path.

    Parameters
    ----------
    logpath : path, optional
        Folder; `.tespy/log_files` of the user's home unless given.
    logfile : str
        Name of the file.
    logrotation : dict, optional
        Arguments of `logging.handlers.TimedRotatingFileHandler`.
    """
    # It brings network modules that nothing else here needs.
    from logging.handlers import TimedRotatingFileHandler

    from . import helpers

    folder = Path(logpath) if logpath is not None else Path(helpers.extend_basic_path("log_files"))
    folder.mkdir(parents=True, exist_ok=True)
    rotation: dict[str, Any] = {"when": "midnight", "backupCount": 10} | (logrotation or {})
    _add(TimedRotatingFileHandler(folder / logfile, **rotation), logformat, logdatefmt, loglevel)
    return str(folder / logfile)


def define_logging(
    logpath: str | Path | None = None,
    logfile: str = "tespy.log",
    log_the_path: bool = True,
    screen_level: int = logging.INFO,
    file_level: int = logging.DEBUG,
    **options: Any,
) -> str:
    """Writes messages to a file and shows them, and gives the path of the file; options as for `add_file_logging`."""
    path = add_file_logging(logpath, logfile, loglevel=file_level, **options)
    add_console_logging(loglevel=screen_level)
    if log_the_path:
        logger.info("Path for logging: %s", path)
    return path


def _add(handler: logging.Handler, form: str, date: str | None, level: int) -> None:
    handler.setFormatter(logging.Formatter(form, date))
    handler.setLevel(level)
    logger.addHandler(handler)
    logger.setLevel(min(level, logger.level or level))
