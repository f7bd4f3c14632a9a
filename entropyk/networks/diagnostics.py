"""What a network is made of once it is ready to be solved: unknowns, equations, blocks, and what is wrong with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..tools.helpers import TESPyNetworkError
from .members import Members

if TYPE_CHECKING:
    from .._core import ConvergedState, Report, Table

__all__ = ["Diagnostics"]

#: Kinds of variables of a report that the solver finds.
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Problem:
    """What a solve took: iterations, and the scaled residual that was left."""

    iter: int
    residual: float


class Diagnostics(Members):
    """The part of `Network` that explains."""

    _solution: ConvergedState | None
    _was_solved: bool

    @property
    def problem(self) -> Problem:
        """Iterations and residual of the last solve.

        Raises
        ------
        TESPyNetworkError
            If there was none.
        """
        if not self._was_solved:
            raise TESPyNetworkError("the network has not been solved yet")
        if self._solution is not None:
            return Problem(self._solution.iterations, float(self._solution.final_residual))
        residual = getattr(self._failure, "residual", None)
        return Problem(getattr(self._failure, "iterations", None) or 0, math.nan if residual is None else residual)

    #: Why the last solve found no solution.
    _failure: Exception | None = None

    def report(self) -> Report:
        """All tables about unknowns, equations and blocks; see `System.report`.

        Raises
        ------
        TESPyNetworkError
            If neither `presolve` nor `solve` was called.
        """
        if not self.checked:
            raise TESPyNetworkError("the network is not prepared: call presolve(...) or solve(...) before")
        return self._model.report()

    def get_structure(self) -> dict[str, Any]:
        """All tables about unknowns, equations and blocks as lists of rows, which JSON can hold."""
        report = self.report()
        names = ("variables", "equations", "incidence", "blocks", "missing", "helpful", "superfluous")
        return {"is_solvable": report.is_solvable, **{name: _rows(getattr(report, name)) for name in names}}

    def get_variables(self) -> list[dict[str, Any]]:
        """The unknowns that the solver finds."""
        return [row for row in _rows(self.report().variables) if row["kind"] == UNKNOWN]

    def get_variables_before_presolve(self) -> list[dict[str, Any]]:
        """All variables, those that are given or follow from others included."""
        return _rows(self.report().variables)

    def get_presolved_variables(self) -> list[dict[str, Any]]:
        """Variables that are given or follow from others."""
        return [row for row in _rows(self.report().variables) if row["kind"] != UNKNOWN]

    def get_equations(self) -> list[dict[str, Any]]:
        """The equations that the solver meets."""
        return [row for row in _rows(self.report().equations) if row["kind"] == "solved"]

    def get_presolved_equations(self) -> list[dict[str, Any]]:
        """Equations that hold before the solver starts."""
        return [row for row in _rows(self.report().equations) if row["kind"] != "solved"]

    def get_equations_with_dependents(self) -> list[dict[str, Any]]:
        """The unknowns in every equation that the solver meets."""
        return _rows(self.report().incidence)

    def get_blocks(self) -> list[dict[str, Any]]:
        """The blocks of equations that are solved together, in order."""
        return _rows(self.report().blocks)

    def get_structural_analysis(self) -> dict[str, Any]:
        """Whether every unknown has its equation; if not, what is `missing`, `helpful` and `superfluous`."""
        report = self.report()
        tables = {name: _rows(getattr(report, name)) for name in ("missing", "helpful", "superfluous")}
        return {"is_solvable": report.is_solvable, **tables}

    def get_variable_values(self) -> dict[tuple[str, str], list[tuple[str, str, float]]]:
        """By unknown, as (label, quantity), what follows from it: label, quantity and (start) value in SI."""
        found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
        rows = _rows(self.report().variables)
        for row in rows:
            if row["unknown"]:
                label, name = _parts(row["variable"])
                found.setdefault(_parts(row["unknown"]), []).append((label, name, row["value_SI"]))
        return found

    def set_variable_value(self, label: str, prop: str, value: float) -> None:
        """Lets the solver start at a value, SI.

        Raises
        ------
        KeyError
            If nothing has the label, or it has no such quantity.
        TESPyNetworkError
            If the solver does not look for it.
        """
        item = self._connections.get(label) or self._parts.get(label) or self.user_defined_var.get(label)
        if item is None:
            raise KeyError(f"nothing in the network has the label {label!r}")
        name = "value" if label in self.user_defined_var else prop
        if name not in item._parameters():
            raise KeyError(f"{label} has no quantity {prop!r}")
        members = [member for group in self.get_variable_values().values() for member in group]
        if all((label, prop) != member[:2] for member in members):
            raise TESPyNetworkError(f"{label}.{prop} is not looked for: it is given, or follows from what is")
        quantity = item.get_attr(name).quantity
        item._set_start(name, self.units.from_si(value, quantity))

    def __getattr__(self, name: str) -> Any:
        # print_variables() shows what get_variables() gives.
        if name.startswith("print_") and hasattr(type(self), f"get_{name[6:]}"):
            return lambda: print(_text(getattr(self, f"get_{name[6:]}")()))
        raise AttributeError(f"a network has no {name}")


def _rows(table: Table) -> list[dict[str, Any]]:
    names = table.column_names
    columns = (table[name].tolist() if hasattr(table[name], "tolist") else list(table[name]) for name in names)
    return [dict(zip(names, row)) for row in zip(*columns)]


def _parts(path: str) -> tuple[str, str]:
    label, _, name = path.rpartition(".")
    return (label, name) if label else (name, "variable")


def _text(found: Any) -> str:
    if isinstance(found, dict):
        return "\n".join(f"{key}: {value}" for key, value in found.items())
    return "\n".join("  ".join(f"{key}={value}" for key, value in row.items()) for row in found)
