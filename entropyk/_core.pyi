# Written by maturin from the compiled module: `make stubs`.
"""
The compiled part of entropyk.
"""

from collections.abc import Iterator
from typing import Any, Final, Self, SupportsFloat, SupportsIndex, final

from _typeshed import Incomplete, SupportsGetItem
from typing_extensions import CapsuleType, disjoint_base

__version__: Final[str]

@final
class Ahri540:
    """
    A compressor map after AHRI Standard 540: mass flow or capacity, and power, as polynomials of ten coefficients.

    X = C1 + C2·S + C3·D + C4·S² + C5·S·D + C6·D² + C7·S³ + C8·D·S² + C9·S·D² + C10·D³, with S and D the suction and
    discharge dew temperatures. Suction states off the rating are corrected after Dabiri & Rice (1981).

    Parameters
    ----------
    power : sequence of 10 floats
        Coefficients of the power, W.
    mass_flow, capacity : sequence of 10 floats
        Coefficients of the mass flow (kg/s; IP: lb/h) or of the refrigerating capacity (W; IP: Btu/h). Exactly one.
    units : {"SI", "IP"}, default "SI"
        SI: °C, kg/s or W. IP: °F, lb/h or Btu/h.
    fluid : str, optional
        The refrigerant of the rating; a map is refused in a circuit of another.
    return_gas : Temperature or float, optional
        Suction temperature of the rating, K. 18.3 °C if neither this nor `superheat` is given.
    superheat : TemperatureDifference or float, optional
        Superheat of the rating, K.
    subcooling : TemperatureDifference or float, default 0
        Subcooling of the rating, K; read for a capacity.
    frequency : float, optional
        Supply frequency of the rating, Hz.
    envelope : ((float, float), (float, float)), optional
        Least and greatest suction and discharge dew temperature, in the units of the coefficients. Beyond it the map is
        continued linearly, and the result carries a warning.
    name : str, optional
        Model name.

    Raises
    ------
    ComponentError
        For coefficients that are not ten finite numbers, or both or none of `mass_flow` and `capacity`.

    References
    ----------
    AHRI Standard 540-2020. A. E. Dabiri, C. K. Rice, ASHRAE Transactions 87 (2), 1981.

    Examples
    --------
    >>> entropyk.Ahri540.named("2DF3-030E-TFC").fluid
    'R134a'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        power: Any,
        mass_flow: Any | None = None,
        capacity: Any | None = None,
        units: str = "SI",
        fluid: str | None = None,
        return_gas: Any | None = None,
        superheat: Any | None = None,
        subcooling: Any | None = None,
        frequency: SupportsFloat | SupportsIndex | None = None,
        envelope: tuple[
            tuple[SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex],
            tuple[SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex],
        ]
        | None = None,
        name: str = "",
    ) -> Ahri540: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def capacity(self, /) -> tuple | None:
        """
        Capacity coefficients, or None for a mass-flow rating.
        """
    def describe(self, /) -> str:
        """
        The rating in words.
        """
    @property
    def envelope(self, /) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """
        Least and greatest suction and discharge dew temperature, K, or None where the rating does not say.
        """
    def evaluate(self, /, T_suction: Any, T_discharge: Any) -> dict:
        """
        The polynomials at suction and discharge dew temperatures, before any correction.

        Parameters
        ----------
        T_suction, T_discharge : Temperature or float
            Dew temperatures, K.

        Returns
        -------
        dict
            `power` (W), and `capacity` (W) or `mass_flow` (kg/s).
        """
    @property
    def fluid(self, /) -> str | None:
        """
        Refrigerant of the rating, or None.
        """
    @property
    def mass_flow(self, /) -> tuple | None:
        """
        Mass-flow coefficients, or None for a capacity rating.
        """
    @property
    def name(self, /) -> str:
        """
        Model name.
        """
    @staticmethod
    def named(name: str) -> Ahri540:
        """
        A machine shipped with the package, by its model name.

        Raises
        ------
        ComponentError
            For an unknown name, with the nearest ones.
        """
    @property
    def power(self, /) -> tuple:
        """
        Power coefficients.
        """
    @property
    def published(self, /) -> dict | None:
        """
        The catalogue's figures at its rating point, or None: suction and discharge dew temperature (K), capacity (W), power (W).
        """
    @property
    def source(self, /) -> str:
        """
        Where the coefficients were published.
        """
    @property
    def units(self, /) -> str:
        """
        `"SI"` or `"IP"`.
        """

@final
class At:
    """
    What a function of a component sees: ports and parameters as attributes, in SI.

    `at.in1` is a stream with `m p h T s rho v x fluid state`, a flow of energy with `E`, or None where the port is open;
    `at.eta_s` is the value of a parameter, its default, or None.
    """
    def __dir__(self, /) -> list[str]: ...
    def __getattr__(self, name: str, /) -> Any: ...
    def design(self, /, parameter: str) -> float | None:
        """
        Value of a parameter at the design point, None where it is not known.
        """
    def each(self, /, port: str) -> list[Any]:
        """
        The streams at all ports that a declared one stands for.
        """
    def is_connected(self, /, port: str) -> bool:
        """
        True if the port is connected.
        """

@final
class Blueprint:
    """
    What the engine knows of a class of components that is written in Python.
    """
    def __new__(
        cls,
        /,
        name: str,
        summary: str,
        details: str,
        base: str | None,
        ports: SupportsGetItem[int, Incomplete],
        main: tuple[str, str] | None,
        passes: SupportsGetItem[int, tuple[str, str]] | None,
        parameters: SupportsGetItem[int, Incomplete],
        equations: SupportsGetItem[int, Incomplete],
        reports: bool,
        starts: bool,
    ) -> Blueprint:
        """
        Ports, parameters and equations are added to those of the native class `base`, if there is one; of the same name they take
        their place.
        """
    def describe(self, /) -> dict:
        """
        What documentation is made from, as for native classes.
        """
    @property
    def equations(self, /) -> list[str]:
        """
        Names of the equations.
        """

@disjoint_base
class CharLine:
    """
    A characteristic line: y over x by linear interpolation.

    Parameters
    ----------
    x, y : array_like, shape (n,), default [0, 1] and [1, 1]
        The points, in the order of growing x.
    extrapolate : bool, default False
        Beyond its ends the line continues its end segments; otherwise it keeps its end values.

    Raises
    ------
    ComponentError
        For x and y of different length, fewer than two points, numbers that are not finite, and x that does not increase.

    Examples
    --------
    >>> line = entropyk.CharLine([0.0, 1.0, 2.0], [0.6, 1.0, 0.8])
    >>> line.evaluate(0.5)
    0.8
    >>> entropyk.CharLine.named("Turbine", "eta_s_char", "TRAUPEL").evaluate(1.0)
    1.0
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        x: SupportsGetItem[int, SupportsFloat | SupportsIndex] = ...,
        y: SupportsGetItem[int, SupportsFloat | SupportsIndex] = ...,
        extrapolate: bool = False,
    ) -> CharLine: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(json: str) -> CharLine: ...
    def evaluate(self, /, x: Any) -> Any:
        """
        y at x.

        Parameters
        ----------
        x : float or array_like

        Returns
        -------
        float or ndarray of the shape of x

        Raises
        ------
        ComponentError
            At NaN.
        """
    @property
    def extrapolate(self, /) -> bool:
        """
        True if the end segments are continued.
        """
    def get_attr(self, /, name: str) -> Any:
        """
        An attribute by name.
        """
    def get_domain_errors(self, /, x: SupportsFloat | SupportsIndex, component: str) -> None:
        """
        Logs a warning if x lies beyond the line; `component` is named in it.
        """
    @staticmethod
    def named(component: str, parameter: str, name: str = "DEFAULT") -> CharLine:
        """
        A line shipped with the package.

        Parameters
        ----------
        component, parameter : str
            Class and parameter, such as `"Turbine"` and `"eta_s_char"`.
        name : str, default "DEFAULT"
            Name of the line.

        Raises
        ------
        ComponentError
            For an unknown name, with those that are known.
        """
    @property
    def source(self, /) -> str:
        """
        Where the points were published; empty for a user's own.
        """
    @property
    def x(self, /) -> Incomplete:
        """
        x of the points.
        """
    @property
    def y(self, /) -> Incomplete:
        """
        y of the points.
        """

