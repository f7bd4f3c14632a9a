"""Flowsheets as mermaid text."""

from .graph import Graph

_ARROWS = {"fluid": "-->", "power": "-.->", "heat": "==>"}


def text_of(graph: Graph) -> str:
    """`flowchart LR` with a line for every component and connection."""
    number = {id(node): index for index, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    lines += [f'  n{number[id(node)]}["{_clean(node.label)}<br/>{node.name}"]' for node in graph.nodes]
    for link in graph.links:
        a, b = (number[id(end)] for end in link.ends)
        lines.append(f'  n{a} {_ARROWS[link.kind]}|"{_clean(link.label)}"| n{b}')
    return "\n".join(lines) + "\n"


def _clean(text: str) -> str:
    return text.replace('"', "'")
