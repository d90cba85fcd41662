"""Spans of names: capitalised words that form a name of a gazetteer, or that end in a word for a kind of place."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import after_towns, areas, peoples, widespread_peoples
from geo.languages.words import word_list
from geo.mentions.capital_words import Word, runs

_LONGEST = 5
_PAIR = re.compile(r"[^\W\d_]{3,}-[^\W\d_]{3,}")
# logarithm of the inhabitants of a town in a pair of names: 20,000
_WELL_KNOWN = 9.9
# the fame of countries and divisions: that of a town of a million inhabitants
_AREA = 13.8


class NameSpan(NamedTuple):
    """A name in a text.

    Parameters
    ----------
    first, last : int
        Numbers of its first and last word, among the capitalised words of the text.
    left, right : int
        Numbers of the first and last word of the run of capitalised words that contains it.
    start, end : int
        Offsets.
    name : str
        The name.
    fame : float, optional
        Logarithm of the inhabitants of its best-known place (`Gazetteer.known`); None if no gazetteer has the name.
    """

    first: int
    last: int
    left: int
    right: int
    start: int
    end: int
    name: str
    fame: float | None


def spans_of(text: str, found: Sequence[Word], gazetteer: Gazetteer) -> list[NameSpan]:
    """Find the longest names of a gazetteer, and described names (`_is_described`), in the words of a text."""
    whole = list(runs(text, found))
    names = _Names(text, found, whole, gazetteer)
    paired = _paired(text, found, gazetteer) if "-" in text else {}
    spans: list[NameSpan] = []
    for left, right in whole:
        first = left
        while first <= right:
            last = names.longest(first, right)
            if last is None:
                spans += (span._replace(left=left) for span in paired.get(first, ()))
            elif not _is_excluded(found, span := names.span(first, last, left, right)):
                spans.append(span)
                first = last
            first += 1
    return spans


class _Names:
    """Parts of the runs of capitalised words of a text, with their fame as place names (`Gazetteer.known`)."""

    def __init__(
        self, text: str, found: Sequence[Word], whole: Sequence[tuple[int, int]], gazetteer: Gazetteer
    ) -> None:
        self._text, self._found = text, found
        starts, ends = [word.start for word in found], [word.end for word in found]
        self._pieces = {
            (first, last): text[starts[first] : ends[last]]
            for left, right in whole
            for first in range(left, right + 1)
            for last in range(first, min(right, first + _LONGEST - 1) + 1)
        }
        self._fame = dict(zip(self._pieces, gazetteer.known([*self._pieces.values()]), strict=True))
        self._ends_of_descriptions = _ends_of_descriptions(found)

    def longest(self, first: int, right: int) -> int | None:
        """Return the number of the last word of the longest name that begins with a word; None if there is no name."""
        for last in range(min(right, first + _LONGEST - 1), first - 1, -1):
            is_known = self._fame[first, last] is not None
            if is_known or (
                last in self._ends_of_descriptions and _is_described(self._text, self._found, first, last, right)
            ):
                return last
        return None

    def span(self, first: int, last: int, left: int, right: int) -> NameSpan:
        """Return the span of a name within its run."""
        return NameSpan(
            first=first,
            last=last,
            left=left,
            right=right,
            start=self._found[first].start,
            end=self._found[last].end,
            name=self._pieces[first, last],
            fame=self._fame[first, last],
        )


def _paired(text: str, found: Sequence[Word], gazetteer: Gazetteer) -> dict[int, list[NameSpan]]:
    """Find pairs of names that a hyphen joins: Damascus-Aleppo, Syrian-Turkish; less known ones if it is a road."""
    pairs = {i: word for i, word in enumerate(found) if "-" in word.text and _PAIR.fullmatch(word.text)}
    if not pairs:
        return {}
    names = list(dict.fromkeys(part for word in pairs.values() for part in word.text.split("-")))
    fame = dict(zip(names, gazetteer.known(names), strict=True))
    well_known = {
        name for name in names if (fame[name] or 0.0) >= _WELL_KNOWN and name.casefold() not in word_list("given")
    }
    well_known |= {name for name in names if name in peoples() or name in areas()}
    spans: dict[int, list[NameSpan]] = {}
    for i, word in pairs.items():
        one, other = word.text.split("-")
        is_road = _road().match(text, word.end) and None not in {fame.get(one), fame.get(other)}
        if is_road or (one in well_known and other in well_known):
            middle = word.start + len(one)
            pair = NameSpan(first=i, last=i, left=i, right=i, start=word.start, end=middle, name=one, fame=fame[one])
            spans[i] = [pair, pair._replace(start=middle + 1, end=word.end, name=other, fame=fame[other])]
    return spans


@cache
def _road() -> re.Pattern[str]:
    """Return the expression for a road between the two places named before."""
    return re.compile(rf" (?:{'|'.join(word_list('roads'))})\b")


def _ends_of_descriptions(found: Sequence[Word]) -> set[int]:
    """Return the numbers of the words that may end a described name; see `_is_described`."""
    generic, peoples, following = word_list("generic"), widespread_peoples(), after_towns()
    described = {i for i, word in enumerate(found) if word.small in generic or word.text in peoples}
    return described | {i - 1 for i, word in enumerate(found) if word.text in following}


def _is_described(text: str, found: Sequence[Word], first: int, last: int, right: int) -> bool:
    """Return True if the last word (Neches River, Kurds) or the next one (Lanexa, Va.) marks a place name."""
    if first == last and found[first].text in widespread_peoples():
        return True
    generic = 0 < last - first < _LONGEST - 2 and found[last].small in word_list("generic")
    followed = (
        last == right
        and last + 1 < len(found)
        and last - first < 2  # noqa: PLR2004 - longer runs are seldom one name
        and found[last + 1].text in after_towns()
        and text[found[last].end : found[last + 1].start] == ", "
    )
    if not generic and not followed:
        return False
    # small words stand between the words of the name
    has_connectors = (
        found[last].end - found[first].start > sum(len(word.text) + 1 for word in found[first : last + 1]) - 1
    )
    named = found[first:last] if generic else found[first : last + 1]
    return not has_connectors and all(word.small not in word_list("common") for word in named)


def _is_excluded(found: Sequence[Word], span: NameSpan) -> bool:
    """Return True for a month, an article, a single letter, or a town's name of ordinary words only."""
    if span.first == span.last:
        return found[span.first].small in word_list("months", "articles") or len(found[span.first].text) == 1
    is_area = (span.fame or 0.0) >= _AREA
    return not is_area and all(word.small in word_list("common") for word in found[span.first : span.last + 1])
