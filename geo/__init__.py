"""The science: names and places, control of ground, encirclement. Knows no files of a dossier and no HTML."""

import importlib
from typing import TYPE_CHECKING, Any

from geo.errors import SitmapError
from geo.gazetteer import Gazetteer
from geo.geocoder import Geocoder
from geo.match import Match
from geo.mention import Mention
from geo.mentions import find_mentions
from geo.place import Place

if TYPE_CHECKING:
    from geo.control import control_zones
    from geo.encirclement import Encirclement, assess

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

_HOMES = {"Encirclement": "geo.encirclement", "assess": "geo.encirclement", "control_zones": "geo.control"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: whatever the name stands for
    # who asks for names needs neither geopandas nor scipy, half a second and 100 MB of them
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
