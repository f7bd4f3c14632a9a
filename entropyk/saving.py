"""Models as JSON text, and pickles of models and their parts.

JSON is written and read by the engine and holds names and numbers. A pickle is that text with what it cannot hold:
classes and functions written in Python, pickled by reference.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from . import _core, components, connections
from .components import Component
from .errors import TopologyError, ValidationError

if TYPE_CHECKING:
    from .connections import AnyConnection
    from .system import System

#: What an object knows of the model it belongs to; it comes from the model when that is restored.
_OF_MODEL = frozenset(
    [
        *("_system", "_model", "_references", "source", "source_id", "target", "target_id"),
        *("inl", "outl", "power_inl", "power_outl", "heat_inl", "heat_outl", "_network"),
    ]
)


def text_of(system: "System") -> str:
    """The JSON text of a system.

    Raises
    ------
    ValidationError
        For what is written in Python, by name.
    """
    for component in system.components:
        if not _is_of_library(component):
            name = f"{type(component).__module__}.{type(component).__qualname__}"
            raise ValidationError(
                f"{component.label} is a {name} written in Python, which JSON cannot hold: pickle the system instead"
            )
        for name, _ in component._functions():
            raise ValidationError(
                f"{component.label}.{name} is a function in Python, which JSON cannot hold: pickle the system instead"
            )
    return system._model.to_json([])


def reduce_system(system: "System") -> tuple[Any, ...]:
    """What a pickle holds of a system: text, classes by label, equations, and the options of its parts."""
    classes = {str(each.label): type(each) for each in system.components if not _is_of_library(each)}
    text = system._model.to_json([*classes, *system._equations, *system._variables])
    variables = {label: (each._made, each._save()) for label, each in system._variables.items()}
    equations = {label: (each.of, each.function) for label, each in system._equations.items()}
    items: list[Any] = [*system.components, *system.edges]
    state = [(_own(each), each._functions()) for each in items]
    return restore_system, (type(system), text, classes, variables, equations, state, system._model.is_finalized)


def restore_system(
    kind: type["System"],
    text: str,
    classes: dict[str, type[Component]],
    variables: dict[str, Any],
    equations: dict[str, Any],
    state: list[tuple[dict[str, Any], list[tuple[str, Any]]]],
    is_finalized: bool = False,
) -> "System":
    """The system of a text."""
    brought: dict[str, Any] = {label: own.__new__(own) for label, own in classes.items()}
    model = _core.Model.from_json(text, brought)
    system = kind.__new__(kind)
    system._adopt(model, *adopt(model, brought))
    for label, (made, values) in variables.items():
        system._take_variable(label, made)._load(values)
    for label, (paths, function) in equations.items():
        system.add_equation(label, paths, function)
    items: list[Any] = [*system.components, *system.edges]
    for each, (own, functions) in zip(items, state, strict=False):
        vars(each).update(own)
        each.set_attr(**dict(functions))
    if is_finalized and (equations or any(functions for _, functions in state)):
        # What is wrong with it now was wrong when it was pickled, and finalize says it again.
        with suppress(TopologyError):
            system.finalize()
    return system


def adopt(model: _core.Model, brought: dict[str, Any]) -> tuple[list[Component], list["AnyConnection"]]:
    """Python objects for the components and connections of a model."""
    handles, lines = model.handles()
    parts = [brought.get(str(each.label)) or _around(getattr(components, each._name), each) for each in handles]
    edges: list[AnyConnection] = []
    for handle, source, outlet, target, inlet in lines:
        edge = _around(getattr(connections, handle._name), handle)
        edge.source, edge.source_id, edge.target, edge.target_id = parts[source], outlet, parts[target], inlet
        edge._references, edge._model = {}, model
        edges.append(edge)
    by_label: dict[str, Any] = {str(edge.label): edge for edge in edges}
    for label, name, other, factor, delta in model.references():
        by_label[label]._references[name] = connections.Ref(by_label[other], factor, delta)
    return parts, edges


def reduce_item(item: "Component | AnyConnection") -> tuple[Any, ...]:
    """What a pickle holds of a component or connection: its place in its system, or its values."""
    if item._system is not None:
        for place in ("components", "edges"):
            for index, other in enumerate(getattr(item._system, place)):
                if other is item:
                    return item_of, (item._system, place, index)
    ends: tuple[Any, ...] = ()
    if not isinstance(item, Component):
        ends = (vars(item)["source"], item.source_id, vars(item)["target"], item.target_id)
    return restore_item, (type(item), ends, item.label, item._save(), _own(item), item._functions())


def item_of(system: "System", place: str, index: int) -> Any:
    """A component or connection of a system by its position."""
    return getattr(system, place)[index]


def restore_item(
    kind: Any,
    ends: tuple[Any, ...],
    label: str | None,
    values: str,
    own: dict[str, Any],
    functions: list[tuple[str, Any]],
) -> Any:
    """A component or connection that belongs to no system."""
    item = kind.__new__(kind)
    if ends:
        connections.AnyConnection.__init__(item, *ends)
    if label is not None:
        item._set_label(label)
    item._load(values)
    vars(item).update(own)
    item.set_attr(**dict(functions))
    return item


def _is_of_library(component: Component) -> bool:
    name = component._class
    return isinstance(name, str) and type(component) is getattr(components, name, None)


def _own(item: Any) -> dict[str, Any]:
    """The attributes that an object does not have from its model."""
    return {name: value for name, value in vars(item).items() if name not in _OF_MODEL}


def _around(kind: Any, handle: _core.Object) -> Any:
    """An object of a class on the slots of another."""
    return kind.__new__(kind, handle)
