"""Property diagrams of a model, with isolines by the package fluprodia and states alone where it has none.

Charts of entropyk itself are `model.nw.plot.ph()` and `model.nw.plot.ts()`; these have the names of TESPy.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ..tools.logger import logger

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..networks import Network

__all__ = ["Diagrams"]

#: Part of its length by which an axis goes on beyond the states.
MARGIN = 0.1
#: Axes of a diagram: quantities with their names in units, whether y is logarithmic, what fluprodia calls it, the file.
AXES = {
    "Ts": (("s", "entropy", "specific entropy"), ("T", "temperature", "temperature"), False, "ts_diagram"),
    "logph": (("h", "enthalpy", "specific enthalpy"), ("p", "pressure", "pressure"), True, "log_ph_diagram"),
}
VAPOUR = {"Q": {"values": np.linspace(0.0, 1.0, 6)}}
ISOLINES: dict[str, dict[str, Any]] = {"Ts": VAPOUR, "logph": VAPOUR | {"s": {"values": np.array([])}}}


class Diagrams:
    """The part of `ModelTemplate` that draws."""

    nw: Network
    _diagram_cache: dict[str, Any]

    if TYPE_CHECKING:

        def _fluid_at(self, connection_label: str) -> str | None: ...
        def _plotting_data(self, connection_label: str) -> tuple[dict[str, Any], dict[str, Any]]: ...

    def create_diagram(self, fluid_name: str) -> Any:
        """The diagram of a fluid, with isolines from −20 °C to 200 °C; to be overridden for other ones."""
        from fluprodia import FluidPropertyDiagram

        diagram = FluidPropertyDiagram(fluid_name)
        diagram.set_unit_system(self.nw.units)
        diagram.set_isolines_subcritical(-20, 200)
        diagram.calc_isolines()
        return diagram

    def register_diagram(self, fluid_name: str, diagram: Any) -> None:
        """Draws a fluid with a diagram that is ready, a `fluprodia.FluidPropertyDiagram`."""
        self._diagram_cache[fluid_name] = diagram

    def _get_diagram(self, fluid_name: str, strict: bool = False) -> Any:
        """The diagram of a fluid, made once; None, or an error if `strict`, where it cannot be made."""
        if fluid_name not in self._diagram_cache:
            try:
                self._diagram_cache[fluid_name] = self.create_diagram(fluid_name)
            except Exception as error:
                if strict:
                    raise
                logger.warning("no diagram of %s, states are shown alone: %s", fluid_name, error)
                self._diagram_cache[fluid_name] = None
        found = self._diagram_cache[fluid_name]
        if found is None and strict:
            raise ValueError(f"there is no diagram of {fluid_name}: override create_diagram, or register one")
        return found

    def supports_fluid_diagram(self, connection_label: str) -> bool:
        """Whether a connection exists, carries a pure fluid, and this has a diagram."""
        if connection_label not in self.nw.conns.index:
            return False
        fluid = self._fluid_at(connection_label)
        return fluid is not None and self._get_diagram(fluid) is not None

    def _prepare_diagram_and_process_data(
        self, connection_label: str, diagram: Any = None, strict: bool = False
    ) -> tuple[dict[str, Any], dict[str, Any], Any]:
        """Lines of processes by component, states by connection, and the diagram to draw them in, if there is one."""
        if connection_label not in self.nw.conns.index:
            raise KeyError(f"the network has no connection {connection_label!r}")
        fluid = self._fluid_at(connection_label)
        if fluid is None:
            message = f"{connection_label} carries a mixture, of which there is no diagram"
            if strict:
                raise ValueError(message)
            logger.warning("%s: states are shown alone", message)
            return {}, self._plotting_data(connection_label)[1], None
        if diagram is None:
            diagram = self._get_diagram(fluid, strict)
        processes, points = self._plotting_data(connection_label)
        if diagram is None:
            return {}, points, None
        return {name: diagram.calc_individual_isoline(**data) for name, data in processes.items()}, points, diagram

    def plot_Ts_diagram_matplotlib(self, connection_label: str, **options: Any) -> tuple[Figure, Axes]:
        """Draws the circuit of a connection over entropy and temperature.

        Parameters
        ----------
        connection_label : str
            Label of any connection of the circuit.
        **options
            `ax` to draw in; `figsize`; `xlim` and `ylim`; `diagram`, instead of that of `create_diagram`; `save_dir`,
            a folder for the picture; `strict`, to refuse fluids without a diagram instead of showing states alone.

        Returns
        -------
        (matplotlib.figure.Figure, matplotlib.axes.Axes)

        Raises
        ------
        KeyError
            If no connection has the label.
        ValueError
            For a mixture, if `strict`.
        """
        return self._draw("Ts", connection_label, **options)

    def plot_logph_diagram_matplotlib(self, connection_label: str, **options: Any) -> tuple[Figure, Axes]:
        """Draws the circuit of a connection over enthalpy and the logarithm of pressure; see `plot_Ts_…`."""
        return self._draw("logph", connection_label, **options)

    def _draw(
        self,
        kind: str,
        label: str,
        ax: Axes | None = None,
        save_dir: str | None = None,
        figsize: tuple[float, float] | None = None,
        xlim: tuple[float, float] | None = None,
        ylim: tuple[float, float] | None = None,
        diagram: Any = None,
        strict: bool = False,
    ) -> tuple[Figure, Axes]:
        import matplotlib.pyplot as plt

        (x, _, _), (y, of_y, _), is_log, file = AXES[kind]
        ax = plt.subplots(figsize=figsize or (10, 6))[1] if ax is None else ax
        figure: Any = ax.get_figure()
        processes, points, diagram = self._prepare_diagram_and_process_data(label, diagram, strict)
        low, high = xlim or limits([point[x] for point in points.values()])
        top = None if diagram is None else self._critical(label, y, of_y)
        bottom, top = ylim or limits([*(point[y] for point in points.values()), *([top] if top else [])], is_log)
        if diagram is None:
            self._frame(ax, kind, (low, high), (bottom, top))
        else:
            diagram.draw_isolines(figure, ax, kind, low, high, bottom, top, isoline_data=ISOLINES[kind])
        for name, line in processes.items():
            ax.plot(line[x], line[y], label=name, color="tab:red", zorder=10_000)
        for name, point in points.items():
            ax.scatter(point[x], point[y], label=name, color="tab:red", zorder=10_000)
        if save_dir:
            figure.savefig(f"{save_dir}/{file}.svg", bbox_inches="tight")
        return figure, ax

    def _frame(self, ax: Axes, kind: str, xlim: tuple[float, float], ylim: tuple[float, float]) -> None:
        """Axes of a diagram without isolines."""
        (_, of_x, x), (_, of_y, y), is_log, _ = AXES[kind]
        ax.set(xlim=xlim, ylim=ylim, yscale="log" if is_log else "linear")
        ax.set(xlabel=f"{x} in {getattr(self.nw.units, of_x)}", ylabel=f"{y} in {getattr(self.nw.units, of_y)}")

    def _critical(self, label: str, name: str, quantity: str) -> float | None:
        """Critical temperature or pressure of a fluid, in the units of the network, up to which a diagram goes."""
        (of,) = self.nw._connections[label].fluid_data.values()  # type: ignore[attr-defined]
        value = getattr(of["wrapper"], f"_{name}_crit")
        return None if value is None or math.isnan(value) else self.nw.units.from_si(value, quantity)


def limits(values: list[float], is_log: bool = False) -> tuple[float, float]:
    """The ends of an axis, with a margin beyond the values."""
    low, high = (math.log(each) if is_log else each for each in (min(values), max(values)))
    margin = MARGIN * ((high - low) or abs(high) or 1.0)
    ends = low - margin, high + margin
    return (math.exp(ends[0]), math.exp(ends[1])) if is_log else ends
