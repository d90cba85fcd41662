"""Longer names that a place name is part of: Bank of England, Sudan Doctors Network, Israel Adesanya."""

import re
from collections.abc import Sequence
from functools import lru_cache

from geo.languages.area_names import peoples
from geo.languages.words import words
from geo.mentions.capital_words import Word
from geo.mentions.cues import Beside
from geo.mentions.name_spans import Span

_OF = frozenset({" of ", " of the "})
_FEW = 4
# a few words behind a name, or behind what it owns
_FOLLOWING = re.compile(r"(?:['\u2019]s?)?((?: [^\W\d_][\w'\u2019]*){1,5})")
_TOKEN = re.compile(r"[^ ]+")
_ELSEWHERE = re.compile(r" \w+ (?:in|at|near|outside) (?:the )?[A-Z]")
_SCHOOL_OF = re.compile(r" (?:school|college) of ", re.IGNORECASE)
_DASHES = frozenset("-\u2013")


def facility_end(text: str, span: Span) -> int | None:
    """Tell where the name of a building or a work ends that is called after its town: Kabul Military Hospital.

    The last word that says what it is decides: the Kabul Airport Authority is an office.

    Examples
    --------
    >>> names = "Kabul Military Hospital", "Kabul's airport", "Kabul Bank", "Kabul Airport Authority"
    >>> [facility_end(name, Span(0, 0, 0, 0, 0, 5, "Kabul", 15.0)) for name in names]
    [23, 15, None, None]
    """
    following = _FOLLOWING.match(text, span.end)
    # the road of a pair of towns lies between them
    if following is None or not _DASHES.isdisjoint(text[max(0, span.start - 1) : span.start]):
        return None
    end: int | None = None
    is_owned = following.start(1) > span.end
    between = words("facility_kinds") | words("governments") if is_owned else words("facility_kinds")
    for word in _TOKEN.finditer(following[1]):
        small, is_name = word[0].casefold(), word[0][0].isupper()
        if is_name and small in words("streets"):
            return None
        if is_facility(small) or (is_owned and small in words("seats")):
            end = following.start(1) + word.end()
        elif is_name and small in _bodies():
            end = None
        elif not is_name and small not in between:
            break
    # Moscow's base in Tartus, the London School of Economics
    is_elsewhere = end is not None and (_ELSEWHERE if is_owned else _SCHOOL_OF).match(text, text.rfind(" ", 0, end))
    return None if is_elsewhere else end


@lru_cache(maxsize=10_000)
def is_facility(word: str) -> bool:
    """Tell whether a word, in small letters, is that for a building or a work, in English or Turkish."""
    return word in words("facilities") or word.startswith(tuple(words("turkish_facilities")))


def longer_name(
    text: str, found: Sequence[Word], span: Span, beside: Beside, *, in_facility: bool = False
) -> tuple[int, int] | None:
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
    if in_facility:
        return None
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
