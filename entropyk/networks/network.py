"""A network of connections, with the manners of TESPy's, over the engine of `entropyk.System`.

Connections are collected; components are found at their ends. The graph is built when needed: by `check_topology`,
or by the solve after a change. Everything about values, units and results is the engine's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .. import _core
from .._core import ConvergedState, FallbackConfig, NewtonConfig, Table, Units
from ..components import Component, Condenser
from ..connections import AnyConnection
from ..errors import EntropykError, FluidError, SolverError, TopologyError
from ..sweep import Outputs, Params, sweep
from ..tools.helpers import TESPyNetworkError
from ..tools.logger import PROGRESS, logger
from . import modes, progress, states

if TYPE_CHECKING:
    import pandas

#: Status of a network: solved; solved, with a value outside its limits; not converged; singular; too few or too many
#: specifications; not solved.
CONVERGED, LIMITS, NOT_CONVERGED, SINGULAR, UNDERDETERMINED, OVERDETERMINED, UNSOLVED = 0, 1, 2, 3, 11, 12, 99

#: Arguments of TESPy's solve that are taken and have no effect.
WITHOUT_EFFECT = frozenset(
    ["min_iter", "use_cuda", "robust_relax", "skip_postprocess", "oscillation_damping", "block_solve", "line_search"]
)

#: Where a component lists its connections, and the names of the ports.
PORTS = {
    "inl": lambda component: component._port_names("in", "fluid"),
    "outl": Component.outlets,
    "power_inl": Component.powerinlets,
    "power_outl": Component.poweroutlets,
    "heat_inl": Component.heatinlets,
    "heat_outl": Component.heatoutlets,
}


class Network:
    """Components and the connections between them.

    Parameters
    ----------
    iterinfo : bool, default True
        Whether a solve prints what it does.
    units : Units, optional
        Units of plain numbers; SI unless set, also by `nw.units.set_defaults(...)`.

    Examples
    --------
    >>> from entropyk.networks import Network
    >>> nw = Network()
    >>> nw.units.set_defaults(temperature="degC", pressure="bar")
    """

    def __init__(self, iterinfo: bool = True, units: Units | None = None) -> None:
        self.iterinfo = iterinfo
        self.status = UNSOLVED
        self.checked = False
        self._model = _core.Model(None, units, False)
        self._connections: dict[str, AnyConnection] = {}
        self._solution: ConvergedState | None = None
        self._frames: dict[str, pandas.DataFrame] | None = None

    def add_conns(self, *args: AnyConnection) -> None:
        """Adds connections, and the components at their ends.

        Parameters
        ----------
        *args : Connection, PowerConnection or HeatConnection

        Raises
        ------
        TypeError
            For anything else.
        ValueError
            If the label of a connection is taken.
        """
        for connection in args:
            if not isinstance(connection, AnyConnection):
                raise TypeError(f"add_conns takes connections, not {connection!r}")
            label = connection.label or default_label(connection)
            if label in self._connections:
                raise ValueError(f"the label {label!r} is taken: labels of connections are unique")
            connection._set_label(label)
            self._connections[label] = connection
        self._changed()

    def del_conns(self, *args: AnyConnection) -> None:
        """Takes connections out, and components that have none left."""
        for connection in args:
            label = connection.label or ""
            if self._connections.get(label) is not connection:
                raise TESPyNetworkError(f"the connection {label!r} is not part of the network")
            del self._connections[label]
        self._changed()

    def _changed(self) -> None:
        self.checked = False
        self._solution = self._frames = None
        self._model.clear()

    def get_conn(self, label: str) -> AnyConnection | None:
        """The connection of a label; None where there is none."""
        return self._connections.get(label)

    def get_comp(self, label: str) -> Component | None:
        """The component of a label; None where there is none."""
        return next((component for component in self._components() if component.label == label), None)

    def _components(self) -> list[Component]:
        """The components at the ends of connections, in the order in which these name them."""
        found = {id(end): end for each in self._connections.values() for end in (each.source, each.target)}
        return list(found.values())

    @property
    def conns(self) -> pandas.DataFrame:
        """The connections by label: object, ends and kind."""
        from . import results

        return results.connections(self._connections.values())

    @property
    def comps(self) -> pandas.DataFrame:
        """The components by label: class and object."""
        from . import results

        return results.components(self._components())

    @property
    def units(self) -> Units:
        """Units of plain numbers and results."""
        return self._model.units

    def check_topology(self) -> None:
        """Builds the graph.

        Raises
        ------
        TESPyNetworkError
            If there are no connections, ports are open or taken twice, or labels are not unique.
        """
        if self.checked:
            return
        if not self._connections:
            raise TESPyNetworkError("the network has no connections: add them with add_conns(...)")
        try:
            self._build()
        except EntropykError as error:
            self._model.clear()
            raise TESPyNetworkError(str(error)) from error
        self.checked = True
        logger.info("Network check successful.")

    def _build(self) -> None:
        self._model.clear()
        for component in self._components():
            self._model.add(component, component.label)
        for each in self._connections.values():
            ends = (each.source, each.source_id, each.target, each.target_id)
            self._model.connect(*ends, each, each.label)
        for each in self._connections.values():
            each._bind(self._model)
        self._tell_components()

    def _tell_components(self) -> None:
        """Lists the connections of every component at it, in the order of its ports."""
        at = {(id(each.source), each.source_id): each for each in self._connections.values()}
        at |= {(id(each.target), each.target_id): each for each in self._connections.values()}
        for component in self._components():
            for name, ports in PORTS.items():
                found = [at.get((id(component), port)) for port in ports(component)]
                setattr(component, name, [each for each in found if each is not None])

    def solve(
        self,
        mode: Literal["design", "offdesign"] = "design",
        init_path: states.Source | None = None,
        design_path: states.Source | None = None,
        max_iter: int = 50,
        init_only: bool = False,
        init_previous: bool = True,
        print_results: bool = True,
        **without_effect: Any,
    ) -> None:
        """Solves the network.

        Parameters
        ----------
        mode : "design" or "offdesign"
            Whether the parameters in the `design` lists of the objects hold, or those in their `offdesign` lists.
        init_path : str, path or dict, optional
            State to start from, as `save` gives it.
        design_path : str, path or dict, optional
            State at the design point, as `save` gives it; needed off the design.
        max_iter : int, default 50
            Iterations at most.
        init_only : bool, default False
            Check the network, and do no more.
        init_previous : bool, default True
            Start from the last solution where there is one.
        print_results : bool, default True
            Print the iterations, if `iterinfo` is set.
        **without_effect
            What steers the iteration of TESPy and has no counterpart here: `min_iter`, `use_cuda`, `robust_relax`,
            `skip_postprocess`, `oscillation_damping`, `block_solve`, `line_search`.

        Raises
        ------
        TESPyNetworkError
            For a network that cannot be solved as it is, before anything is changed. A solve that does not converge
            raises nothing: see `status` and `assert_convergence`.
        """
        if mode not in ("design", "offdesign"):
            raise TESPyNetworkError(f'mode is "design" or "offdesign", not {mode!r}')
        if unknown := without_effect.keys() - WITHOUT_EFFECT:
            raise TypeError(f"solve has no argument {', '.join(sorted(unknown))}")
        self.check_topology()
        self._enter(mode, design_path)
        if not init_previous:
            self._forget()
        if init_path is not None:
            self._start_from(init_path)
        self._compile()
        if init_only:
            return
        self._frames = None
        try:
            self._solution = self._model.solve(FallbackConfig(newton=NewtonConfig(max_iterations=max_iter)))
        except (SolverError, FluidError) as error:
            self.status = SINGULAR if "singular" in str(error) else NOT_CONVERGED
            logger.error("The calculation did not converge: %s", error)
            return
        self.status = LIMITS if self._solution.warnings else CONVERGED
        for warning in self._solution.warnings:
            logger.warning(warning)
        if self.iterinfo and print_results:
            self._tell(progress.lines(self._solution.history))

    def _enter(self, mode: str, design_path: states.Source | None) -> None:
        """Lets hold what holds in a mode."""
        items: list[modes.Item] = [*self._components(), *self._connections.values()]
        local = [item for item in items if item.local_offdesign]
        if mode == "design":
            modes.load_design(local, None)
            modes.enter_design(items)
            return
        if design_path is None:
            raise TESPyNetworkError("off the design a design_path is needed: the state at the design point, by save()")
        modes.load_design(items, design_path)
        modes.enter_offdesign(items)

    def _forget(self) -> None:
        """Lets connections start from anew."""
        for each in self._connections.values():
            for name in each._parameters():
                each._set_start(name, None)

    def _start_from(self, path: states.Source) -> None:
        """Takes the start values of connections from a state."""
        state = states.read(path)
        for each in self._connections.values():
            for name, value in (states.values(state, each) or {}).items():
                if name in ("m", "p", "h", "E"):
                    each._set_start(name, self.units.from_si(value, each.get_attr(name).quantity))

    def save(self, json_file_path: str | Path | None = None, as_dict: bool = False) -> dict[str, Any] | None:
        """Writes the state of the solved network: as design point, or to start from.

        Parameters
        ----------
        json_file_path : str or path, optional
            File to write.
        as_dict : bool, default False
            Return the state instead.
        """
        state = states.write(self._components(), self._connections.values(), self.status)
        if json_file_path is not None:
            Path(json_file_path).write_text(json.dumps(state, indent=1))
        return state if as_dict else None

    def _compile(self) -> None:
        # Here a condenser is left as saturated liquid unless it says otherwise.
        for component in self._components():
            if isinstance(component, Condenser) and not (component.subcooling.is_set or component.subcooling.is_var):
                component.set_attr(subcooling=False)
        try:
            self._model.finalize()
        except TopologyError as error:
            message = str(error)
            self.status = UNDERDETERMINED if "missing" in message else OVERDETERMINED
            logger.error(message)
            raise TESPyNetworkError(message) from error

    def _tell(self, lines: list[str]) -> None:
        for line in lines:
            print(line)
            logger.log(PROGRESS, line)

    @property
    def converged(self) -> bool:
        """True if the last solve has found a solution."""
        return self.status in (CONVERGED, LIMITS)

    def assert_convergence(self) -> None:
        """Raises an AssertionError unless the last solve has found a solution."""
        if not self.converged:
            raise AssertionError(f"the network is not solved (status {self.status})")

    @property
    def solution(self) -> ConvergedState:
        """The result of the last solve that found one, as that of `System.solve`."""
        if self._solution is None:
            raise TESPyNetworkError("the network has not been solved")
        return self._solution

    @property
    def results(self) -> dict[str, pandas.DataFrame]:
        """A frame for every class: a row for every object, values and units in columns."""
        from . import results

        if self._frames is None:
            self._frames = results.frames(self._components(), self._connections.values())
        return self._frames

    def print_results(self, colored: bool = True, print_results: bool = True) -> str:
        """Prints the results of components and connections, given values in blue, and returns the text."""
        from . import results

        text = results.text(self.results, self._components(), self._connections.values(), colored)
        if print_results:
            print(text)
        return text

    def sweep(self, params: Params, outputs: Outputs = None, **options: Any) -> Table:
        """Solves the network once for every row of `params`, on all cores; see `System.sweep`."""
        self.check_topology()
        self._compile()
        options = {"config": FallbackConfig(), "workers": None, "progress": False, "on_error": "record"} | options
        return sweep(self._model, params, outputs, **options)

    def __repr__(self) -> str:
        return f"<Network: {len(self._components())} components, {len(self._connections)} connections>"


def default_label(connection: AnyConnection) -> str:
    """`source:out1_target:in1`."""
    source, target = connection.source, connection.target
    return f"{source.label}:{connection.source_id}_{target.label}:{connection.target_id}"
