"""The native way in: a graph of components and edges."""

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from . import _core, connections
from ._core import ConvergedState, FallbackConfig, Fluid, NewtonConfig, PicardConfig, Report, Table, Units
from .components import Component
from .connections import AnyConnection
from .errors import EntropykError, SolverError, TopologyError, ValidationError, few
from .sweep import Outputs, Params, Path, path, sweep

if TYPE_CHECKING:
    import logging
    import os

    from numpy.typing import ArrayLike

    from .control import BoundedVariable, Constraint
    from .executors import Executor
    from .fitting import Fit
    from .sensitivity import Paths
    from .study import Bounds

#: Fluid of circuits for which none is given.
DEFAULT_FLUID = "R134a"

Port = Component | tuple[Component, str]
Config = NewtonConfig | PicardConfig | FallbackConfig

DEFAULT_CONFIG = FallbackConfig()

#: `logging.DEBUG`.
_DEBUG = 10


class System:
    """Components connected to circuits.

    Parameters
    ----------
    fluid : str or Fluid, default "R134a"
        Fluid of every circuit that has no other, by name, or a `Fluid` with tables or another reference state.
    units : str or Units, default "SI"
        Units of plain numbers and of the tables: `"SI"`, `"engineering"` (°C, bar, kJ/kg, kW) or a `Units`.
    defaults : bool, default True
        Whether `finalize` may assume what is missing: no pressure drop, a constant temperature of 35 °C for a sink and
        12 °C for a source, saturated liquid after a condenser, 5 K superheat after an evaporator.

    Examples
    --------
    >>> system = System(fluid="R290")
    >>> compressor = system.add_component(Compressor(eta_s=0.7))
    """

    def __init__(
        self, fluid: str | Fluid = DEFAULT_FLUID, *, units: str | Units | None = None, defaults: bool = True
    ) -> None:
        self._model = _core.Model(fluid, units, defaults)
        self._components: list[Component] = []
        self._edges: list[AnyConnection] = []
        self._variables: dict[str, Variable] = {}
        self._equations: dict[str, Equation] = {}
        #: Components with equations in Python.
        self._scripted: list[Component] = []
        self._solution: ConvergedState | None = None

    def add_component(self, component: Component, label: str | None = None) -> Component:
        """Adds a component and returns it.

        Parameters
        ----------
        component : Component
            A component that belongs to no system yet.
        label : str, optional
            Its name; otherwise its own, or the class name in snake case, then `_2`, `_3`, ….

        Raises
        ------
        TopologyError
            If it belongs to a system, or the label is taken.
        """
        if not isinstance(component, Component):
            hint = f"{component.__name__}()" if isinstance(component, type) else "a component such as ek.Compressor()"
            raise TopologyError(f"add_component takes {hint}, not {component!r}")
        self._model.add(component, label)
        self._components.append(component)
        component._system = self
        if isinstance(component._class, _core.Blueprint):
            self._scripted.append(component)
        return component

    def add_edge(
        self,
        a: Port,
        b: Port,
        *,
        fluid: str | Fluid | Mapping[str, float] | None = None,
        label: str | None = None,
        **specs: Any,
    ) -> AnyConnection:
        """Connects an outlet of `a` with an inlet of `b`.

        Parameters
        ----------
        a, b : Component or (Component, str)
            A component stands for its main port; others are given by name: `(evaporator, "out2")`.
        fluid : str, Fluid or dict, optional
            Fluid of the circuit, by name or as made by `Fluid`, or mass fractions by the name of the species, such as
            `{"N2": 0.77, "O2": 0.23}`: streams of different composition may mix.
        label : str, optional
            Name of the connection; otherwise `e1`, `e2`, ….
        **specs
            Specifications of the state, and the `mixing_rule`, as for `Connection.set_attr`.

        Raises
        ------
        TopologyError
            If a component is not part of this system, or a port is taken or does not exist.
        FluidError
            For an unknown fluid or mixing rule.
        ValidationError
            For mass fractions that cannot be.
        """
        (source, outlet), (target, inlet) = _port(a, "a"), _port(b, "b")
        kind = getattr(connections, self._model.connection_class(source, outlet, target, inlet))
        if fluid is not None:
            specs["fluid"] = fluid
        connection = kind(source, outlet, target, inlet, **specs)
        names = self._model.connect(source, outlet, target, inlet, connection, label)
        connection.source_id, connection.target_id = names
        try:
            connection._bind(self._model)
        except EntropykError:
            self._model.disconnect(connection)
            connection._model = None
            raise
        self._edges.append(connection)
        connection._system = self
        return connection

    def add_constraint(self, constraint: "Constraint", *, control: "BoundedVariable") -> None:
        """Asks for the value of a parameter or result, and lets another parameter be found for it.

        Parameters
        ----------
        constraint : Constraint
            What shall have which value.
        control : BoundedVariable
            What is found, and within which bounds. A solve in which it would lie beyond them raises
            `ControlSaturationError`.

        Raises
        ------
        ValidationError
            For paths that do not exist, and bounds with nothing between them.
        TopologyError
            If one of the two is part of a constraint already.

        Examples
        --------
        >>> system.add_constraint(
        ...     ek.Constraint("evaporator.superheat", 5.0), control=ek.BoundedVariable("valve.Kv", 0.1, 1.0)
        ... )
        """
        self._model.constrain(path(constraint.of), constraint.value, path(control.of), (control.min, control.max))

    def remove_constraint(self, of: Path) -> None:
        """Takes a constraint back; its parameter and its control hold again what they held before."""
        if not self._model.release(path(of)):
            raise TopologyError(f"there is no constraint of {path(of)}")

    def add_equation(self, label: str, of: Sequence[Path], function: Callable[..., Any]) -> None:
        """Adds an equation of your own: f(x₁, x₂, …) = 0.

        Parameters
        ----------
        label : str
            Its name in reports.
        of : list of str or pairs
            Numbers of the system by path: quantities of connections, parameters and results of components, variables.
            The function gets their values in the units of the system.
        function : callable
            Gives the residual, or a pair of the residual and its derivatives. Without these, derivatives come from
            central differences. It may be called from other threads, one at a time.

        Raises
        ------
        TopologyError
            If the label is taken.
        ValidationError
            For a path that is no number of the system.

        Notes
        -----
        What the function raises ends the solve, and is the cause of the exception; a `ValueError` or `ArithmeticError`
        only refuses the point, and the solver tries a shorter step.

        Examples
        --------
        >>> system.add_equation("split", ["e2.m", "e3.m"], lambda a, b: a - 2 * b)
        """
        if not callable(function):
            raise ValidationError(f"{label}: an equation takes a function, not {function!r}")
        if isinstance(of, str):
            of = [of]
        equation = Equation([path(key) for key in of], function)
        self._model.add_equation(label, equation.of, equation)
        self._equations[label] = equation

    def remove_equation(self, label: str) -> None:
        """Takes an equation of your own out."""
        if not self._model.remove_equation(label):
            raise TopologyError(f"there is no equation {label!r}")
        del self._equations[label]

    def add_variable(
        self,
        label: str,
        *,
        start: Any = None,
        min: Any = None,  # noqa: A002 - as `BoundedVariable` has it
        max: Any = None,  # noqa: A002
        quantity: str = "ratio",
    ) -> "Variable":
        """Adds an unknown of your own, which equations determine.

        Parameters
        ----------
        label : str
            Its name, which is its path too: `system.add_equation("sum", ["total", "a.Q"], …)`.
        start : float or quantity, optional
            Where the search begins: the middle of the bounds, or 1, unless given.
        min, max : float or quantity, optional
            Where a solution lies; beyond them the result has a warning.
        quantity : str, default "ratio"
            What it is, as `Units` names it: `"heat"`, `"temperature"`, …. Plain numbers are in the units of the system.

        Returns
        -------
        Variable
            Its `value` is found by a solve; `set_attr(value=3.0)` gives it, `set_attr(value="var")` lets it be found.

        Raises
        ------
        TopologyError
            If something has the label.

        Examples
        --------
        >>> system.add_variable("total", start=1e4, quantity="heat")
        >>> system.add_equation("sum", ["total", "first.Q", "second.Q"], lambda total, a, b: total - a - b)
        """
        units = self.units
        low = -math.inf if min is None else units.to_si(min, quantity)
        high = math.inf if max is None else units.to_si(max, quantity)
        if not low < high:
            raise ValidationError(f"{label}: the bounds {min} and {max} hold nothing between them")
        middle = 0.5 * (low + high)
        first = middle if math.isfinite(middle) else 1.0
        if start is not None:
            first = units.to_si(start, quantity)
        if not low <= first <= high:
            raise ValidationError(f"{label}: start = {start} is not between {min} and {max}")
        return self._take_variable(label, {"quantity": quantity, "start": first, "min": low, "max": high})

    def _take_variable(self, label: str, made: dict[str, Any]) -> "Variable":
        """Adds an unknown of these arguments, SI."""
        variable = Variable(**made)
        variable._made = made
        self._model.add_variable(variable, label)
        self._variables[label] = variable
        return variable

    def remove_variable(self, label: str) -> None:
        """Takes an unknown of your own out; no equation may depend on it."""
        if not self._model.remove_variable(label):
            raise TopologyError(f"there is no variable {label!r}")
        del self._variables[label]

    def finalize(self) -> "System":
        """Checks the graph, assumes what is missing and may be assumed, and compiles the equations.

        Raises
        ------
        TopologyError
            For open ports, and for missing, superfluous or contradicting specifications, each by name.
        """
        for assumption in self._model.finalize():
            _logger("entropyk").info("assumed: %s", assumption)
        return self

    def solve(self, config: Config | None = None, initial: Any = None) -> ConvergedState:
        """Solves the system with the settings of a `FallbackConfig`, or others; see `NewtonConfig.solve`.

        `initial` is a state vector, a result, or the `SolverError` or `TimeoutError` of a solve that shall go on.
        """
        return self._solve(config or DEFAULT_CONFIG, initial)

    def _code(self) -> list[Any] | None:
        """The objects whose Python code the equations call, for results to keep."""
        return [*self._equations.values(), *self._scripted] or None

    def _solve(self, config: Config, initial: Any) -> ConvergedState:
        if isinstance(initial, ConvergedState):
            initial = initial.state_vector
        elif isinstance(initial, SolverError):
            # Goes on where a solve has stopped.
            initial = initial.state
        if initial is not None:
            initial = np.asarray(initial, dtype=float).tolist()
        try:
            result = self._model.solve(config, initial, self._code())
        except SolverError as error:
            _logger("entropyk.solver").debug("not solved after %s iterations: %s", error.iterations, error)
            if error.state is not None and not error.report:
                with contextlib.suppress(EntropykError):
                    error.report = self._model.worst_at(error.state.tolist())
            raise
        _log(result)
        self._solution = result
        return result

    @property
    def solution(self) -> ConvergedState:
        """The result of the last solve that found one.

        Raises
        ------
        ValidationError
            If there is none yet.
        """
        if self._solution is None:
            raise ValidationError("the system has not been solved: call solve() first")
        return self._solution

    def set_design(self, result: ConvergedState) -> "System":
        """Keeps a result as the design point, which characteristics of part load are relative to.

        Parameters
        ----------
        result : ConvergedState
            A result of this system.

        Returns
        -------
        System
            This one.

        Raises
        ------
        ValidationError
            For a result of another system.
        """
        self._model.set_design(result)
        return self

    def sweep(
        self,
        params: Params,
        outputs: Outputs = None,
        *,
        config: Config | None = None,
        executor: "Executor | None" = None,
        workers: int | None = None,
        progress: bool = False,
        on_error: Literal["record", "raise"] = "record",
    ) -> Table:
        """Solves the system once for every row of `params`, on all cores, and leaves it as it is.

        Parameters
        ----------
        params : dict, or data frame
            Columns of one length by path, such as `{"evaporator.source_temperature": [5.0, 6.0]}`, in the units of the
            system; a path may be a pair `(component, name)`. `ek.grid` makes the columns of a grid. A pandas or polars
            frame, and any other object that streams Arrow data, holds the columns too. What is varied has to be set.
        outputs : "all", list of str or dict, optional
            What to report beside the inputs, `status`, `iterations` and `residual`. By default energy flows,
            coefficients of performance and the results of all components; with `"all"` the states of all connections
            too; a list of paths and of `heat_in heat_out power cop_cooling cop_heating` for these alone. A dict adds
            columns that functions make of the whole table: `{"lift": lambda t: t["e1.T_dew"] - t["e4.T_dew"]}`.
        config : NewtonConfig, PicardConfig or FallbackConfig, optional
            Solver; its time budget is that of a row.
        executor : dask.distributed.Client or concurrent.futures.Executor, optional
            Who solves the rows elsewhere; anything with `submit` will do. The results are the same to the last bit.
        workers : int, optional
            Threads; as many as there are cores unless given, and 1 in every task of an executor. The results do not
            depend on it.
        progress : bool, default False
            Show a tqdm bar.
        on_error : {"record", "raise"}, optional
            Whether a row that fails has missing results and its `status`, or raises an exception.

        Returns
        -------
        Table
            Row i answers row i of `params`.

        Raises
        ------
        ValidationError
            For paths that do not exist or are not set, and columns of different length.
        SolverError
            With `on_error="raise"`, for the first row that fails.
        """
        options: dict[str, Any] = {"config": config, "executor": executor, "workers": workers}
        return sweep(self, params, outputs, progress=progress, on_error=on_error, **options)

    def _prepared(self) -> _core.Model:
        """The model, ready to be solved."""
        return self._model

    def set_attr(self, **values: Any) -> None:
        """Gives parameters by path, as in `system.set_attr(**{"condenser.UA": 5000.0})`; see `Component.set_attr`."""
        for key, value in values.items():
            item, name = self._at(key)
            item.set_attr(**{name: value})

    def value(self, key: Path) -> Any:
        """The value of a parameter by path, in the units of the system."""
        item, name = self._at(path(key))
        return item.get_attr(name).val

    def as_function(self, x: "Paths", y: "Paths", *, jac: bool = False) -> Callable[["ArrayLike"], Any]:
        """The system as a function of some of its values, for optimisers and root finders.

        Parameters
        ----------
        x : str, or list of str
            Inputs by path; they have to be set.
        y : str, or list of str
            Outputs by path, `heat_in heat_out power cop_cooling cop_heating` among them. A single one makes the
            function a scalar.
        jac : bool, default False
            Whether the function returns its exact derivatives too, as `scipy.optimize.minimize(..., jac=True)` wants.

        Returns
        -------
        callable
            Takes an array of the inputs and gives the outputs, or outputs and derivatives. It sets the inputs in this
            system and solves it, starting at the solution before.

        Examples
        --------
        >>> f = system.as_function(["e2.T_bubble"], "compressor.P", jac=True)
        >>> scipy.optimize.minimize(f, [310.0], jac=True, bounds=[(300, 330)])
        """
        from .sensitivity import as_function

        return as_function(self, x, y, jac)

    def fit(
        self,
        data: Params,
        free: "Paths",
        *,
        sigma: "Mapping[Path, ArrayLike] | None" = None,
        bounds: "Bounds | None" = None,
        config: Config | None = None,
    ) -> "Fit":
        """Finds values that make the system agree with measurements, by weighted least squares, and leaves it as it is.

        Parameters
        ----------
        data : dict, or data frame
            Columns by path, as for `sweep`, a row for every measured point. Those that are set in the system are its
            conditions; the others are measured results, NaN where one is missing.
        free : str, or list of str
            Values by path that are the same in all rows and shall be found; they are set, to where the search begins.
        sigma : dict, optional
            Standard deviation of every measured result, a number or a column. Without, all results count as measured
            with the same error relative to their mean, and the error is estimated from the residuals.
        bounds : dict, optional
            Limits `(low, high)` of free values by path; None where there is none.
        config : NewtonConfig, PicardConfig or FallbackConfig, optional
            Solver.

        Returns
        -------
        Fit
            `values`, `standard_errors`, `covariance`, `residuals`; `system.set_attr(**fit.values)` takes the values.

        Raises
        ------
        ValidationError
            For paths that do not exist or are not set, and too few measurements.
        SolverError
            If a row cannot be solved with the values in the system, or the search does not converge.
        ImportError
            Without scipy: `pip install entropyk[optimize]`.

        Examples
        --------
        >>> fit = system.fit(measured, free=["condenser.UA", "compressor.eta_s"])
        >>> print(fit)
        """
        from .fitting import fit

        return fit(self, data, free, sigma=sigma, bounds=bounds, config=config)

    def to_json(self) -> str:
        """The system as readable JSON text: classes, ports, values in SI, and the last solution's states to start from.

        Raises
        ------
        ValidationError
            For components and equations written in Python, by name; a pickle holds these too.

        Examples
        --------
        >>> copy = System.from_json(system.to_json())
        """
        from .saving import text_of

        return text_of(self)

    @classmethod
    def from_json(cls, text: str) -> "System":
        """The system of a text that `to_json` gave; reading it imports and runs nothing.

        Raises
        ------
        ValidationError
            For text that is no saved system, or was written by a newer version.
        """
        from .saving import restore_system

        return restore_system(cls, text, {}, {}, {}, [])

    def save(self, path: "str | os.PathLike[str]") -> None:
        """Writes `to_json` to a file."""
        from pathlib import Path as FilePath

        FilePath(path).write_text(self.to_json(), encoding="utf-8")

    @classmethod
    def load(cls, path: "str | os.PathLike[str]") -> "System":
        """The system of a file that `save` wrote; see `from_json`."""
        from pathlib import Path

        return cls.from_json(Path(path).read_text(encoding="utf-8"))

    def _adopt(self, model: _core.Model, components: list[Component], edges: list[AnyConnection]) -> None:
        """Becomes the system of a model."""
        self._model, self._components, self._edges = model, components, edges
        self._equations, self._variables = {}, {}
        self._scripted = [each for each in components if isinstance(each._class, _core.Blueprint)]
        for component in components:
            component._system = self
        for edge in edges:
            edge._system = self

    def __reduce__(self) -> tuple[Any, ...]:
        from .saving import reduce_system

        return reduce_system(self)

    def _at(self, key: str) -> "tuple[Component | AnyConnection | Variable, str]":
        """The item and the name of a path; the longest label that fits counts."""
        if key in self._variables:
            return self._variables[key], "value"
        label, fluid, species = key.partition(".fluid.")
        name = fluid[1:] + species
        if not fluid:
            label, _, name = key.rpartition(".")
        if not label:
            raise ValidationError(f"{key!r} is no path: write 'label.parameter'")
        return self[label], name

    def describe(self) -> str:
        """Components, connections, specifications and what was assumed, in words."""
        return self._model.describe()

    def report(self) -> Report:
        """Variables, equations, eliminated relations and blocks; what is missing, or too much, and what would help.

        Returns
        -------
        Report
            `print` shows it in words; `variables`, `equations`, `incidence`, `blocks`, `missing`, `helpful` and
            `superfluous` are tables. Of a solved system `ConvergedState.report` shows values and residuals too.

        Examples
        --------
        >>> print(system.report())
        >>> system.report().variables.to_pandas()
        """
        return self._model.report()

    @property
    def units(self) -> Units:
        """Units of plain numbers and tables."""
        return self._model.units

    @property
    def components(self) -> list[Component]:
        """Components in the order of adding."""
        return list(self._components)

    @property
    def edges(self) -> list[AnyConnection]:
        """Connections in the order of adding."""
        return list(self._edges)

    @property
    def node_count(self) -> int:
        """Number of components."""
        return self._model.counts()[0]

    @property
    def edge_count(self) -> int:
        """Number of connections."""
        return self._model.counts()[1]

    @property
    def state_names(self) -> list[str]:
        """Names of the elements of a state vector."""
        return self._model.state_names()

    @property
    def state_vector_len(self) -> int:
        """Length of a state vector."""
        return len(self.state_names)

    def __getitem__(self, label: str) -> "Component | AnyConnection | Variable":
        """The component, connection or variable of that label."""
        if label in self._variables:
            return self._variables[label]
        for item in self:
            if item.label == label:
                return item
        raise TopologyError(f"nothing has the label {label!r}; there are {few(item.label for item in self)}")

    def __iter__(self) -> Iterator[Component | AnyConnection]:
        yield from self._components
        yield from self._edges

    def _repr_html_(self) -> str:
        from .flowsheet import flowsheet
        from .tables import MAX_ROWS, system_to_html

        picture = flowsheet(self).svg if 0 < len(self._components) <= MAX_ROWS else ""
        return picture + system_to_html(self.describe(), self.report())

    def __repr__(self) -> str:
        nodes, edges = self._model.counts()
        state = "finalized" if self._model.is_finalized else "not finalized"
        return f"<System: {nodes} components, {edges} connections, {state}>"


