"""The capitalised words of a text, and runs of them: what names are made of in English and Turkish."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from geo.languages.words import words as _words

# letters with dots (U.S.), and words; an apostrophe or hyphen may join two. The first letter is looked for before
# anything else, so that small words cost nothing
_WORD = re.compile(
    "[A-Z\u00c0-\u024f\u1e00-\u1eff](?<![^\\W_].)"
    r"(?:(?:\.[^\W\d_])+\.|[^\W\d_]*(?:[-'\u2019\u2018\u02bf\u02be][^\W\d_]+)*)"
)
# words that are shortened by a dot
_SHORTENED = frozenset(
    {"St", "Ste", "Mt", "Ft", "Pt", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind"}
    | {"Kan", "Ky", "La", "Md", "Mass", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn"}
    | {"Tex", "Vt", "Va", "Wash", "Wis", "Wyo", "Ont", "Que", "Alta", "Mr", "Mrs", "Ms", "Dr", "Gov", "Sen", "Rep"}
    | {"Sgt", "Capt", "Lt", "Col", "Gen", "Rev"}
)
# of Saraqib's, and what Turkish adds to a name (Halep'e, Ankara'dan); not what is part of one (Dar'a, Ma'arat)
_SUFFIX = re.compile(
    "['\u2019]"
    r"(?:[sS]|(?<=\w{3}[^\Waeiou\u0131\u00f6\u00fc].)[aeiu\u0131\u00fc]|(?<=\w{3}.)(?:[yn][aeiu\u0131\u00fc]|n?[iu\u0131\u00fc]n|"
    "(?:n?[dt]|y?l)[ae](?:n|ki)?|l[ae]r))?$"
)
_JOINTS = frozenset("-'\u2019\u2018\u02bf\u02be")
_PREFIX = re.compile(r"[^\W\d_]+[-'\u2019\u2018\u02bf\u02be]$")
# al- and what its l becomes before some letters; ez-Zor, an-Numan
_ARTICLES = frozenset(
    f"{vowel}{letter}" for vowel in "aeu" for letter in ("l", "n", "r", "s", "sh", "\u015f", "t", "d", "z")
)
_CONNECTORS = _ARTICLES | frozenset(
    {"of", "the", "bin", "abu", "de", "del", "la", "le", "los", "las", "and", "du", "des", "upon", "on"}
)
_MOST_CONNECTORS = 2
# characters of that many of them, with the spaces around
_WIDEST = 12
# what makes a word part of a designation: M5, T-72, Su-24
_DESIGNATION = re.compile(r"\d|(?<!\w{4})-\d")
# the people's republics have a possessive in their names
_OF_STATE = re.compile(r"\s+(?:Democratic\s+)?Republic\b")
# lines narrower than this are headlines and lists, whose ends are no places where a line was full
_NARROWEST = 40
# what may stand between the end of a sentence and its first word
_OPENING = " \t\"\u201c'\u2018("
_ENDS = frozenset('.!?:;"\u201c\u201d\n')
_LOOK_BACK = 4
# the longest of what ends in -ed and may be part of a name
_SHORT = 4
# one character between words of a name
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
            if prefix[0][:-1] not in _ARTICLES:
                continue
            start = prefix.start()
            word = text[start:end]
        if "-" in word:
            word = _unjoined(word)
            end = start + len(word)
        if after == "." and word in _SHORTENED:
            word, end = f"{word}.", end + 1
        elif ("'" in word or "\u2019" in word) and not _OF_STATE.match(text, end):
            suffix = _SUFFIX.search(word)
            if suffix:
                word, end = word[: suffix.start()], end - len(suffix[0])
        found.append(Word(start, end, word, word.casefold()))
    return found


def _unjoined(word: str) -> str:
    """Take off what a hyphen joins to a name: Phoenix-based, Indian-administered."""
    name, _, rest = word.rpartition("-")
    is_joined = rest.islower() and (rest in _words("hyphened") or (rest.endswith("ed") and len(rest) > _SHORT))
    return name if is_joined else word


def starts_sentence(text: str, words: Sequence[Word], number: int) -> bool:
    """Tell whether a sentence starts with one of the words, by its number; with the first one does."""
    start = words[number].start
    before = text[max(0, start - _LOOK_BACK) : start]
    bare = before.rstrip(_OPENING)
    # a quotation mark that opens ends what was before
    return number == 0 or bare[-1:] in _ENDS or not _ENDS.isdisjoint(before[len(bare) :])


def runs(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Find runs of capitalised words, with what may join two of them in a name: their first and last numbers."""
    left = 0
    # where lines were broken because they were full, a name may go on in the next one
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
                and following.small not in _words("months")
            )
        if not is_joined:
            yield left, right
            left = right + 1
    if words:
        yield left, len(words) - 1


def _is_full(text: str, end: int, following: int, width: int) -> bool:
    """Whether the line that ends at an offset had no room for the word that follows it."""
    length = end - text.rfind("\n", 0, end) - 1
    return width >= _NARROWEST and length + 1 + following > width


def _is_connected(between: str) -> bool:
    small = between.split()
    return len(small) <= _MOST_CONNECTORS and f" {' '.join(small)} " == between and _CONNECTORS.issuperset(small)
