"""The science: names and places, control of ground, encirclement. Knows no files of a dossier and no HTML."""

from geo.control import control_zones
from geo.encirclement import Encirclement, assess
from geo.errors import SitmapError
from geo.gazetteer import Gazetteer
from geo.geocoder import Geocoder
from geo.match import Match
from geo.mention import Mention
from geo.mentions import find_mentions
from geo.place import Place

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