class Variable(_core.Object):
    """An unknown that belongs to no component; see `System.add_variable`. Its only parameter is `value`."""

    _class = "Variable"
    __module__ = "entropyk"

    #: The arguments it was made with, SI.
    _made: dict[str, Any]

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._parameters()})


class Equation:
    """An equation of a user: it owns the function that the engine calls."""

    __slots__ = ("__weakref__", "function", "of")

    def __init__(self, of: list[str], function: Callable[..., Any]) -> None:
        self.of, self.function = of, function


def _logger(name: str) -> "logging.Logger":
    # Imported when there is something to log: it takes longer than the whole package.
    import logging

    return logging.getLogger(name)


def _log(result: ConvergedState) -> None:
    """Logs every iteration of every block, and the end."""
    logger = _logger("entropyk.solver")
    if not logger.isEnabledFor(_DEBUG):
        return
    history = result.history
    names = ("block", "iteration", "residual", "step", "worst")
    for block, number, residual, step, worst in zip(*(history[name] for name in names)):
        logger.debug(
            "block %d, iteration %d: residual %.1e, step %.1e; worst in %s", block, number, residual, step, worst
        )
    logger.debug("converged in %d iterations, %.2f ms", result.iterations, result.elapsed_ms)


def _port(port: Port, which: str) -> tuple[Component, str | None]:
    component, name = port if isinstance(port, tuple) else (port, None)
    if not isinstance(component, Component):
        raise TopologyError(f"add_edge: {which} takes a component or (component, port), not {port!r}")
    return component, name


