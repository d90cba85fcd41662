"""Names of places in Turkish text, found by the endings and words that follow places.

Source of truth: Turkish separates the endings of names by an apostrophe (TDK, Yaz\u0131m K\u0131lavuzu).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import capitals, exonyms
from geo.languages.words import word_list
from geo.mentions.capital_words import Word, capital_words, runs
from geo.mentions.figures import RULERS, figure_of_name
from geo.mentions.longer_names import is_facility
from geo.mentions.mention import Mention
from geo.mentions.place_kinds import kinds_of
from geo.names.turkish import english_spellings

# most words of a name
_LONGEST = 3
_APOSTROPHES = ("'", "\u2019")
# endings for *in* and *from*, and their adjectives ('da, 'den, 'teki), mostly of place names
_LOCATIVE = re.compile(r"['\u2019]n?[dt][ae](?:n|ki)?\b")
_DATIVE = re.compile(r"['\u2019][yn]?[ae]\b")
_OTHER_CASES = re.compile(r"['\u2019](?:[ynsYNS]?[\u0131i\u00fcu]n?|l[ae]r\w*)\b")
_TWO_WORDS = re.compile(r"(?:['\u2019][^\W\d_]{1,3})?((?: [^\W\d_]+){1,2})")
_NEXT_WORD = re.compile(r"(?:['\u2019]\w+)?\s+([^\W\d_]+)")
# scores, estimated since there is no Turkish corpus with marked places: of a known name with the ending of places, in
# the dative, as an object, in a list; and of an unknown name
_KNOWN, _GIVEN, _OBJECT, _LISTED_KNOWN, _UNKNOWN = 0.9, 0.7, 0.6, 0.7, 0.4
# logarithm of the inhabitants of a town that is better known than persons of its name: 8,000
_WELL_KNOWN = 9.0


class _Name(NamedTuple):
    """A name in a text.

    Parameters
    ----------
    first, last : int
        Numbers of its first and last word.
    start, end : int
        Offsets.
    text : str
        The name as written.
    asked : str
        The spelling by which it is looked up.
    fame : float, optional
        Logarithm of the inhabitants of the best-known place of the name; None if no gazetteer has it.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    asked: str
    fame: float | None


def turkish_mentions(text: str, gazetteer: Gazetteer, taken: set[int]) -> list[Mention]:
    """Find names with the endings and words of places, except at offsets where mentions were found before."""
    found = capital_words(text)
    names = list(_names(text, found, gazetteer))
    scores = [_score(text, name) for name in names]
    mentions: list[Mention] = []
    following, is_next = len(text), False
    # names listed before a place are places as well: the last of a list has the ending
    for name, score in zip(reversed(names), reversed(scores), strict=True):
        listed = is_next and text[name.end : following] in _own("list_joints")
        is_next, following = bool(score) or listed, name.start
        if is_next and not _is_excluded(text, found, name, taken):
            mentions.append(_mention(text, name, score or (_LISTED_KNOWN if name.fame is not None else _UNKNOWN)))
    return mentions[::-1]


