"""Encirclement: whether a post still has a way over passable ground to a supply anchor, and how wide it is."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.encirclement.assessment import Battlefield, Encirclement, assess

__all__ = ["Battlefield", "Encirclement", "assess"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "geo.encirclement.assessment"))
