"""Spans: capitalised words of a text that a gazetteer knows together, or that tell what they are."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import after_towns, areas, peoples, widespread_peoples
from geo.languages.words import words
from geo.mentions.capital_words import Word, runs

_LONGEST = 5
_PAIR = re.compile(r"[^\W\d_]{3,}-[^\W\d_]{3,}")
# the logarithm of the inhabitants of a town that pairs are made with: 20,000
_WELL_KNOWN = 9.9


class Span(NamedTuple):
    """Words of a run of capitalised ones: numbers `first` to `last` of the words `left` to `right`."""

    first: int
    last: int
    left: int
    right: int
    start: int
    end: int
    name: str
    fame: float | None
    """How well known the name is, as `Gazetteer.known` tells it; None where nobody knows it."""


def spans_of(text: str, found: Sequence[Word], gazetteer: Gazetteer) -> list[Span]:
    """Find the longest runs of capitalised words that a gazetteer knows."""
    whole = list(runs(text, found))
    starts, ends = [word.start for word in found], [word.end for word in found]
    pieces = {
        (first, last): text[starts[first] : ends[last]]
        for left, right in whole
        for first in range(left, right + 1)
        for last in range(first, min(right, first + _LONGEST - 1) + 1)
    }
    fame = dict(zip(pieces, gazetteer.known([*pieces.values()]), strict=True))
    telling = _telling(found)
    paired = _paired(found, gazetteer) if "-" in text else {}
    spans: list[Span] = []
    for left, right in whole:
        first = left
        while first <= right:
            # the longest name that begins with the word
            for last in range(min(right, first + _LONGEST - 1), first - 1, -1):
                known = fame[first, last]
                if known is not None or (last in telling and _is_described(text, found, first, last, right)):
                    if not _is_excluded(found, first, last):
                        piece = pieces[first, last]
                        spans.append(Span(first, last, left, right, starts[first], ends[last], piece, known))
                        first = last
                    break
            else:
                spans += (span._replace(left=left) for span in paired.get(first, ()))
            first += 1
    return spans


def _paired(found: Sequence[Word], gazetteer: Gazetteer) -> dict[int, list[Span]]:
    """Find pairs that a hyphen joins, where both are well-known names: the Damascus-Aleppo road, Syrian-Turkish."""
    pairs = {i: word for i, word in enumerate(found) if "-" in word.text and _PAIR.fullmatch(word.text)}
    if not pairs:
        return {}
    names = list(dict.fromkeys(part for word in pairs.values() for part in word.text.split("-")))
    fame = {name: value or 0.0 for name, value in zip(names, gazetteer.known(names), strict=True)}
    well_known = {name for name in names if fame[name] >= _WELL_KNOWN and name.casefold() not in words("given")}
    well_known |= {name for name in names if name in peoples() or name in areas()}
    spans: dict[int, list[Span]] = {}
    for i, word in pairs.items():
        one, other = word.text.split("-")
        if one in well_known and other in well_known:
            middle = word.start + len(one)
            spans[i] = [
                Span(i, i, i, i, word.start, middle, one, fame[one]),
                Span(i, i, i, i, middle + 1, word.end, other, fame[other]),
            ]
    return spans


def _telling(found: Sequence[Word]) -> set[int]:
    """Find the last words of what may be described; see `_is_described`."""
    generic, peoples, following = words("generic"), widespread_peoples(), after_towns()
    described = {i for i, word in enumerate(found) if word.small in generic or word.text in peoples}
    return described | {i - 1 for i, word in enumerate(found) if word.text in following}


def _is_described(text: str, found: Sequence[Word], first: int, last: int, right: int) -> bool:
    """Whether a name that no gazetteer has tells what it is (Neches River, Kurds), or what follows (Lanexa, Va.)."""
    if first == last and found[first].text in widespread_peoples():
        return True
    generic = 0 < last - first < _LONGEST - 2 and found[last].small in words("generic")
    followed = (
        last == right
        and last + 1 < len(found)
        and last - first < 2  # noqa: PLR2004 - more is hardly one name
        and found[last + 1].text in after_towns()
        and text[found[last].end : found[last + 1].start] == ", "
    )
    if not generic and not followed:
        return False
    # nothing joins two of its words but a space
    joined = found[last].end - found[first].start > sum(len(word.text) + 1 for word in found[first : last + 1]) - 1
    named = found[first:last] if generic else found[first : last + 1]
    return not joined and all(word.small not in words("common") for word in named)


def _is_excluded(found: Sequence[Word], first: int, last: int) -> bool:
    if first == last:
        return found[first].small in words("months") or len(found[first].text) == 1
    return all(word.small in words("common") for word in found[first : last + 1])
