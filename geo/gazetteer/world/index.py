"""The index of the embedded world: countries, continents, regions, divisions and towns, made once for each user.

The places are packaged in `places.tsv.xz`, a line a place with the fields of `Place`; `origin.toml` names the data that
they are made of. `tests/support/make_world.py` makes both.
"""

import lzma
import sqlite3
import tomllib
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from geo.atomic_write import draft
from geo.errors import GazetteerError
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import SCHEMA, PlaceIndex
from geo.user_folders import cache_folder

Progress = Callable[[int, int], object]
"""A function that is called with the number of places done and of all places."""

BETWEEN_NAMES = "|"
"""Separator of the further names of a place in the packaged file, which no name has."""

_PROGRESS_STEP = 5_000
_PACKAGED = files("geo.gazetteer.world")


def open_world(
    progress: Progress | None = None, *, packaged: Traversable = _PACKAGED, folder: Path | None = None
) -> PlaceIndex:
    """Open the index of the world, once a process; the first time, make it.

    Parameters
    ----------
    progress : callable, optional
        Called with the number of places done and of all places while the index is made.
    packaged : Traversable, optional
        Folder of the packaged places.
    folder : pathlib.Path, optional
        Folder of the index; by default the user's cache directory.

    Raises
    ------
    GazetteerError
        If the folder cannot be written.
    """
    folder = folder or cache_folder()
    path = folder / f"world-{origin(packaged)['sha256'][:12]}-{SCHEMA}.sqlite"
    # the file is missing, damaged or of another version, and is written again
    with suppress(sqlite3.DatabaseError, FileNotFoundError, NotADirectoryError):
        return _opened(path, _state(path))
    try:
        with draft(path) as beside:
            PlaceIndex.build(_places(packaged, progress or (lambda _done, _all: None)), beside)
    except OSError as error:
        why = error.strerror or error
        other = "set XDG_CACHE_HOME to a folder that can be written, with 110 MB free"
        raise GazetteerError(f"{folder}: the world gazetteer cannot be prepared here ({why}); {other}") from error
    return _opened(path, _state(path))


def _state(path: Path) -> Hashable:
    """Return what is another for another file of this name."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=1)
def _opened(path: Path, _state: Hashable) -> PlaceIndex:
    return PlaceIndex.open(path)


def origin(packaged: Traversable = _PACKAGED) -> dict[str, Any]:
    """Return the number of packaged places, the SHA-256 of their file, and the packages that they are made of."""
    return _own_origin() if packaged is _PACKAGED else _read_origin(packaged)


@cache
def _own_origin() -> dict[str, Any]:
    return _read_origin(_PACKAGED)


def _read_origin(packaged: Traversable) -> dict[str, Any]:
    return tomllib.loads(packaged.joinpath("origin.toml").read_text(encoding="utf-8"))


def _places(packaged: Traversable, progress: Progress) -> Iterator[Place]:
    count = origin(packaged)["places"]
    progress(0, count)
    with packaged.joinpath("places.tsv.xz").open("rb") as file, lzma.open(file) as data:
        lines = TextIOWrapper(data, encoding="utf-8", newline="\n")
        for done, line in enumerate(lines, 1):
            yield _place(line)
            if done % _PROGRESS_STEP == 0 or done == count:
                progress(done, count)


def _place(line: str) -> Place:
    key, name, lat, lon, name_ar, aliases, kind, *areas, population, uncertainty_km, source, admin2, licence = (
        line.removesuffix("\n").split("\t")
    )
    country, admin1 = (area or None for area in areas)
    return Place(
        key,
        name,
        float(lat),
        float(lon),
        name_ar or None,
        tuple(aliases.split(BETWEEN_NAMES)) if aliases else (),
        kind,
        country,
        admin1,
        int(population),
        float(uncertainty_km) if uncertainty_km else None,
        source,
        admin2 or None,
        licence or None,
    )
