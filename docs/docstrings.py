"""Docstrings of components as Sphinx reads them: their equations are literal text."""

import re
from typing import Any

#: What reStructuredText would take for a substitution: |Q|.
BAR = re.compile(r"\|")
#: A line of the equations of a component: `- name: formula`.
EQUATION = re.compile(r"^- ([^:`]+): (.+)$")


def literal_equations(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Sets formulas of components as literal text."""
    del app, name, options
    if what == "class" and hasattr(obj, "_class"):
        lines[:] = [
            EQUATION.sub(r"- \1: ``\2``", line) if EQUATION.match(line) else BAR.sub(r"\\|", line) for line in lines
        ]


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.connect("autodoc-process-docstring", literal_equations, priority=400)
    return {"parallel_read_safe": True}