@disjoint_base
class CharMap:
    """
    A characteristic map: z over y on lines of constant x, by linear interpolation between the lines and then along y.

    Parameters
    ----------
    x : array_like, shape (n,), default [0, 1]
        x of the lines, growing: the speed lines of a compressor.
    y, z : array_like, shape (n, m), default ones
        The points of each line, in the order of growing y: flow and pressure ratio, or flow and efficiency.
    extrapolate : bool, default False
        Beyond its edges the map continues its edge cells; otherwise it keeps its edge values.

    Raises
    ------
    ComponentError
        For shapes that do not match, fewer than two lines or points, numbers that are not finite, and x or y that do not increase.

    Examples
    --------
    >>> map = entropyk.CharMap([1.0, 2.0], [[0.0, 1.0], [0.0, 2.0]], [[3.0, 1.0], [5.0, 3.0]])
    >>> map.evaluate(1.5, 0.75)
    3.0
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        x: SupportsGetItem[int, SupportsFloat | SupportsIndex] = ...,
        y: SupportsGetItem[int, SupportsGetItem[int, SupportsFloat | SupportsIndex]] | None = None,
        z: SupportsGetItem[int, SupportsGetItem[int, SupportsFloat | SupportsIndex]] | None = None,
        extrapolate: bool = False,
    ) -> CharMap: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_json(json: str) -> CharMap: ...
    def evaluate(self, /, x: Any, y: Any) -> Any:
        """
        z at x and y.

        Parameters
        ----------
        x, y : float or array_like
            Of one shape, or such that can be broadcast.

        Returns
        -------
        float or ndarray

        Raises
        ------
        ComponentError
            At NaN.
        """
    def evaluate_x(self, /, x: SupportsFloat | SupportsIndex) -> tuple[Incomplete, Incomplete]:
        """
        y and z of the line at x.
        """
    def evaluate_y(
        self,
        /,
        y: SupportsFloat | SupportsIndex,
        yarr: SupportsGetItem[int, SupportsFloat | SupportsIndex],
        zarr: SupportsGetItem[int, SupportsFloat | SupportsIndex],
    ) -> float:
        """
        z at y on a line that `evaluate_x` gave.
        """
    @property
    def extrapolate(self, /) -> bool:
        """
        True if the edge cells are continued.
        """
    def get_attr(self, /, name: str) -> Any:
        """
        An attribute by name.
        """
    def get_domain_errors(
        self, /, x: SupportsFloat | SupportsIndex, y: SupportsFloat | SupportsIndex, component: str
    ) -> None:
        """
        Logs a warning if (x, y) lies beyond the map; `component` is named in it.
        """
    @staticmethod
    def named(component: str, parameter: str, name: str = "DEFAULT") -> CharMap:
        """
        A map shipped with the package.

        Parameters
        ----------
        component, parameter : str
            Class and parameter, such as `"TurboCompressor"` and `"char_map_pr"`.
        name : str, default "DEFAULT"
            Name of the map.

        Raises
        ------
        ComponentError
            For an unknown name, with those that are known.
        """
    @property
    def source(self, /) -> str:
        """
        Where the points were published; empty for a user's own.
        """
    @property
    def x(self, /) -> Incomplete:
        """
        x of the lines.
        """
    @property
    def y(self, /) -> Incomplete:
        """
        y of the points, a row for each line.
        """
    @property
    def z(self, /) -> Incomplete:
        """
        z of the points, a row for each line.
        """

@final
class ConvergedState:
    """
    A converged state. It belongs to itself: later solves do not change it.
    """
    def __getitem__(self, key: Any, /) -> float:
        """
        A number of this result by path, in the units of the model: `result["condenser.Q"]`, `result[condenser, "Q"]`,
        `result["cop_cooling"]`.

        Raises
        ------
        ValidationError
            For a path that does not exist, with the nearest ones.
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def _repr_html_(self, /) -> Any: ...
    def _sensitivities(
        self, /, of: SupportsGetItem[int, str], wrt: SupportsGetItem[int, str]
    ) -> tuple[list[list[float]], list[list[str]]]:
        """
        Values by rows, and the connections at a kink for every column.
        """
    @property
    def components(self, /) -> Table:
        """
        The components as a table.
        """
    @property
    def defaults(self, /) -> list[str]:
        """
        What the system assumed because nothing was given.
        """
    @property
    def elapsed_ms(self, /) -> float:
        """
        Time taken, ms.
        """
    @property
    def final_residual(self, /) -> float:
        """
        Greatest scaled residual.
        """
    @property
    def history(self, /) -> Table:
        """
        The iterations as a table.
        """
    @property
    def iterations(self, /) -> int:
        """
        Iterations made.
        """
    def jacobian(self, /, block: SupportsIndex | None = None) -> Table:
        """
        The derivatives of the equations at this solution.

        Parameters
        ----------
        block : int, optional
            Number of a block of `report().blocks`; all equations without.

        Returns
        -------
        Table
            A row for every pair of an equation and an unknown: the `derivative` in SI, and `scaled` as the iteration sees it.
        """
    @property
    def performance(self, /) -> Performance:
        """
        Heat, power and coefficients of performance.
        """
    @property
    def plot(self, /) -> Any:
        """
        Charts of this result: `result.plot.ph()`, `result.plot()`.
        """
    def processes(self, /) -> list[tuple[str, str, int, int]]:
        """
        (component, class, row of the inlet in `states`, row of the outlet) of every path through a component.
        """
    def report(self, /) -> Report:
        """
        What the system was made of, with values, residuals and iterations.
        """
    @property
    def residual_history(self, /) -> Incomplete:
        """
        Greatest scaled residual at the start and after every iteration: a read-only NumPy view.
        """
    def sections(self, /, component: Any) -> Table:
        """
        Heat, temperatures and conductances along an exchanger, from where the hot side enters: a row for every end of a section.

        Parameters
        ----------
        component : Component or str
            An exchanger, or its label.

        Returns
        -------
        Table
            `Q` given off so far, `T_hot`, `T_cold`, and of the section that begins there `lmtd`, `UA`, `phase_hot` and
            `phase_cold`: l, tp, g or sc.

        Raises
        ------
        ValidationError
            For a component that is no exchanger in counterflow, or whose other side is not known.
        """
    def sensitivity(self, /, of: Any, wrt: Any) -> Any:
        """
        Derivatives of results with respect to given values, exact at this solution.

        Parameters
        ----------
        of : str, pair, or list of these
            Results by path, such as `"compressor.P"` or `(compressor, "P")`, and the totals `heat_in heat_out power cop_cooling
            cop_heating`.
        wrt : str, pair, or list of these
            Given values by path.

        Returns
        -------
        Sensitivity
            In the units of the system: a float where both are single, otherwise an array with a row for every result and a
            column for every given value. `kinks` names the connections that are about to change phase, where a derivative holds
            on one side only.

        Raises
        ------
        ValidationError
            For paths that do not exist, and values that are not given.
        """
    @property
    def state_names(self, /) -> list[str]:
        """
        Names of the elements of the state vector.
        """
    @property
    def state_vector(self, /) -> Incomplete:
        """
        m of all connections, then p, then h, then other unknowns, SI: a read-only NumPy view of the engine's buffer.
        """
    @property
    def states(self, /) -> Table:
        """
        The connections as a table.
        """
    @property
    def status(self, /) -> str:
        """
        `"Converged"`: a solve that fails raises instead.
        """
    def to_arrow(self, /) -> Any:
        """
        The states as a pyarrow table.
        """
    def to_numpy(self, /) -> Incomplete:
        """
        The state vector.
        """
    def to_pandas(self, /, *, copy: bool = True) -> Any:
        """
        The states as a pandas frame.
        """
    def to_polars(self, /) -> Any:
        """
        The states as a polars frame.
        """
    @property
    def violations(self, /) -> list[str]:
        """
        Results beyond their limits, which are among the `warnings`.
        """
    @property
    def warnings(self, /) -> list[str]:
        """
        What to know about this solution.
        """

@final
class EnergyFlow:
    """
    A flow of power or heat at a port.
    """
    @property
    def E(self, /) -> float:
        """
        Power or heat, W.
        """
    def __repr__(self, /) -> str: ...

