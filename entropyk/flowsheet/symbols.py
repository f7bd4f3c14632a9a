"""Symbols of components, after ISO 14617 and ISO 10628, around their middle."""

from __future__ import annotations

#: Half of width and height in which lines end, px.
SIZES = {
    "compressor": (20, 20),
    "pump": (18, 18),
    "turbine": (20, 20),
    "valve": (14, 14),
    "exchanger": (34, 22),
    "heater": (22, 18),
    "pipe": (24, 8),
    "source": (20, 12),
    "sink": (20, 12),
    "dot": (5, 5),
    "drum": (30, 18),
    "motor": (16, 16),
    "box": (34, 18),
}

_ARROW = "M-20,-10 L10,-10 L20,0 L10,10 L-20,10 Z"

_SHAPES = {
    "compressor": '<circle r="20"/><path d="M-17,11 L-9,-18 M17,11 L9,-18"/>',
    "pump": '<circle r="18"/><path d="M-15.6,9 L0,-18 L15.6,9"/>',
    "turbine": '<path d="M-20,-9 L-20,9 L20,20 L20,-20 Z"/>',
    "valve": '<path d="M-14,-14 L14,-14 L-14,14 L14,14 Z"/>',
    "exchanger": '<rect x="-34" y="-22" width="68" height="44" rx="3"/>'
    '<path d="M-26,0 L-14,0 L-8,-11 L4,11 L10,0 L26,0"/>',
    "heater": '<rect x="-22" y="-18" width="44" height="36" rx="3"/><path d="M-22,0 L-10,0 L-5,-9 L5,9 L10,0 L22,0"/>',
    "pipe": '<rect x="-24" y="-8" width="48" height="16" rx="8"/>',
    "source": f'<path d="{_ARROW}"/>',
    "sink": f'<path d="{_ARROW}"/>',
    "dot": '<circle r="5" class="solid"/>',
    "drum": '<rect x="-30" y="-18" width="60" height="36" rx="18"/>'
    '<path d="M-29,4 L29,4" stroke-dasharray="5 3" stroke-width="1"/>',
    "motor": '<circle r="16"/><text y="5" class="mark">M</text>',
    "box": '<rect x="-34" y="-18" width="68" height="36" rx="3"/>',
}


def shape(symbol: str, name: str) -> str:
    """The SVG elements of a symbol; a class without one of its own has its name in a box."""
    if symbol == "box":
        return _SHAPES["box"] + f'<text y="4" class="mark small">{name[:11]}</text>'
    if name == "Generator":
        return _SHAPES["motor"].replace(">M<", ">G<")
    return _SHAPES[symbol]
