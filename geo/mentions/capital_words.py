"""Capitalised words of a text, and their runs, which form names in English, Turkish and other languages."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from geo.languages.words import word_list

# letters with dots (U.S.), and words; an apostrophe or hyphen may join two. The first letter is matched first, so that
# words in small letters are skipped fast
_WORD = re.compile(
    "[A-Z\u00c0-\u024f\u1e00-\u1eff](?<![^\\W_].)"
    r"(?:(?:\.[^\W\d_])+\.|[^\W\d_]*(?:[-'\u2019\u2018\u02bf\u02be][^\W\d_]+)*)"
)
# endings of Saraqib's, and of Turkish names (Halep'e, Ankara'dan); not letters of the name itself (Dar'a, Ma'arat)
_SUFFIX = re.compile(
    "['\u2019]"
    r"(?:[sS]|(?<=\w{3}[^\Waeiou\u0131\u00f6\u00fc].)[aeiu\u0131\u00fc]|(?<=\w{3}.)(?:[yn][aeiu\u0131\u00fc]|n?[iu\u0131\u00fc]n|"
    "(?:n?[dt]|y?l)[ae](?:n|ki)?|l[ae]r))?$"
)
_JOINTS = frozenset("-'\u2019\u2018\u02bf\u02be")
_PREFIX = re.compile(r"[^\W\d_]+[-'\u2019\u2018\u02bf\u02be]$")
_MOST_CONNECTORS = 2
# most characters of connectors, with the spaces around
_WIDEST = 12
# digits that make a word part of a designation: M5, T-72, Su-24
_DESIGNATION = re.compile(r"\d|(?<!\w{4})-\d")
# people's republics have a possessive in their names
_OF_STATE = re.compile(r"\s+(?:Democratic\s+)?Republic\b")
# if all lines are narrower than this, the text has headlines or lists, whose lines are not wrapped
_NARROWEST = 40
# signs between the end of a sentence and the first word of the next
_OPENING = " \t\"\u201c'\u2018("
_ENDS = frozenset('.!?:;"\u201c\u201d\n')
_LOOK_BACK = 4
# longest word in -ed that may be part of a name
_SHORT = 4
# single characters between words of a name
_INSIDE = frozenset(" \u00a0&-")


class Word(NamedTuple):
    """A capitalised word of a text with its offsets."""

    start: int
    end: int
    text: str
    small: str


def capital_words(text: str) -> list[Word]:
    """Find the words of a text that begin with a capital letter, or with an Arabic article and one (al-Bab).

    Examples
    --------
    >>> [word.text for word in capital_words("He left Ma'arat al-Nu'man for St. Louis, anti-American as ever.")]
    ['He', "Ma'arat", "al-Nu'man", 'St.', 'Louis']
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        after = text[end : end + 1]
        if not word[0].isupper() or ((after == "-" or after.isdigit()) and _DESIGNATION.match(text, end)):
            continue
        if start and text[start - 1] in _JOINTS and (prefix := _PREFIX.search(text, max(0, start - 30), start)):
            if prefix[0][:-1] not in word_list("articles"):
                continue
            start = prefix.start()
            word = text[start:end]
        if "-" in word:
            word = _unjoined(word)
            end = start + len(word)
        if after == "." and word in word_list("shortened"):
            word, end = f"{word}.", end + 1
        elif ("'" in word or "\u2019" in word) and not _OF_STATE.match(text, end):
            suffix = _SUFFIX.search(word)
            if suffix:
                word, end = word[: suffix.start()], end - len(suffix[0])
        found.append(Word(start, end, word, word.casefold()))
    return found


def _unjoined(word: str) -> str:
    """Remove a word that a hyphen joins to a name: Phoenix-based, Indian-administered."""
    name, _, rest = word.rpartition("-")
    is_joined = rest.islower() and (rest in word_list("hyphened") or (rest.endswith("ed") and len(rest) > _SHORT))
    return name if is_joined else word


def starts_sentence(text: str, words: Sequence[Word], number: int) -> bool:
    """Return True if a sentence starts with a word, by its number; the first word always starts one."""
    start = words[number].start
    before = text[max(0, start - _LOOK_BACK) : start]
    bare = before.rstrip(_OPENING)
    # an opening quotation mark ends the sentence before
    return number == 0 or bare[-1:] in _ENDS or not _ENDS.isdisjoint(before[len(bare) :])


def runs(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Find runs of capitalised words, joined as in names; yield the numbers of their first and last words."""
    left = 0
    # a name may continue in the next line if lines were wrapped
    width = max(map(len, text.splitlines()), default=0)
    for right, (word, following) in enumerate(pairwise(words)):
        gap = following.start - word.end
        if gap == 1:
            sign = text[word.end]
            is_joined = sign in _INSIDE or (sign == "\n" and _is_full(text, word.end, len(following.text), width))
        else:
            # a day or month is no part of a name (will visit Ankara on Saturday), but for Red October
            is_joined = (
                1 < gap <= _WIDEST
                and _is_connected(text[word.end : following.start])
                and following.small not in word_list("months")
            )
        if not is_joined:
            yield left, right
            left = right + 1
    if words:
        yield left, len(words) - 1


def _is_full(text: str, end: int, following: int, width: int) -> bool:
    """Return True if the line that ends at an offset had no room for the following word, by its length."""
    length = end - text.rfind("\n", 0, end) - 1
    return width >= _NARROWEST and length + 1 + following > width


def _is_connected(between: str) -> bool:
    """Return True if a gap holds only small words that occur within names: of the, bin."""
    small = between.split()
    return len(small) <= _MOST_CONNECTORS and f" {' '.join(small)} " == between and _connectors().issuperset(small)


@cache
def _connectors() -> frozenset[str]:
    return word_list("articles", "connectors")
