"""Exceptions by the names of TESPy."""

from ..errors import ComponentError, TopologyError

__all__ = ["TESPyComponentError", "TESPyConnectionError", "TESPyNetworkError"]


class TESPyNetworkError(TopologyError):
    """A network that cannot be solved as it is: its topology, or too many or too few specifications."""


class TESPyConnectionError(TopologyError):
    """A connection that cannot be made."""


class TESPyComponentError(ComponentError):
    """A component with impossible parameters."""
