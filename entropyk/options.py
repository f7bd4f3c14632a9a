"""What networks know of objects beside values: what holds at the design and off it, and whether they are printed."""

import warnings
from typing import Any

__all__ = ["GROUPS", "Changes", "Options"]

#: Names of TESPy before 0.11 that are aliases still.
_OLD = frozenset(("kA", "kA_char", "kA_char1", "kA_char2", "zeta", "zeta1", "zeta2"))

_LISTS = ("design", "offdesign")
_FLAGS = ("local_design", "local_offdesign", "printout", "char_warnings")
_NAMES = frozenset((*_LISTS, *_FLAGS, "design_path", "fkt_group"))

#: TESPy's names for parameters that act together in `design` and `offdesign`: such a name switches their equation, by
#: the parameter that no other equation needs.
GROUPS = {
    "darcy_group": "ks",
    "hw_group": "ks_HW",
    "UA_group": "UA",
    "kA_group": "UA",
    "UA_char_group": "UA_char",
    "kA_char_group": "UA_char",
    "energy_group": "E",
    "Q_ohc_group_surface": "wind_velocity",
    "Q_ohc_group_subsurface": "pipe_depth",
    "eta_s_dry_group": "eta_s_dry",
    "char_map_eta_s_group": "char_map_eta_s",
    "char_map_pr_group": "char_map_pr",
    "eta_flow_group": "eta_flow_map",
    "head_flow_map_group": "head_flow_map",
    "Kv_char_group": "Kv_char",
    "Kv_char_analytical_group": "Kv_analytical",
    "eta_vol_poly_group": "eta_vol_poly",
    "eta_vol_group": "eta_vol",
    "eta_s_poly_group": "eta_s_poly",
}


class Changes:
    """How often an option of any object has been set."""

    count = 0


class Options:
    """Options of a component or connection; objects share the defaults until they are given."""

    #: The network it belongs to.
    _network: Any = None

    #: Parameters that hold in design mode only.
    design: list[str] = []  # noqa: RUF012 - replaced, never changed
    #: Parameters that hold in off-design mode only.
    offdesign: list[str] = []  # noqa: RUF012
    #: Where the design state of this object comes from, if not from that of the network.
    design_path: Any = None
    #: Solve this object at its design in off-design mode, or off its design in design mode.
    local_design: bool = False
    local_offdesign: bool = False
    #: Whether printed results include it.
    printout: bool = True
    char_warnings: bool = True
    fkt_group: str | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        """`compressor.eta_s = 0.7` is `compressor.set_attr(eta_s=0.7)`."""
        if not name.startswith("_") and self._has_parameter(name):  # type: ignore[attr-defined]
            self.set_attr(**{name: value})  # type: ignore[attr-defined]
            return
        super().__setattr__(name, value)
        if name in _NAMES:
            Changes.count += 1

    def _take_options(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Sets the options among parameters, and gives the others."""
        if not _OLD.isdisjoint(parameters):
            for name in _OLD & parameters.keys():
                self._canonical(name)
        if _NAMES.isdisjoint(parameters):
            return parameters
        for name, value in parameters.items():
            if name in _NAMES:
                setattr(self, name, self._option(name, value))
        if parameters.get("design_path", self) is None or parameters.get("local_offdesign") is False:
            self._take_own_design({})
        return {name: value for name, value in parameters.items() if name not in _NAMES}

    def _take_own_design(self, ports: dict[str, dict[str, Any]]) -> None:
        """Takes a design point of its own, in SI by port and name, where an object can have one."""

    def _option(self, name: str, value: Any) -> Any:
        label = getattr(self, "label", None)
        if name in _FLAGS and not isinstance(value, bool):
            raise TypeError(f"{label}: {name} is True or False, not {value!r}")
        if name in _LISTS:
            if not isinstance(value, list):
                raise TypeError(f"{label}: {name} takes a list of parameter names, not {value!r}")
            value = [self._canonical(item) if item in _OLD else item for item in value]
            known = self._parameters()  # type: ignore[attr-defined]
            if wrong := [item for item in value if GROUPS.get(item, item) not in known]:
                names = ", ".join(known)
                raise ValueError(f"{label}: {name} lists {wrong[0]!r}, which is no parameter; there are {names}")
        return value

    def _canonical(self, name: str) -> str:
        """The name of a parameter that an old name stands for, with a warning."""
        try:
            new: str = self.get_attr(name)._path.rpartition(".")[2]  # type: ignore[attr-defined]
        except KeyError:
            return name
        if new != name:
            message = f"{self.label}: {name!r} is called {new!r} now"  # type: ignore[attr-defined]
            warnings.warn(message, FutureWarning, stacklevel=5)
        return new