def as_turkish(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Correct mentions found by the rules of all languages: drop ordinary words, and mark parts of places.

    Only names have an apostrophe before their endings: Polis'te is in the town of Polis.
    """
    for mention in mentions:
        is_ordinary = mention.name.casefold() in _own("ordinary_names")
        if not is_ordinary or text.startswith(_APOSTROPHES, mention.end):
            yield replace(mention, is_part=mention.literal and (mention.is_part or _is_part(text, mention.end)))


def _own(*names: str) -> frozenset[str]:
    return word_list(*names, language="tr")


@cache
def _after_place() -> re.Pattern[str]:
    """Return the expression for the word after a place that names its kind, a part or its surroundings."""
    return re.compile(rf"(?:['\u2019][^\W\d_]{{1,3}})? (?:{'|'.join(_own('after_places'))})[^\W\d_]*")


@cache
def _government() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(_own('governments'))})[^\W\d_]*")


@cache
def _aimed() -> re.Pattern[str]:
    return re.compile(rf"['\u2019]\w+ (?:{'|'.join(_own('aimed'))})")


def _names(text: str, found: Sequence[Word], gazetteer: Gazetteer) -> Iterator[_Name]:
    """Find the longest known name at the end of each run of capitalised words, or else the whole run if it is short."""
    whole = list(runs(text, found))
    spans = [(first, right) for left, right in whole for first in range(max(left, right - _LONGEST + 1), right + 1)]
    pieces = {span: text[found[span[0]].start : found[span[1]].end] for span in spans}
    spelled = {piece: english_spellings(piece) for piece in pieces.values()}
    asked = list(dict.fromkeys(one for spellings in spelled.values() for one in spellings))
    fame = dict(zip(asked, gazetteer.known(asked), strict=True))
    for left, right in whole:
        for first in range(max(left, right - _LONGEST + 1), right + 1):
            piece = pieces[first, right]
            known = next((one for one in spelled[piece] if fame[one] is not None), None)
            if known is not None:
                yield _Name(first, right, found[first].start, found[right].end, piece, known, fame[known])
                break
        else:
            if right - left < _LONGEST:
                piece = pieces[left, right]
                yield _Name(left, right, found[left].start, found[right].end, piece, spelled[piece][2], None)


def _score(text: str, name: _Name) -> float:
    """Score a name by its ending and the words after it; 0 without evidence for a place."""
    end, is_known = name.end, name.fame is not None
    if _government().match(text, end) and name.text in capitals():
        return _KNOWN
    if _LOCATIVE.match(text, end) or _after_place().match(text, end) or (is_known and _has_facility(text, end)):
        return _KNOWN if is_known else _UNKNOWN
    # names in the dative, and objects, may be persons: only a town of some size is better known than most persons
    if is_known and _DATIVE.match(text, end):
        return _GIVEN
    # X was hit: the object of an attack
    if _OTHER_CASES.match(text, end) and _aimed().match(text, end):
        return _OBJECT if is_known else _UNKNOWN
    well_known = name.fame is not None and (
        name.fame >= _WELL_KNOWN or name.first < name.last or name.text in exonyms()
    )
    return _OBJECT if well_known and _OTHER_CASES.match(text, end) else 0.0


def _is_excluded(text: str, found: Sequence[Word], name: _Name, taken: set[int]) -> bool:
    """Return True for an acronym, a month, a person, an operation, and a name at an offset that is taken."""
    first = found[name.first]
    if (name.first == name.last and first.text.isupper()) or first.small in word_list("months"):
        return True
    if any(offset in taken for offset in range(name.start, name.end)):
        return True
    # a title or first name before a family name
    earlier = found[max(0, name.first - 2) : name.last]
    beside = [word for word in earlier if text[word.end : name.start].isspace() or word.start >= name.start]
    if any(word.small in _own("titles") or word.small in word_list("titles", "given") for word in beside):
        return True
    following = _NEXT_WORD.match(text, name.end)
    called = [found[name.last].small, following[1].casefold() if following else ""]
    return any(word.startswith(tuple(_own("operations"))) for word in called)


def _mention(text: str, name: _Name, score: float) -> Mention:
    after = _after_place().match(text, name.end)
    figure = figure_of_name(name.text)
    if not figure.kind and _government().match(text, name.end) and name.text in capitals():
        figure = RULERS
    # a name that the gazetteer has as written is a place name, even if several places have it
    is_sure = name.fame is not None and name.asked == name.text and (score >= _GIVEN or name.text in exonyms())
    return Mention(
        start=name.start,
        end=name.end,
        name=name.text,
        reason=figure.reason,
        score=score,
        kinds=kinds_of([after[0].split()[-1]]) if after else frozenset(),
        respelled=None if is_sure else name.asked,
        is_part=not figure.kind and _is_part(text, name.end),
        figure=figure.kind,
    )


def _is_part(text: str, end: int) -> bool:
    """Return True if a part or the surroundings of a place are meant: Halep k\u0131rsal\u0131."""
    after = _after_place().match(text, end)
    is_part = after is not None and after[0].split()[-1].startswith(tuple(_own("parts")))
    return is_part or _has_facility(text, end)


def _has_facility(text: str, end: int) -> bool:
    """Return True if a building or work follows that is called after its town: Halep \u00dcniversite Hastanesi."""
    following = _TWO_WORDS.match(text, end)
    return following is not None and any(is_facility(word) for word in following[1].casefold().split())
