"""Numbers that scripts written for TESPy compare with."""

__all__ = ["ERR"]

#: Differences below this count as none.
ERR = 1e-6
