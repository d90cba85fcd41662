"""Names of places in Arabic text, which has no capital letters: known names that stand where places stand."""

import re
from collections.abc import Sequence
from functools import lru_cache

from geo.gazetteer import Gazetteer
from geo.mention import Mention
from geo.sense import kinds_of
from geo.tables import lists
from geo.words import words

_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3]+")
# and, so, with, to, like: written in one with the word that follows
_PREFIX = re.compile("^(?:[\u0648\u0641]?[\u0628\u0644\u0643]?)(?=\\w{3})")
_LONGEST = 3
# the logarithm of the inhabitants from which a single word is taken for a town that nothing else announces: 50,000
_KNOWN_WELL = 10.8
# an alef with fathatan, in either order: in Russian, mutually
_TANWEEN = re.compile("(?:\u0627\u064b|\u064b\u0627)$")
# of adjectives: feminine, plural, and as an adverb
_ENDINGS = ("", "\u0629", "\u064a\u0646", "\u0648\u0646", "\u0627\u064b", "\u064b\u0627")
_ARTICLE = "\u0627\u0644"


def arabic_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in Arabic text."""
    tokens = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
    options = _options(text, tokens)
    fame = gazetteer.known([name for _, _, _, name in options])
    known = {
        (first, last, start): (name, value or 0.0)
        for (first, last, start, name), value in zip(options, fame, strict=True)
        # no gazetteer has the many forms of an adjective
        if value is not None or name.removeprefix(_ARTICLE) in _peoples()
    }
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        # the longest, and of one length the one with the fewest letters taken for a prefix
        here = sorted((key for key in known if key[0] == i), key=lambda key: (-key[1], key[2]))
        taken = next((key for key in here if _stands_for_place(tokens, key, *known[key])), None)
        if taken:
            found.append(_mention(text, tokens, taken))
            i = taken[1]
        i += 1
    return found


def _options(text: str, tokens: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, int, str]]:
    """List what may be names: first and last word, offset of the name, and the name without what is joined to it."""
    options = []
    for first, (start, _, word) in enumerate(tokens):
        prefix = _PREFIX.match(word)
        cuts = {0, len(prefix[0]) if prefix else 0, 1 if word[0] in "\u0648\u0641\u0628\u0644" and len(word) > 3 else 0}  # noqa: PLR2004 - a name of two letters is none
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


def _stands_for_place(
    tokens: Sequence[tuple[int, int, str]], key: tuple[int, int, int], name: str, fame: float
) -> bool:
    first, last, start = key
    if name.removeprefix(_ARTICLE) in _peoples():
        return True
    ordinary = _ordinary()
    if any(word in ordinary for _, _, word in tokens[first : last + 1]) or name in ordinary or len(name) < 3:  # noqa: PLR2004 - as above
        return False
    # a mountain, a gate and a spring are none by themselves, but begin the names of many places
    if first == last and name in words("arabic_generic"):
        return False
    # names of places have no tanween: what has it says how something is
    if _TANWEEN.search(name):
        return False
    announced = first > 0 and _bare(tokens[first - 1][2]) in words("arabic_before")
    joined = start > tokens[first][0] and tokens[first][2][0] in "\u0628\u0644"
    return announced or fame >= _KNOWN_WELL or (first < last and not joined)


def _mention(text: str, tokens: Sequence[tuple[int, int, str]], key: tuple[int, int, int]) -> Mention:
    first, last, start = key
    end = tokens[last][1]
    name = text[start:end]
    beside = [_bare(tokens[first - 1][2])] if first else []
    literal = name.removeprefix(_ARTICLE) not in _peoples()
    reason = "a place name" if literal else "a people or what belongs to a country"
    return Mention(start, end, name, literal, reason, 1.0, kinds_of(beside))


def _bare(word: str) -> str:
    return word[1:] if word[:1] in {"\u0648", "\u0628", "\u0644"} and len(word) > 3 else word  # noqa: PLR2004 - as above


@lru_cache
def _ordinary() -> frozenset[str]:
    return words("arabic_common") | words("arabic_before") | words("arabic_common_places")


@lru_cache
def _peoples() -> frozenset[str]:
    stems = [w for group in lists("demonyms", "demonyms").values() for w in group if "\u0600" <= w[0] <= "\u06ff"]
    return frozenset(stem + end for stem in stems for end in _ENDINGS)
