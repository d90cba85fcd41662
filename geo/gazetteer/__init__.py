"""Gazetteers: places and their names, of the world, of packs and of files."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.gazetteer.gazetteer import Gazetteer

__all__ = ["Gazetteer"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "geo.gazetteer.gazetteer"))
