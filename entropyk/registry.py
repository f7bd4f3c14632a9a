"""Registries: classes by name, filled by decorating them."""

from typing import TypeVar

__all__ = ["Registry"]

Class = TypeVar("Class", bound=type)


class Registry:
    """Classes by name, in `items`; as a decorator it adds one."""

    def __init__(self) -> None:
        self.items: dict[str, type] = {}

    def __call__(self, added: Class) -> Class:
        """Adds a class and gives it."""
        self.items[added.__name__] = added
        return added
