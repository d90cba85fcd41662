"""Longer names that contain a place name: Bank of England, Sudan Doctors Network, Israel Adesanya."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from geo.languages.area_names import peoples
from geo.languages.words import word_list
from geo.mentions.beside import Beside
from geo.mentions.capital_words import Word
from geo.mentions.name_spans import NameSpan

_FEW = 4
# a few words behind a name, with or without a possessive ending
_FOLLOWING = re.compile(r"(?:['\u2019]s?)?((?: [^\W\d_][\w'\u2019]*){1,5})")
_TOKEN = re.compile(r"[^ ]+")
_DASHES = frozenset("-\u2013")
_BREAKS = frozenset(',.;:()\n"')


def facility_end(text: str, span: NameSpan) -> int | None:
    """Find the end of the name of a building or work that is called after its town: Kabul Military Hospital.

    The last word for a kind of building or body decides: the Kabul Airport Authority is an office.

    Examples
    --------
    >>> kabul = NameSpan(first=0, last=0, left=0, right=0, start=0, end=5, name="Kabul", fame=15.0)
    >>> names = "Kabul Military Hospital", "Kabul's airport", "Kabul Bank", "Kabul Airport Authority"
    >>> [facility_end(name, kabul) for name in names]
    [23, 15, None, None]
    """
    following = _FOLLOWING.match(text, span.end)
    # a road named after two towns lies in neither
    if following is None or not _DASHES.isdisjoint(text[max(0, span.start - 1) : span.start]):
        return None
    end: int | None = None
    is_owned = following.start(1) > span.end
    between = word_list("facility_kinds", "governments") if is_owned else word_list("facility_kinds")
    for word in _TOKEN.finditer(following[1]):
        small, is_name = word[0].casefold(), word[0][0].isupper()
        if is_name and small in word_list("streets"):
            return None
        if is_facility(small) or (is_owned and small in word_list("seats")):
            end = following.start(1) + word.end()
        elif is_name and small in _bodies():
            end = None
        elif not is_name and small not in between:
            break
    # Moscow's base in Tartus, the London School of Economics
    is_elsewhere = end is not None and (_elsewhere() if is_owned else _school_of()).match(text, text.rfind(" ", 0, end))
    return None if is_elsewhere else end


@lru_cache(maxsize=10_000)
def is_facility(word: str) -> bool:
    """Return True if a word, in small letters, names a kind of building or work."""
    return word in word_list("facilities") or word.startswith(tuple(word_list("facility_stems")))


def longer_name(
    text: str, found: Sequence[Word], span: NameSpan, beside: Beside, *, in_facility: bool = False
) -> tuple[int, int] | None:
    """Find the offsets of the name of an institution, a group, a people or a person that contains a place name.

    Examples
    --------
    >>> from geo.mentions.capital_words import capital_words
    >>> text = "The Bank of England"
    >>> span = NameSpan(first=2, last=2, left=1, right=2, start=12, end=19, name="England", fame=13.8)
    >>> longer_name(text, capital_words(text), span, Beside.of(text, span))
    (4, 19)
    """
    start, end = span.start, span.end
    before = found[span.first - 1] if span.first else None
    if before and text[before.end : start] in _genitives() and before.small in word_list("called_of"):
        return before.start, end
    # armed groups have Arabic names: Liwa al-Quds, Hayat Tahrir al-Sham
    armed = next((word for word in found[span.left : span.first] if word.small in word_list("armed_names")), None)
    if armed:
        return armed.start, end
    if in_facility:
        return None
    last = _last_of_name(text, found, span, beside)
    return (start, last.end) if last else None


def _last_of_name(text: str, found: Sequence[Word], span: NameSpan, beside: Beside) -> Word | None:
    """Find the last word of a longer name that begins with a place name."""
    following = found[span.last + 1 : min(span.right, span.last + _FEW) + 1]
    if not following or text[span.end : following[0].start] != " ":
        return None
    first = following[0]
    # Karabakh Armenians; but in Idlib Turkish troops
    if first.text in peoples() and beside.before not in word_list("before"):
        return first
    if first.small in word_list("province", "district", "town", "generic"):
        return None
    body = next((word for word in following[1:] if word.small in _bodies()), None)
    # nothing but spaces and small words stands between the words of a name
    if body and not _BREAKS.intersection(text[span.end : body.start]):
        return body
    # a first name and a family name, and nothing more
    is_person = span.first == span.left and len(following) == 1 and span.right == span.last + 1
    if is_person and span.name.casefold() in word_list("given_areas") and not _is_ordinary(first):
        return first
    return None


def _is_ordinary(word: Word) -> bool:
    """Return True if a word cannot be part of a person's name."""
    return word.small in word_list(
        "organisations", "bodies", "common", "generic", "months", "processes", "province", "district", "town"
    )


@cache
def _bodies() -> frozenset[str]:
    return word_list("bodies", "organisations") - word_list("province", "town")


@cache
def _genitives() -> frozenset[str]:
    """Return the gaps between a noun and the name of a place that it is called after: `` of ``, `` of the ``."""
    joints, articles = word_list("genitives"), word_list("determiners")
    return frozenset([f" {of} " for of in joints] + [f" {of} {the} " for of in joints for the in articles])


@cache
def _elsewhere() -> re.Pattern[str]:
    """Return the expression for a last word with another place behind it: base in Tartus."""
    within, articles = "|".join(word_list("elsewhere")), "|".join(word_list("determiners"))
    return re.compile(rf" \w+ (?:{within}) (?:(?:{articles}) )?[A-Z]")


@cache
def _school_of() -> re.Pattern[str]:
    """Return the expression for a school of a subject: School of Economics."""
    schools, of = "|".join(word_list("schools")), "|".join(word_list("genitives"))
    return re.compile(rf" (?:{schools}) (?:{of}) ", re.IGNORECASE)
