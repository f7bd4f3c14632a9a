"""The picture: symbols at their places, ports, lines, tooltips."""

from __future__ import annotations

from html import escape
from itertools import count, pairwise

from .graph import LIQUID, RISES, VAPOUR, Graph, Link, Node
from .layout import Layout, passes
from .route import Box, Point, Router
from .symbols import SIZES, shape

#: Pixels of a column and of half a level, and around the picture.
COLUMN, ROW, MARGIN = 150.0, 64.0, 20.0
#: Width of a letter, px.
LETTER = 6.2
#: Lines beside columns and rows in which connections may run, as shares of their distance.
LANES = (-0.62, -0.5, -0.38, 0.38, 0.5, 0.62)

_STYLE = """
.SCOPE{font:11px system-ui,sans-serif;max-width:100%;height:auto}
.SCOPE .symbol{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round;pointer-events:all}
.SCOPE .symbol .solid{fill:currentColor}
.SCOPE text{fill:currentColor;stroke:none;text-anchor:middle}
.SCOPE .mark{font-weight:600}.SCOPE .small{font-size:9px}
.SCOPE .line{fill:none;stroke:#8A8A8A;stroke-width:2}
.SCOPE .liquid{stroke:#0072B2}.SCOPE .vapour{stroke:#D55E00}.SCOPE .two-phase{stroke:#B0588B}
.SCOPE .power{stroke-dasharray:5 4}.SCOPE .heat{stroke-dasharray:2 3}
.SCOPE .wide{fill:none;stroke:transparent;stroke-width:12;pointer-events:stroke}
.SCOPE g:hover>.line{stroke-width:3.5}
.SCOPE .edge{font-size:9px;opacity:.75}
.SCOPE .port{fill:currentColor;opacity:.55}
"""

_numbers = count(1)


def draw(graph: Graph, layout: Layout) -> str:
    """The picture of a graph."""
    at = _positions(layout)
    anchors = _anchors(graph, layout, at)
    box = {node: _box(node, *place) for node, place in at.items()}
    boxes = list(box.values())
    router = Router(boxes, _lanes(at))
    order = sorted(graph.links, key=lambda link: _distance(at, link))
    lines = {}
    for link in order:
        (start, out), (end, into) = (anchors[link, node] for node in link.ends)
        lines[link] = router.route(start, out, end, into, (box[link.ends[0]], box[link.ends[1]]))
    scope = f"ek-flowsheet-{next(_numbers)}"
    parts = [_line(link, lines[link], scope) for link in graph.links]
    parts += [_port(*anchors[link, node][0], link.port_at(node)) for link in graph.links for node in link.ends]
    parts += [_symbol(node, *at[node], anchors) for node in graph.nodes]
    points = [point for line in lines.values() for point in line]
    points += [(each[0], each[1]) for each in boxes] + [(each[2], each[3]) for each in boxes]
    points += [point for node in graph.nodes for point in _corners_of_name(node, *at[node], anchors)]
    xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    width, height = max(xs) - left + MARGIN, max(ys) - top + MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" role="img" aria-label="flowsheet" '
        f'viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">'
    )
    style = f"<style>{_STYLE.replace('SCOPE', scope).replace(chr(10), '')}</style>"
    return head + style + "".join(parts) + "</svg>"


def _positions(layout: Layout) -> dict[Node, Point]:
    top = max((row for _, row in layout.at.values()), default=0.0)
    return {node: (COLUMN * column, ROW * (top - row)) for node, (column, row) in layout.at.items()}


def _box(node: Node, x: float, y: float) -> Box:
    """What lines keep away from."""
    width, height = SIZES[node.symbol]
    return x - width - 3.0, y - height - 3.0, x + width + 3.0, y + height + 3.0