@final
class Enthalpy:
    """
    Enthalpy(*, j_per_kg=None, kj_per_kg=None, )
    --


    A specific enthalpy, or a difference of two.

    Exactly one keyword gives the value and its unit. Immutable; compares and adds within its kind only.

    Parameters
    ----------
    j_per_kg : float, optional
        The value in J/kg.

    kj_per_kg : float, optional
        The value in kJ/kg.
    """
    def __add__(self, other: object, /) -> Any: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __float__(self, /) -> float: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple, dict]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *number,
        j_per_kg: SupportsFloat | SupportsIndex | None = None,
        kj_per_kg: SupportsFloat | SupportsIndex | None = None,
    ) -> Enthalpy: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: object, /) -> Any: ...
    def _repr_html_(self, /) -> Any: ...
    def to_j_per_kg(self, /) -> float:
        """
        The value in J/kg.
        """
    def to_kj_per_kg(self, /) -> float:
        """
        The value in kJ/kg.
        """

@final
class FallbackConfig:
    """
    Settings of Newton's method with a way out: Picard sweeps where it fails, and Newton's method from there.

    Parameters
    ----------
    newton : NewtonConfig, optional
        Settings of the first and the last part.
    picard : PicardConfig, optional
        Settings of the sweeps in between.
    timeout_ms : float, optional
        Time budget of all parts.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple[()], dict]: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        newton: NewtonConfig | None = None,
        picard: PicardConfig | None = None,
        timeout_ms: SupportsFloat | SupportsIndex | None = None,
    ) -> FallbackConfig: ...
    def __repr__(self, /) -> str: ...
    @property
    def newton(self, /) -> NewtonConfig:
        """
        Settings of the first and the last part.
        """
    @property
    def picard(self, /) -> PicardConfig:
        """
        Settings of the sweeps in between.
        """
    def solve(self, /, system: Any, initial: Any | None = None) -> Any:
        """
        Solves a system; see `NewtonConfig.solve`.
        """
    @property
    def timeout_ms(self, /) -> float | None:
        """
        Time budget in ms, or None.
        """

@final
class Fluid:
    """
    A fluid, and the way to its properties. Everything is in SI units, per kilogram.

    Parameters
    ----------
    name : str
        A name, alias or CAS number, whatever the case, as CoolProp knows it: `"R134a"`, `"propane"`, `"74-98-6"`,
        `"HEOS::Water"`; `entropyk.fluids()` lists them. `"INCOMP::MEG[0.3]"` is an incompressible liquid,
        `"IF97::Water"` water by the industrial formulation, and `"ideal::N2[0.77]&O2[0.23]"` a mixture by a mixing rule, of mass
        fractions (`"ideal"`, `"ideal-cond"` with water condensing, `"incompressible"`). Anything else, such as `"REFPROP::R134a"` or
        `"R32[0.5]&R125[0.5]"`, goes to the package CoolProp, if it is installed.
    backend : {"auto", "helmholtz", "tabular", "coolprop"}, optional
        The model. `"auto"` takes the one that the name asks for, an equation of state without a prefix; `"tabular"` tabulates
        that over pressure and enthalpy, which takes up to a tenth of a second once and makes states several times faster;
        `"coolprop"` asks the package CoolProp.
    reference : {"default", "IIR", "ASHRAE", "NBP"}, optional
        Where h and s are counted from: as the equation has it; 200 kJ/kg and 1 kJ/(kg K) in saturated liquid at 0 °C; zero in
        saturated liquid at -40 °C; zero in saturated liquid at 101325 Pa.

    Raises
    ------
    FluidError
        For an unknown name, with the nearest ones; for a reference state that the fluid does not have.
    ValidationError
        For an unknown backend or reference.

    Examples
    --------
    >>> fluid = entropyk.Fluid("R134a")
    >>> fluid.state(p=entropyk.Pressure(bar=3), x=1).T
    273.8...
    >>> fluid.props("T", p=[1e5, 2e5], x=0)
    array([246.7..., 263.0...])
    """
    @property
    def T_critical(self, /) -> float:
        """
        Critical temperature, K.
        """
    @property
    def T_freeze(self, /) -> float:
        """
        Freezing temperature of an incompressible solution, K; NaN otherwise.
        """
    @property
    def T_max(self, /) -> float:
        """
        Highest temperature of the equation of state, K.
        """
    @property
    def T_min(self, /) -> float:
        """
        Lowest temperature of the equation of state, K.
        """
    @property
    def T_reducing(self, /) -> float:
        """
        Temperature by which the equation of state is reduced, K; NaN without one.
        """
    @property
    def T_triple(self, /) -> float:
        """
        Triple-point temperature, K.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple[str], dict]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: Any, *, backend: str = "auto", reference: str = "default") -> Fluid: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def _repr_html_(self, /) -> Any: ...
    @property
    def acentric(self, /) -> float:
        """
        Acentric factor.
        """
    @property
    def aliases(self, /) -> list[str]:
        """
        Other names by which the fluid is found.
        """
    @property
    def backend(self, /) -> str:
        """
        The model in use: `"helmholtz"`, `"tabular"`, `"incompressible"`, `"if97"`, `"mixture"` or `"coolprop"`.
        """
    @property
    def cas(self, /) -> str:
        """
        CAS registry number.
        """
    @property
    def formula(self, /) -> str:
        """
        Chemical formula.
        """
    @property
    def gas_constant(self, /) -> float:
        """
        Gas constant of the equation of state, J/(mol K); NaN without one.
        """
    @property
    def gwp100(self, /) -> float:
        """
        Global warming potential over 100 years; NaN where unknown.
        """
    @property
    def gwp20(self, /) -> float:
        """
        Global warming potential over 20 years; NaN where unknown.
        """
    @property
    def gwp500(self, /) -> float:
        """
        Global warming potential over 500 years; NaN where unknown.
        """
    @property
    def is_pseudo_pure(self, /) -> bool:
        """
        True for a mixture described as one substance; its bubble and dew temperatures differ.
        """
    @property
    def molar_mass(self, /) -> float:
        """
        Molar mass, kg/mol.
        """
    @property
    def name(self, /) -> str:
        """
        The name, as CoolProp spells it.
        """
    @property
    def odp(self, /) -> float:
        """
        Ozone depletion potential; NaN where unknown.
        """
    @property
    def p_critical(self, /) -> float:
        """
        Critical pressure, Pa.
        """
    @property
    def p_max(self, /) -> float:
        """
        Highest pressure of the equation of state, Pa.
        """
    @property
    def p_reducing(self, /) -> float:
        """
        Pressure that its authors give for that point, Pa.
        """
    @property
    def p_triple(self, /) -> float:
        """
        Triple-point pressure, Pa.
        """
    def props(
        self,
        /,
        outputs: Any,
        *,
        on_error: str = "raise",
        p: Any | None = None,
        T: Any | None = None,
        h: Any | None = None,
        s: Any | None = None,
        rho: Any | None = None,
        u: Any | None = None,
        x: Any | None = None,
    ) -> Any:
        """
        Properties of many states at once, on all cores, with the interpreter lock released.

        Parameters
        ----------
        outputs : str or list of str
            Of `T p h s rho v u g x cp cv w viscosity conductivity prandtl surface_tension`, in the units of `State`;
            derivatives of all before viscosity, such as `"d(h)/d(T)|p"`, along the saturation line `"d(p)/d(T)|x"`; second
            derivatives of all before x, such as `"d(d(p)/d(T)|rho)/d(rho)|T"`; and of an equation of state the reduced
            Helmholtz energy `alpha0` and `alphar` with its derivatives in δ = ρ/ρ_r and τ = T_r/T, such as `"alphar_ddt"`.
        on_error : {"raise", "nan"}, optional
            What becomes of a state that does not exist: an exception that names its index, or NaN.
        p, T, h, s, rho, u, x : array_like, optional
            One of the pairs that `state` takes: arrays that broadcast against each other, single numbers among them.

        Returns
        -------
        numpy.ndarray or Table
            An array in the shape of the inputs (a float for two single numbers); for a list of outputs a table with one
            row per state, in C order.

        Raises
        ------
        ValidationError
            For unknown outputs or pairs, arrays that do not fit together, values that are no finite numbers.
        FluidError
            With `on_error="raise"`, for the first state outside the limits of the fluid.

        Examples
        --------
        >>> entropyk.Fluid("Water").props(["h", "s"], p=101325, T=[300.0, 350.0])["h"]
        array([112654..., 321839...])
        """
    @property
    def reference(self, /) -> str:
        """
        Where h and s are counted from: `"default"`, `"IIR"`, `"ASHRAE"` or `"NBP"`.
        """
    @property
    def rho_critical(self, /) -> float:
        """
        Critical density, kg/m³.
        """
    @property
    def rho_reducing(self, /) -> float:
        """
        Density by which it is reduced, kg/m³.
        """
    @property
    def safety_class(self, /) -> str:
        """
        ASHRAE 34 safety class; empty where unknown.
        """
    def saturation(self, /, *, p: Any | None = None, T: Any | None = None) -> Saturation:
        """
        Saturated liquid and vapour at a pressure or a temperature.

        Parameters
        ----------
        p : float or Pressure, optional
            Pressure, Pa.
        T : float or Temperature, optional
            Temperature, K.

        Returns
        -------
        Saturation
            With the states `bubble` and `dew`. Those of a pseudo-pure fluid differ in temperature at a given p, and in
            pressure at a given T.

        Raises
        ------
        ValidationError
            Unless exactly one of p and T is given, a finite number.
        FluidError
            Above the critical point or below the lowest temperature of the fluid.
        """
    @property
    def source(self, /) -> str:
        """
        Source of the equation of state.
        """
    def state(
        self,
        /,
        *,
        p: Any | None = None,
        T: Any | None = None,
        h: Any | None = None,
        s: Any | None = None,
        rho: Any | None = None,
        u: Any | None = None,
        x: Any | None = None,
    ) -> State:
        """
        The state that two properties fix.

        Parameters
        ----------
        p : float or Pressure, optional
            Pressure, Pa.
        T : float or Temperature, optional
            Temperature, K.
        h : float or Enthalpy, optional
            Specific enthalpy, J/kg.
        s : float, optional
            Specific entropy, J/(kg K).
        rho : float, optional
            Density, kg/m³.
        u : float, optional
            Specific internal energy, J/kg.
        x : float, optional
            Vapour mass fraction, 0 to 1.

        Returns
        -------
        State

        Raises
        ------
        ValidationError
            Unless exactly two are given, in finite numbers. All pairs but (h, u) and (u, x) will do; a fluid without an
            equation of state, such as an incompressible liquid, may take fewer.
        FluidError
            For a state out of the limits of the fluid, for p and T on the saturation line, and for a pair that several states
            have, as happens with (T, h), (T, u), (h, x), (s, x) and, next to a largest density, (p, rho): the exception's
            `candidates` holds their (T, rho).

        Examples
        --------
        >>> entropyk.Fluid("R290").state(p=entropyk.Pressure(bar=5), T=entropyk.Temperature(celsius=20)).phase
        'g'
        """

