"""What all component classes have in common, and how one is made from its declaration."""

from collections.abc import Callable
from enum import StrEnum
from inspect import Parameter, Signature
from typing import Any, ClassVar, Literal, Self

from .. import _core
from ..errors import ValidationError
from ..options import ELEMENTS, GroupOf, Options
from ..registry import Registry

#: Classes of components by name; `@component_registry` adds one.
component_registry = Registry()


class OperationalState(StrEnum):
    """How a component runs: the parameter `state`.

    `Off`: nothing flows through the component and the line it belongs to; power and heat are zero, and its
    specifications rest until it is on again. A circuit without flow leaves the system, and exchangers shared with it
    transfer nothing. `Bypass`: the streams leave as they enter.

    Examples
    --------
    >>> compressor.set_attr(state=OperationalState.Off)
    """

    On = "On"
    Off = "Off"
    Bypass = "Bypass"


OperationalState.__module__ = "entropyk"


class Component(Options, _core.Object):
    """A component of a thermodynamic network.

    Parameters
    ----------
    label : str, optional
        Name in the model; a model gives one to a component without.
    **parameters
        Values as for `set_attr`.

    Notes
    -----
    A class that extends this one, or any other component, may declare ports, parameters and equations of its own: see
    `entropyk.declare`. Its method `report(at)` tells results as a dict, or a `declare.Report` with heat and power too;
    `start(known)` offers start values as a dict, such as `{"out1.p": 2e5}`.
    """

    #: Name of a class in the engine, or a declaration in Python.
    _class: "ClassVar[str | _core.Blueprint]"
    #: The system it belongs to.
    _system: Any = None
    #: Its connections in a network, in the order of the ports.
    inl: list[Any]
    outl: list[Any]
    #: Its connections at a design point of its own, by label and name, SI.
    _local_connection_design_state: dict[str, dict[str, float]] = {}  # noqa: RUF012 - replaced, never changed

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "_class" in cls.__dict__:
            return
        from .custom import declare

        declare(cls, Component)
        if isinstance(made := cls.__dict__.get("_class"), _core.Blueprint):
            declaration = made.describe()
            cls.__doc__ = documentation(declaration)
            if cls.__init__ is Component.__init__:
                cls.__signature__ = signature(declaration)  # type: ignore[attr-defined]

    def __new__(cls, *arguments: Any, **parameters: Any) -> Self:
        """Refuses the class itself, which has nothing but what components have in common."""
        if not hasattr(cls, "_class"):
            raise TypeError(f"{cls.__name__} is what components have in common: make one of them, such as a Compressor")
        return super().__new__(cls, *arguments, **parameters)

    def __init__(self, label: str | None = None, **parameters: Any) -> None:
        if label is not None:
            if not isinstance(label, str):
                main = "ua" if "UA" in self._parameters() else next(iter(self._parameters()), "label")
                raise ValidationError(f"label must be text; did you mean {main}={label!r}?")
            self._set_label(label)
        self.set_attr(**parameters)

    def set_attr(self, **parameters: Any) -> None:
        """Gives or takes back parameters.

        Parameters
        ----------
        **parameters : float, quantity, bool, str, map, None or "var"
            A plain number is in the units of the model the component belongs to, or will join. None takes a value back,
            `"var"` makes the parameter an unknown. Options of networks, as `design=["eta_s"]`, are set here too.

        Raises
        ------
        UnknownParameterError
            For a name that the class does not have, with the nearest ones.
        ComponentError
            For a value that the parameter cannot take.
        """
        super().set_attr(**self._take_options(parameters))

    def __reduce__(self) -> tuple[Any, ...]:
        from ..saving import reduce_item

        return reduce_item(self)

    def _take_own_design(self, ports: dict[str, dict[str, Any]]) -> None:
        self._set_design_at_ports(ports)
        label = {each.target_id if each.target is self else each.source_id: each.label for each in self._all_edges()}
        self._local_connection_design_state = {label[port]: values for port, values in ports.items()}

    def _all_edges(self) -> list[Any]:
        """The connections at its ports in a network."""
        lists = ("inl", "outl", "power_inl", "power_outl", "heat_inl", "heat_outl")
        return [each for name in lists for each in getattr(self, name, ())]

    def _conn_design(self, connection: Any, name: str) -> float:
        """Value of a connection at the design point of this component, SI; the method of TESPy."""
        own = self._local_connection_design_state.get(connection.label, {})
        return own[name] if name in own else connection.get_attr(name).design

    def get_char_expr(
        self,
        param: str,
        type: Literal["rel", "abs"] = "rel",  # noqa: A002 - TESPy's name
        inconn: int = 0,
        outconn: int = 0,
    ) -> float:
        """What a characteristic line is a function of: `"m"`, `"m_out"`, `"v"` or `"pr"`.

        Parameters
        ----------
        type : "rel" or "abs"
            Relative to the design point, or as it is, SI.
        inconn, outconn : int
            Number of the inlet and of the outlet, from 0.

        Raises
        ------
        ValueError
            For another quantity.
        """
        inlet, outlet = self.inl[inconn], self.outl[outconn]
        now, design = (lambda each, name: each.get_attr(name).val_SI), self._conn_design
        match param:
            case "m" | "v":
                values = [of(inlet, param) for of in (now, design)]
            case "m_out":
                values = [of(outlet, "m") for of in (now, design)]
            case "pr":
                values = [of(outlet, "p") / of(inlet, "p") for of in (now, design)]
            case _:
                raise ValueError(f"{self.label}: no line is a function of {param!r}, but of m, m_out, v and pr")
        return values[0] / values[1] if type == "rel" else values[0]

    def inlets(self) -> list[str]:
        """Names of the inlets for fluids; one for injection only where it is connected."""
        edges = self._system.edges if self._system is not None else getattr(self, "inl", ())
        used = {edge.target_id for edge in edges if edge.target is self}
        spare = set(self._injected()) - used
        return [name for name in self._port_names("in", "fluid") if name not in spare]

    def outlets(self) -> list[str]:
        """Names of the outlets for fluids."""
        return self._port_names("out", "fluid")

    def powerinlets(self) -> list[str]:
        """Names of the inlets for power."""
        return self._port_names("in", "power")

    def poweroutlets(self) -> list[str]:
        """Names of the outlets for power."""
        return self._port_names("out", "power")

    def heatinlets(self) -> list[str]:
        """Names of the inlets for heat."""
        return self._port_names("in", "heat")

    def heatoutlets(self) -> list[str]:
        """Names of the outlets for heat."""
        return self._port_names("out", "heat")

    def get_parameters(self) -> dict[str, _core.Parameter]:
        """Parameters and results by name."""
        return {name: self.get_attr(name) for name in self._parameters()}

    parameters = property(get_parameters)

    def get_plotting_data(self) -> dict[int, dict[str, Any]] | None:
        """The curve of every stream between its states in a solved network, by number, for the package fluprodia.

        Returns
        -------
        dict or None
            Arguments of `fluprodia.FluidPropertyDiagram.calc_individual_isoline`; None for components whose streams
            keep their state.
        """
        from .processes import curves

        return curves(self)

    def entropy_balance(self) -> None:
        """Sets the entropy flows of a solved network as attributes, in W/K, and mean temperatures in K.

        `S_irr` is what irreversibilities produce. Components that transfer heat have `S_Q` and `T_mQ` too, exchangers
        of two streams `S_Q1`, `S_irr1`, `T_mQ1` and the same for the second, with `S_Qirr` for the heat between them;
        combustion chambers have `S_comb` and `T_mcomb`.
        """
        from .entropy import balance

        vars(self).update(balance(self))

    @classmethod
    def port_schema(cls) -> dict[str, dict[str, Any]]:
        """Ports by kind, such as `"inlets"`.

        Returns
        -------
        dict
            By kind `{"type": "fixed", "ports": ["in1"]}`, or `{"type": "variable", …}` with the `parameter` that says
            how many there are, the `pattern` of their names and the least number, `min`.
        """
        from ..tools.schema import ports

        return ports(cls("schema"))

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._parameters()})


