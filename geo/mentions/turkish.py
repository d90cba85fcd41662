"""Names of places in Turkish text, which spells Arabic names its own way: Cisr eş-Şuğur is Jisr ash-Shughur.

What may stand for what is that of the Turkish alphabet (law 1353 of 1928) and of Turkish romanisation of Arabic.
"""

# ruff: noqa: RUF001, RUF002 -- letters that look alike in several alphabets are what this module is about

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import capitals, exonyms
from geo.languages.words import words
from geo.mentions.capital_words import Word, capital_words, runs
from geo.mentions.figures import RULERS, kinds_of, named_after
from geo.mentions.longer_names import is_facility
from geo.mentions.mention import Mention

_LETTERS = re.compile("[ıİğĞşŞ]")
_WORD = re.compile(r"[^\W\d_]+")
# so many of its words are of the few dozen that all Turkish is full of
_SHARE = 0.04
_LONGEST = 3
# in, from, and what is in: 'da, 'den, 'teki; only names of places are often given these
_LOCATIVE = re.compile(r"['\u2019]n?[dt][ae](?:n|ki)?\b")
_DATIVE = re.compile(r"['\u2019][yn]?[ae]\b")
# its districts, villages, surroundings: what the name before it is a part or the centre of
_PLACE_AFTER = re.compile(
    r"(?:['\u2019][^\W\d_]{1,3})? (?:il(?:i|inin|inde|ler|çe)|köy|kent|kasaba|belde|mahalle|şehir|şehr|kırsal|bölge|"
    r"civar|çevre|yakınlar|merkez|kuzey|güney|doğu|batı|arasında|sınır kapısı)[^\W\d_]*"
)
_LISTED = frozenset({" ve ", " ile ", ", "})
_OTHER_CASES = re.compile(r"['\u2019](?:[ynsYNS]?[ıiuü]n?|l[ae]r\w*)\b")
_TWO_WORDS = re.compile(r"(?:['\u2019][^\W\d_]{1,3})?((?: [^\W\d_]+){1,2})")
_NEXT_WORD = re.compile(r"(?:['\u2019]\w+)?\s+([^\W\d_]+)")
# the government, regime or administration of a capital
_RULES = re.compile(r" (?:yönetim|hükümet|rejim)[^\W\d_]*")
_PARTS = ("kuzey", "güney", "doğu", "batı", "kırsal", "civar", "çevre", "yakın")
# how likely a place is meant, by judgement, as no Turkish texts with marked places are at hand: a known name with the
# ending of places, one that something is given to, one that something is done to, one in a list, and an unknown name
_KNOWN, _GIVEN, _OBJECT, _LISTED_KNOWN, _UNKNOWN = 0.9, 0.7, 0.6, 0.7, 0.4
# the logarithm of the inhabitants of a town that is better known than people of its name: 8,000
_WELL_KNOWN = 9.0
_SOUNDS = str.maketrans(
    {"c": "j", "C": "J", "ç": "ch", "Ç": "Ch", "ş": "sh", "Ş": "Sh", "ğ": "gh", "Ğ": "Gh", "ı": "i", "İ": "I"}
)
# not of sh, ch and gh
_H = re.compile("(?<![SsCcGg])[Hh]")
_FRONTED = str.maketrans("eE", "aA")


class _Name(NamedTuple):
    """A name: its first and last word, its offsets, how it is looked up, and how well known that is, if it is."""

    first: int
    last: int
    start: int
    end: int
    text: str
    asked: str
    fame: float | None


def is_turkish(text: str) -> bool:
    """Tell whether a text is in Turkish.

    Examples
    --------
    >>> is_turkish("Serakib ve Neyrab'da çatışmalar sürüyor."), is_turkish("Erdoğan left for Şanlıurfa on Monday.")
    (True, False)
    """
    if text.isascii() or not _LETTERS.search(text):
        return False
    found = [word.casefold() for word in _WORD.findall(text)]
    return sum(word in words("turkish") for word in found) >= _SHARE * len(found)


def turkish_mentions(text: str, gazetteer: Gazetteer, taken: Collection[int]) -> list[Mention]:
    """Find names that stand where Turkish has places, but for those that were found at some offsets before."""
    found = capital_words(text)
    names = list(_names(text, found, gazetteer))
    scores = [_score(text, name) for name in names]
    mentions: list[Mention] = []
    following, is_next = len(text), False
    # what is listed before a place is one as well: the last of the list has the suffix
    for name, score in zip(reversed(names), reversed(scores), strict=True):
        listed = is_next and text[name.end : following] in _LISTED
        is_next, following = bool(score) or listed, name.start
        if is_next and not _is_none(text, found, name, taken):
            mentions.append(_mention(text, name, score or (_LISTED_KNOWN if name.fame is not None else _UNKNOWN)))
    return mentions[::-1]


