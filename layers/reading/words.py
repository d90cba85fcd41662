"""The words by which reports are read, in English, Arabic and Turkish: regular expressions in `words.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

# so many words are tried one by one as quickly as sorted
_FEW = 8
# a letter that surely begins a word, as it cannot be left out; and brackets, within which there may be a choice
# to an expression that leaves case out of account, the Turkish i with and without its dot is one letter
_TURKISH_I = str.maketrans("\u0130\u0131", "ii")
_LETTER, _BRACKETS = re.compile(r"[^\W\d_](?![?*{])"), re.compile(r"\([^()]*\)")


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    return tomllib.loads(files("layers.reading").joinpath("words.toml").read_text(encoding="utf-8"))


def words(table: str) -> dict[str, Any]:
    """Give a table of words: lists by language or by what they tell.

    Examples
    --------
    >>> words("speech")["tr"][0]
    'dedi'
    """
    found: dict[str, Any] = _all()[table]
    return found


def folded(word: str) -> str:
    """Write a word so that it is found in a table in whatever letters it stands in a text, as expressions find it.

    Examples
    --------
    >>> folded("ALTI") == folded("alt\u0131"), folded("\u0130ki"), folded("Monday")
    (True, 'iki', 'monday')
    """
    return word.translate(_TURKISH_I).casefold()


def either(*alternatives: Iterable[str]) -> str:
    """Write one expression for any of the words of some lists.

    Examples
    --------
    >>> either(["north", "south"], ["east"])
    '(?:north|south|east)'
    """
    known = [word for some in alternatives for word in some]
    return f"(?:{'|'.join(known if len(known) <= _FEW else _by_first_letter(known))})"


def _by_first_letter(known: Iterable[str]) -> list[str]:
    """Sort expressions by the letter they begin with, so that at most places of a text one look at it settles many."""
    groups: dict[str, list[str]] = {}
    for word in known:
        is_sure = _LETTER.match(word) and "|" not in _BRACKETS.sub("", word)
        groups.setdefault(word[0].casefold() if is_sure else "", []).append(word)
    return [
        f"(?=[{''.join(sorted({word[0] for word in group}))}])(?:{'|'.join(group)})" if letter else "|".join(group)
        for letter, group in groups.items()
    ]


def whole(*alternatives: Iterable[str]) -> re.Pattern[str]:
    """Make an expression that finds any of the words, whole and in any case.

    Examples
    --------
    >>> bool(whole(["talks"]).search("Talks failed")), bool(whole(["talks"]).search("stalks"))
    (True, False)
    """
    return re.compile(rf"(?<![\w-]){either(*alternatives)}(?!\w)", re.IGNORECASE)
