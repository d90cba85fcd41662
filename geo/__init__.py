"""Geocoding, control of ground and encirclement, independent of dossier files and of HTML."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from geo.control.zones import control_zones
    from geo.encirclement.assessment import Encirclement, assess
    from geo.errors import SitmapError
    from geo.gazetteer.gazetteer import Gazetteer
    from geo.gazetteer.place import Place
    from geo.geocoding.geocoder import Geocoder
    from geo.geocoding.match import Match
    from geo.mentions.find import find_mentions
    from geo.mentions.mention import Mention

__all__ = [
    "Encirclement",
    "Gazetteer",
    "Geocoder",
    "Match",
    "Mention",
    "Place",
    "SitmapError",
    "assess",
    "control_zones",
    "find_mentions",
]

_MODULES = {
    "Encirclement": "geo.encirclement.assessment",
    "Gazetteer": "geo.gazetteer.gazetteer",
    "Geocoder": "geo.geocoding.geocoder",
    "Match": "geo.geocoding.match",
    "Mention": "geo.mentions.mention",
    "Place": "geo.gazetteer.place",
    "SitmapError": "geo.errors",
    "assess": "geo.encirclement.assessment",
    "control_zones": "geo.control.zones",
    "find_mentions": "geo.mentions.find",
}
__getattr__, __dir__ = lazy(__name__, _MODULES)
