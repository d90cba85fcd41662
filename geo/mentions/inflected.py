"""Names of places in languages with cases and Cyrillic letters: each name is looked up in its nominative.

The endings of cases are data of the language files (table ``[mentions.own]``). A nominative is taken only if the
gazetteer has it, so that adding such a language needs a file, and no code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.detection import language_of
from geo.languages.language_files import languages
from geo.languages.words import word_list
from geo.mentions.mention import UNKNOWN, Mention
from geo.mentions.place_kinds import kinds_of

_WORD = re.compile("[\u0400-\u04ff]+(?:['\u2019\u02bc-][\u0400-\u04ff]+)*")
# most words of a name, and most nominatives of a name that are looked up
_LONGEST, _MOST = 3, 200
# logarithm of the inhabitants of a town whose name is a place without other evidence: 20,000; and as an object: 3,000
_WELL_KNOWN, _KNOWN = 9.9, 8.0
# scores, estimated: announced by a preposition or a word for a kind of place, listed, by its size; unknown
_ANNOUNCED, _LISTED, _BY_SIZE, _UNKNOWN = 0.9, 0.8, 0.55, 0.5
_OPENING, _CLOSING = frozenset({"\u00ab", '"', "\u201c"}), frozenset({"\u00bb", '"', "\u201d"})
_JOINTS = re.compile(
    "\\s*(?:,|[\u2013-])\\s*|,?\\s(?:\u0438|\u0442\u0430|\u0439|\u0456|\u0438\u043b\u0438|\u0430\u0431\u043e)\\s"
)


class _Word(NamedTuple):
    start: int
    end: int
    text: str


class _Name(NamedTuple):
    """A part of a text that may be a name, by the numbers of its words, with its nominative and fame."""

    first: int
    last: int
    nominative: str
    fame: float


def inflected_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find the place names in a text in Cyrillic letters, of a language whose file has endings of cases."""
    code = language_of(text)
    known = _inflected()
    return _InflectedText(text, code if code in known else known[0]).mentions(gazetteer) if known else []


@cache
def _inflected() -> list[str]:
    return [code for code, table in languages("mentions").items() if "endings" in table.get("own", {})]


