"""Worlds: states of control drawn at random, for the probability of a verdict."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.worlds.worlds import Watched, Worlds

__all__ = ["Watched", "Worlds"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "geo.worlds.worlds"))
