"""Names of places in Arabic text, which has no capital letters: known names that stand where places stand."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import capitals
from geo.languages.packaged import lists
from geo.languages.words import words
from geo.mentions.figures import A_PEOPLE, LITERAL, RULERS, Sense, kinds_of, part_of
from geo.mentions.mention import GOVERNMENT, Mention

_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3]+")
# and, so, with, to, like: written in one with the word that follows
_PREFIX = re.compile("^(?:[\u0648\u0641]?[\u0628\u0644\u0643]?)(?=\\w{3})")
_LONGEST = 3
# the logarithm of the inhabitants from which a single word is taken for a town that nothing else announces: 50,000
_KNOWN_WELL = 10.8
# and that from which one is that another announces, or a preposition joined to it: 8,000
_KNOWN = 9.0
# and from which one of three letters is one, since many such words are also others: 270,000
_KNOWN_BEST = 12.5
_SHORT = 4
# a name of two letters is none
_SHORTEST = 3
_LISTED = frozenset({"\u060c ", ", ", " \u0648 ", "\u060c \u0648", "/"})
# an alef with fathatan, in either order: in Russian, mutually
_TANWEEN = re.compile("(?:\u0627\u064b|\u064b\u0627)$")
# of adjectives: feminine, plural, and as an adverb
_ENDINGS = ("", "\u0629", "\u064a\u0646", "\u0648\u0646", "\u0627\u064b", "\u064b\u0627")
_ON = "\u0639\u0644\u0649"
_ARTICLE = "\u0627\u0644"
_Token = tuple[int, int, str]


class _Name(NamedTuple):
    """A known name of a text: its first and last word, the offset where it begins, and how well known it is."""

    first: int
    last: int
    start: int
    name: str
    fame: float


def arabic_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in Arabic text."""
    tokens = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
    options = _options(text, tokens)
    fame = gazetteer.known([name for _, _, _, name in options])
    known: dict[int, list[_Name]] = {}
    for (first, last, start, name), value in zip(options, fame, strict=True):
        # no gazetteer has the many forms of an adjective
        if value is not None or name.removeprefix(_ARTICLE) in _peoples():
            known.setdefault(first, []).append(_Name(first, last, start, name, value or 0.0))
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        # the longest, and of one length the one with the fewest letters taken for a prefix
        here = sorted(known.get(i, ()), key=lambda one: (-one.last, one.start))
        scored = ((one, _score(text, tokens, one, found[-1] if found else None)) for one in here)
        taken, score = next(((one, score) for one, score in scored if score), (None, 0.0))
        if taken:
            found.append(_mention(text, tokens, taken, found[-1] if found else None, score))
            i = taken.last
        i += 1
    return found


def _options(text: str, tokens: Sequence[_Token]) -> list[tuple[int, int, int, str]]:
    """List what may be names: first and last word, offset of the name, and the name without what is joined to it."""
    options = []
    for first, (start, _, word) in enumerate(tokens):
        prefix = _PREFIX.match(word)
        cuts = {
            0,
            len(prefix[0]) if prefix else 0,
            1 if word[0] in "\u0648\u0641\u0628\u0644" and len(word) > _SHORTEST else 0,
        }
        for last in range(first, min(len(tokens), first + _LONGEST)):
            if last > first and text[tokens[last - 1][1] : tokens[last][0]] != " ":
                break
            for cut in cuts:
                name = text[start + cut : tokens[last][1]]
                options.append((first, last, start + cut, name))
                # to the: the article loses its first letter after a preposition that is joined to it
                if word.startswith(("\u0644\u0644", "\u0648\u0644\u0644")) and cut:
                    options.append((first, last, start + cut, _ARTICLE + name.removeprefix("\u0644")))
    return options


def _score(text: str, tokens: Sequence[_Token], one: _Name, previous: Mention | None) -> float:
    """Tell how likely a name is that of a place, or of a people; 0 where it is none.

    The figures say how strong the evidence is, and are not fitted: no Arabic texts with marked places are at hand.
    """
    first, last, start, name, fame = one
    if name.removeprefix(_ARTICLE) in _peoples():
        return 0.95
    before = _bare(tokens[first - 1][2]) if first else ""
    if _is_none(tokens, one) or before in words("arabic_titles"):
        return 0.0
    is_long = first < last
    if before in words("arabic_before"):
        return 0.95 if is_long else 0.9
    prefix = tokens[first][2][0] if start > tokens[first][0] else ""
    evidence = [0.0]
    if previous and previous.literal and _is_listed(text, tokens, one, previous):
        evidence.append(0.8 if is_long or fame >= _KNOWN else 0.5)
    if is_long and prefix not in {"\u0628", "\u0644"}:
        evidence.append(0.7)
    # in X is written in one word; what was shelled may be X, or who shelled it
    if fame >= _KNOWN and (prefix == "\u0628" or before in words("arabic_aimed")):
        evidence.append(0.6)
    least = _KNOWN_WELL if len(name) >= _SHORT else _KNOWN_BEST
    if fame >= least and name not in words("arabic_words"):
        evidence.append(0.7 if fame >= _KNOWN_BEST else 0.55)
    return max(evidence)


