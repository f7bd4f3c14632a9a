"""Lines between ports: along the axes, around symbols, with few bends, crossings and no line upon another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Segment = tuple[Point, Point]

#: Length of the straight piece at a port, px.
STUB = 14.0
#: What is worth how many pixels of length.
HIT, UPON, CROSSING, BEND = 4000.0, 900.0, 40.0, 14.0
#: Lines nearer than this run upon each other, px.
NEAR = 7.0


@dataclass
class Router:
    """Finds lines one after the other."""

    boxes: list[Box]
    lanes: tuple[list[float], list[float]]
    drawn: list[Segment] = field(default_factory=list)

    def route(self, start: Point, out: Point, end: Point, into: Point, ends: tuple[Box, Box]) -> list[Point]:
        """From a port to a port; `out` and `into` point away from the symbols, whose boxes are `ends`."""
        a = (start[0] + STUB * out[0], start[1] + STUB * out[1])
        b = (end[0] + STUB * into[0], end[1] + STUB * into[1])
        xs = sorted({*self.lanes[0], a[0], b[0], 0.5 * (a[0] + b[0])})
        ys = sorted({*self.lanes[1], a[1], b[1], 0.5 * (a[1] + b[1])})
        middles = [[(x, a[1]), (x, b[1])] for x in xs] + [[(a[0], y), (b[0], y)] for y in ys]
        candidates = [_simple([start, a, *middle, b, end]) for middle in middles]
        cost = partial(self._cost, ends=ends)
        best = min(candidates, key=cost)
        if cost(best) > HIT:
            more = [[(x, a[1]), (x, y), (b[0], y)] for x in xs for y in ys]
            more += [[(a[0], y), (x, y), (x, b[1])] for x in xs for y in ys]
            best = min([best, *(_simple([start, a, *middle, b, end]) for middle in more)], key=cost)
        self.drawn += pairwise(best)
        return best

    def _cost(self, line: list[Point], ends: tuple[Box, Box]) -> float:
        segments = list(pairwise(line))
        cost = sum(abs(p[0] - q[0]) + abs(p[1] - q[1]) for p, q in segments) + BEND * len(segments)
        for k, segment in enumerate(segments):
            left = [ends[0]] if k == 0 else []
            left += [ends[1]] if k == len(segments) - 1 else []
            cost += HIT * sum(_hits(segment, box) for box in self.boxes if box not in left)
            for other in self.drawn:
                cost += _meeting(segment, other)
        turns = zip(line, line[1:], line[2:], strict=False)
        return cost + HIT * sum(_reverses(*points) for points in turns)


def _simple(points: list[Point]) -> list[Point]:
    """Without points that repeat or lie on a straight line."""
    line = [points[0]]
    for point in points[1:]:
        if point == line[-1]:
            continue
        if len(line) > 1 and _is_straight(line[-2], line[-1], point):
            line[-1] = point
        else:
            line.append(point)
    return line


def _is_straight(p: Point, q: Point, r: Point) -> bool:
    along = (q[0] - p[0], q[1] - p[1]), (r[0] - q[0], r[1] - q[1])
    return along[0][0] * along[1][1] == along[0][1] * along[1][0] and _dot(*along) > 0


def _dot(p: Point, q: Point) -> float:
    return p[0] * q[0] + p[1] * q[1]


def _reverses(p: Point, q: Point, r: Point) -> bool:
    return _dot((q[0] - p[0], q[1] - p[1]), (r[0] - q[0], r[1] - q[1])) < 0


def _hits(segment: Segment, box: Box) -> bool:
    (x1, y1), (x2, y2) = segment
    left, top, right, bottom = box
    return max(x1, x2) > left and min(x1, x2) < right and max(y1, y2) > top and min(y1, y2) < bottom


def _meeting(one: Segment, other: Segment) -> float:
    (x1, y1), (x2, y2) = one
    (x3, y3), (x4, y4) = other
    vertical, across = abs(x1 - x2) < 0.5, abs(x3 - x4) < 0.5
    if vertical == across:
        apart = abs(x1 - x3) if vertical else abs(y1 - y3)
        a, b = ((y1, y2), (y3, y4)) if vertical else ((x1, x2), (x3, x4))
        overlap = min(max(a), max(b)) - max(min(a), min(b))
        return UPON + overlap if apart < NEAR and overlap > 1.0 else 0.0
    if not vertical:
        (x1, y1), (x2, y2), (x3, y3), (x4, y4) = other[0], other[1], one[0], one[1]
    is_crossed = min(x3, x4) < x1 < max(x3, x4) and min(y1, y2) < y3 < max(y1, y2)
    return CROSSING if is_crossed else 0.0
