"""Language files: `xx.toml` for each language, with a section for each subpackage; `any.toml` for words of no language.

A language that separates words by spaces and capitalises names needs no code, only its file.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def languages(section: str) -> Mapping[str, Mapping[str, Any]]:
    """Return a section of every language that has it, by language code.

    Examples
    --------
    >>> list(languages("mentions"))
    ['any', 'ar', 'en', 'ru', 'tr', 'uk']
    >>> list(languages("nothing"))
    []
    """
    return {code: sections[section] for code, sections in _files().items() if section in sections}


def entries(words: str | Iterable[str]) -> list[str]:
    """Return the entries of a list of a language file: a string of words, or a list of entries with spaces.

    Examples
    --------
    >>> entries("mr mrs"), entries(["Province of"])
    (['mr', 'mrs'], ['Province of'])
    """
    return words.split() if isinstance(words, str) else list(words)


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    found = sorted((file for file in files("geo.languages").iterdir() if file.name.endswith(".toml")), key=str)
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in found}
