"""Connections between components."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, SupportsFloat

from .. import _core
from .._core import Fluid
from ..components import Component, Subsystem
from ..errors import TopologyError, ValidationError
from ..options import Options
from ..registry import Registry
from .of_stream import OfStream

__all__ = [
    "AnyConnection",
    "Composition",
    "Connection",
    "ConnectionBase",
    "HeatConnection",
    "PowerConnection",
    "Ref",
    "connection_registry",
]

#: Classes of connections by name.
connection_registry = Registry()


#: Quantities that may follow from those of another connection.
_FOLLOWS = ("m", "p", "h", "T", "x", "v", "E")
_STARTS = frozenset(("m0", "p0", "h0", "T0", "x0", "E0"))


class Ref:
    """A value that follows from the same one of another connection: factor · value + delta.

    Parameters
    ----------
    obj : Connection
        The other connection.
    factor : float, default 1
        Factor on its value.
    delta : float, default 0
        What is added, in the units of the system; for temperatures and pressures a difference.

    Examples
    --------
    >>> outlet.set_attr(T=Ref(inlet, 1.0, -5.0))
    """

    def __init__(self, obj: Connection, factor: float = 1.0, delta: float = 0.0) -> None:
        if not isinstance(obj, Connection):
            raise _NoReferenceError(f"Ref takes a Connection, not {obj!r}")
        for name, value in (("factor", factor), ("delta", delta)):
            if isinstance(value, str) or not (hasattr(value, "magnitude") or isinstance(value, SupportsFloat)):
                raise _NoReferenceError(f"Ref takes a number as {name}, not {value!r}")
        self.obj, self.factor, self._delta = obj, float(factor), delta
        #: `delta` in SI, from the moment the connection that follows belongs to a model.
        self.delta_SI = math.nan
        #: Units of the model, and the quantity that `delta` is.
        self._in: tuple[_core.Units, str] | None = None

    @property
    def delta(self) -> Any:
        """What is added: as given with its unit, or a plain number in the units that the model has now."""
        if self._in is None or hasattr(self._delta, "magnitude"):
            return self._delta
        units, quantity = self._in
        return units.from_si(self.delta_SI, quantity)

    def _join(self, units: _core.Units, quantity: str) -> float:
        """Takes the units of a model; what is added there."""
        if math.isnan(self.delta_SI):
            self.delta_SI = units.to_si(self._delta, quantity)
        self._in = (units, quantity)
        return units.from_si(self.delta_SI, quantity)

    def get_attr(self, name: str) -> Any:
        """An attribute by name; KeyError for one that is not there."""
        if name not in ("obj", "factor", "delta", "delta_SI"):
            raise KeyError(f"a Ref has obj, factor, delta and delta_SI, but no {name!r}")
        return getattr(self, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return Ref, (self.obj, self.factor, self.delta)

    def __repr__(self) -> str:
        return f"Ref({self.obj.label}, {self.factor:g}, {self.delta})"


class _NoReferenceError(ValidationError, TypeError):
    """What a Ref cannot be made of."""


class Following:
    """What a quantity of a connection follows from: `ref`, and whether it does, `is_set`."""

    def __init__(self, ref: Ref | None, unit: str) -> None:
        self.ref, self.is_set, self.unit = ref, ref is not None, unit

    def __repr__(self) -> str:
        return f"<Following {self.ref}>"


#: Quantities that a delta is a difference of.
_DIFFERENCES = {"temperature": "temperature_difference", "pressure": "pressure_difference"}


class AnyConnection(Options, _core.Object):
    """What connections of all kinds have in common."""

    _class: ClassVar[str]
    #: The system it belongs to.
    _system: Any = None
    #: Start values that wait for the units of a model.
    _starts: dict[str, Any] = {}  # noqa: RUF012 - replaced, never changed
    #: Quantities whose start values the user has given since the last solution.
    _guessed: frozenset[str] = frozenset()
    #: What flows through it, as `Component._port_names` has it.
    _carries: ClassVar[str]

    def __init__(
        self,
        source: Any,
        outlet_id: str | None,
        target: Any,
        inlet_id: str | None,
        label: str | None = None,
        **specs: Any,
    ) -> None:
        if isinstance(source, Subsystem):
            source = source.outlet
        if isinstance(target, Subsystem):
            target = target.inlet
        self._check_ends(source, outlet_id, target, inlet_id)
        self.source, self.source_id = source, outlet_id
        self.target, self.target_id = target, inlet_id
        self._model: _core.Model | None = None
        self._references: dict[str, Ref] = {}
        if label is not None:
            if not isinstance(label, str):
                raise TypeError(f"the label of a connection is text, not {label!r}")
            self._set_label(label)
        self.set_attr(**specs)

    def _check_ends(self, source: Any, outlet_id: str | None, target: Any, inlet_id: str | None) -> None:
        """Refuses ends that are no components, or have no such ports."""
        for end in (source, target):
            if not isinstance(end, Component):
                raise TypeError(f"a connection joins two components, not {end!r}")
        if source is target:
            from ..tools.helpers import TESPyConnectionError

            raise TESPyConnectionError(f"{source.label}: a connection joins two components, not one with itself")
        for end, port, direction in ((source, outlet_id, "out"), (target, inlet_id, "in")):
            known = end._port_names(direction, self._carries)
            if port is not None and port not in known:
                ports = ", ".join(known) or "none"
                raise ValueError(f"{end.label} has no {direction}let {port!r} for a {self._class}; there are {ports}")

    def set_attr(self, **parameters: Any) -> None:
        """Gives or takes back specifications.

        Parameters
        ----------
        **parameters : float, quantity, Ref, None or "var"
            A plain number is in the units of the model the connection belongs to, or will join; a `Ref` lets the value
            follow from another connection. None takes a value or reference back.

        Raises
        ------
        UnknownParameterError
            For a name that connections do not have, with the nearest ones.
        ComponentError
            For a value that the specification cannot take.
        """
        parameters = self._take_starts(self._take_options(parameters))
        references = {name: value for name, value in parameters.items() if isinstance(value, Ref)}
        for name in references:
            if self.get_attr(name)._path.rpartition(".")[2] not in _FOLLOWS:
                raise NotImplementedError(
                    f"{name} of a connection cannot follow from another: {', '.join(_FOLLOWS)} can"
                )
        super().set_attr(**{name: value for name, value in parameters.items() if name not in references})
        for name in parameters.keys() & self._references.keys():
            del self._references[name]
            if self._model is not None:
                self._model.unrefer(self, name)
        for name, reference in references.items():
            self.get_attr(name)
            self._references[name] = reference
        self._refer()

    def __reduce__(self) -> tuple[Any, ...]:
        from ..saving import reduce_item

        return reduce_item(self)

    def get_parameters(self) -> dict[str, _core.Parameter]:
        """Specifications and results by name."""
        return {name: self.get_attr(name) for name in self._parameters()}

    property_data = property(get_parameters)

    def get_variables(self) -> dict[str, _core.Parameter]:
        """What the solver varies, by name."""
        return {name: self.get_attr(name) for name in ("m", "p", "h", "E") if name in self._parameters()}

    @property
    def status(self) -> str:
        """`"off"` if nothing flowed through it in the last solution because a component is off, else `"on"`."""
        return "off" if self._is_off else "on"

    def _take_starts(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Sets start values (`m0`, `p0`, `h0`, `T0`, `x0`, `E0`) among parameters, and gives the others."""
        starts = parameters.keys() & _STARTS
        for name in starts:
            self._set_start(name[:-1], parameters[name])
            if self._model is None and not hasattr(parameters[name], "units"):
                # A plain number has its meaning in the model.
                self._starts = self._starts | {name[:-1]: parameters[name]}
        if starts:
            self._guessed = self._guessed | {name[:-1] for name in starts if parameters[name] is not None}
        return {name: value for name, value in parameters.items() if name not in starts} if starts else parameters

    def _bind(self, model: _core.Model) -> None:
        """Tells the model it has joined."""
        self._model = model
        starts, self._starts = self._starts, {}
        for name, value in starts.items():
            self._set_start(name, value)
        self._refer()

    def _refer(self) -> None:
        """Hands references to the model, once both connections belong to one."""
        if self._model is None:
            return
        for name, reference in self._references.items():
            quantity = self.get_attr(name).quantity
            of_delta = _DIFFERENCES.get(quantity, quantity)
            delta = reference._join(self._model.units, of_delta)
            self._model.refer(self, name, reference.obj, reference.factor, delta)

    def _following(self, name: str) -> Following:
        return Following(self._references.get(name), self.get_attr(name).unit)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._parameters()})


