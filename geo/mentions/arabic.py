"""Names of places in Arabic text, which has no capital letters: known names beside words that announce places."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import capitals
from geo.languages.words import word_list
from geo.mentions.arabic_words import (
    ARTICLE,
    SHORTEST,
    TANWEEN,
    Word,
    again,
    is_people,
    no_single_names,
    ordinary,
    unknown_name,
)
from geo.mentions.figures import A_PEOPLE, LITERAL, RULERS, Figure, part_of
from geo.mentions.mention import GOVERNMENT, Mention
from geo.mentions.place_kinds import kinds_of

_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3]+")
# and, so, with, to: joined to the word that follows
_PREFIX = re.compile("^(?:[\u0648\u0641]?[\u0628\u0644]?)(?=\\w{3})")
_AND, _IN, _TO = "\u0648", "\u0628", "\u0644"
_ON, _BETWEEN = "\u0639\u0644\u0649", "\u0628\u064a\u0646"
# most words of a name
_LONGEST = 3
# logarithm of the inhabitants of a town whose name, a single word, is taken for a place without other evidence: 50,000
_KNOWN_WELL = 10.8
# the same for a name in a list, or joined to a preposition: 8,000
_KNOWN = 9.0
# the same for a name of three letters, since many words of three letters have other meanings: 270,000
_KNOWN_BEST = 12.5
_SHORT = 4
_LISTED = frozenset({"\u060c ", ", ", f" {_AND} ", f"\u060c {_AND}", "/"})


class _Name(NamedTuple):
    """A part of a text that may be a name.

    Parameters
    ----------
    first, last : int
        Numbers of its first and last word.
    start : int
        Offset of the name, without letters that are joined to it.
    name : str
        The name without these letters.
    fame : float
        Logarithm of the inhabitants of the best-known place of the name; see `Gazetteer.known`.
    """

    first: int
    last: int
    start: int
    name: str
    fame: float = 0.0

    @property
    def is_long(self) -> bool:
        """True if it has several words."""
        return self.first < self.last


def arabic_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in Arabic text."""
    return _ArabicText(text).mentions(gazetteer)


