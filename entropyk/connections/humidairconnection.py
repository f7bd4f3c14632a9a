"""Humid air: exists by name, and is not built yet."""

from typing import Self

from .connection import Connection

__all__ = ["HAConnection"]


class HAConnection(Connection):
    """A stream of humid air. Not built yet."""

    def __new__(cls, *_: object, **__: object) -> Self:
        """Says that there is none yet."""
        raise NotImplementedError(f"{cls.__name__} is not built yet: use a Connection of air and water")


HAConnection.__module__ = "entropyk"
