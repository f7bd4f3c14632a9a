"""Tables for people: pandas, polars and pyarrow frames, HTML."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from ._core import ConvergedState, Fluid, Report, Table
from .errors import ValidationError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

#: Flows of energy that a performance tells.
ENERGIES = ("heat_in", "heat_out", "power", "loss")

#: Rows shown in a notebook before a table is cut.
MAX_ROWS = 60


def _need(module: str, extra: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(f"this needs {module}: pip install {extra}", name=module) from error


def to_pandas(table: Table, copy: bool = True) -> "pandas.DataFrame":
    """A pandas frame; with `copy=False` its columns of numbers are the engine's buffers, read-only."""
    pd = _need("pandas", "entropyk[pandas]")
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table.column(name)
        if not isinstance(column, np.ndarray):
            column = pd.Categorical(column) if table._is_category(name) else column
        elif copy:
            column = column.copy()
        columns[name] = column
    frame = pd.DataFrame(columns, copy=False)
    frame.attrs["units"] = table.units
    return frame


def to_polars(table: Table) -> "polars.DataFrame":
    """A polars frame; numbers are not copied."""
    return _need("polars", "entropyk[polars]").DataFrame(table)


def to_arrow(table: Table) -> "pyarrow.Table":
    """A pyarrow table; nothing is copied."""
    return _need("pyarrow", "pyarrow").table(table)


def to_like(table: Table, frame: Any) -> Any:
    """The table as the kind of frame that another is."""
    kind = type(frame).__module__.partition(".")[0]
    if isinstance(frame, Table):
        return table
    if isinstance(frame, Mapping):
        return {name: table.column(name) for name in table.column_names}
    if kind == "pandas":
        made = to_pandas(table)
        return made.set_index(frame.index) if len(made) == len(frame) else made
    if kind == "polars":
        return to_polars(table)
    if kind == "pyarrow":
        return to_arrow(table)
    raise ValidationError(
        f"a table becomes a frame of pandas, polars or pyarrow, or a dict, not a {type(frame).__name__}: "
        "anything else that reads Arrow takes the table itself"
    )


def to_html(table: Table, with_empty: bool = True) -> str:
    """An HTML table with the units in its head, without columns that are empty if wanted."""
    names, units = table.column_names, table.units
    if not with_empty:
        names = [name for name in names if not _is_empty(table.column(name))]
    head = "".join(f"<th>{escape(name)}{_unit(units.get(name, ''))}</th>" for name in names)
    columns = [table.column(name) for name in names]
    rows = min(len(table), MAX_ROWS)
    body = "".join("<tr>" + "".join(_cell(column[i]) for column in columns) + "</tr>" for i in range(rows))
    cut = f"<p>{rows} of {len(table)} rows</p>" if rows < len(table) else ""
    return f'<table class="entropyk"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{cut}'


def result_to_html(result: ConvergedState) -> str:
    """Status, performance and states of a result."""
    report = str(result).splitlines()
    head = "<br>".join(escape(line) for line in report[: report.index("")])
    notes = "<br>".join(escape(line) for line in report if line.startswith(("assumed:", "warning:")))
    tables = to_html(result.components, with_empty=False) + to_html(result.states)
    return f"<p>{head}</p>{tables}<p><small>{notes}</small></p>"


def quantity_to_html(quantity: Any) -> str:
    """The customary unit, and the SI value behind it where that is another."""
    # "Pressure(350000 Pa = 3.5 bar)"
    si = repr(quantity).partition("(")[2].rstrip(")").partition(" = ")[0]
    shown = str(quantity)
    return escape(shown) if si == shown else f"{escape(shown)} <small>= {escape(si)}</small>"


def fluid_to_html(fluid: Fluid) -> str:
    """What is known of a fluid: names, limits, key points, safety and climate."""
    rows = [
        ("formula", fluid.formula),
        ("CAS", fluid.cas),
        ("also called", ", ".join(fluid.aliases)),
        ("molar mass", _number(1e3 * fluid.molar_mass, "g/mol")),
        ("critical point", _point(fluid.T_critical, fluid.p_critical)),
        ("triple point", _point(fluid.T_triple, fluid.p_triple)),
        ("range", f"{fluid.T_min - 273.15:.5g} to {fluid.T_max - 273.15:.5g} °C, up to {fluid.p_max / 1e5:.5g} bar"),
        ("GWP (100 a)", _number(fluid.gwp100, "")),
        ("safety class", fluid.safety_class),
        ("backend", fluid.backend),
        ("source", fluid.source),
    ]
    return _pairs(fluid.name, rows)


def performance_to_html(performance: Any) -> str:
    """Energy flows and coefficients of performance."""
    flows = [(name.replace("_", " "), _number(performance[name] / 1e3, "kW")) for name in ENERGIES]
    ratios = [(name.replace("_", " "), _number(performance[name], "")) for name in ("cop_cooling", "cop_heating")]
    return _pairs("performance", flows + ratios)


def _point(T: float, p: float) -> str:
    return f"{T - 273.15:.5g} °C, {p / 1e5:.5g} bar" if np.isfinite(T * p) else ""


def _number(value: float, unit: str) -> str:
    return f"{value:.5g} {unit}".strip() if np.isfinite(value) else ""


def _pairs(title: str, rows: list[tuple[str, str]]) -> str:
    """A table of names and values, without those that are empty."""
    cells = (
        f'<tr><th>{escape(name)}</th><td style="text-align:left">{escape(text)}</td></tr>'
        for name, text in rows
        if text
    )
    return f'<table class="entropyk"><caption>{escape(title)}</caption>{"".join(cells)}</table>'


def report_to_html(report: Report) -> str:
    """A report in words, and its tables to unfold."""
    names = ("missing", "helpful", "superfluous", "blocks", "equations", "variables")
    tables = ((name, getattr(report, name)) for name in names)
    return f"<pre>{escape(report.text)}</pre>" + "".join(_fold(name, table) for name, table in tables if len(table))


def system_to_html(description: str, report: Report) -> str:
    """Components, connections and what is given, and the report to unfold."""
    state = "solvable" if report.is_solvable else "not solvable as it stands"
    lines = description.splitlines()
    shown = [*lines[:MAX_ROWS], f"… and {len(lines) - MAX_ROWS} more"] if len(lines) > MAX_ROWS else lines
    words = escape("\n".join(shown))
    return f"<pre>{words}</pre><details><summary>{state}</summary>{report_to_html(report)}</details>"


def _fold(name: str, table: Table) -> str:
    return f"<details><summary>{name} ({len(table)})</summary>{to_html(table)}</details>"


def _is_empty(column: Any) -> bool:
    return isinstance(column, np.ndarray) and bool(np.isnan(column).all())


def _unit(unit: str) -> str:
    return f"<br><small>{escape(unit)}</small>" if unit not in ("", "1") else ""


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return f'<td style="text-align:left">{escape(value)}</td>'
    if value != value:
        return "<td></td>"
    return f"<td>{value:.6g}</td>"