class _Later:
    """An attribute of a class that is made from the declaration when it is first read."""

    def __init__(self, make: Callable[[dict[str, Any]], Any], declaration: dict[str, Any]) -> None:
        self._make, self._declaration = make, declaration

    def __get__(self, instance: object, owner: type) -> Any:
        if not hasattr(self, "_made"):
            self._made = self._make(self._declaration)
        return self._made


def component_class(
    declaration: dict[str, Any], base: type[Component], methods: type[Component] | None = None
) -> type[Component]:
    """The class of a declaration, a kind of another one, with its documentation and signature, and further methods."""
    name = declaration["name"]
    known = {row[0] for row in declaration["parameters"]}
    body: dict[str, Any] = {group: GroupOf(of) for group, of in ELEMENTS.items() if known.issuperset(of)}
    body |= {
        "__doc__": _Later(documentation, declaration),
        "__module__": "entropyk",
        "__signature__": _Later(signature, declaration),
        "_class": name,
    }
    return type(name, (methods, base) if methods else (base,), body)


def signature(declaration: dict[str, Any]) -> Signature:
    """The parameters of a class as keywords."""
    keywords = [row[0] for row in declaration["parameters"]]
    options = [Parameter(keyword, Parameter.KEYWORD_ONLY, default=None) for keyword in keywords]
    return Signature([Parameter("label", Parameter.POSITIONAL_OR_KEYWORD, default=None), *options])


def documentation(declaration: dict[str, Any]) -> str:
    """The docstring of a class: summary, ports, parameters with units, results, equations, an example from TESPy."""
    from .from_tespy import example

    lines = [declaration["summary"], ""]
    if declaration["details"]:
        lines += [declaration["details"], ""]
    lines += [f"Ports: {', '.join(declaration['ports'])}.", ""]
    for title, key in (("Parameters", "parameters"), ("Results", "results")):
        rows = declaration[key]
        if not rows:
            continue
        lines += [title, "-" * len(title)]
        for name, kind, unit, meaning, aliases in rows:
            also = f"; also `{', '.join(aliases)}`" if aliases else ""
            of_unit = f", {unit}" if unit not in ("", "1") else ""
            text = meaning[:1].upper() + meaning[1:]
            lines += [f"{name} : {kind}{of_unit}", *([f"    {text}{also}."] if text + also else [])]
        lines.append("")
    if declaration["equations"]:
        lines += [
            "Notes",
            "-----",
            "Equations, with m in kg/s, p in Pa, h in J/kg, T in K, v in m³/kg, Q, P and E in W:",
            "",
        ]
        lines += [f"- {name}: {formula}" for name, formula in declaration["equations"]]
        lines.append("")
    lines += example(declaration["name"])
    return "\n".join(lines).rstrip() + "\n"