@final
class Known:
    """
    What a function sees that offers start values: as `At`, with None for what is not known yet.
    """
    def __getattr__(self, name: str, /) -> Any: ...
    @property
    def spread(self, /) -> float:
        """
        Factor on temperature differences that are guessed.
        """

@final
class KnownStream:
    """
    What is known of a stream before an iteration, in SI; None for what is not.
    """
    @property
    def T(self, /) -> float | None:
        """
        Temperature, K.
        """
    @property
    def fluid(self, /) -> Fluid:
        """
        Fluid.
        """
    @property
    def h(self, /) -> float | None:
        """
        Specific enthalpy, J/kg.
        """
    @property
    def m(self, /) -> float | None:
        """
        Mass flow, kg/s.
        """
    @property
    def p(self, /) -> float | None:
        """
        Pressure, Pa.
        """

@final
class MassFlow:
    """
    MassFlow(*, kg_per_s=None, g_per_s=None, kg_per_h=None, )
    --


    A mass flow.

    Exactly one keyword gives the value and its unit. Immutable; compares and adds within its kind only.

    Parameters
    ----------
    kg_per_s : float, optional
        The value in kg/s.

    g_per_s : float, optional
        The value in g/s.

    kg_per_h : float, optional
        The value in kg/h.
    """
    def __add__(self, other: object, /) -> Any: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __float__(self, /) -> float: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple, dict]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *number,
        kg_per_s: SupportsFloat | SupportsIndex | None = None,
        g_per_s: SupportsFloat | SupportsIndex | None = None,
        kg_per_h: SupportsFloat | SupportsIndex | None = None,
    ) -> MassFlow: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: object, /) -> Any: ...
    def _repr_html_(self, /) -> Any: ...
    def to_g_per_s(self, /) -> float:
        """
        The value in g/s.
        """
    def to_kg_per_h(self, /) -> float:
        """
        The value in kg/h.
        """
    def to_kg_per_s(self, /) -> float:
        """
        The value in kg/s.
        """

@final
class Model:
    """
    Components, connections and the plan made of them.
    """
    def __new__(cls, /, fluid: Fluid | str | None = None, units: Any | None = None, defaults: bool = True) -> Model: ...
    def add(self, /, object: Object, label: str | None = None) -> None: ...
    def add_equation(self, /, label: str, arguments: SupportsGetItem[int, str | Parameter], host: Any) -> None:
        """
        Adds an equation of arguments, by path or as parameters, with the `function` of a host; see `System.add_equation`.
        """
    def add_variable(self, /, object: Object, label: str) -> None:
        """
        Adds an unknown.
        """
    def check_ports(self, /) -> None:
        """
        Refuses a graph with open ports.
        """
    def clear(self, /) -> None:
        """
        Takes everything out; the units stay.
        """
    def compose(
        self, /, connection: Object, fractions: SupportsGetItem[int, tuple[str, SupportsFloat | SupportsIndex | None]]
    ) -> None:
        """
        Gives a connection mass fractions by the names of species.
        """
    def connect(
        self,
        /,
        source: Object,
        outlet: str | None,
        target: Object,
        inlet: str | None,
        connection: Object,
        label: str | None = None,
    ) -> tuple[str, str]:
        """
        Connects two components and gives the new connection its slots.
        """
    def connection_class(self, /, source: Object, outlet: str | None, target: Object, inlet: str | None) -> str:
        """
        What a connection between two components would carry: `"Connection"`, `"PowerConnection"` or `"HeatConnection"`.
        """
    def constrain(
        self,
        /,
        of: str,
        value: SupportsFloat | SupportsIndex,
        control: str,
        bounds: tuple[SupportsFloat | SupportsIndex, SupportsFloat | SupportsIndex],
    ) -> None:
        """
        Gives the parameter at a path a value and makes another, within bounds, an unknown for it; see `System.add_constraint`.
        """
    def counts(self, /) -> tuple[int, int]:
        """
        (components, connections).
        """
    def describe(self, /) -> str: ...
    def disconnect(self, /, connection: Object) -> None:
        """
        Takes the last connection back: one whose specifications turned out impossible.
        """
    def finalize(self, /) -> list[str]:
        """
        Compiles the model; returns what is assumed.
        """
    def fluid_of(self, /, connection: Object) -> str | None:
        """
        Name of the fluid that flows through a connection; None for a mixture.
        """
    @staticmethod
    def from_json(text: str, brought: dict[str, Object]) -> Model:
        """
        The model of a JSON text; `brought` holds the components of classes written in Python by label.
        """
    def given(self, /, path: str) -> float | None:
        """
        The number given at a path, in the units of the model; None for what is free or a result.
        """
    def handles(self, /) -> tuple[list[Object], list[tuple[Object, int, str, int, str]]]:
        """
        Components, and connections with the positions and ports of the components they leave and enter.
        """
    @property
    def is_finalized(self, /) -> bool: ...
    def lead(
        self,
        /,
        columns: SupportsGetItem[int, tuple[str, Incomplete]],
        config: NewtonConfig | PicardConfig | FallbackConfig,
    ) -> tuple[tuple[list[float] | None], Incomplete, int]:
        """
        Where a sweep begins, the order of its rows, and how many of them are solved one after the other.
        """
    def prepare(self, /) -> None:
        """
        Compiles again if what is given has changed since.
        """
    def refer(
        self,
        /,
        target: Object,
        name: str,
        source: Object,
        factor: SupportsFloat | SupportsIndex,
        delta: SupportsFloat | SupportsIndex,
    ) -> None:
        """
        Lets a parameter of a connection follow from that of another; `delta` is in the units of the model.
        """
    def references(self, /) -> list[tuple[str, str, str, float, float]]:
        """
        References: label and parameter of the connection that follows, label of the other, factor, and delta in the model's units.
        """
    def release(self, /, of: str) -> bool:
        """
        Takes a constraint back; false if there is none.
        """
    def remove_equation(self, /, label: str) -> bool:
        """
        Takes an equation out.
        """
    def remove_variable(self, /, label: str) -> bool:
        """
        Takes an unknown out; false if there is none.
        """
    def report(self, /) -> Report:
        """
        What the model is made of; see `System.report`.
        """
    def set_design(self, /, result: ConvergedState) -> None:
        """
        Keeps the values of a result as those of the design point.
        """
    def set_fluid(self, /, connection: Object, fluid: Fluid | str | None = None) -> None:
        """
        Gives a connection a fluid, by name too, or takes it back; see `Connection.set_attr`.
        """
    def set_mixing_rule(self, /, connection: Object, rule: str | None = None) -> None:
        """
        Says how species mix in the circuit of a connection.
        """
    def solve(
        self,
        /,
        config: NewtonConfig | PicardConfig | FallbackConfig,
        initial: SupportsGetItem[int, SupportsFloat | SupportsIndex] | None = None,
        code: Any | None = None,
    ) -> ConvergedState:
        """
        Solves with the settings of a solver configuration.

        The result keeps `code`, the objects whose Python code the equations call.
        """
    def state_names(self, /) -> list[str]: ...
    def sweep(
        self,
        /,
        columns: SupportsGetItem[int, tuple[str, Incomplete]],
        outputs: str | SupportsGetItem[int, str] | None,
        config: NewtonConfig | PicardConfig | FallbackConfig,
        workers: SupportsIndex | None,
        progress: Any | None = None,
        slopes: tuple[SupportsGetItem[int, str], SupportsGetItem[int, str]] | None = None,
        base: tuple[SupportsGetItem[int, SupportsFloat | SupportsIndex] | None] | None = None,
    ) -> tuple[Table, dict[int, BaseException]]:
        """
        Solves once for every row; see `System.sweep`. Gives the exceptions of rows in which Python code failed too.

        `slopes` are paths of results and of given values, whose derivatives are columns too. With `base`, which `lead` gave, rows are
        solved in the order in which they come.
        """
    def to_json(self, /, brought: SupportsGetItem[int, str]) -> str:
        """
        The model as JSON; `brought` are the labels of what is written in Python and comes back another way.
        """
    @property
    def units(self, /) -> Units:
        """
        Units of plain numbers.
        """
    def unrefer(self, /, target: Object, name: str) -> None:
        """
        Takes a reference back.
        """
    def worst_at(self, /, state: SupportsGetItem[int, SupportsFloat | SupportsIndex]) -> str:
        """
        The equations that are worst met at a state vector, a line each.
        """

