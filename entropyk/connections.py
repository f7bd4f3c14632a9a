"""Connections between components."""

from typing import Any, ClassVar

from . import _core

__all__ = ["Connection", "HeatConnection", "PowerConnection"]


class AnyConnection(_core.Object):
    """What connections of all kinds have in common."""

    _class: ClassVar[str]

    def __init__(
        self,
        source: Any,
        outlet_id: str | None,
        target: Any,
        inlet_id: str | None,
        label: str | None = None,
        **specs: Any,
    ) -> None:
        self.source, self.source_id = source, outlet_id
        self.target, self.target_id = target, inlet_id
        if label is not None:
            self._set_label(label)
        self.set_attr(**specs)

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


class PowerConnection(AnyConnection):
    """Mechanical or electric power from one component to another; `E` is the power in W."""

    _class = "PowerConnection"


class HeatConnection(AnyConnection):
    """Heat from one component to another; `E` is the heat flow in W."""

    _class = "HeatConnection"


for _class in (Connection, PowerConnection, HeatConnection):
    _class.__module__ = "entropyk"
del _class
