"""Languages: one file each, `xx.toml`, with a section for each room that reads its words; `any.toml` for no language.

A language that parts words by spaces and writes names with capitals needs nothing but its file.
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
    ['any', 'ar', 'en', 'tr']
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