def as_turkish(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Read anew what was found in a text as if it were English: leave out ordinary words, and see what is a part.

    Turkish sets off the endings of names, and of nothing else, by an apostrophe: Polis'te is in the town of Polis.
    """
    for mention in mentions:
        if mention.name.casefold() in words("turkish_words") and text[mention.end : mention.end + 1] not in {
            "'",
            "\u2019",
        }:
            continue
        yield replace(mention, is_part=mention.literal and (mention.is_part or _is_part(text, mention.end)))


def _names(text: str, found: Sequence[Word], gazetteer: Gazetteer) -> Iterator[_Name]:
    """Give the longest known name that a run of words ends with, else the whole run where it is short."""
    whole = list(runs(text, found))
    spans = [(first, right) for left, right in whole for first in range(max(left, right - _LONGEST + 1), right + 1)]
    pieces = {span: text[found[span[0]].start : found[span[1]].end] for span in spans}
    spelled = {piece: spellings(piece) for piece in pieces.values()}
    asked = list(dict.fromkeys(one for ways in spelled.values() for one in ways))
    fame = dict(zip(asked, gazetteer.known(asked), strict=True))
    for left, right in whole:
        for first in range(max(left, right - _LONGEST + 1), right + 1):
            piece = pieces[first, right]
            way = next((one for one in spelled[piece] if fame[one] is not None), None)
            if way is not None:
                yield _Name(first, right, found[first].start, found[right].end, piece, way, fame[way])
                break
        else:
            if right - left < _LONGEST:
                piece = pieces[left, right]
                yield _Name(left, right, found[left].start, found[right].end, piece, spelled[piece][2], None)


def spellings(name: str) -> tuple[str, str, str, str]:
    """Give a name as Turkish writes it, letter by letter as English does, and with what Turkish hears otherwise.

    An Arabic a is heard as e, and kh as h.

    Examples
    --------
    >>> spellings("Cerablus")[:3], spellings("Han")[3]
    (('Cerablus', 'Jerablus', 'Jarablus'), 'Khan')
    """
    sounds = name.translate(_SOUNDS)
    plain = sounds.translate(_FRONTED)
    return name, sounds, plain, _H.sub(lambda found: "Kh" if found[0] == "H" else "kh", plain)


def _score(text: str, name: _Name) -> float:
    """Tell how likely a name is that of a place by its ending and what follows; 0 where nothing tells so."""
    end, is_known = name.end, name.fame is not None
    if _RULES.match(text, end) and name.text in capitals():
        return _KNOWN
    if _LOCATIVE.match(text, end) or _PLACE_AFTER.match(text, end) or (is_known and _has_facility(text, end)):
        return _KNOWN if is_known else _UNKNOWN
    # who is given or does something may be a person: better known than most people is a town of some size
    if is_known and _DATIVE.match(text, end):
        return _GIVEN
    well_known = name.fame is not None and (
        name.fame >= _WELL_KNOWN or name.first < name.last or name.text in exonyms()
    )
    return _OBJECT if well_known and _OTHER_CASES.match(text, end) else 0.0


def _is_none(text: str, found: Sequence[Word], name: _Name, taken: Collection[int]) -> bool:
    first = found[name.first]
    # an acronym, a month, what was found before
    if (name.first == name.last and first.text.isupper()) or first.small in words("months"):
        return True
    if any(name.start <= start < name.end for start in taken):
        return True
    # a title or first name and a family name; an operation
    earlier = found[max(0, name.first - 2) : name.last]
    beside = [word for word in earlier if text[word.end : name.start].isspace() or word.start >= name.start]
    announced = words("turkish_titles") | words("titles") | words("given")
    if any(word.small in announced for word in beside):
        return True
    following = _NEXT_WORD.match(text, name.end)
    called = [found[name.last].small, following[1].casefold() if following else ""]
    return any(word.startswith(tuple(words("turkish_operations"))) for word in called)


def _mention(text: str, name: _Name, score: float) -> Mention:
    after = _PLACE_AFTER.match(text, name.end)
    kinds = kinds_of([after[0].split()[-1]]) if after else frozenset[str]()
    found = named_after(name.text)
    if not found.figure and _RULES.match(text, name.end) and name.text in capitals():
        found = RULERS
    literal = not found.figure
    part = literal and _is_part(text, name.end)
    # a name that the gazetteer has, in a place where places stand, is one though nothing may decide which
    is_sure = name.fame is not None and name.asked == name.text and (score >= _GIVEN or name.text in exonyms())
    respelled = None if is_sure else name.asked
    return Mention(
        name.start,
        name.end,
        name.text,
        found.reason,
        score,
        kinds,
        respelled,
        is_part=part,
        figure=found.figure,
    )


def _is_part(text: str, end: int) -> bool:
    """Whether a part of a place or its surroundings are meant: İdlib'in güneyi, Halep kırsalı."""
    after = _PLACE_AFTER.match(text, end)
    return (after is not None and after[0].split()[-1].startswith(_PARTS)) or _has_facility(text, end)


def _has_facility(text: str, end: int) -> bool:
    """Whether a building or a work follows that is called after its town: Halep Üniversite Hastanesi."""
    following = _TWO_WORDS.match(text, end)
    return following is not None and any(is_facility(word) for word in following[1].casefold().split())
