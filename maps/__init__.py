"""Draw the page of a situation map, and run the command line."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from maps.errors import RemoteFileError, UnknownLanguageError
    from maps.situation import SituationMap

__all__ = ["RemoteFileError", "SituationMap", "UnknownLanguageError"]

_HOMES = {
    "RemoteFileError": "maps.errors",
    "SituationMap": "maps.situation",
    "UnknownLanguageError": "maps.errors",
}
__getattr__, __dir__ = lazy(__name__, _HOMES)
