"""Names of places in Turkish text, which spells Arabic names its own way: Cisr eş-Şuğur is Jisr ash-Shughur.

What may stand for what is that of the Turkish alphabet (law 1353 of 1928) and of Turkish romanisation of Arabic.
"""

# ruff: noqa: RUF001, RUF002 -- letters that look alike in several alphabets are what this module is about

import re
from collections.abc import Collection

from geo.capital_words import Word, capital_words, runs
from geo.gazetteer import Gazetteer
from geo.mention import Mention
from geo.sense import kinds_of, named_after
from geo.words import words

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
_SOUNDS = str.maketrans(
    {"c": "j", "C": "J", "ç": "ch", "Ç": "Ch", "ş": "sh", "Ş": "Sh", "ğ": "gh", "Ğ": "Gh", "ı": "i", "İ": "I"}
)
# not of sh, ch and gh
_H = re.compile("(?<![SsCcGg])[Hh]")
_FRONTED = str.maketrans("eE", "aA")


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
    spans = [(left, right) for left, right in runs(text, found) if right - left < _LONGEST]
    names = [text[found[left].start : found[right].end] for left, right in spans]
    spelled = [spelling for name in names for spelling in spellings(name)]
    fame = dict(zip(spelled, gazetteer.known(spelled), strict=True))
    asked = [next((spelling for spelling in spellings(name) if fame[spelling] is not None), None) for name in names]
    ends = [found[right].end for _, right in spans]
    surely = [_is_place(text, end, is_known=spelling is not None) for end, spelling in zip(ends, asked, strict=True)]
    mentions: list[Mention] = []
    is_next = False
    # what is listed before a place is one as well: the last of the list has the suffix
    for i in reversed(range(len(spans))):
        following = found[spans[i + 1][0]].start if i + 1 < len(spans) else len(text)
        is_next = surely[i] or (is_next and text[ends[i] : following] in _LISTED)
        first, last = found[spans[i][0]], found[spans[i][1]]
        if is_next and not _is_none(first, last, taken):
            mentions.append(_mention(text, names[i], first, last, asked[i] or spellings(names[i])[2]))
    return mentions[::-1]


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


def _is_place(text: str, end: int, *, is_known: bool) -> bool:
    # who is given something may be a person
    announced = _LOCATIVE.match(text, end) or _PLACE_AFTER.match(text, end)
    return bool(announced or (is_known and _DATIVE.match(text, end)))


def _is_none(first: Word, last: Word, taken: Collection[int]) -> bool:
    is_acronym = first is last and first.text.isupper()
    return is_acronym or any(first.start <= start < last.end for start in taken) or first.small in words("months")


def _mention(text: str, name: str, first: Word, last: Word, asked: str) -> Mention:
    after = _PLACE_AFTER.match(text, last.end)
    kinds = kinds_of([after[0].split()[-1]]) if after else frozenset[str]()
    literal, reason = named_after(name)
    return Mention(first.start, last.end, name, literal, reason, 1.0, kinds, asked)
