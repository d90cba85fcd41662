"""Names of areas in texts: countries and divisions, their peoples, and capitals whose names stand for governments."""

from functools import cache

from geo.languages.language_files import entries, languages
from geo.languages.packaged import lists, packaged
from geo.languages.words import word_list


@cache
def peoples() -> frozenset[str]:
    """Return the words for peoples and for things that belong to them.

    Examples
    --------
    >>> {"Syrian", "Turks"} <= peoples()
    True
    """
    words = widespread_peoples() | {word for group in lists("demonyms", "demonyms").values() for word in group}
    return words | {f"{word}s" for word in words}


@cache
def widespread_peoples() -> frozenset[str]:
    """Return the words for peoples that have no country of their name and are in no gazetteer.

    Examples
    --------
    >>> {"Kurds", "Tuareg"} <= widespread_peoples()
    True
    """
    return word_list("peoples")


@cache
def areas() -> frozenset[str]:
    """Return the names of countries and of the divisions that follow names of towns, with their abbreviations."""
    short = [word for group in lists("abbreviations", "abbreviations").values() for word in group]
    return frozenset([*short, *(row["name"] for row in packaged("areas"))])


@cache
def after_towns() -> frozenset[str]:
    """Return names that follow a town and a comma: countries, and American states and provinces, also abbreviated."""
    short = [word for code, group in lists("abbreviations", "abbreviations").items() if "." in code for word in group]
    return frozenset([*short, *(name for name in areas() if len(name) > 3)])  # noqa: PLR2004 - those are abbreviations


@cache
def capitals() -> frozenset[str]:
    """Return the names of capitals that texts use for governments, in all spellings.

    Examples
    --------
    >>> {"Kyiv", "Kiev", "\u0645\u0648\u0633\u0643\u0648"} <= capitals()
    True
    """
    # texts do not name the government of a territory by its capital, and many of these names are names of persons
    territories = word_list("territories")
    ruling = [row["capital"] for row in packaged("areas") if row["capital"] and row["code"] not in territories]
    return frozenset(name for names in ruling for name in names.split(";"))


@cache
def romanised_countries() -> frozenset[str]:
    """Return the ISO codes of countries whose place names are romanised in many ways.

    Examples
    --------
    >>> "SY" in romanised_countries(), "DE" in romanised_countries()
    (True, False)
    """
    return frozenset(entries(languages("names")["any"]["romanised_countries"]))


@cache
def exonyms() -> frozenset[str]:
    """Return the exonyms of towns: names that news in neighbouring languages use.

    Examples
    --------
    >>> "Han Yunus" in exonyms()
    True
    """
    return frozenset(name for names in lists("exonyms", "aliases").values() for name in names)
