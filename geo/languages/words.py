"""Lists of words by which place names are found in texts: section ``[mentions]`` of the language files."""

from collections.abc import Mapping
from functools import cache

from geo.languages.language_files import entries, languages


@cache
def word_list(*names: str, language: str | None = None) -> frozenset[str]:
    """Return the words of one or more lists, in small letters.

    Parameters
    ----------
    *names : str
        Names of lists.
    language : str, optional
        Code of a language whose own module reads the lists (table ``[mentions.own]`` of its file); by default the lists
        of all languages together.

    Raises
    ------
    LookupError
        If no language has a list of this name.

    Examples
    --------
    >>> "sheriff" in word_list("titles"), {"town", "kenti"} <= word_list("town")
    (True, True)
    >>> word_list("title")
    Traceback (most recent call last):
        ...
    LookupError: no language has a list of words called 'title'
    """
    sections = languages("mentions")
    tables = list(sections.values()) if language is None else [sections[language]["own"]]
    found: set[str] = set()
    for name in names:
        lists = [table[name] for table in tables if name in table]
        if not lists:
            raise LookupError(f"no language has a list of words called {name!r}")
        found.update(word for words in lists for word in entries(words))
    return frozenset(found)


@cache
def word_table(name: str) -> Mapping[str, str]:
    """Return a table of the words of all languages, each with the name of a word list.

    Examples
    --------
    >>> word_table("announcing")["as"]
    'known_as'
    """
    return {word: of for section in languages("mentions").values() for word, of in section.get(name, {}).items()}
