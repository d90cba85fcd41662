"""The words by which reports are read, in English, Arabic and Turkish: regular expressions in `report_words.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    return tomllib.loads(files("layers").joinpath("report_words.toml").read_text(encoding="utf-8"))


def words(table: str) -> dict[str, Any]:
    """Give a table of words: lists by language or by what they tell.

    Examples
    --------
    >>> words("speech")["tr"][0]
    'dedi'
    """
    found: dict[str, Any] = _all()[table]
    return found


def either(*alternatives: Iterable[str]) -> str:
    """Write one expression for any of the words of some lists.

    Examples
    --------
    >>> either(["north", "south"], ["east"])
    '(?:north|south|east)'
    """
    return f"(?:{'|'.join(word for some in alternatives for word in some)})"


def whole(*alternatives: Iterable[str]) -> re.Pattern[str]:
    """Make an expression that finds any of the words, whole and in any case.

    Examples
    --------
    >>> bool(whole(["talks"]).search("Talks failed")), bool(whole(["talks"]).search("stalks"))
    (True, False)
    """
    return re.compile(rf"(?<![\w-]){either(*alternatives)}(?!\w)", re.IGNORECASE)