@final
class NewtonConfig:
    """
    Settings of the damped Newton iteration.

    Parameters
    ----------
    max_iterations : int, default 100
        Steps at most.
    tolerance : float, default 1e-9
        Greatest scaled residual of a solution. The iteration goes on to rounding where that costs a step or two.
    timeout_ms : float, optional
        Time budget; what was reached by then comes with the `TimeoutError`.
    line_search : bool, default True
        Shorten steps that do not reduce the residual.
    jacobian_freeze : int, default 1
        Steps for which a Jacobian is kept.

    Raises
    ------
    ValidationError
        For settings with which nothing can converge.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple[()], dict]: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        max_iterations: SupportsIndex = 100,
        tolerance: SupportsFloat | SupportsIndex = 1e-9,
        *,
        timeout_ms: SupportsFloat | SupportsIndex | None = None,
        line_search: bool = True,
        jacobian_freeze: SupportsIndex = 1,
    ) -> NewtonConfig: ...
    def __repr__(self, /) -> str: ...
    @property
    def jacobian_freeze(self, /) -> int:
        """
        Steps for which a Jacobian is kept.
        """
    @property
    def line_search(self, /) -> bool:
        """
        Whether steps are shortened.
        """
    @property
    def max_iterations(self, /) -> int:
        """
        Steps at most.
        """
    def solve(self, /, system: Any, initial: Any | None = None) -> Any:
        """
        Solves a system.

        Parameters
        ----------
        system : System
            A finalized system.
        initial : array of floats or ConvergedState, optional
            A state vector (SI) to start from; otherwise the last solution, or start values from the specifications.

        Returns
        -------
        ConvergedState

        Raises
        ------
        SolverError
            If the iteration does not converge; the system keeps its last good state.
        TimeoutError
            If the time budget ends before.
        TopologyError
            If the system is not finalized, or specifications are missing or too many.
        """
    @property
    def timeout_ms(self, /) -> float | None:
        """
        Time budget in ms, or None.
        """
    @property
    def tolerance(self, /) -> float:
        """
        Greatest scaled residual of a solution.
        """

@disjoint_base
class Object:
    """
    What components and connections have in common.
    """
    def __getattr__(self, name: str, /) -> Parameter: ...
    def __new__(cls, /, *_args, **kwargs) -> Self:
        """
        The class attribute `_class` names the declaration; arguments are read by `__init__`. An object of this class itself as
        first argument shares its slots.
        """
    def __repr__(self, /) -> str: ...
    def _counted_ports(self, /) -> list[tuple[str, str, str, str]]:
        """
        Ports that stand for several: stem of their names, the parameter that counts them, direction and what flows.
        """
    def _fractions(self, /) -> list[tuple[str, float, bool]]:
        """
        (name, mass fraction, whether it is given) of every species of a connection; NaN where nothing is known.
        """
    def _functions(self, /) -> list[tuple[str, Any]]:
        """
        Functions from outside the library by the name of their parameter.
        """
    def _has_parameter(self, /, name: str) -> bool:
        """
        True for the name of a parameter, in any spelling.
        """
    def _injected(self, /) -> list[str]:
        """
        Names of the inlets that may stay open and whose streams leave with another.
        """
    @property
    def _is_off(self, /) -> bool: ...
    def _load(self, /, json: str) -> None:
        """
        Takes values that `_save` gave.
        """
    @property
    def _name(self, /) -> str:
        """
        Name of the class in the engine.
        """
    def _parameters(self, /) -> list[str]:
        """
        Names of the parameters.
        """
    def _port_names(self, /, direction: str, kind: str) -> list[str]:
        """
        Names of the inlets (or outlets) through which a fluid, power or heat flows, with all that a port stands for.
        """
    def _ports(self, /) -> list[str]:
        """
        Ports by name.
        """
    def _save(self, /) -> str:
        """
        The values as JSON.
        """
    def _set_design(self, /, values: dict[str, SupportsFloat | SupportsIndex]) -> None:
        """
        Sets values at the design point by name, SI; those not named are forgotten.
        """
    def _set_design_at_ports(self, /, values: dict[str, dict[str, SupportsFloat | SupportsIndex]]) -> None:
        """
        Gives the object a design point of its own at its ports: values in SI by port and name.
        """
    def _set_label(self, /, label: str) -> None: ...
    def _set_start(self, /, name: str, value: Any | None) -> None:
        """
        Where an iteration may start: a number in the units of the model, a quantity, or None.
        """
    def _show(self, /, name: str, si: SupportsFloat | SupportsIndex) -> None:
        """
        Shows a value in SI as a result, unless one is given.
        """
    def _switch_on(self, /, name: str) -> None:
        """
        Switches a parameter on as it was at the design point: a number has the value it had, a switch is on, and a
        characteristic is the shipped one unless another is given.
        """
    def _use_units(self, /, units: Units) -> None:
        """
        Gives plain numbers their meaning before the object belongs to a model.
        """
    def get_attr(self, /, name: str) -> Parameter:
        """
        A parameter by name, as `set_attr` takes it.
        """
    @property
    def label(self, /) -> str | None:
        """
        Label; None before the object has one.
        """
    def set_attr(self, /, **parameters) -> None:
        """
        Gives or takes back parameters.

        Parameters
        ----------
        **parameters : float, quantity, bool, Ahri540, None or "var"
            A plain number is in the units of the model the object belongs to, or will join. None takes a value back,
            `"var"` makes the parameter an unknown.

        Raises
        ------
        UnknownParameterError
            For a name that the class does not have, with the nearest ones.
        ComponentError
            For a value that the parameter cannot take.
        """

@final
class Owner:
    """
    Keeps a buffer alive behind a NumPy view.
    """

@final
class Parameter:
    """
    A parameter of a component or connection: a handle on its slot.
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __float__(self, /) -> float: ...
    def __hash__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    @property
    def _path(self, /) -> str:
        """
        Label of the object, and name; for an unknown of its own the label.
        """
    @property
    def char_func(self, /) -> Any:
        """
        The line or map it holds, or the shipped one, or one of ones; None for other kinds.
        """
    @property
    def char_params(self, /) -> dict | None:
        """
        Arguments of `get_char_expr` for the side that a characteristic is of; None for other kinds.
        """
    @property
    def description(self, /) -> str:
        """
        What the parameter means.
        """
    @property
    def design(self, /) -> float:
        """
        Value at the design point in SI, NaN where there is none.
        """
    @property
    def func(self, /) -> str | None:
        """
        The equation that holds because of it, in symbols; None without one, and where it is linear in one variable.
        """
    @property
    def is_set(self, /) -> bool:
        """
        True if a value is given.
        """
    @property
    def is_var(self, /) -> bool:
        """
        True if the parameter is an unknown.
        """
    @property
    def kind(self, /) -> str:
        """
        Kind of value: `"number"`, `"option"`, `"line"` or `"map"`.
        """
    @property
    def max_val(self, /) -> float:
        """
        Upper limit in SI, of which a result warns.
        """
    @property
    def min_val(self, /) -> float:
        """
        Lower limit in SI, of which a result warns.
        """
    @property
    def num_eq_sets(self, /) -> int:
        """
        Number of equations that hold because of it.
        """
    @property
    def param(self, /) -> str | None:
        """
        What a characteristic line is a function of: `"m"`, `"m_out"`, `"v"`, `"pr"` or `"E"`; None for other kinds.
        """
    @property
    def quantity(self, /) -> str:
        """
        Physical quantity, as `Units` names it.
        """
    @property
    def result_only(self, /) -> bool:
        """
        True if the parameter is reported and never given.
        """
    def set_attr(
        self, /, *, val: Any | None = None, unit: str | None = None, is_set: bool = True, is_var: bool = False
    ) -> None:
        """
        Gives a value or takes it back, as `set_attr` of the object does.

        Parameters
        ----------
        val : float, quantity, bool, str, map or None, optional
            The value; a plain number is in the units of the model, or in `unit`.
        unit : str, optional
            Unit of a plain number.
        is_set : bool, default True
            False takes the value back.
        is_var : bool, default False
            True makes the parameter an unknown, which starts at `val`.

        Raises
        ------
        ValidationError
            For a unit of another kind.
        ComponentError
            For a value that the parameter cannot take.
        """
    @property
    def structure_matrix(self, /) -> str | None:
        """
        The equation that holds because of it, in symbols, where it is linear in one variable; None otherwise.
        """
    @property
    def unit(self, /) -> str:
        """
        Unit of `val`; in networks by pint's long name.
        """
    @property
    def val(self, /) -> Any:
        """
        Value in the units of the model, NaN where there is none; a switch or map as it is.
        """
    @property
    def val0(self, /) -> float:
        """
        Where an iteration starts, in the units of the model, NaN where nothing is known.
        """
    @property
    def val0_with_unit(self, /) -> Any:
        """
        Start value and unit as a quantity of the package pint.
        """
    @property
    def val_SI(self, /) -> float:
        """
        Value in SI, NaN where there is none.
        """
    @property
    def val_with_unit(self, /) -> Any:
        """
        Value and unit as a quantity of the package pint.
        """

