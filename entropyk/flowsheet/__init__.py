"""Flowsheets drawn from models: SVG, with mermaid as text.

High pressure stands above low pressure, and what heats below what is heated. `graph` reads a model, `layout` finds
places, `route` lines between them, `symbols` and `svg` draw.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .graph import Graph
from .layout import place
from .mermaid import text_of
from .svg import draw

if TYPE_CHECKING:
    import os

__all__ = ["Flowsheet", "flowsheet"]


class Flowsheet:
    """A picture of a model; notebooks show it, `print` gives mermaid text.

    Parameters
    ----------
    graph : Graph
        Components and connections.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._svg: str | None = None

    @property
    def svg(self) -> str:
        """The picture as SVG, with states as tooltips."""
        if self._svg is None:
            self._svg = draw(self._graph, place(self._graph))
        return self._svg

    @property
    def mermaid(self) -> str:
        """The graph as text that GitHub, GitLab and JupyterLab draw too."""
        return text_of(self._graph)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture to an `.svg` file, or the text to any other."""
        file = Path(path)
        file.write_text(self.svg if file.suffix == ".svg" else self.mermaid, encoding="utf-8")

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.mermaid

    def __repr__(self) -> str:
        return f"<Flowsheet: {len(self._graph.nodes)} components, {len(self._graph.links)} connections>"


Flowsheet.__module__ = "entropyk"


def flowsheet(model: Any) -> Flowsheet:
    """The flowsheet of a system or network, as it stands: with the states of the last solution, if there is one.

    Parameters
    ----------
    model : System or Network
        What to draw.

    Examples
    --------
    >>> ek.plot.flowsheet(system)
    >>> ek.plot.flowsheet(system).save("plant.svg")
    """
    return Flowsheet(Graph.of(model))
