"""Draw the page of a situation map, and run the command line."""

from typing import TYPE_CHECKING

from geo.lazy import lazy

if TYPE_CHECKING:
    from maps.errors import FramesError, RemoteFileError, UnknownLanguageError
    from maps.situation import SituationMap

__all__ = ["FramesError", "RemoteFileError", "SituationMap", "UnknownLanguageError"]

_HOMES = {
    "FramesError": "maps.errors",
    "RemoteFileError": "maps.errors",
    "SituationMap": "maps.situation",
    "UnknownLanguageError": "maps.errors",
}
__getattr__, __dir__ = lazy(__name__, _HOMES)