@final
class Performance:
    """
    Energy flows and coefficients of performance: a mapping of name to number, W or 1.

    `heat_in` and `heat_out` cross the boundary of the model, `power` is taken in, `cop_cooling` = heat_in/power and
    `cop_heating` = heat_out/power. With several circuits, `circuits` holds one mapping each.
    """
    def __contains__(self, key: str, /) -> bool: ...
    def __getattr__(self, key: str, /) -> float: ...
    def __getitem__(self, key: str, /) -> float: ...
    def __iter__(self, /) -> Iterator: ...
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> Any: ...
    @property
    def circuits(self, /) -> list[dict]:
        """
        One dict per circuit.
        """
    @property
    def imbalance(self, /) -> float:
        """
        What the energy balance of the model lacks, W.
        """
    def keys(self, /) -> list[str]:
        """
        Names of the numbers.
        """

@final
class PicardConfig:
    """
    Settings of the relaxed Gauss–Seidel (Picard) iteration.

    Every equation is solved for one unknown, and a fraction of the change is taken. It is slow, and need not converge; Newton's
    method may go on from what it reaches, as `FallbackConfig` does.

    Parameters
    ----------
    max_iterations : int, default 200
        Sweeps over all unknowns at most.
    tolerance : float, default 1e-9
        Greatest scaled residual of a solution.
    relaxation : float, default 0.5
        Fraction of a change that is taken, above 0 and up to 1.
    timeout_ms : float, optional
        Time budget.

    Raises
    ------
    ValidationError
        For settings with which nothing can converge.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple[int, float, float], dict]: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        max_iterations: SupportsIndex = 200,
        tolerance: SupportsFloat | SupportsIndex = 1e-9,
        relaxation: SupportsFloat | SupportsIndex = 0.5,
        *,
        timeout_ms: SupportsFloat | SupportsIndex | None = None,
    ) -> PicardConfig: ...
    def __repr__(self, /) -> str: ...
    @property
    def max_iterations(self, /) -> int:
        """
        Sweeps at most.
        """
    @property
    def relaxation(self, /) -> float:
        """
        Fraction of a change that is taken.
        """
    def solve(self, /, system: Any, initial: Any | None = None) -> Any:
        """
        Solves a system; see `NewtonConfig.solve`.
        """
    @property
    def timeout_ms(self, /) -> float | None:
        """
        Time budget in ms, or None.
        """
    @property
    def tolerance(self, /) -> float:
        """
        Greatest scaled residual of a solution.
        """

@final
class PortStream:
    """
    A stream at a port, in SI.
    """
    @property
    def T(self, /) -> float:
        """
        Temperature, K.
        """
    def __repr__(self, /) -> str: ...
    @property
    def fluid(self, /) -> Fluid:
        """
        Fluid, for further states: `stream.fluid.state(p=…, s=…)`.
        """
    @property
    def h(self, /) -> float:
        """
        Specific enthalpy, J/kg.
        """
    @property
    def m(self, /) -> float:
        """
        Mass flow, kg/s.
        """
    @property
    def p(self, /) -> float:
        """
        Pressure, Pa.
        """
    @property
    def rho(self, /) -> float:
        """
        Density, kg/m³.
        """
    @property
    def s(self, /) -> float:
        """
        Specific entropy, J/(kg K).
        """
    @property
    def state(self, /) -> State:
        """
        All properties: `stream.state.viscosity`.
        """
    @property
    def v(self, /) -> float:
        """
        Specific volume, m³/kg.
        """
    @property
    def x(self, /) -> float:
        """
        Vapour mass fraction, continued linearly in h outside the two-phase region.
        """

@final
class Pressure:
    """
    Pressure(*, pa=None, kpa=None, bar=None, mpa=None, psi=None, atm=None, )
    --


    An absolute pressure, or a difference of two.

    Exactly one keyword gives the value and its unit. Immutable; compares and adds within its kind only.

    Parameters
    ----------
    pa : float, optional
        The value in Pa.

    kpa : float, optional
        The value in kPa.

    bar : float, optional
        The value in bar.

    mpa : float, optional
        The value in MPa.

    psi : float, optional
        The value in psi.

    atm : float, optional
        The value in atm.
    """
    def __add__(self, other: object, /) -> Any: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __float__(self, /) -> float: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple, dict]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *number,
        pa: SupportsFloat | SupportsIndex | None = None,
        kpa: SupportsFloat | SupportsIndex | None = None,
        bar: SupportsFloat | SupportsIndex | None = None,
        mpa: SupportsFloat | SupportsIndex | None = None,
        psi: SupportsFloat | SupportsIndex | None = None,
        atm: SupportsFloat | SupportsIndex | None = None,
    ) -> Pressure: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: object, /) -> Any: ...
    def _repr_html_(self, /) -> Any: ...
    def to_atm(self, /) -> float:
        """
        The value in atm.
        """
    def to_bar(self, /) -> float:
        """
        The value in bar.
        """
    def to_kpa(self, /) -> float:
        """
        The value in kPa.
        """
    def to_mpa(self, /) -> float:
        """
        The value in MPa.
        """
    def to_pa(self, /) -> float:
        """
        The value in Pa.
        """
    def to_psi(self, /) -> float:
        """
        The value in psi.
        """

@final
class Report:
    """
    What a system is made of, in words and as tables; `print` shows the words.

    Before a solve it says what is missing or too much, and values are those from which an iteration would start; of a result it
    shows values, residuals and iterations.
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def _repr_html_(self, /) -> Any: ...
    @property
    def blocks(self, /) -> Table:
        """
        A row for every block of equations that are solved together, in the order of solution.
        """
    @property
    def defaults(self, /) -> list[str]:
        """
        What the system assumes because nothing is given.
        """
    @property
    def equations(self, /) -> Table:
        """
        A row for every equation: its `kind` (solved, eliminated, implied, too many), the variable it `gives`, its `block`, and its
        scaled residual at a solution.
        """
    @property
    def helpful(self, /) -> Table:
        """
        A row for every parameter of a component that could be given for what is missing.
        """
    @property
    def incidence(self, /) -> Table:
        """
        A row for every variable in an equation that is solved, and the unknown it follows from.
        """
    @property
    def is_solvable(self, /) -> bool:
        """
        True if every unknown has its equation.
        """
    @property
    def missing(self, /) -> Table:
        """
        A row for every unknown that is not determined, with those that could be given `instead`.
        """
    @property
    def superfluous(self, /) -> Table:
        """
        A row for every equation, and every given value, of which some are too many.
        """
    @property
    def text(self, /) -> str:
        """
        In words; long lists are cut, and complete in the tables.
        """
    @property
    def variables(self, /) -> Table:
        """
        A row for every variable: its `kind` (given, follows, unknown, not determined), the variable it `follows_from` and `by` which
        equation, the `unknown` and the `block` it is solved with, and its value in SI.
        """

