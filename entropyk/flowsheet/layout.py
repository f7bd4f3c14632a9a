"""Places of components: rows by pressure, columns by the direction of flow.

Connections that no machine or valve parts are one level. A machine says which of two levels has the higher pressure,
and an exchanger of two circuits which of two levels heats the other: the higher, or the heated, stands above. Rows are
the longest paths in that order. Along the top level of a circuit the flow goes to the left, along the others to the
right; columns are the least squares of these wishes, moved apart where components of one row would overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .graph import RISES, Graph, Link, Node

#: Distance of neighbours, in columns.
APART = 1.0
#: Weight of the wish of a component to be in the middle.
PULL = 1e-4
#: Weight of lines for power and heat beside those for fluids.
LOOSE = 0.3


@dataclass
class Layout:
    """Column and row of every component, and the level of every connection for a fluid."""

    at: dict[Node, tuple[float, float]]
    level: dict[Link, int]
    #: Connections that close a loop within a level.
    back: set[Link]


def place(graph: Graph) -> Layout:
    """Rows and columns."""
    levels = _levels(graph)
    below = _order(graph, levels)
    rank = _ranks(set(levels.values()), below)
    rows = _rows(graph, levels, rank)
    back = _back_links(graph, levels)
    columns = _columns(graph, levels, rank, rows, back)
    at = {node: (columns[node], rows[node]) for node in graph.nodes}
    return Layout(at, {link: rank[level] for link, level in levels.items()}, back)


def passes(node: Node) -> list[list[Link]]:
    """Connections of a component that are of one pressure, nearly."""
    fluid = [link for link in node.links if link.kind == "fluid"]
    if node.symbol == "exchanger" or node.name == "ThermostaticValve":
        groups: dict[str, list[Link]] = {}
        for link in fluid:
            groups.setdefault(link.port_at(node)[-1], []).append(link)
        if node.name == "ThermostaticValve":
            bulb = groups.get("2", [])
            return [bulb, *([link] for link in fluid if link not in bulb)]
        return list(groups.values())
    if node.symbol in RISES:
        return [[link] for link in fluid]
    return [fluid] if fluid else []


def _levels(graph: Graph) -> dict[Link, int]:
    """Number of the level of every connection for a fluid."""
    parent = {link: link for link in graph.links if link.kind == "fluid"}

    def root(link: Link) -> Link:
        while parent[link] is not link:
            link = parent[link]
        return link

    for node in graph.nodes:
        for group in passes(node):
            for link in group[1:]:
                parent[root(link)] = root(group[0])
    roots = {link: root(link) for link in parent}
    number = {each: index for index, each in enumerate(dict.fromkeys(roots.values()))}
    return {link: number[each] for link, each in roots.items()}


def _order(graph: Graph, levels: dict[Link, int]) -> dict[int, set[int]]:
    """Levels above each level: by machines first, then by exchangers where that contradicts nothing."""
    above: dict[int, set[int]] = {level: set() for level in levels.values()}

    def reaches(start: int, end: int) -> bool:
        waiting, seen = [start], set()
        while waiting:
            level = waiting.pop()
            if level == end:
                return True
            if level not in seen:
                seen.add(level)
                waiting += above[level]
        return False

    def add(low: int, high: int) -> None:
        if not reaches(high, low):
            above[low].add(high)

    machines = [node for node in graph.nodes if node.symbol in RISES]
    for node in machines:
        sign = RISES[node.symbol]
        ends = {link.port_at(node): levels[link] for link in node.links if link.kind == "fluid"}
        for inlet in ("in1", *(["in2"] if sign > 0 else [])):
            if inlet in ends and "out1" in ends and ends[inlet] != ends["out1"]:
                add(*((ends[inlet], ends["out1"])[::sign]))
        if sign > 0 and {"in1", "in2"} <= ends.keys() and ends["in1"] != ends["in2"]:
            add(ends["in1"], ends["in2"])
    for node in graph.nodes:
        ends = {link.port_at(node)[-1]: levels[link] for link in node.links if link.kind == "fluid"}
        if node.symbol == "exchanger" and {"1", "2"} <= ends.keys() and ends["1"] != ends["2"]:
            add(ends["1"], ends["2"])
    return above


def _ranks(levels: set[int], above: dict[int, set[int]]) -> dict[int, int]:
    """Height of every level: longest path from below, as near as possible to what stands above."""
    rank = dict.fromkeys(levels, 0)
    for _ in levels:
        for low in levels:
            for high in above[low]:
                rank[high] = max(rank[high], rank[low] + 1)
    has_below = {high for highs in above.values() for high in highs}
    for level in levels - has_below:
        if above[level]:
            rank[level] = min(rank[high] for high in above[level]) - 1
    lowest = min(rank.values(), default=0)
    return {level: height - lowest for level, height in rank.items()}


def _rows(graph: Graph, levels: dict[Link, int], rank: dict[int, int]) -> dict[Node, float]:
    rows: dict[Node, float] = {}
    for node in graph.nodes:
        heights = [rank[levels[link]] for link in node.links if link.kind == "fluid"]
        if not heights:
            continue
        if node.symbol in RISES and max(heights) > min(heights):
            rows[node] = 2.0 * min(heights) + 1.0
        elif node.symbol == "exchanger":
            rows[node] = float(max(heights) + min(heights))
        else:
            rows[node] = 2.0 * max(heights)
    # Motors and the like stand beside what they are connected to.
    for _ in graph.nodes:
        for node in graph.nodes:
            known = [rows[link.other(node)] for link in node.links if link.other(node) in rows]
            if node not in rows and known:
                rows[node] = known[0]
    return {node: rows.get(node, 0.0) for node in graph.nodes}


def _columns(
    graph: Graph, levels: dict[Link, int], rank: dict[int, int], rows: dict[Node, float], back: set[Link]
) -> dict[Node, float]:
    index = {node: i for i, node in enumerate(graph.nodes)}
    top = _tops(graph, levels, rank)
    away = _steps_from_fluids(graph)
    matrix, wish = [], []
    for link in graph.links:
        if link in back:
            continue
        if link.kind == "fluid":
            sign, weight = (-1.0 if levels[link] in top else 1.0), 1.0
        else:
            # Motors and the like stand to the right of what they drive.
            sign, weight = (1.0 if away[link.ends[1]] >= away[link.ends[0]] else -1.0), LOOSE
        equation = np.zeros(len(index))
        equation[index[link.ends[1]]] += weight
        equation[index[link.ends[0]]] -= weight
        matrix.append(equation)
        wish.append(sign * weight)
    matrix += [PULL * row for row in np.eye(len(index))]
    wish += [0.0] * len(index)
    found = np.linalg.lstsq(np.array(matrix), np.array(wish), rcond=None)[0] if index else np.zeros(0)
    columns = {node: float(found[i]) for node, i in index.items()}
    for row in set(rows.values()):
        _spread([node for node in graph.nodes if rows[node] == row], columns)
    return columns


def _steps_from_fluids(graph: Graph) -> dict[Node, int]:
    """Number of connections for power or heat between a component and the next one through which a fluid flows."""
    steps = {node: 0 for node in graph.nodes if any(link.kind == "fluid" for link in node.links)}
    waiting = list(steps)
    for node in waiting:
        for link in node.links:
            if (other := link.other(node)) not in steps:
                steps[other] = steps[node] + 1
                waiting.append(other)
    return {node: steps.get(node, 0) for node in graph.nodes}


def _spread(nodes: list[Node], columns: dict[Node, float]) -> None:
    """Moves the components of a row apart, and keeps their middle."""
    nodes = sorted(nodes, key=lambda node: columns[node])
    before = sum(columns[node] for node in nodes) / len(nodes)
    for left, right in pairwise(nodes):
        columns[right] = max(columns[right], columns[left] + APART)
    shift = before - sum(columns[node] for node in nodes) / len(nodes)
    for node in nodes:
        columns[node] += shift


def _tops(graph: Graph, levels: dict[Link, int], rank: dict[int, int]) -> set[int]:
    """The highest level of every circuit that has several."""
    circuit = {level: level for level in levels.values()}

    def root(level: int) -> int:
        while circuit[level] != level:
            level = circuit[level]
        return level

    for node in graph.nodes:
        if node.symbol in RISES:
            ends = [levels[link] for link in node.links if link.kind == "fluid"]
            for level in ends[1:]:
                circuit[root(level)] = root(ends[0])
    of: dict[int, set[int]] = {}
    for level in circuit:
        of.setdefault(root(level), set()).add(level)
    return {max(each, key=lambda level: rank[level]) for each in of.values() if len(each) > 1}


def _back_links(graph: Graph, levels: dict[Link, int]) -> set[Link]:
    """Connections that close a loop within one level, in the order in which a walk from a machine finds them."""
    back: set[Link] = set()
    starts = sorted(graph.nodes, key=lambda node: node.symbol not in ("pump", "source", "compressor"))
    for level in set(levels.values()):
        done: set[Node] = set()
        for start in starts:
            path: list[Node] = []
            _walk(start, level, levels, path, done, back)
    return back


def _walk(node: Node, level: int, levels: dict[Link, int], path: list[Node], done: set[Node], back: set[Link]) -> None:
    if node in done:
        return
    path.append(node)
    for link in node.links:
        if link.kind != "fluid" or levels[link] != level or link.ends[0] is not node:
            continue
        if link.ends[1] in path:
            back.add(link)
        else:
            _walk(link.ends[1], level, levels, path, done, back)
    path.pop()
    done.add(node)