class _InflectedText:
    """A text with its words, and the language whose endings its names have."""

    def __init__(self, text: str, code: str) -> None:
        self._text, self._code = text, code
        self._words = [_Word(*match.span(), match[0]) for match in _WORD.finditer(text)]

    def mentions(self, gazetteer: Gazetteer) -> list[Mention]:
        """Find the place names of the text, from its beginning to its end."""
        names = self._known_names(gazetteer)
        found: list[Mention] = []
        i, is_list = 0, False
        while i < len(self._words):
            name, previous = names.get(i), found[-1] if found else None
            # near the settlements of A, B and C, whatever gazetteers have
            goes_on = is_list and previous and _JOINTS.fullmatch(self._text, previous.end, self._words[i].start)
            is_stated = bool(goes_on) or self._small(i - 1) in _own("announcing", self._code)
            last = name.last if name else self._last_unknown(i, names) if is_stated else i
            mention = self._mention(name, previous) if name else self._unknown(i, last) if is_stated else None
            if mention:
                found.append(mention)
                i, is_list = last, is_stated
            i += 1
        return found

    def _known_names(self, gazetteer: Gazetteer) -> dict[int, _Name]:
        """Return the longest known name that begins with each word."""
        options = {span: self._nominatives(*span) for span in self._spans()}
        asked = list(dict.fromkeys(one for listed in options.values() for one in listed))
        fame = dict(zip(asked, gazetteer.known(asked), strict=True))
        names: dict[int, _Name] = {}
        for (first, last), listed in options.items():
            ranked = [(fame[one], one) for one in listed if fame[one] is not None]
            # a name as written is its nominative if a gazetteer has it
            best = next((pair for pair in ranked if pair[1] == listed[0]), None) or max(ranked, default=None)
            if best and (first not in names or names[first].last < last):
                names[first] = _Name(first, last, best[1], best[0] or 0.0)
        return names

    def _spans(self) -> Iterator[tuple[int, int]]:
        words = self._words
        for first, word in enumerate(words):
            if not word.text[0].isupper() or (
                len(word.text) > 1 and word.text.isupper() and len(word.text) < _LONGEST + 2
            ):
                continue
            for last in range(first, min(len(words), first + _LONGEST)):
                if last > first and (
                    self._text[words[last - 1].end : words[last].start] != " "
                    or not (words[last].text[0].isupper() or self._is_kind(last))
                ):
                    break
                yield first, last

    def _nominatives(self, first: int, last: int) -> list[str]:
        """Return the nominatives that a name may have, the name as written first."""
        forms = [_nominatives(word.text, self._code) for word in self._words[first : last + 1]]
        found = [" ".join(parts) for parts, _ in zip(product(*forms), range(_MOST), strict=False)]
        # Bakhmut is named in "the Bakhmut axis" by its adjective
        is_axis = first == last and self._small(last + 1) in _own("axes", self._code)
        return [*found, *_adjectives(self._words[first].text, self._code)] if is_axis else found

    def _mention(self, name: _Name, previous: Mention | None) -> Mention | None:
        score = self._score(name, previous)
        if not score:
            return None
        first, last = self._words[name.first], self._words[name.last]
        before, after = self._small(name.first - 1), self._small(name.last + 1)
        return Mention(
            start=first.start,
            end=last.end,
            name=self._text[first.start : last.end],
            score=score,
            # in the area of X: no district, which are called by adjectives
            kinds=kinds_of([after, last.text.casefold(), *({before} - word_list("district"))]),
            respelled=name.nominative,
            is_part=before in _own("parts", self._code) or after in _own("axes", self._code),
        )

    def _score(self, name: _Name, previous: Mention | None) -> float:
        before, after = self._small(name.first - 1), self._small(name.last + 1)
        if self._small(name.first) in _own("ordinary_names", self._code) or before in _own("titles", self._code):
            return 0.0
        start, end = self._words[name.first].start, self._words[name.last].end
        # a name in quotation marks is that of something else: the group "Luhansk"
        if self._text[start - 1 : start] in _OPENING and self._text[end : end + 1] in _CLOSING:
            return 0.0
        if (
            before in _own("before", self._code) | _own("announcing", self._code)
            or self._is_kind(name.first - 1)
            or (name.first < name.last and self._is_kind(name.last))
            or after in word_list("province", "district") | _own("axes", self._code)
        ):
            return _ANNOUNCED
        if previous and _JOINTS.fullmatch(self._text, previous.end, start):
            return _LISTED
        if self._is_person(name):
            return 0.0
        least = _KNOWN if before in _own("aimed", self._code) else _WELL_KNOWN
        return _BY_SIZE if name.fame >= least else 0.0

    def _is_person(self, name: _Name) -> bool:
        """Return True if another capitalised word stands directly beside the name, or it is a first name."""
        if self._words[name.first].text.casefold() in _own("given", self._code):
            return True
        beside = ((name.first - 1, name.first), (name.last, name.last + 1))
        return any(
            one >= 0
            and other < len(self._words)
            and self._text[self._words[one].end : self._words[other].start] == " "
            and self._words[one if other == name.first else other].text.istitle()
            and not (one < name.first and self._begins_sentence(one))
            for one, other in beside
        )

    def _begins_sentence(self, number: int) -> bool:
        before = self._text[: self._words[number].start].rstrip()
        return not before or before[-1] in '.!?:\n\u00bb"\u2014'

    def _last_unknown(self, number: int, names: Mapping[int, _Name]) -> int:
        """Return the number of the last word of a name that no gazetteer has, of two words at most."""
        after = number + 1
        is_longer = (
            after < len(self._words)
            and after not in names
            and self._text[self._words[number].end : self._words[after].start] == " "
            and self._is_name(after)
        )
        return after if is_longer else number

    def _unknown(self, first: int, last: int) -> Mention | None:
        """Return a name that no gazetteer has, if it may be one; an adjective is none: the Donetsk region."""
        if not self._is_name(first):
            return None
        start, end = self._words[first].start, self._words[last].end
        return Mention(start, end, self._text[start:end], reason=UNKNOWN, score=_UNKNOWN)

    def _is_name(self, number: int) -> bool:
        text = self._words[number].text
        ordinary = _own("ordinary_names", self._code) | _own("given", self._code) | _own("titles", self._code)
        return (
            text[0].isupper()
            and text[1:2].islower()
            and text.casefold() not in ordinary
            and not _adjectives(text, self._code)
        )

    def _small(self, number: int) -> str:
        """Return a word in small letters; empty if there is none, or a sign stands before it."""
        if not 0 <= number < len(self._words):
            return ""
        return self._words[number].text.casefold()

    def _is_kind(self, number: int) -> bool:
        return self._small(number) in word_list("province", "district", "town")


def _own(name: str, code: str) -> frozenset[str]:
    return word_list(name, language=code)


@cache
def _endings(code: str, table: str = "endings") -> Sequence[tuple[str, str]]:
    """Return pairs of an ending and that of the nominative, or of the place an adjective is made of, longest first."""
    listed = languages("mentions")[code]["own"][table]
    pairs = [(inflected, base) for base, forms in listed.items() for inflected in forms.split()]
    # the genitive plural has no ending
    pairs += [("", base) for base in _own("bare", code)] if table == "endings" else []
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _adjectives(word: str, code: str) -> list[str]:
    return _bases(word, _endings(code, "adjectives"))


def _bases(word: str, endings: Sequence[tuple[str, str]]) -> list[str]:
    """Return what a word may be without each of its endings, not of two letters from one."""
    stems = (
        (word[: len(word) - len(ending)], base.removeprefix("-")) for ending, base in endings if word.endswith(ending)
    )
    return [stem + base for stem, base in stems if stem and max(len(stem), len(stem + base) - 1) > 1]


@cache
def _nominatives(word: str, code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([word, *_bases(word, _endings(code))]))
