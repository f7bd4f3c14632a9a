"""Connections between components: streams of a fluid, power and heat."""

from .connection import (
    AnyConnection,
    Connection,
    ConnectionBase,
    HeatConnection,
    PowerConnection,
    Ref,
    connection_registry,
)
from .humidairconnection import HAConnection

__all__ = [
    "AnyConnection",
    "Connection",
    "ConnectionBase",
    "HAConnection",
    "HeatConnection",
    "PowerConnection",
    "Ref",
    "connection_registry",
]
