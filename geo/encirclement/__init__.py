"""Encirclement: the connection of a post to a supply anchor over passable ground, and the width of the corridor."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.encirclement.assessment import Battlefield, Encirclement, assess

__all__ = ["Battlefield", "Encirclement", "assess"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "geo.encirclement.assessment"))
