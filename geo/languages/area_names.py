"""Names of countries and divisions as texts write them, of peoples, and of capitals that stand for governments."""

from functools import lru_cache

from geo.languages.packaged import lists, packaged
from geo.languages.words import words as listed_words


@lru_cache
def peoples() -> frozenset[str]:
    """Give the words for peoples and what is theirs.

    Examples
    --------
    >>> {"Syrian", "Turks"} <= peoples()
    True
    """
    words = widespread_peoples() | {word for group in lists("demonyms", "demonyms").values() for word in group}
    return words | {f"{word}s" for word in words}


@lru_cache
def widespread_peoples() -> frozenset[str]:
    """Give the words for peoples that have no country of their name, which no gazetteer knows.

    Examples
    --------
    >>> {"Kurds", "Tuareg"} <= widespread_peoples()
    True
    """
    return listed_words("peoples")


@lru_cache
def areas() -> frozenset[str]:
    """Give the names of countries and of the divisions that names are followed by, with their abbreviations."""
    short = [word for group in lists("abbreviations", "abbreviations").values() for word in group]
    return frozenset([*short, *(row["name"] for row in packaged("areas"))])


@lru_cache
def after_towns() -> frozenset[str]:
    """Give what follows a town and a comma: countries, and states and provinces of America, in full or abbreviated."""
    short = [word for code, group in lists("abbreviations", "abbreviations").items() if "." in code for word in group]
    return frozenset([*short, *(name for name in areas() if len(name) > 3)])  # noqa: PLR2004 - those are abbreviations


@lru_cache
def capitals() -> frozenset[str]:
    """Give the capitals, whose names stand for governments, in all the spellings that texts have.

    Examples
    --------
    >>> {"Kyiv", "Kiev", "\u0645\u0648\u0633\u0643\u0648"} <= capitals()
    True
    """
    territories = listed_words("territories")
    # of territories others speak, and the names of their small capitals are those of many people
    ruling = [row["capital"] for row in packaged("areas") if row["capital"] and row["code"] not in territories]
    return frozenset(name for names in ruling for name in names.split(";"))


@lru_cache
def exonyms() -> frozenset[str]:
    """Give the names that towns have in the news of neighbouring languages.

    Examples
    --------
    >>> "Han Yunus" in exonyms()
    True
    """
    return frozenset(name for names in lists("exonyms", "aliases").values() for name in names)
