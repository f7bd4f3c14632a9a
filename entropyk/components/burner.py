"""Combustion chambers: what burns in them."""

from typing import Any

from .. import _core
from .component import Component


class Burner(Component):
    """A component in which fuels burn."""

    _class = "CombustionChamber"

    @property
    def fuels(self) -> dict[str, dict[str, float]]:
        """The species of its inlets that burn.

        Returns
        -------
        dict
            By name the atoms `"C"`, `"H"` and `"O"` of a molecule, and the lower heating value `"LHV"` in J/kg.
        """
        edges: Any = self._system.edges if self._system is not None else getattr(self, "inl", ())
        streams = [edge for edge in edges if edge.target is self]
        names = dict.fromkeys(name for stream in streams for name in stream.fluid.val)
        rows = _core._fuels(list(names))
        return {name: {"C": c, "H": h, "O": o, "LHV": lhv} for name, (c, h, o), lhv in rows}
