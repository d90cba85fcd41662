"""Mentions: place names found in running text."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.mentions.find import find_mentions

__all__ = ["find_mentions"]

__getattr__, __dir__ = lazy(__name__, dict.fromkeys(__all__, "geo.mentions.find"))
