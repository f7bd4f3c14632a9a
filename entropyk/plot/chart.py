"""What the charts share: limits, axes, families of lines, legend and header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import Fluid, Units
from ..errors import ValidationError
from .coordinates import Array, Measure, measure, shown_units
from .cycle import Cycle, is_result, read
from .dimensions import brackets, draw_brackets, draw_dimensions
from .dome import Dome, draw_dome
from .isolines import Line, number
from .labels import Labels, Rail
from .markers import draw_states, draw_table, table_height
from .process import Process, draw_processes, processes
from .sides import draw_sides
from .style import FAMILIES, GREY, PROCESSES, PURPLE, ink, new_or_given, text_color

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What a family of lines may be asked for: drawn or not, or values in shown units.
Wanted = bool | Sequence[float]

#: Limits of an axis.
Range = tuple[float, float]


@dataclass
class Chart:
    """A chart while it is drawn."""

    ax: "Axes"
    fluid: Fluid
    cycle: Cycle | None
    x: Measure
    y: Measure
    units: Units
    labels: Labels

    def measure(self, symbol: str) -> Measure:
        """A property in the units of the chart."""
        return measure(symbol, self.units)

    def shown(self, states: dict[str, Array]) -> tuple[Array, Array]:
        """States as coordinates."""
        return self.x.show(states[self.x.symbol]), self.y.show(states[self.y.symbol])

    def family(self, symbol: str, lines: list[Line]) -> None:
        """Draws the lines of a family as one collection."""
        from matplotlib.collections import LineCollection

        if lines:
            paths = [np.column_stack(self.shown(line.states)) for line in lines]
            key = self.measure(symbol).key
            self.ax.add_collection(LineCollection(paths, zorder=2, label=key, **FAMILIES[symbol]), autolim=False)

    def label(self, symbol: str, lines: list[Line], rails: list[Rail]) -> None:
        """Labels the lines of a family along rails."""
        color = text_color(FAMILIES[symbol]["colors"], self.ax)
        texts = [(line.text, *self.shown(line.states)) for line in lines]
        self.labels.along_rails(texts, rails, color=color, size="x-small")

    def dome(self, lines: Dome) -> None:
        """Draws the two-phase region."""
        draw_dome(self.ax, lines, self.x, self.y, self.fluid.is_pseudo_pure)
        for side in (lines.bubble, lines.dew):
            self.labels.keep_clear(*self.shown(side))

    def draw_cycle(self, states: str, annotations: bool = False, sides: bool = False) -> None:
        """Draws the processes and marks the states; with dimension lines and brackets, and other sides, if wanted."""
        if self.cycle is None:
            return
        found = processes(self.cycle)
        draw_processes(self.ax, found, self.x, self.y)
        others = draw_sides(self.ax, found, self.cycle.sides, self.x, self.y) if sides else []
        for line in [self.shown(process.states) for process in found] + [seen for _, *seen in others]:
            self.labels.keep_clear(*line)
        if annotations:
            self._annotate(found)
        if states != "none":
            draw_states(self.ax, self.cycle, self.x, self.y, self.labels, states)
        self._describe(found)
        for name, *seen in others:
            self.labels.beside(name, *seen, color=text_color(PURPLE, self.ax), size="small")
        if states == "table":
            draw_table(self.ax, self.cycle, [self.measure(symbol) for symbol in ("p", "T", "h", "s", "x", "m")])

    def _annotate(self, found: list[Process]) -> None:
        """Draws dimension lines where h is the lower axis, and brackets."""
        if self.x.symbol == "h" and self.cycle is not None:
            draw_dimensions(self.ax, found, self.x, self.y, self.labels)
        if self.cycle is not None:
            draw_brackets(self.ax, brackets(self.cycle), self.x, self.y, self.measure("dT"), self.labels)

    def _describe(self, found: list[Process]) -> None:
        """Writes components with their heat or power beside their paths."""
        for process in found:
            power = self.measure("P" if process.kind == "work" else "Q")
            value = f"{number(float(f'{abs(power.show(process.energy)):.3g}'))} {power.unit}"
            text = f"{process.label}  {value}" if process.kind in ("work", "heat in", "heat out") else process.label
            color = text_color(PROCESSES[process.kind]["color"], self.ax)
            self.labels.beside(text, *self.shown(process.states), color=color, size="small")

    def finish(self, title: "bool | str") -> None:
        """Grid, titles of the axes, header and legend."""
        ax = self.ax
        ax.set(xlabel=self.x.title, ylabel=self.y.title, axisbelow=True)
        ax.grid(True, color=ink(), alpha=0.09, linewidth=0.6)
        ax.legend(
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            ncols=4,
            frameon=False,
            fontsize="x-small",
            borderaxespad=0.1,
            handlelength=1.6,
            columnspacing=1.2,
            handletextpad=0.5,
        )
        self._reference()
        if title:
            self._header(title)

    def _header(self, title: "bool | str") -> None:
        """The fluid on the left, the coefficients of performance on the right if there is room."""
        ax = self.ax
        ax.set_title(title if isinstance(title, str) else called(self.fluid), loc="left", pad=17.0, weight="bold")
        if self.cycle is None or title is not True:
            return
        cop = ax.set_title(coefficients(self.cycle), loc="right", pad=17.0, size="medium")
        name = ax._left_title  # type: ignore[attr-defined]
        if name.get_window_extent().width + cop.get_window_extent().width > 0.95 * ax.get_window_extent().width:
            cop.set_text("")

    def _reference(self) -> None:
        """Says at the end of the lower axis where h and s are counted from, if there is room."""
        text = reference(self.fluid)
        is_wide = self.ax.get_window_extent().width > 3.6 * self.ax.figure.dpi
        if text and is_wide and {"h", "s"} & {self.x.symbol, self.y.symbol}:
            at_end_of_title = ("axes fraction", self.ax.xaxis.label)
            style = {"ha": "right", "va": "center", "size": "x-small", "color": text_color(GREY, self.ax)}
            self.ax.annotate(text, (1.0, 0.5), xycoords=at_end_of_title, annotation_clip=False, **style)


def begin(thing: Any, ax: "Axes | None", x: str, y: str, *, units: Any, fluid: str | None, states: str) -> Chart:
    """A chart of a fluid, its name, or a result."""
    if states not in ("numbers", "labels", "table", "none"):
        raise ValidationError(f'states is "numbers", "labels", "table" or "none", not {states!r}')
    cycle, model = None, None
    thing = getattr(thing, "solution", thing)
    if is_result(thing):
        cycle = read(thing, fluid)
        thing, model = cycle.fluid, cycle.units
    elif isinstance(thing, str):
        thing = Fluid(thing)
    elif not isinstance(thing, Fluid):
        raise ValidationError(f"a chart shows a fluid, its name or a result, not {thing!r}")
    units = shown_units(units, model)
    ax = new_or_given(ax, table_height(cycle) if cycle is not None and states == "table" else 0.0)
    return Chart(ax, thing, cycle, measure(x, units), measure(y, units), units, Labels(ax))


def called(fluid: Fluid) -> str:
    """The name of a fluid, with its number as a refrigerant if it has one."""
    numbers = [alias for alias in fluid.aliases if re.fullmatch(r"R\d+[a-zA-Z]*", alias)]
    if not numbers or re.match(r"R\d", fluid.name):
        return fluid.name
    # Isomers are written with small letters: R600a.
    return f"{fluid.name} ({numbers[0][0]}{numbers[0][1:].lower()})"


def coefficients(cycle: Cycle) -> str:
    """The coefficients of performance that a cycle has."""
    cop = {key[4:]: cycle.performance.get(key, np.nan) for key in ("cop_cooling", "cop_heating")}
    found = [f"{value:.2f} {purpose}" for purpose, value in cop.items() if np.isfinite(value)]
    return f"COP {', '.join(found)}" if found else ""


def reference(fluid: Fluid) -> str:
    """The usual name of the fluid's reference state, empty if it has none of the usual ones."""
    points = [
        ("IIR: $h'$ = 200 kJ/kg at 0 °C", {"T": 273.15}, 200e3),
        ("ASHRAE: $h'$ = 0 at −40 °C", {"T": 233.15}, 0.0),
        ("NBP: $h'$ = 0 at 1 atm", {"p": 101325.0}, 0.0),
        ("$h'$ = 0 at the triple point", {"T": fluid.T_triple}, 0.0),
    ]
    for text, at, h in points:
        value = fluid.props("h", x=0.0, on_error="nan", **at)
        if abs(value - h) < 50.0:
            return text
    return ""
