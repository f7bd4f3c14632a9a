"""Models with parameters of their own names, over a network."""

from .template import ModelTemplate

__all__ = ["ModelTemplate"]
