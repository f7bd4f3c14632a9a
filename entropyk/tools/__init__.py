"""What scripts written for TESPy import from `tespy.tools`; the names are TESPy's."""

from .characteristics import CharLine, CharMap, load_custom_char, load_default_char
from .units import Units

__all__ = ["CharLine", "CharMap", "Units", "load_custom_char", "load_default_char"]
