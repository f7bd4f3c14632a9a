"""Characteristic lines and maps, those that are shipped and those in a user's folder."""

from __future__ import annotations

from typing import TypeVar

from .._core import CharLine, CharMap
from . import helpers

__all__ = ["CharLine", "CharMap", "load_custom_char", "load_default_char"]

Curve = TypeVar("Curve", CharLine, CharMap)


def load_default_char(component: str, parameter: str, function_name: str, char_type: type[Curve]) -> Curve:
    """A shipped line or map.

    Parameters
    ----------
    component, parameter : str
        Class and parameter, such as `"Turbine"` and `"eta_s_char"`.
    function_name : str
        Its name, such as `"DEFAULT"`.
    char_type : type
        `CharLine` or `CharMap`.
    """
    # The conductance was called kA before.
    return char_type.named(component, parameter.replace("kA_char", "UA_char"), function_name)


def load_custom_char(name: str, char_type: type[Curve]) -> Curve:
    """A line or map from `char_lines.json` or `char_maps.json` in the folder `.tespy/data` of the user's home.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    KeyError
        If the file has no curve of that name.
    """
    import json
    from pathlib import Path

    file = "char_lines.json" if issubclass(char_type, CharLine) else "char_maps.json"
    path = Path(helpers.extend_basic_path("data")) / file
    curves = json.loads(path.read_text())
    if name not in curves:
        raise KeyError(f"{path} has no curve {name!r}; there are {', '.join(curves)}")
    return char_type(**curves[name])