def _is_none(tokens: Sequence[_Token], one: _Name) -> bool:
    """Whether a name is none wherever it stands, since its words are others as well."""
    first, last, _, name, _ = one
    ordinary = _ordinary()
    if len(name) < _SHORTEST or name in ordinary or any(word in ordinary for _, _, word in tokens[first : last + 1]):
        return True
    # names of places have no tanween: what has it says how something is
    if _TANWEEN.search(name):
        return True
    # what is his is spelled like what is feminine where texts leave out its dots
    is_his = name.endswith("\u0647") and not name.startswith(_ARTICLE) and len(name) > _SHORT
    # a mountain, a gate and a spring are none by themselves, but begin the names of many places
    return first == last and (is_his or name in words("arabic_generic") or name in _alone())


def _is_listed(text: str, tokens: Sequence[_Token], one: _Name, previous: Mention) -> bool:
    """Whether a name follows the one before it in a list: X, Y and Z."""
    gap = text[previous.end : one.start]
    return gap in _LISTED or (gap == " \u0648" and one.start == tokens[one.first][0] + 1)


def _mention(text: str, tokens: Sequence[_Token], one: _Name, previous: Mention | None, score: float) -> Mention:
    first, last, start, name, _ = one
    end = tokens[last][1]
    before = _bare(tokens[first - 1][2]) if first else ""
    found = _sense(tokens, one, before, previous if previous and text[previous.end : start] == " \u0648" else None)
    literal = not found.figure
    part = literal and (before in words("arabic_compass") or before in words("arabic_facilities"))
    kinds = kinds_of([before] if before else [])
    return Mention(start, end, name, found.reason, score, kinds, is_part=part, figure=found.figure)


def _sense(tokens: Sequence[_Token], one: _Name, before: str, joined: Mention | None) -> Sense:
    """Tell what a name stands for that is not the place."""
    first, last, _, name, _ = one
    if name.removeprefix(_ARTICLE) in _peoples():
        return A_PEOPLE
    if before in words("arabic_institutions") and not _is_struck(tokens, first - 1):
        return part_of(f"{before} {name}")
    if name in capitals():
        after = tokens[last + 1][2] if last + 1 < len(tokens) else ""
        second = _bare(tokens[first - 2][2]) if first > 1 else ""
        does = before in words("arabic_government") or before in words("arabic_rulers")
        # the subject may stand before its verb, where no preposition governs it
        does |= after in words("arabic_government") and before not in words("arabic_before")
        deals = before == "\u0628\u064a\u0646" and second in words("arabic_dealings")
        if does or deals or (joined and joined.figure == GOVERNMENT):
            return RULERS
    return LITERAL


def _is_struck(tokens: Sequence[_Token], number: int) -> bool:
    """Whether a building, by the number of its word, is what was attacked, which happened in its town."""
    earlier = [_bare(word) for _, _, word in tokens[max(0, number - 2) : number]]
    if _bare(tokens[number][2]) not in words("arabic_facilities") or not earlier:
        return False
    return any(word in words("arabic_aimed") for word in earlier) or (
        earlier[-1] == _ON and earlier[0] in words("arabic_attacks")
    )


def _bare(word: str) -> str:
    """Take off what is joined to a word."""
    if word[:1] not in {"\u0648", "\u0628", "\u0644"} or word in words("arabic_institutions"):
        return word
    return word[1:] if len(word) > _SHORTEST or word[1:] in words("arabic_before") else word


@lru_cache
def _ordinary() -> frozenset[str]:
    return words("arabic_common") | words("arabic_before") | words("arabic_common_places")


@lru_cache
def _alone() -> frozenset[str]:
    """Give what is no name of a place by itself, though it may be part of one."""
    return words("arabic_no_names") | words("arabic_titles") | words("arabic_institutions")


@lru_cache
def _peoples() -> frozenset[str]:
    stems = [w for group in lists("demonyms", "demonyms").values() for w in group if "\u0600" <= w[0] <= "\u06ff"]
    return frozenset(stem + end for stem in stems for end in _ENDINGS)
