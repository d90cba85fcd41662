"""Codes and names of countries: the packaged table `countries.csv`, and names in many languages.

Sources of truth: GeoNames' table of countries (CC BY 4.0); the Unicode CLDR through babel (Unicode License v3);
demonyms and abbreviations from `geo/languages/data`. `tests/support/make_world.py` makes the packaged table.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from geo.errors import PlaceNotFoundError
from geo.languages.packaged import lists
from geo.names.spelling import normalise

SOURCE = "world"
GEONAMES = "CC BY 4.0 (GeoNames)"
LANGUAGES = ("en", "ar", "tr", "fa", "ku", "he", "fr", "de", "es", "it", "ru", "uk")
"""Languages of the names of countries."""


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


@cache
def codes_by(standard: str) -> dict[str, str]:
    """Return ISO 3166 two-letter codes by the codes of another standard, ``iso3`` or ``fips`` (FIPS 10-4).

    Examples
    --------
    >>> codes_by("iso3")["UKR"], codes_by("fips")["UP"]
    ('UA', 'UA')
    """
    return {row[standard]: row["code"] for row in _table() if row[standard]}


def names_of_countries() -> dict[str, list[str]]:
    """Return the names of countries by code: official and CLDR names, abbreviations, demonyms."""
    found = {row["code"]: [name for name in row["names"].split(";") if name] for row in _table()}
    for language in LANGUAGES:
        for code, name in cldr(language).items():
            found.setdefault(code, []).append(name)
    for code, names in lists("abbreviations", "abbreviations").items():
        found.setdefault(code, []).extend(names)
    for word, code in demonyms().items():
        found.setdefault(code, []).append(word)
    return found


def demonyms() -> dict[str, str]:
    """Return the adjectives and peoples of countries, each with the country's code.

    Examples
    --------
    >>> demonyms()["Syrians"], demonyms()["Kazakh"]
    ('SY', 'KZ')
    """
    return {word: code for code, words in lists("demonyms", "demonyms").items() for word in words}


def cldr(language: str) -> Mapping[str, str]:
    """Return the names of countries in a language by code, of the Unicode CLDR."""
    from babel import Locale  # noqa: PLC0415 - few commands need it

    return {code: name for code, name in Locale(language).territories.items() if len(code) == 2}  # noqa: PLR2004 - codes of countries


@cache
def _codes() -> dict[str, str]:
    """Return the codes of countries by the keys of their names and codes."""
    called = names_of_countries()
    named = {row["code"]: [row["name"], *called.get(row["code"], ())] for row in _table()}
    coded = {row["code"]: [row["iso3"], row["code"]] for row in _table()}
    found: dict[str, str] = {}
    # a code has precedence over an equal name of another country
    for names in (named, coded):
        found |= {normalise(name): code for code, some in names.items() for name in some}
    return found


@cache
def _table() -> list[dict[str, str]]:
    text = files("geo.gazetteer.world").joinpath("countries.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
