"""What networks know of objects beside values: what holds at the design and off it, and whether they are printed."""

import warnings
from typing import Any

__all__ = ["ELEMENTS", "GROUPS", "Changes", "Group", "GroupOf", "Options"]

#: Names of TESPy before 0.11 that are aliases still.
_OLD = frozenset(("kA", "kA_char", "kA_char1", "kA_char2", "zeta", "zeta1", "zeta2"))

_LISTS = ("design", "offdesign")
_FLAGS = ("local_design", "local_offdesign", "printout", "char_warnings")
_NAMES = frozenset((*_LISTS, *_FLAGS, "design_path", "fkt_group"))

#: TESPy's names for parameters that act together, with these: in `design` and `offdesign` such a name switches their
#: equation, by the first one, which no other equation needs.
ELEMENTS = {
    "darcy_group": ("ks", "L", "D"),
    "hw_group": ("ks_HW", "L", "D"),
    "UA_group": ("UA", "Tamb"),
    "UA_char_group": ("UA_char", "Tamb"),
    "energy_group": ("E", "A", "eta_opt", "Tamb"),
    "Q_ohc_group_surface": ("wind_velocity", "insulation_thickness", "insulation_tc", "Tamb", "material"),
    "Q_ohc_group_subsurface": ("pipe_depth", "insulation_thickness", "insulation_tc", "Tamb", "material"),
    "eta_s_dry_group": ("eta_s_dry", "alpha"),
    "char_map_eta_s_group": ("char_map_eta_s", "igva"),
    "char_map_pr_group": ("char_map_pr", "igva"),
    "eta_flow_group": ("eta_flow_map", "frequency"),
    "head_flow_map_group": ("head_flow_map", "frequency"),
    "Kv_char_group": ("Kv_char", "opening"),
    "Kv_char_analytical_group": ("Kv_analytical", "opening"),
    "eta_vol_poly_group": ("eta_vol_poly", "reference_state", "frequency"),
    "eta_vol_group": ("eta_vol", "reference_state", "frequency"),
    "eta_s_poly_group": ("eta_s_poly", "dissipation_ratio"),
}
GROUPS = {name: elements[0] for name, elements in ELEMENTS.items()}


class Group:
    """Parameters of an object that act together: `is_set` if all of them are given or free."""

    def __init__(self, item: Any, elements: tuple[str, ...]) -> None:
        self._item, self.elements = item, list(elements)

    @property
    def is_set(self) -> bool:
        """Whether their equation holds."""
        parameters = [self._item.get_attr(name) for name in self.elements]
        return all(each.is_set or each.is_var for each in parameters)

    def __repr__(self) -> str:
        return f"<Group of {', '.join(self.elements)}>"


class GroupOf:
    """The attribute of a class that gives its `Group`."""

    def __init__(self, elements: tuple[str, ...]) -> None:
        self._elements = elements

    def __get__(self, item: Any, owner: type) -> Any:
        return self if item is None else Group(item, self._elements)


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
