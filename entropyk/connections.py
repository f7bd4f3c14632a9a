"""Connections between components."""

from typing import Any, ClassVar

from . import _core


class Connection(_core.Object):
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

    _class: ClassVar[str] = "Connection"

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


Connection.__module__ = "entropyk"