def _lanes(at: dict[Node, Point]) -> tuple[list[float], list[float]]:
    """Where lines may run: between columns and rows, and around everything."""
    xs = {round(x + share * COLUMN, 1) for x, _ in at.values() for share in LANES}
    ys = {round(y + share * ROW, 1) for _, y in at.values() for share in LANES}
    return sorted(xs), sorted(ys)


def _distance(at: dict[Node, Point], link: Link) -> float:
    (x1, y1), (x2, y2) = (at[node] for node in link.ends)
    return abs(x1 - x2) + abs(y1 - y2)


Anchors = dict[tuple[Link, Node], tuple[Point, Point]]


def _anchors(graph: Graph, layout: Layout, at: dict[Node, Point]) -> Anchors:
    """Place of every port, and the direction away from the symbol."""
    anchors: Anchors = {}
    for node in graph.nodes:
        sides: dict[str, list[tuple[Link, float]]] = {"left": [], "right": [], "top": [], "bottom": []}
        for link in node.links:
            sides[_side(node, link, layout, at)].append((link, _along(node, link, layout, at)))
        (x, y), (width, height) = at[node], SIZES[node.symbol]
        for side, links in sides.items():
            links.sort(key=lambda pair: pair[1])
            for k, (link, _) in enumerate(links):
                share = (2.0 * k + 1.0) / len(links) - 1.0
                if node.symbol == "exchanger" and side in ("left", "right") and len(passes(node)) > 1:
                    share = -0.5 if _is_upper(node, link, layout) else 0.5
                along = 0.9 * share
                anchors[link, node] = {
                    "left": ((x - width, y + along * height), (-1.0, 0.0)),
                    "right": ((x + width, y + along * height), (1.0, 0.0)),
                    "top": ((x + along * width, y - height), (0.0, -1.0)),
                    "bottom": ((x + along * width, y + height), (0.0, 1.0)),
                }[side]
    return anchors


def _is_upper(node: Node, link: Link, layout: Layout) -> bool:
    """Whether a stream passes the upper half of an exchanger; where both are of one level, the heated one does."""
    heights = {other: layout.level[other] for other in node.links if other.kind == "fluid"}
    if len(set(heights.values())) > 1:
        return heights[link] == max(heights.values())
    return link.port_at(node).endswith("2")


def _side(node: Node, link: Link, layout: Layout, at: dict[Node, Point]) -> str:
    port, other = link.port_at(node), at[link.other(node)]
    x, y = at[node]
    if node.symbol in ("source", "sink"):
        return "right" if node.symbol == "source" else "left"
    if link.kind != "fluid":
        return "right" if other[0] >= x else "left"
    if node.symbol == "drum" and port in (VAPOUR, LIQUID) and len(node.links) > 2:
        return "top" if port == VAPOUR else "bottom"
    levels = [layout.level[each] for each in node.links if each.kind == "fluid"]
    if node.symbol in RISES and max(levels) > min(levels):
        if port == "in2" or (node.name == "ThermostaticValve" and port == "out2"):
            return "left" if other[0] < x else "right"
        return "top" if layout.level[link] == max(levels) else "bottom"
    if node.symbol == "dot":
        dx, dy = other[0] - x, other[1] - y
        if abs(dy) > abs(dx):
            return "bottom" if dy > 0 else "top"
        return "right" if dx > 0 else "left"
    if node.symbol == "drum":
        return "right" if other[0] > x else "left"
    return _through(node, link, layout, at)


def _through(node: Node, link: Link, layout: Layout, at: dict[Node, Point]) -> str:
    """A stream that passes from left to right, or from right to left, as its neighbours stand."""
    group = [each for each in next(group for group in passes(node) if link in group) if each not in layout.back]
    inlets = [at[each.other(node)][0] for each in group if each.ends[1] is node]
    outlets = [at[each.other(node)][0] for each in group if each.ends[0] is node]
    x = at[node][0]
    begin = sum(inlets) / len(inlets) if inlets else None
    end = sum(outlets) / len(outlets) if outlets else None
    begin = begin if begin is not None else (2 * x - end if end is not None else x)
    is_rightwards = begin <= (end if end is not None else 2 * x - begin)
    return "left" if (link.ends[1] is node) == is_rightwards else "right"


