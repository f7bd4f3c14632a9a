"""Results of a network as pandas frames and as text."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from .._core import Object
from ..components import Component
from ..connections import AnyConnection, Connection

__all__ = ["components", "connections", "frames", "text"]

#: Columns of printed tables of connections, by class.
PRINTED = {"Connection": ["m", "p", "h", "T", "x", "phase"]}

GIVEN, FREE, OUTSIDE, END = "\033[94m", "\033[32m", "\033[31m", "\033[0m"


def connections(items: Iterable[AnyConnection]) -> pd.DataFrame:
    """Connections by label: object, ends and kind."""
    columns = ["object", "source", "source_id", "target", "target_id", "conn_type"]
    rows = [[c, c.source, c.source_id, c.target, c.target_id, type(c).__name__] for c in items]
    return pd.DataFrame(rows, index=[c.label for c in items], columns=columns, dtype=object)


def components(items: Iterable[Component]) -> pd.DataFrame:
    """Components by label: class and object."""
    rows = [[type(c).__name__, c] for c in items]
    return pd.DataFrame(rows, index=[c.label for c in items], columns=["comp_type", "object"], dtype=object)


def of_components(tables: dict[str, pd.DataFrame], parts: Iterable[Component]) -> dict[str, pd.DataFrame]:
    """The tables of components, with None for what is not known."""
    return {name: tables[name].astype(object).where(tables[name].notna(), None) for name in by_class(parts)}


def by_class(items: Iterable[Any]) -> dict[str, list[Any]]:
    """Objects by the name of their class, in the order of first appearance."""
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(type(item).__name__, []).append(item)
    return found


def frames(parts: Iterable[Component], edges: Iterable[AnyConnection]) -> dict[str, pd.DataFrame]:
    """A frame for every class: a row for every object, numbers in `<name>`, their units in `<name>_unit`."""
    tables = {name: frame(items) for name, items in by_class(edges).items()}
    return tables | {name: frame(items) for name, items in by_class(parts).items()}


def frame(items: list[Any]) -> pd.DataFrame:
    """The numbers of objects of one class."""
    columns: dict[str, Any] = {}
    for name in numbers(items[0]):
        parameters = [item.get_attr(name) for item in items]
        columns[name] = np.array([parameter.val for parameter in parameters], dtype=float)
        columns[f"{name}_unit"] = [parameter.unit for parameter in parameters]
    if isinstance(items[0], Connection):
        # Beside the two phases the vapour fraction is 0 or 1 here.
        columns["x"] = np.clip(columns["x"], 0.0, 1.0)
        columns |= fluids(items) | {"phase": [c.calc_phase() for c in items]}
    if isinstance(items[0], AnyConnection):
        columns |= ends(items)
    return pd.DataFrame(columns, index=[item.label for item in items])


def fluids(items: list[Connection]) -> dict[str, Any]:
    """A column of mass fractions for every species."""
    fractions = [item.fluid.val for item in items]
    names = dict.fromkeys(name.rpartition("::")[2] for each in fractions for name in each)
    plain = [{name.rpartition("::")[2]: value for name, value in each.items()} for each in fractions]
    return {name: np.array([each.get(name, np.nan) for each in plain]) for name in names}


def ends(items: list[AnyConnection]) -> dict[str, list[str]]:
    """Ends of connections."""
    return {
        "source": [c.source.label for c in items],
        "source_id": [c.source_id for c in items],
        "target": [c.target.label for c in items],
        "target_id": [c.target_id for c in items],
    }


def numbers(item: Object) -> list[str]:
    """Names of the parameters that are numbers."""
    return [name for name in item._parameters() if item.get_attr(name).kind == "number"]


def text(
    tables: dict[str, pd.DataFrame],
    parts: Iterable[Component],
    edges: Iterable[Any],
    colored: bool,
    colours: dict[str, str],
) -> str:
    """All tables as text."""
    from tabulate import tabulate

    shown = []
    for name, items in (by_class(parts) | by_class(edges)).items():
        table = tables[name]
        table = table[[c for c in PRINTED.get(name, numbers(items[0])) if c in table]]
        table = table.loc[[item.label for item in items if item.printout]].dropna(axis=1, how="all")
        if table.empty:
            continue
        of = {item.label: item for item in items}
        rows = zip(table.index, table.itertuples(index=False, name=None))
        cells = [
            [cell(of[label], column, value, colored, colours) for column, value in zip(table.columns, row)]
            for label, row in rows
        ]
        digits = ".3e" if name in PRINTED else ".2e"
        names = {"headers": list(table.columns), "showindex": list(table.index)}
        drawn = tabulate(cells, **names, tablefmt="psql", floatfmt=digits)
        shown.append(f"\n##### RESULTS ({name}) #####\n{drawn}")
    return "".join(shown)


def cell(item: Object, name: str, value: Any, colored: bool, colours: dict[str, str]) -> str:
    """A value as text: given ones blue, free ones green, those beyond their limits red."""
    if isinstance(value, str):
        return value
    shown = f"{value:g}"
    if not colored:
        return shown
    parameter, colour = item.get_attr(name), None
    if parameter.is_set:
        colour = colours.get("set", GIVEN)
    elif parameter.is_var:
        colour = colours.get("var", FREE)
    elif name != "x" and not parameter.min_val <= parameter.val_SI <= parameter.max_val:
        colour = colours.get("err", OUTSIDE)
    return f"{colour}{shown}{END}" if colour else shown
