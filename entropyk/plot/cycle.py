"""What a chart needs to know of a result, in SI units."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .._core import Fluid, Units
from ..errors import ValidationError
from .coordinates import Array
from .sides import Side, read_sides

#: Columns of the states that are read, with their quantities.
_COLUMNS = {"p": "pressure", "h": "enthalpy", "T": "temperature", "s": "entropy", "m": "mass_flow"}


@dataclass(frozen=True)
class Cycle:
    """The states of one fluid in a result, and the paths through components between them."""

    fluid: Fluid
    #: Number of the row in the result's table of states, from 1.
    numbers: list[int]
    #: Labels of the connections.
    labels: list[str]
    states: dict[str, Array]
    #: (label of the component, its class, position of inlet, position of outlet).
    passes: list[tuple[str, str, int, int]]
    units: Units
    performance: dict[str, float]
    #: What the fluid exchanges heat with, by label of the component.
    sides: dict[str, Side] = field(default_factory=dict)

    def energy(self, inlet: int, outlet: int) -> float:
        """What the fluid takes up between two states, W."""
        return float(self.states["m"][inlet] * (self.states["h"][outlet] - self.states["h"][inlet]))


def is_result(thing: Any) -> bool:
    """Whether a thing has states and processes."""
    return hasattr(thing, "states") and hasattr(thing, "processes")


def read(result: Any, fluid: str | None = None) -> Cycle:
    """The cycle of a fluid in a result.

    Parameters
    ----------
    result : ConvergedState
        A result.
    fluid : str, optional
        Which fluid, where there are several; otherwise that of the first machine, or else of the first connection.

    Raises
    ------
    ValidationError
        If there is no such fluid in the result, or it is a mixture.
    """
    table = result.states
    names = list(table.column("fluid"))
    passes = list(result.processes())
    name = Fluid(fluid).name if fluid is not None else _main_fluid(names, passes)
    rows = [row for row, other in enumerate(names) if other == name]
    if not rows:
        raise ValidationError(f"there is no {name} in this result; there are {', '.join(sorted(set(names)))}")
    species = [column for column in table.column_names if column.startswith("fluid.")]
    if any(np.isfinite(np.asarray(table.column(column))[rows[0]]) for column in species):
        raise ValidationError(f"{name} is a mixture without saturation lines to draw: its states are in result.states")
    units = units_of(table)
    columns = {column: to_si(table, column, units, quantity)[rows] for column, quantity in _COLUMNS.items()}
    is_wet = np.array([phase == "tp" for phase in table.column("phase")])
    columns["x"] = np.where(is_wet, table.column("x"), np.nan)[rows]
    position = {row: i for i, row in enumerate(rows)}
    inside = [each for each in passes if each[2] in position and each[3] in position]
    return Cycle(
        fluid=Fluid(name),
        numbers=[row + 1 for row in rows],
        labels=[table.column("connection")[row] for row in rows],
        states=columns,
        passes=[(label, kind, position[i], position[j]) for label, kind, i, j in inside],
        units=units,
        performance=dict(result.performance) if len(set(names)) == 1 else _performance_of(result, name),
        sides=read_sides(result, name, units),
    )


def _main_fluid(names: list[str], passes: list[tuple[str, str, int, int]]) -> str:
    machines = [names[inlet] for _, kind, inlet, _ in passes if is_machine(kind)]
    return (machines or names)[0]


def is_machine(kind: str) -> bool:
    """Whether a class of components exchanges work with the fluid."""
    return any(word in kind.lower() for word in ("compressor", "pump", "turbine", "expander", "turbo"))


def _performance_of(result: Any, fluid: str) -> dict[str, float]:
    """The performance of the circuit of a fluid, if there is exactly one."""
    circuits = [circuit for circuit in getattr(result.performance, "circuits", ()) if circuit["fluid"] == fluid]
    return dict(circuits[0]) if len(circuits) == 1 else {}


def units_of(table: Any) -> Units:
    """The units of a table of states; heat and power, which it does not have, are in kW unless all is SI."""
    si = Units()
    units = Units(si, **{quantity: table.units[column] for column, quantity in _COLUMNS.items()})
    if units == si:
        return units
    return Units(units, heat="kW", power="kW")


def to_si(table: Any, column: str, units: Units, quantity: str) -> Array:
    """A column in SI."""
    zero = units.to_si(0.0, quantity)
    return np.asarray(np.asarray(table.column(column)) * (units.to_si(1.0, quantity) - zero) + zero)