def _along(node: Node, link: Link, layout: Layout, at: dict[Node, Point]) -> float:
    """Order of the ports at one side."""
    other = at[link.other(node)]
    return other[1] if _side(node, link, layout, at) in ("left", "right") else other[0]


def _line(link: Link, line: list[Point], scope: str) -> str:
    path = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in line)
    (x1, y1), (x2, y2) = line[-2], line[-1]
    length = max(abs(x1 - x2) + abs(y1 - y2), 1e-9)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    head = f"M{x2 - 8 * dx - 4 * dy:.1f},{y2 - 8 * dy + 4 * dx:.1f} L{x2:.1f},{y2:.1f} "
    head += f"L{x2 - 8 * dx + 4 * dy:.1f},{y2 - 8 * dy - 4 * dx:.1f}"
    a, b = max(pairwise(line), key=lambda pair: _length(*pair))
    upright = abs(a[0] - b[0]) < abs(a[1] - b[1])
    x, y = 0.5 * (a[0] + b[0]) + (10 if upright else 0), 0.5 * (a[1] + b[1]) + (3 if upright else -4)
    kind = " ".join(filter(None, ("line", link.phase, link.kind if link.kind != "fluid" else "")))
    tip = escape("\n".join(link.tips))
    return (
        f'<g><title>{tip}</title><path class="wide" d="{path}"/><path class="{kind}" d="{path}"/>'
        f'<path class="{kind}" style="stroke-dasharray:none" d="{head}"/>'
        f'<text class="edge" x="{x:.1f}" y="{y:.1f}">{escape(link.label)}</text></g>'
    )


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _port(x: float, y: float, name: str) -> str:
    return f'<circle class="port" cx="{x:.1f}" cy="{y:.1f}" r="2.2"><title>{escape(name)}</title></circle>'


def _place_of_name(node: Node, anchors: Anchors) -> tuple[float, float, str]:
    """Where the name stands, so that no line leaves there: below, above or beside the symbol."""
    width, height = SIZES[node.symbol]
    used = {anchors[link, node][1] for link in node.links}
    if (0.0, 1.0) not in used:
        return 0.0, height + 13.0, "middle"
    if (0.0, -1.0) not in used:
        return 0.0, -height - 6.0, "middle"
    if node.symbol == "drum":
        return (0.0, -2.0, "middle") if LETTER * len(node.label) < 2 * width - 8 else (10.0, -height - 6.0, "start")
    if (1.0, 0.0) not in used:
        return width + 6.0, 4.0, "start"
    return -width - 6.0, 4.0, "end"


def _corners_of_name(node: Node, x: float, y: float, anchors: Anchors) -> list[Point]:
    dx, dy, anchor = _place_of_name(node, anchors)
    length = LETTER * len(node.label)
    left = x + dx - {"middle": 0.5, "start": 0.0, "end": 1.0}[anchor] * length
    return [(left, y + dy - 10.0), (left + length, y + dy + 3.0)]


def _symbol(node: Node, x: float, y: float, anchors: Anchors) -> str:
    dx, dy, anchor = _place_of_name(node, anchors)
    text = f'<text x="{dx:.0f}" y="{dy:.0f}" style="text-anchor:{anchor}">{escape(node.label)}</text>'
    is_upright = node.symbol == "turbine" and any(anchors[link, node][1][0] == 0.0 for link in node.links)
    spin = ' transform="rotate(90)"' if is_upright else ""
    drawn = f"<g{spin}>{shape(node.symbol, node.name)}</g>"
    tip = escape("\n".join(node.tips))
    return f'<g transform="translate({x:.1f},{y:.1f})"><title>{tip}</title><g class="symbol">{drawn}</g>{text}</g>'
