"""The way in for scripts written for TESPy: a network of connections."""

from .network import Network

__all__ = ["Network"]
