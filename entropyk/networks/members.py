"""What belongs to a network: connections, components, subsystems, equations and unknowns of users."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, overload

from .. import _core
from ..components import Component, Subsystem
from ..connections import AnyConnection
from ..errors import EntropykError
from ..tools.helpers import TESPyNetworkError
from ..tools.logger import logger

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas

    from ..tools.user_defined import UserDefinedEquation, UserDefinedVariable

__all__ = ["Members", "default_label"]

#: Where a component lists its connections, and the names of the ports.
PORTS = {
    "inl": lambda component: component._port_names("in", "fluid"),
    "outl": Component.outlets,
    "power_inl": Component.powerinlets,
    "power_outl": Component.poweroutlets,
    "heat_inl": Component.heatinlets,
    "heat_outl": Component.heatoutlets,
}


class Members:
    """The part of `Network` that collects."""

    def __init__(self, units: _core.Units | None) -> None:
        self._model = _core.Model(None, units, False)
        self._units = self._model.units
        self._units._name_long()
        self._connections: dict[str, AnyConnection] = {}
        self._parts: dict[str, Component] = {}
        self.subsystems: dict[str, Subsystem] = {}
        self.user_defined_eq: dict[str, UserDefinedEquation] = {}
        self.user_defined_var: dict[str, UserDefinedVariable] = {}
        #: Whether the graph is built.
        self.checked = False
        #: Equations of users that the graph was built with.
        self._built: list[str] = []

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
        TESPyNetworkError
            If the label of a component is taken, or something belongs to another network.
        """
        for connection in args:
            if not isinstance(connection, AnyConnection):
                raise TypeError(f"add_conns takes connections, not {connection!r}")
            label = connection.label or default_label(connection)
            if label in self._connections:
                raise ValueError(f"the label {label!r} is taken: labels of connections are unique")
            ends = (connection.source, connection.target)
            for item in (connection, *ends):
                self._check_free(item)
            for end in ends:
                if self._parts.get(end.label, end) is not end:
                    raise TESPyNetworkError(f"the label {end.label!r} is taken: labels of components are unique")
            if ends[0].label == ends[1].label:
                raise TESPyNetworkError(f"the label {ends[0].label!r} is taken: labels of components are unique")
            connection._set_label(label)
            self._connections[label] = connection
            self._parts |= {end.label: end for end in ends}
            for item in (connection, *ends):
                item.__dict__["_network"] = self
        self._changed()

    def _check_free(self, item: Any) -> None:
        of = vars(item).get("_network")
        if of is not None and of is not self:
            raise TESPyNetworkError(f"{item.label} belongs to another network: take it out there first")

    def del_conns(self, *args: AnyConnection) -> None:
        """Takes connections out, and components that have none left."""
        for connection in args:
            label = connection.label or ""
            if self._connections.get(label) is not connection:
                raise TESPyNetworkError(f"the connection {label!r} is not part of the network")
            del self._connections[label]
            connection._network = None
        left = {id(end) for each in self._connections.values() for end in (each.source, each.target)}
        for label, component in list(self._parts.items()):
            if id(component) not in left:
                del self._parts[label]
                component._network = None
        self._changed()

    def add_subsystems(self, *args: Subsystem) -> None:
        """Adds the connections of subsystems.

        Raises
        ------
        TESPyNetworkError
            If a label is taken, or the subsystem belongs to another network.
        """
        for subsystem in args:
            self._check_free(subsystem)
            self._take(self.subsystems, subsystem)
            self.add_conns(*subsystem.conns.values())

    def del_subsystems(self, *args: Subsystem) -> None:
        """Takes subsystems out with their connections."""
        for subsystem in args:
            self._leave(self.subsystems, subsystem)
            self.del_conns(*subsystem.conns.values())

    def get_subsystem(self, label: str) -> Subsystem | None:
        """The subsystem of a label; None where there is none."""
        return _found("subsystem", self.subsystems, label)

    def add_ude(self, *args: UserDefinedEquation) -> None:
        """Adds equations of users.

        Raises
        ------
        TESPyNetworkError
            If a label is taken, or the equation belongs to another network.
        """
        for equation in args:
            self._take(self.user_defined_eq, equation)
        self._changed()

    def del_ude(self, *args: UserDefinedEquation) -> None:
        """Takes equations of users out."""
        for equation in args:
            self._leave(self.user_defined_eq, equation)
        self._changed()

    def get_ude(self, label: str) -> UserDefinedEquation | None:
        """The equation of a label; None where there is none."""
        return _found("equation", self.user_defined_eq, label)

    def add_udv(self, *args: UserDefinedVariable) -> None:
        """Adds unknowns of users, which equations of users determine; errors as for `add_ude`."""
        for variable in args:
            self._take(self.user_defined_var, variable)
        self._changed()

    def del_udv(self, *args: UserDefinedVariable) -> None:
        """Takes unknowns of users out."""
        for variable in args:
            self._leave(self.user_defined_var, variable)
        self._changed()

    def get_udv(self, label: str) -> UserDefinedVariable | None:
        """The unknown of a label; None where there is none."""
        return _found("variable", self.user_defined_var, label)

    def _take(self, items: Any, item: Any) -> None:
        self._check_free(item)
        if item.label in items:
            raise TESPyNetworkError(f"the label {item.label!r} is taken: labels are unique")
        items[item.label] = item
        item._network = self

    def _leave(self, items: Any, item: Any) -> None:
        if items.get(item.label) is not item:
            raise TESPyNetworkError(f"{item.label} is not part of the network")
        del items[item.label]
        item._network = None

    def _changed(self) -> None:
        """Forgets what was made of the members."""
        self.checked = False
        self._model.clear()

    @overload
    def get_conn(self, label: str) -> AnyConnection | Any: ...
    @overload
    def get_conn(self, label: list[str]) -> list[AnyConnection | None]: ...
    def get_conn(self, label: str | list[str]) -> AnyConnection | list[AnyConnection | None] | None:
        """The connection of a label, or those of several; None, with a warning, where there is none."""
        if isinstance(label, str):
            return _found("connection", self._connections, label)
        return [_found("connection", self._connections, each) for each in label]

    @overload
    def get_comp(self, label: str) -> Component | None: ...
    @overload
    def get_comp(self, label: list[str]) -> list[Component | None]: ...
    def get_comp(self, label: str | list[str]) -> Component | list[Component | None] | None:
        """The component of a label, or those of several; None, with a warning, where there is none."""
        if isinstance(label, str):
            return _found("component", self._parts, label)
        return [_found("component", self._parts, each) for each in label]

    def _give_units(self) -> None:
        """Lets plain numbers mean what they will in the graph."""
        items: list[_core.Object] = [*self._parts.values(), *self._connections.values()]
        for item in items:
            item._use_units(self._units)

    def _components(self) -> Iterable[Component]:
        """The components at the ends of connections, in the order in which these name them."""
        return self._parts.values()

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
    def units(self) -> _core.Units:
        """Units of plain numbers and results."""
        return self._units

    def check_topology(self) -> None:
        """Builds the graph.

        Raises
        ------
        TESPyNetworkError
            If there are no connections, ports are open or taken twice, or labels are not unique.
        """
        equations = [label for label, equation in self.user_defined_eq.items() if equation.is_set]
        if self.checked and equations == self._built:
            return
        if not self._connections:
            raise TESPyNetworkError("the network has no connections: add them with add_conns(...)")
        try:
            self._build(equations)
        except EntropykError as error:
            self._model.clear()
            if isinstance(error, TESPyNetworkError):
                raise
            raise TESPyNetworkError(str(error)) from error
        self.checked, self._built = True, equations
        logger.info("The graph of the network is complete.")

    def _build(self, equations: list[str]) -> None:
        model = self._model
        model.clear()
        for component in self._components():
            model.add(component, component.label)
        for each in self._connections.values():
            model.connect(each.source, each.source_id, each.target, each.target_id, each, each.label)
        for each in self._connections.values():
            each._bind(model)
        for label, variable in self.user_defined_var.items():
            model.add_variable(variable, label)
        for label in equations:
            self.user_defined_eq[label]._join(model, self._units, self.user_defined_var)
        model.check_ports()
        self._tell_components()

    def _tell_components(self) -> None:
        """Lists the connections of every component at it, in the order of its ports."""
        at = {(id(each.source), each.source_id): each for each in self._connections.values()}
        at |= {(id(each.target), each.target_id): each for each in self._connections.values()}
        for component in self._components():
            for name, ports in PORTS.items():
                found = [at.get((id(component), port)) for port in ports(component)]
                setattr(component, name, [each for each in found if each is not None])


def default_label(connection: AnyConnection) -> str:
    """`source:out1_target:in1`."""
    source, target = connection.source, connection.target
    return f"{source.label}:{connection.source_id}_{target.label}:{connection.target_id}"


def _found(kind: str, items: dict[str, Any], label: str) -> Any:
    if label not in items:
        warnings.warn(f"the network has no {kind} {label!r}: this will be an error", FutureWarning, stacklevel=3)
    return items.get(label)