class SystemBuilder:
    """Builds a `System` in one chain; components are connected by label.

    Parameters
    ----------
    fluid : str or Fluid, default "R134a"
        Fluid of every circuit that has no other, by name, or a `Fluid` with tables or another reference state.
    **options
        As for `System`.

    Examples
    --------
    >>> system = (SystemBuilder("R290")
    ...     .add(Compressor(eta_s=0.7), "compressor").add(Condenser(ua=5000.0), "condenser")
    ...     .add(ExpansionValve(), "valve").add(Evaporator(ua=3000.0, Q=10e3), "evaporator")
    ...     .connect("compressor", "condenser").connect("condenser", "valve")
    ...     .connect("valve", "evaporator").connect("evaporator", "compressor")
    ...     .build())
    """

    def __init__(self, fluid: str | Fluid = DEFAULT_FLUID, **options: Any) -> None:
        self._system = System(fluid, **options)

    def add(self, component: Component, label: str | None = None) -> "SystemBuilder":
        """Adds a component, as `System.add_component`."""
        self._system.add_component(component, label)
        return self

    def connect(self, a: str, b: str, **options: Any) -> "SystemBuilder":
        """Connects two components by label, or two ports by `"label.port"`; options as for `System.add_edge`."""
        self._system.add_edge(self._find(a), self._find(b), **options)
        return self

    def build(self) -> System:
        """The finalized system."""
        return self._system.finalize()

    def _find(self, path: str) -> Port:
        labels = {component.label: component for component in self._system.components}
        if path in labels:
            return labels[path]
        label, _, port = path.rpartition(".")
        if label in labels:
            return labels[label], port
        raise TopologyError(f"no component has the label {path!r}; there are {few(labels)}")