class _GivenSpecies(set[str]):
    """Species whose mass fractions are given; one that is taken out is given no more."""

    def __init__(self, connection: Connection, names: set[str]) -> None:
        super().__init__(names)
        self._connection = connection

    def discard(self, name: object) -> None:
        super().discard(name)
        given = self._connection._given()
        self._connection.set_attr(fluid={each: value for each, value in given.items() if each in self})

    def remove(self, name: object) -> None:
        if name not in self:
            raise KeyError(name)
        self.discard(name)


class Composition(Mapping[str, float]):
    """Mass fractions of a connection by the name of the species: those given, and those found by the last solve."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def val(self) -> dict[str, float]:
        """Mass fractions that are known."""
        known = {name: value for name, value, _ in self._connection._fractions() if not math.isnan(value)}
        return known or dict(self._connection._given()) or self._of_circuit()

    def _of_circuit(self) -> dict[str, float]:
        """The single fluid of the circuit, where one is known."""
        model = self._connection._model
        try:
            name = None if model is None else model.fluid_of(self._connection)
        except TopologyError:
            return {}
        return {} if name is None else {name: 1.0}

    @property
    def val0(self) -> dict[str, float]:
        """Mass fractions where the search for them begins, as far as they are known."""
        starts = {name: self._connection.get_attr(f"fluid.{name}").val0 for name, *_ in self._connection._fractions()}
        return {name: value for name, value in starts.items() if not math.isnan(value)} or self.val

    @property
    def is_set(self) -> set[str]:
        """The species whose mass fractions are given."""
        given = {name for name, _, is_given in self._connection._fractions() if is_given}
        return _GivenSpecies(self._connection, given or {*self._connection._given()})

    def __getitem__(self, name: str) -> float:
        return self.val[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.val)

    def __len__(self) -> int:
        return len(self.val)

    def __repr__(self) -> str:
        return f"<Composition {self.val}>"


#: The name of TESPy.
ConnectionBase = AnyConnection


@connection_registry
class Connection(OfStream, AnyConnection):
    """A fluid stream from an outlet to an inlet.

    Parameters
    ----------
    source, target : Component
        Where it leaves and enters.
    outlet_id, inlet_id : str
        Ports.
    label : str, optional
        Name in the model.
    **specs
        Specifications as for `set_attr`: `m`, `p`, `h`, `T`, `x`, `v`, `td_dew` (superheat), `td_bubble` (subcooling),
        `T_dew`, `T_bubble`, `fluid`, `mixing_rule`.
    """

    _class = "Connection"
    _carries = "fluid"
    _fluid: str | Fluid | dict[str, float | None] | None = None
    _rule: str | None = None

    @property
    def fluid(self) -> Composition:
        """Mass fractions by the name of the species."""
        return Composition(self)

    def set_attr(self, **parameters: Any) -> None:
        """As `Component.set_attr`, with the fluid besides.

        Parameters
        ----------
        fluid : str, Fluid or dict, optional
            The fluid of the whole circuit, by name or as made by `Fluid`, or mass fractions by the name of the species,
            `{"N2": 0.77, "O2": 0.23}`. If they add up to 1, there is nothing else; if not, the fractions of the other
            species of the circuit are unknown. A dict takes the place of the one before.
        fluid_engines : dict, optional
            `CoolPropWrapper` by fluid, as TESPy has it by default; others are not built yet.
        mixing_rule : {"ideal", "ideal-cond", "incompressible"}, optional
            How the species of the circuit mix: as gases at their partial pressures, `"ideal-cond"` unless given with
            water condensing at its dew point, or as liquids.
        **parameters : float, quantity, Ref, None or "var"
            Specifications.

        Raises
        ------
        FluidError
            For an unknown fluid or mixing rule.
        ValidationError
            For mass fractions below 0 or above 1, and such that add up to more than 1.
        """
        if "fluid_balance" in parameters and not isinstance(parameters["fluid_balance"], bool | None):
            raise TypeError(f"{self.label}: fluid_balance is True or False")
        _check_engines(parameters.pop("fluid_engines", None), parameters.pop("fluid_wrapper_kwargs", None))
        if "fluid0" in parameters:
            self._guess_fractions(parameters.pop("fluid0"))
        if "fluid" in parameters:
            fluid = _read_fluid(parameters.pop("fluid"))
            if self._model is not None:
                self._give(self._model, fluid)
            self._fluid = fluid
        if "mixing_rule" in parameters:
            rule = parameters.pop("mixing_rule")
            if self._model is not None:
                self._model.set_mixing_rule(self, rule)
            self._rule = rule
        super().set_attr(**parameters)

    @property
    def good_starting_values(self) -> bool:
        """Whether it is known where the search for its state begins."""
        return not any(math.isnan(self.get_attr(name).val0) for name in ("m", "p", "h"))

    def _guess_fractions(self, fractions: Mapping[str, float]) -> None:
        """Where the search for mass fractions begins; of species that the circuit has."""
        known = {name for name, *_ in self._fractions()}
        for name in known & fractions.keys():
            self._set_start(f"fluid.{name}", fractions[name])

    def _given(self) -> dict[str, float]:
        """The fluid given, as mass fractions."""
        match self._fluid:
            case str() as name:
                return {name: 1.0}
            case Fluid() as fluid:
                return {fluid.name: 1.0}
        return {name: value for name, value in (self._fluid or {}).items() if value is not None}

    def _give(self, model: _core.Model, fluid: str | Fluid | dict[str, float | None] | None) -> None:
        if isinstance(fluid, dict):
            model.compose(self, list(fluid.items()))
        else:
            model.set_fluid(self, fluid)

    def _bind(self, model: _core.Model) -> None:
        if self._fluid is not None:
            self._give(model, self._fluid)
        if self._rule is not None:
            model.set_mixing_rule(self, self._rule)
        super()._bind(model)


def _check_engines(engines: Mapping[str, type] | None, arguments: Mapping[str, Any] | None) -> None:
    """Takes the property engine that answers anyway, and refuses others."""
    from ..tools.fluid_properties.wrappers import CoolPropWrapper

    for name, engine in (engines or {}).items():
        if engine is not CoolPropWrapper:
            raise NotImplementedError(
                f"{name}: networks compute properties by fluids of entropyk and CoolProp, not by {engine.__name__}"
            )
    if arguments:
        raise NotImplementedError(f"{', '.join(arguments)}: fluid_wrapper_kwargs have no meaning without an engine")


def _read_fluid(fluid: Any) -> str | Fluid | dict[str, float | None] | None:
    """A name, a fluid, or mass fractions by name."""
    if fluid is None or isinstance(fluid, str | Fluid):
        return fluid
    try:
        # Solutions have their mass fraction in the name, with or without TESPy's word for it.
        given = {str(name).removesuffix("|mass"): value for name, value in dict(fluid).items()}
        return {name: None if value is None else float(value) for name, value in given.items()}
    except (TypeError, ValueError):
        message = f'fluid takes a name, or mass fractions as in {{"N2": 0.77, "O2": 0.23}}, not {fluid!r}'
        raise ValidationError(message) from None


@connection_registry
class PowerConnection(AnyConnection):
    """Mechanical or electric power from one component to another; `E` is the power in W."""

    _class = "PowerConnection"
    _carries = "power"


@connection_registry
class HeatConnection(AnyConnection):
    """Heat from one component to another; `E` is the heat flow in W."""

    _class = "HeatConnection"
    _carries = "heat"


for _class in (Composition, Connection, PowerConnection, HeatConnection, Ref):
    _class.__module__ = "entropyk"
del _class
