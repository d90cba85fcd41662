"""Names that no gazetteer has: whole runs of capitalised words that the words beside them call places.

The beginning of a longer name is no name: where a gazetteer has Tal and Bir, but not Tal Umm Hawsh, the whole is one
name, whose place is unknown.
"""

import re
from collections.abc import Container, Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from geo.languages.area_names import areas, peoples
from geo.languages.words import word_list
from geo.mentions.beside import Beside, attacks
from geo.mentions.capital_words import Word, starts_sentence
from geo.mentions.longer_names import is_facility
from geo.mentions.name_spans import NameSpan

# single characters between the words of one name
_INSIDE = frozenset(" \u00a0-")
# most words of a name, and least letters of a name of one word
_LONGEST, _SHORTEST = 4, 4
# number of known places before a name by which a list is one of places
_SEVERAL = 2
# length of text before a name in which words of attacks are looked for
_REACH = 120


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
    text: str, found: Sequence[Word], mentioned: Sequence[NameSpan], parts: Sequence[Part], places: Sequence[NameSpan]
) -> Iterator[NameSpan]:
    """Find the further names that the text calls places: the village of X, near X, shelled X.

    Parameters
    ----------
    text : str
        The text.
    found : sequence of Word
        Its capitalised words.
    mentioned : sequence of NameSpan
        The known names that are mentions, literal or not.
    parts : sequence of Part
        The parts that may be names.
    places : sequence of NameSpan
        The known names that are places.
    """
    whole = {(span.first, span.last) for span in mentioned}
    options = [part for part in parts if tuple(part) not in whole]
    new = [_span(text, found, part) for part in options]
    around = [Beside.of(text, span) for span in new]
    starts = {place.start for place in places}
    stated = {span for span, beside in zip(new, around, strict=True) if _is_stated(text, found, span, beside, starts)}
    for listed in _lists(text, sorted([*places, *new], key=attrgetter("start"))):
        unknown = [span for span in listed if span.start not in starts]
        head, known = Beside.of(text, listed[0]), len(listed) - len(unknown)
        # the villages of A and B, A and B villages: a list is of one kind; in Raqqa, Tabqa and X
        is_known = known >= _SEVERAL if listed[0] not in unknown else known and head.is_surely_announced
        if is_known or _is_headed(head) or not stated.isdisjoint(unknown):
            stated |= set(unknown)
    yield from (span for span in new if span in stated)


def _is_stated(text: str, found: Sequence[Word], span: NameSpan, beside: Beside, places: Container[int]) -> bool:
    """Return True if the words beside an unknown name state that it is a place; `places` are offsets of places."""
    if _kind_behind().match(text, span.end):
        return True
    is_first = starts_sentence(text, found, span.first)
    is_one = span.first == span.last
    if beside.before in word_list("genitives"):
        return _is_headed(beside) or beside.is_moved_from
    # the town of X, but no Town X
    if (beside.before in word_list("town") and found[span.first - 1].end != span.start - 1) or (
        beside.is_under_fire and not (is_one and is_first)
    ):
        return True
    if is_first or (is_one and len(span.name) < _SHORTEST):
        return False
    if beside.before in word_list("aimed", "beside_places") or beside.is_moved_from:
        return True
    # in Parapara, Mali; two people were killed in Parapara
    return (beside.is_surely_announced and beside.comma_after in places) or _is_scene(text, span, beside)


def _is_scene(text: str, span: NameSpan, beside: Beside) -> bool:
    """Return True if an attack is told, in the same sentence, to have been in the place: two were killed in X."""
    told = re.split(r"[.!?\n]", text[max(0, span.start - _REACH) : span.start])[-1]
    return beside.before in word_list("elsewhere") and bool(attacks().search(told))


def _is_headed(beside: Beside) -> bool:
    """Return True if the words before a name head a list of places: the villages of, near."""
    if beside.before in word_list("genitives"):
        return beside.second_before in word_list("town", "district", "province", "areas_after")
    return beside.before in word_list("beside_places") or beside.is_kind_listed


def _lists(text: str, spans: Sequence[NameSpan]) -> Iterator[list[NameSpan]]:
    """Find the lists of names: A, B and C."""
    listed = list(spans[:1])
    for one, other in pairwise(spans):
        if not _is_listed(text, one, other):
            yield listed
            listed = []
        listed.append(other)
    if listed:
        yield listed


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
def _kind_behind() -> re.Pattern[str]:
    """Return the expression for a kind of place behind a name: X village, X refugee camp, X Oblast."""
    lists = word_list("facility_kinds"), word_list("town", "areas_after"), word_list("divisions_after")
    between, kinds, divisions = ("|".join(map(re.escape, words)) for words in lists)
    return re.compile(rf"\s(?:(?i:{between})\s)*(?:{kinds}|(?i:{divisions}))\b")


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
