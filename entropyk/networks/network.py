"""A network of connections, with the manners of TESPy's, over the engine of `entropyk.System`.

Connections are collected; components are found at their ends. The graph is built when needed: by `check_topology`,
or by the solve after a change. Everything about values, units and results is the engine's.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from .._core import ConvergedState, FallbackConfig, Model, NewtonConfig, Table, Units
from ..components import CombustionChamber, Condenser
from ..connections import Connection
from ..errors import ComponentError, FluidError, SolverError, StateError, TopologyError, few
from ..options import Changes
from ..sweep import Outputs, Params, sweep
from ..tools.helpers import TESPyComponentError, TESPyNetworkError
from ..tools.logger import PROGRESS, logger
from . import guesses, modes, progress, states
from .diagnostics import Diagnostics
from .states import FORMAT_VERSION
from .storage import Storage

if TYPE_CHECKING:
    import pandas

    from ..fitting import Fit
    from ..plot import ResultPlots
    from ..sensitivity import Paths


__all__ = ["FORMAT_VERSION", "Network"]

#: Status of a network: solved; solved, with a value outside its limits; not converged; singular; too few or too many
#: specifications; not solved.
CONVERGED, LIMITS, NOT_CONVERGED, SINGULAR, UNDERDETERMINED, OVERDETERMINED, UNSOLVED = 0, 1, 2, 3, 11, 12, 99

#: Arguments of TESPy's solve that are taken and have no effect.
WITHOUT_EFFECT = frozenset(
    [
        *(
            "min_iter",
            "use_cuda",
            "robust_relax",
            "skip_postprocess",
            "oscillation_damping",
            "block_solve",
            "line_search",
        ),
        "pause_on_block_failure",
    ]
)
RANGES = {"m_range": (-1e12, 1e12), "p_range": (2e2, 3e7), "h_range": (1e3, 7e6)}

Mode = Literal["design", "offdesign"]


class Network(Storage, Diagnostics):
    """Components and the connections between them.

    Parameters
    ----------
    iterinfo : bool, default True
        Whether a solve prints what it does.
    units : Units, optional
        Units of plain numbers; SI unless set, also by `nw.units.set_defaults(...)`.
    **ranges
        `m_range`, `p_range` and `h_range` of TESPy are kept and have no effect: fluids bound states.

    Examples
    --------
    >>> from entropyk.networks import Network
    >>> nw = Network()
    >>> nw.units.set_defaults(temperature="degC", pressure="bar")
    """

    def __init__(self, iterinfo: bool = True, units: Units | None = None, **ranges: Any) -> None:
        super().__init__(units)
        if unknown := ranges.keys() - RANGES.keys():
            raise TypeError(f"a network has no {min(unknown)}")
        self.iterinfo = iterinfo
        self._ranges = RANGES | ranges
        self.status = UNSOLVED
        #: Whether `presolve` has made everything ready.
        self._is_ready = False
        self._was_solved = False
        #: Where the values at the design point come from: the path of the network, then those of its members.
        self._design: list[Any] | None = None
        self._condensers: list[Condenser] = []
        #: The mode that holds.
        self._entered: modes.Entered | None = None
        self._solution: ConvergedState | None = None
        self._frames: dict[str, pandas.DataFrame] | None = None

    def set_attr(self, **attributes: Any) -> None:
        """Sets `iterinfo`, or ranges, which have no effect."""
        for name, value in attributes.items():
            if name == "iterinfo" and not isinstance(value, bool):
                raise TypeError(f"iterinfo is True or False, not {value!r}")
            if name in RANGES and not (isinstance(value, list | tuple) and len(value) == 2):
                raise TypeError(f"{name} is a pair of numbers, not {value!r}")
            if name == "iterinfo":
                self.iterinfo = value
            elif name in RANGES:
                self._ranges[name] = value
            else:
                raise KeyError(f"a network has no attribute {name!r}; there are iterinfo, {', '.join(RANGES)}")

    def get_attr(self, name: str) -> Any:
        """`iterinfo`, `units` or a range."""
        known = {"iterinfo": self.iterinfo, "units": self.units, **self._ranges}
        if name not in known:
            raise KeyError(f"a network has no attribute {name!r}; there are {', '.join(known)}")
        return known[name]

    def _changed(self) -> None:
        super()._changed()
        self._is_ready, self._design, self._entered = False, None, None
        self._solution = self._frames = None

    def _build(self, equations: list[str]) -> None:
        super()._build(equations)
        self._condensers = [component for component in self._components() if isinstance(component, Condenser)]

    def solve(
        self,
        mode: Mode = "design",
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
            `skip_postprocess`, `oscillation_damping`, `block_solve`, `line_search`, `pause_on_block_failure`.

        Raises
        ------
        TESPyNetworkError
            For a network that cannot be solved as it is, before anything is changed. A solve that does not converge
            raises nothing: see `status` and `assert_convergence`.
        """
        if without_effect and (unknown := without_effect.keys() - WITHOUT_EFFECT):
            raise TypeError(f"solve has no argument {', '.join(sorted(unknown))}")
        self.presolve(mode, init_path, design_path, init_previous, check=not init_only)
        if init_only:
            self._show_start()
        else:
            self.solve_continue(max_iter, print_results)

    def presolve(
        self,
        mode: Mode = "design",
        init_path: states.Source | None = None,
        design_path: states.Source | None = None,
        init_previous: bool = True,
        check: bool = True,
    ) -> None:
        """Makes everything ready for `solve_continue`; arguments and errors as for `solve`.

        With `check=False` a network that is not determined may be looked at: see `get_structural_analysis`.
        """
        if mode not in ("design", "offdesign"):
            raise ValueError(f'mode is "design" or "offdesign", not {mode!r}')
        self.status = UNSOLVED
        self.check_topology()
        self._enter(mode, design_path)
        if not init_previous:
            self._forget()
        if init_path is not None:
            self._start_from(init_path)
        guesses.apply(self._connections.values(), self.units)
        self._is_ready = True
        self._compile(check)

    def solve_continue(self, max_iter: int = 50, print_results: bool = True, **without_effect: Any) -> None:
        """Solves what `presolve` has made ready; arguments as for `solve`.

        Raises
        ------
        TESPyNetworkError
            If nothing is ready.
        """
        if not self._is_ready:
            raise TESPyNetworkError("nothing is ready to be solved: call presolve(...) before")
        if unknown := without_effect.keys() - WITHOUT_EFFECT:
            raise TypeError(f"solve_continue has no argument {', '.join(sorted(unknown))}")
        self._is_ready = False
        self._frames = self._failure = None
        self._was_solved = True
        try:
            self._solution = self._model.solve(config(max_iter), None, list(self.user_defined_eq.values()) or None)
        except (SolverError, FluidError, StateError) as error:
            self.status = SINGULAR if getattr(error, "is_singular", False) else NOT_CONVERGED
            self._solution, self._failure = None, error
            logger.error("The calculation did not converge: %s", error)
            return
        except ComponentError as error:
            self.status = UNSOLVED
            if isinstance(error.__cause__, TESPyNetworkError):
                raise error.__cause__ from error
            raise TESPyComponentError(str(error)) from error
        self.units._use()
        guesses.forget(self._connections.values())
        self.status = LIMITS if self._solution.violations else CONVERGED
        for warning in self._solution.warnings:
            logger.warning(warning)
        if self.iterinfo and print_results:
            self._tell(progress.lines(self._solution.history))

    def _enter(self, mode: str, design_path: states.Source | None) -> None:
        """Lets hold what holds in a mode."""
        place = None if mode == "design" else design_path
        entered = self._entered
        if entered is None or entered.mode != mode or entered.path is not place or entered.changes != Changes.count:
            self._entered = None
            items: list[modes.Item] = [*self._components(), *self._connections.values()]
            # What was read from the same objects stands already.
            paths: list[Any] = [
                place,
                *(each.design_path if modes.is_away(each, mode) else modes.AT_DESIGN for each in items),
            ]
            if self._design is None or any(new is not old for new, old in zip(paths, self._design, strict=True)):
                self._design = None
                modes.load_design(items, mode, design_path)
                self._design = paths
            switched = [item for item in items if item.design or item.offdesign]
            entered = self._entered = modes.Entered(mode, place, Changes.count, switched)
        modes.enter(entered.switched, mode)

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

    def _show_start(self) -> None:
        """Lets connections show the state from which the solver starts."""
        values = {row["variable"]: row["value_SI"] for row in self.get_variables_before_presolve()}
        for label, item in self._connections.items():
            for name in ("m", "p", "h", "E"):
                if name not in item._parameters():
                    continue
                parameter = item.get_attr(name)
                value = values.get(f"{label}.{name}", math.nan)
                if math.isnan(value):
                    value = self.units.to_si(parameter.val0, parameter.quantity)
                if not math.isnan(value):
                    item._show(name, value)

    def _compile(self, check: bool) -> None:
        # Here a condenser is left as saturated liquid unless it says otherwise.
        for condenser in self._condensers:
            subcooling = condenser.subcooling
            if not (subcooling.is_set or subcooling.is_var):
                condenser.set_attr(subcooling=False)
        try:
            if self._model.is_finalized:
                self._model.prepare()
            else:
                self._model.finalize()
        except TopologyError as error:
            self._check_fuel()
            report = self._model.report()
            missing, superfluous = len(report.missing), len(report.superfluous)
            if not missing and not superfluous:
                self._is_ready = False
                raise TESPyNetworkError(str(error)) from error
            self.status = UNDERDETERMINED if missing else OVERDETERMINED
            if check:
                self._is_ready = False
                message = f"{error}\n{structure(report)}"
                logger.error(message)
                raise TESPyNetworkError(message) from error

    def _check_fuel(self) -> None:
        """Says of a combustion chamber in a network without any fluid what it lacks."""
        chamber = next((part for part in self._components() if isinstance(part, CombustionChamber)), None)
        edges = self._connections.values()
        if chamber is not None and not any(isinstance(each, Connection) and each._given() for each in edges):
            raise TESPyComponentError(
                f"{chamber.label}: there is neither a fuel nor oxygen: give the fluids of its inlets"
            )

    def _tell(self, lines: list[str]) -> None:
        for line in lines:
            print(line)
            logger.log(PROGRESS, line)

    @property
    def converged(self) -> bool:
        """True if the last solve has found a solution; AttributeError before the first."""
        if not self._was_solved:
            raise AttributeError("the network has not been solved yet, so it has not converged or failed to")
        return self.status in (CONVERGED, LIMITS)

    def assert_convergence(self, strict: bool = False) -> None:
        """Raises an AssertionError unless the last solve has found a solution.

        Parameters
        ----------
        strict : bool, default False
            Refuse a solution with values beyond their limits too; see `violations`.
        """
        if self.status not in (CONVERGED, LIMITS):
            raise AssertionError(f"the network is not solved (status {self.status}){self._why()}")
        if strict and self.violations:
            raise AssertionError(f"the solution violates limits: {few(self.violations)}")

    def _why(self) -> str:
        return "" if self._failure is None else f": {self._failure}"

    @property
    def violations(self) -> list[str]:
        """Values of the last solution beyond their limits, in words; `solution.warnings` tells more."""
        return [] if self._solution is None else self._solution.violations

    @property
    def solution(self) -> ConvergedState:
        """The result of the last solve that found one, as that of `System.solve`."""
        if self._solution is None:
            raise TESPyNetworkError(f"the network is not solved (status {self.status}){self._why()}")
        return self._solution

    @property
    def plot(self) -> ResultPlots:
        """The charts of the last solution: `nw.plot.ph()`, `nw.plot.ts()`, `nw.plot.qt("condenser")`."""
        return self.solution.plot

    @property
    def results(self) -> dict[str, pandas.DataFrame]:
        """A frame for every class: a row for every object, values and units in columns."""
        from . import results

        if self._frames is None:
            self._frames = results.frames(self._components(), self._connections.values())
        return self._frames

    def _save_components(self) -> dict[str, pandas.DataFrame]:
        """The frames of components, as the package exerpy reads them."""
        from . import results

        return results.of_components(self.results, self._components())

    def print_results(
        self,
        colored: bool = True,
        colors: dict[str, str] | None = None,
        print_results: bool = True,
        subsystem: Any = None,
    ) -> str:
        """Prints the results of components and connections, given values in blue, and returns the text.

        Parameters
        ----------
        colored : bool, default True
            Whether given and free values, and those beyond their limits, have colours.
        colors : dict, optional
            Colours by `"set"`, `"var"` and `"err"`, as escape sequences.
        print_results : bool, default True
            Print, and not only return.
        subsystem : Subsystem, optional
            Show what is in it alone.
        """
        from . import results

        parts: Any = self._components()
        edges: Any = self._connections.values()
        if subsystem is not None:
            parts, edges = subsystem.comps.values(), subsystem.conns.values()
        text = results.text(self.results, list(parts), list(edges), colored, colors or {})
        if print_results:
            print(text)
        return text

    def sweep(self, params: Params, outputs: Outputs = None, **options: Any) -> Table:
        """Solves the network once for every row of `params`, on all cores; see `System.sweep`."""
        return sweep(self, params, outputs, **options)

    def fit(self, data: Params, free: Paths, **options: Any) -> Fit:
        """Finds values that make the network agree with measurements; see `System.fit`."""
        from ..fitting import fit

        return fit(self, data, free, **options)

    def _prepared(self) -> Model:
        """The model, ready to be solved."""
        self.check_topology()
        self._compile(True)
        return self._model

    def sensitivity(self, of: Paths, wrt: Paths) -> Any:
        """Derivatives of results by given values at the last solution; see `ConvergedState.sensitivity`."""
        return self.solution.sensitivity(of, wrt)

    def _repr_html_(self) -> str:
        from ..flowsheet import flowsheet
        from ..tables import MAX_ROWS, result_to_html

        picture = flowsheet(self).svg if 0 < len(self._parts) <= MAX_ROWS else ""
        if self._solution is not None:
            return picture + result_to_html(self._solution)
        words = repr(self) if self.status == UNSOLVED else f"{self!r}, status {self.status}{self._why()}"
        return f"{picture}<p>{escape(words)}</p>"

    def __repr__(self) -> str:
        return f"<Network: {len(self._parts)} components, {len(self._connections)} connections>"


_CONFIGS: dict[int, FallbackConfig] = {}


def config(max_iter: int) -> FallbackConfig:
    """The solver with that many iterations."""
    if max_iter not in _CONFIGS:
        _CONFIGS[max_iter] = FallbackConfig(newton=NewtonConfig(max_iterations=max_iter))
    return _CONFIGS[max_iter]


def structure(report: Any) -> str:
    """How far a network is determined, in words."""
    missing, superfluous = report.missing, report.superfluous
    lines = [
        f"The original problem holds {len(report.variables)} variables and {len(report.equations)} equations.",
        "Structural analysis:",
    ]
    for rows, what in ((missing, "not determined"), (superfluous, "too many")):
        names = [" ".join(str(part) for part in row) for row in zip(*(rows[name] for name in rows.column_names))]
        if names:
            lines.append(f"  {what}: {'; '.join(names)}")
    return "\n".join(lines)
