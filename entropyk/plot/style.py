"""Colours, line widths and dashes of the charts, and the axes they are drawn in.

The colours are those of Okabe and Ito, which people with any colour vision tell apart; every family of lines has dashes
of its own, so that a grey print is readable. Text and dome take the colour that matplotlib has for text.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, SKY, RED, ORANGE = "#0072B2", "#3A8FC4", "#D55E00", "#E69F00"
GREEN, PURPLE, GREY = "#009E73", "#B0588B", "#8A8A8A"

#: Lines of constant …, by the symbol of what is constant.
FAMILIES: dict[str, dict[str, Any]] = {
    "T": {"colors": SKY, "linewidths": 0.7, "linestyles": "solid", "alpha": 0.75},
    "s": {"colors": ORANGE, "linewidths": 0.7, "linestyles": (0, (6, 2)), "alpha": 0.6},
    "p": {"colors": GREEN, "linewidths": 0.7, "linestyles": "solid", "alpha": 0.6},
    "rho": {"colors": GREEN, "linewidths": 0.6, "linestyles": (0, (5, 1.5, 1, 1.5)), "alpha": 0.65},
    "x": {"colors": GREY, "linewidths": 0.5, "linestyles": (0, (1, 1.5)), "alpha": 0.9},
}

#: Processes of a cycle, by kind.
PROCESSES: dict[str, dict[str, Any]] = {
    "work": {"color": RED, "linewidth": 2.2},
    "heat out": {"color": ORANGE, "linewidth": 2.2},
    "heat in": {"color": BLUE, "linewidth": 2.2},
    "throttling": {"color": GREY, "linewidth": 2.2},
    "mixing": {"color": GREY, "linewidth": 1.0, "linestyle": (0, (4, 2))},
}

#: Lines of a sweep, told apart by colour, dashes and marker.
SERIES: list[dict[str, Any]] = [
    {"color": color, "linestyle": dashes, "marker": marker, "linewidth": 1.6}
    for color, dashes, marker in (
        (BLUE, "solid", "o"),
        (RED, (0, (6, 1.5)), "s"),
        (GREEN, (0, (3, 1)), "^"),
        (ORANGE, (0, (5, 1, 1, 1)), "D"),
        (PURPLE, (0, (1, 1)), "v"),
        (SKY, (0, (8, 2)), "P"),
        (GREY, (0, (2, 2)), "X"),
    )
]

DOME_WIDTH = 1.6

#: Text in the colour of a line that is too light for text on white.
_DARKER = {ORANGE: "#A86F00", GREY: "#6E6E6E"}


def text_color(color: str, ax: "Axes") -> Any:
    """The colour of text that belongs to a line of that colour, readable on the axes' background."""
    from matplotlib.colors import to_rgb

    if sum(to_rgb(ax.get_facecolor())) > 1.2:
        return _DARKER.get(color, color)
    return tuple(0.6 * part + 0.4 for part in to_rgb(color))


def new_or_given(ax: "Axes | None", below: float = 0.0) -> "Axes":
    """The axes to draw in, made if none are given, with some inches kept free below.

    Raises
    ------
    ImportError
        Without matplotlib, naming the extra that brings it.
    """
    try:
        from matplotlib import pyplot as plt
    except ImportError as error:
        raise ImportError('charts need matplotlib: pip install "entropyk[plot]"', name="matplotlib") from error
    if ax is None:
        figure, ax = plt.subplots()
        if below:
            figure.subplots_adjust(bottom=figure.subplotpars.bottom + below / figure.get_figheight())
    return ax


def ink() -> str:
    """The colour of text."""
    from matplotlib import rcParams

    return str(rcParams["text.color"])


def halo(ax: "Axes", width: float = 2.0) -> list[Any]:
    """An outline in the colour of the paper, which keeps text readable on lines."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=width, foreground=ax.get_facecolor())]


def finish_plain(ax: "Axes", xlabel: str, ylabel: str) -> None:
    """Grid and titles of the axes."""
    ax.set(xlabel=xlabel, ylabel=ylabel, axisbelow=True)
    ax.grid(True, color=ink(), alpha=0.09, linewidth=0.6)
