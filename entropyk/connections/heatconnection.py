"""`HeatConnection`, where scripts written for TESPy look for it."""

from .connection import HeatConnection

__all__ = ["HeatConnection"]