@final
class Saturation:
    """
    Saturated liquid and saturated vapour.
    """
    def __getnewargs__(self, /) -> tuple[State, State]: ...
    def __new__(cls, /, bubble: State, dew: State) -> Saturation: ...
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...
    @property
    def bubble(self, /) -> State:
        """
        Saturated liquid, x = 0.
        """
    @property
    def dew(self, /) -> State:
        """
        Saturated vapour, x = 1.
        """

@final
class State:
    """
    The state of a fluid, in SI units, per kilogram. Made by `Fluid.state` and `Fluid.saturation`; immutable.
    """
    @property
    def T(self, /) -> float:
        """
        Temperature, K.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple]: ...
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> str: ...
    @property
    def conductivity(self, /) -> float:
        """
        Thermal conductivity, W/(m K); NaN between the saturation lines.
        """
    @property
    def conductivity_source(self, /) -> str:
        """
        How the conductivity is founded: `"model"` or `"estimate"`; empty where there is none.
        """
    @property
    def cp(self, /) -> float:
        """
        Isobaric heat capacity, J/(kg K); NaN between the saturation lines.
        """
    @property
    def cv(self, /) -> float:
        """
        Isochoric heat capacity, J/(kg K); NaN between the saturation lines.
        """
    def derivative(self, /, of: str, wrt: str, *, constant: str | None = None) -> float:
        """
        A partial derivative, (∂of/∂wrt) at constant third property.

        Parameters
        ----------
        of, wrt : str
            Two of `T p h s rho v u g x cp cv w`.
        constant : str, optional
            The property held constant. With respect to h it is p unless given, with respect to p it is h.

        Returns
        -------
        float
            In SI units; in the two-phase region along the mixture in equilibrium.

        Raises
        ------
        ValidationError
            For unknown properties, or if `constant` is missing or equal to `wrt`.

        Examples
        --------
        >>> state = entropyk.Fluid("Water").state(p=1e5, T=300.0)
        >>> abs(state.derivative("h", "T", constant="p") / state.cp - 1) < 1e-12
        True
        """
    @property
    def fluid(self, /) -> Fluid:
        """
        The fluid.
        """
    @property
    def g(self, /) -> float:
        """
        Specific Gibbs energy, h − T s, J/kg.
        """
    @property
    def h(self, /) -> float:
        """
        Specific enthalpy, J/kg.
        """
    @property
    def p(self, /) -> float:
        """
        Pressure, Pa.
        """
    @property
    def phase(self, /) -> str:
        """
        `"l"` liquid, `"g"` gas, `"tp"` two-phase, `"sc"` supercritical, as in the tables of results.
        """
    @property
    def prandtl(self, /) -> float:
        """
        Prandtl number, viscosity · cp / conductivity; NaN between the saturation lines.
        """
    @property
    def rho(self, /) -> float:
        """
        Density, kg/m³.
        """
    @property
    def s(self, /) -> float:
        """
        Specific entropy, J/(kg K).
        """
    @property
    def surface_tension(self, /) -> float:
        """
        Surface tension, N/m, on the saturation lines and between them; NaN in a single phase.
        """
    @property
    def u(self, /) -> float:
        """
        Specific internal energy, J/kg.
        """
    @property
    def v(self, /) -> float:
        """
        Specific volume, m³/kg.
        """
    @property
    def viscosity(self, /) -> float:
        """
        Dynamic viscosity, Pa s; NaN between the saturation lines.
        """
    @property
    def viscosity_source(self, /) -> str:
        """
        How the viscosity is founded: `"model"`, a correlation fitted to the fluid, or `"estimate"`; empty where there is none.
        """
    @property
    def w(self, /) -> float:
        """
        Speed of sound, m/s; NaN between the saturation lines.
        """
    @property
    def x(self, /) -> float:
        """
        Vapour mass fraction: 0 to 1 in the two-phase region and on its borders, NaN in a single phase.
        """

@final
class Table:
    """
    A table of results: columns of numbers and text, each of its own unit.

    Any library that speaks Arrow reads it without a copy: `polars.DataFrame(table)`, `pyarrow.table(table)`.
    `table["p"]` is a read-only NumPy view.
    """
    def __arrow_c_schema__(self, /) -> CapsuleType:
        """
        The Arrow PyCapsule schema.
        """
    def __arrow_c_stream__(self, /, requested_schema: CapsuleType | None = None) -> CapsuleType:
        """
        The Arrow PyCapsule stream: one record batch, no copy.
        """
    def __contains__(self, name: str, /) -> bool: ...
    def __getitem__(self, name: str, /) -> Any: ...
    def __len__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[list]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _from_columns(
        columns: SupportsGetItem[int, tuple[str, str, Incomplete | tuple[SupportsGetItem[int, str], bool]]],
    ) -> Table:
        """
        The table of columns: name, unit, and numbers or text.
        """
    def _is_category(self, /, name: str) -> bool: ...
    def _repr_html_(self, /) -> Any: ...
    def _to_columns(self, /) -> list:
        """
        The argument of `_from_columns`.
        """
    def _with_column(self, /, name: str, values: Incomplete) -> Table:
        """
        The table with a column of numbers more.
        """
    def column(self, /, name: str) -> Any:
        """
        A column: numbers as a read-only NumPy view (missing values are NaN), text as a list.

        Raises
        ------
        KeyError
            For an unknown name, with the nearest ones.
        """
    @property
    def column_names(self, /) -> list[str]:
        """
        Names of the columns.
        """
    def to_arrow(self, /) -> Any:
        """
        A pyarrow table; nothing is copied.
        """
    def to_like(self, /, frame: Any) -> Any:
        """
        The table as the kind of frame that another is: pandas, polars, pyarrow, a dict of columns, or this.

        A pandas frame keeps the index of the other where both have as many rows.

        Parameters
        ----------
        frame : DataFrame, pyarrow.Table, dict or Table
            What a sweep was given, for example.

        Raises
        ------
        ValidationError
            For any other kind.

        Examples
        --------
        >>> frame = system.sweep(frame).to_like(frame)
        """
    def to_pandas(self, /, *, copy: bool = True) -> Any:
        """
        A pandas frame with writable columns, text as categories where it repeats; its `attrs["units"]` holds the units.

        Parameters
        ----------
        copy : bool, default True
            False shares the numbers, which are read-only then.
        """
    def to_polars(self, /) -> Any:
        """
        A polars frame; numbers are not copied.
        """
    @property
    def units(self, /) -> dict:
        """
        Unit of every column of numbers that has one.
        """

@final
class Temperature:
    """
    Temperature(*, kelvin=None, celsius=None, fahrenheit=None, )
    --


    A temperature: a point on the scale, at or above absolute zero.

    Exactly one keyword gives the value and its unit. Immutable; compares and adds within its kind only.

    Parameters
    ----------
    kelvin : float, optional
        The value in K.

    celsius : float, optional
        The value in °C.

    fahrenheit : float, optional
        The value in °F.
    """
    def __add__(self, other: object, /) -> Any: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __float__(self, /) -> float: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple, dict]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *number,
        kelvin: SupportsFloat | SupportsIndex | None = None,
        celsius: SupportsFloat | SupportsIndex | None = None,
        fahrenheit: SupportsFloat | SupportsIndex | None = None,
    ) -> Temperature: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: object, /) -> Any: ...
    def _repr_html_(self, /) -> Any: ...
    def to_celsius(self, /) -> float:
        """
        The value in °C.
        """
    def to_fahrenheit(self, /) -> float:
        """
        The value in °F.
        """
    def to_kelvin(self, /) -> float:
        """
        The value in K.
        """

@final
class TemperatureDifference:
    """
    TemperatureDifference(*, kelvin=None, )
    --


    A difference of temperatures: superheat, subcooling, pinch.

    Exactly one keyword gives the value and its unit. Immutable; compares and adds within its kind only.

    Parameters
    ----------
    kelvin : float, optional
        The value in K.
    """
    def __add__(self, other: object, /) -> Any: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __float__(self, /) -> float: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple, dict]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *number, kelvin: SupportsFloat | SupportsIndex | None = None) -> TemperatureDifference: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def __sub__(self, other: object, /) -> Any: ...
    def _repr_html_(self, /) -> Any: ...
    def to_kelvin(self, /) -> float:
        """
        The value in K.
        """

@final
class Units:
    """
    The unit that plain numbers have, for every kind of number.

    Every quantity is an attribute: `units.pressure` is `"Pa"` until `set_defaults(pressure="bar")`.

    Parameters
    ----------
    base : str or Units, default "SI"
        `"SI"`, `"engineering"` (°C, bar, kJ/kg, kW), or units to copy.
    **defaults : str
        Further units, as for `set_defaults`.

    Examples
    --------
    >>> units = entropyk.Units("engineering", mass_flow="kg/h")
    >>> units.temperature, units.mass_flow, units.to_si(35, "temperature")
    ('degC', 'kg/h', 308.15)
    """
    def __dir__(self, /) -> list[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getattr__(self, name: str, /) -> str: ...
    def __getnewargs_ex__(self, /) -> tuple[tuple[()], dict]: ...
    def __new__(cls, /, base: Any | None = None, **defaults) -> Units: ...
    def __repr__(self, /) -> str: ...
    def _name_long(self, /) -> None:
        """
        Lets results name their units in pint's long form.
        """
    def _use(self, /) -> None:
        """
        Says that results stand in these units, so that a change is worth a warning.
        """
    @property
    def default(self, /) -> dict:
        """
        The unit of every quantity, by name.
        """
    def from_si(self, /, value: SupportsFloat | SupportsIndex, quantity: str) -> float:
        """
        The value in these units of an SI value of the named quantity.

        Parameters
        ----------
        value : float
            The value in SI.
        quantity : str
            The name of the quantity, as in `"pressure"`.

        Returns
        -------
        float
        """
    def set_defaults(self, /, **defaults) -> None:
        """
        Sets default units, all of those given or none.

        Parameters
        ----------
        **defaults : str
            Units by quantity, as in `temperature="degC", pressure="bar"`. `pressure` sets `pressure_difference` too
            unless that is given.

        Raises
        ------
        ValidationError
            For a text that is no unit, or no unit of that quantity.
        UnknownParameterError
            For an unknown quantity.
        """
    def set_ureg(self, /, ureg: Any) -> None:
        """
        Gives a registry of the package pint to answer as `ureg`.
        """
    def to_si(self, /, value: Any, quantity: str) -> float:
        """
        The SI value of a value of the named quantity.

        Parameters
        ----------
        value : float, pint.Quantity or one of the quantities of entropyk
            A plain number is in these units.
        quantity : str
            The name of the quantity, as in `"pressure"`.

        Returns
        -------
        float
        """
    @property
    def ureg(self, /) -> Any:
        """
        A registry of the package pint, for quantities such as `units.ureg.Quantity(5, "bar")`; those of others are taken too.
        """

def _ahri540_from_json(json: str) -> Ahri540: ...
def _arrow_columns(table: Incomplete) -> list[tuple[str, Incomplete]]:
    """
    The columns of numbers of an object that streams Arrow data, as floats.
    """

def _call_at(
    parameters: SupportsGetItem[int, Parameter],
    values: SupportsGetItem[int, SupportsFloat | SupportsIndex],
    function: Any,
) -> Any:
    """
    Lets parameters show these values, SI, in this thread while a function is called.
    """

def _declarations() -> list[dict]:
    """
    What the package needs to make its classes: for every class a dict of name, documentation, ports and parameters, a class
    before the kinds of it.
    """

def _effectiveness(
    ntu: SupportsFloat | SupportsIndex, c_r: SupportsFloat | SupportsIndex, arrangement: str, passes: SupportsIndex
) -> float:
    """
    ε(NTU, C_r) of a flow arrangement.
    """

def _fit_ratings(
    t_suction: SupportsGetItem[int, SupportsFloat | SupportsIndex],
    t_discharge: SupportsGetItem[int, SupportsFloat | SupportsIndex],
    flow: SupportsGetItem[int, SupportsFloat | SupportsIndex],
    power: SupportsGetItem[int, SupportsFloat | SupportsIndex],
    frequency: SupportsGetItem[int, SupportsFloat | SupportsIndex] | None,
    template: Ahri540,
) -> tuple[list[Ahri540], Table]:
    """
    Ratings that fit measured points, one for each frequency, and a table of what they miss.

    Columns are in the units of the template, from which all but the polynomials and the envelope is taken.
    """

def _fuels(names: SupportsGetItem[int, str]) -> list[tuple[str, list[float], float]]:
    """
    The fuels among species: name, atoms of C, H and O, lower heating value in J/kg.
    """

def _panic(message: str = "a panic on purpose", *, worker: bool = False) -> None:
    """
    Panics, here or in a worker thread, to show that it arrives as an ordinary exception.
    """

def _transfer_units(
    eps: SupportsFloat | SupportsIndex, c_r: SupportsFloat | SupportsIndex, arrangement: str, passes: SupportsIndex
) -> float:
    """
    NTU(ε, C_r) of a flow arrangement; NaN where it cannot reach ε.
    """

def compressors() -> list[Ahri540]:
    """
    The compressor maps shipped with the package.

    Returns
    -------
    list of Ahri540
    """

def fluids() -> Table:
    """
    The fluids: a table of their names, limits, key points, environmental data and sources, in SI units.

    `viscosity`, `conductivity` and `surface_tension` say whether these are a `"model"` fitted to the fluid or an `"estimate"`.

    Returns
    -------
    Table
        One row per fluid. Other names are separated by `"; "`; missing numbers are NaN, missing texts empty.

    Examples
    --------
    >>> table = entropyk.fluids()
    >>> float(table["T_critical"][table["name"].index("R134a")])
    374.2...
    """

def __getattr__(name: str) -> Incomplete: ...
