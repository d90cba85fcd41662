"""Names that no gazetteer has: whole runs of capitalised words that the words beside them call places.

The beginning of a longer name is no name: where a gazetteer has Tal and Bir, but not Tal Umm Hawsh, the whole is one
name, whose place is unknown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from geo.languages.area_names import areas, peoples
from geo.languages.words import word_list
from geo.mentions.beside import Beside
from geo.mentions.capital_words import Word, starts_sentence
from geo.mentions.longer_names import is_facility
from geo.mentions.name_spans import NameSpan

# single characters between the words of one name
_INSIDE = frozenset(" \u00a0-")
# most words of a name, and least letters of a name of one word
_LONGEST, _SHORTEST = 4, 4
_WITHIN = re.compile(r"\s*[,(]\s*(?:in\s+)?(?:the\s+)?(?=[^\W\d_])")


class Part(NamedTuple):
    """A part of a run of capitalised words that may be one name, by the numbers of its first and last word."""

    first: int
    last: int


def parts_of(text: str, found: Sequence[Word], spans: Sequence[NameSpan]) -> list[Part]:
    """Find the longest parts of a text that may be names without being known ones.

    Ordinary words, titles, known names that stand beside them, and the first word of a sentence are no parts of names.
    """
    known = {i for span in spans for i in range(span.first, span.last + 1) if _is_whole(span)}
    parts: list[Part] = []
    first: int | None = None
    for i, word in enumerate(found):
        # a first name may end the name of a place: Mir Ali
        is_given = first is not None and word.small in word_list("given")
        is_part = i not in known and (is_given or not _is_ordinary(word)) and not word.text.isupper()
        if not is_part:
            # Hamilton Municipal Court is called after Hamilton
            if (
                first is not None
                and (word.small in _called_after() or is_facility(word.small))
                and _is_joined(text, found[i - 1], word)
            ):
                parts.pop()
            first = None
            continue
        is_joined = first is not None and _is_joined(text, found[i - 1], word)
        first = first if is_joined and first is not None else i
        if is_joined:
            parts.pop()
        parts.append(Part(first, i))
    return [part for part in parts if part.last - part.first < _LONGEST]


def fragments(spans: Sequence[NameSpan], parts: Sequence[Part]) -> set[NameSpan]:
    """Find the known names that are only the beginning, middle or end of a longer name that is not known."""
    around = {i: part for part in parts for i in range(part.first, part.last + 1)}
    return {
        span
        for span in spans
        if (part := around.get(span.first)) and span.last <= part.last and tuple(part) != (span.first, span.last)
    }


def unknown_names(
    text: str, found: Sequence[Word], spans: Sequence[NameSpan], parts: Sequence[Part], places: Sequence[NameSpan]
) -> Iterator[NameSpan]:
    """Find the names that no gazetteer has and the text calls places: the village of X, near X, shelled X.

    Parameters
    ----------
    text : str
        The text.
    found : sequence of Word
        Its capitalised words.
    spans : sequence of NameSpan
        The known names.
    parts : sequence of Part
        The parts that may be names.
    places : sequence of NameSpan
        The known names that are places.
    """
    whole = {(span.first, span.last) for span in spans}
    options = [part for part in parts if tuple(part) not in whole]
    new = [_span(text, found, part) for part in options]
    around = [Beside.of(text, span) for span in new]
    near = _Near(places)
    stated = [_is_stated(text, found, span, beside, near) for span, beside in zip(new, around, strict=True)]
    # the villages of A and B, A and B villages: a list is of one kind
    for i in range(1, len(new)):
        if _is_listed(text, new[i - 1], new[i]) and stated[i - 1] != stated[i]:
            stated[i - 1] = stated[i] = True
    yield from (span for span, is_place in zip(new, stated, strict=True) if is_place)


def _is_stated(text: str, found: Sequence[Word], span: NameSpan, beside: Beside, near: "_Near") -> bool:
    """Return True if the words beside an unknown name state that it is a place."""
    if beside.after in word_list("town", "areas_after"):
        return True
    is_short = span.first == span.last and len(span.name) < _SHORTEST
    if beside.before in word_list("genitives"):
        return beside.second_before in word_list("town", "district", "province") or beside.is_moved_from
    if (beside.before in word_list("town") and found[span.first - 1].end != span.start - 1) or (
        beside.is_under_fire and not (span.first == span.last and starts_sentence(text, found, span.first))
    ):
        return True
    if is_short or starts_sentence(text, found, span.first):
        return False
    if beside.before in word_list("aimed", "beside_places") or beside.is_moved_from:
        return True
    # in Parapara, Mali; in Raqqa, Tabqa and Parapara
    is_beside = beside.is_surely_announced and (near.is_within(text, span) or near.is_listed(text, span))
    return is_beside or near.ends_list(text, span)


class _Near:
    """The places of a text, found by the words beside them."""

    def __init__(self, places: Sequence[NameSpan]) -> None:
        self._starts = {place.start for place in places}
        self._by_first = {place.first: place for place in places}
        self._by_last = {place.last: place for place in places}

    def is_within(self, text: str, span: NameSpan) -> bool:
        """Return True if a place follows after a comma or bracket: Parapara, Mali."""
        within = _WITHIN.match(text, span.end)
        return within is not None and within.end() in self._starts

    def ends_list(self, text: str, span: NameSpan) -> bool:
        """Return True if two places stand before a name in a list: Raqqa, Tabqa and X."""
        before = self._by_last.get(span.first - 1)
        second = self._by_last.get(before.first - 1) if before else None
        return bool(before and second and _is_listed(text, before, span) and _is_listed(text, second, before))

    def is_listed(self, text: str, span: NameSpan) -> bool:
        """Return True if a place stands beside a name in a list."""
        before, after = self._by_last.get(span.first - 1), self._by_first.get(span.last + 1)
        return bool((before and _is_listed(text, before, span)) or (after and _is_listed(text, span, after)))


def _is_listed(text: str, one: NameSpan, other: NameSpan) -> bool:
    """Return True if two names follow one another in a list."""
    between = text[one.end : other.start].strip() if one.end <= other.start else None
    return between is not None and len(between) < _SHORTEST + 1 and between in word_list("list_joints")


def _is_joined(text: str, one: Word, other: Word) -> bool:
    gap = text[one.end : other.start]
    # a small word stands between: Umm el Fahm
    return gap in _INSIDE or (gap[:1] == gap[-1:] == " " and gap.strip() in word_list("articles"))


def _is_whole(span: NameSpan) -> bool:
    """Return True for names that are never the beginning of other names: of countries, of rivers, several words."""
    last = span.name.rpartition(" ")[2].casefold()
    return span.fame is None or span.name in areas() or last in word_list("generic", "province", "district", "town")


@cache
def _called_after() -> frozenset[str]:
    return word_list("organisations", "bodies", "processes", "facilities", "facility_kinds", "streets", "authorities")


@cache
def _ordinary() -> frozenset[str]:
    return word_list(
        "common", "titles", "months", "organisations", "bodies", "processes", "facilities", "facility_kinds", "generic",
        "province", "district", "town", "given", "movements", "armed_names", "governments", "compass", "authorities",
        "determiners", "speech", "seats", "forces_and_people",
    )  # fmt: skip


def _is_ordinary(word: Word) -> bool:
    small = word.small.rstrip(".")
    # Abu is a first name, and begins names of places
    if small in word_list("connectors", "articles") and small not in word_list("common"):
        return False
    return small in _ordinary() or is_facility(small) or word.text in peoples() or word.text.endswith(".")


def _span(text: str, found: Sequence[Word], part: Part) -> NameSpan:
    start, end = found[part.first].start, found[part.last].end
    name, (first, last) = text[start:end], part
    return NameSpan(first=first, last=last, left=first, right=last, start=start, end=end, name=name, fame=None)
