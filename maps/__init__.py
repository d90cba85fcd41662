"""Draws the page, and owns the command line."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.errors import RemoteFileError, UnknownLanguageError
    from maps.situation import SituationMap

__all__ = ["RemoteFileError", "SituationMap", "UnknownLanguageError"]

_HOMES = {"RemoteFileError": "maps.errors", "SituationMap": "maps.situation", "UnknownLanguageError": "maps.errors"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: whatever the name stands for
    # the command line must start at once, and folium and geopandas take a second to import
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
