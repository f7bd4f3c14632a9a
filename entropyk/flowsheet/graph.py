"""What a flowsheet needs to know of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Symbol by class; a class without one has that of the nearest class it extends.
SYMBOLS = {
    "Compressor": "compressor",
    "TurboCompressor": "compressor",
    "DisplacementMachine": "compressor",
    "Fan": "compressor",
    "Pump": "pump",
    "Turbine": "turbine",
    "Expander": "turbine",
    "Valve": "valve",
    "ThermostaticValve": "valve",
    "HeatExchanger": "exchanger",
    "SimpleHeatExchanger": "heater",
    "Pipe": "pipe",
    "Source": "source",
    "Sink": "sink",
    "Merge": "dot",
    "Splitter": "dot",
    "Node": "dot",
    "CycleCloser": "dot",
    "DropletSeparator": "drum",
    "EquilibriumSeparator": "drum",
    "Drum": "drum",
    "Receiver": "drum",
    "SuctionAccumulator": "drum",
    "Motor": "motor",
    "Generator": "motor",
}
#: Which way the pressure goes from inlet to outlet.
RISES = {"compressor": 1, "pump": 1, "turbine": -1, "valve": -1}
#: Outlets for vapour and for liquid.
VAPOUR, LIQUID = "out2", "out1"
#: What is worth a line in a tooltip.
STATES, RESULTS = ("m", "p", "T", "h", "x"), ("Q", "P", "P_input", "UA", "eta_s", "superheat", "subcooling", "Kv")


@dataclass(eq=False)
class Node:
    """A component."""

    label: str
    name: str
    symbol: str
    tips: list[str]
    links: list[Link] = field(default_factory=list)


@dataclass(eq=False)
class Link:
    """A connection."""

    label: str
    kind: str
    ends: tuple[Node, Node]
    ports: tuple[str, str]
    tips: list[str]
    phase: str

    def port_at(self, node: Node) -> str:
        """The port it has at one of its ends."""
        return self.ports[0] if self.ends[0] is node else self.ports[1]

    def other(self, node: Node) -> Node:
        """The end across."""
        return self.ends[1] if self.ends[0] is node else self.ends[0]


@dataclass(eq=False)
class Graph:
    """Components and connections."""

    nodes: list[Node]
    links: list[Link]

    @classmethod
    def of(cls, model: Any) -> Graph:
        """That of a system or network."""
        edges = list(model.edges) if hasattr(model, "edges") else list(model._connections.values())
        components = list(model.components) if hasattr(model, "edges") else list(model._components())
        made = {id(component): _node(component) for component in components}
        links = []
        for edge in edges:
            ends = made[id(edge.source)], made[id(edge.target)]
            tips = [f"{edge.label}: {edge.source.label} → {edge.target.label}", *_values(edge, (*STATES, "E"))]
            ports = (edge.source_id or "", edge.target_id or "")
            link = Link(edge.label, edge._carries, ends, ports, tips, _phase(edge))
            links.append(link)
            for node in ends:
                node.links.append(link)
        return cls(list(made.values()), links)


def _node(component: Any) -> Node:
    names = [each.__name__ for each in type(component).__mro__]
    symbol = next((SYMBOLS[name] for name in names if name in SYMBOLS), "box")
    label = component.label or names[0]
    return Node(label, names[0], symbol, [f"{label} ({names[0]})", *_values(component, RESULTS)])


def _values(item: Any, names: tuple[str, ...]) -> list[str]:
    """`"p = 9.83 bar"` for every value that is known."""
    known = item._parameters()
    found = [item.get_attr(name) for name in names if name in known]
    return [_text(each) for each in found if isinstance(each.val, float) and each.val == each.val]


def _text(parameter: Any) -> str:
    name, _, rest = repr(parameter).strip("<>").partition(" = ")
    return f"{name} = {parameter.val:.5g}{rest.partition(' ')[2] and ' '}{rest.partition(' ')[2]}"


def _phase(edge: Any) -> str:
    """Liquid, vapour or both, as far as the last solution tells; empty where it does not."""
    if edge._carries != "fluid":
        return ""
    x, above, below = (edge.get_attr(name).val for name in ("x", "td_dew", "td_bubble"))
    number = [value if isinstance(value, float) else float("nan") for value in (x, above, below)]
    if number[1] > 1e-6 or number[0] >= 1.0 - 1e-9:
        return "vapour"
    if number[2] > 1e-6 or number[0] <= 1e-9:
        return "liquid"
    return "two-phase" if 0.0 < number[0] < 1.0 else ""
