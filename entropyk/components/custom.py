"""From the body of a class in Python to what the engine knows of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import _core
from ..declare import Equation, Parameter, Port, Report, Row
from ..errors import ComponentError

#: What lists in the body of a class hold.
LISTS: dict[str, type] = {"ports": Port, "parameters": Parameter, "equations": Row}
#: Methods of what equations see.
TAKEN = ("design", "each", "is_connected")


@dataclass
class Own:
    """What one class declares by itself."""

    ports: list[Port] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    equations: list[Row] = field(default_factory=list)
    methods: dict[str, Equation] = field(default_factory=dict)
    main: tuple[str, str] | None = None
    passes: list[tuple[str, str]] | None = None
    has_functions: bool = False

    def __bool__(self) -> bool:
        lists = (self.ports, self.parameters, self.equations, self.methods, self.main, self.passes is not None)
        return any(lists) or self.has_functions


def declare(cls: type[Any], base: type[Any]) -> None:
    """Makes a class that declares something known to the engine; `base` is the class of all components."""
    own = _own(cls)
    if not own:
        return
    for name in (*LISTS, "main", "passes"):
        if name in cls.__dict__:
            delattr(cls, name)
    cls._own = own
    lineage = [_own(ancestor) for ancestor in reversed(cls.__mro__)]
    _check_names(cls, base, lineage)
    rows = _merged(row for each in lineage for row in each.equations)
    methods = {name: method for each in lineage for name, method in each.methods.items()}
    native = next((of for each in cls.__mro__ if isinstance(of := each.__dict__.get("_class"), str)), None)
    summary, details = _texts(cls, native)
    blueprint = _core.Blueprint(
        cls.__name__,
        summary,
        details,
        native,
        [port for each in lineage for port in each.ports],
        next((each.main for each in reversed(lineage) if each.main), None),
        next((each.passes for each in reversed(lineage) if each.passes is not None), None),
        list(_merged(parameter for each in lineage for parameter in each.parameters).values()),
        list(rows.values()),
        callable(getattr(cls, "report", None)),
        callable(getattr(cls, "start", None)),
    )
    cls._class = blueprint
    found = [methods.get(name) for name in blueprint.equations]
    cls._residuals = tuple(method and method.function for method in found)
    cls._derivatives = tuple(method and method.derivative_function for method in found)
    cls._report = _report


def _own(cls: type[Any]) -> Own:
    """What a class declares: as kept before, or from its body."""
    body = cls.__dict__
    if isinstance(kept := body.get("_own"), Own):
        return kept
    own = Own(main=body.get("main"), passes=body.get("passes"))
    for name, kind in LISTS.items():
        items = body.get(name, [])
        if not isinstance(items, list | tuple) or not all(isinstance(item, kind) for item in items):
            helpers = {
                "ports": "inlet and outlet",
                "parameters": "parameter and result",
                "equations": "affine and balance",
            }
            if name in body and isinstance(items, list | tuple):
                raise ComponentError(
                    f"{cls.__name__}: {name} is a list of what {helpers[name]} of entropyk.declare make, not {items!r}"
                )
            continue
        setattr(own, name, list(items))
    for method in body.values():
        if isinstance(method, Equation):
            if method.name in own.methods:
                raise ComponentError(
                    f"{cls.__name__}: two equations are named {method.name!r}: give one of them a name="
                )
            own.methods[method.name] = method
    own.equations = [*own.equations, *(method.row() for method in own.methods.values())]
    names = [row.name for row in own.equations]
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise ComponentError(f"{cls.__name__}: two equations are named {repeated!r}: give one of them a name=")
    own.has_functions = inspect.isfunction(body.get("report")) or inspect.isfunction(body.get("start"))
    return own


def _merged(items: Iterable[Any]) -> dict[str, Any]:
    """By name: later ones take the place of earlier ones."""
    return {item.name: item for item in items}


def _check_names(cls: type[Any], base: type[Any], lineage: list[Own]) -> None:
    ports = [port.name for each in lineage for port in each.ports]
    parameters = [parameter.name for each in lineage for parameter in each.parameters]
    for kind, name in (*(("port", name) for name in ports), *(("parameter", name) for name in parameters)):
        if not name.isidentifier() or name.startswith("_"):
            raise ComponentError(f"{cls.__name__}: {name!r} is no name for a {kind}: use letters, digits and _")
        if hasattr(base, name) or name in TAKEN:
            raise ComponentError(
                f"{cls.__name__}: {name!r} means something for all components: give the {kind} another name"
            )
    if both := set(ports) & set(parameters):
        raise ComponentError(f"{cls.__name__}: {min(both)!r} is a port and a parameter: give one of them another name")


def _texts(cls: type[Any], native: str | None) -> tuple[str, str]:
    """Summary and further text of the documentation."""
    text = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    summary, _, details = text.partition("\n\n")
    of = f" of the kind {native}" if native else ""
    return " ".join(summary.split()) or f"A component{of}, written in Python.", details


def _report(self: Any, at: Any) -> tuple[list[float | None], dict[str, float], list[str]]:
    """What a component tells, as the engine reads it."""
    told = self.report(at)
    if told is None or isinstance(told, Mapping):
        told = Report(told or {})
    if not isinstance(told, Report):
        raise TypeError(f"it returns a dict of results or an entropyk.declare.Report, not {told!r}")
    return [told.heat, told.power, told.loss], dict(told.results), [str(warning) for warning in told.warnings]
