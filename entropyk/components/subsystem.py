"""Parts of networks that are made together and joined to the rest through interfaces."""

from __future__ import annotations

from typing import Any

__all__ = ["Subsystem"]


class Subsystem:
    """A part of a network: a subclass says how many streams enter and leave, and makes what is between.

    Its `__init__` sets `num_in` and `num_out`, where needed `num_power_in`, `num_power_out`, `num_heat_in` and
    `num_heat_out`, and calls that of this class; its `create_network` connects components with `self.inlet` and
    `self.outlet`, and hands the connections to `self.add_conns`. Labels inside have the one of the subsystem in front.

    Parameters
    ----------
    label : str
        Its name.

    Raises
    ------
    ValueError
        For a label that is no text.
    NotImplementedError
        If the class does not override `create_network`.

    Examples
    --------
    >>> class Heater(Subsystem):
    ...     def __init__(self, label):
    ...         self.num_in, self.num_out = 1, 1
    ...         super().__init__(label)
    ...
    ...     def create_network(self):
    ...         heater = SimpleHeatExchanger("heater")
    ...         self.add_conns(
    ...             Connection(self.inlet, "out1", heater, "in1", label="1"),
    ...             Connection(heater, "out1", self.outlet, "in1", label="2"),
    ...         )
    """

    num_in = num_out = 0
    num_power_in = num_power_out = num_heat_in = num_heat_out = 0

    def __init__(self, label: str) -> None:
        if not isinstance(label, str):
            raise ValueError(f"the label of a subsystem is text, not {label!r}")
        self.label = label
        self.comps: dict[str, Any] = {}
        self.conns: dict[str, Any] = {}
        #: The network it belongs to.
        self._network: Any = None
        #: Which component outside stands behind a port, for a subsystem made of a network.
        self.interface_map: dict[str, str] = {}
        self.inlet = self._interface("inlet", self.num_in, self.num_power_in, self.num_heat_in)
        self.outlet = self._interface("outlet", self.num_out, self.num_power_out, self.num_heat_out)
        self.create_network()

    def _interface(self, name: str, streams: int, power: int, heat: int) -> Any:
        from . import SubsystemInterface

        return SubsystemInterface(name, num_inter=streams, num_power=power, num_heat=heat)

    def create_network(self) -> None:
        """Makes the connections inside; to be overridden."""
        raise NotImplementedError(f"{type(self).__name__} does not say what is in it: override create_network")

    def add_conns(self, *args: Any) -> None:
        """Adds connections, and the components at their ends.

        Raises
        ------
        TESPyComponentError
            If two connections, or two components, have one label.
        """
        for connection in args:
            from ..networks.members import default_label

            self._take(self.conns, connection, connection.label or default_label(connection))
            for component in (connection.source, connection.target):
                if component not in self.comps.values():
                    self._take(self.comps, component, component.label)

    def _take(self, items: dict[str, Any], item: Any, name: str) -> None:
        if name in items:
            from ..tools.helpers import TESPyComponentError

            raise TESPyComponentError(f"{self.label}: two {type(item).__name__}s have the label {name!r}")
        items[name] = item
        item._set_label(f"{self.label}_{name}")

    def get_comp(self, label: str) -> Any:
        """The component of a label inside; None where there is none."""
        return self.comps.get(label)

    def get_conn(self, label: str | list[str]) -> Any:
        """The connection of a label inside, or those of several; None where there is none."""
        return self.conns.get(label) if isinstance(label, str) else [self.conns.get(each) for each in label]

    @classmethod
    def from_network(cls, label: str, nw: Any, interface_exceptions: Any = (), keep: str = "all") -> Subsystem:
        """A subsystem like a network, in which sources and sinks have become ports of the interfaces.

        Parameters
        ----------
        label : str
            Its name.
        nw : Network
            The network, which stays as it is.
        interface_exceptions : list of str
            Labels of sources and sinks that stay.
        keep : {"all", "starting_values", "nothing"}, optional
            What is kept of the values: what is given, start values, or nothing.
        """
        from ..networks.transplant import subsystem_of

        return subsystem_of(cls, label, nw.export(), set(interface_exceptions), keep)

    @classmethod
    def from_dict(cls, data: dict[str, Any], label: str | None = None) -> Subsystem:
        """A subsystem of exported data of one.

        Raises
        ------
        TESPyNetworkError
            For the data of anything else.
        """
        from ..networks.states import check_kind

        check_kind(data, "subsystem")
        raise NotImplementedError("subsystems are not exported yet: use from_network")


Subsystem.__module__ = "entropyk"
