"""What all component classes have in common, and how one is made from its declaration."""

from enum import StrEnum
from inspect import Parameter, Signature
from typing import Any, ClassVar

from .. import _core
from ..errors import ValidationError
from ..options import Options


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
    """

    _class: ClassVar[str]

    def __init__(self, label: str | None = None, **parameters: Any) -> None:
        if label is not None:
            if not isinstance(label, str):
                main = "ua" if "UA" in self._parameters() else self._parameters()[0]
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

    def inlets(self) -> list[str]:
        """Names of the inlets for fluids."""
        return self._port_names("in", "fluid")

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

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._parameters()})


def component_class(declaration: dict[str, Any]) -> type[Component]:
    """The class of a declaration, with its documentation and signature."""
    name = declaration["name"]
    keywords = [row[0] for row in declaration["parameters"]]
    options = [Parameter(keyword, Parameter.KEYWORD_ONLY, default=None) for keyword in keywords]
    label = Parameter("label", Parameter.POSITIONAL_OR_KEYWORD, default=None)
    body = {
        "__doc__": documentation(declaration),
        "__module__": "entropyk",
        "__signature__": Signature([label, *options]),
        "_class": name,
    }
    return type(name, (Component,), body)


def documentation(declaration: dict[str, Any]) -> str:
    """The docstring of a class: summary, ports, parameters with units, results, equations."""
    lines = [declaration["summary"], "", declaration["details"], ""]
    lines += [f"Ports: {', '.join(declaration['ports'])}.", ""]
    for title, key in (("Parameters", "parameters"), ("Results", "results")):
        rows = declaration[key]
        if not rows:
            continue
        lines += [title, "-" * len(title)]
        for name, kind, unit, meaning, aliases in rows:
            also = f"; also `{', '.join(aliases)}`" if aliases else ""
            of_unit = f", {unit}" if unit not in ("", "1") else ""
            lines += [f"{name} : {kind}{of_unit}", f"    {meaning[0].upper()}{meaning[1:]}{also}."]
        lines.append("")
    if declaration["equations"]:
        lines += ["Notes", "-----", "Equations:", ""]
        lines += [f"- {name}: {formula}" for name, formula in declaration["equations"]]
    return "\n".join(lines).rstrip() + "\n"
