"""What a property diagram of a network shows: the processes of one circuit, and its states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..components import HeatExchanger, PolynomialCompressorWithCooling

if TYPE_CHECKING:
    from ..components import Component
    from ..connections import Connection
    from ..networks import Network

__all__ = ["get_plotting_data", "single_fluid"]

#: Classes through which streams flow side by side.
APART = (HeatExchanger, PolynomialCompressorWithCooling)
STATE = ("p", "h", "T", "s", "vol")


def get_plotting_data(nw: Network, connection_label: str) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """The processes and states of the circuit that a connection is in.

    Parameters
    ----------
    nw : Network
        A solved network.
    connection_label : str
        Label of a connection of the circuit.

    Returns
    -------
    processes : dict
        Arguments of `fluprodia.FluidPropertyDiagram.calc_individual_isoline` by component.
    points : dict
        p, h, T, s and vol by connection, in the units of the network.

    Raises
    ------
    KeyError
        If no connection has the label.
    """
    edge: Any = nw._connections.get(connection_label)
    if edge is None:
        raise KeyError(f"the network has no connection {connection_label!r}; there are {', '.join(nw._connections)}")
    edges = circuit(edge)
    parts = dict.fromkeys(end for each in edges for end in (each.source, each.target))
    processes: dict[str, Any] = {}
    for part in parts:
        found = _streams(part, edges)
        for number, data in found.items():
            processes[_name(part, number, len(found))] = data
    points = {str(each.label): {name: each.get_attr(name).val for name in STATE} for each in edges}
    return processes, points


def single_fluid(fluid_data: dict[str, dict[str, Any]]) -> str | None:
    """Name of the only species in a composition; None for a mixture."""
    present = [name for name, data in fluid_data.items() if data["mass_fraction"] > 1e-6]
    return present[0] if len(present) == 1 else None


def circuit(edge: Connection) -> list[Connection]:
    """The connections to which a stream leads, and from which it comes, in the order in which they are met."""
    met, todo = {edge: None}, [edge]
    while todo:
        each = todo.pop()
        for part in (each.source, each.target):
            for other in _beside(part, each):
                if other not in met:
                    met[other] = None
                    todo.append(other)
    return list(met)


def _beside(part: Component, edge: Connection) -> list[Connection]:
    """The connections of a component with the same fluid as one of them."""
    if not isinstance(part, APART):
        return [*part.inl, *part.outl]
    pairs = zip(part.inl, part.outl)
    return [each for pair in pairs if edge in pair for each in pair]


def _streams(part: Component, edges: list[Connection]) -> dict[int, Any]:
    """The processes of a component that belong to a circuit, by the number of the inlet."""
    data = part.get_plotting_data() or {}
    return {number: each for number, each in data.items() if part.inl[number - 1] in edges}


def _name(part: Component, number: int, count: int) -> str:
    if count == 1:
        return str(part.label)
    side = {1: "hot", 2: "cold"}[number] if isinstance(part, HeatExchanger) else str(number)
    return f"{part.label}_{side}"
