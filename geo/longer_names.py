"""Longer names that a place name is part of: Bank of England, Sudan Doctors Network, Israel Adesanya."""

from collections.abc import Sequence
from functools import lru_cache

from geo.area_names import peoples
from geo.capital_words import Word
from geo.cues import Beside
from geo.spans import Span
from geo.words import words

_OF = frozenset({" of ", " of the "})
_FEW = 4


def longer_name(text: str, found: Sequence[Word], span: Span, beside: Beside) -> tuple[int, int] | None:
    """Find the name of an institution, a group, a people or a person that a place name is only a part of.

    Examples
    --------
    >>> from geo.capital_words import capital_words
    >>> text = "The Bank of England"
    >>> span = Span(2, 2, 1, 2, 12, 19, "England", 13.8)
    >>> longer_name(text, capital_words(text), span, Beside.of(text, span))
    (4, 19)
    """
    start, end = span.start, span.end
    before = found[span.first - 1] if span.first else None
    if before and text[before.end : start] in _OF and before.small in words("called_of"):
        return before.start, end
    # armed groups have Arabic names: Liwa al-Quds, Hayat Tahrir al-Sham
    armed = next((word for word in found[span.left : span.first] if word.small in words("armed_names")), None)
    if armed:
        return armed.start, end
    last = _last_of_name(text, found, span, beside)
    return (start, last.end) if last else None


def _last_of_name(text: str, found: Sequence[Word], span: Span, beside: Beside) -> Word | None:
    """Find the word that tells, behind a place name, that it is part of another's."""
    following = found[span.last + 1 : min(span.right, span.last + _FEW) + 1]
    if not following or text[span.end : following[0].start] != " ":
        return None
    first = following[0]
    # Karabakh Armenians; but in Idlib Turkish troops
    if first.text in peoples() and beside.before not in words("before"):
        return first
    kinds, bodies = _kinds(), _bodies()
    if first.small in kinds:
        return None
    body = next((word for word in following[1:] if word.small in bodies), None)
    if body and not _is_broken(text, span.end, body.start):
        return body
    # a first name and a family name, and nothing more
    is_person = span.first == span.left and len(following) == 1 and span.right == span.last + 1
    if is_person and span.name.casefold() in words("given_areas") and not _is_ordinary(first):
        return first
    return None


def _is_broken(text: str, start: int, end: int) -> bool:
    """Whether anything but spaces and small words that join stands between the words of a name."""
    return any(sign in text[start:end] for sign in ',.;:()\n"')


def _is_ordinary(word: Word) -> bool:
    known = ("organisations", "bodies", "common", "generic", "months", "processes", "province", "district", "town")
    return any(word.small in words(name) for name in known)


@lru_cache
def _kinds() -> frozenset[str]:
    return words("province") | words("district") | words("town") | words("generic")


@lru_cache
def _bodies() -> frozenset[str]:
    return (words("bodies") | words("organisations")) - words("province") - words("town")
