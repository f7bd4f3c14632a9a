"""The widget behind `interactive`: what the browser shows and sends, over `interactive.js`."""

from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from .._core import Fluid, Units
from ..errors import EntropykError, ValidationError
from ..sweep import path as path_of
from .chart_data import cycle_part, describe, fluid_part, holds, view_of
from .coordinates import measure, shown_units, spelled
from .cycle import Cycle, is_result, read


class InteractiveChart(anywidget.AnyWidget):
    """A log p-h chart with sliders; see `entropyk.plot.interactive`."""

    _esm = Path(__file__).with_name("interactive.js")

    #: What is drawn, in units of the chart.
    chart = traitlets.Dict().tag(sync=True)
    #: Path, low, high, step and unit of every slider.
    sliders: Any = traitlets.List().tag(sync=True)
    #: Value of every slider by its path, in units of the model.
    values = traitlets.Dict().tag(sync=True)
    #: Why the last values gave no solution.
    message = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self, thing: Any, sliders: dict[Any, tuple[float, ...]], *, fluid: str | None, units: "str | Units | None"
    ) -> None:
        super().__init__()
        self._system = thing if hasattr(thing, "solve") and hasattr(thing, "set_attr") else None
        if sliders and self._system is None:
            raise ValidationError(f"sliders set values of a system, and {thing!r} is none")
        self.result: Any = thing if is_result(thing) else None
        self._wanted = fluid
        if self._system is not None:
            self.result = self._system.solve()
        cycle = read(self.result, fluid) if self.result is not None else None
        self._fluid = cycle.fluid if cycle is not None else thing if isinstance(thing, Fluid) else Fluid(thing)
        self._units = shown_units(units, cycle.units if cycle is not None else None)
        self._view = view_of(self._fluid, cycle, self._units)
        self.chart = {**fluid_part(self._fluid, self._units, self._view), **cycle_part(cycle, self._units)}
        made = {path_of(key): self._slider(path_of(key), ends) for key, ends in sliders.items()}
        self.sliders = [slider for slider, _ in made.values()]
        self.values = {path: value for path, (_, value) in made.items()}
        self.observe(self._solve, "values")
        self.on_msg(self._tell)

    def _slider(self, path: str, ends: tuple[float, ...]) -> tuple[dict[str, Any], float]:
        """A slider as the browser needs it, and its value."""
        if len(ends) not in (2, 3) or not ends[0] < ends[1]:
            raise ValidationError(f"{path}: a slider takes the least and the greatest value and a step, not {ends!r}")
        item, name = self._system._at(path)  # type: ignore[union-attr]
        parameter = item.get_attr(name)
        if not parameter.is_set:
            raise ValidationError(f"{path} is not set: a slider moves what is given")
        step = ends[2] if len(ends) == 3 else (ends[1] - ends[0]) / 100
        slider = {"path": path, "low": ends[0], "high": ends[1], "step": step, "unit": spelled(parameter.unit)}
        return slider, float(parameter.val)

    def _solve(self, change: dict[str, Any]) -> None:
        """Sets the values, solves, and draws; values that give no solution are told, and the chart stays."""
        try:
            self._system.set_attr(**change["new"])  # type: ignore[union-attr]
            self.result = self._system.solve()  # type: ignore[union-attr]
        except EntropykError as error:
            self.message = str(error)
            return
        self.message = ""
        self._draw(read(self.result, self._wanted))

    def _draw(self, cycle: Cycle) -> None:
        fixed = {name: self.chart[name] for name in ("title", "x", "y", "dome", "lines")}
        if not holds(self._view, cycle):
            self._view = view_of(self._fluid, cycle, self._units)
            fixed = fluid_part(self._fluid, self._units, self._view)
        self.chart = {**fixed, **cycle_part(cycle, self._units)}

    def _tell(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Answers the browser, which asks for the state at a place."""
        self.send({"text": self.state_at(float(content["p"]), float(content["h"]))})

    def state_at(self, p: float, h: float) -> str:
        """The state at a pressure and an enthalpy in units of the chart, in words."""
        at = {"p": float(measure("p", self._units).si(p)), "h": float(measure("h", self._units).si(h))}
        try:
            state = self._fluid.state(**at)
        except EntropykError:
            return ""
        x = state.x if 0.0 < state.x < 1.0 else np.nan
        return describe({"T": state.T, "p": state.p, "h": state.h, "s": state.s, "x": x}, self._units)
