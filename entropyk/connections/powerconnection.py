"""`PowerConnection`, where scripts written for TESPy look for it."""

from .connection import PowerConnection

__all__ = ["PowerConnection"]
