"""Connections between components."""

from typing import Any, ClassVar

from . import _core
from .components import Component
from .errors import ValidationError
from .options import Options

__all__ = ["Connection", "HeatConnection", "PowerConnection", "Ref"]


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

    def __init__(self, obj: "Connection", factor: float = 1.0, delta: float = 0.0) -> None:
        if not isinstance(obj, Connection):
            raise ValidationError(f"Ref takes a Connection, not {obj!r}")
        self.obj, self.factor, self.delta = obj, float(factor), float(delta)

    def __repr__(self) -> str:
        return f"Ref({self.obj.label}, {self.factor:g}, {self.delta:g})"


class AnyConnection(Options, _core.Object):
    """What connections of all kinds have in common."""

    _class: ClassVar[str]
    #: The system it belongs to.
    _system: Any = None
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
            from .tools.helpers import TESPyConnectionError

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
        from .saving import reduce_item

        return reduce_item(self)

    @property
    def status(self) -> str:
        """`"off"` if nothing flowed through it in the last solution because a component is off, else `"on"`."""
        return "off" if self._is_off else "on"

    def _take_starts(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Sets start values (`m0`, `p0`, `h0`, `T0`, `x0`, `E0`) among parameters, and gives the others."""
        starts = parameters.keys() & _STARTS
        for name in starts:
            self._set_start(name[:-1], parameters[name])
        return {name: value for name, value in parameters.items() if name not in starts} if starts else parameters

    def _fluid_name(self) -> str | None:
        """The fluid given, if one is."""
        return None

    def _bind(self, model: _core.Model) -> None:
        """Tells the model it has joined."""
        self._model = model
        self._refer()

    def _refer(self) -> None:
        """Hands references to the model, once both connections belong to one."""
        if self._model is None:
            return
        for name, reference in self._references.items():
            self._model.refer(self, name, reference.obj, reference.factor, reference.delta)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._parameters()})


class Connection(AnyConnection):
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
        `T_dew`, `T_bubble`.
    """

    _class = "Connection"
    _carries = "fluid"
    _fluid: dict[str, float] = {}  # noqa: RUF012 - replaced, never changed

    @property
    def fluid(self) -> dict[str, float]:
        """Mass fractions given, by the name of the fluid."""
        return dict(self._fluid)

    def set_attr(self, **parameters: Any) -> None:
        """As `Component.set_attr`; `fluid={"R134a": 1}` gives the fluid by mass fractions."""
        if "fluid" in parameters:
            self._fluid = dict(parameters.pop("fluid"))
        super().set_attr(**parameters)

    def _fluid_name(self) -> str | None:
        return next(iter(self._fluid), None)


class PowerConnection(AnyConnection):
    """Mechanical or electric power from one component to another; `E` is the power in W."""

    _class = "PowerConnection"
    _carries = "power"


class HeatConnection(AnyConnection):
    """Heat from one component to another; `E` is the heat flow in W."""

    _class = "HeatConnection"
    _carries = "heat"


for _class in (Connection, PowerConnection, HeatConnection, Ref):
    _class.__module__ = "entropyk"
del _class