class _ArabicText:
    """A text with its words in Arabic letters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [Word(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]

    def mentions(self, gazetteer: Gazetteer) -> list[Mention]:
        """Find the place names of the text, from its beginning to its end."""
        known = self._known_names(gazetteer)
        found: list[Mention] = []
        new: dict[str, Mention] = {}
        i = 0
        while i < len(self._words):
            previous = found[-1] if found else None
            # the longest name first, and among equally long ones the name with the shortest prefix
            for name in sorted(known.get(i, ()), key=lambda one: (-one.last, one.start)):
                if score := self._score(name, previous):
                    found.append(self._mention(name, previous, score))
                    i = name.last
                    break
            else:
                if unknown := unknown_name(self._text, self._words, i, self._bare(i - 1)) or again(
                    self._text, self._words, i, new
                ):
                    found.append(unknown)
                    new[unknown.name] = unknown
                    i = max(i, self._number_at(unknown.end))
            i += 1
        return found

    def _number_at(self, end: int) -> int:
        return next(i for i, word in enumerate(self._words) if word.end == end)

    def _known_names(self, gazetteer: Gazetteer) -> dict[int, list[_Name]]:
        """Return the names that the gazetteer has, and names of peoples, by the number of their first word."""
        options = list(self._options())
        known: dict[int, list[_Name]] = {}
        for name, fame in zip(options, gazetteer.known([option.name for option in options]), strict=True):
            # no gazetteer has the many forms of an adjective
            if fame is not None or is_people(name.name):
                known.setdefault(name.first, []).append(name._replace(fame=fame or 0.0))
        return known

    def _options(self) -> Iterator[_Name]:
        """List the parts of the text that may be names, with and without the letters joined to their first word."""
        words = self._words
        for first, (start, _, word) in enumerate(words):
            prefix = _PREFIX.match(word)
            is_joined = word[0] in "\u0648\u0641\u0628\u0644" and len(word) > SHORTEST
            cuts = {0, len(prefix[0]) if prefix else 0, int(is_joined)}
            for last in range(first, min(len(words), first + _LONGEST)):
                if last > first and self._text[words[last - 1].end : words[last].start] != " ":
                    break
                for cut in cuts:
                    name = self._text[start + cut : words[last].end]
                    yield _Name(first, last, start + cut, name)
                    # to the: after this preposition, the article loses its first letter
                    if word.startswith((_TO + _TO, _AND + _TO + _TO)) and cut:
                        yield _Name(first, last, start + cut, ARTICLE + name.removeprefix(_TO))

    def _score(self, name: _Name, previous: Mention | None) -> float:
        """Score a name by the evidence for a place, or a people; 0 without evidence.

        Scores are estimates, since there is no Arabic corpus with marked places.
        """
        if is_people(name.name):
            return 0.95
        before = self._bare(name.first - 1)
        if self._is_excluded(name) or before in _own("titles", "given", "of_family"):
            return 0.0
        if name.name in _own("outlets") and before not in word_list("town", "district", "province"):
            return 0.0
        if before in _own("before"):
            return 0.95 if name.is_long else 0.9
        return max(self._listed_score(name, previous), self._score_by_prefix(name, before), _score_by_fame(name))

    def _listed_score(self, name: _Name, previous: Mention | None) -> float:
        """Score a name that follows a place in a list: X, Y and Z."""
        if previous is None or not previous.literal:
            return 0.0
        gap = self._text[previous.end : name.start]
        if gap not in _LISTED and not (gap == f" {_AND}" and name.start == self._words[name.first].start + 1):
            return 0.0
        return 0.8 if name.is_long or name.fame >= _KNOWN else 0.5

    def _score_by_prefix(self, name: _Name, before: str) -> float:
        """Score a name by a preposition joined to it, and by the verb before it."""
        word = self._words[name.first]
        prefix = word.text[0] if name.start > word.start else ""
        if name.is_long and prefix not in {_IN, _TO}:
            return 0.7
        # in X is one word; a name after a verb of attack is its object or its subject
        return 0.6 if name.fame >= _KNOWN and (prefix == _IN or before in _own("aimed")) else 0.0

    def _is_excluded(self, name: _Name) -> bool:
        """Return True if a name has other meanings in every context."""
        known = ordinary()
        words = [word.text for word in self._words[name.first : name.last + 1]]
        # a bridge or a gate begins names of several words
        begins = words[0] in _own("generic") and name.is_long
        if len(name.name) < SHORTEST or name.name in known or any(word in known for word in words[begins:]):
            return True
        # and that; two thousand and
        if (words[0][0] == _AND and words[0][1:] in known) or any(len(word) == 1 for word in words):
            return True
        # names of places have no tanween
        if TANWEEN.search(name.name):
            return True
        # without dots, a feminine ending is written like the possessive: his
        is_his = name.name.endswith("\u0647") and not name.name.startswith(ARTICLE) and len(name.name) > _SHORT
        # mountain, gate and spring are no names by themselves, but first words of many
        return not name.is_long and (is_his or name.name in no_single_names())

    def _mention(self, name: _Name, previous: Mention | None, score: float) -> Mention:
        before = self._bare(name.first - 1)
        is_joined = previous is not None and self._text[previous.end : name.start] == f" {_AND}"
        figure = self._figure(name, before, previous if is_joined else None)
        return Mention(
            start=name.start,
            end=self._words[name.last].end,
            name=name.name,
            reason=figure.reason,
            score=score,
            kinds=kinds_of([before] if before else []),
            is_part=not figure.kind and before in _own("compass", "facilities"),
            figure=figure.kind,
        )

    def _figure(self, name: _Name, before: str, joined: Mention | None) -> Figure:
        """Return the figure of a name, by the words beside it and the mention joined to it by *and*."""
        if is_people(name.name):
            return A_PEOPLE
        if before in _own("institutions") and not self._is_struck(name.first - 1):
            return part_of(f"{before} {name.name}")
        is_joined = joined is not None and joined.figure == GOVERNMENT
        if name.name in capitals() and (is_joined or self._is_government(name, before)):
            return RULERS
        return LITERAL

    def _is_government(self, name: _Name, before: str) -> bool:
        """Return True if a capital is the subject or object of governing, or a party of talks."""
        after = self._words[name.last + 1].text if name.last + 1 < len(self._words) else ""
        if before in _own("government", "rulers"):
            return True
        # the subject may stand before its verb, if no preposition governs it
        if after in _own("government") and before not in _own("before"):
            return True
        return before == _BETWEEN and self._bare(name.first - 2) in _own("dealings")

    def _is_struck(self, number: int) -> bool:
        """Return True if a building, by the number of its word, was attacked: the event was then in its town."""
        earlier = [self._bare(i) for i in range(max(0, number - 2), number)]
        if self._bare(number) not in _own("facilities") or not earlier:
            return False
        is_on = earlier[-1] == _ON and earlier[0] in _own("attacks")
        return is_on or any(word in _own("aimed") for word in earlier)

    def _bare(self, number: int) -> str:
        """Return a word, by its number, without the letters joined to it; empty if there is none."""
        if number < 0:
            return ""
        word = self._words[number].text
        if word[:1] not in {_AND, _IN, _TO} or word in _own("institutions", "before", "announcing"):
            return word
        return word[1:] if len(word) > SHORTEST or word[1:] in _own("before") else word


def _own(*names: str) -> frozenset[str]:
    return word_list(*names, language="ar")


def _score_by_fame(name: _Name) -> float:
    """Score a name without other evidence: the place must be well known, and the name not an ordinary word."""
    least = _KNOWN_WELL if len(name.name) >= _SHORT else _KNOWN_BEST
    if name.fame < least or name.name in _own("ordinary_names"):
        return 0.0
    return 0.7 if name.fame >= _KNOWN_BEST else 0.55
