"""Arabic words that are no names of places, and names that no gazetteer has, behind words for settlements."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from geo.languages.packaged import lists
from geo.languages.words import word_list
from geo.mentions.mention import UNKNOWN, Mention
from geo.mentions.place_kinds import kinds_of

ARTICLE = "\u0627\u0644"
"""The article, joined to its word."""
SHORTEST = 3
"""Fewest letters of a name."""
TANWEEN = re.compile("(?:\u0627\u064b|\u064b\u0627)$")
"""An alef with fathatan, in either order, the ending of adverbs: in Russian, mutually."""
# the ending of adjectives in the feminine
_NISBA = "\u064a\u0629"
# endings of adjectives (masculine, feminine, plural) and adverbs
_ENDINGS = ("", "\u0629", "\u064a\u0646", "\u0648\u0646", "\u0627\u064b", "\u064b\u0627")
_TO_THE = "\u0644\u0644"
_SCORE = 0.5


class Word(NamedTuple):
    """A word of a text with its offsets."""

    start: int
    end: int
    text: str


def unknown_name(text: str, words: Sequence[Word], number: int, before: str) -> Mention | None:
    """Return the name that follows a word for a settlement (`before`) and that no gazetteer has: the village of X."""
    word = words[number]
    if before not in _own("announcing") or text[word.start - 1 : word.start] != " ":
        return None
    last = number + int(_is_longer(text, words, number))
    listed = [one.text for one in words[number : last + 1]]
    if any(one in ordinary() or one in _own("adjectives", "titles", "outlets") for one in listed):
        return None
    is_town = before in word_list("town")
    is_adjective = not is_town and word.text.endswith(_NISBA) and not word.text.startswith(ARTICLE)
    if last == number and (len(word.text) <= SHORTEST or is_adjective or word.text in no_single_names()):
        return None
    # a camp of the army
    if TANWEEN.search(word.text) or word.text.startswith(_TO_THE):
        return None
    end = words[last].end
    return Mention(word.start, end, text[word.start : end], reason=UNKNOWN, score=_SCORE, kinds=kinds_of([before]))


def again(text: str, words: Sequence[Word], number: int, new: Mapping[str, Mention]) -> Mention | None:
    """Return a name that no gazetteer has and that a word for a settlement announced before: in X, and X."""
    ends = {last.end for last in words[number : number + 2]}
    for start in (words[number].start, words[number].start + 1):
        for name in new:
            if text.startswith(name, start) and start + len(name) in ends:
                return replace(new[name], start=start, end=start + len(name))
    return None


def _is_longer(text: str, words: Sequence[Word], number: int) -> bool:
    """Return True if an unknown name goes on with the next word: mountain of X, father of X, X of the Y."""
    if number + 1 >= len(words) or text[words[number].end : words[number + 1].start] != " ":
        return False
    one, other = words[number].text, words[number + 1].text
    is_owned = other.startswith(ARTICLE) and not one.startswith((ARTICLE, *_own("attacks")))
    is_ordinary = other in ordinary() or other in _own("adjectives", "no_names", "ordinary_names", "outlets")
    is_adjective = other.removeprefix(ARTICLE) in _own("adjectives") or is_people(other)
    return one in _own("generic", "of_family") or (is_owned and not is_ordinary and not is_adjective)


def is_people(word: str) -> bool:
    """Return True for the name of a people, or of what belongs to a country."""
    return word.removeprefix(ARTICLE) in _peoples()


@cache
def ordinary() -> frozenset[str]:
    """Return words that are no names, nor parts of names."""
    return _own("common", "before", "common_places")


@cache
def no_single_names() -> frozenset[str]:
    """Return words that are no names by themselves, though they may be parts of names."""
    return _own("generic", "no_names", "titles", "institutions")


def _own(*names: str) -> frozenset[str]:
    return word_list(*names, language="ar")


@cache
def _peoples() -> frozenset[str]:
    stems = [w for group in lists("demonyms", "demonyms").values() for w in group if "\u0600" <= w[0] <= "\u06ff"]
    return frozenset(stem + end for stem in stems for end in _ENDINGS)
