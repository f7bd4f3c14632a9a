"""What scripts written for TESPy import from `tespy.tools`; the names are TESPy's."""

from importlib import import_module
from typing import Any

__all__ = [
    "CharLine",
    "CharMap",
    "OptimizationProblem",
    "Units",
    "UserDefinedEquation",
    "UserDefinedVariable",
    "get_plotting_data",
    "load_custom_char",
    "load_default_char",
]

#: Modules by name of what they hold; each is imported when first asked for.
_PLACES = {
    "CharLine": "characteristics",
    "CharMap": "characteristics",
    "OptimizationProblem": "optimization",
    "Units": "units",
    "UserDefinedEquation": "user_defined",
    "UserDefinedVariable": "user_defined",
    "get_plotting_data": "plotting",
    "load_custom_char": "characteristics",
    "load_default_char": "characteristics",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
